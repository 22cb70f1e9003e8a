//! For other tools. A contract: members are added, not changed.

use std::collections::BTreeMap;

use codegen_ir::{Json, Pointer};

use super::{count, count_source};
use crate::change::{Change, What};
use crate::level::{Audience, Language, Level};

/// One document with all findings.
#[must_use]
pub fn json(changes: &[Change], old: &str, new: &str) -> Json {
    object([
        ("version", number(1)),
        ("old", string(old)),
        ("new", string(new)),
        ("summary", summary(changes)),
        ("changes", Json::Array(changes.iter().map(item).collect())),
    ])
}

fn summary(changes: &[Change]) -> Json {
    let levels = |audience| {
        object([
            ("breaking", number(count(changes, audience, Level::Breaking))),
            ("risky", number(count(changes, audience, Level::Risky))),
            ("safe", number(count(changes, audience, Level::Safe))),
        ])
    };
    let source = Language::ALL.map(|language| (key(language), number(count_source(changes, language))));
    object([
        ("clients", levels(Audience::Clients)),
        ("servers", levels(Audience::Servers)),
        ("source", object(source)),
    ])
}

fn item(change: &Change) -> Json {
    let text = |text: &Option<String>| text.as_deref().map_or(Json::Null, string);
    let pointer =
        |pointer: &Option<Pointer>| pointer.as_ref().map_or(Json::Null, |one| string(&one.to_string()));
    let mut directions = Vec::new();
    if change.directions.to_server {
        directions.push(string("toServer"));
    }
    if change.directions.to_client {
        directions.push(string("toClient"));
    }
    object([
        ("id", string(change.rule.id)),
        ("rule", string(change.rule.slug)),
        ("title", string(change.rule.title)),
        ("message", string(&super::one(change))),
        ("case", string(change.case.when)),
        ("clients", string(change.clients.name())),
        ("servers", string(change.servers.name())),
        ("source", Json::Array(change.source.iter().map(|one| string(key(*one))).collect())),
        ("what", string(if change.what == What::Method { "method" } else { "type" })),
        ("name", string(&change.name)),
        ("place", string(&change.place)),
        ("was", text(&change.was)),
        ("now", text(&change.now)),
        ("old", pointer(&change.old)),
        ("new", pointer(&change.new)),
        ("tolerated", Json::Bool(change.tolerated)),
        ("experimental", Json::Bool(change.experimental)),
        ("directions", Json::Array(directions)),
        ("methods", Json::Array(change.methods.iter().map(|name| string(name)).collect())),
    ])
}

const fn key(language: Language) -> &'static str {
    match language {
        Language::Rust => "rust",
        Language::Python => "python",
        Language::TypeScript => "typescript",
    }
}

fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<BTreeMap<_, _>>())
}

fn string(text: &str) -> Json {
    Json::String(text.to_owned())
}

fn number(number: usize) -> Json {
    Json::Number(number.into())
}
