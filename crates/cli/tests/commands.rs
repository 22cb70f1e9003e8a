//! Each command, as a user runs it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;

use std::io::Write as _;
use std::process::Stdio;

use common::{Folder, SCHEMA};
use serde_json::json;

#[test]
fn generate_writes_every_target_and_is_then_clean() {
    let folder = Folder::with_protocol();
    let ran = folder.run(&["generate"]);
    ran.ends(0);
    assert_eq!(ran.stdout, "");
    for file in ["gen/rust/mod.rs", "gen/python/__init__.py", "gen/typescript/index.ts"] {
        assert!(folder.exists(file), "{file}");
    }
    folder.run(&["check"]).ends(0).says("up to date");
    folder.run(&["generate"]).ends(0).says("0 files written");
}

#[test]
fn files_say_what_they_were_made_from_and_nothing_of_the_machine() {
    let folder = Folder::with_protocol();
    folder.run(&["generate", "-q"]).ends(0);
    let head: String = folder.read("gen/rust/mod.rs").lines().take(3).collect();
    assert!(head.contains("from schema.json"), "{head}");
    assert!(head.contains("codegen generate"), "{head}");
    let here = folder.path().to_string_lossy().into_owned();
    for file in folder.files().iter().filter(|file| file.starts_with("gen/")) {
        assert!(!folder.read(file).contains(&here), "{file}");
    }
}

#[test]
fn output_does_not_depend_on_the_order_of_keys_or_on_where_it_runs() {
    let (one, two) = (Folder::with_protocol(), Folder::with_protocol());
    let shuffled: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
    two.write("schema.json", &shuffled.to_string());
    one.run(&["generate"]).ends(0);
    std::fs::create_dir(two.path().join("below")).unwrap();
    let mut command = two.command(&["generate"]);
    assert!(command.current_dir(two.path().join("below")).status().unwrap().success());
    for file in one.files().iter().filter(|file| file.starts_with("gen/")) {
        assert_eq!(one.read(file), two.read(file), "{file}");
    }
}

#[test]
fn a_schema_and_a_language_need_no_configuration() {
    let folder = Folder::new();
    folder.write("s/schema.json", SCHEMA);
    folder.run(&["generate", "s/schema.json", "--lang", "python", "--out", "py"]).ends(0);
    assert!(folder.exists("py/__init__.py"));
    folder.run(&["check", "s/schema.json", "--lang", "python", "--out", "py"]).ends(0);
    folder.run(&["generate", "s/schema.json"]).ends(2).says("--lang");
    folder
        .run(&["generate", "s/schema.json", "--lang", "pyton", "--out", "x"])
        .ends(2)
        .says("did you mean `python`?");
}

#[test]
fn the_command_in_a_file_makes_it_anew() {
    let folder = Folder::new();
    folder.write("dé p/my schema.json", SCHEMA);
    folder.write("fix.toml", "version = 1\n");
    let given = ["dé p/my schema.json", "--lang", "python", "--out", "nn p", "--overlay", "fix.toml"];
    folder.run(&[&["generate"], &given[..]].concat()).ends(0);
    let command = "codegen generate 'dé p/my schema.json' --lang python --out FOLDER --overlay fix.toml";
    // The same bytes in every folder, wherever it lies.
    let head = format!("# Made anew by: {command}\n");
    assert!(folder.read("nn p/__init__.py").contains(&head), "{}", folder.read("nn p/__init__.py"));
    folder.write("nn p/__init__.py", "");
    assert!(folder.run(&[&["check"], &given[..]].concat()).ends(1).stderr.contains("--out 'nn p'"));
    let out = folder.path().join("abs");
    let args = ["generate", "dé p/my schema.json", "--lang", "rust", "--out", out.to_str().unwrap()];
    folder.run(&args).ends(0);
    assert!(folder.read("abs/mod.rs").contains("--out FOLDER\n"));
}

