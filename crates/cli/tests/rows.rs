//! The list of hostile inputs, row by row: which test or fixture holds each to its outcome. Rows that no other
//! test has are here.
//!
//! A fixture proves that what a row holds is inert: it is compiled, linted and run with values in each language
//! (`tests/tests/{rust,python,typescript}.rs`), and parsed again with its items compared (`tests/tests/fuzz.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use common::{CONFIG, Folder, Ran};

/// What holds a row to its outcome.
enum Proof {
    /// A test: its file and its name.
    Test(&'static str, &'static str),
    /// A fixture, and what in it is the row's input, as JSON writes it.
    Fixture(&'static str, &'static str),
}

use Proof::{Fixture, Test};

const REFUSED: Proof = Test("crates/cli/tests/hostile.rs", "what_must_be_refused_is_refused_at_its_place");
const UNREADABLE: Proof = Test("crates/cli/tests/hostile.rs", "what_is_no_json_is_refused_at_its_place");
const PATHS: Proof = Test("crates/cli/tests/hostile.rs", "keys_that_are_paths_stay_inside");
const LOOKS: Proof =
    Test("crates/cli/tests/hostile.rs", "names_that_look_the_same_are_said_and_can_be_settled");
const WHEELS: Proof =
    Test("crates/cli/tests/pull.rs", "hostile_wheels_are_refused_before_anything_of_them_runs");

const fn ir(name: &'static str) -> Proof {
    Test("crates/ir/tests/hostile.rs", name)
}

const fn here(name: &'static str) -> Proof {
    Test("crates/cli/tests/rows.rs", name)
}

const fn output(name: &'static str) -> Proof {
    Test("crates/build/src/output/tests.rs", name)
}

