//! What other tools read of ours, read by those tools: SARIF by its schema, `JUnit` by a parser, the action and the
//! hooks by what GitHub and pre-commit do with them.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;
#[path = "common/runtime.rs"]
mod runtime;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::{Folder, SCHEMA};
use runtime::{PYPROJECT, program};
use serde_json::Value;

/// The Python tools, pinned.
const PYTHON: &[&str] = &["junitparser==5.0.3", "pre-commit==4.7.0", "check-jsonschema==0.39.0"];
/// The npm package that carries the schema of SARIF 2.1.0, and the SHA-256 of that.
const SARIF: (&str, &str) =
    ("@microsoft/jest-sarif@1.0.0-beta.0", "package/lib/schemas/sarif-2.1.0-rtm.5.json");

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn done(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}: {}\n{out}{err}", output.status);
    out.into_owned()
}

/// A folder below the target folder that is made once; tests of one process and of others wait for it.
fn once(name: &str, make: impl FnOnce(&Path)) -> PathBuf {
    let base = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(base).unwrap();
    let folder = base.join(name);
    let guard = fs::File::create(base.join(format!("{name}.lock"))).unwrap();
    guard.lock().unwrap();
    let whole = folder.join("whole");
    if !whole.exists() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        make(&folder);
        fs::write(whole, "").unwrap();
    }
    folder
}

/// The programs of an environment with the Python tools.
fn python() -> PathBuf {
    let version = done(Command::new("python3").args(["-c", "import sys; print(sys.version)"]));
    let hash = codegen_build::output::hash(format!("{version}{PYTHON:?}").as_bytes());
    let folder = once(&format!("consumers-{}", &hash[..12]), |folder| {
        done(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder));
        done(
            Command::new(folder.join("bin/pip"))
                .args(["install", "--quiet", "--disable-pip-version-check"])
                .args(PYTHON),
        );
    });
    folder.join("bin")
}

/// The schema of SARIF.
fn sarif() -> Value {
    let hash = codegen_build::output::hash(SARIF.0.as_bytes());
    let folder = once(&format!("sarif-{}", &hash[..12]), |folder| {
        let name = done(Command::new("npm").args(["pack", "--silent", SARIF.0]).current_dir(folder));
        let packed = fs::File::open(folder.join(name.trim())).unwrap();
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(packed));
        let mut entry = archive
            .entries()
            .unwrap()
            .map(Result::unwrap)
            .find(|entry| entry.path().unwrap() == Path::new(SARIF.1))
            .expect("the schema is in the package");
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        fs::write(folder.join("sarif.json"), text).unwrap();
    });
    serde_json::from_str(&fs::read_to_string(folder.join("sarif.json")).unwrap()).unwrap()
}

/// A project in which much is wrong, with names that every format must escape.
fn much_is_wrong() -> Folder {
    let folder = Folder::pulled();
    folder.write("pyproject.toml", &PYPROJECT.replace("1.2.3", "1.2.4"));
    folder.write("schema/protocol.schemas.json", &SCHEMA.replace("\"red\"", "\"<&]]>%0A\\u0007\\\"`|*\""));
    folder.write("gen/python/__init__.py", "edited <![CDATA[ ]]> ```\n");
    fs::remove_file(folder.path().join("gen/rust/mod.rs")).unwrap();
    folder
}

