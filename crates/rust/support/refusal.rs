//! Why no variant of an untagged union takes a value.

use std::fmt::Write as _;

use serde::de;

use super::check::Literal;
use super::guard::{Guard, Kinds};
use super::node::Untagged;
use super::path::Path;
use super::scalar::{OneOf, Scalar};
use super::value::Json;

/// More than these are not told.
const TOLD: usize = 3;

/// What the variants say that were tried, each by its index; else what the nearest one misses.
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
    match &reasons[..] {
        [] => path.error(nearest(union, value)),
        // Where all of them say the same, that.
        [(_, reason)] => E::custom(reason),
        _ => {
            let mut message = "no variant fits".to_owned();
            for (index, reason) in reasons.iter().take(TOLD) {
                let _ = write!(message, "; `{}`: {reason}", union.name(*index));
            }
            path.error(message)
        }
    }
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
            format!(
                "no variant fits; the nearest, `{}`: {list}",
                union.name(index)
            )
        }
        _ => format!("expected {}, found {}", union.expected(), found(value)),
    }
}

fn found(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "an array",
        Json::Object(_) => "an object",
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
}

fn among(list: &[Literal], value: Scalar<'_>) -> bool {
    list.iter().any(|one| one.is(value))
}
