//! Files as they were in a revision of a git repository.

use std::path::{Component, Path, PathBuf};
use std::process::Command;

use codegen_build::schema::{Diagnostic, Diagnostics, Place};

/// A folder with the files of a revision, which is removed when it is no longer needed.
pub struct Checkout {
    folder: PathBuf,
    path: PathBuf,
}

impl Checkout {
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        // What cannot be removed from a folder for temporary files is removed by the system.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Reads `REF:PATH`: a file, or all .json files of a folder. The path is relative to the current folder.
pub fn read(text: &str) -> Result<Checkout, Diagnostics> {
    let fail = |message: String| -> Diagnostics {
        let place = Place { file: format!("git:{text}"), ..Place::default() };
        Diagnostic::error("unreadable-revision", place, message)
            .help("write `git:REF:PATH`, for example `git:main:schema/protocol.schemas.json`")
            .into()
    };
    let (reference, path) =
        text.split_once(':').ok_or_else(|| fail("there is no path behind the revision".into()))?;
    // A revision that begins with a dash would be an option.
    if reference.is_empty() || reference.starts_with('-') || path.is_empty() {
        return Err(fail("the revision or the path is missing".into()));
    }
    let relative = if Path::new(path).is_absolute() { path.to_owned() } else { format!("./{path}") };
    let commit =
        git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{reference}^{{commit}}")])
            .map_err(|why| fail(format!("there is no revision `{}`{why}", reference.escape_debug())))?;
    let commit = String::from_utf8_lossy(&commit).trim().to_owned();
    let object = format!("{commit}:{relative}");
    let missing = |why: String| fail(format!("that revision has no `{}`{why}", path.escape_debug()));
    let kind = git(&["cat-file", "-t", &object]).map_err(missing)?;
    let name = Path::new(path).file_name().map_or_else(|| "schema".into(), std::ffi::OsStr::to_os_string);
    let folder = temporary().map_err(|error| fail(format!("no temporary folder can be made: {error}")))?;
    let target = folder.join(name);
    // Removes the folder also where reading fails.
    let checkout = Checkout { folder, path: target.clone() };
    if kind.starts_with(b"blob") {
        let content = git(&["cat-file", "blob", &object]).map_err(missing)?;
        write(&target, &content).map_err(|error| fail(error.to_string()))?;
        return Ok(checkout);
    }
    let list = git(&["ls-tree", "--full-tree", "-r", "-z", "--name-only", &object]).map_err(missing)?;
    for name in list.split(|byte| *byte == 0).map(String::from_utf8_lossy) {
        let plain = Path::new(name.as_ref()).components().all(|part| matches!(part, Component::Normal(_)));
        if !plain || !name.ends_with(".json") {
            continue;
        }
        let content = git(&["cat-file", "blob", &format!("{object}/{name}")]).map_err(missing)?;
        write(&target.join(name.as_ref()), &content).map_err(|error| fail(error.to_string()))?;
    }
    std::fs::create_dir_all(&target).map_err(|error| fail(error.to_string()))?;
    Ok(checkout)
}

fn write(path: &Path, content: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, content)
}

/// A new folder that nobody else has.
fn temporary() -> std::io::Result<PathBuf> {
    let base = std::env::temp_dir();
    for attempt in 0..1000_u32 {
        let folder = base.join(format!("codegen-diff-{}-{attempt}", std::process::id()));
        match std::fs::create_dir(&folder) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
            Ok(()) => return Ok(folder),
        }
    }
    Err(std::io::ErrorKind::AlreadyExists.into())
}

/// What git answers, else why it does not, as the end of a sentence.
fn git(args: &[&str]) -> Result<Vec<u8>, String> {
    match Command::new("git").args(args).output() {
        Ok(output) if output.status.success() => Ok(output.stdout),
        Ok(output) => {
            let why = String::from_utf8_lossy(&output.stderr);
            Err(why.lines().next().map(|line| format!(": {line}")).unwrap_or_default())
        }
        Err(error) => Err(format!(": git cannot be run: {error}")),
    }
}
