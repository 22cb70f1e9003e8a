//! Each rule on a pair of its own, and all rules on all pairs; then an independent judge's word on each.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

#[allow(dead_code)] // each test binary uses some of it
mod common;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use codegen_diff::ir::{Direction, MethodKind, Protocol, Type, Value};
use codegen_diff::rules::{self, Found};
use codegen_diff::{Audience, Both, Change, Effect, Level, Saying, Untyped, What, diff, diff_both};
use common::fixtures::{self, Pair};
use common::sample::{DEPTH, Sampler};
use common::{another, judge, lost, messages, more};
use serde_json::{Value as Json, json};

fn all() -> Vec<Pair> {
    [fixtures::all(), more::all(), messages::all(), another::all(), lost::all()]
        .into_iter()
        .flatten()
        .collect()
}

fn changes(pair: &Pair) -> Vec<Change> {
    diff(&common::compile(&pair.old.to_string(), true), &common::compile(&pair.new.to_string(), true))
}

#[test]
fn each_pair_shows_its_rule_and_the_snapshot_shows_all_others() {
    let (mut text, mut missed) = (String::new(), Vec::new());
    for pair in all() {
        let id = pair.name.split(' ').next().unwrap();
        let found = changes(&pair);
        if !found.iter().any(|change| change.rule.id == id) {
            let ids: Vec<String> = found.iter().map(codegen_diff::report::one).collect();
            missed.push(format!("{}: only {ids:?}", pair.name));
        }
        let _ = writeln!(text, "{}", pair.name);
        for change in found {
            let (clients, servers) = (change.clients, change.servers);
            let _ = writeln!(
                text,
                "    clients {clients}, servers {servers}: {}",
                codegen_diff::report::one(&change)
            );
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    common::snapshots().bind(|| insta::assert_snapshot!("rules", text));
}

#[test]
fn each_rule_that_is_found_has_a_pair() {
    let mut pairs: BTreeSet<&str> = all().iter().map(|pair| pair.name.split(' ').next().unwrap()).collect();
    // They need two bundles a side, or more than two protocols, and have tests of their own.
    pairs.extend(["M11", "M12", "T13"]);
    let found = rules::all().filter(|rule| rule.found == Found::Compared).map(|rule| rule.id);
    assert_eq!(found.filter(|id| !pairs.contains(id)).collect::<Vec<_>>(), Vec::<&str>::new());
}

/// A type that only experimental methods send is among the stable definitions too, where nothing leads to it.
#[test]
fn what_is_harmless_among_the_stable_may_not_be_to_those_who_opted_in() {
    let schema = |sent: bool, required: &[&str]| {
        let mut requests = vec![fixtures::request("x/do", Some("DoParams"))];
        requests.extend(sent.then(|| fixtures::request("y/more", Some("MoreParams"))));
        let more = json!({ "a": { "type": "string" }, "b": { "type": "string" } });
        let all = json!({
            "ClientRequest": { "oneOf": requests },
            "X": { "type": "string" },
            "MoreParams": fixtures::object(&more, required),
            "MoreResponse": fixtures::object(&json!({}), &[]),
        });
        common::compile(&fixtures::protocol(&all).to_string(), true)
    };
    let (stable, experimental) = (schema(false, &["a"]), schema(true, &["a"]));
    let (stable_now, experimental_now) = (schema(false, &["a", "b"]), schema(true, &["a", "b"]));
    let old = Both { stable: &stable, experimental: &experimental };
    let new = Both { stable: &stable_now, experimental: &experimental_now };
    for (whole, level) in [(false, Level::Risky), (true, Level::Breaking)] {
        let found = diff_both(old, new, whole);
        let found: Vec<_> = found.iter().map(|one| (one.rule.id, one.clients, one.experimental)).collect();
        assert_eq!(found, [("P05", level, true)]);
    }
}

/// A method that changes sides is neither removed nor new; what is only experimental counts less.
#[test]
fn stability_is_told_by_the_two_bundles_of_a_version() {
    let pairs = all();
    let of = |name: &str| pairs.iter().find(|pair| pair.name == name).unwrap();
    let compile = |schema: &Json| common::compile(&schema.to_string(), true);
    // Two requests, and one of them.
    let pair = of("M01");
    let (two, one) = (compile(&pair.old), compile(&pair.new));
    let all = Both { stable: &two, experimental: &two };
    let some = Both { stable: &one, experimental: &two };
    let found = |old, new, whole| -> Vec<(&'static str, Level, bool)> {
        let changes = diff_both(old, new, whole);
        let methods = changes.iter().filter(|change| change.what == What::Method);
        methods.map(|change| (change.rule.id, change.clients, change.experimental)).collect()
    };
    assert_eq!(found(all, some, false), [("M11", Level::Breaking, false)]);
    assert_eq!(found(some, all, false), [("M12", Level::Safe, false)]);
    let none = Both { stable: &one, experimental: &one };
    assert_eq!(found(some, none, false), [("M01", Level::Risky, true)]);
    assert_eq!(found(some, none, true), [("M01", Level::Breaking, true)]);
    assert_eq!(found(all, none, false), [("M01", Level::Breaking, false)]);
    assert_eq!(found(some, some, false), []);
}

/// The places are given: protocols do not know them.
#[test]
fn what_types_do_not_say_is_a_finding_of_the_type_around_it() {
    let pairs = all();
    let pair = pairs.iter().find(|pair| pair.name == "P05").unwrap();
    let [old_protocol, new] = [&pair.old, &pair.new].map(|schema| common::compile(&schema.to_string(), true));
    let place = |text: &str| codegen_diff::ir::Pointer::parse(text).unwrap();
    let asked = new.methods.iter().find_map(|method| method.params.as_ref()).unwrap();
    let Type::Ref(id) = asked.value.kind else { panic!("{asked:?}") };
    let inside = new.types[id].pointer.join("properties").join("a").join("not");
    let saying = |place, tighter, looser| {
        let said = |is| Some("not {}".to_owned()).filter(|_| is);
        Saying { place, was: said(looser), now: said(tighter), effect: Effect::Known { tighter, looser } }
    };
    let unknown = Saying { effect: Effect::Unknown, ..saying(place("/nowhere"), false, false) };
    let found = |old: &[Saying], places: &[Saying]| -> Vec<_> {
        let found = codegen_diff::untyped(
            Untyped { protocol: &old_protocol, places: old },
            Untyped { protocol: &new, places },
        );
        found.iter().map(|one| (one.subject(), one.clients, one.servers, one.new.clone())).collect()
    };
    let name = new.types[id].name.clone();
    let came = [saying(inside.clone(), true, false), saying(inside.parent().unwrap(), true, false)];
    // The type is params of a request: what it forbids now, old clients wrote.
    assert_eq!(
        found(&[], &[came.as_slice(), &[unknown]].concat()),
        [
            ("#/nowhere".to_owned(), Level::Risky, Level::Risky, Some(place("/nowhere"))),
            (name.clone(), Level::Breaking, Level::Safe, Some(inside.clone())),
        ]
    );
    assert_eq!(
        found(&[saying(inside.clone(), false, true)], &[]),
        [(name.clone(), Level::Safe, Level::Risky, None)]
    );
    let other = saying(inside.clone(), true, true);
    assert_eq!(
        found(std::slice::from_ref(&other), std::slice::from_ref(&other)),
        [(name, Level::Breaking, Level::Risky, Some(inside))]
    );
}

#[test]
fn ids_and_slugs_are_unique() {
    let ids: BTreeSet<&str> = rules::all().flat_map(|rule| [rule.id, rule.slug]).collect();
    assert_eq!(ids.len(), 2 * rules::all().count());
    assert_eq!(rules::all().count(), 66);
}

/// What one side may send: each message whole, and each result.
struct Messages {
    /// The definition that the judge asks, and the values.
    parts: Vec<(String, Vec<Json>)>,
}

fn messages(protocol: &Protocol, direction: Direction) -> Messages {
    // Where keys are data, one that some of the pairs name.
    let keys = ["b".to_owned()];
    let sampler = Sampler { protocol, keys: &keys, each: 60, left: Cell::new(100_000), deep: DEPTH };
    let mut parts = Vec::new();
    for method in &protocol.methods {
        if method.direction == direction {
            let union = protocol.types[method.union.unwrap()].name.clone();
            let envelope = method.envelope.unwrap();
            parts.push((union, sampler.definition(envelope)));
        } else if let (MethodKind::Request, Some(Value { kind: Type::Ref(id), .. })) =
            (method.kind, &method.result)
        {
            parts.push((protocol.types[*id].name.clone(), sampler.definition(*id)));
        }
    }
    Messages { parts }
}

/// A message that is valid for its writer and refused by its reader.
fn refused(writer: (&Protocol, &Json), reader: &Json, direction: Direction) -> Option<String> {
    let mut tried = 0;
    for (name, values) in messages(writer.0, direction).parts {
        let own = judge::definition(writer.1, &name).unwrap();
        let other = judge::definition(reader, &name);
        for value in values.iter().filter(|value| own.is_valid(value)) {
            tried += 1;
            if !other.as_ref().is_some_and(|other| other.is_valid(value)) {
                return Some(format!("{name}: {value}"));
            }
        }
    }
    assert!(tried > 0 || direction == Direction::ToServer, "no value was tried");
    None
}

/// Rules that speak of more than what a validator sees, and why.
const BEYOND: &[(&str, &str)] = &[
    ("M02", "a peer without the method answers with an error"),
    ("M03", "a notification that is not known is ignored"),
    ("M04", "a notification that is not sent is missed, or ignored"),
    ("M05", "the judge sees the request, but no answer"),
    ("M07", "what has no effect any more is ignored"),
    ("M14", "what has no effect yet is ignored"),
    ("M10", "one pair shows one direction only"),
    ("V01", "an id comes back with the answer"),
];

#[test]
fn the_judge_agrees_with_the_level_of_each_pair() {
    let mut disagreements = Vec::new();
    for pair in all() {
        let id = pair.name.split(' ').next().unwrap();
        let (old, new) =
            (common::compile(&pair.old.to_string(), false), common::compile(&pair.new.to_string(), false));
        let found = diff(&old, &new);
        for (audience, direction) in [
            (Audience::Clients, Direction::ToServer),
            (Audience::Clients, Direction::ToClient),
            (Audience::Servers, Direction::ToServer),
            (Audience::Servers, Direction::ToClient),
        ] {
            // An old client writes what goes to the server, and reads what comes from it; an old server the reverse.
            let old_writes = (audience == Audience::Clients) == (direction == Direction::ToServer);
            let witness = if old_writes {
                refused((&old, &pair.old), &pair.new, direction)
            } else {
                refused((&new, &pair.new), &pair.old, direction)
            };
            let level = found.iter().filter_map(|change| of(change, audience, direction)).max();
            let breaking = level == Some(Level::Breaking);
            let excused = BEYOND.iter().any(|(known, _)| *known == id) || level == Some(Level::Risky);
            if breaking != witness.is_some() && !excused {
                disagreements.push(format!(
                    "{} {audience:?} {direction:?}: we say {level:?}, the judge {witness:?}",
                    pair.name
                ));
            }
        }
    }
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
}

/// The level of a finding for what travels one way.
fn of(change: &Change, audience: Audience, direction: Direction) -> Option<Level> {
    let by = change.flow(audience);
    match direction {
        Direction::ToServer => by.to_server,
        Direction::ToClient => by.to_client,
    }
}

#[test]
fn a_list_of_one_value_that_becomes_a_constant_closes() {
    let of = |value: Json| common::compile(&json!({ "definitions": { "V": value } }).to_string(), true);
    let (list, constant) = (of(json!({ "enum": ["a"] })), of(json!({ "const": "a" })));
    let rules = |old, new| diff(old, new).iter().map(|change| change.rule.id).collect::<Vec<_>>();
    assert_eq!(rules(&list, &constant), ["E04"]);
    assert_eq!(rules(&constant, &list), ["E04"]);
}

/// Where a definition stands says nothing of it: in a group, in groups of groups, under another keyword.
#[test]
fn definitions_that_move_do_not_change() {
    let body = |next: &str| {
        json!({
            "type": "object", "required": ["a"],
            "properties": { "a": { "type": "string" }, "n": { "$ref": format!("#/{next}/Inner") } },
        })
    };
    let flat = |key: &str| {
        let outer = json!({ "type": "object", "properties": { "y": { "$ref": format!("#/{key}/Inner") } } });
        json!({ key: { "X": outer, "Inner": body(key) } }).to_string()
    };
    let grouped = |path: &[&str]| {
        let place = format!("definitions/{}", path.join("/"));
        let outer =
            json!({ "type": "object", "properties": { "y": { "$ref": format!("#/{place}/Inner") } } });
        let mut group = json!({ "Inner": body(&place) });
        for name in path[1..].iter().rev() {
            group = json!({ *name: group });
        }
        json!({ "definitions": { "X": outer, path[0]: group } }).to_string()
    };
    let texts = [flat("definitions"), flat("$defs"), grouped(&["v2"]), grouped(&["v3"])];
    let all: Vec<_> = texts.iter().map(|text| common::compile(text, true)).collect();
    for (at, old) in all.iter().enumerate() {
        for (to, new) in all.iter().enumerate() {
            let found: Vec<String> = diff(old, new).iter().map(codegen_diff::report::one).collect();
            assert_eq!(found, Vec::<String>::new(), "{} to {}", texts[at], texts[to]);
        }
    }
    // What moves and changes is one definition that changed.
    let changed = common::compile(&texts[2].replace("\"string\"", "\"integer\""), true);
    let found: Vec<&str> = diff(&all[0], &changed).iter().map(|change| change.rule.id).collect();
    assert_eq!(found, ["T01"]);
}

/// Two definitions that exchange their names are reached as before.
#[test]
fn definitions_that_are_swapped_are_reached() {
    for pair in another::all().iter().filter(|pair| pair.name.starts_with("N02 swapped")) {
        let changes = changes(pair);
        for change in changes.iter().filter(|change| change.rule.id != "N03") {
            assert!(change.rule.id == "N02" && change.methods == ["x/do", "x/done"], "{change:?}");
            assert_eq!((change.clients, change.servers), (Level::Safe, Level::Safe));
        }
    }
}

/// To JSON Schema 1 and 1.0 are one number, whether a list is one of integers or of numbers.
#[test]
fn a_number_is_the_same_in_each_spelling() {
    let of = |values: Json| {
        let text = json!({ "definitions": { "V": { "enum": values }, "W": { "type": "object", "properties": { "v": { "enum": values } } } } });
        common::compile(&text.to_string(), true)
    };
    let said = |old: &Protocol, new: &Protocol| {
        let all = diff(old, new);
        all.iter()
            .map(|one| (one.rule.id, one.subject(), one.was.clone(), one.now.clone()))
            .collect::<Vec<_>>()
    };
    let [one, float, more] = [json!([1]), json!([1.0]), json!([1, 1.5])].map(of);
    let [two, floats] = [json!([1, 2]), json!([1.0, 2.0])].map(of);
    for (old, new) in [(&one, &float), (&float, &one), (&two, &floats), (&floats, &two)] {
        assert_eq!(said(old, new), []);
    }
    for one in [&one, &float] {
        let found = said(one, &more);
        assert!(
            !found.is_empty() && found.iter().all(|one| one.0 != "E01" || one.3.as_deref() == Some("1.5")),
            "{found:?}"
        );
        let found = said(&more, one);
        assert!(
            !found.is_empty() && found.iter().all(|one| one.0 != "E02" || one.2.as_deref() == Some("1.5")),
            "{found:?}"
        );
    }
}
