//! The driver for writing: shows a [`View`] to any serializer.

use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::node::{Dict, Object, View};

/// Writes a whole value; apart from `Serialize`, which is compiled for every type.
#[inline(never)]
pub(crate) fn write<S: Serializer>(view: View<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    view.serialize(serializer)
}

impl Serialize for View<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Absent | Self::Null => s.serialize_unit(),
            Self::Bool(value) => s.serialize_bool(value),
            Self::I64(value) => s.serialize_i64(value),
            Self::U64(value) => s.serialize_u64(value),
            Self::F64(value) => s.serialize_f64(value),
            Self::Text(value) => s.serialize_str(value),
            Self::Json(value) => value.serialize(s),
            _ => self.serialize_compound(s),
        }
    }
}

impl View<'_> {
    /// Apart, so that scalars do not pay for its stack frame.
    #[inline(never)]
    fn serialize_compound<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::List(list) => {
                let mut seq = s.serialize_seq(Some(list.len()))?;
                for index in 0..list.len() {
                    seq.serialize_element(&list.view_at(index))?;
                }
                seq.end()
            }
            Self::Dict(dict) => {
                let mut map = s.serialize_map(Some(dict.len()))?;
                write_dict(dict, &mut map)?;
                map.end()
            }
            Self::Object(object) => {
                let mut map = s.serialize_map(None)?;
                write_object(object, &mut map)?;
                map.end()
            }
            Self::Entry(key, union) => {
                let mut map = s.serialize_map(Some(1))?;
                map.serialize_entry(key, &union.content())?;
                map.end()
            }
            Self::I128(value) => match (i64::try_from(*value), u64::try_from(*value)) {
                (Ok(value), _) => s.serialize_i64(value),
                (_, Ok(value)) => s.serialize_u64(value),
                _ => Err(S::Error::custom("an integer of more than 64 bits")),
            },
            Self::Number(value) => value.serialize(s),
            _ => s.serialize_unit(),
        }
    }
}

fn write_object<M: SerializeMap>(object: &dyn Object, map: &mut M) -> Result<(), M::Error> {
    let table = object.table();
    for (index, key) in table.keys.iter().enumerate() {
        let value = match table.constants.get(index) {
            Some(literal) => literal.view(),
            None => object.view_at(index),
        };
        match &value {
            View::Absent => {}
            View::Text(text) => map.serialize_entry(key, text)?,
            value => map.serialize_entry(key, value)?,
        }
    }
    match object.view_at(super::OTHERS) {
        View::Extra(extra) => extra
            .iter()
            .try_for_each(|(key, value)| map.serialize_entry(key, value)),
        View::Dict(dict) => write_dict(dict, map),
        _ => Ok(()),
    }
}

fn write_dict<M: SerializeMap>(dict: &dyn Dict, map: &mut M) -> Result<(), M::Error> {
    let mut result = Ok(());
    dict.each(&mut |key, value| {
        result = map.serialize_entry(&key, &value);
        result.is_ok()
    });
    result
}
