//! `package.json`: an exact version.

use codegen_schema::{Diagnostic, Diagnostics, Pointer, locate};
use serde_json::Value;

use super::{Declared, Search};
use crate::Version;

const LISTS: [&str; 4] = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

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
        let Some(value) = root.get(list).and_then(|list| list.get(search.package)) else { continue };
        match one(search, list, value) {
            Ok(one) => all.push(one),
            Err(error) => found.push(error),
        }
    }
    if found.has_errors() { Err(found) } else { Ok(all) }
}

fn one(search: &Search<'_>, list: &str, value: &Value) -> Result<Declared, Diagnostic> {
    let pointer = Pointer::root().join(list).join(search.package);
    let at = locate(search.text, &pointer).unwrap_or(0..0);
    let text = value.as_str().unwrap_or_default();
    if let Some(version) = Version::from_semver(text) {
        return Ok(Declared { version, version_at: search.version_at(&at, text), at });
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