#[test]
fn sarif_is_valid_by_its_schema() {
    let schema = sarif();
    assert_eq!(schema["properties"]["version"]["enum"][0], "2.1.0");
    let validator = jsonschema::validator_for(&schema).unwrap();
    let judge = |text: &str| {
        let log: Value = serde_json::from_str(text).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{error} at {}", error.instance_path)).collect();
        assert_eq!(errors, Vec::<String>::new(), "{text}");
        log["runs"][0]["results"].as_array().unwrap().len()
    };
    // The judge must be able to say no.
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0", "runs": [{}] })));
    let folder = much_is_wrong();
    let ran = folder.run(&["check", "--format", "sarif"]);
    assert!(judge(&ran.ends(1).stdout) > 3);
    folder.write("codegen.toml", "version = 1\nschema = 7\nunknown = 1\n");
    let ran = folder.run(&["check", "--format", "sarif"]);
    assert!(judge(&ran.ends(2).stdout) > 1);
    let clean = Folder::pulled();
    assert_eq!(judge(&clean.run(&["check", "--format", "sarif"]).ends(0).stdout), 0);
    clean.write(
        "old.json",
        &SCHEMA
            .replace("\"red\", \"green\"", "\"red\", \"green\", \"blue\"")
            .replace("note/changed", "note/edited"),
    );
    let ran = clean.run(&["diff", "old.json", "schema", "--format", "sarif"]);
    assert!(judge(&ran.ends(1).stdout) > 0);
}

#[test]
fn junit_is_read_by_a_parser() {
    const SCRIPT: &str = "import sys, json\nfrom junitparser import JUnitXml\n\
        xml = JUnitXml.fromfile(sys.argv[1])\nsuites = list(xml)\n\
        print(json.dumps([[s.tests, s.failures, [[c.classname, c.name, [r.type for r in c.result], [r.message for r in c.result]] for c in s]] for s in suites]))";
    let folder = much_is_wrong();
    let read = |folder: &Folder, text: &str| -> Value {
        folder.write("junit.xml", text);
        let said = done(
            Command::new(python().join("python")).args(["-c", SCRIPT]).arg(folder.path().join("junit.xml")),
        );
        serde_json::from_str(&said).unwrap()
    };
    let ran = folder.run(&["check", "--format", "junit"]);
    let suites = read(&folder, &ran.ends(1).stdout);
    let cases = suites[0][2].as_array().unwrap();
    assert_eq!(suites[0][1], cases.len());
    let types: Vec<&str> = cases.iter().map(|case| case[2][0].as_str().unwrap()).collect();
    assert!(
        types.contains(&"pin-moved") && types.contains(&"schema-edited") && types.contains(&"edited"),
        "{types:?}"
    );
    let clean = Folder::pulled();
    let suites = read(&clean, &clean.run(&["check", "--format", "junit"]).ends(0).stdout);
    assert_eq!((&suites[0][0], &suites[0][1]), (&1.into(), &0.into()));
}

#[test]
fn annotations_stay_within_what_github_shows_and_the_summary_has_the_rest() {
    let folder = much_is_wrong();
    let summary = folder.path().join("summary.md");
    for file in folder
        .files()
        .iter()
        .filter(|file| file.starts_with("gen/typescript/") || file.starts_with("gen/python/"))
    {
        if !file.contains(".codegen") {
            folder.write(file, "edited\n");
        }
    }
    let output = folder
        .command(&["check", "--format", "github"])
        .env("GITHUB_STEP_SUMMARY", &summary)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let errors: Vec<&str> = text.lines().filter(|line| line.starts_with("::error ")).collect();
    assert_eq!(errors.len(), 10, "{text}");
    assert!(text.contains("more than GitHub annotates"), "{text}");
    let files: Vec<&str> =
        errors.iter().map(|line| line.split("file=").nth(1).unwrap().split(',').next().unwrap()).collect();
    // Causes first: there may be no room for them behind.
    let causes = files.iter().take_while(|file| !file.starts_with("gen/")).count();
    assert_eq!(causes, 2, "{files:?}");
    assert!(files[causes..].is_sorted() && files[..causes].is_sorted(), "{files:?}");
    let nowhere = folder.command(&["check", "--format", "github"]).env_remove("GITHUB_STEP_SUMMARY").output();
    let text = String::from_utf8(nowhere.unwrap().stdout).unwrap();
    assert!(text.contains("more than GitHub annotates:") && !text.contains("has them all"), "{text}");
    let all = fs::read_to_string(&summary).unwrap();
    for file in ["gen/typescript/index.ts", "gen/python/__init__.py", "gen/rust/mod.rs", "pyproject.toml:5:5"]
    {
        assert!(all.contains(file), "{file}: {all}");
    }
    // One that is almost full takes no more than there is room for.
    fs::write(&summary, "x".repeat((1 << 20) - 600)).unwrap();
    folder.command(&["check", "--format", "github"]).env("GITHUB_STEP_SUMMARY", &summary).output().unwrap();
    let size = fs::metadata(&summary).unwrap().len();
    assert!(size <= 1 << 20 && size > (1 << 20) - 600, "{size}");
}

