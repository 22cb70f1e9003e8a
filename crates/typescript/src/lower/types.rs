//! Types in a place.

use codegen_target::ir::{Array, Enumeration, Integer, Literal, Map, Openness, Shape, Tuple, Type, Value};

use super::{Context, docs};
use crate::Integers;
use crate::model::{Element, Keyword, TypeExpr};
use crate::text::{NumLit, StrLit};

impl Context<'_> {
    /// A type and whether it may be null.
    pub fn value(&self, value: &Value) -> TypeExpr {
        let kind = self.kind(&value.kind);
        if value.nullable { TypeExpr::union([kind, TypeExpr::Keyword(Keyword::Null)]) } else { kind }
    }

    /// A type.
    pub fn kind(&self, kind: &Type) -> TypeExpr {
        match kind {
            Type::Any => TypeExpr::Keyword(Keyword::Unknown),
            Type::Never => TypeExpr::Keyword(Keyword::Never),
            Type::Null => TypeExpr::Keyword(Keyword::Null),
            Type::Boolean => TypeExpr::Keyword(Keyword::Boolean),
            Type::Integer(integer) => TypeExpr::Keyword(self.integer(integer)),
            Type::Number(range) => number(range.only().and_then(NumLit::float)),
            Type::String(_) => TypeExpr::Keyword(Keyword::String),
            Type::Literal(literal) => self.literal(literal),
            Type::Array(array) => self.array(array),
            Type::Tuple(tuple) => self.tuple(tuple),
            Type::Map(map) => self.map(map),
            Type::Ref(id) => TypeExpr::Name(self.names.of(*id).clone(), Vec::new()),
        }
    }

    fn integer(&self, integer: &Integer) -> Keyword {
        match self.options.integers {
            Integers::BigInt if !docs::is_safe(integer) => Keyword::BigInt,
            _ => Keyword::Number,
        }
    }

    /// One value; a number that TypeScript cannot write is any number.
    pub fn literal(&self, literal: &Literal) -> TypeExpr {
        match literal {
            Literal::Null => TypeExpr::Keyword(Keyword::Null),
            Literal::Boolean(true) => TypeExpr::Keyword(Keyword::True),
            Literal::Boolean(false) => TypeExpr::Keyword(Keyword::False),
            Literal::Integer(value) => match NumLit::integer(*value) {
                None if self.options.integers == Integers::BigInt => TypeExpr::Number(NumLit::bigint(*value)),
                lit => number(lit),
            },
            Literal::Number(value) => number(value.as_f64().and_then(NumLit::float)),
            Literal::String(text) => TypeExpr::String(StrLit::new(text)),
        }
    }

    fn array(&self, array: &Array) -> TypeExpr {
        let items = self.value(&array.items);
        match array.written_out() {
            Some(count) => TypeExpr::Tuple(vec![Element::Required(items); count]),
            None => TypeExpr::Array(Box::new(items)),
        }
    }

    fn tuple(&self, tuple: &Tuple) -> TypeExpr {
        let places = tuple
            .items
            .iter()
            .zip(0u64..)
            .filter(|(_, place)| tuple.max_items.is_none_or(|max| *place < max));
        let mut elements: Vec<Element> = places
            .map(|(item, place)| {
                let expr = self.value(item);
                if place < tuple.min_items { Element::Required(expr) } else { Element::Optional(expr) }
            })
            .collect();
        elements.extend(tuple.rest.as_ref().map(|rest| Element::Rest(self.value(rest))));
        TypeExpr::Tuple(elements)
    }

    fn map(&self, map: &Map) -> TypeExpr {
        let values = Box::new(self.value(&map.values));
        match self.protocol.resolve(&map.keys) {
            Type::Ref(id) => match &self.protocol.types[*id].shape {
                Shape::Enumeration(keys) if is_closed_strings(keys) => {
                    TypeExpr::Record(self.names.of(*id).clone(), values)
                }
                _ => TypeExpr::Map(values),
            },
            _ => TypeExpr::Map(values),
        }
    }
}

/// A number, or any where TypeScript cannot write it.
fn number(literal: Option<NumLit>) -> TypeExpr {
    literal.map_or(TypeExpr::Keyword(Keyword::Number), TypeExpr::Number)
}

fn is_closed_strings(list: &Enumeration) -> bool {
    list.openness == Openness::Closed && all_strings(list).is_some()
}

/// What the schema calls the values, if it does so for each.
pub fn all_named(list: &Enumeration) -> Option<Vec<&str>> {
    list.values.iter().map(|value| value.name.as_deref()).collect()
}

/// The values, if all of them are strings.
pub fn all_strings(list: &Enumeration) -> Option<Vec<&str>> {
    list.values
        .iter()
        .map(|value| match &value.literal {
            Literal::String(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}
