//! The JSON Schema Test Suite: for each group the types agree with its verdicts, or a diagnostic says which
//! keyword they do not express. The tally is a snapshot, so that it does not get worse unnoticed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use codegen_ir::schema::{Bundle, Diagnostics, Json, Limits, whole};
use codegen_ir::{Policy, Protocol, Type, Value, accepts, lower};

/// What a draft says of `$schema`; from 2019-09 on the groups say it themselves.
const DRAFTS: [(&str, Option<&str>); 5] = [
    ("draft4", Some("http://json-schema.org/draft-04/schema#")),
    ("draft6", Some("http://json-schema.org/draft-06/schema#")),
    ("draft7", Some("http://json-schema.org/draft-07/schema#")),
    ("draft2019-09", None),
    ("draft2020-12", None),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn lines(name: &str) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(root().join(format!("tests/suite/{name}.jsonl"))).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The documents that a schema refers to, and those that they refer to.
fn remotes<'a>(schema: &str, all: &'a [serde_json::Value]) -> Vec<&'a serde_json::Value> {
    let mut texts = vec![schema.to_owned()];
    let mut taken = BTreeSet::new();
    let mut found = Vec::new();
    while let Some(text) = texts.pop() {
        for remote in all {
            let uri = remote["uri"].as_str().unwrap();
            let last = uri.rsplit('/').next().unwrap();
            let named = text.contains(uri) || uri.starts_with("http://localhost") && text.contains(last);
            if named && taken.insert(uri) {
                texts.push(remote["schema"].to_string());
                found.push(remote);
            }
        }
    }
    found
}

/// The documents of the suite that others refer to.
static REMOTES: LazyLock<Vec<serde_json::Value>> = LazyLock::new(|| lines("remotes"));

/// One schema, or a folder of it and of what it refers to.
fn load(schema: &serde_json::Value, dialect: Option<&str>) -> Result<(Bundle, Diagnostics), Diagnostics> {
    let mut schema = schema.clone();
    if let (Some(members), Some(dialect)) = (schema.as_object_mut(), dialect) {
        members.entry("$schema").or_insert_with(|| dialect.into());
    }
    let text = schema.to_string();
    // The `$schema` of a schema is not something that it refers to.
    let mut spoken = schema.clone();
    spoken.as_object_mut().map(|members| members.remove("$schema"));
    let mut remotes = remotes(&spoken.to_string(), &REMOTES);
    // What json-schema.org publishes is known without a file.
    remotes.retain(|remote| !remote["uri"].as_str().unwrap().contains("json-schema.org"));
    if remotes.is_empty() {
        return Bundle::from_text("Whole.json", &text, &[], &Limits::default());
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("Whole.json"), text).unwrap();
    for (index, remote) in remotes.into_iter().enumerate() {
        let mut schema = remote["schema"].clone();
        let key = if dialect.is_some_and(|dialect| dialect.contains("draft-04")) { "id" } else { "$id" };
        if let Some(members) = schema.as_object_mut() {
            members.entry(key).or_insert_with(|| remote["uri"].clone());
        }
        std::fs::write(folder.path().join(format!("Remote{index}.json")), schema.to_string()).unwrap();
    }
    Bundle::load(folder.path(), &[], &Limits::default())
}

fn ids(found: &Diagnostics) -> String {
    let ids: BTreeSet<&str> = found.clone().sorted().iter().map(|one| one.id).collect();
    ids.into_iter().collect::<Vec<_>>().join(", ")
}

/// The type of the whole schema, and what was said about it.
fn compile(schema: &serde_json::Value, dialect: Option<&str>) -> Result<(Protocol, Value, String), String> {
    let (bundle, mut warnings) = load(schema, dialect).map_err(|errors| ids(&errors))?;
    let policy = Policy { open_enumerations: false, open_unions: false, ..Policy::default() };
    let (protocol, more) = lower(&bundle, &policy).map_err(|errors| ids(&errors))?;
    warnings.append(more);
    let definition = bundle
        .iter()
        .find(|(_, one)| one.schema.pointer.as_str().is_empty() && one.file.ends_with("Whole.json"));
    let name = &definition.expect("the root is a type").1.name;
    let (id, _) = protocol.types.iter().find(|(_, def)| def.name == *name).unwrap();
    Ok((protocol, Value { kind: Type::Ref(id), nullable: false }, ids(&warnings)))
}

/// The value with integers where it has `1.0`.
fn respelled(value: &Json) -> Json {
    match value {
        Json::Number(number) => match whole(number) {
            Some(value) => Json::Number(value.into()),
            None => value.clone(),
        },
        Json::Array(items) => Json::Array(items.iter().map(respelled).collect()),
        Json::Object(members) => {
            Json::Object(members.iter().map(|(key, one)| (key.clone(), respelled(one))).collect())
        }
        other => other.clone(),
    }
}

#[derive(Default, Clone, Copy)]
struct Tally {
    agree: usize,
    /// Refused, because an integer is spelled as a float: the documented policy.
    spelled: usize,
    /// Accepted against the suite, with a diagnostic.
    wider: usize,
    /// Refused against the suite, with a diagnostic.
    narrower: usize,
    /// The errors say why.
    no_code: usize,
    silent: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.agree += other.agree;
        self.spelled += other.spelled;
        self.wider += other.wider;
        self.narrower += other.narrower;
        self.no_code += other.no_code;
        self.silent += other.silent;
    }

    fn all(self) -> usize {
        self.agree + self.spelled + self.wider + self.narrower + self.no_code + self.silent
    }

    fn row(self, name: &str) -> String {
        let Self { agree, spelled, wider, narrower, no_code, silent } = self;
        let all = self.all();
        format!("{name:<24}{all:>6}{agree:>7}{spelled:>9}{wider:>7}{narrower:>10}{no_code:>9}{silent:>8}\n")
    }
}

