//! Changes of several definitions at once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use serde_json::{Value as Json, json};

/// A way of changing all definitions, by a place in them.
pub type WholeChange = fn(&mut Json, &str, u32) -> bool;

/// Changes that need more than the place.
pub const WHOLE: [(&str, WholeChange); 6] = [
    ("extract", extract),
    ("write-out", write_out),
    ("rename-definition", rename_definition),
    ("refer-to-copy", refer_to_copy),
    ("refer-to-another", refer_to_another),
    ("swap-names", swap_names),
];

/// Gives what is in a place a name.
fn extract(all: &mut Json, place: &str, detail: u32) -> bool {
    let name = format!("Extracted{}", detail % 5);
    if all.get(&name).is_some() || place.matches('/').count() < 2 {
        return false;
    }
    let node = all.pointer_mut(place).unwrap();
    let old = std::mem::replace(node, json!({ "$ref": format!("#/definitions/{name}") }));
    all[name] = old;
    true
}

/// Puts a definition in the place of its name.
fn write_out(all: &mut Json, place: &str, _: u32) -> bool {
    let Some(name) = all.pointer(place).unwrap().get("$ref").and_then(Json::as_str).map(name_of) else {
        return false;
    };
    let target = all[&name].clone();
    if target.to_string().contains(&format!("\"#/definitions/{name}\"")) {
        return false;
    }
    *all.pointer_mut(place).unwrap() = target;
    true
}

fn rename_definition(all: &mut Json, place: &str, _: u32) -> bool {
    let Some(name) = all.pointer(place).unwrap().get("$ref").and_then(Json::as_str).map(name_of) else {
        return false;
    };
    let text = all.to_string();
    let new = format!("{name}Renamed");
    if name == "X" || all.get(&new).is_some() {
        return false;
    }
    *all = serde_json::from_str(
        &text.replace(&format!("\"#/definitions/{name}\""), &format!("\"#/definitions/{new}\"")),
    )
    .unwrap();
    let old = all.as_object_mut().unwrap().remove(&name).unwrap();
    all[new] = old;
    true
}

fn name_of(reference: &str) -> String {
    reference.trim_start_matches("#/definitions/").to_owned()
}

/// Refers to a copy of a definition, which is there still.
fn refer_to_copy(all: &mut Json, place: &str, _: u32) -> bool {
    let Some(name) = all.pointer(place).unwrap().get("$ref").and_then(Json::as_str).map(name_of) else {
        return false;
    };
    let copy = format!("{name}Copy");
    if all.get(&copy).is_some() {
        return false;
    }
    all[copy.clone()] = all[&name].clone();
    *all.pointer_mut(place).unwrap() = reference(&copy);
    true
}

/// Refers to another definition that is there.
fn refer_to_another(all: &mut Json, place: &str, detail: u32) -> bool {
    let names: Vec<String> = all.as_object().unwrap().keys().cloned().collect();
    let node = all.pointer_mut(place).unwrap();
    let is_reference = node.get("$ref").is_some();
    if is_reference {
        *node = reference(&names[detail as usize % names.len()]);
    }
    is_reference
}

/// Two definitions exchange their names, wherever they are referred to.
fn swap_names(all: &mut Json, place: &str, detail: u32) -> bool {
    let names: Vec<String> = all.as_object().unwrap().keys().filter(|name| *name != "X").cloned().collect();
    let Some(one) = all.pointer(place).unwrap().get("$ref").and_then(Json::as_str).map(name_of) else {
        return false;
    };
    let Some(other) = names.get(detail as usize % names.len().max(1)).filter(|name| **name != one) else {
        return false;
    };
    if one == "X" {
        return false;
    }
    let quoted = |name: &str| format!("\"#/definitions/{name}\"");
    let text = all.to_string().replace(&quoted(&one), "\"#/swapped\"");
    let text = text.replace(&quoted(other), &quoted(&one)).replace("\"#/swapped\"", &quoted(other));
    let swapped: Json = serde_json::from_str(&text).unwrap();
    all[&one] = swapped[other].clone();
    all[other] = swapped[&one].clone();
    for name in names.iter().chain(std::iter::once(&"X".to_owned())) {
        if *name != one && name != other {
            all[name] = swapped[name].clone();
        }
    }
    true
}

fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/definitions/{name}") })
}
