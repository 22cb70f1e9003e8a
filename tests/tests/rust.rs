//! The generated Rust in its own tools.

use std::path::PathBuf;

use codegen_build::{Config, Input, Job};
use codegen_tests::rust::{
    CALLS, CHECK, Layout, USES, cargo, clippy, doc, fixtures, generate, package, rustfmt,
};
use codegen_tests::typescript::{here, write};
use codegen_tests::{fresh, readme};

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
    // As many as file types and the like have.
    let values: Vec<String> = (0..1_000).map(|number| format!("value {number}")).collect();
    let many = serde_json::json!({ "definitions": { "Many": { "enum": values } } }).to_string();
    let many = Job::new(Input::Text("many.json".to_owned(), many));
    generate(many, &folder.join("src/many_values"), Layout::Tree)?;
    write(&folder.join("src/lib.rs"), &format!("{PROGRAM}{modules}\npub mod many_values;\n"))?;
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

/// What the functions in README say to messages.
const READ: &str = r##"
#[test]
fn messages() {
    assert_eq!(asks(r#"{"id":1,"error":{"code":-1,"message":"no"}}"#).expect("an answer"), "no (-1)");
    assert_eq!(is_told(r#"{"method":"later"}"#).expect("a notification"), "later");
    let answer = is_asked(&RequestId::from(7), "later", None).expect("an answer");
    assert_eq!(answer, r#"{"id":7,"error":{"code":-32601,"message":"no such method"}}"#);
}
"##;

#[test]
fn the_real_bundle_is_clean() -> Outcome {
    let folder = folder("app-server")?;
    package(&folder, "2021")?;
    let config = Config::load(&here().join("../codegen.toml")).map_err(|errors| errors.to_string())?;
    generate(Job::from_config(&config), &folder.join("src/protocol"), Layout::Tree)?;
    let library = "//! The app-server protocol.\n\npub mod protocol;\n";
    write(&folder.join("src/lib.rs"), library)?;
    clippy(&folder)?;
    doc(&folder)?;
    rustfmt(&folder.join("src/lib.rs"))?;
    // What README shows.
    let shown = readme("rust", "client::ThreadStart::call")?;
    write(&folder.join("src/readme.rs"), &format!("//! Calls.\n\nuse crate::protocol;\n{shown}\n{READ}"))?;
    write(&folder.join("src/lib.rs"), &format!("{library}#[cfg(test)]\nmod readme;\n"))?;
    cargo(&folder, &["test", "--quiet", "--lib"], &[("RUSTFLAGS", "-D warnings")])
        .map(|text| println!("{text}"))
}
