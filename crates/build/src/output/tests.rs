use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::slice::from_ref;
use std::time::{Duration, SystemTime};

use codegen_rust::target::SourceFile;
use codegen_rust::target::ir::schema::{Diagnostics, Place};
use tempfile::TempDir;

use super::journal::{self, Change};
use super::plan::Plan;
use super::{DriftKind, MANIFEST, Output, commit, compare, write};

fn output(folder: &Path, files: &[(&str, &str)]) -> Output {
    Output {
        lang: "rust",
        folder: folder.to_owned(),
        written: "out".to_owned(),
        place: Place::default(),
        project: None,
        source: "s.json".to_owned(),
        config: None,
        retired: false,
        files: files.iter().map(|(path, text)| SourceFile::new(*path, *text)).collect(),
    }
}

/// All files below a folder with their contents, the manifest aside.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        for entry in fs::read_dir(&here).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_symlink() {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().is_some_and(|name| name != MANIFEST) {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                all.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    all
}

fn names(folder: &Path) -> Vec<String> {
    tree(folder).into_keys().collect()
}

fn ids(errors: &Diagnostics) -> Vec<&'static str> {
    errors.clone().sorted().iter().map(|error| error.id).collect()
}

fn kinds(output: &Output) -> Vec<(String, DriftKind)> {
    let drifts = compare(from_ref(output)).unwrap();
    drifts.into_iter().map(|drift| (drift.path, drift.kind)).collect()
}

fn refused(output: &Output) -> &'static str {
    let before = tree(&output.folder);
    let errors = write(from_ref(output)).unwrap_err();
    assert_eq!(tree(&output.folder), before);
    assert!(!output.folder.join(MANIFEST).exists());
    ids(&errors)[0]
}

#[test]
fn what_was_written_is_clean_and_not_touched_again() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("a/b");
    let output = output(&out, &[("mod.rs", "1"), ("thread/start.rs", "2")]);
    let first = write(from_ref(&output)).unwrap();
    assert_eq!(first.written, ["out/mod.rs", "out/thread/start.rs"]);
    assert_eq!(names(&out), ["mod.rs", "thread/start.rs"]);
    assert_eq!(kinds(&output), []);

    let old = SystemTime::now() - Duration::from_secs(1000);
    for file in ["mod.rs", MANIFEST] {
        fs::File::options().write(true).open(out.join(file)).unwrap().set_modified(old).unwrap();
    }
    let second = write(&[output]).unwrap();
    assert_eq!((second.written.len(), second.unchanged), (0, 2));
    for file in ["mod.rs", MANIFEST] {
        assert_eq!(fs::metadata(out.join(file)).unwrap().modified().unwrap(), old, "{file}");
    }
}

#[test]
fn each_kind_of_drift_is_told_apart_and_mended() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    write(&[output(&out, &[("a.rs", "1"), ("b.rs", "1"), ("c.rs", "1"), ("gone/d.rs", "1")])]).unwrap();
    fs::write(out.join("mine.txt"), "mine").unwrap();
    fs::write(out.join("a.rs"), "edited").unwrap();
    fs::remove_file(out.join("b.rs")).unwrap();
    let new = output(&out, &[("a.rs", "1"), ("b.rs", "1"), ("c.rs", "2")]);
    let expected = [
        ("out/a.rs".to_owned(), DriftKind::Edited),
        ("out/b.rs".to_owned(), DriftKind::Missing),
        ("out/c.rs".to_owned(), DriftKind::Stale),
        ("out/gone/d.rs".to_owned(), DriftKind::LeftOver),
    ];
    assert_eq!(kinds(&new), expected);
    let written = write(from_ref(&new)).unwrap();
    assert_eq!(written.edited, ["out/a.rs"]);
    assert_eq!(written.removed, ["out/gone/d.rs"]);
    assert_eq!(names(&out), ["a.rs", "b.rs", "c.rs", "mine.txt"]);
    assert!(!out.join("gone").exists());
    assert_eq!(kinds(&new), []);
}

#[test]
fn another_version_of_the_source_makes_the_manifest_stale() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let mut output = output(&out, &[("a.rs", "1")]);
    write(from_ref(&output)).unwrap();
    output.source = "other.json".to_owned();
    assert_eq!(kinds(&output), [(format!("out/{MANIFEST}"), DriftKind::Stale)]);
    fs::remove_file(out.join(MANIFEST)).unwrap();
    assert_eq!(kinds(&output), [(format!("out/{MANIFEST}"), DriftKind::Missing)]);
    write(from_ref(&output)).unwrap();
    assert_eq!(kinds(&output), []);
}

#[test]
fn a_folder_of_the_users_is_not_filled() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    assert_eq!(refused(&output(folder.path(), &[("a.rs", "1")])), "foreign-folder");
    fs::write(folder.path().join("a.rs"), "mine").unwrap();
    assert_eq!(refused(&output(folder.path(), &[("a.rs", "1")])), "foreign-file");
}

