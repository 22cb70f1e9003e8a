//! Identifiers from text that may hold anything. Built from an allow-list (ASCII letters and
//! digits), never escaped into shape: what is not on it loses its accents or is spelled out.

use codegen_ir::{spell, without_accents, words};
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
    let has_words = |text: &str| text.bytes().any(|c| c.is_ascii_alphanumeric());
    if text.is_ascii() && has_words(text) {
        return shorten(join(&words(text), case), text, case);
    }
    let source = without_accents(text).filter(|plain| has_words(plain)).unwrap_or_else(|| spell(text));
    shorten(join(&words(&source), case), text, case)
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

/// The same with the convention that the text is written in: `fooBar` is `foo_bar_camel`. For texts of one word
/// there is none, but for acronyms with a small first letter.
#[must_use]
pub fn styled_identifier(text: &str, case: Case) -> Option<String> {
    let style = text.is_ascii().then(|| style(text))??;
    let all: Vec<&str> = words(text).into_iter().chain([style]).collect();
    Some(shorten(join(&all, case), text, case))
}

fn style(text: &str) -> Option<&'static str> {
    let words = words(text);
    let is = |case| text == join(&words, case);
    let kebab = || text.replace('-', "_");
    Some(match words.len() {
        1 if text.starts_with(|c: char| c.is_ascii_lowercase()) && text.contains(char::is_uppercase) => {
            "camel"
        }
        0 | 1 => return None,
        _ if is(Case::Snake) => "snake",
        _ if is(Case::Screaming) => "upper",
        _ if is(Case::Camel) => "camel",
        _ if is(Case::Pascal) => "pascal",
        _ if kebab() == join(&words, Case::Snake) => "kebab",
        _ if text.bytes().all(|c| c.is_ascii_alphanumeric()) => "capitals",
        _ => return None,
    })
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

/// A type's name: as it is, where it is an upper camel case identifier already (if with a letter before its digits), else
/// made from it.
#[must_use]
pub fn type_identifier(text: &str) -> String {
    let name =
        if text.starts_with(|c: char| c.is_ascii_digit()) { format!("V{text}") } else { text.to_owned() };
    let begins = name.starts_with(|c: char| c.is_ascii_uppercase());
    let plain = begins && name.split('_').all(is_alphanumeric) && parts_only_digits(&name);
    if plain && name.len() <= MAX_LEN { name } else { identifier(text, Case::Pascal) }
}

fn is_alphanumeric(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|c| c.is_ascii_alphanumeric())
}

/// Whether underscores stand between digits only, where they keep two numbers apart.
fn parts_only_digits(text: &str) -> bool {
    let digits = |a: u8, b: u8| a.is_ascii_digit() && b.is_ascii_digit();
    text.as_bytes().windows(3).all(|three| three[1] != b'_' || digits(three[0], three[2]))
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
