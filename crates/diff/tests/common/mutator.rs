//! Changes of a schema, as people and refactorings make them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use serde_json::{Map, Value as Json, json};

use super::whole::WHOLE;

/// One change: where, which, and what it is made with.
#[derive(Debug, Clone)]
pub struct Step {
    pub node: proptest::sample::Index,
    pub kind: proptest::sample::Index,
    pub detail: u32,
}

/// A way of changing the schema at a place. Answers whether it could.
type Change = fn(&mut Json, u32) -> bool;

const CHANGES: &[(&str, Change)] = &[
    ("describe", |node, _| object(node, |map| set(map, "description", json!("Other words.")))),
    ("deprecate", |node, _| object(node, |map| set(map, "deprecated", json!(true)))),
    ("require", require),
    ("unrequire", |node, at| list(node, "required", |all| take(all, at).is_some())),
    ("add-property", add_property),
    ("remove-property", remove_property),
    ("rename-property", rename_property),
    ("close", |node, _| if_object(node, |map| set(map, "additionalProperties", json!(false)))),
    ("open", |node, _| object(node, |map| map.remove("additionalProperties").is_some())),
    ("type-the-rest", |node, at| if_object(node, |map| set(map, "additionalProperties", scalar(at)))),
    ("nullable", nullable),
    ("not-null", not_null),
    ("replace", |node, at| replace(node, scalar(at))),
    ("into-list", |node, _| wrap(node, |old| json!({ "type": "array", "items": old }))),
    ("into-map", |node, _| wrap(node, |old| json!({ "type": "object", "additionalProperties": old }))),
    ("into-union", |node, at| wrap(node, |old| json!({ "anyOf": [old, scalar(at)] }))),
    ("into-any-of-one", |node, _| wrap(node, |old| json!({ "allOf": [old] }))),
    ("add-value", |node, _| list(node, "enum", |all| push(all, json!("added")))),
    ("remove-value", |node, at| list(node, "enum", |all| all.len() > 1 && take(all, at).is_some())),
    ("respell-value", |node, at| list(node, "enum", |all| change(all, at, respelled))),
    ("other-value", |node, at| list(node, "enum", |all| change(all, at, |_| json!("other")))),
    ("turn-values", |node, _| {
        list(node, "enum", |all| {
            all.len() > 1 && {
                all.reverse();
                true
            }
        })
    }),
    ("values-to-string", |node, _| object(node, |map| map.remove("enum").is_some())),
    ("string-to-values", |node, _| if_free(node, |map| set(map, "enum", json!(["text", "zz"])))),
    ("open-values", |node, _| {
        node.get("enum").is_some() && wrap(node, |old| json!({ "anyOf": [old, { "type": "string" }] }))
    }),
    ("format", format),
    ("minimum", |node, at| if_number(node, |map| set(map, "minimum", json!(at % 4)))),
    ("maximum", |node, at| if_number(node, |map| set(map, "maximum", json!(at % 9)))),
    ("exclusive", |node, at| if_number(node, |map| set(map, "exclusiveMinimum", json!(at % 4)))),
    ("multiple", |node, at| if_type(node, "integer", |map| set(map, "multipleOf", json!(at % 3 + 1)))),
    ("unbound", |node, at| {
        const BOUNDS: [&str; 8] = [
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "pattern",
            "uniqueItems",
        ];
        object(node, |map| map.remove(BOUNDS[at as usize % BOUNDS.len()]).is_some())
    }),
    ("integer-to-number", |node, _| if_type(node, "integer", |map| set(map, "type", json!("number")))),
    ("number-to-integer", |node, _| if_type(node, "number", |map| set(map, "type", json!("integer")))),
    ("min-length", |node, at| {
        node.get("maxLength").is_none() && if_text(node, |map| set(map, "minLength", json!(at % 4)))
    }),
    ("max-length", |node, at| if_text(node, |map| set(map, "maxLength", json!(at % 6)))),
    ("min-items", |node, at| if_type(node, "array", |map| set(map, "minItems", json!(at % 3)))),
    ("max-items", |node, at| if_type(node, "array", |map| set(map, "maxItems", json!(at % 3)))),
    ("unique", |node, _| {
        node["items"].is_object() && if_type(node, "array", |map| set(map, "uniqueItems", json!(true)))
    }),
    ("min-members", |node, at| {
        node["additionalProperties"] != false
            && if_object(node, |map| set(map, "minProperties", json!(at % 2 + 1)))
    }),
    ("default", |node, at| property(node, at, default)),
    ("add-variant", |node, at| variants(node, |all| push(all, variant(all, at)))),
    ("remove-variant", |node, at| variants(node, |all| all.len() > 1 && take(all, at).is_some())),
    ("turn-variants", |node, _| {
        variants(node, |all| {
            all.len() > 1 && {
                all.reverse();
                true
            }
        })
    }),
    ("double-variant", |node, at| variants(node, |all| push(all, all[at as usize % all.len()].clone()))),
];

