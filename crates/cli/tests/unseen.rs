//! What `diff` says of what types cannot say, and of what is not there any more.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;

use common::{Folder, SCHEMA};
use serde_json::{Value as Json, json};

/// Rules, places and levels for clients and servers of all findings that are not harmless.
fn found(old: &Json, new: &Json) -> Vec<String> {
    let folder = Folder::new();
    folder.write("old.json", &json!({ "definitions": old }).to_string());
    folder.write("new.json", &json!({ "definitions": new }).to_string());
    let ran = folder.run(&["diff", "old.json", "new.json", "--format", "json", "--fail-on", "none"]);
    let all = ran.ends(0).json();
    let text = |one: &Json, key: &str| one[key].as_str().unwrap().to_owned();
    let line = |one: &Json| {
        let [id, name, place, level] = ["id", "name", "place", "clients"].map(|key| text(one, key));
        assert_eq!(level, text(one, "servers"));
        format!("{id} {name}{place} {level}")
    };
    all["changes"].as_array().unwrap().iter().map(line).filter(|line| !line.ends_with("safe")).collect()
}

/// An object with members `x` and `y`, beside other definitions.
fn holding(x: &Json, y: &Json, more: &[(&str, &Json)]) -> Json {
    let mut all = json!({ "A": { "type": "object", "required": ["x"], "properties": { "x": x, "y": y } } });
    more.iter().for_each(|(name, schema)| all[*name] = (*schema).clone());
    all
}

fn unless(names: &[&str]) -> Json {
    json!({ "type": "object", "properties": { "a": {}, "b": {}, "c": {} }, "not": { "required": names } })
}

#[test]
fn what_moves_into_a_definition_or_out_of_it_says_the_same() {
    let (one, other) = (unless(&["a", "b"]), unless(&["b", "c"]));
    let to = |name: &str| json!({ "$ref": format!("#/definitions/{name}") });
    let by_reference =
        json!({ "type": "object", "properties": { "a": {}, "b": {}, "c": {} }, "not": to("N") });
    let n = json!({ "required": ["a", "b"] });
    let in_object = |inner: &Json| json!({ "type": "object", "properties": { "i": inner } });
    let keys =
        json!({ "type": "object", "propertyNames": { "pattern": "^[a-z]+$" }, "not": { "required": ["b"] } });
    for (old, new) in [
        // Into a list of its own, once and twice.
        (
            holding(&keys, &in_object(&keys), &[]),
            holding(
                &json!({ "allOf": [{ "anyOf": [keys] }] }),
                &json!({ "allOf": [in_object(&json!({ "oneOf": [keys] }))] }),
                &[],
            ),
        ),
        // The keyword's schema, the whole type, in two places, and one within another.
        (holding(&one, &json!(true), &[]), holding(&by_reference, &json!(true), &[("N", &n)])),
        (holding(&one, &json!(true), &[]), holding(&to("X"), &json!(true), &[("X", &one)])),
        (holding(&one, &one, &[]), holding(&to("X"), &to("X"), &[("X", &one)])),
        (
            holding(&in_object(&one), &json!(true), &[]),
            holding(&to("Y"), &json!(true), &[("Y", &in_object(&to("X"))), ("X", &one)]),
        ),
    ] {
        assert_eq!(found(&old, &new), Vec::<String>::new(), "{old} {new}");
        assert_eq!(found(&new, &old), Vec::<String>::new(), "{new} {old}");
    }
    // What is said only in one of the places is another thing.
    let plain = json!({ "type": "object", "properties": { "a": {}, "b": {}, "c": {} } });
    let shared = holding(&to("X"), &to("X"), &[("X", &one)]);
    assert_eq!(found(&shared, &holding(&one, &plain, &[])), ["T13 X risky"]);
    assert_eq!(found(&holding(&one, &plain, &[]), &shared), ["T13 X risky"]);
    assert_eq!(found(&shared, &holding(&one, &other, &[])), ["T13 AY breaking", "T13 X risky"]);
    // A definition whose name begins as that of another is not within it.
    let xyz = |inner: &Json| holding(&json!(true), &json!(true), &[("Xyz", &in_object(inner))]);
    let (mut old, mut new) = (xyz(&to("X")), xyz(&plain));
    old["A"]["properties"]["x"] = to("X");
    old["X"] = one.clone();
    new["A"]["properties"]["x"] = one.clone();
    assert_eq!(found(&old, &new), ["T13 X risky"]);
    assert_eq!(
        found(&holding(&one, &other, &[]), &holding(&other, &one, &[])),
        ["T13 AX breaking", "T13 AY breaking"]
    );
}

