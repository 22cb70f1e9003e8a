//! Methods.

use codegen_target::ir::{self, Direction, MethodKind, Presence, Shape};

use super::{Context, distinct, docs};
use crate::conventions::method_names;
use crate::model::{Method, Methods, Sent, Silence, Type};
use crate::text::StrLit;

impl Context<'_> {
    pub fn methods(&self) -> Methods {
        Methods { client: self.sent(Direction::ToServer), server: self.sent(Direction::ToClient) }
    }

    fn sent(&self, direction: Direction) -> Sent {
        let methods: Vec<&ir::Method> =
            self.protocol.methods.iter().filter(|one| one.direction == direction).collect();
        let texts = methods.iter().map(|method| {
            let kind = if method.kind == MethodKind::Request { "request" } else { "notification" };
            (method.name.clone(), format!("{}/{kind}", method.name))
        });
        let texts = distinct(texts.collect());
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let names = method_names(&texts);
        let (requests, notifications): (Vec<_>, Vec<_>) =
            methods.into_iter().zip(names).partition(|(method, _)| method.kind == MethodKind::Request);
        let lower = |list: Vec<(&ir::Method, String)>| {
            list.into_iter().map(|(method, name)| self.method(method, name)).collect()
        };
        Sent { requests: lower(requests), notifications: lower(notifications) }
    }

    /// Whether the whole message has to have a member for the params, though only null can be in it.
    fn requires_params(&self, method: &ir::Method) -> bool {
        method.envelope.is_some_and(|id| match &self.protocol.types[id].shape {
            Shape::Struct(body) => {
                body.fields.iter().any(|field| field.wire == "params" && field.presence == Presence::Required)
            }
            _ => false,
        })
    }

    fn method(&self, method: &ir::Method, name: String) -> Method {
        let written = match &method.params {
            Some(params) => {
                params.presence == Presence::Required
                    || !params.value.nullable && self.protocol.holds_null(&params.value.kind)
            }
            None => self.requires_params(method),
        };
        Method {
            name,
            wire: StrLit::new(&method.name),
            docs: docs(&method.docs),
            deprecated: method.docs.deprecated,
            params: method.params.as_ref().map(|params| {
                let value = &params.value;
                let own = self.value(None, value);
                let given = value.nullable
                    || params.presence == Presence::Required
                    || self.protocol.holds_null(&value.kind);
                if given { own } else { Type::Generic("Option", vec![own]) }
            }),
            silence: if written { Silence::Null } else { Silence::Absent },
            response: method.result.as_ref().map_or(Type::Wire("Json"), |value| self.value(None, value)),
        }
    }
}
