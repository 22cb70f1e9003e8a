//! Generated files read again by parsers of their languages: what they define, and that no word of the
//! schema became code.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use codegen_build::target::SourceFile;
use codegen_build::{Compiled, lang};

mod python;
mod rust;
mod typescript;

/// A word that only hostile text holds: identifiers are made of words, so none can have it.
pub const MARK: &str = "zz__pwn";

thread_local! {
    /// Files that are the same for each input and were in order.
    static READ: RefCell<HashSet<String>> = RefCell::default();
}

/// What a file defines at its top level.
#[derive(Debug, Default)]
pub struct Items {
    /// The names of types.
    pub types: Vec<String>,
    /// Statements that do something when the file is loaded and that no generated file has.
    pub alien: Vec<String>,
}

/// What a file defines; an error where it does not parse or where a word of the schema is code in it.
pub fn items(lang: &str, file: &SourceFile) -> Result<Items, String> {
    let path = Path::new(&file.path);
    let end = path.extension().unwrap_or_default().to_string_lossy();
    let read = match lang {
        "rust" => rust::items,
        "python" => python::items,
        _ => typescript::items,
    };
    if !matches!(end.as_ref(), "rs" | "py" | "ts") {
        return Ok(Items::default());
    }
    read(&file.text).map_err(|error| format!("{lang} {}: {error}\n{}", file.path, file.text))
}

/// That each file parses and that all of them together define each type of the model once, and beside
/// them only what is made for it.
pub fn check(compiled: &Compiled) -> Result<(), String> {
    let protocol = &compiled.meaning.protocol;
    for output in &compiled.outputs {
        let language = lang::find(output.lang).ok_or("no such language")?;
        let names = language.target(serde_json::json!({}))?.type_names(protocol);
        let wanted: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        if wanted.len() != names.len() {
            return Err(format!("{}: two types have one name: {names:?}", output.lang));
        }
        let mut found = BTreeSet::new();
        let mut paths = BTreeSet::new();
        for file in &output.files {
            inside(Path::new(&file.path))?;
            if !paths.insert(file.path.to_lowercase()) {
                return Err(format!("{}: two files are {}", output.lang, file.path));
            }
            let is_same =
                ["wire/", "_support/", "support.ts"].iter().any(|start| file.path.starts_with(start));
            if is_same && READ.with_borrow(|read| read.contains(&file.text)) {
                continue;
            }
            let items = items(output.lang, file)?;
            if let Some(alien) = items.alien.first() {
                return Err(format!("{} {}: {alien}", output.lang, file.path));
            }
            if is_same {
                READ.with_borrow_mut(|read| read.insert(file.text.clone()));
            }
            // What every protocol has may be called like a type of this one, which imports it as another.
            if is_support(output.lang, &file.path) {
                continue;
            }
            for name in items.types {
                if wanted.contains(name.as_str()) && !found.insert(name.clone()) {
                    return Err(format!("{}: {name} is defined twice", output.lang));
                }
            }
        }
        if let Some(missing) = wanted.iter().find(|name| !found.contains(**name)) {
            return Err(format!("{}: {missing} is not defined", output.lang));
        }
    }
    Ok(())
}

fn is_support(lang: &str, path: &str) -> bool {
    match lang {
        "rust" => path.starts_with("wire/") || path.starts_with("codec/") || path == "literals.rs",
        "python" => path.starts_with("_support/") || matches!(path, "_rpc.py" | "_index.py" | "errors.py"),
        _ => path == "support.ts",
    }
}

/// Every part of the path is a plain name that all file systems take.
fn inside(path: &Path) -> Result<(), String> {
    const DEVICES: [&str; 6] = ["con", "aux", "nul", "prn", "com1", "lpt1"];
    for part in path.components() {
        let std::path::Component::Normal(part) = part else {
            return Err(format!("{} leaves its folder", path.display()));
        };
        let part = part.to_string_lossy();
        let stem = part.split('.').next().unwrap_or_default().to_lowercase();
        let plain = part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
        if !plain || part.len() > 200 || DEVICES.contains(&stem.as_str()) {
            return Err(format!("{} is no name for a file", path.display()));
        }
    }
    Ok(())
}
