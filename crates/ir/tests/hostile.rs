//! Schemas made to harm: bounded in time, answered with words, never a panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use codegen_ir::schema::{Bundle, Diagnostics, Limits, Severity};
use codegen_ir::{Policy, Protocol, Shape, Tagging, ToldApart, Type, Value, lower};

fn compile(text: &str) -> Result<(Protocol, Diagnostics), Diagnostics> {
    let (bundle, mut warnings) = Bundle::from_text("hostile.json", text, &[], &Limits::default())?;
    let (protocol, more) = lower(&bundle, &Policy::default())?;
    warnings.append(more);
    Ok((protocol, warnings))
}

fn definitions(body: &str) -> String {
    format!("{{\"definitions\": {{{body}}}}}")
}

/// The ids and pointers of the errors.
fn errors(body: &str) -> Vec<(&'static str, String)> {
    let errors = compile(&definitions(body)).expect_err(body).sorted();
    errors
        .into_iter()
        .filter(|one| one.severity == Severity::Error)
        .map(|one| {
            assert!(one.help.is_some(), "no way out: {one}");
            (one.id, one.place.pointer.map(|pointer| pointer.to_string()).unwrap_or_default())
        })
        .collect()
}

fn warnings(body: &str) -> (Protocol, Vec<&'static str>) {
    let (protocol, warnings) = compile(&definitions(body)).unwrap_or_else(|errors| panic!("{errors}"));
    (protocol, warnings.sorted().iter().map(|one| one.id).collect())
}

fn within(limit: Duration, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    assert!(start.elapsed() < limit, "took {:?}", start.elapsed());
}

