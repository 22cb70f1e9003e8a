//! Messages that do not say which method they are.

use std::collections::BTreeMap;

use codegen_schema::{Pointer, toml_quote};

use super::super::Lower;
use crate::model::{Literal, Presence, Shape, Type, TypeDef, TypeId, Types, Union, Variant};

impl Lower<'_> {
    /// A message of which nobody knows the method: a branch, or a definition that lists none.
    pub(super) fn no_method(&mut self, types: &Types, union: TypeId, branch: TypeId) {
        let (def, name) = (&types[branch], types[union].name.escape_debug());
        let message = if branch == union {
            format!("`{name}` does not say which methods there are")
        } else {
            format!("this branch of `{name}` does not say which method it is")
        };
        let (found, help) = said_of_method(types, def);
        let note = format!(
            "each branch becomes a method of the generated code, named by `method`: one constant string that must be \
             there; {found}"
        );
        let other =
            format!("where `{name}` lists no methods, name what does under [methods.unions] in the config");
        self.error("method-without-name", &def.pointer, message)
            .note(note)
            .help(format!("{other}; else {help}"));
    }

    /// Two messages of one method: whether there are any.
    pub(super) fn listed_twice(&mut self, types: &Types, union: TypeId, body: &Union) -> bool {
        let mut seen: BTreeMap<&str, &Pointer> = BTreeMap::new();
        let mut errors = Vec::new();
        for variant in &body.variants {
            let at = match variant.content.as_ref().map(|value| &value.kind) {
                Some(Type::Ref(id)) => &types[*id].pointer,
                _ => &types[union].pointer,
            };
            let Some([Literal::String(method)]) = of_method(variant).map(Vec::as_slice) else { continue };
            if let Some(other) = seen.insert(method, at) {
                errors.push((method.as_str(), at, other));
            }
        }
        let found = !errors.is_empty();
        for (method, at, other) in errors {
            let (name, method) = (types[union].name.escape_debug(), method.escape_debug());
            let message = format!("`{name}` lists the method `{method}` twice");
            let leave_out = format!(
                "[[fix]]\nat = {}\nbecause = \"...\"\nreplace = \"false\"",
                toml_quote(&at.to_string())
            );
            self.error("duplicate-method", at, message)
                .note(format!(
                    "the other message is {other}; a method of the generated code has one kind of params"
                ))
                .help(format!("give each its own method, or leave one out by an overlay:\n{leave_out}"));
        }
        found
    }
}

/// The values of `method` by which a message is known.
fn of_method(variant: &Variant) -> Option<&Vec<Literal>> {
    variant.guard.literals.iter().find(|(key, _)| *key == "method").map(|(_, values)| values)
}

/// What a message says of its method, and what is to be done about it.
fn said_of_method(types: &Types, def: &TypeDef) -> (String, String) {
    let fix = |at: &Pointer, what: &str| {
        format!(
            "correct it, by an overlay where the schema is not yours:\n[[fix]]\nat = {}\nbecause = \"...\"\n{what}",
            toml_quote(&at.to_string())
        )
    };
    let Shape::Struct(body) = &def.shape else {
        return ("this is no object with members".to_owned(), "list the messages under `oneOf`".to_owned());
    };
    let Some(field) = body.fields.iter().find(|field| field.wire == "method") else {
        let help = "add `\"method\": { \"const\": \"...\" }` to its `properties`, and `method` to `required`";
        return ("there is none here".to_owned(), help.to_owned());
    };
    let replaced = fix(&field.pointer, "replace = '{ \"const\": \"...\" }'");
    let found = match &field.value.kind {
        Type::Literal(Literal::String(_)) if field.presence == Presence::Optional => {
            let help = fix(&def.pointer, "required = [\"method\"]");
            return ("this one need not be there".to_owned(), help);
        }
        Type::Literal(other) => format!("this one is {}", shown(other)),
        Type::String(_) => "this one may be any string".to_owned(),
        Type::Ref(id) => match &types[*id].shape {
            Shape::Enumeration(list) => {
                let few: Vec<String> = list.values.iter().take(4).map(|one| shown(&one.literal)).collect();
                let more = if list.values.len() > few.len() { ", ..." } else { "" };
                format!("this one may be {}{more}", few.join(" or "))
            }
            _ => "this one is no constant".to_owned(),
        },
        _ => "this one is no constant".to_owned(),
    };
    (found, replaced)
}

fn shown(literal: &Literal) -> String {
    literal.to_json().chars().take(60).collect::<String>().escape_debug().to_string().replace("\\\"", "\"")
}
