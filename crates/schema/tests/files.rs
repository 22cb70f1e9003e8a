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
            r##"{{"$defs": {{"A": {{"$anchor": "x", "type": "string"}}, "B": {other}, "C": {{"$ref": "{reference}"}}}}}}"##
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
