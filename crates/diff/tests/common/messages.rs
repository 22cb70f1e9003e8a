//! Pairs that differ in what is around `method` and `params`.

use serde_json::{Value, json};

use super::fixtures::{Pair, notification, protocol, request};

/// A protocol whose request and notification have such members beside, and such other keywords.
fn messages(members: &Value, required: &[&str], keywords: &Value) -> Value {
    let mut all = [request("x/do", Some("DoParams")), notification("x/done", "DoneNotification")];
    for message in &mut all {
        for (name, member) in members.as_object().unwrap() {
            message["properties"][name] = member.clone();
        }
        message["required"].as_array_mut().unwrap().extend(required.iter().map(|name| json!(name)));
        message.as_object_mut().unwrap().extend(keywords.as_object().unwrap().clone());
    }
    let [request, notification] = all;
    protocol(&json!({
        "X": { "type": "string" },
        "ClientRequest": { "oneOf": [request] },
        "ServerNotification": { "oneOf": [notification] },
    }))
}

/// The same whose `params` are gone, or need not be there.
fn params(schema: &Value, kept: bool) -> Value {
    let mut schema = schema.clone();
    for union in ["ClientRequest", "ServerNotification"] {
        let message = &mut schema["definitions"][union]["oneOf"][0];
        if !kept {
            message["properties"].as_object_mut().unwrap().remove("params");
        }
        message["required"].as_array_mut().unwrap().retain(|name| name != "params");
    }
    schema
}

pub fn all() -> Vec<Pair> {
    let (open, closed) = (json!({}), json!({ "additionalProperties": false }));
    let none = json!({});
    let stamp = json!({ "stamp": { "type": "integer" } });
    let version = |default: &str| json!({ "jsonrpc": { "type": "string", "default": default } });
    let rest = |kind: &str| json!({ "additionalProperties": { "type": kind } });
    let pair = |name, old: Value, new: Value| Pair { name, old, new };
    let of = |members: &Value, required: &[&str], keywords: &Value| messages(members, required, keywords);
    let (shut, wide) = (of(&none, &[], &closed), of(&none, &[], &open));
    vec![
        pair("P11 messages", of(&none, &[], &open), of(&none, &[], &closed)),
        pair("P12 messages", of(&none, &[], &closed), of(&none, &[], &open)),
        pair("P10 messages", of(&version("2.0"), &[], &open), of(&version("2.1"), &[], &open)),
        pair("P13 messages", of(&none, &[], &rest("string")), of(&none, &[], &rest("integer"))),
        pair("T08 messages", of(&none, &[], &open), of(&none, &[], &json!({ "minProperties": 4 }))),
        pair("V02 closed, optional gone", of(&stamp, &[], &closed), of(&none, &[], &closed)),
        pair("V02 closed, required gone", of(&stamp, &["stamp"], &closed), of(&none, &[], &closed)),
        pair("V02 closed, optional new", of(&none, &[], &closed), of(&stamp, &[], &closed)),
        pair("V02 closed, required new", of(&none, &[], &closed), of(&stamp, &["stamp"], &closed)),
        pair("V02 required new", of(&none, &[], &open), of(&stamp, &["stamp"], &open)),
        pair("M09 closed, optional gone", params(&shut, true), params(&shut, false)),
        pair("M09 closed, required gone", shut.clone(), params(&shut, false)),
        pair("M09 closed, optional new", params(&shut, false), params(&shut, true)),
        pair("M09 closed, required new", params(&shut, false), shut),
        pair("M09 optional gone", params(&wide, true), params(&wide, false)),
        pair("M09 optional new", params(&wide, false), params(&wide, true)),
    ]
}
