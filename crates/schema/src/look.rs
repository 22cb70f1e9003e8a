//! Names that people cannot tell apart, or cannot see whole.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::confusable_detection::skeleton;

use crate::{Diagnostic, Diagnostics, Place};

/// Finds definitions whose names look the same, and such as hold what cannot be seen.
pub(crate) fn check<'a>(names: impl Iterator<Item = (&'a str, Place)> + Clone, found: &mut Diagnostics) {
    // Most schemas have nothing else: their names are told apart by eye well enough.
    if names.clone().all(|(name, _)| name.is_ascii()) {
        return;
    }
    let mut looks: HashMap<String, &str> = HashMap::new();
    let mut composed: HashMap<String, &str> = HashMap::new();
    for (name, place) in names {
        if let Some(c) = name.chars().find(|c| is_invisible(*c)) {
            found.push(invisible(name, c, place.clone()));
        }
        let visible: String = name.chars().filter(|c| !is_invisible(*c)).collect();
        if let Some(other) = composed.insert(visible.nfc().collect(), name) {
            found.push(same(name, other, place));
        } else if let Some(other) = looks.insert(skeleton(&visible).collect(), name)
            && !(other.is_ascii() && name.is_ascii())
        {
            found.push(alike(name, other, place));
        }
    }
}

/// Whether nothing is seen of it, or it moves what is seen.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// What is said of a name that holds such a character.
pub(crate) fn invisible(name: &str, c: char, place: Place) -> Diagnostic {
    let message =
        format!("the name `{}` holds the invisible character U+{:04X}", spelled(name), u32::from(c));
    Diagnostic::warning("invisible-character", place, message)
        .note("on the wire it stays; in the generated code the name spells it out")
        .help("is it meant? Otherwise correct the schema")
}

fn same(name: &str, other: &str, place: Place) -> Diagnostic {
    let message =
        format!("the definitions `{}` and `{}` have one name, written twice", spelled(other), spelled(name));
    Diagnostic::error("name-collision", place, message)
        .note("they differ only in how accents are encoded (NFC, NFD), or in characters that cannot be seen")
        .help("rename one of the two in the schema")
}

fn alike(name: &str, other: &str, place: Place) -> Diagnostic {
    let message = format!("the definitions `{name}` and `{other}` look the same");
    Diagnostic::warning("confusable-names", place, message)
        .note(format!("the first is spelled `{}`, the second `{}`", spelled(name), spelled(other)))
        .help("rename one of the two, or use letters of one script")
}

/// With everything beyond ASCII by its number.
fn spelled(name: &str) -> String {
    name.chars()
        .map(
            |c| if c.is_ascii_graphic() || c == ' ' { c.to_string() } else { c.escape_unicode().to_string() },
        )
        .collect()
}
