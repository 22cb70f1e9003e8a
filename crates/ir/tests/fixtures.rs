//! The IR of each feature, as text to be read, and its verdict on values against an independent judge.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use codegen_ir::schema::{Bundle, Json, Limits};
use codegen_ir::{Policy, Protocol, Type, Value, accepts, lower};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn fixtures() -> Vec<(String, PathBuf)> {
    let mut all: Vec<(String, PathBuf)> = std::fs::read_dir(root().join("tests/fixtures"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.strip_suffix(".schema.json")?.to_owned();
            Some((name, path))
        })
        .collect();
    all.sort();
    assert!(all.len() >= 20, "the fixtures are gone");
    all
}

/// The IR and the warnings, under names that are the same on each machine.
fn compile(name: &str, text: &str) -> (Protocol, String) {
    let file = format!("{name}.schema.json");
    let (bundle, mut warnings) = Bundle::from_text(&file, text, &[], &Limits::default()).unwrap();
    let (protocol, more) = lower(&bundle, &Policy::default()).unwrap_or_else(|errors| panic!("{errors}"));
    warnings.append(more);
    (protocol, warnings.to_string())
}

#[test]
fn each_feature_means_what_its_snapshot_says() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots/ir"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, path) in fixtures() {
            let (protocol, warnings) = compile(&name, &std::fs::read_to_string(path).unwrap());
            let text =
                if warnings.is_empty() { protocol.to_string() } else { format!("{protocol}\n{warnings}\n") };
            insta::assert_snapshot!(name, text);
        }
    });
}

type Values = BTreeMap<String, Vec<serde_json::Value>>;

fn values(name: &str, kind: &str) -> Values {
    match std::fs::read_to_string(root().join(format!("tests/values/{name}.{kind}.json"))) {
        Ok(text) => serde_json::from_str(&text).unwrap(),
        Err(_) => Values::new(),
    }
}

/// A validator of another author, for one definition.
fn judge(schema: &serde_json::Value, pointer: &str) -> jsonschema::Validator {
    let mut schema = schema.clone();
    if let Some(members) = schema.as_object_mut() {
        let keep = ["$schema", "$id", "definitions", "$defs"];
        if !pointer.is_empty() {
            members.retain(|key, _| keep.contains(&key.as_str()));
            members.insert("allOf".into(), serde_json::json!([{ "$ref": format!("#{}", encode(pointer)) }]));
        }
    }
    jsonschema::options().should_validate_formats(false).build(&schema).unwrap()
}

fn encode(pointer: &str) -> String {
    pointer.replace('%', "%25").replace(' ', "%20")
}

#[test]
fn the_ir_and_an_independent_validator_agree_on_each_value() {
    let mut tried = 0;
    for (name, path) in fixtures() {
        let text = std::fs::read_to_string(path).unwrap();
        // With the published documents that it refers to.
        let read = Bundle::document_of_text(&name, &text, &[], &Limits::default()).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&read[0].json.to_string()).unwrap();
        let (protocol, _) = compile(&name, &text);
        let find = |wanted: &str| {
            let found = protocol.types.iter().find(|(_, def)| def.name == wanted);
            found.unwrap_or_else(|| panic!("{name}: no type is called {wanted}"))
        };
        let ours = |wanted: &str, value: &serde_json::Value| {
            let json: Json = serde_json::from_str(&value.to_string()).unwrap();
            accepts(&protocol, &Value { kind: Type::Ref(find(wanted).0), nullable: false }, &json)
        };
        for (wanted, list) in values(&name, "accept") {
            let judge = judge(&schema, find(&wanted).1.pointer.as_str());
            for value in list {
                assert!(judge.is_valid(&value), "{name} {wanted}: the judge refuses {value}");
                assert!(ours(&wanted, &value), "{name} {wanted}: the IR refuses {value}");
                tried += 1;
            }
        }
        // Kept by policy, or because the schema is open: the judge's word is not asked.
        for (wanted, list) in values(&name, "keep") {
            for value in list {
                assert!(ours(&wanted, &value), "{name} {wanted}: the IR refuses {value}");
                tried += 1;
            }
        }
        for (wanted, list) in values(&name, "refuse") {
            let judge = judge(&schema, find(&wanted).1.pointer.as_str());
            for case in list {
                let value = &case["value"];
                // What the judge lets pass is refused by a policy that has a name, or not at all.
                let policy = case.get("policy").is_some();
                assert_eq!(judge.is_valid(value), policy, "{name} {wanted}: the judge on {value}");
                assert!(!ours(&wanted, value), "{name} {wanted}: the IR accepts {value}");
                tried += 1;
            }
        }
    }
    assert!(tried > 400, "only {tried} values were tried");
}
