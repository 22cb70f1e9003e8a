//! What is asked of a union again and again: which of its variants can take an object at all, found by the members
//! that they require and not one by one, and where they cut what none of them takes alone.

use std::collections::HashMap;

use codegen_ir::{Presence, Protocol, Shape, Struct, Type, TypeId, Union, Variant};

use super::cuts::Cuts;

/// The variants of a union by a member that each of them requires: of several the one that fewest require.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_member: HashMap<String, Vec<usize>>,
    /// Those that require nothing, or of which that is not known.
    others: Vec<usize>,
    by_tag: HashMap<String, Vec<usize>>,
    pub cuts: Cuts,
}

impl Index {
    fn new(protocol: &Protocol, union: &Union) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for wire in union.variants.iter().flat_map(|variant| required(protocol, variant)) {
            *counts.entry(wire).or_default() += 1;
        }
        let mut index = Self { cuts: Cuts::of(protocol, union), ..Self::default() };
        for (at, variant) in union.variants.iter().enumerate() {
            for tag in &variant.tags {
                index.by_tag.entry(tag.clone()).or_default().push(at);
            }
            match required(protocol, variant).min_by_key(|wire| counts[wire]) {
                Some(wire) => index.by_member.entry(wire.to_owned()).or_default().push(at),
                None => index.others.push(at),
            }
        }
        index
    }

    /// The variants that have a tag, in their order.
    pub fn tagged(&self, tag: &str) -> &[usize] {
        self.by_tag.get(tag).map(Vec::as_slice).unwrap_or_default()
    }

    /// The variants that an object with these members may be one of, in their order.
    pub fn candidates<'m>(&self, members: impl Iterator<Item = &'m str>) -> Vec<usize> {
        let mut all: Vec<usize> = members
            .filter_map(|wire| self.by_member.get(wire))
            .flatten()
            .chain(&self.others)
            .copied()
            .collect();
        all.sort_unstable();
        all
    }
}

/// The members without which nothing is of a variant.
fn required<'p>(protocol: &'p Protocol, variant: &'p Variant) -> impl Iterator<Item = &'p str> {
    let fields = body(protocol, variant).map(|body| body.fields.as_slice()).unwrap_or_default();
    fields.iter().filter(|field| field.presence == Presence::Required).map(|field| field.wire.as_str())
}

fn body<'p>(protocol: &'p Protocol, variant: &'p Variant) -> Option<&'p Struct> {
    match protocol.resolve(&variant.content.as_ref()?.kind) {
        Type::Ref(id) => match &protocol.types[*id].shape {
            Shape::Struct(body) => Some(body),
            _ => None,
        },
        _ => None,
    }
}

/// The indexes of a protocol's unions, each made when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct Indexes(HashMap<TypeId, Index>);

impl Indexes {
    pub fn of(&mut self, protocol: &Protocol, id: TypeId, union: &Union) -> &Index {
        self.0.entry(id).or_insert_with(|| Index::new(protocol, union))
    }
}
