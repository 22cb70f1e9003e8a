//! The generated Rust in its own tools.

use std::path::PathBuf;

use codegen_build::{Config, Job};
use codegen_tests::fresh;
use codegen_tests::rust::{
    CALLS, CHECK, Layout, USES, cargo, clippy, doc, fixtures, generate, package, rustfmt,
};
use codegen_tests::typescript::{here, write};

type Outcome = Result<(), String>;

/// A folder for what a test generates; it stays there to be looked at. Each has a target folder of its own beside it:
/// cargo locks it, and the tests run at once.
fn folder(name: &str) -> Result<PathBuf, String> {
    fresh(env!("CARGO_TARGET_TMPDIR"), &format!("rust/{name}"), "generated")
}

/// The head of the programs. That the generated code itself has no warnings is seen where it is alone.
const PROGRAM: &str = "//! All fixtures.\n#![allow(deprecated)]\n\n";

#[test]
fn fixtures_accept_and_refuse_what_the_values_say() -> Outcome {
    let folder = folder("fixtures")?;
    package(&folder, "2021")?;
    let main = fixtures(&folder, Layout::Tree)?;
    write(&folder.join("src/main.rs"), &format!("{PROGRAM}{main}"))?;
    write(&folder.join("src/check.rs"), CHECK)?;
    write(&folder.join("src/calls.rs"), CALLS)?;
    write(&folder.join("src/uses.rs"), USES)?;
    for extra in [&[][..], &["--features", "odd"]] {
        let arguments = [&["run", "--quiet"], extra].concat();
        println!("{}", cargo(&folder, &arguments, &[("RUSTFLAGS", "-D warnings")])?);
    }
    Ok(())
}

#[test]
fn fixtures_are_clean() -> Outcome {
    let folder = folder("clean")?;
    package(&folder, "2024")?;
    let main = fixtures(&folder, Layout::Tree)?;
    let (modules, _) = main.split_once("\nmod check;").ok_or("no modules")?;
    write(&folder.join("src/lib.rs"), &format!("{PROGRAM}{modules}"))?;
    clippy(&folder)?;
    doc(&folder)?;
    rustfmt(&folder.join("src/lib.rs"))
}

#[test]
fn fixtures_can_be_included_as_one_file() -> Outcome {
    let folder = folder("included")?;
    package(&folder, "2021")?;
    let main = fixtures(&folder, Layout::File)?;
    let (modules, _) = main.split_once("\nmod check;").ok_or("no modules")?;
    write(&folder.join("src/lib.rs"), &format!("{PROGRAM}{modules}"))?;
    clippy(&folder)?;
    doc(&folder)
}

#[test]
fn the_real_bundle_is_clean() -> Outcome {
    let folder = folder("app-server")?;
    package(&folder, "2021")?;
    let config = Config::load(&here().join("../codegen.toml")).map_err(|errors| errors.to_string())?;
    generate(Job::from_config(&config), &folder.join("src/protocol"), Layout::Tree)?;
    write(&folder.join("src/lib.rs"), "//! The app-server protocol.\n\npub mod protocol;\n")?;
    clippy(&folder)?;
    doc(&folder)?;
    rustfmt(&folder.join("src/lib.rs"))
}
