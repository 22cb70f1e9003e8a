//! More pairs: changes as they meet each other in practice, and rules in places where they are easily missed.

use serde_json::{Value, json};

use super::fixtures::{Pair, notification, object, protocol, request};

fn string() -> Value {
    json!({ "type": "string" })
}

fn integer() -> Value {
    json!({ "type": "integer" })
}

fn nullable(one: &Value) -> Value {
    json!({ "anyOf": [one, { "type": "null" }] })
}

fn values(all: &[&str]) -> Value {
    json!({ "type": "string", "enum": all })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn map(values: &Value) -> Value {
    json!({ "type": "object", "additionalProperties": values })
}

fn any(all: &[Value]) -> Value {
    json!({ "anyOf": all })
}

fn int(format: &str) -> Value {
    json!({ "type": "integer", "format": format })
}

fn x(name: &'static str, old: &Value, new: &Value) -> Pair {
    Pair { name, old: protocol(&json!({ "X": old })), new: protocol(&json!({ "X": new })) }
}

/// As a required member `m` of `X`.
fn m(name: &'static str, old: &Value, new: &Value) -> Pair {
    let body = |one: &Value| object(&json!({ "m": one }), &["m"]);
    x(name, &body(old), &body(new))
}

fn with(mut schema: Value, key: &str, value: Value) -> Value {
    schema[key] = value;
    schema
}

fn tagged(tag: &str, variants: &[(&str, Value)]) -> Value {
    let one = |(name, content): &(&str, Value)| {
        object(&json!({ tag: values(&[name]), "content": content }), &[tag, "content"])
    };
    json!({ "oneOf": variants.iter().map(one).collect::<Vec<_>>() })
}

fn keyed(variants: &[(&str, Value)]) -> Value {
    let one = |(key, content): &(&str, Value)| {
        with(object(&json!({ *key: content }), &[key]), "additionalProperties", json!(false))
    };
    json!({ "oneOf": variants.iter().map(one).collect::<Vec<_>>() })
}

fn node(name: &str, value: &Value, more: &Value) -> Value {
    let mut properties =
        json!({ "value": value, "next": nullable(&json!({ "$ref": format!("#/definitions/{name}") })) });
    for (key, one) in more.as_object().unwrap() {
        properties[key] = one.clone();
    }
    object(&properties, &["value"])
}

/// `X` leads to a definition of this name.
fn inner(name: &str, body: &Value) -> Value {
    let x = object(&json!({ "y": { "$ref": format!("#/definitions/{name}") } }), &["y"]);
    protocol(&json!({ "X": x, name: body }))
}

/// One way only: of params, of the result, of a notification.
fn one_way(name: &'static str, place: &str, old: &Value, new: &Value) -> Pair {
    let empty = object(&json!({}), &[]);
    let whole = |body: &Value| {
        let mut all = json!({ "DoParams": empty, "DoResponse": empty, "DoneNotification": empty });
        all[place] = object(&json!({ "m": body }), &["m"]);
        protocol(&all)
    };
    Pair { name, old: whole(old), new: whole(new) }
}

pub fn all() -> Vec<Pair> {
    [members(), scalars(), lists(), choices(), others(), names(), methods()].into_iter().flatten().collect()
}

fn members() -> Vec<Pair> {
    let a = |one: &Value, required: &[&str]| object(&json!({ "a": one }), required);
    let two = |a: &Value, b: &Value| object(&json!({ "a": a, "b": b }), &["a", "b"]);
    let ab = two(&string(), &integer());
    let closed = |one: Value| with(one, "additionalProperties", json!(false));
    let deep = |one: &Value| object(&json!({ "deep": one }), &["deep"]);
    let turn = |name: &str, one: &Value| object(&json!({ name: one }), &[name]);
    vec![
        x("P05 and nullable", &a(&string(), &[]), &a(&nullable(&string()), &["a"])),
        x("P06 and not null", &a(&nullable(&string()), &["a"]), &a(&string(), &[])),
        x("P07 optional to nullable", &a(&string(), &[]), &a(&nullable(&string()), &[])),
        x("P01 nullable", &a(&string(), &["a"]), &two(&string(), &nullable(&integer()))),
        x("P04 nullable", &two(&string(), &nullable(&integer())), &a(&string(), &["a"])),
        x("P10 added", &a(&string(), &[]), &a(&with(string(), "default", json!("x")), &[])),
        x("P10 removed", &a(&with(string(), "default", json!("x")), &[]), &a(&string(), &[])),
        x("P11 below", &deep(&a(&string(), &["a"])), &deep(&closed(a(&string(), &["a"])))),
        x("P12 below", &deep(&closed(a(&string(), &["a"]))), &deep(&a(&string(), &["a"]))),
        x("P09 and another type", &turn("turn_id", &string()), &turn("turnId", &integer())),
        x("T01 members changed places", &ab, &two(&integer(), &string())),
        x("T01 struct to map", &closed(two(&integer(), &integer())), &map(&string())),
        x("T03 map to struct", &map(&string()), &closed(object(&json!({ "a": string() }), &[]))),
        x("M13 property", &a(&string(), &[]), &a(&with(string(), "deprecated", json!(true)), &[])),
        x("N05 property", &a(&string(), &[]), &a(&with(string(), "description", json!("Why.")), &[])),
        x("P13 map of maps", &map(&map(&string())), &map(&map(&integer()))),
        x("T12 typed map", &map(&json!(true)), &map(&string())),
        one_way("P02 named among others", "DoParams", &rest(false), &rest(true)),
        one_way("P02 named among others, notification", "DoneNotification", &rest(false), &rest(true)),
        one_way("P03 among others", "DoneNotification", &rest(true), &rest(false)),
        x("T08 fewest members", &map(&string()), &with(map(&string()), "minProperties", json!(1))),
        x("T09 fewest members", &with(map(&string()), "minProperties", json!(1)), &map(&string())),
        Pair {
            name: "N02 another type, which names none of the members",
            old: protocol(&json!({ "X": { "$ref": "#/definitions/Needs" }, "Needs": with(
                object(&json!({ "a": string(), "b": string() }), &[]),
                "dependencies",
                json!({ "a": ["b"] }),
            ) })),
            new: protocol(&json!({ "X": object(&json!({ "q": string() }), &[]) })),
        },
        x(
            "T08 one needs another",
            &object(&json!({ "a": string(), "b": string() }), &[]),
            &with(
                object(&json!({ "a": string(), "b": string() }), &[]),
                "dependencies",
                json!({ "a": ["b"] }),
            ),
        ),
    ]
}

fn scalars() -> Vec<Pair> {
    let bound = |key: &str, value: Value| with(integer(), key, value);
    vec![
        m("T05 unsigned", &int("uint8"), &int("uint32")),
        m("T06 unsigned", &int("uint32"), &int("uint8")),
        m("T06 to unsigned of more bits", &int("int32"), &int("uint64")),
        m("T05 unsigned to signed", &int("uint8"), &int("int32")),
        m("T08 above", &bound("minimum", json!(0)), &bound("exclusiveMinimum", json!(0))),
        m("T09 below", &bound("maximum", json!(5)), &bound("maximum", json!(6))),
        m("T08 steps", &integer(), &bound("multipleOf", json!(5))),
        m("T08 both ways", &bound("minimum", json!(3)), &bound("maximum", json!(9))),
        m("T08 longest", &string(), &with(string(), "maxLength", json!(2))),
        m("T09 longest", &with(string(), "maxLength", json!(2)), &with(string(), "maxLength", json!(3))),
        m("T07 added", &string(), &with(string(), "format", json!("uuid"))),
        m("T07 removed", &with(string(), "format", json!("uuid")), &string()),
        m("T02 constant to string", &values(&["one"]), &string()),
        m("E04 constant", &values(&["one"]), &any(&[values(&["one"]), string()])),
        m("T03 no list", &list(&string()), &json!({ "type": "array", "minItems": 2, "maxItems": 1 })),
        m("E03 constant", &json!({ "const": "one" }), &json!({ "const": "two" })),
        m("E03 case", &values(&["Auto", "q"]), &values(&["auto", "q"])),
        m("E02 and added", &values(&["a", "b"]), &values(&["a", "c"])),
        m("E01 numbers", &json!({ "enum": [1, 2] }), &json!({ "enum": [1, 2, 3] })),
        m("E02 null", &json!({ "enum": ["a", "b", null] }), &json!({ "enum": ["a", null] })),
        m("P08 of values", &json!({ "enum": ["a", "b", null] }), &json!({ "enum": ["a", "b"] })),
        m("U07 boolean or string", &json!({ "type": "boolean" }), &json!({ "type": ["boolean", "string"] })),
        m("T04 in a list", &list(&integer()), &list(&json!({ "type": "number" }))),
    ]
}

fn lists() -> Vec<Pair> {
    let tuple = |items: &[Value]| json!({ "type": "array", "items": items, "minItems": items.len(), "maxItems": items.len() });
    let strings = list(&string());
    vec![
        m("P07 in a list", &strings, &list(&nullable(&string()))),
        m("P08 in a map", &map(&nullable(&string())), &map(&string())),
        m("E01 in a list", &list(&values(&["a", "b"])), &list(&values(&["a", "b", "c"]))),
        m("E02 in a map", &map(&values(&["a", "b"])), &map(&values(&["a"]))),
        m("T10 list of lists", &list(&strings), &list(&list(&integer()))),
        m("T11 list of lists", &strings, &list(&strings)),
        m("T02 tuple to list", &tuple(&[string(), string()]), &strings),
        m("T03 list to tuple", &strings, &tuple(&[string(), string()])),
        m("T10 tuple reordered", &tuple(&[string(), integer()]), &tuple(&[integer(), string()])),
        m(
            "T10 none of it left",
            &json!({ "type": "array", "items": [string(), integer()] }),
            &json!({ "type": "array", "items": [nullable(&string()), integer()], "maxItems": 0 }),
        ),
        m("T08 not empty", &strings, &with(list(&string()), "minItems", json!(1))),
        m("T08 unique", &strings, &with(list(&string()), "uniqueItems", json!(true))),
        m("T09 unique", &with(list(&string()), "uniqueItems", json!(true)), &strings),
        m("U07 one or many", &string(), &any(&[string(), list(&string())])),
    ]
}

/// An object with keys that are data, and perhaps one that is named.
fn rest(named: bool) -> Value {
    let members = if named { json!({ "a": string(), "b": string() }) } else { json!({ "a": string() }) };
    with(object(&members, &[]), "additionalProperties", integer())
}

/// Variants of the same content, each with the tags that it has.
fn split(tags: &[&[&str]]) -> Value {
    let one = |tags: &&[&str]| object(&json!({ "k": values(tags), "v": string() }), &["k", "v"]);
    json!({ "oneOf": tags.iter().map(one).collect::<Vec<_>>() })
}

fn choices() -> Vec<Pair> {
    let (s, i) = (|name| (name, string()), |name| (name, integer()));
    let object_of = |name: &str| object(&json!({ name: string() }), &[name]);
    let least = |min: u64| with(integer(), "minimum", json!(min));
    let shut = json!({ "type": "object", "additionalProperties": false });
    let short = with(string(), "maxLength", json!(3));
    let by_tag = tagged("k", &[s("p"), s("q")]);
    let in_one = object(&json!({ "k": values(&["p", "q"]), "content": string() }), &["k", "content"]);
    vec![
        x("U07 by each tag", &in_one, &by_tag),
        x("T03 of all tags", &by_tag, &in_one),
        x("U01 untagged", &any(&[string(), integer()]), &any(&[string(), integer(), object_of("a")])),
        x("U02 untagged", &any(&[string(), integer(), object_of("a")]), &any(&[string(), integer()])),
        x("U01 external", &keyed(&[s("p"), i("q")]), &keyed(&[s("p"), i("q"), s("r")])),
        x("U02 external", &keyed(&[s("p"), i("q"), s("r")]), &keyed(&[s("p"), i("q")])),
        x("U02 and another added", &tagged("k", &[s("p"), i("q")]), &tagged("k", &[s("p"), s("new")])),
        x("U06 tag removed", &tagged("k", &[s("p"), i("q")]), &any(&[string(), integer()])),
        x("U06 internal to external", &tagged("k", &[s("p"), i("q")]), &keyed(&[s("p"), i("q")])),
        x("U03 and a variant", &tagged("k", &[s("p"), i("q")]), &tagged("kind", &[s("p"), i("q"), s("r")])),
        x("T01 in a variant", &tagged("k", &[s("p"), i("q")]), &tagged("k", &[s("p"), s("q")])),
        x("T01 in an external variant", &keyed(&[s("p"), i("q")]), &keyed(&[s("p"), s("q")])),
        x("E02 one of two is another's", &split(&[&["a", "b"], &["c"]]), &split(&[&["a"], &["b"], &["c"]])),
        x("E01 one of two was another's", &split(&[&["a"], &["b"], &["c"]]), &split(&[&["a", "b"], &["c"]])),
        x("E06 variants", &tagged("k", &[s("p"), i("q")]), &tagged("k", &[i("q"), s("p")])),
        m("U02 the others take it together", &any(&[string(), least(0), int("uint32"), least(9)]), &{
            any(&[string(), int("uint32"), with(least(9), "maximum", json!(u64::MAX)), least(1 << 40)])
        }),
        m("T08 the empty one is another's", &any(&[string(), map(&json!(true)), shut.clone()]), &{
            any(&[string(), with(map(&json!(true)), "minProperties", json!(1)), shut.clone()])
        }),
        m(
            "E02 another takes it",
            &any(&[values(&["a", "b", "c"]), short.clone()]),
            &any(&[values(&["a", "b"]), short]),
        ),
        m("U07 and null", &string(), &any(&[string(), integer(), json!({ "type": "null" })])),
        m("T03 union to type", &any(&[string(), integer()]), &string()),
        m(
            "T03 external to values",
            &any(&[values(&["p", "q"]), keyed(&[s("r"), s("t")])]),
            &values(&["p", "q"]),
        ),
        x("N05 variant", &tagged("k", &[s("p"), i("q")]), &{
            let mut all = tagged("k", &[s("p"), i("q")]);
            all["oneOf"][0]["description"] = json!("Why.");
            all
        }),
    ]
}

/// A branch for whatever the tagged ones do not take.
fn others() -> Vec<Pair> {
    let two = |keys: &str| match keys {
        "inside" => tagged("k", &[("p", string()), ("q", integer())]),
        _ => keyed(&[("p", string()), ("q", integer())]),
    };
    let beside = |keys: &str, types: Value| {
        let mut all = two(keys)["oneOf"].as_array().unwrap().clone();
        all.push(json!({ "type": types }));
        any(&all)
    };
    let (text, tags) = (json!("string"), two("inside"));
    let object = json!({ "type": "object" });
    vec![
        x("U01 others", &tags, &beside("inside", text.clone())),
        x("U02 others", &beside("inside", text.clone()), &tags),
        x("U01 others beside keys", &two("around"), &beside("around", text.clone())),
        x("U02 others beside keys", &beside("around", text), &two("around")),
        x(
            "U01 others of another kind",
            &beside("inside", json!(["object", "integer"])),
            &beside("inside", json!(["object", "boolean"])),
        ),
        x("U01 any other instead of one", &tags, &any(&[tags["oneOf"][0].clone(), object])),
    ]
}

fn names() -> Vec<Pair> {
    let body = |extra: bool| {
        let mut one = json!({ "a": string(), "b": integer(), "c": string() });
        if extra {
            one["d"] = string();
        }
        object(&one, &["a", "b"])
    };
    let wrapped = |one: Value| object(&json!({ "y": one }), &["y"]);
    let none = json!({});
    let number = node("Node", &integer(), &none);
    vec![
        Pair {
            name: "N01 and changed",
            old: inner("Inner", &body(false)),
            new: inner("Renamed", &body(true)),
        },
        Pair {
            name: "N02 and changed",
            old: inner("Inner", &body(false)),
            new: protocol(&json!({ "X": wrapped(body(true)) })),
        },
        Pair {
            name: "N02 given a name",
            old: protocol(&json!({ "X": wrapped(body(false)) })),
            new: inner("Inner", &body(false)),
        },
        Pair {
            name: "N01 recursive",
            old: inner("Node", &node("Node", &string(), &none)),
            new: inner("Knot", &node("Knot", &string(), &none)),
        },
        Pair {
            name: "T01 recursive",
            old: inner("Node", &node("Node", &string(), &none)),
            new: inner("Node", &number),
        },
        Pair {
            name: "P02 recursive",
            old: inner("Node", &node("Node", &string(), &none)),
            new: inner("Node", &node("Node", &string(), &json!({ "more": string() }))),
        },
        Pair {
            name: "P01 recursive",
            old: inner("Node", &node("Node", &string(), &none)),
            new: inner(
                "Node",
                &with(
                    node("Node", &string(), &json!({ "more": string() })),
                    "required",
                    json!(["value", "more"]),
                ),
            ),
        },
    ]
}

fn methods() -> Vec<Pair> {
    let whole = |requests: &[Value], notices: &[Value], more: &Value| {
        let mut all = more.clone();
        all["ClientRequest"] = json!({ "oneOf": requests });
        all["ServerNotification"] = json!({ "oneOf": notices });
        all["X"] = string();
        all["ActResponse"] = object(&json!({}), &[]);
        all["PerformResponse"] = object(&json!({}), &[]);
        all["AActResponse"] = all["ActResponse"].clone();
        protocol(&all)
    };
    let act = object(&json!({ "one": string(), "two": integer(), "three": string() }), &["one", "two"]);
    let other = object(&json!({ "else": string() }), &["else"]);
    let base = [request("x/do", Some("DoParams"))];
    let done = [notification("x/done", "DoneNotification")];
    let two = [base[0].clone(), request("a/act", Some("ActParams"))];
    let new = [base[0].clone(), request("a/perform", Some("PerformParams"))];
    let told = [done[0].clone(), notification("a/act", "ActParams")];
    let mine = json!({ "ActParams": act });
    let loose = with(two[1].clone(), "required", json!(["id", "method"]));
    let mut null = loose.clone();
    null["properties"]["params"] = json!({ "type": "null" });
    let mut either = loose.clone();
    either["properties"]["params"] = nullable(&json!({ "$ref": "#/definitions/ActParams" }));
    let values = values_pair();
    vec![
        Pair {
            name: "M01 renamed and changed",
            old: whole(&two, &done, &mine),
            new: whole(&new, &done, &json!({ "PerformParams": other })),
        },
        Pair {
            name: "M08 with its params",
            old: whole(&two, &done, &mine),
            new: whole(&new, &done, &json!({ "PerformParams": act })),
        },
        Pair {
            name: "M08 notification",
            old: whole(&base, &told, &mine),
            new: whole(&base, &[done[0].clone(), notification("a/acted", "ActParams")], &mine),
        },
        Pair {
            name: "M08 in another spelling",
            old: whole(
                &base,
                &[done[0].clone(), notification("a/toldAll", "Told")],
                &json!({ "Told": other }),
            ),
            new: whole(
                &base,
                &[done[0].clone(), notification("a/told_all", "Told")],
                &json!({ "Told": other }),
            ),
        },
        Pair {
            name: "M09 null before",
            old: whole(&[base[0].clone(), null.clone()], &done, &mine),
            new: whole(&two, &done, &mine),
        },
        Pair {
            name: "M09 null before, optional now",
            old: whole(&[base[0].clone(), null.clone()], &done, &mine),
            new: whole(&[base[0].clone(), loose.clone()], &done, &mine),
        },
        Pair {
            name: "M09 beside null",
            old: whole(&[base[0].clone(), null.clone()], &done, &mine),
            new: whole(&[base[0].clone(), either], &done, &mine),
        },
        Pair {
            name: "M09 null now",
            old: whole(&two, &done, &mine),
            new: whole(&[base[0].clone(), null.clone()], &done, &mine),
        },
        Pair {
            name: "M09 null now, optional before",
            old: whole(&[base[0].clone(), loose.clone()], &done, &mine),
            new: whole(&[base[0].clone(), null], &done, &mine),
        },
        Pair { name: "M04 turned round", old: whole(&base, &told, &mine), new: whole(&two, &done, &mine) },
        one_way("E01 params", "DoParams", &values[0], &values[1]),
        one_way("E01 result", "DoResponse", &values[0], &values[1]),
        one_way("E01 notification", "DoneNotification", &values[0], &values[1]),
        one_way("E02 result", "DoResponse", &values[1], &values[0]),
        one_way("T01 result", "DoResponse", &string(), &integer()),
        one_way("P08 params", "DoParams", &nullable(&string()), &string()),
        one_way("P07 result", "DoResponse", &string(), &nullable(&string())),
    ]
}

fn values_pair() -> [Value; 2] {
    [values(&["a", "b"]), values(&["a", "b", "c"])]
}
