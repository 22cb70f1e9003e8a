//! What a message advises can be written as it stands, and works; and messages can be read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;

use common::{Folder, SCHEMA};

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
