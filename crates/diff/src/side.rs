//! One of the two protocols, and what is looked up in it again and again.

use std::collections::{HashMap, HashSet};

use codegen_ir::schema::{joined, whole};
use codegen_ir::words;
use codegen_ir::{
    Json, Literal, Openness, Origin, Protocol, Shape, Tagging, Type, TypeDef, TypeId, Union, Value,
};

use crate::hash::{self, Hashes};
use crate::within::{Known, one_of};

/// Longer descriptions of types are cut.
const SHOWN: usize = 120;

/// A protocol with its indexes.
pub(crate) struct Side<'a> {
    pub protocol: &'a Protocol,
    /// Structural hashes.
    pub hashes: Hashes,
    /// Definitions, by name.
    pub definitions: HashMap<&'a str, TypeId>,
    /// What the names of several definitions read like.
    pub crowded: HashSet<String>,
    /// Types that hold themselves, by id.
    pub cycles: Vec<Option<u32>>,
    /// Objects that are met as variants of an open union only, by the member that tells each from the others.
    pub variants: HashMap<TypeId, (&'a str, &'a Union)>,
}

impl<'a> Side<'a> {
    pub fn new(protocol: &'a Protocol) -> Self {
        let definitions: HashMap<&str, TypeId> = protocol
            .types
            .iter()
            .filter(|(_, def)| def.origin == Origin::Definition)
            .map(|(id, def)| (def.name.as_str(), id))
            .collect();
        let (hashes, cycles) = (hash::hashes(protocol), protocol.inline_cycles());
        let crowded = crowded(definitions.keys().copied());
        Self { protocol, hashes, definitions, crowded, cycles, variants: variants(protocol) }
    }

    pub fn known(&self) -> Known<'_> {
        Known { protocol: self.protocol, hashes: &self.hashes.whole }
    }

    pub fn def(&self, id: TypeId) -> &'a TypeDef {
        &self.protocol.types[id]
    }

    pub fn is_definition(&self, id: TypeId) -> bool {
        self.def(id).origin == Origin::Definition
    }

    /// A definition without the names that are only given to it.
    pub fn bare(&self, id: TypeId) -> Value {
        let mut value = Value { kind: Type::Ref(id), nullable: false };
        for _ in 0..=self.protocol.types.len() {
            let Type::Ref(id) = value.kind else { break };
            let Shape::Alias(next) = &self.def(id).shape else { break };
            value = Value { kind: next.kind.clone(), nullable: value.nullable || next.nullable };
        }
        value
    }

    pub fn hash(&self, value: &Value) -> u64 {
        hash::value(value, &self.hashes.near)
    }

    pub fn holds_null(&self, value: &Value) -> bool {
        value.nullable || self.protocol.holds_null(&value.kind)
    }

    /// A value as text, of bounded length.
    pub fn show(&self, value: &Value) -> String {
        match (&value.kind, value.nullable) {
            (Type::Ref(id), false) => cut(&self.name(*id)),
            (Type::Ref(id), true) => cut(&format!("{} | null", self.name(*id))),
            _ => cut(&self.protocol.describe(value)),
        }
    }

    /// What a type is called in the generated code.
    pub fn name(&self, id: TypeId) -> String {
        joined(&self.def(id).name)
    }

    /// What a named type is made of, of bounded length.
    pub fn sketch(&self, value: &Value) -> String {
        let Type::Ref(id) = &value.kind else { return self.show(value) };
        let words: Vec<&str> = match &self.def(*id).shape {
            Shape::Struct(body) => body.fields.iter().map(|field| field.wire.as_str()).collect(),
            Shape::Union(union) => union.variants.iter().map(|variant| variant.name.as_str()).collect(),
            Shape::Enumeration(_) => return "enumeration".to_owned(),
            Shape::Alias(value) => return self.show(value),
        };
        match &self.def(*id).shape {
            Shape::Struct(_) => cut(&format!("{{{}}}", words.join(", "))),
            _ => cut(&format!("one of: {}", words.join(" | "))),
        }
    }

    /// Whether the schema itself lets in values that an enumeration does not list.
    pub fn is_declared_open(&self, kind: &Type) -> bool {
        match self.protocol.resolve(kind) {
            Type::Ref(id) => matches!(&self.def(*id).shape, Shape::Enumeration(list) if list.declared_open),
            _ => false,
        }
    }

    /// The listed values of a constant or an enumeration, and whether others are kept.
    pub fn values(&self, kind: &Type) -> Option<(Vec<Literal>, Openness)> {
        match self.protocol.resolve(kind) {
            Type::Literal(literal) => Some((vec![literal.clone()], Openness::Closed)),
            // The only number of a range is a constant.
            Type::Number(range) => one_of(*range).map(|only| (vec![only], Openness::Closed)),
            Type::Ref(id) => match &self.def(*id).shape {
                Shape::Enumeration(list) => {
                    Some((list.values.iter().map(|value| value.literal.clone()).collect(), list.openness))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

fn variants(protocol: &Protocol) -> HashMap<TypeId, (&str, &Union)> {
    let (mut found, mut elsewhere) = (HashMap::new(), HashSet::new());
    for (_, def) in protocol.types.iter() {
        let tag = match &def.shape {
            Shape::Alias(_) => continue,
            Shape::Union(
                union @ Union { tagging: Tagging::Internal { tag }, openness: Openness::Open, .. },
            ) => Some((tag.as_str(), union)),
            _ => None,
        };
        def.each_value(&mut |value| {
            value.kind.each_reference(&mut |id| {
                let id = match protocol.resolve(&Type::Ref(id)) {
                    Type::Ref(id) => *id,
                    _ => return,
                };
                if tag.is_none_or(|tag| found.insert(id, tag).is_some()) {
                    elsewhere.insert(id);
                }
            });
        });
    }
    found.retain(|id, _| !elsewhere.contains(id));
    found
}

/// A constant, however it is written: 1 and 1.0 are one number to JSON Schema.
pub(crate) fn number_as_one(literal: &Literal) -> Literal {
    match literal {
        Literal::Number(number) => {
            whole(number).map_or_else(|| literal.clone(), |own| Literal::Integer(own.into()))
        }
        other => other.clone(),
    }
}

/// The same with each whole number in one spelling.
pub(crate) fn numbers_as_one(json: &Json) -> Json {
    match json {
        Json::Number(number) => whole(number).map_or_else(|| json.clone(), |own| Json::Number(own.into())),
        Json::Array(items) => Json::Array(items.iter().map(numbers_as_one).collect()),
        Json::Object(members) => {
            Json::Object(members.iter().map(|(key, one)| (key.clone(), numbers_as_one(one))).collect())
        }
        other => other.clone(),
    }
}

/// Text of bounded length.
pub(crate) fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text.to_owned(),
    }
}

/// What a name reads like in a language: its words, whatever their case and what separates them.
pub(crate) fn reads_like(name: &str) -> String {
    if !name.is_ascii() {
        return name.to_owned();
    }
    words(name).join("_").to_ascii_lowercase()
}

/// What several of these names read like.
pub(crate) fn crowded<'n>(names: impl Iterator<Item = &'n str>) -> HashSet<String> {
    let mut seen = HashSet::new();
    names.map(reads_like).filter(|words| !seen.insert(words.clone())).collect()
}

/// A name in lower case without what separates its words: equal for `turn_id`, `turnId` and `Turn-ID`.
pub(crate) fn squeezed(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
