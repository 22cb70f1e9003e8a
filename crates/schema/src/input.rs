//! What a SCHEMA argument means: which files, and what the root of each is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::{Diagnostic, Diagnostics, Document, Json, Limits, Place, Pointer};

/// Keywords by which an object is known as a schema, and whether an object as its value is taken for it.
const KEYWORDS: &[(&str, bool)] = &[
    ("$ref", false),
    ("$schema", false),
    ("$id", false),
    ("$defs", true),
    ("$comment", false),
    ("$anchor", false),
    ("$dynamicRef", true),
    ("type", false),
    ("enum", false),
    ("const", true),
    ("allOf", false),
    ("anyOf", false),
    ("oneOf", false),
    ("not", true),
    ("if", true),
    ("properties", true),
    ("required", false),
    ("additionalProperties", true),
    ("patternProperties", true),
    ("propertyNames", true),
    ("items", true),
    ("prefixItems", false),
    ("format", false),
    ("pattern", false),
    ("minimum", false),
    ("maximum", false),
    ("minLength", false),
    ("maxLength", false),
    ("minItems", false),
    ("maxItems", false),
    ("title", false),
    ("description", false),
    ("default", true),
    ("examples", false),
    ("deprecated", true),
    ("definitions", true),
    ("minProperties", false),
    ("maxProperties", false),
    ("uniqueItems", true),
    ("multipleOf", false),
    ("exclusiveMinimum", true),
    ("exclusiveMaximum", true),
    ("unevaluatedProperties", true),
    ("unevaluatedItems", true),
    ("then", true),
    ("else", true),
    ("contains", true),
    ("minContains", true),
    ("maxContains", true),
    ("additionalItems", true),
    ("dependencies", true),
    ("dependentRequired", true),
    ("dependentSchemas", true),
    ("contentEncoding", false),
    ("contentMediaType", false),
    ("contentSchema", true),
    ("$dynamicAnchor", true),
    ("$recursiveRef", true),
    ("$recursiveAnchor", true),
    ("$vocabulary", true),
    ("readOnly", true),
    ("writeOnly", true),
    ("markdownDescription", false),
    ("discriminator", true),
];

/// The list that lies in each folder of generated files.
pub const MANIFEST: &str = ".codegen.json";

/// All keywords.
pub(crate) fn keywords() -> impl Iterator<Item = &'static str> {
    KEYWORDS.iter().map(|(name, _)| *name)
}

/// For the name of a keyword: whether an object as its value is taken for it.
fn keyword(name: &str) -> Option<bool> {
    KEYWORDS.iter().find(|(known, _)| *known == name).map(|(_, object)| *object)
}

/// What the root of a document is.
pub(crate) enum Root {
    /// A type of this name.
    Type(String),
    /// Only the holder of definitions.
    Holder,
}

/// Reads the file, or the files of the folder.
pub(crate) fn read(path: &Path, limits: &Limits) -> Result<Vec<Document>, Diagnostics> {
    if !path.is_dir() {
        return Ok(vec![Document::read(path, limits)?]);
    }
    let place = Place { file: path.display().to_string(), ..Place::default() };
    let mut files = Vec::new();
    list(path, 0, &mut files).map_err(|error| {
        Diagnostic::error("unreadable-file", place.clone(), format!("the folder cannot be read: {error}"))
    })?;
    files.sort();
    let bundles: Vec<&PathBuf> = files
        .iter()
        .filter(|file| file.parent() == Some(path) && file.to_string_lossy().ends_with(".schemas.json"))
        .collect();
    let chosen: Vec<&PathBuf> = if bundles.is_empty() { files.iter().collect() } else { bundles };
    if chosen.is_empty() {
        return Err(Diagnostic::error("no-schema", place, "the folder holds no .json file")
            .help("name the folder that `generate-json-schema --out` was given")
            .into());
    }
    let mut documents = Vec::new();
    let mut found = Diagnostics::default();
    for file in &chosen {
        match Document::read(file, limits) {
            Ok(document) => documents.push(document),
            Err(error) => found.push(error),
        }
    }
    if found.has_errors() {
        return Err(found);
    }
    // The runtime writes a flat bundle and a nested one beside each other: the nested one is the whole surface. A
    // bundle with definitions of its own is another part of it.
    if chosen.len() > 1 && chosen.iter().all(|file| file.to_string_lossy().ends_with(".schemas.json")) {
        let nested = documents.iter().position(|document| groups(&document.json).next().is_some());
        let largest =
            (0..documents.len()).max_by_key(|index| (members(&documents[*index].json), usize::MAX - index));
        if let Some(whole) = nested.or(largest) {
            let all = names(&documents[whole].json);
            if documents.iter().all(|document| names(&document.json).is_subset(&all)) {
                return Ok(vec![documents.swap_remove(whole)]);
            }
        }
    }
    Ok(documents)
}

fn list(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        // Neither what tools keep beside the schema nor what is generated from it is a part of it.
        if entry.file_name().to_string_lossy().starts_with('.') || entry.path().join(MANIFEST).is_file() {
            continue;
        }
        if kind.is_dir() && depth < 4 {
            list(&entry.path(), depth + 1, files)?;
        } else if kind.is_file() && entry.path().extension().is_some_and(|extension| extension == "json") {
            files.push(entry.path());
        }
    }
    Ok(())
}

