//! One correction, applied to the JSON of the schema.

use std::collections::{BTreeMap, BTreeSet};

use super::follow::references;
use super::{Fix, Problem, places, variant};
use crate::{Document, Json, Pointer};

type Members = BTreeMap<String, Json>;

pub(super) fn apply(fix: &Fix, documents: &mut [Document]) -> Result<(), Vec<Problem>> {
    let places = places(&fix.at, documents);
    if places.is_empty() {
        let problem = Problem::absent(format!("there is no `{}` in the schema", fix.at.escape_debug()));
        // Looking through all names is for those who read of it.
        return Err(vec![if fix.optional { problem } else { problem.near(super::near(&fix.at, documents)) }]);
    }
    let places = match &fix.variant {
        Some(name) => variant::places(name, fix, places, documents).map_err(|problem| vec![problem])?,
        None => places,
    };
    let mut before = Vec::new();
    let outcome = change(fix, &places, documents, &mut before);
    if outcome.is_err() {
        // What applies in part does not apply.
        for ((document, pointer), was) in places.iter().zip(before).rev() {
            if let Some(json) = at(&mut documents[*document].json, pointer) {
                *json = was;
            }
        }
    }
    outcome
}

/// Changes all places; `before` gets what they were.
fn change(
    fix: &Fix,
    places: &[(usize, Pointer)],
    documents: &mut [Document],
    before: &mut Vec<Json>,
) -> Result<(), Vec<Problem>> {
    let mut changes = fix.rename.is_some();
    for (document, pointer) in places {
        if fix.title.is_some() && is_definition(&documents[*document].json, pointer) {
            let message = "a definition is called by its key, whatever its title; use `rename`";
            return Err(vec![Problem::stale(message).of("title")]);
        }
        let json = at(&mut documents[*document].json, pointer);
        let json = json.ok_or_else(|| vec![Problem::absent("there is no such place in the schema")])?;
        expect(fix, json).map_err(|problem| vec![problem])?;
        before.push(json.clone());
        change_one(fix, json)?;
        changes |= before.last() != Some(json);
    }
    if !changes {
        return Err(vec![Problem::stale("it changes nothing in the schema there")]);
    }
    match &fix.rename {
        Some(name) => rename(name, places, documents).map_err(|problem| vec![problem.of("rename")]),
        None => Ok(()),
    }
}

fn change_one(fix: &Fix, json: &mut Json) -> Result<(), Vec<Problem>> {
    if let Some(text) = &fix.replace {
        *json = parse(text, "replace").map_err(|problem| vec![problem])?;
    }
    let says_more = !(fix.rename_properties.is_empty()
        && fix.required.is_empty()
        && fix.optional_properties.is_empty()
        && fix.nullable.is_empty()
        && fix.not_null.is_empty()
        && fix.docs.is_none()
        && fix.title.is_none());
    if !says_more {
        return Ok(());
    }
    let Json::Object(members) = json else {
        return Err(vec![Problem::stale("the schema there is not an object").of("at")]);
    };
    words(fix, members);
    let problems = properties(fix, members);
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Whether the place is a definition of the document, or of a group there.
fn is_definition(document: &Json, pointer: &Pointer) -> bool {
    let steps: Vec<String> = pointer.steps().collect();
    match steps.as_slice() {
        [key, _] => is_holder(key),
        [key, group, _] => {
            let group = document.at([key.as_str(), group.as_str()]);
            is_holder(key) && group.is_some_and(|group| crate::input::as_group(group).is_some())
        }
        _ => false,
    }
}

fn is_holder(key: &str) -> bool {
    matches!(key, "definitions" | "$defs")
}

fn parse(text: &str, key: &'static str) -> Result<Json, Problem> {
    let problem = |error| Problem::stale(format!("`{key}` is not JSON: {error}")).of(key);
    serde_json::from_str(text).map_err(problem)
}

fn expect(fix: &Fix, json: &Json) -> Result<(), Problem> {
    let Some(text) = &fix.expect else { return Ok(()) };
    if holds(json, &parse(text, "expect")?) {
        return Ok(());
    }
    let mut there = json.to_string();
    if let Some((at, _)) = there.char_indices().nth(200) {
        there.truncate(at);
        there.push_str("...");
    }
    Err(Problem::stale(format!("the schema there is not what `expect` says, but `{there}`")).of("expect"))
}

/// Whether all that is expected is there; more may be.
fn holds(json: &Json, expected: &Json) -> bool {
    match (json, expected) {
        (Json::Object(members), Json::Object(expected)) => {
            expected.iter().all(|(key, value)| members.get(key).is_some_and(|member| holds(member, value)))
        }
        (json, expected) => json == expected,
    }
}

/// Changes what is said of properties; gives all that does not apply.
fn properties(fix: &Fix, members: &mut Members) -> Vec<Problem> {
    let mut found = Vec::new();
    for (old, new) in &fix.rename_properties {
        let done = rename_property(members, old, new);
        found.extend(done.err().map(|problem| problem.at("rename-properties", old)));
    }
    let pairs = [
        (&fix.required, &fix.optional_properties, "required", "optional-properties"),
        (&fix.nullable, &fix.not_null, "nullable", "not-null"),
    ];
    let mut twice = BTreeSet::new();
    for (one, other, first, second) in pairs {
        for name in one.intersection(other) {
            let message = format!("`{}` is in both `{first}` and `{second}`", name.escape_debug());
            found.push(Problem::stale(message).at(second, name));
            twice.insert((first, name));
            twice.insert((second, name));
        }
    }
    let lists = [
        (&fix.required, "required", (|members, name| presence(members, name, true)) as Change),
        (&fix.optional_properties, "optional-properties", |members, name| presence(members, name, false)),
        (&fix.nullable, "nullable", nullable),
        (&fix.not_null, "not-null", no_longer_null),
    ];
    for (names, key, change) in lists {
        for name in names.iter().filter(|name| !twice.contains(&(key, *name))) {
            found.extend(change(members, name).err().map(|problem| problem.at(key, name)));
        }
    }
    found
}

/// Changes one property.
type Change = fn(&mut Members, &str) -> Result<(), Problem>;

/// Says whether a property must be there.
fn presence(members: &mut Members, name: &str, must: bool) -> Result<(), Problem> {
    property(members, name)?;
    let mut required: Vec<String> = match members.get("required") {
        Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    if required.iter().any(|one| one == name) == must {
        let what = if must { "required" } else { "optional" };
        return Err(Problem::stale(format!("`{}` is {what} already", name.escape_debug())));
    }
    if must {
        required.push(name.to_owned());
    } else {
        required.retain(|one| one != name);
    }
    members.insert("required".to_owned(), Json::Array(required.into_iter().map(Json::String).collect()));
    Ok(())
}

fn no_longer_null(members: &mut Members, name: &str) -> Result<(), Problem> {
    let already = || Problem::stale(format!("`{}` may not be null already", name.escape_debug()));
    not_null(property(members, name)?).ok_or_else(already)
}

fn nullable(members: &mut Members, name: &str) -> Result<(), Problem> {
    let schema = property(members, name)?;
    if may_be_null(schema) {
        return Err(Problem::stale(format!("`{}` may be null already", name.escape_debug())));
    }
    let own = std::mem::take(schema);
    let null = Json::Object(Members::from([("type".to_owned(), Json::String("null".to_owned()))]));
    *schema = Json::Object(Members::from([("anyOf".to_owned(), Json::Array(vec![own, null]))]));
    Ok(())
}

fn property<'a>(members: &'a mut Members, name: &str) -> Result<&'a mut Json, Problem> {
    let none = || Problem::stale(format!("there is no property `{}`", name.escape_debug()));
    let Some(Json::Object(properties)) = members.get_mut("properties") else { return Err(none()) };
    if !properties.contains_key(name) {
        let near = crate::suggest(name, properties.keys().map(String::as_str)).map(str::to_owned);
        return Err(none().near(near));
    }
    properties.get_mut(name).ok_or_else(none)
}

