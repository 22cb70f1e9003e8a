use std::path::Path;

use codegen_rust::target::ir::schema::Diagnostic;

use super::{Config, json_schema};

const MINIMAL: &str = "version = 1\nschema = \"s.json\"\n[[targets]]\nlang = \"rust\"\nout = \"gen\"\n";

fn errors(file: &str, text: &str) -> Vec<Diagnostic> {
    Config::parse(file, text, Path::new("")).unwrap_err().sorted()
}

fn ids(text: &str) -> Vec<&'static str> {
    errors("codegen.toml", text).iter().map(|error| error.id).collect()
}

#[test]
fn paths_are_relative_to_the_file() {
    let config = Config::parse("a/codegen.toml", MINIMAL, Path::new("a")).unwrap();
    assert_eq!(config.schema, Path::new("a/s.json"));
    assert_eq!(config.source, "s.json");
    assert_eq!(config.targets[0].out, Path::new("a/gen"));
}

#[test]
fn every_independent_error_comes_out_at_once_with_its_bytes() {
    let text =
        "version = 2\nshcema = 3\ntargets = [{ lang = \"rusty\", out = \"\" }]\n[lints]\nwidend = \"deny\"\n";
    let errors = errors("codegen.toml", text);
    let found: Vec<(&str, &str)> =
        errors.iter().map(|error| (error.id, &text[error.place.span.clone().unwrap()])).collect();
    assert_eq!(
        found,
        [
            ("unknown-rule", "widend"),
            ("unknown-key", "shcema"),
            ("unknown-language", "\"rusty\""),
            ("wrong-type", "\"\""),
            ("config-version", "2"),
        ]
    );
    let help =
        |id: &str| errors.iter().find(|error| error.id == id).and_then(|error| error.help.clone()).unwrap();
    assert_eq!(help("unknown-key"), "did you mean `schema`?");
    assert_eq!(help("unknown-language"), "did you mean `rust`?");
    assert_eq!(help("unknown-rule"), "did you mean `widened`?");
}

#[test]
fn syntax_errors_come_out_at_once() {
    assert_eq!(ids("version = \nschema\n"), ["not-toml", "not-toml"]);
}

#[test]
fn a_pyproject_holds_it_under_tool() {
    let text = "[project]\nname = \"x\"\n[tool.codegen]\nversion = 1\nschema = \"s.json\"\n\
                targets = [{ lang = \"python\", out = \"src/x\" }]\n[tool.ruff]\nline-length = 3\n";
    let config = Config::parse("pyproject.toml", text, Path::new("")).unwrap();
    assert_eq!(config.targets[0].language.name, "python");
    let error = &errors("pyproject.toml", "[tool.codegen]\nversio = 1\n")[0];
    assert_eq!(error.place.pointer.as_ref().unwrap().to_string(), "#/tool/codegen");
    assert_eq!(errors("pyproject.toml", "[project]\n")[0].id, "missing-key");
}

#[test]
fn results_are_rules_and_a_table() {
    let text = format!(
        "{MINIMAL}[methods]\nprofile = \"messages\"\nresult = [\"{{stem}}Result\"]\n[methods.results]\n\"a/b\" = \"C\"\n\
         \"d/e\" = {{ result = \"none\", optional = true }}\n[methods.unions]\nclient-requests = \"Call\"\n"
    );
    let policy = Config::parse("codegen.toml", &text, Path::new("")).unwrap().policy;
    assert_eq!(policy.results, ["{stem}Result"]);
    assert_eq!(policy.profile, codegen_rust::target::ir::Profile::Messages);
    assert!(policy.results_place.is_some());
    assert_eq!(policy.result_table["a/b"].result.as_deref(), Some("C"));
    assert_eq!(
        (policy.result_table["d/e"].result.as_deref(), policy.result_table["d/e"].optional),
        (None, true)
    );
    assert_eq!(
        (policy.unions.client_requests.as_str(), policy.unions.server_requests.as_str()),
        ("Call", "")
    );
}

#[test]
fn openness_and_limits_are_read() {
    let text = format!(
        "{MINIMAL}[policy]\nenumerations = \"closed\"\ntypes = {{ Color = \"open\" }}\n[limits]\nbytes = 5\n"
    );
    let config = Config::parse("codegen.toml", &text, Path::new("")).unwrap();
    assert_eq!((config.policy.open_enumerations, config.policy.open_unions), (false, true));
    assert!(config.policy.openness["Color"].open);
    assert_eq!(config.limits.bytes, 5);
    assert_eq!(ids(&format!("{MINIMAL}[policy]\nunions = \"shut\"\n")), ["wrong-value"]);
    assert_eq!(ids(&format!("{MINIMAL}[limits]\nbytes = -1\n")), ["wrong-type"]);
}

