//! Types whose values would have no end: each would have to hold another.

use codegen_schema::Diagnostic;

use super::Lower;
use crate::model::{Openness, Presence, Protocol, Shape, Type, Types, Value};

impl Lower<'_> {
    /// Says which types have no value, since one of them must hold another without end.
    pub(super) fn say_endless(&mut self, protocol: &Protocol) {
        let finite = finite(&protocol.types);
        for (id, def) in protocol.types.iter().filter(|(id, _)| !finite[id.0 as usize]) {
            let message =
                "no value can be of this type: it would have to hold another of its kind without end";
            let place = self.place_in(&self.drafts[id.0 as usize].file, &def.pointer);
            self.found.push(
                Diagnostic::warning("no-value", place, message)
                    .note("the generated code refuses every value")
                    .help("let the member that leads back to it be absent or null, or its list be empty"),
            );
        }
    }
}

/// What must have a value before a type has one.
enum Needs {
    /// So many others.
    All(usize),
    /// One of them.
    Any,
}

/// Which types have a value that ends. Each need is looked at once.
fn finite(types: &Types) -> Vec<bool> {
    let mut finite = vec![false; types.len()];
    let mut holders: Vec<Vec<usize>> = vec![Vec::new(); types.len()];
    let mut needs = Vec::with_capacity(types.len());
    let mut ready = Vec::new();
    for (id, def) in types.iter() {
        let at = id.0 as usize;
        let (need, held) = needed(&def.shape);
        if matches!(need, Needs::All(0)) {
            ready.push(at);
        }
        held.into_iter().for_each(|other| holders[other].push(at));
        needs.push(need);
    }
    while let Some(at) = ready.pop() {
        if std::mem::replace(&mut finite[at], true) {
            continue;
        }
        for holder in &holders[at] {
            let met = match &mut needs[*holder] {
                Needs::All(count) => {
                    *count = count.saturating_sub(1);
                    *count == 0
                }
                Needs::Any => true,
            };
            if met {
                ready.push(*holder);
            }
        }
    }
    finite
}

fn needed(shape: &Shape) -> (Needs, Vec<usize>) {
    let mut held = Vec::new();
    match shape {
        Shape::Enumeration(_) => {}
        Shape::Alias(value) => in_value(value, &mut held),
        Shape::Struct(body) => {
            let required = body.fields.iter().filter(|field| field.presence == Presence::Required);
            required.for_each(|field| in_value(&field.value, &mut held));
        }
        Shape::Union(union) if union.openness == Openness::Open || union.catch_all.is_some() => {}
        Shape::Union(union) => {
            for variant in &union.variants {
                let mut own = Vec::new();
                variant.content.iter().for_each(|value| in_value(value, &mut own));
                // What holds nothing, or several at once, is taken to end: a tuple of two branches, say.
                match own.as_slice() {
                    [one] => held.push(*one),
                    _ => return (Needs::All(0), Vec::new()),
                }
            }
            return (Needs::Any, held);
        }
    }
    (Needs::All(held.len()), held)
}

/// The types of which a value holds one in any case.
fn in_value(value: &Value, held: &mut Vec<usize>) {
    if value.nullable {
        return;
    }
    match &value.kind {
        Type::Ref(id) => held.push(id.0 as usize),
        Type::Array(array) if array.min_items.is_some_and(|min| min > 0) => in_value(&array.items, held),
        Type::Tuple(tuple) => {
            let needed = usize::try_from(tuple.min_items).unwrap_or(usize::MAX);
            tuple.items.iter().take(needed).for_each(|item| in_value(item, held));
        }
        _ => {}
    }
}