/// A step of the action, as YAML has it.
fn steps() -> Vec<Value> {
    const SCRIPT: &str = "import json, sys, yaml\nprint(json.dumps(yaml.safe_load(open(sys.argv[1]))))";
    let said =
        done(Command::new(python().join("python")).args(["-c", SCRIPT]).arg(root().join("action.yml")));
    let action: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(action["runs"]["using"], "composite");
    action["runs"]["steps"].as_array().unwrap().clone()
}

/// A workflow that uses the action: the part of GitHub's runner that it needs.
struct Runner<'a> {
    folder: &'a Folder,
    inputs: BTreeMap<&'static str, String>,
    outputs: BTreeMap<String, String>,
    log: String,
}

impl<'a> Runner<'a> {
    fn new(folder: &'a Folder, inputs: &[(&'static str, &str)]) -> Self {
        let mut all = BTreeMap::from([
            ("config", String::new()),
            ("working-directory", ".".to_owned()),
            ("base", String::new()),
            ("schema", String::new()),
            ("fail-on", "none".to_owned()),
            ("audience", String::new()),
            ("codegen", env!("CARGO_BIN_EXE_codegen").to_owned()),
        ]);
        all.extend(inputs.iter().map(|(name, value)| (*name, (*value).to_owned())));
        Self { folder, inputs: all, outputs: BTreeMap::new(), log: String::new() }
    }

    fn value(&self, text: &str) -> String {
        let Some(inside) = text.strip_prefix("${{").and_then(|rest| rest.strip_suffix("}}")) else {
            return text.to_owned();
        };
        match inside.trim().split('.').collect::<Vec<_>>().as_slice() {
            ["inputs", name] => self.inputs[name].clone(),
            ["steps", step, "outputs", name] => {
                self.outputs.get(&format!("{step}.{name}")).cloned().unwrap_or_default()
            }
            other => panic!("{other:?}"),
        }
    }

    /// Runs all steps, each in the shell that GitHub takes; says how the last one ended.
    fn run(&mut self) -> Option<i32> {
        for step in steps() {
            assert_eq!(step["shell"], "bash");
            if step["if"] == "inputs.base != ''" && self.inputs["base"].is_empty() {
                continue;
            }
            let files = tempfile::tempdir().unwrap();
            let (script, output) = (files.path().join("step.sh"), files.path().join("output"));
            fs::write(&script, step["run"].as_str().unwrap()).unwrap();
            fs::write(&output, "").unwrap();
            let mut bash = Command::new("bash");
            bash.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(&script).stdin(Stdio::null());
            let here =
                step["working-directory"].as_str().map_or_else(|| ".".to_owned(), |here| self.value(here));
            bash.current_dir(self.folder.path().join(here));
            bash.env("GITHUB_OUTPUT", &output)
                .env("GITHUB_STEP_SUMMARY", self.folder.path().join("summary.md"));
            bash.env("RUNNER_TEMP", files.path())
                .env("GITHUB_ACTION_PATH", root())
                .env("GITHUB_WORKSPACE", self.folder.path())
                .env("GITHUB_ACTIONS", "true");
            for (name, value) in step["env"].as_object().into_iter().flatten() {
                bash.env(name, self.value(value.as_str().unwrap()));
            }
            let ran = bash.output().unwrap();
            self.log += &String::from_utf8_lossy(&ran.stdout);
            self.log += &String::from_utf8_lossy(&ran.stderr);
            for line in fs::read_to_string(&output).unwrap().lines() {
                let (name, value) = line.split_once('=').unwrap();
                self.outputs.insert(format!("{}.{name}", step["id"].as_str().unwrap()), value.to_owned());
            }
            if !ran.status.success() {
                return ran.status.code();
            }
        }
        Some(0)
    }

    fn output(&self, name: &str) -> Option<&str> {
        self.outputs.get(name).map(String::as_str)
    }
}

