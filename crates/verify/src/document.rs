//! What stands where in a document, and what its references start at.

use serde_json::{Map, Value};

use crate::address::{decode, rebase};

/// What stands in a place, to be put elsewhere: its references start at the innermost address that it has there.
pub(crate) fn taken(document: &Value, place: &str, mut members: Map<String, Value>) -> Value {
    members.remove("$id");
    let mut schema = Value::Object(members);
    let mut root = place;
    while let Some((outer, _)) = root.rsplit_once('/') {
        let own = document.pointer(root).and_then(|one| one.get("$id")).and_then(Value::as_str);
        if let Some(own) = own.filter(|own| own.contains(':')) {
            rebase(&mut schema, own.trim_end_matches('#'));
            break;
        }
        root = outer;
    }
    schema
}

/// One of several types: they are counted in an order of their own, and null is none of them.
pub(crate) fn in_order(types: &[Value], index: usize) -> Option<Value> {
    let order = ["boolean", "integer", "number", "string", "array", "object"];
    let has = |name: &&str| types.iter().any(|one| one == name);
    // A number may be an integer.
    let mut there = order.into_iter().filter(|name| has(name) && !(*name == "integer" && has(&"number")));
    there.nth(index).map(Value::from)
}

/// The places of the schemas that one puts together: what it refers to, and the parts of its `allOf`.
pub(crate) fn put_together(document: &Value, place: &str) -> Vec<String> {
    let Some(schema) = document.pointer(place) else { return Vec::new() };
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
    let parts = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
    let parts = (0..parts).map(|part| format!("{place}/allOf/{part}"));
    target.map(decode).into_iter().chain(parts).collect()
}

/// So many references are followed.
pub(crate) const FUEL: u32 = 16;

/// The types that a place names, or what it refers to.
pub(crate) fn types<'a>(document: &'a Value, place: &str, fuel: u32) -> Option<&'a Vec<Value>> {
    let fuel = fuel.checked_sub(1)?;
    let schema = document.pointer(place)?;
    if let Some(types) = schema.get("type") {
        return types.as_array();
    }
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        return types(document, &self::target(document, place, target)?, fuel);
    }
    let parts = schema.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
    (0..parts).find_map(|part| types(document, &format!("{place}/allOf/{part}"), fuel))
}

/// The place that a reference leads to.
pub(crate) fn target(document: &Value, place: &str, reference: &str) -> Option<String> {
    let (file, inside) = reference.split_once('#').unwrap_or((reference, ""));
    let has_id = |place: &str| document.pointer(place)?.get("$id")?.as_str();
    let root = if file.is_empty() {
        // It starts at the innermost schema with an address of its own.
        let mut root = place;
        while !root.is_empty() && has_id(root).is_none() {
            root = root.rsplit_once('/')?.0;
        }
        root.to_owned()
    } else {
        let names = ["definitions", "$defs"].into_iter().flat_map(|group| {
            let named = document.get(group).and_then(Value::as_object).into_iter().flatten();
            named.map(move |(name, _)| format!("/{group}/{}", name.replace('~', "~0").replace('/', "~1")))
        });
        names.into_iter().find(|place| has_id(place).is_some_and(|id| id.trim_end_matches('#') == file))?
    };
    Some(format!("{root}{}", decode(inside)))
}
