//! Files as they were in a revision of a git repository.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use codegen_build::schema::{Diagnostic, Diagnostics, Limits, Place};
use codegen_runtime::scratch::{self, Scratch};

/// More bytes than one file may have are not read, nor more than so many files.
const FILES: usize = 20_000;

/// A folder with the files of a revision, which is removed when it is no longer needed.
pub struct Checkout {
    /// Held, not read.
    _folder: Scratch,
    path: PathBuf,
}

impl Checkout {
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Reads `REF:PATH`: a file, or all .json files of a folder. The path is relative to the current folder.
pub fn read(text: &str) -> Result<Checkout, Diagnostics> {
    let fail = |message: String| failed(text, message).into();
    let (reference, path) =
        text.split_once(':').ok_or_else(|| fail("there is no path behind the revision".into()))?;
    if reference.is_empty() || path.is_empty() {
        return Err(fail("the revision or the path is missing".into()));
    }
    let commit = commit(reference).map_err(|found| placed(found, text))?;
    let object = object(&commit, path);
    let missing = |why: String| -> Diagnostics {
        fail(format!("that revision has no `{}` below this folder{why}", path.escape_debug()))
    };
    let kind = git(&["cat-file", "-t", &object]).or_else(|why| {
        // The commit of a submodule is listed here, and lies in its own repository.
        let listed = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &object]);
        listed.map(|_| b"commit".to_vec()).map_err(|_| missing(why))
    })?;
    let name = Path::new(path).file_name().map_or_else(|| "schema".into(), std::ffi::OsStr::to_os_string);
    let folder = scratch::folder()?;
    let target = folder.path().join(name);
    // Removes the folder also where reading fails.
    let checkout = Checkout { _folder: folder, path: target.clone() };
    if kind.starts_with(b"blob") {
        let content = git(&["cat-file", "blob", &object]).map_err(missing)?;
        write(&target, &content).map_err(|error| fail(error.to_string()))?;
        return Ok(checkout);
    }
    if !kind.starts_with(b"tree") {
        let message =
            format!("`{}` is a submodule, and what it holds is not in this repository", path.escape_debug());
        return Err(failed(text, message).help("name the revision inside the submodule's own folder").into());
    }
    let list = git(&["ls-tree", "--full-tree", "-r", "-z", "-l", &object]).map_err(missing)?;
    let files = files(&list);
    if files.len() > FILES {
        return Err(fail(format!(
            "that folder has {} .json files, and at most {FILES} are read",
            files.len()
        )));
    }
    std::fs::create_dir_all(&target).map_err(|error| fail(error.to_string()))?;
    blobs(&files, &target).map_err(|error| fail(format!("git does not give the files: {error}")))?;
    Ok(checkout)
}

/// The text of a file in a revision; `None`: it is not there.
pub fn text(reference: &str, path: &str) -> Result<Option<String>, Diagnostics> {
    let commit = commit(reference)?;
    Ok(git(&["cat-file", "blob", &object(&commit, path)])
        .ok()
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

fn object(commit: &str, path: &str) -> String {
    if Path::new(path).is_absolute() { format!("{commit}:{path}") } else { format!("{commit}:./{path}") }
}

fn failed(text: &str, message: String) -> Diagnostic {
    let place = Place { file: format!("git:{text}"), ..Place::default() };
    Diagnostic::error("unreadable-revision", place, message)
        .help("write `git:REF:PATH`, for example `git:main:schema/protocol.schemas.json`")
}

fn placed(found: Diagnostics, text: &str) -> Diagnostics {
    found.renamed(|_| Some(format!("git:{text}")))
}

/// The commit that a reference means, as its hash.
fn commit(reference: &str) -> Result<String, Diagnostics> {
    // A reference that begins with a dash would be an option.
    if reference.starts_with('-') {
        let message = format!("`{}` is no revision", reference.escape_debug());
        return Err(failed(reference, message).into());
    }
    let wanted = format!("{reference}^{{commit}}");
    let answer = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]).map_err(|why| {
        let one = failed(reference, format!("there is no revision `{}`{why}", reference.escape_debug()));
        let shallow = git(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|it| it.starts_with(b"true"));
        if shallow {
            let branch = reference.strip_prefix("origin/").unwrap_or(reference).escape_debug();
            return one
                .help(format!("this clone is shallow: `git fetch --depth=1 origin {branch}` brings it"));
        }
        one
    })?;
    Ok(String::from_utf8_lossy(&answer).trim().to_owned())
}

/// A .json file in a list of git.
struct Listed {
    hash: String,
    name: PathBuf,
}

/// Plain files only: no link is followed, no submodule is entered, no path leads out.
fn files(list: &[u8]) -> Vec<Listed> {
    let limit = Limits::default().bytes;
    list.split(|byte| *byte == 0)
        .filter_map(|line| {
            let line = String::from_utf8_lossy(line);
            let (about, name) = line.split_once('\t')?;
            let mut words = about.split_whitespace();
            let (mode, _kind, hash) = (words.next()?, words.next()?, words.next()?);
            let size: u64 = words.next()?.parse().ok()?;
            let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
            let taken = mode.starts_with("100") && plain && is_json(name) && size <= limit;
            taken.then(|| Listed { hash: hash.to_owned(), name: PathBuf::from(name) })
        })
        .collect()
}

fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "json")
}

/// All files by one process.
fn blobs(files: &[Listed], target: &Path) -> std::io::Result<()> {
    let mut child = command(&["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(std::io::ErrorKind::BrokenPipe.into());
    };
    let wanted: String = files.iter().map(|file| format!("{}\n", file.hash)).collect();
    // Both pipes at once: each side waits for the other when one is full.
    let asking = std::thread::spawn(move || input.write_all(wanted.as_bytes()));
    let mut output = BufReader::new(output);
    let taken = files.iter().try_for_each(|file| {
        let mut head = String::new();
        output.read_line(&mut head)?;
        let size = head.trim().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
        let Some(size) = size else { return Err(std::io::Error::other(head.trim().to_owned())) };
        let mut content = vec![0; size + 1];
        output.read_exact(&mut content)?;
        content.pop();
        write(&target.join(&file.name), &content)
    });
    drop(output);
    // A writer whose reader has gone says so; what went wrong is known already.
    let _ = asking.join();
    child.wait()?;
    taken
}

fn write(path: &Path, content: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, content)
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(args).env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    command
}

/// What git answers, else why it does not, as the end of a sentence.
fn git(args: &[&str]) -> Result<Vec<u8>, String> {
    match command(args).output() {
        Ok(output) if output.status.success() => Ok(output.stdout),
        Ok(output) => {
            let why = String::from_utf8_lossy(&output.stderr);
            Err(why.lines().next().map(|line| format!(": {line}")).unwrap_or_default())
        }
        Err(error) => Err(format!(": git cannot be run: {error}")),
    }
}
