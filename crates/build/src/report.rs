//! Findings with their lines: what a [`Diagnostic`] says, where in which text.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::{self, Write as _};
use std::ops::Range;

use codegen_rust::target::ir::schema::{Diagnostic, Diagnostics, Locator, Place, Severity};
use serde::Serialize;

/// Texts that messages may point into. Files are read again when a message is shown, which is seldom;
/// what did not come from a file is kept here.
#[derive(Debug, Clone, Default)]
pub struct Sources(HashMap<String, String>);

/// A diagnostic with its line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// A stable id in kebab case.
    pub id: &'static str,
    /// The file, as the user named it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file: String,
    /// Where in the file.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub spot: Option<Spot>,
    /// The JSON Pointer of the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// What was found.
    pub message: String,
    /// What that means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

/// Lines and columns, from 1; columns count characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Spot {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// The last line.
    pub end_line: usize,
    /// The column behind the last character.
    pub end_column: usize,
    /// The first line, or as much of it as is worth showing.
    #[serde(skip)]
    pub excerpt: String,
    /// The bytes of the excerpt that are meant.
    #[serde(skip)]
    pub marked: Range<usize>,
}

impl Sources {
    /// Keeps a text that is in no file.
    pub fn insert(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.0.insert(name.into(), text.into());
    }

    /// All findings with their lines, sorted.
    #[must_use]
    pub fn locate(&self, found: Diagnostics) -> Vec<Finding> {
        let all = found.sorted();
        let texts: HashMap<&str, Cow<'_, str>> = all
            .iter()
            .map(|one| one.place.file.as_str())
            .collect::<HashSet<_>>()
            .into_iter()
            .filter_map(|file| Some((file, self.text(file)?)))
            .collect();
        let mut open: HashMap<&str, Text<'_>> =
            texts.iter().map(|(file, text)| (*file, Text::new(text))).collect();
        let spots: Vec<Option<Spot>> =
            all.iter().map(|one| open.get_mut(one.place.file.as_str())?.spot(&one.place)).collect();
        all.into_iter().zip(spots).map(|(one, spot)| Finding::new(one, spot)).collect()
    }

    fn text(&self, file: &str) -> Option<Cow<'_, str>> {
        match self.0.get(file) {
            Some(text) => Some(Cow::Borrowed(text)),
            None => std::fs::read_to_string(file).ok().map(Cow::Owned),
        }
    }
}

/// A text in which places are looked up: thousands of findings cost little more than one.
struct Text<'t> {
    text: &'t str,
    /// Where each line begins.
    lines: Vec<usize>,
    locator: Locator<'t>,
}

impl<'t> Text<'t> {
    fn new(text: &'t str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, lines: std::iter::once(0).chain(ends).collect(), locator: Locator::new(text) }
    }

    fn spot(&mut self, place: &Place) -> Option<Spot> {
        let range = match (&place.span, &place.pointer) {
            (Some(range), _) => range.clone(),
            (None, Some(pointer)) => with_key(self.text, self.locator.find(pointer)?),
            (None, None) => return None,
        };
        Spot::new(self, range)
    }

    /// The line that a byte lies in, from 1.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at)
    }
}

impl Finding {
    fn new(one: Diagnostic, spot: Option<Spot>) -> Self {
        let Diagnostic { severity, id, place, message, note, help } = one;
        Self {
            severity: match severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            id,
            file: place.file,
            spot,
            pointer: place.pointer.map(|pointer| safe(&pointer.to_string())),
            message: safe(&message),
            note: note.map(|text| safe(&text)),
            help: help.map(|text| safe(&text)),
        }
    }
}

/// The key before a value on the same line says more than the brace behind it.
fn with_key(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let before = text[line..range.start].trim_end();
    let Some(key) = before.strip_suffix(':').map(str::trim_end).and_then(|key| key.strip_suffix('"')) else {
        return range;
    };
    match key.rfind('"') {
        Some(start) => line + start..range.end,
        None => range,
    }
}

impl Spot {
    fn new(lines: &Text<'_>, range: Range<usize>) -> Option<Self> {
        let text = lines.text;
        let end = range.end.min(text.len());
        let start = range.start.min(end);
        let (line, end_line) = (lines.line(start), lines.line(end));
        let (line_start, last) = (lines.lines[line - 1], lines.lines[end_line - 1]);
        let column = text.get(line_start..start)?.chars().count() + 1;
        let end_column = text.get(last..end)?.chars().count() + 1;
        let line_end = text[line_start..].find(['\n', '\r']).map_or(text.len(), |at| line_start + at);
        let (excerpt, marked) = excerpt(
            &text[line_start..line_end],
            start - line_start..end.min(line_end).max(start) - line_start,
        );
        Some(Self { line, column, end_line, end_column, excerpt, marked })
    }
}

