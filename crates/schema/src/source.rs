//! One JSON document: its text, its value, and where a value lies in the text.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Diagnostic, Json, Limits, Place};

/// A document that was read.
#[derive(Debug, Clone)]
pub struct Document {
    /// As the user named it; part of every message.
    pub name: String,
    /// The file, where it came from one.
    pub path: Option<PathBuf>,
    /// What it holds.
    pub json: Json,
}

impl Document {
    /// Reads a file.
    pub fn read(path: &Path, limits: &Limits) -> Result<Self, Diagnostic> {
        let name = display_name(path);
        let place = Place { file: name.clone(), ..Place::default() };
        let unreadable = |error: std::io::Error| {
            Diagnostic::error("unreadable-file", place.clone(), format!("the schema cannot be read: {error}"))
                .help("name a JSON Schema file, or a folder as `generate-json-schema` writes it")
        };
        let size = fs::metadata(path).map_err(unreadable)?.len();
        limits.check_bytes(size, &place)?;
        let bytes = fs::read(path).map_err(unreadable)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Diagnostic::error("not-utf-8", place.clone(), format!("byte {at} of the schema is not UTF-8"))
                .help("save the file as UTF-8; JSON (RFC 8259) allows nothing else")
        })?;
        let document = Self::parse(&name, &text, limits)?;
        Ok(Self { path: Some(path.to_owned()), ..document })
    }

    /// Reads a text. A byte order mark at its beginning is passed over.
    pub fn parse(name: &str, text: &str, limits: &Limits) -> Result<Self, Diagnostic> {
        let place = Place { file: name.to_owned(), ..Place::default() };
        limits.check_bytes(text.len() as u64, &place)?;
        let (mark, body) = match text.strip_prefix('\u{feff}') {
            Some(rest) => (text.len() - rest.len(), rest),
            None => (0, text),
        };
        let json = serde_json::from_str(body).map_err(|error| syntax_error(name, body, mark, &error))?;
        limits.check(name, &json)?;
        Ok(Self { name: name.to_owned(), path: None, json })
    }
}

/// With `/` on every system.
fn display_name(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

fn syntax_error(name: &str, body: &str, mark: usize, error: &serde_json::Error) -> Diagnostic {
    let at = mark + offset(body, error.line(), error.column());
    let place = Place {
        file: name.to_owned(),
        pointer: None,
        // The whole character: half of one cannot be shown.
        span: Some(at..at + body[at - mark..].chars().next().map_or(0, char::len_utf8)),
    };
    let mut message = error.to_string();
    if let Some(end) = message.rfind(" at line ") {
        message.truncate(end);
    }
    if message.starts_with("recursion limit") {
        let message = format!("the schema is nested deeper than {} levels, the limit", Limits::MAX_DEPTH);
        return Diagnostic::error("limit-depth", place, message)
            .help("give inner schemas a name under `definitions` and refer to them by `$ref`");
    }
    if message.contains("occurs twice") {
        let key = mark + key_before(body, at - mark)..at + 1;
        return Diagnostic::error("duplicate-key", Place { span: Some(key), ..place }, message)
            .help("keep one of the two; JSON readers disagree on which one counts");
    }
    Diagnostic::error("not-json", place, message)
        .help("the input must be one JSON document (RFC 8259): no comments, no trailing commas, no NaN")
}

/// Where the string begins that ends at this quote.
fn key_before(body: &str, end: usize) -> usize {
    let mut at = end;
    while let Some(quote) = body[..at].rfind('"') {
        let slashes = body[..quote].bytes().rev().take_while(|byte| *byte == b'\\').count();
        at = quote;
        if slashes % 2 == 0 {
            return at;
        }
    }
    end
}

/// The byte that `serde_json` speaks of: lines from 1, columns in bytes, 0 for the line end before.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
