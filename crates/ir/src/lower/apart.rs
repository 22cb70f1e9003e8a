//! Names for branches that are alike in all that must be there: by what may be there, else by their places.

use std::collections::BTreeSet;

use codegen_schema::ast::{Schema, Types};

use super::pattern::only;
use super::union::Branch;
use super::variant::{kind, told_apart_by};
use super::{Lower, once, pascal};
use crate::model::Literal;

impl Lower<'_> {
    /// A name for each branch. Errors are what several would be called.
    pub(super) fn apart(&mut self, list: &[Branch], names: Vec<Result<String, String>>) -> Vec<String> {
        if names.iter().all(Result::is_ok) {
            return names.into_iter().flatten().collect();
        }
        let natural: Vec<&String> =
            names.iter().map(|name| name.as_ref().unwrap_or_else(|name| name)).collect();
        let tags = self.optional_tags(list);
        let kinds: Vec<Option<String>> =
            list.iter().zip(&natural).map(|(branch, name)| self.kind_of_member(branch, name)).collect();
        let open = |at: usize| names[at].is_err();
        let details: Vec<Option<String>> = (0..list.len())
            .map(|at| {
                self.detail(&list[at], list).filter(|detail| open(at) && kinds[at].as_ref() != Some(detail))
            })
            .collect();
        let given = [&tags, &kinds, &details].into_iter().flatten().flatten();
        let all = natural.iter().copied().chain(given);
        let words: Vec<String> = all.map(|name| pascal(name)).collect();
        let clear = once(words.iter().map(String::as_str));
        let is_clear = |name: &&String| clear.contains(pascal(name).as_str());
        let place = |at: usize| list[at].schema.pointer.last().unwrap_or_default();
        let name = |(at, name): (usize, &Result<String, String>)| match name {
            Ok(name) => name.clone(),
            Err(name) => [&tags[at], &kinds[at], &details[at]]
                .into_iter()
                .flatten()
                .find(is_clear)
                .cloned()
                .unwrap_or_else(|| format!("{name} {}", place(at))),
        };
        names.iter().enumerate().map(name).collect()
    }

    /// The member that a branch is called by, and the kind of its values.
    fn kind_of_member(&mut self, branch: &Branch, name: &str) -> Option<String> {
        let member = branch.schema.object.properties.get(name)?;
        Some(format!("{name} {}", kind(self.facts(member).kinds)))
    }

    /// What a branch says of its values beyond their kind: of what a map is, which member is of another kind than in
    /// all others, whether a string has a pattern or bounds.
    fn detail(&mut self, branch: &Branch, list: &[Branch]) -> Option<String> {
        let schema = &branch.schema;
        match branch.facts.kinds {
            Types::OBJECT if schema.object.properties.is_empty() => {
                let rest = schema.object.additional.as_deref().filter(|rest| !rest.never)?;
                let definition = rest.reference.and_then(|id| self.bundle.get(id));
                let of = definition.map(|definition| definition.name.clone());
                let of = of.unwrap_or_else(|| kind(self.facts(rest).kinds).to_owned());
                // A map of anything is nothing but a map.
                Some(if of == "Value" { "Map".to_owned() } else { format!("{of} Map") })
            }
            Types::OBJECT => schema.object.properties.iter().find_map(|(key, member)| {
                let own = kind(self.facts(member).kinds);
                let mut is_other = |other: &Branch| {
                    let there = other.schema.object.properties.get(key);
                    std::ptr::eq(other, branch)
                        || there.is_some_and(|there| kind(self.facts(there).kinds) != own)
                };
                (own != "Value" && list.iter().all(&mut is_other)).then(|| format!("{key} {own}"))
            }),
            Types::STRING => {
                let text = &schema.text;
                let word = match (&text.pattern, text.min_length, text.max_length) {
                    (Some(_), ..) => "Pattern",
                    (None, Some(_), None) => "Long",
                    (None, None, Some(_)) => "Short",
                    (None, Some(_), Some(_)) => "Bounded",
                    (None, None, None) => return None,
                };
                Some(format!("{word} String"))
            }
            _ => None,
        }
    }

    /// The only strings that a member takes which need not be there: of the member that tells most branches apart.
    fn optional_tags(&self, list: &[Branch]) -> Vec<Option<String>> {
        let keys: BTreeSet<&String> =
            list.iter().flat_map(|branch| branch.schema.object.properties.keys()).collect();
        let told = |key: &String| {
            let members = list.iter().map(|branch| branch.schema.object.properties.get(key));
            let values: Vec<Option<String>> = members.map(|member| self.only_text(member?)).collect();
            let single = once(values.iter().flatten().map(String::as_str));
            let tags = values.iter().map(|value| value.clone().filter(|text| single.contains(text.as_str())));
            tags.collect::<Vec<_>>()
        };
        let count = |tags: &Vec<Option<String>>| tags.iter().flatten().count();
        // The first of those that say as much.
        let tags = keys.into_iter().rev().map(told).max_by_key(count).filter(|tags| count(tags) > 1);
        tags.map_or_else(|| vec![None; list.len()], |tags| told_apart_by(&tags))
    }

    /// The only string that a schema takes, also where it is written as a pattern.
    fn only_text(&self, schema: &Schema) -> Option<String> {
        if let Some([Literal::String(text)]) = self.scalars(schema, 8).as_deref() {
            return Some(text.clone());
        }
        let parts = || schema.all_of.iter().find_map(|part| part.text.pattern.as_deref());
        only(schema.text.pattern.as_deref().or_else(parts)?)
    }
}
