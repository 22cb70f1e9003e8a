//! A type cut where the variants of a union begin and end: several of them may take together what none takes alone.

use std::collections::{BTreeSet, HashSet};

use codegen_ir::{Array, Integer, Literal, Map, Protocol, Shape, Text, Type, Union};

use super::object::Body;

/// More cuts are not made.
const MOST: usize = 16;
/// Unions in unions are not looked into deeper.
const DEPTH: usize = 4;

/// The parts of a type, where there are several. Each value is in one of them.
pub(super) fn pieces(small: &Type, protocol: &Protocol, union: &Union) -> Option<Vec<Type>> {
    if *small == Type::Boolean {
        return Some([true, false].map(|one| Type::Literal(Literal::Boolean(one))).to_vec());
    }
    let mut cuts = BTreeSet::new();
    for kind in contents(protocol, union) {
        cut_by(kind, protocol, &mut |kind| cuts.extend(starts(small, kind)));
    }
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

/// Where an object type cuts others: by how many members it may have.
fn cut_by(kind: &Type, protocol: &Protocol, visit: &mut dyn FnMut(&Type)) {
    match kind {
        Type::Ref(id) => {
            if let Shape::Struct(body) = &protocol.types[*id].shape {
                // An object without members is the shortest one that is let in there, if any is.
                visit(&map(Some(0), Some(0)));
                let (min, max) = Body::of(body).counts();
                visit(&map(Some(min), max));
            }
        }
        plain => visit(plain),
    }
}

/// What the variants of a union hold, and of unions in it: each of them is gone through once.
pub(super) fn contents<'p>(protocol: &'p Protocol, union: &'p Union) -> Vec<&'p Type> {
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    let mut level = vec![union];
    for _ in 0..=DEPTH {
        let mut inner = Vec::new();
        for content in level.iter().flat_map(|union| &union.variants).filter_map(|one| one.content.as_ref()) {
            let kind = protocol.resolve(&content.kind);
            match kind {
                Type::Ref(id) => match &protocol.types[*id].shape {
                    Shape::Union(union) if seen.insert(*id) => inner.push(union),
                    Shape::Union(_) => {}
                    Shape::Alias(value) => found.push(protocol.resolve(&value.kind)),
                    _ => found.push(kind),
                },
                _ => found.push(kind),
            }
        }
        level = inner;
    }
    found
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
