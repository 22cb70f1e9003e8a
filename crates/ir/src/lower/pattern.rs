//! What a pattern of property names says of how they begin.

/// The beginning that a pattern asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Beginning {
    pub text: String,
    /// Whether the pattern asks for nothing else.
    pub is_all: bool,
}

/// The beginning that all names have which match, where there is one: of `^x-[a-z]+$` it is `x-`.
pub(super) fn beginning(pattern: &str) -> Option<Beginning> {
    // What is chosen from may begin otherwise.
    let mut rest = pattern.strip_prefix('^').filter(|_| !pattern.contains('|'))?;
    let mut text = String::new();
    let mut last = rest;
    while let Some((letter, next)) = literal(rest) {
        text.push(letter);
        (last, rest) = (rest, next);
    }
    // Of the last letter there may be none.
    if rest.starts_with(['*', '?', '{']) && text.pop().is_some() {
        rest = last;
    }
    let is_all = rest.is_empty() || rest == ".*";
    (!text.is_empty()).then_some(Beginning { text, is_all })
}

/// Whether a name matches a pattern; `None` where it would have to be run to know.
pub(super) fn matches(pattern: &str, name: &str) -> Option<bool> {
    if let Some(only) = only(pattern) {
        return Some(name == only);
    }
    match beginning(pattern) {
        Some(it) if !name.starts_with(&it.text) => Some(false),
        Some(it) if it.is_all => Some(true),
        Some(_) => None,
        None => is_plain(pattern).then(|| name.contains(pattern)),
    }
}

/// A pattern without a sign that means something else.
fn is_plain(pattern: &str) -> bool {
    pattern.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ' | ':' | '/'))
}

/// The only text that a pattern takes, where it is one: of `^Bash@3$` it is `Bash@3`.
pub(super) fn only(pattern: &str) -> Option<String> {
    let mut rest = pattern.strip_prefix('^')?.strip_suffix('$').filter(|rest| !rest.contains('|'))?;
    let mut text = String::new();
    while let Some((letter, next)) = literal(rest) {
        text.push(letter);
        rest = next;
    }
    (rest.is_empty() && !text.is_empty()).then_some(text)
}

/// The letter that stands for itself at the beginning, and what follows.
fn literal(pattern: &str) -> Option<(char, &str)> {
    let mut letters = pattern.chars();
    let letter = match letters.next()? {
        // Before a letter or a digit it is no escape.
        '\\' => letters.next().filter(char::is_ascii_punctuation)?,
        '^' | '$' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' => return None,
        letter => letter,
    };
    Some((letter, letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_may_take_one_text_alone() {
        assert_eq!(only("^Bash@3$").as_deref(), Some("Bash@3"));
        assert_eq!(only(r"^a\.b\$$").as_deref(), Some("a.b$"));
        for none in ["^$", "^a", "a$", "^a.$", "^a|b$", "^ab*$", r"^a\$", r"^\d$", "^[ab]$"] {
            assert_eq!(only(none), None, "{none}");
        }
    }

    #[test]
    fn what_a_pattern_says_of_a_name_may_be_known() {
        for (pattern, name) in [("^x-", "x-a"), ("^a$", "a"), ("-", "x-a"), ("", "a"), ("^x-.*", "x-")] {
            assert_eq!(matches(pattern, name), Some(true), "{pattern} {name}");
        }
        for (pattern, name) in [("^x-", "a"), ("^a$", "ab"), ("-", "xa"), ("^x-[a-z]+$", "y-a")] {
            assert_eq!(matches(pattern, name), Some(false), "{pattern} {name}");
        }
        for (pattern, name) in
            [("^x-[a-z]+$", "x-a"), ("a$", "a"), ("a|b", "a"), ("^a|b", "a"), ("[ab]", "a")]
        {
            assert_eq!(matches(pattern, name), None, "{pattern} {name}");
        }
    }

    #[test]
    fn a_beginning_is_what_all_names_that_match_have() {
        let found = |pattern| beginning(pattern).map(|it| (it.text, it.is_all));
        let is = |text: &str, is_all| Some((text.to_owned(), is_all));
        assert_eq!(found("^x-"), is("x-", true));
        assert_eq!(found("^x-.*"), is("x-", true));
        assert_eq!(found(r"^x\-"), is("x-", true));
        assert_eq!(found(r"^\$\."), is("$.", true));
        assert_eq!(found("^né"), is("né", true));
        assert_eq!(found("^x-.+"), is("x-", false));
        assert_eq!(found("^x-.*$"), is("x-", false));
        assert_eq!(found("^x-$"), is("x-", false));
        assert_eq!(found(r"^x-[\w\d\.\x2d_]+$"), is("x-", false));
        assert_eq!(found("^ab*"), is("a", false));
        assert_eq!(found("^ab?c"), is("a", false));
        assert_eq!(found("^ab{0,1}"), is("a", false));
        assert_eq!(found("^ab+"), is("ab", false));
        for none in ["", "^", "x-", "^.", "^a*", "^[xX]-", "^(x-)", r"^\d", "^x-|^y-", "^$", "^(?i)x-"] {
            assert_eq!(found(none), None, "{none}");
        }
    }
}
