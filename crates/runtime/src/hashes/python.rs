//! The hashes of wheels, as uv, pip, Poetry and PDM lock them.

use std::path::Path;

use codegen_schema::{Diagnostic, Diagnostics, Place};
use toml_edit::{Item, TableLike};

use super::digest::Digest;
use super::{Known, normalised};
use crate::Version;

/// The lock files, each with the name of its list of packages.
const LOCKS: [(&str, &str); 4] =
    [("uv.lock", "package"), (PYLOCK, PACKAGES), ("poetry.lock", "package"), ("pdm.lock", "package")];

/// The lock file of all tools, which may be one of several: `pylock.NAME.toml`.
const PYLOCK: &str = "pylock.toml";
const PACKAGES: &str = "packages";

/// What the lock files of a folder say, if it has any.
pub fn read(folder: &Path, package: &str, version: &Version) -> Result<Option<Vec<Known>>, Diagnostics> {
    let mut all = None;
    let locks = LOCKS.iter().map(|(name, list)| ((*name).to_owned(), *list));
    for (name, list) in locks.chain(named(folder).into_iter().map(|name| (name, PACKAGES))) {
        let path = folder.join(name);
        let shown = path.display().to_string().replace('\\', "/");
        let Some(text) = super::text(&path, &shown)? else { continue };
        let known: &mut Vec<Known> = all.get_or_insert_default();
        let (archives, others) = listed(&shown, &text, list, package, version)?;
        if !archives.is_empty() || !others.is_empty() {
            known.push(Known { file: shown, archives, complete: true, others });
        }
    }
    Ok(all)
}

/// The lock files that have names, sorted.
fn named(folder: &Path) -> Vec<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_named = |name: &String| {
        let name = name.strip_prefix("pylock.").and_then(|rest| rest.strip_suffix(".toml"));
        name.is_some_and(|name| !name.is_empty() && !name.contains('.'))
    };
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.file_name().into_string().ok()).filter(is_named).collect();
    names.sort();
    names
}

/// Archives with their hashes, and versions.
type Listed = (Vec<(String, Digest)>, Vec<String>);

/// The archives of one version of a package; else the versions that are locked instead.
fn listed(
    shown: &str,
    text: &str,
    list: &str,
    package: &str,
    version: &Version,
) -> Result<Listed, Diagnostics> {
    let document = toml_edit::Document::parse(text).map_err(|error| {
        let place = Place { file: shown.to_owned(), pointer: None, span: error.span() };
        Diagnostic::error("not-toml", place, error.message().trim().replace('\n', ", "))
    })?;
    let wanted = normalised(package);
    let (mut all, mut others, mut is_locked) = (Vec::new(), Vec::new(), false);
    for table in tables(document.as_item().get(list)) {
        let field = |name: &str| table.get(name).and_then(Item::as_str).unwrap_or_default();
        if normalised(field("name")) != wanted {
            continue;
        }
        if Version::from_pep440(field("version")).as_ref() != Some(version) {
            others.push(field("version").to_owned());
            continue;
        }
        is_locked = true;
        // Poetry and PDM list all archives as files; Poetry did so in a table behind all packages.
        let files = document.get("metadata").and_then(|metadata| metadata.get("files"));
        let behind = files.and_then(Item::as_table_like).into_iter().flat_map(TableLike::iter);
        let behind = behind.filter(|(name, _)| normalised(name) == wanted).map(|(_, files)| Some(files));
        let own = ["wheels", "files"].map(|name| table.get(name));
        for archive in own.into_iter().chain(behind).flat_map(tables) {
            hashes(archive, &mut all);
        }
    }
    if is_locked {
        others.clear();
    }
    Ok((all, others))
}

/// The name of an archive, with each of its hashes.
fn hashes(archive: &dyn TableLike, all: &mut Vec<(String, Digest)>) {
    let field = |name: &str| archive.get(name).and_then(Item::as_str);
    let from = ["name", "filename", "file", "url", "path"].into_iter().find_map(field).unwrap_or_default();
    let name = from.rsplit('/').next().unwrap_or_default();
    let by_name = archive.get("hashes").and_then(Item::as_table_like).into_iter().flat_map(TableLike::iter);
    let by_name = by_name.filter_map(|(name, hash)| Some(Digest::new(name, hash.as_str()?)));
    let found = by_name.chain(field("hash").map(Digest::tagged));
    all.extend(found.map(|digest| (name.to_owned(), digest)));
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

#[cfg(test)]
mod tests {
    use super::listed;
    use crate::Version;
    use crate::hashes::digest::Digest;

    #[test]
    fn each_lock_of_python_lists_archives_in_its_own_words() {
        let version = Version::parse("1.2.3").unwrap();
        for text in [
            "[[package]]\nname = \"a-b\"\nversion = \"1.2.3\"\nwheels = [{ url = \"https://x/a_b.whl\", hash = \"sha256:AA\" }]\n",
            "[[package]]\nname = \"A.b\"\nversion = \"1.2.3\"\nfiles = [\n  {file = \"a_b.whl\", hash = \"sha256:aa\"},\n]\n",
            "[[package]]\nname = \"a_b\"\nversion = \"1.2.3\"\n[[package.wheels]]\nname = \"a_b.whl\"\nhashes = { sha256 = \"aa\" }\n",
            "[[package]]\nname = \"a_b\"\nversion = \"1.2.3\"\n[metadata.files]\nc = [{ file = \"c.whl\", hash = \"sha256:cc\" }]\nA-B = [{ file = \"a_b.whl\", hash = \"sha256:aa\" }]\n",
        ] {
            let (found, others) = listed("x.lock", text, "package", "a-b", &version).unwrap();
            assert_eq!(found, [("a_b.whl".to_owned(), Digest::new("sha256", "aa"))], "{text}");
            assert_eq!(others, Vec::<String>::new());
            let other = listed("x.lock", text, "package", "a-b", &Version::parse("1.2.4").unwrap()).unwrap();
            assert_eq!(other, (Vec::new(), vec!["1.2.3".to_owned()]), "{text}");
        }
    }
}
