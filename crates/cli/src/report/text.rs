//! For people: as rustc shows what it found.

use super::{Entry, summary};

/// More than this nobody reads; the first errors matter most.
const SHOWN: usize = 50;

pub fn render(entries: &[&Entry], color: bool) -> String {
    let mut text = String::new();
    for entry in entries.iter().take(SHOWN) {
        text.push_str(&entry.finding.render(color));
        text.push_str("\n\n");
    }
    if let Some(more) = entries.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        text.push_str("... and ");
        text.push_str(&more.to_string());
        text.push_str(" more; --format json lists them all\n\n");
    }
    text.push_str(&summary(entries));
    text
}
