//! What a schema says to people.

use codegen_schema::Json;
use codegen_schema::ast::{Remarks, Schema};

use super::name::fold;
use super::union::is_null;
use crate::model::{Docs, Type, Value};

/// So many examples are told, each no longer than this.
const EXAMPLES: usize = 3;
const EXAMPLE: usize = 100;

/// The words of a member's schema, with those of what is in it and has no type of its own to carry them. A title
/// counts where it is in words, and not the `name` of the member in other letters, nor that of its type.
pub(super) fn of_member(schema: &Schema, value: &Value, name: &str, named: bool) -> Docs {
    let mut docs = of_schema(schema);
    let says_more = |title: &&str| !named && title.trim().contains(' ') && fold(title) != fold(name);
    let title = schema.title.as_deref().filter(says_more);
    if let (None, Some(title)) = (&schema.description, title) {
        docs = of_schema(&Schema { description: Some(title.to_owned()), ..schema.clone() });
    }
    let docs = with(docs, of_inner(schema, &value.kind));
    let Remarks { read_only, write_only, .. } = schema.remarks;
    let once = [(read_only, "Read-only."), (write_only, "Write-only.")];
    once.into_iter().filter(|(said, _)| *said).fold(docs, |docs, (_, text)| with(docs, Some(text.to_owned())))
}

/// The words of a type that is another name for what has none.
pub(super) fn of_alias(docs: Docs, schema: &Schema, value: &Value) -> Docs {
    with(docs, of_inner(schema, &value.kind))
}

/// The words of a schema.
pub(super) fn of_schema(schema: &Schema) -> Docs {
    // A title that is no name says something.
    let title = || schema.title.as_deref().filter(|title| !codegen_schema::is_name(title));
    let said = docs(schema.description.as_deref().or_else(title), schema.deprecated);
    with(said, examples(&schema.remarks.examples))
}

/// With another paragraph.
fn with(mut docs: Docs, more: Option<String>) -> Docs {
    if let Some(more) = more.filter(|more| docs.text.as_deref() != Some(more)) {
        let text = docs.text.take().map(|text| format!("{text}\n\n{more}"));
        docs.text = text.or(Some(more));
    }
    docs
}

/// Values that are short enough for a line, as code.
fn examples(all: &[Json]) -> Option<String> {
    let texts =
        all.iter().map(|one| on_one_line(&one.to_string())).filter(|text| text.chars().count() <= EXAMPLE);
    let spans: Vec<String> = texts.take(EXAMPLES).map(|text| code(&text)).collect();
    let word = if spans.len() == 1 { "Example" } else { "Examples" };
    (!spans.is_empty()).then(|| format!("{word}: {}.", spans.join(", ")))
}

/// JSON escapes line ends of ASCII alone.
fn on_one_line(json: &str) -> String {
    json.replace('\u{85}', r"\u0085").replace('\u{2028}', r"\u2028").replace('\u{2029}', r"\u2029")
}

/// A span of code, whatever is in it.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let ticks = "`".repeat(longest + 1);
    if longest == 0 { format!("`{text}`") } else { format!("{ticks} {text} {ticks}") }
}

fn of_inner(schema: &Schema, kind: &Type) -> Option<String> {
    if schema.any_of.is_some() || schema.one_of.is_some() {
        return of_choice(schema, kind);
    }
    let (inner, value, begin) = match kind {
        Type::Array(array) => (schema.array.items.as_deref()?, &array.items, "Each element"),
        Type::Map(map) => (schema.object.additional.as_deref()?, &map.values, "Each value"),
        Type::Tuple(_) => return of_places(schema),
        _ => return None,
    };
    let own = own(inner, &value.kind);
    own.map(|own| format!("{begin}: {own}")).or_else(|| of_inner(inner, &value.kind))
}

/// The words of a schema whose type has no place for them. A reference may say of its place what its definition
/// does not.
fn own(schema: &Schema, kind: &Type) -> Option<String> {
    let is_named = matches!(kind, Type::Ref(_)) && schema.reference.is_none();
    of_schema(schema).text.filter(|_| !is_named)
}

/// The places of a tuple of which something is said.
fn of_places(schema: &Schema) -> Option<String> {
    let places = schema.array.prefix_items.iter().flatten().zip(1..).map(|(item, place)| {
        let text = of_schema(item).text?;
        Some(format!("- Element {place}: {}", text.trim().replace('\n', "\n  ")))
    });
    let places: Vec<String> = places.flatten().collect();
    (!places.is_empty()).then(|| places.join("\n"))
}

/// The words of the branches of a choice that is no union: one type and null, or strings that are one.
fn of_choice(schema: &Schema, kind: &Type) -> Option<String> {
    let branches = schema.any_of.iter().chain(&schema.one_of).flatten();
    let (nulls, others): (Vec<&Schema>, Vec<&Schema>) = branches.partition(|branch| is_null(branch));
    let mut said: Vec<String> = match others.as_slice() {
        [one] => own(one, kind).or_else(|| of_inner(one, kind)).into_iter().collect(),
        _ if matches!(kind, Type::Ref(_)) => Vec::new(),
        _ => others.iter().filter_map(|branch| of_schema(branch).text).collect(),
    };
    let null = nulls.into_iter().filter_map(|branch| of_schema(branch).text);
    said.extend(null.map(|text| format!("Where null: {text}")));
    (!said.is_empty()).then(|| said.join("\n\n"))
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
