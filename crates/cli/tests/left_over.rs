//! Outputs that are none any more: `check` finds them by the lock, `generate` removes what it has written there.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;
#[path = "common/runtime.rs"]
mod runtime;

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Instant;

use common::{CONFIG, Folder, Ran, SCHEMA};
use runtime::program;

const PYTHON: &str = "[[targets]]\nlang = \"python\"\nout = \"gen/python\"\n";
const TYPESCRIPT: &str = "[[targets]]\nlang = \"typescript\"\nout = \"gen/typescript\"\n";

fn check(folder: &Folder) -> Ran {
    folder.run(&["check", "--format", "json"])
}

/// The ids and files of all findings.
fn found(ran: &Ran) -> Vec<(String, String)> {
    let findings = ran.json()["findings"].as_array().unwrap().clone();
    let text = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    let file = |one: &serde_json::Value| text(one, "file").replace("/.codegen.json", "");
    findings.iter().map(|one| (text(one, "id"), file(one))).collect()
}

fn left_over(ran: &Ran) -> Vec<String> {
    found(ran).into_iter().filter(|(id, _)| id == "left-over").map(|(_, file)| file).collect()
}

/// A configuration changes in one place.
fn edit(folder: &Folder, from: &str, to: &str) {
    let old = folder.read("codegen.toml");
    assert!(old.contains(from), "{old}");
    folder.write("codegen.toml", &old.replace(from, to));
}

/// A project without a runtime that has a lock.
fn locked() -> Folder {
    let folder = Folder::with_protocol();
    folder.run(&["pull"]).ends(0);
    folder.run(&["generate"]).ends(0);
    check(&folder).ends(0);
    folder
}

#[test]
fn a_target_that_is_taken_out_is_found_and_cleared_away() {
    for folder in [Folder::pulled(), locked()] {
        let lock = folder.read("codegen.lock");
        assert!(lock.contains("\"gen/python\",\n    \"gen/rust\",\n    \"gen/typescript\",\n]"), "{lock}");
        folder.write("gen/python/mine.py", "mine\n");
        folder.write("gen/python/__init__.py", "edited\n");
        edit(&folder, PYTHON, "");
        let ran = check(&folder);
        ran.ends(1);
        assert_eq!(left_over(&ran), ["gen/python"]);
        assert!(ran.stdout.contains("run `codegen generate`: it removes what"), "{}", ran.stdout);
        // Whatever else is asked for, it stays.
        folder.run(&["generate", "--locked"]).ends(1).says("the lock would change");
        folder.run(&["generate", "--lang", "rust"]).ends(0);
        assert_eq!(left_over(check(&folder).ends(1)), ["gen/python"]);
        folder
            .run(&["generate"])
            .ends(0)
            .says("`gen/python` is no output any more")
            .says("`gen/python/__init__.py` had been edited by hand: it stays");
        let left: Vec<String> =
            folder.files().into_iter().filter(|file| file.starts_with("gen/python")).collect();
        assert_eq!(left, ["gen/python/__init__.py", "gen/python/mine.py"]);
        check(&folder).ends(0);
        folder.run(&["generate", "--locked"]).ends(0);
        assert!(!folder.read("codegen.lock").contains("gen/python"));
    }
}

#[test]
fn an_output_that_moved_leaves_nothing_behind() {
    let folder = locked();
    edit(&folder, "gen/python", "src/protocol");
    assert_eq!(left_over(check(&folder).ends(1)), ["gen/python"]);
    folder.run(&["generate"]).ends(0);
    assert!(!folder.exists("gen/python") && folder.exists("src/protocol/__init__.py"));
    check(&folder).ends(0);
    // Into the folder itself: what is written there now stays.
    edit(&folder, "src/protocol", "src/protocol/v1");
    assert_eq!(left_over(check(&folder).ends(1)), ["src/protocol"]);
    folder.run(&["generate"]).ends(0);
    assert!(!folder.exists("src/protocol/__init__.py") && folder.exists("src/protocol/v1/__init__.py"));
    check(&folder).ends(0);
}

