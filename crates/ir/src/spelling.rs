//! Names for symbols.

use std::fmt::Write as _;

/// Replaces each symbol by its name, so that texts that differ in symbols only stay different.
#[must_use]
pub fn spell(text: &str) -> String {
    let mut all = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            all.push(c);
            continue;
        }
        all.push(' ');
        match symbol(c) {
            Some(name) => all.push_str(name),
            None => {
                let _ = write!(all, "U{:04x}", u32::from(c));
            }
        }
        all.push(' ');
    }
    if text.is_empty() { "Empty".to_owned() } else { all }
}

const fn symbol(c: char) -> Option<&'static str> {
    Some(match c {
        ' ' => "Space",
        '!' => "Bang",
        '"' => "Quote",
        '#' => "Hash",
        '$' => "Dollar",
        '%' => "Percent",
        '&' => "And",
        '\'' => "Apostrophe",
        '(' => "OpenParen",
        ')' => "CloseParen",
        '*' => "Star",
        '+' => "Plus",
        ',' => "Comma",
        '-' => "Hyphen",
        '.' => "Dot",
        '/' => "Slash",
        ':' => "Colon",
        ';' => "Semicolon",
        '<' => "Less",
        '=' => "Equal",
        '>' => "Greater",
        '?' => "Question",
        '@' => "At",
        '[' => "OpenBracket",
        '\\' => "Backslash",
        ']' => "CloseBracket",
        '^' => "Caret",
        '_' => "Underscore",
        '`' => "Backtick",
        '{' => "OpenBrace",
        '|' => "Pipe",
        '}' => "CloseBrace",
        '~' => "Tilde",
        _ => return None,
    })
}
