//! What a type offers to the drivers: a place to read into, and a look at what it holds.

use std::any::TypeId;

use super::check::{Check, Literal, Rule};
use super::guard::{Guard, Kinds};
use super::value::{Extra, Json, Number};

/// A value that the drivers can fill in place and look at.
pub(crate) trait Node {
    /// What this type stands for as an element of a tuple.
    const PLACE: Place = Place::Needed;
    /// A placeholder to read into.
    fn blank() -> Self
    where
        Self: Sized;
    fn slot(&mut self) -> Slot<'_>;
    fn view(&self) -> View<'_>;
}

/// An element of a tuple.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Needed,
    Optional,
    /// All further elements.
    Rest,
}

/// A place to read into.
pub(crate) enum Slot<'a> {
    Never,
    Null,
    Bool(&'a mut bool),
    Integer(&'a mut dyn Integer),
    Number(&'a mut Number),
    Text(&'a mut String),
    Json(&'a mut Json),
    Literal(&'static Literal),
    Name(&'a mut dyn Name),
    Scalars(&'a mut dyn Scalars),
    Nullable(&'a mut dyn Nullable),
    Checked(&'a mut dyn Checked),
    List(&'a mut dyn List),
    Dict(&'a mut dyn Dict),
    Extra(&'a mut Extra),
    Object(&'a mut dyn Object),
    Tagged(&'a mut dyn Tagged),
    External(&'a mut dyn External),
    Untagged(&'a mut dyn Untagged),
}

/// A value to write.
#[derive(Clone, Copy)]
pub(crate) enum View<'a> {
    /// No member at all; `null` where something must be written.
    Absent,
    Null,
    Bool(bool),
    I64(i64),
    U64(u64),
    /// By reference: a view is no larger than a string and its kind.
    I128(&'a i128),
    F64(f64),
    Number(&'a Number),
    Text(&'a str),
    Json(&'a Json),
    List(&'a dyn List),
    Dict(&'a dyn Dict),
    Extra(&'a Extra),
    Object(&'a dyn Object),
    /// An object with this one member.
    Entry(&'static str, &'a dyn External),
}

/// What is written of a member that may be absent.
#[allow(clippy::ref_option)] // where it is called, a field is borrowed
pub(crate) fn view_of<T: Node>(field: &Option<T>) -> View<'_> {
    field.as_ref().map_or(View::Absent, Node::view)
}

/// The table of an object: its keys, constant members first.
pub(crate) struct Table {
    pub(crate) keys: &'static [&'static str],
    /// The values of the constant members.
    pub(crate) constants: &'static [Literal],
    /// How many members must be there: they are the first.
    pub(crate) required: usize,
    /// What must hold of a field beyond its type, by index.
    pub(crate) checks: &'static [(usize, &'static [Check])],
    /// What must hold of the members that the table does not name.
    pub(crate) others: &'static [Check],
    /// With one of these their names begin, where they must.
    pub(crate) prefixes: &'static [&'static str],
    pub(crate) rules: &'static [Rule],
}

impl Table {
    #[inline]
    pub(crate) fn find(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|other| *other == key)
    }

    /// Whether a member that the table does not name may be called so.
    fn lets_in(&self, key: &str) -> bool {
        self.prefixes.is_empty() || self.prefixes.iter().any(|prefix| key.starts_with(prefix))
    }

    #[inline]
    pub(crate) fn checks(&self, index: usize) -> &'static [Check] {
        if self.checks.is_empty() {
            return &[];
        }
        self.checks
            .iter()
            .find(|(other, _)| *other == index)
            .map_or(&[], |(_, checks)| checks)
    }
}

/// A struct. Fields go by their index in the table, and [`OTHERS`].
pub(crate) trait Object {
    fn table(&self) -> &'static Table;
    fn slot_at(&mut self, index: usize) -> Slot<'_>;
    fn view_at(&self, index: usize) -> View<'_>;
}

/// In place of an index: the members that the table does not name.
pub(crate) const OTHERS: usize = usize::MAX;

impl dyn Object + '_ {
    pub(crate) fn others(&self) -> Others<'_> {
        match self.view_at(OTHERS) {
            View::Extra(extra) => Others::Any(extra),
            View::Dict(dict) => Others::Typed(dict),
            _ => Others::Refused,
        }
    }

    pub(crate) fn others_mut(&mut self) -> OthersMut<'_> {
        match self.slot_at(OTHERS) {
            Slot::Extra(extra) => OthersMut::Any(extra),
            Slot::Dict(dict) => OthersMut::Typed(dict),
            _ => OthersMut::Refused,
        }
    }

    /// Where a member goes that the table does not name.
    pub(crate) fn place_of(&mut self, key: &str) -> OthersMut<'_> {
        if self.table().lets_in(key) {
            self.others_mut()
        } else {
            OthersMut::Refused
        }
    }
}

/// The members that the table does not name.
pub(crate) enum Others<'a> {
    Refused,
    Any(&'a Extra),
    Typed(&'a dyn Dict),
}

pub(crate) enum OthersMut<'a> {
    Refused,
    Any(&'a mut Extra),
    Typed(&'a mut dyn Dict),
}

/// An enum of objects told apart by the value of a member.
pub(crate) trait Tagged {
    fn tag(&self) -> &'static str;
    /// Turns into the blank variant for this value of the tag, if there is one.
    fn select(&mut self, name: &str) -> bool;
    /// The values of the tag, where no other is kept.
    fn names(&self) -> &'static [&'static str];
    /// Keeps what is no variant, where the type can.
    fn keep(&mut self, value: Json) -> bool;
    /// Whether an unknown tag is kept.
    fn open(&self) -> bool;
    fn catch_all(&self) -> Kinds;
    fn part(&mut self) -> Slot<'_>;
}

/// An enum of bare strings and objects with a single member.
pub(crate) trait External {
    /// Turns into the variant without content of this name, if there is one.
    fn select(&mut self, name: &str) -> bool;
    /// Turns into the blank variant for this key and offers its content.
    fn enter(&mut self, key: &str) -> Option<(Slot<'_>, &'static [Check])>;
    /// The content again.
    fn content(&self) -> View<'_>;
    /// The names and keys of the variants.
    fn names(&self) -> &'static [&'static str];
    fn keep(&mut self, value: Json) -> bool;
    fn open(&self) -> bool;
    fn catch_all(&self) -> Kinds;
}

/// An enum of values told apart by what they are.
pub(crate) trait Untagged {
    fn id(&self) -> TypeId;
    fn expected(&self) -> &'static str;
    /// What a variant is called.
    fn name(&self, index: usize) -> &'static str;
    fn guards(&self) -> &'static [Guard];
    /// Turns into a blank variant and offers its content.
    fn select(&mut self, index: usize) -> Slot<'_>;
    fn content(&self) -> View<'_>;
    fn keep(&mut self, value: Json) -> bool;
    fn catch_all(&self) -> Kinds;
}

/// A string from a list of names.
pub(crate) trait Name {
    fn set(&mut self, name: &str) -> bool;
    fn names(&self) -> &'static [&'static str];
}

/// A scalar from a list.
pub(crate) trait Scalars {
    fn list(&self) -> &'static [Literal];
    fn select(&mut self, index: usize);
}

pub(crate) trait Integer {
    fn set(&mut self, value: i128) -> bool;
    fn hint(&self) -> Hint;
    fn expected(&self) -> &'static str;
}

/// What a format is asked for where an integer may be a key, and so written as text.
pub(crate) enum Hint {
    Signed,
    Unsigned,
    /// No format is asked for more than 64 bits: not all of them have them.
    Any,
}

pub(crate) trait Nullable {
    fn set_null(&mut self);
    fn fill(&mut self) -> Slot<'_>;
}

/// A value of which more must hold than its type says.
pub(crate) trait Checked {
    fn inner(&mut self) -> Slot<'_>;
    fn look(&self) -> View<'_>;
    fn checks(&self) -> &'static [Check];
}

pub(crate) trait List {
    /// The place for one more element; `None`: there is none.
    fn next(&mut self, index: usize) -> Option<Slot<'_>>;
    /// How many elements the type needs.
    fn least(&self) -> usize;
    fn len(&self) -> usize;
    fn view_at(&self, index: usize) -> View<'_>;
}

pub(crate) trait Dict {
    fn len(&self) -> usize;
    fn has(&self, key: &str) -> bool;
    /// Reads a member; `key` and `value` say whether reading worked.
    fn insert(
        &mut self,
        key: &mut dyn FnMut(&mut Slot<'_>) -> bool,
        value: &mut dyn FnMut(&mut Slot<'_>) -> bool,
    ) -> Inserted;
    /// Shows each member until `look` has seen enough.
    fn each(&self, look: &mut dyn FnMut(View<'_>, View<'_>) -> bool);
}

/// What became of a member of a [`Dict`].
pub(crate) enum Inserted {
    Done,
    Failed,
    Duplicate,
}

/// Puts a value in the place of a blank. A blank owns nothing, so nothing is dropped: an assignment
/// would bring the code that drops the type into every place where one is read.
#[inline]
pub(crate) fn put<T>(blank: &mut T, value: T) {
    std::mem::forget(std::mem::replace(blank, value));
}

#[cold]
pub(crate) fn no_slot() -> ! {
    unreachable!("index outside the table")
}
