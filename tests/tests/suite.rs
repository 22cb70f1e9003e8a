//! The JSON Schema Test Suite in three languages: all give the same verdict on each value, which the IR's
//! tests hold against the suite's own.

use std::path::PathBuf;
use std::process::Command;

use codegen_build::{Input, Job};
use codegen_tests::python::Pydantic;
use codegen_tests::rust::{Layout, cargo, package};
use codegen_tests::suite::Suite;
use codegen_tests::typescript::{Compiler, compile, here, project, run, write};
use codegen_tests::{fresh, python, rust, typescript};
use serde_json::{Value, json};

type Outcome = Result<(), String>;

const DRAFTS: [(&str, &str); 2] = [
    ("draft7", "http://json-schema.org/draft-07/schema#"),
    ("draft2020-12", "https://json-schema.org/draft/2020-12/schema"),
];

fn folder(name: &str) -> Result<PathBuf, String> {
    fresh(env!("CARGO_TARGET_TMPDIR"), "suite", name)
}

/// What a draft's types are made from, without tolerance for what the schema does not list.
fn job(suite: &Suite) -> Job {
    let mut job = Job::new(Input::Text("suite.json".to_owned(), suite.schema.clone()));
    job.policy.open_enumerations = false;
    job.policy.open_unions = false;
    job
}

/// Compares what a language said with what was expected of each value.
fn compare(draft: &str, values: &[(String, Value, bool)], verdicts: &str) -> Outcome {
    let verdicts: Vec<Value> = serde_json::from_str(verdicts.trim()).map_err(|error| error.to_string())?;
    assert_eq!(verdicts.len(), values.len(), "{draft}");
    let differ = values.iter().zip(verdicts).filter(|((_, _, accepted), said)| *said != json!(accepted));
    let lines: Vec<String> = differ
        .map(|((name, value, accepted), said)| {
            format!("{draft} {name}: {value}: expected {accepted}, got {said}")
        })
        .collect();
    if lines.is_empty() { Ok(()) } else { Err(lines.join("\n")) }
}

#[test]
fn rust_gives_the_verdicts_of_the_types() -> Outcome {
    let folder = folder("rust")?;
    package(&folder, "2021")?;
    let (mut modules, mut calls, mut expected) = (String::new(), String::new(), Vec::new());
    for (index, (draft, dialect)) in DRAFTS.into_iter().enumerate() {
        let suite = Suite::read(draft, dialect)?;
        assert!(suite.left_out * 4 < suite.groups.len(), "{draft}: {} groups are left out", suite.left_out);
        let module = format!("draft{index}");
        let protocol = rust::generate(job(&suite), &folder.join("src").join(&module), Layout::Tree)?;
        let values = suite.values(&protocol)?;
        modules.push_str(&format!("pub mod {module};\n"));
        calls.push_str("    let mut all = Vec::new();\n");
        for (name, value, _) in &values {
            calls.push_str(&format!("    all.push(verdict::<{module}::{name}>({:?}));\n", value.to_string()));
        }
        calls.push_str("    println!(\"{}\", serde_json::Value::Array(all));\n");
        expected.push((draft, values));
    }
    write(&folder.join("src/main.rs"), &format!("{modules}\n{VERDICT}\nfn main() {{\n{calls}}}\n"))?;
    let said = cargo(&folder, &["run", "--quiet"], &[("RUSTFLAGS", "-A warnings")])?;
    let wrong: Vec<String> = expected
        .iter()
        .zip(said.lines())
        .filter_map(|((draft, values), line)| compare(draft, values, line).err())
        .collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// What the program says of one value.
const VERDICT: &str = r#"
fn verdict<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) -> serde_json::Value {
    let Ok(value) = serde_json::from_str::<T>(text) else { return false.into() };
    let written = serde_json::to_string(&value).unwrap();
    let same = serde_json::from_str::<serde_json::Value>(text).unwrap()
        == serde_json::from_str::<serde_json::Value>(&written).unwrap();
    if same { true.into() } else { format!("written as {written}").into() }
}
"#;

#[test]
fn python_gives_the_verdicts_of_the_types() -> Outcome {
    let folder = folder("python")?;
    for (draft, dialect) in DRAFTS {
        let suite = Suite::read(draft, dialect)?;
        let name = draft.replace('-', "_");
        let protocol = python::generate(job(&suite), &folder.join(&name))?;
        let names = python::names(&protocol)?;
        let values = suite.values(&protocol)?;
        let asked: Vec<Value> =
            values.iter().map(|(name, value, _)| json!([names[name], value.to_string()])).collect();
        let file = format!("{name}.json");
        write(&folder.join(&file), &Value::Array(asked).to_string())?;
        let program = here().join("python/verdicts.py");
        let mut command = Command::new(Pydantic::Newest.programs()?.join("python"));
        command.arg("-W").arg("error").arg(program).args([&name, &file]);
        command.env("PYTHONPATH", folder.display().to_string()).current_dir(&folder);
        compare(draft, &values, &run(&mut command)?)?;
    }
    Ok(())
}

#[test]
fn typescript_takes_what_the_types_accept_but_for_a_reviewed_few() -> Outcome {
    let folder = folder("typescript")?;
    project(&folder, false)?;
    for (draft, dialect) in DRAFTS {
        let suite = Suite::read(draft, dialect)?;
        let protocol = typescript::generate(job(&suite), &folder.join(draft))?;
        let names = typescript::names(&protocol)?;
        let mut text = String::from("import type * as t from \"./index.js\";\n");
        text.push_str("declare function received<const V>(value: V): Mutable<V>;\n");
        text.push_str(
            "type Mutable<V> = V extends object ? { -readonly [K in keyof V]: Mutable<V[K]> } : V;\n",
        );
        let accepted = suite.values(&protocol)?.into_iter().filter(|(_, _, accepted)| *accepted);
        for (count, (name, value, _)) in accepted.enumerate() {
            let name = &names[&name];
            // What is received may hold members that its type does not name.
            text.push_str(&format!("const received{count} = received({value});\n"));
            text.push_str(&format!("export const value{count}: t.{name} = received{count};\n"));
        }
        write(&folder.join(draft).join("values.test.ts"), &text)?;
    }
    let report = compile(Compiler::Seven, &folder).err().unwrap_or_default();
    assert!(!report.contains("types.ts("), "{report}");
    let mut refused = String::new();
    for (draft, _) in DRAFTS {
        let text = std::fs::read_to_string(folder.join(draft).join("values.test.ts"));
        let text = text.map_err(|error| error.to_string())?;
        let lines: Vec<&str> = text.lines().collect();
        for error in report.lines().filter_map(|line| line.strip_prefix(&format!("{draft}/values.test.ts(")))
        {
            let number: usize = error.split(',').next().and_then(|it| it.parse().ok()).unwrap_or_default();
            let what = error.split_once("error ").map_or(error, |(_, what)| what);
            let value =
                lines[number - 2].split_once("received(").map_or("", |(_, it)| it.trim_end_matches(");"));
            refused.push_str(&format!("{draft}: {value}: {what}\n"));
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(here().join("../snapshots/suite"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("typescript", refused));
    Ok(())
}
