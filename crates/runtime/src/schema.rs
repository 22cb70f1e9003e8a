//! The schema as the runtime writes it. The program is foreign: it runs in an empty home, with a clean
//! environment and a time limit, and what it writes is looked at before it is taken.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use codegen_schema::{Bundle, Diagnostic, Diagnostics, Limits as Input, Place};

use crate::process::{self, Failure, Limits, Said};
use crate::scratch::{self, Scratch};

/// Bytes of all files that the runtime may write.
const MAX_BYTES: u64 = 512 << 20;

/// The files of a schema, in a folder that is removed with this.
#[derive(Debug)]
pub struct Pulled {
    folder: Scratch,
    /// The files that are the whole surface, relative to the folder; sorted.
    pub files: Vec<PathBuf>,
}

impl Pulled {
    /// The folder, as the runtime has written it.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("schema")
    }
}

/// Asks the runtime for its schema.
pub fn write(
    binary: &Path,
    experimental: bool,
    time: Duration,
    limits: &Input,
) -> Result<Pulled, Diagnostics> {
    let folder = scratch::folder()?;
    let out = folder.path().join("schema");
    std::fs::create_dir(&out).map_err(|error| unusable(binary, &error.to_string(), None))?;
    let mut words = vec!["app-server", "generate-json-schema", "--out"];
    let shown = out.to_string_lossy().into_owned();
    words.push(&shown);
    if experimental {
        words.push("--experimental");
    }
    let said = run(binary, &words, &folder, time, Some((out.clone(), MAX_BYTES)))?;
    check_files(&out, 0).map_err(|why| unusable(binary, &why, Some(&said.stderr)))?;
    if process::size(&out, 0) > MAX_BYTES {
        return Err(
            unusable(binary, &format!("it wrote more than {MAX_BYTES} bytes"), Some(&said.stderr)).into()
        );
    }
    let bundle = Bundle::load(&out, &[], limits).map_err(|found| {
        let first = found.sorted().into_iter().next();
        let why = first.map(|one| format!("what it wrote is no schema: {}", one.message)).unwrap_or_default();
        unusable(binary, &why, Some(&said.stderr))
    })?;
    let files = bundle.0.files().iter().filter_map(|file| file.strip_prefix(&out).ok().map(Path::to_owned));
    let mut files: Vec<PathBuf> = files.collect();
    files.sort();
    Ok(Pulled { folder, files })
}

/// What the runtime says of its version.
pub fn version(binary: &Path, time: Duration) -> Result<String, Diagnostics> {
    let folder = scratch::folder()?;
    run(binary, &["--version"], &folder, time, None).map(|said| said.stdout)
}

/// Runs the program in an empty home. Nothing of the user's environment reaches it, and no way leads out.
fn run(
    binary: &Path,
    words: &[&str],
    folder: &Scratch,
    time: Duration,
    out: Option<(PathBuf, u64)>,
) -> Result<Said, Diagnostics> {
    let io = |error: std::io::Error| unusable(binary, &error.to_string(), None);
    let home = folder.path().join("home");
    std::fs::create_dir(&home).map_err(io)?;
    let program = std::path::absolute(binary).map_err(io)?;
    let mut command = Command::new(&program);
    command.args(words).current_dir(&home).env_clear();
    for name in
        ["HOME", "USERPROFILE", "CODEX_HOME", "TMPDIR", "TEMP", "TMP", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"]
    {
        command.env(name, &home);
    }
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"] {
        command.env(name, "http://127.0.0.1:9");
    }
    command.env("LC_ALL", "C.UTF-8").env("NO_COLOR", "1");
    command.env("PATH", if cfg!(windows) { "" } else { "/usr/local/bin:/usr/bin:/bin" });
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
    let limits = Limits { time, folder: out, ..Limits::of_seconds(0) };
    let shown = words[..words.len().min(2)].join(" ");
    match process::run(&mut command, &limits) {
        Ok(said) if said.status.success() => Ok(said),
        Ok(said) => {
            let why = format!("`codex {shown}` failed: {}", said.status);
            Err(unusable(binary, &why, Some(&said.stderr)).into())
        }
        Err(Failure { why, stderr }) => {
            Err(unusable(binary, &format!("`codex {shown}`: {why}"), Some(&stderr)).into())
        }
    }
}

fn unusable(binary: &Path, why: &str, stderr: Option<&str>) -> Diagnostic {
    let place = Place { file: binary.display().to_string().replace('\\', "/"), ..Place::default() };
    let error = Diagnostic::error("runtime-failed", place, format!("the runtime gave no schema: {why}"))
        .help(if why.contains("did not end within") {
            "where it needs longer, allow more by --timeout SECONDS"
        } else {
            "is this the program of the runtime? `codex app-server generate-json-schema --out DIR` must work"
        });
    match stderr.and_then(process::words) {
        Some(words) => error.note(words),
        None => error,
    }
}

/// Plain files in plain folders: a link would lead elsewhere.
fn check_files(folder: &Path, depth: usize) -> Result<(), String> {
    for entry in std::fs::read_dir(folder).map_err(|error| error.to_string())? {
        let entry = entry.map_err(|error| error.to_string())?;
        let kind = entry.file_type().map_err(|error| error.to_string())?;
        if kind.is_dir() && depth < 8 {
            check_files(&entry.path(), depth + 1)?;
        } else if !kind.is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            return Err(format!("it wrote `{}`, which is no file", name.escape_debug()));
        }
    }
    Ok(())
}