/// The definitions after all steps that could be taken, and what they were.
pub fn mutate(definitions: &Json, steps: &[Step]) -> (Json, Vec<String>) {
    let mut all = definitions.clone();
    let mut log = Vec::new();
    for step in steps {
        let nodes = nodes(&all);
        // The changes that can be made there, from the one that was chosen on.
        let first = step.kind.index(CHANGES.len() + WHOLE.len());
        let place = &nodes[step.node.index(nodes.len())];
        if let Some((name, change)) = first.checked_sub(CHANGES.len()).map(|at| WHOLE[at]) {
            if change(&mut all, place, step.detail) {
                log.push(format!("{name} at {place}"));
            }
            continue;
        }
        let node = all.pointer_mut(place).unwrap();
        let order = (first..CHANGES.len()).chain(0..first);
        if let Some(at) = order.into_iter().find(|at| CHANGES[*at].1(node, step.detail)) {
            log.push(format!("{} at {place}", CHANGES[at].0));
        }
    }
    (all, log)
}

/// The pointers of all schemas, without those of the messages around them.
fn nodes(definitions: &Json) -> Vec<String> {
    let mut found = Vec::new();
    for (name, schema) in definitions.as_object().unwrap() {
        walk(schema, format!("/{}", escape(name)), &mut found);
    }
    found
}

fn walk(schema: &Json, at: String, found: &mut Vec<String>) {
    let Some(map) = schema.as_object() else { return found.push(at) };
    for (key, value) in map {
        match (key.as_str(), value) {
            ("properties", Json::Object(members)) => members
                .iter()
                .for_each(|(name, one)| walk(one, format!("{at}/properties/{}", escape(name)), found)),
            ("items" | "additionalProperties", Json::Object(_)) => walk(value, format!("{at}/{key}"), found),
            ("items" | "oneOf" | "anyOf" | "allOf", Json::Array(list)) => list
                .iter()
                .enumerate()
                .for_each(|(index, one)| walk(one, format!("{at}/{key}/{index}"), found)),
            _ => {}
        }
    }
    found.push(at);
}

fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

pub fn scalar(at: u32) -> Json {
    match at % 9 {
        0 => json!({ "type": "string" }),
        1 => json!({ "type": "integer" }),
        2 => json!({ "type": "boolean" }),
        3 => json!({ "type": "number" }),
        4 => json!({ "type": "array", "items": { "type": "string" } }),
        5 => json!({ "type": "object", "properties": { "q": { "type": "string" } } }),
        6 => json!(true),
        7 => json!({ "type": "string", "enum": ["text", "other"] }),
        _ => json!({ "type": "null" }),
    }
}

fn object(node: &mut Json, change: impl FnOnce(&mut Map<String, Json>) -> bool) -> bool {
    node.as_object_mut().is_some_and(change)
}

