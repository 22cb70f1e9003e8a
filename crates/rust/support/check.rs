//! What must hold of a value beyond its type.

use std::collections::HashSet;
use std::fmt::{self, Write as _};

use super::node::{Others, View};
use super::path::{At, Path};
use super::scalar::Scalar;
use super::value::{Json, Number};

/// A scalar constant of the schema.
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Integer(i128),
    Float(f64),
    Text(&'static str),
}

impl Literal {
    #[allow(clippy::float_cmp)]
    pub(crate) fn is(&self, value: Scalar<'_>) -> bool {
        match (self, value) {
            (Self::Null, Scalar::Null) => true,
            (Self::Bool(own), Scalar::Bool(value)) => *own == value,
            (Self::Integer(own), Scalar::Integer(value)) => *own == value,
            (Self::Float(own), Scalar::Number(value)) => value.as_f64() == Some(*own),
            (Self::Text(own), Scalar::Text(value)) => *own == value,
            _ => false,
        }
    }

    pub(crate) const fn view(&self) -> View<'_> {
        match self {
            Self::Null => View::Null,
            Self::Bool(value) => View::Bool(*value),
            Self::Integer(value) => View::I128(value),
            Self::Float(value) => View::F64(*value),
            Self::Text(text) => View::Text(text),
        }
    }
}

impl fmt::Debug for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value}"),
            Self::Text(text) => write!(f, "{text:?}"),
        }
    }
}

