//! Where our TypeScript and the vendor's say something else, held against the list that was reviewed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// A difference at a place, as `tests/vendor/compare.cjs` finds it.
#[derive(Debug, Clone, Deserialize)]
pub struct Difference {
    /// What differs.
    pub kind: String,
    /// Where: a type and the way into it.
    pub place: String,
    /// What we say.
    pub ours: String,
    /// What they say.
    pub theirs: String,
}

/// The reviewed list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviewed {
    /// Differences by their cause.
    pub cause: Vec<Cause>,
}

/// Differences that have one cause.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// What it is called.
    pub name: String,
    /// Why the two differ, and which of them the wire agrees with.
    pub because: String,
    /// Where they do.
    pub places: Vec<Places>,
}

/// Places of a kind that are the same in some versions.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// What differs.
    pub kind: String,
    /// The versions of the runtime.
    pub versions: Vec<String>,
    /// A type, and the ways into it.
    pub at: Vec<String>,
}

/// A kind, a place and a version.
pub type Key = (String, String, String);

impl Reviewed {
    /// Every place of the list; an error where one is there twice.
    pub fn keys(&self) -> Result<BTreeSet<Key>, String> {
        let mut keys = BTreeSet::new();
        for places in self.cause.iter().flat_map(|cause| &cause.places) {
            for place in places.at.iter().flat_map(|line| spelt(line)) {
                for version in &places.versions {
                    let key = (places.kind.clone(), place.clone(), version.clone());
                    if !keys.insert(key) {
                        return Err(format!("{} at {place} in {version} is listed twice", places.kind));
                    }
                }
            }
        }
        Ok(keys)
    }

    /// What is not in the list, and what is in it without occurring any more.
    pub fn against(&self, found: &BTreeMap<Key, Difference>) -> Result<Vec<String>, String> {
        let listed = self.keys()?;
        let mut wrong = Vec::new();
        for ((kind, place, version), difference) in found {
            if !listed.contains(&(kind.clone(), place.clone(), version.clone())) {
                let Difference { ours, theirs, .. } = difference;
                wrong.push(format!("{version}: {kind}: new at {place}: ours {ours:?}, theirs {theirs:?}"));
            }
        }
        for key in listed.iter().filter(|key| !found.contains_key(key)) {
            wrong.push(format!("{}: {}: gone at {}", key.2, key.0, key.1));
        }
        Ok(wrong)
    }
}

/// The places of a line: `Thread .id .extra` are `Thread.id` and `Thread.extra`, `Thread` alone is itself.
fn spelt(line: &str) -> Vec<String> {
    let mut words = line.split(' ');
    let name = words.next().unwrap_or_default();
    let places: Vec<String> = words.map(|rest| format!("{name}{rest}")).collect();
    if places.is_empty() { vec![name.to_owned()] } else { places }
}
