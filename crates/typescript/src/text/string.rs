use std::fmt;

use super::{escape, hostile};

/// A string literal, its quotes chosen as prettier does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StrLit(String);

impl StrLit {
    /// The literal of this text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::escaping(text, &hostile)
    }

    fn escaping(text: &str, escaped: &dyn Fn(char) -> bool) -> Self {
        let count = |quote| text.chars().filter(|c| *c == quote).count();
        let quote = if count('"') > count('\'') { '\'' } else { '"' };
        let mut literal = String::with_capacity(text.len() + 2);
        literal.push(quote);
        for c in text.chars() {
            match c {
                '\\' => literal.push_str("\\\\"),
                '\n' => literal.push_str("\\n"),
                '\r' => literal.push_str("\\r"),
                '\t' => literal.push_str("\\t"),
                c if c == quote => {
                    literal.push('\\');
                    literal.push(c);
                }
                c if escaped(c) => literal.push_str(&escape(c)),
                c => literal.push(c),
            }
        }
        literal.push(quote);
        Self(literal)
    }
}

impl fmt::Display for StrLit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The type of the strings with a prefix: a template literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefixed(String);

impl Prefixed {
    /// The strings that begin with this text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut literal = "`".to_owned();
        for c in text.chars() {
            match c {
                // Each `$`, for the next letter may be a brace.
                '\\' | '`' | '$' => literal.extend(['\\', c]),
                c if hostile(c) => literal.push_str(&escape(c)),
                c => literal.push(c),
            }
        }
        Self(literal + "${string}`")
    }
}

impl fmt::Display for Prefixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The key of a member: bare where it is an ASCII identifier, else a literal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// The key with this name on the wire.
    #[must_use]
    pub fn new(wire: &str) -> Self {
        let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
        let letters = wire.chars().all(|c| bare(c) || !c.is_ascii());
        if wire.is_empty() || !letters || wire.starts_with(|c: char| c.is_ascii_digit()) {
            return Self(StrLit::new(wire).to_string());
        }
        if wire.is_ascii() {
            return Self(wire.to_owned());
        }
        // Prettier takes the quotes off a key of Unicode letters; identifiers here are ASCII.
        Self(StrLit::escaping(wire, &|c| !c.is_ascii()).to_string())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A literal number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NumLit(String);

impl NumLit {
    /// A `number` that holds this value exactly; `None` where there is none.
    #[must_use]
    pub fn integer(value: i128) -> Option<Self> {
        (value.unsigned_abs() < 1 << 53).then(|| Self(value.to_string()))
    }

    /// A `bigint`.
    #[must_use]
    pub fn bigint(value: i128) -> Self {
        Self(format!("{value}n"))
    }

    /// A finite number, as prettier writes it.
    #[must_use]
    pub fn float(value: f64) -> Option<Self> {
        value.is_finite().then(|| {
            let plain = value.to_string();
            Self(if plain.len() > 21 { format!("{value:e}") } else { plain })
        })
    }
}

impl fmt::Display for NumLit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
