//! Findings with their lines: what a [`Diagnostic`] says, where in which text.

use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::ops::Range;

use codegen_rust::target::ir::schema::{Diagnostic, Diagnostics, Locator, Severity};
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
        let found = found.sorted();
        let mut read: HashMap<&str, String> = HashMap::new();
        for one in &found {
            let file = one.place.file.as_str();
            if !self.0.contains_key(file)
                && !read.contains_key(file)
                && (one.place.span.is_some() || one.place.pointer.is_some())
                && let Ok(bytes) = std::fs::read(file)
            {
                // What is not UTF-8 ends what can be shown; up to there all stands where it stood.
                let text = String::from_utf8(bytes)
                    .unwrap_or_else(|fault| String::from_utf8_lossy(fault.as_bytes()).into_owned());
                read.insert(file, text);
            }
        }
        let kept = self.0.iter().map(|(file, text)| (file.as_str(), text));
        let texts = read.iter().map(|(file, text)| (*file, text)).chain(kept);
        let mut texts: HashMap<&str, Text<'_>> = texts.map(|(file, text)| (file, Text::new(text))).collect();
        found.iter().map(|one| finding(one, texts.get_mut(one.place.file.as_str()))).collect()
    }
}

/// A text and where its lines begin: many findings cost no more than one reading of it.
struct Text<'a> {
    locator: Locator<'a>,
    lines: Vec<usize>,
    /// How many characters begin before each block: a line may be as long as the text.
    blocks: Vec<usize>,
}

/// The bytes of a block.
const BLOCK: usize = 4096;

impl<'a> Text<'a> {
    fn new(text: &'a str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let blocks = text.as_bytes().chunks(BLOCK).scan(0, |sum, block| {
            let before = *sum;
            *sum += characters(block);
            Some(before)
        });
        Self {
            locator: Locator::new(text),
            lines: std::iter::once(0).chain(ends).collect(),
            blocks: blocks.collect(),
        }
    }

    /// How many characters begin before this byte.
    fn characters(&self, at: usize) -> usize {
        let block = (at / BLOCK).min(self.blocks.len().saturating_sub(1));
        let counted = self.blocks.get(block).copied().unwrap_or(0);
        counted + characters(&self.locator.text().as_bytes()[block * BLOCK..at])
    }

    /// The number of the line, from 1, and where it begins.
    fn line(&self, at: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= at).max(1);
        (line, self.lines[line - 1])
    }
}

/// All bytes but those that go on with a character.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

fn finding(one: &Diagnostic, text: Option<&mut Text<'_>>) -> Finding {
    let Diagnostic { severity, id, place, message, note, help } = one;
    let mut pointer = place.pointer.clone();
    let spot = text.and_then(|text| {
        let range = match (&place.span, &place.pointer) {
            (Some(range), _) => range.clone(),
            (None, Some(wanted)) => {
                let (nearest, range) = text.locator.find_nearest(wanted)?;
                pointer = Some(nearest);
                with_key(text, range)
            }
            (None, None) => return None,
        };
        Spot::new(text, range)
    });
    Finding {
        severity: match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        id,
        file: place.file.clone(),
        spot,
        pointer: pointer.map(|pointer| safe(&pointer.to_string())),
        message: safe(message),
        note: note.as_deref().map(safe),
        help: help.as_deref().map(safe).or_else(|| accepted(id)),
    }
}

/// What to do about a warning that has no better advice.
fn accepted(id: &str) -> Option<String> {
    let known = crate::rules::RULES.iter().any(|rule| rule.id == id);
    known.then(|| {
        format!("correct the schema, by an overlay where it is not yours, or accept it:\n[lints]\n{id} = \"allow\"")
    })
}

/// The key before a value on the same line says more than the brace behind it.
fn with_key(text: &Text<'_>, range: Range<usize>) -> Range<usize> {
    let (_, line) = text.line(range.start);
    let text = text.locator.text();
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
        let text = lines.locator.text();
        let end = range.end.min(text.len());
        let start = range.start.min(end);
        text.get(start..end)?;
        let ((line, line_start), (end_line, last)) = (lines.line(start), lines.line(end));
        let column = lines.characters(start) - lines.characters(line_start) + 1;
        let line_end = lines.lines.get(line).map_or(text.len(), |next| next - 1);
        let line_end = line_start + text[line_start..line_end].trim_end_matches('\r').len();
        let first = start.min(line_end);
        let (excerpt, marked) = excerpt(
            &text[line_start..line_end],
            first - line_start..end.min(line_end).max(first) - line_start,
        );
        Some(Self {
            line,
            column,
            end_line,
            end_column: lines.characters(end) - lines.characters(last) + 1,
            excerpt,
            marked,
        })
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
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
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
