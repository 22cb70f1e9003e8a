//! `[diff]`: what was decided about changes of the schema.

use std::path::{Path, PathBuf};

use codegen_rust::target::ir::schema::{Diagnostics, Place, Pointer};

use super::node::{self, Node};
use super::spec::{Key, Kind, Spot, key, required, validate};

/// What was decided about changes of the schema. Which rules there are is not known here.
#[derive(Debug, Clone, Default)]
pub struct DiffConfig {
    /// From which level on `diff` fails: `breaking`, `risky` or `none`.
    pub fail_on: Option<String>,
    /// Whose findings count for that: `clients`, `servers` or `all`.
    pub audience: Option<String>,
    /// Levels of rules.
    pub levels: Vec<RuleLevel>,
    /// Findings that are not reported.
    pub ignore: Vec<Decision>,
    /// The file of the breaking changes that were accepted.
    pub accepted: Option<PathBuf>,
}

/// The level that the findings of a rule get.
#[derive(Debug, Clone)]
pub struct RuleLevel {
    /// The id or the slug of the rule.
    pub rule: String,
    /// `breaking`, `risky` or `safe`.
    pub level: String,
    /// Where it is written.
    pub at: Place,
}

/// A finding that somebody decided about.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The id or the slug of its rule.
    pub rule: String,
    /// Its place, as reports name it.
    pub place: String,
    /// What was there, as reports show it.
    pub was: Option<String>,
    /// What is there now, as reports show it.
    pub now: Option<String>,
    /// Why.
    pub reason: String,
    /// A day, as `2026-12-31`: the last one on which it holds, or the one on which it was decided.
    pub day: Option<String>,
    /// Where it is written.
    pub at: Place,
}

pub static KEYS: &[Key] = &[
    key("fail-on", Kind::Choice(&["breaking", "risky", "none"]), "From which level on `diff` ends with 1."),
    key("audience", Kind::Choice(&["clients", "servers", "all"]), "Whose findings count for that."),
    key(
        "levels",
        Kind::Map(&Kind::Choice(&["breaking", "risky", "safe"])),
        "The level of the findings of a rule, by its id or slug, as `codegen rules` lists them.",
    ),
    key("ignore", Kind::List(&Kind::Table(IGNORE)), "Findings that are not reported."),
    key(
        "accepted",
        Kind::Text,
        "The file of the breaking changes that were accepted: entries are only ever added. Relative to this file.",
    ),
];

static IGNORE: &[Key] = &[
    required("rule", Kind::Text, "The id or the slug of the rule."),
    required("place", Kind::Text, "The place as `diff` reports it; with `*` at its end, all that begin so."),
    required("reason", Kind::Text, "Why it does no harm."),
    key("until", Kind::Day, "The last day on which it is ignored, as `2026-12-31`."),
];

static ACCEPTED: &[Key] = &[
    required("version", Kind::Version, "The version of this file's format."),
    key("accepted", Kind::List(&Kind::Table(ENTRY)), "What was accepted, the oldest first."),
];

static ENTRY: &[Key] = &[
    required("rule", Kind::Text, "The id or the slug of the rule."),
    required("place", Kind::Text, "The place as `diff` reports it."),
    key("was", Kind::Text, "What was there, as `diff` reports it."),
    key("now", Kind::Text, "What is there now, as `diff` reports it."),
    required("reason", Kind::Text, "Why it was accepted."),
    key("on", Kind::Day, "The day of the decision."),
];

/// Reads the table of a configuration that has passed the checks.
pub fn read(root: &Node, spot: &Spot<'_>, folder: &Path) -> DiffConfig {
    let Some(table) = root.get("diff") else { return DiffConfig::default() };
    let spot = spot.join("diff");
    let text = |key: &str| table.get(key).and_then(Node::text).map(str::to_owned);
    let levels = table.get("levels").map(Node::entries).unwrap_or_default().iter().map(|entry| RuleLevel {
        rule: entry.key.clone(),
        level: entry.node.text().unwrap_or_default().to_owned(),
        at: spot.join("levels").join(&entry.key).place(entry.key_span.clone()),
    });
    DiffConfig {
        fail_on: text("fail-on"),
        audience: text("audience"),
        levels: levels.collect(),
        ignore: decisions(table, "ignore", "until", &spot),
        accepted: text("accepted").map(|path| folder.join(path)),
    }
}

/// Reads the text of a file of accepted changes.
pub fn accepted(file: &str, text: &str) -> Result<Vec<Decision>, Diagnostics> {
    let document = node::parse(file, text)?;
    let spot = Spot { file, pointer: Pointer::root() };
    let mut found = Diagnostics::default();
    validate(&document, ACCEPTED, &spot, &mut found);
    if found.has_errors() { Err(found) } else { Ok(decisions(&document, "accepted", "on", &spot)) }
}

fn decisions(table: &Node, key: &str, day: &str, spot: &Spot<'_>) -> Vec<Decision> {
    let spot = spot.join(key);
    let items = table.get(key).map(Node::items).unwrap_or_default();
    let one = |(index, node): (usize, &Node)| {
        let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
        let span = node.get("rule").map_or_else(|| node.span.clone(), |rule| rule.span.clone());
        Decision {
            rule: text("rule").unwrap_or_default(),
            place: text("place").unwrap_or_default(),
            was: text("was"),
            now: text("now"),
            reason: text("reason").unwrap_or_default(),
            day: text(day),
            at: spot.join(index).place(span),
        }
    };
    items.iter().enumerate().map(one).collect()
}

/// Whether a text is a day of the calendar, as `2026-12-31`.
#[must_use]
pub fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |text: &str, length: usize| {
        let plain = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse::<u32>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}
