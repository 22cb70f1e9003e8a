//! Identifiers from text that may hold anything. Built from an allow-list (ASCII letters and
//! digits), never escaped into shape: what is not on it is spelled out.

use codegen_ir::spell;
use sha2::{Digest, Sha256};

/// The case of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `ThreadStart`
    Pascal,
    /// `threadStart`
    Camel,
    /// `thread_start`
    Snake,
    /// `THREAD_START`
    Screaming,
}

/// The longest identifier that is made; longer ones are cut and told apart by a hash.
const MAX_LEN: usize = 120;

/// An identifier in this case. Never empty, never begins with a digit; may be a reserved word.
#[must_use]
pub fn identifier(text: &str, case: Case) -> String {
    let spelled;
    let source = if text.chars().any(|c| c.is_ascii_alphanumeric()) && text.is_ascii() {
        text
    } else {
        spelled = spell(text);
        &spelled
    };
    shorten(join(&words(source), case), text, case)
}

/// The same with every symbol spelled out: `a-b` is `AHyphenB`.
#[must_use]
pub fn spelled_identifier(text: &str, case: Case) -> String {
    shorten(join(&words(&spell(text)), case), text, case)
}

/// The same with the case of its letters, where all are of one: `z` is `LowercaseZ`.
#[must_use]
pub fn cased_identifier(text: &str, case: Case) -> Option<String> {
    let (upper, lower) = (text.chars().any(char::is_uppercase), text.chars().any(char::is_lowercase));
    let word = match (upper, lower) {
        (true, false) => "uppercase",
        (false, true) => "lowercase",
        _ => return None,
    };
    let spelled = spell(text);
    let all: Vec<&str> = std::iter::once(word).chain(words(&spelled)).collect();
    Some(shorten(join(&all, case), text, case))
}

/// The same with a hash of the whole text: the last resort between two texts of the same words.
#[must_use]
pub fn hashed_identifier(text: &str, case: Case) -> String {
    let base = identifier(text, case);
    let hash = &hash(text)[..8];
    match case {
        Case::Pascal | Case::Camel => format!("{base}X{hash}"),
        Case::Snake => format!("{base}_x{hash}"),
        Case::Screaming => format!("{base}_X{}", hash.to_uppercase()),
    }
}

/// A type's name: as it is, where it is an upper camel case identifier already, else made from it.
#[must_use]
pub fn type_identifier(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && text.len() <= MAX_LEN;
    if plain { text.to_owned() } else { identifier(text, Case::Pascal) }
}

/// Hexadecimal SHA-256.
#[must_use]
pub fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut all, byte| {
        use std::fmt::Write as _;
        let _ = write!(all, "{byte:02x}");
        all
    })
}

fn shorten(name: String, text: &str, case: Case) -> String {
    if name.len() <= MAX_LEN {
        return name;
    }
    let hash = &hash(text)[..8];
    let head = name[..MAX_LEN - 12].trim_end_matches('_');
    match case {
        Case::Pascal | Case::Camel => format!("{head}X{hash}"),
        Case::Snake => format!("{head}_x{hash}"),
        Case::Screaming => format!("{head}_X{}", hash.to_uppercase()),
    }
}

/// The words of an ASCII text: split at everything that is no letter or digit, and where the case says
/// that a word begins. They are those of `heck`, which spends a twelfth of a whole run on their letters.
fn words(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for part in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut start = 0;
        // Whether the last letter of the word so far is a capital.
        let mut capital = None;
        for (index, pair) in part.as_bytes().windows(2).enumerate() {
            let [this, next] = [pair[0], pair[1]];
            let own = if this.is_ascii_alphabetic() { Some(this.is_ascii_uppercase()) } else { capital };
            let end = if own == Some(false) && next.is_ascii_uppercase() {
                index + 1
            } else if capital == Some(true) && this.is_ascii_uppercase() && next.is_ascii_lowercase() {
                index
            } else {
                capital = own;
                continue;
            };
            all.push(&part[start..end]);
            (start, capital) = (end, None);
        }
        if start < part.len() {
            all.push(&part[start..]);
        }
    }
    all
}

fn join(words: &[&str], case: Case) -> String {
    let mut name = String::with_capacity(words.iter().map(|word| word.len() + 1).sum());
    for (index, word) in words.iter().enumerate() {
        let digits = word.starts_with(|c: char| c.is_ascii_digit());
        let capital = match case {
            Case::Pascal => true,
            Case::Camel => index > 0,
            Case::Snake | Case::Screaming => false,
        };
        let separated = match case {
            Case::Snake | Case::Screaming => true,
            // `2025-06-18` must not become the number 20250618.
            Case::Pascal | Case::Camel => digits && name.ends_with(|c: char| c.is_ascii_digit()),
        };
        if index > 0 && separated {
            name.push('_');
        }
        let start = name.len();
        name.push_str(word);
        let word = &mut name[start..];
        if case == Case::Screaming {
            word.make_ascii_uppercase();
        } else {
            word.make_ascii_lowercase();
            if capital {
                word[..1].make_ascii_uppercase();
            }
        }
    }
    if name.is_empty() {
        name.push_str("empty");
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, 'v');
    }
    match case {
        Case::Pascal => name[..1].make_ascii_uppercase(),
        Case::Screaming => name.make_ascii_uppercase(),
        Case::Camel | Case::Snake => {}
    }
    name
}

#[cfg(test)]
mod tests {
    use heck::ToSnakeCase;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn words_are_those_of_heck(text in "[a-cA-C0-2_ -]{0,24}|[ -~]{0,16}") {
            prop_assert_eq!(super::words(&text).join("_").to_ascii_lowercase(), text.to_snake_case());
        }
    }
}
