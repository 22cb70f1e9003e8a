//! The driver for reading: fills a [`Slot`] from any deserializer.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::check::{Check, Literal};
use super::guard::Kinds;
use super::json::Strict;
use super::node::{Hint, List, Node, Slot, View};
use super::path::{At, Path};
use super::scalar::Scalar;
use super::value::{Json, Number};

use super::check::check;
use super::json::fill;
use super::object::{read_dict, read_object};
use super::scalar::{refused, wide};
use super::union::{read_external, read_tagged};

/// Reads a whole value.
pub(crate) fn read<'de, T: Node, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = T::blank();
    start(&mut value.slot(), deserializer)?;
    Ok(value)
}

/// Apart from [`read`], which is compiled for every type.
#[inline(never)]
fn start<'de, D: Deserializer<'de>>(slot: &mut Slot<'_>, d: D) -> Result<(), D::Error> {
    Reader {
        slot,
        path: &Path::Root,
    }
    .deserialize(d)
}

/// Reads the params of a message.
pub(crate) fn read_params<T: Node>(params: Option<Json>) -> Result<T, serde_json::Error> {
    let mut value = T::blank();
    let (absent, params) = (params.is_none(), params.unwrap_or_default());
    match fill(&mut value.slot(), params, &Path::Key(&Path::Root, "params")) {
        Ok(()) => Ok(value),
        Err(_) if absent => Err(de::Error::missing_field("params")),
        Err(error) => Err(error),
    }
}

/// Refuses params where a method has none: what the message's own type refuses.
pub(crate) fn no_params(params: Option<&Json>) -> Result<(), serde_json::Error> {
    match params {
        None | Some(Json::Null) => Ok(()),
        Some(_) => Err(Path::Key(&Path::Root, "params").error("expected no params")),
    }
}

/// The slot stays where it was made: copying it right after would stall on its parts.
pub(crate) struct Reader<'r, 's> {
    pub(crate) slot: &'r mut Slot<'s>,
    pub(crate) path: &'r Path<'r>,
}

impl<'de> DeserializeSeed<'de> for Reader<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        let path = self.path;
        match self.slot {
            Slot::Text(text) => d.deserialize_string(Text { text, path }),
            Slot::Name(_) => d.deserialize_str(self),
            Slot::Nullable(_) => d.deserialize_option(self),
            Slot::Bool(_) => d.deserialize_bool(self),
            Slot::List(_) => d.deserialize_seq(self),
            Slot::Dict(_) | Slot::Object(_) => d.deserialize_map(self),
            Slot::Json(json) => {
                **json = Strict(path).deserialize(d)?;
                Ok(())
            }
            Slot::Checked(place) => {
                Reader {
                    slot: &mut place.inner(),
                    path,
                }
                .deserialize(d)?;
                checked(place.look(), place.checks(), path)
            }
            slot if slot.catch_all() != Kinds::NONE => {
                let value = Strict(path).deserialize(d)?;
                fill(slot, value, path).map_err(de::Error::custom)
            }
            Slot::Tagged(_) => d.deserialize_map(self),
            // A whole value: it may be a key of a map of the user's, and so written as text.
            Slot::Scalars(place) if matches!(path, Path::Root) && integers(place.list()) => {
                d.deserialize_i64(self)
            }
            Slot::Integer(place) if matches!(path, Path::Root) => match place.hint() {
                Hint::Signed => d.deserialize_i64(self),
                Hint::Unsigned => d.deserialize_u64(self),
                Hint::Any => d.deserialize_any(self),
            },
            _ => d.deserialize_any(self),
        }
    }
}

fn integers(list: &[Literal]) -> bool {
    list.iter().all(|one| matches!(one, Literal::Integer(_)))
}

/// Refuses a value of which something does not hold.
pub(crate) fn checked<E: de::Error>(
    view: View<'_>,
    checks: &[Check],
    path: &Path<'_>,
) -> Result<(), E> {
    check(view, checks, path).map_or(Ok(()), |message| Err(E::custom(message)))
}

