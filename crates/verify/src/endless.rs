//! Schemas that are a part of themselves: a validator that follows references by itself does not come back from one.

use std::collections::{HashMap, HashSet};

use jsonschema::paths::{LazyLocation, Location};
use jsonschema::{Keyword, ValidationError, ValidationOptions};
use serde_json::{Map, Value, json};

use crate::address::is_data;
use crate::document::target;
use crate::parts::unknown;

/// The keyword that such a reference becomes.
const ENDLESS: &str = "x-codegen-endless";

/// A union that lists itself is what else it lists.
pub(crate) fn without_itself(json: &mut Value, place: &str) {
    let itself = json!({ "$ref": format!("#{place}") });
    if let Some(branches) = json.get_mut("anyOf").and_then(Value::as_array_mut) {
        branches.iter_mut().filter(|branch| **branch == itself).for_each(|branch| *branch = json!(false));
    }
    each_inside(json, place, &mut |inner, at| without_itself(inner, at));
}

/// Puts our keyword in the place of each reference that leads back to where it stands, whatever the value is.
pub(crate) fn cut(document: &mut Value, hides: bool) {
    for place in endless(document) {
        let Some(Value::Object(members)) = document.pointer_mut(&place) else { continue };
        let there = ["$ref", "$recursiveRef"].into_iter().filter(|key| members.contains_key(*key)).count();
        if there > 0 {
            if hides {
                members.clear();
            }
            members.retain(|key, _| key != "$ref" && key != "$recursiveRef");
            members.insert(ENDLESS.to_owned(), place.into());
        }
    }
}

/// Teaches the validator our keyword.
pub(crate) fn known(options: ValidationOptions) -> ValidationOptions {
    options.with_keyword(ENDLESS, |_: &Map<String, Value>, place: &Value, _: Location| {
        let keyword: Box<dyn Keyword> = Box::new(Endless(place.as_str().unwrap_or_default().to_owned()));
        Ok(keyword)
    })
}

struct Endless(String);

impl Keyword for Endless {
    fn validate<'i>(&self, instance: &'i Value, location: &LazyLocation) -> Result<(), ValidationError<'i>> {
        let _ = self.is_valid(instance);
        Err(ValidationError::custom(Location::new(), location.into(), instance, "a part of itself"))
    }

    fn is_valid(&self, _: &Value) -> bool {
        unknown(|| format!("{}: it is a part of itself", self.0))
    }
}

/// The places from which the parts of a schema, and of what it refers to, lead around in a circle.
fn endless(document: &Value) -> Vec<String> {
    let mut leads: HashMap<String, Vec<String>> = HashMap::new();
    collect(document, document, "", &mut leads);
    // What leads nowhere, or only to what does, ends.
    let mut back: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut left: HashMap<&str, usize> = HashMap::new();
    for (place, targets) in &leads {
        for target in targets.iter().filter(|target| leads.contains_key(*target)) {
            back.entry(target).or_default().push(place);
            *left.entry(place).or_default() += 1;
        }
    }
    let ends = |place: &&str| !left.contains_key(place);
    let mut open: Vec<&str> = leads.keys().map(String::as_str).filter(ends).collect();
    let mut ended: HashSet<&str> = open.iter().copied().collect();
    while let Some(place) = open.pop() {
        for one in back.get(place).into_iter().flatten() {
            let count = left.entry(one).or_default();
            *count = count.saturating_sub(1);
            if *count == 0 && ended.insert(one) {
                open.push(one);
            }
        }
    }
    let mut found: Vec<String> =
        leads.keys().filter(|place| !ended.contains(place.as_str())).cloned().collect();
    found.sort();
    found
}

