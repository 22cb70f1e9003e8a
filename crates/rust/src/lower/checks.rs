//! What must hold of values beyond their types.

use codegen_target::ir::{self, Number, Type, Value};

use super::types::integer_type;
use super::{Context, float};
use crate::model::Check;

impl Context<'_> {
    /// The checks for a value of this type, where it stands.
    pub fn checks(&self, kind: &Type) -> Vec<Check> {
        let mut checks = Vec::new();
        match kind {
            Type::Integer(integer) => {
                let (_, low, high) = integer_type(integer);
                let (min, max) = integer.bounds();
                number(&mut checks, "Min", min.filter(|min| *min > low));
                number(&mut checks, "Max", max.filter(|max| *max < high));
                number(&mut checks, "MultipleOf", integer.multiple_of.filter(|unit| *unit > 1));
            }
            Type::Number(bounds) => number_checks(&mut checks, bounds),
            Type::String(text) => {
                number(&mut checks, "MinLength", text.min_length.filter(|min| *min > 0));
                number(&mut checks, "MaxLength", text.max_length);
            }
            Type::Array(array) => {
                number(&mut checks, "MinItems", array.min_items.filter(|min| *min > 0));
                number(&mut checks, "MaxItems", array.max_items);
                checks.extend(array.unique.then_some(Check::Plain("Unique")));
                parts(&mut checks, "Items", None, self.checks(&array.items.kind));
            }
            Type::Tuple(tuple) => self.tuple_checks(&mut checks, tuple),
            Type::Map(map) => {
                number(&mut checks, "MinMembers", map.min_members.filter(|min| *min > 0));
                number(&mut checks, "MaxMembers", map.max_members);
                parts(&mut checks, "Keys", None, self.checks(&map.keys));
                parts(&mut checks, "Values", None, self.checks(&map.values.kind));
            }
            _ => {}
        }
        checks
    }

    fn tuple_checks(&self, checks: &mut Vec<Check>, tuple: &ir::Tuple) {
        let count = tuple.items.len() as u64;
        number(checks, "MinItems", Some(tuple.min_items).filter(|min| *min > count));
        number(checks, "MaxItems", tuple.max_items.filter(|max| tuple.rest.is_some() || *max < count));
        for (index, item) in tuple.items.iter().enumerate() {
            let mut own = self.checks(&item.kind);
            if index as u64 >= tuple.min_items && !self.may_be_null(item) {
                own.insert(0, Check::Plain("NotNull"));
            }
            parts(checks, "Place", Some(index), own);
        }
        if let Some(rest) = &tuple.rest {
            parts(checks, "Further", Some(tuple.items.len()), self.checks(&rest.kind));
        }
    }

    fn may_be_null(&self, value: &Value) -> bool {
        value.nullable || self.protocol.holds_null(&value.kind)
    }
}

fn number_checks(checks: &mut Vec<Check>, bounds: &Number) {
    for (bound, words) in [(bounds.min, ["AtLeast", "Above"]), (bounds.max, ["AtMost", "Below"])] {
        if let Some(bound) = bound {
            checks.push(Check::Number(words[usize::from(bound.exclusive)], float(bound.at)));
        }
    }
}

fn number(checks: &mut Vec<Check>, word: &'static str, value: Option<impl ToString>) {
    checks.extend(value.map(|value| Check::Number(word, value.to_string())));
}

fn parts(checks: &mut Vec<Check>, word: &'static str, index: Option<usize>, own: Vec<Check>) {
    if !own.is_empty() {
        checks.push(Check::Parts(word, index, own));
    }
}
