//! A type cut where the variants of a union begin and end: several of them may take together what none takes alone.

use std::collections::BTreeSet;

use codegen_ir::{Array, Integer, Map, Protocol, Shape, Text, Type, Union};

use super::object::Body;

/// More cuts are not made.
const MOST: usize = 16;
/// Unions in unions are not looked into deeper.
const DEPTH: usize = 4;

/// The parts of a type, where there are several. Each value is in one of them.
pub(super) fn pieces(small: &Type, protocol: &Protocol, union: &Union) -> Option<Vec<Type>> {
    let (min, max) = range(small)?;
    ranges(small, (min, max), protocol, union)?.map(|(low, high)| part(small, low, high)).collect()
}

/// From how many members to how many, for each part of an object that has so many.
pub(super) fn counts(
    (min, max): (u64, Option<u64>),
    protocol: &Protocol,
    union: &Union,
) -> Option<Vec<(u64, Option<u64>)>> {
    let whole = (Some(i128::from(min)), max.map(i128::from));
    let count = |at: i128| u64::try_from(at).ok();
    ranges(&map(Some(min), max), whole, protocol, union)?
        .map(|(low, high)| {
            let high = match high {
                Some(high) => Some(count(high)?),
                None => None,
            };
            Some((count(low?)?, high))
        })
        .collect()
}

type Range = (Option<i128>, Option<i128>);

/// A range, cut where types of the same kind begin and end.
fn ranges(
    small: &Type,
    (min, max): Range,
    protocol: &Protocol,
    union: &Union,
) -> Option<impl Iterator<Item = Range>> {
    let mut cuts = BTreeSet::new();
    collect(protocol, union, DEPTH, &mut |kind| cuts.extend(starts(small, kind)));
    let inside = |cut: &i128| min.is_none_or(|min| *cut > min) && max.is_none_or(|max| *cut <= max);
    let cuts: Vec<i128> = cuts.into_iter().filter(inside).collect();
    if cuts.is_empty() || cuts.len() > MOST {
        return None;
    }
    let lows: Vec<_> = std::iter::once(min).chain(cuts.iter().copied().map(Some)).collect();
    let highs = cuts.into_iter().map(|cut| Some(cut - 1)).chain(std::iter::once(max));
    Some(lows.into_iter().zip(highs))
}

/// Objects of so many members, whatever they are.
fn map(min_members: Option<u64>, max_members: Option<u64>) -> Type {
    let values = codegen_ir::Value { kind: Type::Any, nullable: false };
    Type::Map(Box::new(Map { keys: Type::String(Text::default()), values, min_members, max_members }))
}

/// The types without a name that variants hold.
fn collect(protocol: &Protocol, union: &Union, depth: usize, visit: &mut dyn FnMut(&Type)) {
    for content in union.variants.iter().filter_map(|variant| variant.content.as_ref()) {
        match protocol.resolve(&content.kind) {
            Type::Ref(id) => match &protocol.types[*id].shape {
                Shape::Union(inner) if depth > 0 => collect(protocol, inner, depth - 1, visit),
                Shape::Alias(value) => visit(protocol.resolve(&value.kind)),
                Shape::Struct(body) => {
                    // An object without members is the shortest one that is let in there.
                    visit(&map(Some(0), Some(0)));
                    let (min, max) = Body::of(body).counts();
                    visit(&map(Some(min), max));
                }
                _ => {}
            },
            plain => visit(plain),
        }
    }
}

/// Where a type of the same kind begins, and where it has ended.
fn starts(small: &Type, other: &Type) -> impl Iterator<Item = i128> {
    let same = std::mem::discriminant(small) == std::mem::discriminant(other);
    let (min, max) = range(other).filter(|_| same).unwrap_or_default();
    min.into_iter().chain(max.map(|max| max + 1))
}

/// The values of an integer, else the lengths.
fn range(kind: &Type) -> Option<Range> {
    let length =
        |min: Option<u64>, max: Option<u64>| Some((Some(i128::from(min.unwrap_or(0))), max.map(i128::from)));
    match kind {
        Type::Integer(integer) => Some(integer.bounds()),
        Type::String(text) => length(text.min_length, text.max_length),
        Type::Array(array) => length(array.min_items, array.max_items),
        Type::Map(map) => length(map.min_members, map.max_members),
        _ => None,
    }
}

/// The same type within narrower bounds.
fn part(kind: &Type, low: Option<i128>, high: Option<i128>) -> Option<Type> {
    let length = |at: Option<i128>| at.map(u64::try_from).transpose().ok();
    Some(match kind {
        Type::Integer(integer) => Type::Integer(Integer { min: low, max: high, ..*integer }),
        Type::String(text) => {
            Type::String(Text { min_length: length(low)?, max_length: length(high)?, ..text.clone() })
        }
        Type::Array(array) => Type::Array(Box::new(Array {
            min_items: length(low)?,
            max_items: length(high)?,
            ..(**array).clone()
        })),
        Type::Map(map) => Type::Map(Box::new(Map {
            min_members: length(low)?,
            max_members: length(high)?,
            ..(**map).clone()
        })),
        _ => return None,
    })
}
