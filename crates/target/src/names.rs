//! Unique names in a scope, without a counter: what a name is depends on the text that it is made
//! from and, where two texts want the same one, on nothing else than those texts.

use std::collections::{HashMap, HashSet};

use codegen_ir::Protocol;

use crate::words::{
    Case, cased_identifier, hashed_identifier, identifier, spelled_identifier, styled_identifier,
};

/// The identifier of each type, by id: `natural` makes it from the name in the schema. Where two are
/// the same, those that had to lose accents for it are spelled out; then the first in the order of the schema keeps
/// it, and the others are told apart by their places.
#[must_use]
pub fn types(protocol: &Protocol, natural: &dyn Fn(&str) -> String) -> Vec<String> {
    let naturals: Vec<String> = protocol.types.iter().map(|(_, def)| natural(&def.name)).collect();
    let wanted = counts(naturals.iter());
    let mut taken = HashSet::new();
    let names = protocol.types.iter().zip(&naturals).map(|((_, def), natural)| {
        let spelled = !def.name.is_ascii() && wanted[natural.as_str()] > 1;
        let mut name =
            if spelled { spelled_identifier(def.name.trim(), Case::Pascal) } else { natural.clone() };
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
    // Who is spelled exactly like the identifier keeps it, and who is alone in wanting it.
    let wanted = counts(natural.iter());
    let keeps = |text: &str, name: &str| text == name || wanted[name] == 1;
    let mut names: Vec<Option<String>> =
        texts.iter().zip(&natural).map(|(text, name)| keeps(text, name).then(|| name.clone())).collect();
    let mut taken: HashSet<String> = names.iter().flatten().cloned().collect();
    // The others spell their symbols; where that is not enough, they say of which case their letters are, or in which
    // convention they are written.
    for way in [|text: &str, case| Some(spelled_identifier(text, case)), styled_identifier, cased_identifier]
    {
        let tried: Vec<Option<String>> = names
            .iter()
            .zip(texts)
            .map(|(name, text)| if name.is_none() { way(text, case).map(clean) } else { None })
            .collect();
        let wanted = counts(tried.iter().flatten());
        for (name, tried) in names.iter_mut().zip(&tried) {
            if let Some(tried) = tried.as_ref().filter(|tried| wanted[tried.as_str()] == 1)
                && taken.insert(tried.clone())
            {
                *name = Some(tried.clone());
            }
        }
    }
    let all = names.into_iter().zip(texts).map(|(name, text)| {
        name.unwrap_or_else(|| {
            let mut name = hashed_identifier(text, case);
            // Two texts with one hash: not within reach, but a loop costs nothing.
            while !taken.insert(name.clone()) {
                name = hashed_identifier(&format!("{text}{name}"), case);
            }
            name
        })
    });
    all.collect()
}

/// How often each is there.
fn counts<'a>(names: impl Iterator<Item = &'a String>) -> HashMap<&'a str, usize> {
    let mut counts = HashMap::new();
    for name in names {
        *counts.entry(name.as_str()).or_default() += 1;
    }
    counts
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

#[cfg(test)]
mod tests {
    use super::{Case, unique};

    fn names(texts: &[&str], case: Case) -> Vec<String> {
        unique(texts, case, &|_| false, &|name| format!("{name}_"))
    }

    #[test]
    fn conventions_tell_texts_of_the_same_words_apart() {
        assert_eq!(names(&["fooBar", "foo_bar"], Case::Snake), ["foo_bar_camel", "foo_bar"]);
        assert_eq!(
            names(&["userId", "userID", "UserId"], Case::Snake),
            ["user_id_camel", "user_id_capitals", "user_id_pascal"]
        );
        assert_eq!(
            names(&["inProgress", "in_progress", "IN_PROGRESS"], Case::Pascal),
            ["InProgress", "InProgressSnake", "InProgressUpper"]
        );
        assert_eq!(
            names(&["inProgress", "in_progress", "IN_PROGRESS"], Case::Screaming),
            ["IN_PROGRESS_CAMEL", "IN_UNDERSCORE_PROGRESS", "IN_PROGRESS"]
        );
        // A text that has such a name already keeps it.
        let names = names(&["fooBar", "foo_bar", "foo_bar_camel"], Case::Snake);
        assert_eq!(names[1..], ["foo_bar", "foo_bar_camel"]);
        assert!(names[0].starts_with("foo_bar_x"), "{}", names[0]);
    }
}