/// `pull` makes no code: what is left over must not be forgotten by it.
#[test]
fn a_pull_forgets_no_output() {
    let folder = Folder::pulled();
    let runtime = folder.runtime(&program("1.2.3", SCHEMA));
    let pull = ["pull", "--runtime", runtime.to_str().unwrap()];
    edit(&folder, PYTHON, "");
    folder.run(&pull).ends(0);
    assert_eq!(found(check(&folder).ends(1)), [("left-over".to_owned(), "gen/python".to_owned())]);
    // Kept without its manifest, or removed by hand: it is only the lock that is behind.
    fs::remove_file(folder.path().join("gen/python/.codegen.json")).unwrap();
    assert_eq!(left_over(check(&folder).ends(1)), Vec::<String>::new());
    fs::remove_dir_all(folder.path().join("gen/python")).unwrap();
    let ran = check(&folder);
    assert_eq!(found(ran.ends(1)), [("lock-stale".to_owned(), "codegen.lock".to_owned())]);
    assert!(ran.stdout.contains("`gen/python` is none any more"), "{}", ran.stdout);
    folder.run(&["generate"]).ends(0);
    check(&folder).ends(0);
    folder.run(&[&pull[..], &["--locked"]].concat()).ends(0);
}

#[test]
fn a_bump_clears_away_too() {
    let folder = Folder::pulled();
    let runtime = folder.runtime(&program("1.3.0", SCHEMA));
    edit(&folder, TYPESCRIPT, "");
    let ran = folder.run(&["bump", "1.3.0", "--runtime", runtime.to_str().unwrap()]);
    ran.ends(0).says("`gen/typescript` is no output any more");
    assert!(!folder.exists("gen/typescript"));
    check(&folder).ends(0);
}

/// One that was written before outputs were listed: nothing is wrong with it.
#[test]
fn a_lock_without_outputs_is_good_until_the_next_run() {
    for folder in [Folder::pulled(), locked()] {
        let lock = folder.read("codegen.lock");
        let (head, rest) = lock.split_once("outputs = [").unwrap();
        let (_, tail) = rest.split_once("]\n").unwrap();
        let old = format!("{head}{tail}").replace("lock-version = 2", "lock-version = 1");
        folder.write("codegen.lock", &old);
        let ran = check(&folder);
        assert_eq!(found(ran.ends(0)), [("lock-old".to_owned(), "codegen.lock".to_owned())]);
        folder.run(&["generate", "--locked"]).ends(0);
        assert_eq!(folder.read("codegen.lock"), old);
        folder.run(&["generate"]).ends(0);
        assert_eq!(folder.read("codegen.lock"), lock);
    }
}

/// Two configurations may have exchanged a folder, or share a lock: what another one writes is not touched.
#[test]
fn what_another_configuration_writes_is_left_alone() {
    let folder = locked();
    let git = Command::new("git").args(["init", "-q"]).current_dir(folder.path()).status();
    assert!(git.unwrap().success());
    let other = CONFIG.replace(PYTHON, "").replace(TYPESCRIPT, "").replace("gen/rust", "gen/other");
    folder.write(
        "other/codegen.toml",
        &other.replace("schema.json", "../schema.json").replace("gen/", "../gen/"),
    );
    folder.run(&["generate", "--config", "other/codegen.toml"]).ends(0);
    // The folder changes hands.
    edit(&folder, PYTHON, "");
    let python = PYTHON.replace("gen/", "../gen/");
    folder.write("other/codegen.toml", &format!("{}{python}", folder.read("other/codegen.toml")));
    folder.run(&["generate", "--config", "other/codegen.toml"]).ends(0);
    assert_eq!(left_over(check(&folder).ends(1)), Vec::<String>::new());
    folder.run(&["generate"]).ends(0);
    assert!(folder.exists("gen/python/__init__.py") && folder.exists("gen/other/mod.rs"));
    folder.run(&["check", "--config", "other/codegen.toml"]).ends(0);
    // Beside it, with the same lock.
    folder.write("small.toml", &other.replace("gen/other", "gen/small"));
    folder.run(&["generate", "--config", "small.toml"]).ends(0);
    assert!(folder.exists("gen/rust/mod.rs") && folder.exists("gen/typescript/index.ts"));
    // A configuration that was given another name is the same one.
    let folder = locked();
    fs::rename(folder.path().join("codegen.toml"), folder.path().join("sdk.toml")).unwrap();
    folder.write("sdk.toml", &folder.read("sdk.toml").replace(PYTHON, ""));
    folder.run(&["generate", "--config", "sdk.toml"]).ends(0);
    assert!(!folder.exists("gen/python"));
    // And so is one that left a file which holds others.
    let folder = Folder::with_protocol();
    fs::remove_file(folder.path().join("codegen.toml")).unwrap();
    let python = "[[tool.codegen.targets]]\nlang = \"python\"\nout = \"gen/python\"\n";
    let project = "[project]\nname = \"sdk\"\n";
    let tool = "[tool.codegen]\nversion = 1\nschema = \"schema.json\"\n";
    folder.write("pyproject.toml", &format!("{project}{tool}{python}"));
    folder.run(&["pull"]).ends(0);
    folder.run(&["generate"]).ends(0);
    folder.write("pyproject.toml", project);
    folder.write("codegen.toml", &CONFIG.replace(PYTHON, ""));
    assert_eq!(left_over(check(&folder).ends(1)), ["gen/python"]);
    folder.run(&["generate"]).ends(0);
    assert!(!folder.exists("gen/python"));
}

