//! Random changes of schemas: what we say of each is held against an independent judge's word.
//!
//! `CODEGEN_DIFF_CASES=20000 CODEGEN_DIFF_SEED=7 CODEGEN_DIFF_FIXTURES=1 cargo test --release -p codegen-diff
//! --test mutations` tries more.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

#[allow(dead_code)] // each test binary uses some of it
mod common;

use std::cell::Cell;

use codegen_diff::ir::{Protocol, Shape};
use codegen_diff::{Audience, Change, Level, diff, report};
use common::fixtures::{Way, protocol_one_way};
use common::mutator::{Step, mutate};
use common::sample::{DEPTH, Sampler};
use common::{bases, judge, vary};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::Value as Json;

/// How many values of a side are tried.
const VALUES: usize = 8000;
/// How many of a part are tried in its place.
const EACH: usize = 2000;
/// How many parts are looked into whole.
const PARTS: usize = 20_000;
/// How many of them are varied.
const VARIED: usize = 12;
/// How many times more is tried, and how deep, where a break is claimed that no value has confirmed: both at once
/// take gigabytes.
const DEEPER: [(usize, usize); 2] = [(4, 2 * DEPTH), (40, DEPTH + 2)];

struct Side {
    schema: Json,
    protocol: Protocol,
    values: Vec<Json>,
}

fn side(definitions: &Json, way: Way) -> Option<Side> {
    let schema = protocol_one_way(definitions, way);
    let protocol = common::try_compile(&schema.to_string(), false)?;
    Some(Side { schema, protocol, values: Vec::new() })
}

impl Side {
    fn sample(&mut self, peer: &Protocol, (times, deep): (usize, usize)) {
        let id = self.protocol.types.iter().find(|(_, def)| def.name == "X").unwrap().0;
        let left = Cell::new(PARTS * times);
        let mut values =
            Sampler { protocol: &self.protocol, keys: &keys(peer), each: EACH * times, left, deep }
                .definition(id);
        values.truncate(VALUES * times);
        let step = (values.len() / VARIED).max(1);
        // Near to a value may lie one that its writer does not write: with a member that only a peer names.
        let written = judge::written(&self.schema, "X");
        let near = values.iter().step_by(step).flat_map(vary::near).take(1000);
        let near: Vec<Json> = near.filter(|value| written.is_valid(value)).collect();
        values.extend(near);
        self.values = values;
    }

    fn has_values(&self) -> bool {
        let own = self.judge();
        self.values.iter().any(|value| own.is_valid(value))
    }

    fn judge(&self) -> jsonschema::Validator {
        judge::definition(&self.schema, "X").unwrap()
    }
}

/// The names of all members: where keys are data, a peer's are the telling ones.
fn keys(protocol: &Protocol) -> Vec<String> {
    let mut all: Vec<String> = protocol
        .types
        .iter()
        .filter_map(|(_, def)| match &def.shape {
            Shape::Struct(body) if def.pointer.as_str().starts_with("/definitions/") => Some(body),
            _ => None,
        })
        .flat_map(|body| body.fields.iter().map(|field| field.wire.clone()))
        .collect();
    all.sort();
    all.dedup();
    all.truncate(12);
    all
}

/// A value that its writer may write and its reader refuses.
fn refused(writer: &Side, reader: &Side) -> Option<Json> {
    let (own, other) = (writer.judge(), reader.judge());
    writer.values.iter().find(|value| !other.is_valid(value) && own.is_valid(value)).cloned()
}

fn level(changes: &[Change], audience: Audience) -> Level {
    changes.iter().map(|change| change.level(audience)).max().unwrap_or(Level::Safe)
}

#[derive(Default)]
struct Seen {
    cases: Cell<u32>,
    compared: Cell<u32>,
    breaking: Cell<u32>,
    safe: Cell<u32>,
}

fn count(cell: &Cell<u32>) {
    cell.set(cell.get() + 1);
}