fn git(folder: &Folder, args: &[&str]) -> String {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    done(Command::new("git").args(identity).args(args).current_dir(folder.path())).trim().to_owned()
}

/// A repository with the project in `sdk/`, and its first commit.
fn repository() -> (Folder, String) {
    let from = Folder::pulled();
    let folder = Folder::new();
    for file in from.files() {
        let to = folder.path().join("sdk").join(&file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from.path().join(&file), to).unwrap();
    }
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "-A"]);
    git(&folder, &["commit", "-qm", "a"]);
    let base = git(&folder, &["rev-parse", "HEAD"]);
    (folder, base)
}

#[test]
fn the_action_says_what_went_stale_and_what_the_change_breaks() {
    let (folder, base) = repository();
    let inside = [("working-directory", "sdk"), ("base", base.as_str())];
    let mut clean = Runner::new(&folder, &inside);
    assert_eq!(clean.run(), Some(0), "{}", clean.log);
    assert_eq!((clean.output("check.stale"), clean.output("diff.breaking")), (Some("false"), Some("false")));
    assert!(folder.read("summary.md").contains("of one piece"));
    // A new runtime that breaks clients, taken in whole.
    let newer = SCHEMA.replace("note/changed", "note/edited").replace("\"red\", \"green\"", "\"red\"");
    let codex = folder.runtime(&program("1.3.0", &newer));
    let bump = ["bump", "1.3.0", "--runtime", codex.to_str().unwrap()];
    assert!(folder.command(&bump).current_dir(folder.path().join("sdk")).output().unwrap().status.success());
    fs::remove_file(folder.path().join("summary.md")).unwrap();
    let mut broken = Runner::new(&folder, &inside);
    assert_eq!(broken.run(), Some(0), "{}", broken.log);
    assert_eq!((broken.output("check.stale"), broken.output("diff.breaking")), (Some("false"), Some("true")));
    // From the root of the repository, wherever the step runs.
    assert!(broken.log.contains("::error file=sdk/schema"), "{}", broken.log);
    assert!(!broken.log.contains("file=schema"), "{}", broken.log);
    let summary = folder.read("summary.md");
    assert!(summary.contains("note/edited") && summary.contains("note/changed"), "{summary}");
    // A configuration that was adapted to it is none of the schema before.
    let config = folder.read("sdk/codegen.toml");
    let overlay =
        "[[fix]]\nat = \"Color\"\nbecause = \"b\"\nexpect = '{\"enum\": [\"red\"]}'\ndocs = \"c\"\n";
    folder.write("sdk/fix.toml", &format!("version = 1\n{overlay}"));
    folder
        .write("sdk/codegen.toml", &config.replacen("schema = ", "overlays = [\"fix.toml\"]\nschema = ", 1));
    let mut adapted = Runner::new(&folder, &inside);
    assert_eq!(adapted.run(), Some(1), "{}", adapted.log);
    assert_eq!(adapted.output("diff.breaking"), Some("true"), "{}", adapted.log);
    folder.write("sdk/codegen.toml", &config);
    let config = [("config", "sdk/codegen.toml"), ("base", base.as_str()), ("fail-on", "breaking")];
    let mut strict = Runner::new(&folder, &config);
    assert_eq!(strict.run(), Some(1), "{}", strict.log);
    assert_eq!(strict.output("diff.breaking"), Some("true"), "{}", strict.log);
    // The pin moved and nothing else.
    let text = folder.read("sdk/pyproject.toml").replace("1.3.0", "1.4.0");
    folder.write("sdk/pyproject.toml", &text);
    let mut stale = Runner::new(&folder, &inside);
    assert_eq!(stale.run(), Some(1), "{}", stale.log);
    assert_eq!(stale.output("check.stale"), Some("true"));
    assert!(folder.read("summary.md").contains("codegen bump 1.4.0"));
    // An error of the input is none of the answers.
    folder.write("sdk/codegen.toml", "version = 2\n");
    let mut wrong = Runner::new(&folder, &inside);
    assert_eq!((wrong.run(), wrong.output("check.stale")), (Some(2), None), "{}", wrong.log);
}

