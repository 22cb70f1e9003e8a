//! A pair of schemas for each rule.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use serde_json::{Value, json};

/// Where the changed definition `X` is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    In,
    Out,
}

pub struct Pair {
    /// The rule that must be found, and what is special.
    pub name: &'static str,
    pub old: Value,
    pub new: Value,
}

/// A whole protocol around definitions, of which `X` is sent one way only.
pub fn protocol_one_way(definitions: &Value, way: Way) -> Value {
    let mut all = protocol(definitions);
    let other = if way == Way::In { "DoneNotification" } else { "DoParams" };
    all["definitions"][other] = object(&json!({}), &[]);
    all
}

/// A whole protocol around definitions, of which `X` is sent both ways.
pub fn protocol(definitions: &Value) -> Value {
    let mut all = definitions.clone();
    let defaults = json!({
        "ClientRequest": { "oneOf": [request("x/do", Some("DoParams"))] },
        "ServerNotification": { "oneOf": [notification("x/done", "DoneNotification")] },
        "DoParams": object(&json!({ "x": { "$ref": "#/definitions/X" } }), &["x"]),
        "DoResponse": object(&json!({}), &[]),
        "DoneNotification": object(&json!({ "x": { "$ref": "#/definitions/X" } }), &["x"]),
    });
    for (key, value) in defaults.as_object().unwrap() {
        let own = all.as_object_mut().unwrap();
        if !own.contains_key(key) {
            own.insert(key.clone(), value.clone());
        }
    }
    // What is null was taken away.
    all.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    json!({ "$schema": "http://json-schema.org/draft-07/schema#", "definitions": all })
}

pub fn request(method: &str, params: Option<&str>) -> Value {
    let mut one = json!({
        "type": "object",
        "properties": { "id": { "type": ["string", "integer"] }, "method": { "type": "string", "enum": [method] } },
        "required": ["id", "method"],
    });
    if let Some(params) = params {
        one["properties"]["params"] = json!({ "$ref": format!("#/definitions/{params}") });
        one["required"] = json!(["id", "method", "params"]);
    }
    one
}

pub fn notification(method: &str, params: &str) -> Value {
    json!({
        "type": "object",
        "properties": {
            "method": { "type": "string", "enum": [method] },
            "params": { "$ref": format!("#/definitions/{params}") },
        },
        "required": ["method", "params"],
    })
}

pub fn object(properties: &Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required })
}

fn x(name: &'static str, old: &Value, new: &Value) -> Pair {
    Pair { name, old: protocol(&json!({ "X": old })), new: protocol(&json!({ "X": new })) }
}

/// A member `a` of `X`.
fn member(name: &'static str, old: &Value, new: &Value) -> Pair {
    x(name, &object(&json!({ "a": old }), &["a"]), &object(&json!({ "a": new }), &["a"]))
}

fn whole(name: &'static str, old: &Value, new: &Value) -> Pair {
    let with_x = |definitions: &Value| {
        let mut all = json!({ "X": { "type": "string" } });
        all.as_object_mut().unwrap().extend(definitions.as_object().unwrap().clone());
        protocol(&all)
    };
    Pair { name, old: with_x(old), new: with_x(new) }
}

fn closed(mut schema: Value) -> Value {
    schema["additionalProperties"] = json!(false);
    schema
}

fn variant(tag: &str, value: &str, properties: &Value) -> Value {
    let mut all = properties.clone();
    all[tag] = json!({ "type": "string", "enum": [value] });
    let required: Vec<String> = all.as_object().unwrap().keys().cloned().collect();
    json!({ "type": "object", "properties": all, "required": required })
}

fn string() -> Value {
    json!({ "type": "string" })
}

fn integer() -> Value {
    json!({ "type": "integer" })
}

fn requests(list: &[Value]) -> Value {
    json!({ "oneOf": list })
}

pub fn all() -> Vec<Pair> {
    let mut all = methods();
    all.extend(properties());
    all.extend(types());
    all.extend(enums_and_unions());
    all.extend(names_and_envelopes());
    all
}

