//! Runs generated Rust: cargo, clippy, rustfmt, rustdoc.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen_build::ir::Protocol;
use codegen_build::target::SourceFile;
use codegen_build::{Compiled, Job, JobTarget, lang};
use serde_json::{Value, json};

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
pub fn generate(job: Job, folder: &Path, layout: Layout) -> Result<Protocol, String> {
    let (protocol, files) = compile(job, folder, layout)?;
    put(&files, folder)?;
    Ok(protocol)
}

fn compile(mut job: Job, folder: &Path, layout: Layout) -> Result<(Protocol, Vec<SourceFile>), String> {
    let language = lang::find("rust").ok_or("Rust is not there")?;
    let options = json!({ "layout": if layout == Layout::Tree { "tree" } else { "file" } });
    job.targets = vec![JobTarget { options, ..JobTarget::new(language, folder) }];
    let Compiled { meaning, outputs } = job.compile().map_err(|errors| errors.to_string())?;
    Ok((meaning.protocol, outputs.into_iter().flat_map(|output| output.files).collect()))
}

fn put(files: &[SourceFile], folder: &Path) -> Result<(), String> {
    files.iter().try_for_each(|file| write(&folder.join(&file.path), &file.text))
}

/// Takes the support code out of a package, which finds it in another one from then on, and gives its text.
fn without_support(files: &mut Vec<SourceFile>, layout: Layout, elsewhere: &str) -> Result<String, String> {
    let mut support = String::new();
    if layout == Layout::Tree {
        files.retain(|file| {
            let is_support = file.path.starts_with("wire/");
            if is_support {
                // The head names the schema.
                let lines = file.text.lines().filter(|line| !line.starts_with("// "));
                lines.for_each(|line| support.push_str(line));
            }
            !is_support
        });
    }
    let root = files.iter_mut().find(|file| file.path == "mod.rs").ok_or("no root")?;
    let (start, end) = match layout {
        Layout::Tree => ("\npub mod wire;", ";"),
        Layout::File => ("\npub mod wire {", "\n}"),
    };
    let from = root.text.find(start).ok_or("no support code")?;
    let to = root.text[from..].find(end).ok_or("no end of the support code")? + from + end.len();
    support.push_str(&root.text[from..to]);
    root.text.replace_range(from..to, &format!("\npub use {elsewhere}::wire;"));
    Ok(support)
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

/// Runs cargo in a generated crate. The target folder lies beside it.
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

/// The modules of all fixtures and a program that reads their values. Gives the text of `main.rs`. The support code is
/// the same in all of them, and four fifths of the text: it is compiled once, but for those whose messages say
/// which version of JSON-RPC they are of.
pub fn fixtures(folder: &Path, layout: Layout) -> Result<String, String> {
    let (mut modules, mut calls) = (String::new(), String::from("    calls::check();\n    uses::check();\n"));
    let (mut short, mut support) = (String::new(), None);
    for (number, feature) in features()?.into_iter().enumerate() {
        let module = format!("f{number:03}");
        if USED.contains(&feature.as_str()) {
            short.push_str(&format!(
                "#[allow(unused_imports)]\nuse {module} as {}_fixture;\n",
                feature.replace('-', "_")
            ));
        }
        let place = folder.join("src").join(&module);
        let (protocol, mut files) =
            compile(fixture(&feature), &place, layout).map_err(|error| format!("{feature}: {error}"))?;
        if number == 0 {
            put(&files, &place)?;
        }
        let whole = files.clone();
        let own = without_support(&mut files, layout, "crate::f000")?;
        if *support.get_or_insert_with(|| own.clone()) != own {
            if protocol.jsonrpc().is_none() {
                return Err(format!("{feature}: its support code is another"));
            }
            files = whole;
        }
        if number > 0 {
            put(&files, &place)?;
        }
        modules.push_str(&match layout {
            Layout::Tree => format!("/// {feature}\npub mod {module};\n"),
            Layout::File => {
                format!("/// {feature}\npub mod {module} {{\n    include!(\"{module}/mod.rs\");\n}}\n")
            }
        });
        let target = lang::find("rust").ok_or("Rust is not there")?.target(json!({}))?;
        let names = target.type_names(&protocol);
        let valued = valued(&feature)?;
        for (schema, name) in protocol.types.iter().map(|(_, def)| &def.name).zip(names) {
            calls.push_str(&if valued.contains(schema) {
                format!("    values.check::<{module}::{name}>({feature:?}, {schema:?});\n")
            } else {
                format!("    check::can_be_checked::<{module}::{name}>();\n")
            });
        }
    }
    let folder = here().canonicalize().map_err(|error| error.to_string())?;
    let folder: PathBuf = folder.join("values");
    Ok(format!(
        "{modules}\nmod check;\nmod calls;\nmod uses;\n\n{short}\nfn main() {{\n    let mut values = check::Values::read({:?});\n{calls}    values.finish();\n}}\n",
        folder.display().to_string()
    ))
}

/// The types of a fixture that there are values of.
fn valued(feature: &str) -> Result<BTreeSet<String>, String> {
    let mut names = BTreeSet::new();
    for kind in ["accept", "keep", "refuse"] {
        let file = here().join(format!("values/{feature}.{kind}.json"));
        if file.exists() {
            let types: BTreeMap<String, Value> =
                serde_json::from_str(&crate::read(&file)?).map_err(|error| error.to_string())?;
            names.extend(types.into_keys());
        }
    }
    Ok(names)
}

/// What a program does with the methods of the fixture of methods.
pub const CALLS: &str = include_str!("rust_calls.rs");

/// What a program does with types of its own around the generated ones, and what errors say.
pub const USES: &str = include_str!("rust_uses.rs");

/// The features that [`CALLS`] and [`USES`] name.
const USED: &[&str] = &[
    "collections",
    "enumerations",
    "integers",
    "methods",
    "numbers",
    "union-external",
    "union-untagged",
    "union-within",
];

/// How a program checks the values of a type.
pub const CHECK: &str = include_str!("rust_check.rs");
