//! Workflow commands, by which GitHub annotates lines.

use std::fmt::Write as _;

use super::Entry;

pub fn render(entries: &[Entry]) -> String {
    let mut text = String::new();
    for Entry { finding, .. } in entries {
        let _ = write!(text, "::{} ", finding.severity);
        if !finding.file.is_empty() {
            let _ = write!(text, "file={},", property(&finding.file));
        }
        if let Some(spot) = &finding.spot {
            let _ = write!(
                text,
                "line={},col={},endLine={},endColumn={},",
                spot.line, spot.column, spot.end_line, spot.end_column
            );
        }
        let mut message = finding.message.clone();
        if let Some(pointer) = finding.pointer.as_ref().filter(|pointer| pointer.len() > 1) {
            let _ = write!(message, "\nat: {pointer}");
        }
        for (label, more) in [("note", &finding.note), ("help", &finding.help)] {
            if let Some(more) = more {
                let _ = write!(message, "\n{label}: {more}");
            }
        }
        let _ = writeln!(text, "title={}::{}", property(finding.id), escaped(&message));
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