fn methods() -> Vec<Pair> {
    let two = json!({
        "ClientRequest": requests(&[request("x/do", Some("DoParams")), request("y/list", Some("ListParams"))]),
        "ListParams": object(&json!({ "cursor": string(), "limit": integer() }), &["cursor", "limit"]),
        "ListResponse": object(&json!({ "data": { "type": "array", "items": string() } }), &["data"]),
    });
    let renamed = json!({
        "ClientRequest": requests(&[request("x/do", Some("DoParams")), request("z/enumerate", Some("ListParams"))]),
        "ListParams": two["ListParams"], "ListResponse": two["ListResponse"],
    });
    let one = json!({ "ListParams": two["ListParams"], "ListResponse": two["ListResponse"] });
    let notices = |list: &[&str]| {
        let list: Vec<Value> = list.iter().map(|name| notification(name, "DoneNotification")).collect();
        json!({ "ServerNotification": { "oneOf": list } })
    };
    let asks = |list: &[&str]| {
        let list: Vec<Value> = list.iter().map(|name| request(name, Some("AskParams"))).collect();
        json!({
            "ServerRequest": { "oneOf": list },
            "AskParams": object(&json!({ "q": string() }), &["q"]),
            "AskResponse": object(&json!({ "a": string() }), &["a"]),
        })
    };
    let tells = |list: &[&str]| {
        let list: Vec<Value> = list.iter().map(|name| notification(name, "TellNotification")).collect();
        json!({
            "ClientNotification": { "oneOf": list },
            "TellNotification": object(&json!({ "t": string() }), &["t"]),
        })
    };
    let loose = {
        let mut one = request("x/do", Some("DoParams"));
        one["required"] = json!(["id", "method"]);
        json!({ "ClientRequest": requests(&[one]) })
    };
    let bare = json!({ "ClientRequest": requests(&[request("x/do", None)]) });
    let deprecated = {
        let mut one = request("x/do", Some("DoParams"));
        one["deprecated"] = json!(true);
        json!({ "ClientRequest": requests(&[one]) })
    };
    let kind_request = json!({
        "ServerRequest": requests(&[request("k/one", Some("DoneNotification"))]),

        "KOneResponse": object(&json!({}), &[]),
    });
    let none = json!({});
    vec![
        whole("M01", &two, &one),
        whole("M02", &one, &two),
        whole("M03", &notices(&["x/done"]), &notices(&["x/done", "x/more"])),
        whole("M04", &notices(&["x/done", "x/more"]), &notices(&["x/done"])),
        whole("M05", &asks(&["q/ask"]), &asks(&["q/ask", "q/ask/again"])),
        whole("M06", &asks(&["q/ask", "q/ask/again"]), &asks(&["q/ask"])),
        whole("M07", &tells(&["t/tell", "t/more"]), &tells(&["t/tell"])),
        whole("M14", &tells(&["t/tell"]), &tells(&["t/tell", "t/more"])),
        whole("M08", &two, &renamed),
        whole("M09 required", &loose, &none),
        whole("M09 optional", &none, &loose),
        whole("M09 added", &bare, &loose),
        whole("M10", &kind_request, &notices(&["x/done", "k/one"])),
        whole("M13", &none, &deprecated),
    ]
}

fn properties() -> Vec<Pair> {
    let a = object(&json!({ "a": string() }), &["a"]);
    let ab = object(&json!({ "a": string(), "b": integer() }), &["a", "b"]);
    let a_b = object(&json!({ "a": string(), "b": integer() }), &["a"]);
    let null = json!({ "type": ["string", "null"] });
    let turn = |name: &str| object(&json!({ name: string() }), &[name]);
    let default = |value: &Value| object(&json!({ "a": { "type": "string", "default": value } }), &[]);
    let map = |values: &Value| json!({ "type": "object", "additionalProperties": values });
    let flat = |inside: bool| {
        let mut variants =
            vec![variant("type", "one", &json!({ "b": string() })), variant("type", "two", &json!({}))];
        let mut union = json!({});
        if inside {
            for one in &mut variants {
                one["properties"]["id"] = string();
                one["required"].as_array_mut().unwrap().push(json!("id"));
            }
        } else {
            union = json!({ "type": "object", "properties": { "id": string() }, "required": ["id"] });
        }
        union["oneOf"] = json!(variants);
        union
    };
    vec![
        x("P01", &a, &ab),
        x("P01 closed", &closed(a.clone()), &closed(ab.clone())),
        x("P02", &a, &a_b),
        x("P02 closed", &closed(a.clone()), &closed(a_b.clone())),
        x("P03", &a_b, &a),
        x("P03 closed", &closed(a_b.clone()), &closed(a.clone())),
        x("P04", &ab, &a),
        x("P04 closed", &closed(ab.clone()), &closed(a.clone())),
        x("P05", &a_b, &ab),
        x("P06", &ab, &a_b),
        member("P07", &string(), &null),
        member("P08", &null, &string()),
        x("P09", &turn("turn_id"), &turn("turnId")),
        x(
            "P09 optional",
            &object(&json!({ "turn_id": string() }), &[]),
            &object(&json!({ "turnId": string() }), &[]),
        ),
        x("P09 required now", &object(&json!({ "turn_id": string() }), &[]), &turn("turnId")),
        x("P09 optional now", &turn("turn_id"), &object(&json!({ "turnId": string() }), &[])),
        x("P10", &default(&json!("x")), &default(&json!("y"))),
        x("P11", &a, &closed(a.clone())),
        x("P12", &closed(a.clone()), &a),
        member("P13", &map(&string()), &map(&integer())),
        x("P14", &flat(false), &flat(true)),
    ]
}

