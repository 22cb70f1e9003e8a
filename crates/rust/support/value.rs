//! Parts of the public types.

use std::sync::Arc;

/// Any JSON value.
pub type Json = serde_json::Value;
pub use serde_json::Number;

/// A member that may be absent, `null` or a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Field<T> {
    /// The member is not there.
    #[default]
    Absent,
    /// The member is `null`.
    Null,
    /// The member has a value.
    Value(T),
}

impl<T> Field<T> {
    /// The value, if there is one.
    pub const fn get(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if there is one, to be changed.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, or `default` where the member is absent; `None` where it is `null`.
    pub fn or(self, default: T) -> Option<T> {
        match self {
            Self::Absent => Some(default),
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// `null` where there is no value: of an `Option` that says `None`, [`From`] makes an absent member.
    pub fn nullable(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }

    /// The same with a reference to the value.
    pub const fn as_ref(&self) -> Field<&T> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(value),
        }
    }

    /// The same with a reference to the value, to change it.
    pub fn as_mut(&mut self) -> Field<&mut T> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(value),
        }
    }

    /// The same with what is made of the value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(make(value)),
        }
    }

    /// The same with what the value points to.
    pub fn as_deref(&self) -> Field<&T::Target>
    where
        T: std::ops::Deref,
    {
        match self {
            Self::Absent => Field::Absent,
            Self::Null => Field::Null,
            Self::Value(value) => Field::Value(&**value),
        }
    }

    /// Whether the member is not there.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the member has a value.
    pub const fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// Whether the member is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Field<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// Absent where there is no value; `null` is [`Field::nullable`].
impl<T> From<Option<T>> for Field<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }
}

/// The value, if there is one.
impl<T> From<Field<T>> for Option<T> {
    fn from(field: Field<T>) -> Self {
        field.into_option()
    }
}

impl<T: Clone> Field<&T> {
    /// The same with a clone of the value.
    #[must_use]
    pub fn cloned(self) -> Field<T> {
        self.map(T::clone)
    }
}

impl From<&str> for Field<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

/// The members of an object that the schema does not name, sorted by key.
///
/// One word, `None` when empty. Shared until it is changed, so that a clone costs nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extra(Option<Arc<Vec<(String, Json)>>>);

impl Extra {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.all().iter().map(|(key, value)| (key.as_str(), value))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all().len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The one called `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Json> {
        let index = self.find(key).ok()?;
        self.all().get(index).map(|(_, value)| value)
    }

    /// Adds or replaces one; gives the one that was there.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        let (key, value) = (key.into(), value.into());
        let place = self.find(&key);
        let list = self.list();
        match place {
            Ok(index) => Some(std::mem::replace(&mut list[index].1, value)),
            Err(index) => {
                list.insert(index, (key, value));
                None
            }
        }
    }

    /// Takes out the one called `key`.
    pub fn remove(&mut self, key: &str) -> Option<Json> {
        let index = self.find(key).ok()?;
        let list = self.list();
        let (_, value) = list.remove(index);
        if list.is_empty() {
            self.0 = None;
        }
        Some(value)
    }

    /// Adds one at the end; [`Self::settle`] comes when all are there.
    pub(super) fn push(&mut self, key: String, value: Json) {
        self.list().push((key, value));
    }

    /// Sorts; gives a key that is there twice.
    pub(super) fn settle(&mut self) -> Option<&str> {
        let list = Arc::make_mut(self.0.as_mut()?);
        list.sort_by(|(a, _), (b, _)| a.cmp(b));
        list.windows(2)
            .find(|two| two[0].0 == two[1].0)
            .map(|two| two[0].0.as_str())
    }

    fn list(&mut self) -> &mut Vec<(String, Json)> {
        Arc::make_mut(self.0.get_or_insert_default())
    }

    fn all(&self) -> &[(String, Json)] {
        self.0.as_ref().map_or(&[], |list| list.as_slice())
    }

    fn find(&self, key: &str) -> Result<usize, usize> {
        self.all()
            .binary_search_by(|(name, _)| name.as_str().cmp(key))
    }
}

/// The elements of a tuple behind those that have a place of their own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rest<T>(pub Vec<T>);

impl<T> Default for Rest<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// The elements of a tuple from the twelfth on, as a tuple: longer ones have none of Rust's own traits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Then<T>(pub T);

/// A value that cannot be: the schema allows none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Never(());

impl Never {
    /// A place to read into; reading always fails.
    pub(super) const fn blank() -> Self {
        Self(())
    }
}
