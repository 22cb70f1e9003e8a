//! `codegen.lock`: where the schema came from, and what belonged to it when the code was generated.

use std::fmt::Write as _;
use std::path::Path;

use codegen_schema::{Diagnostic, Diagnostics, Json, Place};
use serde::Deserialize;

use crate::hashes::of_bytes;

/// Its name; it lies beside the configuration.
pub const FILE: &str = "codegen.lock";
/// The version of its format that is written today.
const VERSION: u32 = 2;
/// The version before: it lists no outputs.
const WITHOUT_OUTPUTS: u32 = 1;
const MAX_BYTES: u64 = 4 << 20;

/// What is locked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lock {
    lock_version: u32,
    /// The version of codegen that made it.
    pub generator: String,
    /// SHA-256 of what the configuration says, whatever its layout.
    pub config: String,
    /// The folders that files were generated into, relative to the lock, sorted; none in a lock of version 1.
    pub outputs: Option<Vec<String>>,
    /// The runtime that the schema was pulled from; none where the schema is its own source.
    pub runtime: Option<Runtime>,
    /// The files of the schema, sorted by path.
    #[serde(default)]
    pub schema: Vec<Schema>,
    /// The overlays, in the order in which they are applied.
    #[serde(default)]
    pub overlay: Vec<Overlay>,
}

/// The runtime that a schema was pulled from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Runtime {
    /// The package that holds it.
    pub package: String,
    /// Its version, as PEP 440 writes it.
    pub version: String,
    /// Whether the experimental surface was asked for.
    pub experimental: bool,
    /// How it was found first: `path`, `installed`, `wheel` or `npm`.
    pub source: String,
    /// The archives that it was taken from, sorted by name: one for each platform that has pulled.
    #[serde(default)]
    pub archives: Vec<Archive>,
}

/// An archive of the runtime.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// Its file name.
    pub name: String,
    /// Its SHA-256.
    pub sha256: String,
}

/// A file of the schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// Relative to the lock.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// SHA-256 of what it says: members sorted, no white space.
    pub canonical: String,
}

impl Schema {
    /// A file with this content.
    #[must_use]
    pub fn new(path: String, content: &[u8]) -> Self {
        Self { path, sha256: of_bytes(content), canonical: canonical(content) }
    }
}

/// A correction of the schema.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// Relative to the lock.
    pub path: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// SHA-256 of a JSON text whatever its layout and the order of its members; of the bytes where it is none.
#[must_use]
pub fn canonical(content: &[u8]) -> String {
    let body = content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(content);
    let compact = serde_json::from_slice::<Json>(body).ok().map(|json| json.to_string());
    compact.map_or_else(|| of_bytes(content), |text| of_bytes(text.as_bytes()))
}

impl Lock {
    /// A lock by this version of codegen.
    #[must_use]
    pub fn new(generator: &str, config: String) -> Self {
        Self {
            lock_version: VERSION,
            generator: generator.to_owned(),
            config,
            outputs: Some(Vec::new()),
            runtime: None,
            schema: Vec::new(),
            overlay: Vec::new(),
        }
    }

    /// The lock of a folder, if it has one.
    pub fn read(path: &Path) -> Result<Option<Self>, Diagnostics> {
        let file = path.display().to_string().replace('\\', "/");
        let place = || Place { file: file.clone(), ..Place::default() };
        let fail = |why: String| -> Diagnostics {
            Diagnostic::error("unreadable-file", place(), format!("the lock cannot be read: {why}")).into()
        };
        match std::fs::symlink_metadata(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(fail(error.to_string())),
            Ok(data) if !data.is_file() => return Err(fail("it is no file".to_owned())),
            Ok(data) if data.len() > MAX_BYTES => {
                return Err(fail(format!("it has more than {MAX_BYTES} bytes")));
            }
            Ok(_) => {}
        }
        let text = std::fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
        Self::parse(&file, &text).map(Some)
    }

