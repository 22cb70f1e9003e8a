//! The real pairs before an independent judge: what it refuses was found, and what was called breaking it
//! refuses.
//!
//! `CODEGEN_DIFF_VALUES=1000 cargo test --release -p codegen-diff --test real_judge` tries so many values of each
//! definition; without it there are fewer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

#[allow(dead_code)] // each test binary uses some of it
mod common;

use std::cell::{Cell, LazyCell};
use std::collections::BTreeSet;

use codegen_diff::ir::{Direction, MethodKind, Protocol, Type, TypeId, Value};
use codegen_diff::{Audience, Change, Level, What, diff};
use common::judge;
use common::sample::{DEPTH, Sampler};
use serde_json::Value as Json;

const PAIRS: [(&str, &str); 3] = [("0.133.0", "0.163.0"), ("0.163.0", "0.169.0"), ("0.133.0", "0.169.0")];

const KINDS: [&str; 2] = ["stable", "experimental"];

struct Side {
    protocol: Protocol,
    schema: Json,
}

fn side(version: &str) -> Side {
    let file = common::root().join("schema").join(version).join("codex_app_server_protocol.schemas.json");
    let schema = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    Side { protocol: common::strict(version), schema }
}

impl Side {
    fn named(&self, name: &str) -> Option<TypeId> {
        self.protocol.types.iter().find(|(_, def)| def.name == name).map(|(id, _)| id)
    }
}

/// What the judge is asked about.
fn part((side, id): (&Side, TypeId)) -> Json {
    judge::part(&side.schema, side.protocol.types[id].pointer.as_str())
}

/// A value of the writer's type that the reader's refuses.
fn refused(writer: (&Side, TypeId), reader: (&Side, TypeId)) -> Option<Json> {
    witness(writer, &part(writer), &part(reader))
}

/// A value of a type, by its schema one of its own, that the schema of another refuses.
fn witness((side, id): (&Side, TypeId), own: &Json, other: &Json) -> Option<Json> {
    if own == other {
        return None;
    }
    let (own, other) = (LazyCell::new(|| judge::of(own)), judge::of(other));
    let each = values();
    let values =
        Sampler { protocol: &side.protocol, keys: &[], each, left: Cell::new(1000 * each), deep: DEPTH }
            .definition(id);
    values.into_iter().find(|value| !other.is_valid(value) && own.is_valid(value))
}

/// All pairs at once: most of the time is the judge's.
fn each_pair(check: impl Fn(&Side, &Side, &[Change], &str) + Sync) {
    std::thread::scope(|scope| {
        for (kind, (old, new)) in KINDS.into_iter().flat_map(|kind| PAIRS.map(|pair| (kind, pair))) {
            let check = &check;
            scope.spawn(move || {
                let (a, b) = (side(&format!("{old}/{kind}")), side(&format!("{new}/{kind}")));
                let changes = diff(&a.protocol, &b.protocol);
                check(&a, &b, &changes, &format!("{old} to {new}, {kind}"));
            });
        }
    });
}

#[test]
fn what_the_judge_refuses_was_found() {
    each_pair(|old, new, changes, pair| {
        let mut tried = 0;
        for method in &old.protocol.methods {
            let twin = new
                .protocol
                .methods
                .iter()
                .find(|other| (other.direction, &other.name) == (method.direction, &method.name));
            let Some(twin) = twin else { continue };
            let parts = [
                (
                    method.params.as_ref().map(|it| &it.value),
                    twin.params.as_ref().map(|it| &it.value),
                    method.direction,
                ),
                (method.result.as_ref(), twin.result.as_ref(), back(method.direction)),
            ];
            for (a, b, direction) in parts {
                let (Some(a), Some(b)) = (a.and_then(reference), b.and_then(reference)) else { continue };
                // An old client writes what goes to the server and reads what comes from it.
                let witness = match direction {
                    Direction::ToServer => refused((old, a), (new, b)),
                    Direction::ToClient => refused((new, b), (old, a)),
                };
                tried += 1;
                let Some(witness) = witness else { continue };
                let known = changes.iter().any(|change| {
                    change.clients >= Level::Risky
                        && (change.name == method.name || change.methods.contains(&method.name))
                });
                assert!(known, "{pair}, {}: the judge refuses {witness}", method.name);
            }
        }
        assert!(tried > 100, "{pair}: only {tried} types were tried");
    });
}

