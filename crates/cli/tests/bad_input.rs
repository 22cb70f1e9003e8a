//! Input that is wrong: exit 2, where and why and what to do, and nothing written.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;

use common::{CONFIG, Folder, Ran, SCHEMA};

/// Runs `generate` with a changed schema; nothing may be written.
fn generate(schema: &str) -> Ran {
    let folder = Folder::with_protocol();
    folder.write("schema.json", schema);
    refused(&folder)
}

fn refused(folder: &Folder) -> Ran {
    let before = folder.files();
    let ran = folder.run(&["generate"]);
    ran.ends(2);
    assert_eq!(folder.files(), before);
    assert_eq!(ran.stdout, "");
    ran
}

/// An error of this id, at this line and column, at this pointer, with a way out.
#[track_caller]
fn finding(ran: &Ran, id: &str, place: &str, pointer: Option<&str>) {
    let head = format!("error[{id}]: ");
    let error = ran.stderr.split("\n\n").find(|part| part.starts_with(&head));
    let error = error.unwrap_or_else(|| panic!("no {id} in:\n{}", ran.stderr));
    assert!(error.contains(&format!("--> {place}")), "{error}");
    assert!(error.contains("help: "), "{error}");
    if let Some(pointer) = pointer {
        assert!(error.contains(&format!("({pointer})")), "{error}");
    }
}

#[test]
fn a_schema_that_is_not_json() {
    finding(&generate("{\n  \"type\": \"object\",\n}"), "not-json", "schema.json:3:1", None);
    finding(&generate("// comment\n{}"), "not-json", "schema.json:1:1", None);
    finding(&generate("{\"minimum\": NaN}"), "not-json", "schema.json:1:13", None);
    finding(&generate(""), "not-json", "schema.json:1:1", None);
    finding(&generate("{\"a\": 1, \"a\": 2}"), "duplicate-key", "schema.json:1:1", None);
    finding(
        &generate(&format!("{}{}", "[".repeat(200_000), "]".repeat(200_000))),
        "limit-depth",
        "schema.json:1:1",
        None,
    );
}

#[test]
fn a_schema_that_is_not_utf_8() {
    let folder = Folder::with_protocol();
    for bytes in [b"{\"title\": \"\xff\"}".as_slice(), b"\xff\xfe{\x00}\x00"] {
        std::fs::write(folder.path().join("schema.json"), bytes).unwrap();
        finding(&refused(&folder), "not-utf-8", "schema.json", None);
    }
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let folder = Folder::with_protocol();
    folder.write("schema.json", &format!("\u{feff}{SCHEMA}"));
    folder.run(&["generate"]).ends(0);
}

#[test]
fn json_that_is_no_schema() {
    finding(&generate("[1, 2]"), "not-a-schema", "schema.json:1:1", None);
    finding(&generate("{\"name\": \"x\", \"version\": 1}"), "not-a-schema", "schema.json:1:1", None);
}

#[test]
fn a_reference_to_what_is_not_there() {
    let ran = generate(&SCHEMA.replace("#/definitions/Color\"", "#/definitions/Colour\""));
    finding(
        &ran,
        "unresolved-reference",
        "schema.json:34:",
        Some("#/definitions/NoteWriteParams/properties/color/$ref"),
    );
    ran.says("did you mean `#/definitions/Color`?");
}

#[test]
fn references_that_leave_the_input() {
    for target in ["http://169.254.169.254/x", "file:///etc/passwd", "../secret.json"] {
        let ran = generate(&SCHEMA.replace("#/definitions/Color\"", &format!("{target}\"")));
        assert!(ran.stderr.contains("error["), "{target}: {}", ran.stderr);
        assert!(ran.stderr.contains("schema.json:34:"), "{target}: {}", ran.stderr);
    }
}

#[test]
fn a_method_without_result() {
    let ran = generate(&SCHEMA.replace("NoteWriteResponse", "NoteWritten"));
    finding(&ran, "method-without-result", "schema.json:", Some("#/definitions/ClientRequest/oneOf/0"));
    ran.says("[methods.results]").says("\"note/write\" =");
}

#[test]
fn a_result_that_is_not_there_and_a_rule_that_matches_nothing() {
    let folder = Folder::with_protocol();
    folder.write(
        "codegen.toml",
        &format!("{CONFIG}\n[methods.results]\n\"note/writ\" = \"NoteWriteResponse\"\n"),
    );
    let ran = refused(&folder);
    assert!(ran.stderr.contains("codegen.toml:17:"), "{}", ran.stderr);
    folder.write("codegen.toml", &format!("{CONFIG}\n[methods]\nresult = \"{{stem}}Reply\"\n"));
    let ran = refused(&folder);
    assert!(ran.stderr.contains("codegen.toml:17:"), "{}", ran.stderr);
}

