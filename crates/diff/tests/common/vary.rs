//! Values near to a value: what a schema's own words may not lead to.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use serde_json::{Value as Json, json};

/// Values that differ from this one in one place.
pub fn near(value: &Json) -> Vec<Json> {
    let mut all = vec![json!(null), json!("text"), json!(3), json!(1.5), json!(true), json!([]), json!({})];
    match value {
        Json::Object(members) => {
            for (name, member) in members {
                let mut without = members.clone();
                without.remove(name);
                all.push(Json::Object(without));
                for other in near(member) {
                    let mut changed = members.clone();
                    changed.insert(name.clone(), other);
                    all.push(Json::Object(changed));
                }
            }
            let mut more = members.clone();
            more.entry("unknown").or_insert(json!([1]));
            all.push(Json::Object(more));
        }
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let mut without = items.clone();
                without.remove(at);
                all.push(Json::Array(without));
                for other in near(item) {
                    let mut changed = items.clone();
                    changed[at] = other;
                    all.push(Json::Array(changed));
                }
            }
            let mut twice = items.clone();
            twice.extend(items.first().cloned());
            all.push(Json::Array(twice));
        }
        Json::String(text) => {
            all.extend([json!(format!("{text}x")), json!(""), json!("a".repeat(9)), json!("other")]);
        }
        Json::Number(number) => {
            let float = number.as_f64().filter(|float| float.abs() < 1e9).unwrap_or(7.0);
            all.extend([json!(float + 0.5), json!(-1), json!(2), json!(1_000_000), json!(5_000_000_000_u64)]);
        }
        _ => {}
    }
    all
}
