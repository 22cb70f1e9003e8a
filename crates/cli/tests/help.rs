//! What a message advises can be written as it stands, and works; and messages can be read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;

use common::{CONFIG, Folder, SCHEMA};

/// So many lines that the help of a message says to write, from this one on.
fn snippet(said: &str, from: &str, lines: usize) -> String {
    let said = said.lines().map(str::trim).skip_while(|line| !line.starts_with(from));
    said.take(lines).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_name_that_moves_what_is_seen_is_escaped_as_toml_has_it() {
    let folder = Folder::with_protocol();
    let odd = SCHEMA.replace("\"note/write\"", "\"note/\\u202ewrite\\u0001\\u007f\"");
    folder.write("schema.json", &odd.replace("NoteWriteResponse", "NoteWrittenResponse"));
    let ran = folder.run(&["generate"]);
    ran.ends(2).says("error[method-without-result]").says("\"note/\\u202Ewrite\\u0001\\u007F\" = ");
    // The table is named once, however many methods are to be written there.
    let help = snippet(&ran.stderr, "\"note/", 1);
    folder.write("codegen.toml", &format!("{CONFIG}\n[methods.results]\n{help}\n"));
    folder.run(&["generate"]).ends(0);
}

#[test]
fn definitions_of_one_key_are_told_apart_by_the_overlay_that_the_warning_shows() {
    let folder = Folder::new();
    folder.write("codegen.toml", &CONFIG.replace("\"schema.json\"", "\"schemas\""));
    for (file, kind) in [("a", "string"), ("b\\u202e", "integer")] {
        let file = file.replace("\\u202e", "\u{202e}");
        let text = format!(r#"{{ "definitions": {{ "D": {{ "type": "{kind}" }} }} }}"#);
        folder.write(&format!("schemas/{file}.json"), &text);
    }
    let ran = folder.run(&["generate"]);
    ran.ends(0).says("warning[contested-name]: 2 different definitions are called `D`");
    let help = snippet(&ran.stderr, "[[fix]]", 4).replace("\"...\"", "\"Text\"");
    folder.write("fixes.toml", &format!("version = 1\n{help}\n"));
    let config = folder.read("codegen.toml").replace(
        "\n[[targets]]\nlang = \"rust\"",
        "overlays = [\"fixes.toml\"]\n\n[[targets]]\nlang = \"rust\"",
    );
    folder.write("codegen.toml", &config);
    let ran = folder.run(&["generate"]);
    ran.ends(0);
    assert!(!ran.stderr.contains("contested-name"), "{}", ran.stderr);
    assert!(folder.read("gen/python/types.py").contains("Text"));
}

#[test]
fn warnings_of_one_kind_do_not_hide_those_of_another() {
    let folder = Folder::with_protocol();
    let many: Vec<String> =
        (0..500).map(|index| format!("\"x{index}\": {{ \"tpye\": \"string\" }}")).collect();
    let schema = SCHEMA.replace(
        "\"Color\": {",
        &format!("\"Many\": {{ \"type\": \"object\", \"properties\": {{ {} }} }},\n    \"Zed\": {{ \"properties\": {{ \"a\": true }} }},\n    \"Color\": {{", many.join(", ")),
    );
    folder.write("schema.json", &schema);
    let ran = folder.run(&["generate"]);
    ran.ends(0).says("warning[implied-type]");
    assert_eq!(ran.stderr.matches("warning[unknown-keyword]:").count(), 5);
    ran.says("... and 495 more warning[unknown-keyword]; --format json lists them all\n");
    ran.says("501 warnings");
    let ran = folder.run(&["generate", "--format", "json"]);
    assert_eq!(ran.stdout.matches("\"unknown-keyword\"").count(), 500);
}
