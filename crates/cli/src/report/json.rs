//! One JSON document.

use codegen_build::Finding;
use serde::Serialize;

use super::Entry;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    findings: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<&'a str>,
}

pub fn render(entries: &[Entry]) -> String {
    let findings =
        entries.iter().map(|entry| Item { finding: &entry.finding, diff: entry.diff.as_deref() }).collect();
    // Strings and numbers cannot fail to become JSON.
    let mut text = serde_json::to_string_pretty(&Document { version: 1, findings }).unwrap_or_default();
    text.push('\n');
    text
}
