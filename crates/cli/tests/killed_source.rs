//! `pull` and `bump` that are killed, that may not write, or that find no space: the old state or the new one,
//! whole, and the next run mends what is left.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;
#[path = "common/runtime.rs"]
mod runtime;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use common::{Folder, SCHEMA};
use runtime::program;

type State = BTreeMap<String, Vec<u8>>;

/// All files of the project, and not what a run leaves on its way.
fn state(folder: &Folder) -> State {
    let own = |file: &String| {
        !file.contains(".codegen-") && !file.starts_with("runtime-") && !file.starts_with("tmp/")
    };
    let files = folder.files().into_iter().filter(own);
    files.map(|file| (file.clone(), fs::read(folder.path().join(&file)).unwrap())).collect()
}

/// The sources: what belongs together beside the generated files.
fn sources(state: &State) -> State {
    state.iter().filter(|(file, _)| !file.starts_with("gen/")).map(|(a, b)| (a.clone(), b.clone())).collect()
}

fn left(folder: &Folder) -> Vec<String> {
    folder.files().into_iter().filter(|file| file.contains(".codegen-")).collect()
}

/// A project with two runtimes beside it.
fn two() -> (Folder, [String; 2]) {
    let folder = Folder::pulled();
    let newer = SCHEMA.replace("NoteWrite", "PageWrite").replace("note/write", "page/write");
    let place = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path.to_string_lossy().into_owned()
    };
    let old = place("runtime-old", &program("1.2.3", SCHEMA));
    let new = place("runtime-new", &program("1.3.0", &newer));
    // There and back: the lock says how it was found.
    folder.run(&bump("1.3.0", &new)).ends(0);
    folder.run(&bump("1.2.3", &old)).ends(0);
    (folder, [old, new])
}

fn bump<'a>(version: &'a str, runtime: &'a str) -> [&'a str; 4] {
    ["bump", version, "--runtime", runtime]
}

#[test]
fn a_bump_that_is_killed_is_old_or_new() {
    let (folder, [old, new]) = two();
    let before = state(&folder);
    let started = Instant::now();
    folder.run(&bump("1.3.0", &new)).ends(0);
    let whole = started.elapsed();
    let after = state(&folder);
    let (mut olds, mut news) = (0, 0);
    // The delay closes in on the moment in which the old state becomes the new one.
    let mut delay = whole.mul_f64(0.7);
    for round in 0..36 {
        folder.run(&bump("1.2.3", &old)).ends(0);
        assert!(state(&folder) == before);
        fs::create_dir_all(folder.path().join("tmp")).unwrap();
        let mut child = folder
            .command(&bump("1.3.0", &new))
            .stdout(Stdio::null())
            .env("TMPDIR", folder.path().join("tmp"))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(delay);
        child.kill().unwrap();
        child.wait().unwrap();
        if folder.exists(".codegen-journal") {
            let ran = folder.run(&["check"]);
            ran.ends(1);
            assert!(ran.stdout.contains("interrupted"), "{}", ran.stdout);
        }
        // The next command of any kind that writes: in turn.
        match round % 3 {
            0 => folder.run(&["generate"]).ends(0),
            1 => folder.run(&["pull", "--runtime", if is_new(&folder) { &new } else { &old }]).ends(0),
            _ => folder.run(&["generate", "--lang", "rust"]).ends(0),
        };
        let now = sources(&state(&folder));
        if now == sources(&before) {
            olds += 1;
            delay = delay.mul_f64(1.12);
        } else {
            assert!(now == sources(&after), "neither old nor new");
            news += 1;
            delay = delay.mul_f64(0.93);
        }
        folder.run(&["generate"]).ends(0);
        assert!(state(&folder) == before || state(&folder) == after);
        folder.run(&["check"]).ends(0);
    }
    assert!(olds > 0 && news > 0, "{olds} old, {news} new: the kills were all too early or too late");
    // One more run takes away what the killed ones have left in the folder for temporary files: at once what they
    // held, after ten minutes what they were just making or removing.
    let long_ago = SystemTime::now() - Duration::from_secs(20 * 60);
    for one in fs::read_dir(folder.path().join("tmp")).unwrap().flatten() {
        if !one.path().join(".owner").exists() {
            fs::File::open(one.path()).unwrap().set_modified(long_ago).unwrap();
        }
    }
    let mut last = folder.command(&bump("1.3.0", &new));
    let last = last.env("TMPDIR", folder.path().join("tmp")).output().unwrap();
    assert!(last.status.success());
    let scratch = fs::read_dir(folder.path().join("tmp")).unwrap().flatten().map(|one| one.file_name());
    assert_eq!(scratch.collect::<Vec<_>>(), Vec::<std::ffi::OsString>::new());
    folder.run(&bump("1.2.3", &old)).ends(0);
    assert_eq!(left(&folder), Vec::<String>::new());
}

