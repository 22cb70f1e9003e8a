//! `codegen.toml`, and `[tool.codegen]` in `pyproject.toml`.

mod diff;
mod json_schema;
mod node;
mod read;
pub(crate) mod spec;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use codegen_rust::target::ir::Policy;
use codegen_rust::target::ir::schema::{
    Diagnostic, Diagnostics, Limits, Place, not_utf_8, read_bounded, unreadable,
};

pub use diff::{Decision, DiffConfig, RuleLevel, accepted, is_day};
pub use json_schema::json_schema;

use crate::lang::Language;

/// The name of a configuration file of its own.
pub const FILE: &str = "codegen.toml";
/// The file that can hold a configuration under `[tool.codegen]`.
pub const PYPROJECT: &str = "pyproject.toml";
/// Bytes of the largest configuration that is read.
const MAX_BYTES: u64 = 1 << 20;

/// A whole configuration. Paths are as they are opened: relative ones have the folder of the file before them.
#[derive(Debug, Clone)]
pub struct Config {
    /// The file, as the user named it.
    pub file: String,
    /// The folder of the file.
    pub folder: PathBuf,
    /// The schema, relative to the folder of the file, as written there.
    pub source: String,
    /// The schema.
    pub schema: PathBuf,
    /// Corrections of the schema.
    pub overlays: Vec<PathBuf>,
    /// Where the configuration names a file, by what messages call the file.
    pub named: BTreeMap<String, Place>,
    /// What is decided where the schema is silent.
    pub policy: Policy,
    /// Where the schema comes from.
    pub runtime: Option<Runtime>,
    /// How much input is taken.
    pub limits: Limits,
    /// What is done about warnings.
    pub lints: Lints,
    /// What was decided about changes of the schema.
    pub diff: DiffConfig,
    /// What is generated.
    pub targets: Vec<TargetConfig>,
    /// SHA-256 of what the file says, whatever its layout and comments.
    pub hash: String,
    /// The bytes of the schema's name in the file.
    pub schema_span: std::ops::Range<usize>,
}

impl Config {
    /// Whether it says what is generated: who only asks what a schema means needs no target.
    pub fn require_targets(&self) -> Result<(), Diagnostics> {
        if !self.targets.is_empty() {
            return Ok(());
        }
        let span = Some(self.schema_span.clone());
        let place = Place { file: self.file.clone(), pointer: None, span };
        Err(Diagnostic::error(
            "no-target",
            place,
            "the configuration names no target: nothing would be generated",
        )
        .help("add a table `[[targets]]` with `lang` and `out`")
        .into())
    }
}

/// A language and where its files go.
#[derive(Debug, Clone)]
pub struct TargetConfig {
    /// The language.
    pub language: &'static Language,
    /// The folder that its files are written to.
    pub out: PathBuf,
    /// The same as the user wrote it.
    pub written: String,
    /// The other keys of its table, for the language to read.
    pub options: serde_json::Value,
    /// Where the configuration says so.
    pub place: Place,
}

/// The runtime that the schema is pulled from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runtime {
    /// The file that declares the exact version of the runtime.
    pub pin: Option<PathBuf>,
    /// The package that holds the runtime.
    pub package: Option<String>,
    /// Whether the experimental surface is pulled.
    pub experimental: bool,
    /// Where the configuration says so.
    pub place: Place,
}

/// What is done about a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Nothing is said.
    Allow,
    /// It is shown.
    Warn,
    /// It is an error.
    Deny,
}

/// What is done about warnings, by id.
#[derive(Debug, Clone, Default)]
pub struct Lints(pub(crate) BTreeMap<String, Level>);

impl Lints {
    /// Sets what is done about a warning, or about all by `warnings`. Unknown ids are an error.
    pub fn set(&mut self, id: &str, level: Level) -> Result<(), Diagnostic> {
        if let Some((message, help)) = crate::rules::unknown(id) {
            return Err(Diagnostic::error("unknown-rule", Place::default(), message).help(help));
        }
        self.0.insert(id.to_owned(), level);
        Ok(())
    }

