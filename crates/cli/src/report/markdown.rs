//! A Markdown list. What a schema says is never taken for Markdown or HTML.

use std::fmt::Write as _;

use super::{Entry, summary};

pub fn render(entries: &[Entry]) -> String {
    if entries.is_empty() {
        return "No findings.\n".to_owned();
    }
    let all: Vec<&Entry> = entries.iter().collect();
    let mut text = format!("**{}**\n\n", summary(&all));
    // What must be mended comes first.
    let (errors, others): (Vec<&Entry>, Vec<&Entry>) = all.into_iter().partition(|entry| entry.is_error());
    for entry in errors.into_iter().chain(others) {
        let finding = &entry.finding;
        let _ = write!(text, "- **{}** `{}`", finding.severity, finding.id);
        if !finding.file.is_empty() {
            let _ = write!(text, " {}", code(&entry.place()));
        }
        if let Some(pointer) = finding.pointer.as_ref().filter(|pointer| pointer.len() > 1) {
            let _ = write!(text, " {}", code(pointer));
        }
        let _ = writeln!(text, ": {}", plain(&finding.message));
        for (label, more) in [("note", &finding.note), ("help", &finding.help)] {
            if let Some(more) = more {
                let _ = writeln!(text, "  - {label}: {}", plain(more));
            }
        }
        if let Some(diff) = &entry.diff {
            let fence = "`".repeat(longest_run(diff, '`').max(2) + 1);
            let _ = writeln!(text, "\n  {fence}diff");
            for line in diff.lines() {
                let _ = writeln!(text, "  {line}");
            }
            let _ = writeln!(text, "  {fence}");
        }
    }
    text
}

/// A code span that ends where it should, whatever is in it.
fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text, '`') + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", text.replace('\n', " "))
}

/// Text in which only code spans that we wrote ourselves mean something.
fn plain(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => all.push_str(" \\\n    "),
            '<' => all.push_str("&lt;"),
            '&' => all.push_str("&amp;"),
            '\\' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                all.push('\\');
                all.push(c);
            }
            c => all.push(c),
        }
    }
    unescape_code(&all)
}

/// Inside a code span a backslash is a backslash.
fn unescape_code(text: &str) -> String {
    text.split('`')
        .enumerate()
        .map(|(index, part)| {
            if index % 2 == 0 {
                return part.to_owned();
            }
            let mut plain = String::new();
            let mut chars = part.chars();
            while let Some(c) = chars.next() {
                plain.push(if c == '\\' { chars.next().unwrap_or('\\') } else { c });
            }
            plain.replace("&lt;", "<").replace("&amp;", "&")
        })
        .collect::<Vec<_>>()
        .join("`")
}

fn longest_run(text: &str, wanted: char) -> usize {
    text.split(|c| c != wanted).map(str::len).max().unwrap_or_default()
}
