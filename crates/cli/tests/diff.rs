//! `codegen diff`: its exit codes, its formats, and revisions of a repository.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use std::path::Path;
use std::process::{Command, Output};

fn codegen(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_codegen")).current_dir(folder).args(args).output().unwrap()
}

fn schema(extra: &str) -> String {
    format!(
        r##"{{"definitions": {{
            "ClientRequest": {{"oneOf": [{{"type": "object", "required": ["id", "method", "params"], "properties": {{
                "id": {{"type": "integer"}}, "method": {{"type": "string", "enum": ["go"]}},
                "params": {{"$ref": "#/definitions/GoParams"}}}}}}]}},
            "GoParams": {{"type": "object", "properties": {{"a": {{"type": "string"}}{extra}}}}},
            "GoResponse": {{"type": "object"}}
        }}}}"##
    )
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("old.json"), schema("")).unwrap();
    std::fs::write(folder.path().join("more.json"), schema(r#", "b": {"type": "string"}"#)).unwrap();
    let required = schema("").replace(
        r#""type": "object", "properties": {"a""#,
        r#""type": "object", "required": ["a"], "properties": {"a""#,
    );
    std::fs::write(folder.path().join("broken.json"), required).unwrap();
    folder
}

/// What the types do not say is a finding like others, with what is said on both sides.
#[test]
fn what_types_cannot_say_is_a_finding_where_it_changed() {
    let folder = folder();
    for (file, kind) in [("old.json", "string"), ("new.json", "boolean")] {
        let has = format!(r#", "b": {{"type": "array", "contains": {{"type": "{kind}"}}}}"#);
        std::fs::write(folder.path().join(file), schema(&has)).unwrap();
    }
    let run = |args: &[&str]| {
        let output = codegen(folder.path(), &[&["diff", "old.json"], args].concat());
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, said) = run(&["new.json"]);
    let words = "T13 GoParams: what types cannot say of it changed (forbids other values now): \
                 contains {\"type\":\"string\"} → contains {\"type\":\"boolean\"}";
    assert!(code == 1 && said.contains(words), "{said}");
    for format in ["markdown", "json", "github"] {
        assert!(run(&["new.json", "--format", format]).1.contains("T13"), "{format}");
    }
    assert!(run(&["new.json", "--format", "json"]).1.contains("#/definitions/GoParams/properties/b"));
    // It is decided by its level, not by whether the schema's own warning is heard.
    assert_eq!(run(&["new.json", "-A", "widened"]).0, 1);
    assert_eq!(run(&["new.json", "-D", "widened"]).0, 2);
    assert_eq!(run(&["new.json", "-D", "nonsense"]).0, 2);
    assert_eq!(run(&["old.json", "--fail-on", "risky"]), (0, "Both mean the same.\n".to_owned()));
}

/// What `codegen diff` says of two definitions `A`, beside one that they may refer to.
fn of_definitions(old: &str, new: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (file, one) in [("old.json", old), ("new.json", new)] {
        let text = format!(r#"{{"definitions": {{{one}, "Other": {{"type": "string", "minLength": 3}}}}}}"#);
        std::fs::write(folder.path().join(file), text).unwrap();
    }
    let output = codegen(folder.path(), &["diff", "old.json", "new.json", "--all"]);
    assert!(output.status.code() != Some(2), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The keyword that a type cannot express may be the same, where what belongs to it is not.
#[test]
fn what_belongs_to_a_keyword_that_types_cannot_say_is_compared_with_it() {
    let condition = |then: &str| {
        format!(
            r#""A": {{"type": "object", "if": {{"minProperties": 1}}, "then": {{"maxProperties": {then}}}}}"#
        )
    };
    assert!(of_definitions(&condition("3"), &condition("2")).contains("T13 A:"));
    assert_eq!(of_definitions(&condition("3"), &condition("3")), "Both mean the same.\n");
    let contains = |least: &str| {
        format!(r#""A": {{"type": "array", "contains": {{"type": "string"}}, "minContains": {least}}}"#)
    };
    assert!(of_definitions(&contains("1"), &contains("2")).contains("T13 A:"));
    let rest = |rest: &str| {
        let patterns = r#"{"^a": {"type": "string"}, "^b": {"type": "null"}}"#;
        format!(
            r#""A": {{"type": "object", "patternProperties": {patterns}, "additionalProperties": {rest}}}"#
        )
    };
    assert!(
        of_definitions(&rest("{\"type\": \"integer\"}"), &rest("{\"type\": \"boolean\"}")).contains("T13 A:")
    );
}

/// Files are called as one likes, and a type that is renamed says what it said.
#[test]
fn what_types_cannot_say_is_the_same_behind_a_reference_or_another_name() {
    let not = |name: &str, file: &str| {
        let members = r#""properties": {"b": {"type": "string"}, "c": {"type": "string"}}"#;
        format!(
            r#""{name}": {{"type": "object", {members}, "not": {{"$ref": "{file}#/definitions/Other"}}}}"#
        )
    };
    for file in ["", "old.json"] {
        let other = if file.is_empty() { "" } else { "new.json" };
        assert_eq!(of_definitions(&not("A", file), &not("A", other)), "Both mean the same.\n");
    }
    let renamed = of_definitions(&not("A", ""), &not("B", ""));
    assert!(renamed.contains("N01") && !renamed.contains("T13"), "{renamed}");
    let part = r##""A": {"allOf": [{"type": "object", "properties": {"b": {"type": "string"}, "c": {"type": "string"}}},
        {"not": {"$ref": "#/definitions/Other"}}]}"##;
    assert_eq!(of_definitions(&not("A", ""), part), "Both mean the same.\n");
    let other = not("A", "").replace("definitions/Other", "definitions/Another");
    let other = format!(r#"{other}, "Another": {{"type": "string", "minLength": 4}}"#);
    assert!(of_definitions(&not("A", ""), &other).contains("T13 A:"));
}

#[test]
fn the_exit_code_says_whether_something_breaks() {
    let folder = folder();
    let code = |args: &[&str]| {
        let mut all = vec!["diff"];
        all.extend(args);
        codegen(folder.path(), &all).status.code().unwrap()
    };
    assert_eq!(code(&["old.json", "old.json"]), 0);
    assert_eq!(code(&["old.json", "more.json"]), 0);
    assert_eq!(code(&["more.json", "old.json"]), 0);
    assert_eq!(code(&["more.json", "old.json", "--fail-on", "risky"]), 1);
    assert_eq!(code(&["old.json", "broken.json"]), 1);
    assert_eq!(code(&["old.json", "broken.json", "--fail-on", "none"]), 0);
    // What an old client may leave out, an old server may leave unread: the other way round breaks servers.
    assert_eq!(code(&["broken.json", "old.json"]), 0);
    assert_eq!(code(&["broken.json", "old.json", "--audience", "servers"]), 1);
    for args in [&["old.json", "nowhere.json"], &["old.json", "git:HEAD:old.json"], &["old.json", "git:-x:y"]]
    {
        assert_eq!(code(args), 2, "{args:?}");
    }
    std::fs::write(folder.path().join("bad.json"), "{").unwrap();
    assert_eq!(code(&["old.json", "bad.json", "--fail-on", "none"]), 2);
}

#[test]
fn each_format_names_the_finding() {
    let folder = folder();
    for format in ["text", "json", "markdown", "github", "sarif", "junit"] {
        let output = codegen(folder.path(), &["diff", "old.json", "broken.json", "--format", format]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("P05") && text.contains("GoParams.a"), "{format}: {text}");
        if matches!(format, "json" | "sarif") {
            serde_json::from_str::<serde_json::Value>(&text).unwrap();
        }
    }
}

#[test]
fn a_revision_is_compared_with_what_is_there() {
    let folder = folder();
    let git = |args: &[&str]| {
        let identity =
            ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
        let output =
            Command::new("git").current_dir(folder.path()).args(identity).args(args).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    std::fs::copy(folder.path().join("old.json"), folder.path().join("sub/protocol.json")).unwrap();
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "one"]);
    std::fs::copy(folder.path().join("broken.json"), folder.path().join("sub/protocol.json")).unwrap();
    let code = |folder: &Path, args: &[&str]| codegen(folder, args).status.code().unwrap();
    assert_eq!(code(folder.path(), &["diff", "git:HEAD:sub/protocol.json", "sub/protocol.json"]), 1);
    assert_eq!(code(folder.path(), &["diff", "git:HEAD:sub", "sub"]), 1);
    assert_eq!(code(&folder.path().join("sub"), &["diff", "git:HEAD:protocol.json", "protocol.json"]), 1);
    assert_eq!(code(folder.path(), &["diff", "git:HEAD:sub", "git:HEAD:old.json"]), 0);
}

#[test]
fn rules_are_listed_and_explained() {
    let folder = folder();
    let text = |args: &[&str]| String::from_utf8(codegen(folder.path(), args).stdout).unwrap();
    assert!(text(&["rules"]).contains("M05  server-request-added"));
    assert!(text(&["explain", "M05"]).contains("must answer"));
    let table: serde_json::Value = serde_json::from_str(&text(&["rules", "--json"])).unwrap();
    assert_eq!(table["changes"].as_array().unwrap().len(), 66);
}

/// The configuration is of the new schema: what does not apply to the old one is passed over there.
#[test]
fn the_old_schema_is_read_as_far_as_the_configuration_goes() {
    let folder = folder();
    let file = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    std::fs::write(folder.path().join("unanswered.json"), file("old.json").replace("GoResponse", "Gone"))
        .unwrap();
    std::fs::write(
        folder.path().join("fix.toml"),
        "version = 1\n[[fix]]\nat = \"GoParams\"\nbecause = \"b\"\noptional-properties = [\"a\"]\n",
    )
    .unwrap();
    let text = "version = 1\nschema = \"broken.json\"\noverlays = [\"fix.toml\"]\n\
                [[targets]]\nlang = \"rust\"\nout = \"gen\"\n";
    std::fs::write(folder.path().join("codegen.toml"), text).unwrap();
    let run = |old: &str, new: &str| codegen(folder.path(), &["diff", old, new, "--fail-on", "none"]);
    let code = |old: &str, new: &str| run(old, new).status.code().unwrap();
    let said = run("old.json", "broken.json");
    assert_eq!(said.status.code(), Some(0), "{said:?}");
    assert_eq!(code("unanswered.json", "broken.json"), 0);
    let text =
        file("codegen.toml").replacen("[[targets]]", "[methods]\nprofile = \"messages\"\n[[targets]]", 1);
    std::fs::write(folder.path().join("codegen.toml"), text).unwrap();
    std::fs::write(folder.path().join("types.json"), file("old.json").replace("ClientRequest", "A")).unwrap();
    assert_eq!(code("types.json", "broken.json"), 0);
    // The new one has to fit.
    assert_eq!(code("old.json", "old.json"), 2);
    assert_eq!(code("broken.json", "types.json"), 2);
    assert_eq!(code("broken.json", "unanswered.json"), 2);
}

/// The old schema need not have a union of methods that the configuration names: its methods are new.
#[test]
fn a_union_of_methods_that_the_old_schema_has_not_is_new() {
    let folder = folder();
    let file = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let text = "version = 1\nschema = \"new.json\"\n[methods.unions]\nclient-requests = \"ClientRequest\"\n\
                server-notifications = \"Told\"\n[[targets]]\nlang = \"rust\"\nout = \"gen\"\n";
    std::fs::write(folder.path().join("codegen.toml"), text).unwrap();
    let told = r#""Told": {"type": "object", "required": ["method"], "properties": {"method": {"enum": ["told"]}}}, "GoParams""#;
    std::fs::write(folder.path().join("new.json"), file("old.json").replacen(r#""GoParams""#, told, 1))
        .unwrap();
    let said = |old: &str, new: &str| {
        let output = codegen(folder.path(), &["diff", old, new, "--all"]);
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(text).unwrap())
    };
    let (code, text) = said("old.json", "new.json");
    assert!(code == 0 && text.contains("M03 told: server notification was added"), "{text}");
    // The new one has to have it.
    let (code, text) = said("new.json", "old.json");
    assert!(code == 2 && text.contains("there is no definition `Told`"), "{text}");
}

/// A repository with the old schema as its only commit.
fn repository() -> tempfile::TempDir {
    let folder = folder();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "one"]);
    folder
}

fn git(folder: &Path, args: &[&str]) {
    let identity =
        ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
    let local = ["-c", "protocol.file.allow=always"];
    let output =
        Command::new("git").current_dir(folder).args(identity).args(local).args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {output:?}");
}

fn config(folder: &Path, diff: &str) {
    let text = format!(
        "version = 1\nschema = \"old.json\"\n[[targets]]\nlang = \"rust\"\nout = \"gen\"\n[diff]\n{diff}"
    );
    std::fs::write(folder.join("codegen.toml"), text).unwrap();
}

/// The exit code, stdout and stderr of a comparison of the old schema with one that breaks clients.
fn broken(folder: &Path, more: &[&str]) -> (i32, String, String) {
    let args = [&["diff", "old.json", "broken.json", "--today", "2026-06-01"], more].concat();
    let output = codegen(folder, &args);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_configuration_sets_levels_and_thresholds() {
    let folder = folder();
    let code = |diff: &str, more: &[&str]| {
        config(folder.path(), diff);
        broken(folder.path(), more).0
    };
    assert_eq!(code("", &[]), 1);
    assert_eq!(code("fail-on = \"none\"", &[]), 0);
    assert_eq!(code("fail-on = \"none\"", &["--fail-on", "breaking"]), 1);
    assert_eq!(code("audience = \"servers\"", &[]), 0);
    assert_eq!(code("levels = { P05 = \"risky\" }", &[]), 0);
    assert_eq!(code("levels = { became-required = \"risky\" }\nfail-on = \"risky\"", &[]), 1);
    assert_eq!(code("levels = { P05 = \"safe\" }\nfail-on = \"risky\"", &[]), 0);
    config(folder.path(), "levels = { became-requird = \"risky\" }");
    let (code, _, said) = broken(folder.path(), &[]);
    assert!(
        code == 2 && said.contains("codegen.toml:7:") && said.contains("did you mean `became-required`?"),
        "{said}"
    );
    config(folder.path(), "levels = { P05 = \"harmless\" }");
    assert_eq!(broken(folder.path(), &[]).0, 2);
}

#[test]
fn an_ignored_finding_has_a_reason_and_comes_back() {
    let folder = folder();
    let ignore = |place: &str, more: &str| {
        config(
            folder.path(),
            &format!(
                "[[diff.ignore]]\nrule = \"P05\"\nplace = \"{place}\"\nreason = \"nobody calls it\"\n{more}"
            ),
        );
        broken(folder.path(), &[])
    };
    let (code, text, said) = ignore("GoParams.a", "until = \"2026-06-01\"");
    assert!(code == 0 && text.contains("1 ignored") && said.is_empty(), "{text}{said}");
    assert_eq!(ignore("GoParams*", "").0, 0);
    let (code, text, said) = ignore("GoParams.a", "until = \"2026-05-31\"");
    assert!(code == 1 && text.contains("P05 GoParams.a"), "{text}");
    assert!(
        said.contains("ignore-expired")
            && said.contains("nobody calls it")
            && said.contains("codegen.toml:8:"),
        "{said}"
    );
    let (code, _, said) = ignore("GoParams.b", "");
    assert!(code == 1 && said.contains("ignore-unused"), "{said}");
    assert_eq!(ignore("GoParams.a", "until = \"2026-02-30\"").0, 2);
    config(folder.path(), "[[diff.ignore]]\nrule = \"P05\"\nplace = \"GoParams.a\"\n");
    let (code, _, said) = broken(folder.path(), &[]);
    assert!(code == 2 && said.contains("`reason` is missing"), "{said}");
    // What machines read has it too.
    for format in ["json", "sarif", "github"] {
        config(folder.path(), "[[diff.ignore]]\nrule = \"P05\"\nplace = \"nowhere\"\nreason = \"r\"\n");
        let (code, text, _) = broken(folder.path(), &["--format", format]);
        assert!(code == 1 && text.contains("ignore-unused"), "{format}: {text}");
    }
}

#[test]
fn accepted_breaks_are_a_history() {
    let folder = repository();
    config(folder.path(), "accepted = \"accepted.toml\"");
    let file = folder.path().join("accepted.toml");
    assert_eq!(broken(folder.path(), &[]).0, 1);
    let (code, text, said) = broken(folder.path(), &["--accept", "a \"reason\""]);
    assert!(
        code == 0
            && said.contains("1 accepted")
            && text.contains("1 accepted, 0 ignored")
            && !text.contains("mean the same"),
        "{text}{said}"
    );
    let (code, _, said) = broken(folder.path(), &[]);
    assert!(code == 0 && said.is_empty(), "{said}");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains("rule = \"P05\"") && written.contains("on = \"2026-06-01\""), "{written}");
    // Nothing more breaks: nothing is written.
    assert_eq!(broken(folder.path(), &["--accept", "again"]).0, 0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), written);
    // What OLD's own revision has accepted is about earlier changes.
    git(folder.path(), &["add", "accepted.toml"]);
    git(folder.path(), &["commit", "-q", "-m", "accepted"]);
    let again = codegen(folder.path(), &["diff", "git:HEAD:old.json", "broken.json"]);
    assert_eq!(again.status.code(), Some(1));
    let before = codegen(folder.path(), &["diff", "git:HEAD~1:old.json", "broken.json"]);
    assert_eq!(before.status.code(), Some(0));
    // What was committed stays as it is; what came later must be of use.
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "the rest"]);
    let since = ["--accepted-since", "HEAD"];
    let more = "\n[[accepted]]\nrule = \"E02\"\nplace = \"Nothing\"\nreason = \"r\"\n";
    std::fs::write(&file, format!("{written}{more}")).unwrap();
    let (code, _, said) = broken(folder.path(), &since);
    assert!(code == 2 && said.contains("accepted-unused") && said.contains("accepted.toml:12:"), "{said}");
    std::fs::write(&file, written.replace("reason = ", "reason  = ")).unwrap();
    assert_eq!(broken(folder.path(), &since).0, 0);
    std::fs::write(&file, written.replace("a \\\"reason", "another \\\"reason")).unwrap();
    let (code, _, said) = broken(folder.path(), &since);
    assert!(code == 2 && said.contains("accepted-changed"), "{said}");
    std::fs::remove_file(&file).unwrap();
    assert_eq!(broken(folder.path(), &since).0, 2);
    // The revision of OLD counts where none is named.
    let output = codegen(folder.path(), &["diff", "git:HEAD:old.json", "broken.json"]);
    assert_eq!(output.status.code(), Some(2));
    // Of another change than the one that was accepted.
    let other = "version = 1\n[[accepted]]\nrule = \"P05\"\nplace = \"GoParams.a\"\nnow = \"other\"\nreason = \"r\"\n";
    std::fs::write(&file, other).unwrap();
    let (code, _, said) = broken(folder.path(), &["--accepted-since", "HEAD~2"]);
    assert!(code == 2 && said.contains("was accepted for `nothing -> other`, and it is `"), "{said}");
    // A history that is named no more.
    std::fs::remove_file(&file).unwrap();
    config(folder.path(), "");
    let (code, _, said) = broken(folder.path(), &since);
    assert!(code == 2 && said.contains("accepted-changed") && said.contains("no longer names"), "{said}");
    assert!(broken(folder.path(), &["--accept", "r"]).2.contains("no-accepted-file"));
}

