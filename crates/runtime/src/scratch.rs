//! Temporary folders; those of runs that were killed are swept away by the next one.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use codegen_schema::{Diagnostic, Place};
use tempfile::TempDir;

/// What their names begin with.
const PREFIX: &str = "codegen-runtime-";
/// The file in each that its owner holds locked as long as it lives.
const MARK: &str = ".owner";
/// Between the making of a folder and that of its lock passes no more.
const NEW: Duration = Duration::from_secs(10 * 60);

/// A folder that is removed with this.
#[derive(Debug)]
pub struct Scratch {
    // Dropped first: where a file that is open cannot be removed, its folder can be then.
    _owner: File,
    folder: TempDir,
}

impl Scratch {
    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// A new folder.
pub fn folder() -> Result<Scratch, Diagnostic> {
    sweep();
    make().map_err(|error| {
        let message = format!("no temporary folder can be made: {error}");
        Diagnostic::error("unwritable-file", Place::default(), message)
            .help("look at the space on the disk; TMPDIR names another place")
    })
}

fn make() -> std::io::Result<Scratch> {
    let folder = tempfile::Builder::new().prefix(PREFIX).tempdir()?;
    // Locked before it has its name: one that is not held is taken for a dead one's by the runs beside this.
    let unnamed = folder.path().join(".owner.new");
    let owner = File::create_new(&unnamed)?;
    owner.lock()?;
    std::fs::rename(unnamed, folder.path().join(MARK))?;
    Ok(Scratch { _owner: owner, folder })
}

/// Removes the folders whose owners are no more: the system has taken their locks from them.
fn sweep() {
    for entry in std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        // Of the entry itself: a link is not followed.
        let Some(data) = entry.metadata().ok().filter(std::fs::Metadata::is_dir) else { continue };
        let mark = entry.path().join(MARK);
        let is_file = std::fs::symlink_metadata(&mark).is_ok_and(|mark| mark.is_file());
        let is_dead = match File::open(&mark).ok().filter(|_| is_file) {
            Some(owner) => owner.try_lock().is_ok(),
            None => data.modified().ok().and_then(|time| time.elapsed().ok()).is_some_and(|age| age > NEW),
        };
        if is_dead {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::time::SystemTime;

    use super::{MARK, NEW, PREFIX, folder};

    /// One test at a time: a folder that another sweep is looking at passes for held.
    static ALONE: Mutex<()> = Mutex::new(());

    #[test]
    fn what_nobody_holds_is_swept_away() {
        let _alone = ALONE.lock();
        let place = |name: &str| {
            let path = std::env::temp_dir().join(format!("{PREFIX}{name}-{}", std::process::id()));
            std::fs::create_dir(&path).unwrap();
            std::fs::write(path.join("codex"), "x").unwrap();
            path
        };
        let held = folder().unwrap();
        let (dead, young, old) = (place("dead"), place("young"), place("old"));
        std::fs::write(dead.join(MARK), "").unwrap();
        std::fs::File::open(&old).unwrap().set_modified(SystemTime::now() - NEW * 2).unwrap();
        drop(folder().unwrap());
        assert!(!dead.exists() && !old.exists());
        assert!(held.path().exists() && young.exists());
        std::fs::remove_dir_all(young).unwrap();
        let path = held.path().to_owned();
        drop(held);
        assert!(!path.exists());
    }

    #[test]
    fn what_is_being_made_is_not_swept_away_by_others() {
        let _alone = ALONE.lock();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..100 {
                        let held = folder().unwrap();
                        std::fs::write(held.path().join("schema.json"), "{}").unwrap();
                    }
                });
            }
        });
    }
}
