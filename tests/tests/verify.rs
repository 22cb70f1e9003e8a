//! Values of every type through all three languages, before an independent judge of the schema.
//!
//! `CODEGEN_VALUES` says how many values a type gets (20), `CODEGEN_SEED` which (0), `CODEGEN_TYPE` of which type
//! alone.

use std::path::PathBuf;

use codegen_tests::fresh;
use codegen_tests::python::Pydantic;
use codegen_tests::recorded::job;
use codegen_tests::typescript::{features, fixture, here, npm};
use codegen_verify::{Language, Options, Subject, Tools, table, verify};

type Outcome = Result<(), String>;

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
fn all_agree(name: &str, subjects: &[Subject]) -> Outcome {
    let options = Options {
        values: usize::try_from(number("CODEGEN_VALUES", 20)).map_err(|error| error.to_string())?,
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
    assert!(
        options.only.is_some() || verified.tallies.iter().all(|(_, tally)| tally.refused > 0),
        "nothing was refused"
    );
    Ok(())
}

#[test]
fn every_value_of_the_fixtures() -> Outcome {
    let subject = |feature: String| {
        Subject::new(feature.clone(), fixture(&feature)).map_err(|error| format!("{feature}: {error}"))
    };
    let subjects: Vec<Subject> = features()?.into_iter().map(subject).collect::<Result<_, String>>()?;
    all_agree("fixtures", &subjects)
}

#[test]
fn every_value_of_the_real_bundles() -> Outcome {
    let mut subjects = Vec::new();
    for version in ["0.133.0", "0.163.0", "0.169.0"] {
        for kind in ["stable", "experimental"] {
            let name = format!("{version}-{kind}");
            subjects
                .push(Subject::new(name.clone(), job(&name)?).map_err(|error| format!("{name}: {error}"))?);
        }
    }
    all_agree("bundles", &subjects)
}
