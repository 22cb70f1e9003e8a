//! Which crate may know which.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[test]
fn the_crates_depend_on_each_other_as_drawn() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"])
        .arg(manifest)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let floor =
        |name: &Value| name.as_str().and_then(|name| name.strip_prefix("codegen-")).map(str::to_owned);
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = floor(&package["name"]).unwrap();
        let dependencies = package["dependencies"].as_array().unwrap();
        let normal = dependencies.iter().filter(|dependency| dependency["kind"].is_null());
        edges.insert(name, normal.filter_map(|dependency| floor(&dependency["name"])).collect());
    }
    for tests in ["tests", "tests-author"] {
        edges.remove(tests);
    }
    let drawn: [(&str, &[&str]); 12] = [
        ("build", &["python", "rust", "typescript"]),
        ("cli", &["build", "diff", "runtime", "verify"]),
        ("diff", &["ir"]),
        ("ir", &["schema"]),
        ("python", &["target"]),
        ("rust", &["target"]),
        ("runtime", &["schema"]),
        ("schema", &[]),
        ("target", &["ir"]),
        ("typescript", &["target"]),
        ("values", &["ir"]),
        ("verify", &["build", "values"]),
    ];
    let drawn: BTreeMap<String, BTreeSet<String>> = drawn
        .into_iter()
        .map(|(name, targets)| (name.to_owned(), targets.iter().map(|&target| target.to_owned()).collect()))
        .collect();
    assert_eq!(edges, drawn);
}
