//! Schemas that other people wrote: code that compiles and is clean in all three languages, or an error that
//! says why. `CODEGEN_NEIGHBOURS=all` takes the large ones too.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use codegen_build::schema::Severity;
use codegen_build::{Config, Job, lang};
use codegen_tests::neighbours::packages;
use codegen_tests::rust::{Layout, clippy, generate, package};
use codegen_tests::typescript::{COMPILERS, compile, here, prettier, project, write};
use codegen_tests::{fresh, python, typescript};

type Outcome = Result<(), String>;

/// A schema: what it is called, here and in generated code, and how it is read.
type Neighbour = (String, String, Box<dyn Fn() -> Result<Job, String>>);

/// What became of each schema: how many types and methods, or the ids of the errors.
#[test]
fn neighbours_are_clean_or_say_why_not() -> Outcome {
    let all = std::env::var("CODEGEN_NEIGHBOURS").is_ok_and(|value| value == "all");
    let scratch = fresh(env!("CARGO_TARGET_TMPDIR"), "neighbours", "all")?;
    let (rust, python, typescript) =
        (scratch.join("rust"), scratch.join("python"), scratch.join("typescript"));
    let (mut outcome, mut modules) =
        (BTreeMap::new(), String::from("//! All neighbours.\n#![allow(deprecated)]\n\n"));
    let mut jobs: Vec<Neighbour> = Vec::new();
    // A part of the meta model of the Language Server Protocol, as its user would generate it.
    jobs.push(("lsp".to_owned(), "n_lsp".to_owned(), Box::new(language_server)));
    for package in packages()? {
        if !all && package.schemas.iter().all(|schema| schema.large) {
            continue;
        }
        let folder = package.take()?;
        for schema in package.schemas.into_iter().filter(|schema| all || !schema.large) {
            let (name, module) = (schema.name.clone(), schema.module());
            let (folder, scratch) = (folder.clone(), scratch.join("jobs"));
            jobs.push((name, module, Box::new(move || schema.job(&folder, &scratch))));
        }
    }
    for (name, module, job) in jobs {
        let said = said(job()?)?;
        let failed = said.starts_with("error");
        outcome.insert(name.clone(), said);
        if failed {
            continue;
        }
        generate(job()?, &rust.join("src").join(&module), Layout::Tree)?;
        python::generate(job()?, &python.join(&module))?;
        typescript::generate(job()?, &typescript.join(&module))?;
        modules.push_str(&format!("/// {name}\npub mod {module};\n"));
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

fn language_server() -> Result<Job, String> {
    let config = Config::load(&here().join("neighbours/lsp/codegen.toml"));
    Ok(Job::from_config(&config.map_err(|errors| errors.to_string())?))
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
