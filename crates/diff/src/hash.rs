//! Structural hashes: equal for types that accept the same values by the same structure, whatever they
//! and the types that they refer to are called.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use codegen_ir::{
    Field, Openness, Protocol, Rest, Shape, Struct, Tagging, Type, TypeDef, TypeId, Union, Value,
};

use crate::side::number_as_one;

/// Rounds in which the types of a cycle learn of each other.
const ROUNDS: usize = 8;

/// What is known of the types of a protocol, by id.
pub(crate) struct Hashes {
    /// Equal for types of the same structure, as far as is seen from them.
    pub near: Vec<u64>,
    /// Equal only where each type that they lead to has an equal one too.
    pub whole: Vec<u64>,
    /// A type comes behind those that it refers to, but for those of its own cycle.
    pub rank: Vec<usize>,
}

/// The hashes of all types.
pub(crate) fn hashes(protocol: &Protocol) -> Hashes {
    let groups = protocol.components();
    let near = fold(protocol, &groups, false);
    let cyclic = groups.iter().any(|group| group.len() > 1);
    let whole = if cyclic { fold(protocol, &groups, true) } else { near.clone() };
    let mut rank = vec![0; protocol.types.len()];
    for (place, id) in groups.iter().flatten().enumerate() {
        rank[id.0 as usize] = place;
    }
    Hashes { near, whole, rank }
}

fn fold(protocol: &Protocol, groups: &[Vec<TypeId>], whole: bool) -> Vec<u64> {
    let mut known = vec![0; protocol.types.len()];
    // Each group refers only to itself and to groups before it.
    for group in groups {
        let rounds = match group.as_slice() {
            [one] if !refers_to_itself(protocol, *one) => 1,
            [_] => 2,
            group => group.len().min(ROUNDS) + 1,
        };
        for _ in 0..rounds {
            let next: Vec<(TypeId, u64)> =
                group.iter().map(|id| (*id, definition(&protocol.types[*id], &known))).collect();
            for (id, hash) in next {
                known[id.0 as usize] = hash;
            }
        }
        if whole && group.len() > 1 {
            // What is far away in a cycle counts as well.
            let mut all: Vec<u64> = group.iter().map(|id| known[id.0 as usize]).collect();
            all.sort_unstable();
            let mut state = DefaultHasher::new();
            all.hash(&mut state);
            let all = state.finish();
            for id in group {
                let mut state = DefaultHasher::new();
                (known[id.0 as usize], all).hash(&mut state);
                known[id.0 as usize] = state.finish();
            }
        }
    }
    known
}

fn refers_to_itself(protocol: &Protocol, id: TypeId) -> bool {
    let mut found = false;
    protocol.types[id].each_value(&mut |value| value.kind.each_reference(&mut |other| found |= other == id));
    found
}

fn definition(def: &TypeDef, known: &[u64]) -> u64 {
    let mut state = Feed { known, state: DefaultHasher::new() };
    match &def.shape {
        Shape::Struct(body) => state.object(body, None),
        Shape::Enumeration(list) => {
            state.mark(1);
            let mut values: Vec<String> =
                list.values.iter().map(|value| number_as_one(&value.literal).to_json()).collect();
            values.sort();
            values.dedup();
            (values, list.openness == Openness::Open, list.declared_open).hash(&mut state.state);
        }
        Shape::Union(union) => state.union(union),
        // A name adds nothing to a type.
        Shape::Alias(value) => return self::value(value, known),
    }
    state.state.finish()
}

/// The hash of a value in a place.
pub(crate) fn value(value: &Value, known: &[u64]) -> u64 {
    if let (Type::Ref(id), false) = (&value.kind, value.nullable) {
        return known.get(id.0 as usize).copied().unwrap_or_default();
    }
    let mut state = Feed { known, state: DefaultHasher::new() };
    value.nullable.hash(&mut state.state);
    state.kind(&value.kind);
    state.state.finish()
}

/// The hash of an object without one of its members.
pub(crate) fn object_without(body: &Struct, member: &str, known: &[u64]) -> u64 {
    let mut state = Feed { known, state: DefaultHasher::new() };
    state.object(body, Some(member));
    state.state.finish()
}

struct Feed<'a> {
    known: &'a [u64],
    state: DefaultHasher,
}

impl Feed<'_> {
    fn mark(&mut self, mark: u8) {
        mark.hash(&mut self.state);
    }

    fn object(&mut self, body: &Struct, except: Option<&str>) {
        self.mark(2);
        let mut fields: Vec<&Field> =
            body.fields.iter().filter(|field| Some(field.wire.as_str()) != except).collect();
        fields.sort_by(|a, b| a.wire.cmp(&b.wire));
        for field in fields {
            field.wire.hash(&mut self.state);
            (field.presence == codegen_ir::Presence::Required).hash(&mut self.state);
            self.value(&field.value);
        }
        match &body.rest {
            Rest::Open => self.mark(3),
            Rest::Closed => self.mark(4),
            Rest::Typed(value) => self.value(value),
        }
        format!("{:?} {:?}", body.prefixes, body.rules).hash(&mut self.state);
    }

    fn union(&mut self, union: &Union) {
        self.mark(5);
        let ordered = matches!(union.tagging, Tagging::Untagged { .. });
        format!("{:?} {:?} {:?}", std::mem::discriminant(&union.tagging), union.catch_all, union.openness)
            .hash(&mut self.state);
        if let Tagging::Internal { tag } = &union.tagging {
            tag.hash(&mut self.state);
        }
        let mut variants: Vec<u64> = union
            .variants
            .iter()
            .map(|variant| {
                let mut one = Feed { known: self.known, state: DefaultHasher::new() };
                variant.tags.hash(&mut one.state);
                match &variant.content {
                    Some(content) => one.value(content),
                    None => one.mark(6),
                }
                one.state.finish()
            })
            .collect();
        if !ordered {
            variants.sort_unstable();
        }
        variants.hash(&mut self.state);
    }

    /// By its own hash, so that a name for a type is as good as the type.
    fn value(&mut self, value: &Value) {
        self::value(value, self.known).hash(&mut self.state);
    }

    fn kind(&mut self, kind: &Type) {
        match kind {
            Type::Ref(id) => self.known.get(id.0 as usize).copied().unwrap_or_default().hash(&mut self.state),
            Type::Array(array) => {
                self.mark(7);
                (array.min_items, array.max_items, array.unique).hash(&mut self.state);
                self.value(&array.items);
            }
            Type::Tuple(tuple) => {
                self.mark(8);
                (tuple.min_items, tuple.max_items, tuple.items.len()).hash(&mut self.state);
                tuple.items.iter().chain(&tuple.rest).for_each(|item| self.value(item));
            }
            Type::Map(map) => {
                self.mark(9);
                (map.min_members, map.max_members).hash(&mut self.state);
                self.kind(&map.keys);
                self.value(&map.values);
            }
            // Without references: its text says all of it.
            plain => format!("{plain:?}").hash(&mut self.state),
        }
    }
}