#[test]
fn the_action_does_without_a_base_and_without_a_lock() {
    let (folder, base) = repository();
    let mut none = Runner::new(&folder, &[("working-directory", "sdk")]);
    assert_eq!((none.run(), none.output("diff.breaking")), (Some(0), None), "{}", none.log);
    fs::remove_file(folder.path().join("sdk/codegen.lock")).unwrap();
    let mut no_lock = Runner::new(&folder, &[("working-directory", "sdk"), ("base", base.as_str())]);
    assert_eq!((no_lock.run(), no_lock.output("diff.breaking")), (Some(0), None), "{}", no_lock.log);
    assert!(no_lock.log.contains("name the schema"), "{}", no_lock.log);
    assert!(folder.read("summary.md").contains("nothing was compared"), "{}", no_lock.log);
    // What could not be compared did not pass.
    let inputs = [("working-directory", "sdk"), ("base", base.as_str()), ("fail-on", "breaking")];
    let mut strict = Runner::new(&folder, &inputs);
    assert_eq!(strict.run(), Some(2), "{}", strict.log);
    assert!(strict.log.contains("::error title=codegen::there is no codegen.lock"), "{}", strict.log);
    let mut named =
        Runner::new(&folder, &[("working-directory", "sdk"), ("base", base.as_str()), ("schema", "schema")]);
    assert_eq!((named.run(), named.output("diff.breaking")), (Some(0), Some("false")), "{}", named.log);
}

/// The configuration is named from the root of the repository, or lies above where the step runs.
#[test]
fn the_action_finds_its_configuration_from_each_folder() {
    let (folder, base) = repository();
    let schema = folder.read("sdk/schema/protocol.schemas.json");
    folder.write("sdk/schema/protocol.schemas.json", &schema.replace("\"red\", \"green\"", "\"red\""));
    for (here, config) in
        [("sdk", "sdk/codegen.toml"), ("sdk/gen/rust", "sdk/codegen.toml"), ("sdk/gen/rust", "")]
    {
        let inputs = [("working-directory", here), ("config", config), ("base", base.as_str())];
        let mut runner = Runner::new(&folder, &inputs);
        let _ = runner.run();
        let outputs = (runner.output("check.stale"), runner.output("diff.breaking"));
        assert_eq!(outputs, (Some("true"), Some("true")), "{here} {config}: {}", runner.log);
        assert!(runner.log.contains("::error file=sdk/schema"), "{}", runner.log);
    }
}

/// A schema of several files is compared as the folder that holds them: what changed may be in any of them.
#[test]
fn the_action_compares_the_folder_of_a_schema_of_several_files() {
    let (folder, _) = repository();
    let part = |required: &str| {
        format!(
            "{{\"title\": \"Other\", \"type\": \"object\", \"required\": [{required}], \
             \"properties\": {{\"a\": {{\"type\": \"string\"}}}}}}"
        )
    };
    folder.write("sdk/schema/Other.json", &part(""));
    let lock = folder.read("sdk/codegen.lock");
    let more = "\n[[schema]]\npath = \"schema/Other.json\"\nsha256 = \"\"\ncanonical = \"\"\n";
    folder.write("sdk/codegen.lock", &format!("{lock}{more}"));
    git(&folder, &["add", "-A"]);
    git(&folder, &["commit", "-qm", "b"]);
    let base = git(&folder, &["rev-parse", "HEAD"]);
    folder.write("sdk/schema/Other.json", &part("\"a\""));
    let mut runner = Runner::new(&folder, &[("working-directory", "sdk"), ("base", base.as_str())]);
    let _ = runner.run();
    assert_eq!(runner.output("diff.breaking"), Some("false"), "{}", runner.log);
    let summary = folder.read("summary.md");
    assert!(summary.contains(":schema` → `schema`"), "{summary}\n{}", runner.log);
}

