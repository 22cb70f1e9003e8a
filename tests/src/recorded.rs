//! Messages that real runtimes and a client exchanged, each with the types that describe it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use codegen_build::ir::{Direction, MethodKind, Protocol, Type};
use codegen_build::{Config, Input, Job};
use serde::Deserialize;
use serde_json::Value;

use crate::read;
use crate::rust::{Layout, generate, package};
use crate::typescript::{here, write};

/// The versions of the schema, and the modules of [`library`] that hold their types.
pub const VERSIONS: [(&str, &str); 3] = [("0.133.0", "v133"), ("0.163.0", "v163"), ("0.169.0", "v169")];

/// The recording of a version.
#[must_use]
pub fn recording(version: &str) -> PathBuf {
    here().join(format!("wire/{version}.jsonl"))
}

/// A crate with the types of all versions, and what they mean. It is the same for all tests, which add
/// programs to it: its code is compiled once.
pub fn library(folder: &Path) -> Result<Vec<Protocol>, String> {
    package(folder, "2024")?;
    let mut modules = String::from("//! The protocol of the app-server in three versions.\n\n");
    let mut protocols = Vec::new();
    for (version, module) in VERSIONS {
        let place = folder.join("src").join(module);
        protocols.push(generate(job(&format!("{version}-experimental"))?, &place, Layout::Tree)?);
        let _ = writeln!(modules, "/// {version}\npub mod {module};");
    }
    write(&folder.join("src/lib.rs"), &modules)?;
    Ok(protocols)
}

/// A recorded message.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recorded {
    direction: Toward,
    kind: Kind,
    method: Option<String>,
    message: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Toward {
    ToServer,
    ToClient,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Request,
    Response,
    Notification,
    Error,
}

/// Values by the name of their type in the schema.
pub type Values = BTreeMap<String, Vec<Value>>;

/// What the project's configuration makes of a runtime's schema: `0.163.0-experimental`.
pub fn job(version: &str) -> Result<Job, String> {
    let config = Config::load(&here().join("../codegen.toml")).map_err(|errors| errors.to_string())?;
    let schema = here().join("../schema").join(version.replace('-', "/"));
    Ok(Job { input: Input::Path(schema), ..Job::from_config(&config) })
}

/// The messages of a recording as values of the types of a protocol: each whole, and its params or result.
/// Messages of methods that the protocol does not know are left out: they have no type there.
pub fn values(protocol: &Protocol, recording: &Path) -> Result<(Values, usize), String> {
    let text = read(recording)?;
    let mut values = Values::new();
    let mut seen = BTreeSet::new();
    let mut unknown = 0;
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        let Recorded { direction, kind, method, message } =
            serde_json::from_str(line).map_err(|error| format!("{error}: {line}"))?;
        let typed = types(protocol, direction, kind, method.as_deref(), &message);
        unknown += usize::from(typed.is_none());
        for (name, value) in typed.into_iter().flatten() {
            if seen.insert((name.clone(), value.to_string())) {
                values.entry(name).or_default().push(value);
            }
        }
    }
    Ok((values, unknown))
}

/// What was said, by direction, kind and method.
pub fn said(recording: &Path) -> Result<BTreeSet<String>, String> {
    let text = read(recording)?;
    let lines = text.lines().map(|line| {
        let Recorded { direction, kind, method, .. } =
            serde_json::from_str(line).map_err(|error| format!("{error}: {line}"))?;
        Ok(format!("{direction:?} {kind:?} {}", method.unwrap_or_default()))
    });
    lines.collect()
}

/// The types of a message and of what it holds; `None` where the protocol does not know its method.
fn types(
    protocol: &Protocol,
    direction: Toward,
    kind: Kind,
    method: Option<&str>,
    message: &Value,
) -> Option<Vec<(String, Value)>> {
    let wanted = if kind == Kind::Notification { MethodKind::Notification } else { MethodKind::Request };
    // An answer goes the other way than what it answers.
    let to_server = (direction == Toward::ToServer) != matches!(kind, Kind::Response | Kind::Error);
    let called = if to_server { Direction::ToServer } else { Direction::ToClient };
    let found = protocol.methods.iter().find(|known| {
        Some(known.name.as_str()) == method && known.kind == wanted && known.direction == called
    });
    let name = |kind: &Type| match kind {
        Type::Ref(id) => Some(protocol.types[*id].name.clone()),
        _ => None,
    };
    let mut typed = Vec::new();
    match kind {
        Kind::Request | Kind::Notification => {
            let known = found?;
            typed.extend(known.union.map(|id| (protocol.types[id].name.clone(), message.clone())));
            let params = message.get("params").filter(|params| !params.is_null());
            if let (Some(params), Some(known)) = (params, &known.params) {
                typed.extend(name(&known.value.kind).map(|name| (name, params.clone())));
            }
        }
        Kind::Response => {
            let known = found?;
            typed.push(("JSONRPCResponse".to_owned(), message.clone()));
            if let (Some(result), Some(known)) = (message.get("result"), &known.result) {
                typed.extend(name(&known.kind).map(|name| (name, result.clone())));
            }
        }
        Kind::Error => typed.push(("JSONRPCError".to_owned(), message.clone())),
    }
    Some(typed)
}
