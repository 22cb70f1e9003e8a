//! Structs.

use codegen_target::ir::{self, Presence, TypeId};

use super::{Context, docs, literal};
use crate::conventions::field_names;
use crate::model::{Field, Mode, Others, Rule, Struct};
use crate::text::{StrLit, code_span};

impl Mode {
    /// Whether there need not be a value.
    pub const fn is_optional(self) -> bool {
        matches!(self, Self::Optional | Self::OptionalNull)
    }
}

impl Context<'_> {
    pub fn structure(&self, id: TypeId, body: &ir::Struct) -> Struct {
        let (constants, fields): (Vec<_>, Vec<_>) =
            body.fields.iter().partition(|field| self.constant(field).is_some());
        let wires: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).collect();
        let names = field_names(&wires);
        let (others, other_checks) = match &body.rest {
            ir::Rest::Open => (Others::Open, Vec::new()),
            ir::Rest::Closed => (Others::Closed, Vec::new()),
            ir::Rest::Typed(value) => {
                let own = self.checks(&value.kind);
                let checks = if own.is_empty() {
                    Vec::new()
                } else {
                    vec![crate::model::Check::Parts("Values", None, own)]
                };
                (Others::Typed(self.value(None, value)), checks)
            }
        };
        Struct {
            constants: constants
                .into_iter()
                .filter_map(|field| Some((StrLit::new(&field.wire), literal(self.constant(field)?))))
                .collect(),
            fields: fields.into_iter().zip(names).map(|(field, name)| self.field(id, field, name)).collect(),
            others,
            other_checks,
            prefixes: texts(&body.prefixes),
            rules: body.rules.iter().map(rule).collect(),
        }
    }

    fn field(&self, id: TypeId, field: &ir::Field, name: String) -> Field {
        let mode = match (field.presence, field.value.nullable) {
            (Presence::Required, false) => Mode::Required,
            (Presence::Required, true) => Mode::RequiredNull,
            (Presence::Optional, false) => Mode::Optional,
            (Presence::Optional, true) => Mode::OptionalNull,
        };
        let mut text = docs(&field.docs);
        self.limits(&mut text, &field.value.kind);
        let default = field.default.as_ref().map(ToString::to_string).filter(|_| mode.is_optional());
        if let Some(code) = default.as_deref().and_then(code_span) {
            text.paragraph(format!("When absent: {code}."));
        }
        Field {
            name,
            wire: StrLit::new(&field.wire),
            docs: text,
            deprecated: super::deprecated(&field.docs),
            mode,
            ty: self.type_of(Some(id), &field.value.kind),
            checks: self.checks(&field.value.kind),
            default: field
                .default
                .as_ref()
                .filter(|_| mode.is_optional())
                .and_then(|json| self.default(&field.value.kind, json)),
        }
    }

    /// The one value of a member that must be there.
    fn constant<'f>(&'f self, field: &'f ir::Field) -> Option<&'f ir::Literal> {
        let needed = field.presence == Presence::Required && !field.value.nullable;
        match self.protocol.resolve(&field.value.kind) {
            ir::Type::Literal(literal) if needed => Some(literal),
            _ => None,
        }
    }
}

fn texts(keys: &[String]) -> Vec<StrLit> {
    keys.iter().map(|key| StrLit::new(key)).collect()
}

fn rule(rule: &ir::Rule) -> Rule {
    match rule {
        ir::Rule::AnyOf(sets) => Rule::Sets("AnyOf", sets.iter().map(|set| texts(set)).collect()),
        ir::Rule::OneOf(sets) => Rule::Sets("OneOf", sets.iter().map(|set| texts(set)).collect()),
        ir::Rule::Requires(key, others) => Rule::Requires(StrLit::new(key), texts(others)),
        ir::Rule::MinMembers(count) => Rule::Count("MinMembers", *count),
        ir::Rule::MaxMembers(count) => Rule::Count("MaxMembers", *count),
    }
}
