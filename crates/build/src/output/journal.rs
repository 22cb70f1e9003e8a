//! Files of the user's own that change together with generated ones: the pin, the schema, its lock.
//!
//! What is to come is written to a folder first, with a list. By one rename that folder becomes the journal:
//! before it nothing has happened, after it everything will have, by this run or by the next one that finds the
//! journal. What fails on the way is taken back.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use codegen_rust::target::ir::schema::{Diagnostic, Diagnostics, Place};
use serde::{Deserialize, Serialize};

use super::folder::{Made, project};
use super::manifest::{hash, missing};
use super::{Output, Written};

/// The folder that is there while files change, and after a run was killed.
pub const FOLDER: &str = ".codegen-journal";
/// What the name of a folder begins with that is not the journal yet, or no longer.
const DRAFT: &str = ".codegen-draft-";
const LIST: &str = "journal.json";

/// A file that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: PathBuf,
    /// What it shall hold; none removes it.
    pub content: Option<Vec<u8>>,
}

/// What the journal holds.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    about: String,
    version: u32,
    /// Whether the generated files belong to the change.
    generate: bool,
    /// Folders that are outputs no longer, relative to the project.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    retired: Vec<String>,
    moves: Vec<Move>,
}

/// One file: relative to the project, and the SHA-256 of what it shall hold.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    path: String,
    sha256: Option<String>,
}

/// A change that is not finished.
#[derive(Debug)]
pub struct Pending {
    folder: PathBuf,
    /// Whether the generated files belong to it: they must be made before it is finished.
    pub generate: bool,
    /// Folders that are outputs no longer, as far as they still are as they were.
    pub retired: Vec<PathBuf>,
    lock: Option<File>,
}

/// Brings files of the user's and the folders of all outputs up to date: all of them, or none. `folder` is that
/// of the configuration.
pub fn write(folder: &Path, changes: &[Change], outputs: &[Output]) -> Result<Written, Diagnostics> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if changes.is_empty() && drafts(folder).is_empty() {
        return super::write(outputs);
    }
    let lock = hold(folder, outputs);
    // What another run has done is seen only when it is over.
    let changes: Vec<&Change> = changes.iter().filter(|change| !is_done(change)).collect();
    if changes.is_empty() {
        sweep(folder);
        return super::write(outputs);
    }
    if is_pending(folder) {
        return Err(error(folder, "another run was interrupted, or is at work".to_owned())
            .help("run the command again")
            .into());
    }
    sweep(folder);
    let root = project(folder);
    let staged = stage(folder, &root, &changes, outputs)?;
    let journal = folder.join(FOLDER);
    let mut undo = Undo::default();
    let begin = || -> Result<(), Diagnostics> {
        // The folder must not be removed under its old name.
        let draft = staged.keep();
        fs::rename(&draft, &journal).map_err(|error| {
            let _ = fs::remove_dir_all(&draft);
            unwritable(folder, &error)
        })?;
        for (index, change) in changes.iter().enumerate() {
            let staged = change.content.is_some().then(|| journal.join(index.to_string()));
            undo.put(&journal, index, staged.as_deref(), &change.path)
                .map_err(|error| unwritable(&change.path, &error))?;
        }
        Ok(())
    };
    let done = if outputs.is_empty() {
        begin().map(|()| Written::default())
    } else {
        super::write_after(outputs, begin)
    };
    if done.is_err() {
        undo.run();
    }
    if is_pending(folder) {
        finish(folder);
    }
    drop(lock);
    done
}

/// Whether a change was begun and not finished.
#[must_use]
pub fn is_pending(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join(FOLDER)).is_ok()
}

