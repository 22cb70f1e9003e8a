//! The runtime of exactly the version that the pin names: looked for where it was named, then where it is
//! installed, then, if that is allowed, where it is published.

mod archive;
mod fetch;
mod installed;

use std::path::{Path, PathBuf};
use std::time::Duration;

use codegen_schema::{Diagnostic, Diagnostics, Place};

use crate::hashes::Hashes;
use crate::lock;
use crate::pin::Ecosystem;
use crate::scratch::Scratch;
use crate::{Version, schema};

/// What is looked for, and where one may look.
#[derive(Debug, Clone)]
pub struct Want<'a> {
    /// The package that holds the runtime.
    pub package: &'a str,
    /// Where the package is published.
    pub ecosystem: Ecosystem,
    /// The version that it must have.
    pub version: &'a Version,
    /// Where the pin says so.
    pub place: &'a Place,
    /// The folder of the project: its virtual environment and its `node_modules` are looked at.
    pub project: &'a Path,
    /// The program itself.
    pub runtime: Option<&'a Path>,
    /// A Python that has the package installed.
    pub python: Option<&'a Path>,
    /// An archive of the package, or a folder that holds it.
    pub archive: Option<&'a Path>,
    /// Whether the package may be downloaded.
    pub fetch: bool,
    /// What lock files say.
    pub hashes: &'a Hashes,
    /// How long a program may run.
    pub time: Duration,
}

/// The runtime.
#[derive(Debug)]
pub struct Found {
    /// The program.
    pub binary: PathBuf,
    /// How it was found: `path`, `installed`, `wheel` or `npm`.
    pub source: &'static str,
    /// The archive that it was taken from.
    pub archive: Option<lock::Archive>,
    /// The folder that it was unpacked to; removed with this.
    #[allow(dead_code)] // held, not read
    scratch: Option<Scratch>,
}

impl Found {
    const fn new(binary: PathBuf, source: &'static str) -> Self {
        Self { binary, source, archive: None, scratch: None }
    }
}

/// What a step came to: the runtime, or why not.
type Step = Result<Found, String>;

/// Looks for the runtime. `say` is told of each step.
pub fn find(want: &Want<'_>, say: &mut dyn FnMut(&str)) -> Result<Found, Diagnostics> {
    let mut tried = Vec::new();
    let mut failed = |why: String, say: &mut dyn FnMut(&str)| {
        say(&format!("  no: {why}"));
        tried.push(why);
    };
    say(&format!("looking for {} {}", want.package, want.version));
    if let Some(path) = want.runtime {
        say(&format!("the program `{}`, as --runtime says", path.display()));
        let found = Found::new(path.to_owned(), "path");
        check(want, &found)?;
        return Ok(found);
    }
    // What is named comes before what is found by itself.
    if want.archive.is_none() || want.python.is_some() {
        match installed::find(want, say)? {
            Ok(found) => {
                check(want, &found)?;
                return Ok(found);
            }
            Err(why) => failed(why, say),
        }
    }
    if let Some(path) = want.archive {
        say(&format!("the package in `{}`, as --wheel says", path.display()));
        let found = archive::take(want, path)?;
        check(want, &found)?;
        return Ok(found);
    }
    if want.fetch {
        let found = fetch::fetch(want, say)?;
        check(want, &found)?;
        return Ok(found);
    }
    failed("it may not be downloaded: --fetch was not given".to_owned(), say);
    let message = format!("the runtime is not here: {} {}", want.package, want.version);
    let help = "install it, name it by --runtime PROGRAM or --wheel FILE, or allow its download by --fetch";
    Err(Diagnostic::error("no-runtime", want.place.clone(), message).note(tried.join("\n")).help(help).into())
}

/// Asks the program itself for its version.
fn check(want: &Want<'_>, found: &Found) -> Result<(), Diagnostics> {
    let said = schema::version(&found.binary, want.time)?;
    let version = said.split_whitespace().last().and_then(Version::parse);
    if version.as_ref() == Some(want.version) {
        return Ok(());
    }
    let message = format!("the runtime is not the one that the pin names: it must be {}", want.version);
    let shown: String = said.trim().chars().take(200).collect();
    let note = format!("`{} --version` says `{}`", found.binary.display(), shown.escape_debug());
    Err(other_version(want, message, note).into())
}

fn other_version(want: &Want<'_>, message: String, note: String) -> Diagnostic {
    let help = format!("name the runtime of version {}, or move the pin by `codegen bump`", want.version);
    Diagnostic::error("runtime-version", want.place.clone(), message).note(note).help(help)
}
