//! What lowering decides that no fixture shows: errors of policies, and words of warnings.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use codegen_ir::schema::{Bundle, Diagnostics, Limits, Place};
use codegen_ir::{Literal, Policy, Profile, Protocol, Shape, lower};

fn compile(text: &str, policy: &Policy) -> Result<(Protocol, Diagnostics), Diagnostics> {
    let (bundle, _) = Bundle::from_text("s.json", text, &[], &Limits::default())?;
    lower(&bundle, policy)
}

fn warnings(text: &str) -> (Protocol, Vec<String>) {
    let (protocol, found) = compile(text, &Policy::default()).unwrap_or_else(|errors| panic!("{errors}"));
    (protocol, found.sorted().iter().map(ToString::to_string).collect())
}

#[test]
fn a_profile_that_finds_nothing_is_an_error() {
    let text = r#"{ "definitions": { "A": { "type": "string" },
        "B": { "type": "object", "x-method": "b", "x-side": "agent", "properties": {} } } }"#;
    for (profile, wanted) in [
        (Profile::Found, Ok(1)),
        (Profile::Declared, Ok(1)),
        (Profile::Messages, Err("no-methods")),
        (Profile::None, Ok(0)),
    ] {
        let profile_place = Some(Place { file: "codegen.toml".to_owned(), ..Place::default() });
        let policy = Policy { profile, profile_place, ..Policy::default() };
        match (compile(text, &policy), wanted) {
            (Ok((protocol, _)), Ok(count)) => assert_eq!(protocol.methods.len(), count, "{profile:?}"),
            (Err(found), Err(id)) => assert_eq!(found.sorted()[0].id, id, "{profile:?}"),
            (found, _) => panic!("{profile:?}: {found:?}"),
        }
    }
}

#[test]
fn branches_that_overlap_are_said_with_a_value_that_fits_both() {
    let (_, found) = warnings(
        r#"{ "definitions": { "U": { "anyOf": [
            { "type": "object", "required": ["a"], "properties": { "a": { "type": "integer", "minimum": 3 } } },
            { "type": "object", "required": ["a", "b"], "properties": { "a": {}, "b": { "type": "string" } } } ] } } }"#,
    );
    let warning = found.iter().find(|one| one.contains("ambiguous-union")).expect("a warning");
    assert!(warning.contains(r#"both accept {"a":3,"b":""}"#), "{warning}");
}

#[test]
fn values_beyond_the_bounds_beside_them_are_left_out() {
    let (protocol, found) = warnings(
        r#"{ "definitions": { "E": { "type": "integer", "enum": [1, 5, 9], "minimum": 2, "exclusiveMaximum": 9 },
            "S": { "enum": ["a", "bb", "ccc"], "minLength": 2, "maxLength": 2, "type": "string" } } }"#,
    );
    let values = |name: &str| -> Vec<Literal> {
        let def = protocol.types.iter().find(|(_, def)| def.name == name).expect(name).1;
        match &def.shape {
            Shape::Enumeration(list) => list.values.iter().map(|one| one.literal.clone()).collect(),
            Shape::Alias(value) => match &value.kind {
                codegen_ir::Type::Literal(literal) => vec![literal.clone()],
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(values("E"), [Literal::Integer(5)]);
    assert_eq!(values("S"), [Literal::String("bb".to_owned())]);
    assert!(found.iter().any(|one| one.contains("within the bounds")), "{found:?}");
}

#[test]
fn null_beside_a_type_is_nullable_as_openapi_has_it() {
    let (protocol, found) = warnings(
        r##"{ "definitions": { "N": { "type": "string" }, "S": { "type": "object", "properties": {
            "plain": { "type": "string", "nullable": true },
            "named": { "allOf": [{ "$ref": "#/definitions/N" }], "nullable": true } } } } }"##,
    );
    let (_, def) = protocol.types.iter().find(|(_, def)| def.name == "S").expect("S");
    let Shape::Struct(body) = &def.shape else { panic!("{def:?}") };
    assert!(body.fields.iter().all(|field| field.value.nullable), "{body:?}");
    assert!(found.is_empty(), "{found:?}");
}
