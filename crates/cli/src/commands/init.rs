//! `codegen init`

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use codegen_build::lang::{self, LANGUAGES};
use codegen_build::schema::{Diagnostic, Diagnostics, Place};
use codegen_build::{CONFIG_FILE, Config, Job, Sources};
use codegen_runtime::pin::{Ecosystem, Pin};

use crate::args::{Format, Init};
use crate::exit::Exit;
use crate::report::{self, Stream, entries, fail};
use crate::terminal::Terminal;

pub fn run(args: &Init, terminal: Terminal) -> Exit {
    let to_pull = match write(args) {
        Ok(to_pull) => to_pull,
        Err(found) => {
            return fail(terminal, Format::Text, Stream::Stderr, &entries(&Sources::default(), found));
        }
    };
    terminal.say(&format!("wrote {CONFIG_FILE}"));
    if to_pull {
        terminal.say("`codegen pull --fetch` brings the schema of the pinned runtime, then `codegen generate` writes the code");
        return Exit::Clean;
    }
    // What the schema still asks for is best said now.
    let asked =
        Config::load(Path::new(CONFIG_FILE)).and_then(|config| Job::from_config(&config).understand());
    match asked {
        Ok(_) => terminal.say("`codegen generate` writes the code"),
        Err(found) => {
            report::write(terminal, Format::Text, Stream::Stderr, &entries(&Sources::default(), found));
            terminal.say(&format!("complete {CONFIG_FILE} as the errors ask, then run `codegen generate`"));
        }
    }
    Exit::Clean
}

/// Whether the schema is still to be pulled.
fn write(args: &Init) -> Result<bool, Diagnostics> {
    configured()?;
    let (pin, inexact) = find_pin();
    let found = match &args.schema {
        Some(schema) if schema.exists() => Ok(schema.clone()),
        Some(schema) => {
            let message = format!("there is no `{}`", schema.display());
            Err(Diagnostic::error("unreadable-file", Place::default(), message).into())
        }
        None => find_schema(Path::new(".")),
    };
    let to_pull = found.is_err() && args.schema.is_none() && pin.is_some();
    // A pin that is none may be why there is nothing to begin with.
    let with_pins = |mut found: Diagnostics| {
        found.append(inexact);
        found
    };
    let schema = if to_pull { PathBuf::from("schema") } else { found.map_err(with_pins)? };
    let mut languages = Vec::new();
    for name in &args.lang {
        let language = lang::find(name).ok_or_else(|| lang::unknown(name, Place::default()))?;
        if languages.iter().all(|other: &&lang::Language| other.name != language.name) {
            languages.push(language);
        }
    }
    if languages.is_empty() {
        // Whoever pins the runtime in a package writes that package's language.
        let own = pin.as_ref().filter(|_| to_pull).and_then(|pin| lang::find(language_of(pin)));
        match own {
            Some(own) => languages.push(own),
            None => languages.extend(LANGUAGES),
        }
    }
    let text = config(&schema, pin.as_ref(), to_pull, &languages);
    let place = Place { file: CONFIG_FILE.to_owned(), ..Place::default() };
    let written = fs::File::create_new(CONFIG_FILE).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map(|()| to_pull).map_err(|error| {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            Diagnostic::error("foreign-file", place, format!("there is a {CONFIG_FILE} already"))
                .help("edit that one")
                .into()
        } else {
            Diagnostic::error(
                "unwritable-file",
                place,
                format!("the configuration cannot be written: {error}"),
            )
            .into()
        }
    })
}

/// A configuration in pyproject.toml would be hidden by one in a file of its own.
fn configured() -> Result<(), Diagnostics> {
    let here = std::env::current_dir().unwrap_or_default();
    let own = Config::find(&here).filter(|file| file.parent() == Some(&here));
    let Some(file) = own.filter(|file| file.file_name().is_some_and(|name| name != CONFIG_FILE)) else {
        return Ok(());
    };
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let place = Place { file: name.clone(), ..Place::default() };
    let message = format!("`{name}` has [tool.codegen] already, and {CONFIG_FILE} would take its place");
    Err(Diagnostic::error("foreign-file", place, message).help("edit that table").into())
}

/// The pin of a runtime in the package that lies here; and what is wrong with those that are none.
fn find_pin() -> (Option<Pin>, Diagnostics) {
    let mut inexact = Diagnostics::default();
    for file in ["pyproject.toml", "package.json", "Cargo.toml"] {
        match codegen_runtime::pin::read(Path::new(file), None) {
            Ok(pin) => return (Some(pin), inexact),
            Err(found) => found
                .sorted()
                .into_iter()
                .filter(|one| ["pin-not-exact", "two-pins"].contains(&one.id))
                .for_each(|one| inexact.push(one)),
        }
    }
    (None, inexact)
}

const fn language_of(pin: &Pin) -> &'static str {
    match pin.ecosystem {
        Ecosystem::Python => "python",
        Ecosystem::Npm => "typescript",
        Ecosystem::Cargo => "rust",
    }
}

/// The one schema that lies here: a bundle, else a file that calls itself a schema.
fn find_schema(folder: &Path) -> Result<PathBuf, Diagnostics> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .map(|entries| {
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        })
        .unwrap_or_default();
    names.sort();
    let ending = |end: &str| names.iter().filter(|name| name.ends_with(end)).collect::<Vec<_>>();
    if ending(".schemas.json").len() > 1 {
        return Ok(PathBuf::from("."));
    }
    let mut candidates = ending(".schemas.json");
    for end in [".schema.json", "schema.json"] {
        if candidates.is_empty() {
            candidates = ending(end);
        }
    }
    match candidates.as_slice() {
        [one] => Ok(PathBuf::from(one)),
        [] => Err(no_schema("there is no schema in this folder")),
        _ => Err(no_schema("there are several schemas in this folder")),
    }
}

fn no_schema(message: &str) -> Diagnostics {
    Diagnostic::error("no-schema", Place::default(), message).help("name it: `codegen init SCHEMA`").into()
}

fn config(schema: &Path, pin: Option<&Pin>, to_pull: bool, languages: &[&lang::Language]) -> String {
    let mut text = String::from(
        "# What `codegen generate` makes, and `codegen check` looks after. Paths are relative to this file;\n\
         # `codegen config-schema` prints the JSON Schema of its keys.\nversion = 1\n",
    );
    let schema = schema.display().to_string().replace('\\', "/");
    let _ = writeln!(text, "schema = {}", toml_string(&schema));
    text.push_str(
        "# Corrections of the schema, where it is wrong:\n# overlays = [\"schema.overlay.toml\"]\n\n\
         # Which definition a request is answered with.\n[methods]\nresult = \"{stem}Response\"\n\n\
         # The requests that the rule does not fit; \"none\" is nothing in particular:\n# [methods.results]\n\
         # \"thread/archive\" = \"ThreadArchiveResponse\"\n",
    );
    if let Some(pin) = pin {
        // A schema that lies here may come from elsewhere.
        let mark = if to_pull { "" } else { "# " };
        let file = toml_string(&pin.place.file);
        let _ = write!(
            text,
            "\n# The runtime that the schema is pulled from, by `codegen pull`, and the file that pins it.\n\
             {mark}[runtime]\n{mark}pin = {file}\n{mark}package = {}\n",
            toml_string(&pin.package)
        );
    }
    for language in languages {
        let _ = write!(text, "\n[[targets]]\nlang = \"{0}\"\nout = \"generated/{0}\"\n", language.name);
    }
    text
}

/// A basic TOML string: JSON's escapes are a part of TOML's.
fn toml_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
