//! The generated TypeScript in its own tools.

use std::collections::BTreeMap;
use std::path::PathBuf;

use codegen_build::{Input, Job};
use codegen_tests::recorded;
use codegen_tests::typescript::{
    COMPILERS, Values, compile, features, fixture, generate, generate_with, here, lint, names, node, npm,
    prettier, program, project, unwritable, write,
};
use codegen_tests::{fresh, readme};

type Outcome = Result<(), String>;

/// A folder for what a test generates; it stays there to be looked at.
fn folder(name: &str) -> Result<PathBuf, String> {
    fresh(env!("CARGO_TARGET_TMPDIR"), "typescript", name)
}

#[test]
fn fixtures_accept_and_refuse_what_the_values_say() -> Outcome {
    let folder = folder("fixtures")?;
    project(&folder, false)?;
    let unwritable = unwritable()?;
    for feature in features()? {
        let package = folder.join(&feature);
        let protocol =
            generate(fixture(&feature), &package).map_err(|error| format!("{feature}: {error}"))?;
        let names = names(&protocol)?;
        let name = |schema: &str| {
            names
                .get(schema)
                .cloned()
                .ok_or_else(|| format!("{feature}: the values speak of an unknown type {schema}"))
        };
        let none = std::collections::BTreeMap::default();
        let text = program(&Values::read(&feature)?, unwritable.get(&feature).unwrap_or(&none), &name)?;
        write(&package.join("values.test.ts"), &text)?;
    }
    for compiler in COMPILERS {
        compile(compiler, &folder)?;
    }
    Ok(())
}

#[test]
fn fixtures_are_laid_out_as_prettier_does() -> Outcome {
    let folder = folder("layout")?;
    for feature in features()? {
        generate(fixture(&feature), &folder.join(&feature)).map_err(|error| format!("{feature}: {error}"))?;
    }
    prettier(&folder)
}

#[test]
fn programs_of_users_compile_and_run() -> Outcome {
    for (bundler, name) in [(false, "program-node"), (true, "program-bundler")] {
        let folder = folder(name)?;
        project(&folder, bundler)?;
        generate(recorded::job("0.163.0-experimental")?, &folder.join("protocol"))?;
        for file in ["program.ts", "run.ts"] {
            std::fs::copy(here().join("typescript").join(file), folder.join(file))
                .map_err(|error| error.to_string())?;
        }
        write(&folder.join("readme.ts"), &readme("ts", "isServerNotification")?)?;
        for compiler in COMPILERS {
            compile(compiler, &folder)?;
            node(&folder.join("dist/run.js"), &[], &folder)?;
        }
    }
    Ok(())
}

/// What the table of methods lets a client send is what the messages of the schema let it.
#[test]
fn a_client_sends_the_params_that_the_schema_wants() -> Outcome {
    let folder = folder("params")?;
    project(&folder, false)?;
    generate(fixture("methods-params"), &folder.join("package"))?;
    write(&folder.join("client.ts"), CLIENT)?;
    COMPILERS.iter().try_for_each(|compiler| compile(*compiler, &folder))
}

const CLIENT: &str = r#"
import type { Call, ClientRequests } from "./package/index.js";

export function run(call: Call<ClientRequests>): void {
  void call("clear", null);
  // @ts-expect-error The message must have its params.
  void call("clear");
  void call("poll");
  void call("poll", { any: ["thing"] });
  void call("halt");
  // @ts-expect-error The message is closed.
  void call("halt", null);
}
"#;

#[test]
fn the_strictest_lints_find_nothing_in_the_real_bundle_and_in_what_uses_it() -> Outcome {
    let folder = folder("lints")?;
    project(&folder, false)?;
    generate(recorded::job("0.163.0-experimental")?, &folder.join("protocol"))?;
    lint(&folder)
}

#[test]
fn real_bundles_compile_and_take_the_recorded_messages() -> Outcome {
    let folder = folder("app-server")?;
    project(&folder, false)?;
    let versions = [
        ("0.133.0-stable", None),
        ("0.133.0-experimental", Some("0.133.0")),
        ("0.163.0-stable", None),
        ("0.163.0-experimental", Some("0.163.0")),
        ("0.169.0-stable", None),
        ("0.169.0-experimental", Some("0.169.0")),
    ];
    for (version, recording) in versions {
        let package = folder.join(version);
        let protocol =
            generate(recorded::job(version)?, &package).map_err(|error| format!("{version}: {error}"))?;
        let Some(recording) = recording else { continue };
        let (keep, _) = recorded::values(&protocol, &recorded::recording(recording))?;
        let names = names(&protocol)?;
        let name = |schema: &str| names.get(schema).cloned().ok_or_else(|| schema.to_owned());
        let unwritable = without_known_members(&keep);
        let values = Values { keep, ..Values::default() };
        write(&package.join("recorded.test.ts"), &program(&values, &unwritable, &name)?)?;
    }
    for compiler in COMPILERS {
        compile(compiler, &folder)?;
    }
    for (version, recording) in versions {
        if recording.is_some() {
            std::fs::remove_file(folder.join(version).join("recorded.test.ts"))
                .map_err(|error| error.to_string())?;
        }
    }
    std::fs::remove_dir_all(folder.join("dist")).map_err(|error| error.to_string())?;
    prettier(&folder)
}

/// The recorder asks every runtime for the threads of a project, which the oldest does not know:
/// TypeScript refuses an object that has nothing in common with its type.
fn without_known_members(values: &recorded::Values) -> BTreeMap<String, Vec<usize>> {
    let params = serde_json::json!({ "projectId": "none" });
    let mut places = BTreeMap::new();
    for (name, values) in values {
        let unknown = |value: &serde_json::Value| {
            *value == params || value["method"] == "thread/list" && value["params"] == params
        };
        let found: Vec<usize> = (0..values.len()).filter(|place| unknown(&values[*place])).collect();
        places.insert(name.clone(), found);
    }
    places
}

#[test]
fn hostile_text_stays_text() -> Outcome {
    let folder = folder("hostile")?;
    project(&folder, false)?;
    let schema = here().join("typescript/hostile.schema.json");
    generate(Job::new(Input::Path(schema)), &folder.join("package"))?;
    prettier(&folder)?;
    for compiler in COMPILERS {
        compile(compiler, &folder)?;
    }
    let script = here().join("typescript/items.cjs");
    let npm = npm()?.to_str().ok_or("a path that is no text")?;
    let package = folder.join("package");
    let found = node(&script, &[npm, package.to_str().ok_or("a path that is no text")?], &folder)?;
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/typescript");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("hostile-items", found));
    Ok(())
}

#[test]
fn integers_are_exact_by_option() -> Outcome {
    let folder = folder("bigint-fixture")?;
    project(&folder, false)?;
    let options = serde_json::json!({ "integers": "bigint" });
    generate_with(fixture("integers"), &folder.join("package"), options)?;
    prettier(&folder)?;
    let text = std::fs::read_to_string(folder.join("package/types.ts")).map_err(|error| error.to_string())?;
    assert!(text.contains(": bigint"), "{text}");
    assert!(text.contains(": number"), "{text}");
    COMPILERS.iter().try_for_each(|compiler| compile(*compiler, &folder))
}
