//! What is wrong, where, and what to do about it. Nothing here prints.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use crate::Pointer;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// Code is generated, but it says less than the schema does, or something deserves a look.
    Warning,
}

/// Where in which file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Place {
    /// The file, as the user named it; empty where there is none.
    pub file: String,
    /// The value in the file, where it is JSON. Its line is found by [`crate::locate`] when it is shown.
    pub pointer: Option<Pointer>,
    /// The bytes in the file, where they are known already (a syntax error, TOML).
    pub span: Option<Range<usize>>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable id in kebab case: `unresolved-reference`.
    pub id: &'static str,
    /// Where.
    pub place: Place,
    /// What was found, in one sentence without a full stop.
    pub message: String,
    /// What that means for the generated code, or what was expected.
    pub note: Option<String>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a value of a JSON file.
    #[must_use]
    pub fn error(id: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, id, place, message: message.into(), note: None, help: None }
    }

    /// A warning at a value of a JSON file.
    #[must_use]
    pub fn warning(id: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(id, place, message) }
    }

    /// Says what it means.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })?;
        write!(f, "[{}]: {}", self.id, self.message)?;
        if !self.place.file.is_empty() {
            write!(f, "\n  at {}", self.place.file)?;
            if let Some(pointer) = &self.place.pointer {
                write!(f, " {pointer}")?;
            }
        }
        if let Some(note) = &self.note {
            write!(f, "\n  note: {note}")?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

/// All findings of a step.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Adds all of another step.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|one| one.severity == Severity::Error)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them: errors first, then by file and place, none twice.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort_by(|a, b| a.severity.cmp(&b.severity).then_with(|| key(a).cmp(&key(b))));
        // What is found twice need not come twice in a row: of one place there may be several.
        let mut seen = HashSet::new();
        self.0.retain(|one| seen.insert(one.clone()));
        self.0
    }

    /// The same, said of other files, or under other names of them: `None` leaves a file as it is.
    #[must_use]
    pub fn renamed(mut self, name: impl Fn(&str) -> Option<String>) -> Self {
        for place in self.0.iter_mut().map(|one| &mut one.place) {
            if let Some(name) = name(&place.file) {
                place.file = name;
            }
        }
        self
    }

    /// Splits into `Ok(value)` with warnings, or the errors.
    pub fn finish<T>(self, value: T) -> Result<(T, Self), Self> {
        if self.has_errors() { Err(self) } else { Ok((value, self)) }
    }
}

/// A text of somebody else in a sentence: on one line, with all that cannot be seen escaped.
#[must_use]
pub fn in_prose(text: &str) -> String {
    text.escape_debug().to_string().replace("\\'", "'").replace("\\\"", "\"")
}

fn key(one: &Diagnostic) -> impl Ord + '_ {
    let Place { file, pointer, span } = &one.place;
    (file, pointer, span.as_ref().map(|span| span.start), one.id, &one.message)
}

impl From<Diagnostic> for Diagnostics {
    fn from(one: Diagnostic) -> Self {
        Self(vec![one])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, one) in self.clone().sorted().iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            write!(f, "{one}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_said_of_other_files_and_stay_what_they_are() {
        let at = |file: &str| Place { file: file.to_owned(), span: Some(1..2), ..Place::default() };
        let found = |file: &str| Diagnostic::error("e", at(file), "m");
        let mut all = Diagnostics::from(found("/tmp/x/a.json"));
        all.push(found("b.json"));
        let renamed = all.renamed(|file| file.strip_prefix("/tmp/x/").map(|rest| format!("git:main:{rest}")));
        assert_eq!(renamed.sorted(), [found("b.json"), found("git:main:a.json")]);
    }
}
