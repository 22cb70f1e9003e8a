//! Where in its file a correction says what.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

/// The places of the values of each `[[fix]]`.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Keys {
    #[serde(default)]
    fix: Vec<BTreeMap<String, Spanned<Skipped>>>,
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
}
