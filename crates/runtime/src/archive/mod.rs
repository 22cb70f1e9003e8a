//! The runtime out of a package: an archive that is not trusted.
//!
//! Only what is needed is written, under a name of our own: no path of the archive is ever used.

mod npm;
mod wheel;

use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use codegen_schema::{Diagnostic, Place};
use sha2::{Digest as _, Sha256};

pub use npm::{npm, parse_package as npm_package, platform as npm_platform};
pub use wheel::{fits, wheel, wheel_name};

/// What is taken at most.
const MAX_ARCHIVE: u64 = 2 << 30;
const MAX_BINARY: u64 = 2 << 30;
const MAX_ENTRIES: usize = 20_000;
const MAX_METADATA: u64 = 1 << 20;
/// A member that unpacks to more than this for each of its bytes is no program.
const MAX_RATIO: u64 = 200;
/// Up to here the ratio does not matter.
const SMALL: u64 = 4 << 20;

/// A runtime out of a package.
#[derive(Debug)]
pub struct Unpacked {
    /// The program, in the folder that was given.
    pub binary: PathBuf,
    /// The version, as the package's metadata says it.
    pub version: String,
    /// The name of the package, as its metadata says it.
    pub name: String,
}

/// What is wrong with an archive.
#[derive(Debug)]
pub enum Fault {
    /// It cannot be read as what it should be.
    Broken(String),
    /// It holds something that no package of a runtime holds.
    Hostile(String),
    /// It is none of a runtime.
    Other(String),
}

impl Fault {
    /// The error for the archive at `path`.
    #[must_use]
    pub fn at(self, path: &Path) -> Diagnostic {
        let place = Place { file: path.display().to_string().replace('\\', "/"), ..Place::default() };
        let help = "download the package again from where it is published";
        match self {
            Self::Broken(why) => {
                Diagnostic::error("bad-archive", place, format!("the package cannot be read: {why}"))
                    .help(help)
            }
            Self::Hostile(why) => {
                Diagnostic::error("unsafe-archive", place, format!("the package is refused: {why}"))
                    .note("nothing of it was unpacked or run")
                    .help(help)
            }
            Self::Other(why) => {
                Diagnostic::error("no-runtime", place, format!("the package is none of the runtime: {why}"))
                    .help("name the package that the pin means, for this platform")
            }
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

/// Whether a path in an archive stays in its folder, on every system.
fn check_path(path: &str) -> Result<(), Fault> {
    let plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    let trimmed = path.strip_suffix('/').unwrap_or(path);
    let drive = trimmed.split('/').any(|part| part.contains(':'));
    if trimmed.contains(['\\', '\0']) || drive || !trimmed.split('/').all(plain) || trimmed.len() > 1000 {
        let shown: String = path.chars().take(80).collect();
        return Err(Fault::Hostile(format!("`{}` leads out of its folder", shown.escape_debug())));
    }
    Ok(())
}

/// Whether a member is the program: `codex` in a folder of programs.
fn is_binary(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let name = if cfg!(windows) { "codex.exe" } else { "codex" };
    parts.next() == Some(name) && parts.next().is_some_and(|folder| folder == "bin" || folder == "codex")
}

/// One program, no more and no less.
fn only(mut candidates: Vec<String>) -> Result<String, Fault> {
    match (candidates.pop(), candidates.pop()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Fault::Other("it holds no `bin/codex`".to_owned())),
        (Some(a), Some(b)) => Err(Fault::Hostile(format!(
            "two programs may be the runtime, `{}` and `{}`",
            b.escape_debug(),
            a.escape_debug()
        ))),
    }
}

/// Writes the program to a folder, and says its SHA-256. `packed`: its bytes in the archive, where they are known.
fn unpack(mut from: impl Read, packed: Option<u64>, folder: &Path) -> Result<(PathBuf, [u8; 32]), Fault> {
    let path = folder.join(if cfg!(windows) { "codex.exe" } else { "codex" });
    let mut file = create(&path)?;
    let ratio = packed.map_or(MAX_BINARY, |packed| packed.saturating_mul(MAX_RATIO).max(SMALL));
    let limit = MAX_BINARY.min(ratio);
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut total = 0_u64;
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        total += count as u64;
        if total > limit {
            let why = format!("its program unpacks to more than {limit} bytes");
            return Err(Fault::Hostile(why));
        }
        hash.update(&buffer[..count]);
        file.write_all(&buffer[..count])
            .map_err(|error| Fault::Broken(format!("its program cannot be written: {error}")))?;
    }
    Ok((path, hash.finalize().into()))
}

#[cfg(unix)]
fn create(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    File::options().write(true).create_new(true).mode(0o700).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> io::Result<File> {
    File::create_new(path)
}

/// A small member as text.
fn text(from: impl Read, what: &str) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    from.take(MAX_METADATA + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_METADATA {
        return Err(Fault::Hostile(format!("its {what} has more than {MAX_METADATA} bytes")));
    }
    String::from_utf8(bytes).map_err(|_| Fault::Broken(format!("its {what} is not UTF-8")))
}

fn open(path: &Path) -> Result<File, Fault> {
    let file = File::open(path)?;
    let data = file.metadata()?;
    if !data.is_file() {
        return Err(Fault::Broken("it is no file".to_owned()));
    }
    if data.len() > MAX_ARCHIVE {
        return Err(Fault::Hostile(format!("it has more than {MAX_ARCHIVE} bytes")));
    }
    Ok(file)
}
