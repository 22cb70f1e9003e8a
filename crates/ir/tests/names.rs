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

/// Pydantic writes the name of each property into its title: another definition of that name renames nothing.
#[test]
fn a_title_that_nobody_chose_names_no_type() {
    let text = |title: &str, other: &str| {
        format!(
            r#"{{ "definitions": {{ {other} "Task": {{ "type": "object", "properties": {{
                "run_mode": {{ "title": "{title}", "enum": ["a", "b"] }},
                "place": {{ "title": "Place", "type": "object", "properties": {{ "x": {{ "type": "string" }} }} }}
            }} }} }} }}"#
        )
    };
    assert_eq!(names(&text("Run Mode", "")), ["Place", "Task", "TaskRunMode"]);
    let other = r#""RunMode": { "enum": ["c", "d"] },"#;
    assert_eq!(names(&text("Run Mode", other)), ["Place", "RunMode", "Task", "TaskRunMode"]);
    // What an author calls a type is its name, and so is what is spelled as one.
    assert_eq!(names(&text("How To Run", "")), ["How To Run", "Place", "Task"]);
    assert_eq!(names(&text("RunMode", "")), ["Place", "RunMode", "Task"]);
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

/// The names of a definition's types, without those of the definition's own.
fn of_union(union: &str) -> Vec<String> {
    let mut all = names(&format!(r#"{{ "definitions": {{ "U": {union} }} }}"#));
    all.retain(|name| name != "U");
    all
}

#[test]
fn branches_are_told_apart_by_what_they_say_and_not_by_their_places() {
    let branch = |kind: &str, rest: &str| {
        format!(r#"{{ "type": "object", "properties": {{ "kind": {kind}, "spec": {{}}{rest} }} }}"#)
    };
    let any_of = |branches: &[String]| of_union(&format!(r#"{{ "anyOf": [{}] }}"#, branches.join(", ")));
    let git = branch(r#"{ "enum": ["git"] }"#, "");
    // A constant that need not be there.
    let hub = branch(r#"{ "const": "hub" }"#, "");
    assert_eq!(any_of(&[git.clone(), hub.clone()]), ["GitU", "HubU"]);
    // In any order, and beside branches that say nothing of it.
    let none = r#"{ "type": "object", "required": ["a", "b", "c"] }"#.to_owned();
    let three = any_of(&[none, hub, git]);
    assert!(three.contains(&"GitU".to_owned()) && three.contains(&"HubU".to_owned()), "{three:?}");
    // A pattern that takes one text.
    let task = |name: &str| branch(&format!(r#"{{ "type": "string", "pattern": "^{name}@2$" }}"#), "");
    assert_eq!(any_of(&[task("Bash"), task("Go")]), ["Bash2U", "Go2U"]);
    // The kind of the member that they are called by.
    let codes = |kind: &str| {
        format!(r#"{{ "type": "object", "required": ["codes"], "properties": {{ "codes": {kind} }} }}"#)
    };
    let list = codes(r#"{ "type": "array", "items": { "type": "integer" } }"#);
    assert_eq!(any_of(&[codes(r#"{ "type": "integer" }"#), list]), ["CodesIntegerU", "CodesListU"]);
    // Members that are symbols.
    let symbol = |name: &str| {
        format!(
            r#"{{ "type": "object", "required": ["{name}"], "properties": {{ "{name}": {{ "type": "string" }} }} }}"#
        )
    };
    assert_eq!(any_of(&[symbol("=="), symbol("<")]), ["EqualEqualU", "LessU"]);
}

#[test]
fn what_is_within_a_merged_member_goes_by_the_steps_to_it() {
    let branch = |task: &str| {
        format!(
            r#"{{ "required": ["task"], "properties": {{ "task": {{ "const": "{task}" }},
            "inputs": {{ "properties": {{ "how": {{ "enum": ["{task}", "fast"] }} }} }} }} }}"#
        )
    };
    let found = of_union(&format!(
        r#"{{ "type": "object", "properties": {{ "inputs": {{ "type": "object" }} }}, "anyOf": [{}, {}] }}"#,
        branch("make"),
        branch("ant")
    ));
    assert!(found.contains(&"UMakeInputsHow".to_owned()), "{found:?}");
    assert!(found.contains(&"UAntInputsHow".to_owned()), "{found:?}");
}

#[test]
fn places_of_tuples_are_words() {
    let item = |name: &str| {
        format!(r#"{{ "type": "object", "required": ["{name}"], "properties": {{ "{name}": {{}} }} }}"#)
    };
    let found = of_union(&format!(r#"{{ "type": "array", "prefixItems": [{}, {}] }}"#, item("a"), item("b")));
    assert_eq!(found, ["UFirst", "USecond"]);
}

#[test]
fn what_is_there_at_several_places_goes_by_the_steps_to_it() {
    let point = r#"{ "title": "Geo Point", "type": "object", "required": ["type", "at"],
        "properties": { "type": { "enum": ["Point"] }, "at": { "type": "object", "properties": { "x": {} } } } }"#;
    let line = r#"{ "title": "Geo Line", "type": "object", "required": ["type", "ends"],
        "properties": { "type": { "enum": ["Line"] }, "ends": { "type": "array", "items": { "type": "object", "properties": { "y": {} } } } } }"#;
    let feature = format!(
        r#"{{ "title": "Geo Feature", "type": "object", "required": ["type", "geometry"],
        "properties": {{ "type": {{ "enum": ["Feature"] }}, "geometry": {{ "oneOf": [{point}, {line}] }} }} }}"#
    );
    let found = names(&format!(r#"{{ "title": "Geo", "oneOf": [{point}, {line}, {feature}] }}"#));
    assert!(found.iter().any(|name| name == "GeoFeatureGeometryPointAt"), "{found:?}");
    assert!(found.iter().any(|name| name == "GeoFeatureGeometryLineEndsItem"), "{found:?}");
    let is_odd =
        |name: &&String| name.contains("OneOf") || name.contains("Items") || name.contains(char::is_numeric);
    assert_eq!(found.iter().find(is_odd), None);
    // Nor does another definition rename any.
    let more = format!(
        r#"{{ "title": "Geo", "definitions": {{ "Other": {{ "enum": ["a"] }} }}, "oneOf": [{point}, {line}, {feature}] }}"#
    );
    assert_eq!(names(&more).into_iter().filter(|name| name != "Other").collect::<Vec<_>>(), found);
}

/// The names of the variants of a union, in order.
fn variants(text: &str, union: &str) -> Vec<String> {
    let (protocol, _) = compile(text, "").unwrap_or_else(|errors| panic!("{errors}"));
    let (_, def) = protocol.types.iter().find(|(_, def)| def.name == union).expect(union);
    let codegen_ir::Shape::Union(union) = &def.shape else { panic!("{union}: {:?}", def.shape) };
    union.variants.iter().map(|variant| variant.name.clone()).collect()
}

#[test]
fn branches_of_one_kind_are_called_by_what_they_hold() {
    let text = r##"{ "definitions": {
        "Maps": { "anyOf": [
            { "type": "object", "additionalProperties": { "type": "string" } },
            { "type": "object", "additionalProperties": { "$ref": "#/definitions/Point" } } ] },
        "Lists": { "anyOf": [
            { "type": "array", "items": { "type": "string" } },
            { "type": "array", "items": { "$ref": "#/definitions/Point" } } ] },
        "Twins": { "anyOf": [
            { "type": "object", "properties": { "x": { "type": "integer" }, "y": {}, "z": {} } },
            { "type": "object", "properties": { "x": { "type": "string" }, "y": {}, "z": {} } } ] },
        "Words": { "oneOf": [
            { "enum": ["a", "b", "c", "d"] }, { "enum": ["e", "f"] }, { "type": "integer" } ] },
        "Point": { "type": "object", "properties": { "x": { "type": "number" } } } } }"##;
    assert_eq!(variants(text, "Maps"), ["String Map", "Point Map"]);
    assert_eq!(variants(text, "Lists"), ["String List", "Point List"]);
    assert_eq!(variants(text, "Twins"), ["x Integer", "x String"]);
    assert_eq!(variants(text, "Words"), [r#""a" and more"#, r#""e" "f""#, "Integer"]);
}

#[test]
fn no_branch_is_called_by_a_uuid_that_says_something_else() {
    let branch = |id: &str, name: &str| {
        format!(
            r#"{{ "type": "object", "required": ["id"], "properties": {{
                "id": {{ "const": "marking--{id}" }}, "name": {{ "const": "{name}" }} }} }}"#
        )
    };
    let (white, green) = ("613f2e26-407d-48c7-9eca-b8e91df99dc9", "34098fce-860f-48ae-8e50-ebd3cc5e41da");
    let text = format!(
        r#"{{ "definitions": {{ "Marking": {{ "oneOf": [{}, {}] }} }} }}"#,
        branch(white, "TLP:WHITE"),
        branch(green, "TLP:GREEN")
    );
    assert_eq!(variants(&text, "Marking"), ["TLP:WHITE", "TLP:GREEN"]);
    assert_eq!(names(&text), ["Marking", "TlpGreenMarking", "TlpWhiteMarking"]);
}

#[test]
fn where_definitions_have_both_names_of_a_type_it_is_called_by_its_kind() {
    let text = r#"{ "definitions": {
        "Shape": { "oneOf": [
            { "type": "object", "required": ["a"], "properties": { "a": { "type": "string" } } },
            { "type": "object", "required": ["b"], "properties": { "b": { "type": "string" } } } ] },
        "AShape": { "type": "string" },
        "ShapeA": { "type": "string" } } }"#;
    assert_eq!(names(text), ["AShape", "BShape", "Shape", "ShapeA", "ShapeAObject"]);
}

#[test]
fn branches_that_are_closed_to_each_other_s_members_are_called_by_them() {
    let text = r#"{ "definitions": { "C": {
        "type": "object", "properties": { "name": { "type": "string" } }, "additionalProperties": false,
        "oneOf": [{ "properties": { "a": { "type": "string" } } }, { "properties": { "b": { "type": "string" } } }] } } }"#;
    assert_eq!(variants(text, "C"), ["a", "b"]);
}
