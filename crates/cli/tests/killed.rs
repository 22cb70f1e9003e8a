//! A run that is killed leaves whole files; the next run mends what is left.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;

use std::collections::BTreeMap;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use common::{Folder, SCHEMA};

/// The generated files of a schema, by path.
fn outcome(schema: &str) -> BTreeMap<String, String> {
    let folder = Folder::with_protocol();
    folder.write("schema.json", schema);
    folder.run(&["generate"]).ends(0);
    contents(&folder)
}

fn contents(folder: &Folder) -> BTreeMap<String, String> {
    let files =
        folder.files().into_iter().filter(|file| file.starts_with("gen/") && !file.contains("/.codegen"));
    files.map(|file| (file.clone(), folder.read(&file))).collect()
}

#[test]
fn each_file_is_old_or_new_and_the_next_run_mends_the_rest() {
    let other =
        SCHEMA.replace("NoteWrite", "PageWrite").replace("note/write", "page/write").replace("red", "blue");
    let states = [outcome(SCHEMA), outcome(&other)];
    let folder = Folder::with_protocol();
    folder.run(&["generate"]).ends(0);
    let started = Instant::now();
    folder.write("schema.json", &other);
    folder.run(&["generate"]).ends(0);
    let whole = started.elapsed();

    let rounds = 60_u32;
    for round in 0..rounds {
        let (from, to) = if round % 2 == 0 { (&other, SCHEMA) } else { (&SCHEMA.to_owned(), other.as_str()) };
        folder.write("schema.json", from);
        folder.run(&["generate"]).ends(0);
        folder.write("schema.json", to);
        let mut child = folder.command(&["generate"]).stderr(Stdio::null()).spawn().unwrap();
        sleep(whole.mul_f64(f64::from(round) / f64::from(rounds)) + Duration::from_micros(100));
        child.kill().unwrap();
        child.wait().unwrap();
        for (file, text) in contents(&folder) {
            let known = states.iter().any(|state| state.get(&file) == Some(&text));
            assert!(known, "{file} is neither the old nor the new one:\n{text}");
        }
        folder.run(&["generate"]).ends(0);
        folder.run(&["check"]).ends(0);
        assert_eq!(contents(&folder), states[usize::from(round % 2 == 1)]);
        let left: Vec<String> =
            folder.files().into_iter().filter(|file| file.contains(".codegen-")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}
