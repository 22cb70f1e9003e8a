//! Comments: what the schema says to people, and what its types say that TypeScript's cannot.

use std::fmt::Write as _;

use codegen_target::ir::{
    Array, Docs, EnumValue, Enumeration, Field, Integer, Json, Literal, Map, Number, Rule, Struct, Text,
    Tuple, Type, Union, Variant, Width,
};

use crate::model::Comment;
use crate::text::{DocText, Ident};
use crate::{Integers, Options};

/// What `index.ts` says of the package.
pub fn package(options: &Options) -> Comment {
    let integers = match options.integers {
        Integers::Number => {
            "Integers are of type `number`, which is exact up to 2^53 - 1. Where the range of an integer goes \
             beyond that, its comment says so: `JSON.parse` rounds greater values."
        }
        Integers::BigInt => {
            "Integers whose range goes beyond 2^53 - 1 are of type `bigint`: messages need a JSON parser and a \
             writer that know it, since `JSON.parse` rounds such values and `JSON.stringify` refuses them."
        }
    };
    Comment {
        blocks: vec![
            vec!["The types of the protocol, as JSON carries them.".to_owned()],
            vec![
                "A member that may be absent is `x?: T`, one that may be null is `x: T | null`: the two are not \
                 the same. A peer may send members, enumeration values and tags that are not listed here; they \
                 are still there at run time, since nothing is taken away."
                    .to_owned(),
            ],
            vec![integers.to_owned()],
        ],
        tags: vec!["@packageDocumentation".to_owned()],
    }
}

/// The comment of something that is neither type nor member.
pub fn plain(docs: &Docs) -> Comment {
    build(docs, Vec::new())
}

/// The comment of a struct.
pub fn of_struct(docs: &Docs, shape: &Struct) -> Comment {
    let count = |pick: &dyn Fn(&Rule) -> Option<u64>| shape.rules.iter().find_map(pick);
    let min = count(&|rule| if let Rule::MinMembers(min) = rule { Some(*min) } else { None });
    let max = count(&|rule| if let Rule::MaxMembers(max) = rule { Some(*max) } else { None });
    build(
        docs,
        shape.rules.iter().filter_map(rule).chain(range("An object of", min, max, "member")).collect(),
    )
}

/// The comment of an alias.
pub fn of_alias(docs: &Docs, kind: &Type, options: &Options) -> Comment {
    build(docs, limits(kind, options))
}

/// The comment of a union: bare strings and what has no name have no type of their own to carry their docs.
pub fn of_union(docs: &Docs, shape: &Union) -> Comment {
    with_list(docs, shape.variants.iter().filter_map(branch).flatten().collect())
}

/// What is said of a variant whose type cannot say it.
fn branch(variant: &Variant) -> Option<Vec<String>> {
    let code = match &variant.content {
        None => DocText::code(&Literal::String(variant.tags.first()?.clone()).to_json()),
        Some(content) => DocText::code(unnamed(&content.kind).filter(|_| variant.tags.is_empty())?),
    };
    item(&code, &variant.docs.whole()?)
}

/// How a type without a name is called in a comment.
const fn unnamed(kind: &Type) -> Option<&'static str> {
    Some(match kind {
        Type::Boolean => "boolean",
        Type::Integer(_) | Type::Number(_) => "number",
        Type::String(_) => "string",
        Type::Array(_) | Type::Tuple(_) => "Array",
        Type::Map(_) => "Record",
        Type::Any | Type::Never | Type::Null | Type::Literal(_) | Type::Ref(_) => return None,
    })
}

/// The comment of an enumeration whose values have no place of their own for their docs.
pub fn of_enumeration(docs: &Docs, list: &Enumeration) -> Comment {
    let value = |value: &EnumValue| item(&DocText::code(&value.literal.to_json()), &value.said()?);
    // `2.0` and `2` are one value here.
    let twin = |value: &&EnumValue| {
        let Literal::Number(number) = &value.literal else { return false };
        list.values.iter().any(|other| match other.literal {
            Literal::Integer(whole) => number.as_f64() == whole.to_string().parse().ok(),
            _ => false,
        })
    };
    with_list(docs, list.values.iter().filter(|value| !twin(value)).filter_map(value).flatten().collect())
}

