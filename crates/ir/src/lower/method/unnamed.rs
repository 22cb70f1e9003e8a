//! Messages that do not say which method they are.

use codegen_schema::{Pointer, quote};

use super::super::Lower;
use crate::model::{Literal, Presence, Shape, Type, TypeDef, TypeId, Types};

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
}

/// What a message says of its method, and what is to be done about it.
fn said_of_method(types: &Types, def: &TypeDef) -> (String, String) {
    let fix = |at: &Pointer, what: &str| {
        format!(
            "correct it, by an overlay where the schema is not yours:\n[[fix]]\nat = {}\nbecause = \"...\"\n{what}",
            quote(&at.to_string())
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
