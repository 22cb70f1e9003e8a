//! Pairs in which another definition stands in a place, while both are there before and after.

use serde_json::{Value, json};

use super::fixtures::{Pair, object, protocol};

/// `X.y` refers to the one, then to the other.
fn instead(name: &'static str, one: &Value, other: &Value) -> Pair {
    let of = |used: &str| {
        let x = object(&json!({ "y": { "$ref": format!("#/definitions/{used}") } }), &["y"]);
        protocol(&json!({ "X": x, "One": one, "Other": other }))
    };
    Pair { name, old: of("One"), new: of("Other") }
}

/// An object with two members in common with others, and one of its own kind.
fn with(own: &Value, required: &[&str]) -> Value {
    let mut members = json!({ "a": { "type": "string" }, "b": { "type": "integer" } });
    members.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    object(&members, required)
}

fn member(name: &'static str, one: &Value, other: &Value) -> Pair {
    instead(name, &with(&json!({ "c": one }), &["c"]), &with(&json!({ "c": other }), &["c"]))
}

pub fn all() -> Vec<Pair> {
    let values = |all: &[&str]| json!({ "type": "string", "enum": all });
    let text = |format: &str| json!({ "type": "string", "format": format });
    let list = json!({ "type": "array", "items": { "type": "string" } });
    let sized = |max: u32| json!({ "type": "string", "maxLength": max });
    let tagged = |tags: &[&str]| {
        let one = |tag: &&str| object(&json!({ "kind": { "type": "string", "enum": [tag] } }), &["kind"]);
        json!({ "oneOf": tags.iter().map(one).collect::<Vec<_>>() })
    };
    let default = |value: u32| with(&json!({ "c": { "type": "integer", "default": value } }), &[]);
    let node = |own: &str, kind: &str| {
        with(&json!({ "next": { "$ref": format!("#/definitions/{own}") }, "c": { "type": kind } }), &[])
    };
    let two = |a: &str, b: &str| {
        let to = |name: &str| json!({ "$ref": format!("#/definitions/{name}") });
        object(&json!({ "a": to(a), "b": to(b) }), &["a", "b"])
    };
    let of_two =
        |a: &str, b: &str, one: &Value, other: &Value| protocol(&json!({ "X": two(a, b), a: one, b: other }));
    let swapped = |name, one: &Value, other: &Value| Pair {
        name,
        old: of_two("One", "Other", one, other),
        new: of_two("Other", "One", one, other),
    };
    let part = with(&json!({}), &["a"]);
    let base = |x: &Value| protocol(&json!({ "X": x, "Base": part }));
    let (name, more) = (json!({ "$ref": "#/definitions/Base" }), json!({ "required": ["b"] }));
    let own = json!({ "allOf": [name, more] });
    vec![
        Pair { name: "P05 of a name that says more", old: base(&name), new: base(&own) },
        Pair { name: "P06 of what is a name", old: base(&own), new: base(&name) },
        instead("P10 of another", &default(1), &default(2)),
        instead("P03 of another", &default(1), &with(&json!({}), &[])),
        instead("P05 of another", &default(1), &with(&json!({ "c": { "type": "integer" } }), &["c"])),
        member("T07 of another", &text("uri"), &text("email")),
        member("E01 of another", &values(&["p", "q"]), &values(&["p", "q", "r"])),
        instead("T07 of another name", &text("uri"), &text("email")),
        instead("T08 of another name", &sized(5), &sized(4)),
        instead("P07 of another name", &sized(5), &json!({ "type": ["string", "null"], "maxLength": 5 })),
        instead("U01 of another", &tagged(&["p", "q"]), &tagged(&["p", "q", "r"])),
        instead("U02 of another", &tagged(&["p", "q", "r"]), &tagged(&["p", "q"])),
        instead("T01 of one that holds itself", &node("One", "string"), &node("Other", "boolean")),
        instead(
            "T01 of quite another",
            &object(&json!({ "a": { "type": "string" } }), &["a"]),
            &with(&json!({ "a": { "type": "null" }, "d": { "type": "null" } }), &["d"]),
        ),
        swapped("N02 swapped", &with(&json!({ "c": { "type": "null" } }), &[]), &with(&json!({}), &["b"])),
        swapped("N02 swapped lists", &values(&["p", "q"]), &values(&["r", "s"])),
        swapped("N02 swapped names", &sized(5), &json!({ "type": "boolean" })),
        swapped(
            "N02 swapped unions",
            &tagged(&["p", "q"]),
            &json!({ "oneOf": [{ "type": "string" }, list] }),
        ),
    ]
}