#[test]
fn hidden_files_do_not_make_a_folder_foreign() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(".gitignore"), "*").unwrap();
    write(&[output(folder.path(), &[("a.rs", "1")])]).unwrap();
    assert_eq!(names(folder.path()), [".gitignore", "a.rs"]);
}

#[test]
fn a_file_of_the_users_in_our_folder_is_not_replaced() {
    let folder = TempDir::new().unwrap();
    write(&[output(folder.path(), &[("a.rs", "1")])]).unwrap();
    fs::write(folder.path().join("b.rs"), "mine").unwrap();
    let errors = write(&[output(folder.path(), &[("a.rs", "2"), ("b.rs", "2")])]).unwrap_err();
    assert_eq!(ids(&errors), ["foreign-file"]);
    assert_eq!(tree(folder.path())["a.rs"], "1\n");
    assert_eq!(tree(folder.path())["b.rs"], "mine");
}

#[test]
fn an_error_in_one_target_leaves_the_others_alone() {
    let folder = TempDir::new().unwrap();
    let (good, bad) = (folder.path().join("good"), folder.path().join("bad"));
    fs::create_dir(&bad).unwrap();
    fs::write(bad.join("mine"), "").unwrap();
    write(&[output(&good, &[("a.rs", "1")]), output(&bad, &[("a.rs", "1")])]).unwrap_err();
    assert!(!good.exists());
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = TempDir::new().unwrap();
    let elsewhere = TempDir::new().unwrap();
    let link = folder.path().join("link");
    symlink(elsewhere.path(), &link).unwrap();
    assert_eq!(refused(&output(&link, &[("a.rs", "1")])), "foreign-folder");
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    symlink(elsewhere.path(), out.join("thread")).unwrap();
    assert_eq!(refused(&output(&out, &[("thread/a.rs", "1")])), "foreign-file");
    let file = folder.path().join("file");
    fs::create_dir(&file).unwrap();
    symlink(elsewhere.path().join("target"), file.join("a.rs")).unwrap();
    assert_eq!(refused(&output(&file, &[("a.rs", "1")])), "foreign-file");
    assert_eq!(tree(elsewhere.path()), BTreeMap::new());
}

#[test]
fn a_file_is_no_folder() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "mine").unwrap();
    let message = |folder: &Path| ids(&write(&[output(folder, &[("a.rs", "1")])]).unwrap_err());
    assert_eq!(message(&file), ["foreign-folder"]);
    assert_eq!(message(&file.join("below")), ["foreign-folder"]);
    assert_eq!(fs::read_to_string(file).unwrap(), "mine");
}

#[test]
fn paths_that_lead_elsewhere_or_clash_are_refused() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    for path in ["../a.rs", "/tmp/a.rs", "a/../../b.rs", "nul", "a\\b.rs", MANIFEST] {
        let errors = write(&[output(&out, &[(path, "1")])]).unwrap_err();
        assert_eq!(ids(&errors), ["unsafe-path"], "{path}");
    }
    let errors = write(&[output(&out, &[("Foo.rs", "1"), ("foo.rs", "2")])]).unwrap_err();
    assert_eq!(ids(&errors), ["path-clash"]);
    assert!(!out.exists());
}

#[test]
fn targets_do_not_share_a_folder() {
    let folder = TempDir::new().unwrap();
    let one = output(&folder.path().join("out"), &[("a.rs", "1")]);
    for other in ["out", "out/inner", "x/../out", "OUT"] {
        let other = output(&folder.path().join(other), &[("b.rs", "1")]);
        assert_eq!(ids(&write(&[one.clone(), other]).unwrap_err()), ["out-shared"]);
    }
}

#[test]
fn an_output_outside_of_the_project_is_refused() {
    let folder = TempDir::new().unwrap();
    let project = folder.path().join("project");
    fs::create_dir(&project).unwrap();
    let mut inside = output(&project.join("sub/../out"), &[("a.rs", "1")]);
    inside.project = Some(project.clone());
    write(&[inside]).unwrap();
    let mut outside = output(&project.join("../out"), &[("a.rs", "1")]);
    outside.project = Some(project);
    assert_eq!(ids(&write(&[outside]).unwrap_err()), ["out-outside"]);
}

#[test]
fn a_manifest_that_was_tampered_with_is_refused() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let mine = folder.path().join("mine.txt");
    fs::write(&mine, "mine").unwrap();
    let output = output(&out, &[("a.rs", "1")]);
    write(from_ref(&output)).unwrap();
    let manifest = fs::read_to_string(out.join(MANIFEST)).unwrap();
    fs::write(out.join(MANIFEST), manifest.replace("a.rs", "../mine.txt")).unwrap();
    assert_eq!(ids(&write(from_ref(&output)).unwrap_err()), ["manifest"]);
    fs::write(out.join(MANIFEST), "{").unwrap();
    assert_eq!(ids(&write(&[output]).unwrap_err()), ["manifest"]);
    assert_eq!(fs::read_to_string(mine).unwrap(), "mine");
}

