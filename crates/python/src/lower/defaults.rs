//! Values of the schema as Python expressions.

use codegen_target::ir::schema::Json;
use codegen_target::ir::{Literal, Shape, Tagging, Type, TypeId};

use super::enums::member_of;
use super::names::Extra;
use super::scope::Scope;
use crate::conventions::members;
use crate::text::Expr;

impl Scope<'_> {
    /// What an absent member reads as. `lazy`: the type is not defined yet. A collection can be changed, so no two
    /// models may share one: it is made anew from what the wire has.
    pub fn default(&mut self, kind: &Type, json: &Json, lazy: bool) -> Expr {
        let is_shared = !matches!(json, Json::Array(_) | Json::Object(_));
        let direct = (is_shared && (is_plain(json) || !lazy)).then(|| self.direct(kind, json)).flatten();
        direct.unwrap_or_else(|| {
            let head = self.support("wire_default");
            Expr::call(&head, vec![json_expr(json)])
        })
    }

    /// The value, where Python's own literals are values of the type.
    fn direct(&mut self, kind: &Type, json: &Json) -> Option<Expr> {
        if *json == Json::Null {
            return Some(Expr::word("None"));
        }
        let resolved = self.protocol.resolve(kind);
        match (resolved, json) {
            (Type::Ref(id), Json::String(text)) => self.named(*id, text),
            (Type::Ref(id), _) => match &self.protocol.types[*id].shape {
                Shape::Alias(value) => self.direct(&value.kind, json),
                Shape::Enumeration(_) => Some(json_expr(json)),
                _ => None,
            },
            _ => Some(json_expr(json)),
        }
    }

    fn named(&mut self, id: TypeId, text: &str) -> Option<Expr> {
        let protocol = self.protocol;
        match &protocol.types[id].shape {
            Shape::Enumeration(list) => {
                if !list.values.iter().all(|value| matches!(value.literal, Literal::String(_))) {
                    return Some(Expr::string(text));
                }
                let owner = self.reference(id);
                Some(match member_of(list, text) {
                    Some(member) => Expr::member(&owner, &member),
                    None => Expr::call(&owner, vec![Expr::string(text)]),
                })
            }
            Shape::Union(union) if union.tagging == Tagging::External => {
                let bare: Vec<&str> = union
                    .variants
                    .iter()
                    .filter(|variant| variant.content.is_none())
                    .filter_map(|variant| variant.tags.first().map(String::as_str))
                    .collect();
                let place = bare.iter().position(|tag| *tag == text)?;
                let owner = self.names.extra(id, Extra::Kind)?.clone();
                if self.names.module(id) == self.here() {
                    if !self.is_defined(&owner) {
                        return None;
                    }
                } else {
                    self.bring(id, &owner);
                }
                Some(Expr::member(&owner, &members(&bare)[place]))
            }
            Shape::Alias(value) => self.direct(&value.kind, &Json::String(text.to_owned())),
            _ => None,
        }
    }
}

const fn is_plain(json: &Json) -> bool {
    matches!(json, Json::Null | Json::Bool(_) | Json::Number(_))
}

/// A JSON value as Python writes it.
pub fn json_expr(json: &Json) -> Expr {
    match json {
        Json::Null => Expr::word("None"),
        Json::Bool(true) => Expr::word("True"),
        Json::Bool(false) => Expr::word("False"),
        Json::Number(number) => {
            let text = number.to_string();
            match text.parse::<i128>() {
                Ok(value) => Expr::integer(value),
                Err(_) => text
                    .parse()
                    .ok()
                    .filter(|value: &f64| value.is_finite())
                    .map_or_else(|| Expr::word("None"), Expr::float),
            }
        }
        Json::String(text) => Expr::string(text),
        Json::Array(items) => Expr::list(items.iter().map(json_expr).collect()),
        Json::Object(members) => {
            Expr::braces(members.iter().map(|(key, value)| Expr::entry(key, json_expr(value))).collect())
        }
    }
}
