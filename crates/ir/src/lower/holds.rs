//! Whether a listed value is one that the keywords beside the list let pass.

use std::collections::BTreeMap;

use codegen_schema::Json;
use codegen_schema::ast::{ArrayKeywords, ObjectKeywords, Schema, Types};

use super::Lower;
use super::enumeration::is_within;
use super::merge::in_both;
use super::pattern::matches;
use crate::accepts::{counts, equal};

/// How deep values and references are followed.
const DEPTH: usize = 32;

impl Lower<'_> {
    /// Whether a schema accepts a value; `None` where that is not decided here: by choices that are too many, by
    /// patterns, or too deep. `left` is what may be spent.
    pub(super) fn holds(&self, schema: &Schema, value: &Json, left: &mut usize) -> Option<bool> {
        self.holds_within(schema, value, DEPTH, left)
    }

    fn holds_within(&self, schema: &Schema, value: &Json, depth: usize, left: &mut usize) -> Option<bool> {
        if schema.never {
            return Some(false);
        }
        if depth == 0 || *left == 0 {
            return None;
        }
        *left -= 1;
        let mut inside = |schema: &Schema, value: &Json| self.holds_within(schema, value, depth - 1, left);
        let listed = schema.values.as_ref().is_none_or(|list| in_both(value.clone(), list).is_some());
        let plain = schema.types.is_none_or(|types| types.contains(Types::of(value)))
            && listed
            && is_within(schema, value);
        let mut all = Some(plain);
        let target = schema.reference.and_then(|id| self.bundle.get(id)).map(|target| &target.schema);
        for part in target.into_iter().chain(&schema.all_of) {
            all = both(all, inside(part, value));
        }
        for (branches, exactly_one) in [(&schema.any_of, false), (&schema.one_of, true)] {
            let Some(branches) = branches else { continue };
            let found: Vec<Option<bool>> = branches.iter().map(|branch| inside(branch, value)).collect();
            all = both(all, one_of(&found, exactly_one));
        }
        match value {
            Json::Array(items) => both(all, of_items(&schema.array, items, &mut inside)),
            Json::Object(members) => both(all, of_members(schema, members, &mut inside)),
            _ => all,
        }
    }
}

type Inside<'i> = &'i mut dyn FnMut(&Schema, &Json) -> Option<bool>;

/// Both conditions: what one of them refuses is refused, whatever the other says.
const fn both(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn one_of(found: &[Option<bool>], exactly_one: bool) -> Option<bool> {
    let holding = found.iter().filter(|one| **one == Some(true)).count();
    let open = found.contains(&None);
    match (holding, exactly_one) {
        (0, _) if !open => Some(false),
        (0, _) => None,
        (1, true) if open => None,
        (_, false) | (1, true) => Some(true),
        // One of them may be refused by what is not looked at here.
        (_, true) => None,
    }
}

fn of_items(array: &ArrayKeywords, items: &[Json], inside: Inside<'_>) -> Option<bool> {
    let repeats = |(index, item): (usize, &Json)| items[..index].iter().any(|other| equal(other, item));
    let mut all = Some(counts(items.len(), array.min_items, array.max_items));
    if array.unique_items && items.iter().enumerate().any(repeats) {
        all = Some(false);
    }
    for (index, item) in items.iter().enumerate() {
        let own = array.prefix_items.as_ref().and_then(|prefix| prefix.get(index));
        if let Some(schema) = own.or(array.items.as_deref()) {
            all = both(all, inside(schema, item));
        }
    }
    all
}

fn of_members(schema: &Schema, members: &BTreeMap<String, Json>, inside: Inside<'_>) -> Option<bool> {
    let object: &ObjectKeywords = &schema.object;
    let has = |name: &String| members.contains_key(name);
    let mut all = Some(counts(members.len(), object.min_properties, object.max_properties));
    if !object.required.iter().all(has)
        || !object.dependent_required.iter().all(|(name, needs)| !has(name) || needs.iter().all(has))
    {
        all = Some(false);
    }
    for choice in &object.required_sets {
        let sets = choice.sets.iter().filter(|set| set.iter().all(has)).count();
        all = both(all, Some(if choice.exactly_one { sets == 1 } else { sets > 0 }));
    }
    for (name, member) in members {
        if let Some(names) = &object.property_names {
            all = both(all, inside(names, &Json::String(name.clone())));
        }
        all = both(all, of_member(schema, name, member, inside));
    }
    all
}

/// What is said of one member.
fn of_member(schema: &Schema, name: &str, member: &Json, inside: Inside<'_>) -> Option<bool> {
    let object = &schema.object;
    let property = object.properties.get(name);
    let mut all = property.map_or(Some(true), |property| inside(property, member));
    let mut looked_at = Some(property.is_some());
    for (pattern, other) in &object.pattern_properties {
        match matches(pattern, name) {
            Some(false) => {}
            Some(true) => {
                looked_at = Some(true);
                all = both(all, inside(other, member));
            }
            None => {
                looked_at = looked_at.filter(|looked_at| *looked_at);
                all = both(all, inside(other, member).filter(|holds| *holds));
            }
        }
    }
    let open = Schema::default();
    let closed = Schema { never: true, ..Schema::default() };
    // What choices beside it name is seen by what is closed.
    let is_closed = object.closed && schema.any_of.is_none() && schema.one_of.is_none();
    let rest = object.additional.as_deref().unwrap_or(if is_closed { &closed } else { &open });
    match looked_at {
        Some(true) => all,
        Some(false) => both(all, inside(rest, member)),
        None => both(all, inside(rest, member).filter(|holds| *holds)),
    }
}