/// What must hold of a value. Says nothing of values of other kinds.
pub(crate) enum Check {
    Min(i128),
    Max(i128),
    MultipleOf(u64),
    AtLeast(f64),
    AtMost(f64),
    Above(f64),
    Below(f64),
    MinLength(usize),
    MaxLength(usize),
    MinItems(usize),
    MaxItems(usize),
    Unique,
    MinMembers(usize),
    MaxMembers(usize),
    NotNull,
    /// Of each element of a list.
    Items(&'static [Check]),
    /// Of one place of a tuple.
    Place(usize, &'static [Check]),
    /// Of each element of a tuple from this place on.
    Further(usize, &'static [Check]),
    /// Of each key of a map, and of each value.
    Keys(&'static [Check]),
    Values(&'static [Check]),
}

/// What is wrong, and where.
pub(crate) fn check(view: View<'_>, checks: &[Check], path: &Path<'_>) -> Option<String> {
    checks.iter().find_map(|one| one.finding(view, path))
}

impl Check {
    fn finding(&self, view: View<'_>, path: &Path<'_>) -> Option<String> {
        match (self, view) {
            (Self::Items(checks), View::List(list)) => (0..list.len())
                .find_map(|index| check(list.view_at(index), checks, &Path::Index(path, index))),
            (Self::Further(from, checks), View::List(list)) => (*from..list.len())
                .find_map(|index| check(list.view_at(index), checks, &Path::Index(path, index))),
            (Self::Place(index, checks), View::List(list)) if *index < list.len() => {
                check(list.view_at(*index), checks, &Path::Index(path, *index))
            }
            (Self::Keys(_) | Self::Values(_), View::Dict(dict)) => {
                let mut found = None;
                dict.each(&mut |key, value| {
                    let View::Text(name) = key else { return true };
                    let path = &Path::Key(path, name);
                    found = match self {
                        Self::Keys(checks) => check(key, checks, path),
                        Self::Values(checks) => check(value, checks, path),
                        _ => None,
                    };
                    found.is_none()
                });
                found
            }
            _ => self
                .message(view)
                .map(|message| At(message, path).to_string()),
        }
    }

    fn message(&self, view: View<'_>) -> Option<String> {
        let (integer, number) = (integer(view), number(view));
        let length = || match view {
            View::Text(text) => Some(text.chars().count()),
            _ => None,
        };
        let (items, members) = (items(view), members(view));
        Some(match *self {
            Self::Min(min) if integer? < min => format!("expected at least {min}"),
            Self::Max(max) if integer? > max => format!("expected at most {max}"),
            Self::MultipleOf(unit) if integer? % i128::from(unit) != 0 => {
                format!("expected a multiple of {unit}")
            }
            Self::AtLeast(min) if number? < min => format!("expected at least {min}"),
            Self::AtMost(max) if number? > max => format!("expected at most {max}"),
            Self::Above(min) if number? <= min => format!("expected more than {min}"),
            Self::Below(max) if number? >= max => format!("expected less than {max}"),
            Self::MinLength(min) if length()? < min => {
                format!("expected a string of at least {min} characters")
            }
            Self::MaxLength(max) if length()? > max => {
                format!("expected a string of at most {max} characters")
            }
            Self::MinItems(min) if items? < min => format!("expected at least {min} elements"),
            Self::MaxItems(max) if items? > max => format!("expected at most {max} elements"),
            Self::Unique if repeats(view) => "expected elements that differ".to_owned(),
            Self::MinMembers(min) if members? < min => format!("expected at least {min} members"),
            Self::MaxMembers(max) if members? > max => format!("expected at most {max} members"),
            Self::NotNull if matches!(view, View::Null) => "expected a value, not null".to_owned(),
            _ => return None,
        })
    }
}

fn integer(view: View<'_>) -> Option<i128> {
    match view {
        View::I64(value) => Some(value.into()),
        View::U64(value) => Some(value.into()),
        View::I128(value) => Some(*value),
        _ => None,
    }
}

fn number(view: View<'_>) -> Option<f64> {
    match view {
        // With serde_json's `arbitrary_precision` it may be more than a float holds: infinite.
        View::Number(number) => number.as_f64().or_else(|| number.to_string().parse().ok()),
        _ => None,
    }
}

fn items(view: View<'_>) -> Option<usize> {
    match view {
        View::List(list) => Some(list.len()),
        _ => None,
    }
}

fn members(view: View<'_>) -> Option<usize> {
    match view {
        View::Dict(dict) => Some(dict.len()),
        _ => None,
    }
}

/// A rule between the members of an object.
pub(crate) enum Rule {
    /// At least one of these sets of members is there.
    AnyOf(&'static [&'static [&'static str]]),
    /// Exactly one of these sets of members is there.
    OneOf(&'static [&'static [&'static str]]),
    /// Where the first is there, the others are.
    Requires(&'static str, &'static [&'static str]),
    MinMembers(usize),
    MaxMembers(usize),
}

impl Rule {
    pub(crate) fn finding(&self, has: &dyn Fn(&str) -> bool, count: usize) -> Option<String> {
        let whole = |set: &&[&str]| set.iter().all(|key| has(key));
        match *self {
            Self::AnyOf(sets) => (!sets.iter().any(whole))
                .then(|| format!("expected the members {}", Sets(sets, "or"))),
            Self::OneOf(sets) => (sets.iter().filter(|set| whole(set)).count() != 1)
                .then(|| format!("expected exactly one of the members {}", Sets(sets, "or"))),
            Self::Requires(key, others) if has(key) => others
                .iter()
                .find(|other| !has(other))
                .map(|other| format!("missing field `{other}`, which `{key}` requires")),
            Self::Requires(..) => None,
            Self::MinMembers(min) => {
                (count < min).then(|| format!("expected at least {min} members"))
            }
            Self::MaxMembers(max) => {
                (count > max).then(|| format!("expected at most {max} members"))
            }
        }
    }
}

struct Sets(&'static [&'static [&'static str]], &'static str);

impl fmt::Display for Sets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, set) in self.0.iter().enumerate() {
            if index > 0 {
                write!(f, " {} ", self.1)?;
            }
            write!(f, "`{}`", set.join("` with `"))?;
        }
        Ok(())
    }
}

/// Whether a list holds equal elements.
fn repeats(view: View<'_>) -> bool {
    let View::List(list) = view else { return false };
    let mut seen = HashSet::new();
    (0..list.len()).any(|index| {
        let mut text = String::new();
        spell(list.view_at(index), &mut text);
        !seen.insert(text)
    })
}

/// A text that equal values share: members sorted.
fn spell(view: View<'_>, text: &mut String) {
    match view {
        View::Absent | View::Null => text.push_str("null"),
        View::Bool(value) => spell_display(value, text),
        View::I64(value) => spell_display(value, text),
        View::U64(value) => spell_display(value, text),
        View::I128(value) => spell_display(value, text),
        View::F64(value) => spell_float(value, text),
        View::Number(value) => spell_number(value, text),
        View::Text(value) => spell_display(format_args!("{value:?}"), text),
        View::Json(value) => spell_json(value, text),
        View::List(list) => {
            text.push('[');
            for index in 0..list.len() {
                spell(list.view_at(index), text);
                text.push(',');
            }
            text.push(']');
        }
        _ => spell_members(view, text),
    }
}

/// The number counts, not how it is written: 1.0 is 1.
fn spell_number(value: &serde_json::Number, text: &mut String) {
    match value.as_f64() {
        Some(float) if value.is_f64() || float == 0.0 => spell_float(float, text),
        _ => spell_display(value, text),
    }
}

fn spell_float(value: f64, text: &mut String) {
    if value == 0.0 {
        text.push('0');
    } else if value.fract() == 0.0 {
        spell_display(format_args!("{value:.0}"), text);
    } else {
        spell_display(value, text);
    }
}

fn spell_members(view: View<'_>, text: &mut String) {
    let mut members = Vec::new();
    let mut add = |key: View<'_>, value: View<'_>| {
        if !matches!(value, View::Absent) {
            let mut entry = String::new();
            spell(key, &mut entry);
            entry.push(':');
            spell(value, &mut entry);
            members.push(entry);
        }
        true
    };
    match view {
        View::Dict(dict) => dict.each(&mut add),
        View::Entry(key, union) => {
            add(View::Text(key), union.content());
        }
        View::Object(object) => {
            let table = object.table();
            for (index, key) in table.keys.iter().enumerate() {
                let constant = table.constants.get(index).map(Literal::view);
                add(
                    View::Text(key),
                    constant.unwrap_or_else(|| object.view_at(index)),
                );
            }
            match object.others() {
                Others::Refused => {}
                Others::Any(extra) => {
                    for (key, value) in extra.iter() {
                        add(View::Text(key), View::Json(value));
                    }
                }
                Others::Typed(dict) => dict.each(&mut add),
            }
        }
        _ => {}
    }
    members.sort();
    spell_display(format_args!("{{{}}}", members.join(",")), text);
}

fn spell_json(value: &Json, text: &mut String) {
    match value {
        Json::String(value) => spell(View::Text(value), text),
        Json::Array(items) => {
            text.push('[');
            for item in items {
                spell_json(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Json::Object(map) => {
            let mut members: Vec<String> = map
                .iter()
                .map(|(key, value)| {
                    let mut entry = format!("{key:?}:");
                    spell_json(value, &mut entry);
                    entry
                })
                .collect();
            members.sort();
            spell_display(format_args!("{{{}}}", members.join(",")), text);
        }
        Json::Number(number) => spell_number(number, text),
        Json::Null | Json::Bool(_) => spell_display(value, text),
    }
}

fn spell_display(value: impl fmt::Display, text: &mut String) {
    let _ = write!(text, "{value}");
}