fn types() -> Vec<Pair> {
    let number = json!({ "type": "number" });
    let int = |format: &str| json!({ "type": "integer", "format": format });
    let list = |items: &Value| json!({ "type": "array", "items": items });
    let values = json!({ "type": "string", "enum": ["p", "q"] });
    let tuple = |items: &[Value]| json!({ "type": "array", "items": items, "minItems": items.len(), "maxItems": items.len() });
    vec![
        member("T01", &string(), &json!({ "type": "boolean" })),
        member("T02", &values, &string()),
        member("T03", &string(), &values),
        member("T04 number", &integer(), &number),
        member("T04 integer", &number, &integer()),
        member("T04 bounded", &integer(), &json!({ "type": "number", "minimum": 3 })),
        member("T04 unbounded", &json!({ "type": "number", "minimum": 3 }), &integer()),
        member("T05", &int("int32"), &int("int64")),
        member("T06", &int("int64"), &int("int32")),
        member("T06 sign", &int("int32"), &int("uint32")),
        member(
            "T07",
            &json!({ "type": "string", "format": "date" }),
            &json!({ "type": "string", "format": "date-time" }),
        ),
        member("T08 length", &string(), &json!({ "type": "string", "minLength": 3 })),
        member("T09 length", &json!({ "type": "string", "minLength": 3 }), &string()),
        member("T08 range", &integer(), &json!({ "type": "integer", "minimum": 0 })),
        member("T08 pattern", &string(), &json!({ "type": "string", "pattern": "^a" })),
        member("T09 items", &json!({ "type": "array", "items": string(), "maxItems": 1 }), &list(&string())),
        member("T10", &list(&string()), &list(&integer())),
        member("T10 arity", &tuple(&[string(), string()]), &tuple(&[string(), string(), string()])),
        member(
            "T10 shorter",
            &tuple(&[string(), string()]),
            &json!({ "type": "array", "items": [string(), string()], "maxItems": 2 }),
        ),
        member("T11", &string(), &list(&string())),
        member("T12 typed", &json!(true), &string()),
        member("T12 any", &string(), &json!(true)),
    ]
}

