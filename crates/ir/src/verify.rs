//! What must hold of every protocol, whatever it was made from.

use std::collections::BTreeSet;

use crate::model::{Protocol, Shape, Tagging, Type, TypeDef, Value};

/// Each broken invariant, in words. None is expected: one is a bug of the lowering.
#[must_use]
pub fn verify(protocol: &Protocol) -> Vec<String> {
    let mut broken = Vec::new();
    let known = |kind: &Type| {
        let mut all = true;
        kind.each_reference(&mut |id| all &= protocol.types.get(id).is_some());
        all
    };
    let mut names = BTreeSet::new();
    for (_, def) in protocol.types.iter() {
        if def.name.is_empty() && def.origin != crate::Origin::Definition {
            broken.push(format!("the type at {} has no name", def.pointer));
        }
        if !names.insert(&def.name) {
            broken.push(format!("two types are called `{}`", def.name.escape_debug()));
        }
        let mut dangling = false;
        def.each_value(&mut |value: &Value| dangling |= !known(&value.kind));
        if dangling {
            broken.push(format!("the type at {} refers to a type that is not there", def.pointer));
        }
        broken.extend(shape(def));
    }
    for method in &protocol.methods {
        let values = method.params.iter().map(|params| &params.value).chain(&method.result);
        if !values.into_iter().all(|value| known(&value.kind)) {
            broken.push(format!(
                "the method `{}` refers to a type that is not there",
                method.name.escape_debug()
            ));
        }
    }
    broken
}

fn shape(def: &TypeDef) -> Vec<String> {
    let mut broken = Vec::new();
    match &def.shape {
        Shape::Struct(body) => {
            let wires: BTreeSet<&str> = body.fields.iter().map(|field| field.wire.as_str()).collect();
            if wires.len() < body.fields.len() {
                broken.push(format!("the struct at {} has a field twice", def.pointer));
            }
        }
        Shape::Enumeration(list) if list.values.is_empty() => {
            broken.push(format!("the enumeration at {} has no value", def.pointer));
        }
        Shape::Union(union) => {
            if union.variants.is_empty() {
                broken.push(format!("the union at {} has no variant", def.pointer));
            }
            let tagged = !matches!(union.tagging, Tagging::Untagged { .. });
            let mut tags = BTreeSet::new();
            for variant in &union.variants {
                if variant.tags.is_empty() == tagged || !variant.tags.iter().all(|tag| tags.insert(tag)) {
                    broken
                        .push(format!("the union at {} has a variant without a tag of its own", def.pointer));
                }
            }
        }
        Shape::Enumeration(_) | Shape::Alias(_) => {}
    }
    broken
}