    /// Reads a text.
    pub fn parse(file: &str, text: &str) -> Result<Self, Diagnostics> {
        let no_lock = |span, message: String| {
            let place = Place { file: file.to_owned(), pointer: None, span };
            Diagnostic::error("bad-lock", place, message)
        };
        let error = |span, message: String| -> Diagnostics {
            no_lock(span, message)
                .note("the lock is written by `codegen pull`, `generate` and `bump`, and not by hand")
                .help("restore it, or remove it and run `codegen pull`")
                .into()
        };
        let document = toml_edit::Document::parse(text).map_err(|bad| {
            let marks =
                if text.starts_with("<<<<<<<") { Some(0) } else { text.find("\n<<<<<<<").map(|at| at + 1) };
            match marks {
                Some(at) => {
                    error(Some(at..at + 7), "the lock holds the marks of a merge conflict".to_owned())
                }
                None => error(
                    bad.span(),
                    format!("the lock is not TOML: {}", bad.message().trim().replace('\n', ", ")),
                ),
            }
        })?;
        let version = document.get("lock-version");
        if let Some(number) = version.and_then(toml_edit::Item::as_integer)
            && number != i64::from(VERSION)
            && number != i64::from(WITHOUT_OUTPUTS)
        {
            let message = format!("the lock has version {number}, this codegen knows {VERSION}");
            let wrote = document.get("generator").and_then(toml_edit::Item::as_str);
            let wrote = wrote.map_or_else(|| "a later one".to_owned(), |own| own.escape_debug().to_string());
            return Err(no_lock(version.and_then(toml_edit::Item::span), message)
                .note(format!("the lock was written by codegen {wrote}"))
                .help("install that codegen, or a later one; to lock anew what lies there, remove the lock and run `codegen pull`")
                .into());
        }
        let mut lock: Self = toml_edit::de::from_str(text)
            .map_err(|bad| error(bad.span(), bad.message().trim().replace('\n', ", ")))?;
        if lock.outputs.is_some() == (lock.lock_version == WITHOUT_OUTPUTS) {
            let message = format!("a lock of version {} lists its outputs from 2 on", lock.lock_version);
            return Err(error(version.and_then(toml_edit::Item::span), message));
        }
        lock.sort();
        Ok(lock)
    }

    /// Whether it says the same as another, as far as a lock of its version can.
    #[must_use]
    pub fn says(&self, other: &Self) -> bool {
        *self == if self.outputs.is_some() { other.clone() } else { other.clone().of_version_of(self) }
    }

    /// As far as a lock of the version of another can say it.
    #[must_use]
    pub fn of_version_of(self, other: &Self) -> Self {
        let outputs = self.outputs.filter(|_| other.outputs.is_some());
        Self { lock_version: other.lock_version, outputs, ..self }
    }

    /// In the order in which it is written.
    pub fn sort(&mut self) {
        self.schema.sort();
        if let Some(outputs) = &mut self.outputs {
            outputs.sort();
            outputs.dedup();
        }
        if let Some(runtime) = &mut self.runtime {
            runtime.archives.sort();
            runtime.archives.dedup();
        }
    }

    /// As it is written to disk.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text =
            String::from("# Written by codegen: where the schema came from. `codegen check` compares.\n");
        let _ = writeln!(text, "lock-version = {}", self.lock_version);
        line(&mut text, "generator", &self.generator);
        line(&mut text, "config", &self.config);
        if let Some(outputs) = &self.outputs {
            text.push_str("outputs = [\n");
            for folder in outputs {
                let _ = writeln!(text, "    {},", quoted(folder));
            }
            text.push_str("]\n");
        }
        if let Some(runtime) = &self.runtime {
            text.push_str("\n[runtime]\n");
            line(&mut text, "package", &runtime.package);
            line(&mut text, "version", &runtime.version);
            let _ = writeln!(text, "experimental = {}", runtime.experimental);
            line(&mut text, "source", &runtime.source);
            for archive in &runtime.archives {
                text.push_str("\n[[runtime.archives]]\n");
                line(&mut text, "name", &archive.name);
                line(&mut text, "sha256", &archive.sha256);
            }
        }
        for schema in &self.schema {
            text.push_str("\n[[schema]]\n");
            line(&mut text, "path", &schema.path);
            line(&mut text, "sha256", &schema.sha256);
            line(&mut text, "canonical", &schema.canonical);
        }
        for overlay in &self.overlay {
            text.push_str("\n[[overlay]]\n");
            line(&mut text, "path", &overlay.path);
            line(&mut text, "sha256", &overlay.sha256);
        }
        text
    }
}

