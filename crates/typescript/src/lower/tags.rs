//! Members that tell the variants of a union apart.
//!
//! The list of such a member is closed in the variant's struct even where the enumeration as such is open:
//! `(string & {})` would keep TypeScript from narrowing by it.

use std::collections::HashMap;

use codegen_target::ir::{Literal, Openness, Protocol, Shape, Tagging, Type, TypeId, Union, Variant};

/// The values of a member, by struct and wire name.
#[derive(Debug, Default)]
pub struct Tags(HashMap<TypeId, HashMap<String, Vec<String>>>);

impl Tags {
    /// The tags of all structs that are variants.
    pub fn new(protocol: &Protocol) -> Self {
        let mut tags = Self::default();
        for (_, def) in protocol.types.iter() {
            if let Shape::Union(union) = &def.shape {
                union.variants.iter().for_each(|variant| tags.add(protocol, union, variant));
            }
        }
        tags
    }

    /// The only values that the member of a struct may have, where it tells variants apart.
    pub fn of(&self, id: TypeId, wire: &str) -> Option<&[String]> {
        self.0.get(&id)?.get(wire).map(Vec::as_slice)
    }

    fn add(&mut self, protocol: &Protocol, union: &Union, variant: &Variant) {
        let Some(Type::Ref(id)) = variant.content.as_ref().map(|value| protocol.resolve(&value.kind)) else {
            return;
        };
        let Shape::Struct(shape) = &protocol.types[*id].shape else { return };
        for field in &shape.fields {
            if is_open(protocol, &field.value.kind)
                && let Some(values) = values(union, variant, &field.wire)
            {
                let known = self.0.entry(*id).or_default().entry(field.wire.clone()).or_default();
                known.extend(values.into_iter().filter(|value| !known.contains(value)).collect::<Vec<_>>());
            }
        }
    }
}

fn values(union: &Union, variant: &Variant, wire: &str) -> Option<Vec<String>> {
    match &union.tagging {
        Tagging::Internal { tag } => (tag == wire).then(|| variant.tags.clone()),
        Tagging::External => None,
        Tagging::Untagged { .. } => told_by(union, wire).then(|| texts(variant, wire))?,
    }
}

/// Whether more than one variant has a list for the member: else there is nothing to narrow to.
fn told_by(union: &Union, wire: &str) -> bool {
    let lists = |variant: &&Variant| variant.guard.literals.iter().any(|(member, _)| member == wire);
    union.variants.iter().filter(lists).count() > 1
}

fn texts(variant: &Variant, wire: &str) -> Option<Vec<String>> {
    let (_, literals) = variant.guard.literals.iter().find(|(member, _)| member == wire)?;
    let text = |literal: &Literal| match literal {
        Literal::String(text) => Some(text.clone()),
        _ => None,
    };
    literals.iter().map(text).collect()
}

fn is_open(protocol: &Protocol, kind: &Type) -> bool {
    match protocol.resolve(kind) {
        Type::Ref(id) => {
            matches!(&protocol.types[*id].shape, Shape::Enumeration(list) if list.openness == Openness::Open)
        }
        _ => false,
    }
}
