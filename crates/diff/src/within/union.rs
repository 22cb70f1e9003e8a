//! Unions and listed values.

use std::mem::discriminant;

use codegen_ir::{
    Array, Enumeration, Integer, Kinds, Literal, Map, Number, Openness, Shape, Tagging, Text, Type, TypeId,
    Union, Value, Variant,
};

use super::object::Body;
use super::scalar::one_of;
use super::{Large, Question};
use crate::side::number_as_one;

/// Integers of a range are looked for one by one up to so many.
const FEW: i128 = 64;

impl Question<'_> {
    pub(super) fn union(&mut self, a: &Union, large: Large<'_>) -> bool {
        let other = match large.kind {
            Type::Ref(id) => match &self.to.protocol.types[*id].shape {
                Shape::Union(other) => Some((*id, other)),
                _ => None,
            },
            _ => None,
        };
        // Where both are told apart in the same way, other variants are kept by policy alone.
        if let Some((_, b)) = other
            && discriminant(&a.tagging) == discriminant(&b.tagging)
            && a.openness == Openness::Open
            && b.openness == Openness::Closed
        {
            return false;
        }
        if let Some(caught) = a.catch_all
            && !caught.iter().all(|(kind, _)| self.all_of(kind, large))
        {
            return false;
        }
        a.variants.iter().all(|variant| {
            let twin = other.and_then(|(id, b)| self.twin(a, variant, id, b));
            twin.is_some_and(|twin| self.contents(variant, twin))
                || self.variant(a, variant, large)
                || self.by_tags(a, variant, large)
        })
    }

    /// The variant that is told apart in the same way.
    fn twin<'u>(&mut self, a: &Union, variant: &Variant, id: TypeId, b: &'u Union) -> Option<&'u Variant> {
        if matches!(a.tagging, Tagging::Untagged { .. }) || a.tagging != b.tagging {
            return None;
        }
        let index = self.memo.indexes.of(self.to.protocol, id, b);
        let mut alike = index.tagged(variant.tags.first()?).iter().map(|at| &b.variants[*at]);
        alike.find(|other| variant.tags.iter().all(|tag| other.tags.contains(tag)))
    }

    /// A variant of several tags, one after another: each may belong to another variant there.
    fn by_tags(&mut self, union: &Union, variant: &Variant, large: Large<'_>) -> bool {
        let (Tagging::Internal { tag: key }, Some(content)) = (&union.tagging, &variant.content) else {
            return false;
        };
        let Type::Ref(id) = self.from.protocol.resolve(&content.kind) else { return false };
        let Shape::Struct(body) = &self.from.protocol.types[*id].shape else { return false };
        variant.tags.len() > 1
            && variant.tags.iter().all(|tag| {
                let kind = Type::Literal(Literal::String(tag.clone()));
                let value = Value { kind, nullable: false };
                self.object(&Body::of(body).with(key, &value), large)
            })
    }

    /// Whether all values of a kind are within.
    pub(super) fn all_of(&mut self, kind: Kinds, large: Large<'_>) -> bool {
        self.kind(&every(kind), large)
    }

    fn contents(&mut self, a: &Variant, b: &Variant) -> bool {
        match (&a.content, &b.content) {
            (None, None) => true,
            (Some(a), Some(b)) => self.value(a, b),
            _ => false,
        }
    }

    /// A variant as it is written.
    fn variant(&mut self, union: &Union, variant: &Variant, large: Large<'_>) -> bool {
        match (&variant.content, union.tagging == Tagging::External) {
            (None, _) => variant.tags.iter().all(|tag| self.literal(&Literal::String(tag.clone()), large)),
            (Some(content), true) => {
                variant.tags.iter().all(|tag| self.object(&Body::keyed(tag, content), large))
            }
            (Some(content), false) if content.kind == Type::Any => {
                variant.guard.kinds.iter().all(|(kind, _)| self.all_of(kind, large))
            }
            (Some(content), false) => (!content.nullable || large.null) && self.kind(&content.kind, large),
        }
    }

    pub(super) fn enumeration(&mut self, list: &Enumeration, large: Large<'_>) -> bool {
        if let Type::Ref(id) = large.kind
            && let Shape::Enumeration(other) = &self.to.protocol.types[*id].shape
            && list.openness == Openness::Open
            && other.openness == Openness::Closed
        {
            return false;
        }
        let others = !list.declared_open || self.kind(&Type::String(Text::default()), large);
        others && list.values.iter().all(|value| self.literal(&value.literal, large))
    }

    fn literal(&mut self, literal: &Literal, large: Large<'_>) -> bool {
        self.kind(&Type::Literal(literal.clone()), large)
    }
}

/// The type of all values of a kind.
pub(crate) fn every(kind: Kinds) -> Type {
    let any = || Value { kind: Type::Any, nullable: false };
    match kind {
        Kinds::NULL => Type::Null,
        Kinds::BOOLEAN => Type::Boolean,
        Kinds::INTEGER => Type::Integer(Integer::default()),
        Kinds::FLOAT => Type::Number(Number::default()),
        Kinds::STRING => Type::String(Text::default()),
        Kinds::ARRAY => {
            Type::Array(Box::new(Array { items: any(), min_items: None, max_items: None, unique: false }))
        }
        _ => Type::Map(Box::new(Map {
            keys: Type::String(Text::default()),
            values: any(),
            min_members: None,
            max_members: None,
        })),
    }
}

/// Whether all values of a type without a name are listed.
pub(super) fn listed(small: &Type, list: &Enumeration) -> bool {
    let has = |wanted: &Literal| {
        list.values.iter().any(|value| number_as_one(&value.literal) == number_as_one(wanted))
    };
    match small {
        Type::Literal(literal) => has(literal) || list.declared_open && matches!(literal, Literal::String(_)),
        Type::Boolean => [true, false].into_iter().all(|wanted| has(&Literal::Boolean(wanted))),
        Type::String(_) => list.declared_open,
        Type::Integer(range) => match range.bounds() {
            (Some(min), Some(max)) if min <= max && max - min < FEW => (min..=max)
                .filter(|value| range.multiple_of.is_none_or(|step| value % i128::from(step).max(1) == 0))
                .all(|value| has(&Literal::Integer(value))),
            _ => false,
        },
        Type::Number(range) => one_of(*range).is_some_and(|only| has(&only)),
        _ => false,
    }
}
