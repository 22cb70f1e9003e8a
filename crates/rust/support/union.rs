//! Reading unions.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};

use super::guard::Kinds;
use super::json::Strict;
use super::node::{External, Slot, Tagged};
use super::object::Seen;
use super::path::{At, Path};
use super::read::Reader;
use super::scalar::{OneOf, Scalar};
use super::value::Json;

use super::json::{fill, is_number};
use super::object::{duplicate, missing, read_members, read_object, read_tag, replay};
use super::read::checked;

type Members = serde_json::Map<String, Json>;

// ---------------------------------------------------------------- told apart by a member

pub(crate) fn read_tagged<'de, A: MapAccess<'de>>(
    union: &mut dyn Tagged,
    mut map: A,
    path: &Path<'_>,
) -> Result<(), A::Error> {
    let tag = union.tag();
    // What comes before the tag that tells what it is.
    let mut early = Members::new();
    let chosen = loop {
        match map.next_key::<String>()? {
            None => return Err(missing(tag, path)),
            Some(key) if key == tag => {
                break map.next_value_seed(Choose {
                    union: &mut *union,
                    path,
                })?;
            }
            Some(key) if early.contains_key(&key) => return Err(duplicate(path, &key)),
            Some(key) => {
                let value = map.next_value_seed(Strict(&Path::Key(path, &key)))?;
                early.insert(key, value);
            }
        }
    };
    let (name, known) = match (chosen, union.part()) {
        (Chosen::Object(mut seen), Slot::Object(object)) => {
            if !early.is_empty() {
                replay(object, &mut seen, early, path).map_err(de::Error::custom)?;
            }
            return read_object(object, Some(seen), map, path);
        }
        (Chosen::Object(_), _) => return Ok(()),
        (Chosen::Other(name), _) => (name, true),
        (Chosen::Unknown(name), _) => (name, false),
    };
    early.insert(tag.to_owned(), name.into());
    let members = Json::Object(collect(early, map, path)?);
    if known {
        return fill(&mut union.part(), members, path).map_err(de::Error::custom);
    }
    union.keep(members);
    Ok(())
}

/// The rest of an object, as it is.
fn collect<'de, A: MapAccess<'de>>(
    mut members: Members,
    mut map: A,
    path: &Path<'_>,
) -> Result<Members, A::Error> {
    while let Some(key) = map.next_key::<String>()? {
        if members.contains_key(&key) {
            return Err(duplicate(path, &key));
        }
        let value = map.next_value_seed(Strict(&Path::Key(path, &key)))?;
        members.insert(key, value);
    }
    Ok(members)
}

/// What the value of a tag selects.
enum Chosen {
    /// A variant that is a struct; its tag is read.
    Object(Seen),
    /// A variant that is not.
    Other(String),
    /// None, and the type keeps it.
    Unknown(String),
}

struct Choose<'a, 'p> {
    union: &'a mut dyn Tagged,
    path: &'p Path<'p>,
}

impl<'de> DeserializeSeed<'de> for Choose<'_, '_> {
    type Value = Chosen;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Chosen, D::Error> {
        d.deserialize_str(self)
    }
}

impl Visitor<'_> for Choose<'_, '_> {
    type Value = Chosen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&At("a string", &Path::Key(self.path, self.union.tag())), f)
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Chosen, E> {
        let tag = self.union.tag();
        if self.union.select(name) {
            return match self.union.part() {
                Slot::Object(object) => read_tag(object, tag, name, self.path).map(Chosen::Object),
                _ => Ok(Chosen::Other(name.to_owned())),
            };
        }
        if self.union.open() {
            return Ok(Chosen::Unknown(name.to_owned()));
        }
        let names = OneOf(self.union.names());
        Err(Path::Key(self.path, tag).error(format_args!("unknown variant {name:?}, {names}")))
    }
}

pub(crate) fn fill_tagged(
    union: &mut dyn Tagged,
    members: Members,
    path: &Path<'_>,
) -> Result<(), serde_json::Error> {
    let tag = union.tag();
    let chosen = match members.get(tag) {
        None => return Err(missing(tag, path)),
        Some(name) => Choose {
            union: &mut *union,
            path,
        }
        .deserialize(name)?,
    };
    if let Chosen::Unknown(_) = chosen {
        union.keep(Json::Object(members));
        return Ok(());
    }
    match (chosen, union.part()) {
        (Chosen::Object(_), Slot::Object(object)) => read_members(object, members, path),
        (_, mut slot) => fill(&mut slot, Json::Object(members), path),
    }
}

// ---------------------------------------------------------------- strings and single members

pub(crate) fn read_name<E: de::Error>(
    union: &mut dyn External,
    name: &str,
    path: &Path<'_>,
) -> Result<(), E> {
    let known = union.names().contains(&name);
    if union.select(name) || union.open() && !known && union.keep(name.into()) {
        return Ok(());
    }
    if known {
        return Err(path.error(format_args!("variant {name:?} must have content")));
    }
    let names = OneOf(union.names());
    Err(path.error(format_args!("unknown variant {name:?}, {names}")))
}

pub(crate) fn read_external<'de, A: MapAccess<'de>>(
    union: &mut dyn External,
    mut map: A,
    path: &Path<'_>,
) -> Result<(), A::Error> {
    let Some(key) = map.next_key::<String>()? else {
        return Err(path.error("expected one member, found none"));
    };
    let here = &Path::Key(path, &key);
    if is_number(&key) {
        let expected = At("a string or an object", path);
        return Err(de::Error::invalid_type(
            de::Unexpected::Other("number"),
            &expected,
        ));
    }
    let (open, names) = (union.open(), union.names());
    let unknown = match union.enter(&key) {
        Some((mut slot, checks)) => {
            map.next_value_seed(Reader {
                slot: &mut slot,
                path: here,
            })?;
            checked(union.content(), checks, here)?;
            None
        }
        None if names.contains(&key.as_str()) => {
            return Err(here.error("variant without content: a bare string"));
        }
        None if open => Some(map.next_value_seed(Strict(here))?),
        None => {
            let names = OneOf(names);
            return Err(here.error(format_args!("unknown variant {key:?}, {names}")));
        }
    };
    if map.next_key::<String>()?.is_some() {
        return Err(path.error("expected one member, found more"));
    }
    if let Some(value) = unknown {
        union.keep(Json::Object(Members::from_iter([(key, value)])));
    }
    Ok(())
}
