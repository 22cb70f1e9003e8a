//! The types as someone writes them who derives serde and no more: unknown members are dropped, absent and
//! `null` are one, an unknown tag or name is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use codegen_rust::target::ir::{
    Docs, Enumeration, Literal, Presence, Protocol, Rest, Shape, Struct, Tagging, Type, TypeId, Union, Value,
    Width,
};
use codegen_rust::target::layout;
use codegen_rust::target::names::unique;
use codegen_rust::target::words::Case;

const KEYWORDS: &[&str] = &[
    "as", "async", "box", "const", "default", "enum", "fn", "for", "final", "in", "loop", "match", "mod",
    "move", "override", "priv", "pub", "ref", "self", "static", "struct", "trait", "type", "use", "where",
    "yield",
];

/// The files of the crate by path.
pub fn crate_files(protocol: &Protocol, names: &[String]) -> Vec<(String, String)> {
    let writer = Writer::new(protocol, names);
    let modules = layout::modules(protocol, 1);
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for ((id, def), path) in protocol.types.iter().zip(modules) {
        let text = texts.entry(format!("{}_", path[0])).or_insert_with(|| {
            "//! Types.\n\n#[allow(unused_imports)]\nuse crate::*;\nuse serde::{Deserialize, Serialize};\n".to_owned()
        });
        docs(text, "\n", &def.docs);
        match &def.shape {
            Shape::Struct(body) => writer.structure(text, id, body),
            Shape::Enumeration(list) => writer.enumeration(text, id, list),
            Shape::Union(union) => writer.union(text, id, union),
            Shape::Alias(value) => {
                let _ = writeln!(text, "pub type {} = {};", writer.name(id), writer.value(id, value));
            }
        }
    }
    let mut root =
        String::from("//! Types with derived serde.\n\n#![allow(unused_imports, clippy::all)]\n\n");
    for module in texts.keys() {
        let _ = writeln!(root, "mod {module};\npub use {module}::*;");
    }
    let files = texts.into_iter().map(|(module, text)| (format!("{module}.rs"), text));
    files.chain([("lib.rs".to_owned(), root)]).collect()
}

struct Writer<'a> {
    names: &'a [String],
    cycles: Vec<Option<u32>>,
    /// The tags that serde takes out before a variant is read.
    tags: BTreeMap<TypeId, BTreeSet<&'a str>>,
}

impl<'a> Writer<'a> {
    fn new(protocol: &'a Protocol, names: &'a [String]) -> Self {
        let mut tags: BTreeMap<TypeId, BTreeSet<&str>> = BTreeMap::new();
        for (_, def) in protocol.types.iter() {
            if let Shape::Union(Union { tagging: Tagging::Internal { tag }, variants, .. }) = &def.shape {
                for content in variants.iter().filter_map(|variant| variant.content.as_ref()) {
                    if let Type::Ref(id) = &content.kind {
                        tags.entry(*id).or_default().insert(tag);
                    }
                }
            }
        }
        Self { names, cycles: protocol.inline_cycles(), tags }
    }

    fn name(&self, id: TypeId) -> &str {
        &self.names[id.0 as usize]
    }

    fn value(&self, holder: TypeId, value: &Value) -> String {
        let kind = self.kind(holder, &value.kind);
        if value.nullable { format!("Option<{kind}>") } else { kind }
    }

    fn kind(&self, holder: TypeId, kind: &Type) -> String {
        match kind {
            Type::Null => "()".to_owned(),
            Type::Boolean | Type::Literal(Literal::Boolean(_)) => "bool".to_owned(),
            Type::Integer(integer) => match integer.width {
                Width::Any => "i64".to_owned(),
                width => format!("{width:?}").to_lowercase(),
            },
            Type::Number(_) => "serde_json::Number".to_owned(),
            Type::String(_) | Type::Literal(Literal::String(_)) => "String".to_owned(),
            Type::Any | Type::Never | Type::Literal(_) => "serde_json::Value".to_owned(),
            Type::Array(array) => format!("Vec<{}>", self.value(holder, &array.items)),
            Type::Tuple(tuple) => {
                let items: Vec<String> = tuple.items.iter().map(|item| self.value(holder, item)).collect();
                format!("({},)", items.join(", "))
            }
            Type::Map(map) => {
                format!("std::collections::BTreeMap<String, {}>", self.value(holder, &map.values))
            }
            Type::Ref(id) => {
                let cycle = |id: TypeId| self.cycles[id.0 as usize];
                let boxed = cycle(holder).is_some() && cycle(holder) == cycle(*id);
                if boxed { format!("Box<{}>", self.name(*id)) } else { self.name(*id).to_owned() }
            }
        }
    }

