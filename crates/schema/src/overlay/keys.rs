//! Where in its file a correction says what.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use toml::Spanned;

/// The places of the values of one entry, by key.
type Values = BTreeMap<String, Spanned<Names>>;

/// The places of the values of each entry.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Keys {
    #[serde(default)]
    fix: Vec<Values>,
    #[serde(default)]
    notification: Vec<Values>,
    #[serde(default)]
    drop: Vec<Values>,
    #[serde(default)]
    result: Vec<Values>,
}

/// The lists of entries that speak of methods.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entries {
    Notification,
    Drop,
    Result,
}

/// The places of the names in a value: of the keys of a table, of the strings of an array.
#[derive(Debug, Clone, Default)]
struct Names(Vec<Spanned<String>>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self::default())
    }
}

impl<'de> Visitor<'de> for Names {
    type Value = Self;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value of an overlay")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Self, A::Error> {
        while let Some(name) = seq.next_element()? {
            self.0.push(name);
        }
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some((name, IgnoredAny)) = map.next_entry()? {
            self.0.push(name);
        }
        Ok(self)
    }
}

impl Keys {
    /// Of a text that was read as an overlay.
    pub fn of(text: &str) -> Self {
        toml::from_str(text).unwrap_or_default()
    }

    /// The place of a value of the fix with this index, or of a name in it.
    pub fn of_fix(&self, index: usize, key: &str, name: Option<&str>) -> Option<Range<usize>> {
        let value = self.fix.get(index)?.get(key)?;
        let mut names = value.get_ref().0.iter();
        let name = name.and_then(|name| names.find(|one| one.get_ref() == name));
        Some(name.map_or_else(|| value.span(), Spanned::span))
    }

    /// The places of all values of an entry that speaks of a method.
    pub fn of_method(&self, list: Entries, index: usize) -> BTreeMap<String, Range<usize>> {
        let list = match list {
            Entries::Notification => &self.notification,
            Entries::Drop => &self.drop,
            Entries::Result => &self.result,
        };
        let values = list.get(index).into_iter().flatten();
        values.map(|(key, value)| (key.clone(), value.span())).collect()
    }
}
