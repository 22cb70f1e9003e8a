//! What a program does with types of its own around the generated ones, and what errors say.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::enumerations_fixture::{Blend, Color, Documented, Field, Fractions, Ints, Level};
use crate::integers_fixture::Port;
use crate::union_external_fixture::Decision;
use crate::union_untagged_fixture::{Kinds, Resource, Schema};
use crate::union_within_fixture::{Choice, Expression, Point, Tree};

pub fn check() {
    errors_name_the_nearest_variant();
    variants_are_tried_once_at_any_depth();
    names_and_numbers_are_keys();
    members_are_used_as_options_are();
    what_is_listed_is_known();
    #[cfg(feature = "odd")]
    numbers_of_any_size();
}

fn refused<T: DeserializeOwned>(value: Value) -> String {
    serde_json::from_value::<T>(value).err().expect("an error").to_string()
}

/// Where no variant of an untagged union fits, the error says which is the nearest and what it misses.
fn errors_name_the_nearest_variant() {
    let says = |error: String, said: &str| assert_eq!(error, said);
    says(refused::<Resource>(json!({"uri": "u"})), "no variant fits; the nearest, `Text`: missing field `text`");
    says(
        refused::<Vec<Resource>>(json!([{"blob": "b"}])),
        "no variant fits; the nearest, `Blob`: missing field `uri`",
    );
    says(
        refused::<Schema>(json!({"type": "boolean", "enum": []})),
        "no variant fits; the nearest, `Flag`: unknown field `enum`",
    );
    says(
        refused::<Schema>(json!({"type": "number", "default": true})),
        "no variant fits; the nearest, `Flag`: `type`: expected \"boolean\"",
    );
    says(refused::<Kinds>(Value::Null), "expected a boolean, a number, a string, an array or an object, found null");
    says(refused::<Blend>(json!(2)), r#"unknown value integer `2`, expected one of 1.5, 1, "1", "true", true"#);
    says(refused::<Fractions>(json!(3)), r#"unknown value integer `3`, expected one of 1.5, 1.0, 2, "x""#);
    says(refused::<Decision>(json!("amend")), "variant \"amend\" must have content");
    says(refused::<Decision>(json!({"accept": 1})), "variant without content: a bare string at /accept");
}

/// Where variants are tried, and within each of them variants again, each level would double the time.
fn variants_are_tried_once_at_any_depth() {
    let right = |parts: Value| json!({"parts": parts, "of": {"right": 1}});
    let label = |next: Value| json!({"value": "a", "next": next});
    let (deep, wrong) = (|inner, of: &dyn Fn(Value) -> Value| (0..30).fold(inner, |inner, _| of(inner)), json!({}));
    let parts = |inner: Value| right(json!([inner]));
    let choice = deep(right(json!([])), &parts);
    let read: Choice = serde_json::from_value(choice.clone()).expect("a choice");
    assert_eq!(serde_json::to_value(&read).expect("a value"), choice);
    let error = refused::<Choice>(deep(json!({"parts": [], "of": {}}), &parts));
    let place = format!("missing field `left` at {}/of/left", "/parts/0".repeat(30));
    assert!(error.contains(&place) && error.len() < 2000, "{error}");
    let error = refused::<Choice>(json!({"parts": [{"parts": 1}], "of": {"left": 1}}));
    assert!(error.contains("; the nearest, `Left`: missing field `of` at /parts/0"), "{error}");
    let tree = deep(json!({"value": 1}), &label);
    let read: Tree = serde_json::from_value(tree.clone()).expect("a tree");
    assert_eq!(serde_json::to_value(&read).expect("a value"), tree);
    let error = refused::<Tree>(json!({"value": 1, "next": {"value": true}}));
    assert_eq!(error, "no variant fits; the nearest, `Count`: `value`: expected an integer at /next");
    let error = refused::<Expression>(json!(["not", ["or"]]));
    assert_eq!(error, "no variant fits; the nearest, `Not`: element 0: expected \"not\" at /1");
    let error = refused::<Point>(json!([1]));
    assert_eq!(error, "no variant fits; the nearest, `Flat`: at least 2 elements");
    assert!(refused::<Tree>(deep(wrong, &label)).contains("missing field `value`"));
}

/// A member of three states comes from an option and goes to one; absent and null stay apart on the way.
fn members_are_used_as_options_are() {
    let given: Field<String> = Some("a".to_owned()).into();
    assert_eq!((given.as_ref().map(String::len), given.is_value()), (Field::Value(1), true));
    assert_eq!(Field::<i32>::from(None), Field::Absent);
    assert_eq!((Field::nullable(None::<i32>), Field::nullable(Some(1))), (Field::Null, Field::Value(1)));
    assert_eq!((Field::Null.map(i32::abs), Field::Absent.map(i32::abs)), (Field::Null, Field::Absent));
    assert_eq!((given.as_ref().cloned(), given.as_deref()), (given.clone(), Field::Value("a")));
    let mut place = given.clone();
    if let Field::Value(text) = place.as_mut() {
        text.push('b');
    }
    assert_eq!((std::mem::take(&mut place), place.is_absent()), (Field::from("ab"), true));
    assert_eq!((Option::from(given), Field::<i32>::default()), (Some("a".to_owned()), Field::Absent));
}

/// The listed values of an enumeration, open or closed, of names or of numbers.
fn what_is_listed_is_known() {
    let names: Vec<&str> = Color::KNOWN.iter().map(Color::as_str).collect();
    assert_eq!(names, ["red", "green", "blue"]);
    assert!(!Color::KNOWN.contains(&Color::from("mauve")) && Color::KNOWN.contains(&Color::from("red")));
    assert_eq!(written(Documented::KNOWN), json!(["fast", "slow", "a", "b"]));
    assert_eq!(written(Ints::KNOWN), json!([1, 2, 3]));
    assert_eq!(written([Level::Error, Level::Warning]), json!([1, 2]));
}

fn written(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("a value")
}

/// What serde's own types of integers can do: be the keys of a map, which JSON writes as text.
fn names_and_numbers_are_keys() {
    for text in [r#"{"80":"http"}"#, r#"{"1":"a","65535":"b"}"#] {
        let map: BTreeMap<Port, String> = serde_json::from_str(text).expect("a map");
        assert_eq!(serde_json::to_string(&map).expect("a text"), text);
    }
    let map: BTreeMap<Ints, String> = serde_json::from_str(r#"{"1":"a","3":"b"}"#).expect("a map");
    assert_eq!(serde_json::to_value(&map).expect("a value"), json!({"1": "a", "3": "b"}));
    for (key, said) in [("0", "expected at least 1"), ("65536", "an unsigned integer of 16 bits"), ("x", "key")] {
        let error = refused::<BTreeMap<Port, String>>(json!({key: ""}));
        assert!(error.contains(said), "{error}");
    }
    assert!(refused::<Port>(json!("80")).contains("expected an unsigned integer of 16 bits"));
    refused::<Ints>(json!("1"));
}

/// With `arbitrary_precision`, which any crate of a program may turn on, a number is what its text says, however
/// it is read; bounds and the comparison of elements still hold.
#[cfg(feature = "odd")]
fn numbers_of_any_size() {
    use crate::collections_fixture::Unlike;
    use crate::numbers_fixture::Numbers;

    for number in ["18446744073709551616", "-18446744073709551616", "1e+400", "1e-400", "123456789012345678901234567890123456789012"] {
        for text in [format!(r#"{{"plain":{number}}}"#), format!(r#"{{"new":[{number}]}}"#)] {
            let read: Numbers = serde_json::from_str(&text).expect("numbers");
            let value: Value = serde_json::from_str(&text).expect("a value");
            assert_eq!(serde_json::from_value::<Numbers>(value).expect("numbers"), read);
            assert_eq!(serde_json::to_string(&read).expect("a text"), text);
        }
        let above: Result<Numbers, _> = serde_json::from_str(&format!(r#"{{"ratio":{number}}}"#));
        assert_eq!(above.is_ok(), number == "1e-400", "{number}");
    }
    let zero: Numbers = serde_json::from_str(r#"{"plain":-0}"#).expect("numbers");
    assert_eq!(serde_json::to_string(&zero).expect("a text"), r#"{"plain":-0}"#);
    for same in ["[0,-0]", "[1e2,100]", "[[1],[1.0]]", "[1e400,1e400]"] {
        let error = serde_json::from_str::<Unlike>(same).err().expect("an error");
        assert!(error.to_string().contains("elements that differ"), "{error}");
    }
}
