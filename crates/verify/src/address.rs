//! A document as the validator reads it, and the addresses in it.

use serde_json::{Value, json};

use crate::endless::without_itself;

/// The validator reads addresses to the letter, and takes schemas of its own for some: the document is put so that
/// it reads what is meant.
pub(crate) fn readable(document: &mut Value) {
    plain(document);
    without_itself(document, "");
    renamed(document);
    with_null(document);
    // What only the draft before the newest has calls for it, where none is named too. Elsewhere the two are one, and
    // the validator follows more references in the newest.
    let older = needs_2019(document);
    if let Value::Object(members) = document {
        match members.get("$schema").and_then(Value::as_str) {
            None if older => _ = members.insert("$schema".to_owned(), DRAFT_2019.into()),
            Some(DRAFT_2019) if !older => _ = members.insert("$schema".to_owned(), DRAFT_2020.into()),
            _ => {}
        }
    }
}

/// Says what `nullable: true` means where the validator knows it: null is taken too.
fn with_null(json: &mut Value) {
    if let Value::Object(members) = json
        && members.get("nullable") == Some(&json!(true))
    {
        match (members.get("type"), members.get("$ref")) {
            (Some(Value::String(one)), _) => _ = members.insert("type".to_owned(), json!([one, "null"])),
            (None, Some(Value::String(target))) => {
                let choice = json!([{ "$ref": target }, { "type": "null" }]);
                members.remove("$ref");
                members.insert("anyOf".to_owned(), choice);
            }
            _ => {}
        }
        if let Some(one) = members.remove("const") {
            members.insert("enum".to_owned(), json!([one]));
        }
        // Each part, in its turn.
        for part in members.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Value::Object(part) = part {
                part.insert("nullable".to_owned(), json!(true));
            }
        }
        for (list, null) in [
            ("enum", Value::Null),
            ("anyOf", json!({ "type": "null" })),
            ("oneOf", json!({ "type": "null" })),
        ] {
            if let Some(list) = members.get_mut(list).and_then(Value::as_array_mut)
                && !list.contains(&null)
            {
                list.push(null);
            }
        }
    }
    match json {
        Value::Object(members) => {
            members.iter_mut().filter(|(key, _)| !is_data(key)).for_each(|(_, member)| with_null(member));
        }
        Value::Array(items) => items.iter_mut().for_each(with_null),
        _ => {}
    }
}

pub(crate) const DRAFT_2019: &str = "https://json-schema.org/draft/2019-09/schema";
pub(crate) const DRAFT_2020: &str = "https://json-schema.org/draft/2020-12/schema";

/// Whether a schema lists its first items in `items`, or refers to what is around it.
pub(crate) fn needs_2019(json: &Value) -> bool {
    match json {
        Value::Object(members) => members.iter().any(|(key, member)| match key.as_str() {
            "items" if member.is_array() => true,
            "$recursiveRef" | "$recursiveAnchor" => true,
            key => !is_data(key) && needs_2019(member),
        }),
        Value::Array(items) => items.iter().any(needs_2019),
        _ => false,
    }
}

/// Whether a keyword holds values, not schemas.
pub(crate) fn is_data(key: &str) -> bool {
    matches!(key, "enum" | "const" | "default" | "examples")
}