    /// Where a warning is silenced, it is said all the same.
    pub fn unsilence(&mut self, id: &str) {
        if self.level(id) == Some(Level::Allow) {
            self.0.insert(id.to_owned(), Level::Warn);
        }
    }

    /// What would be an error is a warning.
    pub fn relent(&mut self) {
        self.0.values_mut().filter(|level| **level == Level::Deny).for_each(|level| *level = Level::Warn);
    }

    fn level(&self, id: &str) -> Option<Level> {
        self.0.get(id).or_else(|| self.0.get(crate::rules::ALL)).copied()
    }

    /// The findings as the levels want them.
    #[must_use]
    pub fn apply(&self, found: Diagnostics) -> Diagnostics {
        use codegen_rust::target::ir::schema::Severity;
        let mut kept = Diagnostics::default();
        for mut one in found.sorted() {
            match (one.severity, self.level(one.id)) {
                (Severity::Warning, Some(Level::Allow)) => continue,
                (Severity::Warning, Some(Level::Deny)) => one.severity = Severity::Error,
                _ => {}
            }
            kept.push(one);
        }
        kept
    }
}

/// Whether a file is there that may hold a configuration: a `pyproject.toml` may be one without.
pub(crate) fn is_there(path: &Path) -> bool {
    path.is_file()
        && (path.file_name().is_none_or(|name| name != PYPROJECT)
            || read_file(path, PYPROJECT).is_ok_and(|text| read::mentions_tool(&text)))
}

impl Config {
    /// A file that this configuration names and that is not there is said where it is named.
    #[must_use]
    pub fn relocated(&self, found: Diagnostics) -> Diagnostics {
        relocated(&self.named, found)
    }

    /// Reads a file: `codegen.toml` under any name, or a `pyproject.toml`.
    pub fn load(path: &Path) -> Result<Self, Diagnostics> {
        let file = display(path);
        let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
        Self::parse(&file, &read_file(path, &file)?, &folder)
    }

    /// Reads a text. `file` is what messages call it, `folder` what its paths are relative to.
    pub fn parse(file: &str, text: &str, folder: &Path) -> Result<Self, Diagnostics> {
        read::config(file, text, folder)
    }

    /// The configuration of a folder: in it, or in the nearest folder above it that has one.
    #[must_use]
    pub fn find(folder: &Path) -> Option<PathBuf> {
        folder.ancestors().find_map(|folder| {
            let own = folder.join(FILE);
            if own.is_file() {
                return Some(own);
            }
            let shared = folder.join(PYPROJECT);
            is_there(&shared).then_some(shared)
        })
    }
}

/// See [`Config::relocated`].
pub(crate) fn relocated(named: &BTreeMap<String, Place>, found: Diagnostics) -> Diagnostics {
    let mut all = Diagnostics::default();
    for mut one in found.sorted() {
        if matches!(one.id, "unreadable-file" | "no-schema")
            && one.place.span.is_none()
            && let Some(place) = named.get(&one.place.file)
        {
            one.place = place.clone();
        }
        all.push(one);
    }
    all
}

fn read_file(path: &Path, file: &str) -> Result<String, Diagnostics> {
    let place = || Place { file: file.to_owned(), ..Place::default() };
    let failed = |error: std::io::Error| -> Diagnostics {
        unreadable(path, place(), "the configuration", &error).into()
    };
    let bytes = read_bounded(path, MAX_BYTES).map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("the configuration has more bytes than the limit, {MAX_BYTES}");
        return Err(Diagnostic::error("limit-bytes", place(), message)
            .help("is this the right file?")
            .into());
    }
    String::from_utf8(bytes).map_err(|error| not_utf_8(place(), "the configuration", &error).into())
}

/// A path with `/` on every system.
pub(crate) fn display(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
