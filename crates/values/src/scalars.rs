//! Scalars: the ends of what a type allows, and what parsers get wrong.

use codegen_ir::{Bound, Integer, Literal, Number, Text};

use crate::Datum;

/// Beyond this a float no longer tells neighbours apart.
const EXACT: i128 = 1 << 53;

/// Integers of a type: an ordinary one first.
pub fn integers(integer: &Integer) -> Vec<i128> {
    let (min, max) = integer.bounds();
    let low = min.unwrap_or_else(|| i64::MIN.into()).max(i64::MIN.into());
    let high = max.unwrap_or_else(|| u64::MAX.into()).min(u64::MAX.into());
    let step = integer.multiple_of.map_or(1, i128::from).max(1);
    let wanted = [1, low, high, 0, EXACT + 1, -1, -EXACT - 1, low + 1, high - 1, 42, i64::MAX.into()];
    let mut found = Vec::new();
    for value in wanted {
        // The nearest multiple on either side.
        let down = value.div_euclid(step) * step;
        for near in [down, down + step] {
            let fits = (low..=high).contains(&near) && (near == value || step > 1);
            if fits && !found.contains(&near) {
                found.push(near);
            }
        }
    }
    found
}

/// Numbers of a type, as they are written.
pub fn numbers(number: &Number) -> Vec<String> {
    let mut wanted: Vec<String> =
        ["1.5", "1", "0", "1.0", "-1", "-0.5", "0.1", "1e-7", "123456789.125", "1e300", "9007199254740993"]
            .map(str::to_owned)
            .to_vec();
    let ends = [number.min, number.max].into_iter().flatten().map(|bound| bound.at);
    wanted.extend(ends.clone().map(written));
    wanted
        .extend(ends.filter(|at| at.fract() == 0.0 && at.abs() < 1e15).map(|at| format!("{:.0}", at + 0.0)));
    if let (Some(min), Some(max)) = (number.min, number.max) {
        wanted.push(written(f64::midpoint(min.at, max.at)));
    }
    wanted.extend(number.min.map(|bound| written(bound.at + 1.0)));
    wanted.extend(number.max.map(|bound| written(bound.at - 1.0)));
    wanted.retain(|text| text.parse().is_ok_and(|value| within(number, value)));
    let mut seen = std::collections::HashSet::new();
    wanted.retain(|text| seen.insert(text.clone()));
    wanted
}

fn written(value: f64) -> String {
    serde_json::Number::from_f64(value).map_or_else(|| "0".to_owned(), |number| number.to_string())
}

fn within(bounds: &Number, value: f64) -> bool {
    bounds.min.is_none_or(|min| value > min.at || !min.exclusive && value >= min.at)
        && bounds.max.is_none_or(|max| value < max.at || !max.exclusive && value <= max.at)
}

/// Numbers out of range, and the bound that each is out of.
pub fn numbers_outside(number: &Number) -> Vec<String> {
    let beyond = |bound: Bound, step: f64| if bound.exclusive { bound.at } else { bound.at + step };
    let low = number.min.map(|bound| beyond(bound, -1.0));
    let high = number.max.map(|bound| beyond(bound, 1.0));
    low.into_iter().chain(high).map(written).collect()
}

/// Strings of a type.
pub fn strings(text: &Text) -> Vec<String> {
    let shaped: &[&str] = match text.format.as_deref() {
        Some("date-time") => &["2024-02-29T23:59:60Z"],
        Some("date") => &["2024-02-29"],
        Some("time") => &["10:20:30Z"],
        Some("uuid") => &["f81d4fae-7dec-11d0-a765-00a0c91e6bf6"],
        Some("uri" | "url" | "iri" | "uri-reference") => &["https://example.org/a?b=c#d"],
        Some("email") => &["a@example.org"],
        Some("ipv4") => &["127.0.0.1"],
        Some("ipv6") => &["::1"],
        _ => &[],
    };
    let plain = ["a", "", "né 漢字 🦀", "\u{0}\u{1f}\u{7f}\"\\/\n\u{2028}", "null", "1", "__proto__", " a "];
    let mut all: Vec<String> = shaped.iter().chain(&plain).map(|&text| text.to_owned()).collect();
    all.push("long ".repeat(12));
    let min = text.min_length.map_or(0, |min| usize::try_from(min).unwrap_or(usize::MAX));
    let max = text.max_length.map_or(usize::MAX, |max| usize::try_from(max).unwrap_or(usize::MAX));
    // The ends of the range; a wish for very long ones is not granted.
    all.extend([min, max].into_iter().filter(|length| *length <= 2000).map(|length| "é".repeat(length)));
    all.retain(|text| (min..=max).contains(&text.chars().count()));
    let mut seen = std::collections::HashSet::new();
    all.retain(|text| seen.insert(text.clone()));
    all
}

/// Values of no type in particular.
pub fn anything() -> Vec<Datum> {
    let nested = Datum::Object(vec![
        ("b".to_owned(), Datum::Array(vec![Datum::number(1), Datum::Null, Datum::number("1.0")])),
        ("a/é".to_owned(), Datum::Object(vec![(String::new(), Datum::Bool(false))])),
    ]);
    vec![
        nested,
        Datum::Null,
        Datum::string("any"),
        Datum::number(EXACT + 1),
        Datum::Array(Vec::new()),
        Datum::Object(Vec::new()),
        Datum::Bool(true),
        Datum::number("1.0"),
        Datum::number(u64::MAX),
        Datum::number(i64::MIN),
        Datum::number("1.5"),
    ]
}

/// The value of a constant.
pub fn literal(literal: &Literal) -> Datum {
    match literal {
        Literal::Null => Datum::Null,
        Literal::Boolean(value) => Datum::Bool(*value),
        Literal::Integer(value) => Datum::number(value),
        Literal::Number(value) => Datum::number(value),
        Literal::String(text) => Datum::string(text),
    }
}
