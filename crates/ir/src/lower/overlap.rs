//! Branches of a union that no look at a value tells apart: what is said of them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};

use codegen_schema::ast::{Schema, Types};
use codegen_schema::{Diagnostic, Pointer};

use super::Lower;
use super::facts::{Facts, kinds};
use super::inner::Looks;
use super::union::{Branch, COMPARED};
use crate::model::{Guard, Kinds, Protocol, Shape, ToldApart, Union, Variant};
use crate::witness;

/// What is said where types do not tell of several branches that fit.
pub(super) const SEVERAL_FIT: &str = "values that fit several branches of `oneOf` are accepted";

/// Branches of a union that overlap.
pub(super) struct Overlap {
    pub union: Pointer,
    pub first: usize,
    pub second: usize,
    /// More of which the same is true as of the second.
    pub others: Vec<Pointer>,
    pub warning: Diagnostic,
}

impl Lower<'_> {
    /// A warning about two branches: it names a value that fits both, once all types are known.
    pub(super) fn overlap(&mut self, schema: &Schema, pair: &ToldApart, warning: Diagnostic) {
        let ToldApart::InOrder(first, second) = *pair else { return };
        let (union, others) = (schema.pointer.clone(), Vec::new());
        self.overlaps.push(Overlap { union, first, second, others, warning });
    }

    /// Members that any fitting branch of `anyOf` names are allowed by `unevaluatedProperties: false`: where
    /// several may fit at once, no single branch says which.
    pub(super) fn seen_by_several(&mut self, mut base: Schema, branches: &[Schema]) -> Schema {
        let is_shut = base.object.closed || base.object.unevaluated.is_some();
        if is_shut && self.may_fit_together(branches) {
            base.object.closed = false;
            base.object.unevaluated = None;
            self.widened(
                &base.pointer.join("unevaluatedProperties"),
                "`unevaluatedProperties` beside branches that may fit together is not expressed",
            );
        }
        base
    }

    /// Closed by what stands around them, branches of `oneOf` are told apart by members that each would let pass.
    pub(super) fn say_closed_around(&mut self, base: &Schema, branches: &[Schema]) {
        let is_shut = base.object.closed || base.object.unevaluated.is_some();
        if is_shut && self.may_fit_together(branches) {
            let what =
                "values that fit several branches of `oneOf`, but for `unevaluatedProperties`, are accepted";
            let place = branches.first().and_then(|branch| branch.pointer.parent()).unwrap_or_default();
            self.widened(&place, what);
        }
    }

    /// `discriminator` says which member tells branches apart; only what they themselves say makes it so.
    pub(super) fn say_unfollowed(&mut self, schema: &Schema, tag: Option<&str>) {
        let Some(named) = schema.discriminator.as_deref().filter(|named| tag != Some(named)) else { return };
        let named = named.escape_debug();
        let message =
            format!("`discriminator` is not followed: not every branch requires a constant `{named}`");
        let note = "JSON Schema accepts what fits any branch, whatever the member says";
        let at = schema.pointer.join("discriminator");
        let warning = Diagnostic::warning("ignored-keyword", self.place(&at), message).note(note);
        let help = format!("require `{named}` in each branch, with a constant of its own");
        self.found.push(warning.help(help));
    }

    /// Branches of `oneOf` become one type where several take null, or any string.
    pub(super) fn say_merged(&mut self, schema: &Schema, nulls: usize, list: Vec<Branch>) -> Vec<Branch> {
        let separate = list.len();
        let list = self.strings_together(list);
        let nullable = list.iter().filter(|branch| branch.facts.kinds.contains(Types::NULL)).count();
        if list.len() < separate || nulls > 0 && nulls + nullable > 1 {
            self.widened(&schema.pointer.join("oneOf"), SEVERAL_FIT);
        }
        list
    }

    fn may_fit_together(&mut self, branches: &[Schema]) -> bool {
        let facts: Vec<Facts> = branches.iter().map(|branch| self.facts(branch)).collect();
        // More than are compared may overlap.
        let few = facts.len().min(COMPARED);
        facts.len() > COMPARED || (1..few).any(|at| facts[..at].iter().any(|one| one.overlap(&facts[at])))
    }

    /// A branch that lets everything pass that later ones do hides them.
    pub(super) fn shadowed(&mut self, schema: &Schema, list: &[Branch]) {
        let mut hidden: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, later) in list.iter().enumerate().take(COMPARED) {
            let covers = |first: &Branch| first.facts.cover(&later.facts);
            if let Some(first) = list[..index].iter().position(covers) {
                hidden.entry(first).or_default().push(index);
            }
        }
        for (first, later) in hidden {
            let at = |index: usize| list[index].schema.pointer.clone();
            let message =
                "two branches cannot be told apart before they are read: the first that fits is taken";
            let note = format!("what {} accepts has all that is checked for {}", at(later[0]), at(first));
            let warning =
                Diagnostic::warning("ambiguous-union", self.place(&schema.pointer), message).note(note);
            let warning =
                warning.help("give each branch a member with a constant of its own, and require it");
            let others = later[1..].iter().map(|other| at(*other)).collect();
            let (union, second) = (schema.pointer.clone(), later[0]);
            self.overlaps.push(Overlap { union, first, second, others, warning });
        }
    }

    /// What was found of branches that overlap, each with a value that fits both.
    pub(super) fn say_overlaps(&mut self, protocol: &Protocol) {
        let overlaps = std::mem::take(&mut self.overlaps);
        let wanted: HashSet<&Pointer> = overlaps.iter().map(|one| &one.union).collect();
        let mut unions: HashMap<&Pointer, &Union> = HashMap::new();
        if !self.found.has_errors() {
            for (_, def) in protocol.types.iter().filter(|(_, def)| wanted.contains(&def.pointer)) {
                if let Shape::Union(union) = &def.shape {
                    unions.entry(&def.pointer).or_insert(union);
                }
            }
        }
        // A choice that is read beside several other parts is one place: what it lets in is said once.
        let mut said = Said::default();
        for Overlap { union, first, second, others, warning } in &overlaps {
            let found = unions.get(union).and_then(|union| {
                let content = |at: usize| union.variants.get(at)?.content.as_ref();
                witness::of_both(protocol, content(*first)?, content(*second)?)
            });
            let mut warning = warning.clone();
            let fits = found.map(|value| value.to_string()).filter(|text| text.chars().count() <= 200);
            let fits = fits.map(|text| format!("both accept {text}"));
            let forbidden = || "values that it forbids are accepted, and kept".to_owned();
            let note = warning.note.take().unwrap_or_else(forbidden);
            let parts = [Some(note), fits, and_others(others)];
            let has_example = parts[1].is_some();
            warning.note = Some(parts.into_iter().flatten().collect::<Vec<_>>().join("; "));
            if warning.id == "widened" {
                said.add(warning, has_example);
            } else {
                self.found.push(warning);
            }
        }
        said.warnings.into_values().for_each(|(warning, _)| self.found.push(warning));
    }
}

