//! The JSON Schema Test Suite as one schema: each group is a definition.

use codegen_build::ir::schema::Json;
use codegen_build::ir::{Protocol, Type, Value as Use, accepts};
use serde_json::{Map, Value, json};

use crate::typescript::here;

/// A draft's groups that can stand in one document, and the tests of each.
#[derive(Debug)]
pub struct Suite {
    /// The schema of all.
    pub schema: String,
    /// Definition and values.
    pub groups: Vec<(String, Vec<Value>)>,
    /// How many groups rely on being a document of their own.
    pub left_out: usize,
}

impl Suite {
    /// Reads a draft.
    pub fn read(draft: &str, dialect: &str) -> Result<Self, String> {
        let path = here().join(format!("suite/{draft}.jsonl"));
        let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let (mut definitions, mut groups, mut left_out) = (Map::new(), Vec::new(), 0);
        for (index, line) in text.lines().enumerate() {
            let group: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
            let name = format!("Group{index:03}");
            let Some(schema) = inside(&group["schema"], &format!("#/definitions/{name}")) else {
                left_out += 1;
                continue;
            };
            definitions.insert(name.clone(), schema);
            let tests = group["tests"].as_array().into_iter().flatten();
            groups.push((name, tests.map(|test| test["data"].clone()).collect()));
        }
        let schema = json!({ "$schema": dialect, "definitions": definitions }).to_string();
        Ok(Self { schema, groups, left_out })
    }

    /// Each value with its definition, and whether the types accept it by the IR's own word.
    pub fn values(&self, protocol: &Protocol) -> Result<Vec<(String, Value, bool)>, String> {
        let mut all = Vec::new();
        for (name, values) in &self.groups {
            let found = protocol.types.iter().find(|(_, def)| def.name == *name);
            let (id, _) = found.ok_or_else(|| format!("{name} is no type"))?;
            for value in values {
                let json: Json =
                    serde_json::from_str(&value.to_string()).map_err(|error| error.to_string())?;
                let kind = Use { kind: Type::Ref(id), nullable: false };
                all.push((name.clone(), value.clone(), accepts(protocol, &kind, &json)));
            }
        }
        Ok(all)
    }
}

/// The schema as a part of a larger document, unless it names places beyond itself.
fn inside(schema: &Value, root: &str) -> Option<Value> {
    Some(match schema {
        Value::Object(members) => {
            let mut all = Map::new();
            for (key, value) in members {
                let value = match (key.as_str(), value) {
                    ("$schema", _) => continue,
                    (
                        "$id" | "id" | "$anchor" | "$dynamicAnchor" | "$dynamicRef" | "$recursiveRef",
                        Value::String(_),
                    ) => {
                        return None;
                    }
                    ("$ref", Value::String(reference)) => {
                        let path = reference
                            .strip_prefix('#')
                            .filter(|path| path.is_empty() || path.starts_with('/'));
                        Value::String(format!("{root}{}", path?))
                    }
                    ("enum" | "const", value) => value.clone(),
                    (_, value) => inside(value, root)?,
                };
                all.insert(key.clone(), value);
            }
            Value::Object(all)
        }
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| inside(item, root)).collect::<Option<_>>()?)
        }
        other => other.clone(),
    })
}
