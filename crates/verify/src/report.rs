//! What came of it: a table, and what went wrong.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::runner::Language;

/// What became of the values in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many types were tried.
    pub types: usize,
    /// Values that are to be accepted.
    pub accepted_tried: usize,
    /// Those of them that came back exactly.
    pub exact: usize,
    /// Values that are to be refused.
    pub refused_tried: usize,
    /// Those of them that were refused, at the right place.
    pub refused: usize,
    /// Values on which a policy decides otherwise than the schema, by its name.
    pub tolerated: BTreeMap<String, usize>,
    /// Values on which the judge has no verdict, by the part of the schema that it does not compile and why.
    pub unjudged: BTreeMap<String, usize>,
    /// How many types have such values.
    pub unjudged_types: usize,
    /// All that went wrong.
    pub failures: Vec<Failure>,
}

/// A value that did not do what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What the schema is called.
    pub subject: String,
    /// The type, as the schema calls it.
    pub name: String,
    /// What went wrong.
    pub what: String,
    /// What was done to the value.
    pub change: &'static str,
    /// The value, shrunk where that was possible.
    pub value: String,
    /// What the language said.
    pub detail: String,
}

/// A language and what became of the values there.
pub type Table<'a> = &'a [(Language, Tally)];

/// The table for people.
#[must_use]
pub fn table(rows: Table<'_>) -> String {
    let head =
        ["language", "types", "accepted", "exact", "refused", "of", "by policy", "not judged", "failures"]
            .map(str::to_owned);
    let mut lines = vec![head.to_vec()];
    for (language, tally) in rows {
        lines.push(vec![
            language.name().to_owned(),
            tally.types.to_string(),
            tally.accepted_tried.to_string(),
            tally.exact.to_string(),
            tally.refused.to_string(),
            tally.refused_tried.to_string(),
            tally.tolerated.values().sum::<usize>().to_string(),
            tally.unjudged.values().sum::<usize>().to_string(),
            tally.failures.len().to_string(),
        ]);
    }
    let width =
        |column: usize| lines.iter().filter_map(|line| line.get(column)).map(String::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let cells = line.iter().zip(&widths).enumerate().map(|(index, (cell, width))| {
            if index == 0 { format!("{cell:width$}") } else { format!("{cell:>width$}") }
        });
        let _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    for (language, tally) in rows.iter().filter(|(_, tally)| !tally.tolerated.is_empty()) {
        let names: Vec<String> =
            tally.tolerated.iter().map(|(name, count)| format!("{name} {count}")).collect();
        let _ = writeln!(text, "by policy, {}: {}", language.name(), names.join(", "));
    }
    for (language, tally) in rows {
        for (part, count) in &tally.unjudged {
            let _ = writeln!(text, "not judged, {}: {count} values of {part}", language.name());
        }
    }
    text
}

/// The table and all failures for other programs.
#[must_use]
pub fn json(seed: u64, rows: Table<'_>) -> Value {
    let rows: Vec<Value> = rows
        .iter()
        .map(|(language, tally)| {
            let failures: Vec<Value> = tally
                .failures
                .iter()
                .map(|Failure { subject, name, what, change, value, detail }| {
                    json!({
                        "schema": subject, "type": name, "what": what, "change": change,
                        "value": value, "detail": detail,
                    })
                })
                .collect();
            json!({
                "language": language.name(),
                "types": tally.types,
                "accepted": { "tried": tally.accepted_tried, "exact": tally.exact },
                "refused": { "tried": tally.refused_tried, "refused": tally.refused },
                "byPolicy": tally.tolerated,
                "notJudged": tally.unjudged,
                "failures": failures,
            })
        })
        .collect();
    json!({ "seed": seed, "languages": rows })
}
