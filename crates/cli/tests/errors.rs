//! The errors and warnings that a user meets most, each as it is shown and as JSON, in `snapshots/errors`.
//! Read a snapshot as the user who gets it: where is it, what is wrong, what does it mean, what do I do?

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;
#[path = "errors/config.rs"]
mod config;
#[path = "errors/overlay.rs"]
mod overlay;
#[path = "errors/protocol.rs"]
mod protocol;
#[path = "common/runtime.rs"]
mod runtime;
#[path = "errors/schema.rs"]
mod schema;
#[path = "errors/truth.rs"]
mod truth;
#[path = "errors/warnings.rs"]
mod warnings;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use common::{Folder, SCHEMA};

/// What a user did.
pub(crate) struct Case {
    /// The snapshot's name: the id of the finding, and more where it has several.
    pub name: &'static str,
    /// What was run.
    pub args: &'static [&'static str],
    /// How the project came to be.
    pub folder: Box<dyn Fn() -> Folder>,
    /// The first id that is found.
    pub id: &'static str,
    /// Whether the fault is in a text, so that it has a line.
    pub line: bool,
}

impl Case {
    /// `generate` in a folder that has the small protocol and more.
    pub(crate) fn new(name: &'static str, id: &'static str, change: impl Fn(&Folder) + 'static) -> Self {
        let folder = move || {
            let folder = Folder::with_protocol();
            change(&folder);
            folder
        };
        Self { name, args: &["generate"], folder: Box::new(folder), id, line: true }
    }

    /// With another schema.
    pub(crate) fn of(name: &'static str, id: &'static str, schema: impl Into<String>) -> Self {
        let schema = schema.into();
        Self::new(name, id, move |folder| folder.write("schema.json", &schema))
    }

    /// With a part of the small protocol changed.
    pub(crate) fn changed(name: &'static str, id: &'static str, from: &'static str, to: &str) -> Self {
        assert!(SCHEMA.contains(from), "{from}");
        Self::of(name, id, SCHEMA.replacen(from, to, 1))
    }

    /// Another command.
    pub(crate) fn args(self, args: &'static [&'static str]) -> Self {
        Self { args, ..self }
    }

    /// What is missing has no line.
    pub(crate) fn without_line(self) -> Self {
        Self { line: false, ..self }
    }
}

fn cases() -> Vec<Case> {
    [schema::cases(), config::cases(), overlay::cases(), protocol::cases(), truth::cases(), warnings::cases()]
        .into_iter()
        .flatten()
        .collect()
}

/// Paths of this run's own folder, and hashes that differ with it, read the same everywhere.
fn portable(folder: &Folder, text: &str) -> String {
    let own = folder.path().canonicalize().unwrap();
    text.replace(&*own.to_string_lossy(), "/project").replace(&*folder.path().to_string_lossy(), "/project")
}

/// What is shown, and what is wrong with it.
fn shown(case: &Case) -> (String, Vec<String>) {
    let folder = (case.folder)();
    let before = folder.files();
    let ran = folder.run(case.args);
    let after = folder.files();
    let json = folder.run(&[case.args, &["--format", "json"]].concat());
    let mut wrong = Vec::new();
    let mut check = |right: bool, what: &str| {
        if !right {
            wrong.push(format!("{}: {what}", case.name));
        }
    };
    check(!ran.stderr.contains("panicked"), "a panic");
    check(ran.code == Some(0) || after == before, "files were written");
    check(json.code == ran.code, "another exit code as JSON");
    let document = json.json();
    let findings = document["findings"].as_array().unwrap();
    for one in findings {
        check(one["help"].is_string(), "no way out");
        check(!case.line || one["line"].is_u64(), "no line");
    }
    check(findings.iter().any(|one| one["id"] == case.id), "not the id");
    let mut text = format!("$ codegen {}\n", case.args.join(" "));
    let _ = writeln!(text, "{}{}exit {}", ran.stdout, ran.stderr, ran.code.unwrap());
    let _ = write!(text, "\n{}", serde_json::to_string_pretty(&document["findings"]).unwrap());
    (portable(&folder, &text), wrong)
}

#[test]
fn findings_are_shown_as_they_were_read() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../snapshots/errors");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut names = BTreeSet::new();
    let mut wrong = Vec::new();
    for case in cases() {
        assert!(names.insert(case.name), "{} is there twice", case.name);
        let (text, more) = shown(&case);
        wrong.extend(more);
        settings.bind(|| insta::assert_snapshot!(case.name, text));
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(names.len() >= 30);
    // No snapshot is left of a case that is gone.
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../snapshots/errors");
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let name = file.strip_suffix(".new").unwrap_or(&file).trim_end_matches(".snap").to_owned();
        assert!(names.contains(name.as_str()), "{file} belongs to no case");
    }
}
