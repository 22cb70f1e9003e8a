//! Where a value lies in the text of a document.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use serde_json::value::RawValue;

use crate::{Json, Pointer, meta_model, well_known};

/// The bytes of the value that `pointer` leads to. Nodes keep only their pointer: the text is walked
/// again when an error is shown, which is seldom.
#[must_use]
pub fn locate(text: &str, pointer: &Pointer) -> Option<Range<usize>> {
    Locator::new(text).find(pointer)
}

/// Finds many values of one text; what it has passed once it does not read again.
#[derive(Debug)]
pub struct Locator<'a> {
    text: &'a str,
    /// What lies in each object or array that was passed, by the bytes where it begins.
    passed: HashMap<usize, Inside<'a>>,
    /// The text as a model in another language, if it is one; read when it is first asked for.
    model: OnceCell<Option<Json>>,
}

#[derive(Debug)]
enum Inside<'a> {
    Object(HashMap<Cow<'a, str>, &'a RawValue>),
    Array(Vec<&'a RawValue>),
    Nothing,
}

impl<'a> Inside<'a> {
    fn read(value: &'a str) -> Self {
        match value.as_bytes().first() {
            Some(b'{') => serde_json::from_str(value).map_or(Self::Nothing, Self::Object),
            Some(b'[') => serde_json::from_str(value).map_or(Self::Nothing, Self::Array),
            _ => Self::Nothing,
        }
    }

    fn get(&self, step: &str) -> Option<&'a str> {
        match self {
            Self::Object(members) => members.get(step).map(|value| value.get()),
            Self::Array(items) => items.get(step.parse::<usize>().ok()?).map(|value| value.get()),
            Self::Nothing => None,
        }
    }
}

impl<'a> Locator<'a> {
    /// For this text.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, passed: HashMap::new(), model: OnceCell::new() }
    }

    /// The text.
    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// The bytes of the value that `pointer` leads to.
    pub fn find(&mut self, pointer: &Pointer) -> Option<Range<usize>> {
        let mut here: &'a str = self.text.strip_prefix('\u{feff}').unwrap_or(self.text).trim();
        for step in pointer.steps() {
            let start = self.start(here)?;
            here = self.passed.entry(start).or_insert_with(|| Inside::read(here)).get(&step)?;
        }
        let start = self.start(here)?;
        Some(start..start + here.len())
    }

    /// The same for the nearest value around it that the text has: the place of a keyword of a schema that
    /// was put together from several may be in another part.
    pub fn find_nearest(&mut self, pointer: &Pointer) -> Option<(Pointer, Range<usize>)> {
        let mut at = pointer.clone();
        if self.find(&at).is_none()
            && let Some(model) = self.model()
            && let Some(said) = meta_model::original(model, &at)
        {
            at = said;
        } else if well_known::is_inside(&at) && self.find(&at).is_none() {
            return None;
        }
        loop {
            if let Some(range) = self.find(&at) {
                return Some((at, range));
            }
            at = at.parent()?;
        }
    }

    /// What messages speak of is the schema that the model became.
    fn model(&self) -> Option<&Json> {
        let text = self.text.strip_prefix('\u{feff}').unwrap_or(self.text);
        let read = || -> Option<Json> {
            // Only the text of a model has this word: others are not read again.
            let json = text.contains("\"metaData\"").then(|| serde_json::from_str(text).ok())??;
            meta_model::is_model(&json).then_some(json)
        };
        self.model.get_or_init(read).as_ref()
    }

    fn start(&self, part: &str) -> Option<usize> {
        part.as_ptr().addr().checked_sub(self.text.as_ptr().addr())
    }
}
