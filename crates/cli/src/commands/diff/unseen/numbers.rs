//! Numbers that are whole, which types cannot say: of `multipleOf: 1` and `integer` only the spelling differs.

use codegen_build::schema::{Json, Place, Pointer, Sayings};
use codegen_diff::Change;

/// Keywords that bound a number.
const BOUNDS: [&str; 4] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];

/// Lowers a finding of T04 where both sides take the same whole numbers, or the new one more. That the number has a
/// step is said by it.
pub fn whole(
    change: &mut Change,
    sayings: &Sayings<'_>,
    old_places: &mut Vec<Place>,
    new_places: &mut Vec<Place>,
) {
    let (Some(old), Some(new)) = (&change.old, &change.new) else { return };
    let items = change.place.len() - change.place.trim_end_matches("[]").len();
    let of = |pointer: &Pointer| (0..items / 2).fold(pointer.clone(), |at, _| at.join("items"));
    let (old, new) = (of(old), of(new));
    let (Some(was), Some(now)) = (sayings.schema_at(0, &old), sayings.schema_at(1, &new)) else { return };
    let is_integer = |schema: &Json| types(schema).contains(&"integer");
    let (number, integer, place, places) = match (is_integer(was), is_integer(now)) {
        (false, true) => (was, now, old, old_places),
        (true, false) => (now, was, new, new_places),
        _ => return,
    };
    if !same_but_for_the_step(number, integer) {
        return;
    }
    let step = place.join("multipleOf");
    places.retain(|one| one.pointer.as_ref() != Some(&step));
    change.of_whole_numbers();
}

fn types(schema: &Json) -> Vec<&str> {
    match schema.get("type") {
        Some(Json::Array(list)) => list.iter().filter_map(Json::as_str).collect(),
        one => one.and_then(Json::as_str).into_iter().collect(),
    }
}

/// Whether a number has a step that makes it whole, and an integer the same one or none that another step would not
/// reach, within the same bounds.
fn same_but_for_the_step(number: &Json, integer: &Json) -> bool {
    let step = |schema: &Json| schema.get("multipleOf").map(whole_step);
    let same_step = match (step(number), step(integer)) {
        (Some(Some(1)), None) => true,
        (Some(Some(a)), Some(Some(b))) => a == b,
        _ => false,
    };
    let plain = ["allOf", "anyOf", "oneOf", "$ref", "not", "if", "enum", "const", "format"];
    same_step
        && BOUNDS.iter().all(|bound| number.get(bound) == integer.get(bound))
        && plain.iter().all(|keyword| number.get(keyword).is_none() && integer.get(keyword).is_none())
}

fn whole_step(step: &Json) -> Option<u64> {
    match step {
        Json::Number(number) => number.as_u64().or_else(|| {
            let float = number.as_f64()?;
            // Exact, since it is whole and small.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            (float.fract() == 0.0 && (1.0..1e15).contains(&float)).then_some(float as u64)
        }),
        _ => None,
    }
}