#[test]
fn two_definitions_of_one_name() {
    let twin =
        SCHEMA.replace("\"Color\": {", "\"v2\": { \"Color\": { \"type\": \"integer\" } },\n    \"Color\": {");
    let folder = Folder::with_protocol();
    folder.write("schema.json", &twin);
    let ran = folder.run(&["generate"]);
    ran.ends(0);
    assert!(ran.stderr.contains("#/definitions/Color is `Color`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("#/definitions/v2/Color is `V2Color`"), "{}", ran.stderr);
}

#[test]
fn all_independent_errors_come_out_at_once() {
    let broken = SCHEMA
        .replace("#/definitions/Color\"", "#/definitions/Colour\"")
        .replace("#/definitions/Block\"", "#/definitions/Blok\"");
    let ran = generate(&broken);
    assert_eq!(ran.stderr.matches("error[unresolved-reference]").count(), 2, "{}", ran.stderr);
    ran.says("2 errors");
}

#[test]
fn an_output_folder_that_is_not_ours() {
    let folder = Folder::with_protocol();
    folder.write("gen/rust/lib.rs", "mine");
    let ran = refused(&folder);
    finding(&ran, "foreign-folder", "codegen.toml:6:7", Some("#/targets/0/out"));
    assert_eq!(folder.read("gen/rust/lib.rs"), "mine");
}

#[test]
fn a_file_in_the_way() {
    let folder = Folder::with_protocol();
    folder.write("gen/python/__init__.py", "mine");
    finding(&refused(&folder), "foreign-file", "codegen.toml:10:7", None);
    assert_eq!(folder.read("gen/python/__init__.py"), "mine");
}

#[test]
fn a_key_misspelt_in_the_configuration() {
    let folder = Folder::with_protocol();
    folder.write("codegen.toml", &CONFIG.replacen("out =", "uot =", 1));
    let ran = refused(&folder);
    finding(&ran, "unknown-key", "codegen.toml:6:1", Some("#/targets/0/uot"));
    ran.says("did you mean `out`?").says("6 | uot = \"gen/rust\"\n  | ^^^");
}

#[test]
fn a_configuration_of_another_version() {
    let folder = Folder::with_protocol();
    folder.write("codegen.toml", &CONFIG.replace("version = 1", "version = 2"));
    finding(&refused(&folder), "config-version", "codegen.toml:1:11", None);
}

#[test]
fn an_output_folder_outside_of_the_project() {
    let folder = Folder::with_protocol();
    folder.write("codegen.toml", &CONFIG.replace("gen/rust", "../gen"));
    finding(&refused(&folder), "out-outside", "codegen.toml:6:7", None);
}

#[test]
fn an_overlay_that_no_longer_applies() {
    let folder = Folder::with_protocol();
    folder.write("codegen.toml", &CONFIG.replace("schema = ", "overlays = [\"fix.toml\"]\nschema = "));
    folder.write("fix.toml", "version = 1\n\n[[fix]]\nat = \"Gone\"\nbecause = \"a test\"\ndocs = \"x\"\n");
    finding(&refused(&folder), "stale-overlay", "fix.toml:4:", None);
    folder.write("fix.toml", "version = 1\nfxi = 3\n");
    finding(&refused(&folder), "invalid-overlay", "fix.toml:2:", None);
}

#[test]
fn files_that_are_not_there() {
    let folder = Folder::new();
    folder.run(&["generate"]).ends(2).says("codegen init");
    folder.run(&["generate", "--config", "no.toml"]).ends(2).says("no.toml");
    folder.run(&["inspect", "no.json"]).ends(2).says("no.json");
    folder.write("empty/readme.txt", "");
    folder.run(&["inspect", "empty"]).ends(2).says("no-schema");
}

#[test]
fn words_of_a_schema_do_not_reach_the_terminal_as_commands() {
    let ran = generate(&SCHEMA.replace("#/definitions/Color\"", "#/definitions/\\u001b[31mRed\\u202e\""));
    assert!(!ran.stderr.contains('\u{1b}') && !ran.stderr.contains('\u{202e}'), "{}", ran.stderr);
}

#[test]
fn an_error_in_a_very_long_line_is_shown_in_part() {
    let line: String = serde_json::from_str::<serde_json::Value>(
        &SCHEMA.replace("#/definitions/Color\"", "#/definitions/Colour\""),
    )
    .unwrap()
    .to_string();
    let ran = generate(&line);
    finding(&ran, "unresolved-reference", "schema.json:1:", None);
    assert!(ran.stderr.lines().all(|line| line.chars().count() < 260), "{}", ran.stderr);
}

#[test]
fn many_errors_are_counted() {
    let broken: Vec<String> =
        (0..80).map(|i| format!("\"A{i}\": {{ \"$ref\": \"#/definitions/X{i}\" }}")).collect();
    let schema = format!("{{ \"definitions\": {{ {} }} }}", broken.join(", "));
    let ran = generate(&schema);
    ran.says("... and 30 more").says("80 errors");
    let folder = Folder::with_protocol();
    folder.write("schema.json", &schema);
    assert_eq!(
        folder.run(&["generate", "--format", "json"]).json()["findings"].as_array().unwrap().len(),
        80
    );
}
