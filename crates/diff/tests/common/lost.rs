//! Pairs in which what takes old values does not name all their members: nothing is refused, and something is lost;
//! and others about members that are not named.

use serde_json::{Value, json};

use super::fixtures::{Pair, object, protocol};

/// A branch for these tags, with optional members of strings.
fn tagged(tags: &[&str], names: &[&str]) -> Value {
    let mut body = object(&json!({ "t": { "type": "string", "enum": tags } }), &["t"]);
    for name in names {
        body["properties"][name] = json!({ "type": "string" });
    }
    body
}

/// A branch without a tag, which has members that must be there and members that may.
fn plain(required: &[&str], names: &[&str]) -> Value {
    let mut body = object(&json!({}), required);
    for name in required.iter().chain(names) {
        body["properties"][name] = json!({ "type": "string" });
    }
    body
}

fn one_of(all: &[Value]) -> Value {
    json!({ "oneOf": all })
}

fn any_of(all: &[Value]) -> Value {
    json!({ "anyOf": all })
}

fn x(name: &'static str, old: &Value, new: &Value) -> Pair {
    Pair { name, old: protocol(&json!({ "X": old })), new: protocol(&json!({ "X": new })) }
}

pub(crate) fn all() -> Vec<Pair> {
    let whole = tagged(&["a", "b"], &["p", "q"]);
    let parts = one_of(&[tagged(&["a"], &["p"]), tagged(&["b"], &["q"])]);
    let each = one_of(&[tagged(&["a"], &["p", "q"]), tagged(&["b"], &["p", "q"])]);
    let c = tagged(&["c"], &[]);
    let beside = |parts: &[Value]| one_of(&[parts, std::slice::from_ref(&c)].concat());
    let shut = |rest: Value| {
        let mut body = plain(&["k"], &[]);
        body["additionalProperties"] = rest;
        body
    };
    vec![
        x("P12 of a type", &shut(json!(false)), &shut(json!({ "type": "integer" }))),
        x("P11 of a type", &shut(json!({ "type": "integer" })), &shut(json!(false))),
        x("U07 by tag without a member", &whole, &parts),
        x("U07 by tag with all members", &whole, &each),
        x(
            "U07 by tag without a member and with another tag",
            &whole,
            &beside(&[parts["oneOf"][0].clone(), parts["oneOf"][1].clone()]),
        ),
        x("T03 of all tags without a member", &parts, &tagged(&["a", "b"], &["p"])),
        x("T03 of all tags with all members", &parts, &whole),
        x("T02 of all tags without a member", &parts, &tagged(&["a", "b", "c"], &["q"])),
        x(
            "U01 split by tag without a member",
            &beside(std::slice::from_ref(&whole)),
            &beside(&[tagged(&["a"], &["p", "q"]), tagged(&["b"], &["q"])]),
        ),
        x(
            "U01 split by tag with all members",
            &beside(std::slice::from_ref(&whole)),
            &beside(&[tagged(&["a"], &["p", "q"]), tagged(&["b"], &["p", "q"])]),
        ),
        x(
            "U02 joined without a member",
            &beside(&[tagged(&["a"], &["p"]), tagged(&["b"], &["q"])]),
            &beside(&[tagged(&["a", "b"], &["p"])]),
        ),
        x(
            "U07 untagged without a member",
            &plain(&["k"], &["p", "q"]),
            &any_of(&[plain(&["k"], &["p"]), plain(&["r"], &["q"])]),
        ),
        x(
            "U07 untagged with all members",
            &plain(&["k"], &["p"]),
            &any_of(&[plain(&["k"], &["p"]), plain(&["k"], &["q"])]),
        ),
        x(
            "U02 untagged without a member",
            &any_of(&[plain(&["k"], &[]), plain(&["k", "l"], &["p"]), json!({ "type": "string" })]),
            &any_of(&[plain(&["k"], &[]), json!({ "type": "string" })]),
        ),
    ]
}
