//! Keywords that state a condition: what of it a type can say is turned into plain keywords, the rest is
//! let in, with a diagnostic.

use super::{Members, Parser};
use crate::ast::{Schema, Types};
use crate::{Json, Pointer};

const LET_IN: &str = "values that this keyword forbids are accepted, and kept";

/// What a schema that stands by itself says, seen without its annotations.
enum Simple<'a> {
    Anything,
    Nothing,
    /// Only `type`.
    Types(&'a Json),
    /// Only `required`.
    Required(&'a Json),
    /// Only `not`.
    Not(&'a Json),
    /// Only `anyOf`.
    AnyOf(&'a [Json]),
    More,
}

fn simple(json: &Json) -> Simple<'_> {
    let members = match json {
        Json::Bool(true) => return Simple::Anything,
        Json::Bool(false) => return Simple::Nothing,
        Json::Object(members) => members,
        _ => return Simple::More,
    };
    let annotation = |key: &str| matches!(key, "title" | "description" | "$comment" | "examples" | "default");
    let mut said = members.iter().filter(|(key, _)| !annotation(key));
    match (said.next(), said.next()) {
        (None, _) => Simple::Anything,
        (Some((key, value)), None) => match (key.as_str(), value) {
            ("type", value) => Simple::Types(value),
            ("required", value) => Simple::Required(value),
            ("not", value) => Simple::Not(value),
            ("anyOf", Json::Array(list)) => Simple::AnyOf(list),
            _ => Simple::More,
        },
        _ => Simple::More,
    }
}

impl Parser<'_> {
    /// Reads the conditions among the keywords of a schema, once all others are read.
    pub(super) fn conditions(&mut self, schema: &mut Schema, members: &Members, pointer: &Pointer) {
        if let Some(value) = members.get("not") {
            self.negation(schema, value, &pointer.join("not"));
        }
        if let Some(condition) = members.get("if") {
            self.conditional(schema, condition, members, pointer);
        }
        for keyword in ["dependencies", "dependentRequired", "dependentSchemas"] {
            if let Some(value) = members.get(keyword) {
                self.dependencies(schema, value, &pointer.join(keyword), keyword);
            }
        }
        if let Some(value) = members.get("contains") {
            let mut bound = |key| members.get(key).and_then(|value| self.count(value, &pointer.join(key)));
            let (least, most) = (bound("minContains").unwrap_or(1), bound("maxContains"));
            self.contains(schema, value, (least, most), &pointer.join("contains"));
        }
        self.unevaluated(schema, members, pointer);
    }

    fn negation(&mut self, schema: &mut Schema, value: &Json, at: &Pointer) {
        match simple(value) {
            Simple::Anything => schema.never = true,
            Simple::Nothing => {}
            Simple::Not(inner) => {
                let inner = self.schema(inner, &at.join("not"));
                schema.all_of.push(inner);
            }
            Simple::Types(types) => match self.types(types, &at.join("type")) {
                // What is left of the numbers has no type of its own.
                Some(types) if types.contains(Types::INTEGER) && !types.contains(Types::FLOAT) => {
                    self.widened(at, "not", LET_IN);
                }
                Some(types) => only(schema, Types::ALL.without(types)),
                None => {}
            },
            Simple::Required(names) => {
                let names = self.strings(names, &at.join("required"));
                let (count, first) = (names.len(), names.into_iter().next());
                // What is no object has all that is required.
                let Some(name) = first else {
                    schema.never = true;
                    return;
                };
                only(schema, Types::OBJECT);
                if count == 1 {
                    forbid(schema, name, at);
                } else {
                    self.widened(at, "not", LET_IN);
                }
            }
            Simple::AnyOf(list) => {
                for (index, one) in (0..).zip(list) {
                    self.negation(schema, one, &at.join("anyOf").join(index));
                }
            }
            Simple::More => self.widened(at, "not", LET_IN),
        }
    }

    fn conditional(&mut self, schema: &mut Schema, condition: &Json, members: &Members, pointer: &Pointer) {
        let (then, otherwise) = (members.get("then"), members.get("else"));
        let holds = match simple(condition) {
            Simple::Anything => true,
            Simple::Nothing => false,
            _ => {
                if then.is_some() || otherwise.is_some() {
                    self.widened(&pointer.join("if"), "if", LET_IN);
                }
                return;
            }
        };
        let (keyword, branch) = if holds { ("then", then) } else { ("else", otherwise) };
        if let Some(branch) = branch {
            let branch = self.schema(branch, &pointer.join(keyword));
            schema.all_of.push(branch);
        }
    }

    fn dependencies(&mut self, schema: &mut Schema, value: &Json, at: &Pointer, keyword: &str) {
        let Some(members) = value.as_object() else {
            self.invalid(at, format!("must be an object, but it is {}", value.kind()));
            return;
        };
        for (name, needs) in members {
            let at = at.join(name);
            let names = match (needs, simple(needs)) {
                (Json::Array(_), _) if keyword != "dependentSchemas" => self.strings(needs, &at),
                (_, Simple::Required(names)) => self.strings(names, &at.join("required")),
                (_, Simple::Anything) => continue,
                (_, Simple::Nothing) => {
                    forbid(schema, name.clone(), &at);
                    continue;
                }
                _ => {
                    // Looked at for its own mistakes.
                    self.schema(needs, &at);
                    let note = "the schema that this property calls for is not checked";
                    self.widened(&at, keyword, note);
                    continue;
                }
            };
            schema.object.dependent_required.entry(name.clone()).or_default().extend(names);
        }
    }

    fn contains(
        &mut self,
        schema: &mut Schema,
        value: &Json,
        (least, most): (u64, Option<u64>),
        at: &Pointer,
    ) {
        match simple(value) {
            Simple::Anything => {
                schema.array.min_items = schema.array.min_items.max(Some(least).filter(|least| *least > 0));
                schema.array.max_items = match (schema.array.max_items, most) {
                    (Some(own), Some(most)) => Some(own.min(most)),
                    (own, most) => own.or(most),
                };
            }
            Simple::Nothing if least == 0 => {}
            Simple::Nothing => only(schema, Types::ALL.without(Types::ARRAY)),
            _ if least == 0 && most.is_none() => {}
            _ => self.widened(at, "contains", "arrays without such an item are accepted, and kept"),
        }
    }

    /// `unevaluated*` speaks of what no other part of the schema names. Without such parts it is the same as
    /// `additionalProperties` and `items`.
    fn unevaluated(&mut self, schema: &mut Schema, members: &Members, pointer: &Pointer) {
        const PARTS: [&str; 11] = [
            "$ref",
            "$dynamicRef",
            "$recursiveRef",
            "allOf",
            "anyOf",
            "oneOf",
            "if",
            "dependentSchemas",
            "dependencies",
            "then",
            "else",
        ];
        // What these name is not known here.
        const UNKNOWN: [&str; 5] = ["if", "dependentSchemas", "dependencies", "$dynamicRef", "$recursiveRef"];
        let has = |key: &&str| members.contains_key(*key);
        let (alone, known) = (!PARTS.iter().any(&has), !UNKNOWN.iter().any(has));
        if let Some(value) = members.get("unevaluatedProperties") {
            let at = pointer.join("unevaluatedProperties");
            let inner = self.schema(value, &at);
            if schema.object.additional.is_some() {
                // Each member that is not named has been looked at by then.
            } else if alone {
                schema.object.additional = Some(Box::new(inner));
            } else if inner.never && known {
                schema.object.closed = true;
            } else if inner.is_any() {
                schema.object.opened = true;
            } else if known {
                schema.object.unevaluated = Some(Box::new(inner));
            } else {
                self.widened(&at, "unevaluatedProperties", LET_IN);
            }
        }
        if let Some(value) = members.get("unevaluatedItems") {
            let at = pointer.join("unevaluatedItems");
            let inner = self.schema(value, &at);
            if schema.array.items.is_some() || inner.is_any() {
            } else if alone && !members.contains_key("contains") {
                schema.array.items = Some(Box::new(inner));
            } else {
                self.widened(&at, "unevaluatedItems", LET_IN);
            }
        }
    }
}

/// A member that must not be there.
fn forbid(schema: &mut Schema, name: String, at: &Pointer) {
    let never = Schema { pointer: at.clone(), never: true, ..Schema::default() };
    schema.object.properties.insert(name, never);
}

/// No values but of these types.
fn only(schema: &mut Schema, types: Types) {
    let left = schema.types.unwrap_or(Types::ALL).intersect(types);
    schema.types = Some(left);
    schema.never |= left.is_empty();
}
