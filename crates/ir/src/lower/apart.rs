//! Names for branches that are alike in all that must be there: by what may be there, else by their places.

use std::collections::BTreeSet;

use codegen_schema::ast::Schema;

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
        let all = natural.iter().copied().chain(tags.iter().flatten()).chain(kinds.iter().flatten());
        let words: Vec<String> = all.map(|name| pascal(name)).collect();
        let clear = once(words.iter().map(String::as_str));
        let is_clear = |name: &&String| clear.contains(pascal(name).as_str());
        let place = |at: usize| list[at].schema.pointer.last().unwrap_or_default();
        let name = |(at, name): (usize, &Result<String, String>)| match name {
            Ok(name) => name.clone(),
            Err(name) => [&tags[at], &kinds[at]]
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
