use std::fmt;

use codegen_target::words;

/// An identifier: ASCII letters, digits, `_`; no reserved word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

impl Ident {
    /// Takes a name that was made from the allow-list; what is not on it is spelled out.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        Self(if plain { name.to_owned() } else { words::spelled_identifier(name, words::Case::Pascal) })
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
