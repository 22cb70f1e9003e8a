//! A validator of another author. Two things are not as the schema writes them: machine types are ranges, and
//! of several branches the first that fits is taken, as readers do, so that two that fit are no fault.

use serde_json::{Value as Json, json};

/// For a definition, if there is one of this name.
pub fn definition(schema: &Json, name: &str) -> Option<jsonschema::Validator> {
    schema["definitions"].get(name)?;
    Some(at(schema, &format!("/definitions/{name}")))
}

/// For a definition, as those take it who write nothing that its author did not name: a member that another
/// variant or another version names is none of theirs. Only members with names that nobody uses are free.
pub fn written(schema: &Json, name: &str) -> jsonschema::Validator {
    let mut closed = schema.clone();
    let definitions = closed["definitions"].as_object_mut().unwrap();
    definitions.values_mut().for_each(|one| close(one, false));
    at(&closed, &format!("/definitions/{name}"))
}

fn close(json: &mut Json, part: bool) {
    let joins = json.get("allOf").is_some() || json.get("oneOf").is_some() || json.get("anyOf").is_some();
    let named = json.get("properties").is_some() || json.get("type").is_some_and(|it| it == "object");
    if named && !joins && !part && json.get("additionalProperties").is_none_or(|rest| *rest == json!(true)) {
        json["additionalProperties"] = json!(false);
        json["patternProperties"]["^(unknown|someUnknownMember[0-9]*)$"] = json!(true);
    }
    match json {
        Json::Object(members) => {
            for (key, member) in members {
                match (key.as_str(), member) {
                    ("properties" | "definitions", Json::Object(all)) => {
                        all.values_mut().for_each(|one| close(one, false));
                    }
                    ("patternProperties", _) => {}
                    ("allOf", member) => each(member, &|one| close(one, true)),
                    // What stands beside a choice is a part of each branch.
                    ("oneOf" | "anyOf", member) => each(member, &|one| close(one, named)),
                    (_, member) => close(member, false),
                }
            }
        }
        list @ Json::Array(_) => each(list, &|one| close(one, part)),
        _ => {}
    }
}

fn each(json: &mut Json, visit: &dyn Fn(&mut Json)) {
    if let Json::Array(items) = json {
        items.iter_mut().for_each(visit);
    }
}

/// For the place that a JSON Pointer leads to. Only what it refers to is read: a bundle is large.
pub fn at(schema: &Json, pointer: &str) -> jsonschema::Validator {
    of(&part(schema, pointer))
}

/// For a whole schema.
pub fn of(schema: &Json) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(false).build(schema).unwrap()
}

/// A place and all that it refers to.
pub fn part(schema: &Json, pointer: &str) -> Json {
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
        let steps = pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
        *steps.fold(&mut needed, |here, step| &mut here[step]) = part;
    }
    let branch = pointer.replace("/oneOf/", "/anyOf/");
    if needed.pointer(&branch).is_some() {
        needed["allOf"][0]["$ref"] = json!(format!("#{branch}"));
    }
    needed
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
    // On another kind of value the name of a machine type says nothing.
    let is_number = json.get("type").is_some_and(|kind| kind == "number");
    if let Some(format) = json.get("format").and_then(Json::as_str).filter(|_| !is_number) {
        let range = match format {
            "int8" => Some((json!(i8::MIN), json!(i8::MAX))),
            "uint8" => Some((json!(0), json!(u8::MAX))),
            "int16" => Some((json!(i16::MIN), json!(i16::MAX))),
            "uint16" => Some((json!(0), json!(u16::MAX))),
            "uint64" | "uint" => Some((json!(0), json!(u64::MAX))),
            "int32" => Some((json!(i32::MIN), json!(i32::MAX))),
            "uint32" => Some((json!(0), json!(u32::MAX))),
            "int64" => Some((json!(i64::MIN), json!(i64::MAX))),
            _ => None,
        };
        if let Some((min, max)) = range {
            // The narrower of the schema's own limit and the type's.
            let own = |name: &str| json.get(name).and_then(Json::as_f64);
            let low = own("minimum").is_none_or(|own| own < min.as_f64().unwrap());
            let high = own("maximum").is_none_or(|own| own > max.as_f64().unwrap());
            if low {
                json["minimum"] = min;
            }
            if high {
                json["maximum"] = max;
            }
        }
    }
    // Sets of members of which exactly one is there are a rule, and kept as such.
    let words = ["required", "description", "deprecated", "title"];
    let is_rule = |branch: &Json| {
        branch.as_object().is_some_and(|it| it.keys().all(|key| words.contains(&key.as_str())))
    };
    let branches = json.get("oneOf").and_then(Json::as_array);
    if branches.is_some_and(|all| !all.iter().all(is_rule)) && json.get("anyOf").is_none() {
        let branches = json["oneOf"].take();
        json.as_object_mut().unwrap().remove("oneOf");
        json["anyOf"] = branches;
    }
    match json {
        Json::Object(members) => members.values_mut().for_each(ranges),
        Json::Array(items) => items.iter_mut().for_each(ranges),
        _ => {}
    }
    // Among several types the validator takes no integer that is too large for it, alone it does.
    let kinds = json.get("type").and_then(Json::as_array).filter(|kinds| kinds.contains(&json!("integer")));
    if let Some(kinds) = kinds.cloned() {
        let each: Vec<Json> = kinds.iter().map(|kind| json!({ "type": kind })).collect();
        let members = json.as_object_mut().unwrap();
        members.remove("type");
        let all = members.entry("allOf").or_insert_with(|| json!([]));
        all.as_array_mut().unwrap().push(json!({ "anyOf": each }));
    }
}
