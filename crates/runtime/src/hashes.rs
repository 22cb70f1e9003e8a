//! What lock files say of a package: the hashes that its archives must have.

mod npm;

use std::path::{Path, PathBuf};

use codegen_schema::{Diagnostic, Diagnostics, Place, is_repository};
use sha2::{Digest as _, Sha256, Sha512};
use toml_edit::{Item, TableLike};

use crate::Version;
use crate::lock::Lock;
use crate::pin::{Ecosystem, Pin};

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
}

/// A hash, in hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Digest {
    Sha256(String),
    Sha512(String),
}

impl Digest {
    const fn name(&self) -> &'static str {
        match self {
            Self::Sha256(_) => "sha256",
            Self::Sha512(_) => "sha512",
        }
    }

    fn hex(&self) -> &str {
        match self {
            Self::Sha256(hex) | Self::Sha512(hex) => hex,
        }
    }
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
            let archives =
                runtime.archives.iter().map(|one| (one.name.clone(), Digest::Sha256(one.sha256.clone())));
            let archives = archives.collect();
            all.0.push(Known { file: file.to_owned(), archives, complete: false });
        }
        for folder in folders(&pin.file) {
            let found = match pin.ecosystem {
                Ecosystem::Npm => npm::read(&folder, &pin.package, version)?,
                Ecosystem::Python | Ecosystem::Cargo => of_python(&folder, &pin.package, version)?,
            };
            let Some(found) = found else { continue };
            all.0.extend(found);
            break;
        }
        Ok(all)
    }

    /// Checks an archive by its name and its hash.
    pub fn check(&self, path: &Path, name: &str, sha256: &str) -> Result<(), Diagnostic> {
        let place = || Place { file: path.display().to_string().replace('\\', "/"), ..Place::default() };
        let mut own = vec![Digest::Sha256(sha256.to_owned())];
        let wanted = self.0.iter().flat_map(|known| &known.archives);
        if wanted.clone().any(|(_, digest)| matches!(digest, Digest::Sha512(_))) {
            let sha512 = file_sha512(path).map_err(|error| {
                Diagnostic::error("unreadable-file", place(), format!("the package cannot be read: {error}"))
            })?;
            own.push(Digest::Sha512(sha512));
        }
        for known in &self.0 {
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
            let note = match named.first() {
                Some(expected) => {
                    let mine = own.iter().find(|one| one.name() == expected.name()).map_or("", Digest::hex);
                    format!("its {} is {mine}, the lock says {}", expected.name(), expected.hex())
                }
                None => format!("its sha256 is {sha256}, which the lock does not list"),
            };
            return Err(Diagnostic::error("runtime-hash", place(), message)
                .note(note)
                .help("do not use this file: download it again, and where it was published anew on purpose, lock it anew"));
        }
        Ok(())
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

/// What the lock files of a folder say, if it has any.
fn of_python(folder: &Path, package: &str, version: &Version) -> Result<Option<Vec<Known>>, Diagnostics> {
    const LOCKS: [(&str, &str); 4] = [
        ("uv.lock", "package"),
        ("pylock.toml", "packages"),
        ("poetry.lock", "package"),
        ("pdm.lock", "package"),
    ];
    let mut all = None;
    for (name, list) in LOCKS {
        let path = folder.join(name);
        let shown = path.display().to_string().replace('\\', "/");
        let Some(text) = text(&path, &shown)? else { continue };
        let known: &mut Vec<Known> = all.get_or_insert_default();
        let archives = listed(&shown, &text, list, package, version)?;
        if !archives.is_empty() {
            known.push(Known { file: shown, archives, complete: true });
        }
    }
    Ok(all)
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

/// The archives of one version of a package.
fn listed(
    shown: &str,
    text: &str,
    list: &str,
    package: &str,
    version: &Version,
) -> Result<Vec<(String, Digest)>, Diagnostics> {
    let document = toml_edit::Document::parse(text).map_err(|error| {
        let place = Place { file: shown.to_owned(), pointer: None, span: error.span() };
        Diagnostic::error("not-toml", place, error.message().trim().replace('\n', ", "))
    })?;
    let wanted = normalised(package);
    let mut all = Vec::new();
    for table in tables(document.as_item().get(list)) {
        let field = |name: &str| table.get(name).and_then(Item::as_str).unwrap_or_default();
        if normalised(field("name")) != wanted
            || Version::from_pep440(field("version")).as_ref() != Some(version)
        {
            continue;
        }
        // Poetry and PDM list all archives as files.
        for wheel in tables(table.get("wheels")).into_iter().chain(tables(table.get("files"))) {
            let field = |name: &str| wheel.get(name).and_then(Item::as_str);
            let of_table = wheel.get("hashes").and_then(|hashes| hashes.get("sha256")).and_then(Item::as_str);
            let hash = of_table.or_else(|| field("hash").and_then(|hash| hash.strip_prefix("sha256:")));
            let from = field("name")
                .or_else(|| field("filename"))
                .or_else(|| field("file"))
                .or_else(|| field("url"))
                .or_else(|| field("path"));
            let name = from.unwrap_or_default().rsplit('/').next().unwrap_or_default();
            if let Some(hash) = hash {
                all.push((name.to_owned(), Digest::Sha256(hash.to_lowercase())));
            }
        }
    }
    Ok(all)
}

/// The tables of an array of them, in either spelling.
fn tables(item: Option<&Item>) -> Vec<&dyn TableLike> {
    match item {
        Some(Item::ArrayOfTables(list)) => list.iter().map(|table| table as &dyn TableLike).collect(),
        Some(Item::Value(value)) => {
            let list = value.as_array().into_iter().flatten();
            list.filter_map(|one| one.as_inline_table().map(|table| table as &dyn TableLike)).collect()
        }
        _ => Vec::new(),
    }
}

/// A name as PEP 503 compares it.
#[must_use]
pub fn normalised(name: &str) -> String {
    let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-").to_lowercase()
}

/// The SHA-256 of a file, in hexadecimal.
pub fn of_file(path: &Path) -> std::io::Result<String> {
    let mut hash = Sha256::new();
    std::io::copy(&mut std::fs::File::open(path)?, &mut hash)?;
    Ok(hex(&hash.finalize()))
}

fn file_sha512(path: &Path) -> std::io::Result<String> {
    let mut hash = Sha512::new();
    std::io::copy(&mut std::fs::File::open(path)?, &mut hash)?;
    Ok(hex(&hash.finalize()))
}

/// The SHA-256 of bytes, in hexadecimal.
#[must_use]
pub fn of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{Digest, folders, listed, of_python};
    use crate::Version;

    #[test]
    fn each_lock_of_python_lists_archives_in_its_own_words() {
        let version = Version::parse("1.2.3").unwrap();
        for text in [
            "[[package]]\nname = \"a-b\"\nversion = \"1.2.3\"\nwheels = [{ url = \"https://x/a_b.whl\", hash = \"sha256:AA\" }]\n",
            "[[package]]\nname = \"A.b\"\nversion = \"1.2.3\"\nfiles = [\n  {file = \"a_b.whl\", hash = \"sha256:aa\"},\n]\n",
            "[[package]]\nname = \"a_b\"\nversion = \"1.2.3\"\n[[package.wheels]]\nname = \"a_b.whl\"\nhashes = { sha256 = \"aa\" }\n",
        ] {
            let found = listed("x.lock", text, "package", "a-b", &version).unwrap();
            assert_eq!(found, [("a_b.whl".to_owned(), Digest::Sha256("aa".to_owned()))], "{text}");
        }
    }

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
        assert!(of_python(&member, "a", &Version::parse("1.2.3").unwrap()).unwrap().is_none());
        std::fs::write(member.join("poetry.lock"), "").unwrap();
        assert!(of_python(&member, "a", &Version::parse("1.2.3").unwrap()).unwrap().unwrap().is_empty());
    }
}