/// As much of a line as fits a terminal, around what is meant, without what a terminal would obey.
fn excerpt(line: &str, range: Range<usize>) -> (String, Range<usize>) {
    const BEFORE: usize = 60;
    const AFTER: usize = 100;
    let mut text = String::new();
    let mut marked = 0..0;
    let first = line[..range.start].char_indices().rev().nth(BEFORE).map_or(0, |(at, c)| at + c.len_utf8());
    if first > 0 {
        text.push_str("...");
    }
    for (shown, (at, c)) in line[first..].char_indices().map(|(at, c)| (first + at, c)).enumerate() {
        if at == range.start {
            marked.start = text.len();
        }
        if at == range.end {
            marked.end = text.len();
        }
        if shown > BEFORE + AFTER {
            text.push_str("...");
            break;
        }
        text.push(match c {
            '\t' => ' ',
            c if is_unsafe(c) => '\u{fffd}',
            c => c,
        });
    }
    if range.start >= line.len() {
        marked.start = text.len();
    }
    if marked.end <= marked.start {
        marked.end = if range.is_empty() { marked.start } else { text.len() };
    }
    (text, marked)
}

/// Whether a terminal or an editor would obey this character, or not show it.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Text for people that may hold words of a schema.
#[must_use]
pub fn safe(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut all, c| {
        if is_unsafe(c) && c != '\n' {
            let _ = write!(all, "\\u{{{:x}}}", u32::from(c));
        } else {
            all.push(c);
        }
        all
    })
}

/// How parts of a message are set apart on a terminal.
struct Paint(bool);

impl Paint {
    const RED: &'static str = "1;31";
    const YELLOW: &'static str = "1;33";
    const BLUE: &'static str = "1;34";
    const BOLD: &'static str = "1";

    fn paint(&self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

impl Finding {
    /// As rustc shows what it found.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        let paint = Paint(color);
        let level = if self.severity == "error" { Paint::RED } else { Paint::YELLOW };
        let head = paint.paint(level, &format!("{}[{}]", self.severity, self.id));
        let mut text = format!("{head}{}", paint.paint(Paint::BOLD, &format!(": {}", self.message)));
        let number = self.spot.as_ref().map(|spot| spot.line.to_string()).unwrap_or_default();
        let width = number.len();
        let blue = |text: &str| paint.paint(Paint::BLUE, text);
        if !self.file.is_empty() {
            let _ = write!(text, "\n{:width$}{} {}", "", blue("-->"), safe(&self.file));
        }
        if let Some(spot) = &self.spot {
            let _ = write!(text, ":{}:{}", spot.line, spot.column);
        }
        if let Some(pointer) = self.pointer.as_ref().filter(|pointer| pointer.len() > 1) {
            let _ = write!(text, " ({pointer})");
        }
        if let Some(spot) = &self.spot {
            let indent = spot.excerpt[..spot.marked.start].chars().count();
            let carets = "^".repeat(spot.excerpt[spot.marked.clone()].chars().count().max(1));
            let bar = blue("|");
            let _ = write!(text, "\n{:width$} {bar}\n{} {bar} {}", "", blue(&number), spot.excerpt);
            let _ = write!(text, "\n{:width$} {bar} {:indent$}{}", "", "", paint.paint(level, &carets));
        }
        for (label, more) in [("note", &self.note), ("help", &self.help)] {
            if let Some(more) = more {
                let indent = " ".repeat(width + 5 + label.len());
                let more = more.replace('\n', &format!("\n{indent}"));
                let _ =
                    write!(text, "\n{:width$} {} {}: {more}", "", blue("="), paint.paint(Paint::BOLD, label));
            }
        }
        text
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

/// Why nothing was generated. `Debug` is made for people too: a build script shows that.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Vec<Finding>);

impl Error {
    /// All that was found, errors first.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.0
    }

    pub(crate) fn new(sources: &Sources, found: Diagnostics) -> Self {
        Self(sources.locate(found))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 50;
        for (index, one) in self.0.iter().take(SHOWN).enumerate() {
            write!(f, "{}{one}", if index > 0 { "\n\n" } else { "" })?;
        }
        if self.0.len() > SHOWN {
            write!(f, "\n\n... and {} more", self.0.len() - SHOWN)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing was generated\n{self}")
    }
}

impl std::error::Error for Error {}
