//! Objects and their members.

use std::collections::HashMap;

use codegen_ir::{Field, Pointer, Presence, Rest, Struct, Type, Value};

use super::{Cmp, Place, plain};
use crate::rules::properties::{P01, P02, P03, P04, P05, P06, P09, P10, P11, P12, P13};
use crate::rules::types::{T01, T08, T09};
use crate::side::{cut, squeezed};

impl Cmp<'_, '_> {
    pub(super) fn objects(&mut self, place: &Place, a: &Struct, b: &Struct) {
        let by_name: HashMap<&str, &Field> =
            b.fields.iter().map(|field| (field.wire.as_str(), field)).collect();
        let old: HashMap<&str, &Field> = a.fields.iter().map(|field| (field.wire.as_str(), field)).collect();
        let mut gone: Vec<&Field> = Vec::new();
        for field in &a.fields {
            match by_name.get(field.wire.as_str()) {
                Some(other) => self.field(place, field, other),
                None => gone.push(field),
            }
        }
        let mut come: Vec<&Field> =
            b.fields.iter().filter(|field| !old.contains_key(field.wire.as_str())).collect();
        gone.retain(|field| match self.renamed(field, &come, place) {
            Some(at) => {
                let other = come.remove(at);
                self.renaming(place, (field, &a.rest), (other, &b.rest));
                false
            }
            None => true,
        });
        for field in gone {
            let refused = self.refuses_old(&b.rest, &field.value);
            let rule = if field.presence == Presence::Required { &P04 } else { &P03 };
            let at = member(place, &field.wire, Some(&field.pointer), None);
            let was = self.walk.old.show(&field.value);
            self.hit(rule, usize::from(refused), &at).was = Some(was);
        }
        for field in come {
            let refused = self.refuses_new(&a.rest, &field.value);
            let rule = if field.presence == Presence::Required { &P01 } else { &P02 };
            let at = member(place, &field.wire, None, Some(&field.pointer));
            let now = self.walk.new.show(&field.value);
            self.hit(rule, usize::from(refused), &at).now = Some(now);
        }
        self.rest(place, &a.rest, &b.rest);
        self.rules(place, a, b);
    }

    /// One member, on both sides.
    fn field(&mut self, place: &Place, a: &Field, b: &Field) {
        let at = member(place, &a.wire, Some(&a.pointer), Some(&b.pointer));
        self.docs(&at, &a.docs, &b.docs);
        match (a.presence, b.presence) {
            (Presence::Optional, Presence::Required) => {
                self.hit(&P05, 0, &at);
            }
            (Presence::Required, Presence::Optional) => {
                self.hit(&P06, 0, &at);
            }
            _ => {}
        }
        if a.default != b.default {
            let show = |default: &Option<codegen_ir::Json>| {
                default.as_ref().map_or_else(|| "none".to_owned(), |json| cut(&json.to_string()))
            };
            self.turned(&P10, 0, &at, show(&a.default), show(&b.default));
        }
        self.value(&at, &a.value, &b.value);
    }

    /// Which of the new members is an old one under another name: of the same words, or documented in the
    /// same words and of the same type.
    fn renamed(&self, field: &Field, come: &[&Field], place: &Place) -> Option<usize> {
        let words = squeezed(&field.wire);
        let same_type = |other: &Field| self.walk.old.hash(&field.value) == self.walk.new.hash(&other.value);
        if let Some(at) = come.iter().position(|other| squeezed(&other.wire) == words && !words.is_empty()) {
            return Some(at);
        }
        let mut alike = come.iter().enumerate().filter(|(_, other)| {
            field.docs.text.is_some() && field.docs.text == other.docs.text && same_type(other)
        });
        let first = alike.next().map(|(at, _)| at).filter(|_| place.path.is_empty());
        if alike.next().is_none() { first } else { None }
    }

    /// To each peer, one member is gone and one is new.
    fn renaming(&mut self, place: &Place, (a, rest_a): (&Field, &Rest), (b, rest_b): (&Field, &Rest)) {
        let at = member(place, &a.wire, Some(&a.pointer), Some(&b.pointer));
        let by_new = b.presence == Presence::Required || self.refuses_old(rest_b, &a.value);
        let by_old = a.presence == Presence::Required || self.refuses_new(rest_a, &b.value);
        let case = match (by_new, by_old) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        };
        self.turned(&P09, case, &at, cut(&a.wire), cut(&b.wire));
        self.value(&at, &a.value, &b.value);
    }

    /// Whether the new type refuses a member that it does not declare any more.
    fn refuses_old(&self, rest: &Rest, value: &Value) -> bool {
        match rest {
            Rest::Open => false,
            Rest::Closed => true,
            Rest::Typed(rest) => !self.walk.grown(value, rest),
        }
    }

    /// Whether the old type refuses a member that it does not declare yet.
    fn refuses_new(&self, rest: &Rest, value: &Value) -> bool {
        match rest {
            Rest::Open => false,
            Rest::Closed => true,
            Rest::Typed(rest) => !self.walk.shrunk(rest, value),
        }
    }

    fn rest(&mut self, place: &Place, a: &Rest, b: &Rest) {
        let any = plain(Type::Any);
        let at = place.below("{}", &P13);
        match (a, b) {
            (Rest::Open, Rest::Open) | (Rest::Closed, Rest::Closed) => {}
            (_, Rest::Closed) => {
                self.hit(&P11, 0, place);
            }
            (Rest::Closed, _) => {
                self.hit(&P12, 0, place);
            }
            (Rest::Open, Rest::Typed(b)) => self.value(&at, &any, b),
            (Rest::Typed(a), Rest::Open) => self.value(&at, a, &any),
            (Rest::Typed(a), Rest::Typed(b)) => self.value(&at, a, b),
        }
    }

    /// What must hold between members is a limit like others.
    fn rules(&mut self, place: &Place, a: &Struct, b: &Struct) {
        let added = b.rules.iter().any(|rule| !a.rules.contains(rule));
        let removed = a.rules.iter().any(|rule| !b.rules.contains(rule));
        let words = |body: &Struct| cut(&format!("{} rules between members", body.rules.len()));
        if added {
            self.turned(&T08, 0, place, words(a), words(b));
        }
        if removed {
            self.turned(&T09, 0, place, words(a), words(b));
        }
    }
}

/// The place of a member of an object.
pub(crate) fn member(place: &Place, wire: &str, old: Option<&Pointer>, new: Option<&Pointer>) -> Place {
    Place {
        path: format!("{}.{wire}", place.path),
        old: old.unwrap_or(&place.old).clone(),
        new: new.unwrap_or(&place.new).clone(),
        changed: &T01,
    }
}
