//! Methods that the schema itself names, where no unions list them.

use codegen_schema::{DeclaredMethod, Diagnostic, To};

use super::Results;
use crate::lower::Lower;
use crate::lower::docs::docs;
use crate::model::{Direction, Method, MethodKind, Params, Presence, Type, TypeId, Types, Value};
use crate::policy::Profile;

impl Lower<'_> {
    /// Adds them, in order. Unions that list methods go before.
    pub(super) fn declared(&mut self, types: &Types, results: &mut Results<'_>, methods: &mut Vec<Method>) {
        let left_out = matches!(self.policy.profile, Profile::Messages | Profile::None);
        if left_out || !self.unions.is_empty() || self.policy.unions.chosen {
            return;
        }
        for one in self.bundle.declared_methods() {
            let kind = if one.request { MethodKind::Request } else { MethodKind::Notification };
            let params = one.params.as_deref().and_then(|name| self.named(name, one));
            let result = match (kind, results.chosen(&one.name, &mut self.found)) {
                (MethodKind::Notification, _) => None,
                (MethodKind::Request, (true, chosen)) => chosen,
                (MethodKind::Request, (false, _)) if one.answers_null => {
                    Some(Value { kind: Type::Null, nullable: false })
                }
                (MethodKind::Request, (false, _)) => {
                    one.result.as_deref().and_then(|name| self.named(name, one))
                }
            };
            let own = params.as_ref().and_then(|value| match value.kind {
                Type::Ref(id) => types.get(id),
                _ => None,
            });
            let docs = docs(one.description.as_deref(), own.is_some_and(|def| def.docs.deprecated));
            for to in &one.to {
                let direction = match to {
                    To::ToServer => Direction::ToServer,
                    To::ToClient => Direction::ToClient,
                };
                methods.push(Method {
                    name: one.name.clone(),
                    pointer: one.place.pointer.clone().unwrap_or_default(),
                    kind,
                    direction,
                    params: params.clone().map(|value| Params { value, presence: Presence::Required }),
                    result: result.clone(),
                    envelope: None,
                    union: None,
                    docs: docs.clone(),
                });
            }
        }
        methods.sort_by(|a, b| (a.direction, a.kind, &a.name).cmp(&(b.direction, b.kind, &b.name)));
    }

    fn named(&mut self, name: &str, one: &DeclaredMethod) -> Option<Value> {
        if let Some(id) = self.bundle.find(name) {
            return Some(Value { kind: Type::Ref(TypeId(id.0)), nullable: false });
        }
        let message =
            format!("there is no definition `{}` for `{}`", name.escape_debug(), one.name.escape_debug());
        let error = Diagnostic::error("unknown-definition", one.place.clone(), message);
        self.found.push(error.help("correct the name, or add the definition"));
        None
    }
}
