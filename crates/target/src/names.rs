//! Unique names in a scope, without a counter: what a name is depends on the text that it is made
//! from and, where two texts want the same one, on nothing else than those texts.

use std::collections::{HashMap, HashSet};

use codegen_ir::Protocol;

use crate::words::{Case, hashed_identifier, identifier, spelled_identifier};

/// The identifier of each type, by id: `natural` makes it from the name in the schema. Where two are
/// the same, the first in the order of the schema keeps it and the others are told apart by their places.
#[must_use]
pub fn types(protocol: &Protocol, natural: &dyn Fn(&str) -> String) -> Vec<String> {
    let mut taken = HashSet::new();
    let names = protocol.types.iter().map(|(_, def)| {
        let mut name = natural(&def.name);
        while !taken.insert(name.clone()) {
            name = hashed_identifier(&format!("{}{name}", def.pointer), Case::Pascal);
        }
        name
    });
    names.collect()
}

/// Gives each of `texts` (distinct) an identifier of its own, in the same order.
///
/// `reserved` says whether the language has other plans for an identifier; `escape` then turns
/// it into one that it has not.
#[must_use]
pub fn unique(
    texts: &[&str],
    case: Case,
    reserved: &dyn Fn(&str) -> bool,
    escape: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let clean = |name: String| if reserved(&name) { escape(&name) } else { name };
    let natural: Vec<String> = texts.iter().map(|text| clean(identifier(text, case))).collect();
    if all_differ(&natural) {
        return natural;
    }
    let mut wanted: HashMap<&str, usize> = HashMap::new();
    for name in &natural {
        *wanted.entry(name).or_default() += 1;
    }
    let alone = |name: &str| wanted[name] == 1;
    // Who is spelled exactly like the identifier keeps it; the others of its group spell their symbols.
    let exact: HashSet<&str> = texts
        .iter()
        .zip(&natural)
        .filter(|(text, name)| *text == name)
        .map(|(_, name)| name.as_str())
        .collect();
    let keeps = |text: &str, name: &str| alone(name) || exact.contains(name) && text == name;
    let mut taken: HashSet<String> = texts
        .iter()
        .zip(&natural)
        .filter(|(text, name)| keeps(text, name))
        .map(|(_, name)| name.clone())
        .collect();
    let spelled: Vec<Option<String>> = texts
        .iter()
        .zip(&natural)
        .map(|(text, name)| (!keeps(text, name)).then(|| clean(spelled_identifier(text, case))))
        .collect();
    let mut second: HashMap<&str, usize> = HashMap::new();
    for name in spelled.iter().flatten() {
        *second.entry(name).or_default() += 1;
    }
    let free: Vec<bool> = spelled
        .iter()
        .map(|name| name.as_ref().is_some_and(|name| second[name.as_str()] == 1 && !taken.contains(name)))
        .collect();
    taken.extend(spelled.iter().zip(&free).filter(|(_, free)| **free).filter_map(|(name, _)| name.clone()));
    texts
        .iter()
        .zip(natural)
        .zip(spelled.into_iter().zip(free))
        .map(|((text, natural), (spelled, free))| match spelled {
            None => natural,
            Some(name) if free => name,
            Some(_) => {
                let mut name = hashed_identifier(text, case);
                // Two texts with one hash: not within reach, but a loop costs nothing.
                while !taken.insert(name.clone()) {
                    name = hashed_identifier(&format!("{text}{name}"), case);
                }
                name
            }
        })
        .collect()
}

/// Nearly always: of what stays alone, nothing need be told apart.
fn all_differ(names: &[String]) -> bool {
    const FEW: usize = 8;
    if names.len() <= FEW {
        return names.iter().enumerate().all(|(index, name)| !names[..index].contains(name));
    }
    let mut seen = HashSet::with_capacity(names.len());
    names.iter().all(|name| seen.insert(name))
}