#[test]
fn no_target_is_an_error() {
    assert_eq!(ids("version = 1\nschema = \"s.json\"\ntargets = []\n"), ["no-target"]);
    // Who compares schemas needs none.
    let config = Config::parse("codegen.toml", "version = 1\nschema = \"s.json\"\n", Path::new("")).unwrap();
    let found = config.require_targets().unwrap_err().sorted();
    assert_eq!((found[0].id, found[0].place.span.clone()), ("no-target", Some(21..29)));
}

#[test]
fn a_file_too_large_or_not_utf_8_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("codegen.toml");
    std::fs::write(&file, "#".repeat(10 << 20)).unwrap();
    assert_eq!(Config::load(&file).unwrap_err().sorted()[0].id, "limit-bytes");
    std::fs::write(&file, b"version = 1 # \xff").unwrap();
    assert_eq!(Config::load(&file).unwrap_err().sorted()[0].id, "not-utf-8");
}

/// Each option that the table of keys has for a language is one that the language reads.
#[test]
fn options_agree_with_their_languages() {
    use super::spec::Kind;
    for language in crate::lang::LANGUAGES.iter().filter(|language| language.is_available()) {
        for key in language.options {
            let samples: Vec<serde_json::Value> = match key.kind {
                Kind::Choice(words) => words.iter().map(|word| (*word).into()).collect(),
                Kind::Boolean => vec![true.into(), false.into()],
                Kind::Count => vec![3.into()],
                Kind::Text | Kind::Texts => vec!["x".into()],
                _ => panic!("an option of another kind: say here what it takes"),
            };
            for sample in samples {
                let mut options = serde_json::Map::new();
                options.insert(key.name.to_owned(), sample);
                let made = language.target(options.into());
                assert!(made.is_ok(), "{}.{}: {}", language.name, key.name, made.err().unwrap_or_default());
            }
        }
        let strange = language.target(serde_json::json!({ "no-such-option": 1 }));
        assert!(strange.is_err(), "{} takes options that it does not know", language.name);
    }
}

#[test]
fn the_json_schema_knows_every_key() {
    let schema = json_schema();
    let keys = |pointer: &str| -> Vec<String> {
        schema.pointer(pointer).and_then(|keys| keys.as_object()).unwrap().keys().cloned().collect()
    };
    assert_eq!(
        keys("/properties"),
        [
            "diff", "limits", "lints", "methods", "names", "overlays", "policy", "runtime", "schema",
            "targets", "version"
        ]
    );
    assert_eq!(
        schema.pointer("/properties/targets/items/oneOf/0/properties/lang/const"),
        Some(&"rust".into())
    );
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn decisions_about_differences_are_read_with_their_places() {
    let text = format!(
        "{MINIMAL}[diff]\nfail-on = \"risky\"\nlevels = {{ U01 = \"safe\" }}\naccepted = \"a.toml\"\n\
         [[diff.ignore]]\nrule = \"E02\"\nplace = \"X\"\nreason = \"r\"\nuntil = \"2024-02-29\"\n"
    );
    let diff = Config::parse("p/codegen.toml", &text, Path::new("p")).unwrap().diff;
    assert_eq!((diff.fail_on.as_deref(), diff.levels[0].level.as_str()), (Some("risky"), "safe"));
    assert_eq!(diff.accepted.as_deref(), Some(Path::new("p/a.toml")));
    assert_eq!(diff.ignore[0].day.as_deref(), Some("2024-02-29"));
    assert_eq!(&text[diff.ignore[0].at.span.clone().unwrap()], "\"E02\"");
    for (wrong, id) in [
        ("fail_on = \"risky\"", "unknown-key"),
        ("fail-on = \"breking\"", "wrong-value"),
        (
            "ignore = [{ rule = \"E02\", place = \"X\", reason = \"r\", until = \"2023-02-29\" }]",
            "wrong-type",
        ),
        ("ignore = [{ rule = \"E02\", place = \"X\" }]", "missing-key"),
    ] {
        assert_eq!(ids(&format!("{MINIMAL}[diff]\n{wrong}\n")), [id], "{wrong}");
    }
    let entries = super::accepted(
        "a.toml",
        "version = 1\n[[accepted]]\nrule = \"P05\"\nplace = \"X\"\nreason = \"r\"\n",
    );
    assert_eq!(entries.unwrap().len(), 1);
    assert_eq!(super::accepted("a.toml", "version = 2\n[[accept]]\n").unwrap_err().sorted().len(), 2);
}
