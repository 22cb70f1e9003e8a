//! The real bundles: whole, the same in any order of keys, and with names that do not depend on neighbours.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use codegen_ir::schema::{Bundle, Json, Limits, Severity, quote};
use codegen_ir::{MethodKind, Policy, Protocol, lower};

const FILE: &str = "codex_app_server_protocol.schemas.json";

fn bundle(version: &str) -> String {
    let root: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema");
    std::fs::read_to_string(root.join(version).join(FILE)).unwrap()
}

/// Lowers with the results that do not follow the rule left open.
fn compile(text: &str) -> Protocol {
    let (bundle, _) =
        Bundle::from_text(FILE, text, &[], &Limits::default()).unwrap_or_else(|errors| panic!("{errors}"));
    let mut policy = Policy::default();
    if let Err(errors) = lower(&bundle, &policy) {
        for error in errors.sorted().into_iter().filter(|one| one.severity == Severity::Error) {
            assert_eq!(error.id, "method-without-result", "{error}");
            let method = error.message.split('`').nth(1).unwrap().to_owned();
            let place = codegen_ir::schema::Place::default();
            policy
                .result_table
                .insert(method, codegen_ir::ResultEntry { result: None, optional: false, place });
        }
    }
    lower(&bundle, &policy).unwrap_or_else(|errors| panic!("{errors}")).0
}

fn names(protocol: &Protocol) -> BTreeMap<String, String> {
    protocol.types.iter().map(|(_, def)| (def.pointer.to_string(), def.name.clone())).collect()
}

#[test]
fn every_bundle_is_lowered_whole() {
    for (version, requests, notifications) in [
        ("0.133.0/stable", 0, 0),
        ("0.133.0/experimental", 107 + 10, 64 + 1),
        ("0.163.0/stable", 105 + 10, 85 + 1),
        ("0.163.0/experimental", 172 + 11, 85 + 1),
        ("0.169.0/stable", 0, 0),
        ("0.169.0/experimental", 184 + 11, 86 + 1),
    ] {
        let protocol = compile(&bundle(version));
        let count = |kind| protocol.methods.iter().filter(|method| method.kind == kind).count();
        if requests > 0 {
            assert_eq!(count(MethodKind::Request), requests, "{version}");
            assert_eq!(count(MethodKind::Notification), notifications, "{version}");
        }
        assert!(codegen_ir::verify(&protocol).is_empty());
    }
}

/// The same document with its keys in another order.
fn shuffled(json: &Json, seed: &mut u64, out: &mut String) {
    let mut next = || {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *seed >> 33
    };
    match json {
        Json::Object(members) => {
            let mut keys: Vec<(u64, &String)> = members.keys().map(|key| (next(), key)).collect();
            keys.sort();
            out.push('{');
            for (index, (_, key)) in keys.into_iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                out.push_str(&quote(key));
                out.push(':');
                shuffled(&members[key], seed, out);
            }
            out.push('}');
        }
        Json::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                shuffled(item, seed, out);
            }
            out.push(']');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}

#[test]
fn the_order_of_keys_does_not_matter() {
    let text = bundle("0.163.0/experimental");
    let json: Json = serde_json::from_str(&text).unwrap();
    let expected = compile(&text).to_string();
    for mut seed in [1, 2, 3] {
        let mut other = String::new();
        shuffled(&json, &mut seed, &mut other);
        assert_ne!(text, other);
        assert!(compile(&other).to_string() == expected, "the IR depends on the order of keys");
    }
}

/// Takes a definition out; what referred to it takes any value.
fn without(json: &mut Json, pointer: &str) {
    match json {
        Json::Object(members) => {
            if members.get("$ref").and_then(Json::as_str) == Some(pointer) {
                members.remove("$ref");
            }
            for member in members.values_mut() {
                without(member, pointer);
            }
        }
        Json::Array(items) => {
            for item in items {
                without(item, pointer);
            }
        }
        _ => {}
    }
}

#[test]
fn removing_a_definition_renames_nothing_else() {
    let text = bundle("0.163.0/stable");
    let json: Json = serde_json::from_str(&text).unwrap();
    let before = names(&compile(&text));
    let definitions: Vec<&String> =
        json.at(["definitions", "v2"]).unwrap().as_object().unwrap().keys().collect();
    let unions = [
        "ClientRequest",
        "ServerRequest",
        "ClientNotification",
        "ServerNotification",
        "RequestId",
        "AbsolutePathBuf",
    ];
    let some: Vec<&String> =
        definitions.into_iter().step_by(13).filter(|name| !unions.contains(&name.as_str())).collect();
    let check = |name: &String| {
        let mut changed = json.clone();
        let pointer = format!("#/definitions/v2/{name}");
        without(&mut changed, &pointer);
        if let Some(Json::Object(group)) = changed.at_mut(["definitions", "v2"]) {
            group.remove(name);
        }
        let after = names(&compile(&changed.to_string()));
        for (place, now) in &after {
            assert_eq!(before.get(place), Some(now), "without {name}, the type at {place} has another name");
        }
        assert!(after.len() < before.len());
    };
    std::thread::scope(|scope| {
        for half in some.chunks(some.len().div_ceil(2)) {
            scope.spawn(|| half.iter().for_each(|name| check(name)));
        }
    });
}
