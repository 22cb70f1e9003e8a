//! Messages that real runtimes and a client exchanged, each with the types that describe it.

use std::collections::{BTreeMap, BTreeSet};

use codegen_build::Config;
use codegen_build::Job;
use codegen_build::ir::{Direction, MethodKind, Protocol, Type};
use serde::Deserialize;
use serde_json::Value;

use crate::typescript::here;

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

/// What the configuration for a version of the runtime compiles.
pub fn job(version: &str) -> Result<Job, String> {
    let file = match version {
        "0.163.0-experimental" => here().join("../codegen.toml"),
        other => here().join(format!("app-server/{other}.toml")),
    };
    Ok(Job::from_config(&Config::load(&file).map_err(|errors| errors.to_string())?))
}

/// The messages of a recording as values of the types of a protocol: each whole, and its params or result.
/// Messages of methods that the protocol does not know are left out: they have no type there.
pub fn values(protocol: &Protocol, recording: &str) -> Result<(Values, usize), String> {
    let path = here().join(format!("wire/{recording}.jsonl"));
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut values = Values::new();
    let mut seen = BTreeSet::new();
    let mut unknown = 0;
    for line in text.split('\n').filter(|line| !line.is_empty()) {
        let Recorded { direction, kind, method, message } =
            serde_json::from_str(line).map_err(|error| format!("{recording}: {error}: {line}"))?;
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
