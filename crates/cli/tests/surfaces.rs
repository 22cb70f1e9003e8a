//! A bump of a project that keeps both surfaces of each version.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;
#[path = "common/runtime.rs"]
mod runtime;

use std::fs;

use common::{Folder, SCHEMA};
use runtime::program;

fn newer() -> String {
    SCHEMA.replace("\"red\", \"green\"", "\"red\"").replace("note/changed", "note/edited")
}

/// The stable surface that is kept beside an experimental one moves along, and tells what is stable.
#[test]
fn a_bump_compares_the_stable_surface_that_lies_beside_the_own() {
    let more = |schema: &str| {
        let own = "\"NoteWriteResponse\": {";
        schema.replacen(own, &format!("\"Draft\": {{ \"type\": \"string\" }}, {own}"), 1).replacen(
            "\"color\": {",
            "\"draft\": { \"$ref\": \"#/definitions/Draft\" }, \"color\": {",
            1,
        )
    };
    let typed = |schema: &str| {
        schema.replace("\"Draft\": { \"type\": \"string\" }", "\"Draft\": { \"type\": \"integer\" }")
    };
    let of = |folder: &Folder, version: &str, stable: &str, all: &str| {
        let script = program(version, stable);
        let script = script.replacen("cat >", "case \"$5\" in --experimental) cat > \"$4/protocol.schemas.json\" <<'END'\n@END\nexit;; esac\ncat >", 1);
        let place = folder.path().join(format!("runtime-{version}"));
        fs::write(&place, script.replace('@', all)).unwrap();
        fs::set_permissions(&place, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        place.to_str().unwrap().to_owned()
    };
    let folder = Folder::with_pin();
    let config = runtime::pinned_config()
        .replace("\"schema\"", "\"schema/1.2.3/experimental\"")
        .replace("[runtime]\n", "[runtime]\nexperimental = true\n");
    folder.write("codegen.toml", &config);
    let old = of(&folder, "1.2.3", SCHEMA, &more(SCHEMA));
    folder.run(&["pull", "--runtime", &old]).ends(0);
    folder.write("schema/1.2.3/stable/protocol.schemas.json", SCHEMA);
    let new = of(&folder, "1.3.0", &newer(), &typed(&more(&newer())));
    let ran = folder.run(&["bump", "1.3.0", "--runtime", &new, "--format", "json"]);
    let all = ran.ends(0).json();
    let levels: Vec<(&str, &str, bool)> = all["changes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["clients"] != "safe")
        .map(|one| {
            (one["id"].as_str().unwrap(), one["clients"].as_str().unwrap(), one["experimental"] == true)
        })
        .collect();
    assert!(levels.contains(&("E02", "breaking", false)), "{levels:?}");
    assert!(levels.contains(&("T01", "risky", true)), "{levels:?}");
    assert_eq!(folder.read("schema/1.3.0/stable/protocol.schemas.json"), newer());
    assert!(folder.exists("schema/1.3.0/experimental/protocol.schemas.json"));
    folder.run(&["check"]).ends(0);
    // One that cannot be read stops nothing, and neither does one that is not there.
    folder.write("schema/1.3.0/stable/protocol.schemas.json", "{");
    let next = of(&folder, "1.4.0", SCHEMA, SCHEMA);
    let ran = folder.run(&["bump", "1.4.0", "--runtime", &next, "--format", "github"]);
    ran.ends(0).says("`schema/1.3.0/stable` is not compared");
    assert!(!folder.exists("schema/1.4.0/stable"));
    let last = of(&folder, "1.5.0", SCHEMA, SCHEMA);
    folder.run(&["bump", "1.5.0", "--runtime", &last]).ends(0);
}
