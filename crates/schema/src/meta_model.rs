//! The Language Server Protocol describes itself in a "meta model": JSON, but no JSON Schema. Read here as
//! the schema that says the same, with its requests and notifications under `x-methods`.

use std::collections::BTreeMap;

use crate::Json;

mod original;

pub(crate) use original::original;

type Members = BTreeMap<String, Json>;

/// The schema of a meta model; `None`: the document is something else.
pub(crate) fn schema(json: &Json) -> Option<Json> {
    if !is_model(json) {
        return None;
    }
    let mut definitions = Members::new();
    for one in list(json, "structures") {
        definitions.insert(name(one), described(structure(one), one));
    }
    for one in list(json, "enumerations") {
        definitions.insert(name(one), described(enumeration(one), one));
    }
    for one in list(json, "typeAliases") {
        // Any JSON, spelled out.
        let body = if name(one) == "LSPAny" { object([]) } else { kind_of(one, "type") };
        definitions.insert(name(one), described(body, one));
    }
    let mut methods = Vec::new();
    for (kind, key) in [("request", "requests"), ("notification", "notifications")] {
        for one in list(json, key) {
            methods.push(method(one, kind, &mut definitions));
        }
    }
    Some(object([
        ("$schema", text("http://json-schema.org/draft-07/schema#")),
        ("definitions", Json::Object(definitions)),
        ("x-methods", Json::Array(methods)),
    ]))
}

/// Whether the document has all parts of a meta model.
pub(crate) fn is_model(json: &Json) -> bool {
    ["metaData", "requests", "notifications", "structures", "enumerations", "typeAliases"]
        .iter()
        .all(|key| json.get(key).is_some())
}

fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn text(value: &str) -> Json {
    Json::String(value.to_owned())
}

fn list<'a>(json: &'a Json, key: &str) -> &'a [Json] {
    json.get(key).and_then(Json::as_array).unwrap_or_default()
}

fn string<'a>(json: &'a Json, key: &str) -> Option<&'a str> {
    json.get(key).and_then(Json::as_str)
}

fn name(json: &Json) -> String {
    string(json, "name").unwrap_or_default().to_owned()
}

/// With what the model says of it to people.
fn described(schema: Json, of: &Json) -> Json {
    let mut members = match schema {
        // What stands beside a reference is not read in draft 7.
        Json::Object(members) if members.contains_key("$ref") => {
            Members::from([("allOf".to_owned(), Json::Array(vec![Json::Object(members)]))])
        }
        Json::Object(members) => members,
        other => return other,
    };
    let mut words: Vec<String> = string(of, "documentation").map(str::to_owned).into_iter().collect();
    if let Some(reason) = string(of, "deprecated") {
        members.insert("deprecated".to_owned(), Json::Bool(true));
        words.push(format!("Deprecated: {reason}"));
    }
    if !words.is_empty() {
        members.insert("description".to_owned(), Json::String(words.join("\n\n")));
    }
    Json::Object(members)
}

/// The schema of a type that is a member of something.
fn kind_of(json: &Json, key: &str) -> Json {
    json.get(key).map_or_else(|| object([]), kind)
}

fn kind(json: &Json) -> Json {
    match string(json, "kind").unwrap_or_default() {
        "base" => base(string(json, "name").unwrap_or_default()),
        "reference" => {
            let target = name(json).replace('~', "~0").replace('/', "~1");
            object([("$ref", Json::String(format!("#/definitions/{target}")))])
        }
        "array" => object([("type", text("array")), ("items", kind_of(json, "element"))]),
        "map" => {
            let mut members = Members::from([
                ("type".to_owned(), text("object")),
                ("additionalProperties".to_owned(), kind_of(json, "value")),
            ]);
            if json.get("key").is_some_and(|key| string(key, "kind") == Some("reference")) {
                members.insert("propertyNames".to_owned(), kind_of(json, "key"));
            }
            Json::Object(members)
        }
        "and" => object([("allOf", Json::Array(list(json, "items").iter().map(kind).collect()))]),
        "or" => object([("anyOf", Json::Array(list(json, "items").iter().map(kind).collect()))]),
        "tuple" => {
            let items: Vec<Json> = list(json, "items").iter().map(kind).collect();
            let count = Json::Number(items.len().into());
            object([
                ("type", text("array")),
                ("items", Json::Array(items)),
                ("additionalItems", Json::Bool(false)),
                ("minItems", count.clone()),
                ("maxItems", count),
            ])
        }
        "literal" => json.get("value").map_or_else(|| object([]), structure),
        "stringLiteral" | "integerLiteral" | "booleanLiteral" => {
            object([("const", json.get("value").cloned().unwrap_or_default())])
        }
        _ => object([]),
    }
}

