//! Why a type came out as it did.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use codegen_build::ir::{
    Enumeration, Openness, Origin, Policy, Protocol, Rest, Shape, Struct, Tagging, ToldApart, TypeDef,
    TypeId, Union,
};
use codegen_build::schema::{Overlay, Pointer};

use super::words::{self, line};
use super::{Names, inspect};

/// Methods of a list that are named; the others are counted.
const NAMED: usize = 12;

pub fn explain(
    protocol: &Protocol,
    names: &Names,
    overlays: &[Overlay],
    policy: &Policy,
    id: TypeId,
) -> String {
    let def = &protocol.types[id];
    let mut text = format!("{} is {}\n", def.name, article(&def.shape));
    let key = def.pointer.last().filter(|_| def.origin == Origin::Definition).unwrap_or_default();
    let old = overlays.iter().rev().find_map(|overlay| overlay.renamed_from(&key));
    line(&mut text, "declared at", declared(&def.pointer, old));
    line(&mut text, "name", name(def, policy, old));
    for (lang, names) in names {
        line(&mut text, lang, &names[id.0 as usize]);
    }
    line(&mut text, "direction", words::directions(def.directions));
    reached(protocol, id, &mut text);
    for overlay in overlays {
        for (at, because) in overlay.reasons() {
            if at == def.name
                || at == key
                || Some(at) == old
                || at
                    .strip_prefix(&def.pointer.to_string())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            {
                line(&mut text, "corrected", format!("by {}: {because}", overlay.file()));
            }
        }
    }
    if def.docs.deprecated {
        line(&mut text, "deprecated", "the schema says so");
    }
    match &def.shape {
        Shape::Struct(shape) => structure(protocol, shape, &mut text),
        Shape::Enumeration(list) => enumeration(list, def.name.as_str(), policy, &mut text),
        Shape::Union(union) => self::union(protocol, union, def.name.as_str(), policy, &mut text),
        Shape::Alias(value) => line(&mut text, "means", words::value(protocol, value)),
    }
    text
}

/// The place in the file, where a definition has the name that it had.
fn declared(pointer: &Pointer, old: Option<&str>) -> Pointer {
    let renamed = old.and_then(|old| Some(pointer.parent()?.join(old)));
    renamed.unwrap_or_else(|| pointer.clone())
}

fn name(def: &TypeDef, policy: &Policy, old: Option<&str>) -> String {
    let place = def.pointer.to_string();
    let key = def.pointer.last();
    let is_chosen = policy.names.iter().any(|(of, chosen)| {
        chosen.name == def.name && (*of == place || Some(of) == key.as_ref() || Some(of.as_str()) == old)
    });
    if is_chosen || def.origin == Origin::Chosen {
        return "the table [names] of the configuration".to_owned();
    }
    match def.origin {
        Origin::Definition | Origin::Chosen => old.map_or_else(
            || "the key of the definition".to_owned(),
            |old| format!("an overlay, which renames the definition `{old}`"),
        ),
        Origin::Title => "its title, since it has no key of its own".to_owned(),
        Origin::Place => "made from its place, since it has neither a key nor a title".to_owned(),
    }
}

fn article(shape: &Shape) -> String {
    match shape {
        Shape::Enumeration(list) => format!("an enumeration of {} values", list.values.len()),
        Shape::Union(union) => format!("a union of {} variants", union.variants.len()),
        Shape::Alias(_) => "another name for a type".to_owned(),
        Shape::Struct(_) => format!("a {}", inspect::shape(shape)),
    }
}

/// The methods that lead to a type, and the types that use it directly.
fn reached(protocol: &Protocol, id: TypeId, text: &mut String) {
    let users: Vec<&str> = protocol
        .types
        .iter()
        .filter(|(user, def)| *user != id && def.references().contains(&id))
        .map(|(_, def)| def.name.as_str())
        .collect();
    if !users.is_empty() {
        line(text, "used by", listed(&users));
    }
    let mut leading = BTreeSet::from([id]);
    loop {
        let before = leading.len();
        for (user, def) in protocol.types.iter() {
            if def.references().iter().any(|other| leading.contains(other)) {
                leading.insert(user);
            }
        }
        if leading.len() == before {
            break;
        }
    }
    let mut methods = Vec::new();
    for method in &protocol.methods {
        let leads = |value: &codegen_build::ir::Value| {
            let mut found = false;
            value.kind.each_reference(&mut |other| found |= leading.contains(&other));
            found
        };
        let parts = [
            (method.params.as_ref().is_some_and(|params| leads(&params.value)), "params"),
            (method.result.as_ref().is_some_and(leads), "result"),
        ];
        let parts: Vec<&str> = parts.into_iter().filter(|(leads, _)| *leads).map(|(_, part)| part).collect();
        if !parts.is_empty() {
            methods.push(format!("{} ({})", method.name, parts.join(", ")));
        }
    }
    if !methods.is_empty() {
        line(text, "methods", listed(&methods));
    }
}