#[test]
fn what_was_called_breaking_the_judge_refuses() {
    each_pair(|old, new, changes, pair| {
        let mut confirmed = 0;
        let types =
            changes.iter().filter(|change| change.what == What::Type && !change.rule.id.starts_with('V'));
        for change in types {
            let (Some(a), Some(b)) = (old.named(&change.name), new.named(&change.name)) else { continue };
            for (audience, level) in
                [(Audience::Clients, change.clients), (Audience::Servers, change.servers)]
            {
                if level < Level::Breaking {
                    continue;
                }
                let there = change.flow(audience).to_server == Some(Level::Breaking);
                let old_writes = there == (audience == Audience::Clients);
                let witness =
                    if old_writes { refused((old, a), (new, b)) } else { refused((new, b), (old, a)) };
                assert!(
                    witness.is_some(),
                    "{pair}: the judge knows no value for {audience:?}: {}",
                    codegen_diff::report::one(change)
                );
                confirmed += 1;
            }
        }
        eprintln!("{pair}: {confirmed} confirmed");
        assert!(confirmed > 5, "{pair}: only {confirmed}");
    });
}

const fn back(direction: Direction) -> Direction {
    match direction {
        Direction::ToServer => Direction::ToClient,
        Direction::ToClient => Direction::ToServer,
    }
}

fn reference(value: &Value) -> Option<TypeId> {
    match value.kind {
        Type::Ref(id) if !value.nullable => Some(id),
        _ => None,
    }
}

#[test]
fn requests_have_results() {
    let all = side("0.169.0/stable");
    let requests = all.protocol.methods.iter().filter(|method| method.kind == MethodKind::Request);
    assert!(requests.filter(|method| method.result.is_some()).count() > 50);
}

/// How many values of a definition are tried.
fn values() -> usize {
    std::env::var("CODEGEN_DIFF_VALUES").ok().map_or(60, |text| text.parse().unwrap())
}

/// The names of all types that a definition leads to, itself among them.
fn below(protocol: &Protocol, id: TypeId) -> BTreeSet<&str> {
    let (mut found, mut open) = (BTreeSet::new(), vec![id]);
    while let Some(id) = open.pop() {
        if found.insert(protocol.types[id].name.as_str()) {
            open.extend(protocol.types[id].references());
        }
    }
    found
}

/// Each definition by itself, as if it were sent both ways: what the judge refuses was found in what it leads
/// to.
#[test]
fn no_definition_hides_what_the_judge_refuses() {
    let all = std::env::var("CODEGEN_DIFF_VALUES").is_ok();
    std::thread::scope(|scope| {
        for kind in KINDS {
            // Each bundle once, unless all is asked for.
            let pairs = PAIRS.into_iter().filter(|(old, _)| all || (*old == "0.133.0") == (kind == "stable"));
            for pair in pairs {
                scope.spawn(move || each_definition(kind, pair));
            }
        }
    });
}

fn each_definition(kind: &str, (old, new): (&str, &str)) {
    let (mut a, mut b) = (side(&format!("{old}/{kind}")), side(&format!("{new}/{kind}")));
    // Without methods anybody may send anything.
    a.protocol.methods.clear();
    b.protocol.methods.clear();
    let changes = diff(&a.protocol, &b.protocol);
    let worried: [BTreeSet<&str>; 2] = [Audience::Clients, Audience::Servers].map(|audience| {
        let levels = |change: &&Change| change.flow(audience).to_server >= Some(Level::Risky);
        changes.iter().filter(levels).map(|change| change.name.as_str()).collect()
    });
    let (mut tried, mut refusals) = (0, 0);
    for (id, def) in a.protocol.types.iter() {
        let Some(twin) = b.named(&def.name) else { continue };
        let mut names = below(&a.protocol, id);
        names.extend(below(&b.protocol, twin));
        // Of clients' values the old ones are written and the new type reads; of servers' the reverse.
        let (one, other) = (part((&a, id)), part((&b, twin)));
        let witnesses = [witness((&a, id), &one, &other), witness((&b, twin), &other, &one)];
        for (witness, worried) in witnesses.into_iter().zip(&worried) {
            tried += 1;
            let Some(witness) = witness else { continue };
            refusals += 1;
            assert!(
                names.iter().any(|name| worried.contains(name)),
                "{old} to {new}, {kind}, {}: the judge refuses {witness}",
                def.name
            );
        }
    }
    eprintln!("{old} to {new}, {kind}: {tried} verdicts, {refusals} refusals, all found");
    assert!(refusals > 10, "{old} to {new}, {kind}: only {refusals}");
}