#[test]
fn definitions_of_nothing_but_each_other_have_no_value() {
    let found = errors(r##""A": {"$ref": "#/definitions/B"}, "B": {"$ref": "#/definitions/A"}"##);
    assert_eq!(found[0], ("endless-schema", "#/definitions/A".to_owned()));
    let found = errors(r##""A": {"allOf": [{"$ref": "#/definitions/A"}, {"required": ["x"]}]}"##);
    assert_eq!(found[0].0, "endless-schema");
    let both = r##""A": {"anyOf": [{"$ref": "#/definitions/B"}, {"type": "string"}]}, "B": {"anyOf": [{"$ref": "#/definitions/A"}, {"type": "integer"}]}"##;
    assert_eq!(errors(both)[0].0, "endless-schema");
    let twice = r##""A": {"anyOf": [{"$ref": "#/definitions/A"}, {"$ref": "#/definitions/A"}]}"##;
    assert_eq!(errors(twice)[0], ("endless-schema", "#/definitions/A".to_owned()));
}

#[test]
fn a_union_that_lists_itself_is_what_else_it_lists() {
    let (protocol, _) = warnings(
        r##""A": {"anyOf": [{"$ref": "#/definitions/A"}, {"type": "string"}, {"type": "integer"}]}"##,
    );
    let (_, def) = protocol.types.iter().next().unwrap();
    assert!(matches!(&def.shape, Shape::Union(union) if union.variants.len() == 2));
}

#[test]
fn ten_thousand_definitions_deep_is_no_recursion() {
    let mut body = String::new();
    for index in 0..10_000 {
        let next = index + 1;
        let _ = write!(
            body,
            r##""D{index}": {{"anyOf": [{{"$ref": "#/definitions/D{next}"}}, {{"type": "null"}}]}},"##
        );
    }
    body.push_str(r#""D10000": {"type": "string"}"#);
    within(Duration::from_secs(20), || {
        let (protocol, _) = compile(&definitions(&body)).unwrap_or_else(|errors| panic!("{errors}"));
        assert_eq!(protocol.types.len(), 10_001);
    });
}

/// Thirty definitions, each made of the next one twice and of `more`.
fn bomb(more: &str) -> String {
    let mut body = String::new();
    for index in 0..30 {
        let next = index + 1;
        let reference = format!(r##"{{"$ref": "#/definitions/D{next}"}}"##);
        let _ = write!(body, r#""D{index}": {{"allOf": [{reference}, {reference}{more}]}},"#);
    }
    body.push_str(r#""D30": {"type": "object", "properties": {"x": {"type": "string"}}}"#);
    body
}

#[test]
fn a_bomb_of_references_does_not_go_off() {
    let body = bomb(r#", {"required": ["x"]}"#);
    within(Duration::from_secs(5), || {
        let (protocol, found) = warnings(&body);
        assert_eq!(protocol.types.len(), 31);
        assert!(found.is_empty(), "{found:?}");
        for (_, def) in protocol.types.iter() {
            assert!(matches!(&def.shape, Shape::Struct(body) if body.fields.len() == 1), "{}", def.name);
        }
    });
}

#[test]
fn a_bomb_of_nothing_but_references_is_a_chain_of_names() {
    let body = bomb("");
    within(Duration::from_secs(5), || {
        let (protocol, found) = warnings(&body);
        assert_eq!(protocol.types.len(), 31);
        assert!(found.is_empty(), "{found:?}");
        let structs = protocol.types.iter().filter(|(_, def)| matches!(def.shape, Shape::Struct(_)));
        assert_eq!(structs.count(), 1);
    });
}

/// Whether a value is of such a union, as is asked for defaults and for branches that overlap, is asked once of each.
#[test]
fn unions_of_unions_are_asked_once_each() {
    let mut body = String::new();
    for index in 0..40 {
        let next = format!(r##"{{"$ref": "#/definitions/D{}"}}"##, index + 1);
        let _ = write!(
            body,
            r#""D{index}": {{"anyOf": [{next}, {next}, {{"minLength": 100, "type": "string"}}]}},"#
        );
    }
    body.push_str(r##""D40": {"type": "integer"}, "X": {"properties": {"d": {"$ref": "#/definitions/D0", "default": ""}}}"##);
    within(Duration::from_secs(5), || {
        let (_, found) = warnings(&body);
        assert!(found.contains(&"ambiguous-union") && found.contains(&"bad-default"), "{found:?}");
    });
}

#[test]
fn variants_that_contain_their_union_are_bounded() {
    let variants: Vec<String> = (0..18)
        .map(|index| {
            format!(r##"{{"allOf": [{{"$ref": "#/definitions/U"}}, {{"required": ["k{index}"]}}]}}"##)
        })
        .collect();
    within(Duration::from_secs(20), || {
        let found = errors(&format!(r#""U": {{"oneOf": [{}]}}"#, variants.join(",")));
        assert_eq!(found[0].0, "limit-expansion");
    });
}

#[test]
fn sets_of_required_members_are_a_rule() {
    let sets: Vec<String> = (0..20).map(|index| format!(r#"{{"required": ["p{index}"]}}"#)).collect();
    let (protocol, found) = warnings(&format!(r#""R": {{"type": "object", "oneOf": [{}]}}"#, sets.join(",")));
    assert_eq!(protocol.types.len(), 1);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_tag_that_two_variants_share_is_no_tag() {
    let variant = |extra: &str| {
        format!(
            r#"{{"type": "object", "required": ["t", "{extra}"], "properties": {{"t": {{"const": "a"}}, "{extra}": {{"type": "string"}}}}}}"#
        )
    };
    let (protocol, _) = warnings(&format!(r#""U": {{"oneOf": [{}, {}]}}"#, variant("x"), variant("y")));
    let union = protocol.types.iter().find_map(|(_, def)| match &def.shape {
        Shape::Union(union) => Some(union),
        _ => None,
    });
    let told_apart = ToldApart::InOrder(0, 1);
    assert_eq!(union.unwrap().tagging, Tagging::Untagged { told_apart });
}

#[test]
fn what_no_value_satisfies_is_never_and_said() {
    let (_, found) = warnings(r#""E": {"type": "string", "enum": [1]}"#);
    assert_eq!(found, ["no-value", "value-of-other-type"]);
    let (protocol, _) = warnings(r#""N": false, "I": {"items": [], "type": "array"}"#);
    assert_eq!(protocol.types.len(), 2);
}

#[test]
fn keywords_that_name_code_are_ignored_and_said() {
    let (protocol, found) = warnings(
        r#""A": {"type": "string", "x-rust-type": "evil::T", "tsType": "Evil", "customTypePath": "os.system", "format": "\"; import os"}"#,
    );
    assert_eq!(found, ["unknown-keyword"]);
    assert!(!protocol.to_string().contains("evil"));
}

#[test]
fn methods_must_have_one_name() {
    let union = |method: &str| {
        format!(
            r#""ClientRequest": {{"oneOf": [
              {{"type": "object", "required": ["method"], "properties": {{"method": {{"const": "a"}}}}}},
              {{"type": "object", "required": ["method"], "properties": {{"method": {method}}}}}]}},
              "AResponse": {{"type": "object"}}"#
        )
    };
    let pointer = "#/definitions/ClientRequest/oneOf/1".to_owned();
    for method in [r#"{"type": "string"}"#, r#"{"const": 5}"#, r#"{"enum": ["b", "c"]}"#] {
        assert_eq!(errors(&union(method)), [("method-without-name", pointer.clone())], "{method}");
    }
    assert_eq!(errors(&union(r#"{"const": "b"}"#)), [("method-without-result", pointer)]);
}

/// What is behind a key is not the value itself: null beside such a union stays null.
#[test]
fn a_variant_with_null_behind_its_key_does_not_hold_null() {
    let body = r##""E": {"oneOf": [
            {"enum": ["bare"], "type": "string"},
            {"type": "object", "properties": {"gone": {"type": "null"}}, "required": ["gone"], "additionalProperties": false}
        ]},
        "X": {"type": "object", "properties": {"e": {"anyOf": [{"$ref": "#/definitions/E"}, {"type": "null"}]}}}"##;
    let (protocol, _) = compile(&definitions(body)).unwrap();
    let (_, def) = protocol.types.iter().find(|(_, def)| def.name == "X").unwrap();
    let Shape::Struct(x) = &def.shape else { panic!("{def:?}") };
    assert!(x.fields[0].value.nullable);
}

/// A list of lists of itself that may be null is itself, however often it is looked into.
#[test]
fn what_may_be_null_and_holds_itself_is_one_type() {
    for body in [
        r##""N": {"type": ["array", "null"], "items": {"$ref": "#/definitions/N"}}"##,
        r##""N": {"type": ["array", "null"], "items": {"anyOf": [{"$ref": "#/definitions/N"}, {"type": "null"}]}}"##,
        r##""N": {"type": ["object", "null"], "additionalProperties": {"$ref": "#/definitions/M"}},
            "M": {"anyOf": [{"$ref": "#/definitions/O"}, {"type": "null"}]},
            "O": {"type": ["array", "null"], "items": {"$ref": "#/definitions/N"}}"##,
    ] {
        let (protocol, _) = compile(&definitions(body)).unwrap_or_else(|errors| panic!("{errors}"));
        let (id, _) = protocol.types.iter().find(|(_, def)| def.name == "N").unwrap();
        let value = codegen_ir::Value { kind: codegen_ir::Type::Ref(id), nullable: false };
        let accepts =
            |text: &str| codegen_ir::accepts(&protocol, &value, &serde_json::from_str(text).unwrap());
        assert!(accepts("null"), "{body}");
        assert_eq!(accepts("[null, [null, []]]"), accepts("[]"), "{body}");
        assert!(!accepts("7"), "{body}");
    }
}

/// Each value of these would have to hold another; of those, one need not.
#[test]
fn types_whose_values_have_no_end_are_said() {
    let object = |name: &str, required: &str, next: &str| {
        format!(
            r#""{name}": {{"type": "object", "required": [{required}], "properties": {{"next": {next}}}}}"#
        )
    };
    let to = |name: &str| format!(r##"{{"$ref": "#/definitions/{name}"}}"##);
    let either = |one: &str| format!(r#"{{"anyOf": [{}, {one}]}}"#, to("A"));
    let endless = [object("A", "\"next\"", &to("B")), object("B", "\"next\"", &to("A"))].join(",");
    assert_eq!(warnings(&endless).1, ["no-value", "no-value"]);
    let list = r##""A": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/A"}}"##;
    assert_eq!(warnings(list).1, ["no-value"]);
    for ends in [
        object("A", "", &to("A")),
        object("A", "\"next\"", &either(r#"{"type": "null"}"#)),
        object("A", "\"next\"", &either(r#"{"type": "string"}"#)),
        list.replace("\"minItems\": 1, ", ""),
    ] {
        assert!(warnings(&ends).1.is_empty(), "{ends}");
    }
}

#[test]
fn all_patterns_of_a_string_are_kept() {
    let (protocol, _) = warnings(
        r#""P": {"type": "string", "pattern": "^a", "allOf": [{"pattern": "b$"}, {"pattern": "^a"}]}"#,
    );
    let (_, def) = protocol.types.iter().next().unwrap();
    let Shape::Alias(Value { kind: Type::String(text), .. }) = &def.shape else { panic!("{:?}", def.shape) };
    let said: Vec<_> = text.unchecked().collect();
    assert_eq!(said, [("Pattern", "^a"), ("Pattern", "b$")]);
}
