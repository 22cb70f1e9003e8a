//! The IR in words.

use std::fmt::{self, Write as _};

use codegen_build::ir::{Directions, Field, Literal, Presence, Protocol, Type, Value};

/// A label and what there is to say, aligned.
pub fn line(text: &mut String, label: &str, words: impl fmt::Display) {
    let words = words.to_string();
    let mut lines = words.lines();
    let _ = writeln!(text, "  {label:<11} {}", lines.next().unwrap_or_default());
    for more in lines {
        let _ = writeln!(text, "  {:<11} {more}", "");
    }
}

/// A type as it is used in a place.
pub fn value(protocol: &Protocol, value: &Value) -> String {
    let kind = kind(protocol, &value.kind);
    if value.nullable { format!("{kind} or null") } else { kind }
}

fn kind(protocol: &Protocol, of: &Type) -> String {
    match of {
        Type::Any => "any".to_owned(),
        Type::Never => "never".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Integer(integer) => match integer.bounds() {
            (Some(min), Some(max)) => format!("integer from {min} to {max}"),
            (Some(min), None) => format!("integer from {min}"),
            (None, Some(max)) => format!("integer to {max}"),
            (None, None) => "integer".to_owned(),
        },
        Type::Number(_) => "number".to_owned(),
        Type::String(text) => match &text.format {
            Some(format) => format!("string ({format})"),
            None => "string".to_owned(),
        },
        Type::Literal(literal) => format!("always {}", self::literal(literal)),
        Type::Array(array) => format!("list of {}", value(protocol, &array.items)),
        Type::Tuple(tuple) => {
            let items: Vec<String> = tuple.items.iter().map(|item| value(protocol, item)).collect();
            format!("tuple of ({})", items.join(", "))
        }
        Type::Map(map) => format!("map to {}", value(protocol, &map.values)),
        Type::Ref(id) => protocol.types[*id].name.clone(),
    }
}

pub fn literal(literal: &Literal) -> String {
    literal.to_json()
}

/// Presence, null and default of a field, and what follows from them.
pub fn field(protocol: &Protocol, field: &Field) -> String {
    let mut text = value(protocol, &field.value);
    let null = field.value.nullable || protocol.holds_null(&field.value.kind);
    text.push_str(match (field.presence, null) {
        (Presence::Required, false) => "; must be there",
        (Presence::Required, true) => "; must be there, null included",
        (Presence::Optional, false) => "; may be absent, but not null",
        (Presence::Optional, true) => "; may be absent, which is not the same as null",
    });
    if let Some(default) = &field.default {
        let _ = write!(text, "; read as {default} when absent, written only when set");
    }
    if field.docs.deprecated {
        text.push_str("; deprecated");
    }
    text
}

pub const fn directions(directions: Directions) -> &'static str {
    match (directions.to_server, directions.to_client) {
        (true, true) => "sent both to the server and to the client",
        (true, false) => "sent to the server",
        (false, true) => "sent to the client",
        (false, false) => "sent by no method",
    }
}
