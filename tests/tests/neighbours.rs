//! Schemas that other people wrote: code that compiles and is clean in all three languages, or an error that
//! says why. `CODEGEN_NEIGHBOURS=all` takes the large ones too.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use codegen_build::schema::Severity;
use codegen_build::{Job, lang};
use codegen_tests::neighbours::packages;
use codegen_tests::rust::{Layout, clippy, generate, package};
use codegen_tests::typescript::{COMPILERS, compile, here, prettier, project, write};
use codegen_tests::{fresh, python, typescript};

type Outcome = Result<(), String>;

/// What became of each schema: how many types and methods, or the ids of the errors.
#[test]
fn neighbours_are_clean_or_say_why_not() -> Outcome {
    let all = std::env::var("CODEGEN_NEIGHBOURS").is_ok_and(|value| value == "all");
    let scratch = fresh(env!("CARGO_TARGET_TMPDIR"), "neighbours", "all")?;
    let (rust, python, typescript) =
        (scratch.join("rust"), scratch.join("python"), scratch.join("typescript"));
    let (mut outcome, mut modules) =
        (BTreeMap::new(), String::from("//! All neighbours.\n#![allow(deprecated)]\n\n"));
    for package in packages()? {
        if !all && package.schemas.iter().all(|schema| schema.large) {
            continue;
        }
        let folder = package.take()?;
        for schema in package.schemas.iter().filter(|schema| all || !schema.large) {
            let job = || schema.job(&folder, &scratch.join("jobs"));
            let said = said(job()?)?;
            if said.starts_with("error") {
                outcome.insert(schema.name.clone(), said);
                continue;
            }
            outcome.insert(schema.name.clone(), said);
            let module = schema.module();
            generate(job()?, &rust.join("src").join(&module), Layout::Tree)?;
            python::generate(job()?, &python.join(&module))?;
            typescript::generate(job()?, &typescript.join(&module))?;
            modules.push_str(&format!("/// {}\npub mod {module};\n", schema.name));
        }
    }
    tally(&outcome, all)?;
    package(&rust, "2024")?;
    write(&rust.join("src/lib.rs"), &modules)?;
    clippy(&rust)?;
    python::clean(&python)?;
    project(&typescript, false)?;
    for compiler in COMPILERS {
        compile(compiler, &typescript)?;
    }
    fs::remove_dir_all(typescript.join("dist")).map_err(|error| error.to_string())?;
    prettier(&typescript)
}

fn said(mut job: Job) -> Result<String, String> {
    let language = lang::find("typescript").ok_or("TypeScript is not there")?;
    job.targets = vec![codegen_build::JobTarget::new(language, Path::new("unused"))];
    Ok(match job.compile() {
        Ok(compiled) => {
            let protocol = compiled.meaning.protocol;
            format!("{} types, {} methods", protocol.types.len(), protocol.methods.len())
        }
        Err(found) => {
            let errors = found.sorted().into_iter().filter(|one| one.severity == Severity::Error);
            let mut ids: Vec<&str> = errors.map(|one| one.id).collect();
            ids.sort_unstable();
            ids.dedup();
            format!("error: {}", ids.join(", "))
        }
    })
}

/// Compares with the tally that is kept; `INSTA_UPDATE=always` writes it anew.
fn tally(outcome: &BTreeMap<String, String>, all: bool) -> Outcome {
    let file = here().join("neighbours/tally.json");
    let mut kept: BTreeMap<String, String> = read(&file).unwrap_or_default();
    let old = kept.clone();
    kept.extend(outcome.clone());
    if all {
        kept.retain(|name, _| outcome.contains_key(name));
    }
    if std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always") {
        let text = serde_json::to_string_pretty(&kept).map_err(|error| error.to_string())?;
        return write(&file, &format!("{text}\n"));
    }
    if kept == old { Ok(()) } else { Err(format!("the tally was\n{old:#?}\nand is\n{kept:#?}")) }
}

fn read(file: &Path) -> Option<BTreeMap<String, String>> {
    serde_json::from_str(&fs::read_to_string(file).ok()?).ok()
}
