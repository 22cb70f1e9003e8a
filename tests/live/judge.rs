//! What the generated types say of requests: a line of JSON for each line of JSON.

use std::io::Write;

use generated::v163::methods::client::Request;
use generated::v163::{ClientRequest, Json};
use serde_json::json;

/// By the union of all requests and by the table of methods: both must say the same.
fn judge(text: &str) -> Json {
    let whole = serde_json::from_str::<ClientRequest>(text);
    let value: Json = serde_json::from_str(text).expect("JSON");
    let method = value["method"].as_str().expect("a method");
    let parts = Request::from_parts(method, value.get("params").cloned());
    assert_eq!(whole.is_ok(), parts.is_ok(), "{text}: {:?} and {:?}", whole.err(), parts.err());
    match whole {
        Ok(request) => {
            let written = serde_json::to_string(&request).expect("it was read");
            let again: Json = serde_json::from_str(&written).expect("JSON");
            assert_eq!(value, again, "it came back otherwise");
            json!({ "accepted": true, "text": written })
        }
        Err(error) => json!({ "accepted": false, "text": error.to_string() }),
    }
}

fn main() {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lines() {
        writeln!(out, "{}", judge(&line.expect("UTF-8"))).expect("written");
    }
}
