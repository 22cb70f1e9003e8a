//! Puts all files of all plans into place, or none.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use codegen_rust::target::ir::schema::Diagnostics;
use tempfile::TempDir;

use super::Written;
use super::folder::Made;
use super::manifest;
use super::plan::{Action, Plan, STAGE};
use crate::at_once;

/// A plan whose new files lie ready beside their places.
struct Staged<'a> {
    plan: &'a Plan<'a>,
    stage: TempDir,
    undo: Undo,
}

impl Staged<'_> {
    /// Where the file of this number lies: in no folder below, for each would have to be made and removed.
    fn file(&self, number: usize) -> PathBuf {
        self.stage.path().join(number.to_string())
    }
}

/// What was done to a place, to be taken back.
enum Done {
    /// Nothing was here.
    Created(PathBuf),
    /// This was here.
    Changed(PathBuf, Vec<u8>),
}

/// Brings all folders up to date; `before` is called when everything is staged.
pub fn commit(
    plans: &[Plan<'_>],
    before: impl FnOnce() -> Result<(), Diagnostics>,
) -> Result<Written, Diagnostics> {
    let changing = plans.iter().filter(|plan| !plan.is_clean()).collect();
    let staged = at_once::map(changing, |plan| stage(plan).map_err(|error| failed(plan, &error)));
    let mut staged: Vec<Staged<'_>> = staged.into_iter().collect::<Result<_, _>>()?;
    before()?;
    if let Err(error) = move_all(&mut staged) {
        staged.into_iter().rev().for_each(|one| one.undo.run());
        return Err(error);
    }
    Ok(summary(plans))
}

fn failed(plan: &Plan<'_>, error: &io::Error) -> Diagnostics {
    let message = format!("the files in `{}` cannot be written: {error}", plan.output.written);
    let help = "look at the folder's permissions and the space on its disk";
    plan.output.error("unwritable-file", message).note("nothing was changed").help(help).into()
}

/// Writes every file that changes to a folder beside its place, on the same file system.
fn stage<'a>(plan: &'a Plan<'a>) -> io::Result<Staged<'a>> {
    for name in &plan.leftovers {
        let folder = plan.output.folder.join(name);
        if fs::symlink_metadata(&folder)?.is_dir() {
            fs::remove_dir_all(folder)?;
        }
    }
    let stage = tempfile::Builder::new().prefix(STAGE).tempdir_in(&plan.output.folder)?;
    let staged = Staged { plan, stage, undo: Undo::default() };
    for (number, file) in plan.output.files.iter().enumerate() {
        if matches!(plan.actions.get(&file.path), Some(Action::Create | Action::Replace(_))) {
            // Not synced one by one: a process that dies loses nothing by it, and after a power failure
            // the manifest, which is, tells `check` which files are not whole.
            fs::write(staged.file(number), &file.text)?;
        }
    }
    write_synced(&staged.stage.path().join(manifest::FILE), plan.new.to_text().as_bytes())?;
    Ok(staged)
}

fn write_synced(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(content)?;
    file.sync_data()
}

/// From the first manifest on the new state is known to the next run; until the last one is final,
/// everything can be taken back.
fn move_all(staged: &mut [Staged<'_>]) -> Result<(), Diagnostics> {
    for step in [announce, move_files] {
        let all = staged.iter_mut().collect();
        let done =
            at_once::map(all, |one: &mut Staged<'_>| step(one).map_err(|error| failed(one.plan, &error)));
        done.into_iter().collect::<Result<(), _>>()?;
    }
    let (retired, stay): (Vec<_>, Vec<_>) = staged.iter().partition(|one| one.plan.output.retired);
    for one in stay {
        let new = one.stage.path().join(manifest::FILE);
        let place = one.plan.output.folder.join(manifest::FILE);
        fs::rename(new, place).map_err(|error| failed(one.plan, &error))?;
    }
    for one in retired {
        leave(one).map_err(|error| failed(one.plan, &error))?;
    }
    Ok(())
}

/// Gives up a folder that is no output any more. Its manifest goes last: whoever is killed before is mended by the
/// next run.
fn leave(one: &Staged<'_>) -> io::Result<()> {
    let folder = &one.plan.output.folder;
    fs::remove_dir_all(one.stage.path())?;
    fs::remove_file(folder.join(manifest::FILE))?;
    // A folder that holds something else stays.
    let _ = fs::remove_dir(folder);
    Ok(())
}

/// Writes a manifest that knows both the old files and the new ones as ours.
fn announce(one: &mut Staged<'_>) -> io::Result<()> {
    let Staged { plan, stage, undo } = one;
    let replacing = plan.old.iter().flat_map(|old| old.files.iter().chain(&old.replacing));
    let mut manifest = plan.new.clone();
    manifest.replacing =
        replacing.map(|(path, hash)| (path.clone(), hash.clone())).chain(first(plan)).collect();
    let place = plan.output.folder.join(manifest::FILE);
    let draft = stage.path().join(".codegen-draft");
    write_synced(&draft, manifest.to_text().as_bytes())?;
    undo.replace(&draft, &place, plan.old.as_ref().map(|old| old.to_text().into_bytes()))
}

/// In a folder that is new, something must say that the commit is not finished.
fn first<'a>(plan: &'a Plan<'a>) -> impl Iterator<Item = (String, String)> + 'a {
    plan.new.files.iter().filter(|_| plan.old.is_none()).map(|(path, hash)| (path.clone(), hash.clone()))
}

fn move_files(one: &mut Staged<'_>) -> io::Result<()> {
    let plan = one.plan;
    let folder = &plan.output.folder;
    let removed = || {
        plan.actions.iter().filter_map(|(path, action)| match action {
            Action::Remove(old) => Some((path, old)),
            _ => None,
        })
    };
    // Where only the case of a name changes, or a file gives way to a folder, the old one must go first.
    let gives_way =
        |path: &str| {
            let lower = path.to_ascii_lowercase();
            plan.new.files.keys().map(|new| new.to_ascii_lowercase()).any(|new| {
                new.strip_prefix(&lower).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
    for (path, old) in removed().filter(|(path, _)| gives_way(path)) {
        one.undo.remove(&folder.join(path), old)?;
    }
    for (number, file) in plan.output.files.iter().enumerate() {
        let old = match plan.actions.get(&file.path) {
            Some(Action::Create) => None,
            Some(Action::Replace(old)) => Some(old.clone()),
            Some(Action::Keep | Action::Remove(_)) | None => continue,
        };
        let place = folder.join(&file.path);
        if let Some(parent) = place.parent() {
            one.undo.made.make(parent)?;
        }
        one.undo.replace(&one.file(number), &place, old)?;
    }
    for (path, old) in removed().filter(|(path, _)| !gives_way(path)) {
        one.undo.remove(&folder.join(path), old)?;
        prune(folder, path);
    }
    Ok(())
}

/// Removes the folders that a removed file leaves empty.
fn prune(folder: &Path, path: &str) {
    for (end, _) in path.rmatch_indices('/') {
        if fs::remove_dir(folder.join(&path[..end])).is_err() {
            return;
        }
    }
}

/// What to take back when a later step fails.
#[derive(Default)]
struct Undo {
    done: Vec<Done>,
    made: Made,
}

impl Undo {
    fn replace(&mut self, new: &Path, place: &Path, old: Option<Vec<u8>>) -> io::Result<()> {
        fs::rename(new, place)?;
        self.done.push(match old {
            None => Done::Created(place.to_owned()),
            Some(old) => Done::Changed(place.to_owned(), old),
        });
        Ok(())
    }

    fn remove(&mut self, place: &Path, old: &[u8]) -> io::Result<()> {
        fs::remove_file(place)?;
        self.done.push(Done::Changed(place.to_owned(), old.to_owned()));
        Ok(())
    }

    /// Goes on whatever happens: each file that is restored is one less that is wrong, and the manifest
    /// is restored last.
    fn run(self) {
        for done in self.done.into_iter().rev() {
            let _ = match done {
                Done::Created(place) => fs::remove_file(place),
                Done::Changed(place, old) => restore(&place, &old),
            };
        }
        self.made.undo();
    }
}

fn restore(place: &Path, old: &[u8]) -> io::Result<()> {
    let folder = place.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder)?;
    let draft = folder.join(format!("{STAGE}{}", std::process::id()));
    write_synced(&draft, old)?;
    fs::rename(draft, place)
}

fn summary(plans: &[Plan<'_>]) -> Written {
    let mut all = Written::default();
    for plan in plans {
        if plan.output.retired && plan.old.is_some() {
            all.retired.push(plan.output.written.clone());
            all.kept.extend(plan.kept.iter().map(|path| plan.output.shown(path)));
        }
        for (path, action) in &plan.actions {
            let shown = || plan.output.shown(path);
            let edited = |old: &[u8]| plan.old.as_ref().is_some_and(|manifest| !manifest.wrote(path, old));
            match action {
                Action::Keep => all.unchanged += 1,
                Action::Create => all.written.push(shown()),
                Action::Replace(old) => {
                    all.written.push(shown());
                    if edited(old) {
                        all.edited.push(shown());
                    }
                }
                Action::Remove(_) => all.removed.push(shown()),
            }
        }
    }
    all
}