fn with_list(docs: &Docs, list: Vec<String>) -> Comment {
    let mut comment = build(docs, Vec::new());
    if !list.is_empty() {
        comment.blocks.push(list);
    }
    comment
}

fn item(code: &str, text: &str) -> Option<Vec<String>> {
    let text = DocText::new(text);
    let (first, others) = text.lines().split_first()?;
    let others = others.iter().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") });
    Some(std::iter::once(format!("- {code}: {first}")).chain(others).collect())
}

/// The comment of a member.
pub fn of_field(field: &Field, options: &Options) -> Comment {
    let mut comment = build(&field.docs, limits(&field.value.kind, options));
    // That null stands for absence goes without saying.
    if let Some(default) = field.default.as_ref().filter(|default| **default != Json::Null) {
        comment.tags.push(format!("@defaultValue {}", DocText::code(&default.to_string())));
    }
    comment
}

fn build(docs: &Docs, notes: Vec<String>) -> Comment {
    let mut blocks = Vec::new();
    if let Some(text) = &docs.text {
        let text = DocText::new(text);
        if !text.lines().is_empty() {
            blocks.push(text.lines().to_vec());
        }
    }
    if !notes.is_empty() {
        blocks.push(notes);
    }
    Comment { blocks, tags: if docs.deprecated { deprecation(docs) } else { Vec::new() } }
}

/// `@deprecated` and the reason, whose further lines belong to the tag, too.
fn deprecation(docs: &Docs) -> Vec<String> {
    let reason = DocText::new(docs.reason.as_deref().unwrap_or_default());
    let mut lines = reason.lines().iter().filter(|line| !line.is_empty());
    let first = lines.next().map(|line| format!(" {line}")).unwrap_or_default();
    std::iter::once(format!("@deprecated{first}")).chain(lines.cloned()).collect()
}

/// What a type says that TypeScript cannot.
fn limits(kind: &Type, options: &Options) -> Vec<String> {
    match kind {
        Type::Integer(integer) => vec![of_integer(integer, options)],
        Type::Number(number) => of_number(number).into_iter().collect(),
        Type::String(text) => of_text(text),
        Type::Array(array) => of_array(array, options),
        Type::Tuple(tuple) => of_tuple(tuple),
        Type::Map(map) => of_map(map, options),
        _ => Vec::new(),
    }
}

fn of_integer(integer: &Integer, options: &Options) -> String {
    let mut note = match integer.bounds() {
        (Some(i128::MIN..=-1), Some(_))
            if integer.width == Width::I64 && integer.min.is_none() && integer.max.is_none() =>
        {
            "An integer of 64 bits".to_owned()
        }
        (Some(0), Some(max)) if max == u64::MAX.into() => "An integer of 64 bits, at least 0".to_owned(),
        (Some(min), Some(max)) => format!("An integer from {min} to {max}"),
        (Some(min), None) => format!("An integer, at least {min}"),
        (None, Some(max)) => format!("An integer, at most {max}"),
        (None, None) => "An integer".to_owned(),
    };
    if let Some(step) = integer.multiple_of.filter(|step| *step > 1) {
        let _ = write!(note, ", a multiple of {step}");
    }
    if options.integers == Integers::Number && !is_safe(integer) && integer.width != Width::Any {
        note.push_str(": exact up to 2^53 - 1");
    }
    note.push('.');
    note
}

/// Whether a `number` holds each value exactly.
pub fn is_safe(integer: &Integer) -> bool {
    const LIMIT: i128 = (1 << 53) - 1;
    matches!(integer.bounds(), (Some(min), Some(max)) if min >= -LIMIT && max <= LIMIT)
}

fn of_number(number: &Number) -> Option<String> {
    if number.only().is_some() {
        return None;
    }
    let least = number
        .min
        .map(|bound| format!("{} {}", if bound.exclusive { "more than" } else { "at least" }, bound.at));
    let most = number
        .max
        .map(|bound| format!("{} {}", if bound.exclusive { "less than" } else { "at most" }, bound.at));
    sentence("A number,", least, most, "")
}

