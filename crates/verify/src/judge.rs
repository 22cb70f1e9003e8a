//! The verdict of an independent validator of JSON Schema on values of a place in the schema.

use std::collections::BTreeSet;

use codegen_build::schema::Document;
use jsonschema::{Resource, Validator};
use serde_json::{Map, Value, json};

/// What a validator is asked to pass over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Without {
    /// Patterns of strings and of keys.
    pub patterns: bool,
    /// Keywords that types do not express.
    pub widened: bool,
}

/// A schema as it is written and corrected.
#[derive(Debug)]
pub struct Judge {
    documents: Vec<(String, Value)>,
    /// Parts can be taken out: one document, whose references are all pointers into itself.
    apart: bool,
}

const WIDENED: [&str; 11] = [
    "not", "if", "then", "else", "contains", "minContains", "maxContains", "dependentSchemas", "unevaluatedItems",
    "unevaluatedProperties", "propertyNames",
];
const PATTERNS: [&str; 2] = ["pattern", "format"];

impl Judge {
    /// For the documents of a schema.
    pub fn new(documents: &[Document]) -> Result<Self, String> {
        let read = |document: &Document| {
            let json = serde_json::from_str(&document.json.to_string()).map_err(|error| error.to_string())?;
            Ok((document.name.clone(), json))
        };
        let documents: Vec<(String, Value)> = documents.iter().map(read).collect::<Result<_, String>>()?;
        let apart = match documents.as_slice() {
            [(_, only)] => is_plain(only),
            _ => false,
        };
        Ok(Self { documents, apart })
    }

    /// Whether a document has this place.
    fn document(&self, pointer: &str) -> Option<&(String, Value)> {
        self.documents.iter().find(|(_, json)| json.pointer(pointer).is_some())
    }

    /// A validator for a place, and for what stands beside it where it is a branch.
    pub fn at(&self, pointer: &str, without: Without) -> Result<Validator, String> {
        let (name, document) = self.document(pointer).ok_or_else(|| format!("{pointer} leads nowhere"))?;
        let steps: Vec<&str> = pointer.split('/').skip(1).collect();
        let mut end = steps.len();
        let parent = |end: usize| steps[..end].iter().map(|step| format!("/{step}")).collect::<String>();
        let mut parts = vec![json!({ "$ref": reference("", pointer) })];
        // One of several types is a branch as well.
        if end >= 2
            && steps[end - 2] == "type"
            && let Some(Value::Object(mut members)) = document.pointer(&parent(end - 2)).cloned()
        {
            let kind = document.pointer(pointer).cloned();
            members.extend(kind.map(|kind| ("type".to_owned(), kind)));
            end -= 2;
            parts = vec![Value::Object(members)];
        }
        while end >= 2 && matches!(steps[end - 2], "oneOf" | "anyOf" | "allOf") && steps[end - 1].parse::<u32>().is_ok() {
            let combined = steps[end - 2];
            end -= 2;
            if let Some(Value::Object(members)) = document.pointer(&parent(end)) {
                let mut members = members.clone();
                if combined != "allOf" {
                    members.remove(combined);
                }
                // A `$ref` beside them hides the others in older drafts, and the definitions are there already.
                members.retain(|key, _| !["definitions", "$defs", "$schema", "$id"].contains(&key.as_str()));
                parts.push(Value::Object(members));
            }
        }
        self.build(name, document, pointer, parts, without)
    }

    fn build(
        &self,
        name: &str,
        document: &Value,
        pointer: &str,
        mut parts: Vec<Value>,
        without: Without,
    ) -> Result<Validator, String> {
        let mut options = jsonschema::options();
        options = options.should_validate_formats(false);
        let mut root;
        let named = ["/definitions/", "/$defs/"].iter().any(|group| pointer.starts_with(group));
        if self.apart && named {
            root = Value::Object(Map::new());
            if let Some(dialect) = document.get("$schema") {
                root["$schema"] = dialect.clone();
            }
            let mut open = Vec::new();
            parts.iter().for_each(|part| references(part, &mut |target| open.push(definition_of(document, target))));
            let mut seen = BTreeSet::new();
            while let Some(place) = open.pop() {
                if !seen.insert(place.clone()) {
                    continue;
                }
                let part = document.pointer(&place).ok_or_else(|| format!("{place} leads nowhere"))?.clone();
                references(&part, &mut |target| open.push(definition_of(document, target)));
                put(&mut root, &place, part);
            }
            root["allOf"] = Value::Array(parts);
        } else {
            for (number, (own, document)) in self.documents.iter().enumerate() {
                let mut json = document.clone();
                strip(&mut json, without);
                let resource = Resource::from_contents(json).map_err(|error| error.to_string())?;
                options = options.with_resource(address(number, own, document), resource);
            }
            let number = self.documents.iter().position(|(own, _)| own == name).unwrap_or_default();
            let base = address(number, name, document);
            parts.iter_mut().for_each(|part| rebase(part, &base));
            root = json!({ "allOf": parts });
            if let Some(dialect) = document.get("$schema") {
                root["$schema"] = dialect.clone();
            }
        }
        strip(&mut root, without);
        options.build(&root).map_err(|error| error.to_string())
    }
}

