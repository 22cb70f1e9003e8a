//! A configuration that is not valid, and folders that are not ours.

use crate::Case;
use crate::common::CONFIG;

fn replaced(name: &'static str, id: &'static str, from: &str, to: &str) -> Case {
    assert!(CONFIG.contains(from), "{from}");
    let config = CONFIG.replacen(from, to, 1);
    Case::new(name, id, move |folder| folder.write("codegen.toml", &config))
}

fn more(name: &'static str, id: &'static str, more: &str) -> Case {
    let config = format!("{CONFIG}\n{more}\n");
    Case::new(name, id, move |folder| folder.write("codegen.toml", &config))
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        replaced("config-unknown-key", "unknown-key", "out = ", "uot = "),
        replaced("config-wrong-type", "wrong-type", "schema = \"schema.json\"", "schema = [\"schema.json\"]"),
        replaced("config-missing-key", "missing-key", "out = \"gen/rust\"\n", ""),
        replaced("config-version", "config-version", "version = 1", "version = 2"),
        replaced("config-not-toml", "not-toml", "schema = \"schema.json\"", "schema = schema.json"),
        replaced("config-duplicate-key", "not-toml", "version = 1", "version = 1\nversion = 1"),
        replaced("unknown-language", "unknown-language", "lang = \"typescript\"", "lang = \"typscript\""),
        replaced("out-outside", "out-outside", "gen/rust", "../gen"),
        more("limit-beyond-the-reader", "wrong-value", "[limits]\ndepth = 500"),
        replaced("out-twice", "out-shared", "gen/python", "gen/rust"),
        more("config-unknown-lint", "unknown-rule", "[lints]\nunknown-keywrd = \"allow\""),
        more("config-wrong-level", "wrong-value", "[lints]\nunknown-keyword = \"ignore\""),
        more("config-unknown-option", "unknown-key", "[targets.options]\nstric = true"),
        more("names-stale", "stale-name", "[names]\nColour = \"Hue\""),
        more("policy-stale", "stale-policy", "[policy]\ntypes = { Colour = \"closed\" }"),
        more(
            "names-optional-misspelt",
            "unknown-key",
            "[names]\nColour = { name = \"Hue\", optinal = true }",
        ),
        more("names-invalid", "wrong-type", "[names]\nColor = \"not a name\""),
        more("names-taken", "name-collision", "[names]\nColor = \"Block\""),
        Case::new("out-foreign-folder", "foreign-folder", |folder| folder.write("gen/rust/lib.rs", "mine")),
        Case::new("out-foreign-file", "foreign-file", |folder| {
            folder.write("gen/python/__init__.py", "mine");
        }),
        Case::new("out-link", "foreign-folder", |folder| {
            folder.write("elsewhere/keep.txt", "mine");
            std::fs::create_dir(folder.path().join("gen")).unwrap();
            std::os::unix::fs::symlink("../elsewhere", folder.path().join("gen/rust")).unwrap();
        }),
        Case::new("no-target", "no-target", |folder| {
            folder.write("codegen.toml", CONFIG.split("\n[[targets]]").next().unwrap());
        }),
        Case::new("config-missing", "unreadable-file", |_| {})
            .args(&["generate", "--config", "cdoegen.toml"])
            .without_line(),
    ]
}
