//! Why a method came out as it did.

use codegen_build::ir::{Direction, Method, MethodKind, Policy, Presence, Protocol};
use codegen_build::schema::Overlay;

use super::words::{self, line};

pub fn explain(protocol: &Protocol, overlays: &[Overlay], policy: &Policy, method: &Method) -> String {
    let who = match (method.kind, method.direction) {
        (MethodKind::Request, Direction::ToServer) => "a request that clients send and servers answer",
        (MethodKind::Request, Direction::ToClient) => "a request that servers send and clients answer",
        (MethodKind::Notification, Direction::ToServer) => "a notification that clients send",
        (MethodKind::Notification, Direction::ToClient) => "a notification that servers send",
    };
    let mut text = format!("{} is {who}\n", method.name);
    line(&mut text, "declared at", &method.pointer);
    if let Some(union) = method.union {
        line(&mut text, "listed by", &protocol.types[union].name);
    }
    match &method.params {
        None => line(&mut text, "params", "none: the member is absent, or null"),
        Some(params) => {
            let presence = if params.presence == Presence::Optional { "; may be absent" } else { "" };
            line(&mut text, "params", format!("{}{presence}", words::value(protocol, &params.value)));
        }
    }
    if method.kind == MethodKind::Request {
        let result = method.result.as_ref();
        let result =
            result.map_or_else(|| "nothing in particular".to_owned(), |value| words::value(protocol, value));
        line(&mut text, "result", &result);
        line(&mut text, "", format!("({})", why(overlays, policy, method, &result)));
    }
    for overlay in overlays {
        for (at, because) in overlay.reasons().filter(|(at, _)| *at == method.name) {
            line(&mut text, "corrected", format!("{at} by {}: {because}", overlay.file()));
        }
    }
    if method.docs.deprecated {
        line(&mut text, "deprecated", "the schema says so");
    }
    text
}

/// Where the result comes from.
fn why(overlays: &[Overlay], policy: &Policy, method: &Method, result: &str) -> String {
    if let Some(overlay) = overlays.iter().find(|overlay| overlay.reasons().any(|(at, _)| at == method.name))
    {
        return format!("{} says so", overlay.file());
    }
    if let Some(entry) = policy.result_table.get(&method.name) {
        return format!("[methods.results] in {} says so", entry.place.file);
    }
    let rule = policy.results.iter().find(|rule| {
        let (head, tail) = rule.split_once("{stem}").unwrap_or((rule.as_str(), ""));
        result.starts_with(head) && result.ends_with(tail)
    });
    match rule {
        Some(rule) => format!("the rule `{rule}` finds it"),
        None => "the schema says so".to_owned(),
    }
}
