//! Several files, groups and resources: what refers to what, and which definitions are one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use codegen_schema::{Bundle, DefId, Diagnostics, Limits, Overlay};

/// A folder of these files, which are named by their paths in it.
fn load(files: &[(&str, &str)], overlay: &str) -> Result<(Bundle, Diagnostics), Diagnostics> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let overlay = Overlay::parse("fixes.toml", &format!("version = 1\n{overlay}"))?;
    Bundle::load(folder.path(), &[overlay], &Limits::default())
}

/// Each definition as `name file pointer`.
fn names(bundle: &Bundle) -> Vec<String> {
    let file = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let all = bundle.iter();
    all.map(|(_, one)| format!("{} {}{}", one.name, file(&one.file), one.schema.pointer)).collect()
}

fn named(files: &[(&str, &str)]) -> Vec<String> {
    names(&load(files, "").map_err(|errors| errors.to_string()).unwrap().0)
}

fn error(files: &[(&str, &str)]) -> (&'static str, String) {
    let one = load(files, "").expect_err("an error").sorted().remove(0);
    (one.id, format!("{} {}", one.message, one.note.unwrap_or_default()))
}

/// What a property of a definition refers to.
fn target<'a>(bundle: &'a Bundle, name: &str, property: &str) -> &'a str {
    let one = bundle.get(bundle.find(name).unwrap()).unwrap();
    let id: DefId = one.schema.object.properties[property].reference.unwrap();
    &bundle.get(id).unwrap().name
}

