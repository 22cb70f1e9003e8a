//! Another definition in a place: where it is much like the one that was there, what differs is said of the two.

use std::collections::HashSet;
use std::mem::discriminant;

use codegen_ir::{Enumeration, Shape, Struct, Tagging, Type, TypeId, Union, Value};

use super::union::field_tags;
use super::{Cmp, Place, member, plain};
use crate::rules::enums::E01;
use crate::rules::{names, types};
use crate::side::{Side, number_as_one};
use crate::walk::Hit;

/// What differs between a definition and one that stands in its place now, by what they say and not by their names.
pub(crate) fn bodies(walk: &mut crate::walk::Walk<'_>, old: TypeId, new: TypeId) -> (Vec<Hit>, Vec<usize>) {
    let (a, b) = (walk.old.def(old), walk.new.def(new));
    let place =
        Place { path: String::new(), old: a.pointer.clone(), new: b.pointer.clone(), changed: &types::T01 };
    let mut cmp = Cmp { instead_is_told: true, ..Cmp::new(walk) };
    cmp.shapes(&place, old, new);
    (cmp.hits, cmp.edges)
}

impl Cmp<'_, '_> {
    /// What two definitions are made of.
    pub(super) fn shapes(&mut self, place: &Place, old: TypeId, new: TypeId) {
        match (&self.walk.old.def(old).shape, &self.walk.new.def(new).shape) {
            (Shape::Struct(a), Shape::Struct(b)) => {
                let before = self.hits.len();
                self.objects(place, a, b);
                self.tolerate_tags(place, old, b, before);
            }
            (Shape::Union(a), Shape::Union(b)) => self.unions(place, (old, a), (new, b)),
            (Shape::Enumeration(a), Shape::Enumeration(b)) => self.enumerations(place, a, b),
            _ => self.replaced(place, &plain(Type::Ref(old)), &plain(Type::Ref(new))),
        }
    }

    /// A tag that a variant has beside its others now is one that an open union does not know.
    fn tolerate_tags(&mut self, place: &Place, old: TypeId, b: &Struct, before: usize) {
        let Some((tag, union)) = self.walk.old.variants.get(&old) else { return };
        let tags = field_tags(&self.walk.new, b, tag);
        let is_own = |value: &Value| self.walk.old.protocol.resolve(&value.kind) == &Type::Ref(old);
        let others = union.variants.iter().filter(|variant| !variant.content.as_ref().is_some_and(is_own));
        let mut others = others.flat_map(|variant| &variant.tags);
        if others.any(|known| tags.contains(known)) {
            return;
        }
        let at = member(place, tag, None, None).path;
        for hit in &mut self.hits[before..] {
            hit.tolerated |= hit.rule.id == E01.id && hit.place == at;
        }
    }

    /// A definition that was another name for a type, and says itself now what it is; or the other way round.
    pub(super) fn written_out(&mut self, place: &Place, old: TypeId, new: TypeId) {
        let named = |side: &Side<'_>, id: TypeId| match &side.def(id).shape {
            Shape::Alias(value) => value.clone(),
            _ => plain(Type::Ref(id)),
        };
        let (a, b) = (named(&self.walk.old, old), named(&self.walk.new, new));
        let (bare_a, bare_b) = (self.walk.old.bare(old), self.walk.new.bare(new));
        if let (Type::Ref(one), Type::Ref(other)) = (&bare_a.kind, &bare_b.kind)
            && bare_a.nullable == bare_b.nullable
            && self.have_much_in_common(*one, *other)
        {
            self.became(&names::N02, self.case(&a, &b), place, &a, &b);
            return self.shapes(place, *one, *other);
        }
        self.replaced(place, &a, &b);
    }

    /// Behind what stands in the place of another, others do too.
    fn tell(&mut self, case: usize, place: &Place, a: &Value, b: &Value) {
        if !self.instead_is_told {
            self.became(&names::N02, case, place, a, b);
        }
    }

    /// Whether a type has another name only.
    fn case(&self, a: &Value, b: &Value) -> usize {
        if self.walk.old.hash(a) == self.walk.new.hash(b) { 1 } else { 3 }
    }

    /// Two definitions that are not one.
    pub(super) fn another(&mut self, place: &Place, old: TypeId, new: TypeId) {
        let (a, b) = (plain(Type::Ref(old)), plain(Type::Ref(new)));
        self.walk.met.0.insert(old);
        self.walk.met.1.insert(new);
        let case = self.case(&a, &b);
        let (bare_a, bare_b) = (self.walk.old.bare(old), self.walk.new.bare(new));
        if bare_a != a || bare_b != b {
            // A name for a type is as good as the type.
            if self.are_alike(&bare_a.kind, &bare_b.kind) {
                self.tell(case, place, &a, &b);
                return self.value(place, &bare_a, &bare_b);
            }
        } else if self.are_alike(&a.kind, &b.kind)
            && let Some(node) = self.walk.instead(old, new)
        {
            self.tell(case, place, &a, &b);
            if !self.edges.contains(&node) {
                self.edges.push(node);
            }
            return;
        }
        self.replaced(place, &a, &b);
    }

    /// Whether two types have so much in common that the one is the other, with changes.
    fn are_alike(&mut self, a: &Type, b: &Type) -> bool {
        match (a, b) {
            (Type::Ref(old), Type::Ref(new)) => {
                self.walk.is_same(*old, *new) || self.have_much_in_common(*old, *new)
            }
            (Type::Ref(_), _) | (_, Type::Ref(_)) => false,
            (a, b) => discriminant(a) == discriminant(b),
        }
    }

    fn have_much_in_common(&self, old: TypeId, new: TypeId) -> bool {
        match (&self.walk.old.def(old).shape, &self.walk.new.def(new).shape) {
            (Shape::Struct(a), Shape::Struct(b)) => share_most(&members(a), &members(b)),
            (Shape::Enumeration(a), Shape::Enumeration(b)) => share_most(&values(a), &values(b)),
            (Shape::Union(a), Shape::Union(b)) => {
                share_most(&variants(&self.walk.old, a), &variants(&self.walk.new, b))
                    && same_tag(&a.tagging, &b.tagging)
            }
            _ => false,
        }
    }
}

fn same_tag(a: &Tagging, b: &Tagging) -> bool {
    a == b || matches!((a, b), (Tagging::Untagged { .. }, Tagging::Untagged { .. }))
}

fn members(body: &Struct) -> HashSet<String> {
    body.fields.iter().map(|field| field.wire.clone()).collect()
}

fn values(list: &Enumeration) -> HashSet<String> {
    list.values.iter().map(|value| number_as_one(&value.literal).to_json()).collect()
}

/// What tells the variants of a union from those of others.
fn variants(side: &Side<'_>, union: &Union) -> HashSet<String> {
    let name = |value: &Value| match &value.kind {
        Type::Ref(id) if side.is_definition(*id) => side.def(*id).name.clone(),
        kind => format!("{:?}", discriminant(kind)),
    };
    let words = union.variants.iter().flat_map(|variant| {
        let content = variant.content.as_ref().filter(|_| variant.tags.is_empty()).map(name);
        variant.tags.iter().cloned().chain(content)
    });
    words.collect()
}

/// Whether the half of the larger one is in the other.
fn share_most(a: &HashSet<String>, b: &HashSet<String>) -> bool {
    let common = a.intersection(b).count();
    common > 0 && 2 * common >= a.len().max(b.len())
}
