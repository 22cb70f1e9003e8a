//! The verdict of an independent validator of JSON Schema on values of a place in the schema.

use std::error::Error;
use std::sync::Arc;

use codegen_build::schema::Document;
use jsonschema::{Resource, Retrieve, Uri, Validator};
use serde_json::{Value, json};

use crate::address::{each_address, is_plain, readable, rebase};
use crate::document::{FUEL, in_order, put_together, taken, types};
use crate::parts::{Parts, hides};
use crate::{endless, multiple};

/// What a validator is asked to pass over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(clippy::struct_excessive_bools)] // each is left out or not, whatever the others are
pub struct Without {
    /// Patterns of strings and of keys.
    pub patterns: bool,
    /// Keywords that types do not express.
    pub widened: bool,
    /// That a value fits one branch of `oneOf` alone.
    pub exactly_one: bool,
    /// That `properties` without `type` let other values than objects pass.
    pub implied: bool,
    /// That an unsigned `format` without a machine type lets negative integers pass.
    pub signed: bool,
}

/// A schema as it is written and corrected.
#[derive(Debug)]
pub struct Judge {
    documents: Vec<(String, Value)>,
    /// Where the references of the only document are all pointers into itself: its parts, compiled once each.
    parts: Option<[Arc<Parts>; 6]>,
}

const WIDENED: [&str; 13] = [
    "$dynamicRef",
    "$recursiveRef",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "minContains",
    "maxContains",
    "dependentSchemas",
    "unevaluatedItems",
    "unevaluatedProperties",
    "propertyNames",
];
const PATTERNS: [&str; 2] = ["pattern", "format"];

impl Judge {
    /// For the documents of a schema. `added` are branches of unions that overlays add: each with the place of its
    /// union.
    pub fn new(documents: &[Document], added: Vec<(String, Value)>) -> Result<Self, String> {
        let read = |document: &Document| {
            let json = serde_json::from_str(&document.json.to_string()).map_err(|error| error.to_string())?;
            Ok((document.name.clone(), json))
        };
        let mut documents: Vec<(String, Value)> =
            documents.iter().map(read).collect::<Result<_, String>>()?;
        for (pointer, branch) in added {
            let union = documents.iter_mut().find_map(|(_, json)| json.pointer_mut(&pointer));
            if let Some(branches) =
                union.and_then(|union| union.get_mut("oneOf")).and_then(Value::as_array_mut)
            {
                branches.push(branch);
            }
        }
        documents.iter_mut().for_each(|(_, json)| readable(json));
        let modes = [
            Without::default(),
            Without { patterns: true, ..Without::default() },
            Without { patterns: true, widened: true, ..Without::default() },
            Without { implied: true, ..Without::default() },
            Without { signed: true, ..Without::default() },
            Without { patterns: true, widened: true, exactly_one: true, ..Without::default() },
        ];
        let parts = match documents.as_slice() {
            [(_, only)] if is_plain(only) => Some(modes.map(|without| Arc::new(Parts::new(only, without)))),
            _ => None,
        };
        if parts.is_none() {
            documents.iter_mut().for_each(|(_, json)| endless::cut(json, hides(json)));
        }
        Ok(Self { documents, parts })
    }

    /// Whether a document has this place.
    fn document(&self, pointer: &str) -> Option<&(String, Value)> {
        self.documents.iter().find(|(_, json)| json.pointer(pointer).is_some())
    }