/// What references to a document start with: what it calls itself, else a name that cannot be another's.
fn address(number: usize, name: &str, document: &Value) -> String {
    let own = document.get("$id").and_then(Value::as_str).map(|id| id.trim_end_matches('#'));
    let file = match own {
        Some(id) if id.contains(':') => return id.to_owned(),
        Some(id) if !id.is_empty() => id,
        _ => name.rsplit('/').next().unwrap_or_default(),
    };
    format!("codegen://schema/{number}/{}", file.replace('%', "%25").replace(' ', "%20"))
}

fn reference(base: &str, pointer: &str) -> String {
    let mut text = format!("{base}#");
    for byte in pointer.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// Whether all references are pointers into the document, and nothing in it has an address of its own.
fn is_plain(json: &Value) -> bool {
    match json {
        Value::Object(members) => members.iter().all(|(key, member)| match (key.as_str(), member) {
            ("$ref", Value::String(text)) => text.starts_with("#/"),
            ("$id" | "id" | "$anchor" | "$dynamicRef" | "$recursiveRef", Value::String(_)) => false,
            (_, member) => is_plain(member),
        }),
        Value::Array(items) => items.iter().all(is_plain),
        _ => true,
    }
}

/// References into the document from a schema that lies outside of it.
fn rebase(json: &mut Value, base: &str) {
    match json {
        Value::Object(members) => {
            for (key, member) in members {
                match member {
                    Value::String(text) if key == "$ref" && text.starts_with('#') => text.insert_str(0, base),
                    member => rebase(member, base),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rebase(item, base)),
        _ => {}
    }
}

fn references(json: &Value, found: &mut dyn FnMut(&str)) {
    match json {
        Value::Object(members) => {
            if let Some(target) = members.get("$ref").and_then(Value::as_str) {
                found(&decode(target.trim_start_matches('#')));
            }
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let hex = more.get(..2).and_then(|two| std::str::from_utf8(two).ok()).filter(|_| first == b'%');
        if let Some(byte) = hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            bytes.push(byte);
            rest = &more[2..];
        } else {
            bytes.push(first);
            rest = more;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The definition that holds a place; groups of definitions are passed.
fn definition_of(document: &Value, pointer: &str) -> String {
    let mut here = String::new();
    let mut node = document;
    let mut inside = false;
    for step in pointer.split('/').skip(1) {
        here = format!("{here}/{step}");
        let Some(next) = node.pointer(&format!("/{step}")) else { return pointer.to_owned() };
        node = next;
        if inside && !is_group(node) {
            return here;
        }
        inside = inside || matches!(step, "definitions" | "$defs");
    }
    pointer.to_owned()
}

fn is_group(json: &Value) -> bool {
    const WORDS: [&str; 14] = [
        "type", "properties", "$ref", "oneOf", "anyOf", "allOf", "enum", "const", "items", "additionalProperties",
        "description", "title", "required", "not",
    ];
    json.as_object().is_some_and(|members| {
        !members.is_empty()
            && members.values().all(|member| member.is_object() || member.is_boolean())
            && !WORDS.iter().any(|word| members.contains_key(*word))
    })
}

fn put(root: &mut Value, pointer: &str, part: Value) {
    let mut here = root;
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let Value::Object(members) = here else { return };
        here = members.entry(step).or_insert_with(|| Value::Object(Map::new()));
    }
    *here = part;
}

/// Takes keywords out of a schema, and of those in it; data is no schema.
fn strip(schema: &mut Value, without: Without) {
    if without == Without::default() {
        return;
    }
    let Value::Object(members) = schema else { return };
    if without.patterns {
        members.retain(|key, value| !(PATTERNS.contains(&key.as_str()) && value.is_string()));
    }
    if without.widened {
        members.retain(|key, _| !WIDENED.contains(&key.as_str()));
    }
    for (key, member) in members.iter_mut() {
        match (key.as_str(), member) {
            ("enum" | "const" | "default" | "examples" | "required", _) => {}
            ("properties" | "definitions" | "$defs" | "patternProperties" | "dependencies", Value::Object(named)) => {
                named.values_mut().for_each(|schema| strip_all(schema, without));
            }
            (_, Value::Array(list)) => list.iter_mut().for_each(|schema| strip(schema, without)),
            (_, schema) => strip(schema, without),
        }
    }
}

/// A definition, or a group of them.
fn strip_all(schema: &mut Value, without: Without) {
    if is_group(schema) {
        if let Value::Object(named) = schema {
            named.values_mut().for_each(|schema| strip_all(schema, without));
        }
    } else {
        strip(schema, without);
    }
}
