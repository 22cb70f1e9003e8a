//! Temporary folders; those of runs that were killed are swept away by later ones.

use std::time::Duration;

use codegen_schema::{Diagnostic, Place};
use tempfile::TempDir;

/// What their names begin with.
const PREFIX: &str = "codegen-runtime-";
/// No run takes as long.
const OLD: Duration = Duration::from_secs(24 * 60 * 60);

/// A new folder that is removed with what is returned.
pub fn folder() -> Result<TempDir, Diagnostic> {
    sweep();
    tempfile::Builder::new().prefix(PREFIX).tempdir().map_err(|error| {
        let message = format!("no temporary folder can be made: {error}");
        Diagnostic::error("unwritable-file", Place::default(), message)
            .help("look at the space on the disk; TMPDIR names another place")
    })
}

fn sweep() {
    for entry in std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        // Of the entry itself: a link is not followed.
        let age =
            entry.metadata().ok().filter(std::fs::Metadata::is_dir).and_then(|data| data.modified().ok());
        if age.and_then(|time| time.elapsed().ok()).is_some_and(|age| age > OLD) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::{OLD, PREFIX, folder};

    #[test]
    fn what_is_old_is_swept_away() {
        let old = std::env::temp_dir().join(format!("{PREFIX}test-{}", std::process::id()));
        std::fs::create_dir(&old).unwrap();
        std::fs::write(old.join("codex"), "x").unwrap();
        let young = folder().unwrap();
        assert!(old.exists());
        std::fs::File::open(&old).unwrap().set_modified(SystemTime::now() - OLD * 2).unwrap();
        drop(folder().unwrap());
        assert!(!old.exists() && young.path().exists());
    }
}
