//! The methods, as a table for each side.

use std::fmt::Write as _;

use super::scope::Scope;
use super::types::{deprecated, docs};
use crate::conventions::WIRE;
use crate::model::{Method, Methods, Package, Sent, Silence, Type};

/// The code of the module.
pub fn methods(methods: &Methods) -> String {
    let client = side("client", "What a client sends and a server answers.", &methods.client);
    let server = side("server", "What a server sends and a client answers.", &methods.server);
    format!(
        "pub use super::{WIRE}::{{Answer, Call, Failure, Notification, Params, Request}};\n\n{client}\n{server}"
    )
}

/// The support code of messages, with what the schema wants each to say.
pub fn support(code: &str, package: &Package) -> String {
    const NONE: &str = "const JSONRPC: Option<&str> = None;";
    match &package.jsonrpc {
        Some(version) => code.replacen(NONE, &format!("const JSONRPC: Option<&str> = Some({version});"), 1),
        None => code.to_owned(),
    }
}

fn side(name: &str, about: &str, sent: &Sent) -> String {
    let own = sent.requests.iter().chain(&sent.notifications).map(|method| method.name.as_str());
    // Not the name of a module of types: each of those is imported.
    let mut scope = Scope::new("", own.chain(["Request", "Notification"]));
    scope.spell(&Type::Named { module: WIRE.to_owned(), name: String::new() });
    let mut text = String::new();
    for (word, methods) in [("requests", &sent.requests), ("notifications", &sent.notifications)] {
        if methods.is_empty() {
            let _ = writeln!(text, "\n    wire::{word}! {{}}");
            continue;
        }
        let _ = writeln!(text, "\n    wire::{word}! {{");
        for one in methods {
            method(&mut text, &mut scope, one, word == "requests");
        }
        text.push_str("    }\n");
    }
    let imports = scope.imports("super::super", "    ");
    let imports = imports.trim_end();
    format!("/// {about}\npub mod {name} {{\n{imports}\n{text}}}\n")
}

fn method(text: &mut String, scope: &mut Scope<'_>, method: &Method, answered: bool) {
    docs(text, "        ", &method.docs);
    deprecated(text, "        ", method.deprecated.as_ref());
    let _ = write!(text, "        {} = {}", method.name, method.wire);
    match (&method.params, method.silence) {
        (Some(params), Silence::Null) => {
            let _ = write!(text, " ({})", scope.spell(params));
        }
        (Some(params), Silence::Absent | Silence::Open) => {
            let _ = write!(text, " ({}; optional)", scope.spell(params));
        }
        (None, Silence::Null) => text.push_str(" null"),
        (None, Silence::Open) => {
            let kept = Type::Generic("Option", vec![Type::Wire("Json")]);
            let _ = write!(text, " [{}]", scope.spell(&kept));
        }
        (None, Silence::Absent) => {}
    }
    if answered {
        let _ = write!(text, " -> {}", scope.spell(&method.response));
    }
    text.push_str(",\n");
}
