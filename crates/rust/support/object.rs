//! Reading objects.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};

use super::json::Strict;
use super::node::{Dict, Inserted, Object, Others, OthersMut, Slot, Table, View};
use super::path::{At, Path};
use super::read::Reader;
use super::scalar::Scalar;
use super::value::Json;

use super::json::fill;
use super::read::checked;

/// Which members have been read.
#[derive(Default)]
pub(crate) struct Seen {
    low: u64,
    /// Bits for the members from the 65th on.
    high: Vec<u64>,
    others: usize,
}

impl Seen {
    /// Whether it is new.
    #[inline]
    fn mark(&mut self, index: usize) -> bool {
        let word = if index < 64 {
            &mut self.low
        } else {
            let place = index / 64 - 1;
            if self.high.len() <= place {
                self.high.resize(place + 1, 0);
            }
            &mut self.high[place]
        };
        let bit = 1 << (index % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    fn has(&self, index: usize) -> bool {
        let word = if index < 64 {
            Some(&self.low)
        } else {
            self.high.get(index / 64 - 1)
        };
        word.is_some_and(|word| word >> (index % 64) & 1 == 1)
    }

    fn missing(&self, table: &Table) -> Option<usize> {
        // All ones behind `required` zeros, complemented.
        let mask = !u64::MAX
            .checked_shl(u32::try_from(table.required).unwrap_or(u32::MAX))
            .unwrap_or(0);
        let missing = mask & !self.low;
        if missing != 0 {
            return Some(missing.trailing_zeros() as usize);
        }
        (64..table.required).find(|index| !self.has(*index))
    }

    fn count(&self) -> usize {
        let bits = self
            .high
            .iter()
            .fold(self.low.count_ones(), |all, word| all + word.count_ones());
        bits as usize + self.others
    }
}

#[cold]
pub(crate) fn duplicate<E: de::Error>(path: &Path<'_>, key: &str) -> E {
    path.error(format_args!("duplicate field `{key}`"))
}

/// Reads the members of an object; `seen` are those that were read before.
pub(crate) fn read_object<'de, A: MapAccess<'de>>(
    object: &mut dyn Object,
    seen: Option<Seen>,
    mut map: A,
    path: &Path<'_>,
) -> Result<(), A::Error> {
    let table = object.table();
    let mut seen = seen.unwrap_or_default();
    while let Some(key) = map.next_key_seed(Lookup(table))? {
        let index = match key {
            Key::Known(index) => index,
            Key::Other(key) => {
                seen.others += 1;
                read_other(object, key, &mut map, path)?;
                continue;
            }
        };
        let key = table.keys[index];
        if !seen.mark(index) {
            return Err(duplicate(path, key));
        }
        let path = &Path::Key(path, key);
        if let Some(literal) = table.constants.get(index) {
            map.next_value_seed(Reader {
                slot: &mut Slot::Literal(literal),
                path,
            })?;
            continue;
        }
        map.next_value_seed(Reader {
            slot: &mut object.slot_at(index),
            path,
        })?;
        let checks = table.checks(index);
        if !checks.is_empty() {
            checked(object.view_at(index), checks, path)?;
        }
    }
    finish(object, &seen, path)
}

fn read_other<'de, A: MapAccess<'de>>(
    object: &mut dyn Object,
    key: String,
    map: &mut A,
    path: &Path<'_>,
) -> Result<(), A::Error> {
    match object.place_of(&key) {
        OthersMut::Any(extra) => {
            let value = map.next_value_seed(Strict(&Path::Key(path, &key)))?;
            extra.push(key, value);
            Ok(())
        }
        OthersMut::Typed(dict) => read_entry(dict, &key, map, path),
        OthersMut::Refused => Err(unexpected(&key, path)),
    }
}

#[cold]
fn unexpected<E: de::Error>(key: &str, path: &Path<'_>) -> E {
    Path::Key(path, key).error("unknown field")
}

#[cold]
pub(crate) fn missing<E: de::Error>(key: &str, path: &Path<'_>) -> E {
    Path::Key(path, key).error(format_args!("missing field `{key}`"))
}

/// Looks at the object as a whole.
pub(crate) fn finish<E: de::Error>(
    object: &mut dyn Object,
    seen: &Seen,
    path: &Path<'_>,
) -> Result<(), E> {
    let table = object.table();
    if let Some(index) = seen.missing(table) {
        return Err(missing(table.keys[index], path));
    }
    if seen.others > 0 {
        let twice = match object.others_mut() {
            OthersMut::Any(extra) => extra.settle(),
            OthersMut::Refused | OthersMut::Typed(_) => None,
        };
        if let Some(key) = twice {
            return Err(duplicate(path, key));
        }
        if let Others::Typed(dict) = object.others() {
            checked(View::Dict(dict), table.others, path)?;
        }
    }
    let has = |key: &str| match (table.find(key), object.others()) {
        (Some(index), _) => seen.has(index),
        (None, Others::Any(extra)) => extra.get(key).is_some(),
        (None, Others::Typed(dict)) => dict.has(key),
        (None, Others::Refused) => false,
    };
    match table
        .rules
        .iter()
        .find_map(|rule| rule.finding(&has, seen.count()))
    {
        Some(message) => Err(path.error(message)),
        None => Ok(()),
    }
}

/// Reads members that were kept. Not generic: compiled here, once.
pub(crate) fn replay(
    object: &mut dyn Object,
    seen: &mut Seen,
    members: impl IntoIterator<Item = (String, Json)>,
    path: &Path<'_>,
) -> Result<(), serde_json::Error> {
    let table = object.table();
    for (key, value) in members {
        let here = &Path::Key(path, &key);
        if let Some(index) = table.find(&key) {
            if !seen.mark(index) {
                return Err(duplicate(path, &key));
            }
            if let Some(literal) = table.constants.get(index) {
                fill(&mut Slot::Literal(literal), value, here)?;
            } else {
                fill(&mut object.slot_at(index), value, here)?;
                checked(object.view_at(index), table.checks(index), here)?;
            }
            continue;
        }
        seen.others += 1;
        match object.place_of(&key) {
            OthersMut::Any(extra) => extra.push(key, value),
            OthersMut::Typed(dict) => {
                let mut value = Some(value);
                let read =
                    &mut |slot: &mut Slot<'_>| fill(slot, value.take().unwrap_or_default(), here);
                insert(dict, &key, read, path)?;
            }
            OthersMut::Refused => return Err(unexpected(&key, path)),
        }
    }
    Ok(())
}

/// Reads a whole object that was kept.
pub(crate) fn read_members(
    object: &mut dyn Object,
    members: serde_json::Map<String, Json>,
    path: &Path<'_>,
) -> Result<(), serde_json::Error> {
    let mut seen = Seen::default();
    replay(object, &mut seen, members, path)?;
    finish(object, &seen, path)
}

/// Reads the tag of the variant that it selected.
pub(crate) fn read_tag<E: de::Error>(
    object: &mut dyn Object,
    tag: &str,
    name: &str,
    path: &Path<'_>,
) -> Result<Seen, E> {
    let mut seen = Seen::default();
    let Some(index) = object.table().find(tag) else {
        return Ok(seen);
    };
    seen.mark(index);
    let path = &Path::Key(path, tag);
    match object.table().constants.get(index) {
        Some(literal) => Reader {
            slot: &mut Slot::Literal(literal),
            path,
        }
        .scalar(Scalar::Text(name))?,
        None => Reader {
            slot: &mut object.slot_at(index),
            path,
        }
        .scalar(Scalar::Text(name))?,
    }
    Ok(seen)
}

pub(crate) fn read_dict<'de, A: MapAccess<'de>>(
    dict: &mut dyn Dict,
    mut map: A,
    path: &Path<'_>,
) -> Result<(), A::Error> {
    while let Some(key) = map.next_key::<String>()? {
        read_entry(dict, &key, &mut map, path)?;
    }
    Ok(())
}

fn read_entry<'de, A: MapAccess<'de>>(
    dict: &mut dyn Dict,
    key: &str,
    map: &mut A,
    path: &Path<'_>,
) -> Result<(), A::Error> {
    let here = &Path::Key(path, key);
    insert(
        dict,
        key,
        &mut |slot| map.next_value_seed(Reader { slot, path: here }),
        path,
    )
}

fn insert<E: de::Error>(
    dict: &mut dyn Dict,
    key: &str,
    read: &mut dyn FnMut(&mut Slot<'_>) -> Result<(), E>,
    path: &Path<'_>,
) -> Result<(), E> {
    let here = &Path::Key(path, key);
    let (mut key_result, mut value_result) = (Ok(()), Ok(()));
    let inserted = dict.insert(
        &mut |slot| {
            key_result = Reader { slot, path: here }.scalar(Scalar::Text(key));
            key_result.is_ok()
        },
        &mut |slot| {
            value_result = read(slot);
            value_result.is_ok()
        },
    );
    match inserted {
        Inserted::Done => Ok(()),
        Inserted::Failed => key_result.and(value_result),
        Inserted::Duplicate => Err(duplicate(path, key)),
    }
}

/// A key, looked up where it lies.
enum Key {
    Known(usize),
    Other(String),
}

struct Lookup(&'static Table);

impl<'de> DeserializeSeed<'de> for Lookup {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Key, D::Error> {
        d.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Lookup {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&At("a key", &Path::Root), f)
    }

    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        Ok(self
            .0
            .find(key)
            .map_or_else(|| Key::Other(key.to_owned()), Key::Known))
    }
}
