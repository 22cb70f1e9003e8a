//! Numbers, strings and counts.

use codegen_ir::schema::Number as JsonNumber;
use codegen_ir::{Bound, Integer, Literal, Number, Text, Type};

use crate::side::number_as_one;

pub(super) fn literal_within(literal: &Literal, large: &Type) -> bool {
    match (&number_as_one(literal), large) {
        (_, Type::Any) | (Literal::Null, Type::Null) | (Literal::Boolean(_), Type::Boolean) => true,
        (a, Type::Literal(b)) => *a == number_as_one(b),
        (Literal::String(text), Type::String(rules)) => {
            let length = text.chars().count() as u64;
            rules.pattern.is_none()
                && rules.min_length.is_none_or(|min| length >= min)
                && rules.max_length.is_none_or(|max| length <= max)
        }
        (Literal::Integer(value), Type::Integer(range)) => {
            integer_within(
                Integer { min: Some(*value), max: Some(*value), ..Integer::default() },
                Integer { multiple_of: None, ..*range },
            ) && range.multiple_of.is_none_or(|step| step > 0 && value % i128::from(step) == 0)
        }
        (Literal::Integer(value), Type::Number(range)) => {
            integer_in_number(Integer { min: Some(*value), max: Some(*value), ..Integer::default() }, *range)
        }
        (Literal::Number(value), Type::Number(range)) => value.as_f64().is_some_and(|at| {
            let at = Some(Bound { at, exclusive: false });
            number_within(Number { min: at, max: at }, *range)
        }),
        _ => false,
    }
}

/// The only number of a range.
pub(crate) fn one_of(range: Number) -> Option<Literal> {
    let (min, max) = range.min.zip(range.max)?;
    let only = min.at.total_cmp(&max.at).is_eq() && !min.exclusive && !max.exclusive;
    let number = JsonNumber::from_f64(min.at).filter(|_| only)?;
    Some(number_as_one(&Literal::Number(number)))
}

/// Whether a range lies in another one.
pub(crate) fn range_within<T: PartialOrd>(a: (Option<T>, Option<T>), b: (Option<T>, Option<T>)) -> bool {
    let low = b.0.is_none_or(|min| a.0.is_some_and(|own| own >= min));
    let high = b.1.is_none_or(|max| a.1.is_some_and(|own| own <= max));
    low && high
}

pub(super) fn counts(a_min: Option<u64>, a_max: Option<u64>, b_min: Option<u64>, b_max: Option<u64>) -> bool {
    range_within((Some(a_min.unwrap_or(0)), a_max), (Some(b_min.unwrap_or(0)), b_max))
}

pub(crate) fn integer_within(a: Integer, b: Integer) -> bool {
    let steps = match (a.multiple_of, b.multiple_of) {
        (_, None) => true,
        (Some(a), Some(b)) => b > 0 && a % b == 0,
        (None, Some(b)) => b == 1,
    };
    steps && range_within(a.bounds(), b.bounds())
}

pub(crate) fn integer_in_number(a: Integer, b: Number) -> bool {
    // Bounds of integers that a float holds exactly are compared as floats.
    #[allow(clippy::cast_precision_loss)]
    let float = |value: i128| value as f64;
    let (min, max) = a.bounds();
    let bound = |value: Option<i128>| value.map(|at| Bound { at: float(at), exclusive: false });
    number_within(Number { min: bound(min), max: bound(max) }, b)
}

pub(crate) fn number_within(a: Number, b: Number) -> bool {
    let covers = |own: Option<Bound>, other: Option<Bound>, sign: f64| match (own, other) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(own), Some(other)) => {
            let (own_at, other_at) = (own.at * sign, other.at * sign);
            own_at > other_at || own_at >= other_at && (own.exclusive || !other.exclusive)
        }
    };
    covers(a.min, b.min, 1.0) && covers(a.max, b.max, -1.0)
}

pub(crate) fn text_within(a: &Text, b: &Text) -> bool {
    let least = a.min_length.max(a.pattern.as_deref().and_then(length_of_start));
    // Each that the larger asks for must be asked of the smaller.
    let asked = |pattern: &String| a.pattern.iter().chain(&a.more_patterns).any(|own| own == pattern);
    counts(least, a.max_length, b.min_length, b.max_length)
        && b.pattern.iter().chain(&b.more_patterns).all(asked)
}

/// How many letters a text must begin with, where its pattern plainly says so.
fn length_of_start(pattern: &str) -> Option<u64> {
    let rest = pattern.strip_prefix('^').filter(|rest| !rest.contains('|'))?;
    let letters = rest.chars().take_while(char::is_ascii_alphanumeric).count();
    // The last one may be there many times, or never.
    let counted = rest[letters..].starts_with(['?', '*', '+', '{']);
    Some((letters - usize::from(counted && letters > 0)) as u64)
}