/// Warnings, each said once of a place: with an example, where one has any.
#[derive(Default)]
struct Said {
    warnings: BTreeMap<(String, Option<Pointer>, String), (Diagnostic, bool)>,
}

impl Said {
    fn add(&mut self, warning: Diagnostic, has_example: bool) {
        let place = &warning.place;
        let key = (place.file.clone(), place.pointer.clone(), warning.message.clone());
        match self.warnings.entry(key) {
            Entry::Vacant(entry) => drop(entry.insert((warning, has_example))),
            Entry::Occupied(mut entry) if has_example && !entry.get().1 => {
                entry.insert((warning, has_example));
            }
            Entry::Occupied(_) => {}
        }
    }
}

/// Which other branches the same is true of.
fn and_others(others: &[Pointer]) -> Option<String> {
    const NAMED: usize = 3;
    let named: Vec<String> = others.iter().take(NAMED).map(ToString::to_string).collect();
    let more = others.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    (!named.is_empty()).then(|| format!("so it is with {}{more}", named.join(", ")))
}

/// Whether two branches that may fit together are those of one `oneOf`, which was taken in by the choice around it.
pub(super) fn share_a_choice(list: &[Branch]) -> bool {
    let choice = |branch: &Branch| branch.schema.pointer.parent();
    let exclusive =
        |branch: &Branch| choice(branch).is_some_and(|parent| parent.as_str().ends_with("/oneOf"));
    list.iter().enumerate().take(COMPARED).filter(|(_, one)| exclusive(one)).any(|(index, one)| {
        let mut others = list[..index].iter().filter(|other| choice(other) == choice(one));
        others.any(|other| other.facts.overlap(&one.facts))
    })
}

/// Listed values before the branch that would take them, too: behind it they would never be read as what they are.
pub(super) fn constants_first(list: Vec<Branch>) -> Vec<Branch> {
    if list.len() > COMPARED {
        return list;
    }
    let mut row: Vec<Branch> = Vec::with_capacity(list.len());
    for branch in list {
        // Null is one value, whether it is listed or not.
        let listed = branch.facts.scalars.is_some() && branch.facts.kinds != Types::NULL;
        let hides =
            |first: &Branch| listed && first.facts.scalars.is_none() && first.facts.cover(&branch.facts);
        let place = row.iter().position(hides).unwrap_or(row.len());
        row.insert(place, branch);
    }
    row
}

/// How branches are told apart, and what of each has to be looked at within.
pub(super) fn told_apart(list: &[Branch]) -> (ToldApart, Vec<Looks>) {
    let mut looks: Vec<Looks> = list.iter().map(|_| Looks::default()).collect();
    let mut seen = Kinds::NONE;
    let mut by_kind = true;
    for branch in list {
        let own = kinds(branch.facts.kinds);
        by_kind &= seen.intersect(own).is_empty();
        seen = seen.union(own);
    }
    if by_kind {
        return (ToldApart::ByKind, looks);
    }
    let mut overlap = (list.len() > COMPARED).then_some((0, COMPARED));
    for (index, a) in list.iter().enumerate().take(COMPARED).rev() {
        for (other, b) in list.iter().enumerate().take(COMPARED).skip(index + 1).rev() {
            let apart = a.facts.apart(&b.facts);
            if apart.is_none() {
                overlap = Some((index, other));
            }
            let apart = apart.unwrap_or_else(|| a.facts.mostly_apart(&b.facts));
            [index, other].into_iter().for_each(|one| looks[one].extend(&apart));
        }
    }
    let told_apart = overlap.map_or(ToldApart::ByGuard, |(first, second)| ToldApart::InOrder(first, second));
    (told_apart, looks)
}

/// A variant whose kinds no other one has needs no other condition: what is open in it stays open.
pub(super) fn by_kind_alone(variants: &mut [Variant]) {
    let (mut once, mut again) = (Kinds::NONE, Kinds::NONE);
    for Variant { guard, .. } in &*variants {
        again = again.union(once.intersect(guard.kinds));
        once = once.union(guard.kinds);
    }
    for Variant { guard, .. } in variants {
        if guard.kinds.intersect(again).is_empty() {
            *guard = Guard { kinds: guard.kinds, ..Guard::default() };
        }
    }
}