fn if_type(node: &mut Json, name: &str, change: impl FnOnce(&mut Map<String, Json>) -> bool) -> bool {
    let own = node["type"] == name || node["type"].as_array().is_some_and(|all| all.contains(&json!(name)));
    own && object(node, change)
}

fn if_object(node: &mut Json, change: impl FnOnce(&mut Map<String, Json>) -> bool) -> bool {
    if_type(node, "object", change)
}

/// A string of which no values are listed.
fn if_text(node: &mut Json, change: impl FnOnce(&mut Map<String, Json>) -> bool) -> bool {
    node.get("enum").is_none() && if_type(node, "string", change)
}

/// A string that may be any.
fn if_free(node: &mut Json, change: impl FnOnce(&mut Map<String, Json>) -> bool) -> bool {
    ["maxLength", "minLength", "pattern"].iter().all(|bound| node.get(bound).is_none())
        && if_text(node, change)
}

fn if_number(node: &mut Json, change: impl FnOnce(&mut Map<String, Json>) -> bool) -> bool {
    let name = if node["type"] == "number" { "number" } else { "integer" };
    if_type(node, name, change)
}

fn set(map: &mut Map<String, Json>, key: &str, value: Json) -> bool {
    let same = map.get(key) == Some(&value);
    map.insert(key.to_owned(), value);
    !same
}

fn list(node: &mut Json, key: &str, change: impl FnOnce(&mut Vec<Json>) -> bool) -> bool {
    node.get_mut(key).and_then(Json::as_array_mut).is_some_and(change)
}

fn variants(node: &mut Json, change: impl FnOnce(&mut Vec<Json>) -> bool) -> bool {
    let key = if node.get("oneOf").is_some() { "oneOf" } else { "anyOf" };
    list(node, key, |all| !all.is_empty() && change(all))
}

fn take(all: &mut Vec<Json>, at: u32) -> Option<Json> {
    (!all.is_empty()).then(|| all.remove(at as usize % all.len()))
}

fn push(all: &mut Vec<Json>, one: Json) -> bool {
    all.push(one);
    true
}

fn change(all: &mut [Json], at: u32, to: impl FnOnce(&str) -> Json) -> bool {
    let count = all.len();
    let Some(slot) = all.get_mut(at as usize % count.max(1)) else { return false };
    let Some(text) = slot.as_str().map(str::to_owned) else { return false };
    let new = to(&text);
    let changed = *slot != new;
    *slot = new;
    changed
}

fn respelled(text: &str) -> Json {
    let mut all = String::new();
    for c in text.chars() {
        if c.is_uppercase() && !all.is_empty() {
            all.push('_');
        }
        all.extend(c.to_lowercase());
    }
    json!(if all == text { text.to_uppercase() } else { all })
}

fn require(node: &mut Json, at: u32) -> bool {
    let Some(names) = node["properties"].as_object().map(|all| all.keys().cloned().collect::<Vec<_>>())
    else {
        return false;
    };
    let Some(name) = names.get(at as usize % names.len().max(1)) else { return false };
    let required = node.as_object_mut().unwrap().entry("required").or_insert_with(|| json!([]));
    let required = required.as_array_mut().unwrap();
    !required.contains(&json!(name)) && push(required, json!(name))
}

fn add_property(node: &mut Json, at: u32) -> bool {
    if node["type"] != "object" && node.get("properties").is_none() {
        return false;
    }
    let name = format!("added{}", at % 3);
    let map = node.as_object_mut().unwrap();
    let properties = map.entry("properties").or_insert_with(|| json!({})).as_object_mut().unwrap();
    if properties.contains_key(&name) {
        return false;
    }
    properties.insert(name.clone(), scalar(at / 3));
    if at.is_multiple_of(2) {
        map.entry("required").or_insert_with(|| json!([])).as_array_mut().unwrap().push(json!(name));
    }
    true
}

