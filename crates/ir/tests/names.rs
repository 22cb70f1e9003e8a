//! Names of types that have none of their own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use codegen_ir::schema::{Bundle, Diagnostics, Limits, Overlay, Place};
use codegen_ir::{ChosenName, Policy, Protocol, lower};

fn compile(text: &str, overlay: &str) -> Result<(Protocol, Diagnostics), Diagnostics> {
    let overlay = Overlay::parse("fixes.toml", &format!("version = 1\n{overlay}"))?;
    let (bundle, _) = Bundle::from_text("s.json", text, &[overlay], &Limits::default())?;
    lower(&bundle, &Policy::default())
}

/// The names of all types, in order.
fn names(text: &str) -> Vec<String> {
    let (protocol, _) = compile(text, "").unwrap_or_else(|errors| panic!("{errors}"));
    let mut names: Vec<String> = protocol.types.iter().map(|(_, def)| def.name.clone()).collect();
    names.sort();
    names
}

/// The help of the only error.
fn refused(text: &str, id: &str) -> String {
    let errors = compile(text, "").expect_err("an error").sorted();
    let errors: Vec<_> = errors.into_iter().filter(|one| one.id == id).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    errors[0].to_string()
}

#[test]
fn one_place_merged_with_several_is_called_by_what_it_is_merged_with() {
    let branch = |name: &str, inner: &str| {
        format!(
            r#""{name}": {{ "properties": {{ "minify": {{ "type": "object", "properties": {{ "{name}": {inner} }} }} }} }}"#
        )
    };
    let own = r#"{ "type": "boolean" }"#;
    let text = |branches: &str, base: &str| {
        format!(
            r##"{{ "definitions": {{ {branches}, "bundle": {{ "required": ["out"], "properties": {{ "out": {{ "type": "string" }}, "minify": {base} }},
            "oneOf": [{{ "$ref": "#/definitions/js" }}, {{ "$ref": "#/definitions/css" }}] }} }} }}"##
        )
    };
    let plain = r#"{ "type": "object", "properties": { "on": { "type": "boolean" } } }"#;
    let found = names(&text(&format!("{}, {}", branch("js", own), branch("css", own)), plain));
    for name in ["bundleMinifyInJs", "bundleMinifyInCss", "jsMinify", "cssMinify"] {
        assert!(found.iter().any(|one| one == name), "{found:?}");
    }
    // So are the types within it.
    let union = r#"{ "oneOf": [
        { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "a" } } },
        { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "b" } } } ] }"#;
    let found = names(&text(&format!("{}, {}", branch("js", own), branch("css", own)), union));
    let within = found.iter().filter(|name| name.ends_with("InJs") || name.ends_with("InCss")).count();
    assert_eq!(within, 6, "{found:?}");
}

#[test]
fn a_file_may_stand_before_the_place_in_the_table_of_names() {
    let folder = tempfile::tempdir().unwrap();
    for (file, kind) in [("a.json", "string"), ("b.json", "integer")] {
        let text = format!(
            r#"{{ "definitions": {{ "Of": {{ "type": "object", "properties": {{ "id": {{ "type": "object", "properties": {{ "x": {{ "type": "{kind}" }} }} }} }} }} }} }}"#
        );
        std::fs::write(folder.path().join(file), text).unwrap();
    }
    let (bundle, _) = Bundle::load(folder.path(), &[], &Limits::default()).unwrap();
    let mut policy = Policy::default();
    for (at, name) in
        [("b.json#/definitions/Of", "Second"), ("b.json#/definitions/Of/properties/id", "SecondId")]
    {
        let entry = ChosenName { name: name.to_owned(), optional: false, place: Place::default() };
        policy.names.insert(at.to_owned(), entry);
    }
    let (protocol, _) = lower(&bundle, &policy).unwrap();
    let mut names: Vec<&str> = protocol.types.iter().map(|(_, def)| def.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Second", "SecondId", "a Of", "a OfId"]);
}

#[test]
fn a_method_that_is_listed_twice_is_said_with_both_places() {
    let message = |method: &str, params: &str| {
        format!(
            r##"{{ "type": "object", "required": ["id", "method", "params"], "properties": {{ "id": {{ "type": "integer" }}, "method": {{ "const": "{method}" }}, "params": {{ "$ref": "#/definitions/{params}" }} }} }}"##
        )
    };
    let text = format!(
        r#"{{ "definitions": {{ "ClientRequest": {{ "oneOf": [{}, {}, {}] }}, "AParams": {{ "type": "object" }}, "BParams": {{ "type": "object" }},
        "AResponse": {{ "type": "object" }}, "BResponse": {{ "type": "object" }}, "CResponse": {{ "type": "object" }} }} }}"#,
        message("a", "AParams"),
        message("c", "BParams"),
        message("a", "BParams")
    );
    let said = refused(&text, "duplicate-method");
    assert!(
        said.contains(
            "`ClientRequest` lists the method `a` twice\n  at s.json #/definitions/ClientRequest/oneOf/2"
        ),
        "{said}"
    );
    assert!(said.contains("the other message is #/definitions/ClientRequest/oneOf/0"), "{said}");
    let fix = &said[said.find("[[fix]]").unwrap()..];
    let (protocol, _) = compile(&text, &fix.replace("...", "listed twice")).unwrap();
    assert_eq!(protocol.methods.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["a", "c"]);
}

#[test]
fn a_title_that_is_a_sentence_or_an_address_is_no_name_but_says_something() {
    let text = |title: &str| {
        format!(
            r#"{{ "definitions": {{ "Of": {{ "type": "object", "properties": {{ "x": {{ "title": "{title}", "type": "object", "properties": {{ "a": {{}} }} }} }} }} }} }}"#
        )
    };
    for title in [
        "The name of it.",
        "Is it there?",
        "The name of the person or entity that owns the exclusive rights",
        "See https://example.com/of",
    ] {
        let (protocol, _) = compile(&text(title), "").unwrap();
        let def = protocol.types.iter().map(|(_, def)| def).find(|def| def.name == "OfX");
        let docs = def.unwrap_or_else(|| panic!("{title}: {:?}", names(&text(title)))).docs.text.as_deref();
        assert_eq!(docs, Some(title));
    }
    for title in ["Exclusive Rights", "Name of the app of it"] {
        assert!(names(&text(title)).iter().any(|name| name == title), "{title}");
    }
    let root =
        r#"{ "title": "JSON schema for the configuration of a tool", "type": "object", "properties": {} }"#;
    assert_eq!(names(root), ["s"]);
}
