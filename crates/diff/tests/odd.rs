//! Schemas that are lawful and that nobody would write: what is said of them, and how long it takes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

#[allow(dead_code)] // each test binary uses some of it
mod common;

use std::time::{Duration, Instant};

use codegen_diff::ir::schema::{Bundle, Limits};
use codegen_diff::ir::{Policy, Protocol, lower};
use codegen_diff::{Both, Level, diff, diff_both};
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

/// Its types say that it is the same, also where they hold too little to say so by their members.
#[test]
fn a_small_method_that_is_renamed_keeps_its_types() {
    let with = |method: &str, params: &str| {
        let mut all = json!({ "ClientRequest": { "oneOf": [request(method, Some(params))] }, "X": {} });
        all[params] = object(&json!({ "n": { "type": "integer" } }), &["n"]);
        all[params.replace("Params", "Response")] = object(&json!({}), &[]);
        protocol(&all)
    };
    assert_eq!(found(&with("x/do", "DoParams"), &with("x/make", "DoParams"))[..1], ["M08"]);
    let others = found(&with("x/do", "DoParams"), &with("x/make", "MakeParams"));
    assert!(others.contains(&"M01") && others.contains(&"M02"), "{others:?}");
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

/// Of two definitions of one name, in two groups, the second is called after its group; alone, it is not.
#[test]
fn a_definition_whose_name_became_shorter_is_the_one_in_its_place() {
    let list = |values: &[&str]| json!({ "type": "string", "enum": values });
    let with = |root: Option<Json>, grouped: Json| {
        let params = object(&json!({ "a": { "$ref": "#/definitions/v2/X" } }), &["a"]);
        let mut all = json!({ "X": root, "v2": { "X": grouped }, "DoParams": params });
        all["DoneNotification"] = all["DoParams"].clone();
        protocol(&all)
    };
    let old = with(Some(list(&["a", "b", "c"])), list(&["a", "b"]));
    let read = |schema: &Json| common::compile(&schema.to_string(), true);
    let changes = diff(&read(&old), &read(&with(None, list(&["a", "d"]))));
    let said: Vec<_> = changes.iter().map(|change| (change.rule.id, change.subject())).collect();
    let expected = [("E02", "X"), ("E01", "X"), ("N01", "X"), ("N02", "X")];
    assert_eq!(said, expected.map(|(rule, name)| (rule, name.to_owned())));
    let back = found(&with(None, list(&["a", "d"])), &old);
    assert_eq!(back, ["E02", "E01", "N01"]);
}

/// What no stable method leads to may be sent by an experimental one.
#[test]
fn a_change_that_only_an_experimental_method_meets_is_said_with_it() {
    let with = |values: &[&str], way: &str| {
        let x = json!({ "type": "string", "enum": values });
        let holds = object(&json!({ "x": { "$ref": "#/definitions/X" } }), &["x"]);
        let plain = object(&json!({}), &[]);
        let (asked, told) = if way == "none" { (plain.clone(), plain) } else { (plain, holds) };
        let all = json!({ "X": x, "DoParams": asked, "DoneNotification": told });
        common::compile(&protocol(&all).to_string(), true)
    };
    let (old, new) =
        (["none", "told"].map(|way| with(&["a"], way)), ["none", "told"].map(|way| with(&["a", "b"], way)));
    let both =
        |[stable, experimental]: &[Protocol; 2], run: &dyn Fn(Both<'_>)| run(Both { stable, experimental });
    both(&old, &|old| {
        both(&new, &|new| {
            let found = diff_both(old, new, false);
            let said: Vec<_> = found.iter().filter(|change| change.rule.id == "E01").collect();
            let [one] = said.as_slice() else { panic!("{said:?}") };
            assert!(one.experimental && one.directions.to_client, "{one:?}");
            assert_eq!(one.methods, ["x/done"]);
        });
    });
}

/// What clients are told is said of what is stable; what they say, of what is experimental.
#[test]
fn what_is_experimental_adds_only_what_is_not_said() {
    let with = |values: &[&str], asked: bool| {
        let x = json!({ "type": "string", "enum": values });
        let holds = object(&json!({ "x": { "$ref": "#/definitions/X" } }), &["x"]);
        let params = if asked { holds.clone() } else { object(&json!({}), &[]) };
        let all = json!({ "X": x, "DoParams": params, "DoneNotification": holds });
        common::compile(&protocol(&all).to_string(), true)
    };
    let [old, new] =
        [vec!["a", "b"], vec!["a", "c"]].map(|values| [false, true].map(|asked| with(&values, asked)));
    let both = |[stable, experimental]: &'_ [Protocol; 2]| (stable.clone(), experimental.clone());
    let ((a, b), (c, d)) = (both(&old), both(&new));
    let found = diff_both(Both { stable: &a, experimental: &b }, Both { stable: &c, experimental: &d }, true);
    let said = |rule: &str| -> Vec<_> {
        let all = found.iter().filter(|change| change.rule.id == rule);
        all.map(|one| (one.experimental, one.directions.to_server, one.clients, one.methods.join(" ")))
            .collect()
    };
    let done = "x/done".to_owned();
    assert_eq!(
        said("E02"),
        [(true, true, Level::Breaking, "x/do".to_owned()), (false, false, Level::Safe, done.clone()),]
    );
    assert_eq!(said("E01").len(), 2);
    assert!(said("E01").contains(&(false, false, Level::Risky, done)));
}

/// `foo_bar` takes the attribute that `fooBar` had.
#[test]
fn a_name_that_another_takes_is_told() {
    let with = |members: &[&str], values: &[&str]| {
        let fields = members.iter().map(|name| ((*name).to_owned(), json!({ "type": "string" }))).collect();
        let x = object(&Json::Object(fields), &[]);
        protocol(&json!({ "X": x, "E": { "type": "string", "enum": values } }))
    };
    let read = |schema: &Json| common::compile(&schema.to_string(), true);
    let told = |old: &Json, new: &Json| -> Vec<String> {
        let changes = diff(&read(old), &read(new));
        let names = changes.iter().filter(|change| change.rule.id == "N03");
        names.map(|change| format!("{} {:?}", change.subject(), change.source)).collect()
    };
    let plain = with(&["fooBar", "foobar"], &["self", "other"]);
    let crowded = with(&["fooBar", "foobar", "foo_bar"], &["self", "other", "Self"]);
    let expected = ["E=\"self\" [Rust, Python]", "X.fooBar [Rust, Python]"];
    assert_eq!(told(&plain, &crowded), expected);
    assert_eq!(told(&crowded, &plain), expected);
    assert!(told(&plain, &plain).is_empty());
}

/// The first finding for a member whose type changed, with the languages in which code must follow.
fn source(old: &Json, new: &Json) -> (&'static str, Vec<&'static str>) {
    let read = |kind: &Json| {
        let params = object(&json!({ "a": kind }), &["a"]);
        common::compile(&protocol(&json!({ "X": params })).to_string(), true)
    };
    let found = diff(&read(old), &read(new));
    (found[0].rule.id, found[0].source.iter().map(|language| language.name()).collect())
}

/// What generated code looks like decides, not what the rule usually does.
#[test]
fn code_must_follow_where_the_generated_type_is_another() {
    let integer = |min: i64, max: i64| json!({ "type": "integer", "minimum": min, "maximum": max });
    assert_eq!(source(&integer(0, 9), &integer(0, 99)), ("T09", vec![]));
    assert_eq!(source(&integer(-9, 99), &integer(0, 99)), ("T08", vec!["Rust"]));
    let sized = |format: &str| json!({ "type": "integer", "format": format });
    assert_eq!(source(&integer(i64::MIN, i64::MAX), &sized("int64")).1, Vec::<&str>::new());
    assert_eq!(source(&sized("int32"), &sized("int64")).1, ["Rust", "TypeScript"]);
    let list =
        |max: u64| json!({ "type": "array", "items": { "type": "string" }, "minItems": 2, "maxItems": max });
    assert_eq!(source(&list(2), &list(3)), ("T09", vec!["TypeScript"]));
    assert_eq!(source(&list(3), &list(4)), ("T09", vec![]));
    let text = |format: &str| json!({ "type": "string", "format": format });
    assert_eq!(source(&text("date"), &text("uuid")), ("T07", vec![]));
    let one_of = |values: &[&str]| json!({ "type": "string", "enum": values });
    assert_eq!(source(&one_of(&["a"]), &one_of(&["a", "b"])), ("E01", vec!["Rust", "Python", "TypeScript"]));
    assert_eq!(source(&one_of(&["a", "b"]), &one_of(&["a", "b", "c"])), ("E01", vec!["Rust"]));
}

/// How deep unions are nested. Each level leads to the next one by two ways.
const LEVELS: usize = 40;

/// Unions of unions, `A0` the outermost, that end in one type.
fn chain(keyword: &str, level: impl Fn(usize, Json) -> Vec<Json>, end: &Json) -> Json {
    let mut all = json!({ format!("A{LEVELS}"): end });
    for at in 0..LEVELS {
        let next = json!({ "$ref": format!("#/definitions/A{}", at + 1) });
        all[format!("A{at}")] = json!({ keyword: level(at, next) });
    }
    all
}

/// `X` holds another type in a member, beside the same definitions.
fn holding(definitions: &Json, held: &Json) -> Json {
    let mut all = definitions.clone();
    all["X"] = object(&json!({ "x": held }), &[]);
    json!({ "definitions": all })
}

/// What is found where the outermost of the chain stands in the place of another type, and back.
fn into_chain(name: &str, chain: &Json, other: &Json) -> [Vec<&'static str>; 2] {
    let outermost = json!({ "$ref": "#/definitions/A0" });
    let (old, new) = (holding(chain, other), holding(chain, &outermost));
    let read = |schema: &Json| common::compile(&schema.to_string(), true);
    let (old, new) = (read(&old), read(&new));
    let start = Instant::now();
    let both = [(&old, &new), (&new, &old)].map(|(old, new)| {
        let found = diff(old, new);
        // Whether each level was renamed or reordered is not asked here.
        found.iter().filter(|one| one.name == "X").map(|change| change.rule.id).collect()
    });
    assert!(start.elapsed() < Duration::from_secs(10), "{name} took {:?}", start.elapsed());
    both
}

fn twice(_: usize, next: Json) -> Vec<Json> {
    vec![next.clone(), next]
}

#[test]
fn unions_of_unions_are_gone_through_once_each() {
    let end = || object(&json!({ "z": { "type": "string" } }), &["z"]);
    let other = object(&json!({ "q": { "type": "string" }, "z": { "type": "integer" } }), &[]);
    let inside = object(&json!({ "z": { "enum": ["a"] }, "y": { "type": "string" } }), &["z"]);
    for keyword in ["anyOf", "oneOf"] {
        let two = chain(keyword, twice, &end());
        assert_eq!(into_chain(keyword, &two, &other), [["T01"], ["T01"]]);
        assert_eq!(into_chain(keyword, &two, &inside), [["U07"], ["T03"]]);
    }
    // Each level has something of its own.
    let own = |at: usize, next: Json| {
        let key = format!("k{}", at % 7);
        vec![next.clone(), next, object(&json!({ key.clone(): { "type": "string" } }), &[&key])]
    };
    let members: serde_json::Map<String, Json> =
        (0..7).map(|at| (format!("k{at}"), json!({ "type": "string" }))).collect();
    let all = object(&Json::Object(members), &[]);
    assert_eq!(into_chain("members", &chain("anyOf", own, &end()), &all), [["T03"], ["T02"]]);
    // By the count of members, each level cuts what is looked for.
    let counted = |at: usize, next: Json| {
        let mut more = object(&json!({ "z": { "type": "string" } }), &[]);
        more["minProperties"] = json!(at + 2);
        vec![next.clone(), next, more]
    };
    let mut closed = end();
    closed["additionalProperties"] = json!(false);
    assert_eq!(into_chain("counts", &chain("anyOf", counted, &closed), &other), [["T01"], ["T01"]]);
}

#[test]
fn what_has_no_name_is_looked_for_once_in_each_union() {
    let text = json!({ "type": "string" });
    let lengths =
        |at: usize, next: Json| vec![next.clone(), next, json!({ "type": "string", "minLength": 100 + at })];
    let end = json!({ "type": "string", "maxLength": 5 });
    assert_eq!(into_chain("lengths", &chain("anyOf", lengths, &end), &text), [["T03"], ["T02"]]);
    // The two ways differ, and so does what they lead to.
    let lists = |_: usize, next: Json| {
        let list = json!({ "type": "array", "items": next });
        let mut some = list.clone();
        some["minItems"] = json!(1);
        vec![list, some]
    };
    let nested =
        |end: &Json| (0..LEVELS).fold(end.clone(), |items, _| json!({ "type": "array", "items": items }));
    let deep = chain("anyOf", lists, &end);
    assert_eq!(into_chain("lists", &deep, &nested(&text)), [["T03"], ["T02"]]);
    assert_eq!(into_chain("lists", &deep, &nested(&end)), [["U07"], ["T03"]]);
}

/// A schema without definitions is called as its file is.
#[test]
fn the_schema_of_a_file_is_the_same_under_another_name_of_the_file() {
    let read = |file: &str, kind: &str| {
        let schema = object(&json!({ "a": { "type": kind } }), &[]).to_string();
        let (bundle, _) = Bundle::from_text(file, &schema, &[], &Limits::default()).unwrap();
        lower(&bundle, &Policy::default()).unwrap().0
    };
    let old = read("old.json", "string");
    let rules = |new: &Protocol| -> Vec<(&str, Level)> {
        diff(&old, new).iter().map(|change| (change.rule.id, change.clients)).collect()
    };
    assert_eq!(rules(&read("new.json", "string")), [("N01", Level::Safe)]);
    assert_eq!(rules(&read("new.json", "integer")), [("T01", Level::Breaking), ("N01", Level::Safe)]);
    assert_eq!(rules(&read("old.json", "integer")), [("T01", Level::Breaking)]);
}

/// What is written in a type is sent as a part of it alone, also where no methods say who sends what.
#[test]
fn a_variant_that_is_two_now_breaks_nothing_that_the_union_does_not() {
    let variant =
        |tags: &[&str], kind: &str| object(&json!({ "t": { "enum": tags }, "x": { "type": kind } }), &["t"]);
    let union = |variants: &[Json]| json!({ "definitions": { "X": { "oneOf": variants } } });
    let one = union(&[variant(&["a", "b"], "string"), variant(&["c"], "string")]);
    let two = |kind| union(&["a", "b", "c"].map(|tag| variant(&[tag], kind)));
    let worst = |old: &Json, new: &Json| {
        let read = |schema: &Json| common::compile(&schema.to_string(), true);
        diff(&read(old), &read(new)).iter().map(|change| change.clients.max(change.servers)).max()
    };
    assert_eq!(worst(&one, &two("string")), Some(Level::Safe));
    assert_eq!(worst(&two("string"), &one), Some(Level::Safe));
    assert_eq!(worst(&one, &two("integer")), Some(Level::Breaking));
}

/// A message that is a definition is compared with what lists it, and not once more as a type that nothing leads to.
#[test]
fn what_changes_in_a_message_is_said_once() {
    let of = |name: &str, alone: bool, closed: bool| {
        let mut one = request("x/do", Some("DoParams"));
        one["additionalProperties"] = json!(!closed);
        let listed = json!({ "$ref": format!("#/definitions/{name}") });
        let all = if alone { json!([listed]) } else { json!([listed, request("more", None)]) };
        let x = json!({ "type": "string" });
        protocol(
            &json!({ name: one, "ClientRequest": { "oneOf": all }, "X": x, "MoreResponse": object(&json!({}), &[]) }),
        )
    };
    for alone in [true, false] {
        assert_eq!(found(&of("Do", alone, false), &of("Do", alone, true)), ["P11"], "{alone}");
    }
    // That it, and what is named after it, has another name is said of them.
    assert_eq!(found(&of("Do", false, false), &of("Done", false, false)), ["N01", "N03"]);
}

/// Where a whole graph of types stands in the place of another, that is said where it begins, and of what differs.
#[test]
fn another_graph_of_types_is_said_once() {
    const COUNT: usize = 300;
    let of = |used: &str| {
        let mut all =
            json!({ "X": object(&json!({ "x": { "$ref": format!("#/definitions/{used}0") } }), &[]) });
        for at in 0..COUNT {
            for graph in ["Old", "New"] {
                let next = json!({ "$ref": format!("#/definitions/{graph}{}", (at + 1) % COUNT) });
                let kind = if graph == "New" && at == 200 { "integer" } else { "string" };
                let members = json!({ "next": next, "v": { "type": kind }, "w": { "type": "string" } });
                all[format!("{graph}{at}")] = object(&members, &["v"]);
            }
        }
        common::compile(&protocol(&all).to_string(), true)
    };
    let changes = diff(&of("Old"), &of("New"));
    let said: Vec<(&str, String)> = changes.iter().map(|one| (one.rule.id, one.subject())).collect();
    assert_eq!(said, [("T01", "Old200 → New200.v".to_owned()), ("N02", "X.x".to_owned())]);
}
