//! Rust: one crate for each subject and a program that reads values with them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Outcome, Package, Probe, Runner, Tools, finish, tail, write};

const MISSING: &str = "Rust is needed to run generated Rust: https://rustup.rs";
const PROGRAM: &str = include_str!("../../runners/main.rs");
const READ: &str = include_str!("../../runners/read.rs");

struct Rust {
    folder: PathBuf,
    program: PathBuf,
}

pub fn runner(tools: &Tools, packages: Vec<Package>, folder: &Path) -> Result<Box<dyn Runner>, String> {
    let folder = folder.join("rust");
    let (mut needs, mut arms) = (String::new(), String::new());
    for Package { module, files, names } in packages {
        let place = folder.join(&module);
        for file in &files {
            write(&place.join("src/protocol").join(&file.path), &file.text)?;
        }
        write(&place.join("Cargo.toml"), &manifest(&module, ""))?;
        let mut text = format!("#![allow(deprecated)]\n#[allow(warnings)]\npub mod protocol;\n{READ}\n");
        text.push_str("pub const TYPES: &[fn(&str) -> Result<String, String>] = &[\n");
        for name in names {
            let _ = writeln!(text, "    read::<protocol::{name}>,");
        }
        text.push_str("];\n");
        write(&place.join("src/lib.rs"), &text)?;
        let _ = writeln!(needs, "{module} = {{ path = \"../{module}\" }}");
        let _ = writeln!(arms, "        {module:?} => {module}::TYPES,");
    }
    let program = folder.join("verify");
    write(&program.join("Cargo.toml"), &manifest("verify", &needs))?;
    write(&program.join("src/main.rs"), &PROGRAM.replace("        // SUBJECTS\n", &arms))?;
    let workspace = "[workspace]\nresolver = \"2\"\nmembers = [\"*\"]\nexclude = [\"target\"]\n\n\
         [profile.dev]\ndebug = false\nincremental = false\n";
    write(&folder.join("Cargo.toml"), workspace)?;
    if let Some(lock) = &tools.cargo_lock {
        std::fs::copy(lock, folder.join("Cargo.lock")).map_err(|error| error.to_string())?;
    }
    let target = tools.cargo_target.clone().unwrap_or_else(|| folder.join("target"));
    let mut command = Command::new(tools.cargo.as_deref().unwrap_or(Path::new("cargo")));
    command.args(["build", "--quiet", "--package", "verify"]).current_dir(&folder);
    for variable in ["RUSTFLAGS", "RUSTDOCFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
        command.env_remove(variable);
    }
    command.env("CARGO_TARGET_DIR", &target);
    let (_, errors, done) = finish(&mut command, MISSING)?;
    if !done {
        return Err(format!("the generated Rust does not compile:\n{}", tail(&errors)));
    }
    let program = target.join("debug").join(format!("verify{}", std::env::consts::EXE_SUFFIX));
    // Another run with the same target folder must not replace it.
    let own = folder.join(format!("run{}", std::env::consts::EXE_SUFFIX));
    std::fs::copy(&program, &own).map_err(|error| format!("{}: {error}", program.display()))?;
    Ok(Box::new(Rust { folder, program: own }))
}

fn manifest(name: &str, needs: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2021\"\npublish = false\n\n\
         [dependencies]\nserde = \"1\"\nserde_json = \"1\"\n{needs}"
    )
}

impl Runner for Rust {
    fn run(&self, probes: &[Probe<'_>]) -> Result<Vec<Outcome>, String> {
        let mut text = String::new();
        for Probe { subject, kind, datum, .. } in probes {
            let _ = writeln!(text, "p{subject}\t{kind}\t{datum}");
        }
        let values = self.folder.join("values");
        write(&values, &text)?;
        let (lines, errors, done) = finish(Command::new(&self.program).arg(&values), MISSING)?;
        let found: Vec<Outcome> = lines.split_terminator('\n').map(outcome).collect();
        if !done || found.len() != probes.len() {
            let next = probes.get(found.len()).map(|probe| probe.datum.to_string()).unwrap_or_default();
            return Err(format!("the program ended before this value: {next}\n{}", tail(&errors)));
        }
        Ok(found)
    }
}

fn outcome(line: &str) -> Outcome {
    match (line.get(..1), line.get(1..)) {
        (Some("+"), Some(text)) => Outcome::Accepted(Some(text.to_owned())),
        (Some("-"), Some(message)) => {
            let message = unescaped(message);
            let front = message.rsplit_once(" at line ").map_or(message.as_str(), |(front, _)| front);
            let place = front.rfind(" at /").and_then(|at| front.get(at + 4..)).unwrap_or_default();
            Outcome::Refused { places: vec![place.to_owned()], message }
        }
        _ => Outcome::Broken(line.get(1..).unwrap_or_default().to_owned()),
    }
}

/// The program writes a message in one line.
fn unescaped(line: &str) -> String {
    let (mut text, mut rest) = (String::new(), line.chars());
    while let Some(character) = rest.next() {
        text.push(match character {
            '\\' if rest.next() == Some('n') => '\n',
            other => other,
        });
    }
    text
}