    /// The schema that a place is in: a choice as a whole is none, and neither is a type that is not written there.
    fn schema_at<'p>(&self, pointer: &'p str) -> &'p str {
        let choice = ["/oneOf", "/anyOf", "/allOf"].into_iter().find_map(|list| pointer.strip_suffix(list));
        let whole = |front: &&str| {
            self.document(pointer).is_some_and(|(_, json)| json.pointer(pointer).is_some_and(Value::is_array))
                && self.document(front).is_some()
        };
        let unwritten = pointer.rsplit_once("/type/").map(|(front, _)| front).filter(|front| {
            let (found, schema) = (self.document(pointer), self.document(front));
            found.is_none() && self.behind(pointer).is_none() && schema.is_some()
        });
        choice.filter(whole).or(unwritten).unwrap_or(pointer)
    }

    /// Whether a type has a schema of its own in a document.
    pub fn is_written(&self, pointer: &str) -> bool {
        self.schema_at(pointer) == pointer
    }

    /// What is said of the values of a place: its own pointer, and those of the schemas that it puts together.
    pub fn parts_of(&self, pointer: &str) -> Vec<String> {
        let mut parts = vec![pointer.to_owned()];
        let mut at = 0;
        while let Some(part) = parts.get(at).cloned() {
            at += 1;
            let Some((_, document)) = self.document(&part) else { continue };
            let more = put_together(document, &part);
            parts.extend(more.into_iter().filter(|one| !parts.contains(one)).collect::<Vec<_>>());
        }
        parts
    }

    /// Whether what stands in a place is only a part of what is said there: another of the schemas that are put
    /// together around it says something of the same members or items.
    pub fn is_shared(&self, pointer: &str) -> bool {
        let steps: Vec<&str> = pointer.split('/').skip(1).collect();
        let place = |end: usize| steps[..end].iter().map(|step| format!("/{step}")).collect::<String>();
        let is_name = |at: usize| {
            at > 0 && NAMES.contains(&steps[at - 1]) && !(at > 1 && NAMES.contains(&steps[at - 2]))
        };
        (0..steps.len()).filter(|at| HOLDERS.contains(&steps[*at]) && !is_name(*at)).any(|at| {
            let mut root = at;
            while root >= 2 && matches!(steps[root - 2], "allOf" | "anyOf" | "oneOf") && !is_name(root - 2) {
                root -= 2;
            }
            let own = place(at);
            let others = self.parts_of(&place(root)).into_iter().filter(|part| *part != own);
            others.into_iter().any(|part| {
                let schema = self.document(&part).and_then(|(_, document)| document.pointer(&part));
                schema.is_some_and(|schema| says(schema, steps[at], steps.get(at + 1).copied()))
            })
        })
    }

    /// A validator for a place, and for what stands beside it where it is a branch.
    pub fn at(&self, pointer: &str, without: Without) -> Result<Validator, String> {
        // One value in a list and a constant are the same to the types.
        let alone = pointer.strip_suffix("/const").map(|front| format!("{front}/enum/0"));
        let pointer = match &alone {
            Some(alone) if self.document(pointer).is_none() => alone,
            _ => pointer,
        };
        let pointer = self.schema_at(pointer);
        let steps: Vec<&str> = pointer.split('/').skip(1).collect();
        let mut end = steps.len();
        let behind = self.behind(pointer);
        let place = behind.as_ref().map_or(pointer, |(front, _)| front);
        let (name, document) = self.document(place).ok_or_else(|| format!("{pointer} leads nowhere"))?;
        let parent = |end: usize| steps[..end].iter().map(|step| format!("/{step}")).collect::<String>();
        let mut parts = vec![json!({ "$ref": reference("", pointer) })];
        // One of several types is a branch as well.
        if let Some((front, kind)) = behind {
            end -= 2;
            parts = vec![json!({ "$ref": reference("", &front) }), json!({ "type": kind })];
        } else if end >= 2
            && steps[end - 2] == "type"
            && let Some(Value::Object(mut members)) = document.pointer(&parent(end - 2)).cloned()
        {
            let index = steps[end - 1].parse::<usize>().unwrap_or_default();
            let kind = members.get("type").and_then(Value::as_array).and_then(|types| in_order(types, index));
            members.extend(kind.map(|kind| ("type".to_owned(), kind)));
            end -= 2;
            parts = vec![taken(document, &parent(end), members)];
        }
        // A constant is no schema.
        if let Some(place) = constant(&steps) {
            let list = document
                .pointer(pointer)
                .and_then(Value::as_array)
                .filter(|_| place + 1 == end && steps[place] == "enum");
            let values = match (list, document.pointer(pointer)) {
                // Those of them that are spelled out have places of their own.
                (Some(list), _) => list
                    .iter()
                    .filter(|value| !(value.is_array() || value.is_object() || value.is_null()))
                    .cloned()
                    .collect(),
                (None, one) => one.cloned().into_iter().collect::<Vec<_>>(),
            };
            end = place;
            parts = vec![json!({ "enum": values })];
        }
        while end >= 2
            && matches!(steps[end - 2], "oneOf" | "anyOf" | "allOf")
            && steps[end - 1].parse::<u32>().is_ok()
        {
            let combined = steps[end - 2];
            end -= 2;
            if let Some(Value::Object(members)) = document.pointer(&parent(end)) {
                let mut members = members.clone();
                if combined != "allOf" {
                    members.remove(combined);
                }
                // A `$ref` beside them hides the others in older drafts, and the definitions are there already.
                members.retain(|key, _| !["definitions", "$defs", "$schema", "$id"].contains(&key.as_str()));
                parts.push(taken(document, &parent(end), members));
            }
        }
        self.build(name, document, parts, without)
    }

    /// One of the types of what a reference leads to: the place of the reference, and the type.
    fn behind(&self, pointer: &str) -> Option<(String, Value)> {
        let (front, index) = pointer.rsplit_once("/type/")?;
        let (_, document) =
            self.document(front).filter(|(_, document)| document.pointer(pointer).is_none())?;
        let types = types(document, front, FUEL)?;
        Some((front.to_owned(), in_order(types, index.parse::<usize>().ok()?)?))
    }

    fn build(
        &self,
        name: &str,
        document: &Value,
        mut parts: Vec<Value>,
        without: Without,
    ) -> Result<Validator, String> {
        if let Some(shared) = self.parts.iter().flatten().find(|shared| shared.without == without) {
            return shared.validator(json!({ "allOf": parts }));
        }
        let mut options = endless::known(multiple::options()).with_retriever(Outside);
        for (number, (own, document)) in self.documents.iter().enumerate() {
            let mut json = document.clone();
            strip(&mut json, without);
            let resource = Resource::from_contents(json).map_err(|error| error.to_string())?;
            options = options.with_resource(address(number, own, document), resource);
        }
        let number = self.documents.iter().position(|(own, _)| own == name).unwrap_or_default();
        let base = address(number, name, document);
        parts.iter_mut().for_each(|part| rebase(part, &base));
        if without.exactly_one {
            // There the branches have moved.
            parts.iter_mut().for_each(|part| {
                each_address(part, &|text| *text = text.replace("/oneOf/", "/anyOf/"));
            });
        }
        let mut root = json!({ "allOf": parts });
        if let Some(dialect) = document.get("$schema") {
            root["$schema"] = dialect.clone();
        }
        strip(&mut root, without);
        options.build(&root).map_err(|error| error.to_string())
    }
}

