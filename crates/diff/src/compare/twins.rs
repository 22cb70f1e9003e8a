//! Finding partners by a key, each once: lists may be long.

use std::collections::HashMap;
use std::hash::Hash;

/// The places of one list by their keys.
pub struct Twins<K> {
    /// The places of a key, the last first.
    by_key: HashMap<K, Vec<usize>>,
    taken: Vec<bool>,
}

impl<K: Hash + Eq> Twins<K> {
    /// What has no key is never found.
    pub fn new(keys: impl Iterator<Item = Option<K>>) -> Self {
        let keys: Vec<Option<K>> = keys.collect();
        let taken = vec![false; keys.len()];
        let mut by_key: HashMap<K, Vec<usize>> = HashMap::new();
        for (at, key) in keys.into_iter().enumerate().rev() {
            if let Some(key) = key {
                by_key.entry(key).or_default().push(at);
            }
        }
        Self { by_key, taken }
    }

    /// The first place with this key that nobody has taken.
    pub fn take(&mut self, key: &K) -> Option<usize> {
        let places = self.by_key.get_mut(key)?;
        while let Some(at) = places.pop() {
            if !self.taken[at] {
                self.taken[at] = true;
                return Some(at);
            }
        }
        None
    }

    /// Takes a place that was found in another way.
    pub fn take_at(&mut self, at: usize) {
        self.taken[at] = true;
    }

    pub fn is_left(&self, at: usize) -> bool {
        !self.taken[at]
    }

    /// The places that nobody has taken.
    pub fn left(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.taken.len()).filter(|at| !self.taken[*at])
    }
}