/// A lock may come with a repository.
#[test]
fn a_lock_names_nothing_that_is_not_ours() {
    let outside = Folder::with_protocol();
    outside.run(&["generate"]).ends(0);
    let folder = locked();
    folder.write("notes/a.txt", "mine\n");
    std::os::unix::fs::symlink("gen/python", folder.path().join("link")).unwrap();
    let lock = folder.read("codegen.lock");
    let away = outside.path().join("gen/python");
    let up = format!("../{}/gen/python", outside.path().file_name().unwrap().to_str().unwrap());
    for path in
        ["notes", ".", "..", "", "/", "gen/rust/", "link", "gone", up.as_str(), away.to_str().unwrap()]
    {
        folder.write(
            "codegen.lock",
            &lock.replace("outputs = [\n", &format!("outputs = [\n    \"{path}\",\n")),
        );
        let ran = check(&folder);
        assert_eq!(left_over(&ran), Vec::<String>::new(), "{path}: {}", ran.stdout);
        folder.run(&["generate"]).ends(0);
        assert_eq!(folder.read("codegen.lock"), lock, "{path}");
    }
    assert!(folder.exists("notes/a.txt") && folder.exists("gen/python/__init__.py"));
    outside.run(&["check"]).ends(0);
}

fn generated(folder: &Folder) -> BTreeMap<String, String> {
    let files =
        folder.files().into_iter().filter(|file| !file.contains("/.codegen-") && !file.starts_with('.'));
    files.filter(|file| !file.contains(".whl")).map(|file| (file.clone(), folder.read(&file))).collect()
}

/// Killed anywhere, the folder is there whole or is cleared away by whatever runs next.
#[test]
fn a_run_that_is_killed_while_it_clears_away_is_finished_by_the_next() {
    let folder = Folder::pulled();
    let config = folder.read("codegen.toml");
    let without = config.replace(PYTHON, "");
    let before = generated(&folder);
    folder.write("codegen.toml", &without);
    let started = Instant::now();
    folder.run(&["generate"]).ends(0);
    let whole = started.elapsed();
    let after = generated(&folder);
    assert!(!folder.exists("gen/python"));
    let mut halves = 0;
    let mut delay = whole.mul_f64(0.5);
    for _ in 0..40 {
        folder.write("codegen.toml", &config);
        folder.run(&["generate"]).ends(0);
        assert!(generated(&folder) == before);
        folder.write("codegen.toml", &without);
        let mut child = folder.command(&["generate"]).stderr(Stdio::null()).spawn().unwrap();
        sleep(delay);
        child.kill().unwrap();
        child.wait().unwrap();
        let lock = folder.read("codegen.lock");
        let started = !lock.contains("gen/python") || folder.exists(".codegen-journal");
        delay = delay.mul_f64(if started { 0.95 } else { 1.07 });
        halves += u32::from(folder.exists(".codegen-journal"));
        // A run that is for one language finishes what was begun, and begins nothing.
        folder.run(&["generate", "--lang", "rust"]).ends(0);
        // An empty folder may stay.
        let there = folder.files().iter().any(|file| file.starts_with("gen/python"));
        assert_eq!(there, !started);
        folder.run(&["generate"]).ends(0);
        assert!(generated(&folder) == after);
        assert!(folder.files().iter().all(|file| !file.contains(".codegen-")), "{:?}", folder.files());
        check(&folder).ends(0);
    }
    assert!(halves > 0, "no run was killed while it changed files");
}
