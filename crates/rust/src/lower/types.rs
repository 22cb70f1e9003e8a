//! Types in a place.

use std::collections::BTreeMap;

use codegen_target::ir::{
    self, Integer, Presence, Protocol, Rest, Shape, Tagging, Tuple, TypeDef, TypeId, Value, Width,
};

use super::{Context, distinct, literal};
use crate::conventions::{self, LITERALS};
use crate::model::{ItemKind, Type};

/// The largest tuple that the standard library can compare.
const MAX_PLACES: usize = 12;

impl Context<'_> {
    /// A type and whether it may be null. `holder` is the type that holds the value in its own
    /// memory, if one does.
    pub fn value(&self, holder: Option<TypeId>, value: &Value) -> Type {
        let kind = self.type_of(holder, &value.kind);
        if value.nullable { Type::Generic("Option", vec![kind]) } else { kind }
    }

    pub fn type_of(&self, holder: Option<TypeId>, kind: &ir::Type) -> Type {
        match kind {
            ir::Type::Any => Type::Wire("Json"),
            ir::Type::Never => Type::Wire("Never"),
            ir::Type::Null => Type::Plain("()"),
            ir::Type::Boolean => Type::Plain("bool"),
            ir::Type::Integer(integer) => Type::Plain(integer_type(integer).0),
            ir::Type::Number(_) => Type::Wire("Number"),
            ir::Type::String(_) => Type::Std("String"),
            ir::Type::Literal(value) => {
                let name = self.literals.get(&value.to_json()).cloned().unwrap_or_default();
                Type::Named { module: LITERALS.to_owned(), name }
            }
            ir::Type::Array(array) => Type::Generic("Vec", vec![self.value(None, &array.items)]),
            ir::Type::Tuple(tuple) => self.tuple(holder, tuple),
            ir::Type::Map(map) => {
                let keys = if self.facts.is_scalar(&map.keys) {
                    self.type_of(None, &map.keys)
                } else {
                    Type::Std("String")
                };
                Type::Generic("BTreeMap", vec![keys, self.value(None, &map.values)])
            }
            ir::Type::Ref(id) => {
                let named = self.named(*id);
                match holder {
                    Some(holder) if self.facts.boxed(holder, *id) && self.facts.is_finite(*id) => {
                        Type::Generic("Box", vec![named])
                    }
                    _ => named,
                }
            }
        }
    }

    pub fn named(&self, id: TypeId) -> Type {
        let index = id.0 as usize;
        Type::Named { module: self.modules[index].clone(), name: self.names[index].clone() }
    }

    /// Places that need not be there are `Field`s, whatever follows them a `Rest`. What is more than Rust's own
    /// traits go with is a tuple of its own.
    fn tuple(&self, holder: Option<TypeId>, tuple: &Tuple) -> Type {
        let places = tuple.items.iter().enumerate().map(|(index, item)| {
            if index as u64 >= tuple.min_items {
                Type::WireGeneric("Field", Box::new(self.type_of(holder, &item.kind)))
            } else {
                self.value(holder, item)
            }
        });
        let rest = tuple.rest.iter().map(|rest| Type::WireGeneric("Rest", Box::new(self.value(None, rest))));
        let mut places: Vec<Type> = places.chain(rest).collect();
        if places.is_empty() {
            return Type::Generic("Vec", vec![Type::Wire("Never")]);
        }
        let mut last = Vec::new();
        while places.len() > MAX_PLACES {
            // From the end, so that each part but the last is full.
            let from = (places.len() - 1) / (MAX_PLACES - 1) * (MAX_PLACES - 1);
            let mut part = places.split_off(from);
            part.append(&mut last);
            last = vec![Type::WireGeneric("Then", Box::new(Type::Tuple(part)))];
        }
        places.append(&mut last);
        Type::Tuple(places)
    }

    /// An alias that adds only a name is one in Rust, too; all others are types of their own.
    pub fn alias(&self, id: TypeId, value: &Value) -> ItemKind {
        match &value.kind {
            ir::Type::Literal(value_of) if !value.nullable => ItemKind::Unit(literal(value_of)),
            ir::Type::Any | ir::Type::Never => ItemKind::Alias(self.value(None, value)),
            ir::Type::Ref(_) if !value.nullable => ItemKind::Alias(self.value(None, value)),
            kind => ItemKind::Newtype { ty: self.value(Some(id), value), checks: self.checks(kind) },
        }
    }

    /// The type behind aliases that are aliases in Rust, too.
    pub fn behind_aliases<'k>(&'k self, mut kind: &'k ir::Type) -> &'k ir::Type {
        for _ in 0..self.protocol.types.len() {
            match kind {
                ir::Type::Ref(id) => match &self.protocol.types[*id].shape {
                    Shape::Alias(value) if !value.nullable && matches!(value.kind, ir::Type::Ref(_)) => {
                        kind = &value.kind;
                    }
                    _ => return kind,
                },
                _ => return kind,
            }
        }
        kind
    }
}

