//! What two bundles say where no type expresses it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use codegen_schema::{Document, Limits, Place, Pointer, Sayings};

/// Whether a place says the same in two files, whichever side is asked.
fn same(place: &str, old: (&str, &str), new: (&str, &str)) -> bool {
    let read = |(name, text): (&str, &str)| {
        let document = Document::parse(name, text, &Limits::default()).unwrap();
        Document { path: Some(name.into()), ..document }
    };
    let (a, b) = ([read(old)], [read(new)]);
    let mut sayings = Sayings::new([&a, &b]);
    let at = |file: &str| Place { file: file.to_owned(), pointer: Pointer::parse(place), span: None };
    let there = sayings.is_same(0, &at(old.0));
    assert_eq!(there, sayings.is_same(1, &at(new.0)), "{place}");
    there
}

/// The same for two schemas of one definition.
fn says(place: &str, old: &str, new: &str) -> bool {
    let whole = |one: &str| {
        format!(r#"{{"definitions": {{"A": {one}, "B": {{"type": "string", "description": "b"}}}}}}"#)
    };
    same(place, ("old.json", &whole(old)), ("new.json", &whole(new)))
}

#[test]
fn keywords_that_belong_together_are_compared_together() {
    let at = "/definitions/A/if";
    let of = |then: &str| format!(r#"{{"if": {{"required": ["a"]}}, "then": {then}}}"#);
    assert!(says(at, &of(r#"{"required": ["b"]}"#), &of(r#"{"required": ["b"], "description": "!"}"#)));
    assert!(!says(at, &of(r#"{"required": ["b"]}"#), &of(r#"{"required": ["c"]}"#)));
    assert!(!says(at, &of("true"), r#"{"if": {"required": ["a"]}, "then": true, "else": false}"#));
    let at = "/definitions/A/contains";
    let of = |more: &str| format!(r#"{{"contains": {{"type": "string"}}{more}, "minItems": 1}}"#);
    assert!(!says(at, &of(""), &of(r#", "minContains": 2"#)));
    assert!(!says(at, &of(r#", "maxContains": 3"#), &of(r#", "maxContains": 2"#)));
    assert!(says(at, &of(""), &of("").replace('1', "2")));
    let at = "/definitions/A/patternProperties";
    let of = |rest: &str| {
        format!(
            r#"{{"patternProperties": {{"^a": true, "^b": {{"type": "null"}}}}, "additionalProperties": {rest}}}"#
        )
    };
    assert!(!says(at, &of("true"), &of(r#"{"type": "string"}"#)));
    let at = "/definitions/A/dependentSchemas/a";
    let of = |more: &str| format!(r#"{{"dependentSchemas": {{"a": {{"minProperties": 2}}{more}}}}}"#);
    assert!(!says(at, &of(""), &of(r#", "b": {"minProperties": 3}"#)));
}

/// The words of a schema, and the order of what has none, say nothing about values.
#[test]
fn words_and_order_say_nothing() {
    let at = "/definitions/A/not";
    let old =
        r#"{"not": {"enum": [1, 2], "title": "x", "properties": {"title": {"type": ["null", "string"]}}}}"#;
    let new = r#"{"not": {"enum": [2, 1], "x-y": 1, "properties": {"title": {"type": ["string", "null"]}}}}"#;
    assert!(says(at, old, new));
    let other = r#"{"not": {"enum": [2, 1], "properties": {"name": {"type": ["string", "null"]}}}}"#;
    assert!(!says(at, old, other));
}

#[test]
fn references_are_followed_whatever_files_are_called() {
    let at = "/definitions/A/not";
    let whole = |file: &str, kind: &str| {
        format!(
            r##"{{"definitions": {{"A": {{"not": {{"$ref": "{file}#/definitions/B"}}}},
                "B": {{"properties": {{"b": {{"$ref": "#/definitions/B"}}, "c": {{"$ref": "#/definitions/C"}}}}}},
                "C": {{"type": "{kind}", "description": "{file}"}}}}}}"##
        )
    };
    let (old, new) = (whole("old.json", "string"), whole("new.json", "string"));
    assert!(same(at, ("old.json", &old), ("new.json", &new)));
    assert!(same(at, ("a/old.json", &whole("", "string")), ("b/old.json", &whole("", "string"))));
    assert!(!same(at, ("old.json", &old), ("new.json", &whole("new.json", "null"))));
    assert!(!same(
        at,
        ("old.json", &old),
        ("new.json", r#"{"definitions": {"A": {"not": {"type": "null"}}}}"#)
    ));
}

/// Which branches may fit together is said by the branches, not by what is far behind them.
#[test]
fn branches_are_compared_but_not_what_is_far_behind_them() {
    let whole = |one: &str, two: &str| {
        format!(
            r##"{{"definitions": {{"A": {{"oneOf": [{{"$ref": "#/definitions/B"}}, {{"type": "object"}}]}},
                "B": {{"properties": {{"c": {{"$ref": "#/definitions/C"}}}}, "minProperties": {one}}},
                "C": {{"maxLength": {two}}}}}}}"##
        )
    };
    let old = whole("1", "1");
    let at = "/definitions/A/oneOf";
    assert!(same(at, ("a.json", &old), ("a.json", &whole("1", "2"))));
    assert!(!same(at, ("a.json", &old), ("a.json", &whole("2", "1"))));
}
