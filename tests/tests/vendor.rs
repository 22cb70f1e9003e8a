//! The vendor's own TypeScript as a second witness of what the schema says.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use codegen_tests::recorded::job;
use codegen_tests::runtime::{RUNTIMES, Runtime};
use codegen_tests::typescript::{generate, here, node, npm, run, write};
use codegen_tests::vendor::{Difference, Key, Reviewed};
use codegen_tests::{fresh, read};

type Outcome = Result<(), String>;

/// What the runtime writes, and what differs from it in ours.
fn differences(runtime: Runtime, folder: &Path) -> Result<Vec<Difference>, String> {
    let (ours, theirs) = (folder.join("ours"), folder.join("theirs"));
    generate(job(&format!("{}-experimental", runtime.version()))?, &ours)?;
    run(Command::new(runtime.program()?)
        .args(["app-server", "generate-ts", "--experimental", "--out"])
        .arg(&theirs)
        .env("HOME", folder)
        .env("CODEX_HOME", folder))?;
    let arguments = [npm()?, &ours, &theirs].map(|path| path.display().to_string());
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let text = node(&here().join("vendor/compare.cjs"), &arguments, folder)?;
    text.lines().map(|line| serde_json::from_str(line).map_err(|error| format!("{error}: {line}"))).collect()
}

#[test]
fn every_difference_from_the_vendors_types_is_explained() -> Outcome {
    let mut found: BTreeMap<Key, Difference> = BTreeMap::new();
    let mut lines = String::new();
    for runtime in RUNTIMES {
        let version = runtime.version();
        let folder = fresh(env!("CARGO_TARGET_TMPDIR"), "vendor", version)?;
        for difference in differences(runtime, &folder)? {
            assert!(!difference.place.contains(' '), "{} cannot be listed", difference.place);
            let Difference { kind, place, .. } = &difference;
            lines.push_str(&format!("{kind}\t{place}\t{version}\n"));
            found.insert((kind.clone(), place.clone(), version.to_owned()), difference);
        }
    }
    write(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("vendor/found.tsv"), &lines)?;
    let list = read(&here().join("vendor/differences.toml"))?;
    let reviewed: Reviewed = toml::from_str(&list).map_err(|error| error.to_string())?;
    let wrong = reviewed.against(&found)?;
    for cause in &reviewed.cause {
        assert!(!cause.because.is_empty(), "{} is not explained", cause.name);
    }
    println!("{} differences by {} causes", found.len(), reviewed.cause.len());
    if wrong.is_empty() { Ok(()) } else { Err(format!("{} wrong:\n{}", wrong.len(), wrong.join("\n"))) }
}

/// Two small packages that differ in every way there is: the comparison itself can see.
#[test]
fn each_kind_of_difference_is_seen() -> Outcome {
    let folder = fresh(env!("CARGO_TARGET_TMPDIR"), "vendor", "kinds")?;
    let (ours, theirs) = (folder.join("ours"), folder.join("theirs"));
    write(&ours.join("index.ts"), &read(&here().join("vendor/ours.ts"))?)?;
    write(&theirs.join("index.ts"), &read(&here().join("vendor/theirs.ts"))?)?;
    let arguments = [npm()?, &ours, &theirs].map(|path| path.display().to_string());
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let text = node(&here().join("vendor/compare.cjs"), &arguments, &folder)?;
    let mut found = Vec::new();
    for line in text.lines() {
        let Difference { kind, place, ours, theirs } =
            serde_json::from_str(line).map_err(|error| format!("{error}: {line}"))?;
        found.push(format!("{kind}: {place}: {ours:?}, {theirs:?}"));
    }
    found.sort();
    let wanted = read(&here().join("vendor/kinds.txt"))?;
    assert_eq!(found, wanted.lines().collect::<Vec<_>>());
    Ok(())
}