#[test]
fn different_definitions_of_one_key_are_called_by_what_differs_in_their_places() {
    // The nearest to the root keeps its key.
    let groups = r#"{"definitions": {"Id": {"type": "string"}, "v2": {"Id": {"type": "integer"}}}}"#;
    assert_eq!(
        named(&[("a.json", groups)]),
        ["Id a.json#/definitions/Id", "v2 Id a.json#/definitions/v2/Id"]
    );
    let nested = r#"{"definitions": {"steps": {"docs": {"run": {"type": "string"}, "x": true}, "config": {"run": {"type": "integer"}, "x": true}}}}"#;
    let expected = [
        "config run a.json#/definitions/steps/config/run",
        "docs run a.json#/definitions/steps/docs/run",
        "x a.json#/definitions/steps/config/x",
    ];
    assert_eq!(named(&[("a.json", nested)]), expected);
    let (string, number) =
        (r#"{"definitions": {"D": {"type": "string"}}}"#, r#"{"definitions": {"D": {"type": "number"}}}"#);
    assert_eq!(
        named(&[("a.json", string), ("b.schema.json", number)]),
        ["a D a.json#/definitions/D", "b D b.schema.json#/definitions/D"]
    );
    assert_eq!(
        named(&[("v1/common.json", string), ("v2/common.json", number)]),
        ["v1 D common.json#/definitions/D", "v2 D common.json#/definitions/D"]
    );
    let (a, b) = (r#"{"title": "Config", "type": "object"}"#, r#"{"title": "Config", "type": "array"}"#);
    assert_eq!(named(&[("a.json", a), ("b.json", b)]), ["a a.json#", "b b.json#"]);
}

#[test]
fn a_name_by_place_is_never_that_of_another() {
    let taken = r#"{"definitions": {"Id": {"type": "string"}, "v2": {"Id": {"type": "integer"}}, "V2Id": true, "aV2Id": true, "aId": true}}"#;
    let error = load(&[("a.json", taken)], "").expect_err("an error").sorted().remove(0);
    assert_eq!(error.id, "name-collision");
    let address = "at = \"#/definitions/v2/Id\"\nrename = \"...\"";
    assert!(error.help.unwrap().contains(address));
    let rename = "[[fix]]\nat = \"#/definitions/v2/Id\"\nbecause = \"b\"\nrename = \"Number\"";
    assert!(
        names(&load(&[("a.json", taken)], rename).unwrap().0).iter().any(|one| one.starts_with("Number "))
    );
}

#[test]
fn the_warning_of_names_by_place_has_an_overlay_that_works() {
    let files = [
        ("a.json", r#"{"definitions": {"D": {"type": "string"}}}"#),
        (
            "b.json",
            r##"{"definitions": {"D": {"type": "number"}, "E": {"properties": {"d": {"$ref": "#/definitions/D"}}}}}"##,
        ),
        (
            "c.json",
            r#"{"definitions": {"F": {"properties": {"d": {"$ref": "b.json#/definitions/D"}, "e": {"$ref": "a.json#/definitions/D"}}}}}"#,
        ),
    ];
    let (_, warnings) = load(&files, "").unwrap();
    let warning = warnings.sorted().remove(0);
    assert_eq!(
        (warning.id, warning.message.as_str()),
        ("contested-name", "2 different definitions are called `D`")
    );
    assert_eq!(warning.note.unwrap(), "a.json#/definitions/D is `AD`, b.json#/definitions/D is `BD`");
    assert!(warning.help.unwrap().contains("at = \"a.json#/definitions/D\"\nrename = "));
    let fix =
        |file: &str| format!("[[fix]]\nat = \"{file}#/definitions/D\"\nbecause = \"b\"\nrename = \"Number\"");
    let (bundle, warnings) = load(&files, &fix("b.json")).unwrap();
    assert!(warnings.is_empty());
    // References follow, from whichever file.
    assert_eq!((target(&bundle, "E", "d"), target(&bundle, "F", "d")), ("Number", "Number"));
    assert_eq!(target(&bundle, "F", "e"), "D");
    let missing = load(&files, &fix("z.json")).expect_err("stale").sorted().remove(0);
    assert_eq!(missing.id, "stale-overlay");
}

#[test]
fn a_definition_that_is_only_another_of_its_key_is_that_one() {
    let b = ("b.json", r#"{"definitions": {"D": {"type": "number"}}}"#);
    let a = (
        "a.json",
        r##"{"definitions": {"D": {"$ref": "b.json#/definitions/D"}, "E": {"properties": {"d": {"$ref": "#/definitions/D"}}}}}"##,
    );
    let (bundle, warnings) = load(&[a, b], "").unwrap();
    assert!(warnings.is_empty(), "{warnings}");
    assert_eq!(names(&bundle), ["D b.json#/definitions/D", "E a.json#/definitions/E"]);
    assert_eq!(target(&bundle, "E", "d"), "D");
    let c = ("c.json", r#"{"definitions": {"D": {"$ref": "a.json#/definitions/D"}}}"#);
    assert_eq!(named(&[a, b, c]).len(), 2);
    // What says more is another definition.
    let more = ("a.json", r#"{"definitions": {"D": {"$ref": "b.json#/definitions/D", "minimum": 1}}}"#);
    assert_eq!(named(&[more, b]).len(), 2);
}

#[test]
fn twins_are_one_only_where_all_that_they_refer_to_is() {
    let file = |kind: &str| {
        format!(
            r##"{{"definitions": {{"Id": {{"type": "{kind}"}}, "Of": {{"properties": {{"id": {{"$ref": "#/definitions/Id"}}}}}}, "Same": {{"enum": ["a"]}}}}}}"##
        )
    };
    let (string, number) = (file("string"), file("integer"));
    let (bundle, _) = load(&[("a.json", &string), ("b.json", &number)], "").unwrap();
    let all: Vec<&str> = bundle.iter().map(|(_, one)| one.name.as_str()).collect();
    assert_eq!(all, ["Same", "a Id", "a Of", "b Id", "b Of"]);
    assert_eq!((target(&bundle, "a Of", "id"), target(&bundle, "b Of", "id")), ("a Id", "b Id"));
}

#[test]
fn a_file_is_found_by_its_name_with_escapes() {
    let part = ("parts/my file.json", r#"{"$defs": {"P": {"$anchor": "p", "type": "string"}}}"#);
    for reference in ["my%20file.json#/$defs/P", "%2e/my%20file.json#/$defs/P", "../parts/my%20file.json#p"] {
        let root = format!(r#"{{"$defs": {{"A": {{"properties": {{"p": {{"$ref": "{reference}"}}}}}}}}}}"#);
        let (bundle, _) = load(&[("parts/root.json", &root), part], "").unwrap();
        assert_eq!(target(&bundle, "A", "p"), "P", "{reference}");
    }
    for reference in [
        "parts%2Fmy%20file.json#/$defs/P",
        "%2e%2e/secret.json",
        "my%zz.json",
        "my%+f.json",
        "%00.json",
        "..%2f..%2fetc%2fpasswd",
    ] {
        let root = format!(r#"{{"$defs": {{"A": {{"$ref": "{reference}"}}}}}}"#);
        assert_eq!(error(&[("root.json", &root), part]).0, "reference-outside", "{reference}");
    }
}

#[test]
fn a_pointer_begins_at_the_nearest_id_that_the_draft_knows() {
    let file = |draft: &str, key: &str, groups: &str| {
        format!(
            r##"{{"$schema": "{draft}", "{groups}": {{"Id": {{"type": "string"}}, "A": {{"{key}": "http://x.test/a.json", "{groups}": {{"Id": {{"type": "integer"}}}},
            "properties": {{"id": {{"$ref": "#/{groups}/Id"}}}}}}}}}}"##
        )
    };
    let (seven, later) =
        ("http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2020-12/schema");
    let lead = |text: &str| {
        let (bundle, _) = load(&[("a.json", text)], "").unwrap();
        let one = bundle.get(bundle.find("A").unwrap()).unwrap();
        bundle.get(one.schema.object.properties["id"].reference.unwrap()).unwrap().schema.types
    };
    let integer = Some(codegen_schema::ast::Types::INTEGER);
    assert_eq!(lead(&file(seven, "$id", "definitions")), integer);
    assert_eq!(lead(&file(later, "$id", "$defs")), integer);
    assert_eq!(lead(&file("http://json-schema.org/draft-04/schema#", "id", "definitions")), integer);
    // `id` is a member like any other since draft 6.
    let string = Some(codegen_schema::ast::Types::STRING);
    assert_eq!(lead(&file(seven, "id", "definitions")), string);
    assert_eq!(lead(&file(later, "id", "$defs")), string);
}

#[test]
fn a_pointer_that_forgets_the_id_around_it_is_told_so() {
    let text = r##"{"definitions": {"Id": {"type": "string"}, "A": {"$id": "/a", "properties": {"id": {"$ref": "#/definitions/Id"}}}}}"##;
    let found = load(&[("a.json", text)], "").expect_err("an error").sorted().remove(0);
    assert_eq!(found.id, "unresolved-reference");
    let help =
        "remove that `$id`, by an overlay where the schema is not yours, and `#/definitions/Id` is found";
    assert_eq!(found.help.as_deref(), Some(help));
}

#[test]
fn two_schemas_of_one_anchor_are_told_apart_or_refused_where_it_is_used() {
    let file = |other: &str, reference: &str| {
        format!(
            r#"{{"$defs": {{"A": {{"$anchor": "x", "type": "string"}}, "B": {other}, "C": {{"$ref": "{reference}"}}}}}}"#
        )
    };
    let twice = file(r#"{"$anchor": "x", "type": "integer"}"#, "#x");
    let (id, said) = error(&[("a.json", &twice)]);
    assert_eq!(
        (id, said.as_str()),
        ("ambiguous-reference", "two schemas are called `#x` #/$defs/A and #/$defs/B")
    );
    // Not used, said twice alike, or in another resource: nothing is doubtful.
    for fine in [
        file(r#"{"$anchor": "x", "type": "integer"}"#, "#/$defs/A"),
        file(r#"{"$anchor": "x", "type": "string"}"#, "#x"),
        file(r#"{"$id": "http://x.test/b.json", "$anchor": "x", "type": "integer"}"#, "#x"),
    ] {
        assert!(load(&[("a.json", &fine)], "").is_ok(), "{fine}");
    }
}
