//! Schemas to start from: the fixtures of the rules, those of the whole compiler, parts of the real bundle, and
//! ones that nobody wrote.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::mutator::scalar;

/// Definitions of which `X` is sent.
pub type Base = Json;

/// More definitions make a case slow and say no more.
const LARGEST: usize = 12;

/// What is around the messages is not what is changed here.
const AROUND: [&str; 7] = [
    "ClientRequest",
    "ClientNotification",
    "ServerRequest",
    "ServerNotification",
    "DoParams",
    "DoResponse",
    "DoneNotification",
];

const OTHERS: [&str; 2] = ["ServerRequest", "ClientNotification"];

/// All schemas that somebody wrote, the small ones first; with the fixtures of the whole compiler only where
/// they are asked for, so that a new one there does not choose other cases here.
pub fn written(fixtures: bool) -> Vec<Base> {
    let mut all: Vec<Base> = super::fixtures::all()
        .iter()
        .flat_map(|pair| [&pair.old, &pair.new])
        .filter(|schema| OTHERS.iter().all(|name| schema["definitions"].get(name).is_none()))
        .map(|schema| {
            let mut own = schema["definitions"].clone();
            own.as_object_mut().unwrap().retain(|name, _| !AROUND.contains(&name.as_str()));
            own
        })
        .collect();
    let mut files: Vec<_> = std::fs::read_dir(super::root().join("tests/fixtures"))
        .unwrap()
        .map(|one| one.unwrap().path())
        .collect();
    files.sort();
    files.retain(|_| fixtures);
    for file in files.into_iter().filter(|file| file.extension().is_some_and(|end| end == "json")) {
        let schema: Json = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        if let Some(definitions) = schema["definitions"].as_object() {
            all.extend(definitions.keys().filter_map(|name| part(definitions, name)));
        }
    }
    // Older drafts write some keywords in a way that the validator refuses.
    let is_readable = |base: &Base| {
        let schema = json!({ "$schema": "http://json-schema.org/draft-07/schema#", "definitions": base });
        jsonschema::meta::is_valid(&schema)
    };
    all.retain(|base| !fixtures || is_readable(base));
    let real = real();
    all.extend(real.keys().filter_map(|name| part(&real, name)));
    all.sort_by_key(|base| base.to_string().len());
    all.dedup();
    all
}

/// The definitions of the real bundle, in one group.
fn real() -> Map<String, Json> {
    let file = super::root().join("schema/0.169.0/experimental/codex_app_server_protocol.schemas.json");
    let text = std::fs::read_to_string(file).unwrap().replace("#/definitions/v2/", "#/definitions/");
    let schema: Json = serde_json::from_str(&text).unwrap();
    let mut all = schema["definitions"].as_object().unwrap().clone();
    let Some(Json::Object(group)) = all.remove("v2") else { panic!("no group") };
    for (name, one) in group {
        all.insert(name, one);
    }
    all
}

/// A definition as `X`, with all that it refers to.
fn part(definitions: &Map<String, Json>, name: &str) -> Option<Base> {
    let mut found = BTreeSet::new();
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        // The judge takes a reference for a URI.
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return None;
        }
        let schema = definitions.get(&name)?;
        if AROUND.contains(&name.as_str()) || name == "X" || found.len() > LARGEST {
            return None;
        }
        if found.insert(name) {
            references(schema, &mut open);
        }
    }
    let mut base = json!({ "X": { "$ref": format!("#/definitions/{name}") } });
    for name in found {
        base[&name] = definitions[&name].clone();
    }
    Some(base)
}

fn references(json: &Json, open: &mut Vec<String>) {
    match json {
        Json::Object(members) => {
            if let Some(name) = members.get("$ref").and_then(Json::as_str) {
                open.push(name.trim_start_matches("#/definitions/").to_owned());
            }
            members.values().for_each(|member| references(member, open));
        }
        Json::Array(items) => items.iter().for_each(|item| references(item, open)),
        _ => {}
    }
}

/// A schema that nobody wrote.
pub fn random() -> impl Strategy<Value = Base> {
    let leaf = prop_oneof![
        any::<u32>().prop_map(scalar),
        proptest::sample::select(vec!["int32", "uint32", "int64"])
            .prop_map(|format| json!({ "type": "integer", "format": format })),
        proptest::sample::subsequence(vec!["one", "two", "three"], 1..=3)
            .prop_map(|values| json!({ "type": "string", "enum": values })),
        (0..4_u32).prop_map(|min| json!({ "type": "integer", "minimum": min })),
        (0..4_u32).prop_map(|max| json!({ "type": "string", "maxLength": max })),
        Just(json!({ "$ref": "#/definitions/Y" })),
    ];
    let tree = leaf.prop_recursive(3, 12, 3, |inner| {
        let members = || proptest::collection::btree_map("[abc]", inner.clone(), 0..3);
        let whole = (members(), any::<u8>()).prop_map(|(members, bits)| body(&members, bits));
        prop_oneof![
            3 => whole.clone(),
            1 => inner.clone().prop_map(|items| json!({ "type": "array", "items": items })),
            1 => inner.clone().prop_map(|values| json!({ "type": "object", "additionalProperties": values })),
            1 => proptest::collection::vec(inner.clone(), 2..4).prop_map(|all| json!({ "anyOf": all })),
            2 => proptest::collection::vec(whole.clone(), 2..4).prop_map(tagged),
            1 => proptest::collection::vec(inner.clone(), 1..3).prop_map(external),
            1 => inner.clone().prop_map(|one| json!({ "anyOf": [one, { "type": "null" }] })),
            1 => proptest::collection::vec(inner, 2..3).prop_map(|all| json!({
                "type": "array", "items": all, "minItems": all.len(), "maxItems": all.len(),
            })),
        ]
    });
    (tree.clone(), tree).prop_map(|(x, y)| json!({ "X": x, "Y": without_itself(&y) }))
}

/// Members by the bits: the lower ones say which are required, the highest whether others are refused.
fn body(members: &std::collections::BTreeMap<String, Json>, bits: u8) -> Json {
    let required: Vec<&String> =
        members.keys().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, name)| name).collect();
    let mut body = json!({ "type": "object", "properties": members, "required": required });
    if bits >> 7 == 1 {
        body["additionalProperties"] = json!(false);
    }
    body
}

fn tagged(mut bodies: Vec<Json>) -> Json {
    for (at, one) in bodies.iter_mut().enumerate() {
        one["properties"]["kind"] = json!({ "type": "string", "enum": [format!("k{at}")] });
        one["required"].as_array_mut().unwrap().push(json!("kind"));
    }
    json!({ "oneOf": bodies })
}

fn external(contents: Vec<Json>) -> Json {
    let mut all = vec![json!({ "type": "string", "enum": ["bare"] })];
    for (at, content) in contents.into_iter().enumerate() {
        let key = format!("e{at}");
        all.push(json!({
            "type": "object", "properties": { &key: content }, "required": [&key], "additionalProperties": false,
        }));
    }
    json!({ "oneOf": all })
}

/// A definition that leads to itself without end has no value.
fn without_itself(schema: &Json) -> Json {
    serde_json::from_str(
        &schema.to_string().replace(r##"{"$ref":"#/definitions/Y"}"##, r#"{"type":"string"}"#),
    )
    .unwrap()
}
