//! What tells the variants of an untagged union apart.

use std::fmt;

use super::check::{Check, Literal};
use super::scalar::Scalar;
use super::value::Json;

/// A set of JSON kinds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kinds(u8);

impl Kinds {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const NULL: Self = Self(1);
    pub(crate) const BOOLEAN: Self = Self(2);
    pub(crate) const INTEGER: Self = Self(4);
    pub(crate) const FLOAT: Self = Self(8);
    pub(crate) const NUMBER: Self = Self(12);
    pub(crate) const STRING: Self = Self(16);
    pub(crate) const ARRAY: Self = Self(32);
    pub(crate) const OBJECT: Self = Self(64);

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn of(value: &Json) -> Self {
        match value {
            Json::Null => Self::NULL,
            Json::Bool(_) => Self::BOOLEAN,
            Json::Number(number) => Scalar::of_number(number).kind(),
            Json::String(_) => Self::STRING,
            Json::Array(_) => Self::ARRAY,
            Json::Object(_) => Self::OBJECT,
        }
    }
}

impl fmt::Display for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [(Kinds, &str); 8] = [
            (Kinds::NULL, "null"),
            (Kinds::BOOLEAN, "a boolean"),
            (Kinds::NUMBER, "a number"),
            (Kinds::INTEGER, "an integer"),
            (Kinds::FLOAT, "a number with a fraction"),
            (Kinds::STRING, "a string"),
            (Kinds::ARRAY, "an array"),
            (Kinds::OBJECT, "an object"),
        ];
        let mut rest = self.0;
        for (kind, name) in NAMES {
            if rest & kind.0 == kind.0 {
                let or = if rest == self.0 { "" } else { " or " };
                write!(f, "{or}{name}")?;
                rest &= !kind.0;
            }
        }
        Ok(())
    }
}

/// The words of which the tables of unions are made.
pub(crate) mod kinds {
    use super::{Guard, Kinds};

    pub(crate) const NONE: Kinds = Kinds::NONE;
    pub(crate) const NULL: Kinds = Kinds::NULL;
    pub(crate) const BOOLEAN: Kinds = Kinds::BOOLEAN;
    pub(crate) const INTEGER: Kinds = Kinds::INTEGER;
    pub(crate) const FLOAT: Kinds = Kinds::FLOAT;
    pub(crate) const STRING: Kinds = Kinds::STRING;
    pub(crate) const ARRAY: Kinds = Kinds::ARRAY;
    pub(crate) const OBJECT: Kinds = Kinds::OBJECT;

    /// A value of these kinds.
    pub(crate) const fn is(kinds: Kinds) -> Guard {
        Guard::is(kinds)
    }
}

/// The index of an element, its kinds, and the scalars that it may be.
pub(crate) type Element = (usize, Kinds, Option<&'static [Literal]>);

/// What a value must have to be a variant; the type of the variant decides the rest.
pub(crate) struct Guard {
    kinds: Kinds,
    pub(crate) required: &'static [&'static str],
    pub(crate) literals: &'static [(&'static str, &'static [Literal])],
    pub(crate) only: Option<&'static [&'static str]>,
    pub(crate) scalars: Option<&'static [Literal]>,
    pub(crate) members: &'static [(&'static str, Kinds)],
    pub(crate) elements: &'static [Element],
    pub(crate) length: (usize, usize),
    checks: &'static [Check],
}

impl Guard {
    const fn is(kinds: Kinds) -> Self {
        Self {
            kinds,
            required: &[],
            literals: &[],
            only: None,
            scalars: None,
            members: &[],
            elements: &[],
            length: (0, usize::MAX),
            checks: &[],
        }
    }

    /// An object with these members.
    pub(crate) const fn with(self, required: &'static [&'static str]) -> Self {
        Self { required, ..self }
    }

    /// An object whose members are among these scalars.
    pub(crate) const fn having(
        self,
        literals: &'static [(&'static str, &'static [Literal])],
    ) -> Self {
        Self { literals, ..self }
    }

    /// An object without other members than these.
    pub(crate) const fn only(self, keys: &'static [&'static str]) -> Self {
        Self {
            only: Some(keys),
            ..self
        }
    }

    /// One of these scalars.
    pub(crate) const fn among(self, scalars: &'static [Literal]) -> Self {
        Self {
            scalars: Some(scalars),
            ..self
        }
    }

    /// An object whose members are of these kinds.
    pub(crate) const fn holding(self, members: &'static [(&'static str, Kinds)]) -> Self {
        Self { members, ..self }
    }

    /// An array whose elements are so.
    pub(crate) const fn with_elements(self, elements: &'static [Element]) -> Self {
        Self { elements, ..self }
    }

    /// An array of so many elements.
    pub(crate) const fn counting(self, min: usize, max: usize) -> Self {
        Self {
            length: (min, max),
            ..self
        }
    }

    /// What must hold of the variant beyond its type.
    pub(crate) const fn check(self, checks: &'static [Check]) -> Self {
        Self { checks, ..self }
    }

    pub(crate) fn checks(&self) -> &'static [Check] {
        self.checks
    }

    pub(crate) fn admits(&self, kinds: Kinds) -> bool {
        self.kinds.meets(kinds)
    }

    pub(crate) fn admits_scalar(&self, value: Scalar<'_>) -> bool {
        self.admits(value.kind()) && self.scalars.is_none_or(|list| among(list, value))
    }

    pub(crate) fn admits_value(&self, value: &Json) -> bool {
        match (value, Scalar::of(value)) {
            (_, Some(scalar)) => self.admits_scalar(scalar),
            (Json::Object(members), _) => {
                self.admits(Kinds::OBJECT) && self.admits_members(members)
            }
            (Json::Array(items), _) => {
                let (min, max) = self.length;
                self.admits(Kinds::ARRAY)
                    && (min..=max).contains(&items.len())
                    && self.elements.iter().all(|element| {
                        items
                            .get(element.0)
                            .is_none_or(|item| is_like(item, element))
                    })
            }
            _ => false,
        }
    }

    fn admits_members(&self, members: &serde_json::Map<String, Json>) -> bool {
        self.required.iter().all(|key| members.contains_key(*key))
            && self.literals.iter().all(|(key, list)| {
                members
                    .get(*key)
                    .is_none_or(|value| Scalar::of(value).is_some_and(|it| among(list, it)))
            })
            && self.members.iter().all(|(key, kinds)| {
                members
                    .get(*key)
                    .is_none_or(|value| kinds.meets(Kinds::of(value)))
            })
            && self
                .only
                .is_none_or(|only| members.keys().all(|key| only.contains(&key.as_str())))
    }
}

pub(crate) fn among(list: &[Literal], value: Scalar<'_>) -> bool {
    list.iter().any(|one| one.is(value))
}

pub(crate) fn is_like(value: &Json, (_, kinds, list): &Element) -> bool {
    kinds.meets(Kinds::of(value))
        && list.is_none_or(|list| Scalar::of(value).is_some_and(|it| among(list, it)))
}
