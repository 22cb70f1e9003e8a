//! Where in its file a correction says what.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

/// The places of the values of one entry, by key.
type Values = BTreeMap<String, Spanned<Skipped>>;

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

/// A value that is read already.
#[derive(Debug, Clone, Copy)]
struct Skipped;

impl<'de> Deserialize<'de> for Skipped {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

impl Keys {
    /// Of a text that was read as an overlay.
    pub fn of(text: &str) -> Self {
        toml::from_str(text).unwrap_or_default()
    }

    /// The place of a value of the fix with this index.
    pub fn value(&self, index: usize, key: &str) -> Option<Range<usize>> {
        self.fix.get(index)?.get(key).map(Spanned::span)
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
