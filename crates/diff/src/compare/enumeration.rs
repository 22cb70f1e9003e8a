//! Listed values.

use codegen_ir::{Enumeration, Literal, Openness};

use super::{Cmp, Place};
use crate::rules::enums::{E01, E02, E03, E04, E06};
use crate::side::{cut, squeezed};

impl Cmp<'_, '_> {
    pub(super) fn enumerations(&mut self, place: &Place, a: &Enumeration, b: &Enumeration) {
        let list = |list: &Enumeration| -> Vec<Literal> {
            list.values.iter().map(|value| value.literal.clone()).collect()
        };
        let (old, new) = (list(a), list(b));
        self.values(place, &old, a.openness, &new);
        let common = |one: &[Literal], other: &[Literal]| -> Vec<Literal> {
            one.iter().filter(|value| other.contains(value)).cloned().collect()
        };
        if common(&old, &new) != common(&new, &old) {
            self.hit(&E06, 0, place);
        }
        self.openness(place, a.openness == Openness::Open, b.openness == Openness::Open);
        for value in &a.values {
            if let Some(other) = b.values.iter().find(|other| other.literal == value.literal) {
                self.docs(
                    &place.below(&format!("={}", value.literal.to_json()), place.changed),
                    &value.docs,
                    &other.docs,
                );
            }
        }
    }

    pub(super) fn openness(&mut self, place: &Place, was: bool, now: bool) {
        if was != now {
            let word = |open: bool| if open { "open" } else { "closed" }.to_owned();
            self.turned(&E04, usize::from(was), place, word(was), word(now));
        }
    }

    pub(super) fn literals(&mut self, place: &Place, a: &Literal, b: &Literal) {
        self.values(place, std::slice::from_ref(a), Openness::Closed, std::slice::from_ref(b));
    }

    /// What was added to and removed from a list of values; a pair of the same words is one value.
    pub(super) fn values(&mut self, place: &Place, a: &[Literal], open: Openness, b: &[Literal]) {
        let mut gone: Vec<&Literal> = a.iter().filter(|value| !b.contains(value)).collect();
        let mut come: Vec<&Literal> = b.iter().filter(|value| !a.contains(value)).collect();
        let words = |literal: &Literal| match literal {
            Literal::String(text) => Some(squeezed(text)).filter(|words| !words.is_empty()),
            _ => None,
        };
        let mut respelled = Vec::new();
        gone.retain(|old| {
            let twin = come.iter().position(|new| words(new).is_some() && words(new) == words(old));
            twin.map(|at| respelled.push((*old, come.remove(at)))).is_none()
        });
        if a.len() == 1 && b.len() == 1 && !gone.is_empty() {
            respelled.extend(gone.drain(..).zip(come.drain(..)));
        }
        for (old, new) in respelled {
            self.turned(&E03, 0, place, cut(&old.to_json()), cut(&new.to_json()));
        }
        let all = |list: &[&Literal]| {
            Some(cut(&list.iter().map(|one| one.to_json()).collect::<Vec<_>>().join(", ")))
        };
        if !gone.is_empty() {
            self.hit(&E02, 0, place).was = all(&gone);
        }
        if !come.is_empty() {
            let strings = come.iter().all(|one| matches!(one, Literal::String(_)));
            let hit = self.hit(&E01, 0, place);
            hit.now = all(&come);
            hit.tolerated = open == Openness::Open && strings;
        }
    }
}
