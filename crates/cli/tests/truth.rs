//! What `check` says when the pin, the schema, its lock and the generated files are not of one piece, and `bump`,
//! which moves them together.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;
#[path = "common/runtime.rs"]
mod runtime;

use std::fs;

use common::{Folder, Ran, SCHEMA};
use runtime::{PYPROJECT, program};
use serde_json::Value;

/// The ids of all findings, as tools read them.
fn ids(ran: &Ran) -> Vec<String> {
    let findings = ran.json()["findings"].as_array().unwrap().clone();
    findings.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

fn check(folder: &Folder) -> Ran {
    folder.run(&["check", "--format", "json"])
}

fn newer() -> String {
    SCHEMA.replace("\"red\", \"green\"", "\"red\"").replace("note/changed", "note/edited")
}

#[test]
fn each_thing_that_went_stale_is_named_with_what_mends_it() {
    let folder = Folder::pulled();
    assert_eq!(ids(check(&folder).ends(0)), Vec::<String>::new());
    let cases: [(&str, &str, &str, &str, &str); 6] = [
        ("pyproject.toml", "1.2.3", "1.2.4", "pin-moved", "run `codegen bump 1.2.4`"),
        (
            "codegen.toml",
            "# the SDK",
            "# the SDK\nexperimental = true",
            "pin-moved",
            "run `codegen pull`, then",
        ),
        (
            "codegen.toml",
            "version = 1",
            "version = 1\n[policy]\nunions = \"open\"\n",
            "lock-stale",
            "run `codegen generate`",
        ),
        ("codegen.lock", "generator = \"", "generator = \"9.", "lock-generator", "run `codegen generate`"),
        (
            "schema/protocol.schemas.json",
            "\"title\": \"Protocol\"",
            "\"title\": \"X\"",
            "schema-edited",
            "run `codegen pull`",
        ),
        ("schema/protocol.schemas.json", "{\n", "{ \n", "schema-edited", "run `codegen pull`"),
    ];
    for (file, from, to, id, help) in cases {
        let old = folder.read(file);
        let new = if id == "lock-stale" {
            old.replace("\n[runtime]", "\n[policy]\nunions = \"open\"\n\n[runtime]")
        } else {
            old.replacen(from, to, 1)
        };
        assert_ne!(old, new, "{file}");
        folder.write(file, &new);
        let ran = check(&folder);
        ran.ends(1);
        assert!(ids(&ran).contains(&id.to_owned()), "{file}: {}", ran.stdout);
        let all = ran.json();
        let one = all["findings"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
        assert!(one["help"].as_str().unwrap().contains(help), "{one}");
        folder.write(file, &old);
    }
    // What only looks different is nothing: comments and layout of the configuration.
    let config = folder.read("codegen.toml");
    folder
        .write("codegen.toml", &format!("# a comment\n{}", config.replace("version = 1", "version   =   1")));
    assert_eq!(ids(check(&folder).ends(0)), Vec::<String>::new());
    folder.write("codegen.toml", &config);
    fs::remove_file(folder.path().join("codegen.lock")).unwrap();
    assert_eq!(ids(check(&folder).ends(0)), ["no-lock"]);
}

#[test]
fn all_of_it_is_said_in_one_go() {
    let folder = Folder::pulled();
    folder.write("pyproject.toml", &PYPROJECT.replace("1.2.3", "1.2.4"));
    folder.write("schema/protocol.schemas.json", &SCHEMA.replace("\"red\"", "\"blue\""));
    folder.write("codegen.lock", &folder.read("codegen.lock").replace("generator = \"", "generator = \"9."));
    folder.write("gen/python/__init__.py", "edited\n");
    fs::remove_file(folder.path().join("gen/rust/mod.rs")).unwrap();
    let mut found = ids(check(&folder).ends(1));
    found.sort();
    found.dedup();
    assert_eq!(found, ["edited", "lock-generator", "missing", "pin-moved", "schema-edited", "stale"]);
    let text = folder.run(&["check"]);
    text.ends(1);
    for words in [
        "pyproject.toml:5:5",
        "-version = \"1.2.3\"",
        "+version = \"1.2.4\"",
        "run `codegen bump 1.2.4`",
        "-edited",
    ] {
        assert!(text.stdout.contains(words), "{words}: {}", text.stdout);
    }
    // And what cannot be read is an error beside them.
    folder.write("schema/protocol.schemas.json", "{");
    let ran = check(&folder);
    ran.ends(2);
    assert!(
        ids(&ran).contains(&"not-json".to_owned()) && ids(&ran).contains(&"pin-moved".to_owned()),
        "{}",
        ran.stdout
    );
    folder.write("pyproject.toml", &PYPROJECT.replace("==1.2.3", ">=1.2.3"));
    assert!(ids(check(&folder).ends(2)).contains(&"pin-not-exact".to_owned()));
}

#[test]
fn what_was_never_pulled_says_so() {
    let folder = Folder::with_pin();
    for command in ["generate", "check", "inspect"] {
        folder.run(&[command]).ends(2).says("codegen.toml:2:10").says("run `codegen pull`");
    }
}

#[test]
fn an_edited_schema_is_compared_with_the_committed_one() {
    let folder = Folder::pulled();
    let git = |args: &[&str]| {
        let done = std::process::Command::new("git").args(args).current_dir(folder.path()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "a"]);
    folder.write("schema/protocol.schemas.json", &SCHEMA.replace("\"red\"", "\"blue\""));
    let ran = folder.run(&["check"]);
    assert!(ran.stdout.contains("edited by hand") && ran.stdout.contains("\"blue\""), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("+    \"Color\": { \"type\": \"string\", \"enum\": [\"red\""),
        "{}",
        ran.stdout
    );
}

#[test]
fn generate_keeps_the_lock_and_warns_of_a_schema_that_is_not_the_true_one() {
    let folder = Folder::pulled();
    folder.write("schema/protocol.schemas.json", &SCHEMA.replace("\"red\"", "\"blue\""));
    let lock = folder.read("codegen.lock");
    folder.run(&["generate", "--locked"]).ends(1);
    assert!(folder.run(&["generate", "--locked", "--format", "json"]).stdout.contains("schema-edited"));
    folder.run(&["generate"]).ends(0).says("warning[schema-edited]");
    assert_eq!(folder.read("codegen.lock"), lock);
    folder.run(&["check"]).ends(1);
    // Another way of making the code is not another schema.
    folder.write("schema/protocol.schemas.json", SCHEMA);
    let config =
        folder.read("codegen.toml").replace("\n[runtime]", "\n[policy]\nunions = \"closed\"\n\n[runtime]");
    folder.write("codegen.toml", &config);
    folder.run(&["generate", "--locked"]).ends(1).says("would change");
    folder.run(&["generate"]).ends(0);
    assert_ne!(folder.read("codegen.lock"), lock);
    folder.run(&["check"]).ends(0);
    folder.run(&["generate", "--locked"]).ends(0);
}

#[test]
fn without_a_lock_nothing_is_generated_as_locked() {
    let folder = Folder::pulled();
    fs::remove_file(folder.path().join("codegen.lock")).unwrap();
    folder.run(&["generate", "--locked"]).ends(1).says("there is no lock").says("`codegen pull`");
}

/// Git for Windows checks files out so, if nothing tells it otherwise.
#[test]
fn line_endings_are_told_from_edits() {
    let folder = Folder::pulled();
    let crlf = |path: &str| folder.write(path, &folder.read(path).replace('\n', "\r\n"));
    let written = folder.files().into_iter().find(|path| path.ends_with("__init__.py")).unwrap();
    crlf(&written);
    crlf("schema/protocol.schemas.json");
    let ran = folder.run(&["check"]);
    ran.ends(1).says("eol=lf");
    assert_eq!(ids(&folder.run(&["check", "--format", "json"])), ["line-endings", "line-endings"]);
    assert!(!ran.stdout.contains("edited"), "{}", ran.stdout);
    folder.run(&["generate"]).ends(0);
    assert!(!folder.read(&written).contains('\r'));
}

/// Each command that is named can be typed as it stands there.
#[test]
fn commands_are_named_with_the_configuration_that_was_named() {
    let folder = Folder::pulled();
    folder.write("pyproject.toml", &PYPROJECT.replace("1.2.3", "1.2.4"));
    folder.run(&["check"]).ends(1);
    let config = folder.path().join("codegen.toml");
    let elsewhere = Folder::new();
    let ran = elsewhere.run(&["check", "--config", config.to_str().unwrap()]);
    assert!(
        ran.stdout.contains(&format!("codegen bump 1.2.4 --config {}", config.display())),
        "{}",
        ran.stdout
    );
    assert!(folder.run(&["check"]).stdout.contains("`codegen bump 1.2.4`"));
}

/// Whoever moved the pin first is told of the version that the schema still has.
#[test]
fn a_bump_to_where_the_pin_is_speaks_of_the_locked_version() {
    let folder = Folder::pulled();
    folder.write("pyproject.toml", &PYPROJECT.replace("1.2.3", "1.3.0"));
    let program = folder.runtime(&program("1.3.0", &newer()));
    let ran = folder.run(&["bump", "1.3.0", "--runtime", program.to_str().unwrap(), "--format", "github"]);
    ran.ends(0).says("openai-codex-cli-bin: 1.2.3 -> 1.3.0");
    assert!(ran.stdout.contains("::error file=schema/protocol.schemas.json"), "{}", ran.stdout);
}

#[test]
fn bump_moves_all_of_it_and_says_what_that_breaks() {
    let folder = Folder::pulled();
    let program = folder.runtime(&program("1.3.0-alpha.1.2", &newer()));
    let args = ["bump", "rust-v1.3.0-alpha.1.2", "--runtime", program.to_str().unwrap()];
    let ran = folder.run(&args);
    ran.ends(0).says("openai-codex-cli-bin: 1.2.3 -> 1.3.0a1.post2");
    assert!(ran.stdout.contains("note/edited") && ran.stdout.contains("breaking"), "{}", ran.stdout);
    assert_eq!(folder.read("pyproject.toml"), PYPROJECT.replace("1.2.3", "1.3.0a1.post2"));
    assert_eq!(folder.read("schema/protocol.schemas.json"), newer());
    assert!(folder.read("codegen.lock").contains("version = \"1.3.0a1.post2\""));
    folder.run(&["check"]).ends(0);
    let again = folder.run(&[&args[..], &["--format", "json"]].concat());
    again.ends(0);
    assert!(serde_json::from_str::<Value>(&again.stdout).is_ok(), "{}", again.stdout);
    let markdown = folder.run(&[&args[..], &["--format", "markdown"]].concat());
    assert!(markdown.ends(0).stdout.contains("1.3.0a1.post2"));
}

#[test]
fn the_path_of_the_schema_moves_with_the_pin() {
    let folder = Folder::with_pin();
    // One file for all: the pin, and the configuration.
    fs::remove_file(folder.path().join("codegen.toml")).unwrap();
    let config = "\n[tool.codegen] # c\nversion = 1\nschema = 'schema/1.2.3/experimental' # here\nruntime.pin = \"pyproject.toml\"\n\n[[tool.codegen.targets]]\nlang = \"python\"\nout = \"gen\"\n";
    let text = format!("{PYPROJECT}{config}");
    folder.write("pyproject.toml", &text);
    let old = folder.runtime(&program("1.2.3", SCHEMA));
    folder.run(&["pull", "--runtime", old.to_str().unwrap()]).ends(0);
    folder.run(&["generate"]).ends(0);
    folder.write("pyproject.toml", &text.replace("==1.2.3", "==1.3.0"));
    let new = folder.runtime(&program("1.3.0", &newer()));
    folder
        .run(&["pull", "--runtime", new.to_str().unwrap()])
        .ends(2)
        .says("the schema's path says 1.2.3")
        .says("codegen bump 1.3.0");
    folder.run(&["bump", "1.3.0", "--runtime", new.to_str().unwrap()]).ends(0);
    assert_eq!(
        folder.read("pyproject.toml"),
        text.replace("==1.2.3", "==1.3.0").replace("schema/1.2.3", "schema/1.3.0")
    );
    assert_eq!(folder.read("schema/1.3.0/experimental/protocol.schemas.json"), newer());
    assert!(folder.read("codegen.lock").contains("experimental = true"));
    folder.run(&["check"]).ends(0);
    folder.write("pyproject.toml", &text);
    folder.run(&["bump", "1.3.0", "--runtime", new.to_str().unwrap()]).ends(0);
    assert!(folder.read("pyproject.toml").contains("schema/1.3.0/experimental"));
}

/// Each way in which a bump can fail leaves every byte as it was.
#[test]
fn a_bump_that_fails_changes_nothing() {
    let folder = Folder::pulled();
    let good = program("1.3.0", &newer());
    let state = || -> Vec<(String, String)> {
        let files = folder.files().into_iter().filter(|file| file != "codex");
        files
            .map(|file| {
                (
                    file.clone(),
                    String::from_utf8_lossy(&fs::read(folder.path().join(file)).unwrap()).into_owned(),
                )
            })
            .collect()
    };
    let before = state();
    let unanswered = program("1.3.0", &SCHEMA.replace("NoteWriteResponse", "Other"));
    for (own, version, says) in [
        (&good, "latest", "is not a version"),
        (&good, "1.4.0", "runtime-version"),
        (&unanswered, "1.3.0", "method-without-result"),
        (
            &program("1.3.0", "{ \"definitions\": { \"A\": { \"$ref\": \"#/definitions/B\" } } }\n"),
            "1.3.0",
            "error",
        ),
    ] {
        let path = folder.runtime(own);
        let ran = folder.run(&["bump", version, "--runtime", path.to_str().unwrap()]);
        ran.ends(2).says(says).says("nothing was changed");
        assert!(!ran.stderr.contains("codegen-runtime-"), "names a folder that is gone: {}", ran.stderr);
        assert_eq!(state(), before, "{says}");
    }
    // A hand-written file in the way of a generated one.
    let more = SCHEMA.replace("\"note/changed\"", "\"page/changed\"");
    let paged = folder.runtime(&program("1.3.0", &more));
    let twin = Folder::pulled();
    twin.run(&["bump", "1.3.0", "--runtime", paged.to_str().unwrap()]).ends(0);
    let known = folder.files();
    let new =
        twin.files().into_iter().find(|file| file.starts_with("gen/") && !known.contains(file)).unwrap();
    folder.write(&new, "mine\n");
    let before = state();
    folder.run(&["bump", "1.3.0", "--runtime", paged.to_str().unwrap()]).ends(2).says("is in the way");
    assert_eq!(state(), before);
    // A link in the place of the lock.
    let folder = Folder::pulled();
    let path = folder.runtime(&good);
    fs::rename(folder.path().join("codegen.lock"), folder.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink("elsewhere", folder.path().join("codegen.lock")).unwrap();
    let before = folder.files();
    folder.run(&["bump", "1.3.0", "--runtime", path.to_str().unwrap()]).ends(2);
    assert_eq!(folder.files(), before);
    assert_eq!(folder.read("pyproject.toml"), PYPROJECT);
}

/// The path of the schema moves within a line, and what is wrong is shown where it stands.
#[test]
fn what_a_bump_finds_in_the_configuration_is_shown_in_its_lines() {
    let folder = Folder::pulled();
    let config = folder.read("codegen.toml").replace("\"schema\"", "\"schema/1.2.3/stable\"");
    folder.write("codegen.toml", &format!("{config}\n[methods.results]\n\"no/such\" = \"Nothing\"\n"));
    let path = folder.runtime(&program("1.10.0-alpha.12", SCHEMA));
    let ran = folder.run(&["bump", "1.10.0a12", "--runtime", path.to_str().unwrap()]);
    let text = folder.read("codegen.toml");
    let line = text.lines().position(|line| line.starts_with("\"no/such\"")).unwrap() + 1;
    ran.ends(2).says(&format!("codegen.toml:{line}:1")).says("\"no/such\" = \"Nothing\"");
}

/// Who compares two schemas generates nothing.
#[test]
fn schemas_are_compared_by_a_configuration_without_targets() {
    let folder = Folder::pulled();
    let config = folder.read("codegen.toml");
    let (without, _) = config.split_once("[[targets]]").unwrap();
    folder.write("codegen.toml", without);
    folder.write("new.json", &newer());
    let ran = folder.run(&["diff", "schema/protocol.schemas.json", "new.json", "--fail-on", "none"]);
    assert!(ran.ends(0).stdout.contains("clients: 1 breaking"), "{}", ran.stdout);
    folder.run(&["inspect"]).ends(0);
    for command in ["generate", "check"] {
        folder.run(&[command]).ends(2).says("error[no-target]").says("codegen.toml:2:");
    }
}

/// Neither schema lies anywhere: the runtimes are asked.
#[test]
fn versions_are_compared_by_their_runtimes() {
    let folder = Folder::pulled();
    folder.wheel("1.3.0", &program("1.3.0", &newer()));
    let ran = folder.run(&["diff", "runtime:1.2.3", "runtime:rust-v1.3.0", "--wheel", "."]);
    ran.ends(1);
    assert!(ran.stdout.contains("note/edited") && ran.stdout.contains("green"), "{}", ran.stdout);
    folder.run(&["diff", "schema", "runtime:1.2.3", "--wheel", "."]).ends(0);
    folder.run(&["diff", "schema", "1.2.3", "--wheel", "."]).ends(0);
    folder.run(&["diff", "schema", "runtime:1.4.0", "--wheel", "."]).ends(2).says("holds no package");
    folder.run(&["diff", "schema", "runtime:latest"]).ends(2).says("is not a version");
    folder.run(&["diff", "schema", "1.3.0"]).ends(2).says("no-runtime");
}

/// What the configuration decides of changes counts for a bump too; what it says of rules that are none stops it.
#[test]
fn a_bump_says_what_the_configuration_leaves_to_be_said() {
    let folder = Folder::pulled();
    let runtime = runtime_of(&folder, "1.3.0", &newer());
    let bump = ["bump", "1.3.0", "--format", "json", "--runtime", &runtime];
    let plain = folder.read("codegen.toml");
    folder.write("codegen.toml", &format!("{plain}\n[diff.levels]\nE99 = \"safe\"\n"));
    let before = folder.read("pyproject.toml");
    let ran = folder.run(&bump);
    assert!(ran.ends(2).stdout.contains("no rule of `diff`"), "{}", ran.stdout);
    assert_eq!(folder.read("pyproject.toml"), before);
    folder.write(
        "codegen.toml",
        &format!(
            "{plain}\n[diff.levels]\nE02 = \"safe\"\n\n[[diff.ignore]]\nrule = \"M01\"\nplace = \"*\"\n\
             reason = \"nobody calls it\"\n"
        ),
    );
    let ran = folder.run(&bump);
    ran.ends(0);
    let all = ran.json();
    let changes = all["changes"].as_array().unwrap();
    assert!(changes.iter().all(|one| one["id"] != "E02" || one["clients"] == "safe"), "{all}");
    assert!(changes.iter().all(|one| one["id"] != "M01"), "{all}");
    assert!(all.get("ignored").is_some() && all.get("accepted").is_some(), "{all}");
}

#[test]
fn an_overlay_that_is_missing_is_said_once() {
    let folder = Folder::pulled();
    let plain = folder.read("codegen.toml");
    let with = plain.replacen("schema = ", "overlays = [\"gone.toml\"]\nschema = ", 1);
    assert_ne!(plain, with);
    folder.write("codegen.toml", &with);
    let ran = check(&folder);
    ran.ends(2);
    let found = ids(&ran);
    assert_eq!(found.iter().filter(|id| *id == "unreadable-file").count(), 1, "{found:?}");
}

/// A device has no size and gives bytes without end: neither a lock nor a link may send us there.
#[cfg(unix)]
#[test]
fn devices_are_not_read_without_end() {
    use std::os::unix::fs::symlink;
    let folder = Folder::pulled();
    let lock = folder.read("codegen.lock");
    folder.write("codegen.lock", &lock.replace("path = \"schema/protocol", "path = \"/dev/zero\" #"));
    assert!(ids(check(&folder).ends(1)).contains(&"schema-missing".to_owned()));
    folder.write("codegen.lock", &lock);
    for (file, id) in [("pyproject.toml", "limit-bytes"), ("schema/protocol.schemas.json", "no-schema")] {
        let path = folder.path().join(file);
        let old = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        symlink("/dev/zero", &path).unwrap();
        let ran = check(&folder);
        ran.ends(2);
        assert!(ids(&ran).contains(&id.to_owned()), "{file}: {}", ran.stdout);
        fs::remove_file(&path).unwrap();
        fs::write(&path, old).unwrap();
    }
}

/// A runtime of a version, at a place of its own.
fn runtime_of(folder: &Folder, version: &str, schema: &str) -> String {
    let place = folder.path().join(format!("runtime-{version}"));
    fs::write(&place, program(version, schema)).unwrap();
    fs::set_permissions(&place, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    place.to_str().unwrap().to_owned()
}

/// The configuration is adapted to the new schema before it is there.
#[test]
fn a_bump_reads_the_old_schema_as_far_as_the_new_configuration_goes() {
    let answered = SCHEMA.replace("NoteWriteResponse", "NoteAnswer");
    let fixed = "version = 1\n[[fix]]\nat = \"Color\"\nbecause = \"told so\"\n\
                 expect = '{\"enum\": [\"red\"]}'\ndocs = \"A color.\"\n";
    let overlay = |config: &str| config.replacen("schema = ", "overlays = [\"fix.toml\"]\nschema = ", 1);
    let result = |config: &str| {
        let entry = "\n[methods.results]\n\"note/write\" = \"NoteAnswer\"\n";
        config.replacen("\n[runtime]", &format!("{entry}\n[runtime]"), 1)
    };
    let bumped = |folder: &Folder, version: &str, schema: &str| {
        let runtime = runtime_of(folder, version, schema);
        let ran = folder.run(&["bump", version, "--runtime", &runtime]);
        assert!(ran.ends(0).stdout.contains("breaking"), "{version}: {}{}", ran.stdout, ran.stderr);
    };
    let folder = Folder::pulled();
    let config = folder.read("codegen.toml");
    folder.write("fix.toml", fixed);
    folder.write("codegen.toml", &overlay(&config));
    bumped(&folder, "1.3.0", &newer());
    folder.write("codegen.toml", &result(&config));
    bumped(&folder, "1.4.0", &answered.replace("note/changed", "note/moved"));
    // The entry was removed, as the new schema does without.
    folder.write("codegen.toml", &config);
    bumped(&folder, "1.5.0", &newer());
}

#[test]
fn a_bump_says_why_there_is_no_comparison() {
    let folder = Folder::pulled();
    folder.write("schema/protocol.schemas.json", "{");
    let runtime = runtime_of(&folder, "1.3.0", &newer());
    let ran = folder.run(&["bump", "1.3.0", "--runtime", &runtime]);
    ran.ends(1).says("not-json").says("so what this changes is not known");
    folder.run(&["check"]).ends(0);
}