/// Finishes what an interrupted run has begun, but for the generated files.
pub fn resume(folder: &Path) -> Result<Option<Pending>, Diagnostics> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if !is_pending(folder) {
        return Ok(None);
    }
    let lock = hold(folder, &[]);
    // The run may have been at work, and have ended by now.
    if !is_pending(folder) {
        return Ok(None);
    }
    let journal = folder.join(FOLDER);
    let broken = |why: String| {
        error(folder, format!("what an interrupted run has begun cannot be finished: {why}")).help(format!(
            "remove `{}` to give it up, then look at what `codegen check` says",
            shown(&journal)
        ))
    };
    let list = read(&journal).map_err(broken)?;
    let root = project(folder);
    let mut undo = Undo::default();
    for (index, Move { path, sha256 }) in list.moves.iter().enumerate() {
        let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        if !plain || path.is_empty() {
            return Err(broken(format!("`{}` leads out of the project", path.escape_debug())).into());
        }
        // A journal may have come with a repository.
        if !is_ours(path) {
            return Err(broken(format!("`{}` is no file that codegen changes", path.escape_debug())).into());
        }
        let target = root.join(path);
        check_place(&root, &target).map_err(broken)?;
        let now = content(&target).map_err(|error| broken(error.to_string()))?;
        if now.as_deref().map(hash) == *sha256 {
            continue;
        }
        let staged = journal.join(index.to_string());
        if let Some(sha256) = sha256
            && !fs::read(&staged).is_ok_and(|content| hash(&content) == *sha256)
        {
            return Err(broken(format!("the new `{}` is not whole", path.escape_debug())).into());
        }
        let from = sha256.is_some().then_some(staged.as_path());
        undo.put(&journal, index, from, &target).map_err(|error| broken(error.to_string()))?;
    }
    let plain = |path: &&String| Path::new(path).components().all(|one| matches!(one, Component::Normal(_)));
    let retired = list.retired.iter().filter(plain).map(|path| root.join(path)).collect();
    Ok(Some(Pending { folder: folder.to_owned(), generate: list.generate, retired, lock }))
}

/// Whether a change may be of this file: a pin, a configuration, a schema or a lock, and none of git's own.
fn is_ours(path: &str) -> bool {
    let path = Path::new(path);
    let ends = ["toml", "json", "lock"];
    let known = path.extension().and_then(|end| end.to_str()).is_some_and(|end| ends.contains(&end));
    known && !path.components().any(|part| part.as_os_str().eq_ignore_ascii_case(".git"))
}

impl Pending {
    /// Forgets it: everything is done.
    pub fn finish(self) {
        finish(&self.folder);
        drop(self.lock);
    }
}

/// By one rename the journal is none any more.
fn finish(folder: &Path) {
    let gone = folder.join(format!("{DRAFT}{}-done", std::process::id()));
    if fs::rename(folder.join(FOLDER), &gone).is_ok() {
        // What is left of it is swept away by the next run.
        let _ = fs::remove_dir_all(gone);
    }
}

fn is_done(change: &Change) -> bool {
    content(&change.path).is_ok_and(|now| now == change.content)
}

/// The content of a plain file, none where there is nothing.
fn content(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(path) {
        Err(error) if missing(&error) => Ok(None),
        Err(error) => Err(error),
        Ok(data) if data.is_file() => fs::read(path).map(Some),
        Ok(_) => Err(io::Error::other("it is no plain file")),
    }
}

/// Waits until no other run holds the folder. A folder that is an output too is held as one of those.
fn hold(folder: &Path, outputs: &[Output]) -> Option<File> {
    let real = folder.canonicalize().ok()?;
    if outputs.iter().any(|output| output.folder.canonicalize().is_ok_and(|other| other == real)) {
        return None;
    }
    let file = File::open(real).ok()?;
    file.lock().ok()?;
    Some(file)
}

/// Removes what killed runs have left.
fn sweep(folder: &Path) {
    for draft in drafts(folder) {
        let _ = fs::remove_dir_all(draft);
    }
}

fn drafts(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_draft = |entry: &fs::DirEntry| {
        entry.file_name().to_string_lossy().starts_with(DRAFT)
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
    };
    entries.filter(is_draft).map(|entry| entry.path()).collect()
}

/// Writes the list and all new files to a folder beside the configuration.
fn stage(
    folder: &Path,
    root: &Path,
    changes: &[&Change],
    outputs: &[Output],
) -> Result<tempfile::TempDir, Diagnostics> {
    let mut moves = Vec::new();
    for change in changes {
        let path = inside(root, &change.path)?;
        check_place(root, &root.join(&path)).map_err(|why| error(&change.path, why))?;
        moves.push(Move { path, sha256: change.content.as_deref().map(hash) });
    }
    let about = "A change that codegen had begun; `codegen generate` finishes it.".to_owned();
    let retired = outputs.iter().filter(|output| output.retired);
    let retired = retired.map(|output| inside(root, &output.folder)).collect::<Result<_, _>>()?;
    let list = List { about, version: 1, generate: !outputs.is_empty(), retired, moves };
    let staged = || -> io::Result<tempfile::TempDir> {
        let staged = tempfile::Builder::new().prefix(DRAFT).tempdir_in(folder)?;
        // What a killed run leaves here is not to be committed with the rest.
        write_synced(&staged.path().join(".gitignore"), b"*\n")?;
        for (index, change) in changes.iter().enumerate() {
            let Some(content) = &change.content else { continue };
            let place = staged.path().join(index.to_string());
            write_synced(&place, content)?;
            if let Ok(old) = fs::metadata(&change.path) {
                fs::set_permissions(&place, old.permissions())?;
            }
        }
        let text = serde_json::to_string_pretty(&list).unwrap_or_default();
        write_synced(&staged.path().join(LIST), text.as_bytes())?;
        Ok(staged)
    };
    staged().map_err(|error| unwritable(folder, &error).into())
}

