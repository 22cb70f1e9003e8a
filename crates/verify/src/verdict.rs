//! What a language made of a value, and what its types cannot say.

use codegen_values::{Change, Datum, Kind};

use crate::case::{Case, Expected};
use crate::policy::{Policy, beyond};
use crate::runner::{Language, Outcome};
use crate::subject::Subject;

/// What a language made of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Accepted,
    Refused,
    /// A policy lets the language differ from the others, or it failed.
    Apart,
}

/// What became of a value, held against what was expected.
pub struct Judged {
    pub verdict: Verdict,
    /// What the types of the language cannot say.
    pub apart: Option<&'static str>,
    /// What is wrong, and what was seen.
    pub wrong: Option<(&'static str, String)>,
}

const ALTERED: &str = "altered";
const REFUSED: &str = "refused in error";
const ACCEPTED: &str = "accepted in error";
const MISPLACED: &str = "refused, but elsewhere";
const BROKEN: &str = "broken";
const DISPUTED: &str = "the schema's judge and the types differ";

/// Holds what a language made of a value against what was expected of it.
pub fn judge(subject: &Subject, language: Language, case: &Case, outcome: &Outcome) -> Judged {
    let typescript = language == Language::TypeScript;
    let wrong = |verdict, what, detail: String| Judged { verdict, apart: None, wrong: Some((what, detail)) };
    let right = |verdict| Judged { verdict, apart: None, wrong: None };
    match (&case.expected, outcome) {
        (Expected::Disputed(judged), _) => {
            let word = if *judged { "accepts" } else { "refuses" };
            wrong(Verdict::Apart, DISPUTED, format!("the judge {word} it"))
        }
        (_, Outcome::Broken(why)) => wrong(Verdict::Apart, BROKEN, why.clone()),
        // What the types of TypeScript cannot say is not known to be that without a verdict.
        (Expected::Unjudged(_), _) if typescript => right(Verdict::Apart),
        (Expected::Unjudged(_), Outcome::Refused { .. }) => right(Verdict::Refused),
        (Expected::Accepted(_) | Expected::Unjudged(_), Outcome::Accepted(None)) => right(Verdict::Accepted),
        (Expected::Accepted(_) | Expected::Unjudged(_), Outcome::Accepted(Some(text))) => {
            match Datum::parse(text) {
                Ok(back) if back.same(&case.datum) => right(Verdict::Accepted),
                _ if language == Language::Rust && beyond(&case.datum) => Judged {
                    verdict: Verdict::Accepted,
                    apart: Some(Policy::HugeInteger.name()),
                    wrong: None,
                },
                _ => wrong(Verdict::Accepted, ALTERED, text.clone()),
            }
        }
        (Expected::Accepted(policy), Outcome::Refused { message, .. }) => {
            match unwritable(subject, *policy, case, message).filter(|_| typescript) {
                Some(apart) => Judged { verdict: Verdict::Apart, apart: Some(apart), wrong: None },
                None => wrong(Verdict::Refused, REFUSED, message.clone()),
            }
        }
        (Expected::Refused(_), Outcome::Accepted(_)) => match unsayable(subject, case).filter(|_| typescript)
        {
            Some(apart) => Judged { verdict: Verdict::Apart, apart: Some(apart), wrong: None },
            None => wrong(Verdict::Accepted, ACCEPTED, String::new()),
        },
        (Expected::Refused(_), Outcome::Refused { places, message }) => match &case.change {
            Some(change) if !typescript && !is_at(change, &case.datum, places) => {
                let wanted = format!("at `{}`, not `{}`: {message}", places.join("`, `"), change.at);
                wrong(Verdict::Refused, MISPLACED, wanted)
            }
            _ => right(Verdict::Refused),
        },
    }
}

fn is_at(change: &Change, datum: &Datum, places: &[String]) -> bool {
    let at = change.at.to_string();
    match &change.around.loose {
        None => places.contains(&at) || lacks(change, datum, &at, places),
        Some(within) => {
            let within = within.to_string();
            places.iter().any(|place| {
                place.strip_prefix(&within).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        }
    }
}

/// An object that lacks a member may be refused where that would be.
fn lacks(change: &Change, datum: &Datum, at: &str, places: &[String]) -> bool {
    let Some(Datum::Object(members)) = datum.at(&change.at) else { return false };
    let has = |name: &str| members.iter().any(|(key, _)| *key == name.replace("~1", "/").replace("~0", "~"));
    let missing = |place: &String| {
        let name = place.strip_prefix(at).and_then(|rest| rest.strip_prefix('/'));
        name.is_some_and(|name| !name.contains('/') && !has(name))
    };
    places.iter().any(missing)
}

/// What TypeScript takes an object to have without being written: an optional member of such a name can only be
/// left out where its type is that of the inherited one.
const OF_EVERY_OBJECT: [&str; 7] = [
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// Why TypeScript refuses a value that is to be accepted.
fn unwritable(subject: &Subject, policy: Option<Policy>, case: &Case, message: &str) -> Option<&'static str> {
    let change = case.change.as_ref();
    let is = |kind| change.is_some_and(|change| change.kind == kind);
    if policy == Some(Policy::OpenUnion) || subject.variants.needs_open_union(case.id, &case.datum) {
        Some("a tag that is not listed cannot be written")
    } else if change.is_some_and(|change| change.around.caught) {
        Some("a known tag with other content cannot be written")
    } else if is(Kind::UnknownValue) && change.is_some_and(|change| subject.is_tag(change)) {
        Some("tags are closed")
    } else if message.contains("in common with")
        || is_without_names(case)
        || subject.variants.is_weak(case.id, &case.datum)
    {
        Some("an object has a member that its type names")
    } else if OF_EVERY_OBJECT
        .iter()
        .any(|name| message.contains(&format!("property '{name}' are incompatible")))
        || message.contains("Type 'Function' is not assignable")
    {
        Some("members that every object has")
    } else {
        None
    }
}

/// Whether an object has no member that its type names: it was given an unknown one, or the one that it was given
/// is itself such an object.
fn is_without_names(case: &Case) -> bool {
    let Some(change) = &case.change else { return false };
    match change.kind {
        Kind::UnknownMember => {
            matches!(case.datum.at(&change.at.parent()), Some(Datum::Object(members)) if members.len() == 1)
        }
        Kind::ExtraMember => change.around.nameless,
        _ => false,
    }
}

/// Whether an object has a member of a name that every object has: a type cannot say that there is none.
fn has_inherited(datum: &Datum) -> bool {
    match datum {
        Datum::Array(items) => items.iter().any(has_inherited),
        Datum::Object(members) => members
            .iter()
            .any(|(key, member)| OF_EVERY_OBJECT.contains(&key.as_str()) || has_inherited(member)),
        _ => false,
    }
}

/// Why TypeScript accepts a value that is to be refused.
fn unsayable(subject: &Subject, case: &Case) -> Option<&'static str> {
    let change = case.change.as_ref()?;
    match change.kind {
        _ if change.around.nameless => Some("types of members without a name"),
        Kind::OutOfRange | Kind::BeyondMachine => Some("ranges"),
        Kind::FloatForInteger | Kind::FractionForInteger => Some("integers"),
        Kind::NotMultiple => Some("multiples"),
        Kind::Length => Some("lengths of strings"),
        Kind::Count => Some("numbers of elements"),
        Kind::NotUnique => Some("equal elements"),
        Kind::MembersTogether => Some("members together"),
        Kind::TwoKeys if has_inherited(&case.datum) => Some("members that every object has"),
        Kind::NoKey | Kind::BareTag | Kind::KeyOfBareTag => Some("content of the tags of an open union"),
        _ if subject.variants.is_unlisted(case.id, &case.datum) => {
            Some("values of an enumeration in a union without tags")
        }
        Kind::OtherConstant if is_inexact(&case.datum) => Some("integers beyond 2^53"),
        // In the place of a null, beside integers.
        Kind::OtherConstant if is_fraction(case.datum.at(&change.at)) => Some("integers"),
        _ if subject.variants.is_unruled(case.id, &case.datum) => Some("members together"),
        _ if subject.variants.is_unsealed(case.id, &case.datum) => {
            Some("members of another branch of a union")
        }
        _ if subject.variants.is_beyond_limits(case.id, &case.datum) => Some("limits"),
        _ => None,
    }
}

fn is_fraction(datum: Option<&Datum>) -> bool {
    matches!(datum, Some(Datum::Number(text)) if text.parse::<i128>().is_err())
}

/// Whether an integer is there that a float does not tell from its neighbours.
fn is_inexact(datum: &Datum) -> bool {
    match datum {
        Datum::Number(text) => text.parse::<i128>().is_ok_and(|value| value.unsigned_abs() > 1 << 53),
        Datum::Array(items) => items.iter().any(is_inexact),
        Datum::Object(members) => members.iter().any(|(_, member)| is_inexact(member)),
        _ => false,
    }
}