/// What each schema asks of the same value.
fn collect(document: &Value, json: &Value, place: &str, leads: &mut HashMap<String, Vec<String>>) {
    if let Value::Object(members) = json {
        let mut targets = Vec::new();
        for (key, member) in members {
            match (key.as_str(), member) {
                ("$ref" | "$recursiveRef", Value::String(text)) => {
                    targets.extend(target(document, place, text));
                }
                ("allOf" | "anyOf" | "oneOf", Value::Array(list)) => {
                    targets.extend((0..list.len()).map(|at| format!("{place}/{key}/{at}")));
                }
                ("not" | "if" | "then" | "else", _) => targets.push(format!("{place}/{key}")),
                ("dependentSchemas" | "dependencies", Value::Object(named)) => {
                    targets.extend(named.keys().map(|name| step(&format!("{place}/{key}"), name)));
                }
                _ => {}
            }
        }
        leads.insert(place.to_owned(), targets);
    }
    match json {
        Value::Object(members) => {
            for (key, member) in members.iter().filter(|(key, _)| !is_data(key)) {
                collect(document, member, &step(place, key), leads);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                collect(document, item, &format!("{place}/{at}"), leads);
            }
        }
        _ => {}
    }
}

fn each_inside(json: &mut Value, place: &str, visit: &mut dyn FnMut(&mut Value, &str)) {
    match json {
        Value::Object(members) => {
            for (key, member) in members.iter_mut().filter(|(key, _)| !is_data(key)) {
                visit(member, &step(place, key));
            }
        }
        Value::Array(items) => {
            items.iter_mut().enumerate().for_each(|(at, item)| visit(item, &format!("{place}/{at}")));
        }
        _ => {}
    }
}

/// The place of a member.
fn step(place: &str, name: &str) -> String {
    format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use codegen_build::schema::Document;

    use super::*;
    use crate::judge::{Judge, Without};
    use crate::parts::verdict;

    #[test]
    fn a_union_that_lists_itself_is_what_else_it_lists() {
        let itself = json!({ "$ref": "#/$defs/A" });
        let mut document =
            json!({ "$defs": { "A": { "anyOf": [itself, true] }, "B": { "anyOf": [itself] } } });
        without_itself(&mut document, "");
        assert_eq!(document["$defs"]["A"]["anyOf"], json!([false, true]));
        assert_eq!(document["$defs"]["B"]["anyOf"], json!([itself]));
    }

    #[test]
    fn only_what_leads_back_for_the_same_value_is_endless() {
        let to = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
        let mut document = json!({ "$defs": {
            "A": { "oneOf": [to("B"), true] },
            "B": { "allOf": [to("A")] },
            "C": { "allOf": [to("D")], "not": to("A") },
            "D": { "properties": { "c": to("C") }, "items": to("D") },
        } });
        assert_eq!(endless(&json!({ "$defs": { "D": document["$defs"]["D"] } })), Vec::<String>::new());
        cut(&mut document, false);
        let cuts = |place: &str| document.pointer(place).and_then(|one| one.get(ENDLESS)).is_some();
        assert!(cuts("/$defs/A/oneOf/0") && cuts("/$defs/B/allOf/0") && cuts("/$defs/C/not"), "{document}");
        assert!(!cuts("/$defs/C/allOf/0") && !cuts("/$defs/D/items"), "{document}");
    }

    /// Beside a keyword for which the validator follows references by itself.
    #[test]
    fn what_leads_back_gives_no_verdict_and_all_else_does() {
        let closed = json!({ "properties": { "y": { "type": "integer" } }, "unevaluatedProperties": false });
        let part = json!({ "oneOf": [{ "$ref": "#/$defs/A" }, { "type": "string" }] });
        let itself = json!({ "anyOf": [{ "$ref": "#/$defs/U" }, { "type": "string" }] });
        let json = json!({ "$defs": { "A": part, "B": closed, "U": itself } });
        let json = serde_json::from_value(json).unwrap();
        let document = Document { name: "s.json".to_owned(), path: None, json };
        let judge = Judge::new(&[document], Vec::new()).unwrap();
        let says = |name: &str, value: Value| {
            verdict(&judge.at(&format!("/$defs/{name}"), Without::default()).unwrap(), &value)
        };
        assert_eq!(says("A", json!("a")), Err("/$defs/A/oneOf/0: it is a part of itself".to_owned()));
        assert_eq!((says("U", json!("a")), says("U", json!(1))), (Ok(true), Ok(false)));
        assert_eq!((says("B", json!({ "y": 1 })), says("B", json!({ "z": 1 }))), (Ok(true), Ok(false)));
    }
}
