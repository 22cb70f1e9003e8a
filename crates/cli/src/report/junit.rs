//! `JUnit` XML: each finding is a test that failed; nothing found is one that passed.

use std::fmt::Write as _;

use super::Entry;

pub fn render(entries: &[Entry]) -> String {
    let errors: Vec<&Entry> = entries.iter().filter(|entry| entry.is_error()).collect();
    let tests = errors.len().max(1);
    let failures = errors.len();
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    let _ = writeln!(
        text,
        "  <testsuite name=\"codegen\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">"
    );
    if errors.is_empty() {
        text.push_str("    <testcase classname=\"codegen\" name=\"clean\"/>\n");
    }
    for entry in errors {
        let finding = &entry.finding;
        let place = escaped(&entry.place());
        let name = if place.is_empty() { "input" } else { place.as_str() };
        let _ =
            writeln!(text, "    <testcase classname=\"codegen.{}\" name=\"{name}\">", escaped(finding.id));
        let _ = write!(
            text,
            "      <failure type=\"{}\" message=\"{}\">",
            escaped(finding.id),
            escaped(&finding.message)
        );
        for (label, more) in [("at", &finding.pointer), ("note", &finding.note), ("help", &finding.help)] {
            if let Some(more) = more {
                let _ = writeln!(text, "{label}: {}", escaped(more));
            }
        }
        if let Some(diff) = &entry.diff {
            text.push_str(&escaped(diff));
        }
        text.push_str("</failure>\n    </testcase>\n");
    }
    text.push_str("  </testsuite>\n</testsuites>\n");
    text
}

/// Safe in content and in attributes; what XML 1.0 cannot hold is replaced.
fn escaped(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => all.push_str("&amp;"),
            '<' => all.push_str("&lt;"),
            '>' => all.push_str("&gt;"),
            '"' => all.push_str("&quot;"),
            '\n' => all.push_str("&#10;"),
            '\t' => all.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => all.push('\u{fffd}'),
            c => all.push(c),
        }
    }
    all
}
