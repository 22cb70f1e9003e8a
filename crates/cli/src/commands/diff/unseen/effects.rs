//! What a change of a keyword that no type expresses does to values.

use codegen_build::schema::{Json, Place, Sayings, Words};
use codegen_diff::{Effect, Saying};

/// Keywords that forbid values whatever is beside them.
const ALONE: [&str; 4] = ["not", "contains", "propertyNames", "uniqueItems"];

/// What a place says on both sides. `alone`: whether nothing else changed in the type around it.
pub fn saying(sayings: &Sayings<'_>, side: usize, place: Place, alone: bool) -> Option<Saying> {
    let words = sayings.words(side, &place);
    let place = place.pointer?;
    let Some(Words { keyword, here, there }) = words else {
        return Some(Saying { place, was: None, now: None, effect: Effect::Unknown });
    };
    let (was, now) = if side == 0 { (here, there) } else { (there, here) };
    let effect = match keyword.as_str() {
        "multipleOf" => steps(was.as_deref(), now.as_deref()),
        "if" if alone => came_or_went(was.as_ref(), now.as_ref()),
        one if ALONE.contains(&one) => came_or_went(was.as_ref(), now.as_ref()),
        _ => Effect::Unknown,
    };
    // What is long says less than its name.
    let (was, now) = match (was, now) {
        (Some(_), Some(_)) if effect == Effect::Unknown => (None, Some(keyword)),
        (was, now) => (Some(or_none(was)), Some(or_none(now))),
    };
    Some(Saying { place, was, now, effect })
}

fn or_none(text: Option<String>) -> String {
    text.unwrap_or_else(|| "none".to_owned())
}

const fn came_or_went(was: Option<&String>, now: Option<&String>) -> Effect {
    Effect::Known { tighter: now.is_some(), looser: was.is_some() }
}

/// Steps of numbers: multiples of the one may be multiples of the other.
fn steps(was: Option<&str>, now: Option<&str>) -> Effect {
    let step = |text: Option<&str>| -> Option<(u128, u32)> {
        let number: Json = serde_json::from_str(text?.strip_prefix("multipleOf ")?).ok()?;
        decimal(&number.to_string())
    };
    match (step(was), step(now)) {
        (Some(a), Some(b)) => Effect::Known { tighter: !is_multiple(a, b), looser: !is_multiple(b, a) },
        _ => Effect::Known { tighter: now.is_some(), looser: was.is_some() },
    }
}

/// A decimal as a whole number and how many of its digits are behind the point.
fn decimal(text: &str) -> Option<(u128, u32)> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{part}").parse().ok().filter(|digits| *digits > 0)?;
    Some((digits, u32::try_from(part.len()).ok()?))
}

/// Whether the one is a whole number of times the other.
fn is_multiple((a, places_a): (u128, u32), (b, places_b): (u128, u32)) -> bool {
    let most = places_a.max(places_b);
    let at = |digits: u128, places: u32| digits.checked_mul(10_u128.checked_pow(most - places)?);
    at(a, places_a).zip(at(b, places_b)).is_some_and(|(a, b)| a % b == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_held_against_each_other_exactly() {
        let effect = |was, now| steps(Some(was), Some(now));
        let known = |tighter, looser| Effect::Known { tighter, looser };
        assert_eq!(effect("multipleOf 0.5", "multipleOf 0.25"), known(false, true));
        assert_eq!(effect("multipleOf 0.1", "multipleOf 0.3"), known(true, false));
        assert_eq!(effect("multipleOf 2", "multipleOf 3"), known(true, true));
        assert_eq!(effect("multipleOf 0.50", "multipleOf 0.5"), known(false, false));
        assert_eq!(steps(None, Some("multipleOf 1e-7")), known(true, false));
        assert_eq!(effect("multipleOf 1e-7", "multipleOf 1e-8"), known(true, true));
    }
}
