//! Values of every type through all three languages, before an independent judge of the schema.
//!
//! `CODEGEN_VALUES` says how many values a type gets (20), `CODEGEN_SEED` which (0), `CODEGEN_TYPE` of which type
//! alone, `CODEGEN_BUNDLES` of which bundles alone (`0.163.0-stable,...`), `CODEGEN_NEIGHBOURS=all` of the large
//! neighbours too.

use std::path::PathBuf;

use codegen_tests::fresh;
use codegen_tests::neighbours::packages;
use codegen_tests::python::Pydantic;
use codegen_tests::recorded::job;
use codegen_tests::typescript::{features, fixture, here, npm};
use codegen_verify::{Language, Options, Subject, Tools, Verified, table, verify};

type Outcome = Result<(), String>;

/// So many values of a type are to be accepted, and as many are changed.
const VALUES: u64 = 20;
const NEIGHBOURS: u64 = 8;

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn tools(name: &str) -> Result<Tools, String> {
    Ok(Tools {
        cargo: Some(PathBuf::from(env!("CARGO"))),
        python: Some(Pydantic::Newest.programs()?.join("python")),
        tsc: Some(npm()?.join("node_modules/typescript-7/bin/tsc")),
        cargo_target: Some(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("verify/target").join(name)),
        cargo_lock: Some(here().join("../Cargo.lock")),
    })
}

/// All values of some schemas through all languages: what is to be accepted comes back exactly, what is to be
/// refused is refused at its place, and the languages agree.
fn all_agree(name: &str, subjects: &[Subject], values: u64) -> Result<Verified, String> {
    let options = Options {
        values: usize::try_from(number("CODEGEN_VALUES", values)).map_err(|error| error.to_string())?,
        seed: number("CODEGEN_SEED", 0),
        only: std::env::var("CODEGEN_TYPE").ok(),
        tools: tools(name)?,
        ..Options::default()
    };
    println!("CODEGEN_SEED={} CODEGEN_VALUES={}", options.seed, options.values);
    let folder = fresh(env!("CARGO_TARGET_TMPDIR"), "verify", name)?;
    let subjects: Vec<&Subject> = subjects.iter().collect();
    let start = std::time::Instant::now();
    let progress = |what: &str| println!("{:6.1} s  {what}", start.elapsed().as_secs_f32());
    let verified = verify(&subjects, &Language::ALL, &options, &folder, &progress)?;
    println!("{}", table(&verified.tallies));
    for (language, tally) in &verified.tallies {
        for failure in &tally.failures {
            println!("{}: {failure:#?}", language.name());
        }
    }
    println!("{:#?}", verified.disagreements);
    let failures: usize = verified.tallies.iter().map(|(_, tally)| tally.failures.len()).sum();
    assert_eq!((failures, verified.disagreements.len()), (0, 0), "of {name}: see above");
    let unjudged = verified.tallies.iter().map(|(_, tally)| tally.unjudged.len()).sum::<usize>();
    assert_eq!(unjudged, 0, "of {name}: a part of the schema gives the judge no verdict");
    assert!(
        options.only.is_some() || verified.tallies.iter().all(|(_, tally)| tally.refused > 0),
        "nothing was refused"
    );
    Ok(verified)
}

#[test]
fn every_value_of_the_fixtures() -> Outcome {
    let subject = |feature: String| {
        Subject::new(feature.clone(), fixture(&feature)).map_err(|error| format!("{feature}: {error}"))
    };
    let subjects: Vec<Subject> = features()?.into_iter().map(subject).collect::<Result<_, String>>()?;
    all_agree("fixtures", &subjects, VALUES).map(drop)
}

#[test]
fn every_value_of_the_real_bundles() -> Outcome {
    let mut subjects = Vec::new();
    let wanted = std::env::var("CODEGEN_BUNDLES").ok();
    for version in ["0.133.0", "0.163.0", "0.169.0"] {
        for kind in ["stable", "experimental"] {
            let name = format!("{version}-{kind}");
            if wanted.as_ref().is_some_and(|wanted| !wanted.split(',').any(|one| one == name)) {
                continue;
            }
            subjects
                .push(Subject::new(name.clone(), job(&name)?).map_err(|error| format!("{name}: {error}"))?);
        }
    }
    all_agree("bundles", &subjects, VALUES).map(drop)
}

/// Schemas that other people wrote: fewer values a type, for there are many types, and a table that is kept.
#[test]
fn every_value_of_the_neighbours() -> Outcome {
    let large = std::env::var("CODEGEN_NEIGHBOURS").is_ok_and(|value| value == "all");
    let scratch = fresh(env!("CARGO_TARGET_TMPDIR"), "verify", "neighbours-jobs")?;
    let mut subjects = Vec::new();
    for package in packages()? {
        if !package.schemas.iter().any(|schema| large || !schema.large) {
            continue;
        }
        let folder = package.take()?;
        for schema in package.schemas.iter().filter(|schema| large || !schema.large) {
            match Subject::new(schema.name.clone(), schema.job(&folder, &scratch)?) {
                Ok(subject) => subjects.push(subject),
                // What is not generated is in the tally of those that are.
                Err(found) => println!("{}: {found}", schema.name),
            }
        }
    }
    let verified = all_agree("neighbours", &subjects, NEIGHBOURS)?;
    let usual = ["CODEGEN_VALUES", "CODEGEN_SEED", "CODEGEN_TYPE", "CODEGEN_NEIGHBOURS"];
    if usual.iter().all(|variable| std::env::var_os(variable).is_none()) {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(here().join("../snapshots/verify"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("neighbours", table(&verified.tallies)));
    }
    Ok(())
}
