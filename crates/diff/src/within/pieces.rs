//! A type cut where the variants of a union begin and end: several of them may take together what none takes alone.

use std::collections::BTreeSet;

use codegen_ir::{Array, Integer, Map, Protocol, Shape, Text, Type, Union};

use super::object::Body;

/// More cuts are not made.
const MOST: usize = 16;
/// Unions in unions are not looked into deeper.
pub(super) const DEPTH: usize = 4;

/// The parts of a type, where there are several. Each value is in one of them.
pub(super) fn pieces(small: &Type, protocol: &Protocol, union: &Union) -> Option<Vec<Type>> {
    let mut cuts = BTreeSet::new();
    collect(protocol, union, DEPTH, &mut |kind| cuts.extend(starts(small, kind)));
    let (min, max) = range(small)?;
    let inside = |cut: &i128| min.is_none_or(|min| *cut > min) && max.is_none_or(|max| *cut <= max);
    let cuts: Vec<i128> = cuts.into_iter().filter(inside).collect();
    if cuts.is_empty() || cuts.len() > MOST {
        return None;
    }
    let lows = std::iter::once(min).chain(cuts.iter().copied().map(Some));
    let highs = cuts.iter().map(|cut| Some(cut - 1)).chain(std::iter::once(max));
    lows.zip(highs).map(|(low, high)| part(small, low, high)).collect()
}

/// The types without a name that variants hold.
fn collect(protocol: &Protocol, union: &Union, depth: usize, visit: &mut dyn FnMut(&Type)) {
    for content in union.variants.iter().filter_map(|variant| variant.content.as_ref()) {
        match protocol.resolve(&content.kind) {
            Type::Ref(id) => match &protocol.types[*id].shape {
                Shape::Union(inner) if depth > 0 => collect(protocol, inner, depth - 1, visit),
                Shape::Alias(value) => visit(protocol.resolve(&value.kind)),
                // An object without members is the shortest one that is let in there, if any is.
                Shape::Struct(body) => {
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

/// Objects of so many members, whatever they are.
fn map(min_members: Option<u64>, max_members: Option<u64>) -> Type {
    let values = codegen_ir::Value { kind: Type::Any, nullable: false };
    Type::Map(Box::new(Map { keys: Type::String(Text::default()), values, min_members, max_members }))
}

/// Where a type of the same kind begins, and where it has ended.
fn starts(small: &Type, other: &Type) -> impl Iterator<Item = i128> {
    let same = std::mem::discriminant(small) == std::mem::discriminant(other);
    let (min, max) = range(other).filter(|_| same).unwrap_or_default();
    min.into_iter().chain(max.map(|max| max + 1))
}

/// The values of an integer, else the lengths.
fn range(kind: &Type) -> Option<(Option<i128>, Option<i128>)> {
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
