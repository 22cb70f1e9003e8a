//! What lowering decides that no fixture shows: errors of policies, and words of warnings.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use codegen_ir::schema::{Bundle, Diagnostics, Limits, Place};
use codegen_ir::{ChosenOpenness, Literal, Policy, Profile, Protocol, Shape, lower};

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
            { "type": "object", "required": ["a", "b"], "properties": { "a": { "type": "integer" }, "b": { "type": "string" } } } ] } } }"#,
    );
    let warning = found.iter().find(|one| one.contains("ambiguous-union")).expect("a warning");
    assert!(warning.contains(r#"both accept {"a":3,"b":""}"#), "{warning}");
}

#[test]
fn values_beyond_the_bounds_beside_them_are_left_out() {
    let (protocol, found) = warnings(
        r#"{ "definitions": { "E": { "type": "integer", "enum": [1, 5, 9], "minimum": 2, "exclusiveMaximum": 9 },
            "M": { "enum": [1, 4, 4.5, 7], "multipleOf": 2 },
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
    assert_eq!(
        values("M"),
        [Literal::Integer(4), Literal::Number(serde_json::Number::from_f64(4.0).unwrap())]
    );
    assert_eq!(values("S"), [Literal::String("bb".to_owned())]);
    assert!(found.iter().any(|one| one.contains("within the bounds")), "{found:?}");
}

/// Two choices of lists: a value must be in a list of each.
#[test]
fn values_of_two_choices_are_those_of_both() {
    let list = |values: &str| format!(r#"{{ "type": "string", "enum": [{values}] }}"#);
    let (abc, xy, bcd) = (list(r#""a", "b", "c""#), list(r#""x", "y""#), list(r#""b", "c", "d""#));
    let policy = Policy { open_enumerations: false, open_unions: false, ..Policy::default() };
    let text = format!(
        r#"{{ "definitions": {{
            "Lists": {{ "allOf": [{{ "anyOf": [{abc}, {xy}] }}, {{ "anyOf": [{bcd}, {{ "type": "null" }}] }}] }},
            "Mixed": {{ "allOf": [{{ "anyOf": [{abc}, {{ "type": "integer" }}] }}, {{ "anyOf": [{bcd}, {{ "type": "boolean" }}] }}] }},
            "None": {{ "type": "object", "properties": {{ "n": {{ "allOf": [{{ "anyOf": [{xy}, {{ "type": "null" }}] }}, {{ "anyOf": [{bcd}, {{ "type": "null" }}] }}] }} }} }}
        }} }}"#
    );
    let (protocol, found) = compile(&text, &policy).unwrap_or_else(|errors| panic!("{errors}"));
    assert!(found.sorted().is_empty());
    let accepted = |name: &str, json: &str| {
        let id = protocol.types.iter().find(|(_, def)| def.name == name).expect(name).0;
        let value = codegen_ir::Value { kind: codegen_ir::Type::Ref(id), nullable: false };
        codegen_ir::accepts(&protocol, &value, &serde_json::from_str(json).unwrap())
    };
    for name in ["Lists", "Mixed"] {
        for json in [r#""b""#, r#""c""#] {
            assert!(accepted(name, json), "{name}: {json}");
        }
        for json in [r#""a""#, r#""x""#, r#""d""#, "1", "true", "null"] {
            assert!(!accepted(name, json), "{name}: {json}");
        }
    }
    assert!(accepted("None", r#"{"n": null}"#) && !accepted("None", r#"{"n": "x"}"#));
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

#[test]
fn whether_a_fraction_is_a_multiple_is_said_not_to_be_checked() {
    let (_, found) = warnings(r#"{ "definitions": { "M": { "enum": [0.5, 0.75], "multipleOf": 0.5 } } }"#);
    let said = |one: &String| one.contains("widened") && one.contains("whether 0.5 is a `multipleOf` 0.5");
    assert!(found.iter().any(said), "{found:?}");
}

/// Too many pairs of branches: what each branch of the second choice requires is kept.
#[test]
fn what_many_branches_require_is_a_rule() {
    let tagged = |tag: usize| {
        format!(r#"{{"type": "object", "required": ["k"], "properties": {{"k": {{"const": "v{tag}"}}}}}}"#)
    };
    let tagged: Vec<String> = (0..40).map(tagged).collect();
    let (protocol, found) = warnings(&format!(
        r#"{{ "definitions": {{ "U": {{ "type": "object", "oneOf": [{}], "anyOf": [
            {{"type": "object", "required": ["x"], "properties": {{"x": {{"const": 1}}}}}},
            {{"type": "object", "required": ["y", "z"], "properties": {{"y": {{"const": 1}}}}}}] }} }} }}"#,
        tagged.join(", ")
    ));
    assert!(found.iter().any(|one| one.contains("so many branches of `anyOf`")), "{found:?}");
    let accepted = |members: &str| {
        let json = serde_json::from_str(&format!("{{\"k\": \"v3\"{members}}}")).unwrap();
        let (id, _) = protocol.types.iter().find(|(_, def)| def.name == "U").unwrap();
        let value = codegen_ir::Value { kind: codegen_ir::Type::Ref(id), nullable: false };
        codegen_ir::accepts(&protocol, &value, &json)
    };
    assert!(accepted(", \"x\": 1"));
    assert!(accepted(", \"y\": 1, \"z\": null"));
    assert!(!accepted(", \"y\": 1"));
    assert!(!accepted(""));
}