#[test]
fn a_schema_may_come_from_stdin() {
    let folder = Folder::new();
    let mut command = folder.command(&["generate", "-", "--lang", "rust", "--out", "rs"]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(SCHEMA.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(folder.read("rs/mod.rs").contains("from stdin"));
}

#[test]
fn a_target_can_be_picked_from_the_configuration() {
    let folder = Folder::with_protocol();
    folder.run(&["generate", "--lang", "rust"]).ends(0);
    assert!(folder.exists("gen/rust") && !folder.exists("gen/python"));
    folder.run(&["generate", "--lang", "rust", "--out", "other"]).ends(0);
    assert!(folder.exists("other/mod.rs"));
}

#[test]
fn pyproject_is_a_configuration_too() {
    let folder = Folder::new();
    folder.write("schema.json", SCHEMA);
    folder.write(
        "pyproject.toml",
        "[project]\nname = \"x\"\n\n[tool.codegen]\nversion = 1\nschema = \"schema.json\"\n\n[[tool.codegen.targets]]\nlang = \"python\"\nout = \"src/x\"\n",
    );
    folder.run(&["generate"]).ends(0);
    assert!(folder.exists("src/x/__init__.py"));
}

#[test]
fn check_tells_what_is_wrong_and_the_command_that_mends_it() {
    let folder = Folder::with_protocol();
    folder.run(&["check"]).ends(1).says("codegen generate");
    folder.run(&["generate"]).ends(0);
    folder.write("gen/rust/mod.rs", "edited\n");
    std::fs::remove_file(folder.path().join("gen/python/__init__.py")).unwrap();
    let ran = folder.run(&["check"]);
    ran.ends(1);
    assert!(ran.stdout.contains("edited      gen/rust/mod.rs"), "{}", ran.stdout);
    assert!(ran.stdout.contains("-edited"), "{}", ran.stdout);
    assert!(ran.stdout.contains("missing     gen/python/__init__.py"), "{}", ran.stdout);
    folder.run(&["generate"]).ends(0).says("edited by hand");
    folder.run(&["check"]).ends(0);
}

#[test]
fn check_sees_another_schema_and_removes_what_is_left_over() {
    let folder = Folder::with_protocol();
    folder.run(&["generate"]).ends(0);
    folder.write("mine/notes.txt", "mine");
    folder.write("gen/rust/mine.txt", "mine");
    folder
        .write("schema.json", &SCHEMA.replace("note/write", "page/write").replace("NoteWrite", "PageWrite"));
    let ran = folder.run(&["check"]);
    ran.ends(1);
    assert!(ran.stdout.contains("stale "), "{}", ran.stdout);
    folder.run(&["generate"]).ends(0);
    folder.run(&["check"]).ends(0);
    assert_eq!(folder.read("gen/rust/mine.txt"), "mine");
    let names: Vec<String> = folder.files().into_iter().filter(|file| file.starts_with("gen/")).collect();
    assert!(names.iter().all(|name| !folder.read(name).contains("NoteWrite")), "{names:?}");
}

#[test]
fn findings_come_in_every_format() {
    let folder = Folder::with_protocol();
    folder.run(&["generate"]).ends(0);
    folder.write("gen/rust/mod.rs", "edited\n");
    let findings = folder.run(&["check", "--format", "json"]).ends(1).json();
    let finding = &findings["findings"][0];
    assert_eq!((&finding["id"], &finding["file"]), (&json!("edited"), &json!("gen/rust/mod.rs")));
    assert!(finding["help"].as_str().unwrap().contains("codegen generate"));
    assert!(finding["diff"].as_str().unwrap().contains("-edited"));
    let github = folder.run(&["check", "--format", "github"]);
    assert!(github.stdout.starts_with("::error file=gen/rust/mod.rs,title=edited::"), "{}", github.stdout);
    let sarif = folder.run(&["check", "--format", "sarif"]).json();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "edited");
    let markdown = folder.run(&["check", "--format", "markdown"]);
    assert!(markdown.stdout.contains("- **error** `edited` `gen/rust/mod.rs`"), "{}", markdown.stdout);
    let junit = folder.run(&["check", "--format", "junit"]);
    assert!(
        junit.stdout.contains("<testsuite name=\"codegen\" tests=\"1\" failures=\"1\""),
        "{}",
        junit.stdout
    );

    folder.run(&["generate"]).ends(0);
    assert_eq!(folder.run(&["check", "--format", "json"]).ends(0).json()["findings"], json!([]));
    assert!(folder.run(&["check", "--format", "junit"]).stdout.contains("failures=\"0\""));
}

#[test]
fn inspect_is_a_contract() {
    let folder = Folder::with_protocol();
    let document = folder.run(&["inspect", "--json"]).ends(0).json();
    let block =
        document["types"].as_array().unwrap().iter().find(|item| item["pointer"] == "#/definitions/Block");
    assert_eq!(
        block.unwrap(),
        &json!({
            "pointer": "#/definitions/Block",
            "shape": "union",
            "directions": ["toClient"],
            "names": { "rust": "Block", "python": "Block", "typescript": "Block" },
        })
    );
    assert_eq!(
        document["methods"],
        json!([
            {
                "method": "note/write",
                "kind": "request",
                "direction": "toServer",
                "params": "#/definitions/NoteWriteParams",
                "result": "#/definitions/NoteWriteResponse",
            },
            {
                "method": "note/changed",
                "kind": "notification",
                "direction": "toClient",
                "params": "#/definitions/NoteChangedNotification",
                "result": null,
            },
        ])
    );
    let keys: Vec<&String> = document.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["methods", "types"]);
}

