//! `package.json`: an exact version.

use codegen_schema::{Diagnostic, Diagnostics, Pointer, locate};
use serde_json::Value;

use super::{Declared, Search};
use crate::Version;

/// Where packages are declared. What a user's own package must fit comes last, and the others say what is installed.
const LISTS: [&[&str]; 7] = [
    &["dependencies"],
    &["devDependencies"],
    &["optionalDependencies"],
    &["overrides"],
    &["resolutions"],
    &["pnpm", "overrides"],
    PEERS,
];
const PEERS: &[&str] = &["peerDependencies"];

/// All places that declare the package.
pub fn declared(search: &Search<'_>) -> Result<Vec<Declared>, Diagnostics> {
    let body = search.text.strip_prefix('\u{feff}').unwrap_or(search.text);
    let root: Value = serde_json::from_str(body).map_err(|error| {
        let start: usize =
            search.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = (start + error.column().saturating_sub(1)).min(search.text.len());
        search
            .error("not-json", at..at, error.to_string())
            .help("the file with the pin must be a JSON document")
    })?;
    let mut found = Diagnostics::default();
    let mut all = Vec::new();
    for list in LISTS {
        let table = list.iter().try_fold(&root, |here, step| here.get(step)).and_then(Value::as_object);
        for (key, value) in table.into_iter().flatten().filter(|(key, value)| names(search, key, value)) {
            match one(search, list, key, value) {
                Ok(one) => all.push(one),
                // A range there is for the users of this package, where another list says what it is built with.
                Err(_) if list == PEERS && !all.is_empty() => {}
                Err(error) => found.push(error),
            }
        }
    }
    if found.has_errors() { Err(found) } else { Ok(all) }
}

/// Whether an entry is the package: by its key, or as an alias. `$name` repeats what another list says.
fn names(search: &Search<'_>, key: &str, value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    let of_alias = alias(text).is_some_and(|(name, _)| name == search.package);
    (key == search.package || of_alias) && !text.starts_with('$')
}

/// The package that an alias stands for, and its version.
fn alias(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("npm:")?.rsplit_once('@')
}

fn one(search: &Search<'_>, list: &[&str], key: &str, value: &Value) -> Result<Declared, Diagnostic> {
    let pointer = list.iter().fold(Pointer::root(), |at, step| at.join(*step)).join(key);
    let at = locate(search.text, &pointer).unwrap_or(0..0);
    let Some(text) = value.as_str() else {
        return Err(search.not_exact(at, "it is not a string", None));
    };
    let target = alias(text).filter(|(name, _)| *name == search.package);
    let text = target.map_or(text, |(_, version)| version);
    if let Some(version) = Version::from_semver(text) {
        return Ok(Declared {
            version,
            version_at: search.version_at(&at, if target.is_some() { "@" } else { "" }, text),
            at,
        });
    }
    let near = Version::from_semver(text.trim_start_matches(|c: char| "=^~<>v ".contains(c)));
    let what = if text.contains(':') || text.contains('/') {
        "it is a URL, a path or another package".to_owned()
    } else if near.is_some() {
        format!("`{}` may allow others", text.escape_debug())
    } else {
        format!("`{}` is not one version", text.escape_debug())
    };
    Err(search.not_exact(at, &what, near.as_ref()))
}
