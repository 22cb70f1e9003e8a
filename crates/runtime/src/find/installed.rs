//! The runtime from a package that is installed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use codegen_schema::{Diagnostic, Diagnostics, Place};
use serde::Deserialize;

use super::{Found, Step, Want};
use crate::Version;
use crate::archive::npm_platform;
use crate::hashes::digest;
use crate::pin::Ecosystem;
use crate::process::{self, Limits};

/// What is asked of a Python; it answers in JSON.
const SCRIPT: &str = r#"
import base64, importlib.metadata, json, sys
def sha256(file):
    if file.hash is not None and file.hash.mode == "sha256":
        return base64.urlsafe_b64decode(file.hash.value + "==").hex()
try:
    found = importlib.metadata.distribution(sys.argv[1])
except importlib.metadata.PackageNotFoundError:
    print("null")
else:
    programs = [
        [str(found.locate_file(file)), sha256(file)] for file in found.files or []
        if file.name in ("codex", "codex.exe") and len(file.parts) > 1
        and file.parts[-2] in ("bin", "codex") and ".." not in file.parts
    ]
    print(json.dumps({"version": found.version, "programs": programs}))
"#;

/// It answers at once, or never.
const ASKED: Duration = Duration::from_secs(30);

/// What it answers.
#[derive(Deserialize)]
struct Answer {
    version: String,
    /// Each with its SHA-256, where the package's RECORD says one.
    programs: Vec<(PathBuf, Option<String>)>,
}

/// Looks where packages are installed.
pub fn find(want: &Want<'_>, say: &mut dyn FnMut(&str)) -> Result<Step, Diagnostics> {
    if want.ecosystem == Ecosystem::Npm {
        return node_modules(want, say);
    }
    let mut tried = Vec::new();
    for python in pythons(want) {
        say(&format!("installed for `{}`", python.display()));
        match ask(want, &python)? {
            Ok(found) => return Ok(Ok(found)),
            Err(why) => {
                say(&format!("  no: {why}"));
                tried.push(format!("`{}`: {why}", python.display()));
            }
        }
    }
    Ok(Err(if tried.is_empty() { "there is no Python".to_owned() } else { tried.join("\n") }))
}

/// The Pythons that may have it: the one that was named, else those of the project and of the shell.
pub fn pythons(want: &Want<'_>) -> Vec<PathBuf> {
    if let Some(python) = want.python {
        return vec![python.to_owned()];
    }
    let inside = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let active = std::env::var_os("VIRTUAL_ENV").filter(|path| !path.is_empty()).map(PathBuf::from);
    let folders = active.into_iter().chain([".venv", "venv"].map(|name| want.project.join(name)));
    let mut all: Vec<PathBuf> =
        folders.map(|folder| folder.join(inside)).filter(|python| python.exists()).collect();
    let on_path: &[&str] = if cfg!(windows) { &["python"] } else { &["python3", "python"] };
    all.extend(on_path.iter().filter(|name| is_on_path(name)).take(1).map(PathBuf::from));
    all.dedup();
    all
}

fn is_on_path(name: &str) -> bool {
    let name = if cfg!(windows) { format!("{name}.exe") } else { name.to_owned() };
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(&name).is_file())
}

fn ask(want: &Want<'_>, python: &Path) -> Result<Step, Diagnostics> {
    // Isolated: what lies in the current folder must not be taken for a module.
    let mut command = Command::new(python);
    command.args(["-I", "-c", SCRIPT, want.package]);
    let said =
        match process::run(&mut command, &Limits { time: want.time.min(ASKED), ..Limits::of_seconds(0) }) {
            Ok(said) if said.status.success() => said,
            Ok(said) => {
                let words = process::words(&said.stderr).unwrap_or_else(|| said.status.to_string());
                return Ok(Err(format!("it cannot be asked: {words}")));
            }
            Err(failure) => return Ok(Err(failure.why)),
        };
    // What runs before the script may print, too.
    let last = said.stdout.trim_end().lines().next_back().unwrap_or_default();
    let Ok(answer) = serde_json::from_str::<Option<Answer>>(last) else {
        let words = process::words(last).unwrap_or_else(|| "it said nothing".to_owned());
        return Ok(Err(format!("its answer cannot be read: {words}")));
    };
    let Some(Answer { version, programs }) = answer else {
        return Ok(Err(format!("{} is not installed", want.package)));
    };
    if Version::from_pep440(&version).as_ref() != Some(want.version) {
        return Ok(Err(format!("it has {} {}", want.package, version.escape_debug())));
    }
    for (program, sha256) in &programs {
        as_recorded(want, program, sha256.as_deref())?;
    }
    one(want, programs.into_iter().map(|(program, _)| program).collect())
}

