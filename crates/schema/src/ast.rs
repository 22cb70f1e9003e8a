//! A schema with every keyword typed, the same for all drafts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Number;

use crate::{Json, Pointer};

/// Names a [`crate::Definition`] of one [`crate::Bundle`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefId(pub u32);

/// A JSON Schema. The schema `true` has no keyword set; `false` has `never`.
///
/// Drafts are one: an array under `items` is `prefix_items`, `const` is a list of one value, a boolean
/// `exclusiveMinimum` has moved the bound, `dependencies` are split.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// Where it lies.
    pub pointer: Pointer,
    /// Nothing is accepted.
    pub never: bool,
    /// `$ref`, resolved.
    pub reference: Option<DefId>,
    /// `title`
    pub title: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `deprecated`
    pub deprecated: bool,
    /// `examples`, `readOnly` and `writeOnly`
    pub remarks: Remarks,
    /// `default`
    pub default: Option<Json>,
    /// `type`
    pub types: Option<Types>,
    /// `enum` and `const`
    pub values: Option<Vec<Json>>,
    /// The values are a `const`, or listed beside arrays and objects: no list to which values may be added.
    pub constant: bool,
    /// Number keywords.
    pub number: NumberKeywords,
    /// String keywords.
    pub text: TextKeywords,
    /// `format`
    pub format: Option<String>,
    /// Array keywords.
    pub array: ArrayKeywords,
    /// Object keywords.
    pub object: ObjectKeywords,
    /// `allOf`
    pub all_of: Vec<Schema>,
    /// `anyOf`
    pub any_of: Option<Vec<Schema>>,
    /// `oneOf`
    pub one_of: Option<Vec<Schema>>,
    /// The property that tells the branches apart (`discriminator`).
    pub discriminator: Option<String>,
}

/// What is said to people beside a description.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Remarks {
    /// `examples`; of `OpenAPI`, `example`.
    pub examples: Vec<Json>,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
}

impl Remarks {
    /// What either says.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            examples: if self.examples.is_empty() { other.examples } else { self.examples },
            read_only: self.read_only || other.read_only,
            write_only: self.write_only || other.write_only,
        }
    }
}

/// Keywords for numbers.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs)]
pub struct NumberKeywords {
    pub minimum: Option<Number>,
    pub maximum: Option<Number>,
    pub exclusive_minimum: Option<Number>,
    pub exclusive_maximum: Option<Number>,
    pub multiple_of: Option<Number>,
}

/// Keywords for strings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct TextKeywords {
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub pattern: Option<String>,
    /// Those of further parts of an `allOf`.
    pub more_patterns: Vec<String>,
}

/// Keywords for arrays.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct ArrayKeywords {
    pub prefix_items: Option<Vec<Schema>>,
    pub items: Option<Box<Schema>>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
}

/// Keywords for objects.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct ObjectKeywords {
    pub properties: BTreeMap<String, Schema>,
    pub required: BTreeSet<String>,
    pub additional: Option<Box<Schema>>,
    pub pattern_properties: BTreeMap<String, Schema>,
    pub property_names: Option<Box<Schema>>,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
    pub dependent_required: BTreeMap<String, BTreeSet<String>>,
    /// `unevaluatedProperties: false`: no member but those that any part of the schema names.
    pub closed: bool,
    /// `unevaluatedProperties: true` beside other parts: it takes back what `closed` says.
    pub opened: bool,
    /// `unevaluatedProperties` of a type: what no part of the schema names must be that.
    pub unevaluated: Option<Box<Schema>>,
    /// `anyOf` or `oneOf` of nothing but `required`.
    pub required_sets: Vec<RequiredSets>,
}

/// A choice between sets of members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredSets {
    /// Exactly one of them (`oneOf`), or at least one (`anyOf`).
    pub exactly_one: bool,
    /// The sets.
    pub sets: Vec<Vec<String>>,
}

/// A set of type names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Types(u8);

