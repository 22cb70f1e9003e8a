//! `codegen init`

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use codegen_build::lang::{self, LANGUAGES};
use codegen_build::schema::{Diagnostic, Diagnostics, Place};
use codegen_build::{CONFIG_FILE, Config, Job, Sources};

use crate::args::{Format, Init};
use crate::exit::Exit;
use crate::report::{self, Stream, entries, fail};
use crate::terminal::Terminal;

pub fn run(args: &Init, terminal: Terminal) -> Exit {
    match write(args) {
        Ok(()) => {}
        Err(found) => {
            return fail(terminal, Format::Text, Stream::Stderr, &entries(&Sources::default(), found));
        }
    }
    terminal.say(&format!("wrote {CONFIG_FILE}"));
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

fn write(args: &Init) -> Result<(), Diagnostics> {
    let schema = match &args.schema {
        Some(schema) if schema.exists() => schema.clone(),
        Some(schema) => {
            let message = format!("there is no `{}`", schema.display());
            return Err(Diagnostic::error("unreadable-file", Place::default(), message).into());
        }
        None => find_schema(Path::new("."))?,
    };
    let mut languages = Vec::new();
    for name in &args.lang {
        languages.push(lang::find(name).ok_or_else(|| lang::unknown(name, Place::default()))?);
    }
    if languages.is_empty() {
        languages.extend(LANGUAGES);
    }
    let text = config(&schema, &languages);
    let place = Place { file: CONFIG_FILE.to_owned(), ..Place::default() };
    let written = fs::File::create_new(CONFIG_FILE).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| {
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

fn config(schema: &Path, languages: &[&lang::Language]) -> String {
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
    for language in languages {
        let _ = write!(text, "\n[[targets]]\nlang = \"{0}\"\nout = \"generated/{0}\"\n", language.name);
    }
    text
}

/// A basic TOML string: JSON's escapes are a part of TOML's.
fn toml_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
