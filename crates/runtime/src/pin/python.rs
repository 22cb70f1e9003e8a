//! `pyproject.toml`: requirements as PEP 508 writes them, in the tables of PEP 621 and PEP 735, and in those that
//! tools had before.

use std::ops::Range;
use std::str::FromStr as _;

use codegen_schema::{Diagnostic, Diagnostics};
use pep440_rs::{Operator, VersionSpecifiers};
use pep508_rs::{PackageName, Requirement, VerbatimUrl, VersionOrUrl};
use toml_edit::{Item, TableLike};

use super::{Declared, Search};
use crate::Version;

/// What a tool takes a package from, if not from an index.
const ELSEWHERE: [&str; 5] = ["git", "url", "path", "file", "workspace"];

/// All places that declare the package.
pub fn declared(search: &Search<'_>) -> Result<Vec<Declared>, Diagnostics> {
    let document = super::document(search)?;
    let root = document.as_item();
    let mut strings = Vec::new();
    if let Some(project) = root.get("project") {
        collect(project.get("dependencies"), &mut strings);
        each_list(project.get("optional-dependencies"), &mut strings);
    }
    // A group that is included by another is a group of its own.
    each_list(root.get("dependency-groups"), &mut strings);
    of_tools(root, &mut strings);
    let Ok(package) = PackageName::from_str(search.package) else {
        let message = format!("`{}` is not the name of a Python package", search.package.escape_debug());
        return Err(search
            .error("bad-package", 0..0, message)
            .help("correct `package` under [runtime], or let `pin` name a package.json")
            .into());
    };
    let mut found = Diagnostics::default();
    let mut all = Vec::new();
    for (text, at) in strings {
        match requirement(search, &package, &text, at) {
            Ok(one) => all.extend(one),
            Err(error) => found.append(error),
        }
    }
    if !all.is_empty()
        && let Some(error) = taken_elsewhere(search, root, &package)
    {
        found.push(error);
    }
    if !all.is_empty()
        && let Some(again) = in_poetry(root, &package).and_then(|entry| of_poetry(search, entry))
    {
        all.push(again);
    }
    if all.is_empty() && !found.has_errors() && is_dynamic(root) {
        let error = search
            .no_pin()
            .note("`dynamic` says that the dependencies are made by a build backend: they cannot be read");
        return Err(error.into());
    }
    if all.is_empty()
        && !found.has_errors()
        && let Some(entry) = in_poetry(root, &package)
    {
        let mut error = search.no_pin();
        error.place.span = Some(entry.span().unwrap_or_default());
        let note = "[tool.poetry] declares it, in a form of its own that is not read";
        let form = search.form();
        return Err(error
            .note(note)
            .help(format!("write {form} in `dependencies` of [project], which Poetry reads too"))
            .into());
    }
    if found.has_errors() { Err(found) } else { Ok(all) }
}

/// Requirements in tables of tools; what overrides the others must say the same.
fn of_tools(root: &Item, strings: &mut Vec<(String, Range<usize>)>) {
    let tool = |path: &[&str]| path.iter().try_fold(root.get("tool")?, |here, step| here.get(step));
    collect(tool(&["uv", "dev-dependencies"]), strings);
    collect(tool(&["uv", "override-dependencies"]), strings);
    each_list(tool(&["pdm", "dev-dependencies"]), strings);
    let environments = tool(&["hatch", "envs"]).and_then(Item::as_table_like);
    for (_, one) in environments.into_iter().flat_map(TableLike::iter) {
        collect(one.get("dependencies"), strings);
        collect(one.get("extra-dependencies"), strings);
    }
}

/// A table of a tool that takes the package from another place than the index, whatever its version.
fn taken_elsewhere(search: &Search<'_>, root: &Item, package: &PackageName) -> Option<Diagnostic> {
    let sources = root.get("tool")?.get("uv").and_then(|uv| uv.get("sources"));
    let of_uv = sources.and_then(Item::as_table_like).and_then(|table| named(table, package));
    let (table, entry) = match of_uv {
        Some(entry) => ("[tool.uv.sources]", entry),
        None => ("[tool.poetry]", in_poetry(root, package)?),
    };
    // One table, or one for each marker.
    let list = entry.as_array().into_iter().flatten().filter_map(|one| one.as_inline_table());
    let keyed = |one: &dyn TableLike| ELSEWHERE.into_iter().find(|key| one.contains_key(key));
    let key = entry.as_table_like().and_then(keyed).or_else(|| list.map(|one| one as _).find_map(keyed))?;
    let at = entry.span().unwrap_or_default();
    Some(
        search
            .not_exact(at, &format!("{table} takes it from elsewhere, by `{key}`"), None)
            .help(format!("remove it from {table}; an `index` may stay")),
    )
}

/// An exact version in Poetry's own words, which must say the same as the pin; a range may stay.
fn of_poetry(search: &Search<'_>, entry: &Item) -> Option<Declared> {
    let item = entry.as_str().map(|_| entry).or_else(|| entry.get("version"))?;
    let (text, at) = (item.as_str()?, item.span()?);
    let spelt = text.trim().trim_start_matches('=').trim_start();
    let version = Version::from_pep440(spelt)?;
    Some(Declared { version, version_at: search.version_at(&at, "", spelt), at })
}

