//! What is said in a place, for people.

use super::{At, Sayings, TOGETHER};
use crate::{Json, Place};

/// What a keyword says in a place, and in such a place of the other side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The keyword that the place is of.
    pub keyword: String,
    /// What it says here; none: nothing.
    pub here: Option<String>,
    /// What it says there; none: nothing.
    pub there: Option<String>,
}

impl Sayings<'_> {
    /// What a keyword says on both sides; none where the place is not one of a keyword, or has no counterpart.
    #[must_use]
    pub fn words(&self, side: usize, place: &Place) -> Option<Words> {
        let (own, keyword) = self.schema(side, place)?;
        let there = self.counterpart(side, &own, 1 - side)?;
        let said = |side, at: &At| said(self.at(side, at.0, &at.1)?, &keyword);
        let (here, there) = (said(side, &own), said(1 - side, &there));
        (!keyword.is_empty()).then_some(Words { keyword, here, there })
    }
}

/// A keyword with those that belong to it.
fn said(schema: &Json, keyword: &str) -> Option<String> {
    schema.get(keyword)?;
    let family = TOGETHER.iter().copied().find(|family| family.contains(&keyword));
    let all = family.unwrap_or_default().iter().copied().filter(|other| *other != keyword);
    let words = std::iter::once(keyword).chain(all);
    let words = words.filter_map(|keyword| Some(format!("{keyword} {}", schema.get(keyword)?)));
    Some(words.collect::<Vec<_>>().join(", "))
}
