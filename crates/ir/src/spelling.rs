//! Names for symbols, and the words of a text.

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
        '\t' => "Tab",
        '\n' => "Lf",
        '\r' => "Cr",
        _ => return None,
    })
}

/// Latin letters with accents, and what is left without.
const LATIN: &[(&str, &str)] = &[
    ("ÀÁÂÃÄÅĀĂĄ", "A"),
    ("àáâãäåāăą", "a"),
    ("ÇĆĈĊČ", "C"),
    ("çćĉċč", "c"),
    ("ÐĎĐ", "D"),
    ("ðďđ", "d"),
    ("ÈÉÊËĒĔĖĘĚ", "E"),
    ("èéêëēĕėęě", "e"),
    ("ĜĞĠĢ", "G"),
    ("ĝğġģ", "g"),
    ("ĤĦ", "H"),
    ("ĥħ", "h"),
    ("ÌÍÎÏĨĪĬĮİ", "I"),
    ("ìíîïĩīĭįı", "i"),
    ("Ĵ", "J"),
    ("ĵ", "j"),
    ("Ķ", "K"),
    ("ķ", "k"),
    ("ĹĻĽĿŁ", "L"),
    ("ĺļľŀł", "l"),
    ("ÑŃŅŇ", "N"),
    ("ñńņň", "n"),
    ("ÒÓÔÕÖØŌŎŐ", "O"),
    ("òóôõöøōŏő", "o"),
    ("ŔŖŘ", "R"),
    ("ŕŗř", "r"),
    ("ŚŜŞŠȘ", "S"),
    ("śŝşšș", "s"),
    ("ŢŤŦȚ", "T"),
    ("ţťŧț", "t"),
    ("ÙÚÛÜŨŪŬŮŰŲ", "U"),
    ("ùúûüũūŭůűų", "u"),
    ("Ŵ", "W"),
    ("ŵ", "w"),
    ("ÝŶŸ", "Y"),
    ("ýÿŷ", "y"),
    ("ŹŻŽ", "Z"),
    ("źżž", "z"),
    ("Æ", "AE"),
    ("æ", "ae"),
    ("Œ", "OE"),
    ("œ", "oe"),
    ("Þ", "Th"),
    ("þ", "th"),
    ("ß", "ss"),
];

/// The text without the accents of its letters; none where it holds anything else beyond ASCII.
#[must_use]
pub fn without_accents(text: &str) -> Option<String> {
    let mut all = String::with_capacity(text.len());
    for c in text.chars() {
        match LATIN.iter().find(|(letters, _)| letters.contains(c)) {
            _ if c.is_ascii() => all.push(c),
            Some((_, plain)) => all.push_str(plain),
            None => return None,
        }
    }
    Some(all)
}

/// The words of an ASCII text: split at everything that is no letter or digit, and where the case says that a word
/// begins. They are those of `heck`, which spends a twelfth of a whole run on their letters, but for acronyms of
/// which a convention made the first letter small: `hTTPError` is `HTTPError`, `eBPF` is one word.
#[must_use]
pub fn words(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for part in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        let acronym = begins_with_an_acronym(part.as_bytes());
        let mut start = 0;
        // Whether the last letter of the word so far is a capital.
        let mut capital = None;
        for (index, pair) in part.as_bytes().windows(2).enumerate() {
            let [this, next] = [pair[0], pair[1]];
            let big = this.is_ascii_uppercase() || index == 0 && acronym;
            let own = if this.is_ascii_alphabetic() { Some(big) } else { capital };
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

/// A small letter before two capitals.
const fn begins_with_an_acronym(part: &[u8]) -> bool {
    matches!(part, [first, second, third, ..]
        if first.is_ascii_lowercase() && second.is_ascii_uppercase() && third.is_ascii_uppercase())
}

/// A text in upper camel case; numbers that stood apart stay apart: `2024-11-05` is `2024_11_05`.
#[must_use]
pub(crate) fn upper_camel(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for word in words(text) {
        let ends_in_digit = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
        if word.starts_with(|c: char| c.is_ascii_digit()) && ends_in_digit(&all) {
            all.push('_');
        }
        let (first, rest) = word.split_at(1);
        all.push_str(&first.to_ascii_uppercase());
        all.push_str(&rest.to_ascii_lowercase());
    }
    all
}

#[cfg(test)]
mod tests {
    use heck::ToSnakeCase;
    use proptest::prelude::*;

    use super::{begins_with_an_acronym, upper_camel, without_accents, words};

    #[test]
    fn accents_are_lost() {
        assert_eq!(without_accents("français, Łódź").as_deref(), Some("francais, Lodz"));
        assert_eq!(without_accents("日"), None);
    }

    #[test]
    fn acronyms_stay_whole() {
        let snake = |text: &str| words(text).join("_").to_ascii_lowercase();
        for (text, wanted) in [
            ("hTTPError", "http_error"),
            ("HTTPError", "http_error"),
            ("jSONRPC", "jsonrpc"),
            ("xMLHttpRequest", "xml_http_request"),
            ("eBPF", "ebpf"),
            ("iOSDevice", "ios_device"),
            ("iPhone", "i_phone"),
            ("x5c", "x5c"),
            ("sha256Digest", "sha256_digest"),
            ("Base64Encoded", "base64_encoded"),
            ("userID", "user_id"),
        ] {
            assert_eq!(snake(text), wanted);
            // Words are stable.
            assert_eq!(snake(&upper_camel(text)), wanted);
        }
        assert_eq!(words("aB"), ["a", "B"]);
        assert_eq!(upper_camel("2024-11-05"), "2024_11_05");
        assert_eq!(upper_camel("v2-beta"), "V2Beta");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn words_are_those_of_heck(text in "[a-cA-C0-2_ -]{0,24}|[ -~]{0,16}") {
            let mut parts = text.split(|c: char| !c.is_ascii_alphanumeric());
            prop_assume!(!parts.any(|part| begins_with_an_acronym(part.as_bytes())));
            prop_assert_eq!(words(&text).join("_").to_ascii_lowercase(), text.to_snake_case());
        }
    }
}