impl<'de> Visitor<'de> for Reader<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&At(self.slot.expected(), self.path), f)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.scalar(Scalar::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.scalar(Scalar::Integer(value.into()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<(), E> {
        self.scalar(Scalar::of_number(&wide(&value)?))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<(), E> {
        self.scalar(Scalar::of_number(&wide(&value)?))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.scalar(Scalar::Integer(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        match Number::from_f64(value) {
            Some(number) => self.scalar(Scalar::Number(&number)),
            None => Err(refused(
                Unexpected::Float(value),
                self.slot.expected(),
                self.path,
            )),
        }
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        self.scalar(Scalar::Text(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.scalar(Scalar::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.scalar(Scalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        match self.slot {
            Slot::Nullable(place) => Reader {
                slot: &mut place.fill(),
                path: self.path,
            }
            .deserialize(d),
            _ => self.deserialize(d),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let path = self.path;
        match self.slot {
            Slot::List(list) => read_list(*list, seq, path),
            Slot::Json(place) => {
                **place = Strict(path).visit_seq(seq)?;
                Ok(())
            }
            Slot::Nullable(place) => Reader {
                slot: &mut place.fill(),
                path,
            }
            .seq(seq),
            Slot::Checked(place) => {
                Reader {
                    slot: &mut place.inner(),
                    path,
                }
                .seq(seq)?;
                checked(place.look(), place.checks(), path)
            }
            Slot::Untagged(union) => {
                if let Some(index) = union.only(Kinds::ARRAY) {
                    Reader {
                        slot: &mut union.select(index),
                        path,
                    }
                    .seq(seq)?;
                    return union.settle(index, path);
                }
                let value = Strict(path).visit_seq(seq)?;
                fill(self.slot, value, path).map_err(de::Error::custom)
            }
            slot => {
                // A sequence that is not read to its end would be a second error.
                while seq.next_element::<de::IgnoredAny>()?.is_some() {}
                Err(de::Error::invalid_type(
                    Unexpected::Seq,
                    &At(slot.expected(), path),
                ))
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let path = self.path;
        match self.slot {
            Slot::Object(object) => read_object(*object, None, map, path),
            Slot::Tagged(union) => read_tagged(*union, map, path),
            Slot::Dict(dict) => read_dict(*dict, map, path),
            Slot::External(union) => read_external(*union, map, path),
            Slot::Json(place) => {
                **place = Strict(path).visit_map(map)?;
                Ok(())
            }
            Slot::Nullable(place) => Reader {
                slot: &mut place.fill(),
                path,
            }
            .map(map),
            Slot::Checked(place) => {
                Reader {
                    slot: &mut place.inner(),
                    path,
                }
                .map(map)?;
                checked(place.look(), place.checks(), path)
            }
            Slot::Untagged(union) => {
                if let Some(index) = union.only(Kinds::OBJECT.or(Kinds::NUMBER)) {
                    Reader {
                        slot: &mut union.select(index),
                        path,
                    }
                    .map(map)?;
                    return union.settle(index, path);
                }
                let value = Strict(path).visit_map(map)?;
                fill(self.slot, value, path).map_err(de::Error::custom)
            }
            _ => self.number(map),
        }
    }
}

impl Reader<'_, '_> {
    /// A sequence in place of one of which the kind is known.
    fn seq<'de, A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        if self.slot.catch_all() == Kinds::NONE {
            return self.visit_seq(seq);
        }
        let value = Strict(self.path).visit_seq(seq)?;
        fill(self.slot, value, self.path).map_err(de::Error::custom)
    }

    fn map<'de, A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        if self.slot.catch_all() == Kinds::NONE {
            return self.visit_map(map);
        }
        let value = Strict(self.path).visit_map(map)?;
        fill(self.slot, value, self.path).map_err(de::Error::custom)
    }

    /// A map that may be a number of serde_json in disguise.
    fn number<'de, A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        if let Ok(number) = Number::deserialize(MapAccessDeserializer::new(map)) {
            return self.scalar(Scalar::of_number(&number));
        }
        let expected = At(self.slot.expected(), self.path);
        Err(de::Error::invalid_type(Unexpected::Map, &expected))
    }
}

/// A string, the most common slot: no second look at what the slot is.
struct Text<'r> {
    text: &'r mut String,
    path: &'r Path<'r>,
}

impl Visitor<'_> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&At("a string", self.path), f)
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        value.clone_into(self.text);
        Ok(())
    }

    fn visit_string<E>(self, value: String) -> Result<(), E> {
        *self.text = value;
        Ok(())
    }
}

fn read_list<'de, A: SeqAccess<'de>>(
    list: &mut dyn List,
    mut seq: A,
    path: &Path<'_>,
) -> Result<(), A::Error> {
    let mut index = 0;
    while seq
        .next_element_seed(Element {
            list: &mut *list,
            index,
            path,
        })?
        .is_some()
    {
        index += 1;
    }
    if index < list.least() {
        let least = list.least();
        return Err(path.error(format_args!("expected {least} elements, found {index}")));
    }
    Ok(())
}

/// An element of an array; the list grows only when there is one.
struct Element<'a, 'p> {
    list: &'a mut dyn List,
    index: usize,
    path: &'p Path<'p>,
}

impl<'de> DeserializeSeed<'de> for Element<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        match self.list.next(self.index) {
            Some(mut slot) => Reader {
                slot: &mut slot,
                path: &Path::Index(self.path, self.index),
            }
            .deserialize(d),
            None => Err(self.path.error("expected no more elements")),
        }
    }
}

impl Slot<'_> {
    pub(crate) fn expected(&self) -> &'static str {
        match self {
            Self::Never => "nothing: no value is possible",
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Integer(place) => place.expected(),
            Self::Number(_) => "a number",
            Self::Text(_) | Self::Name(_) => "a string",
            Self::Json(_) => "any JSON value",
            Self::Literal(_) => "the one value that the schema allows",
            Self::Scalars(_) => "a scalar that the schema lists",
            Self::Nullable(_) => "a value or null",
            Self::Checked(_) => "a value",
            Self::List(_) => "an array",
            Self::Dict(_) | Self::Extra(_) | Self::Object(_) | Self::Tagged(_) => "an object",
            Self::External(_) => "a string or an object",
            Self::Untagged(union) => union.expected(),
        }
    }
}