fn base(name: &str) -> Json {
    match name {
        "URI" | "DocumentUri" => object([("type", text("string")), ("format", text("uri"))]),
        "integer" => object([("type", text("integer")), ("format", text("int32"))]),
        "uinteger" => object([
            ("type", text("integer")),
            ("minimum", Json::Number(0.into())),
            ("maximum", Json::Number(i32::MAX.into())),
        ]),
        "decimal" => object([("type", text("number"))]),
        "RegExp" => object([("type", text("string"))]),
        "string" | "boolean" | "null" => object([("type", text(name))]),
        _ => object([]),
    }
}

fn structure(json: &Json) -> Json {
    let mut properties = Members::new();
    let mut required = Vec::new();
    for property in list(json, "properties") {
        if property.get("optional") != Some(&Json::Bool(true)) {
            required.push(Json::String(name(property)));
        }
        properties.insert(name(property), described(kind_of(property, "type"), property));
    }
    let mut members = Members::from([("type".to_owned(), text("object"))]);
    if !properties.is_empty() {
        members.insert("properties".to_owned(), Json::Object(properties));
    }
    if !required.is_empty() {
        members.insert("required".to_owned(), Json::Array(required));
    }
    let parents: Vec<Json> = list(json, "extends").iter().chain(list(json, "mixins")).map(kind).collect();
    if !parents.is_empty() {
        members.insert("allOf".to_owned(), Json::Array(parents));
    }
    Json::Object(members)
}

fn enumeration(json: &Json) -> Json {
    let values = list(json, "values").iter().map(|value| {
        let constant = object([("const", value.get("value").cloned().unwrap_or_default())]);
        described(constant, value)
    });
    let mut branches: Vec<Json> = values.collect();
    if json.get("supportsCustomValues") == Some(&Json::Bool(true)) {
        branches.push(kind_of(json, "type"));
        return object([("anyOf", Json::Array(branches))]);
    }
    object([("oneOf", Json::Array(branches))])
}

/// A method; types of its own become definitions that are called after it.
fn method(json: &Json, kind: &str, definitions: &mut Members) -> Json {
    let method = string(json, "method").unwrap_or_default();
    let stem = match string(json, "typeName") {
        Some(name) => name.trim_end_matches("Request").trim_end_matches("Notification").to_owned(),
        None => upper_camel(method),
    };
    let mut members = Members::from([
        ("method".to_owned(), text(method)),
        ("kind".to_owned(), text(kind)),
        ("side".to_owned(), text(side(string(json, "messageDirection").unwrap_or_default()))),
    ]);
    if let Some(words) = string(json, "documentation") {
        members.insert("description".to_owned(), text(words));
    }
    for (part, suffix) in [
        ("params", "Params"),
        ("result", "Result"),
        ("partialResult", "PartialResult"),
        ("registrationOptions", "RegistrationOptions"),
    ] {
        let Some(of) = json.get(part) else { continue };
        let used = matches!(part, "params" | "result");
        let definition = match (string(of, "kind"), string(of, "name")) {
            (Some("reference"), Some(name)) => name.to_owned(),
            (Some("base"), Some("null")) if used => {
                if part == "result" {
                    members.insert(part.to_owned(), Json::Null);
                }
                continue;
            }
            _ => {
                let own = format!("{stem}{suffix}");
                definitions.entry(own.clone()).or_insert_with(|| self::kind(of));
                own
            }
        };
        if used {
            members.insert(part.to_owned(), Json::String(definition));
        }
    }
    Json::Object(members)
}

fn side(direction: &str) -> &'static str {
    match direction {
        "clientToServer" => "server",
        "serverToClient" => "client",
        _ => "both",
    }
}

fn upper_camel(method: &str) -> String {
    let words = method.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let word = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
    words.map(word).collect()
}
