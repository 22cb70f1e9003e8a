//! Changes of what a schema says beyond types: the two protocols are the same there, the schemas are not.

use std::collections::{BTreeMap, HashMap};

use codegen_ir::{Directions, Pointer, Protocol, TypeId};

use crate::change::{Change, What, key};
use crate::level::{Audience, Level};
use crate::rules::By;
use crate::rules::types::T13;

/// What one side says beyond types, where the other says something else.
#[derive(Debug, Clone, Copy)]
pub struct Untyped<'a> {
    /// The protocol.
    pub protocol: &'a Protocol,
    /// The places, in its schema.
    pub places: &'a [Pointer],
}

/// One finding for each type that holds such places. What they do to values cannot be told.
#[must_use]
pub fn untyped(old: Untyped<'_>, new: Untyped<'_>) -> Vec<Change> {
    let mut all: BTreeMap<String, Change> = BTreeMap::new();
    for (side, is_new) in [(old, false), (new, true)] {
        let methods = !side.protocol.methods.is_empty();
        let types: HashMap<&Pointer, TypeId> =
            side.protocol.types.iter().map(|(id, def)| (&def.pointer, id)).collect();
        for place in side.places {
            let mut around = Some(place.clone());
            while let Some(at) = around.take_if(|at| !types.contains_key(at)) {
                around = at.parent();
            }
            let def = around.map(|at| &side.protocol.types[types[&at]]);
            let name = def.map_or_else(|| place.to_string(), |def| def.name.clone());
            let everywhere = Directions { to_server: true, to_client: true };
            let directions = def.filter(|_| methods).map_or(everywhere, |def| def.directions);
            let change = all.entry(name.clone()).or_insert_with(|| change(name, directions));
            let kept = if is_new { &mut change.new } else { &mut change.old };
            kept.get_or_insert_with(|| place.clone());
        }
    }
    all.into_values().collect()
}

/// Adds findings to others that are sorted.
pub fn merge(all: &mut Vec<Change>, more: Vec<Change>) {
    if !more.is_empty() {
        all.extend(more);
        all.sort_by(|a, b| key(a).cmp(&key(b)));
    }
}

fn change(name: String, directions: Directions) -> Change {
    let case = T13.case(0);
    let flows = [Audience::Clients, Audience::Servers].map(|audience| {
        let by = case.levels(audience);
        By {
            to_server: by.to_server.filter(|_| directions.to_server),
            to_client: by.to_client.filter(|_| directions.to_client),
        }
    });
    let [clients, servers] = flows.map(|by| by.to_server.max(by.to_client).unwrap_or(Level::Safe));
    Change {
        rule: &T13,
        case,
        clients,
        servers,
        flows,
        experimental: false,
        tolerated: false,
        what: What::Type,
        name,
        place: String::new(),
        was: None,
        now: None,
        old: None,
        new: None,
        directions,
        methods: Vec::new(),
    }
}