/// The entry of a package, whatever the spelling of its name.
fn named<'t>(table: &'t dyn TableLike, package: &PackageName) -> Option<&'t Item> {
    let mut entries = table.iter();
    entries.find(|(name, _)| PackageName::from_str(name).ok().as_ref() == Some(package)).map(|(_, item)| item)
}

/// Where Poetry's own tables name the package.
fn in_poetry<'t>(root: &'t Item, package: &PackageName) -> Option<&'t Item> {
    let poetry = root.get("tool")?.get("poetry")?;
    let groups = poetry.get("group").and_then(Item::as_table_like);
    let of_groups = groups.into_iter().flat_map(TableLike::iter);
    let tables = [poetry.get("dependencies"), poetry.get("dev-dependencies")]
        .into_iter()
        .flatten()
        .chain(of_groups.filter_map(|(_, group)| group.get("dependencies")));
    tables.filter_map(Item::as_table_like).find_map(|table| named(table, package))
}

fn is_dynamic(root: &Item) -> bool {
    let dynamic = root.get("project").and_then(|project| project.get("dynamic")).and_then(Item::as_array);
    dynamic.is_some_and(|list| list.iter().any(|one| one.as_str() == Some("dependencies")))
}

fn each_list(table: Option<&Item>, strings: &mut Vec<(String, Range<usize>)>) {
    for (_, list) in table.and_then(Item::as_table_like).into_iter().flat_map(TableLike::iter) {
        collect(Some(list), strings);
    }
}

fn collect(list: Option<&Item>, strings: &mut Vec<(String, Range<usize>)>) {
    for value in list.and_then(Item::as_array).into_iter().flatten() {
        if let (Some(text), Some(at)) = (value.as_str(), value.span()) {
            strings.push((text.to_owned(), at));
        }
    }
}

/// The pin that a requirement is, if it is one of the package.
fn requirement(
    search: &Search<'_>,
    package: &PackageName,
    text: &str,
    at: Range<usize>,
) -> Result<Option<Declared>, Diagnostics> {
    if name(text).as_ref() != Some(package) {
        return Ok(None);
    }
    let requirement = Requirement::<VerbatimUrl>::from_str(text).map_err(|error| {
        let why = error.to_string();
        let why = why.lines().next().unwrap_or_default();
        search
            .error("bad-requirement", at.clone(), format!("the requirement cannot be read: {why}"))
            .note("requirements are written as PEP 508 says, versions as PEP 440 does")
            .help(format!("write {}", search.form()))
    })?;
    let specifiers = match requirement.version_or_url {
        Some(VersionOrUrl::VersionSpecifier(specifiers)) => specifiers,
        Some(VersionOrUrl::Url(_)) => return Err(search.not_exact(at, "it is a direct URL", None).into()),
        None => return Err(search.not_exact(at, "there is no version", None).into()),
    };
    match exact(&specifiers) {
        Ok(version) => {
            let spelt = spelt(text);
            Ok(Some(Declared { version, version_at: search.version_at(&at, "=", spelt), at }))
        }
        Err((what, near)) => Err(search.not_exact(at, &what, near.as_ref()).into()),
    }
}

/// The one version that they allow, else what they are instead and a version that was perhaps meant.
fn exact(specifiers: &VersionSpecifiers) -> Result<Version, (String, Option<Version>)> {
    let list: Vec<_> = specifiers.iter().collect();
    // One that the conditions name and that they let in, the exact one before others.
    let is_named = |operator: &Operator| {
        use Operator::{Equal, ExactEqual, GreaterThanEqual, LessThanEqual, TildeEqual};
        matches!(operator, Equal | ExactEqual | TildeEqual | GreaterThanEqual | LessThanEqual)
    };
    let exactly = list.iter().find(|one| matches!(one.operator(), Operator::Equal | Operator::ExactEqual));
    let near = exactly.or_else(|| list.iter().find(|one| is_named(one.operator())));
    let near = near.map(|one| Version::new(one.version().clone()));
    match list.as_slice() {
        [] => Err(("there is no version".to_owned(), None)),
        [one] => match one.operator() {
            Operator::Equal => Ok(Version::new(one.version().clone())),
            Operator::ExactEqual => Err(("`===` compares text, not versions".to_owned(), near)),
            _ => Err((format!("`{one}` allows others"), near)),
        },
        _ => Err((format!("`{specifiers}` is more than one condition"), near)),
    }
}

/// The name that a requirement begins with.
fn name(text: &str) -> Option<PackageName> {
    let text = text.trim_start();
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(text.len());
    PackageName::from_str(&text[..end]).ok()
}

/// The version as it is spelt behind `==`.
fn spelt(text: &str) -> &str {
    let behind = text.find("==").map_or("", |at| text[at + 2..].trim_start());
    let end = behind.find(|c: char| !(c.is_ascii_alphanumeric() || ".!+-_".contains(c)));
    &behind[..end.unwrap_or(behind.len())]
}
