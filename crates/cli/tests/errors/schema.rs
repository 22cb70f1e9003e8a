//! A schema that is broken, or none.

use crate::Case;
use crate::common::{CONFIG, Folder};

fn bytes(name: &'static str, id: &'static str, content: &'static [u8]) -> Case {
    Case::new(name, id, move |folder| std::fs::write(folder.path().join("schema.json"), content).unwrap())
}

fn limited(name: &'static str, id: &'static str, limit: &str, schema: &str) -> Case {
    let (config, schema) = (format!("{CONFIG}\n[limits]\n{limit}\n"), schema.to_owned());
    Case::new(name, id, move |folder| {
        folder.write("codegen.toml", &config);
        folder.write("schema.json", &schema);
    })
}

/// Each line of a small file of definitions.
fn definitions(body: &str) -> String {
    format!("{{\n  \"definitions\": {{\n    {body}\n  }}\n}}\n")
}

const ANCHOR_TWICE: &str = "\"A\": { \"$anchor\": \"x\", \"type\": \"string\" },\n    \"B\": { \"$anchor\": \"x\", \"type\": \"integer\" },\n    \"C\": { \"$ref\": \"#x\" }";

pub(crate) fn cases() -> Vec<Case> {
    let of = |name, id, body: &str| Case::of(name, id, definitions(body));
    vec![
        Case::of("not-json-comma", "not-json", "{\n  \"type\": \"object\",\n  \"required\": [\"a\"],\n}\n"),
        Case::of("not-json-comment", "not-json", "{\n  // a note\n  \"type\": \"object\"\n}\n"),
        Case::of("not-json-cut-off", "not-json", "{\n  \"definitions\": {\n    \"A\": { \"type\": \"obj"),
        Case::of("not-json-empty", "not-json", ""),
        Case::of("not-json-yaml", "not-json", "definitions:\n  A:\n    type: object\n"),
        Case::of("not-json-single-quotes", "not-json", "{\n  'type': 'object'\n}\n"),
        Case::of("not-json-nan", "not-json", "{\n  \"type\": \"number\",\n  \"minimum\": NaN\n}\n"),
        Case::of(
            "not-json-two-documents",
            "not-json",
            "{ \"type\": \"object\" }\n{ \"type\": \"string\" }\n",
        ),
        bytes("not-utf-8-utf-16", "not-utf-8", b"\xff\xfe{\0\"\0t\0y\0p\0e\0\"\0:\0\"\0a\0\"\0}\0"),
        bytes("not-utf-8-latin-1", "not-utf-8", b"{\n  \"type\": \"object\",\n  \"title\": \"Caf\xe9\"\n}\n"),
        of(
            "duplicate-key",
            "duplicate-key",
            "\"A\": { \"type\": \"object\" },\n    \"A\": { \"type\": \"string\" }",
        ),
        Case::of(
            "not-a-schema-package",
            "not-a-schema",
            "{\n  \"name\": \"x\",\n  \"version\": \"1.0.0\"\n}\n",
        ),
        Case::of("not-a-schema-array", "not-a-schema", "[\n  { \"type\": \"object\" }\n]\n"),
        of(
            "not-a-schema-property",
            "not-a-schema",
            "\"A\": { \"type\": \"object\", \"properties\": { \"x\": \"string\" } }",
        ),
        of(
            "invalid-keyword",
            "invalid-keyword",
            "\"A\": { \"type\": \"strnig\" },\n    \"B\": { \"type\": \"object\", \"required\": \"x\", \"minProperties\": -1 },\n    \"C\": { \"enum\": \"x\" }",
        ),
        Case::changed(
            "unresolved-reference",
            "unresolved-reference",
            "#/definitions/Color\"",
            "#/definitions/Colour\"",
        ),
        of(
            "unresolved-reference-defs",
            "unresolved-reference",
            "\"A\": true,\n    \"B\": { \"$ref\": \"#/$defs/A\" }",
        ),
        of(
            "reference-outside-http",
            "reference-outside",
            "\"A\": { \"$ref\": \"https://example.com/a.json#/definitions/A\" }",
        ),
        of(
            "reference-outside-file",
            "reference-outside",
            "\"A\": { \"$ref\": \"other.json#/definitions/A\" }",
        ),
        of("ambiguous-reference", "ambiguous-reference", ANCHOR_TWICE),
        of("not-a-schema-reference", "not-a-schema", "\"A\": { \"$ref\": \"#/definitions\" }"),
        of(
            "endless-schema-references",
            "endless-schema",
            "\"A\": { \"$ref\": \"#/definitions/B\" },\n    \"B\": { \"$ref\": \"#/definitions/A\" }",
        ),
        of(
            "endless-schema-all-of",
            "endless-schema",
            "\"A\": { \"type\": \"object\", \"allOf\": [{ \"$ref\": \"#/definitions/A\" }] }",
        ),
        of(
            "name-collision-groups",
            "name-collision",
            "\"Id\": { \"type\": \"string\" },\n    \"v2\": { \"Id\": { \"type\": \"integer\" } },\n    \"V2Id\": true,\n    \"schemaId\": true,\n    \"schemaV2Id\": true",
        ),
        of(
            "name-collision-accent",
            "name-collision",
            "\"cafe\\u0301\": true,\n    \"caf\\u00e9\": { \"type\": \"string\" }",
        ),
        Case::of("limit-depth", "limit-depth", format!("{}{}", "[".repeat(200), "]".repeat(200))),
        limited("limit-bytes", "limit-bytes", "bytes = 1000", crate::SCHEMA).without_line(),
        limited("limit-nodes", "limit-nodes", "nodes = 50", crate::SCHEMA),
        limited("limit-definitions", "limit-definitions", "definitions = 5", crate::SCHEMA),
        limited("limit-name", "limit-name", "name = 20", crate::SCHEMA),
        Case::of("many-errors", "unresolved-reference", many()),
        Case::new("schema-missing", "unreadable-file", |folder| {
            std::fs::remove_file(folder.path().join("schema.json")).unwrap();
        }),
        Case::new("schema-folder-empty", "no-schema", |folder| {
            folder.write("schemas/readme.md", "nothing here yet");
            folder.write("codegen.toml", &CONFIG.replace("\"schema.json\"", "\"schemas\""));
        }),
        Case::new("schema-missing-argument", "unreadable-file", |_| {})
            .args(&["generate", "shcema.json", "--lang", "rust", "--out", "gen"])
            .without_line(),
        Case { folder: Box::new(Folder::new), ..Case::new("no-config", "no-config", |_| {}).without_line() },
    ]
}

fn many() -> String {
    let all: Vec<String> =
        (0..60).map(|index| format!("\"A{index}\": {{ \"$ref\": \"#/definitions/X{index}\" }}")).collect();
    definitions(&all.join(",\n    "))
}
