//! SARIF 2.1.0.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use super::Entry;
use super::root::{from_root, prefix};

pub fn render(entries: &[Entry]) -> String {
    let ids: BTreeSet<&str> = entries.iter().map(|entry| entry.finding.id).collect();
    let rules: Vec<Value> = ids.into_iter().map(rule).collect();
    let prefix = prefix();
    let results: Vec<Value> = entries.iter().map(|entry| result(entry, &prefix)).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "codegen",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

/// What is known of a rule by its id: of changes all, of warnings what they are about.
fn rule(id: &str) -> Value {
    let text = |text: &str| json!({ "text": text });
    if let Some(rule) = codegen_diff::rules::all().find(|rule| rule.id == id) {
        return json!({
            "id": id,
            "name": rule.slug,
            "shortDescription": text(rule.title),
            "fullDescription": text(rule.why),
            "help": text(rule.way_out),
        });
    }
    match codegen_build::rules::RULES.iter().find(|rule| rule.id == id) {
        Some(rule) => json!({ "id": id, "shortDescription": text(rule.summary) }),
        None => json!({ "id": id }),
    }
}

fn result(entry: &Entry, prefix: &Path) -> Value {
    let finding = &entry.finding;
    let mut message = finding.message.clone();
    for more in [&finding.note, &finding.help].into_iter().flatten() {
        message.push('\n');
        message.push_str(more);
    }
    let mut result =
        json!({ "ruleId": finding.id, "level": finding.severity, "message": { "text": message } });
    if finding.file.is_empty() {
        return result;
    }
    let mut place = json!({ "artifactLocation": { "uri": uri(&inside(prefix, &finding.file)) } });
    if let Some(spot) = &finding.spot {
        place["region"] = json!({
            "startLine": spot.line,
            "startColumn": spot.column,
            "endLine": spot.end_line,
            "endColumn": spot.end_column,
        });
    }
    let mut location = json!({ "physicalLocation": place });
    if let Some(pointer) = &finding.pointer {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": pointer }]);
    }
    result["locations"] = json!([location]);
    result
}

/// A file from the root of the repository, one that was named by its whole path too.
fn inside(prefix: &Path, file: &str) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let root = here.ancestors().nth(prefix.components().count());
    let below = root.and_then(|root| Path::new(file).strip_prefix(root).ok());
    below.map_or_else(
        || from_root(prefix, file),
        |below| from_root(Path::new(""), &below.display().to_string()),
    )
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    path.bytes().fold(String::new(), |mut all, byte| {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            all.push(char::from(byte));
        } else {
            let _ = write!(all, "%{byte:02X}");
        }
        all
    })
}
