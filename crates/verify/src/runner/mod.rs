//! The languages themselves: what builds the generated code and runs values through it.

mod python;
mod rust;
mod typescript;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use codegen_build::lang;
use codegen_build::target::SourceFile;
use codegen_values::Datum;

use crate::subject::Subject;

/// A language that values can be run through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Language {
    Rust,
    Python,
    TypeScript,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rust, Self::Python, Self::TypeScript];

    /// As `--lang` spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Python => "python",
            Self::TypeScript => "typescript",
        }
    }

    /// The language of a name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.name() == name)
    }

    /// Generates the code of all subjects below a folder and makes it ready to run.
    pub fn runner(
        self,
        tools: &Tools,
        subjects: &[&Subject],
        folder: &Path,
    ) -> Result<Box<dyn Runner>, String> {
        let language = lang::find(self.name()).ok_or_else(|| format!("{} is not there", self.name()))?;
        let mut packages = Vec::new();
        for (number, subject) in subjects.iter().enumerate() {
            let (files, names) = subject.generate(language)?;
            packages.push(Package { module: format!("p{number}"), files, names });
        }
        match self {
            Self::Rust => rust::runner(tools, packages, folder),
            Self::Python => python::runner(tools, packages, folder),
            Self::TypeScript => typescript::runner(tools, packages, folder),
        }
    }
}

/// Programs, where they are not those that the machine finds.
#[derive(Debug, Clone, Default)]
pub struct Tools {
    /// `cargo`
    pub cargo: Option<PathBuf>,
    /// A Python that has pydantic.
    pub python: Option<PathBuf>,
    /// TypeScript's compiler: a script that node runs, or a program.
    pub tsc: Option<PathBuf>,
    /// Where cargo keeps what it has compiled.
    pub cargo_target: Option<PathBuf>,
    /// The lock file that fixes the versions of serde.
    pub cargo_lock: Option<PathBuf>,
}

/// The generated code of a subject.
struct Package {
    module: String,
    files: Vec<SourceFile>,
    names: Vec<String>,
}

/// A value to be run.
#[derive(Debug, Clone, Copy)]
pub struct Probe<'a> {
    /// The subject, by its place.
    pub subject: usize,
    /// The type, by its place.
    pub kind: usize,
    /// The value.
    pub datum: &'a Datum,
    /// Whether it is a value that came from elsewhere, not one that is written down in a program: TypeScript lets
    /// the former have members that a type does not name.
    pub received: bool,
}

/// What became of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was accepted; the text that came back, unless that is known to be the same value.
    Accepted(Option<String>),
    /// It was refused, with an error at these places.
    Refused {
        /// JSON Pointers.
        places: Vec<String>,
        /// The message.
        message: String,
    },
    /// The code failed in another way, or two ways to read a value disagree.
    Broken(String),
}

/// A language whose code is ready to run.
pub trait Runner: Send + Sync {
    /// What became of each value, in their order.
    fn run(&self, probes: &[Probe<'_>]) -> Result<Vec<Outcome>, String>;
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let written =
        path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, text));
    written.map_err(|error| format!("{}: {error}", path.display()))
}

/// Runs a program to its end; what it wrote on both streams, and whether it succeeded.
fn finish(command: &mut Command, missing: &str) -> Result<(String, String, bool), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("`{name}` cannot be run: {error}\n{missing}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Ok((text(&output.stdout), text(&output.stderr), output.status.success()))
}

/// The last lines of what a program said.
fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}
