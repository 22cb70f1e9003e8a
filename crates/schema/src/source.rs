//! One JSON document: its text, its value, and where a value lies in the text.

use std::fs;
use std::io::Read as _;
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
        let failed = |error: std::io::Error| unreadable(path, place.clone(), "the schema", &error);
        let size = fs::metadata(path).map_err(failed)?.len();
        limits.check_bytes(size, &place)?;
        let bytes = read_bounded(path, limits.bytes).map_err(failed)?;
        limits.check_bytes(bytes.len() as u64, &place)?;
        let text =
            String::from_utf8(bytes).map_err(|error| not_utf_8(place.clone(), "the schema", &error))?;
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

/// The bytes of a file, one more than the limit at most: a device says that it has none and gives them without end.
pub fn read_bounded(path: &Path, limit: u64) -> std::io::Result<Vec<u8>> {
    let file = fs::File::open(path)?;
    let size = file.metadata()?.len().min(limit);
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What is said of a file that is not there or cannot be read, with a file beside it that may be meant.
#[must_use]
pub fn unreadable(path: &Path, place: Place, what: &str, error: &std::io::Error) -> Diagnostic {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if error.kind() != std::io::ErrorKind::NotFound {
        let message = format!("{what} cannot be read: {error}");
        return Diagnostic::error("unreadable-file", place, message)
            .help("see to it that it is a file, and that it may be read");
    }
    let message = format!("{what} is not there: no file `{}`", display_name(path).escape_debug());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .take(1000)
        .collect();
    let near = crate::suggest(&name, beside.iter().map(String::as_str));
    let help = near.map_or_else(
        || format!("there is nothing like it in `{}`: write the path of {what}", display_name(folder)),
        |near| format!("did you mean `{}`?", display_name(&path.with_file_name(near)).escape_debug()),
    );
    Diagnostic::error("unreadable-file", place, message).help(help)
}

/// What is said of a file in another encoding: the place is where the first byte of it stands.
#[must_use]
pub fn not_utf_8(place: Place, what: &str, error: &std::string::FromUtf8Error) -> Diagnostic {
    let at = error.utf8_error().valid_up_to();
    let message = match error.as_bytes() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => format!("{what} is UTF-16, not UTF-8"),
        bytes => format!(
            "{what} is not UTF-8: byte {} is 0x{:02x}",
            at + 1,
            bytes.get(at).copied().unwrap_or_default()
        ),
    };
    Diagnostic::error("not-utf-8", Place { span: Some(at..at), ..place }, message)
        .help("save the file as UTF-8: it is the only encoding that is read")
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
    let (message, help) = no_json(body, at - mark, &message);
    Diagnostic::error("not-json", place, message).help(help)
}

/// What is wrong in the words of who wrote it, not in those of the reader, and what to do.
fn no_json(body: &str, at: usize, message: &str) -> (String, &'static str) {
    const PLAIN: &str = "the input must be one JSON document (RFC 8259)";
    let rest = &body[at..];
    if let Some(inside) = message.strip_prefix("EOF while parsing ") {
        if body.trim().is_empty() {
            return ("the file is empty".to_owned(), "write the schema into it, or name another file");
        }
        let inside = match inside {
            "a string" => "a string",
            "a list" => "an array",
            "an object" => "an object",
            _ => "a value",
        };
        return (
            format!("the text ends in the middle of {inside}"),
            "was the file cut off? Write it again, as a whole",
        );
    }
    let word =
        |word: &str| rest.starts_with(word) || rest.get(1..).is_some_and(|rest| rest.starts_with(word));
    if rest.starts_with("//") || rest.starts_with("/*") {
        return (
            "a comment stands here".to_owned(),
            "remove it, or write it as `$comment`: JSON has no comments",
        );
    }
    if rest.starts_with('\'') {
        return ("a string stands in single quotes".to_owned(), "write it in double quotes");
    }
    if word("NaN") || word("Infinity") {
        return (
            "this is no number of JSON".to_owned(),
            "leave the keyword out: JSON has no NaN and no Infinity",
        );
    }
    match message {
        "trailing comma" => ("a comma stands before a closing bracket".to_owned(), "remove the comma"),
        "trailing characters" => (
            "there is more behind the end of the JSON document".to_owned(),
            "keep one document in a file; several files may lie in one folder",
        ),
        "key must be a string" => ("a key must be a string".to_owned(), "write it in double quotes"),
        _ if !matches!(body.trim_start().bytes().next(), Some(b'{' | b'[' | b'"' | b't' | b'f')) => {
            (format!("this is no JSON: {message}"), "write the schema as JSON; YAML and TOML are not read")
        }
        _ => (message.to_owned(), PLAIN),
    }
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

/// Whether git has its files there, or says in a file where it has them, as a worktree and a submodule do. An empty
/// folder is none of its.
#[must_use]
pub fn is_repository(folder: &Path) -> bool {
    let git = folder.join(".git");
    git.is_file() || git.join("HEAD").exists()
}
