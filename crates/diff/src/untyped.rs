//! Changes of what a schema says beyond types: the two protocols are the same there, the schemas are not.

use std::collections::{BTreeMap, HashMap};

use codegen_ir::schema::joined;
use codegen_ir::{Directions, Pointer, Protocol, TypeId};

use crate::change::{Change, What, key};
use crate::level::{Audience, Level};
use crate::rules::By;
use crate::rules::types::T13;
use crate::side::cut;

/// What one side says beyond types, where the other says something else.
#[derive(Debug, Clone, Copy)]
pub struct Untyped<'a> {
    /// The protocol.
    pub protocol: &'a Protocol,
    /// What it says, in its schema.
    pub places: &'a [Saying],
}

/// What is said in a place, on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// The place, in the schema of its side.
    pub place: Pointer,
    /// What the old side says there, as text; none: nothing, or nobody knows.
    pub was: Option<String>,
    /// What the new side says there.
    pub now: Option<String>,
    /// What that does to values.
    pub effect: Effect,
}

/// What a change does to the values that a schema takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nobody knows.
    Unknown,
    /// None that are new are forbidden, or allowed, so far.
    Known {
        /// Some that were allowed are forbidden now.
        tighter: bool,
        /// Some that were forbidden are allowed now.
        looser: bool,
    },
}

impl Effect {
    /// What two changes do together.
    const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Known { tighter: a, looser: b }, Self::Known { tighter: c, looser: d }) => {
                Self::Known { tighter: a || c, looser: b || d }
            }
            _ => Self::Unknown,
        }
    }

    /// The case of the rule.
    const fn case(self) -> usize {
        match self {
            Self::Known { tighter: true, looser: false } => 1,
            Self::Known { tighter: false, looser: true } => 2,
            Self::Known { tighter: true, looser: true } => 3,
            Self::Unknown | Self::Known { .. } => 0,
        }
    }
}

/// What was found of a type.
struct Found {
    directions: Directions,
    effect: Effect,
    was: Option<String>,
    now: Option<String>,
    old: Option<Pointer>,
    new: Option<Pointer>,
}

/// One finding for each type that holds such places.
#[must_use]
pub fn untyped(old: Untyped<'_>, new: Untyped<'_>) -> Vec<Change> {
    let mut all: BTreeMap<String, Found> = BTreeMap::new();
    for (side, is_new) in [(old, false), (new, true)] {
        let methods = !side.protocol.methods.is_empty();
        let types: HashMap<&Pointer, TypeId> =
            side.protocol.types.iter().map(|(id, def)| (&def.pointer, id)).collect();
        for saying in side.places {
            let place = &saying.place;
            let mut around = Some(place.clone());
            while let Some(at) = around.take_if(|at| !types.contains_key(at)) {
                around = at.parent();
            }
            let def = around.map(|at| &side.protocol.types[types[&at]]);
            let name = def.map_or_else(|| place.to_string(), |def| joined(&def.name));
            let everywhere = Directions { to_server: true, to_client: true };
            let directions = def.filter(|_| methods).map_or(everywhere, |def| def.directions);
            let found = all.entry(name).or_insert_with(|| Found {
                directions,
                effect: saying.effect,
                was: saying.was.as_deref().map(cut),
                now: saying.now.as_deref().map(cut),
                old: None,
                new: None,
            });
            found.effect = found.effect.and(saying.effect);
            let kept = if is_new { &mut found.new } else { &mut found.old };
            kept.get_or_insert_with(|| place.clone());
        }
    }
    all.into_iter().map(|(name, found)| change(name, found)).collect()
}

/// Adds findings to others that are sorted.
pub fn merge(all: &mut Vec<Change>, more: Vec<Change>) {
    if !more.is_empty() {
        all.extend(more);
        all.sort_by(|a, b| key(a).cmp(&key(b)));
    }
}

fn change(name: String, found: Found) -> Change {
    let Found { directions, effect, was, now, old, new } = found;
    let case = T13.case(effect.case());
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
        source: case.source,
        what: What::Type,
        name,
        place: String::new(),
        was,
        now,
        old,
        new,
        directions,
        methods: Vec::new(),
    }
}
