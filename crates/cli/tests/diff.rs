//! `codegen diff`: its exit codes, its formats, and revisions of a repository.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use std::path::Path;
use std::process::{Command, Output};

fn codegen(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_codegen")).current_dir(folder).args(args).output().unwrap()
}

fn schema(extra: &str) -> String {
    format!(
        r##"{{"definitions": {{
            "ClientRequest": {{"oneOf": [{{"type": "object", "required": ["id", "method", "params"], "properties": {{
                "id": {{"type": "integer"}}, "method": {{"type": "string", "enum": ["go"]}},
                "params": {{"$ref": "#/definitions/GoParams"}}}}}}]}},
            "GoParams": {{"type": "object", "properties": {{"a": {{"type": "string"}}{extra}}}}},
            "GoResponse": {{"type": "object"}}
        }}}}"##
    )
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("old.json"), schema("")).unwrap();
    std::fs::write(folder.path().join("more.json"), schema(r#", "b": {"type": "string"}"#)).unwrap();
    let required = schema("").replace(
        r#""type": "object", "properties": {"a""#,
        r#""type": "object", "required": ["a"], "properties": {"a""#,
    );
    std::fs::write(folder.path().join("broken.json"), required).unwrap();
    folder
}

#[test]
fn the_exit_code_says_whether_something_breaks() {
    let folder = folder();
    let code = |args: &[&str]| {
        let mut all = vec!["diff"];
        all.extend(args);
        codegen(folder.path(), &all).status.code().unwrap()
    };
    assert_eq!(code(&["old.json", "old.json"]), 0);
    assert_eq!(code(&["old.json", "more.json"]), 0);
    assert_eq!(code(&["more.json", "old.json"]), 0);
    assert_eq!(code(&["more.json", "old.json", "--fail-on", "risky"]), 1);
    assert_eq!(code(&["old.json", "broken.json"]), 1);
    assert_eq!(code(&["old.json", "broken.json", "--fail-on", "none"]), 0);
    // What an old client may leave out, an old server may leave unread: the other way round breaks servers.
    assert_eq!(code(&["broken.json", "old.json"]), 0);
    assert_eq!(code(&["broken.json", "old.json", "--audience", "servers"]), 1);
    for args in [&["old.json", "nowhere.json"], &["old.json", "git:HEAD:old.json"], &["old.json", "git:-x:y"]]
    {
        assert_eq!(code(args), 2, "{args:?}");
    }
    std::fs::write(folder.path().join("bad.json"), "{").unwrap();
    assert_eq!(code(&["old.json", "bad.json", "--fail-on", "none"]), 2);
}

#[test]
fn each_format_names_the_finding() {
    let folder = folder();
    for format in ["text", "json", "markdown", "github", "sarif", "junit"] {
        let output = codegen(folder.path(), &["diff", "old.json", "broken.json", "--format", format]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("P05") && text.contains("GoParams.a"), "{format}: {text}");
        if matches!(format, "json" | "sarif") {
            serde_json::from_str::<serde_json::Value>(&text).unwrap();
        }
    }
}

#[test]
fn a_revision_is_compared_with_what_is_there() {
    let folder = folder();
    let git = |args: &[&str]| {
        let identity =
            ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
        let output =
            Command::new("git").current_dir(folder.path()).args(identity).args(args).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    std::fs::copy(folder.path().join("old.json"), folder.path().join("sub/protocol.json")).unwrap();
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "one"]);
    std::fs::copy(folder.path().join("broken.json"), folder.path().join("sub/protocol.json")).unwrap();
    let code = |folder: &Path, args: &[&str]| codegen(folder, args).status.code().unwrap();
    assert_eq!(code(folder.path(), &["diff", "git:HEAD:sub/protocol.json", "sub/protocol.json"]), 1);
    assert_eq!(code(folder.path(), &["diff", "git:HEAD:sub", "sub"]), 1);
    assert_eq!(code(&folder.path().join("sub"), &["diff", "git:HEAD:protocol.json", "protocol.json"]), 1);
    assert_eq!(code(folder.path(), &["diff", "git:HEAD:sub", "git:HEAD:old.json"]), 0);
}

#[test]
fn rules_are_listed_and_explained() {
    let folder = folder();
    let text = |args: &[&str]| String::from_utf8(codegen(folder.path(), args).stdout).unwrap();
    assert!(text(&["rules"]).contains("M05  server-request-added"));
    assert!(text(&["explain", "M05"]).contains("must answer"));
    let table: serde_json::Value = serde_json::from_str(&text(&["rules", "--json"])).unwrap();
    assert_eq!(table["changes"].as_array().unwrap().len(), 65);
}
