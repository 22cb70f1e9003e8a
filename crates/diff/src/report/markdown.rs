//! For a pull request. What a schema says is never taken for Markdown or HTML.

use std::fmt::Write as _;

use super::{
    NEW_METHODS, SAME, by_language, count, count_source, groups, risky_among, sections, sentence, via,
};
use crate::change::{Change, direction};
use crate::level::{Audience, Language, Level};

/// Longer lists are folded.
const OPEN: usize = 25;

/// All findings: first what breaks, the harmless ones folded.
#[must_use]
pub fn markdown(changes: &[Change], old: &str, new: &str) -> String {
    let mut text = format!("## Protocol: {} → {}\n\n", code(old), code(new));
    if changes.is_empty() {
        let _ = writeln!(text, "{SAME}");
        return text;
    }
    let groups = groups(changes);
    table(&mut text, changes);
    for part in sections(&groups) {
        section(&mut text, &part.title, about(part.level, part.audience), part.list);
    }
    section(&mut text, NEW_METHODS, "", &groups.methods);
    for (languages, list) in by_language(&groups.source) {
        let title = format!("Harmless on the wire, but code in {languages} must follow ({})", list.len());
        folded(&mut text, &title, &list);
    }
    folded(&mut text, &format!("Safe ({})", groups.rest.len()), &groups.rest);
    text
}

const fn about(level: Level, audience: Option<Audience>) -> &'static str {
    match (level, audience) {
        (Level::Breaking, Some(Audience::Clients)) => "Clients built for the old schema, with a new server.",
        (Level::Breaking, Some(Audience::Servers)) => "Servers built for the old schema, with a new client.",
        (Level::Breaking, None) => {
            "Clients built for the old schema, with a new server, and servers with a new client."
        }
        _ => "Nothing is refused, or only by readers that are stricter than the generated ones; but look.",
    }
}

fn table(text: &mut String, changes: &[Change]) {
    text.push_str("| | breaking | risky |\n|---|---:|---:|\n");
    for (name, audience) in [("clients", Audience::Clients), ("servers", Audience::Servers)] {
        let _ = writeln!(
            text,
            "| {name} | {} | {} |",
            count(changes, audience, Level::Breaking),
            count(changes, audience, Level::Risky)
        );
    }
    let source: Vec<String> = Language::ALL
        .iter()
        .map(|language| format!("{} {}", language.name(), count_source(changes, *language)))
        .collect();
    let _ = writeln!(
        text,
        "\nChanges that code which uses the generated types must follow: {}.",
        source.join(", ")
    );
}

fn section(text: &mut String, title: &str, about: &str, list: &[&Change]) {
    if list.is_empty() {
        return;
    }
    let _ = write!(text, "\n### {title} ({}{})\n\n", list.len(), risky_among(title, list));
    if !about.is_empty() {
        let _ = write!(text, "{about}\n\n");
    }
    let (open, hidden) = list.split_at(list.len().min(OPEN));
    open.iter().for_each(|change| item(text, change));
    if !hidden.is_empty() {
        folded(text, &format!("{} more", hidden.len()), hidden);
    }
}

/// A folded list of its own, behind the others; nothing where there is nothing in it.
#[must_use]
pub fn folded_list(title: &str, changes: &[Change]) -> String {
    let mut text = String::new();
    folded(&mut text, &format!("{title} ({})", changes.len()), &changes.iter().collect::<Vec<_>>());
    text
}

fn folded(text: &mut String, title: &str, list: &[&Change]) {
    if list.is_empty() {
        return;
    }
    let _ = write!(text, "\n<details><summary>{title}</summary>\n\n");
    list.iter().for_each(|change| item(text, change));
    text.push_str("\n</details>\n");
}

fn item(text: &mut String, change: &Change) {
    let _ = write!(
        text,
        "- **{}** {} {} *({}",
        change.rule.id,
        code(&change.subject()),
        sentence(change, code),
        direction(change.directions)
    );
    if let Some(via) = via(change, code) {
        let _ = write!(text, ", {via}");
    }
    text.push_str(")*\n");
}

/// A code span that holds the text whatever it is: fenced by more backticks than are in it.
fn code(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    let longest = clean.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if clean.starts_with(['`', ' ']) || clean.ends_with(['`', ' ']) || clean.is_empty() {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{clean}{pad}{fence}")
}
