//! The real runtimes, in the versions whose schemas are kept, for this machine.
//!
//! `tests/runtimes` pins them with a hash for each platform; they are installed once under `target/runtimes`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::python::Pydantic;
use crate::typescript::{here, run};

/// A version of the runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runtime {
    /// 0.133.0.
    Oldest,
    /// 0.163.0, which the generated code of this repository describes.
    Pinned,
    /// 0.169.0.
    Newest,
}

/// Installs into a folder and gives the program.
type Source = fn(Runtime, &Path) -> Result<PathBuf, String>;

/// All of them.
pub const RUNTIMES: [Runtime; 3] = [Runtime::Oldest, Runtime::Pinned, Runtime::Newest];

impl Runtime {
    /// The number of the version.
    #[must_use]
    pub fn version(self) -> &'static str {
        match self {
            Self::Oldest => "0.133.0",
            Self::Pinned => "0.163.0",
            Self::Newest => "0.169.0",
        }
    }

    /// The program.
    pub fn program(self) -> Result<&'static Path, String> {
        static OLDEST: OnceLock<Result<PathBuf, String>> = OnceLock::new();
        static PINNED: OnceLock<Result<PathBuf, String>> = OnceLock::new();
        static NEWEST: OnceLock<Result<PathBuf, String>> = OnceLock::new();
        let (place, source): (_, Source) = match self {
            Self::Oldest => (&OLDEST, wheel),
            Self::Pinned => (&PINNED, wheel),
            Self::Newest => (&NEWEST, npm),
        };
        place.get_or_init(|| install(self, source)).as_deref().map_err(Clone::clone)
    }

    /// A program of Python's with the runtime's own as its first argument.
    pub fn python(self, script: &Path) -> Result<Command, String> {
        let mut command = python(script)?;
        command.arg(self.program()?);
        Ok(command)
    }
}

/// A program of Python's that finds what drives the runtime, and writes nothing beside it.
pub fn python(script: &Path) -> Result<Command, String> {
    let mut command = Command::new(Pydantic::Newest.programs()?.join("python"));
    command.arg("-B").arg(script).env("PYTHONPATH", here().join("wire")).env("PYTHONUTF8", "1");
    Ok(command)
}

/// Installs a runtime, unless it is there. Another process may do the same at the same time: the folder
/// appears as a whole.
fn install(runtime: Runtime, source: Source) -> Result<PathBuf, String> {
    let target = here().join("../target/runtimes");
    let folder = target.join(runtime.version());
    let link = |folder: &Path| {
        let path = std::fs::read_to_string(folder.join("program")).map_err(|error| error.to_string())?;
        folder.join(path).canonicalize().map_err(|error| error.to_string())
    };
    if folder.exists() {
        return link(&folder);
    }
    std::fs::create_dir_all(&target).map_err(|error| error.to_string())?;
    let fresh =
        tempfile::Builder::new().prefix("install-").tempdir_in(&target).map_err(|error| error.to_string())?;
    let program = source(runtime, fresh.path()).map_err(|error| unavailable(runtime, &error))?;
    let inside = program.strip_prefix(fresh.path()).map_err(|error| error.to_string())?;
    let inside = inside.to_str().ok_or("the program's path is not UTF-8")?;
    std::fs::write(fresh.path().join("program"), inside).map_err(|error| error.to_string())?;
    match std::fs::rename(fresh.path(), &folder) {
        Err(error) if !folder.exists() => Err(error.to_string()),
        _ => link(&folder),
    }
}

fn unavailable(runtime: Runtime, error: &str) -> String {
    format!(
        "the runtime {} cannot be had for {} on {}, so what it says cannot be compared: {error}",
        runtime.version(),
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}

/// A wheel: pip chooses the platform and holds the wheel against its hash.
fn wheel(runtime: Runtime, folder: &Path) -> Result<PathBuf, String> {
    let list = here().join("runtimes").join(format!("{}.txt", runtime.version()));
    let pip = Pydantic::Newest.programs()?.join("pip");
    run(Command::new(pip)
        .args([
            "install",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--require-hashes",
            "--no-compile",
        ])
        .arg("--target")
        .arg(folder)
        .arg("-r")
        .arg(list))?;
    found(&folder.join("codex_cli_bin/bin"))
}

/// An npm package: the lock has a package and a hash for each platform.
fn npm(_: Runtime, folder: &Path) -> Result<PathBuf, String> {
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        std::fs::copy(here().join("runtimes").join(file), folder.join(file))
            .map_err(|error| error.to_string())?;
    }
    run(Command::new("npm").args(["ci", "--ignore-scripts"]).current_dir(folder))?;
    let scope = folder.join("node_modules/@openai");
    let mut programs = entries(&scope)?
        .into_iter()
        .filter(|package| package.file_name().is_some_and(|name| name != "codex"))
        .flat_map(|package| entries(&package.join("vendor")).unwrap_or_default());
    let vendor = programs.next().ok_or("npm installed no package for this platform")?;
    found(&vendor.join("bin")).or_else(|_| found(&vendor.join("codex")))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let listed = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(listed.filter_map(|entry| Some(entry.ok()?.path())).collect())
}

fn found(folder: &Path) -> Result<PathBuf, String> {
    let program = folder.join(format!("codex{}", std::env::consts::EXE_SUFFIX));
    if program.is_file() { Ok(program) } else { Err(format!("{} is not there", program.display())) }
}