fn group(group: &serde_json::Value, dialect: Option<&str>, details: &mut String) -> Tally {
    let mut tally = Tally::default();
    let tests = group["tests"].as_array().unwrap();
    let name = format!("{}: {}", group["file"].as_str().unwrap(), group["description"].as_str().unwrap());
    let (protocol, kind, said) = match compile(&group["schema"], dialect) {
        Ok(compiled) => compiled,
        Err(ids) => {
            let _ = writeln!(details, "  {name}: no code ({ids})");
            return Tally { no_code: tests.len(), ..tally };
        }
    };
    for test in tests {
        let json: Json = serde_json::from_str(&test["data"].to_string()).unwrap();
        let (ours, valid) = (accepts(&protocol, &kind, &json), test["valid"].as_bool().unwrap());
        if ours == valid {
            tally.agree += 1;
            continue;
        }
        if valid && accepts(&protocol, &kind, &respelled(&json)) {
            tally.spelled += 1;
            continue;
        }
        let verdict = if ours { "accepted" } else { "refused" };
        let data = &test["data"];
        if said.is_empty() {
            tally.silent += 1;
            let _ = writeln!(details, "  {name}: {data} is {verdict} SILENTLY");
        } else {
            *(if ours { &mut tally.wider } else { &mut tally.narrower }) += 1;
            let _ = writeln!(details, "  {name}: {data} is {verdict} ({said})");
        }
    }
    tally
}

#[test]
fn the_test_suite_is_agreed_with_or_the_difference_is_diagnosed() {
    let head = "                         tests  agree  spelled  wider  narrower  no code  silent\n";
    let (mut summary, mut all_details) = (head.to_owned(), String::new());
    for (draft, dialect) in DRAFTS {
        let (mut total, mut details) = (Tally::default(), String::new());
        let mut files: BTreeMap<String, Tally> = BTreeMap::new();
        for line in lines(draft) {
            let tally = group(&line, dialect, &mut details);
            total.add(tally);
            files.entry(line["file"].as_str().unwrap().to_owned()).or_default().add(tally);
        }
        assert!(total.all() > 600, "{draft} has lost its tests");
        assert_eq!(total.silent, 0, "{draft}: differences that no diagnostic speaks of\n{details}");
        assert!(total.agree * 100 >= total.all() * 85, "{}", total.row(draft));
        summary.push_str(&total.row(draft));
        let _ = writeln!(all_details, "\n{draft}\n{head}");
        for (file, tally) in files.into_iter().filter(|(_, tally)| tally.agree < tally.all()) {
            all_details.push_str(&tally.row(&format!("  {file}")));
        }
        let _ = write!(all_details, "\n{details}");
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots/suite"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("tally", format!("{summary}{all_details}")));
}

/// The value, and each that has something else in the place of one part.
fn changed(json: &serde_json::Value) -> Vec<serde_json::Value> {
    let mut all = vec![serde_json::json!(-1), serde_json::json!("a b#"), serde_json::json!([]), true.into()];
    match json {
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                for other in changed(value) {
                    let mut members = members.clone();
                    members.insert(key.clone(), other);
                    all.push(members.into());
                }
            }
        }
        serde_json::Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                for other in changed(value) {
                    let mut items = items.clone();
                    items[index] = other;
                    all.push(items.into());
                }
            }
        }
        _ => {}
    }
    all
}

/// The published documents, as they are built in, against those of another author: on the suite's schemas, and on
/// what a change makes of each.
#[test]
fn the_published_documents_say_what_they_say_elsewhere() {
    let addresses = ["draft-04/schema#", "draft-06/schema#", "draft-07/schema#"]
        .map(|name| format!("http://json-schema.org/{name}"))
        .into_iter()
        .chain(["2019-09", "2020-12"].map(|name| format!("https://json-schema.org/draft/{name}/schema")));
    for (address, (draft, _)) in addresses.zip(DRAFTS) {
        let text = format!(r#"{{"$schema": "{address}", "allOf": [{{"$ref": "{address}"}}]}}"#);
        let read = Bundle::document_of_text("all.json", &text, &[], &Limits::default()).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&read[0].json.to_string()).unwrap();
        let group = schema.get("definitions").or_else(|| schema.get("$defs")).expect("it is built in");
        let (_, ours) = group.as_object().unwrap().iter().next().unwrap();
        let mut ours = ours.clone();
        ours["$schema"] = address.clone().into();
        // Under its own address the other author's would be taken.
        ours["$id"] = "urn:ours".into();
        ours.as_object_mut().unwrap().remove("id");
        if draft == "draft4" {
            // There the other author's says less.
            ours["properties"]["enum"] = serde_json::json!({ "type": "array" });
        }
        let ours = jsonschema::options().should_validate_formats(false).build(&ours).unwrap();
        let theirs = serde_json::json!({ "$schema": address, "$ref": address });
        let theirs = jsonschema::options().should_validate_formats(false).build(&theirs).unwrap();
        let (mut accepted, mut refused) = (0, 0);
        // Every fifth is enough: each change is a validation.
        for line in lines(draft).into_iter().step_by(5) {
            for schema in changed(&line["schema"]) {
                let verdict = theirs.is_valid(&schema);
                assert_eq!(ours.is_valid(&schema), verdict, "{draft}: {schema}");
                *(if verdict { &mut accepted } else { &mut refused }) += 1;
            }
        }
        assert!(accepted > 50 && refused > 500, "{draft}: {accepted} accepted, {refused} refused");
    }
}
