//! Hostile schemas by the command: what must be refused is refused at its line, with nothing written, and what
//! is harmless gives files. Rows are numbered as in the project's list of hostile inputs; those that
//! must be inert are fixtures (`docs`, `names-*`, `enumerations`, `defaults`), compiled and run in each language.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;

use common::{CONFIG, Folder};

/// A row, definitions with `@` before what is at fault, and the id and pointer of the error.
type Refused = (u8, &'static str, &'static str, &'static str);

const REFUSED: &[Refused] = &[
    (41, r#""cafe\u0301": true, @"caf\u00e9": true"#, "name-collision", "#/definitions/caf\u{e9}"),
    (42, r#""ab": true, @"a\u200db": true"#, "name-collision", "#/definitions/a\\u{200d}b"),
    (45, r#""A": {@"$ref": "http://169.254.169.254/"}"#, "reference-outside", "#/definitions/A/$ref"),
    (46, r#""A": {@"$ref": "file:///etc/passwd"}"#, "reference-outside", "#/definitions/A/$ref"),
    (46, r#""A": {@"$ref": "../secret.json"}"#, "reference-outside", "#/definitions/A/$ref"),
    (
        47,
        r##""A": true, "B": {@"$ref": "#/definitions/A/../B"}"##,
        "unresolved-reference",
        "#/definitions/B/$ref",
    ),
    (
        47,
        r##""A": true, "B": {@"$ref": "#/definitions/%zz"}"##,
        "unresolved-reference",
        "#/definitions/B/$ref",
    ),
    (48, r##""A": {@"$ref": "#/definitions"}"##, "not-a-schema", "#/definitions/A/$ref"),
    (
        48,
        r##""A": {"title": "x"}, "B": {@"$ref": "#/definitions/A/title"}"##,
        "not-a-schema",
        "#/definitions/B/$ref",
    ),
    (
        49,
        r##"@"A": {"$ref": "#/definitions/B"}, "B": {"$ref": "#/definitions/A"}"##,
        "endless-schema",
        "#/definitions/A",
    ),
    (
        50,
        r##""A": {"type": "object", "allOf": [@{"$ref": "#/definitions/A"}]}"##,
        "endless-schema",
        "#/definitions/A/allOf/0",
    ),
    (60, r#""A": {"type": "number", @"multipleOf": 0}"#, "invalid-keyword", "#/definitions/A/multipleOf"),
    (60, r#""A": {"type": "string", @"maxLength": -1}"#, "invalid-keyword", "#/definitions/A/maxLength"),
    (
        69,
        r#""AResponse": true, "ClientRequest": {"oneOf": [{"type": "object", "required": ["method"], "properties": {"method": {"const": "a"}}}, @{"type": "object", "required": ["method"], "properties": {"method": {"type": "string"}}}]}"#,
        "method-without-name",
        "#/definitions/ClientRequest/oneOf/1",
    ),
    (
        69,
        r#""AResponse": true, "ClientRequest": {"oneOf": [{"type": "object", "required": ["method"], "properties": {"method": {"const": "a"}}}, @{"type": "object", "required": ["method"], "properties": {"method": {"enum": ["a", "b"]}}}]}"#,
        "method-without-name",
        "#/definitions/ClientRequest/oneOf/1",
    ),
    (
        69,
        r#""AResponse": true, "ClientRequest": {"oneOf": [{"type": "object", "required": ["method"], "properties": {"method": {"const": "a"}}}, @{"type": "object", "required": ["method"], "properties": {"method": {"const": 5}}}]}"#,
        "method-without-name",
        "#/definitions/ClientRequest/oneOf/1",
    ),
    (72, r#""A": {@"type": []}"#, "invalid-keyword", "#/definitions/A/type"),
];

/// Texts that are no schema at all: the row, the text with `@` before the fault, the id.
const UNREADABLE: &[(u8, &str, &str)] = &[
    (57, r#"{"definitions": {"A": true, @"A": false}}"#, "duplicate-key"),
    (58, r#"{"title": "\ud800@"}"#, "not-json"),
    (59, r#"{"title": "x",@}"#, "not-json"),
    (59, "{@/* a comment */}", "not-json"),
    (59, r#"{"minimum": @NaN}"#, "not-json"),
    (60, r#"{"type": "number", "minimum": 1e99@9}"#, "not-json"),
    (61, r#"{"type": "number", "default": 1e40@0}"#, "not-json"),
];

/// Line and column of the mark, and the text without it.
fn marked(text: &str) -> (String, String) {
    let at = text.find('@').unwrap();
    let line = text[..at].matches('\n').count() + 1;
    let column = at - text[..at].rfind('\n').map_or(0, |at| at + 1) + 1;
    (text.replacen('@', "", 1), format!("schema.json:{line}:{column}"))
}

/// Runs `generate`, which must refuse and leave the files of an earlier run as they are.
fn refuse(row: u8, schema: &str, id: &str, place: &str, pointer: Option<&str>) {
    let folder = Folder::with_protocol();
    folder.run(&["generate"]).ends(0);
    folder.write("schema.json", schema);
    let before: Vec<(String, String)> =
        folder.files().into_iter().map(|file| (file.clone(), folder.read(&file))).collect();
    let ran = folder.run(&["generate"]);
    assert_eq!(ran.code, Some(2), "row {row}: {schema}\n{}", ran.stderr);
    assert_eq!(ran.stdout, "", "row {row}");
    let after: Vec<(String, String)> =
        folder.files().into_iter().map(|file| (file.clone(), folder.read(&file))).collect();
    assert_eq!(before, after, "row {row}");
    let pointer = pointer.map(|pointer| format!(" ({pointer})")).unwrap_or_default();
    let head = format!("error[{id}]: ");
    let error = ran.stderr.split("\n\n").find(|part| part.starts_with(&head));
    let error = error.unwrap_or_else(|| panic!("row {row}: no {id} in\n{}", ran.stderr));
    assert!(error.contains(&format!("--> {place}{pointer}\n")), "row {row}: {place}{pointer} in\n{error}");
    assert!(error.contains("help: "), "row {row}: {error}");
}

#[test]
fn what_must_be_refused_is_refused_at_its_place() {
    for (row, body, id, pointer) in REFUSED {
        let (schema, place) = marked(&format!("{{\n  \"definitions\": {{\n    {body}\n  }}\n}}\n"));
        refuse(*row, &schema, id, &place, Some(pointer));
    }
}

#[test]
fn what_is_no_json_is_refused_at_its_place() {
    for (row, text, id) in UNREADABLE {
        let (schema, place) = marked(text);
        refuse(*row, &schema, id, &place, None);
    }
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    refuse(51, &deep, "limit-depth", "schema.json:1:128", None);
}

#[test]
fn keys_that_are_paths_stay_inside() {
    let keys = [
        "../../etc/x",
        "..\\\\x",
        "/abs",
        "C:\\\\x",
        "con",
        "aux",
        "nul",
        "com1",
        "index",
        "mod",
        "lib",
        "__init__",
    ];
    let body: Vec<String> = keys.iter().map(|key| format!("\"{key}\": {{\"type\": \"object\"}}")).collect();
    // Each is all that one method needs, so that it could be a file of its own.
    let methods: Vec<String> = keys
        .iter()
        .map(|key| format!(
            "{{\"type\": \"object\", \"required\": [\"method\"], \"properties\": {{\"method\": {{\"enum\": [\"{key}\"]}}, \"params\": {{\"$ref\": \"#/definitions/{}\"}}}}}}",
            key.replace('/', "~1")
        ))
        .collect();
    let schema = format!(
        "{{\"definitions\": {{{}, \"ServerNotification\": {{\"oneOf\": [{}]}}}}}}",
        body.join(","),
        methods.join(",")
    );
    let folder = Folder::new();
    folder.write("inner/schema.json", &schema);
    folder.write("inner/codegen.toml", CONFIG);
    folder.run(&["generate", "--config", "inner/codegen.toml"]).ends(0);
    let mut seen = std::collections::BTreeSet::new();
    for file in folder.files() {
        assert!(
            file.starts_with("inner/gen/") || file.ends_with("schema.json") || file.ends_with("codegen.toml"),
            "{file}"
        );
        assert!(seen.insert(file.to_lowercase()), "{file} is there twice where case does not count");
        let stem = file.rsplit('/').next().unwrap().split('.').next().unwrap().to_lowercase();
        assert!(!["con", "aux", "nul", "com1"].contains(&stem.as_str()), "{file}");
    }
}

#[test]
fn names_that_look_the_same_are_said_and_can_be_settled() {
    let folder = Folder::with_protocol();
    folder.write(
        "schema.json",
        r#"{"definitions": {"\u0410ccount": {"type": "object"}, "Account": {"type": "object"}, "foo": {"type": "object"}, "Foo": {"type": "object"}}}"#,
    );
    let ran = folder.run(&["generate"]);
    ran.ends(0).says("warning[confusable-names]").says("warning[contested-name]").says("\\u{410}ccount");
    // What the help says is written as it stands, and it works.
    let help = ran.stderr.split("[names]\n").nth(1).unwrap().lines().next().unwrap().trim().to_owned();
    folder.write("codegen.toml", &format!("{CONFIG}\n[names]\n{help}\n"));
    let ran = folder.run(&["generate"]);
    assert!(!ran.stderr.contains("contested-name"), "{}", ran.stderr);
    assert!(folder.read("gen/python/types.py").contains("class OtherFoo("));
    let optional = "Fooo = { name = \"Bar\", optional = true }";
    folder.write("codegen.toml", &format!("{CONFIG}\n[names]\n{help}\n{optional}\n"));
    folder.run(&["generate"]).ends(0);
    folder.write("codegen.toml", &format!("{CONFIG}\n[names]\n{help}\nFooo = \"Bar\"\n"));
    folder
        .run(&["generate"])
        .ends(2)
        .says("error[stale-name]")
        .says("codegen.toml:18:1")
        .says("did you mean `Foo`?");
    folder.write("codegen.toml", &format!("{CONFIG}\n[names]\nFoo = \"not a name\"\n"));
    folder.run(&["generate"]).ends(2).says("error[wrong-type]").says("codegen.toml:17:7");
}

#[test]
fn warnings_are_turned_off_or_into_errors_by_id() {
    let folder = Folder::with_protocol();
    folder.write(
        "schema.json",
        r#"{"definitions": {"A": {"type": "object", "strange": 1, "required": ["x"]}}}"#,
    );
    folder.run(&["generate"]).ends(0).says("warning[unknown-keyword]").says("warning[undeclared-property]");
    folder
        .run(&["generate", "-D", "unknown-keyword"])
        .ends(2)
        .says("error[unknown-keyword]")
        .says("warning[undeclared");
    folder.run(&["check", "--deny", "warnings"]).ends(2).says("2 errors");
    let ran = folder.run(&["generate", "-A", "unknown-keyword", "-D", "warnings"]);
    ran.ends(2).says("1 error");
    assert!(!ran.stderr.contains("unknown-keyword"), "{}", ran.stderr);
    folder.run(&["generate", "-D", "unknown-keywrd"]).ends(2).says("did you mean `unknown-keyword`?");
    folder.write(
        "codegen.toml",
        &format!("{CONFIG}\n[lints]\nwarnings = \"deny\"\nunknown-keyword = \"allow\"\n"),
    );
    folder.run(&["generate"]).ends(2).says("1 error");
}

#[test]
fn limits_are_hit_with_the_lines_that_raise_them() {
    let schema = |depth: usize| {
        let mut json = r#"{"type": "string"}"#.to_owned();
        for _ in 0..depth {
            json = format!(r#"{{"items": {json}}}"#);
        }
        format!(r#"{{"definitions": {{"A": {{"type": "array", "items": {json}}}, "B": true}}}}"#)
    };
    let folder = Folder::with_protocol();
    folder.write("schema.json", &schema(9));
    for (limit, value) in [("bytes", 20), ("depth", 5), ("nodes", 10), ("name", 4), ("definitions", 1)] {
        folder.write("codegen.toml", &format!("{CONFIG}\n[limits]\n{limit} = {value}\n"));
        let ran = folder.run(&["generate"]);
        ran.ends(2).says(&format!("error[limit-{limit}]")).says("[limits]\n").says("schema.json");
        assert!(ran.stderr.contains(&value.to_string()), "{}", ran.stderr);
        let line = ran.stderr.split("[limits]\n").nth(1).unwrap().lines().next().unwrap().trim().to_owned();
        assert!(line.starts_with(&format!("{limit} = ")), "{line}");
        let ends = |text: &str| {
            folder.write("codegen.toml", text);
            folder.run(&["generate"]).code
        };
        let raised = format!("{CONFIG}\n[limits]\n{line}\n");
        let nodes = limit == "nodes" || limit == "name";
        assert!(ends(&raised) == Some(0) || nodes, "{raised}");
    }
}

#[test]
fn an_expansion_that_is_too_large_is_hit_with_the_line_that_raises_it() {
    let variants: Vec<String> = (0..18)
        .map(|index| {
            format!(r##"{{"allOf": [{{"$ref": "#/definitions/U"}}, {{"required": ["k{index}"]}}]}}"##)
        })
        .collect();
    let folder = Folder::with_protocol();
    folder.write(
        "schema.json",
        &format!(r#"{{"definitions": {{"U": {{"oneOf": [{}]}}}}}}"#, variants.join(",")),
    );
    folder.write("codegen.toml", &format!("{CONFIG}\n[limits]\nexpansion = 100\n"));
    folder
        .run(&["generate"])
        .ends(2)
        .says("error[limit-expansion]")
        .says("100 schemas")
        .says("expansion = 400");
}
