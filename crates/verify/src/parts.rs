//! The parts of a document, each compiled once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::paths::{LazyLocation, Location};
use jsonschema::{Keyword, ValidationError, Validator};
use serde_json::{Map, Value, json};

use crate::address::{DRAFT_2019, DRAFT_2020, decode, is_data, needs_2019};
use crate::judge::{Without, strip};
use crate::multiple;

thread_local! {
    /// The first part that a value led to and that gives no verdict.
    static UNCOMPILED: RefCell<Option<String>> = const { RefCell::new(None) };
    /// The parts that are being asked, each of a value: a schema may be a branch of itself.
    static ASKED: RefCell<Vec<(usize, usize)>> = const { RefCell::new(Vec::new()) };
}

/// Gives no verdict.
pub(crate) fn unknown(why: impl FnOnce() -> String) -> bool {
    UNCOMPILED.with_borrow_mut(|first| _ = first.get_or_insert_with(why));
    false
}

/// Whether a validator accepts a value; an error where it met a part that it does not compile, of which nothing is
/// known.
pub(crate) fn verdict(validator: &Validator, value: &Value) -> Result<bool, String> {
    UNCOMPILED.set(None);
    let accepted = validator.is_valid(value);
    UNCOMPILED.take().map_or(Ok(accepted), Err)
}

/// The parts of a document that references lead to. The validator would take in what a reference leads to each
/// time that it meets it, and a protocol is a dense graph: here each part is compiled when it is first needed.
pub(crate) struct Parts {
    document: Value,
    pub(crate) without: Without,
    /// Whether a reference hides what stands beside it.
    hides: bool,
    /// Whether it lists first items as older drafts do, and as the newest does.
    mixed: bool,
    compiled: Mutex<HashMap<String, Result<Arc<Validator>, String>>>,
}

/// Whether a reference hides what stands beside it.
pub(crate) fn hides(document: &Value) -> bool {
    let dialect = document.get("$schema").and_then(Value::as_str).unwrap_or_default();
    ["draft-07", "draft-06", "draft-04"].iter().any(|old| dialect.contains(old))
}

/// The keyword that a reference becomes.
const REFERENCE: &str = "x-codegen-reference";

impl Parts {
    pub(crate) fn new(document: &Value, without: Without) -> Self {
        let (hides, mixed) = (hides(document), is_mixed(document));
        Self { document: document.clone(), without, hides, mixed, compiled: Mutex::default() }
    }

    pub(crate) fn validator(self: &Arc<Self>, mut schema: Value) -> Result<Validator, String> {
        strip(&mut schema, self.without);
        each_reference(&mut schema, self.hides);
        if self.mixed {
            as_the_newest(&mut schema);
        }
        let dialect =
            if self.mixed { Some(json!(DRAFT_2020)) } else { self.document.get("$schema").cloned() };
        if let (Value::Object(members), Some(dialect)) = (&mut schema, dialect) {
            members.insert("$schema".to_owned(), dialect);
        }
        let shared = Arc::clone(self);
        let options = multiple::options().with_keyword(
            REFERENCE,
            move |_: &Map<String, Value>, target: &Value, _: Location| {
                let pointer = decode(target.as_str().unwrap_or_default().trim_start_matches('#'));
                let keyword: Box<dyn Keyword> = Box::new(Reference { shared: Arc::clone(&shared), pointer });
                Ok(keyword)
            },
        );
        options.build(&schema).map_err(|error| error.to_string())
    }

    fn at(self: &Arc<Self>, pointer: &str) -> Result<Arc<Validator>, String> {
        let lock = || self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(pointer) {
            return known.clone();
        }
        let part = self.document.pointer(pointer).ok_or_else(|| format!("{pointer} leads nowhere"));
        let made = part.and_then(|part| self.validator(json!({ "allOf": [part] }))).map(Arc::new);
        lock().insert(pointer.to_owned(), made.clone());
        made
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("without", &self.without).finish_non_exhaustive()
    }
}

struct Reference {
    shared: Arc<Parts>,
    pointer: String,
}

impl Keyword for Reference {
    fn validate<'i>(&self, instance: &'i Value, location: &LazyLocation) -> Result<(), ValidationError<'i>> {
        if self.is_valid(instance) {
            return Ok(());
        }
        Err(ValidationError::custom(
            Location::new(),
            location.into(),
            instance,
            "refused by what is referred to",
        ))
    }

    fn is_valid(&self, instance: &Value) -> bool {
        match self.shared.at(&self.pointer) {
            Ok(validator) => {
                let question = (Arc::as_ptr(&validator) as usize, std::ptr::from_ref(instance) as usize);
                if ASKED.with_borrow(|asked| asked.contains(&question)) {
                    return unknown(|| format!("{}: it is a part of itself", self.pointer));
                }
                ASKED.with_borrow_mut(|asked| asked.push(question));
                let accepted = validator.is_valid(instance);
                ASKED.with_borrow_mut(|asked| _ = asked.pop());
                accepted
            }
            Err(why) => unknown(|| format!("{}: {why}", self.pointer)),
        }
    }
}

