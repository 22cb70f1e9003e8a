//! Every bad schema is an error that names the place, and none is a panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use codegen_schema::{Bundle, Diagnostics, Limits, Severity, locate};

fn load(text: &str) -> Result<Bundle, Diagnostics> {
    Bundle::from_text("bad.json", text, &[], &Limits::default()).map(|(bundle, _)| bundle)
}

/// Each error as `id line:column pointer: message`.
fn errors(text: &str) -> Vec<String> {
    let errors = load(text).expect_err(text).sorted();
    errors
        .into_iter()
        .filter(|one| one.severity == Severity::Error)
        .map(|one| {
            let pointer = one.place.pointer.as_ref();
            let span = one.place.span.clone().or_else(|| locate(text, pointer?));
            let at = span.map_or(0, |span| span.start);
            let line = text[..at].matches('\n').count() + 1;
            let column = at - text[..at].rfind('\n').map_or(0, |start| start + 1) + 1;
            let pointer = pointer.map(ToString::to_string).unwrap_or_default();
            assert!(one.help.is_some(), "no way out: {one}");
            format!("{} {line}:{column} {pointer}: {}", one.id, one.message)
        })
        .collect()
}

fn one(text: &str, expected: &str) {
    assert_eq!(errors(text), [expected], "{text}");
}

#[test]
fn definitions_of_a_group_may_be_called_as_keywords_are() {
    let group = r##"{"access": {"enum": ["a", "b"]}, "description": {"type": "string"},
        "dependencies": {"type": "array", "items": {"$ref": "#/$defs/create/description"}}}"##;
    let bundle = load(&format!("{{\"$defs\": {{\"create\": {group}}}}}")).unwrap();
    let names: Vec<&str> = bundle.iter().map(|(_, one)| one.name.as_str()).collect();
    assert_eq!(names, ["access", "dependencies", "description"]);
    // A keyword of the right form beside it makes it a schema.
    let schema = r#"{"access": {}, "description": {"type": "string"}, "properties": {"a": {}}}"#;
    let bundle = load(&format!("{{\"$defs\": {{\"create\": {schema}}}}}")).unwrap();
    let names: Vec<&str> = bundle.iter().map(|(_, one)| one.name.as_str()).collect();
    assert_eq!(names, ["create"]);
}

#[test]
fn what_is_not_json_is_refused_with_its_line() {
    one("{\n  \"type\": \"object\",\n}", "not-json 3:1 : a comma stands before a closing bracket");
    one("", "not-json 1:1 : the file is empty");
    one("{\"type\": NaN}", "not-json 1:10 : this is no number of JSON");
    one("// comment\n{}", "not-json 1:1 : a comment stands here");
    one("{\"minimum\": 1e999}", "not-json 1:17 : number out of range");
    one("\"\\ud800\"", "not-json 1:8 : unexpected end of hex escape");
    one("{\"a\": 1, \"a\": 2}", "duplicate-key 1:10 : the key \"a\" occurs twice in one object");
}

#[test]
fn nesting_is_limited() {
    let text = "[".repeat(200_000);
    assert!(errors(&text)[0].starts_with("limit-depth 1:128"), "{:?}", errors(&text));
}

#[test]
fn a_byte_order_mark_is_passed_over_and_counted() {
    assert!(load("\u{feff}{\"type\": \"string\"}").is_ok());
    one(
        "\u{feff}{\"type\": \"text\"}",
        "invalid-keyword 1:13 #/type: \"text\" is not a type: null, boolean, integer, number, string, array or object, or an array of these",
    );
}

#[test]
fn what_is_no_schema_is_refused() {
    one("[1]", "not-a-schema 1:1 #: a schema is an object or a boolean, but this file holds an array");
    one("{\"hello\": 1}", "not-a-schema 1:1 #: this JSON object is no JSON Schema: it has no keyword of one");
    one("{\"$defs\": {}}", "not-a-schema 1:1 #: the schema defines nothing: no type can be made");
    one(
        "{\"definitions\": {\"A\": {\"properties\": {\"x\": 5}}}}",
        "not-a-schema 1:44 #/definitions/A/properties/x: a schema is an object or a boolean, but this is a number",
    );
}

#[test]
fn independent_errors_come_all_at_once_and_sorted() {
    let text = r##"{"definitions": {
  "B": {"type": "object", "required": "x", "properties": {"y": {"$ref": "#/definitions/Nope"}}},
  "A": {"type": 5, "enum": {}, "minLength": -1},
  "C": {"multipleOf": 0, "anyOf": [], "allOf": {}}
}}"##;
    insta(
        &errors(text),
        &[
            "invalid-keyword 3:28 #/definitions/A/enum: `enum` must be an array, but it is an object",
            "invalid-keyword 3:45 #/definitions/A/minLength: `minLength` must be a whole number of at least 0, but it is -1",
            "invalid-keyword 3:17 #/definitions/A/type: 5 is not a type: null, boolean, integer, number, string, array or object, or an array of these",
            "unresolved-reference 2:73 #/definitions/B/properties/y/$ref: there is nothing at `#/definitions/Nope`",
            "invalid-keyword 2:39 #/definitions/B/required: `required` must be an array of strings, but it is a string",
            "invalid-keyword 4:48 #/definitions/C/allOf: `allOf` must be an array, but it is an object",
            "invalid-keyword 4:35 #/definitions/C/anyOf: `anyOf` must have at least one schema",
            "invalid-keyword 4:23 #/definitions/C/multipleOf: `multipleOf` must be greater than 0",
        ],
    );
}

