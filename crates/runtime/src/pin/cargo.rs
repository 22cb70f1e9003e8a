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
    let mut found = Diagnostics::default();
    let mut all = Vec::new();
    let mut take = |result: Option<Result<Declared, Diagnostic>>| match result {
        Some(Ok(one)) => all.push(one),
        Some(Err(error)) => found.push(error),
        None => {}
    };
    for holder in ["package", "workspace"] {
        let own = root.get(holder).and_then(|item| item.get("metadata")).and_then(|item| item.get("codegen"));
        take(own.and_then(|table| table.get("runtime")).map(|item| plain(search, item)));
    }
    take(dependency(search, root));
    for (_, target) in
        root.get("target").and_then(Item::as_table_like).into_iter().flat_map(toml_edit::TableLike::iter)
    {
        take(dependency(search, target));
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

/// A build dependency: the package's own key, or one that renames it.
fn dependency(search: &Search<'_>, table: &Item) -> Option<Result<Declared, Diagnostic>> {
    let list = table.get("build-dependencies").and_then(Item::as_table_like)?;
    let same = |name: &str| name.replace('_', "-") == search.package.replace('_', "-");
    let item = list.iter().find_map(|(key, item)| {
        let renamed = item.get("package").and_then(Item::as_str);
        same(renamed.unwrap_or(key)).then_some(item)
    })?;
    let version = if item.is_str() { Some(item) } else { item.get("version") };
    let at = item.span().or_else(|| version.and_then(Item::span)).unwrap_or(0..0);
    for elsewhere in ["git", "path", "workspace"] {
        if item.get(elsewhere).is_some() {
            return Some(Err(search.not_exact(at, &format!("it is given by `{elsewhere}`"), None)));
        }
    }
    let Some(version) = version else {
        return Some(Err(search.not_exact(at, "there is no version", None)));
    };
    let at = version.span().unwrap_or(at);
    let text = version.as_str().map(str::trim).unwrap_or_default();
    let bare = text.trim_start_matches(|c: char| "=^~<> ".contains(c));
    let near = Version::from_semver(bare);
    Some(match (text.strip_prefix('=').map(str::trim), near) {
        (Some(exact), Some(near)) if exact == bare => Ok(one(search, near, bare, at)),
        (_, near) => Err(search.not_exact(at, &format!("`{text}` allows others"), near.as_ref())),
    })
}

fn one(search: &Search<'_>, version: Version, spelt: &str, at: Range<usize>) -> Declared {
    Declared { version, version_at: search.version_at(&at, spelt), at }
}
