//! The file of the breaking changes that were accepted: a history, to which entries are only added.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use codegen_build::schema::{Diagnostic, Diagnostics, Place};
use codegen_build::{Config, Decision, accepted_changes};
use codegen_diff::Change;

use super::revision;

/// The beginning of a new file.
const HEAD: &str = "# Breaking changes of the protocol that were accepted. A history: entries are added, by\n\
                    # `codegen diff OLD NEW --accept REASON`, and never changed or removed.\nversion = 1\n";

/// The entries of the file.
#[derive(Debug, Default)]
pub struct Accepted {
    pub entries: Vec<Decision>,
    /// How many of them were there before: they were used then.
    pub old: usize,
    /// How many of them OLD's own revision has: they are about earlier changes.
    pub past: usize,
}

impl Accepted {
    /// Those that must be used now.
    pub fn to_be_used(&self) -> impl Iterator<Item = &Decision> {
        self.entries.iter().skip(self.old)
    }
}

/// Which file the configuration named in a revision: as long as it can be read today.
pub fn named_in(config: &Config, base: &str) -> Result<Option<PathBuf>, Diagnostics> {
    let text = revision::text(base, &config.file)?;
    let before = text.and_then(|text| Config::parse(&config.file, &text, &config.folder).ok());
    Ok(before.and_then(|before| before.diff.accepted))
}

/// A history that is named no more is one that was removed.
pub fn still_named(config: &Config, base: &str, before: &Path) -> Result<(), Diagnostics> {
    let count = count(before, base)?;
    if count == 0 {
        return Ok(());
    }
    let place = Place { file: config.file.clone(), ..Place::default() };
    let name = before.display().to_string().replace('\\', "/");
    let message = format!("`[diff]` no longer names `{name}`, which holds what was accepted in `{base}`");
    let help = "the file is a history: name it again by the key `accepted`";
    Err(Diagnostic::error("accepted-changed", place, message).help(help).into())
}

/// Reads the file, and holds it against what a file was in a revision.
pub fn read(file: &Path, base: Option<(&str, &Path)>) -> Result<Accepted, Diagnostics> {
    let name = file.display().to_string().replace('\\', "/");
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        // Nothing was accepted yet.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => {
            let place = Place { file: name, ..Place::default() };
            let message = format!("the accepted changes cannot be read: {error}");
            return Err(Diagnostic::error("unreadable-file", place, message).into());
        }
    };
    let entries = if text.is_empty() { Vec::new() } else { accepted_changes(&name, &text)? };
    let before = match base {
        Some((reference, before)) => revision::text(reference, &before.display().to_string())?,
        None => None,
    };
    let base = base.map(|(reference, _)| reference);
    let Some(before) = before.filter(|text| !text.is_empty()) else {
        // The file is a history: where nothing says which entries are new, none need be of use.
        let old = if base.is_some() { 0 } else { entries.len() };
        return Ok(Accepted { entries, old, past: 0 });
    };
    let before = accepted_changes(&format!("git:{}:{name}", base.unwrap_or_default()), &before)?;
    let kept = before.iter().zip(&entries).take_while(|(a, b)| key(a) == key(b)).count();
    if kept == before.len() {
        return Ok(Accepted { entries, old: kept, past: 0 });
    }
    let place = entries
        .get(kept)
        .map_or_else(|| Place { file: name.clone(), ..Place::default() }, |one| one.at.clone());
    let lost = &before[kept];
    let message = format!(
        "the entry `{}` at `{}` was changed or removed",
        lost.rule.escape_debug(),
        lost.place.escape_debug()
    );
    let help = format!(
        "the file is a history: restore what it was in `{}`, and add entries at its end",
        base.unwrap_or_default()
    );
    Err(Diagnostic::error("accepted-changed", place, message).help(help).into())
}

/// How many entries the file had in a revision.
pub fn count(file: &Path, reference: &str) -> Result<usize, Diagnostics> {
    let name = file.display().to_string().replace('\\', "/");
    match revision::text(reference, &name)?.filter(|text| !text.is_empty()) {
        Some(text) => Ok(accepted_changes(&format!("git:{reference}:{name}"), &text)?.len()),
        None => Ok(0),
    }
}

fn key(one: &Decision) -> (&str, &str, &Option<String>, &Option<String>, &str, &Option<String>) {
    (&one.rule, &one.place, &one.was, &one.now, &one.reason, &one.day)
}

/// Adds an entry for each change. The file is there as it was, or with all of them.
pub fn append(file: &Path, changes: &[&Change], reason: &str, today: &str) -> Result<(), Diagnostics> {
    let name = file.display().to_string().replace('\\', "/");
    let fail = |error: &std::io::Error| -> Diagnostics {
        let place = Place { file: name.clone(), ..Place::default() };
        Diagnostic::error(
            "unwritable-file",
            place,
            format!("the accepted changes cannot be written: {error}"),
        )
        .into()
    };
    let mut text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => HEAD.to_owned(),
        Err(error) => return Err(fail(&error)),
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    for change in changes {
        text.push_str("\n[[accepted]]\n");
        let mut member = |key: &str, value: &str| {
            let _ = writeln!(text, "{key} = {}", quoted(value));
        };
        member("rule", change.rule.id);
        member("place", &change.subject());
        for (key, value) in [("was", &change.was), ("now", &change.now)] {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                member(key, value);
            }
        }
        member("reason", reason);
        member("on", today);
    }
    let beside = file.with_extension(format!("{}.new", std::process::id()));
    std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, file)).map_err(|error| {
        // What was begun beside the file is of no use.
        let _ = std::fs::remove_file(&beside);
        fail(&error)
    })
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut all = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => all.push_str("\\\""),
            '\\' => all.push_str("\\\\"),
            '\n' => all.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(all, "\\u{:04X}", u32::from(c));
            }
            c => all.push(c),
        }
    }
    all.push('"');
    all
}
