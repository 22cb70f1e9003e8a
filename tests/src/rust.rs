//! Runs generated Rust: cargo, clippy, rustfmt, rustdoc.
//!
//! Every generated crate lies in one workspace, so that serde is compiled once.

use std::path::{Path, PathBuf};
use std::process::Command;

use codegen_build::ir::Protocol;
use codegen_build::{Compiled, Job, JobTarget, lang};
use serde_json::json;

use crate::typescript::{features, fixture, here, run, write};

/// How the generated code is spread over files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A module tree.
    Tree,
    /// One file for `include!`.
    File,
}

/// Generates the package of a job into a folder and gives what the schema means.
pub fn generate(mut job: Job, folder: &Path, layout: Layout) -> Result<Protocol, String> {
    let language = lang::find("rust").ok_or("Rust is not there")?;
    let options = json!({ "layout": if layout == Layout::Tree { "tree" } else { "file" } });
    job.targets = vec![JobTarget { options, ..JobTarget::new(language, folder) }];
    let Compiled { meaning, outputs } = job.compile().map_err(|errors| errors.to_string())?;
    for file in outputs.iter().flat_map(|output| &output.files) {
        write(&folder.join(&file.path), &file.text)?;
    }
    Ok(meaning.protocol)
}

/// An empty crate of its own, with the versions that this workspace is locked to. Its feature `odd` turns on
/// what other crates of a program may turn on. Clippy looks whether the oldest Rust that is promised has all that is
/// used (edition 2024 came later).
pub fn package(folder: &Path, edition: &str) -> Result<(), String> {
    let oldest = if edition == "2021" { "rust-version = \"1.83\"\n" } else { "" };
    let manifest = format!(
        "[package]\nname = \"generated\"\nversion = \"0.0.0\"\nedition = \"{edition}\"\n{oldest}publish = false\n\n\
         [dependencies]\nserde = \"1\"\nserde_json = \"1\"\n\n\
         [features]\nodd = [\"serde/derive\", \"serde_json/arbitrary_precision\", \"serde_json/preserve_order\"]\n\n[workspace]\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n"
    );
    write(&folder.join("Cargo.toml"), &manifest)?;
    let lock = std::fs::read_to_string(here().join("../Cargo.lock")).map_err(|error| error.to_string())?;
    write(&folder.join("Cargo.lock"), &lock)
}

/// Runs cargo in a generated crate. All share a target folder.
pub fn cargo(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Result<String, String> {
    let target = folder.parent().unwrap_or(folder).join("target");
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", target);
    command.env_remove("RUSTFLAGS").env_remove("RUSTDOCFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    run(command.envs(variables.iter().copied()))
}

/// Clippy with all that its pedantic group finds, as errors.
pub fn clippy(folder: &Path) -> Result<(), String> {
    cargo(folder, &["clippy", "--quiet", "--", "-D", "warnings", "-D", "clippy::pedantic"], &[]).map(drop)
}

/// Rustdoc without a warning.
pub fn doc(folder: &Path) -> Result<(), String> {
    cargo(folder, &["doc", "--quiet", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")]).map(drop)
}

/// Layout in both style editions, with rustfmt's own defaults.
pub fn rustfmt(file: &Path) -> Result<(), String> {
    let config = file.with_file_name("rustfmt.toml");
    write(&config, "")?;
    for edition in ["2021", "2024"] {
        run(Command::new("rustfmt").args(["--check", "--edition", edition]).arg(file))?;
    }
    Ok(())
}

/// The modules of all fixtures and a program that reads their values. Gives the text of `main.rs`.
pub fn fixtures(folder: &Path, layout: Layout) -> Result<String, String> {
    let (mut modules, mut calls) = (String::new(), String::from("    calls::check();\n    uses::check();\n"));
    let mut short = String::new();
    for (number, feature) in features()?.into_iter().enumerate() {
        let module = format!("f{number:03}");
        if USED.contains(&feature.as_str()) {
            short.push_str(&format!(
                "#[allow(unused_imports)]\nuse {module} as {}_fixture;\n",
                feature.replace('-', "_")
            ));
        }
        let place = folder.join("src").join(&module);
        let protocol =
            generate(fixture(&feature), &place, layout).map_err(|error| format!("{feature}: {error}"))?;
        modules.push_str(&match layout {
            Layout::Tree => format!("/// {feature}\npub mod {module};\n"),
            Layout::File => {
                format!("/// {feature}\npub mod {module} {{\n    include!(\"{module}/mod.rs\");\n}}\n")
            }
        });
        let target = lang::find("rust").ok_or("Rust is not there")?.target(json!({}))?;
        let names = target.type_names(&protocol);
        for (schema, name) in protocol.types.iter().map(|(_, def)| &def.name).zip(names) {
            calls.push_str(&format!("    values.check::<{module}::{name}>({feature:?}, {schema:?});\n"));
        }
    }
    let folder = here().canonicalize().map_err(|error| error.to_string())?;
    let folder: PathBuf = folder.join("values");
    Ok(format!(
        "{modules}\nmod check;\nmod calls;\nmod uses;\n\n{short}\nfn main() {{\n    let mut values = check::Values::read({:?});\n{calls}    values.finish();\n}}\n",
        folder.display().to_string()
    ))
}

/// What a program does with the methods of the fixture of methods.
pub const CALLS: &str = include_str!("rust_calls.rs");

/// What a program does with types of its own around the generated ones, and what errors say.
pub const USES: &str = include_str!("rust_uses.rs");

/// The features that [`CALLS`] and [`USES`] name.
const USED: &[&str] =
    &["collections", "enumerations", "integers", "methods", "numbers", "union-external", "union-untagged"];

/// How a program checks the values of a type.
pub const CHECK: &str = include_str!("rust_check.rs");