/// Whether the program is the one that was installed, as far as the package says which that was.
fn as_recorded(want: &Want<'_>, program: &Path, sha256: Option<&str>) -> Result<(), Diagnostics> {
    let Some(sha256) = sha256 else { return Ok(()) };
    let place = Place { file: program.display().to_string(), ..Place::default() };
    let own = digest::of_file(program).map_err(|error| {
        let message = format!("the runtime cannot be read: {error}");
        Diagnostic::error("unreadable-file", place.clone(), message)
    })?;
    if own == sha256 {
        return Ok(());
    }
    let message = format!("this is not the program that {} installed", want.package);
    Err(Diagnostic::error("runtime-hash", place, message)
        .note(format!("its sha256 is {own}, the package's RECORD says {sha256}"))
        .help("install the package again, or name the program by --runtime where it is meant")
        .into())
}

fn one(want: &Want<'_>, mut programs: Vec<PathBuf>) -> Result<Step, Diagnostics> {
    programs.sort();
    programs.dedup();
    match programs.as_slice() {
        [] => Ok(Err("the package holds no program `codex`".to_owned())),
        [program] => Ok(Ok(Found::new(program.clone(), "installed"))),
        several => {
            let message = format!("the installed {} holds {} programs", want.package, several.len());
            let shown: Vec<String> = several.iter().map(|program| program.display().to_string()).collect();
            Err(Diagnostic::error("two-runtimes", want.place.clone(), message)
                .note(shown.join("\n"))
                .help("name one of them by --runtime")
                .into())
        }
    }
}

/// `node_modules` of the project's folder and of those above it: the package, or the one of its platform.
fn node_modules(want: &Want<'_>, say: &mut dyn FnMut(&str)) -> Result<Step, Diagnostics> {
    let project = std::path::absolute(want.project).unwrap_or_else(|_| want.project.to_owned());
    let platform = npm_platform().map(|platform| format!("{}-{platform}", want.package));
    let mut seen = Vec::new();
    for modules in project.ancestors().map(|folder| folder.join("node_modules")) {
        let own = modules.join(want.package);
        if !own.is_dir() {
            continue;
        }
        say(&format!("installed in `{}`", own.display()));
        let nested = platform.as_ref().map(|name| own.join("node_modules").join(name));
        let folders = [platform.as_ref().map(|name| modules.join(name)), nested, Some(own.clone())];
        let mut programs = Vec::new();
        for folder in folders.into_iter().flatten() {
            let Ok(text) = std::fs::read_to_string(folder.join("package.json")) else { continue };
            match crate::archive::npm_package(&text) {
                Ok((_, version)) if Version::from_semver(&version).as_ref() == Some(want.version) => {
                    programs.extend(in_vendor(&folder));
                }
                Ok((name, version)) => seen.push(format!("`{}` is {name} {version}", folder.display())),
                Err(why) => seen.push(why),
            }
        }
        if !programs.is_empty() {
            return one(want, programs);
        }
    }
    let why =
        if seen.is_empty() { format!("{} is in no node_modules", want.package) } else { seen.join("\n") };
    Ok(Err(why))
}

/// `vendor/PLATFORM/bin/codex`; older packages had `vendor/PLATFORM/codex/codex`.
fn in_vendor(package: &Path) -> Vec<PathBuf> {
    let name = if cfg!(windows) { "codex.exe" } else { "codex" };
    let platforms = std::fs::read_dir(package.join("vendor")).into_iter().flatten().flatten();
    let places =
        platforms.filter(|entry| entry.file_name().to_string_lossy().starts_with(std::env::consts::ARCH));
    places
        .flat_map(|entry| ["bin", "codex"].map(|folder| entry.path().join(folder).join(name)))
        .filter(|program| program.is_file())
        .collect()
}
