//! A validator of another author; machine types are ranges to it.

use serde_json::{Value as Json, json};

/// For a definition, if there is one of this name.
pub fn definition(schema: &Json, name: &str) -> Option<jsonschema::Validator> {
    schema["definitions"].get(name)?;
    Some(at(schema, &format!("/definitions/{name}")))
}

/// For the place that a JSON Pointer leads to. Only what it refers to is read: a bundle is large.
pub fn at(schema: &Json, pointer: &str) -> jsonschema::Validator {
    let mut needed = json!({ "allOf": [{ "$ref": format!("#{pointer}") }] });
    if let Some(dialect) = schema.get("$schema") {
        needed["$schema"] = dialect.clone();
    }
    let mut open = vec![definition_of(pointer)];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(pointer) = open.pop() {
        if !seen.insert(pointer.clone()) {
            continue;
        }
        let mut part = schema.pointer(&pointer).unwrap_or_else(|| panic!("{pointer} leads nowhere")).clone();
        ranges(&mut part);
        references(&part, &mut open);
        let steps = pointer.split('/').skip(1);
        *steps.fold(&mut needed, |here, step| &mut here[step]) = part;
    }
    jsonschema::options().should_validate_formats(false).build(&needed).unwrap()
}

/// The definition that holds a place: `v2` is a group of them.
fn definition_of(pointer: &str) -> String {
    let depth = if pointer.starts_with("/definitions/v2/") { 4 } else { 3 };
    pointer.split('/').take(depth).collect::<Vec<_>>().join("/")
}

fn references(json: &Json, open: &mut Vec<String>) {
    match json {
        Json::Object(members) => {
            if let Some(target) = members.get("$ref").and_then(Json::as_str) {
                open.push(definition_of(target.trim_start_matches('#')));
            }
            members.values().for_each(|member| references(member, open));
        }
        Json::Array(items) => items.iter().for_each(|item| references(item, open)),
        _ => {}
    }
}

fn ranges(json: &mut Json) {
    if let Some(format) = json.get("format").and_then(Json::as_str) {
        let range = match format {
            "int32" => Some((json!(i32::MIN), json!(i32::MAX))),
            "uint32" => Some((json!(0), json!(u32::MAX))),
            "int64" => Some((json!(i64::MIN), json!(i64::MAX))),
            _ => None,
        };
        if let Some((min, max)) = range {
            json["minimum"] = min;
            json["maximum"] = max;
        }
    }
    match json {
        Json::Object(members) => members.values_mut().for_each(ranges),
        Json::Array(items) => items.iter_mut().for_each(ranges),
        _ => {}
    }
}