fn plain(json: &mut Value) {
    match json {
        Value::Object(members) => {
            match members.get("$schema").and_then(Value::as_str).map(dialect) {
                Some(Some(known)) => _ = members.insert("$schema".to_owned(), known.into()),
                // Nobody knows what it is: the newest, as where none is named.
                Some(None) => _ = members.remove("$schema"),
                None => {}
            }
            // No type checks a pattern, and what is none is no reason to judge nothing.
            members.retain(|key, member| {
                key != "pattern"
                    || !member.is_string()
                    || jsonschema::options().build(&json!({ "pattern": member })).is_ok()
            });
            // A list of no first items says nothing, and is refused by older drafts: what follows it is all items.
            for (list, others) in [("items", "additionalItems"), ("prefixItems", "items")] {
                if members.get(list).and_then(Value::as_array).is_some_and(Vec::is_empty) {
                    members.remove(list);
                    if let Some(others) = members.get(others).filter(|others| !others.is_array()).cloned() {
                        members.insert("items".to_owned(), others);
                    }
                }
            }
            for (key, member) in members {
                match (key.as_str(), member) {
                    (key, _) if is_data(key) => {}
                    ("$id", Value::String(id)) => *id = encoded(named(id)),
                    ("$ref", Value::String(target)) => *target = encoded(target),
                    (_, member) => plain(member),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(plain),
        _ => {}
    }
}

/// The draft that an address of a dialect stands for, as the validator calls it.
fn dialect(address: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 6] = [
        ("draft-03/", "http://json-schema.org/draft-04/schema#"),
        ("draft-04/", "http://json-schema.org/draft-04/schema#"),
        ("draft-06/", "http://json-schema.org/draft-06/schema#"),
        ("draft-0", "http://json-schema.org/draft-07/schema#"),
        ("draft/2019-09/", DRAFT_2019),
        ("draft/2020-12/", DRAFT_2020),
    ];
    let (_, path) = address.split_once("json-schema.org/")?;
    KNOWN.iter().find(|(start, _)| path.starts_with(start)).map(|(_, known)| *known)
}

/// The name of a document may not end in the name of a place in it; `#` and a name alone are such a place.
fn named(id: &str) -> &str {
    match id.split_once('#') {
        Some((file, place)) if !file.is_empty() && !place.is_empty() => file,
        _ => id,
    }
}

/// The letters that no address may hold, as those of a template.
fn encoded(address: &str) -> String {
    let mut text = String::new();
    for letter in address.chars() {
        if matches!(letter, ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}') {
            text.push_str(&format!("%{:02X}", u32::from(letter)));
        } else {
            text.push(letter);
        }
    }
    text
}

/// A document may be a metaschema, or hold one as a definition: the validator would take its own instead.
fn renamed(document: &mut Value) {
    const OFFICIAL: [&str; 2] = ["http://json-schema.org/draft-", "https://json-schema.org/draft/"];
    let groups = ["definitions", "$defs"].into_iter().filter_map(|key| document.get(key)?.as_object());
    let named = groups.flatten().map(|(_, one)| one);
    let own =
        |one: &Value| ["$id", "id"].into_iter().find_map(|key| one.get(key)?.as_str().map(str::to_owned));
    let mut held = std::iter::once(&*document).chain(named).filter_map(own).collect::<Vec<_>>();
    held.retain(|id| OFFICIAL.iter().any(|official| id.starts_with(official)));
    if !held.is_empty() {
        each_address(document, &|text| {
            let whole = text.split('#').next().unwrap_or_default();
            if held.iter().any(|id| whole == id.trim_end_matches('#')) {
                text.insert_str(0, "codegen://own/");
            }
        });
    }
}

pub(crate) fn each_address(json: &mut Value, change: &dyn Fn(&mut String)) {
    match json {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(text) if matches!(key.as_str(), "$ref" | "$id" | "id") => change(text),
                    member => each_address(member, change),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_address(item, change)),
        _ => {}
    }
}

/// Whether all references are pointers into the document, and nothing in it but the whole has an address of its own.
pub(crate) fn is_plain(document: &Value) -> bool {
    match document {
        Value::Object(members) => {
            let own = |key: &str, member: &Value| key == "$id" && member.is_string();
            members.iter().all(|(key, member)| own(key, member) || is_plain_member(key, member))
        }
        other => is_plain_within(other),
    }
}

fn is_plain_within(json: &Value) -> bool {
    match json {
        Value::Object(members) => members.iter().all(|(key, member)| is_plain_member(key, member)),
        Value::Array(items) => items.iter().all(is_plain_within),
        _ => true,
    }
}

fn is_plain_member(key: &str, member: &Value) -> bool {
    match (key, member) {
        ("$ref", Value::String(text)) => text == "#" || text.starts_with("#/"),
        ("$id" | "$anchor" | "$dynamicRef" | "$recursiveRef", Value::String(_))
        | ("unevaluatedProperties" | "unevaluatedItems", _) => false,
        (_, member) => is_plain_within(member),
    }
}