#[test]
fn a_named_const_is_open_only_where_the_policy_names_it() {
    let text = r#"{ "definitions": { "C": { "const": "a" }, "E": { "enum": ["a"] } } }"#;
    let is_open = |name: &str, policy: &Policy| {
        let (protocol, _) = compile(text, policy).unwrap();
        let def = protocol.types.iter().find(|(_, def)| def.name == name).unwrap().1;
        matches!(&def.shape, Shape::Enumeration(list) if list.openness == codegen_ir::Openness::Open)
    };
    let named = {
        let chosen = ChosenOpenness { open: true, optional: false, place: Place::default() };
        Policy { openness: [("C".to_owned(), chosen)].into(), ..Policy::default() }
    };
    assert_eq!([is_open("C", &Policy::default()), is_open("C", &named)], [false, true]);
    assert!(is_open("E", &Policy::default()));
}

/// A list of objects is closed, though it has the looks of a union with tags, and is held against what is beside it.
#[test]
fn listed_objects_are_all_that_there_are() {
    let (protocol, found) = warnings(
        r#"{ "definitions": {
            "Tagged": { "enum": [{"kind": "a"}, {"kind": "b"}] },
            "Keyed": { "enum": [{"a": 1}, {"b": 2}, "x", "y"], "required": ["a"] },
            "Patterns": { "enum": [{"x-a": 1}, {"x-b": "b"}, {"c": 1}],
                "patternProperties": { "^x-": { "type": "integer" } }, "additionalProperties": false },
            "Short": { "enum": [[1], [1, 2]], "maxItems": 1, "not": { "type": "string" } },
            "Parts": { "enum": [{"a": 1}, {"a": "x"}],
                "allOf": [{ "properties": { "a": { "anyOf": [{ "minimum": 2 }, { "type": "integer" }] } } }] } } }"#,
    );
    let refused = found.iter().filter(|one| one.contains("what the keywords ask for")).count();
    assert_eq!(refused, 3, "{found:?}");
    let accepted = |name: &str, text: &str| {
        let (id, _) = protocol.types.iter().find(|(_, def)| def.name == name).unwrap();
        let value = codegen_ir::Value { kind: codegen_ir::Type::Ref(id), nullable: false };
        codegen_ir::accepts(&protocol, &value, &serde_json::from_str(text).unwrap())
    };
    for (name, text) in [
        ("Tagged", r#"{"kind": "a"}"#),
        ("Keyed", r#"{"a": 1}"#),
        ("Keyed", r#""x""#),
        ("Patterns", r#"{"x-a": 1}"#),
        ("Short", "[1]"),
        ("Parts", r#"{"a": 1}"#),
        ("Parts", r#"{"a": "x"}"#),
    ] {
        assert!(accepted(name, text), "{name} {text}");
    }
    for (name, text) in [
        ("Tagged", r#"{"kind": "c"}"#),
        ("Keyed", r#"{"b": 2}"#),
        ("Keyed", r#"{"c": 2}"#),
        ("Keyed", r#""z""#),
        ("Patterns", r#"{"x-b": "b"}"#),
        ("Patterns", r#"{"c": 1}"#),
        ("Short", "[1, 2]"),
    ] {
        assert!(!accepted(name, text), "{name} {text}");
    }
}

/// The result of each request of a schema, or the errors.
fn results(requests: &[(&str, &str)], answers: &[&str]) -> Result<(Vec<String>, String), String> {
    let branches: Vec<String> = requests
        .iter()
        .map(|(method, params)| {
            format!(
                r##"{{"type": "object", "required": ["method", "params"], "properties":
                {{"method": {{"const": "{method}"}}, "params": {{"$ref": "#/definitions/{params}"}}}}}}"##
            )
        })
        .collect();
    let names = requests.iter().map(|(_, params)| *params).chain(answers.iter().copied());
    let names: std::collections::BTreeSet<&str> = names.collect();
    let objects: Vec<String> =
        names.iter().map(|name| format!(r#""{name}": {{"type": "object", "properties": {{}}}}"#)).collect();
    let text = format!(
        r#"{{"definitions": {{"ClientRequest": {{"oneOf": [{}]}}, {}}}}}"#,
        branches.join(","),
        objects.join(",")
    );
    let (protocol, warnings) = compile(&text, &Policy::default()).map_err(|found| found.to_string())?;
    let name = |method: &codegen_ir::Method| match method.result.as_ref().map(|value| &value.kind) {
        Some(codegen_ir::Type::Ref(id)) => protocol.types[*id].name.clone(),
        other => format!("{other:?}"),
    };
    Ok((protocol.methods.iter().map(name).collect(), warnings.to_string()))
}

#[test]
fn of_methods_that_share_params_each_has_its_own_result() {
    let shared = [("read", "ReadParams"), ("seek", "ReadParams")];
    assert_eq!(
        results(&shared, &["ReadResponse", "SeekResponse"]).unwrap().0,
        ["ReadResponse", "SeekResponse"]
    );
    // What one of them is called may not be the other's, and that is said.
    let (names, warnings) = results(&shared, &["ReadResponse"]).unwrap();
    assert_eq!(names, ["ReadResponse", "ReadResponse"]);
    assert!(warnings.contains("the result of `seek` is taken to be `ReadResponse`"), "{warnings}");
    assert!(!warnings.contains("the result of `read`"), "{warnings}");
    // Where none is called so, what is made for the params is for all.
    let pages = [("read", "PageParams"), ("seek", "PageParams")];
    assert_eq!(results(&pages, &["PageResponse"]).unwrap().0, ["PageResponse", "PageResponse"]);
    // Params of one method say more than its name.
    let alone = [("read", "ReadAllParams")];
    assert_eq!(results(&alone, &["ReadResponse", "ReadAllResponse"]).unwrap().0, ["ReadAllResponse"]);
}

#[test]
fn a_pattern_that_takes_one_text_leaves_one_of_the_values_beside_it() {
    let task = |name: &str| {
        format!(
            r#"{{ "required": ["task"], "properties": {{ "task": {{ "pattern": "^{name}@1$" }}, "{name}": {{ "type": "string" }} }} }}"#
        )
    };
    let names = ["Ant", "Bash", "Cmd"];
    let listed =
        names.map(|name| format!(r#"{{ "description": "{name}", "enum": ["{name}@1"] }}"#)).join(", ");
    let (protocol, found) = warnings(&format!(
        r#"{{ "definitions": {{ "Task": {{ "type": "object", "properties": {{ "task": {{ "anyOf": [{listed}] }} }},
            "anyOf": [{}] }} }} }}"#,
        names.map(task).join(", ")
    ));
    let def = protocol.types.iter().find(|(_, def)| def.name == "Task").expect("Task").1;
    let Shape::Union(union) = &def.shape else { panic!("{def:?}") };
    let tags: Vec<&str> = union.variants.iter().flat_map(|one| &one.tags).map(String::as_str).collect();
    assert_eq!(tags, ["Ant@1", "Bash@1", "Cmd@1"]);
    // One type each, and no list of all in each of them.
    assert_eq!(protocol.types.len(), 4, "{:?}", protocol.types);
    assert!(found.iter().all(|one| !one.contains("value-of-other-type")), "{found:?}");
}

#[test]
fn a_choice_that_several_types_are_made_of_is_said_once_to_let_in_more() {
    let (_, found) = warnings(
        r##"{ "definitions": {
            "Both": { "type": "object", "oneOf": [
                { "type": "object", "required": ["a"], "properties": { "a": { "type": "string" } } },
                { "type": "object", "required": ["b"], "properties": { "b": { "type": "string" } } } ] },
            "N": { "allOf": [{ "$ref": "#/definitions/Both" }, { "type": "object", "properties": { "n": { "type": "integer" } } }] },
            "M": { "allOf": [{ "$ref": "#/definitions/Both" }, { "type": "object", "required": ["m"], "properties": { "m": { "type": "integer" } } }] }
        } }"##,
    );
    let [only] = found.as_slice() else { panic!("{found:#?}") };
    assert!(only.contains(r#"both accept {"a":"","b":""}"#), "{only}");
}