#[test]
fn inspect_shows_people_the_same_and_each_stage() {
    let folder = Folder::with_protocol();
    let ran = folder.run(&["inspect"]);
    assert!(
        ran.ends(0).stdout.contains("note/write(NoteWriteParams) -> NoteWriteResponse"),
        "{}",
        ran.stdout
    );
    for (stage, words) in [
        ("schema", "NoteWriteParams"),
        ("ir", "NoteWriteParams"),
        ("rust", "==> mod.rs <=="),
        ("python", "==> __init__.py <=="),
        ("typescript", "==> index.ts <=="),
    ] {
        let ran = folder.run(&["inspect", "--stage", stage]);
        assert!(ran.ends(0).stdout.contains(words), "{stage}");
    }
    folder.run(&["inspect", "--stage", "rusty"]).ends(2).says("did you mean `rust`?");
    // What is asked for as data comes where data is read.
    for command in [["inspect", "gone.json"], ["explain", "Gone"]] {
        let ran = folder.run(&[&command[..], &["--format", "json"]].concat());
        assert!(ran.ends(2).json()["findings"][0]["id"].is_string(), "{}", ran.stdout);
    }
    assert_eq!(folder.files().len(), 2);
}

#[test]
fn explain_says_why() {
    let folder = Folder::with_protocol();
    let ran = folder.run(&["explain", "Block"]);
    for words in
        ["a union of 2 variants", "by the member `type`", "note/changed (params)", "sent to the client"]
    {
        assert!(ran.ends(0).stdout.contains(words), "`{words}` is not in:\n{}", ran.stdout);
    }
    let ran = folder.run(&["explain", "schema.json", "note/write"]);
    assert!(ran.ends(0).stdout.contains("the rule `{stem}Response` finds it"), "{}", ran.stdout);
    let ran = folder.run(&["explain", "#/definitions/NoteWriteParams"]);
    assert!(ran.ends(0).stdout.contains("text: string; must be there"), "{}", ran.stdout);
    assert!(ran.stdout.contains("color: Color; may be absent, but not null"), "{}", ran.stdout);
    let ran = folder.run(&["explain", "#/definitions/NoteWriteParams/properties/color"]);
    assert!(ran.ends(0).stdout.contains("NoteWriteParams"), "{}", ran.stdout);
    assert!(folder.run(&["explain", "widened"]).ends(0).stdout.contains("-A widened"));
    folder.run(&["explain", "M99"]).ends(2).says("codegen rules");
    folder.run(&["explain", "Blcok"]).ends(2).says("did you mean `Block`?");
    folder.run(&["explain"]).ends(2);
}

#[test]
fn explain_knows_who_renamed_a_type() {
    let folder = Folder::with_protocol();
    let config = folder.read("codegen.toml").replace("schema = ", "overlays = [\"fix.toml\"]\nschema = ");
    folder.write("codegen.toml", &format!("{config}\n[names]\nColor = \"Paint\"\n"));
    folder.write(
        "fix.toml",
        "version = 1\n[[fix]]\nat = \"Block\"\nrename = \"Part\"\nbecause = \"it is one\"\n",
    );
    let chosen = folder.run(&["explain", "Paint"]);
    assert!(chosen.ends(0).stdout.contains("the table [names]"), "{}", chosen.stdout);
    let renamed = folder.run(&["explain", "Part"]);
    for words in ["#/definitions/Block\n", "renames the definition `Block`", "by fix.toml: it is one"] {
        assert!(renamed.ends(0).stdout.contains(words), "{words}: {}", renamed.stdout);
    }
}

