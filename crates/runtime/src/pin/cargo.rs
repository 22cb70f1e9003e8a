//! `Cargo.toml`: a build dependency, or the table for tools of others.

use std::ops::Range;

use codegen_schema::{Diagnostic, Diagnostics};
use toml_edit::Item;

use super::{Declared, Search};
use crate::Version;

/// All places that declare the runtime.
pub fn declared(search: &Search<'_>) -> Result<Vec<Declared>, Diagnostics> {
    let document = super::document(search)?;
    let root = document.as_item();
    let mut results = Vec::new();
    for holder in ["package", "workspace"] {
        let own = root.get(holder).and_then(|item| item.get("metadata")).and_then(|item| item.get("codegen"));
        results.extend(own.and_then(|table| table.get("runtime")).map(|item| plain(search, item)));
    }
    let targets = root.get("target").and_then(Item::as_table_like);
    let targets = targets.into_iter().flat_map(toml_edit::TableLike::iter).map(|(_, target)| target);
    let own: Vec<&Item> = std::iter::once(root)
        .chain(targets)
        .flat_map(|table| dependencies(search, table.get("build-dependencies")))
        .collect();
    // What the workspace says for its members, where that is the same file.
    let shared = root.get("workspace").and_then(|workspace| workspace.get("dependencies"));
    let shared: Vec<&Item> = dependencies(search, shared).collect();
    let inherited = |item: &&Item| item.get("workspace").is_some() && !shared.is_empty();
    let is_asked = own.iter().any(inherited) || own.is_empty() && results.is_empty();
    let written = own.iter().filter(|item| !inherited(item));
    results.extend(written.chain(shared.iter().filter(|_| is_asked)).map(|item| dependency(search, item)));
    let mut found = Diagnostics::default();
    let mut all = Vec::new();
    for result in results {
        match result {
            Ok(one) => all.push(one),
            Err(error) => found.push(error),
        }
    }
    if found.has_errors() { Err(found) } else { Ok(all) }
}

/// `runtime = "X.Y.Z"`
fn plain(search: &Search<'_>, item: &Item) -> Result<Declared, Diagnostic> {
    let at = item.span().unwrap_or(0..0);
    let text = item.as_str().map(str::trim).unwrap_or_default();
    let version = Version::from_semver(text).or_else(|| Version::from_pep440(text));
    version.map(|version| one(search, version, text, at.clone())).ok_or_else(|| {
        search
            .error("pin-not-exact", at, "`runtime` is not one version")
            .note("the schema is that of one runtime, so the pin must name one version")
            .help("write `runtime = \"X.Y.Z\"`")
    })
}

/// The entries of a table that are the package: its own key, or one that renames it.
fn dependencies<'t>(search: &Search<'_>, table: Option<&'t Item>) -> impl Iterator<Item = &'t Item> {
    let wanted = search.package.replace('_', "-");
    let list = table.and_then(Item::as_table_like).into_iter().flat_map(toml_edit::TableLike::iter);
    list.filter(move |(key, item)| {
        let renamed = item.get("package").and_then(Item::as_str);
        renamed.unwrap_or(key).replace('_', "-") == wanted
    })
    .map(|(_, item)| item)
}

/// The version of a dependency.
fn dependency(search: &Search<'_>, item: &Item) -> Result<Declared, Diagnostic> {
    let version = if item.is_str() { Some(item) } else { item.get("version") };
    let at = item.span().or_else(|| version.and_then(Item::span)).unwrap_or(0..0);
    if item.get("workspace").is_some() {
        let error = search.not_exact(at, "it is given by `workspace`", None);
        return Err(error.help("let `pin` under [runtime] name the Cargo.toml of the workspace"));
    }
    for elsewhere in ["git", "path"] {
        if item.get(elsewhere).is_some() {
            return Err(search.not_exact(at, &format!("it is given by `{elsewhere}`"), None));
        }
    }
    let Some(version) = version else {
        return Err(search.not_exact(at, "there is no version", None));
    };
    let at = version.span().unwrap_or(at);
    let text = version.as_str().map(str::trim).unwrap_or_default();
    let bare = text.trim_start_matches(|c: char| "=^~<> ".contains(c));
    let near = Version::from_semver(bare);
    match (text.strip_prefix('=').map(str::trim), near) {
        (Some(exact), Some(near)) if exact == bare => Ok(one(search, near, bare, at)),
        (_, near) => Err(search.not_exact(at, &format!("`{text}` allows others"), near.as_ref())),
    }
}

fn one(search: &Search<'_>, version: Version, spelt: &str, at: Range<usize>) -> Declared {
    Declared { version, version_at: search.version_at(&at, "", spelt), at }
}