const ROWS: &[(u8, &[Proof])] = &[
    (1, &[Fixture("docs", r"*/ alert(1) /*")]),
    (2, &[Fixture("docs", r#"\"\"\"\nimport os"#)]),
    (3, &[Fixture("docs", r#"ends in a backslash \\""#)]),
    (4, &[Fixture("docs", r#"ends in a quote \"""#)]),
    (5, &[Fixture("docs", r"]]; fn x(){}\n")]),
    (6, &[Fixture("docs", "line\\rtwo\u{2028}three\u{2029}four\u{85}five\\u000bsix\\fseven")]),
    (7, &[Fixture("docs", r"nul \u0000 esc \u001b")]),
    (8, &[Fixture("docs", r#"```\npanic!(\"doctest\");\n```\n\n    indented code"#)]),
    (9, &[Fixture("docs", "[foo] <T> https://example.com/a_b*c*")]),
    (10, &[Fixture("docs", "@deprecated @internal {@link x}")]),
    (11, &[Fixture("docs", "\u{202e}\u{2066} bidi \u{2069}")]),
    (12, &[Fixture("names-fields", "\u{202e}\u{2066}bidi"), Fixture("names-values", "\"\u{202e}\"")]),
    (13, &[Fixture("names-values", r#"\";process.exit()//"#)]),
    (14, &[Fixture("names-values", "${x}`")]),
    (15, &[Fixture("names-values", r#""\\u0022""#)]),
    (16, &[Fixture("names-values", "\"'''\""), Fixture("names-values", "\"{x}\"")]),
    (
        17,
        &[
            Fixture("names-values", "\"\""),
            Fixture("names-values", "\" \""),
            Fixture("names-values", "\"-\""),
        ],
    ),
    (18, &[Fixture("names-values", "\"a-b\""), Fixture("names-values", "\"aB\"")]),
    (19, &[here("a_thousand_values_of_one_name_are_told_apart_in_time")]),
    (20, &[Fixture("names-values", "\"crate\""), Fixture("names-worst", "\"Self\"")]),
    (21, &[Fixture("names-values", "\"Unknown\"")]),
    (22, &[Fixture("names-fields", "\"__slots__\""), Fixture("names-worst", "\"__pydantic_extra__\"")]),
    (23, &[Fixture("names-fields", "\"__proto__\""), Fixture("names-worst", "\"hasOwnProperty\"")]),
    (24, &[Fixture("names-fields", "\"model_config\""), Fixture("names-worst", "\"mro\"")]),
    (25, &[Fixture("names-fields", "\"async\""), Fixture("names-worst", "\"yield\"")]),
    (26, &[Fixture("names-fields", "\"self\""), Fixture("names-fields", "\"cls\"")]),
    (27, &[Fixture("names-fields", "\"\u{1f980}\""), Fixture("names-fields", "\".\"")]),
    (28, &[Fixture("names-fields", "\"_meta\""), Fixture("names-fields", "\"__x\"")]),
    (29, &[Fixture("names-fields", "\"fooBar\""), Fixture("names-fields", "\"foo_bar\"")]),
    (30, &[Fixture("names-fields", "\"extra\""), Fixture("names-fields", "\"extra_\"")]),
    (31, &[Fixture("names-fields", "\"Date\"")]),
    (32, &[Fixture("names-types", "\"Option\""), Fixture("names-types", "\"Some\"")]),
    (33, &[Fixture("names-types", "\"BaseModel\""), Fixture("names-types", "\"list\"")]),
    (34, &[Fixture("names-types", "\"Promise\""), Fixture("names-types", "\"unknown\"")]),
    (35, &[PATHS]),
    (36, &[PATHS, Fixture("names-methods", "CON/aux")]),
    (37, &[LOOKS, PATHS]),
    (38, &[PATHS, Fixture("names-methods", "__init__/__init__")]),
    (39, &[Fixture("names-types", "Longongong"), here("a_name_of_300_bytes_is_cut_and_told_apart")]),
    (40, &[LOOKS]),
    (41, &[REFUSED]),
    (42, &[REFUSED]),
    (43, &[here("a_title_that_is_code_is_a_name")]),
    (44, &[Fixture("titles", "PostalAddress"), here("a_title_that_is_code_is_a_name")]),
    (45, &[REFUSED]),
    (46, &[REFUSED, Test("crates/schema/tests/bad_input.rs", "references_stay_within_the_input")]),
    (47, &[REFUSED, Test("crates/schema/tests/bad_input.rs", "references_are_followed_to_schemas_only")]),
    (48, &[REFUSED]),
    (49, &[REFUSED, ir("definitions_of_nothing_but_each_other_have_no_value")]),
    (50, &[REFUSED, ir("definitions_of_nothing_but_each_other_have_no_value")]),
    (51, &[UNREADABLE, Test("crates/schema/tests/bad_input.rs", "nesting_is_limited")]),
    (52, &[ir("ten_thousand_definitions_deep_is_no_recursion")]),
    (53, &[ir("a_bomb_of_references_does_not_go_off")]),
    (54, &[ir("variants_that_contain_their_union_are_bounded")]),
    (55, &[ir("sets_of_required_members_are_a_rule")]),
    (56, &[here("a_schema_too_large_is_not_even_read"), here("too_many_definitions_are_an_error")]),
    (57, &[UNREADABLE]),
    (58, &[UNREADABLE, Test("crates/cli/tests/bad_input.rs", "a_schema_that_is_not_utf_8")]),
    (59, &[UNREADABLE]),
    (60, &[REFUSED, UNREADABLE]),
    (61, &[UNREADABLE, here("defaults_are_exact_or_refused")]),
    (62, &[Fixture("defaults", "__import__('os')")]),
    (63, &[here("defaults_are_exact_or_refused")]),
    (64, &[Fixture("strings", "^(a+)+$"), here("patterns_are_words_for_people")]),
    (65, &[ir("keywords_that_name_code_are_ignored_and_said"), here("what_names_code_is_no_code")]),
    (66, &[ir("keywords_that_name_code_are_ignored_and_said"), here("what_names_code_is_no_code")]),
    (67, &[Fixture("methods", "\"then\""), Fixture("names-methods", "../../x")]),
    (68, &[Fixture("names-methods", "\"a_b\""), Fixture("names-methods", "\"a/b\"")]),
    (69, &[REFUSED, ir("methods_must_have_one_name")]),
    (70, &[ir("a_tag_that_two_variants_share_is_no_tag"), here("a_tag_of_two_variants_is_said")]),
    (71, &[here("a_required_member_that_is_not_described_is_said")]),
    (72, &[REFUSED, ir("what_no_value_satisfies_is_never_and_said"), Fixture("any-never", "false")]),
    (73, &[Fixture("enumerations", "\"Mixed\""), here("an_enumeration_of_anything_is_typed")]),
    (74, &[WHEELS]),
    (75, &[WHEELS, Test("crates/cli/tests/pull.rs", "hashes_of_lock_files_count")]),
    (76, &[Test("crates/cli/tests/pull.rs", "a_runtime_that_misbehaves_is_stopped_and_quoted")]),
    (77, &[output("links_are_not_followed"), output("a_file_of_the_users_in_our_folder_is_not_replaced")]),
    (78, &[Test("crates/schema/tests/overlays.rs", "a_fix_that_no_longer_applies_is_an_error")]),
    (
        79,
        &[
            Test("crates/build/src/config/tests.rs", "a_file_too_large_or_not_utf_8_is_refused"),
            Test("crates/cli/tests/bad_input.rs", "a_key_misspelt_in_the_configuration"),
            Test("crates/cli/tests/bad_input.rs", "a_configuration_of_another_version"),
        ],
    ),
    (80, &[Fixture("schemars-1", "$defs"), Fixture("unevaluated", "unevaluatedProperties")]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn each_row_has_its_test() {
    let rows: Vec<u8> = ROWS.iter().map(|(row, _)| *row).collect();
    assert_eq!(rows, (1..=80).collect::<Vec<u8>>());
    for (row, proofs) in ROWS {
        assert!(!proofs.is_empty(), "row {row}");
        for proof in *proofs {
            match proof {
                Test(file, name) => {
                    let text = std::fs::read_to_string(root().join(file)).unwrap();
                    let head = format!("#[test]\nfn {name}()");
                    let inner = format!("#[test]\n    fn {name}()");
                    assert!(text.contains(&head) || text.contains(&inner), "row {row}: {file} has no {name}");
                }
                Fixture(name, input) => {
                    let path = root().join(format!("tests/fixtures/{name}.schema.json"));
                    let text = std::fs::read_to_string(path).unwrap();
                    assert!(text.contains(input), "row {row}: {name} has no {input}");
                }
            }
        }
    }
}

fn generated(schema: &str) -> (Folder, Ran) {
    let folder = Folder::with_protocol();
    folder.write("schema.json", schema);
    let ran = folder.run(&["generate"]);
    (folder, ran)
}

fn definitions(body: &str) -> (Folder, Ran) {
    generated(&format!("{{\"definitions\": {{{body}}}}}"))
}

/// All that was generated for the types of the schema, without what every schema gets.
fn code(folder: &Folder) -> String {
    let own = |file: &String| file.starts_with("gen/") && !file.ends_with(".codegen.json");
    folder.files().iter().filter(|file| own(file)).map(|file| folder.read(file)).collect()
}

fn within(limit: u64, work: impl FnOnce()) {
    let start = Instant::now();
    work();
    assert!(start.elapsed() < Duration::from_secs(limit), "took {:?}", start.elapsed());
}

#[test]
fn a_thousand_values_of_one_name_are_told_apart_in_time() {
    let values: Vec<String> = (0..1000)
        .map(|index| format!("\"a{}b\"", ["-", "_", " "][index % 3].repeat(1 + index / 3)))
        .collect();
    within(30, || {
        let (folder, ran) = definitions(&format!(r#""E": {{"enum": [{}]}}"#, values.join(",")));
        ran.ends(0);
        let text = folder.read("gen/typescript/types.ts");
        let members = text.split("export const E = {").nth(1).unwrap().split("} as const").next().unwrap();
        let names: BTreeSet<&str> =
            members.lines().filter_map(|line| line.trim().split_once(':')).map(|(name, _)| name).collect();
        assert_eq!(names.len(), 1000);
    });
}

#[test]
fn a_name_of_300_bytes_is_cut_and_told_apart() {
    let (one, other) = (format!("{}a", "x".repeat(299)), format!("{}b", "x".repeat(299)));
    let (folder, ran) =
        definitions(&format!(r#""{one}": {{"type": "object"}}, "{other}": {{"type": "object"}}"#));
    ran.ends(0);
    for line in code(&folder).lines().filter(|line| line.contains("xxxxx")) {
        let longest = line.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::len).max();
        assert!(longest <= Some(135), "{line}");
    }
}

#[test]
fn a_title_that_is_code_is_a_name() {
    let (folder, ran) = definitions(
        r#""Key": {"title": "Other Name", "type": "object", "properties": {"x": {"title": "Foo]] { } pub fn evil", "type": "object", "properties": {"y": true}}}}"#,
    );
    ran.ends(0);
    let text = code(&folder);
    // The key of a definition has precedence over its title; what has no key is called after its title.
    assert!(text.contains("class Key(") && !text.contains("class OtherName("), "{text}");
    assert!(text.contains("FooPubFnEvil") && !text.contains("fn evil"), "{text}");
}

#[test]
fn a_schema_too_large_is_not_even_read() {
    let folder = Folder::with_protocol();
    // Sparse: 200 MB that are nowhere.
    std::fs::File::create(folder.path().join("schema.json")).unwrap().set_len(200 << 20).unwrap();
    within(2, || {
        folder.run(&["generate"]).ends(2).says("error[limit-bytes]").says("209715200 bytes");
    });
}

#[test]
fn too_many_definitions_are_an_error() {
    let mut body = String::new();
    for index in 0..200_001 {
        let _ = write!(body, "{}\"D{index}\":true", if index > 0 { "," } else { "" });
    }
    within(30, || {
        let (_, ran) = definitions(&body);
        ran.ends(2).says("error[limit-definitions]").says("200001 definitions").says("schema.json:1:");
    });
}

#[test]
fn defaults_are_exact_or_refused() {
    let (folder, ran) = definitions(
        r#""A": {"type": "object", "properties": {
            "big": {"type": "integer", "default": 18446744073709551616},
            "most": {"type": "integer", "format": "uint64", "default": 18446744073709551615},
            "bad": {"type": "string", "default": 5},
            "deep": {"type": "object", "default": {"a": {"b": {"c": [1, {"d": null}]}}}}}}"#,
    );
    ran.ends(0).says("warning[bad-default]").says("#/definitions/A/properties/bad/default");
    let text = code(&folder);
    // One more than 64 bits hold is kept exactly or left out with words, never rounded.
    assert!(!text.contains("1.8446744073709552e"), "{text}");
    assert!(text.contains("18446744073709551615"), "{text}");
}

#[test]
fn patterns_are_words_for_people() {
    for pattern in ["(a+)+$", "(", "a/b", "a\\nb", "*/ x", "\\\"\\\"\\\"", "`${x}`"] {
        within(10, || {
            let (_, ran) = definitions(&format!(r#""A": {{"type": "string", "pattern": "{pattern}"}}"#));
            ran.ends(0).says("warning[unchecked-pattern]");
        });
    }
}

#[test]
fn what_names_code_is_no_code() {
    let (folder, ran) = definitions(
        r#""A": {"type": "object", "x-rust-type": {"crate": "evil_crate", "path": "evil_crate::T"}, "properties": {
            "x": {"type": "string", "format": "\"; import evil_module", "x-python-import": "evil_module", "tsType": "EvilType", "customTypePath": "evil_module.T", "existingJavaType": "EvilType"}}}"#,
    );
    ran.ends(0);
    let text = code(&folder);
    for word in ["evil_crate", "EvilType", "customTypePath"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    assert!(!text.lines().any(|line| line.trim_start().starts_with("import evil")), "{text}");
}

#[test]
fn a_tag_of_two_variants_is_said() {
    for keyword in ["anyOf", "oneOf"] {
        let variant = |member: &str| {
            format!(
                r#"{{"type": "object", "required": ["t", "{member}"], "properties": {{"t": {{"const": "a"}}}}}}"#
            )
        };
        let (_, ran) = definitions(&format!(r#""U": {{"{keyword}": [{}, {}]}}"#, variant("x"), variant("y")));
        ran.ends(0).says("warning[ambiguous-union]: two branches have the same `t`: \"a\"");
    }
}

#[test]
fn a_required_member_that_is_not_described_is_said() {
    let (folder, ran) = definitions(r#""A": {"type": "object", "required": ["absent"]}"#);
    ran.ends(0).says("warning[undeclared-property]").says("schema.json:1:");
    assert!(folder.read("gen/typescript/types.ts").contains("absent: "), "{}", code(&folder));
}

#[test]
fn an_enumeration_of_anything_is_typed() {
    let (folder, ran) = definitions(r#""E": {"enum": [1, "a", null, {}]}"#);
    ran.ends(0);
    let text = folder.read("gen/typescript/types.ts");
    assert!(text.contains("null") && text.contains("\"a\""), "{text}");
}

#[test]
fn a_configuration_is_no_way_out_of_the_project() {
    for out in ["../out", "/tmp/out", "gen/../../out", "."] {
        let folder = Folder::new();
        folder.write("inner/schema.json", common::SCHEMA);
        folder.write("inner/codegen.toml", &CONFIG.replace("gen/rust", out));
        let before = folder.files();
        let ran = folder.run(&["generate", "--config", "inner/codegen.toml"]);
        ran.ends(2);
        assert_eq!(folder.files(), before, "{out}");
    }
}
