//! `codegen verify`, as a user runs it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;

use common::Folder;

#[test]
fn a_protocol_is_proved_in_its_language() {
    let folder = Folder::with_protocol();
    let args =
        ["verify", "--lang", "rust", "--values", "5", "--seed", "7", "--keep", "work", "--format", "json"];
    let ran = folder.run(&args);
    ran.ends(0);
    let report = ran.json();
    assert_eq!(report["seed"], 7);
    let rust = &report["languages"][0];
    assert_eq!(rust["language"], "rust");
    assert_eq!(rust["accepted"]["exact"], rust["accepted"]["tried"]);
    assert_eq!(rust["refused"]["refused"], rust["refused"]["tried"]);
    assert!(rust["accepted"]["tried"].as_u64() > Some(30), "{report}");
    assert!(rust["refused"]["tried"].as_u64() > Some(10), "{report}");
    assert!(folder.exists("work/rust/p0/src/protocol/mod.rs"));
}

#[test]
fn what_is_missing_is_said_with_how_to_get_it() {
    let folder = Folder::with_protocol();
    folder
        .run(&["verify", "--lang", "python", "--python", "./no-python"])
        .ends(2)
        .says("pip install 'pydantic>=2.12'");
    folder.run(&["verify", "--lang", "typescript", "--tsc", "./no-tsc"]).ends(2).says("npm install");
}

#[test]
fn what_was_not_judged_is_counted_and_not_called_clean() {
    let folder = Folder::new();
    let itself = r##"{ "oneOf": [{ "$ref": "#/definitions/A" }, { "type": "string" }] }"##;
    folder.write(
        "s.json",
        &format!(r#"{{ "definitions": {{ "A": {itself}, "B": {{ "type": "string", "contentEncoding": "base64" }} }} }}"#),
    );
    let args = ["verify", "s.json", "--lang", "rust", "--values", "3"];
    let ran = folder.run(&args);
    ran.ends(2).says("not all was judged: the judge has no verdict on some values of 1 of 2 types");
    assert!(ran.stdout.contains("values of /definitions/A: it is a part of itself"), "{}", ran.stdout);
    folder.run(&[&args[..], &["--type", "B"]].concat()).ends(0);
}

#[test]
fn wrong_usage_ends_with_2() {
    let folder = Folder::with_protocol();
    folder.run(&["verify", "--lang", "cobol"]).ends(2).says("no target language");
    folder.run(&["verify", "--format", "sarif"]).ends(2).says("text or json");
    folder.run(&["verify", "no-such.json", "--lang", "rust"]).ends(2);
}
