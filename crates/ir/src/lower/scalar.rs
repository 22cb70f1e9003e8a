//! Integers, numbers, strings, arrays.

use codegen_schema::ast::{NumberKeywords, Schema};
use codegen_schema::{Diagnostic, Number as Json};

use super::{Lower, Site};
use crate::model::{Array, Bound, Integer, Number, Text, Tuple, Type, Value, Width};

impl Lower<'_> {
    pub(super) fn integer(&mut self, schema: &Schema) -> Type {
        let width = Width::of(schema.format.as_deref());
        let NumberKeywords { minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of } =
            &schema.number;
        let mut min = minimum.as_ref().and_then(|it| whole(it, true));
        let mut max = maximum.as_ref().and_then(|it| whole(it, false));
        if let Some(above) = exclusive_minimum.as_ref().and_then(|it| whole(it, false)) {
            min = Some(min.map_or(above + 1, |min| min.max(above + 1)));
        }
        if let Some(below) = exclusive_maximum.as_ref().and_then(|it| whole(it, true)) {
            max = Some(max.map_or(below - 1, |max| max.min(below - 1)));
        }
        if schema.format.as_deref() == Some("uint128") {
            min = Some(min.unwrap_or(0).max(0));
        }
        if let Some((low, high)) = width.range() {
            min = min.filter(|min| *min > low);
            max = max.filter(|max| *max < high);
        }
        let multiple_of = multiple_of.as_ref().and_then(|step| {
            let exact = whole(step, true).filter(|up| whole(step, false) == Some(*up));
            let exact = exact.and_then(|step| u64::try_from(step).ok());
            if exact.is_none() {
                let message = "`multipleOf` of a fraction, or beyond 64 bits, is not checked";
                self.widened(&schema.pointer.join("multipleOf"), message);
            }
            exact.filter(|step| *step > 1)
        });
        let (low, high) = (min, max);
        let too_large = [minimum, exclusive_minimum].into_iter().flatten().any(|at| f64_of(at) >= VAST);
        let too_small = [maximum, exclusive_maximum].into_iter().flatten().any(|at| f64_of(at) <= -VAST);
        if too_large || too_small || low.zip(high).is_some_and(|(low, high)| low > high) {
            return self.none_fits(&schema.pointer, "integer");
        }
        Type::Integer(Integer { width, min, max, multiple_of })
    }

    pub(super) fn number(&mut self, schema: &Schema) -> Type {
        let NumberKeywords { minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of } =
            &schema.number;
        if multiple_of.is_some() {
            self.widened(&schema.pointer.join("multipleOf"), "`multipleOf` of a number is not checked");
        }
        let bound = |inclusive: &Option<Json>, exclusive: &Option<Json>, lower: bool| {
            let inclusive = inclusive.as_ref().map(|at| Bound { at: f64_of(at), exclusive: false });
            let exclusive = exclusive.as_ref().map(|at| Bound { at: f64_of(at), exclusive: true });
            match (inclusive, exclusive) {
                (Some(a), Some(b)) if (lower && a.at > b.at) || (!lower && a.at < b.at) => Some(a),
                (a, b) => b.or(a),
            }
        };
        let min = bound(minimum, exclusive_minimum, true);
        let max = bound(maximum, exclusive_maximum, false);
        // Beyond that, two integers may be one float.
        let exact = |bound: Bound| bound.at.abs() < 2f64.powi(53);
        let apart = |(min, max): (Bound, Bound)| {
            min.at > max.at || (min.at >= max.at && (min.exclusive || max.exclusive) && exact(min))
        };
        if min.zip(max).is_some_and(apart) {
            return self.none_fits(&schema.pointer, "number");
        }
        Type::Number(Number { min, max })
    }

    pub(super) fn text(&mut self, schema: &Schema) -> Type {
        if schema.text.pattern.is_some() {
            let message = "`pattern` is kept as documentation, and is not checked";
            let at = schema.pointer.join("pattern");
            let note = "strings that do not match it are accepted";
            self.found.push(Diagnostic::warning("unchecked-pattern", self.place(&at), message).note(note));
        }
        let (min_length, max_length) =
            (schema.text.min_length.filter(|min| *min > 0), schema.text.max_length);
        if min_length > max_length.or(min_length) {
            return self.none_fits(&schema.pointer, "string");
        }
        Type::String(Text {
            min_length,
            max_length,
            pattern: schema.text.pattern.clone(),
            more_patterns: schema.text.more_patterns.clone(),
            format: schema.format.clone(),
        })
    }

    pub(super) fn array(&mut self, schema: &Schema, site: &Site) -> Type {
        let array = &schema.array;
        let item = |lower: &mut Self| match &array.items {
            Some(items) => lower.value(items, &site.inner("Item")),
            None => Value { kind: Type::Any, nullable: false },
        };
        let Some(prefix) = array.prefix_items.as_ref().filter(|prefix| !prefix.is_empty()) else {
            let items = item(self);
            let (min_items, max_items) = (array.min_items.filter(|min| *min > 0), array.max_items);
            let max_items = if is_never(&items) { Some(0) } else { max_items };
            if min_items > max_items.or(min_items) {
                return self.none_fits(&schema.pointer, "array");
            }
            if array.max_items == Some(0) || max_items == Some(0) {
                let items = Value { kind: Type::Any, nullable: false };
                return Type::Array(Box::new(Array { items, min_items, max_items: Some(0), unique: false }));
            }
            return Type::Array(Box::new(Array { items, min_items, max_items, unique: array.unique_items }));
        };
        if array.unique_items {
            self.widened(&schema.pointer.join("uniqueItems"), "`uniqueItems` of a tuple is not checked");
        }
        let items: Vec<Value> = prefix
            .iter()
            .enumerate()
            .map(|(index, one)| self.value(one, &site.inner(&ordinal(index))))
            .collect();
        let full = array.max_items.is_some_and(|max| max <= items.len() as u64);
        let rest = if full { None } else { Some(item(self)).filter(|rest| !is_never(rest)) };
        let max_items = array.max_items.filter(|max| rest.is_some() || *max < items.len() as u64);
        let most = max_items.or_else(|| rest.is_none().then_some(items.len() as u64));
        if array.min_items > most.or(array.min_items) {
            return self.none_fits(&schema.pointer, "array");
        }
        Type::Tuple(Box::new(Tuple { items, rest, min_items: array.min_items.unwrap_or(0), max_items }))
    }
}

/// Whether no value is one, null neither.
fn is_never(value: &Value) -> bool {
    matches!(value.kind, Type::Never) && !value.nullable
}

/// No integer of any machine type is as large.
const VAST: f64 = 1e30;

fn f64_of(number: &Json) -> f64 {
    number.as_f64().unwrap_or(0.0)
}

/// The next whole number, upwards or downwards; `None` beyond what matters to any machine type.
fn whole(number: &Json, up: bool) -> Option<i128> {
    if let Some(value) = number.as_i64() {
        return Some(value.into());
    }
    if let Some(value) = number.as_u64() {
        return Some(value.into());
    }
    let value = if up { f64_of(number).ceil() } else { f64_of(number).floor() };
    #[allow(clippy::cast_possible_truncation)]
    (value.abs() < VAST).then_some(value as i128)
}

/// A place of a tuple, as a word.
fn ordinal(index: usize) -> String {
    const WORDS: [&str; 10] =
        ["First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth"];
    WORDS.get(index).map_or_else(|| format!("Item{index}"), |word| (*word).to_owned())
}