/// The version that the pin has, or will have when what was begun is finished.
fn is_new(folder: &Folder) -> bool {
    folder.exists(".codegen-journal") || folder.read("pyproject.toml").contains("1.3.0")
}

#[test]
fn a_pull_that_is_killed_is_old_or_new() {
    let (folder, [old, _]) = two();
    let other = folder.path().join("runtime-other");
    fs::write(&other, program("1.2.3", &SCHEMA.replace("\"red\"", "\"blue\""))).unwrap();
    fs::set_permissions(&other, fs::Permissions::from_mode(0o755)).unwrap();
    let other = other.to_string_lossy().into_owned();
    folder.run(&["pull", "--runtime", &old]).ends(0);
    let before = sources(&state(&folder));
    let started = Instant::now();
    folder.run(&["pull", "--runtime", &other]).ends(0);
    let whole = started.elapsed();
    let after = sources(&state(&folder));
    assert_ne!(before, after);
    let mut delay = whole.mul_f64(0.7);
    for _ in 0..24 {
        folder.run(&["pull", "--runtime", &old]).ends(0);
        assert_eq!(sources(&state(&folder)), before);
        fs::create_dir_all(folder.path().join("tmp")).unwrap();
        let mut child = folder
            .command(&["pull", "--runtime", &other])
            .env("TMPDIR", folder.path().join("tmp"))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        sleep(delay);
        child.kill().unwrap();
        child.wait().unwrap();
        folder.run(&["generate"]).ends(0);
        let now = sources(&state(&folder));
        assert!(now == before || now == after);
        delay = delay.mul_f64(if now == before { 1.12 } else { 0.93 });
    }
    folder.run(&["pull", "--runtime", &other]).ends(0);
    folder.run(&["pull", "--runtime", &old]).ends(0);
    assert_eq!(left(&folder), Vec::<String>::new());
}

