//! Choices beside choices, choices within choices, and branches that are closed to what stands beside them.

use codegen_schema::ast::{Schema, TextKeywords, Types};

use super::Lower;
use super::merge::conjunction;
use super::union::{Branch, is_plain_string};

/// Two choices at once are written out up to this many pairs of branches.
const PAIRS: usize = 64;

/// Whether all pairs of branches of two choices can be written out.
pub(super) fn are_few(a: &[Schema], b: &[Schema]) -> bool {
    width(a).saturating_mul(width(b)) <= PAIRS
}

/// How many branches there are, those of choices within them included.
fn width(branches: &[Schema]) -> usize {
    branches.iter().map(ways).fold(0, usize::saturating_add)
}

fn ways(schema: &Schema) -> usize {
    let choices = [&schema.any_of, &schema.one_of].into_iter().flatten().map(|branches| width(branches));
    choices.chain(schema.all_of.iter().map(ways)).fold(1, usize::saturating_mul)
}

/// Each branch of a choice with another choice inside.
pub(super) fn within(branches: Vec<Schema>, other: &Schema) -> Vec<Schema> {
    branches.into_iter().map(|branch| conjunction(branch, other.clone())).collect()
}

/// A branch that is nothing but another choice is its branches.
pub(super) fn in_one_row(branches: Vec<Schema>) -> Vec<Schema> {
    let mut row = Vec::new();
    for mut branch in branches {
        match (branch.one_of.take(), branch.any_of.take()) {
            (Some(inner), None) | (None, Some(inner)) if branch.is_any() && branch.title.is_none() => {
                row.extend(in_one_row(inner));
            }
            (one_of, any_of) => row.push(Schema { one_of, any_of, ..branch }),
        }
    }
    row
}

/// That a part shuts out what must be there.
pub(super) fn closed_to(name: &str) -> String {
    let name = name.escape_debug();
    format!("the branch is closed to `{name}`, which is required beside it: no value could be right")
}

impl Lower<'_> {
    /// Schemars 0.8 closes the branches of a flattened enumeration, and writes the members beside it outside of
    /// them: taken by the letter, no value at all is one of the type.
    pub(super) fn opened_by(&mut self, base: &Schema, branch: Schema) -> Option<Schema> {
        if base.object.required.is_empty() {
            return Some(branch);
        }
        let flat = self.flatten(&branch)?.into_owned();
        let object = &flat.object;
        let shut = object.additional.as_ref().is_some_and(|rest| rest.never);
        let missing = base.object.required.iter().find(|name| !object.properties.contains_key(*name));
        let Some(name) = missing.filter(|_| shut && object.pattern_properties.is_empty()) else {
            return Some(branch);
        };
        self.widened(&flat.pointer.join("additionalProperties"), closed_to(name));
        let mut open = flat;
        open.object.additional = None;
        Some(open)
    }

    /// Branches of strings that differ in nothing that a type checks are one.
    pub(super) fn strings_together(&mut self, list: Vec<Branch>) -> Vec<Branch> {
        let mut row: Vec<Branch> = Vec::with_capacity(list.len());
        let mut first: Option<usize> = None;
        for branch in list {
            let free = is_free_string(&branch);
            let Some(first) = first.filter(|_| free).map(|index| &mut row[index].schema) else {
                if free {
                    first = Some(row.len());
                }
                row.push(branch);
                continue;
            };
            // Each says for itself what is not checked; together they say nothing of the kind.
            let other = branch.schema;
            self.text(first);
            self.text(&other);
            if first.text.pattern != other.text.pattern {
                first.text.pattern = None;
            }
            if first.format != other.format {
                first.format = None;
            }
            let said = [first.description.take(), other.description];
            let said = said.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
            first.description = Some(said).filter(|text| !text.is_empty());
        }
        row
    }
}

/// Takes each string, whatever its pattern or format says.
fn is_free_string(branch: &Branch) -> bool {
    let schema = &branch.schema;
    // Few branches are strings, and only those are copied to be looked at.
    let named = branch.reference.is_some() || schema.title.is_some();
    !named && schema.types == Some(Types::STRING) && {
        let text = TextKeywords { pattern: None, ..schema.text.clone() };
        is_plain_string(&Schema { format: None, text, ..schema.clone() })
    }
}