fn members(json: &Json) -> usize {
    definitions(json).count()
}

fn definitions(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    let holders = ["definitions", "$defs"].into_iter().filter_map(|key| json.get(key)?.as_object());
    holders.flatten()
}

/// The names of all definitions, those in groups too.
fn names(json: &Json) -> BTreeSet<&str> {
    let grouped = groups(json).flat_map(BTreeMap::keys);
    definitions(json)
        .filter(|(_, one)| as_group(one).is_none())
        .map(|(name, _)| name)
        .chain(grouped)
        .map(String::as_str)
        .collect()
}

fn groups(json: &Json) -> impl Iterator<Item = &BTreeMap<String, Json>> {
    definitions(json).filter_map(|(_, one)| as_group(one))
}

/// The members of a group of definitions: an object that is no schema, but holds nothing but schemas.
pub(crate) fn as_group(json: &Json) -> Option<&BTreeMap<String, Json>> {
    let members = json.as_object()?;
    let is_schema = |value: &Json| matches!(value, Json::Object(_) | Json::Bool(_));
    let is_name = |key: &str| keyword(key).is_none() && !key.starts_with("x-");
    // Definitions may be called as keywords are: a `description` that is a schema, beside other names.
    let called_so = || {
        members.keys().any(|key| is_name(key))
            && members.keys().any(|key| keyword(key) == Some(false))
            && !members.iter().any(|(key, value)| is_keyword(key, value) || key.starts_with("x-"))
    };
    let group = !members.is_empty()
        && members.values().all(is_schema)
        && (members.keys().all(|key| is_name(key)) || called_so());
    group.then_some(members)
}

/// Whether a member that is an object or a boolean is a keyword, and not a definition that is called like one.
fn is_keyword(key: &str, value: &Json) -> bool {
    let Some(object) = keyword(key) else { return false };
    match (key, value) {
        (
            "properties" | "patternProperties" | "definitions" | "$defs" | "dependentSchemas",
            Json::Object(of),
        ) => of.values().all(|one| matches!(one, Json::Object(_) | Json::Bool(_))),
        ("dependencies" | "dependentRequired", Json::Object(of)) => {
            of.values().all(|one| matches!(one, Json::Object(_) | Json::Bool(_) | Json::Array(_)))
        }
        (_, Json::Object(_)) => object,
        _ => true,
    }
}

/// Whether the root is a type, and what it is called: its title, else the file's name.
pub(crate) fn root(document: &Document, found: &mut Diagnostics) -> Root {
    let place = |pointer| Place { file: document.name.clone(), pointer: Some(pointer), span: None };
    let members = match &document.json {
        Json::Object(members) => members,
        Json::Bool(_) => return Root::Type(name(document)),
        other => {
            let message = format!("a schema is an object or a boolean, but this file holds {}", other.kind());
            found.push(
                Diagnostic::error("not-a-schema", place(Pointer::root()), message)
                    .help("name a JSON Schema file, or a folder as `generate-json-schema` writes it"),
            );
            return Root::Holder;
        }
    };
    let holder = members.contains_key("definitions") || members.contains_key("$defs");
    let says = |key: &str| match key {
        "$schema" | "$id" | "id" | "title" | "description" | "definitions" | "$defs" | "$comment"
        | "$vocabulary" => false,
        // The runtime's bundles say `"type": "object"` and nothing else.
        "type" => !holder,
        key => keyword(key).is_some(),
    };
    if members.keys().any(|key| says(key)) {
        return Root::Type(name(document));
    }
    if !holder {
        if members.keys().all(|key| keyword(key).is_some() || key == "id") {
            return Root::Type(name(document));
        }
        let message = "this JSON object is no JSON Schema: it has no keyword of one";
        found.push(
            Diagnostic::error("not-a-schema", place(Pointer::root()), message)
                .help("name a JSON Schema file, or a folder as `generate-json-schema` writes it"),
        );
    }
    Root::Holder
}

/// The title of a document, where it can be a name.
pub(crate) fn title(document: &Document) -> Option<&str> {
    let title = document.json.get("title").and_then(Json::as_str).map(str::trim);
    title.filter(|title| !title.is_empty() && is_name(title))
}

/// Whether a title is what something is called, and not a sentence about it or an address.
#[must_use]
pub fn is_name(title: &str) -> bool {
    const WORDS: usize = 6;
    let words = title.split_whitespace().count();
    let sentence = words > 1 && title.trim_end().ends_with(['.', '!', '?']);
    words <= WORDS && !sentence && !title.contains("://")
}

fn name(document: &Document) -> String {
    title(document).map_or_else(
        || {
            let file = document.name.rsplit('/').next().unwrap_or_default();
            let stem = file.strip_suffix(".json").unwrap_or(file);
            stem.strip_suffix(".schema").unwrap_or(stem).to_owned()
        },
        str::to_owned,
    )
}
