//! What must be known of all types before one of them is written: how large a value is, which types
//! have a finite value, which are scalars.

use codegen_target::ir::{Openness, Presence, Protocol, Shape, Tagging, Type, TypeId, Union, Value, Width};

/// The size in bytes above which a union boxes its large variants.
const LARGE: u32 = 200;
/// The size in bytes from which a variant of such a union is boxed.
const BOXED: u32 = 100;
/// What a type that nests deeper than anyone looks is taken for.
const MAX_DEPTH: u32 = 64;

/// Facts about all types, by id.
pub struct Facts<'a> {
    protocol: &'a Protocol,
    cycles: Vec<Option<u32>>,
    /// For a type that has a finite value: the round in which that was found, and for a union, the
    /// variant that has one.
    finite: Vec<Option<usize>>,
    scalar: Vec<bool>,
    sizes: Vec<u32>,
}

impl<'a> Facts<'a> {
    pub fn new(protocol: &'a Protocol) -> Self {
        let count = protocol.types.len();
        let mut facts = Self {
            protocol,
            cycles: protocol.inline_cycles(),
            finite: vec![None; count],
            scalar: vec![false; count],
            sizes: vec![0; count],
        };
        for group in protocol.components() {
            facts.find_finite(&group);
            if let [id] = *group {
                facts.scalar[id.0 as usize] = facts.is_scalar_type(id);
            }
        }
        for (id, _) in protocol.types.iter() {
            facts.size_of(id, 0);
        }
        facts
    }

    /// Whether a value of `holder` must not hold one of `held` in its own memory.
    pub fn boxed(&self, holder: TypeId, held: TypeId) -> bool {
        let group = self.cycles[holder.0 as usize];
        group.is_some() && group == self.cycles[held.0 as usize]
    }

    /// Whether the type has a value that is not endless.
    pub fn is_finite(&self, id: TypeId) -> bool {
        self.finite[id.0 as usize].is_some()
    }

    /// The variant of a union that has a finite value.
    pub fn first_variant(&self, id: TypeId) -> usize {
        self.finite[id.0 as usize].unwrap_or_default()
    }

    /// Whether all values of a type can be compared, ordered and hashed: no floats, no lists.
    pub fn is_scalar(&self, kind: &Type) -> bool {
        match kind {
            Type::Null | Type::Boolean | Type::Integer(_) | Type::String(_) | Type::Literal(_) => true,
            Type::Ref(id) => self.scalar[id.0 as usize],
            _ => false,
        }
    }

    /// For each variant of a union whether its content is boxed, so that no value of the union is
    /// much larger than the others.
    pub fn boxed_variants(&self, id: TypeId, union: &Union) -> Vec<bool> {
        let sizes: Vec<u32> =
            union.variants.iter().map(|variant| self.variant_size(id, variant.content.as_ref())).collect();
        let large = sizes.iter().any(|size| *size >= LARGE);
        sizes.into_iter().map(|size| large && size >= BOXED).collect()
    }

    fn find_finite(&mut self, group: &[TypeId]) {
        loop {
            let mut changed = false;
            for id in group {
                if self.finite[id.0 as usize].is_none() {
                    let found = self.finite_variant(*id);
                    changed |= found.is_some();
                    self.finite[id.0 as usize] = found;
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn finite_variant(&self, id: TypeId) -> Option<usize> {
        let known = |value: &Value| self.has_finite(value);
        match &self.protocol.types[id].shape {
            Shape::Enumeration(_) => Some(0),
            Shape::Alias(value) => known(value).then_some(0),
            Shape::Struct(body) => body
                .fields
                .iter()
                .filter(|field| field.presence == Presence::Required)
                .all(|field| known(&field.value))
                .then_some(0),
            Shape::Union(union) if keeps_unknown(union) => Some(0),
            Shape::Union(union) => {
                union.variants.iter().position(|variant| variant.content.as_ref().is_none_or(known))
            }
        }
    }

    fn has_finite(&self, value: &Value) -> bool {
        value.nullable
            || match &value.kind {
                Type::Ref(id) => self.is_finite(*id),
                Type::Tuple(tuple) => {
                    let needed = usize::try_from(tuple.min_items).unwrap_or(usize::MAX);
                    tuple.items.iter().take(needed).all(|item| self.has_finite(item))
                }
                _ => true,
            }
    }

    fn is_scalar_type(&self, id: TypeId) -> bool {
        match &self.protocol.types[id].shape {
            Shape::Enumeration(_) => true,
            Shape::Alias(value) => self.is_scalar(&value.kind),
            Shape::Struct(_) => false,
            Shape::Union(union) => {
                matches!(union.tagging, Tagging::Untagged { .. })
                    && !keeps_unknown(union)
                    && union
                        .variants
                        .iter()
                        .filter_map(|variant| variant.content.as_ref())
                        .all(|value| self.is_scalar(&value.kind))
            }
        }
    }

    fn size_of(&mut self, id: TypeId, depth: u32) -> u32 {
        let known = self.sizes[id.0 as usize];
        if known > 0 || depth > MAX_DEPTH {
            return known.max(1);
        }
        let protocol = self.protocol;
        let mut inner = Vec::new();
        protocol.types[id].each_value(&mut |value| {
            value.kind.each_inline_reference(&mut |other| {
                if !self.boxed(id, other) {
                    inner.push(other);
                }
            });
        });
        for other in inner {
            self.size_of(other, depth + 1);
        }
        let size = match &protocol.types[id].shape {
            Shape::Enumeration(_) => 16,
            Shape::Alias(value) => self.value_size(id, value),
            Shape::Struct(body) => {
                body.fields.iter().map(|field| self.value_size(id, &field.value)).fold(8, add)
            }
            Shape::Union(union) => self.union_size(id, union),
        };
        self.sizes[id.0 as usize] = size.max(1);
        size
    }

    fn union_size(&self, id: TypeId, union: &Union) -> u32 {
        let boxed = self.boxed_variants(id, union);
        let content =
            union.variants.iter().zip(boxed).map(|(variant, boxed)| {
                if boxed { 8 } else { self.variant_size(id, variant.content.as_ref()) }
            });
        add(8, content.max().unwrap_or(0).max(if keeps_unknown(union) { JSON } else { 0 }))
    }

    fn variant_size(&self, id: TypeId, content: Option<&Value>) -> u32 {
        content.map_or(0, |value| self.value_size(id, value))
    }

    fn value_size(&self, holder: TypeId, value: &Value) -> u32 {
        let size = match &value.kind {
            Type::Any => JSON,
            Type::Never | Type::Null | Type::Literal(_) => 0,
            Type::Boolean => 1,
            Type::Integer(integer) if integer.width == Width::Any => 16,
            Type::Integer(_) => 8,
            Type::Number(_) | Type::String(_) | Type::Map(_) | Type::Array(_) => 24,
            Type::Tuple(tuple) => {
                let places = tuple.items.iter().map(|item| self.value_size(holder, item));
                places.fold(if tuple.rest.is_some() { 24 } else { 0 }, add)
            }
            Type::Ref(id) if self.boxed(holder, *id) => 8,
            Type::Ref(id) => self.sizes[id.0 as usize].max(1),
        };
        if value.nullable { add(size, 8) } else { size }
    }
}

/// `serde_json::Value` with the feature that makes it largest.
const JSON: u32 = 72;

fn add(a: u32, b: u32) -> u32 {
    a.saturating_add(b)
}

/// Whether a union has a variant for what it does not know.
pub fn keeps_unknown(union: &Union) -> bool {
    union.openness == Openness::Open || union.catch_all.is_some()
}
