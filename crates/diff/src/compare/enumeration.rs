//! Listed values.

use std::collections::{HashMap, HashSet};

use codegen_ir::{Enumeration, Literal, Openness};

use super::twins::Twins;
use super::{Cmp, Place};
use crate::rules::ALL;
use crate::rules::enums::{E01, E02, E03, E04, E06};
use crate::side::{cut, number_as_one, squeezed};

impl Cmp<'_, '_> {
    pub(super) fn enumerations(&mut self, place: &Place, a: &Enumeration, b: &Enumeration) {
        let list = |list: &Enumeration| -> Vec<Literal> {
            list.values.iter().map(|value| number_as_one(&value.literal)).collect()
        };
        let (old, new) = (list(a), list(b));
        self.values(place, (&old, a.openness), (&new, b.openness));
        let theirs: HashMap<&Literal, usize> = new.iter().enumerate().map(|(at, one)| (one, at)).collect();
        let common: Vec<(usize, usize)> =
            (0..old.len()).filter_map(|at| theirs.get(&old[at]).map(|other| (at, *other))).collect();
        if common.windows(2).any(|two| two[0].1 > two[1].1) {
            self.hit(&E06, 0, place);
        }
        self.others_listed(place, Others::of(a), Others::of(b));
        let (own, other) = (texts(&old), texts(&new));
        self.named_alike(place, &own, &other, |value| format!("=\"{value}\""));
        for (at, other) in common {
            let here = place.below(&format!("={}", old[at].to_json()), place.changed);
            self.docs(&here, &a.values[at].docs, &b.values[other].docs);
        }
    }

    /// What the schemas say of values that are not listed, and what the generated types do with them.
    pub(super) fn others_listed(&mut self, place: &Place, was: Others, now: Others) {
        let (said, done) = (was.declared != now.declared, was.kept != now.kept);
        let (first, was, now) = match (said, done) {
            (false, false) => return,
            (true, true) => (0, was.declared, now.declared),
            (true, false) => (2, was.declared, now.declared),
            (false, true) => (4, was.kept, now.kept),
        };
        self.opened(first, place, was, now);
    }

    /// Something open was closed, or the reverse: the cases of E04 come in pairs.
    pub(super) fn opened(&mut self, first: usize, place: &Place, was: bool, now: bool) {
        let word = |open: bool| if open { "open" } else { "closed" }.to_owned();
        if was != now {
            self.turned(&E04, first + usize::from(was), place, word(was), word(now));
        }
    }

    pub(super) fn literals(&mut self, place: &Place, a: &Literal, b: &Literal) {
        let one = |literal| (std::slice::from_ref(literal), Openness::Closed);
        self.values(place, one(a), one(b));
    }

    /// What was added to and removed from a list of values; a pair of the same words is one value.
    pub(super) fn values(
        &mut self,
        place: &Place,
        (a, open): (&[Literal], Openness),
        (b, opened): (&[Literal], Openness),
    ) {
        let (a, b) = (each_once(a), each_once(b));
        let (mine, theirs): (HashSet<&Literal>, HashSet<&Literal>) = (a.iter().collect(), b.iter().collect());
        let mut gone: Vec<&Literal> = a.iter().filter(|value| !theirs.contains(value)).collect();
        let come: Vec<&Literal> = b.iter().filter(|value| !mine.contains(value)).collect();
        let words = |literal: &Literal| match literal {
            Literal::String(text) => Some(squeezed(text)).filter(|words| !words.is_empty()),
            _ => None,
        };
        let mut twins = Twins::new(come.iter().map(|new| words(new)));
        let mut respelled = Vec::new();
        gone.retain(|old| match words(old).and_then(|words| twins.take(&words)) {
            Some(at) => {
                respelled.push((*old, come[at]));
                false
            }
            None => true,
        });
        let mut come: Vec<&Literal> = twins.left().map(|at| come[at]).collect();
        if a.len() == 1 && b.len() == 1 && !gone.is_empty() {
            respelled.extend(gone.drain(..).zip(come.drain(..)));
        }
        let all =
            |list: &[&Literal]| cut(&list.iter().map(|one| one.to_json()).collect::<Vec<_>>().join(", "));
        let strings = |list: &[&Literal]| list.iter().all(|one| matches!(one, Literal::String(_)));
        if !respelled.is_empty() {
            let (old, new): (Vec<&Literal>, Vec<&Literal>) = respelled.into_iter().unzip();
            self.turned(&E03, 0, place, all(&old), all(&new));
        }
        if !gone.is_empty() {
            let kept = opened == Openness::Open && strings(&gone);
            let hit = self.hit(&E02, 0, place);
            (hit.was, hit.kept) = (Some(all(&gone)), kept);
        }
        if !come.is_empty() {
            let hit = self.hit(&E01, 0, place);
            hit.now = Some(all(&come));
            hit.tolerated = open == Openness::Open && strings(&come);
            hit.source = Some(ALL).filter(|_| open == Openness::Closed);
        }
    }
}

/// What becomes of values that an enumeration does not list.
#[derive(Clone, Copy)]
pub(super) struct Others {
    /// The schema has a place for them.
    pub declared: bool,
    /// The generated types keep them.
    pub kept: bool,
}

impl Others {
    fn of(list: &Enumeration) -> Self {
        Self { declared: list.declared_open, kept: list.openness == Openness::Open }
    }
}

fn texts(list: &[Literal]) -> Vec<&str> {
    let mut all = Vec::new();
    for one in list {
        if let Literal::String(text) = one {
            all.push(text.as_str());
        }
    }
    all
}

/// A number may be listed in both of its spellings.
fn each_once(list: &[Literal]) -> Vec<Literal> {
    let mut seen = HashSet::new();
    list.iter().map(number_as_one).filter(|one| seen.insert(one.clone())).collect()
}
