//! Reading scalars.

use std::fmt;

use serde::de::{self, Unexpected};

use super::check::Literal;
use super::guard::Kinds;
use super::node::Slot;
use super::path::{At, Path};
use super::read::Reader;
use super::value::{Json, Number};

use super::json::fill;
use super::read::checked;
use super::union::read_name;
use super::untagged::read_scalar;

/// A scalar as it was read. An integer has at most 64 bits.
#[derive(Clone, Copy)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    Integer(i128),
    Number(&'a Number),
    Text(&'a str),
}

/// An integer that may have more than 64 bits, as exact as numbers of serde_json are.
pub(crate) fn wide<E: de::Error>(value: &impl ToString) -> Result<Number, E> {
    value.to_string().parse().map_err(E::custom)
}

impl<'a> Scalar<'a> {
    pub(crate) fn of(value: &'a Json) -> Option<Self> {
        Some(match value {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(*value),
            Json::Number(number) => Self::of_number(number),
            Json::String(text) => Self::Text(text),
            Json::Array(_) | Json::Object(_) => return None,
        })
    }

    pub(crate) fn of_number(number: &'a Number) -> Self {
        match (number.as_i64(), number.as_u64()) {
            // As an integer it would lose its sign.
            (Some(0), _) if number.to_string().starts_with('-') => Self::Number(number),
            (Some(value), _) => Self::Integer(value.into()),
            (None, Some(value)) => Self::Integer(value.into()),
            (None, None) => Self::Number(number),
        }
    }

    pub(crate) fn kind(self) -> Kinds {
        match self {
            Self::Null => Kinds::NULL,
            Self::Bool(_) => Kinds::BOOLEAN,
            Self::Integer(_) => Kinds::INTEGER,
            Self::Number(_) => Kinds::FLOAT,
            Self::Text(_) => Kinds::STRING,
        }
    }
}

impl From<Scalar<'_>> for Json {
    fn from(value: Scalar<'_>) -> Self {
        match value {
            Scalar::Null => Self::Null,
            Scalar::Bool(value) => Self::Bool(value),
            Scalar::Integer(value) => match (i64::try_from(value), u64::try_from(value)) {
                (Ok(value), _) => value.into(),
                (_, Ok(value)) => value.into(),
                #[allow(clippy::cast_precision_loss)]
                _ => (value as f64).into(),
            },
            Scalar::Number(value) => Self::Number(value.clone()),
            Scalar::Text(value) => value.into(),
        }
    }
}

impl Reader<'_, '_> {
    pub(crate) fn scalar<E: de::Error>(self, value: Scalar<'_>) -> Result<(), E> {
        if self.slot.catch_all().meets(value.kind()) {
            return fill(self.slot, value.into(), self.path).map_err(E::custom);
        }
        self.known_scalar(value)
    }

    /// Reads what is not kept where nothing takes it.
    pub(crate) fn known_scalar<E: de::Error>(self, value: Scalar<'_>) -> Result<(), E> {
        let path = self.path;
        match (self.slot, value) {
            (Slot::Json(place), value) => **place = value.into(),
            (Slot::Nullable(place), Scalar::Null) => place.set_null(),
            (Slot::Nullable(place), value) => {
                return Reader {
                    slot: &mut place.fill(),
                    path,
                }
                .scalar(value);
            }
            (Slot::Checked(place), value) => {
                Reader {
                    slot: &mut place.inner(),
                    path,
                }
                .scalar(value)?;
                return checked(place.look(), place.checks(), path);
            }
            (Slot::Null, Scalar::Null) => {}
            (Slot::Bool(place), Scalar::Bool(value)) => **place = value,
            (Slot::Text(place), Scalar::Text(value)) => value.clone_into(place),
            (Slot::Number(place), Scalar::Number(value)) => **place = value.clone(),
            (Slot::Number(place), Scalar::Integer(value)) => {
                let number = i64::try_from(value).map(Number::from);
                **place = number
                    .or_else(|_| u64::try_from(value).map(Number::from))
                    .map_err(|_| refused(scalar(Scalar::Integer(value)), "a number", path))?;
            }
            (Slot::Integer(place), Scalar::Integer(integer)) => {
                if !place.set(integer) {
                    return Err(refused(scalar(value), place.expected(), path));
                }
            }
            (Slot::Literal(literal), value) if literal.is(value) => {}
            (Slot::Literal(literal), value) => {
                return Err(refused(scalar(value), &format!("{literal:?}"), path));
            }
            (Slot::Name(place), Scalar::Text(name)) => {
                if !place.set(name) {
                    let names = OneOf(place.names());
                    return Err(path.error(format_args!("unknown variant {name:?}, {names}")));
                }
            }
            (Slot::Scalars(place), value) => {
                let list = place.list();
                let Some(index) = list.iter().position(|one| one.is(value)) else {
                    let found = scalar(value);
                    return Err(path.error(format_args!("unknown value {found}, {}", OneOf(list))));
                };
                place.select(index);
            }
            (Slot::External(union), Scalar::Text(name)) => return read_name(*union, name, path),
            (Slot::Untagged(union), value) => return read_scalar(*union, value, path),
            (slot, value) => {
                return Err(E::invalid_type(scalar(value), &At(slot.expected(), path)));
            }
        }
        Ok(())
    }
}

#[cold]
pub(crate) fn refused<E: de::Error>(found: Unexpected<'_>, expected: &str, path: &Path<'_>) -> E {
    E::invalid_value(found, &At(expected, path))
}

fn scalar(value: Scalar<'_>) -> Unexpected<'_> {
    match value {
        Scalar::Null => Unexpected::Unit,
        Scalar::Bool(value) => Unexpected::Bool(value),
        Scalar::Integer(value) => match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) => Unexpected::Signed(value),
            (_, Ok(value)) => Unexpected::Unsigned(value),
            _ => Unexpected::Other("integer of more than 64 bits"),
        },
        Scalar::Number(value) => value
            .as_f64()
            .map_or(Unexpected::Other("number"), Unexpected::Float),
        Scalar::Text(value) => Unexpected::Str(value),
    }
}

/// What would be right, after a comma: each number once, as the schema spells it.
pub(crate) struct OneOf<T: 'static>(pub(crate) &'static [T]);

impl<T: Listed> fmt::Display for OneOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said: Vec<String> = Vec::new();
        for (index, one) in self.0.iter().enumerate() {
            if !self.0[..index].iter().any(|other| one.is_number_of(other)) {
                said.push(one.text());
            }
        }
        f.write_str(if said.len() == 1 {
            "expected "
        } else {
            "expected one of "
        })?;
        f.write_str(&said.join(", "))
    }
}

/// What the schema lists.
pub(crate) trait Listed {
    fn text(&self) -> String;
    /// Whether both are one number, with a fraction and without.
    fn is_number_of(&self, other: &Self) -> bool;
}

impl Listed for &'static str {
    fn text(&self) -> String {
        format!("{self:?}")
    }

    fn is_number_of(&self, _: &Self) -> bool {
        false
    }
}

impl Listed for Literal {
    fn text(&self) -> String {
        match self {
            Self::Float(value) => format!("{value:?}"),
            one => format!("{one:?}"),
        }
    }

    #[allow(clippy::cast_precision_loss, clippy::float_cmp)]
    fn is_number_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Float(float), Self::Integer(whole))
            | (Self::Integer(whole), Self::Float(float)) => *float == *whole as f64,
            _ => false,
        }
    }
}