fn insta(found: &[String], expected: &[&str]) {
    assert_eq!(found, expected, "{found:#?}");
}

#[test]
fn references_stay_within_the_input() {
    for reference in
        ["http://169.254.169.254/", "file:///etc/passwd", "../secret.json", "other.json#/definitions/A"]
    {
        let text = format!("{{\"definitions\": {{\"A\": {{\"$ref\": \"{reference}\"}}}}}}");
        let found = errors(&text);
        assert!(found[0].starts_with("reference-outside 1:32 #/definitions/A/$ref"), "{found:?}");
    }
}

#[test]
fn references_are_followed_to_schemas_only() {
    let to = |reference: &str| {
        errors(&format!(
            "{{\"definitions\": {{\"A\": {{\"title\": \"x\"}}, \"B\": {{\"$ref\": \"{reference}\"}}}}}}"
        ))
    };
    let at = "1:53 #/definitions/B/$ref";
    assert_eq!(
        to("#/definitions"),
        [format!("not-a-schema {at}: `#/definitions` is a list of schemas by name, not a schema")]
    );
    assert_eq!(
        to("#/definitions/A/title"),
        [format!("not-a-schema {at}: `#/definitions/A/title` is a string, not a schema")]
    );
    assert_eq!(
        to("#/definitions/A/../A"),
        [format!("unresolved-reference {at}: there is nothing at `#/definitions/A/../A`")]
    );
    assert_eq!(
        to("#nowhere"),
        [format!("unresolved-reference {at}: there is no `$anchor` called `nowhere`")]
    );
    assert_eq!(to("#/a%zz"), [format!("unresolved-reference {at}: `#/a%zz` is not a URI")]);
}

#[test]
fn a_misspelt_reference_is_answered_with_the_right_one() {
    let text = r##"{"definitions": {"Thread": {"type": "object"}, "B": {"$ref": "#/definitions/Thraed"}}}"##;
    let error = load(text).expect_err("dangling").sorted().remove(0);
    assert_eq!(
        error.help.as_deref(),
        Some(
            "did you mean `#/definitions/Thread`? Correct it, by an overlay (`replace`) where the schema is not yours"
        )
    );
    for (reference, meant) in [
        ("#definitions/Thread", "did you mean `#/definitions/Thread`?"),
        ("#/", "did you mean `#`, the whole schema? `#/` is a member without a name"),
    ] {
        let text = format!(r#"{{"definitions": {{"Thread": true, "B": {{"$ref": "{reference}"}}}}}}"#);
        let error = load(&text).expect_err("dangling").sorted().remove(0);
        assert_eq!(error.help.as_deref(), Some(meant));
    }
}

#[test]
fn what_json_schema_org_publishes_is_known_where_it_is_referred_to() {
    let names = |text: &str| -> Vec<String> {
        let bundle = load(text).expect(text);
        bundle.iter().map(|(_, one)| one.name.clone()).collect()
    };
    let whole = names(r#"{"definitions": {"A": {"$ref": "http://json-schema.org/draft-07/schema#"}}}"#);
    assert!(whole.contains(&"JsonSchemaDraft07".to_owned()), "{whole:?}");
    // Only what is referred to, beside another of that name.
    let part = names(
        r#"{"definitions": {"stringArray": {"$ref": "http://json-schema.org/draft-04/schema#/definitions/stringArray"}}}"#,
    );
    assert_eq!(part, ["stringArray", "JsonSchemaDraft04 stringArray"]);
    // The input's own comes first; others are not known.
    let own = r#"{"definitions": {
        "A": {"$ref": "http://json-schema.org/draft-07/schema#"},
        "Own": {"$id": "http://json-schema.org/draft-07/schema#", "type": "object"}
    }}"#;
    assert_eq!(names(own), ["A", "Own"]);
    let error =
        load(r#"{"definitions": {"A": {"$ref": "http://json-schema.org/draft-07/schema#/definitions/no"}}}"#);
    assert_eq!(error.expect_err("dangling").sorted().remove(0).id, "unresolved-reference");
}

#[test]
fn limits_are_hit_with_a_message() {
    let limits = Limits { bytes: 10, ..Limits::default() };
    let error = Bundle::from_text("big.json", "{\"type\": \"string\"}", &[], &limits)
        .expect_err("limit")
        .sorted()
        .remove(0);
    assert_eq!(
        (error.id, error.message.as_str()),
        ("limit-bytes", "the schema has 18 bytes, the limit is 10")
    );
    let limits = Limits { definitions: 1, ..Limits::default() };
    let text = r#"{"definitions": {"A": true, "B": true}}"#;
    let error = Bundle::from_text("big.json", text, &[], &limits).expect_err("limit").sorted().remove(0);
    assert_eq!(error.id, "limit-definitions");
}
