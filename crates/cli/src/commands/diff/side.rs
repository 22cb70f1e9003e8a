//! OLD and NEW: files, folders, revisions; one bundle, or the stable and the experimental one.

use std::path::{Path, PathBuf};

use codegen_build::schema::{Diagnostic, Diagnostics, Place};
use codegen_build::{Config, Input, Job, Meaning, Sources};
use codegen_diff::Both;

use super::super::source;
use super::revision::{self, Checkout};
use super::unseen::Read;
use crate::args::Diff;
use crate::project::pulled::{self, Pulled};
use crate::terminal::Terminal;

/// The folders of a version that has both bundles.
const STABLE: &str = "stable";
const EXPERIMENTAL: &str = "experimental";

/// Bytes of the stack of a thread.
const STACK: usize = 16 << 20;

/// One of the two schemas, not yet read.
pub struct Source {
    /// As the user wrote it.
    pub name: String,
    path: PathBuf,
    /// Files of a revision were read into a folder that is gone afterwards.
    checkout: Option<Checkout>,
    /// The schema of a runtime, in a folder that is gone afterwards.
    pulled: Option<Pulled>,
}

/// One of the two schemas.
pub struct Side {
    pub source: Source,
    pub whole: Meaning,
    pub stable: Option<Meaning>,
    job: Job,
}

/// Why a schema cannot be compared, and what its places point into.
pub struct Failed {
    pub sources: Sources,
    pub found: Diagnostics,
}

impl Source {
    pub fn new(
        path: &Path,
        args: &Diff,
        config: Option<&Config>,
        terminal: Terminal,
    ) -> Result<Self, Diagnostics> {
        let name = path.display().to_string().replace('\\', "/");
        // What is no path and reads as a version is one, where a runtime is known.
        let bare = || {
            let pulls = config.is_some_and(|config| config.runtime.is_some()) && !path.exists();
            (pulls && is_version(&name)).then_some(name.as_str())
        };
        if let Some(version) = name.strip_prefix("runtime:").or_else(bare) {
            let pulled = pulled::of_version(config, version, &args.find, terminal)?;
            return Ok(Self { path: pulled.schema.folder(), name, checkout: None, pulled: Some(pulled) });
        }
        let checkout = match name.strip_prefix("git:") {
            Some(rest) => Some(revision::read(rest)?),
            None => None,
        };
        let own = checkout.as_ref().map_or(path, Checkout::path).to_owned();
        if checkout.is_none() && !own.exists() {
            return Err(missing(name).into());
        }
        Ok(Self { name, path: own, checkout, pulled: None })
    }

    /// The revision, of `git:REF:PATH`.
    pub fn revision(&self) -> Option<&str> {
        self.name.strip_prefix("git:").and_then(|rest| rest.split(':').next())
    }

    fn has_both(&self) -> bool {
        self.path.join(STABLE).is_dir() && self.path.join(EXPERIMENTAL).is_dir()
    }

    /// Places under the name that the user gave.
    pub fn renamed(&self, found: Diagnostics) -> Diagnostics {
        found.renamed(|file| self.rename(file))
    }

    fn rename(&self, file: &str) -> Option<String> {
        let own = match (&self.checkout, &self.pulled) {
            (Some(checkout), _) => checkout.path().to_owned(),
            (None, pulled) => pulled.as_ref()?.schema.folder(),
        };
        let own = own.display().to_string().replace('\\', "/");
        let file = file.replace('\\', "/");
        file.strip_prefix(&own).map(|rest| format!("{}{rest}", self.name))
    }
}

fn is_version(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_digit())
        && name.contains('.')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || ".-+".contains(c))
}

fn missing(name: String) -> Diagnostic {
    let version = is_version(&name);
    let place = Place { file: name, ..Place::default() };
    let one = Diagnostic::error("unreadable-file", place, "there is no such file or folder");
    if version {
        return one.help(
            "a version is compared by its schema: let its runtime write one with `codex app-server \
             generate-json-schema --out DIR`, and name that folder, or write `runtime:VERSION`",
        );
    }
    one.help("OLD and NEW are files, folders, git:REF:PATH, or runtime:VERSION")
}

