//! Lists, tuples and maps.

use codegen_ir::{Array, Map, Tuple, Type};

use super::{Cmp, Place, plain};
use crate::rules::TYPESCRIPT;
use crate::rules::properties::P13;
use crate::rules::types::T10;
use crate::within::range_within;

impl Cmp<'_, '_> {
    pub(super) fn arrays(&mut self, place: &Place, a: &Array, b: &Array) {
        if (a.min_items, a.max_items, a.unique) != (b.min_items, b.max_items, b.unique) {
            let count = |array: &Array| (Some(array.min_items.unwrap_or(0)), array.max_items);
            let looser = range_within(count(a), count(b)) && (a.unique || !b.unique);
            let tighter = range_within(count(b), count(a)) && (b.unique || !a.unique);
            let (was, now) =
                (plain(Type::Array(Box::new(a.clone()))), plain(Type::Array(Box::new(b.clone()))));
            let before = self.hits.len();
            self.bounds(place, &was, &now, looser, tighter);
            let tuple = a.written_out() != b.written_out();
            self.hits[before..].iter_mut().for_each(|hit| hit.source = Some(TYPESCRIPT).filter(|_| tuple));
        }
        self.value(&place.below("[]", &T10), &a.items, &b.items);
    }

    pub(super) fn tuples(&mut self, place: &Place, a: &Tuple, b: &Tuple) {
        let form =
            |tuple: &Tuple| (tuple.items.len(), tuple.rest.is_some(), tuple.min_items, tuple.max_items);
        if form(a) != form(b) {
            let (was, now) =
                (plain(Type::Tuple(Box::new(a.clone()))), plain(Type::Tuple(Box::new(b.clone()))));
            self.became(&T10, 0, place, &was, &now);
        }
        for (index, (x, y)) in a.items.iter().zip(&b.items).enumerate() {
            self.value(&place.below(&format!("[{index}]"), &T10), x, y);
        }
        if let (Some(x), Some(y)) = (&a.rest, &b.rest) {
            self.value(&place.below("[..]", &T10), x, y);
        }
    }

    pub(super) fn maps(&mut self, place: &Place, a: &Map, b: &Map) {
        if (a.min_members, a.max_members) != (b.min_members, b.max_members) {
            let count = |map: &Map| (Some(map.min_members.unwrap_or(0)), map.max_members);
            let (was, now) = (plain(Type::Map(Box::new(a.clone()))), plain(Type::Map(Box::new(b.clone()))));
            let (looser, tighter) = (range_within(count(a), count(b)), range_within(count(b), count(a)));
            self.bounds(place, &was, &now, looser, tighter);
        }
        self.kind(&place.below("{key}", &P13), &a.keys, &b.keys);
        self.value(&place.below("{}", &P13), &a.values, &b.values);
    }
}
