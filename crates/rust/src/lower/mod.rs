//! From the language-neutral protocol to Rust as plain data.

mod checks;
mod defaults;
mod facts;
mod limits;
mod methods;
mod structs;
mod types;
mod unions;

use std::collections::BTreeMap;

use codegen_target::ir::{self, Enumeration, Openness, Protocol, Shape, TypeDef, TypeId};
use codegen_target::layout::{self, Spelled};

use crate::conventions::{module_name, type_name, variant_names};
use crate::model::{Item, ItemKind, Literal, Module, Package, Variant};
use crate::text::{Deprecated, DocText, StrLit};
use facts::Facts;

/// What is looked up while types are written.
struct Context<'a> {
    protocol: &'a Protocol,
    facts: Facts<'a>,
    /// The identifier and the module of each type, by id.
    names: Vec<String>,
    modules: Vec<String>,
    /// The types of constants, by the constant as JSON.
    literals: BTreeMap<String, String>,
}

/// The identifier of each type, by id.
pub fn type_names(protocol: &Protocol) -> Vec<String> {
    codegen_target::names::types(protocol, &type_name)
}

/// The whole package.
pub fn lower(protocol: &Protocol) -> Package {
    let modules = layout::modules(protocol, 1);
    let found = types::unnamed_literals(protocol);
    let context = Context {
        protocol,
        facts: Facts::new(protocol),
        names: type_names(protocol),
        modules: modules
            .iter()
            .map(|path| module_name(path.first().map_or(layout::TYPES, String::as_str)))
            .collect(),
        literals: types::literal_names(&found),
    };
    let spelled: BTreeMap<String, Spelled> = layout::spelled(protocol, 1)
        .into_iter()
        .filter_map(|(path, spelled)| Some((module_name(path.first()?), spelled)))
        .collect();
    let mut by_name: BTreeMap<&str, Vec<Item>> = BTreeMap::new();
    for (id, def) in protocol.types.iter() {
        by_name.entry(&context.modules[id.0 as usize]).or_default().push(context.item(id, def));
    }
    let modules = by_name.into_iter().map(|(name, mut items)| {
        items.sort_by(|a, b| a.name.cmp(&b.name));
        Module { name: name.to_owned(), docs: about(name, spelled.get(name)), items }
    });
    let offered = ["Extra", "Field", "Json", "Never", "Number", "Rest", "Then"];
    Package {
        jsonrpc: protocol.jsonrpc().map(StrLit::new),
        modules: modules.collect(),
        literals: found.iter().map(|(json, literal)| context.literal_item(json, literal)).collect(),
        methods: context.methods(),
        offered: offered.into_iter().filter(|name| !context.names.iter().any(|own| own == name)).collect(),
    }
}

/// What a module holds, in a line.
fn about(name: &str, spelled: Option<&Spelled>) -> DocText {
    DocText::markdown(&match (name, spelled) {
        (_, Some(Spelled { whole, begin })) => {
            let method = if whole.len() == 1 && begin.is_empty() { "method" } else { "methods" };
            let begin: Vec<String> = begin.iter().map(|begin| format!("{begin}/...")).collect();
            let names = layout::listed(whole.iter().chain(&begin).map(String::as_str), 4);
            format!("Types of the {method} {names}.")
        }
        (layout::SHARED, None) => "Types that several groups of methods need.".to_owned(),
        (layout::MESSAGES, None) => "Whole messages, and other types that no method names.".to_owned(),
        (_, None) => "The types.".to_owned(),
    })
}

const COMPARED: [&str; 4] = ["Debug", "Clone", "PartialEq", "Eq"];
const ORDERED: [&str; 3] = ["PartialOrd", "Ord", "Hash"];

