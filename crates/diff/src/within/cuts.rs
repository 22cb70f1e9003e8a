//! An object type cut where the variants of a union ask for more members or fewer, or for one that need not be there:
//! several of them may take together what none takes alone.

use std::collections::{BTreeSet, HashSet};

use codegen_ir::{Presence, Protocol, Rest, Rule, Shape, Struct, Type, Union};

use super::object::{Body, Member};
use super::pieces::contents;

/// More parts are not looked into one by one.
const PARTS: usize = 32;
/// By more members at once an object is not cut.
const MEMBERS: usize = 3;

/// Where the variants of a union cut objects.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    /// Counts of members from which on others take them.
    counts: BTreeSet<u64>,
    /// Members that one of them requires.
    required: HashSet<String>,
}

impl Cuts {
    pub fn of(protocol: &Protocol, union: &Union) -> Self {
        let mut cuts = Self::default();
        for kind in contents(protocol, union) {
            match kind {
                Type::Ref(id) => {
                    if let Shape::Struct(body) = &protocol.types[*id].shape {
                        cuts.object(body);
                    }
                }
                Type::Map(map) => cuts.count(map.min_members.unwrap_or(0), map.max_members),
                _ => {}
            }
        }
        cuts
    }

    fn object(&mut self, body: &Struct) {
        let (least, most) = Body::of(body).counts();
        self.count(least, most);
        // The one without members is the shortest.
        self.counts.insert(1);
        let required = body.fields.iter().filter(|field| field.presence == Presence::Required);
        self.required.extend(required.map(|field| field.wire.clone()));
    }

    fn count(&mut self, least: u64, most: Option<u64>) {
        self.counts.insert(least);
        self.counts.extend(most.map(|most| most.saturating_add(1)));
    }
}

impl<'b> Body<'b> {
    /// The ways in which it is cut, each with all parts.
    pub fn cut(&self, cuts: &Cuts) -> Vec<Vec<Self>> {
        [self.by_sets(), self.by_counts(cuts), self.by_presence(cuts)].into_iter().flatten().collect()
    }

    /// One for each of the sets of members of which one must be there.
    fn by_sets(&self) -> Option<Vec<Self>> {
        let sets = self.rules.iter().find_map(|rule| match rule {
            Rule::AnyOf(sets) | Rule::OneOf(sets) => Some(sets),
            _ => None,
        })?;
        let with = |set: &Vec<String>| self.having(|wire| set.iter().any(|own| own == wire));
        (sets.len() <= PARTS).then(|| sets.iter().map(with).collect())
    }

    /// One for each count of members by which variants are told apart.
    fn by_counts(&self, cuts: &Cuts) -> Option<Vec<Self>> {
        let (least, most) = self.counts();
        let starts: Vec<u64> = cuts
            .counts
            .iter()
            .copied()
            .filter(|at| *at > least && most.is_none_or(|most| *at <= most))
            .take(PARTS + 1)
            .collect();
        if starts.is_empty() || starts.len() > PARTS {
            return None;
        }
        let lows = std::iter::once(least).chain(starts.iter().copied());
        let highs = starts.iter().map(|start| Some(start - 1)).chain(std::iter::once(most));
        Some(lows.zip(highs).map(|range| self.counted(range)).collect())
    }

    /// With and without each of the members that some variant requires.
    fn by_presence(&self, cuts: &Cuts) -> Option<Vec<Self>> {
        let free = |member: &&Member<'b>| !member.required && cuts.required.contains(member.wire);
        let wires: Vec<&str> =
            self.members.iter().filter(free).take(MEMBERS).map(|member| member.wire).collect();
        let mut parts = vec![self.clone()];
        for wire in &wires {
            parts =
                parts.iter().flat_map(|part| [part.having(|own| own == *wire), part.without(wire)]).collect();
        }
        (!wires.is_empty()).then_some(parts)
    }

    /// Those that have not one of its members.
    fn without(&self, wire: &str) -> Self {
        let others = self.members.iter().filter(|member| member.wire != wire);
        Self { members: others.copied().collect(), ..*self }
    }

    /// Those that have so many members.
    fn counted(&self, count: (u64, Option<u64>)) -> Self {
        if count.1 == Some(0) {
            return Self { members: Vec::new(), rest: &Rest::Closed, count, ..*self };
        }
        // A closed object with as many members as are named has each of them.
        let each = *self.rest == Rest::Closed && count.0 >= self.members.len() as u64;
        Self { count, ..self.having(|_| each) }
    }
}
