//! The exact version of the runtime that a package declares, read where it is declared.

mod cargo;
mod npm;
mod python;
#[cfg(test)]
mod tests;

use std::ops::Range;
use std::path::{Path, PathBuf};

use codegen_schema::{Diagnostic, Diagnostics, Place};

use crate::Version;

/// Bytes of the largest file that is read.
const MAX_BYTES: u64 = 4 << 20;

/// Whose package metadata holds the pin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ecosystem {
    /// `pyproject.toml`
    Python,
    /// `Cargo.toml`
    Cargo,
    /// `package.json`
    Npm,
}

impl Ecosystem {
    /// Told by the name of the file, else by what is in it.
    #[must_use]
    pub fn of(path: &Path, text: &str) -> Self {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        match name.as_str() {
            "cargo.toml" => Self::Cargo,
            "pyproject.toml" => Self::Python,
            name if Path::new(name).extension().is_some_and(|end| end == "json") => Self::Npm,
            _ if text.lines().any(|line| line.trim() == "[package]") => Self::Cargo,
            _ => Self::Python,
        }
    }

    /// The package that holds the runtime, where the configuration names none.
    #[must_use]
    pub const fn default_package(self) -> &'static str {
        match self {
            Self::Python | Self::Cargo => "openai-codex-cli-bin",
            Self::Npm => "@openai/codex",
        }
    }

    /// How a version is written there.
    #[must_use]
    pub fn spell(self, version: &Version) -> Option<String> {
        match self {
            Self::Python => Some(version.pep440()),
            Self::Cargo | Self::Npm => version.semver(),
        }
    }
}

/// The pin of a package.
#[derive(Debug, Clone)]
pub struct Pin {
    /// The version of the runtime.
    pub version: Version,
    /// The package that holds it.
    pub package: String,
    /// Whose metadata says so.
    pub ecosystem: Ecosystem,
    /// Where.
    pub place: Place,
    /// The file.
    pub file: PathBuf,
    text: String,
    /// The bytes of the version, at each place that declares it.
    versions: Vec<Range<usize>>,
}

impl Pin {
    /// The text of the file with another version, all else as it was.
    pub fn moved(&self, version: &Version) -> Result<String, Diagnostics> {
        self.moved_in(&self.text, version)
    }

    fn moved_in(&self, text: &str, version: &Version) -> Result<String, Diagnostics> {
        let spelt = self.ecosystem.spell(version).ok_or_else(|| {
            let message = format!("`{version}` cannot be written in `{}`", self.place.file);
            Diagnostic::error("bad-version", self.place.clone(), message)
                .help("only releases and their pre-releases have a version there")
        })?;
        let mut text = text.to_owned();
        for range in self.versions.iter().rev() {
            text.replace_range(range.clone(), &spelt);
        }
        // What is written must read as what was meant.
        let again = parse(&self.file, &self.place.file, text.clone(), Some(&self.package));
        if again.is_ok_and(|again| again.version == *version) {
            return Ok(text);
        }
        let message = "the pin is written in a way that cannot be changed in place";
        Err(Diagnostic::error("pin-edit", self.place.clone(), message)
            .help("write it without escapes, as one plain string")
            .into())
    }
}

/// Reads the pin of a file. `package` is the one that holds the runtime.
pub fn read(path: &Path, package: Option<&str>) -> Result<Pin, Diagnostics> {
    let file = path.display().to_string().replace('\\', "/");
    let place = || Place { file: file.clone(), ..Place::default() };
    let unreadable = |error: std::io::Error| -> Diagnostics {
        codegen_schema::unreadable(path, place(), "the file with the pin", &error)
            .note("`pin` names the pyproject.toml, Cargo.toml or package.json that declares the runtime")
            .into()
    };
    let bytes = codegen_schema::read_bounded(path, MAX_BYTES).map_err(unreadable)?;
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("the file with the pin has more bytes than the limit, {MAX_BYTES}");
        return Err(Diagnostic::error("limit-bytes", place(), message)
            .help("is this the right file?")
            .into());
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| codegen_schema::not_utf_8(place(), "the file with the pin", &error))?;
    parse(path, &file, text, package)
}

/// Reads the pin of a text. `file` is what messages call it.
pub fn parse(path: &Path, file: &str, text: String, package: Option<&str>) -> Result<Pin, Diagnostics> {
    let ecosystem = Ecosystem::of(path, &text);
    let package = package.unwrap_or_else(|| ecosystem.default_package());
    let search = Search { file, text: &text, package, ecosystem };
    let found = match ecosystem {
        Ecosystem::Python => python::declared(&search)?,
        Ecosystem::Cargo => cargo::declared(&search)?,
        Ecosystem::Npm => npm::declared(&search)?,
    };
    let first = found.first().ok_or_else(|| search.no_pin())?;
    let others: Vec<&Declared> = found.iter().filter(|one| one.version != first.version).collect();
    if !others.is_empty() {
        let mut all = Diagnostics::default();
        for other in others {
            let message = format!("two pins of `{package}`: {} and {}", first.version, other.version);
            let line = |at: usize| text[..at].matches('\n').count() + 1;
            let line = match line(first.at.start) {
                same if same == line(other.at.start) => "in the same line".to_owned(),
                line => format!("in line {line}"),
            };
            all.push(
                search
                    .error("two-pins", other.at.clone(), message)
                    .note(format!("the other is {line}; the schema can only be that of one"))
                    .help(format!("write the same version in both: {}", search.example(&first.version))),
            );
        }
        return Err(all);
    }
    let place = Place { file: file.to_owned(), pointer: None, span: Some(first.at.clone()) };
    let mut versions: Vec<Range<usize>> = found.iter().map(|one| one.version_at.clone()).collect();
    versions.sort_by_key(|range| range.start);
    versions.dedup();
    Ok(Pin {
        version: first.version.clone(),
        package: package.to_owned(),
        ecosystem,
        place,
        file: path.to_owned(),
        versions,
        text,
    })
}

