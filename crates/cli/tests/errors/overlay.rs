//! Corrections of a schema that do not apply.

use crate::Case;
use crate::common::CONFIG;

fn overlay(name: &'static str, id: &'static str, text: &str) -> Case {
    let text = text.to_owned();
    Case::new(name, id, move |folder| {
        folder.write("codegen.toml", &CONFIG.replace("schema = ", "overlays = [\"fix.toml\"]\nschema = "));
        folder.write("fix.toml", &text);
    })
}

pub(crate) fn cases() -> Vec<Case> {
    let fix =
        |rest: &str| format!("version = 1\n\n[[fix]]\nbecause = \"the server says otherwise\"\n{rest}\n");
    let result = |name: &str| {
        format!(
            "version = 1\n\n[[result]]\nmethod = \"note/write\"\nresult = \"{name}\"\nbecause = \"told so\"\n"
        )
    };
    let entry =
        |list: &str, rest: &str| format!("version = 1\n\n[[{list}]]\nbecause = \"told so\"\n{rest}\n");
    let told = |method: &str, direction: &str, params: &str| {
        let keys = format!("direction = \"{direction}\"\nmethod = \"{method}\"\nparams = \"{params}\"");
        entry("notification", &keys)
    };
    vec![
        overlay("overlay-drop-stale", "stale-overlay", &entry("drop", "method = \"note/erase\"")),
        overlay(
            "overlay-result-stale",
            "stale-result",
            &entry("result", "result = \"Block\"\nmethod = \"note/wright\""),
        ),
        overlay(
            "overlay-result-of-nothing",
            "unknown-definition",
            &entry("result", "method = \"note/write\"\nresult = \"Blok\""),
        ),
        overlay(
            "overlay-notification-listed",
            "stale-overlay",
            &told("note/changed", "toClient", "NoteChangedNotification"),
        ),
        overlay("overlay-notification-params", "stale-overlay", &told("note/seen", "toClient", "Seen")),
        overlay("overlay-notification-union", "stale-overlay", &told("note/seen", "toServer", "Block")),
        overlay("overlay-stale", "stale-overlay", &fix("at = \"Colour\"\ndocs = \"A color.\"")),
        overlay(
            "overlay-stale-expect",
            "stale-overlay",
            &fix("at = \"Color\"\nexpect = '{\"type\": \"integer\"}'\ndocs = \"A color.\""),
        ),
        overlay(
            "overlay-stale-property",
            "stale-overlay",
            &fix("at = \"NoteWriteParams\"\nrename-properties = { colour = \"color\" }"),
        ),
        overlay(
            "overlay-stale-properties",
            "stale-overlay",
            &fix("at = \"NoteWriteParams\"\nrename-properties = { txet = \"body\" }\n\
                 required = [\"colour\", \"text\"]\nnullable = [\"collor\"]"),
        ),
        overlay(
            "overlay-renamed-before",
            "stale-overlay",
            "version = 1\n\n[[fix]]\nat = \"Color\"\nrename = \"Colour\"\nbecause = \"British\"\n\n\
             [[fix]]\nat = \"Color\"\ndocs = \"A color.\"\nbecause = \"it has none\"\n",
        ),
        overlay(
            "overlay-not-json",
            "invalid-overlay",
            &fix("at = \"Color\"\nexpect = '{type: string}'\nreplace = \"{'type': 'integer'}\""),
        ),
        overlay("overlay-changes-nothing", "stale-overlay", &fix("at = \"Color\"")),
        overlay("overlay-result-of-rule", "stale-overlay", &result("NoteWriteResponse")),
        overlay(
            "overlay-result-twice",
            "stale-overlay",
            &format!("{}{}", result("Block"), result("none").replace("version = 1\n", "")),
        ),
        overlay("overlay-unknown-key", "invalid-overlay", &fix("at = \"Color\"\ndoc = \"A color.\"")),
        overlay(
            "overlay-no-reason",
            "invalid-overlay",
            "version = 1\n\n[[fix]]\nat = \"Color\"\ndocs = \"A color.\"\n",
        ),
        overlay("overlay-not-toml", "invalid-overlay", "version = 1\n\n[[fix]\nat = \"Color\"\n"),
        Case::new("overlay-missing", "unreadable-file", |folder| {
            folder
                .write("codegen.toml", &CONFIG.replace("schema = ", "overlays = [\"fix.toml\"]\nschema = "));
        }),
    ]
}
