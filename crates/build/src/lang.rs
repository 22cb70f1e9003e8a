//! The table of target languages. A new language is one line here.

use codegen_rust::target::Target;
use codegen_rust::target::ir::schema::{Diagnostic, Place, suggest};
use serde::de::DeserializeOwned;

use crate::config::spec::{Key, Kind, key, list};

/// A target that can be used by several threads.
pub type BoxedTarget = Box<dyn Target + Send + Sync>;

/// A language and how to make its target from options.
#[derive(Debug)]
pub struct Language {
    /// As `lang` and `--lang` spell it.
    pub name: &'static str,
    /// The keys that its table in the configuration has beside `lang` and `out`.
    pub options: &'static [Key],
    /// `None`: this build was made without the language.
    make: Option<fn(serde_json::Value) -> Result<BoxedTarget, String>>,
}

impl Language {
    /// Whether this build was made with the language.
    #[must_use]
    pub const fn is_available(&self) -> bool {
        self.make.is_some()
    }

    /// The target, with options as the configuration writes them.
    pub fn target(&self, options: serde_json::Value) -> Result<BoxedTarget, String> {
        match self.make {
            Some(make) => make(options),
            None => Err(format!("codegen-build was built without its feature `{}`", self.name)),
        }
    }
}

/// All languages. Their keys are known to every build, so that one configuration serves all.
pub static LANGUAGES: &[Language] = &[
    Language {
        name: "rust",
        options: RUST_OPTIONS,
        make: Some(|options| Ok(Box::new(codegen_rust::Rust::new(read(options)?)))),
    },
    Language {
        name: "python",
        options: PYTHON_OPTIONS,
        #[cfg(feature = "python")]
        make: Some(|options| Ok(Box::new(codegen_python::Python::new(read(options)?)))),
        #[cfg(not(feature = "python"))]
        make: None,
    },
    Language {
        name: "typescript",
        options: TYPESCRIPT_OPTIONS,
        #[cfg(feature = "typescript")]
        make: Some(|options| Ok(Box::new(codegen_typescript::TypeScript::new(read(options)?)))),
        #[cfg(not(feature = "typescript"))]
        make: None,
    },
];

/// The language of build scripts.
pub static RUST: &Language = &LANGUAGES[0];

static RUST_OPTIONS: &[Key] = &[key(
    "layout",
    Kind::Choice(&["tree", "file"]),
    "`tree` (if not set): `mod.rs` and a module for each group of methods; `file`: one `mod.rs`.",
)];
static PYTHON_OPTIONS: &[Key] = &[];
static TYPESCRIPT_OPTIONS: &[Key] = &[
    key(
        "integers",
        Kind::Choice(&["number", "bigint"]),
        "The type of integers that may go beyond 2^53 - 1: `number` (if not set) rounds them, as `JSON.parse` does; \
         `bigint` is exact, with a JSON parser that gives it.",
    ),
    key(
        "imports",
        Kind::Choice(&["js", "ts"]),
        "How modules name each other: `./thread.js` (if not set), or `./thread.ts` for runtimes that strip types.",
    ),
];

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

/// The names of all languages.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    LANGUAGES.iter().map(|language| language.name)
}

/// What is said of a language that is not there.
#[must_use]
pub fn unknown(name: &str, place: Place) -> Diagnostic {
    let message = format!("`{}` is no target language", name.escape_debug());
    let error = Diagnostic::error("unknown-language", place, message);
    let short = match name {
        "rs" => Some("rust"),
        "py" => Some("python"),
        "ts" => Some("typescript"),
        _ => None,
    };
    match short.or_else(|| suggest(name, names())) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help(format!("the languages are {}", list(names()))),
    }
}
