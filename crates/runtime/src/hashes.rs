//! What lock files say of a package: the hashes that its archives must have.

pub(crate) mod digest;
mod npm;
mod python;

use std::path::{Path, PathBuf};

use codegen_schema::{Diagnostic, Diagnostics, Place, is_repository};

use crate::Version;
use crate::lock::Lock;
use crate::pin::{Ecosystem, Pin};
use digest::Digest;
pub use digest::{of_bytes, of_file};

const ANEW: &str =
    "do not use this file: download it again, and where it was published anew on purpose, lock it anew";
const BY_SHA: &str = "lock it by its sha256 or sha512: a package that cannot be checked is not run";

/// Bytes of the largest lock file that is read.
const MAX_BYTES: u64 = 64 << 20;

/// What one lock file says.
#[derive(Debug, Clone)]
struct Known {
    /// The file, as messages show it.
    file: String,
    /// Names of archives and their hashes.
    archives: Vec<(String, Digest)>,
    /// Whether an archive that is not listed must be refused.
    complete: bool,
    /// The versions that it locks instead.
    others: Vec<String>,
}

/// What all lock files say of the package in the version of the pin.
#[derive(Debug, Clone, Default)]
pub struct Hashes(Vec<Known>);

impl Hashes {
    /// Reads the lock files beside the pin, or of the workspace that it is in, and asks our own lock.
    pub fn read(pin: &Pin, version: &Version, own: Option<(&str, &Lock)>) -> Result<Self, Diagnostics> {
        let mut all = Self::default();
        if let Some((file, lock)) = own
            && let Some(runtime) = &lock.runtime
            && runtime.version == version.pep440()
        {
            let archives = runtime
                .archives
                .iter()
                .map(|one| (one.name.clone(), Digest::new(digest::SHA256, &one.sha256)));
            let archives = archives.collect();
            all.0.push(Known { file: file.to_owned(), archives, complete: false, others: Vec::new() });
        }
        for folder in folders(&pin.file) {
            let found = match pin.ecosystem {
                Ecosystem::Npm => npm::read(&folder, &pin.package, version)?,
                Ecosystem::Python | Ecosystem::Cargo => python::read(&folder, &pin.package, version)?,
            };
            let Some(found) = found else { continue };
            all.0.extend(found);
            break;
        }
        Ok(all)
    }

    /// The lock files that are of another version, and so say nothing of this one: each with what it locks.
    pub fn elsewhere(&self) -> impl Iterator<Item = (&str, String)> {
        let other = self.0.iter().filter(|known| !known.others.is_empty());
        other.map(|known| (known.file.as_str(), known.others.join(", ")))
    }

    /// Checks an archive by its name and its hash.
    pub fn check(&self, path: &Path, name: &str, sha256: &str) -> Result<(), Diagnostic> {
        let place = || Place { file: path.display().to_string().replace('\\', "/"), ..Place::default() };
        let own = self.own(path, sha256).map_err(|error| {
            Diagnostic::error("unreadable-file", place(), format!("the package cannot be read: {error}"))
        })?;
        for known in self.0.iter().filter(|known| known.others.is_empty()) {
            let named: Vec<&Digest> =
                known.archives.iter().filter(|(other, _)| other == name).map(|(_, digest)| digest).collect();
            let fits = if named.is_empty() {
                !known.complete || known.archives.iter().any(|(_, digest)| own.contains(digest))
            } else {
                named.iter().any(|digest| own.contains(digest))
            };
            if fits {
                continue;
            }
            let message = format!("`{name}` is not the package that `{}` locks", known.file);
            let unlike = named.iter().find_map(|expected| {
                let mine = own.iter().find(|one| one.algorithm == expected.algorithm)?;
                Some(format!("its {} is {}, the lock says {}", mine.algorithm, mine.hex, expected.hex))
            });
            let (note, help) = match (unlike, named.first()) {
                (Some(note), _) => (note, ANEW),
                (None, Some(other)) => {
                    (format!("the lock knows it by {} alone, which is not checked", other.shown()), BY_SHA)
                }
                (None, None) => (format!("its sha256 is {sha256}, which the lock does not list"), ANEW),
            };
            return Err(Diagnostic::error("runtime-hash", place(), message).note(note).help(help));
        }
        Ok(())
    }

    /// The hashes of an archive, by each algorithm that a lock file uses.
    fn own(&self, path: &Path, sha256: &str) -> std::io::Result<Vec<Digest>> {
        let mut own = vec![Digest::new(digest::SHA256, sha256)];
        for (_, digest) in self.0.iter().flat_map(|known| &known.archives) {
            if own.iter().all(|one| one.algorithm != digest.algorithm) {
                own.extend(Digest::of_file(path, &digest.algorithm)?);
            }
        }
        Ok(own)
    }
}

/// The folder of a file and those above it, as far as its repository goes: a workspace has one lock for all.
fn folders(file: &Path) -> Vec<PathBuf> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut all = vec![folder.to_owned()];
    let above = std::path::absolute(Path::new(".").join(folder)).unwrap_or_default();
    let mut inside = above.as_path();
    while !is_repository(inside)
        && let Some(parent) = inside.parent()
    {
        all.push(parent.to_owned());
        inside = parent;
    }
    // Outside of a repository what lies above is somebody else's.
    if !is_repository(inside) {
        all.truncate(1);
    }
    all
}

fn text(path: &Path, shown: &str) -> Result<Option<String>, Diagnostics> {
    let fail = |why: String| -> Diagnostics {
        let place = Place { file: shown.to_owned(), ..Place::default() };
        Diagnostic::error("unreadable-file", place, format!("the lock file cannot be read: {why}")).into()
    };
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fail(error.to_string())),
        Ok(data) if !data.is_file() => return Err(fail("it is no file".to_owned())),
        Ok(data) if data.len() > MAX_BYTES => {
            return Err(fail(format!("it has more than {MAX_BYTES} bytes")));
        }
        Ok(_) => {}
    }
    std::fs::read_to_string(path).map(Some).map_err(|error| fail(error.to_string()))
}

/// A name as PEP 503 compares it.
#[must_use]
pub fn normalised(name: &str) -> String {
    let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{folders, python};
    use crate::Version;

    #[test]
    fn the_lock_of_a_workspace_is_found_above_but_not_outside_of_the_repository() {
        let outside = tempfile::tempdir().unwrap();
        let root = outside.path().join("repository");
        let member = root.join("sdk/python");
        std::fs::create_dir_all(&member).unwrap();
        let pin = member.join("pyproject.toml");
        assert_eq!(folders(&pin), std::slice::from_ref(&member));
        std::fs::create_dir(root.join(".git")).unwrap();
        assert_eq!(folders(&pin), std::slice::from_ref(&member));
        std::fs::write(root.join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
        assert_eq!(folders(&pin), [member.clone(), root.join("sdk"), root.clone()]);
        assert!(python::read(&member, "a", &Version::parse("1.2.3").unwrap()).unwrap().is_none());
        std::fs::write(member.join("poetry.lock"), "").unwrap();
        assert!(python::read(&member, "a", &Version::parse("1.2.3").unwrap()).unwrap().unwrap().is_empty());
    }
}
