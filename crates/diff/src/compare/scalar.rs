//! Numbers and strings, and what bounds them.

use codegen_ir::{Integer, Number, Text, Type, Value};

use super::{Cmp, Place, plain};
use crate::rules::types::{T05, T06, T07, T08, T09};
use crate::rules::{NONE, RUST, TYPESCRIPT};
use crate::within::{integer_within, number_within, range_within, text_within};

impl Cmp<'_, '_> {
    pub(super) fn integers(&mut self, place: &Place, a: Integer, b: Integer) {
        if a == b {
            return;
        }
        let (was, now) = (plain(Type::Integer(a)), plain(Type::Integer(b)));
        // The same in TypeScript, whatever the limits; in Rust, if the machine type is the same.
        let rust = a.machine() != b.machine();
        if a.width == b.width {
            let before = self.hits.len();
            self.bounds(place, &was, &now, integer_within(a, b), integer_within(b, a));
            self.hits[before..].iter_mut().for_each(|hit| hit.source = Some(RUST).filter(|_| rust));
            return;
        }
        let (wider, narrower) = (range_within(a.bounds(), b.bounds()), range_within(b.bounds(), a.bounds()));
        let (rule, case) = match (wider, narrower) {
            (true, true) => (&T05, 1),
            (true, false) => (&T05, 0),
            (false, true) => (&T06, 0),
            (false, false) => (&T06, 1),
        };
        let same = if rule.id == T05.id && case == 0 { TYPESCRIPT } else { NONE };
        self.became(rule, case, place, &was, &now).source = Some(same).filter(|_| !rust);
        if a.multiple_of != b.multiple_of {
            let steps = |range: Integer| Integer { multiple_of: range.multiple_of, ..Integer::default() };
            let (a, b) = (steps(a), steps(b));
            self.bounds(place, &was, &now, integer_within(a, b), integer_within(b, a));
        }
    }

    pub(super) fn numbers(&mut self, place: &Place, a: Number, b: Number) {
        if a != b {
            let (was, now) = (plain(Type::Number(a)), plain(Type::Number(b)));
            self.bounds(place, &was, &now, number_within(a, b), number_within(b, a));
        }
    }

    pub(super) fn texts(&mut self, place: &Place, a: &Text, b: &Text) {
        let (was, now) = (plain(Type::String(a.clone())), plain(Type::String(b.clone())));
        if a.format != b.format {
            self.became(&T07, 0, place, &was, &now);
        }
        let limits = |text: &Text| Text { format: None, ..text.clone() };
        if limits(a) != limits(b) {
            self.bounds(place, &was, &now, text_within(a, b), text_within(b, a));
        }
    }

    /// `looser`: all old values are valid; `tighter`: all new values were.
    pub(super) fn bounds(&mut self, place: &Place, was: &Value, now: &Value, looser: bool, tighter: bool) {
        if !looser {
            self.became(&T08, 0, place, was, now);
        }
        if !tighter {
            self.became(&T09, 0, place, was, now);
        }
    }
}
