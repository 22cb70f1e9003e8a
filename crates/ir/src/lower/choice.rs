//! Choices beside choices, choices within choices, and branches that are closed to what stands beside them.

use codegen_schema::Pointer;
use codegen_schema::ast::{Schema, TextKeywords, Types};

use super::Lower;
use super::facts::Facts;
use super::merge::conjunction;
use super::union::{Branch, is_plain_string};

/// Two choices at once are written out up to this many pairs of branches.
const PAIRS: usize = 64;

/// So many pairs are looked at for those that contradict each other.
const LOOKED_AT: usize = 4096;

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

/// A choice between the branches that are left.
fn choice_of(mut branches: Vec<Schema>, pointer: &Pointer, exactly_one: bool) -> Schema {
    if branches.len() == 1 {
        return branches.swap_remove(0);
    }
    let (one_of, any_of) = if exactly_one { (Some(branches), None) } else { (None, Some(branches)) };
    Schema { pointer: pointer.clone(), one_of, any_of, ..Schema::default() }
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
    /// Two choices at once: each branch of the first is a choice between those of the second that do not contradict
    /// it. The first as it was, where that is too much to write out.
    pub(super) fn crossed(
        &mut self,
        a: Vec<Schema>,
        b: &[Schema],
        pointer: &Pointer,
        exactly_one: bool,
    ) -> Result<Vec<Schema>, Vec<Schema>> {
        if a.len().saturating_mul(b.len()) > LOOKED_AT {
            return Err(a);
        }
        let facts: Vec<Facts> = b.iter().map(|branch| self.facts_of_part(branch)).collect();
        let mut fitting: Vec<Vec<&Schema>> = Vec::with_capacity(a.len());
        for branch in &a {
            let own = self.facts_of_part(branch);
            let fits = |other: &Facts| own.rule_out_all() || !own.clone().and(other.clone()).rule_out_all();
            fitting.push(b.iter().zip(&facts).filter(|(_, other)| fits(other)).map(|(one, _)| one).collect());
        }
        let width = |row: &[&Schema]| row.iter().map(|one| ways(one)).fold(0, usize::saturating_add);
        let pairs = a.iter().zip(&fitting).map(|(own, row)| ways(own).saturating_mul(width(row)));
        if pairs.fold(0, usize::saturating_add) > PAIRS {
            return Err(a);
        }
        let rows = a.into_iter().zip(fitting).filter(|(_, row)| !row.is_empty());
        let rows: Vec<Schema> = rows
            .map(|(own, row)| {
                let row = row.into_iter().cloned().collect();
                conjunction(own, choice_of(row, pointer, exactly_one))
            })
            .collect();
        if rows.is_empty() {
            self.no_value(pointer);
            return Ok(vec![Schema { pointer: pointer.clone(), never: true, ..Schema::default() }]);
        }
        Ok(rows)
    }

    /// Whether a branch that has values by itself has none beside what stands around the choice.
    pub(super) fn is_ruled_out(&mut self, alone: &Facts, branch: &Branch) -> bool {
        if alone.rule_out_all() {
            return false;
        }
        if branch.facts.rule_out_all() {
            return true;
        }
        let schema = &branch.schema;
        let choices: Vec<&Vec<Schema>> = [&schema.any_of, &schema.one_of].into_iter().flatten().collect();
        if choices.is_empty() {
            return false;
        }
        let beside = self.facts_of_part(&Schema { any_of: None, one_of: None, ..schema.clone() });
        let mut fits = |one: &Schema| !beside.clone().and(self.facts_of_part(one)).rule_out_all();
        choices.into_iter().any(|branches| !branches.iter().any(&mut fits))
    }

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
            let (own, others) = (&first.text, &other.text);
            if (&own.pattern, &own.more_patterns) != (&others.pattern, &others.more_patterns) {
                first.text.pattern = None;
                first.text.more_patterns.clear();
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
