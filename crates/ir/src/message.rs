//! What the message that calls a method has to say beside the params.

use crate::model::{Field, Method, Presence, Protocol, Rest, Shape, Struct, Type};
use crate::scalar::Literal;

impl Protocol {
    /// The member `jsonrpc` that messages must have, where the schema lists it in one.
    #[must_use]
    pub fn jsonrpc(&self) -> Option<&str> {
        let said = |field: &'_ Field| field.wire == "jsonrpc" && field.presence == Presence::Required;
        let mut bodies = self.methods.iter().filter_map(|method| self.message(method));
        bodies.find_map(|body| match &body.fields.iter().find(|field| said(field))?.value.kind {
            Type::Literal(Literal::String(text)) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Whether nothing to say is written as `null`, since the message must have its params, or could not leave
    /// out what the caller gave.
    #[must_use]
    pub fn writes_null(&self, method: &Method) -> bool {
        match &method.params {
            Some(params) => {
                params.presence == Presence::Required
                    || !params.value.nullable && self.holds_null(&params.value.kind)
            }
            None => self.params_of(method).is_some_and(|field| field.presence == Presence::Required),
        }
    }

    /// Whether the schema says nothing of params, and lets them pass: a sender may have some to come.
    #[must_use]
    pub fn lets_params_pass(&self, method: &Method) -> bool {
        let open = |body: &Struct| matches!(body.rest, Rest::Open);
        method.params.is_none() && self.message(method).is_some_and(open) && self.params_of(method).is_none()
    }

    fn params_of(&self, method: &Method) -> Option<&Field> {
        self.message(method)?.fields.iter().find(|field| field.wire == "params")
    }

    fn message(&self, method: &Method) -> Option<&Struct> {
        match &self.types[method.envelope?].shape {
            Shape::Struct(body) => Some(body),
            _ => None,
        }
    }
}
