//! What a value must have to belong to a variant.

use crate::model::Literal;

/// A necessary condition for a value to belong to a variant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guard {
    /// The JSON kinds that it may have.
    pub kinds: Kinds,
    /// For an object: members that must be there.
    pub required: Vec<String>,
    /// For an object: members whose value must be one of these.
    pub literals: Vec<(String, Vec<Literal>)>,
    /// For an object that refuses other members: the members that may be there.
    pub only: Option<Vec<String>>,
    /// The scalar must be one of these.
    pub scalars: Option<Vec<Literal>>,
    /// For an object: the kinds that members may have, where no other condition tells variants apart.
    pub members: Vec<(String, Kinds)>,
    /// For an array: what elements must be, where no other condition tells variants apart.
    pub elements: Vec<Element>,
    /// For an array: how long it must be at least and at most, where no other condition tells variants apart.
    pub length: Option<(u64, Option<u64>)>,
}

/// What an element of an array must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Its place, counted from zero.
    pub index: u64,
    /// The kinds that it may have.
    pub kinds: Kinds,
    /// The scalar must be one of these.
    pub literals: Option<Vec<Literal>>,
}

/// A set of JSON kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Kinds(u8);

impl Kinds {
    /// `null`
    pub const NULL: Self = Self(1);
    /// `true`, `false`
    pub const BOOLEAN: Self = Self(2);
    /// A number without fraction and exponent.
    pub const INTEGER: Self = Self(4);
    /// A number with fraction or exponent.
    pub const FLOAT: Self = Self(8);
    /// A string.
    pub const STRING: Self = Self(16);
    /// An array.
    pub const ARRAY: Self = Self(32);
    /// An object.
    pub const OBJECT: Self = Self(64);
    /// All of them.
    pub const ALL: Self = Self(127);
    /// None of them.
    pub const NONE: Self = Self(0);

    /// The kinds of both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The kinds that both have.
    #[must_use]
    pub const fn intersect(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those of these that are not among the others.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of `other` are here.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Each one, with its name.
    pub fn iter(self) -> impl Iterator<Item = (Self, &'static str)> {
        [
            (Self::NULL, "null"),
            (Self::BOOLEAN, "boolean"),
            (Self::INTEGER, "integer"),
            (Self::FLOAT, "float"),
            (Self::STRING, "string"),
            (Self::ARRAY, "array"),
            (Self::OBJECT, "object"),
        ]
        .into_iter()
        .filter(move |(kind, _)| self.contains(*kind))
    }
}
