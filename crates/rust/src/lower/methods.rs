//! Methods.

use codegen_target::ir::{self, Direction, MethodKind, Presence};

use super::{Context, deprecated, distinct, docs};
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

    fn method(&self, method: &ir::Method, name: String) -> Method {
        let silence = if self.protocol.writes_null(method) {
            Silence::Null
        } else if self.protocol.lets_params_pass(method) {
            Silence::Open
        } else {
            Silence::Absent
        };
        Method {
            name,
            wire: StrLit::new(&method.name),
            docs: docs(&method.docs),
            deprecated: deprecated(&method.docs),
            params: method.params.as_ref().map(|params| {
                let value = &params.value;
                let own = self.value(None, value);
                let given = value.nullable
                    || params.presence == Presence::Required
                    || self.protocol.holds_null(&value.kind);
                if given { own } else { Type::Generic("Option", vec![own]) }
            }),
            silence,
            response: method.result.as_ref().map_or(Type::Wire("Json"), |value| self.value(None, value)),
        }
    }
}
