//! What the benchmark compares: the generated types and the same types with derived serde, each as the
//! source of a crate, a program that uses all of them, and the recorded messages by type:
//! `cargo run -p codegen-rust --example plain -- OUT RECORDING SCHEMA CONFIG OVERLAY...`.

use std::fmt::Write as _;
use std::path::Path;

use codegen_rust::target::ir::{Direction, MethodKind, Protocol, Type};
use codegen_rust::target::{Header, Target};
use codegen_rust::{Options, Rust};
use serde::Deserialize;
use serde_json::value::RawValue;

#[path = "../common/mod.rs"]
mod common;
mod derived;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let mut args = std::env::args().skip(1);
    let usage = "usage: plain OUT RECORDING SCHEMA CONFIG OVERLAY...";
    let (out, recording) = (args.next().ok_or(usage)?, args.next().ok_or(usage)?);
    let out = Path::new(&out);
    let protocol = common::protocol(args)?;
    let rust = Rust::new(Options::default());
    for file in rust.generate(&protocol, &Header::new("a schema", "codegen generate")) {
        let path = if file.path == "mod.rs" { "lib.rs" } else { &file.path };
        write(&out.join("ours/src").join(path), &file.text)?;
    }
    for (path, text) in derived::crate_files(&protocol, &rust.type_names(&protocol)) {
        write(&out.join("plain/src").join(path), &text)?;
    }
    let (uses, messages) = messages(&protocol, &rust, &std::fs::read_to_string(recording)?)?;
    write(&out.join("dispatch.rs"), &uses)?;
    write(&out.join("messages.tsv"), &messages)
}

fn write(path: &Path, text: &str) -> Outcome<()> {
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
    Ok(std::fs::write(path, text)?)
}

/// A recorded message; the text stays as it was sent: the order of members decides what a reader must keep.
#[derive(Deserialize)]
struct Entry<'a> {
    direction: &'a str,
    kind: &'a str,
    method: Option<&'a str>,
    #[serde(borrow)]
    message: &'a RawValue,
}

/// What a message holds.
#[derive(Deserialize)]
struct Parts<'a> {
    #[serde(borrow)]
    params: Option<&'a RawValue>,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
}

/// A function that knows each type that a method or a message has, and the messages with their types.
fn messages(protocol: &Protocol, rust: &Rust, recording: &str) -> Outcome<(String, String)> {
    let names = rust.type_names(protocol);
    let name = |kind: &Type| match kind {
        Type::Ref(id) => Some(names[id.0 as usize].as_str()),
        _ => None,
    };
    let mut used = std::collections::BTreeSet::new();
    for method in &protocol.methods {
        used.extend(method.params.iter().filter_map(|params| name(&params.value.kind)));
        used.extend(method.result.iter().filter_map(|result| name(&result.kind)));
        used.extend(method.union.map(|id| names[id.0 as usize].as_str()));
    }
    let mut text = String::from("pub fn dispatch(name: &str, job: &mut Job<'_>) {\n    match name {\n");
    for name in &used {
        let _ = writeln!(text, "        {name:?} => job.run::<types::{name}>(),");
    }
    text.push_str("        _ => panic!(\"no type {name}\"),\n    }\n}\n");
    let mut lines = String::new();
    for line in recording.split('\n').filter(|line| !line.is_empty()) {
        let entry: Entry<'_> = serde_json::from_str(line)?;
        let parts: Parts<'_> = serde_json::from_str(entry.message.get())?;
        // An answer goes the other way than what it answers.
        let to_server = (entry.direction == "toServer") != (entry.kind == "response");
        let direction = if to_server { Direction::ToServer } else { Direction::ToClient };
        let wanted =
            if entry.kind == "notification" { MethodKind::Notification } else { MethodKind::Request };
        let found = protocol.methods.iter().find(|method| {
            entry.method == Some(&method.name) && method.kind == wanted && method.direction == direction
        });
        let Some(method) = found else { continue };
        let mut add = |name: Option<&str>, value: Option<&RawValue>| {
            if let (Some(name), Some(value)) = (name, value.filter(|value| value.get() != "null")) {
                let _ = writeln!(lines, "{name}\t{value}");
            }
        };
        match entry.kind {
            "response" => add(method.result.as_ref().and_then(|result| name(&result.kind)), parts.result),
            "request" | "notification" => {
                add(method.params.as_ref().and_then(|params| name(&params.value.kind)), parts.params);
                add(method.union.map(|id| names[id.0 as usize].as_str()), Some(entry.message));
            }
            _ => {}
        }
    }
    Ok((text, lines))
}
