//! Schemas that are lawful and that nobody would write: what is said of them, and how long it takes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

#[allow(dead_code)] // each test binary uses some of it
mod common;

use codegen_diff::{Both, diff, diff_both};
use common::fixtures::{notification, object, protocol, request};
use serde_json::{Value as Json, json};

/// What is found, by rules.
fn found(old: &Json, new: &Json) -> Vec<&'static str> {
    let read = |schema: &Json| common::compile(&schema.to_string(), true);
    diff(&read(old), &read(new)).iter().map(|change| change.rule.id).collect()
}

/// A request and a notification of one name, or one of them alone, which the server is sent.
fn namesakes(kinds: &[&str]) -> Json {
    let params = object(&json!({ "n": { "type": "integer" } }), &["n"]);
    let mut all = json!({ "ClientRequest": null, "X": { "type": "string" }, "ToldParams": params });
    for kind in kinds {
        match *kind {
            "request" => all["ClientRequest"] = json!({ "oneOf": [request("x/do", Some("DoParams"))] }),
            _ => all["ClientNotification"] = json!({ "oneOf": [notification("x/do", "ToldParams")] }),
        }
    }
    protocol(&all)
}

#[test]
fn a_request_and_a_notification_of_one_name_are_two_methods() {
    let both = namesakes(&["request", "notification"]);
    assert_eq!(found(&both, &both), Vec::<&str>::new());
    assert_eq!(found(&both, &namesakes(&["request"]))[..1], ["M07"]);
    assert_eq!(found(&namesakes(&["notification"]), &both)[..1], ["M02"]);
    // Where there is no other of the name, it is one method that changed.
    assert_eq!(found(&namesakes(&["request"]), &namesakes(&["notification"]))[..1], ["M10"]);
}

#[test]
fn a_method_is_not_experimental_where_only_its_namesake_is() {
    let read = |kinds: &[&str]| common::compile(&namesakes(kinds).to_string(), true);
    let (request, both) = (read(&["request"]), read(&["request", "notification"]));
    let rules = |old: Both<'_>, new: Both<'_>| -> Vec<&str> {
        diff_both(old, new, false).iter().map(|change| change.rule.id).collect()
    };
    let of = |stable, experimental| Both { stable, experimental };
    let gone = rules(of(&both, &both), of(&request, &request));
    assert!(gone.contains(&"M07") && !gone.contains(&"M11"), "{gone:?}");
    let moved = rules(of(&both, &both), of(&request, &both));
    assert!(moved.contains(&"M11") && !moved.contains(&"M07"), "{moved:?}");
}