/// Each step between the first byte and the last, as a killed run leaves it: the journal is there, and any number
/// of its files have been put into place.
#[test]
fn every_step_of_a_journal_is_finished_by_the_next_run() {
    let (folder, [old, new]) = two();
    let before = state(&folder);
    folder.run(&bump("1.3.0", &new)).ends(0);
    let after = state(&folder);
    folder.run(&bump("1.2.3", &old)).ends(0);
    let changed: Vec<&String> = sources(&after)
        .into_keys()
        .filter_map(|file| {
            (before.get(&file) != after.get(&file)).then(|| after.get_key_value(&file).unwrap().0)
        })
        .collect();
    assert_eq!(changed.len(), 3, "{changed:?}");
    let hash = |bytes: &[u8]| codegen_build::output::hash(bytes);
    let moves: Vec<_> = changed
        .iter()
        .map(|file| serde_json::json!({ "path": file, "sha256": hash(&after[*file]) }))
        .collect();
    let list = serde_json::json!({ "about": "", "version": 1, "generate": true, "moves": moves });
    for done in 0..=changed.len() {
        folder.write(".codegen-journal/journal.json", &list.to_string());
        for (index, file) in changed.iter().enumerate() {
            let place = if index < done { (*file).clone() } else { format!(".codegen-journal/{index}") };
            fs::write(folder.path().join(place), &after[*file]).unwrap();
        }
        folder.run(&["check", "-q"]).ends(1);
        folder.run(&["generate"]).ends(0).says("what an interrupted run had begun is finished");
        assert!(state(&folder) == after);
        assert_eq!(left(&folder), Vec::<String>::new());
        folder.run(&["check"]).ends(0);
        folder.run(&bump("1.2.3", &old)).ends(0);
    }
    // A journal that is not ours leads nowhere.
    for path in ["../evil", "/tmp/evil", "a/../../evil", ""] {
        let list = serde_json::json!({ "about": "", "version": 1, "generate": false, "moves": [{ "path": path, "sha256": hash(b"x") }] });
        folder.write(".codegen-journal/journal.json", &list.to_string());
        folder.write(".codegen-journal/0", "x");
        folder
            .run(&["generate"])
            .ends(2)
            .says("leads out of the project")
            .says("remove `./.codegen-journal`");
    }
    folder.write(".codegen-journal/journal.json", "{");
    folder.run(&["generate"]).ends(2).says("cannot be finished");
    fs::remove_dir_all(folder.path().join(".codegen-journal")).unwrap();
    folder.run(&["check"]).ends(0);
}

/// Files that may not grow beyond a limit: what a full disk does to a write.
#[test]
fn no_space_leaves_everything_as_it_was() {
    let (folder, [_, new]) = two();
    let before = state(&folder);
    let mut failed = 0;
    for blocks in [0, 1, 2, 4, 6, 8, 12, 16] {
        let script = format!("ulimit -f {blocks}; trap '' XFSZ; exec \"$0\" \"$@\"");
        let mut command = Command::new("/bin/sh");
        command
            .args(["-c", &script, env!("CARGO_BIN_EXE_codegen")])
            .args(bump("1.3.0", &new))
            .current_dir(folder.path());
        let output = command.output().unwrap();
        if output.status.success() {
            break;
        }
        failed += 1;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains("panicked"), "{said}");
        assert!(state(&folder) == before, "{blocks}: {said}");
        assert_eq!(left(&folder), Vec::<String>::new(), "{blocks}: {said}");
    }
    assert!(failed > 2, "{failed}");
    folder.run(&bump("1.3.0", &new)).ends(0);
    folder.run(&["check"]).ends(0);
}

/// A folder that cannot be written to: by its mode, or, for a user who may do anything, by being a file.
#[test]
fn a_folder_that_cannot_be_written_leaves_everything_as_it_was() {
    let (folder, [old, new]) = two();
    let before = state(&folder);
    let mode = |name: &str, mode: u32| {
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    for name in ["schema", "gen/python", "."] {
        mode(name, 0o555);
        let probe = folder.path().join(name).join("probe");
        let bound = fs::write(&probe, "").is_err();
        let _ = fs::remove_file(probe);
        let ran = folder.run(&bump("1.3.0", &new));
        mode(name, 0o755);
        if bound {
            ran.ends(2).says("cannot be written");
        } else {
            ran.ends(0);
            folder.run(&bump("1.2.3", &old)).ends(0);
        }
        assert!(state(&folder) == before, "{name}");
        assert_eq!(left(&folder), Vec::<String>::new(), "{name}");
    }
    // The last of the generated folders is none: everything before it is taken back.
    fs::rename(folder.path().join("gen/typescript"), folder.path().join("gen/kept")).unwrap();
    folder.write("gen/typescript", "mine");
    let before = state(&folder);
    folder.run(&bump("1.3.0", &new)).ends(2);
    assert!(state(&folder) == before);
    assert_eq!(left(&folder), Vec::<String>::new());
}
