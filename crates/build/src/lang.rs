//! The table of target languages. A new language is one line here.

use codegen_rust::target::Target;
use codegen_rust::target::ir::schema::{Diagnostic, Place, suggest};
use serde::de::DeserializeOwned;

use crate::config::spec::{Key, list};

/// A target that can be used by several threads.
pub type BoxedTarget = Box<dyn Target + Send + Sync>;

/// A language and how to make its target from options.
#[derive(Debug)]
pub struct Language {
    /// As `lang` and `--lang` spell it.
    pub name: &'static str,
    /// The keys that its table in the configuration has beside `lang` and `out`.
    pub options: &'static [Key],
    make: fn(serde_json::Value) -> Result<BoxedTarget, String>,
}

impl Language {
    /// The target, with options as the configuration writes them.
    pub fn target(&self, options: serde_json::Value) -> Result<BoxedTarget, String> {
        (self.make)(options)
    }
}

/// All languages of this build.
pub static LANGUAGES: &[Language] = &[
    Language {
        name: "rust",
        options: RUST_OPTIONS,
        make: |options| Ok(Box::new(codegen_rust::Rust::new(read(options)?))),
    },
    #[cfg(feature = "python")]
    Language {
        name: "python",
        options: PYTHON_OPTIONS,
        make: |options| Ok(Box::new(codegen_python::Python::new(read(options)?))),
    },
    #[cfg(feature = "typescript")]
    Language {
        name: "typescript",
        options: TYPESCRIPT_OPTIONS,
        make: |options| Ok(Box::new(codegen_typescript::TypeScript::new(read(options)?))),
    },
];

/// The language of build scripts.
pub static RUST: &Language = &LANGUAGES[0];

static RUST_OPTIONS: &[Key] = &[];
#[cfg(feature = "python")]
static PYTHON_OPTIONS: &[Key] = &[];
#[cfg(feature = "typescript")]
static TYPESCRIPT_OPTIONS: &[Key] = &[];

/// Options for Rust with all types in one file, which a build script's user takes in by `include!`.
pub(crate) fn one_file(options: &serde_json::Value) -> serde_json::Value {
    let mut options = options.clone();
    if let serde_json::Value::Object(members) = &mut options {
        members.insert("layout".to_owned(), "file".into());
    }
    options
}

fn read<T: DeserializeOwned>(options: serde_json::Value) -> Result<T, String> {
    serde_json::from_value(options).map_err(|error| error.to_string())
}

/// The language of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Language> {
    LANGUAGES.iter().find(|language| language.name == name)
}

/// The names of all languages of this build.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    LANGUAGES.iter().map(|language| language.name)
}

/// What is said of a language that is not there.
#[must_use]
pub fn unknown(name: &str, place: Place) -> Diagnostic {
    let message = format!("`{}` is no target language", name.escape_debug());
    let error = Diagnostic::error("unknown-language", place, message);
    match suggest(name, names()) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help(format!("the languages are {}", list(names()))),
    }
}