/// `range(1, 2, "character")`: from a smallest and a largest count to words.
fn range(begin: &str, min: Option<u64>, max: Option<u64>, unit: &str) -> Option<String> {
    if let Some(count) = min.filter(|min| max == Some(*min)) {
        return Some(format!("{begin} exactly {count} {unit}{}.", if count == 1 { "" } else { "s" }));
    }
    let min = min.filter(|min| *min > 0).map(|min| format!("at least {min}"));
    let one = max.map_or(min.as_deref() == Some("at least 1"), |max| max == 1);
    let unit = if one { unit.to_owned() } else { format!("{unit}s") };
    sentence(begin, min, max.map(|max| format!("at most {max}")), &format!(" {unit}"))
}

fn sentence(begin: &str, least: Option<String>, most: Option<String>, unit: &str) -> Option<String> {
    match (least, most) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(format!("{begin} {one}{unit}.")),
        (Some(least), Some(most)) => Some(format!("{begin} {least} and {most}{unit}.")),
    }
}

fn of_text(text: &Text) -> Vec<String> {
    let code = |text: &str| DocText::code(&Literal::String(text.to_owned()).to_json());
    let mut notes: Vec<String> =
        range("A string of", text.min_length, text.max_length, "character").into_iter().collect();
    notes.extend(text.unchecked().map(|(what, text)| format!("{what}: {}.", code(text))));
    notes
}

fn of_array(array: &Array, options: &Options) -> Vec<String> {
    let mut notes: Vec<String> = match array.written_out() {
        Some(_) => Vec::new(),
        None => range("A list of", array.min_items, array.max_items, "element").into_iter().collect(),
    };
    if array.unique {
        notes.push("No two elements are equal.".to_owned());
    }
    notes.extend(
        limits(&array.items.kind, options)
            .into_iter()
            .map(|note| format!("Each element: {}", lower_first(&note))),
    );
    notes
}

fn of_tuple(tuple: &Tuple) -> Vec<String> {
    let max = tuple
        .max_items
        .filter(|max| tuple.rest.is_some() || usize::try_from(*max).is_ok_and(|max| max < tuple.items.len()));
    let min = (tuple.min_items > tuple.items.len() as u64).then_some(tuple.min_items);
    range("A list of", min, max, "element").into_iter().collect()
}

fn of_map(map: &Map, options: &Options) -> Vec<String> {
    let mut notes: Vec<String> =
        range("An object of", map.min_members, map.max_members, "member").into_iter().collect();
    notes.extend(
        limits(&map.values.kind, options)
            .into_iter()
            .map(|note| format!("Each value: {}", lower_first(&note))),
    );
    notes
}

fn lower_first(note: &str) -> String {
    let mut letters = note.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn rule(rule: &Rule) -> Option<String> {
    let name = |name: &String| DocText::code(&Literal::String(name.clone()).to_json());
    let set = |set: &Vec<String>| {
        if set.is_empty() {
            "none of them".to_owned()
        } else {
            set.iter().map(name).collect::<Vec<_>>().join(" and ")
        }
    };
    let sets = |sets: &Vec<Vec<String>>| sets.iter().map(set).collect::<Vec<_>>().join("; or ");
    match rule {
        Rule::AnyOf(all) => Some(format!("At least one must be there: {}.", sets(all))),
        Rule::OneOf(all) => Some(format!("Exactly one must be there: {}.", sets(all))),
        Rule::Requires(one, others) => {
            Some(format!("Where {} is there, {} must be.", name(one), set(others)))
        }
        Rule::MinMembers(_) | Rule::MaxMembers(_) => None,
    }
}

/// The comment of a variant that has no type of its own.
pub fn of_variant(docs: &Docs, kind: &Type, options: &Options) -> Comment {
    build(docs, limits(kind, options))
}

/// The comment of the values of an enumeration.
pub fn of_values(name: &Ident) -> Comment {
    note(format!("The known values of {name}."))
}

/// The comment of what the variants of a union share.
pub fn of_base(union: &Ident) -> Comment {
    note(format!("What each variant of {union} has."))
}

fn note(text: String) -> Comment {
    Comment { blocks: vec![vec![text]], tags: Vec::new() }
}