fn remove_property(node: &mut Json, at: u32) -> bool {
    let Some(properties) = node.get_mut("properties").and_then(Json::as_object_mut) else { return false };
    let Some(name) = properties.keys().nth(at as usize % properties.len().max(1)).cloned() else {
        return false;
    };
    properties.remove(&name);
    list(node, "required", |all| {
        all.retain(|one| *one != name.as_str());
        true
    });
    true
}

fn rename_property(node: &mut Json, at: u32) -> bool {
    let Some(properties) = node.get_mut("properties").and_then(Json::as_object_mut) else { return false };
    let Some(name) = properties.keys().nth(at as usize % properties.len().max(1)).cloned() else {
        return false;
    };
    let new = if at.is_multiple_of(2) {
        respelled(&name).as_str().unwrap().to_owned()
    } else {
        format!("{name}New")
    };
    if properties.contains_key(&new) {
        return false;
    }
    let old = properties.remove(&name).unwrap();
    properties.insert(new.clone(), old);
    list(node, "required", |all| {
        all.iter_mut().filter(|one| **one == name.as_str()).for_each(|one| *one = json!(new));
        true
    });
    true
}

fn property(node: &mut Json, at: u32, change: impl FnOnce(&mut Json) -> bool) -> bool {
    let Some(properties) = node.get_mut("properties").and_then(Json::as_object_mut) else { return false };
    let count = properties.len().max(1);
    properties.values_mut().nth(at as usize % count).is_some_and(change)
}

fn default(node: &mut Json) -> bool {
    if_type(node, "string", |map| set(map, "default", json!("zz")))
}

fn nullable(node: &mut Json, _: u32) -> bool {
    match node.get("type") {
        Some(Json::String(name)) if name != "null" && node.get("enum").is_none() => {
            node["type"] = json!([name, "null"]);
            true
        }
        _ => wrap(node, |old| json!({ "anyOf": [old, { "type": "null" }] })),
    }
}

fn not_null(node: &mut Json, _: u32) -> bool {
    if let Some(names) = node.get_mut("type").and_then(Json::as_array_mut)
        && names.len() > 1
        && names.contains(&json!("null"))
    {
        names.retain(|name| name != "null");
        node["type"] = match node["type"].as_array().unwrap().as_slice() {
            [one] => one.clone(),
            more => json!(more),
        };
        return true;
    }
    variants(node, |all| {
        let count = all.len();
        all.retain(|one| one["type"] != "null");
        !all.is_empty() && all.len() < count
    })
}

fn replace(node: &mut Json, with: Json) -> bool {
    let same = *node == with;
    *node = with;
    !same
}

fn wrap(node: &mut Json, around: impl FnOnce(Json) -> Json) -> bool {
    let old = node.take();
    *node = around(old);
    true
}

fn format(node: &mut Json, at: u32) -> bool {
    const INTEGERS: [&str; 6] = ["int32", "int64", "uint32", "uint8", "uint16", "int16"];
    const STRINGS: [&str; 3] = ["date-time", "uuid", "uri"];
    if_type(node, "integer", |map| set(map, "format", json!(INTEGERS[at as usize % INTEGERS.len()])))
        || if_type(node, "string", |map| set(map, "format", json!(STRINGS[at as usize % STRINGS.len()])))
}

/// A new variant that is told apart as the others are, or that is of another kind.
fn variant(all: &[Json], at: u32) -> Json {
    let tag = all.iter().find_map(|one| {
        one["properties"]
            .as_object()?
            .iter()
            .find(|(_, value)| value.get("enum").is_some())
            .map(|(key, _)| key)
    });
    match tag {
        Some(tag) if !at.is_multiple_of(3) => json!({
            "type": "object",
            "properties": { tag: { "type": "string", "enum": ["added"] }, "load": scalar(at / 3) },
            "required": [tag],
        }),
        _ => scalar(at / 3),
    }
}
