//! One JSON document: its text, its value, and where a value lies in the text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde_json::value::RawValue;

use crate::{Diagnostic, Json, Limits, Place, Pointer};

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
        span: Some(at..at + usize::from(at < mark + body.len())),
    };
    let mut message = error.to_string();
    if let Some(end) = message.rfind(" at line ") {
        message.truncate(end);
    }
    if message.starts_with("recursion limit") {
        return Diagnostic::error("too-deep", place, "the schema is nested deeper than 127 levels")
            .help("give inner schemas a name under `definitions` and refer to them by `$ref`");
    }
    let (id, help) = if message.contains("occurs twice") {
        ("duplicate-key", "keep one of the two; JSON readers disagree on which one counts")
    } else {
        (
            "not-json",
            "the input must be one JSON document (RFC 8259): no comments, no trailing commas, no NaN",
        )
    };
    Diagnostic::error(id, place, message).help(help)
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

/// The bytes of the value that `pointer` leads to. Nodes keep only their pointer: the text is walked
/// again when an error is shown, which is seldom.
#[must_use]
pub fn locate(text: &str, pointer: &Pointer) -> Option<Range<usize>> {
    Locator::new(text).find(pointer)
}

/// Finds many values of one text: each object and array is read once, however many pointers lead through it.
#[derive(Debug)]
pub struct Locator<'t> {
    text: &'t str,
    read: HashMap<String, Parts<'t>>,
}

/// What an object or an array holds, as written.
#[derive(Debug)]
enum Parts<'t> {
    Members(HashMap<Cow<'t, str>, &'t RawValue>),
    Elements(Vec<&'t RawValue>),
    None,
}

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Self {
        let parts = match text.as_bytes().first() {
            Some(b'{') => serde_json::from_str(text).map(Self::Members),
            Some(b'[') => serde_json::from_str(text).map(Self::Elements),
            _ => return Self::None,
        };
        parts.unwrap_or(Self::None)
    }

    fn get(&self, step: &str) -> Option<&'t str> {
        let raw = match self {
            Self::Members(members) => members.get(step),
            Self::Elements(elements) => elements.get(step.parse::<usize>().ok()?),
            Self::None => None,
        };
        raw.map(|raw| raw.get())
    }
}

impl<'t> Locator<'t> {
    /// Nothing is read yet.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, read: HashMap::new() }
    }

    /// The bytes of the value that `pointer` leads to.
    pub fn find(&mut self, pointer: &Pointer) -> Option<Range<usize>> {
        let mut here = self.text.strip_prefix('\u{feff}').unwrap_or(self.text).trim();
        let mut path = String::new();
        for step in pointer.steps() {
            if !self.read.contains_key(&path) {
                self.read.insert(path.clone(), Parts::of(here));
            }
            here = self.read.get(&path)?.get(&step)?;
            path.push('/');
            // As a pointer has it: no two paths are written alike.
            path.push_str(&step.replace('~', "~0").replace('/', "~1"));
        }
        let start = here.as_ptr().addr().checked_sub(self.text.as_ptr().addr())?;
        Some(start..start + here.len())
    }
}