/// A program may be named by a path that holds where the workflow starts, and only there.
#[test]
fn the_action_finds_its_program_from_each_folder() {
    let (folder, base) = repository();
    fs::copy(env!("CARGO_BIN_EXE_codegen"), folder.path().join("codegen-here")).unwrap();
    let inputs = [("working-directory", "sdk"), ("base", base.as_str()), ("codegen", "./codegen-here")];
    let mut runner = Runner::new(&folder, &inputs);
    assert_eq!(runner.run(), Some(0), "{}", runner.log);
}

#[test]
fn the_action_and_the_hooks_are_well_formed() {
    let check = |schema: &str, file: &str| {
        let mut command = Command::new(python().join("check-jsonschema"));
        done(command.args(["--builtin-schema", schema]).arg(root().join(file)));
    };
    check("vendor.github-actions", "action.yml");
    done(
        Command::new(python().join("pre-commit"))
            .arg("validate-manifest")
            .arg(root().join(".pre-commit-hooks.yaml")),
    );
}

/// pre-commit itself runs the hook of this repository.
#[test]
fn the_hook_runs_before_a_commit() {
    let (folder, _) = repository();
    let from = folder.path().join("sdk");
    for entry in fs::read_dir(&from).unwrap() {
        let entry = entry.unwrap();
        fs::rename(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    git(&folder, &["add", "-A"]);
    git(&folder, &["commit", "-qm", "b"]);
    // What pre-commit is given is a repository: one that holds the hooks.
    let hooks = Folder::new();
    fs::copy(root().join(".pre-commit-hooks.yaml"), hooks.path().join(".pre-commit-hooks.yaml")).unwrap();
    git(&hooks, &["init", "-q"]);
    git(&hooks, &["add", "-A"]);
    git(&hooks, &["commit", "-qm", "a"]);
    let revision = git(&hooks, &["rev-parse", "HEAD"]);
    let config = format!(
        "repos:\n- repo: {}\n  rev: {revision}\n  hooks:\n  - id: codegen-check\n  - id: codegen-generate\n",
        hooks.path().display()
    );
    folder.write(".pre-commit-config.yaml", &config);
    git(&folder, &["add", "-A"]);
    let cache = tempfile::tempdir().unwrap();
    let run = |hook: &str| {
        let own = Path::new(env!("CARGO_BIN_EXE_codegen")).parent().unwrap();
        let path = format!("{}:{}", own.display(), std::env::var("PATH").unwrap());
        let mut command = Command::new(python().join("pre-commit"));
        command.args(["run", hook, "--all-files"]).current_dir(folder.path());
        let output = command.env("PATH", path).env("PRE_COMMIT_HOME", cache.path()).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    // A file that is new is none that pre-commit looks at: the hook says so itself.
    git(&folder, &["rm", "-q", "gen/python/__init__.py"]);
    let (clean, said) = run("codegen-generate");
    assert!(!clean && said.contains("to be committed: gen/python/__init__.py"), "{said}");
    git(&folder, &["add", "-A"]);
    let (clean, said) = run("codegen-generate");
    assert!(clean, "{said}");
    let (clean, said) = run("codegen-check");
    assert!(clean && said.contains("codegen check") && said.contains("Passed"), "{said}");
    folder.write("pyproject.toml", &PYPROJECT.replace("1.2.3", "1.2.4"));
    let (clean, said) = run("codegen-check");
    assert!(!clean && said.contains("run `codegen bump 1.2.4`"), "{said}");
}
