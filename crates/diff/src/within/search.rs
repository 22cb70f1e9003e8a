//! Values in a union: in one of its variants, or in several of them part by part. Unions in unions are gone through
//! once each, however many ways lead there.

use std::collections::HashSet;

use codegen_ir::{Guard, Kinds, Literal, Rest, Shape, Tagging, Type, TypeId, Union, Value, Variant};

use super::object::Body;
use super::pieces::pieces;
use super::{Question, kinds};

/// By the cuts of so many unions in a union, the nearest first, what is looked for is cut.
const CUTTING: usize = 16;

/// What is looked for.
#[derive(Clone, Copy)]
enum Sought<'s, 'b> {
    Plain(&'s Type),
    Object(&'s Body<'b>),
}

impl Question<'_> {
    /// A value of a type without a name, in a union.
    pub(super) fn plain_in_union(&mut self, small: &Type, id: TypeId) -> bool {
        let mut unions = Vec::new();
        if self.in_one_variant(Sought::Plain(small), id, &mut unions) {
            return true;
        }
        let protocol = self.to.protocol;
        unions.iter().take(CUTTING).any(|by| {
            let Shape::Union(by) = &protocol.types[*by].shape else { return false };
            pieces(small, protocol, by).is_some_and(|parts| {
                parts.iter().all(|part| self.in_one_variant(Sought::Plain(part), id, &mut Vec::new()))
            })
        })
    }

    pub(super) fn object_in_union(&mut self, small: &Body<'_>, id: TypeId) -> bool {
        let mut unions = Vec::new();
        if self.in_one_variant(Sought::Object(small), id, &mut unions) {
            return true;
        }
        let protocol = self.to.protocol;
        unions.iter().take(CUTTING).any(|by| {
            let Shape::Union(union) = &protocol.types[*by].shape else { return false };
            if self.tag_by_tag(small, id, union) {
                return true;
            }
            let ways = small.cut(&self.memo.indexes.of(protocol, *by, union).cuts);
            ways.iter().any(|parts| {
                parts.iter().all(|part| self.in_one_variant(Sought::Object(part), id, &mut Vec::new()))
            })
        })
    }

    /// Objects whose member lists the tags of several variants: one after another, each in a variant of its own.
    fn tag_by_tag(&mut self, small: &Body<'_>, id: TypeId, union: &Union) -> bool {
        let Tagging::Internal { tag: key } = &union.tagging else { return false };
        let member = small.members.iter().find(|member| member.wire == key && !member.value.nullable);
        let Some(Type::Ref(listed)) = member.map(|member| self.from.protocol.resolve(&member.value.kind))
        else {
            return false;
        };
        let Shape::Enumeration(list) = &self.from.protocol.types[*listed].shape else { return false };
        !list.declared_open
            && list.values.iter().all(|value| {
                let tag = Value { kind: Type::Literal(value.literal.clone()), nullable: false };
                let small = small.clone().with(key, &tag);
                self.in_one_variant(Sought::Object(&small), id, &mut Vec::new())
            })
    }

    /// Whether one variant takes it whole. Notes the unions that it looked into, from the outermost on.
    fn in_one_variant(&mut self, small: Sought<'_, '_>, id: TypeId, unions: &mut Vec<TypeId>) -> bool {
        let protocol = self.to.protocol;
        let (mut seen, mut next) = (HashSet::from([id]), 0);
        unions.push(id);
        while let Some(id) = unions.get(next).copied() {
            next += 1;
            let Shape::Union(union) = &protocol.types[id].shape else { continue };
            if !self.step() {
                return false;
            }
            if union.catch_all.is_some_and(|caught| caught.contains(small.kinds()))
                || union.tagging == Tagging::External && self.by_key(small, id, union)
            {
                return true;
            }
            for content in
                self.candidates(small, id, union).into_iter().filter_map(|one| one.content.as_ref())
            {
                let large = self.large(content);
                match large.kind {
                    Type::Ref(inner) if matches!(protocol.types[*inner].shape, Shape::Union(_)) => {
                        if seen.insert(*inner) {
                            unions.push(*inner);
                        }
                    }
                    _ => {
                        let found = match small {
                            Sought::Plain(small) => self.kind(small, large),
                            Sought::Object(small) => self.object(small, large),
                        };
                        if found {
                            return true;
                        }
                    }
                }
            }
        }
        false
    }

    /// The variants that may take it as they are written.
    fn candidates<'u>(&mut self, small: Sought<'_, '_>, id: TypeId, union: &'u Union) -> Vec<&'u Variant> {
        let all = || (0..union.variants.len()).collect();
        let index = self.memo.indexes.of(self.to.protocol, id, union);
        let places: Vec<usize> = match small {
            _ if union.tagging == Tagging::External => Vec::new(),
            Sought::Plain(_) => all(),
            Sought::Object(body) => match body.tag_of(union) {
                Some(tag) => index.tagged(tag).to_vec(),
                None => index.candidates(body.required()),
            },
        };
        let variants = places.into_iter().map(|at| &union.variants[at]);
        variants.filter(|variant| lets_in(variant, small.kinds())).collect()
    }

    /// Whether it is a key of a union that is told apart by keys, bare or with what must be in it.
    fn by_key(&mut self, small: Sought<'_, '_>, id: TypeId, union: &Union) -> bool {
        let index = self.memo.indexes.of(self.to.protocol, id, union);
        let variant = |key: &str| index.tagged(key).iter().map(|at| &union.variants[*at]);
        match small {
            Sought::Plain(Type::Literal(Literal::String(text))) => {
                variant(text).any(|variant| variant.content.is_none())
            }
            Sought::Plain(_) => false,
            Sought::Object(body) => {
                let ([one], Rest::Closed) = (body.members.as_slice(), body.rest) else { return false };
                let content = variant(one.wire).next().and_then(|variant| variant.content.as_ref());
                one.required && content.is_some_and(|content| self.value(one.value, content))
            }
        }
    }
}

impl Sought<'_, '_> {
    const fn kinds(self) -> Kinds {
        match self {
            Self::Plain(small) => kinds(small),
            Self::Object(_) => Kinds::OBJECT,
        }
    }
}

/// Whether values of these kinds are not kept from a variant by its guard, where its content does not say
/// as much.
fn lets_in(variant: &Variant, kinds: Kinds) -> bool {
    let Guard { kinds: own, required, literals, only, scalars, members, elements, length } = &variant.guard;
    let any = variant.content.as_ref().is_some_and(|content| content.kind == Type::Any);
    let outside = required.is_empty() && literals.is_empty() && only.is_none() && scalars.is_none();
    let free = outside && members.is_empty() && elements.is_empty() && length.is_none();
    !any || own.contains(kinds) && free
}
