//! The JSON Schema of a configuration, for editors: made from the table of keys.

use serde_json::{Map, Value, json};

use super::spec::{Key, Kind, ROOT, TARGET, VERSION};
use crate::lang;

/// The JSON Schema (draft-07, as editors read it) of `codegen.toml`.
#[must_use]
pub fn json_schema() -> Value {
    let mut schema = table(ROOT);
    if let Value::Object(members) = &mut schema {
        members.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
        members.insert("title".to_owned(), json!("codegen.toml"));
    }
    schema
}

fn table(keys: &[Key]) -> Value {
    let properties: Map<String, Value> =
        keys.iter().map(|key| (key.name.to_owned(), documented(key))).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn documented(key: &Key) -> Value {
    let mut schema = kind(&key.kind);
    if let Value::Object(members) = &mut schema {
        members.insert("description".to_owned(), json!(key.doc));
    }
    schema
}

fn kind(kind_of: &Kind) -> Value {
    match kind_of {
        Kind::Version => json!({ "const": VERSION }),
        Kind::Text => json!({ "type": "string", "minLength": 1 }),
        Kind::TypeName => json!({ "type": "string", "pattern": "^[A-Z][A-Za-z0-9]{0,99}$" }),
        Kind::Texts => json!({ "anyOf": [kind(&Kind::Text), kind(&Kind::List(&Kind::Text))] }),
        Kind::Count => json!({ "type": "integer", "minimum": 0 }),
        Kind::Day => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Choice(words) => json!({ "enum": words }),
        Kind::List(items) => json!({ "type": "array", "items": kind(items) }),
        Kind::Table(keys) => table(keys),
        Kind::Map(values) => json!({ "type": "object", "additionalProperties": kind(values) }),
        Kind::NameOr(keys) => json!({ "anyOf": [kind(&Kind::TypeName), table(keys)] }),
        Kind::ChoiceOr(words, keys) => json!({ "anyOf": [kind(&Kind::Choice(words)), table(keys)] }),
        Kind::TextOr(keys) => json!({ "anyOf": [kind(&Kind::Text), table(keys)] }),
        Kind::Target => {
            let branches: Vec<Value> = lang::LANGUAGES.iter().map(target).collect();
            json!({ "oneOf": branches })
        }
    }
}

fn target(language: &lang::Language) -> Value {
    let keys: Vec<Key> = TARGET.iter().chain(language.options).copied().collect();
    let mut schema = table(&keys);
    if let Some(lang) = schema.pointer_mut("/properties/lang") {
        *lang = json!({ "const": language.name, "description": TARGET[0].doc });
    }
    schema
}