/// The second file cannot be moved into place: a folder got there after the plan was made.
#[test]
fn what_fails_on_the_way_is_taken_back() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let other = folder.path().join("other");
    let old = [output(&out, &[("a.rs", "1"), ("old/b.rs", "1")]), output(&other, &[("a.rs", "1")])];
    write(&old).unwrap();
    let before = (tree(&out), fs::read_to_string(out.join(MANIFEST)).unwrap());
    let new =
        [output(&out, &[("a.rs", "2"), ("new/c.rs", "2")]), output(&other, &[("a.rs", "2"), ("z.rs", "2")])];
    let plans: Vec<Plan<'_>> = new.iter().map(|output| Plan::new(output).unwrap()).collect();
    fs::create_dir_all(other.join("z.rs/full")).unwrap();
    let errors = commit::commit(&plans, || Ok(())).unwrap_err();
    assert_eq!(ids(&errors), ["unwritable-file"]);
    assert_eq!((tree(&out), fs::read_to_string(out.join(MANIFEST)).unwrap()), before);
    assert!(!out.join("new").exists());
    assert_eq!(tree(&other)["a.rs"], "1\n");
    fs::remove_dir_all(other.join("z.rs")).unwrap();
    for output in &old {
        assert_eq!(kinds(output), []);
    }
}

/// A run that was killed leaves a staging folder, a manifest of both states, and files of either.
#[test]
fn what_was_killed_on_the_way_is_mended() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    write(&[output(&out, &[("a.rs", "1"), ("b.rs", "1")])]).unwrap();
    let manifest = fs::read_to_string(out.join(MANIFEST)).unwrap();
    let replacing = manifest
        .replace("\"files\"", "\"replacing\"")
        .replace("{\n  \"about\"", "{\n\"files\": {\"c.rs\": \"0\"},\n\"about\"");
    fs::write(out.join(MANIFEST), replacing).unwrap();
    fs::write(out.join("c.rs"), "new already\n").unwrap();
    fs::create_dir_all(out.join(".codegen-stage-1/deep")).unwrap();
    let new = output(&out, &[("c.rs", "3")]);
    assert!(kinds(&new).contains(&("out/.codegen-stage-1".to_owned(), DriftKind::Interrupted)));
    write(from_ref(&new)).unwrap();
    assert_eq!(names(&out), ["c.rs"]);
    assert_eq!(kinds(&new), []);
    assert!(!out.join(".codegen-stage-1").exists());
}

#[test]
fn only_the_case_of_a_name_may_change() {
    let folder = TempDir::new().unwrap();
    write(&[output(folder.path(), &[("Foo.rs", "1"), ("bar", "1")])]).unwrap();
    let new = output(folder.path(), &[("foo.rs", "1"), ("bar/mod.rs", "1")]);
    write(from_ref(&new)).unwrap();
    assert_eq!(names(folder.path()), ["bar/mod.rs", "foo.rs"]);
    assert_eq!(kinds(&new), []);
}

#[test]
fn two_runs_at_once_leave_one_whole_state() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out");
    let state = |text: &str| {
        let files: Vec<(String, String)> = (0..20).map(|i| (format!("m{i}.rs"), text.to_owned())).collect();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        output(&out, &files)
    };
    std::thread::scope(|scope| {
        for text in ["1", "2", "3", "4"] {
            let output = state(text);
            scope.spawn(move || (0..5).for_each(|_| drop(write(from_ref(&output)).unwrap())));
        }
    });
    let texts: std::collections::BTreeSet<String> = tree(&out).into_values().collect();
    assert_eq!(texts.len(), 1, "{texts:?}");
    let text = texts.first().unwrap().trim();
    assert_eq!(kinds(&state(text)), []);
}

/// What a file holds counts when the other run is over, not when this one began to wait for it.
#[test]
fn a_run_that_waits_for_another_writes_all_that_is_its_own() {
    let folder = TempDir::new().unwrap();
    let pin = folder.path().join("pin.toml");
    fs::write(&pin, "1.2.3").unwrap();
    let other = fs::File::open(folder.path()).unwrap();
    other.lock().unwrap();
    let changes = [Change { path: pin.clone(), content: Some(b"1.2.3".to_vec()) }];
    std::thread::scope(|scope| {
        let run = scope.spawn(|| journal::write(folder.path(), &changes, &[]));
        std::thread::sleep(Duration::from_millis(100));
        fs::write(&pin, "1.3.0").unwrap();
        other.unlock().unwrap();
        run.join().unwrap().unwrap();
    });
    assert_eq!(fs::read_to_string(&pin).unwrap(), "1.2.3");
}