fn write_synced(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(content)?;
    file.sync_data()
}

/// A path as the journal has it.
fn inside(root: &Path, path: &Path) -> Result<String, Diagnostic> {
    let name = path.file_name().unwrap_or_default();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = super::folder::real(folder);
    let relative = folder.strip_prefix(root).map(|folder| folder.join(name)).map_err(|_| {
        error(path, "the file lies outside of the project".to_owned())
            .note("the project is the repository that holds the configuration, else the folder that does")
            .help("name a file inside it")
    })?;
    Ok(shown(&relative))
}

/// A file is put into place only where no link leads elsewhere.
fn check_place(root: &Path, target: &Path) -> Result<(), String> {
    for above in target.ancestors().skip(1).take_while(|above| above.starts_with(root) && *above != root) {
        match fs::symlink_metadata(above) {
            Ok(data) if data.is_dir() => {}
            Ok(_) => return Err(format!("`{}` is no folder", shown(above))),
            Err(error) if missing(&error) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
    match fs::symlink_metadata(target) {
        Ok(data) if !data.is_file() => Err(format!("`{}` is no plain file", shown(target))),
        _ => Ok(()),
    }
}

fn read(journal: &Path) -> Result<List, String> {
    let text = fs::read_to_string(journal.join(LIST)).map_err(|error| error.to_string())?;
    let list: List = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    if list.version == 1 { Ok(list) } else { Err(format!("it has version {}", list.version)) }
}

/// What to take back when a later step fails.
#[derive(Default)]
struct Undo {
    made: Made,
    done: Vec<Put>,
}

/// A file that was put into place.
struct Put {
    place: PathBuf,
    /// Where it came from.
    staged: Option<PathBuf>,
    /// Where that is kept which was there.
    old: Option<PathBuf>,
}

impl Undo {
    /// Puts a file into place, or removes it; what was there is kept in the journal.
    fn put(&mut self, journal: &Path, index: usize, staged: Option<&Path>, target: &Path) -> io::Result<()> {
        let kept = journal.join(format!("old-{index}"));
        let old = match fs::symlink_metadata(target) {
            Ok(_) => {
                let _ = fs::remove_file(&kept);
                // A second name costs no space; not every file system has them.
                fs::hard_link(target, &kept).or_else(|_| fs::copy(target, &kept).map(drop))?;
                Some(kept)
            }
            Err(_) => None,
        };
        match staged {
            Some(staged) => {
                if let Some(folder) = target.parent() {
                    self.made.make(folder)?;
                }
                match fs::rename(staged, target) {
                    Err(error) if error.kind() == io::ErrorKind::CrossesDevices => across(staged, target)?,
                    result => result?,
                }
            }
            None if old.is_some() => fs::remove_file(target)?,
            None => {}
        }
        self.done.push(Put { place: target.to_owned(), staged: staged.map(Path::to_owned), old });
        Ok(())
    }

    fn run(&mut self) {
        for Put { place, staged, old } in self.done.drain(..).rev() {
            // Back to the journal: whoever finds that can still go on.
            if let Some(staged) = staged
                && fs::rename(&place, staged).is_err()
            {
                let _ = fs::remove_file(&place);
            }
            let Some(old) = old else { continue };
            if fs::rename(&old, &place).is_err() {
                let _ = across(&old, &place);
            }
        }
        self.made.undo();
    }
}

/// From another file system: beside its place first, so that it appears there whole.
fn across(staged: &Path, target: &Path) -> io::Result<()> {
    let draft = target.with_file_name(format!("{DRAFT}{}", std::process::id()));
    fs::copy(staged, &draft).and_then(|_| fs::rename(&draft, target)).inspect_err(|_| {
        let _ = fs::remove_file(&draft);
    })
}

fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

fn error(path: &Path, message: String) -> Diagnostic {
    let place = Place { file: shown(path), ..Place::default() };
    Diagnostic::error("unwritable-file", place, message)
}

fn unwritable(path: &Path, cause: &io::Error) -> Diagnostic {
    error(path, format!("it cannot be written: {cause}"))
        .note("nothing was changed")
        .help("look at the folder's permissions and the space on its disk")
}
