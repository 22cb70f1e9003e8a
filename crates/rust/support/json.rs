//! Any JSON value, read strictly, and reading from one that was kept.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::guard::Kinds;
use super::node::Slot;
use super::path::{At, Path};
use super::read::Reader;
use super::scalar::Scalar;
use super::value::{Json, Number};

use super::object::read_members;
use super::read::checked;
use super::scalar::wide;
use super::union::fill_tagged;
use super::untagged::fill_untagged;

/// Reads any value as `serde_json::Value` does, but refuses a key that occurs twice.
pub(crate) struct Strict<'p>(pub(crate) &'p Path<'p>);

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Json, D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&At("any JSON value", self.0), f)
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Json, D::Error> {
        self.deserialize(d)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Json, E> {
        wide(&value).map(Json::Number)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Json, E> {
        wide(&value).map(Json::Number)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(Strict(&Path::Index(self.0, items.len())))? {
            items.push(item);
        }
        Ok(Json::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut members = serde_json::Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if members.is_empty() && is_number(&key) {
                let text = map.next_value::<String>()?;
                let number = text.parse::<Number>();
                return number
                    .map(Json::Number)
                    .map_err(|_| self.0.error("invalid number"));
            }
            if members.contains_key(&key) {
                return Err(self.0.error(format_args!("duplicate field `{key}`")));
            }
            let value = map.next_value_seed(Strict(&Path::Key(self.0, &key)))?;
            members.insert(key, value);
        }
        Ok(Json::Object(members))
    }
}

/// With its feature `arbitrary_precision`, serde_json shows a number as a map with this key. Any
/// program can turn the feature on for all others.
pub(crate) fn is_number(key: &str) -> bool {
    key == "$serde_json::private::Number"
        && "0.10"
            .parse::<Number>()
            .is_ok_and(|number| number.to_string() == "0.10")
}

/// Reads a slot from a value that was kept until it was clear what it is. Not generic: compiled
/// here, once.
pub(crate) fn fill(
    slot: &mut Slot<'_>,
    value: Json,
    path: &Path<'_>,
) -> Result<(), serde_json::Error> {
    if !slot.catch_all().meets(Kinds::of(&value)) {
        return fill_variant(slot, value, path);
    }
    if fill_variant(slot, value.clone(), path).is_err() {
        slot.keep(value);
    }
    Ok(())
}

fn fill_variant(
    slot: &mut Slot<'_>,
    value: Json,
    path: &Path<'_>,
) -> Result<(), serde_json::Error> {
    match (slot, value) {
        (Slot::Json(place), value) => **place = value,
        (Slot::Object(object), Json::Object(members)) => read_members(*object, members, path)?,
        (Slot::Tagged(union), Json::Object(members)) => fill_tagged(*union, members, path)?,
        (Slot::Untagged(union), value) => fill_untagged(*union, value, path)?,
        (Slot::Nullable(place), value) if !value.is_null() => {
            fill(&mut place.fill(), value, path)?;
        }
        (Slot::Checked(place), value) => {
            fill(&mut place.inner(), value, path)?;
            checked(place.look(), place.checks(), path)?;
        }
        (slot, value) => match Scalar::of(&value) {
            Some(scalar) => Reader { slot, path }.known_scalar(scalar)?,
            None => value.deserialize_any(Reader { slot, path })?,
        },
    }
    Ok(())
}

impl Slot<'_> {
    /// What a union keeps although no variant accepts it.
    pub(crate) fn catch_all(&self) -> Kinds {
        match self {
            Self::Tagged(union) => union.catch_all(),
            Self::External(union) => union.catch_all(),
            Self::Untagged(union) => union.catch_all(),
            _ => Kinds::NONE,
        }
    }

    fn keep(&mut self, value: Json) {
        match self {
            Self::Tagged(union) => union.keep(value),
            Self::External(union) => union.keep(value),
            Self::Untagged(union) => union.keep(value),
            _ => false,
        };
    }
}