impl Context<'_> {
    fn item(&self, id: TypeId, def: &TypeDef) -> Item {
        let (kind, derives) = self.kind(id, def);
        let mut docs = docs(&def.docs);
        if let ir::Shape::Alias(value) = &def.shape {
            self.limits(&mut docs, &value.kind);
        }
        if !self.facts.is_finite(id) {
            docs.paragraph("Every value of this type would be endless: there is none.");
        }
        Item {
            name: self.names[id.0 as usize].clone(),
            docs,
            deprecated: deprecated(&def.docs),
            derives,
            kind,
        }
    }

    /// What the type does not show: what is checked of each value, and what is said of a string and not checked.
    fn limits(&self, docs: &mut DocText, kind: &ir::Type) {
        if let Some(said) = limits::said(&self.checks(kind)) {
            docs.paragraph(said);
        }
        if let ir::Type::String(text) = kind {
            text.unchecked().for_each(|(what, text)| docs.unchecked(what, text));
        }
    }

    fn kind(&self, id: TypeId, def: &TypeDef) -> (ItemKind, Vec<&'static str>) {
        let mut derives = COMPARED.to_vec();
        if !self.facts.is_finite(id) {
            return (ItemKind::Alias(crate::model::Type::Wire("Never")), Vec::new());
        }
        let kind = match &def.shape {
            Shape::Struct(body) => {
                let body = self.structure(id, body);
                if body.fields.iter().all(|field| field.mode.is_optional()) {
                    derives.push("Default");
                }
                ItemKind::Struct(body)
            }
            Shape::Enumeration(list) => {
                derives.splice(2..2, (list.openness == Openness::Closed).then_some("Copy"));
                derives.extend(ORDERED);
                Self::enumeration(list)
            }
            Shape::Union(union) => ItemKind::Union(self.union(id, union)),
            Shape::Alias(value) => self.alias(id, value),
        };
        match &kind {
            ItemKind::Alias(_) => derives.clear(),
            ItemKind::Unit(_) => {
                derives.splice(2..2, ["Copy"]);
                derives.extend(ORDERED);
                derives.push("Default");
            }
            ItemKind::Newtype { ty, .. } if ty.is_scalar() => {
                derives.splice(2..2, ["Copy"]);
                derives.extend(ORDERED);
            }
            ItemKind::Newtype { .. } | ItemKind::Union(_) if self.facts.is_scalar(&ir::Type::Ref(id)) => {
                derives.extend(ORDERED);
            }
            _ => {}
        }
        (kind, derives)
    }

    fn enumeration(list: &Enumeration) -> ItemKind {
        let open = list.openness == Openness::Open;
        let names = enum_variants(list);
        let variants = list.values.iter().zip(names).map(|(value, name)| {
            let variant = Variant { name, docs: docs(&value.docs), deprecated: deprecated(&value.docs) };
            (variant, &value.literal)
        });
        if list.values.iter().all(|value| matches!(value.literal, ir::Literal::String(_))) {
            let text = |literal: &ir::Literal| match literal {
                ir::Literal::String(text) => StrLit::new(text),
                other => StrLit::new(&other.to_json()),
            };
            return ItemKind::Names {
                variants: variants.map(|(variant, literal)| (variant, text(literal))).collect(),
                open,
            };
        }
        ItemKind::Scalars(variants.map(|(variant, value)| (variant, literal(value))).collect())
    }

    fn literal_item(&self, json: &str, value: &ir::Literal) -> Item {
        let derives = [&COMPARED[..2], &["Copy"], &COMPARED[2..], &ORDERED, &["Default"]].concat();
        let docs = crate::text::code_span(json).map_or_else(
            || DocText::plain(&["The one value that the schema allows in a place."]),
            |code| DocText::plain(&[&format!("The value {code}.")]),
        );
        let name = self.literals.get(json).cloned().unwrap_or_default();
        Item { name, docs, deprecated: None, derives, kind: ItemKind::Unit(literal(value)) }
    }
}

/// The identifiers of the variants of an enumeration.
fn enum_variants(list: &Enumeration) -> Vec<String> {
    let texts = list.values.iter().map(|value| match (&value.literal, &value.name) {
        (ir::Literal::String(text), _) => (text.clone(), ir::schema::quote(text)),
        (other, Some(name)) => (name.clone(), other.to_json()),
        (other, None) => (other.to_json(), other.to_json()),
    });
    let texts = distinct(texts.collect());
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    variant_names(&texts, list.openness == Openness::Open, false)
}

/// The first of each pair, or the second where the first is not alone.
fn distinct(texts: Vec<(String, String)>) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (text, _) in &texts {
        *counts.entry(text.clone()).or_default() += 1;
    }
    texts.into_iter().map(|(text, longer)| if counts[&text] == 1 { text } else { longer }).collect()
}

fn docs(docs: &ir::Docs) -> DocText {
    docs.text.as_deref().map_or_else(DocText::default, DocText::markdown)
}

/// The attribute says the reason, as the compiler does and rustdoc: the comment need not.
fn deprecated(docs: &ir::Docs) -> Option<Deprecated> {
    docs.deprecated.then(|| Deprecated::new(docs.reason.as_deref()))
}

/// A scalar, as the support code spells it.
fn literal(value: &ir::Literal) -> Literal {
    Literal(match value {
        ir::Literal::Null => "Null".to_owned(),
        ir::Literal::Boolean(value) => format!("Bool({value})"),
        ir::Literal::Integer(value) => format!("Integer({value})"),
        ir::Literal::Number(value) => format!("Float({})", float(value.as_f64().unwrap_or_default())),
        ir::Literal::String(text) => format!("Text({})", StrLit::new(text)),
    })
}

/// A float that reads back as the same, with a point.
fn float(value: f64) -> String {
    format!("{value:?}")
}
