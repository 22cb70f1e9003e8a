//! Findings in the order in which a reviewer needs them.

mod json;
mod markdown;
mod text;

use crate::change::{Change, What};
use crate::level::{Audience, Language, Level};

pub use json::json;
pub use markdown::{folded_list, markdown};
pub use text::{one, text};

/// What is said where nothing changed.
pub const SAME: &str = "Both mean the same.";

/// More methods than these are counted, not named.
const NAMED: usize = 4;

/// The findings, sorted into what is said of them. Each is in each part that it belongs to, but for
/// `rest`, which has those that are in no other.
#[derive(Debug, Clone, Default)]
pub struct Groups<'a> {
    /// Breaking for clients.
    pub clients: Vec<&'a Change>,
    /// Breaking for servers.
    pub servers: Vec<&'a Change>,
    /// Risky for clients.
    pub risky_clients: Vec<&'a Change>,
    /// Risky for servers.
    pub risky_servers: Vec<&'a Change>,
    /// What old code does not compile or type-check with, but does no harm on the wire.
    pub source: Vec<&'a Change>,
    /// New methods.
    pub methods: Vec<&'a Change>,
    /// All others.
    pub rest: Vec<&'a Change>,
}

/// Sorts findings into groups.
#[must_use]
pub fn groups(changes: &[Change]) -> Groups<'_> {
    let mut groups = Groups::default();
    for change in changes {
        let is_new = is_new_method(change);
        for (level, breaking, risky) in [
            (change.clients, &mut groups.clients, &mut groups.risky_clients),
            (change.servers, &mut groups.servers, &mut groups.risky_servers),
        ] {
            match level {
                Level::Breaking => breaking.push(change),
                Level::Risky if !is_new => risky.push(change),
                Level::Risky | Level::Safe => {}
            }
        }
        let is_safe = change.clients.max(change.servers) == Level::Safe;
        if is_new {
            groups.methods.push(change);
        } else if is_safe && change.source.is_empty() {
            groups.rest.push(change);
        } else if is_safe {
            groups.source.push(change);
        }
    }
    groups
}

/// A level of findings, and whom it meets.
struct Section<'g, 'a> {
    title: String,
    level: Level,
    /// None: both.
    audience: Option<Audience>,
    list: &'g [&'a Change],
}

/// What breaks and what is risky, for each audience; once, where it is the same for both.
fn sections<'g, 'a>(groups: &'g Groups<'a>) -> Vec<Section<'g, 'a>> {
    let mut all = Vec::new();
    for (word, level, clients, servers) in [
        ("Breaking", Level::Breaking, &groups.clients, &groups.servers),
        ("Risky", Level::Risky, &groups.risky_clients, &groups.risky_servers),
    ] {
        let mut add = |whom: &str, audience, list: &'g [&'a Change]| {
            all.push(Section { title: format!("{word} for {whom}"), level, audience, list });
        };
        if clients == servers {
            add("clients and servers", None, clients);
        } else {
            add("clients", Some(Audience::Clients), clients);
            add("servers", Some(Audience::Servers), servers);
        }
    }
    all
}

/// The title of the list of new methods.
const NEW_METHODS: &str = "New methods";

/// How many new methods are risky: they are counted above, and in no other list.
fn risky_among(title: &str, list: &[&Change]) -> String {
    if title != NEW_METHODS {
        return String::new();
    }
    let risky = |audience: Audience| list.iter().filter(|one| one.level(audience) == Level::Risky).count();
    let both = [("clients", risky(Audience::Clients)), ("servers", risky(Audience::Servers))];
    let words: Vec<String> = both
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| format!("{count} for {name}"))
        .collect();
    if words.is_empty() { String::new() } else { format!("; risky: {}", words.join(", ")) }
}

/// The findings that break the same languages together, most languages first.
fn by_language<'a>(list: &[&'a Change]) -> Vec<(String, Vec<&'a Change>)> {
    let mut parts: Vec<(&'static [Language], Vec<&'a Change>)> = Vec::new();
    for change in list {
        match parts.iter_mut().find(|(languages, _)| *languages == change.source) {
            Some((_, part)) => part.push(change),
            None => parts.push((change.source, vec![change])),
        }
    }
    parts.sort_by_key(|(languages, _)| (std::cmp::Reverse(languages.len()), *languages));
    let name = |languages: &[Language]| {
        languages.iter().map(|language| language.name()).collect::<Vec<_>>().join(", ")
    };
    parts.into_iter().map(|(languages, part)| (name(languages), part)).collect()
}

fn is_new_method(change: &Change) -> bool {
    change.what == What::Method && matches!(change.rule.id, "M02" | "M03" | "M05" | "M14")
}

/// How many findings have a level for an audience.
#[must_use]
pub fn count(changes: &[Change], audience: Audience, level: Level) -> usize {
    changes.iter().filter(|change| change.level(audience) == level).count()
}

/// How many findings break the code of a language's users.
#[must_use]
pub fn count_source(changes: &[Change], language: Language) -> usize {
    changes.iter().filter(|change| change.source.contains(&language)).count()
}

/// What a finding says beside its subject: title, case, values.
fn sentence(change: &Change, code: impl Fn(&str) -> String) -> String {
    let mut text = change.rule.title.to_owned();
    if !change.case.when.is_empty() {
        text.push_str(" (");
        text.push_str(change.case.when);
        text.push(')');
    }
    match (&change.was, &change.now) {
        (Some(was), Some(now)) => {
            text.push_str(": ");
            text.push_str(&code(was));
            text.push_str(" → ");
            text.push_str(&code(now));
        }
        (Some(only), None) | (None, Some(only)) => {
            text.push_str(": ");
            text.push_str(&code(only));
        }
        (None, None) => {}
    }
    if change.tolerated {
        text.push_str("; old clients keep it as unknown");
    }
    if change.experimental {
        text.push_str("; experimental");
    }
    text
}

/// The methods that lead to a finding, as far as they are few.
fn via(change: &Change, code: impl Fn(&str) -> String) -> Option<String> {
    if change.what == What::Method || change.methods.is_empty() {
        return None;
    }
    let named: Vec<String> = change.methods.iter().take(NAMED).map(|name| code(name)).collect();
    let more = change.methods.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(format!("{}{more}", named.join(", ")))
}
