//! For a terminal.

use std::fmt::Write as _;

use super::{
    NEW_METHODS, SAME, by_language, count, count_source, groups, risky_among, sections, sentence, via,
};
use crate::change::{Change, direction};
use crate::level::{Audience, Language, Level};

/// All findings; what changes nothing is counted, unless all of it is wanted.
#[must_use]
pub fn text(changes: &[Change], all: bool) -> String {
    let groups = groups(changes);
    let mut text = summary(changes);
    for part in sections(&groups) {
        section(&mut text, &part.title, part.list);
    }
    section(&mut text, NEW_METHODS, &groups.methods);
    for (languages, list) in by_language(&groups.source) {
        section(&mut text, &format!("Harmless on the wire, but code in {languages} must follow"), &list);
    }
    if all {
        section(&mut text, "Safe", &groups.rest);
    } else if !groups.rest.is_empty() {
        let changes = if groups.rest.len() == 1 { "change is" } else { "changes are" };
        let _ = writeln!(text, "\n{} safe {changes} not shown", groups.rest.len());
    }
    text
}

fn section(text: &mut String, title: &str, list: &[&Change]) {
    if list.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title} ({}{})", list.len(), risky_among(title, list));
    for change in list {
        let _ = writeln!(text, "  {}", one(change));
    }
}

fn summary(changes: &[Change]) -> String {
    if changes.is_empty() {
        return format!("{SAME}\n");
    }
    let mut text = String::new();
    for (name, audience) in [("clients", Audience::Clients), ("servers", Audience::Servers)] {
        let _ = writeln!(
            text,
            "{name}: {} breaking, {} risky",
            count(changes, audience, Level::Breaking),
            count(changes, audience, Level::Risky),
        );
    }
    let source: Vec<String> = Language::ALL
        .iter()
        .map(|language| format!("{} {}", language.name(), count_source(changes, *language)))
        .collect();
    let _ = writeln!(text, "source: {}", source.join(", "));
    text
}

/// A finding in one line.
#[must_use]
pub fn one(change: &Change) -> String {
    let plain = |text: &str| text.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'");
    let mut line = format!("{} {}: {}", change.rule.id, plain(&change.subject()), sentence(change, plain));
    let _ = write!(line, " [{}]", direction(change.directions));
    if let Some(via) = via(change, plain) {
        let _ = write!(line, " via {via}");
    }
    line
}
