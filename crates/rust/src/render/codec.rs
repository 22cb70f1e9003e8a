//! The tables, one a type, for the macros of the support module.

use std::fmt::{Display, Write as _};

use super::scope::list;
use crate::conventions::WIRE;
use crate::model::{
    Check, Guard, Item, ItemKind, Literal, Mode, Module, Others, Rule, Struct, Tagging, Type, Union, Unknown,
};

/// The tables of a module; empty where there are none.
pub fn module(module: &Module) -> String {
    let tables: Vec<String> = module.items.iter().filter_map(|item| table(&module.name, item)).collect();
    if tables.is_empty() {
        return String::new();
    }
    let mut names = [module.name.as_str(), WIRE];
    names.sort_unstable();
    format!("{}\n{}", list("super::super::", &names, ""), tables.join("\n"))
}

fn table(module: &str, item: &Item) -> Option<String> {
    let path = format!("{module}::{}", item.name);
    Some(match &item.kind {
        ItemKind::Struct(body) => structure(&path, body),
        ItemKind::Names { variants, open } => {
            let blank = variants.first().map_or("", |(variant, _)| variant.name.as_str());
            let keeps = if *open { "open".to_owned() } else { format!("closed({blank})") };
            let lines = variants.iter().map(|(variant, name)| format!("{} = {name},", variant.name));
            block("names", &format!("{path}: {keeps};"), lines)
        }
        ItemKind::Scalars(variants) => {
            let blank = variants.first().map_or("", |(variant, _)| variant.name.as_str());
            let lines = variants
                .iter()
                .enumerate()
                .map(|(index, (variant, value))| format!("{index} {} = {},", variant.name, value.0));
            block("scalars", &format!("{path}: {blank};"), lines)
        }
        ItemKind::Union(union) => self::union(&path, union) + &conversions(&path, item, union),
        ItemKind::Newtype { ty, checks } => {
            let text = match ty {
                Type::Std("String") => "text".to_owned(),
                Type::Plain(plain) if ty.is_scalar() => format!("scalar {plain}"),
                _ => "value".to_owned(),
            };
            let checks =
                if checks.is_empty() { String::new() } else { format!(" if {}", self::checks(checks)) };
            format!("wire::newtype! {{ {path}: {text};{checks} }}\n")
        }
        ItemKind::Alias(_) => return None,
        ItemKind::Unit(value) => format!("wire::literal! {{ {path} = {} }}\n", value.0),
    })
}

fn block(name: &str, head: &str, lines: impl IntoIterator<Item = String>) -> String {
    let mut text = format!("wire::{name}! {{\n    {head}\n");
    for line in lines {
        let _ = writeln!(text, "    {line}");
    }
    text + "}\n"
}

fn structure(path: &str, body: &Struct) -> String {
    let others = match body.others {
        Others::Open => "open",
        Others::Closed => "closed",
        Others::Typed(_) => "typed",
    };
    let mut lines = Vec::new();
    let required =
        body.constants.len() + body.fields.iter().filter(|field| !field.mode.is_optional()).count();
    if !body.constants.is_empty() {
        let constants: Vec<String> =
            body.constants.iter().map(|(key, value)| format!("{key} = {}", value.0)).collect();
        lines.push(format!("const {};", constants.join(", ")));
    }
    for (index, field) in (body.constants.len()..).zip(&body.fields) {
        let mode = match field.mode {
            Mode::Required => "required",
            Mode::Optional => "optional",
            Mode::RequiredNull => "required_null",
            Mode::OptionalNull => "optional_null",
        };
        let checks =
            if field.checks.is_empty() { String::new() } else { format!(" if {}", checks(&field.checks)) };
        lines.push(format!("{index} {} = {} {mode}{checks},", field.name, field.wire));
    }
    if !body.rules.is_empty() {
        lines.push(format!("; rules [{}];", join(body.rules.iter().map(rule))));
    }
    if !body.other_checks.is_empty() {
        lines.push(format!("; others {};", checks(&body.other_checks)));
    }
    if !body.prefixes.is_empty() {
        lines.push(format!("; prefix [{}];", join(&body.prefixes)));
    }
    if lines.is_empty() {
        return format!("wire::object! {{ {path}: {others} {required}; }}\n");
    }
    block("object", &format!("{path}: {others} {required};"), lines)
}

fn union(path: &str, union: &Union) -> String {
    let kinds = |kinds: &[&'static str]| match &union.text {
        Some(text) => format!("{} => {text}", self::kinds(kinds)),
        None => self::kinds(kinds),
    };
    let keeps = match &union.unknown {
        Unknown::Open(some) => format!("open({})", kinds(some)),
        Unknown::Caught(some) => format!("caught({})", kinds(some)),
        Unknown::Closed(blank, true) => format!("closed(Self::{blank}(wire::Node::blank()))"),
        Unknown::Closed(blank, false) => format!("closed(Self::{blank})"),
    };
    let names = union.variants.iter().map(|(variant, content)| (variant.name.as_str(), content.is_some()));
    match &union.tagging {
        Tagging::Internal { tag, names: tags } => {
            let lines = names.zip(tags).map(|((name, _), tags)| {
                let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
                format!("{name} = {},", tags.join(" | "))
            });
            block("tagged", &format!("{path}: {keeps} by {tag};"), lines)
        }
        Tagging::External(tags) => {
            let entries = || names.clone().zip(tags);
            let bare = entries()
                .filter(|((_, content), _)| !content)
                .map(|((name, _), (tag, _))| format!("{name} = {tag},"));
            let mut lines: Vec<String> = bare.collect();
            let keyed: Vec<String> = entries()
                .filter(|((_, content), _)| *content)
                .map(|((name, _), (tag, own))| {
                    let own = if own.is_empty() { String::new() } else { format!(" if {}", checks(own)) };
                    format!("{name} = {tag}{own},")
                })
                .collect();
            if !keyed.is_empty() {
                lines.push("; with content".to_owned());
                lines.extend(keyed);
            }
            block("external", &format!("{path}: {keeps};"), lines)
        }
        Tagging::Untagged { expected, guards, units } => {
            let mut lines = vec!["guards [".to_owned()];
            lines.extend(guards.iter().map(|one| format!("    {},", guard(one))));
            lines.push("]".to_owned());
            let entries = || names.clone().zip(units).enumerate();
            lines.extend(
                entries()
                    .filter(|(_, (_, unit))| unit.is_none())
                    .map(|(index, ((name, _), _))| format!("{index} {name},")),
            );
            let units: Vec<String> = entries()
                .filter_map(|(index, ((name, _), unit))| {
                    Some(format!("{index} {name} = {},", unit.as_ref()?.0))
                })
                .collect();
            if !units.is_empty() {
                lines.push("; without content".to_owned());
                lines.extend(units);
            }
            block("untagged", &format!("{path}: {keeps} {expected};"), lines)
        }
    }
}