fn rename_property(members: &mut Members, old: &str, new: &str) -> Result<(), Problem> {
    property(members, old)?;
    if let Some(Json::Object(properties)) = members.get_mut("properties") {
        if properties.contains_key(new) {
            return Err(Problem::stale(format!("there is a property `{}` already", new.escape_debug())));
        }
        if let Some(schema) = properties.remove(old) {
            properties.insert(new.to_owned(), schema);
        }
    }
    if let Some(Json::Array(required)) = members.get_mut("required") {
        for name in required {
            if name.as_str() == Some(old) {
                *name = Json::String(new.to_owned());
            }
        }
    }
    Ok(())
}

/// Whether the schema itself says so; what it refers to may say more.
fn may_be_null(schema: &Json) -> bool {
    let is_null = |json: &Json| json.as_str() == Some("null");
    let Json::Object(members) = schema else { return false };
    let branches = ["anyOf", "oneOf"].into_iter().filter_map(|key| members.get(key)?.as_array()).flatten();
    match members.get("type") {
        Some(Json::Array(types)) => types.iter().any(is_null),
        Some(one) => is_null(one),
        None => branches.into_iter().any(may_be_null),
    }
}

/// Takes `null` out; `None` if it was not in.
fn not_null(schema: &mut Json) -> Option<()> {
    let Json::Object(members) = schema else { return None };
    if let Some(Json::Array(types)) = members.get_mut("type") {
        let before = types.len();
        types.retain(|one| one.as_str() != Some("null"));
        return (types.len() < before).then_some(());
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(Json::Array(branches)) = members.get_mut(key) {
            let before = branches.len();
            branches.retain(|one| one.get("type").and_then(Json::as_str) != Some("null"));
            if branches.len() < before {
                return Some(());
            }
        }
    }
    None
}

fn words(fix: &Fix, members: &mut Members) {
    for (key, text) in [("description", &fix.docs), ("title", &fix.title)] {
        if let Some(text) = text {
            members.insert(key.to_owned(), Json::String(text.clone()));
        }
    }
}

fn rename(name: &str, places: &[(usize, Pointer)], documents: &mut [Document]) -> Result<(), Problem> {
    let mut parts = Vec::new();
    for place in places {
        let (document, pointer) = place;
        let (Some(parent), Some(old)) = (pointer.parent(), pointer.last()) else {
            return Err(Problem::stale("the root cannot be renamed; set its title"));
        };
        let Some(Json::Object(group)) = at(&mut documents[*document].json, &parent) else {
            return Err(Problem::stale("only definitions can be renamed"));
        };
        if group.contains_key(name) {
            return Err(Problem::stale(format!("there is a definition `{}` already", name.escape_debug())));
        }
        parts.push((place, parent, old));
    }
    for (place, parent, old) in parts {
        for (document, from, text) in references(documents, place, &parent.join(name)) {
            if let Some(Json::Object(members)) = at(&mut documents[document].json, &from) {
                members.insert("$ref".to_owned(), Json::String(text));
            }
        }
        if let Some(Json::Object(group)) = at(&mut documents[place.0].json, &parent)
            && let Some(schema) = group.remove(&old)
        {
            group.insert(name.to_owned(), schema);
        }
    }
    Ok(())
}

fn at<'j>(json: &'j mut Json, pointer: &Pointer) -> Option<&'j mut Json> {
    let steps: Vec<String> = pointer.steps().collect();
    json.at_mut(steps.iter().map(String::as_str))
}
