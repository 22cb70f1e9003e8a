//! Every crate builds from what `cargo package` puts into its tarball, templates and support code included.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use codegen_tests::fresh;
use codegen_tests::typescript::{here, run, write};

type Outcome = Result<(), String>;

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Packages all crates into a folder and takes the tarballs apart there. Gives the folder of each.
fn unpacked(folder: &Path) -> Result<Vec<String>, String> {
    let tests = ["--exclude", "codegen-tests", "--exclude", "codegen-tests-author"];
    run(Command::new(env!("CARGO"))
        .args(["package", "--quiet", "--workspace"])
        .args(tests)
        .args(["--no-verify", "--allow-dirty", "--offline", "--target-dir"])
        .arg(folder)
        .current_dir(here().join("..")))?;
    let mut crates = Vec::new();
    for entry in std::fs::read_dir(folder.join("package")).map_err(text)? {
        let path = entry.map_err(text)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".crate")) else {
            continue;
        };
        run(Command::new("python3").args(["-m", "tarfile", "-e"]).arg(&path).arg(folder))?;
        crates.push(name.to_owned());
    }
    crates.sort();
    Ok(crates)
}

#[test]
fn every_crate_builds_from_its_tarball() -> Outcome {
    let folder = fresh(env!("CARGO_TARGET_TMPDIR"), "package", "all")?;
    let crates = unpacked(&folder)?;
    let ours = std::fs::read_dir(here().join("../crates")).map_err(text)?.count();
    assert_eq!(crates.len(), ours, "{crates:?}");
    let members: Vec<String> = crates.iter().map(|name| format!("{name:?}")).collect();
    let mut manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
    // As in the workspace, so that what is compiled already is used.
    manifest.push_str("\n[profile.dev]\ndebug = \"line-tables-only\"\n\n[patch.crates-io]\n");
    for name in &crates {
        let package = name.rsplit_once('-').map_or(name.as_str(), |(package, _version)| package);
        writeln!(manifest, "{package} = {{ path = {name:?} }}").map_err(text)?;
    }
    write(&folder.join("Cargo.toml"), &manifest)?;
    let lock = std::fs::read_to_string(here().join("../Cargo.lock")).map_err(text)?;
    write(&folder.join("Cargo.lock"), &lock)?;
    // Nothing of this repository is within reach: a link or a path that leads out of a crate leads nowhere.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
    run(Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--workspace", "--offline"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", target))
    .map(drop)
}