/// `From` for the variants that their content tells apart; unions of scalars have it beside the type.
fn conversions(path: &str, item: &Item, union: &Union) -> String {
    if item.derives.contains(&"Ord") {
        return String::new();
    }
    let lines: Vec<String> = union
        .variants
        .iter()
        .zip(&union.converted)
        .filter(|(_, converted)| **converted)
        .filter_map(|((variant, content), _)| match content.as_ref()? {
            Type::Generic("Box", inner) => {
                Some(format!("{} boxed {},", variant.name, named(inner.first()?)?))
            }
            own => Some(format!("{} plain {},", variant.name, named(own)?)),
        })
        .collect();
    if lines.is_empty() { String::new() } else { block("from", &format!("{path}:"), lines) }
}

/// A type of any module, as the tables spell it.
fn named(ty: &Type) -> Option<String> {
    match ty {
        Type::Named { module, name } => Some(format!("super::super::{module}::{name}")),
        _ => None,
    }
}

fn kinds(kinds: &[&str]) -> String {
    match kinds.split_first() {
        None => String::new(),
        Some((first, rest)) => rest.iter().fold((*first).to_owned(), |all, kind| format!("{all}.or({kind})")),
    }
}

fn some_kinds(some: &[&str]) -> String {
    if some.is_empty() { "NONE".to_owned() } else { kinds(some) }
}

fn guard(guard: &Guard) -> String {
    let mut text = format!("is({})", some_kinds(&guard.kinds));
    if !guard.required.is_empty() {
        let _ = write!(text, ".with(&[{}])", join(&guard.required));
    }
    if !guard.literals.is_empty() {
        let members = guard.literals.iter().map(|(key, list)| format!("({key}, &[{}])", literals(list)));
        let _ = write!(text, ".having(&[{}])", join(members));
    }
    if let Some(only) = &guard.only {
        let _ = write!(text, ".only(&[{}])", join(only));
    }
    if let Some(scalars) = &guard.scalars {
        let _ = write!(text, ".among(&[{}])", literals(scalars));
    }
    if !guard.members.is_empty() {
        let members = guard.members.iter().map(|(key, some)| format!("({key}, {})", some_kinds(some)));
        let _ = write!(text, ".holding(&[{}])", join(members));
    }
    if !guard.elements.is_empty() {
        let elements = guard.elements.iter().map(|element| {
            let some = |list: &Vec<Literal>| format!("Some(&[{}])", literals(list));
            let list = element.literals.as_ref().map_or_else(|| "None".to_owned(), some);
            format!("({}, {}, {list})", element.index, some_kinds(&element.kinds))
        });
        let _ = write!(text, ".with_elements(&[{}])", join(elements));
    }
    if let Some((min, max)) = guard.length {
        // No longer list is in memory where `usize` has 32 bits.
        let [min, max] = [Some(min), max].map(|count| count.filter(|count| u32::try_from(*count).is_ok()));
        let count =
            |count: Option<u64>| count.map_or_else(|| "usize::MAX".to_owned(), |count| count.to_string());
        let _ = write!(text, ".counting({}, {})", count(min), count(max));
    }
    if !guard.checks.is_empty() {
        let _ = write!(text, ".check(&{})", checks(&guard.checks));
    }
    text
}

fn literals(list: &[Literal]) -> String {
    join(list.iter().map(|literal| &literal.0))
}

fn checks(list: &[Check]) -> String {
    format!("[{}]", join(list.iter().map(check)))
}

fn check(check: &Check) -> String {
    match check {
        Check::Number(word, value) => format!("{word}({value})"),
        Check::Plain(word) => (*word).to_owned(),
        Check::Parts(word, None, parts) => format!("{word}(&{})", checks(parts)),
        Check::Parts(word, Some(index), parts) => format!("{word}({index}, &{})", checks(parts)),
    }
}

fn rule(rule: &Rule) -> String {
    match rule {
        Rule::Sets(word, sets) => {
            format!("{word}(&[{}])", join(sets.iter().map(|set| format!("&[{}]", join(set)))))
        }
        Rule::Requires(key, others) => format!("Requires({key}, &[{}])", join(others)),
        Rule::Count(word, count) => format!("{word}({count})"),
    }
}

fn join(list: impl IntoIterator<Item = impl Display>) -> String {
    list.into_iter().map(|one| one.to_string()).collect::<Vec<_>>().join(", ")
}
