//! Members that were named and are not where the same values are read now: nothing is refused, and what they said is
//! lost.

use std::collections::{BTreeSet, HashMap};

use codegen_ir::{Field, Literal, Presence, Shape, Struct, Tagging, Type};

use crate::side::{Side, cut, number_as_one};

/// Unions in unions are not looked into deeper.
const DEPTH: usize = 4;
/// Nor are more object types.
const MOST: usize = 200;

/// An object type with its protocol.
struct Leaf<'a, 'p> {
    side: &'a Side<'p>,
    body: &'a Struct,
    by_name: HashMap<&'a str, &'a Field>,
}

/// The optional members of an old type that are not named where its objects are read now.
pub(super) fn lost<'p>((old, a): (&Side<'p>, &Type), (new, b): (&Side<'p>, &Type)) -> BTreeSet<String> {
    let (was, now) = (leaves(old, a), leaves(new, b));
    // Each with each, and each of those with each again.
    if was.len() * now.len() * now.len() > MOST * MOST {
        return BTreeSet::new();
    }
    was.iter().flat_map(|leaf| lost_of(leaf, &now)).collect()
}

/// The same as words, after what is there now.
pub(super) fn without(lost: &BTreeSet<String>) -> String {
    let names: Vec<&str> = lost.iter().map(String::as_str).collect();
    format!("without {}", cut(&names.join(", ")))
}

fn lost_of(old: &Leaf<'_, '_>, now: &[Leaf<'_, '_>]) -> Vec<String> {
    let readers: Vec<&Leaf<'_, '_>> = now.iter().filter(|new| may_read(new, old)).collect();
    let optional = old.body.fields.iter().filter(|field| field.presence == Presence::Optional);
    let is_lost = |field: &&Field| {
        readers.iter().any(|reader| {
            // Another one may read the same objects, and name it.
            let names = |other: &Leaf<'_, '_>| other.by_name.contains_key(field.wire.as_str());
            !names(reader) && !readers.iter().any(|other| names(other) && !are_told_apart(other, reader))
        })
    };
    optional.filter(is_lost).map(|field| field.wire.clone()).collect()
}

/// Whether objects of an old type may be of this one: their constants agree, and they have what it requires.
fn may_read(new: &Leaf<'_, '_>, old: &Leaf<'_, '_>) -> bool {
    let mut required = new.body.fields.iter().filter(|field| field.presence == Presence::Required);
    required.all(|field| old.by_name.contains_key(field.wire.as_str())) && !are_told_apart(new, old)
}

/// Whether a member that both name, and one of them requires, has constants of which none is in both.
fn are_told_apart(a: &Leaf<'_, '_>, b: &Leaf<'_, '_>) -> bool {
    let listed = |leaf: &Leaf<'_, '_>, field: &Field| -> Option<Vec<Literal>> {
        let (values, _) = leaf.side.values(&field.value.kind)?;
        Some(values.iter().map(number_as_one).collect())
    };
    a.body.fields.iter().any(|field| {
        let Some(other) = b.by_name.get(field.wire.as_str()) else { return false };
        let must = field.presence == Presence::Required || other.presence == Presence::Required;
        let both = listed(a, field).zip(listed(b, other));
        must && both.is_some_and(|(a, b)| a.iter().all(|value| !b.contains(value)))
    })
}

/// The object types that a type is, or is one of.
fn leaves<'a, 'p>(side: &'a Side<'p>, kind: &'a Type) -> Vec<Leaf<'a, 'p>> {
    let (mut all, mut level) = (Vec::new(), vec![kind]);
    for _ in 0..=DEPTH {
        let mut inner = Vec::new();
        for kind in level {
            let Type::Ref(id) = side.protocol.resolve(kind) else { continue };
            match &side.def(*id).shape {
                Shape::Struct(body) => {
                    let by_name = body.fields.iter().map(|field| (field.wire.as_str(), field)).collect();
                    all.push(Leaf { side, body, by_name });
                }
                Shape::Alias(value) => inner.push(&value.kind),
                // Around what has a key is another object.
                Shape::Union(union) if union.tagging != Tagging::External => {
                    inner.extend(union.variants.iter().filter_map(|one| Some(&one.content.as_ref()?.kind)));
                }
                Shape::Union(_) | Shape::Enumeration(_) => {}
            }
        }
        if all.len() + inner.len() > MOST {
            return Vec::new();
        }
        level = inner;
    }
    all
}