#[test]
fn init_writes_what_generate_takes() {
    let folder = Folder::new();
    folder.run(&["init"]).ends(2).says("no schema");
    folder.write("notes.schema.json", SCHEMA);
    folder.run(&["init"]).ends(0).says("wrote codegen.toml");
    folder.run(&["generate"]).ends(0);
    assert!(folder.exists("generated/typescript/index.ts"));
    let before = folder.read("codegen.toml");
    folder.run(&["init"]).ends(2).says("there is a codegen.toml already");
    assert_eq!(folder.read("codegen.toml"), before);

    // What pins no one version is named, where there is nothing else to begin with.
    let loose = Folder::new();
    loose.write("package.json", "{ \"devDependencies\": { \"@openai/codex\": \"^1.2.3\" } }\n");
    loose
        .run(&["init"])
        .ends(2)
        .says("error[no-schema]")
        .says("error[pin-not-exact]")
        .says("package.json:1:41");
    // A package that pins a runtime is where its schema is pulled to.
    let package = Folder::new();
    package.write(
        "pyproject.toml",
        "[project]\nname = \"a\"\ndependencies = [\"openai-codex-cli-bin==1.2.3\"]\n",
    );
    package.run(&["init"]).ends(0).says("codegen pull");
    let text = package.read("codegen.toml");
    assert!(text.contains("\n[runtime]\npin = \"pyproject.toml\"") && !text.contains("typescript"), "{text}");
    package.run(&["pull"]).ends(2).says("1.2.3");
    let inside = Folder::new();
    inside.write("pyproject.toml", "[tool.codegen]\nversion = 1\n");
    inside.write("notes.schema.json", SCHEMA);
    inside.run(&["init"]).ends(2).says("has [tool.codegen] already");

    // What is generated into the folder of the schema is no part of it.
    let here = Folder::new();
    here.write("a.json", "{\"type\": \"string\"}");
    here.write(".tool.json", "[]");
    here.run(&["init", "."]).ends(0);
    here.run(&["generate"]).ends(0);
    here.run(&["generate"]).ends(0);
    here.run(&["check"]).ends(0);

    let other = Folder::new();
    other.write("notes.schema.json", SCHEMA);
    other.run(&["init", "--lang", "rs"]).ends(2).says("did you mean `rust`?");
    other.run(&["init", "--lang", "rust", "--lang", "rust"]).ends(0);
    other.run(&["generate"]).ends(0);
    assert!(other.exists("generated/rust") && !other.exists("generated/python"));
}

#[test]
fn commands_about_the_command() {
    let folder = Folder::new();
    let schema = folder.run(&["config-schema"]).ends(0).json();
    assert_eq!(schema["title"], "codegen.toml");
    assert!(folder.run(&["rules"]).ends(0).stdout.contains("ambiguous-union"));
    assert!(folder.run(&["rules", "--json"]).json()["rules"].is_array());
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(folder.run(&["completions", shell]).ends(0).stdout.contains("codegen"), "{shell}");
    }
    assert!(folder.run(&["man"]).ends(0).stdout.contains(".TH codegen"));
    assert!(folder.run(&["man", "check"]).ends(0).stdout.contains("codegen\\-check"));
    folder.run(&["man", "chek"]).ends(2);
    folder.run(&["--version"]).ends(0);
    folder.run(&["--help"]).ends(0);
    folder.run(&["generat"]).ends(2).says("generate");
    folder.run(&["generate", "--no-such-flag"]).ends(2);
}

#[test]
fn warnings_can_be_silenced_and_forbidden() {
    let folder = Folder::with_protocol();
    folder.write(
        "schema.json",
        &SCHEMA.replace("\"required\": [\"text\"],", "\"required\": [\"text\", \"ghost\"],"),
    );
    folder.run(&["generate"]).ends(0).says("warning[undeclared-property]");
    let quiet = folder.run(&["generate", "-q"]);
    assert_eq!(quiet.ends(0).stderr, "");
    let config = folder.read("codegen.toml");
    folder.write("codegen.toml", &format!("{config}\n[lints]\nundeclared-property = \"allow\"\n"));
    assert!(!folder.run(&["generate"]).ends(0).stderr.contains("warning"));
    folder.write("codegen.toml", &format!("{config}\n[lints]\nundeclared-property = \"deny\"\n"));
    folder.run(&["generate"]).ends(2).says("error[undeclared-property]");
}

#[test]
fn colors_are_used_when_asked_for() {
    let folder = Folder::new();
    let escape = |args: &[&str]| folder.run(args).stderr.contains('\u{1b}');
    assert!(!escape(&["check"]));
    assert!(escape(&["check", "--color", "always"]));
    assert!(!escape(&["check", "--color", "never"]));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::with_protocol();
    let mut command = folder.command(&["inspect", "--stage", "ir"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()));
}

#[test]
fn the_last_message_of_its_kind_can_be_dropped() {
    let folder = Folder::with_protocol();
    let drop = "version = 1\n[[drop]]\nmethod = \"note/changed\"\nbecause = \"nobody sends it\"\n";
    folder.write("drop.toml", drop);
    let overlay = ["--overlay", "drop.toml"];
    folder.run(&[&["generate"], &overlay[..]].concat()).ends(0);
    let all = folder.run(&[&["inspect", "--json"], &overlay[..]].concat()).ends(0).json();
    let methods = all["methods"].as_array().unwrap();
    assert!(methods.len() == 1 && methods[0]["method"] == "note/write", "{all}");
    // Its set of messages has no value.
    assert!(folder.read("gen/typescript/messages.ts").contains("export type ServerNotification = never;"));
    folder.run(&[&["check"], &overlay[..]].concat()).ends(0);
}
