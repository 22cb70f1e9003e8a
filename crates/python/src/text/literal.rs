//! Identifiers and string literals.

use std::fmt::{self, Write as _};

/// A Python identifier: ASCII letters, digits and `_`, not beginning with a digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

impl Ident {
    /// An identifier of the allowed characters of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut name: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            name.insert(0, '_');
        }
        Self(name)
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A Python string literal: plain ASCII on one line, in the quotes that need fewer escapes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StrLit(String);

impl StrLit {
    /// The literal of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let count = |quote: char| text.chars().filter(|c| *c == quote).count();
        let quote = if count('"') > count('\'') { '\'' } else { '"' };
        let mut literal = String::from(quote);
        for c in text.chars() {
            match c {
                '\\' => literal.push_str("\\\\"),
                '\n' => literal.push_str("\\n"),
                '\t' => literal.push_str("\\t"),
                c if c == quote => literal.extend(['\\', c]),
                ' '..='~' => literal.push(c),
                c => escape(c, &mut literal),
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

/// Writes a character as an escape sequence.
pub(super) fn escape(c: char, to: &mut String) {
    let code = u32::from(c);
    let _ = match code {
        0..=0xff => write!(to, "\\x{code:02x}"),
        0x100..=0xffff => write!(to, "\\u{code:04x}"),
        _ => write!(to, "\\U{code:08x}"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn string_literals_are_ascii_on_one_line() {
        for (text, literal) in [
            ("plain", r#""plain""#),
            ("say \"hi\"", r#"'say "hi"'"#),
            ("it's \"x\"", r#"'it\'s "x"'"#),
            ("a\nb\\", r#""a\nb\\""#),
            ("\u{202e}\u{1f980}\0", r#""\u202e\U0001f980\x00""#),
        ] {
            assert_eq!(StrLit::new(text).to_string(), literal);
        }
    }

    #[test]
    fn identifiers_hold_allowed_characters_only() {
        assert_eq!(Ident::new("a b;c").as_str(), "abc");
        assert_eq!(Ident::new("1").as_str(), "_1");
        assert_eq!(Ident::new("").as_str(), "_");
    }
}
