//! Integers, numbers, strings and constants: what a type without parts says of its values.

/// An integer and its range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Integer {
    /// The machine type that the schema speaks of.
    pub width: Width,
    /// The smallest value, where the schema says more than the width does.
    pub min: Option<i128>,
    /// The largest value, where the schema says more than the width does.
    pub max: Option<i128>,
    /// Each value is a multiple of this (at least 1).
    pub multiple_of: Option<u64>,
}

/// The machine type of an integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Width {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    /// The schema names none.
    #[default]
    Any,
}

impl Width {
    /// The machine type that a `format` names.
    #[must_use]
    pub fn of(format: Option<&str>) -> Self {
        match format {
            Some("int8") => Self::I8,
            Some("int16") => Self::I16,
            Some("int32") => Self::I32,
            Some("int64" | "int") => Self::I64,
            Some("uint8") => Self::U8,
            Some("uint16") => Self::U16,
            Some("uint32") => Self::U32,
            Some("uint64" | "uint") => Self::U64,
            _ => Self::Any,
        }
    }

    /// The smallest and the largest value, of a machine type.
    #[must_use]
    pub fn range(self) -> Option<(i128, i128)> {
        Some(match self {
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
            Self::U8 => (0, u8::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
            Self::Any => return None,
        })
    }
}

impl Integer {
    /// The machine type that holds all values; `Any`: none of 64 bits does.
    #[must_use]
    pub fn machine(&self) -> Width {
        // No JSON reader at hand gives more than 64 bits.
        match (self.width, self.bounds()) {
            (Width::Any, (Some(0..), _)) => Width::U64,
            (Width::Any, (Some(min), Some(max))) if min >= i64::MIN.into() && max <= i64::MAX.into() => {
                Width::I64
            }
            (width, _) => width,
        }
    }

    /// The bounds of width and range together.
    #[must_use]
    pub fn bounds(&self) -> (Option<i128>, Option<i128>) {
        let (low, high) = self.width.range().unzip();
        let min = match (low, self.min) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        let max = match (high, self.max) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        (min, max)
    }
}

/// A number and its range. Bounds are finite.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Number {
    /// The lower bound.
    pub min: Option<Bound>,
    /// The upper bound.
    pub max: Option<Bound>,
}

impl Number {
    /// The one number of the range, in either spelling.
    #[must_use]
    #[allow(clippy::float_cmp)]
    pub fn only(&self) -> Option<f64> {
        let Self { min: Some(min), max: Some(max) } = self else { return None };
        (min.at == max.at && !min.exclusive && !max.exclusive).then_some(min.at)
    }
}

/// A bound of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// Where it is.
    pub at: f64,
    /// Whether the bound itself is out of range.
    pub exclusive: bool,
}

/// A string and what is said of it. Lengths count code points and are enforced; pattern and format
/// inform readers and are not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Text {
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub pattern: Option<String>,
    /// What it must match, too.
    pub more_patterns: Vec<String>,
    pub format: Option<String>,
}

impl Text {
    /// What no type checks and comments say: what it is, and its text.
    pub fn unchecked(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let said = [("Format", &self.format), ("Pattern", &self.pattern)];
        let more = self.more_patterns.iter().map(|pattern| ("Pattern", pattern.as_str()));
        said.into_iter().filter_map(|(what, text)| Some((what, text.as_deref()?))).chain(more)
    }
}

/// A scalar constant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Literal {
    Null,
    Boolean(bool),
    Integer(i128),
    /// A number with fraction or exponent.
    Number(codegen_schema::Number),
    String(String),
}

impl Literal {
    /// As JSON text.
    #[must_use]
    pub fn to_json(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Boolean(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::String(text) => codegen_schema::quote(text),
        }
    }
}
