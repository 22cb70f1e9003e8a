//! The generated Python in its own tools.

use std::path::PathBuf;

use codegen_build::{Input, Job};
use codegen_tests::python::{ALL, Pydantic, Values, check, clean, generate, names, renamed};
use codegen_tests::recorded::{job, recording, values as recorded};
use codegen_tests::typescript::{features, fixture, here, read_values, write};
use codegen_tests::{fresh, read};
use serde_json::{Value, json};

type Outcome = Result<(), String>;

/// A folder for what a test generates; it stays there to be looked at.
fn folder(name: &str) -> Result<PathBuf, String> {
    fresh(env!("CARGO_TARGET_TMPDIR"), "python", name)
}

fn package(feature: &str) -> String {
    format!("f_{}", feature.replace('-', "_"))
}

#[test]
fn fixtures_accept_and_refuse_what_the_values_say() -> Outcome {
    let folder = folder("fixtures")?;
    let mut wrong = Vec::new();
    for feature in features()? {
        let name = package(&feature);
        let protocol = generate(fixture(&feature), &folder.join(&name))
            .map_err(|error| format!("{feature}: {error}"))?;
        let names = names(&protocol)?;
        let mut accept: Values = read_values(&feature, "accept")?;
        for (name, values) in read_values::<Values>(&feature, "keep")? {
            accept.entry(name).or_default().extend(values);
        }
        let (accept, refuse) = (renamed(accept, &names)?, renamed(read_values(&feature, "refuse")?, &names)?);
        for pydantic in ALL {
            match check(pydantic, &folder, &name, &accept, &refuse) {
                Ok(text) => println!("{feature}: {text}"),
                Err(_) => wrong.push(format!("{feature} with {pydantic:?}")),
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join(", ")) }
}

#[test]
fn a_long_chain_of_types_can_be_used() -> Outcome {
    let folder = folder("chain")?;
    let mut definitions = serde_json::Map::new();
    // Python 3.12 counts the frames of C apart, and stops below 200.
    for index in 0..100 {
        let next = serde_json::json!({ "$ref": format!("#/definitions/Link{}", index + 1) });
        let link = serde_json::json!({ "type": "object", "properties": { "next": next } });
        definitions.insert(format!("Link{index}"), link);
    }
    definitions.insert("Link100".to_owned(), serde_json::json!({ "type": "object", "properties": {} }));
    let schema = serde_json::json!({ "definitions": definitions }).to_string();
    generate(Job::new(Input::Text("chain.json".to_owned(), schema)), &folder.join("chain"))?;
    let value = serde_json::json!({ "next": { "next": {}, "more": 1 } });
    let accept = Values::from([("Link0".to_owned(), vec![value])]);
    for pydantic in ALL {
        println!("{}", check(pydantic, &folder, "chain", &accept, &Values::default())?);
    }
    Ok(())
}

/// As a resource of FHIR may hold any other: defined anew in each of them, it would be nested as deep as there are many.
#[test]
fn many_variants_may_hold_their_union() -> Outcome {
    const ALL_OF_THEM: usize = 60;
    let folder = folder("wide")?;
    let reference = |index| serde_json::json!({ "$ref": format!("#/definitions/Variant{index}") });
    let all: Vec<_> = (0..ALL_OF_THEM).map(reference).collect();
    let mut definitions = serde_json::Map::new();
    definitions.insert("Whole".to_owned(), serde_json::json!({ "oneOf": all }));
    for index in 0..ALL_OF_THEM {
        let variant = serde_json::json!({
            "type": "object",
            "required": ["t"],
            "properties": {
                "t": { "const": format!("variant{index}") },
                "held": { "type": "array", "items": { "$ref": "#/definitions/Whole" } },
            },
        });
        definitions.insert(format!("Variant{index}"), variant);
    }
    let schema = serde_json::json!({ "definitions": definitions }).to_string();
    generate(Job::new(Input::Text("wide.json".to_owned(), schema)), &folder.join("wide"))?;
    let value =
        serde_json::json!({ "t": "variant1", "held": [{ "t": "variant2", "held": [{ "t": "new" }] }] });
    let names = ["Variant1", "Whole"].map(|name| (name.to_owned(), vec![value.clone()]));
    for pydantic in ALL {
        println!("{}", check(pydantic, &folder, "wide", &Values::from(names.clone()), &Values::default())?);
    }
    Ok(())
}

/// Doubling with each level, they would take all memory there is.
#[test]
fn unions_of_unions_cost_what_they_say() -> Outcome {
    let folder = folder("nested")?;
    let mut definitions = serde_json::Map::new();
    for level in 0..40 {
        let next = serde_json::json!({ "$ref": format!("#/definitions/Level{}", level + 1) });
        let tagged = serde_json::json!({
            "type": "object",
            "required": ["t"],
            "properties": { "t": { "const": format!("level{level}") } },
        });
        let list = serde_json::json!({ "type": "array", "items": next });
        definitions.insert(format!("Level{level}"), serde_json::json!({ "anyOf": [next, tagged, list] }));
        let next = serde_json::json!({ "$ref": format!("#/definitions/Tag{}", level + 1) });
        definitions.insert(format!("Tag{level}"), serde_json::json!({ "oneOf": [next, tagged] }));
    }
    let end =
        serde_json::json!({ "type": "object", "required": ["t"], "properties": { "t": { "const": "end" } } });
    definitions.insert("Level40".to_owned(), end.clone());
    definitions.insert("Tag40".to_owned(), end);
    let schema = serde_json::json!({ "definitions": definitions }).to_string();
    generate(Job::new(Input::Text("nested.json".to_owned(), schema)), &folder.join("nested"))?;
    let tag = |name: &str| serde_json::json!({ "t": name });
    let accept = Values::from([
        (
            "Level0".to_owned(),
            vec![tag("end"), tag("level20"), serde_json::json!([[tag("level30")], tag("level2")])],
        ),
        ("Tag0".to_owned(), vec![tag("end"), tag("level20"), tag("later")]),
    ]);
    let refuse = Values::from([("Level0".to_owned(), vec![serde_json::json!({ "value": [1], "at": "/0" })])]);
    for pydantic in ALL {
        check(pydantic, &folder, "nested", &accept, &refuse)?;
    }
    Ok(())
}

/// Where branches are tried, and within each of them branches again, each level would double the time.
#[test]
fn branches_are_tried_once_at_any_depth() -> Outcome {
    const LEVELS: usize = 30;
    let folder = folder("tried")?;
    generate(fixture("union-within"), &folder.join("tried"))?;
    let choice = |inner: Value| json!({ "parts": [inner], "of": { "right": 1 } });
    let tree = |inner: Value| json!({ "value": "a", "next": inner });
    let deep = |inner: Value, of: &dyn Fn(Value) -> Value| (0..LEVELS).fold(inner, |inner, _| of(inner));
    let accept = Values::from([
        ("Choice".to_owned(), vec![deep(json!({ "parts": [], "of": { "right": 1 } }), &choice)]),
        ("Tree".to_owned(), vec![deep(json!({ "value": 1 }), &tree)]),
    ]);
    let refused = |value: Value, at: String| vec![json!({ "value": value, "at": at })];
    let refuse = Values::from([
        // Where both branches find the same, the place is there.
        ("Choice".to_owned(), refused(deep(json!(1), &choice), "/parts/0".repeat(LEVELS))),
        ("Tree".to_owned(), refused(deep(json!({}), &tree), "/next".repeat(LEVELS))),
    ]);
    for pydantic in ALL {
        println!("{}", check(pydantic, &folder, "tried", &accept, &refuse)?);
    }
    Ok(())
}

/// Where no branch of an untagged union fits, the error says which is the nearest and what it misses.
#[test]
fn errors_name_the_nearest_branch() -> Outcome {
    let folder = folder("nearest")?;
    for (feature, package) in [("union-untagged", "untagged"), ("union-within", "within")] {
        generate(fixture(feature), &folder.join(package))?;
    }
    write(&folder.join("nearest.py"), NEAREST)?;
    for pydantic in ALL {
        pydantic.run("python", &["nearest.py"], &folder)?;
    }
    Ok(())
}

const NEAREST: &str = r#"
import untagged
import within
from pydantic import TypeAdapter, ValidationError

for kind, value, said in [
    (untagged.Resource, {"uri": "u"}, "TextResource: `text` is missing"),
    (untagged.Resource, {"blob": "b"}, "BlobResource: `uri` is missing"),
    (untagged.Schema, {"type": "boolean", "enum": []}, "FlagSchema: `enum` is too much"),
    (untagged.Schema, {"type": "number"}, 'TextSchema: `type` should be "string"'),
    (within.Tree, {"value": True}, "Count: `value` should be integer"),
    (within.Expression, ["or", True], 'branch 0: [0] should be "not"'),
    (within.Point, [1], "branch 0: at least 2 items"),
    (within.Point, [1, 2, 3, 4], "branch 0: at most 2 items"),
]:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        [one] = error.errors()
        assert one["msg"].endswith("; the nearest, " + said), one
    else:
        raise AssertionError(value)
"#;

/// A request that cannot be answered by its id is refused before its params are read, and is answered without one.
#[test]
fn a_request_has_an_id() -> Outcome {
    let folder = folder("ids")?;
    generate(fixture("methods-params"), &folder.join("calls"))?;
    write(&folder.join("ids.py"), IDS)?;
    for pydantic in ALL {
        pydantic.run("python", &["ids.py"], &folder)?;
    }
    Ok(())
}

const IDS: &str = r#"
import pickle
from calls.methods import CLEAR, CLIENT_REQUESTS, InvalidParams, InvalidRequest

ABSENT = object()

def decode(method, id, **others):
    said = {} if id is ABSENT else {"id": id}
    return CLIENT_REQUESTS.decode({"method": method, **said, **others})

whole = "Input should be a valid integer"
either = "Input should be a string or an integer"
for method, id, said in [
    ("halt", ABSENT, "Field required"),
    ("halt", None, whole),
    ("halt", True, whole),
    ("halt", 1.5, whole),
    ("halt", "1", whole),
    ("weigh", ABSENT, "Field required"),
    ("text", 1, "Input should be a valid string"),
    ("text", "", "String should have at least 1 character"),
    ("number", 1, "Input should be a valid string"),
    ("maybe", "1", whole),
    ("free", ABSENT, "Field required"),
    ("free", None, either),
    ("free", 1.5, either),
]:
    try:
        decode(method, id, params="what")
    except InvalidRequest as error:
        assert error.method is CLIENT_REQUESTS[method] and error.name == method
        assert error.cause is error.__cause__ and str(error).startswith(f"invalid id of {method}: ")
        if id is ABSENT:
            again = pickle.loads(pickle.dumps(error))
            assert str(again) == str(error) and again.method is error.method
        answer = {"code": -32600, "message": f"Invalid request: /id: {said}"}
        assert error.response() == {"id": None, "error": answer}, error.response()
    else:
        raise AssertionError((method, id))
for method, id in [("halt", 2**53 + 1), ("text", "a"), ("maybe", 1), ("free", "a"), ("free", 1)]:
    assert decode(method, id).id == id
assert decode("maybe", ABSENT).id is None
assert decode("brand/new", ABSENT).id is None
try:
    decode("weigh", 7, params="what")
except InvalidParams as error:
    assert error.response()["id"] == 7
else:
    raise AssertionError("no number")
assert CLEAR.request(1, None) == {"id": 1, "method": "clear", "params": None}
"#;

/// What is expected is said as the schema says it.
#[test]
fn errors_say_each_number_once() -> Outcome {
    let folder = folder("numbers")?;
    generate(fixture("enumerations"), &folder.join("listed"))?;
    write(&folder.join("listed_numbers.py"), NUMBERS)?;
    for pydantic in ALL {
        pydantic.run("python", &["listed_numbers.py"], &folder)?;
    }
    Ok(())
}

const NUMBERS: &str = r#"
import listed
from pydantic import TypeAdapter, ValidationError

for kind, said, values in [
    (listed.Blend, '1.5, 1, "1", "true", true', [1.5, 1, "1", "true", True]),
    (listed.Fractions, '1.5, 1.0, 2, "x"', [1.5, 1.0, 2, "x"]),
]:
    adapter = TypeAdapter(kind)
    assert adapter.json_schema()["enum"] == values
    try:
        adapter.validate_python(4)
    except ValidationError as error:
        [one] = error.errors()
        assert one["msg"] == "Input should be " + said, one
    else:
        raise AssertionError(kind)
"#;

#[test]
fn fixtures_are_clean() -> Outcome {
    let folder = folder("clean")?;
    for feature in features()? {
        generate(fixture(&feature), &folder.join(package(&feature)))?;
    }
    clean(&folder)
}

/// The package does that itself since it takes half the time; pydantic is asked whether it is right.
#[test]
fn schemas_are_put_together_as_pydantic_does() -> Outcome {
    let folder = folder("assembled")?;
    let mut packages = vec!["protocol".to_owned()];
    generate(job("0.163.0-experimental")?, &folder.join("protocol"))?;
    for feature in features()? {
        packages.push(package(&feature));
        generate(fixture(&feature), &folder.join(package(&feature)))?;
    }
    write(&folder.join("assembled.py"), &read(&here().join("python/assembled.py"))?)?;
    let arguments: Vec<&str> =
        std::iter::once("assembled.py").chain(packages.iter().map(String::as_str)).collect();
    for pydantic in ALL {
        println!("{}", pydantic.run("python", &arguments, &folder)?);
    }
    Ok(())
}

#[test]
fn the_real_bundle_is_clean_and_so_is_code_that_uses_it() -> Outcome {
    let folder = folder("app-server")?;
    generate(job("0.163.0-experimental")?, &folder.join("protocol"))?;
    for name in ["use_protocol.py", "own_models.py", "import_all.py"] {
        write(&folder.join(name), &read(&here().join("python").join(name))?)?;
        for pydantic in ALL {
            println!("{}", pydantic.run("python", &["-W", "error", name], &folder)?);
        }
    }
    // They run against the real server in a test of their own.
    for name in ["client.py", "session.py", "judge.py"] {
        write(&folder.join(name), &read(&here().join("live").join(name))?)?;
    }
    clean(&folder)?;
    // Pydantic's plugin for mypy has its own view of constructors.
    let config = "[mypy]\nstrict = True\nplugins = pydantic.mypy\n\n[pydantic-mypy]\ninit_forbid_extra = True\n\
                  init_typed = True\nwarn_required_dynamic_aliases = True\n";
    write(&folder.join("plugin.ini"), config)?;
    let arguments = ["--config-file", "plugin.ini", "--cache-dir", ".mypy-plugin", "own_models.py"];
    println!("{}", Pydantic::Newest.run("mypy", &arguments, &folder)?);
    Ok(())
}

#[test]
fn every_recorded_message_comes_back() -> Outcome {
    let folder = folder("recorded")?;
    for version in ["0.133.0", "0.163.0", "0.169.0"] {
        let name = format!("v{}", version.replace('.', "_"));
        let protocol = generate(job(&format!("{version}-experimental"))?, &folder.join(&name))?;
        let (values, unknown) = recorded(&protocol, &recording(version))?;
        assert_eq!(unknown, 0, "{version} uses methods that its own schema does not know");
        let values = renamed(values, &names(&protocol)?)?;
        println!("{version}: {}", check(Pydantic::Newest, &folder, &name, &values, &Values::default())?);
    }
    Ok(())
}
