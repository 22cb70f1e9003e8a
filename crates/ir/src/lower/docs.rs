//! What a schema says to people.

use codegen_schema::ast::Schema;

use crate::model::{Docs, Type, Value};

/// The words of a member's schema, with those of the elements or values in it that have no type of their own
/// to carry them.
pub(super) fn of_member(schema: &Schema, value: &Value) -> Docs {
    let mut docs = super::docs(schema);
    if let Some(inner) = of_inner(schema, &value.kind) {
        let text = docs.text.take().map(|text| format!("{text}\n\n{inner}"));
        docs.text = text.or(Some(inner));
    }
    docs
}

fn of_inner(schema: &Schema, kind: &Type) -> Option<String> {
    let (inner, value, begin) = match kind {
        Type::Array(array) => (schema.array.items.as_deref()?, &array.items, "Each element"),
        Type::Map(map) => (schema.object.additional.as_deref()?, &map.values, "Each value"),
        _ => return None,
    };
    // A reference may say of its place what its definition does not.
    let is_named = matches!(value.kind, Type::Ref(_)) && inner.reference.is_none();
    let own = super::docs(inner).text.filter(|_| !is_named);
    own.map(|own| format!("{begin}: {own}")).or_else(|| of_inner(inner, &value.kind))
}

/// The words of a schema. Authors who write for `JSDoc` say in them that something is deprecated; where the schema
/// says so itself, a paragraph `Deprecated: ...` has the reason.
pub(super) fn docs(text: Option<&str>, deprecated: bool) -> Docs {
    let (text, reason) = text.map(|text| apart(text, deprecated)).unwrap_or_default();
    let filled = |text: String| Some(text).filter(|text| !text.trim().is_empty());
    Docs { text: filled(text), deprecated: deprecated || reason.is_some(), reason: reason.and_then(filled) }
}

/// A text without the paragraphs that begin with `@deprecated`, and what these say.
fn apart(text: &str, deprecated: bool) -> (String, Option<String>) {
    if !deprecated && !text.contains(TAG) {
        return (text.to_owned(), None);
    }
    let (mut kept, mut said): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let (mut found, mut inside, mut fenced, mut begins) = (false, false, false, true);
    for line in text.lines() {
        let blank = line.trim().is_empty();
        let fence = line.trim_start().starts_with("```");
        let reason = reason(line.trim_start(), deprecated);
        match reason.filter(|_| begins && !fenced) {
            Some(reason) => {
                (found, inside) = (true, true);
                said.push(reason.trim_start());
            }
            None if inside && !blank => said.push(line),
            None => {
                inside = false;
                kept.push(line);
            }
        }
        fenced ^= fence;
        begins = blank;
    }
    if !found {
        return (text.to_owned(), None);
    }
    (kept.join("\n").trim_end().to_owned(), Some(said.join("\n").trim().to_owned()))
}

const TAG: &str = "@deprecated";

/// What a line says behind the word that something is deprecated.
fn reason(line: &str, deprecated: bool) -> Option<&str> {
    const WORD: &str = "deprecated:";
    let tagged = line.strip_prefix(TAG).filter(|rest| !rest.starts_with(is_of_word));
    let said = || {
        let (word, rest) = line.split_at_checked(WORD.len())?;
        (deprecated && word.eq_ignore_ascii_case(WORD)).then_some(rest)
    };
    tagged.or_else(said)
}

/// Whether `@deprecated` goes on as another word.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::docs;

    /// Text, whether it is deprecated, and the reason; nothing is empty.
    fn read(text: &str) -> (String, bool, String) {
        let docs = docs(Some(text), false);
        (docs.text.unwrap_or_default(), docs.deprecated, docs.reason.unwrap_or_default())
    }

    fn all(text: &str, deprecated: bool, reason: &str) -> (String, bool, String) {
        (text.to_owned(), deprecated, reason.to_owned())
    }

    #[test]
    fn a_paragraph_says_that_something_is_deprecated() {
        assert_eq!(read("@deprecated Ignored. Use `x`."), all("", true, "Ignored. Use `x`."));
        assert_eq!(read("@deprecated"), all("", true, ""));
        assert_eq!(
            read("What it is.\n\n@deprecated Use\n`x`.\n\nMore."),
            all("What it is.\n\n\nMore.", true, "Use\n`x`.")
        );
        assert_eq!(read(" @deprecated: no"), all("", true, ": no"));
    }

    #[test]
    fn a_sentence_that_names_the_tag_says_nothing() {
        for text in [
            "See @deprecated.",
            "One\n@deprecated two",
            "@deprecatedBy me",
            "```\n\n@deprecated\n```",
            "plain",
        ] {
            assert_eq!(read(text), all(text, false, ""));
        }
    }

    #[test]
    fn what_is_deprecated_says_why_in_a_paragraph_of_its_own() {
        let said = docs(Some("What.\n\nDeprecated: use `x`,\nor y.\n\nMore."), true);
        assert_eq!(said.text.as_deref(), Some("What.\n\n\nMore."));
        assert_eq!(said.reason.as_deref(), Some("use `x`,\nor y."));
        assert_eq!(docs(Some("DEPRECATED: gone"), true).reason.as_deref(), Some("gone"));
        // The words alone are no mark.
        assert_eq!(read("Deprecated: use x."), all("Deprecated: use x.", false, ""));
        assert_eq!(docs(Some("Not deprecated: it is"), true).reason, None);
    }

    #[test]
    fn both_ways_to_say_it_say_it_once() {
        let both = docs(Some("@deprecated Gone."), true);
        assert_eq!((both.text, both.deprecated, both.reason.as_deref()), (None, true, Some("Gone.")));
    }
}
