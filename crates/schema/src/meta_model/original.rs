//! From a place in the schema that a meta model became back to the place in the model that said so.

use super::{list, name, string, upper_camel};
use crate::{Json, Pointer};

/// The place in the model; where the schema has more than the model says, the nearest around it.
pub fn original(model: &Json, pointer: &Pointer) -> Option<Pointer> {
    let steps: Vec<String> = pointer.steps().collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    match steps.as_slice() {
        ["definitions", name, rest @ ..] => Some(definition(model, name, rest)?.pointer),
        ["x-methods", index, ..] => {
            let index: usize = index.parse().ok()?;
            let requests = list(model, "requests").len();
            let (key, index) =
                if index < requests { ("requests", index) } else { ("notifications", index - requests) };
            Some(Pointer::root().join(key).join(index))
        }
        _ => None,
    }
}

/// A value of the model and where it lies.
struct At<'a> {
    json: &'a Json,
    pointer: Pointer,
}

impl<'a> At<'a> {
    fn member(&self, key: &str) -> Option<Self> {
        Some(Self { json: self.json.get(key)?, pointer: self.pointer.join(key) })
    }

    fn element(&self, index: usize) -> Option<Self> {
        Some(Self { json: self.json.as_array()?.get(index)?, pointer: self.pointer.join(index) })
    }

    fn named(&self, wanted: &str) -> Option<Self> {
        let index = self.json.as_array()?.iter().position(|one| name(one) == wanted)?;
        self.element(index)
    }

    fn of(json: &'a Json) -> Self {
        Self { json, pointer: Pointer::root() }
    }
}

fn definition<'a>(model: &'a Json, wanted: &str, rest: &[&str]) -> Option<At<'a>> {
    let root = At::of(model);
    let found = |key: &str| root.member(key)?.named(wanted);
    if let Some(one) = found("typeAliases") {
        return Some(match one.member("type") {
            Some(of) => kind(of, rest),
            None => one,
        });
    }
    if let Some(one) = found("enumerations") {
        return Some(match rest {
            ["oneOf" | "anyOf", index, ..] => {
                let value = index.parse().ok().and_then(|index| one.member("values")?.element(index));
                value.unwrap_or(one)
            }
            _ => one,
        });
    }
    if let Some(one) = found("structures") {
        return Some(structure(one, rest));
    }
    ["requests", "notifications"].into_iter().find_map(|key| of_method(&root.member(key)?, wanted, rest))
}

/// A type of its own that a method has.
fn of_method<'a>(methods: &At<'a>, wanted: &str, rest: &[&str]) -> Option<At<'a>> {
    for index in 0..methods.json.as_array()?.len() {
        let method = methods.element(index)?;
        let stem = string(method.json, "typeName").map_or_else(
            || upper_camel(string(method.json, "method").unwrap_or_default()),
            |name| name.trim_end_matches("Request").trim_end_matches("Notification").to_owned(),
        );
        let Some(suffix) = wanted.strip_prefix(&stem) else { continue };
        let part = match suffix {
            "Params" => "params",
            "Result" => "result",
            "PartialResult" => "partialResult",
            "RegistrationOptions" => "registrationOptions",
            _ => continue,
        };
        if let Some(of) = method.member(part) {
            return Some(kind(of, rest));
        }
    }
    None
}

fn structure<'a>(at: At<'a>, rest: &[&str]) -> At<'a> {
    let inner = match rest {
        ["properties", wanted, rest @ ..] => {
            at.member("properties").and_then(|all| all.named(wanted)).map(|property| {
                match property.member("type") {
                    Some(of) => kind(of, rest),
                    None => property,
                }
            })
        }
        ["allOf", index, rest @ ..] => index.parse().ok().and_then(|index: usize| {
            let parents = list(at.json, "extends").len();
            let (key, index) = if index < parents { ("extends", index) } else { ("mixins", index - parents) };
            Some(kind(at.member(key)?.element(index)?, rest))
        }),
        _ => None,
    };
    inner.unwrap_or(at)
}

fn kind<'a>(at: At<'a>, rest: &[&str]) -> At<'a> {
    let of = string(at.json, "kind").unwrap_or_default();
    let indexed = |index: &str| at.member("items")?.element(index.parse().ok()?);
    let inner = match (of, rest) {
        // A reference with words beside it is wrapped in the schema.
        ("reference", ["allOf", _, rest @ ..]) if !rest.is_empty() => return kind(at, rest),
        ("array", ["items", rest @ ..]) => at.member("element").map(|of| (of, rest)),
        ("map", ["additionalProperties", rest @ ..]) => at.member("value").map(|of| (of, rest)),
        ("map", ["propertyNames", rest @ ..]) => at.member("key").map(|of| (of, rest)),
        ("and", ["allOf", index, rest @ ..])
        | ("or", ["anyOf", index, rest @ ..])
        | ("tuple", ["items", index, rest @ ..]) => indexed(index).map(|of| (of, rest)),
        ("literal", rest) => {
            return match at.member("value") {
                Some(of) => structure(of, rest),
                None => at,
            };
        }
        _ => None,
    };
    match inner {
        Some((of, rest)) => kind(of, rest),
        None => at,
    }
}