/// One place that declares the exact version.
struct Declared {
    version: Version,
    /// The bytes of the whole string.
    at: Range<usize>,
    /// The bytes of the version in it.
    version_at: Range<usize>,
}

/// What is looked for, and where.
struct Search<'a> {
    file: &'a str,
    text: &'a str,
    package: &'a str,
    ecosystem: Ecosystem,
}

impl Search<'_> {
    fn error(&self, id: &'static str, at: Range<usize>, message: impl Into<String>) -> Diagnostic {
        let place = Place { file: self.file.to_owned(), pointer: None, span: Some(at) };
        Diagnostic::error(id, place, message)
    }

    /// How the pin is written.
    fn example(&self, version: &Version) -> String {
        let spelt = self.ecosystem.spell(version).unwrap_or_else(|| version.pep440());
        match self.ecosystem {
            Ecosystem::Python => format!("`\"{}=={spelt}\"`", self.package),
            Ecosystem::Cargo => format!("`{} = \"={spelt}\"`", self.package),
            Ecosystem::Npm => format!("`\"{}\": \"{spelt}\"`", self.package),
        }
    }

    /// The same where no version is known.
    fn form(&self) -> String {
        match self.ecosystem {
            Ecosystem::Python => format!("`\"{}==X.Y.Z\"`", self.package),
            Ecosystem::Cargo => format!("`{} = \"=X.Y.Z\"`", self.package),
            Ecosystem::Npm => format!("`\"{}\": \"X.Y.Z\"`", self.package),
        }
    }

    /// A version that is not exact.
    fn not_exact(&self, at: Range<usize>, what: &str, near: Option<&Version>) -> Diagnostic {
        let form = near.map_or_else(|| self.form(), |version| self.example(version));
        self.error("pin-not-exact", at, format!("the pin of `{}` is not exact: {what}", self.package))
            .note("the schema is that of one runtime, so the pin must name one version")
            .help(format!("write {form}"))
    }

    fn no_pin(&self) -> Diagnostic {
        let place = Place { file: self.file.to_owned(), pointer: None, span: Some(self.table()) };
        let message = format!("there is no pin of `{}`", self.package);
        let (note, help) = match self.ecosystem {
            Ecosystem::Python => (
                "looked at [project] dependencies, [project.optional-dependencies] and [dependency-groups]",
                format!("add {} to `dependencies`", self.form()),
            ),
            Ecosystem::Cargo => (
                "looked at [build-dependencies], [workspace.dependencies] and [package.metadata.codegen]",
                "write `runtime = \"X.Y.Z\"` under [package.metadata.codegen]".to_owned(),
            ),
            Ecosystem::Npm => (
                "looked at dependencies, devDependencies, optionalDependencies and peerDependencies",
                format!("add {} to `devDependencies`", self.form()),
            ),
        };
        let or = "or name another package by `package` under [runtime]";
        Diagnostic::error("no-pin", place, message).note(note).help(format!("{help}, {or}"))
    }

    /// Where a pin would be looked for first: the line that opens the table, else the beginning.
    fn table(&self) -> Range<usize> {
        let words: &[&str] = match self.ecosystem {
            Ecosystem::Python => &["dependencies = [", "[project]"],
            Ecosystem::Cargo => &["[package.metadata.codegen]", "[build-dependencies]", "[package]"],
            Ecosystem::Npm => &["\"devDependencies\"", "\"dependencies\""],
        };
        let found = words.iter().find_map(|word| Some((self.text.find(word)?, word.len())));
        found.map_or(0..0, |(at, length)| at..at + length)
    }

    /// Where a version stands in the string that holds it, behind a mark. Where it is spelt with escapes it is the
    /// whole string.
    fn version_at(&self, at: &Range<usize>, mark: &str, version: &str) -> Range<usize> {
        let inside = self.text.get(at.clone()).and_then(|raw| {
            let behind = raw.find(mark)?;
            Some(behind + raw[behind..].find(version)?)
        });
        inside.map_or_else(|| at.clone(), |start| at.start + start..at.start + start + version.len())
    }
}

/// Reads a TOML document that keeps where its values stand.
fn document<'a>(search: &Search<'a>) -> Result<toml_edit::Document<&'a str>, Diagnostics> {
    toml_edit::Document::parse(search.text).map_err(|error| {
        let at = error.span().unwrap_or(0..0);
        search
            .error("not-toml", at, error.message().trim().replace('\n', ", "))
            .help("the file with the pin must be a TOML document")
            .into()
    })
}