impl Side {
    /// Both bundles, where there are two.
    pub fn both(&self) -> Option<Both<'_>> {
        let stable = &self.stable.as_ref()?.protocol;
        Some(Both { stable, experimental: &self.whole.protocol })
    }

    /// What its files are called: that of the whole, and of what is stable.
    pub fn files(&self) -> [String; 2] {
        let first = |meaning: &Meaning| {
            let file = meaning.bundle.files().first();
            let name = file.map(|file| file.display().to_string().replace('\\', "/")).unwrap_or_default();
            self.source.rename(&name).unwrap_or(name)
        };
        let whole = first(&self.whole);
        let stable = self.stable.as_ref().map_or_else(|| whole.clone(), first);
        [whole, stable]
    }

    /// The whole schema, and how it was read.
    pub const fn read(&self) -> Read<'_> {
        Read { meaning: &self.whole, job: &self.job }
    }
}

/// Reads both sides at once.
pub fn read(args: &Diff, config: Option<&Config>, old: Source, new: Source) -> Result<(Side, Side), Failed> {
    let pair = match (old.has_both(), new.has_both()) {
        (true, false) => return Err(lopsided(&new)),
        (false, true) => return Err(lopsided(&old)),
        (both, _) => both,
    };
    let job = |source: &Source, part: Option<&str>| {
        let path = part.map_or_else(|| source.path.clone(), |part| source.path.join(part));
        job(args, config, &path, std::ptr::eq(source, &raw const old))
    };
    let work = |source: &Source, part: Option<&str>| job(source, part)?.understand();
    let whole = pair.then_some(EXPERIMENTAL);
    let (a, b, c, d) = std::thread::scope(|scope| {
        let begin = |source, part| begin(scope, move || work(source, part));
        let stable = |source| pair.then(|| begin(source, Some(STABLE)));
        let (c, d) = (stable(&old), stable(&new));
        let a = begin(&old, whole);
        let b = work(&new, whole);
        (join(a), b, c.map(join), d.map(join))
    });
    // One at a time: a place of the one must not be looked up in the other.
    let failed =
        |source: &Source, found| Failed { sources: Sources::default(), found: source.renamed(found) };
    let (a, c) =
        (a.map_err(|found| failed(&old, found))?, c.transpose().map_err(|found| failed(&old, found))?);
    let (b, d) =
        (b.map_err(|found| failed(&new, found))?, d.transpose().map_err(|found| failed(&new, found))?);
    let (one, other) = (job(&old, whole)?, job(&new, whole)?);
    let old = Side { source: old, whole: a, stable: c, job: one };
    Ok((old, Side { source: new, whole: b, stable: d, job: other }))
}

/// Where a thread cannot be had, the work is done here.
enum Running<'s, T> {
    There(std::thread::ScopedJoinHandle<'s, T>),
    Done(T),
}

/// Begins some work on a stack as deep as that of the process itself: schemas may be nested.
fn begin<'s, T: Send + 's>(
    scope: &'s std::thread::Scope<'s, '_>,
    work: impl Fn() -> T + Send + Copy + 's,
) -> Running<'s, T> {
    let thread = std::thread::Builder::new().stack_size(STACK);
    thread.spawn_scoped(scope, work).map_or_else(|_| Running::Done(work()), Running::There)
}

fn join<T>(running: Running<'_, T>) -> T {
    match running {
        Running::There(running) => running.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        Running::Done(done) => done,
    }
}

fn lopsided(source: &Source) -> Failed {
    let place = Place { file: source.name.clone(), ..Place::default() };
    let message =
        format!("the other side has the folders `{STABLE}` and `{EXPERIMENTAL}`, and this one has not");
    let help = "name one bundle on each side, or a folder with both on each";
    let found = Diagnostic::error("one-stability", place, message).help(help).into();
    Failed { sources: Sources::default(), found }
}

/// One configuration serves both: what it says of one version need not apply to the other. It was written for the
/// new one.
fn job(args: &Diff, config: Option<&Config>, path: &Path, is_old: bool) -> Result<Job, Diagnostics> {
    let mut job = Job::new(Input::Path(path.to_owned()));
    if let Some(config) = config {
        let from = Job::from_config(config);
        (job.policy, job.limits, job.lints, job.overlays) =
            (from.policy, from.limits, from.lints, from.overlays);
        job.policy.let_be_absent();
    }
    if is_old {
        job = job.for_another_version();
    }
    job.overlays.extend(args.source.overlay.iter().cloned());
    source::levels(&mut job, &args.source)?;
    // What types cannot say is compared too, whether or not it is said of each schema.
    job.lints.unsilence("widened");
    Ok(job)
}