/// What lies outside of the documents: only what types do not express refers to it, and it is not judged.
struct Outside;

impl Retrieve for Outside {
    fn retrieve(&self, _: &Uri<String>) -> Result<Value, Box<dyn Error + Send + Sync>> {
        Ok(json!(true))
    }
}

/// The step at which a pointer enters a constant.
fn constant(steps: &[&str]) -> Option<usize> {
    let named = |index: usize| {
        let before = index.checked_sub(1).and_then(|before| steps.get(before));
        matches!(before, Some(&("properties" | "definitions" | "$defs" | "patternProperties")))
    };
    (0..steps.len()).find(|index| matches!(steps[*index], "const" | "enum") && !named(*index))
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

/// Keywords whose schemas are of members or items.
const HOLDERS: [&str; 6] =
    ["properties", "patternProperties", "additionalProperties", "items", "prefixItems", "additionalItems"];
/// Keywords below which stand names.
const NAMES: [&str; 4] = ["properties", "patternProperties", "definitions", "$defs"];

/// Whether a schema says something of the members or items that stand in this place in another.
fn says(schema: &Value, holder: &str, name: Option<&str>) -> bool {
    let of = |key: &str| schema.get(key).is_some_and(|one| one.is_object() || one.is_array());
    match holder {
        "items" | "prefixItems" | "additionalItems" => {
            ["items", "prefixItems", "additionalItems"].into_iter().any(of)
        }
        "properties" => {
            let named = schema.get("properties").zip(name);
            let same = named.is_some_and(|(all, name)| all.pointer(&format!("/{name}")).is_some());
            same || of("patternProperties") || of("additionalProperties")
        }
        _ => HOLDERS.into_iter().take(3).any(of),
    }
}

fn is_group(json: &Value) -> bool {
    const WORDS: [&str; 24] = [
        "type",
        "properties",
        "patternProperties",
        "propertyNames",
        "$ref",
        "$defs",
        "definitions",
        "oneOf",
        "anyOf",
        "allOf",
        "if",
        "then",
        "else",
        "enum",
        "const",
        "items",
        "contains",
        "additionalProperties",
        "unevaluatedProperties",
        "dependentSchemas",
        "description",
        "title",
        "required",
        "not",
    ];
    json.as_object().is_some_and(|members| {
        !members.is_empty()
            && members.values().all(|member| member.is_object() || member.is_boolean())
            && !WORDS.iter().any(|word| members.contains_key(*word))
    })
}

/// Takes keywords out of a schema, and of those in it; data is no schema.
pub(crate) fn strip(schema: &mut Value, without: Without) {
    if without == Without::default() {
        return;
    }
    let Value::Object(members) = schema else { return };
    if without.implied && members.contains_key("properties") && !members.contains_key("type") {
        members.insert("type".to_owned(), json!("object"));
    }
    let is_unsigned = |format: &Value| format.as_str().is_some_and(|format| format.starts_with("uint"));
    if without.signed && members.get("format").is_some_and(is_unsigned) {
        members.entry("minimum").or_insert_with(|| json!(0));
    }
    if without.patterns {
        members.retain(|key, value| !(PATTERNS.contains(&key.as_str()) && value.is_string()));
    }
    if without.widened {
        members.retain(|key, _| !WIDENED.contains(&key.as_str()));
        if let Some(Value::Object(needs)) = members.get_mut("dependencies") {
            needs.retain(|_, needs| needs.is_array());
        }
        if members.remove("patternProperties").is_some() {
            // These are about the keys that no pattern fits.
            members.remove("additionalProperties");
        }
    }
    if without.exactly_one
        && let Some(branches) = members.remove("oneOf")
    {
        if let Some(any) = members.remove("anyOf")
            && let Value::Array(all) = members.entry("allOf").or_insert_with(|| json!([]))
        {
            all.push(json!({ "anyOf": any }));
        }
        members.insert("anyOf".to_owned(), branches);
    }
    for (key, member) in members.iter_mut() {
        match (key.as_str(), member) {
            ("enum" | "const" | "default" | "examples" | "required", _) => {}
            (
                "properties" | "definitions" | "$defs" | "patternProperties" | "dependencies",
                Value::Object(named),
            ) => {
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