fn line(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "{key} = {}", quoted(value));
}

/// JSON's strings are TOML's, but for the one control character that JSON does not escape.
fn quoted(value: &str) -> String {
    serde_json::Value::from(value).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::{Archive, Lock, Overlay, Runtime, Schema, canonical};

    fn full() -> Lock {
        let mut lock = Lock::new("0.1.0", "c".to_owned());
        lock.runtime = Some(Runtime {
            package: "@openai/codex".to_owned(),
            version: "0.116.0a1".to_owned(),
            experimental: true,
            source: "npm".to_owned(),
            archives: vec![Archive { name: "a \"b\"\n.tgz".to_owned(), sha256: "1".to_owned() }],
        });
        lock.schema =
            vec![Schema::new("s/a.json".to_owned(), b"{}"), Schema::new("s/b.json".to_owned(), b"[]")];
        lock.overlay = vec![Overlay { path: "o.toml".to_owned(), sha256: "2".to_owned() }];
        lock.outputs = Some(vec!["../b \"c\"".to_owned(), "gen/a".to_owned()]);
        lock
    }

    /// Nothing of it is lost where it is written again by who does not know the outputs.
    #[test]
    fn a_lock_of_version_1_is_read_and_written_as_it_is() {
        let new = full().to_text();
        let from = new.find("outputs").unwrap();
        let to = from + new[from..].find("]\n").unwrap() + 2;
        let old = format!("{}{}", &new[..from], &new[to..]).replace("lock-version = 2", "lock-version = 1");
        let lock = Lock::parse("codegen.lock", &old).unwrap();
        assert_eq!((lock.outputs.as_ref(), lock.to_text()), (None, old));
    }

    #[test]
    fn what_is_written_is_read_again() {
        for lock in [full(), Lock::new("0.1.0", String::new())] {
            let text = lock.to_text();
            assert_eq!(Lock::parse("codegen.lock", &text), Ok(lock.clone()), "{text}");
            assert_eq!(Lock::parse("codegen.lock", &text.replace('\n', "\r\n")), Ok(lock));
        }
    }

    #[test]
    fn what_is_no_lock_is_an_error_with_a_way_out() {
        let text = full().to_text();
        for (bad, says) in [
            (text.replace("lock-version = 2", "lock-version = 3"), "this codegen knows 2"),
            (text.replace("lock-version = 2", "lock-version = 1"), "from 2 on"),
            (text.replace("lock-version = 2", ""), "missing field"),
            (format!("<<<<<<< HEAD\n{text}"), "merge conflict"),
            (format!("surprise = 1\n{text}"), "unknown field"),
            ("lock-version = ".to_owned(), "not TOML"),
        ] {
            let error = Lock::parse("codegen.lock", &bad).unwrap_err().to_string();
            assert!(error.contains(says) && error.contains("codegen pull"), "{error}");
        }
    }

    #[test]
    fn the_canonical_hash_is_that_of_the_meaning() {
        let (a, b) = (r#"{"a": 1, "b": [1.0, "\u0041"]}"#, "\u{feff}{\n\"b\":[1.0,\"A\"],\"a\":1}");
        assert_eq!(canonical(a.as_bytes()), canonical(b.as_bytes()));
        assert_ne!(canonical(b"{\"a\":1}"), canonical(b"{\"a\":2}"));
        assert_ne!(canonical(b"9007199254740993"), canonical(b"9007199254740992"));
        assert_ne!(canonical(b"{"), canonical(b"{ "));
    }
}