    fn structure(&self, text: &mut String, id: TypeId, body: &Struct) {
        let none = BTreeSet::new();
        let tags = self.tags.get(&id).unwrap_or(&none);
        let fields: Vec<_> = body.fields.iter().filter(|field| !tags.contains(field.wire.as_str())).collect();
        let wires: Vec<&str> = fields.iter().map(|field| field.wire.as_str()).collect();
        let reserved = |name: &str| KEYWORDS.contains(&name);
        let names = unique(&wires, Case::Snake, &reserved, &|name| format!("{name}_"));
        let optional = fields.iter().all(|field| field.presence == Presence::Optional);
        derive(text, if optional { ", Default" } else { "" });
        let _ = writeln!(text, "pub struct {} {{", self.name(id));
        for (field, name) in fields.iter().zip(names) {
            docs(text, "    ", &field.docs);
            let mut rules = Vec::new();
            if name != field.wire {
                rules.push(format!("rename = {:?}", field.wire));
            }
            let mut kind = self.value(id, &field.value);
            if field.presence == Presence::Optional {
                rules.push("skip_serializing_if = \"Option::is_none\"".to_owned());
                if !field.value.nullable {
                    kind = format!("Option<{kind}>");
                }
            }
            if !rules.is_empty() {
                let _ = writeln!(text, "    #[serde({})]", rules.join(", "));
            }
            let _ = writeln!(text, "    pub {name}: {kind},");
        }
        if let Rest::Typed(value) = &body.rest {
            let kind = self.value(id, value);
            let _ = writeln!(
                text,
                "    #[serde(flatten)]\n    pub extra: std::collections::BTreeMap<String, {kind}>,"
            );
        }
        text.push_str("}\n");
    }

    fn enumeration(&self, text: &mut String, id: TypeId, list: &Enumeration) {
        let texts: Vec<String> = list
            .values
            .iter()
            .map(|value| match &value.literal {
                Literal::String(text) => text.clone(),
                other => other.to_json(),
            })
            .collect();
        let names = variant_names(&texts);
        derive(text, ", Copy, PartialOrd, Ord, Hash");
        let _ = writeln!(text, "pub enum {} {{", self.name(id));
        for ((wire, name), value) in texts.iter().zip(names).zip(&list.values) {
            docs(text, "    ", &value.docs);
            let _ = writeln!(text, "    #[serde(rename = {wire:?})]\n    {name},");
        }
        text.push_str("}\n");
    }

    fn union(&self, text: &mut String, id: TypeId, union: &Union) {
        derive(text, "");
        match &union.tagging {
            Tagging::Internal { tag } => {
                let _ = writeln!(text, "#[serde(tag = {tag:?})]");
            }
            Tagging::External => {}
            Tagging::Untagged { .. } => text.push_str("#[serde(untagged)]\n"),
        }
        let texts: Vec<String> = union.variants.iter().map(|variant| variant.name.clone()).collect();
        let _ = writeln!(text, "pub enum {} {{", self.name(id));
        for (variant, name) in union.variants.iter().zip(variant_names(&texts)) {
            docs(text, "    ", &variant.docs);
            if let Some((first, others)) = variant.tags.split_first() {
                let others = others.iter().map(|tag| format!(", alias = {tag:?}")).collect::<String>();
                let _ = writeln!(text, "    #[serde(rename = {first:?}{others})]");
            }
            let content = variant.content.as_ref().map(|value| format!("({})", self.value(id, value)));
            let _ = writeln!(text, "    {name}{},", content.unwrap_or_default());
        }
        text.push_str("}\n");
    }
}

fn variant_names(texts: &[String]) -> Vec<String> {
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    unique(&texts, Case::Pascal, &|name| name == "Self", &|name| format!("{name}Value"))
}

fn derive(text: &mut String, more: &str) {
    let _ = writeln!(text, "#[derive(Debug, Clone, PartialEq, Eq{more}, Serialize, Deserialize)]");
}

fn docs(text: &mut String, indent: &str, docs: &Docs) {
    for line in docs.text.iter().flat_map(|text| text.lines()) {
        let _ = writeln!(text, "{indent}/// {line}");
    }
    if indent == "\n" && docs.text.is_none() {
        text.push('\n');
    }
}