/// Whether one draft alone does not say what is meant: first items are listed in `items`, and in `prefixItems`.
fn is_mixed(document: &Value) -> bool {
    let dialect = document.get("$schema").and_then(Value::as_str);
    dialect == Some(DRAFT_2019) && needs_2019(document) && has(document, "prefixItems")
}

fn has(json: &Value, keyword: &str) -> bool {
    match json {
        Value::Object(members) => {
            let inside = |(key, member): (&String, &Value)| !is_data(key) && has(member, keyword);
            members.get(keyword).is_some_and(Value::is_array) || members.iter().any(inside)
        }
        Value::Array(items) => items.iter().any(|item| has(item, keyword)),
        _ => false,
    }
}

/// First items as the newest draft lists them. Places are looked for in the document, where nothing moves.
fn as_the_newest(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("items").is_some_and(Value::is_array)
                && let Some(items) = members.remove("items")
            {
                members.insert("prefixItems".to_owned(), items);
                let others = members.remove("additionalItems");
                members.extend(others.map(|others| ("items".to_owned(), others)));
            }
            members.iter_mut().filter(|(key, _)| !is_data(key)).for_each(|(_, member)| as_the_newest(member));
        }
        Value::Array(items) => items.iter_mut().for_each(as_the_newest),
        _ => {}
    }
}

/// Puts our keyword in the place of each reference.
fn each_reference(schema: &mut Value, hides: bool) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(target)) = members.get("$ref") {
                let target = Value::String(target.clone());
                if hides {
                    members.clear();
                }
                members.remove("$ref");
                members.insert(REFERENCE.to_owned(), target);
            }
            members.values_mut().for_each(|member| each_reference(member, hides));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each_reference(item, hides)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use codegen_build::schema::Document;

    use super::*;
    use crate::judge::Judge;

    #[test]
    fn a_part_that_does_not_compile_gives_no_verdict() {
        let schema = r##"{ "definitions": {
            "A": { "properties": { "b": { "$ref": "#/definitions/B" } } }, "B": { "type": "no type" } } }"##;
        let json = serde_json::from_str(schema).unwrap();
        let document = Document { name: "s.json".to_owned(), path: None, json };
        let judge = Judge::new(&[document], Vec::new()).unwrap();
        let validator = judge.at("/definitions/A", Without::default()).unwrap();
        assert_eq!(verdict(&validator, &json!({ "a": 1 })), Ok(true));
        let why = verdict(&validator, &json!({ "b": 1 })).unwrap_err();
        assert!(why.starts_with("/definitions/B: "), "{why}");
        assert_eq!(verdict(&validator, &json!({})), Ok(true));
    }

    #[test]
    fn first_items_are_those_of_both_drafts_where_none_is_named() {
        let schema = json!({ "definitions": {
            "P": { "prefixItems": [{ "type": "string" }], "items": false },
            "Q": { "items": [{ "type": "string" }], "additionalItems": { "$ref": "#/definitions/P" } },
        } });
        let json = serde_json::from_value(schema).unwrap();
        let document = Document { name: "s.json".to_owned(), path: None, json };
        let judge = Judge::new(&[document], Vec::new()).unwrap();
        let accepts = |place: &str, value: Value| {
            verdict(&judge.at(place, Without::default()).unwrap(), &value).unwrap()
        };
        assert!(accepts("/definitions/P", json!(["a"])) && !accepts("/definitions/P", json!([1])));
        assert!(!accepts("/definitions/P", json!(["a", "b"])));
        assert!(
            accepts("/definitions/Q", json!(["a", ["b"]])) && !accepts("/definitions/Q", json!(["a", [1]]))
        );
        assert!(
            accepts("/definitions/Q/items/0", json!("a")) && !accepts("/definitions/Q/items/0", json!(1))
        );
    }

    #[test]
    fn a_schema_that_is_a_branch_of_itself_gives_no_verdict() {
        let itself = json!({ "$ref": "#/definitions/A" });
        let json = json!({ "definitions": { "A": { "oneOf": [{ "type": "string" }, itself, itself] } } });
        let json = serde_json::from_value(json).unwrap();
        let document = Document { name: "s.json".to_owned(), path: None, json };
        let judge = Judge::new(&[document], Vec::new()).unwrap();
        let validator = judge.at("/definitions/A", Without::default()).unwrap();
        let why = verdict(&validator, &json!(1)).unwrap_err();
        assert_eq!(why, "/definitions/A: it is a part of itself");
    }
}
