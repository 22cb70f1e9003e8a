//! How the time of a comparison grows: `cargo bench -p codegen-diff`.
//!
//! Two shapes of schemas, in which everything changes: a ring of objects, and a method for each of many types. Twice
//! the definitions may take 2.2 times as long.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)] // a bench may

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use codegen_diff::diff;
use codegen_diff::ir::schema::{Bundle, Limits};
use codegen_diff::ir::{Policy, Protocol, lower};

fn compile(text: &str) -> Protocol {
    let (bundle, _) = Bundle::from_text("bench.json", text, &[], &Limits::default()).unwrap();
    lower(&bundle, &Policy::default()).unwrap_or_else(|errors| panic!("{errors}")).0
}

/// Each leads to the next one, the last to the first.
fn ring(count: usize, value: &str) -> String {
    let mut all = String::new();
    for at in 0..count {
        let next = (at + 1) % count;
        let _ = write!(
            all,
            r##""D{at}": {{"type": "object", "properties": {{"v": {{"type": "{value}"}}, "n": {{"$ref": "#/definitions/D{next}"}}}}}},"##
        );
    }
    format!("{{\"definitions\": {{{}}}}}", all.trim_end_matches(','))
}

/// Requests with params and results of their own, all with one type in common.
fn methods(count: usize, value: &str) -> String {
    let (mut list, mut all) = (String::new(), String::new());
    for at in 0..count {
        let _ = write!(
            list,
            r##"{{"type": "object", "required": ["id", "method", "params"], "properties": {{
                "id": {{"type": "integer"}}, "method": {{"type": "string", "enum": ["m/{at}"]}},
                "params": {{"$ref": "#/definitions/M{at}Params"}}}}}},"##
        );
        let _ = write!(
            all,
            r##""M{at}Params": {{"type": "object", "required": ["a"], "properties": {{
                "a": {{"type": "{value}"}}, "shared": {{"$ref": "#/definitions/Shared"}}}}}},
            "M{at}Response": {{"type": "object", "properties": {{
                "b": {{"anyOf": [{{"type": "{value}"}}, {{"type": "boolean"}}]}},
                "shared": {{"$ref": "#/definitions/Shared"}}}}}},"##
        );
    }
    format!(
        r#"{{"definitions": {{{all} "Shared": {{"type": "object", "properties": {{"s": {{"type": "{value}"}}}}}},
            "ClientRequest": {{"oneOf": [{}]}}}}}}"#,
        list.trim_end_matches(',')
    )
}

fn time(make: fn(usize, &str) -> String, count: usize) -> Duration {
    let (old, new) = (compile(&make(count, "string")), compile(&make(count, "integer")));
    let rounds = (0..7).map(|_| {
        let start = Instant::now();
        assert!(diff(&old, &new).len() >= count);
        start.elapsed()
    });
    rounds.min().unwrap()
}

fn main() {
    // `cargo test --benches` runs each bench once.
    let sizes: &[usize] =
        if std::env::args().any(|word| word == "--bench") { &[1000, 2000, 4000] } else { &[50] };
    for (name, make) in [("ring", ring as fn(usize, &str) -> String), ("methods", methods)] {
        let mut last: Option<Duration> = None;
        for count in sizes {
            let took = time(make, *count);
            let ratio = last.map_or(String::new(), |last| {
                format!(", {:.2} times the half", took.as_secs_f64() / last.as_secs_f64())
            });
            println!("{name} {count}: {took:?}{ratio}");
            last = Some(took);
        }
    }
}