fn case(base: &Json, steps: &[Step], seen: &Seen) -> Result<(), TestCaseError> {
    count(&seen.cases);
    let (changed, log) = mutate(base, steps);
    if std::env::var_os("CODEGEN_DIFF_TRACE").is_some() {
        eprintln!("{log:?}\nold {base}\nnew {changed}");
    }
    let (Some(mut old), Some(mut new)) = (side(base, Way::In), side(&changed, Way::In)) else {
        return Ok(());
    };
    let there = diff(&old.protocol, &new.protocol);
    let (Some(a), Some(b)) = (side(base, Way::Out), side(&changed, Way::Out)) else { return Ok(()) };
    let back = diff(&a.protocol, &b.protocol);
    old.sample(&new.protocol, (1, DEPTH));
    new.sample(&old.protocol, (1, DEPTH));
    let mut witnesses = (refused(&old, &new), refused(&new, &old));
    let verdicts = [
        (&there, Audience::Clients, Way::In, true),
        (&there, Audience::Servers, Way::In, false),
        (&back, Audience::Clients, Way::Out, false),
        (&back, Audience::Servers, Way::Out, true),
    ]
    .map(|(changes, audience, way, by_old)| (changes, audience, way, by_old, level(changes, audience)));
    let unconfirmed = |witnesses: &(Option<Json>, Option<Json>)| {
        let none = |by_old: bool| if by_old { witnesses.0.is_none() } else { witnesses.1.is_none() };
        verdicts.iter().any(|(_, _, _, by_old, level)| *level == Level::Breaking && none(*by_old))
    };
    for deeper in DEEPER {
        if unconfirmed(&witnesses) {
            old.sample(&new.protocol, deeper);
            new.sample(&old.protocol, deeper);
            witnesses = (refused(&old, &new), refused(&new, &old));
        }
    }
    // Of a type without values nobody writes or reads any.
    if [&old, &new].into_iter().any(|side| !side.has_values()) {
        return Ok(());
    }
    count(&seen.compared);
    for (changes, audience, way, by_old, level) in verdicts {
        let witness = if by_old { &witnesses.0 } else { &witnesses.1 };
        match level {
            Level::Breaking => count(&seen.breaking),
            Level::Safe => count(&seen.safe),
            Level::Risky => {}
        }
        let agreed = match level {
            Level::Breaking => witness.is_some(),
            Level::Safe => witness.is_none(),
            Level::Risky => true,
        };
        let found: Vec<String> = changes
            .iter()
            .map(|one| format!("{} {}: {}", one.clients, one.servers, report::one(one)))
            .collect();
        prop_assert!(
            agreed,
            "{log:?}\nold {base}\nnew {changed}\n{way:?}, {audience:?}: we say {level}, the judge {witness:?}\n{}",
            found.join("\n")
        );
    }
    Ok(())
}

fn number(name: &str, default: u32) -> u32 {
    std::env::var(name).ok().map_or(default, |text| text.parse().unwrap())
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u32>())
        .prop_map(|(node, kind, detail)| Step { node, kind, detail });
    prop::collection::vec(step, 1..4)
}

/// Runs as many cases as are asked for, the same ones each time.
fn run<S: Strategy<Value = (Json, Vec<Step>)>>(strategy: &S, cases: u32) {
    let seed = number("CODEGEN_DIFF_SEED", 1).to_le_bytes();
    let bytes: Vec<u8> = seed.iter().cycle().take(32).copied().collect();
    // A break that no value confirms is looked for long each time: a small case is not worth hours.
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 4000,
        max_shrink_time: 60_000,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let counts = Seen::default();
    let outcome =
        TestRunner::new_with_rng(config, rng).run(strategy, |(base, steps)| case(&base, &steps, &counts));
    eprintln!(
        "{} cases, {} compared, verdicts: {} breaking, {} safe",
        counts.cases.get(),
        counts.compared.get(),
        counts.breaking.get(),
        counts.safe.get()
    );
    if let Err(error) = outcome {
        panic!("{error}");
    }
    assert!(counts.compared.get() * 2 > counts.cases.get(), "most cases say nothing");
    assert!(counts.breaking.get() > cases / 4 && counts.safe.get() > cases / 4, "one verdict hardly occurs");
}

#[test]
fn changes_of_written_schemas_are_judged_alike() {
    let bases = bases::written(number("CODEGEN_DIFF_FIXTURES", 0) > 0);
    assert!(bases.len() > 500, "only {}", bases.len());
    let strategy = (any::<prop::sample::Index>(), steps())
        .prop_map(move |(at, steps)| (bases[at.index(bases.len())].clone(), steps));
    run(&strategy, number("CODEGEN_DIFF_CASES", 300));
}

#[test]
fn changes_of_random_schemas_are_judged_alike() {
    run(&(bases::random(), steps()), number("CODEGEN_DIFF_CASES", 300));
}