fn enums_and_unions() -> Vec<Pair> {
    let values = |list: &[&str]| json!({ "type": "string", "enum": list });
    let open = json!({ "anyOf": [{ "type": "string", "enum": ["p", "q"] }, string()] });
    let text = || variant("type", "text", &json!({ "text": string() }));
    let image = |tag: &str| variant("type", tag, &json!({ "url": string(), "size": integer() }));
    let union = |list: &[Value]| json!({ "oneOf": list });
    let external = |list: &[Value]| json!({ "oneOf": list });
    let keyed =
        |key: &str| closed(object(&json!({ key: object(&json!({ "n": integer() }), &["n"]) }), &[key]));
    let kinded = |tag: &str| {
        union(&[
            variant(tag, "text", &json!({ "text": string() })),
            variant(tag, "url", &json!({ "url": string() })),
        ])
    };
    let loose = {
        let mut all = kinded("type");
        for one in all["oneOf"].as_array_mut().unwrap() {
            one["required"].as_array_mut().unwrap().retain(|name| name != "type");
        }
        all
    };
    // One variant has several tags.
    let written = |tags: &[&str]| {
        let of_text = json!({ "type": values(tags), "text": string() });
        union(&[object(&of_text, &["type", "text"]), image("image")])
    };
    let some = object(&json!({ "a": string() }), &["a"]);
    let other = object(&json!({ "b": string() }), &["b"]);
    let both = object(&json!({ "b": string(), "c": string() }), &[]);
    let any = |list: &[&Value]| json!({ "anyOf": list });
    vec![
        x("E01", &values(&["p", "q"]), &values(&["p", "q", "r"])),
        x("E01 tag", &written(&["text"]), &written(&["text", "plain"])),
        x("E02", &values(&["p", "q", "r"]), &values(&["p", "q"])),
        x("E02 listed no more", &open, &json!({ "anyOf": [values(&["p"]), string()] })),
        x("E03", &values(&["onRequest", "q"]), &values(&["on-request", "q"])),
        x("E04 opened", &values(&["p", "q"]), &open),
        x("E04 closed", &open, &values(&["p", "q"])),
        x("E05", &values(&["p", "q"]), &external(&[values(&["p", "q"]), keyed("r")])),
        x("E06", &values(&["p", "q"]), &values(&["q", "p"])),
        x("U01", &union(&[text()]), &union(&[text(), image("image")])),
        x("U02", &union(&[text(), image("image")]), &union(&[text()])),
        x("U03", &kinded("type"), &kinded("kind")),
        x("U04", &union(&[text(), image("image")]), &union(&[text(), image("picture")])),
        x("U05", &kinded("type"), &loose),
        x("U06", &external(&[keyed("p"), keyed("q")]), &kinded("type")),
        x(
            "U06 one more",
            &external(&[values(&["p"]), keyed("q")]),
            &external(&[values(&["p"]), keyed("q"), integer()]),
        ),
        x("U07", &some, &any(&[&some, &other])),
        x("U08", &any(&[&some, &string()]), &any(&[&some, &both])),
        x("U09", &any(&[&some, &both]), &any(&[&both, &some])),
    ]
}

fn names_and_envelopes() -> Vec<Pair> {
    let inner = object(&json!({ "a": string(), "b": integer() }), &["a", "b"]);
    let outer = |name: &str| object(&json!({ "y": { "$ref": format!("#/definitions/{name}") } }), &["y"]);
    let named = |name: &str| protocol(&json!({ "X": outer(name), name: inner }));
    let titled = |title: &str| {
        let mut one = inner.clone();
        one["title"] = json!(title);
        protocol(&json!({ "X": object(&json!({ "y": one }), &["y"]) }))
    };
    let documented = |text: &str| json!({ "type": "object", "description": text, "properties": {} });
    let cyclic =
        object(&json!({ "next": { "anyOf": [{ "$ref": "#/definitions/X" }, { "type": "null" }] } }), &[]);
    let flat = object(&json!({ "next": { "type": ["string", "null"] } }), &[]);
    let ids = |kind: &Value| {
        let mut one = request("x/do", Some("DoParams"));
        one["properties"]["id"] = kind.clone();
        json!({ "ClientRequest": requests(&[one]) })
    };
    let stamped = |required: bool| {
        let mut one = notification("x/done", "DoneNotification");
        one["properties"]["emittedAtMs"] = integer();
        if required {
            one["required"].as_array_mut().unwrap().push(json!("emittedAtMs"));
        }
        json!({ "ServerNotification": { "oneOf": [one] } })
    };
    vec![
        Pair { name: "N01", old: named("Inner"), new: named("Renamed") },
        Pair { name: "N02 inlined", old: named("Inner"), new: titled("Title") },
        whole("N02 removed", &json!({ "Unused": inner }), &json!({})),
        Pair { name: "N03", old: titled("One"), new: titled("Two") },
        x("N04", &flat, &cyclic),
        x("N05", &documented("One."), &documented("Two.")),
        whole("V01", &ids(&string()), &ids(&integer())),
        whole("V02", &json!({}), &stamped(false)),
        whole("V02 gone", &stamped(true), &stamped(false)),
    ]
}