#[test]
fn hostile_revisions_are_refused() {
    let folder = repository();
    let said = |old: &str| {
        let output = codegen(folder.path(), &["diff", old, "old.json"]);
        assert_eq!(output.status.code(), Some(2), "{old}");
        String::from_utf8(output.stderr).unwrap()
    };
    for old in [
        "git:--output=stolen:old.json",
        "git:-x:y",
        "git::old.json",
        "git:HEAD:",
        "git:HEAD",
        "git:HEAD:../old.json",
        "git:HEAD:/etc/passwd",
        "git:HEAD^{/x}:old.json",
        "git:no-such\u{1b}[31m:old.json",
    ] {
        let said = said(old);
        assert!(said.contains("unreadable-revision") && !said.contains('\u{1b}'), "{old}: {said}");
    }
    assert!(!folder.path().join("stolen").exists());
    assert!(said("0.163.0").contains("runtime:VERSION"));
}

#[test]
fn links_submodules_and_shallow_clones_are_told_apart() {
    let inner = repository();
    // Made in one second, the first commits of both would be one object.
    git(inner.path(), &["commit", "-q", "--allow-empty", "-m", "inner"]);
    let outer = repository();
    let url = inner.path().display().to_string();
    git(outer.path(), &["submodule", "add", "-q", &url, "sub"]);
    std::fs::create_dir(outer.path().join("schemas")).unwrap();
    std::fs::copy(outer.path().join("old.json"), outer.path().join("schemas/protocol.json")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", outer.path().join("schemas/link.json")).unwrap();
    git(outer.path(), &["add", "."]);
    git(outer.path(), &["commit", "-q", "-m", "two"]);
    let run = |folder: &Path, old: &str| {
        let output = codegen(folder, &["diff", old, "old.json"]);
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    assert_eq!(run(outer.path(), "git:HEAD:schemas").0, 0);
    let (code, said) = run(outer.path(), "git:HEAD:sub");
    assert!(code == 2 && said.contains("submodule"), "{said}");
    let shallow = tempfile::tempdir().unwrap();
    let from = format!("file://{}", outer.path().display());
    git(shallow.path(), &["clone", "-q", "--depth=1", &from, "."]);
    assert_eq!(run(shallow.path(), "git:HEAD:old.json").0, 0);
    let (code, said) = run(shallow.path(), "git:HEAD~1:old.json");
    assert!(code == 2 && said.contains("shallow"), "{said}");
}

#[test]
fn without_git_it_says_so() {
    let folder = repository();
    let output = Command::new(env!("CARGO_BIN_EXE_codegen"))
        .current_dir(folder.path())
        .env("PATH", folder.path())
        .args(["diff", "git:HEAD:old.json", "old.json"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("git cannot be run"));
}

#[test]
fn both_bundles_of_a_version_tell_what_is_stable() {
    let folder = folder();
    for (version, stable, experimental) in
        [("1", "old.json", "more.json"), ("2", "old.json", "old.json"), ("3", "broken.json", "broken.json")]
    {
        for (kind, file) in [("stable", stable), ("experimental", experimental)] {
            let target = folder.path().join(version).join(kind);
            std::fs::create_dir_all(&target).unwrap();
            std::fs::copy(folder.path().join(file), target.join("protocol.json")).unwrap();
        }
    }
    let run = |args: &[&str]| {
        let output = codegen(folder.path(), &[&["diff"], args].concat());
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    // An optional member that only the experimental bundle had: risky, one level down.
    assert_eq!(run(&["1", "2", "--fail-on", "risky"]).0, 0);
    let (code, text) = run(&["1", "2", "--fail-on", "risky", "--experimental"]);
    assert!(code == 1 && text.contains("P03 GoParams.b") && text.contains("; experimental"), "{text}");
    assert_eq!(run(&["2", "3"]).0, 1);
    assert_eq!(run(&["1", "old.json"]).0, 2);
}
