//! A module of its own for each large type that several namespaces need, so that nobody loads them all.
//!
//! A type that only one other of them refers to lives with that one. What is cheap to load, because it
//! refers to nothing, stays together.

use std::collections::{BTreeMap, BTreeSet};

use codegen_target::ir::{Protocol, Shape, TypeId};
use codegen_target::layout::SHARED;
use codegen_target::names::unique;
use codegen_target::words::Case;

use crate::conventions;
use crate::text::Ident;

/// Splits up the module of what several namespaces need.
pub fn split(protocol: &Protocol, names: &[Ident], modules: &mut [Vec<Ident>]) {
    let shared = [Ident::new(SHARED)];
    let is_shared = |id: TypeId| modules[id.0 as usize] == shared;
    let referrers = referrers(protocol);
    let mut light = BTreeSet::new();
    let mut roots: BTreeMap<TypeId, TypeId> = BTreeMap::new();
    let components = protocol.components();
    for id in components.iter().flatten().filter(|id| is_shared(**id)) {
        let cheap = matches!(protocol.types[*id].shape, Shape::Enumeration(_) | Shape::Alias(_));
        if cheap && protocol.types[*id].references().iter().all(|other| light.contains(other)) {
            light.insert(*id);
        }
    }
    // Referrers come after what they refer to: from the last to the first.
    for group in components.iter().rev() {
        let Some(first) = group.iter().min().filter(|id| is_shared(**id) && !light.contains(*id)) else {
            continue;
        };
        let users = group.iter().flat_map(|id| &referrers[id.0 as usize]);
        let mut owners = BTreeSet::new();
        for user in users {
            match user {
                Some(user) if group.contains(user) => {}
                Some(user) => {
                    owners.insert(roots.get(user).copied());
                }
                None => {
                    owners.insert(None);
                }
            }
        }
        let root = match owners.first() {
            Some(Some(root)) if owners.len() == 1 => *root,
            _ => *first,
        };
        roots.extend(group.iter().map(|id| (*id, root)));
    }
    let distinct: Vec<TypeId> = roots.values().copied().collect::<BTreeSet<_>>().into_iter().collect();
    let texts: Vec<&str> = distinct.iter().map(|id| names[id.0 as usize].as_str()).collect();
    let parts = unique(&texts, Case::Snake, &|_| false, &str::to_owned);
    let paths: BTreeMap<TypeId, Vec<Ident>> = distinct
        .iter()
        .zip(parts)
        .map(|(id, part)| (*id, conventions::module(&vec![SHARED.to_owned(), part])))
        .collect();
    for (id, root) in &roots {
        modules[id.0 as usize].clone_from(&paths[root]);
    }
}

/// Who refers to each type; `None` is a method.
fn referrers(protocol: &Protocol) -> Vec<Vec<Option<TypeId>>> {
    let mut users = vec![Vec::new(); protocol.types.len()];
    for (id, def) in protocol.types.iter() {
        def.references().into_iter().for_each(|other| users[other.0 as usize].push(Some(id)));
    }
    for method in &protocol.methods {
        for value in method.params.iter().map(|params| &params.value).chain(&method.result) {
            value.kind.each_reference(&mut |id| users[id.0 as usize].push(None));
        }
    }
    users
}
