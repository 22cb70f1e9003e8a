//! For people: as rustc shows what it found.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Entry, summary};

/// More than this nobody reads; the first errors matter most.
const SHOWN: usize = 50;

/// Warnings of one kind: what the next ones say has been understood by then, and other kinds are seen.
const OF_A_KIND: usize = 5;

pub fn render(entries: &[&Entry], color: bool) -> String {
    let mut text = String::new();
    let (mut shown, mut met, mut left_out) = (0, BTreeMap::new(), BTreeMap::new());
    for entry in entries {
        let kind = (entry.finding.severity, entry.finding.id);
        let count: &mut usize = met.entry(kind).or_default();
        *count += 1;
        if shown == SHOWN || !entry.is_error() && *count > OF_A_KIND {
            *left_out.entry(kind).or_insert(0_usize) += 1;
            continue;
        }
        shown += 1;
        text.push_str(&entry.finding.render(color));
        text.push_str("\n\n");
    }
    if !left_out.is_empty() {
        let each = left_out.iter().map(|((severity, id), count)| format!("{count} more {severity}[{id}]"));
        let each = each.collect::<Vec<_>>().join(", ");
        let _ = write!(text, "... and {each}; --format json lists them all\n\n");
    }
    text.push_str(&summary(entries));
    text
}
