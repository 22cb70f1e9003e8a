//! Why no variant of an untagged union takes a value.

use std::fmt::Write as _;

use serde::de;

use super::guard::{Guard, Kinds};
use super::node::Untagged;
use super::path::Path;
use super::scalar::{OneOf, Scalar};
use super::value::Json;

use super::guard::{among, is_like};

const NONE: &str = "no variant fits";

/// More than these are not told.
const TOLD: usize = 3;

/// Reasons that hold those of values within are told up to this length, one at least.
const LENGTH: usize = 600;

/// What the variants say that were tried, each by its index, of those that got furthest; else what the
/// nearest one misses.
#[cold]
pub(crate) fn no_variant<E: de::Error>(
    union: &dyn Untagged,
    value: &Json,
    tried: &[(usize, serde_json::Error)],
    path: &Path<'_>,
) -> E {
    let mut reasons: Vec<(usize, String)> = tried
        .iter()
        .map(|(index, error)| (*index, error.to_string()))
        .collect();
    reasons.dedup_by(|(_, one), (_, other)| one == other);
    let furthest = reasons.iter().map(|(_, reason)| depth(reason)).max();
    let several = reasons.len() > 1;
    reasons.retain(|(_, reason)| Some(depth(reason)) == furthest);
    match &reasons[..] {
        [] => path.error(nearest(union, value)),
        [(index, reason)] if several && !reason.starts_with(NONE) => E::custom(format_args!(
            "{NONE}; the nearest, `{}`: {reason}",
            union.name(*index)
        )),
        // Where all of them say the same, that; so it is with what was found within.
        [(_, reason)] => E::custom(reason),
        _ => {
            let mut message = NONE.to_owned();
            for (place, (index, reason)) in reasons.iter().take(TOLD).enumerate() {
                if place > 0 && message.len() + reason.len() > LENGTH {
                    break;
                }
                let _ = write!(message, "; `{}`: {reason}", union.name(*index));
            }
            path.error(message)
        }
    }
}

/// How far from the root the places lie that a reason names.
fn depth(reason: &str) -> usize {
    let places = reason.split(" at /").skip(1);
    let names = |place: &str| {
        place
            .split([' ', ';'])
            .next()
            .map_or(0, |place| place.matches('/').count())
    };
    places.map(|place| 1 + names(place)).max().unwrap_or(0)
}

/// What the variant misses that has most of what its guard looks for.
fn nearest(union: &dyn Untagged, value: &Json) -> String {
    let faults = |(index, guard): (usize, &Guard)| (index, guard.faults(value));
    let kind = Kinds::of(value);
    let near = union
        .guards()
        .iter()
        .enumerate()
        .filter(|(_, guard)| guard.admits(kind));
    match near
        .map(faults)
        .min_by_key(|(_, faults)| (faults.other, faults.list.len()))
    {
        Some((index, faults)) if !faults.list.is_empty() => {
            let list = faults.list[..faults.list.len().min(TOLD)].join(", ");
            format!("{NONE}; the nearest, `{}`: {list}", union.name(index))
        }
        _ => {
            // As serde has it, a number is one, with a fraction or without.
            let kind = if kind.meets(Kinds::NUMBER) {
                Kinds::NUMBER
            } else {
                kind
            };
            format!("expected {}, found {kind}", union.expected())
        }
    }
}

/// What a guard does not find in a value.
#[derive(Default)]
struct Faults {
    /// How many members say that another variant is meant.
    other: usize,
    list: Vec<String>,
}

impl Guard {
    fn faults(&self, value: &Json) -> Faults {
        let mut faults = Faults::default();
        match (value, Scalar::of(value)) {
            (Json::Object(members), _) => self.faults_of_members(members, &mut faults),
            (_, Some(scalar)) => {
                if let Some(list) = self.scalars.filter(|list| !among(list, scalar)) {
                    faults.list.push(format!("{}", OneOf(list)));
                }
            }
            (Json::Array(items), _) => self.faults_of_elements(items, &mut faults),
            _ => {}
        }
        faults
    }

    fn faults_of_members(&self, members: &serde_json::Map<String, Json>, faults: &mut Faults) {
        for (key, list) in self.literals {
            let value = members.get(*key);
            if value.is_some_and(|value| !Scalar::of(value).is_some_and(|it| among(list, it))) {
                faults.other += 1;
                faults.list.push(format!("`{key}`: {}", OneOf(list)));
            }
        }
        for (key, kinds) in self.members {
            if members
                .get(*key)
                .is_some_and(|value| !kinds.meets(Kinds::of(value)))
            {
                faults.other += 1;
                faults.list.push(format!("`{key}`: expected {kinds}"));
            }
        }
        for key in self
            .required
            .iter()
            .filter(|key| !members.contains_key(**key))
        {
            faults.list.push(format!("missing field `{key}`"));
        }
        let only = self.only.unwrap_or_default();
        if self.only.is_some() {
            let unknown = members.keys().filter(|key| !only.contains(&key.as_str()));
            faults
                .list
                .extend(unknown.map(|key| format!("unknown field `{key}`")));
        }
    }

    fn faults_of_elements(&self, items: &[Json], faults: &mut Faults) {
        for element in self.elements {
            let (index, kinds, list) = element;
            if items
                .get(*index)
                .is_some_and(|item| !is_like(item, element))
            {
                faults.other += 1;
                faults.list.push(match list {
                    Some(list) => format!("element {index}: {}", OneOf(list)),
                    None => format!("element {index}: expected {kinds}"),
                });
            }
        }
        let (min, max) = self.length;
        if items.len() < min {
            faults.list.push(format!("at least {min} elements"));
        }
        if items.len() > max {
            faults.list.push(format!("at most {max} elements"));
        }
    }
}