/// References into the document from a schema that lies outside of it.
pub(crate) fn rebase(json: &mut Value, base: &str) {
    match json {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(text) if key == "$ref" && text.starts_with('#') => text.insert_str(0, base),
                    member => rebase(member, base),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rebase(item, base)),
        _ => {}
    }
}

pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let hex = more.get(..2).and_then(|two| std::str::from_utf8(two).ok()).filter(|_| first == b'%');
        if let Some(byte) = hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            bytes.push(byte);
            rest = &more[2..];
        } else {
            bytes.push(first);
            rest = more;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mut document: Value) -> Value {
        readable(&mut document);
        document
    }

    #[test]
    fn dialects_are_known_by_what_they_say() {
        let said = |address: &str| read(json!({ "$schema": address }))["$schema"].clone();
        assert_eq!(
            said("https://json-schema.org/draft-07/schema"),
            "http://json-schema.org/draft-07/schema#"
        );
        assert_eq!(
            said("http://json-schema.org/draft-04/hyper-schema"),
            "http://json-schema.org/draft-04/schema#"
        );
        assert_eq!(said("https://json-schema.org/draft/2020-12/schema#"), DRAFT_2020);
        assert_eq!(said("https://json-schema.org/schema"), Value::Null);
        assert_eq!(said("https://example.org/dialect"), Value::Null);
    }

    #[test]
    fn a_list_of_items_is_no_schema_of_the_newest_draft() {
        let items = json!({ "properties": { "a": { "items": [true] } } });
        assert_eq!(read(items)["$schema"], DRAFT_2019);
        let data = json!({ "properties": { "a": { "const": { "items": [1] } } } });
        assert_eq!(read(data).get("$schema"), None);
    }

    #[test]
    fn a_list_of_no_items_says_nothing() {
        assert_eq!(read(json!({ "items": [], "minItems": 1 })), json!({ "minItems": 1 }));
        let others = json!({ "additionalItems": { "type": "null" }, "items": { "type": "null" } });
        assert_eq!(read(json!({ "items": [], "additionalItems": { "type": "null" } })), others);
        assert_eq!(read(json!({ "prefixItems": [], "items": false })), json!({ "items": false }));
    }

    #[test]
    fn names_of_documents_are_addresses() {
        let named = |id: &str| read(json!({ "$id": id }))["$id"].clone();
        assert_eq!(named("release#git"), "release");
        assert_eq!(named("#git"), "#git");
        assert_eq!(named("https://example.org/{{ name }}"), "https://example.org/%7B%7B%20name%20%7D%7D");
        assert_eq!(
            named("https://json-schema.org/draft/2020-12/meta/core"),
            "codegen://own/https://json-schema.org/draft/2020-12/meta/core"
        );
        let oldest = "http://json-schema.org/draft-04/schema";
        let held =
            read(json!({ "definitions": { "Schema": { "id": oldest } }, "$ref": format!("{oldest}#/id") }));
        assert_eq!(held["definitions"]["Schema"]["id"], format!("codegen://own/{oldest}"));
        assert_eq!(held["$ref"], format!("codegen://own/{oldest}#/id"));
    }

    #[test]
    fn what_is_no_pattern_is_not_judged() {
        let schema =
            json!({ "properties": { "pattern": { "pattern": "[z-a]" }, "b": { "pattern": "^a$" } } });
        let wanted = json!({ "properties": { "pattern": {}, "b": { "pattern": "^a$" } } });
        assert_eq!(read(schema), wanted);
    }

    #[test]
    fn only_the_whole_of_a_plain_document_has_an_address() {
        let inner = json!({ "$id": "a", "$defs": { "b": { "$ref": "#/$defs/b" } } });
        assert!(is_plain(&inner));
        assert!(!is_plain(&json!({ "$defs": { "c": inner } })));
        assert!(!is_plain(&json!({ "$ref": "other.json" })));
    }
}