/// The smallest of the machine types that holds all values, and its range.
pub fn integer_type(integer: &Integer) -> (&'static str, i128, i128) {
    let machine = integer.machine();
    let named = match machine {
        Width::I8 => "i8",
        Width::I16 => "i16",
        Width::I32 => "i32",
        Width::I64 => "i64",
        Width::U8 => "u8",
        Width::U16 => "u16",
        Width::U32 => "u32",
        Width::U64 => "u64",
        Width::Any => "i128",
    };
    let (low, high) = machine.range().unwrap_or((i128::MIN, i128::MAX));
    (named, low, high)
}

/// The constants for which no type or variant stands: not required members, variants or aliases.
pub fn unnamed_literals(protocol: &Protocol) -> BTreeMap<String, ir::Literal> {
    let mut found = BTreeMap::new();
    for (_, def) in protocol.types.iter() {
        each_value(def, &mut |value, named| literals_in(value, named, &mut found));
    }
    for method in &protocol.methods {
        let params = method.params.as_ref().map(|params| &params.value);
        for value in params.into_iter().chain(&method.result) {
            literals_in(value, false, &mut found);
        }
    }
    found
}

/// Each value that a type holds, and whether a constant there has a name already.
fn each_value(def: &TypeDef, visit: &mut dyn FnMut(&Value, bool)) {
    match &def.shape {
        Shape::Struct(body) => {
            body.fields.iter().for_each(|field| visit(&field.value, field.presence == Presence::Required));
            if let Rest::Typed(value) = &body.rest {
                visit(value, false);
            }
        }
        Shape::Enumeration(_) => {}
        Shape::Union(union) => {
            let untagged = matches!(union.tagging, Tagging::Untagged { .. });
            union
                .variants
                .iter()
                .filter_map(|variant| variant.content.as_ref())
                .for_each(|value| visit(value, untagged));
        }
        Shape::Alias(value) => visit(value, true),
    }
}

fn literals_in(value: &Value, named: bool, found: &mut BTreeMap<String, ir::Literal>) {
    match &value.kind {
        ir::Type::Literal(_) if named && !value.nullable => {}
        kind => literals_of(kind, found),
    }
}

fn literals_of(kind: &ir::Type, found: &mut BTreeMap<String, ir::Literal>) {
    match kind {
        ir::Type::Literal(literal) => {
            found.insert(literal.to_json(), literal.clone());
        }
        ir::Type::Array(array) => literals_of(&array.items.kind, found),
        ir::Type::Tuple(tuple) => {
            tuple.items.iter().chain(&tuple.rest).for_each(|value| literals_of(&value.kind, found));
        }
        ir::Type::Map(map) => {
            literals_of(&map.keys, found);
            literals_of(&map.values.kind, found);
        }
        _ => {}
    }
}

/// The names of the types of constants, by the constant as JSON.
pub fn literal_names(found: &BTreeMap<String, ir::Literal>) -> BTreeMap<String, String> {
    let texts = found.iter().map(|(json, literal)| match literal {
        ir::Literal::String(text) => (text.clone(), json.clone()),
        _ => (json.clone(), json.clone()),
    });
    let texts = distinct(texts.collect());
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    found.keys().cloned().zip(conventions::literal_names(&texts)).collect()
}
