//! Findings, written for people or for machines.

mod github;
mod json;
mod junit;
mod markdown;
mod root;
mod sarif;
mod text;

use codegen_build::{Finding, Sources, schema::Diagnostics};

use crate::args::Format;
use crate::exit::Exit;
use crate::terminal::{self, Terminal};

/// The error that is none of the user's.
const INTERNAL: &str = "internal";

/// A finding, and the difference that it speaks of.
pub struct Entry {
    pub finding: Finding,
    /// A unified diff, bounded.
    pub diff: Option<String>,
}

impl Entry {
    pub fn is_error(&self) -> bool {
        self.finding.severity == "error"
    }

    /// `file:line:column`, as far as it is known.
    fn place(&self) -> String {
        match &self.finding.spot {
            Some(spot) => format!("{}:{}:{}", self.finding.file, spot.line, spot.column),
            None => self.finding.file.clone(),
        }
    }
}

/// Which stream takes what is written for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// The command has no other data.
    Stdout,
    /// The command's data is something else.
    Stderr,
}

/// Diagnostics as entries.
pub fn entries(sources: &Sources, found: Diagnostics) -> Vec<Entry> {
    sources.locate(found).into_iter().map(|finding| Entry { finding, diff: None }).collect()
}

/// Says why a command ends without having done anything.
pub fn fail(terminal: Terminal, format: Format, stream: Stream, entries: &[Entry]) -> Exit {
    write(terminal, format, stream, entries);
    failed(entries)
}

/// How a command ends that these stop.
pub fn failed(entries: &[Entry]) -> Exit {
    if entries.iter().any(|entry| entry.finding.id == INTERNAL) { Exit::Bug } else { Exit::Input }
}

/// Writes all entries. Text goes to stderr; other formats are data, and are written even when there is
/// nothing to say.
pub fn write(terminal: Terminal, format: Format, stream: Stream, entries: &[Entry]) {
    if format == Format::Text {
        let shown: Vec<&Entry> =
            entries.iter().filter(|entry| entry.is_error() || !terminal.is_quiet()).collect();
        if !shown.is_empty() {
            terminal::error(&text::render(&shown, terminal.colors_stderr()));
        }
        return;
    }
    let text = match format {
        Format::Json => json::render(entries),
        Format::Github => {
            let summarized = github::summary_file().map(|file| github::summarize(&file, entries));
            if let Some(Err(error)) = &summarized {
                terminal::error(&format!("warning: the summary of the step cannot be written: {error}"));
            }
            github::render(entries, matches!(summarized, Some(Ok(()))))
        }
        Format::Markdown => markdown::render(entries),
        Format::Sarif => sarif::render(entries),
        Format::Junit => junit::render(entries),
        Format::Text => return,
    };
    match stream {
        Stream::Stdout => {
            terminal.data(&text);
        }
        Stream::Stderr => terminal::error(text.trim_end()),
    }
}

/// How many errors and warnings there are, in words.
fn summary(entries: &[&Entry]) -> String {
    let errors = entries.iter().filter(|entry| entry.is_error()).count();
    let warnings = entries.len() - errors;
    let count = |number: usize, word: &str| match number {
        0 => None,
        1 => Some(format!("1 {word}")),
        number => Some(format!("{number} {word}s")),
    };
    let parts: Vec<String> =
        [count(errors, "error"), count(warnings, "warning")].into_iter().flatten().collect();
    parts.join(", ")
}