#[allow(missing_docs)]
impl Types {
    pub const NULL: Self = Self(1);
    pub const BOOLEAN: Self = Self(2);
    pub const INTEGER: Self = Self(4);
    /// Integers too.
    pub const NUMBER: Self = Self(8 | 4);
    /// Numbers that are no integers.
    pub const FLOAT: Self = Self(8);
    pub const STRING: Self = Self(16);
    pub const ARRAY: Self = Self(32);
    pub const OBJECT: Self = Self(64);
    pub const ALL: Self = Self(127);
    pub const NONE: Self = Self(0);

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "null" => Self::NULL,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            "string" => Self::STRING,
            "array" => Self::ARRAY,
            "object" => Self::OBJECT,
            "any" => Self::ALL,
            _ => return None,
        })
    }

    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub const fn intersect(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The types one by one: a number before an integer that it holds.
    #[must_use]
    pub fn each(self) -> Vec<Self> {
        let mut left = self;
        let mut all = Vec::new();
        for one in [
            Self::NULL,
            Self::BOOLEAN,
            Self::NUMBER,
            Self::INTEGER,
            Self::FLOAT,
            Self::STRING,
            Self::ARRAY,
            Self::OBJECT,
        ] {
            if left.contains(one) {
                all.push(one);
                left = left.without(one);
            }
        }
        all
    }

    /// The type of a value.
    #[must_use]
    pub fn of(value: &Json) -> Self {
        match value {
            Json::Null => Self::NULL,
            Json::Bool(_) => Self::BOOLEAN,
            Json::Number(number) if number.is_i64() || number.is_u64() || crate::whole(number).is_some() => {
                Self::INTEGER
            }
            Json::Number(_) => Self::FLOAT,
            Json::String(_) => Self::STRING,
            Json::Array(_) => Self::ARRAY,
            Json::Object(_) => Self::OBJECT,
        }
    }
}

impl Schema {
    /// How many schemas it is made of, itself included.
    #[must_use]
    pub fn size(&self) -> usize {
        let (array, object) = (&self.array, &self.object);
        let boxed = [&array.items, &object.additional, &object.property_names];
        let named = object.properties.values().chain(object.pattern_properties.values());
        let listed = [&array.prefix_items, &self.any_of, &self.one_of];
        let inner = boxed.into_iter().flatten().map(AsRef::as_ref).chain(named);
        let inner = inner.chain(listed.into_iter().flatten().flatten()).chain(&self.all_of);
        1 + inner.map(Self::size).sum::<usize>()
    }

    /// Whether nothing but names, docs and a default is said.
    #[must_use]
    pub fn is_any(&self) -> bool {
        !self.never && self.reference.is_none() && self.all_of.is_empty() && !self.constrains()
    }

    /// Whether something is said beside `$ref`, `allOf` and words for people.
    #[must_use]
    pub fn constrains(&self) -> bool {
        self.types.is_some() || self.says_more_than_types()
    }

    /// Whether something is said beside `type`, `$ref`, `allOf` and words for people.
    #[must_use]
    pub fn says_more_than_types(&self) -> bool {
        self.never
            || self.values.is_some()
            || self.number != NumberKeywords::default()
            || self.text != TextKeywords::default()
            || self.array.speaks()
            || self.object.speaks()
            || self.any_of.is_some()
            || self.one_of.is_some()
    }
}

impl ArrayKeywords {
    /// Whether something is said.
    #[must_use]
    pub const fn speaks(&self) -> bool {
        self.prefix_items.is_some()
            || self.items.is_some()
            || self.min_items.is_some()
            || self.max_items.is_some()
            || self.unique_items
    }
}

impl ObjectKeywords {
    /// Whether something is said.
    #[must_use]
    pub fn speaks(&self) -> bool {
        !self.properties.is_empty()
            || !self.required.is_empty()
            || self.additional.is_some()
            || !self.pattern_properties.is_empty()
            || self.property_names.is_some()
            || self.min_properties.is_some()
            || self.max_properties.is_some()
            || !self.dependent_required.is_empty()
            || self.closed
            || self.unevaluated.is_some()
            || !self.required_sets.is_empty()
    }
}