/// A whole number is the same value by either name; but `1.0` is a spelling that readers of integers refuse.
#[test]
fn a_number_in_steps_of_one_is_an_integer_that_may_be_spelled_otherwise() {
    let list = |items: &Json| json!({ "type": "array", "items": items });
    let number = json!({ "type": "number", "multipleOf": 1 });
    let integer = json!({ "type": "integer" });
    let or_null = |kind: &str| json!({ "type": [kind, "null"], "multipleOf": 5.0 });
    let of = |x: &Json, y: &Json| holding(x, y, &[]);
    let old = of(&number, &list(&or_null("number")));
    let new = of(&integer, &list(&or_null("integer")));
    assert_eq!(found(&old, &new), ["T04 A.x risky", "T04 A.y[] risky"]);
    assert_eq!(found(&new, &old), ["T04 A.x risky", "T04 A.y[] risky"]);
    // Any other difference counts as before.
    for other in [
        json!({ "type": "integer", "format": "int32" }),
        json!({ "type": "integer", "minimum": 0 }),
        json!({ "type": "integer", "multipleOf": 2 }),
    ] {
        let found = found(&of(&number, &json!(true)), &of(&other, &json!(true)));
        assert!(found.contains(&"T04 A.x breaking".to_owned()), "{other} {found:?}");
    }
    for other in [json!({ "type": "number", "multipleOf": 0.5 }), json!({ "type": "number" })] {
        let found = found(&of(&other, &json!(true)), &of(&integer, &json!(true)));
        assert_eq!(found[0], "T04 A.x breaking", "{other}");
    }
}

/// Whoever validates by the schema refuses what a new keyword forbids, and the old reader what an old one did.
#[test]
fn what_a_keyword_forbids_is_weighed_where_it_came_or_went() {
    let plain = json!({ "type": "object", "properties": { "a": {}, "b": {}, "c": {} } });
    let pair =
        |old: &Json, new: &Json| found(&holding(old, &json!(true), &[]), &holding(new, &json!(true), &[]));
    let both = |one: &Json, other: &Json| [pair(one, other), pair(other, one)].concat();
    // Of a schema without methods each side may write: what comes breaks, what goes is a risk.
    assert_eq!(both(&plain, &unless(&["a", "b"])), ["T13 AX breaking", "T13 AX risky"]);
    let steps = |step: f64| json!({ "type": "number", "multipleOf": step });
    assert_eq!(both(&steps(0.5), &steps(0.25)), ["T13 A risky", "T13 A breaking"]);
    assert_eq!(both(&steps(0.5), &json!({ "type": "number" })), ["T13 A risky", "T13 A breaking"]);
    // A condition depends on what is beside it: where more changed, it cannot be weighed.
    let condition = |required: &[&str]| {
        json!({ "type": "object", "properties": { "a": { "type": "string" }, "b": {} }, "required": required,
            "if": { "properties": { "a": { "const": "x" } } }, "then": { "required": ["b"] } })
    };
    let without = |required: &[&str]| {
        let mut schema = condition(required);
        ["if", "then"].iter().for_each(|key| drop(schema.as_object_mut().unwrap().remove(*key)));
        schema
    };
    assert_eq!(both(&without(&["a"]), &condition(&["a"])), ["T13 AX breaking", "T13 AX risky"]);
    assert_eq!(pair(&without(&["a", "b"]), &condition(&["a"])), ["P06 AX.b breaking", "T13 AX risky"]);
}

/// What is gone from a list is not where another has its number now.
#[test]
fn what_is_gone_is_shown_at_what_was_around_it() {
    let folder = Folder::new();
    folder.write("old.json", SCHEMA);
    // Another one, not the same by another name.
    let new = SCHEMA.replace("note/changed", "note/edited").replace("NoteChanged", "NoteEdited");
    folder.write("new.json", &new);
    let ran = folder.run(&["diff", "old.json", "new.json", "--format", "github"]);
    let line = |text: &str| SCHEMA.lines().position(|line| line.contains(text)).unwrap() + 1;
    let gone = ran.stdout.lines().find(|line| line.contains("title=M04")).unwrap();
    assert!(gone.contains(&format!("line={},", line("\"ServerNotification\": {"))), "{gone}");
}

/// A history need not be of use, where nothing says what of it is new.
#[test]
fn entries_are_unused_only_where_it_is_known_which_are_new() {
    let folder = Folder::new();
    folder.write("schema.json", SCHEMA);
    folder.write(
        "accepted.toml",
        "version = 1\n[[accepted]]\nrule = \"E02\"\nplace = \"Color\"\nreason = \"agreed\"\non = \"2026-01-01\"\n",
    );
    let ran = folder.run(&["diff", "schema.json", "schema.json", "--accepted", "accepted.toml"]);
    assert!(ran.ends(0).stderr.is_empty(), "{}", ran.stderr);
}
