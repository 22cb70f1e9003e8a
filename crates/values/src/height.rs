//! How deep the least value of each type is: where a value must come to an end, it takes the shortest way.

use codegen_ir::{Presence, Protocol, Shape, Struct, Type, TypeId, Value, Variant};

/// No value at all, or none that ends.
pub const NONE: u32 = u32::MAX;

/// The height of each type.
#[derive(Debug)]
pub struct Heights(Vec<u32>);

impl Heights {
    /// Finds them: each round finds those that are one higher.
    pub fn new(protocol: &Protocol) -> Self {
        let mut heights = Self(vec![NONE; protocol.types.len()]);
        loop {
            let mut changed = false;
            for (id, def) in protocol.types.iter() {
                let height = heights.shape(&def.shape).saturating_add(1);
                let known = &mut heights.0[id.0 as usize];
                if height < *known {
                    *known = height;
                    changed = true;
                }
            }
            if !changed {
                return heights;
            }
        }
    }

    fn shape(&self, shape: &Shape) -> u32 {
        match shape {
            Shape::Struct(Struct { fields, .. }) => {
                let required = fields.iter().filter(|field| field.presence == Presence::Required);
                required.map(|field| self.value(&field.value)).max().unwrap_or_default()
            }
            Shape::Enumeration(_) => 0,
            Shape::Union(union) => union.variants.iter().map(|one| self.variant(one)).min().unwrap_or(NONE),
            Shape::Alias(value) => self.value(value),
        }
    }

    /// Of a variant.
    pub fn variant(&self, variant: &Variant) -> u32 {
        variant.content.as_ref().map_or(0, |value| self.value(value))
    }

    /// Of a value in a place.
    pub fn value(&self, value: &Value) -> u32 {
        if value.nullable { 0 } else { self.kind(&value.kind) }
    }

    fn kind(&self, kind: &Type) -> u32 {
        match kind {
            Type::Never => NONE,
            Type::Ref(id) => self.of(*id),
            Type::Array(array) if array.min_items.unwrap_or_default() > 0 => self.value(&array.items),
            Type::Tuple(tuple) => {
                let needed = usize::try_from(tuple.min_items).unwrap_or(usize::MAX);
                tuple.items.iter().take(needed).map(|item| self.value(item)).max().unwrap_or_default()
            }
            Type::Map(map) if map.min_members.unwrap_or_default() > 0 => self.value(&map.values),
            _ => 0,
        }
    }

    /// Of a named type.
    pub fn of(&self, id: TypeId) -> u32 {
        self.0.get(id.0 as usize).copied().unwrap_or(NONE)
    }
}