fn listed<T: AsRef<str>>(all: &[T]) -> String {
    let mut text = all.iter().take(NAMED).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    if all.len() > NAMED {
        let _ = write!(text, ", and {} more", all.len() - NAMED);
    }
    text
}

fn structure(protocol: &Protocol, shape: &Struct, text: &mut String) {
    line(
        text,
        "others",
        match &shape.rest {
            Rest::Open => "members that are not listed are kept".to_owned(),
            Rest::Closed => {
                "members that are not listed are refused, since the schema forbids them".to_owned()
            }
            Rest::Typed(value) => {
                format!("members that are not listed are kept; each is {}", words::value(protocol, value))
            }
        },
    );
    for rule in &shape.rules {
        line(text, "rule", rule.to_string());
    }
    if !shape.prefixes.is_empty() {
        line(text, "rule", format!("others begin with {}", shape.prefixes.join(" or ")));
    }
    text.push_str("\nFields\n");
    for field in &shape.fields {
        let _ = writeln!(text, "  {}: {}", field.wire, words::field(protocol, field));
    }
}

fn enumeration(list: &Enumeration, name: &str, policy: &Policy, text: &mut String) {
    let strings =
        list.values.iter().all(|value| matches!(value.literal, codegen_build::ir::Literal::String(_)));
    let why = if strings {
        because(policy, name, policy.open_enumerations)
    } else {
        "not all of its values are strings".to_owned()
    };
    line(
        text,
        "others",
        match list.openness {
            Openness::Open => format!("a string that is not listed is kept as it came ({why})"),
            Openness::Closed => format!("a value that is not listed is refused ({why})"),
        },
    );
    text.push_str("\nValues\n");
    for value in &list.values {
        let _ = writeln!(text, "  {}", words::literal(&value.literal));
    }
}

/// Which decision made a type open or closed.
fn because(policy: &Policy, name: &str, general: bool) -> String {
    match policy.openness.get(name) {
        Some(_) => format!("[policy.types] says so of {name}"),
        None if general => "the policy, if not told otherwise".to_owned(),
        None => "[policy] says so".to_owned(),
    }
}

fn union(protocol: &Protocol, union: &Union, name: &str, policy: &Policy, text: &mut String) {
    let told = match &union.tagging {
        Tagging::Internal { tag } => {
            format!(
                "by the member `{tag}`: every variant is an object that requires it, with constants of its own"
            )
        }
        Tagging::External => {
            "by the key of an object with one member, or by a bare string: every variant is one of these"
                .to_owned()
        }
        Tagging::Untagged { told_apart } => match told_apart {
            ToldApart::ByKind => "by the kind of JSON value: each variant has kinds of its own".to_owned(),
            ToldApart::ByGuard => {
                "by what each variant must have: no value has it for two of them".to_owned()
            }
            ToldApart::InOrder(a, b) => format!(
                "in order, the first that fits: `{}` and `{}` accept some of the same values",
                union.variants[*a].name, union.variants[*b].name
            ),
        },
    };
    line(text, "told apart", told);
    let tagged = !matches!(union.tagging, Tagging::Untagged { .. });
    line(
        text,
        "others",
        match (union.openness, &union.catch_all) {
            (_, Some(_)) => "what no variant accepts is kept: the schema has a branch for it".to_owned(),
            (Openness::Open, None) => {
                format!(
                    "a value with an unknown tag is kept as it came ({})",
                    because(policy, name, policy.open_unions)
                )
            }
            (Openness::Closed, None) if tagged => {
                format!(
                    "a value with an unknown tag is refused ({})",
                    because(policy, name, policy.open_unions)
                )
            }
            (Openness::Closed, None) => "a value that fits no variant is refused".to_owned(),
        },
    );
    if !union.common.is_empty() {
        line(
            text,
            "common",
            format!("{}: declared once beside the variants, a field of each", union.common.join(", ")),
        );
    }
    text.push_str("\nVariants\n");
    for variant in &union.variants {
        let content = variant
            .content
            .as_ref()
            .map_or_else(|| "a bare string".to_owned(), |value| words::value(protocol, value));
        let tags: Vec<String> = variant.tags.iter().map(|tag| codegen_build::schema::quote(tag)).collect();
        let tags = if tags.is_empty() { String::new() } else { format!(" ({})", tags.join(", ")) };
        let _ = writeln!(text, "  {}{tags}: {content}", variant.name);
    }
}
