//! Unions as annotated aliases, and the classes that they need beside their variants.

use std::collections::BTreeSet;

use codegen_target::ir::{
    Element, Field, Guard, Kinds, Openness, Protocol, Shape, Struct, Tagging, Text, Type, TypeId, Union,
    Value, Variant,
};

use super::enums;
use super::names::{Extra, needed};
use super::scope::Scope;
use super::structs;
use super::types::{either, is_exact, kinds_expr, literal_expr};
use crate::conventions::attributes;
use crate::model::Item;
use crate::text::{DocText, Expr, Ident};

/// A class that a union needs.
pub fn extra(scope: &mut Scope<'_>, id: TypeId, union: &Union, extra: Extra) -> Option<Item> {
    let name = scope.names.extra(id, extra)?.clone();
    let owner = scope.names.of(id).clone();
    Some(match extra {
        Extra::Kind => {
            let values: Vec<_> = union
                .variants
                .iter()
                .filter(|variant| variant.content.is_none())
                .filter_map(|variant| Some((variant.tags.first()?.as_str(), &variant.docs)))
                .collect();
            let docs = DocText::new(&format!("The plain values of `{owner}`."));
            enums::class(scope, &name, &values, keeps_strings(union), docs)
        }
        Extra::Holder(place) => {
            let variant = &union.variants[place];
            let key = variant.tags.first().map_or("", String::as_str);
            let content = variant.content.as_ref()?;
            let docs = match variant.docs.whole() {
                Some(_) => super::docs::text(&variant.docs),
                None => DocText::new(&format!("`{owner}` whose only member is `{key}`.")),
            };
            structs::small_class(scope, &name, Some((key, content)), &[], true, docs)
        }
        Extra::Unknown => {
            let tag = Value { kind: Type::String(Text::default()), nullable: false };
            let docs = DocText::new(&format!("`{owner}` that the schema does not know, kept as it came."));
            let field = match &union.tagging {
                Tagging::Internal { tag: wire } if union.catch_all.is_none() => Some((wire.as_str(), &tag)),
                _ => None,
            };
            structs::small_class(scope, &name, field, &common(scope, union), false, docs)
        }
    })
}

/// The members that the schema declares once for all variants: an unknown one has them, too.
fn common<'a>(scope: &Scope<'a>, union: &Union) -> Vec<&'a Field> {
    let objects: Option<Vec<&Struct>> =
        union.variants.iter().map(|variant| object(scope, variant).map(|(_, object)| object)).collect();
    let tag = match &union.tagging {
        Tagging::Internal { tag } => tag.as_str(),
        _ => "",
    };
    let everywhere = |wire: &String| {
        let of = |object: &&'a Struct| object.fields.iter().find(|field| field.wire == *wire);
        let (first, others) = objects.as_deref()?.split_first()?;
        let field = of(first)?;
        others.iter().all(|other| of(other).is_some_and(|other| other.value == field.value)).then_some(field)
    };
    let fields: Vec<&Field> =
        union.common.iter().filter(|wire| *wire != tag).filter_map(everywhere).collect();
    // In a class that has a `property` of its own, no other can be declared.
    if fields.iter().map(|field| field.wire.as_str()).chain([tag]).any(|wire| wire == "property") {
        return Vec::new();
    }
    fields
}

/// What a union is: its members, and how they are told apart.
pub fn annotation(scope: &mut Scope<'_>, id: TypeId, union: &Union) -> Expr {
    let (mut members, mark) = match &union.tagging {
        Tagging::Internal { tag } => internal(scope, id, union, tag),
        Tagging::External => external(scope, id, union),
        Tagging::Untagged { .. } => untagged(scope, id, union),
    };
    members.extend(kept(scope, union));
    scope.annotated(either(members), vec![mark])
}

/// The object of a variant.
fn object<'a>(scope: &Scope<'a>, variant: &Variant) -> Option<(TypeId, &'a Struct)> {
    let protocol = scope.protocol;
    let Type::Ref(id) = *protocol.resolve(&variant.content.as_ref()?.kind) else { return None };
    match &protocol.types[id].shape {
        Shape::Struct(object) => Some((id, object)),
        _ => None,
    }
}

fn internal(scope: &mut Scope<'_>, id: TypeId, union: &Union, tag: &str) -> (Vec<Expr>, Expr) {
    let (mut members, mut others) = (Vec::new(), Vec::new());
    for variant in &union.variants {
        let Some((id, object)) = object(scope, variant) else {
            let Some(content) = &variant.content else { continue };
            let kind = scope.value(content);
            let late = scope.evaluated(kind.clone());
            others.extend(variant.tags.iter().map(|tag| Expr::entry(tag, late.clone())));
            members.push(kind);
            continue;
        };
        let wire: Vec<&str> = object.fields.iter().map(|field| field.wire.as_str()).collect();
        let place = wire.iter().position(|wire| *wire == tag);
        let kind = Expr::name(&scope.reference(id));
        // Merged with what forbids it, the tag can be no value: the class does not say it.
        if place.is_none_or(|place| !names_tags(scope.protocol, &object.fields[place].value.kind)) {
            others.extend(variant.tags.iter().map(|tag| Expr::entry(tag, kind.clone())));
        }
        members.push(kind);
    }
    members.extend(unknown(scope, id));
    let mut args = vec![Expr::string(scope.names.of(id).as_str()), Expr::string(tag)];
    let attrs = tag_attributes(scope.protocol, union, tag);
    if attrs.iter().any(|attr| attr.as_str() != tag) {
        args.extend(attrs.iter().map(|attr| Expr::string(attr.as_str())));
    }
    if !others.is_empty() {
        args.push(Expr::keyword("others", Expr::braces(others)));
    }
    args.extend(openness(scope, id, union));
    (members, Expr::call(&scope.support("Tagged"), args))
}

/// The attributes that hold the tag in one of the classes; those first that are nothing else in any of them.
fn tag_attributes(protocol: &Protocol, union: &Union, tag: &str) -> Vec<Ident> {
    let (mut tags, mut others) = (BTreeSet::new(), BTreeSet::new());
    let (mut open, mut seen) = (vec![union], BTreeSet::new());
    while let Some(union) = open.pop() {
        for value in union.variants.iter().filter_map(|variant| variant.content.as_ref()) {
            let Type::Ref(id) = *protocol.resolve(&value.kind) else { continue };
            if !seen.insert(id) {
                continue;
            }
            match &protocol.types[id].shape {
                Shape::Union(inner) => open.push(inner),
                Shape::Struct(object) => {
                    let wire: Vec<&str> = object.fields.iter().map(|field| field.wire.as_str()).collect();
                    for (name, wire) in attributes(&wire).into_iter().zip(wire) {
                        if wire == tag {
                            tags.insert(name)
                        } else {
                            others.insert(name)
                        };
                    }
                }
                _ => {}
            }
        }
    }
    let (unsure, sure): (Vec<Ident>, Vec<Ident>) = tags.into_iter().partition(|name| others.contains(name));
    [sure, unsure].concat()
}

/// Whether a type is a list of tags, or one.
fn names_tags(protocol: &Protocol, kind: &Type) -> bool {
    match protocol.resolve(kind) {
        Type::Literal(_) => true,
        Type::Ref(id) => matches!(protocol.types[*id].shape, Shape::Enumeration(_)),
        _ => false,
    }
}

fn external(scope: &mut Scope<'_>, id: TypeId, union: &Union) -> (Vec<Expr>, Expr) {
    let mut members = Vec::new();
    let mut args = vec![Expr::string(scope.names.of(id).as_str())];
    for extra in needed(union) {
        let Some(name) = scope.names.extra(id, extra).cloned() else { continue };
        members.push(Expr::name(&scope.own(&name)));
        if let Extra::Holder(place) = extra {
            args.extend(union.variants[place].tags.first().map(|key| Expr::string(key)));
        }
    }
    if keeps_strings(union) && scope.names.extra(id, Extra::Kind).is_none() {
        members.insert(0, Expr::word("str"));
    }
    args.extend(openness(scope, id, union));
    (members, Expr::call(&scope.support("External"), args))
}

fn untagged(scope: &mut Scope<'_>, id: TypeId, union: &Union) -> (Vec<Expr>, Expr) {
    let mut members: Vec<Expr> = union
        .variants
        .iter()
        .map(|variant| {
            variant.content.as_ref().map_or_else(|| Expr::word("None"), |content| scope.member(content))
        })
        .collect();
    let by_place = keep_their_places(scope, union, &members);
    let mut args = vec![Expr::string(scope.names.of(id).as_str())];
    for (variant, member) in union.variants.iter().zip(&members) {
        let mut about = vec![kinds_expr(variant.guard.kinds)];
        about.extend((!by_place).then(|| scope.evaluated(member.clone())));
        about.extend(guard(scope, &variant.guard));
        args.push(match about.as_slice() {
            [kinds] => kinds.clone(),
            _ => Expr::call(&scope.support("Case"), about),
        });
    }
    if let Some(kinds) = union.catch_all {
        let any = Expr::name(&scope.typing("Any"));
        args.push(Expr::call(&scope.support("Case"), vec![kinds_expr(kinds), any.clone()]));
        members.push(any);
    }
    (members, Expr::call(&scope.support("Untagged"), args))
}

/// Whether Python keeps the members of a union as they are: it merges equal ones, takes apart those that
/// are unions themselves, and before 3.14 gives three members or more that are not all classes the order
/// of any union of the same members that was made before.
fn keep_their_places(scope: &Scope<'_>, union: &Union, members: &[Expr]) -> bool {
    let protocol = scope.protocol;
    let is_one = |variant: &Variant| match variant.content.as_ref() {
        Some(Value { kind: Type::Ref(id), nullable: false }) => match &protocol.types[*id].shape {
            Shape::Alias(value) => !value.nullable && !is_exact(value),
            _ => true,
        },
        Some(content) => !content.nullable,
        None => true,
    };
    let distinct = members.iter().enumerate().all(|(place, member)| !members[..place].contains(member));
    let classes = || union.catch_all.is_none() && union.variants.iter().zip(members).all(is_class(protocol));
    let few = members.len() + usize::from(union.catch_all.is_some()) < 3;
    distinct && union.variants.iter().all(is_one) && (few || classes())
}

/// Whether a member is a class when Python makes the union, not an `Annotated` or `Literal`.
fn is_class(protocol: &Protocol) -> impl Fn((&Variant, &Expr)) -> bool {
    move |(variant, member)| match member {
        Expr::Atom(name) if matches!(name.as_str(), "None" | "bool" | "int" | "float" | "str") => true,
        Expr::Bracket { head, .. } => matches!(head.as_str(), "list" | "dict" | "tuple"),
        _ => variant.content.as_ref().is_some_and(|content| match protocol.resolve(&content.kind) {
            Type::Ref(id) => match &protocol.types[*id].shape {
                Shape::Struct(_) => true,
                Shape::Enumeration(list) => enums::strings(list).is_some(),
                _ => false,
            },
            _ => false,
        }),
    }
}

fn guard(scope: &mut Scope<'_>, guard: &Guard) -> Vec<Expr> {
    let strings = |names: &[String]| Expr::list(names.iter().map(|name| Expr::string(name)).collect());
    let literals = |some: &[codegen_target::ir::Literal]| Expr::list(some.iter().map(literal_expr).collect());
    let mut args = Vec::new();
    if !guard.required.is_empty() {
        args.push(Expr::keyword("required", strings(&guard.required)));
    }
    if let Some(only) = &guard.only {
        args.push(Expr::keyword("only", strings(only)));
    }
    if !guard.literals.is_empty() {
        let entries = guard.literals.iter().map(|(name, some)| Expr::entry(name, literals(some))).collect();
        args.push(Expr::keyword("literals", Expr::braces(entries)));
    }
    args.extend(guard.scalars.iter().map(|some| Expr::keyword("scalars", literals(some))));
    if !guard.members.is_empty() {
        let entries = guard.members.iter().map(|(name, some)| Expr::entry(name, kinds_expr(*some))).collect();
        args.push(Expr::keyword("members", Expr::braces(entries)));
    }
    let element = |one: &Element| {
        let scalars = one.literals.iter().map(|some| Expr::keyword("scalars", literals(some)));
        let about = std::iter::once(kinds_expr(one.kinds)).chain(scalars).collect();
        Expr::tuple(vec![Expr::integer(one.index.into()), Expr::call(&scope.support("Case"), about)])
    };
    if !guard.elements.is_empty() {
        let elements = guard.elements.iter().map(element).collect();
        args.push(Expr::keyword("elements", Expr::list(elements)));
    }
    args.extend(guard.length.map(|(min, max)| {
        let max = max.map_or_else(|| Expr::word("None"), |max| Expr::integer(max.into()));
        Expr::keyword("length", Expr::tuple(vec![Expr::integer(min.into()), max]))
    }));
    args
}

fn unknown(scope: &mut Scope<'_>, id: TypeId) -> Option<Expr> {
    let name = scope.names.extra(id, Extra::Unknown)?.clone();
    Some(Expr::name(&scope.own(&name)))
}

/// `closed=True` and `keep="..."`, where they apply.
fn openness(scope: &Scope<'_>, id: TypeId, union: &Union) -> Vec<Expr> {
    let closed = scope.names.extra(id, Extra::Unknown).is_none();
    let keep = union
        .catch_all
        .filter(|kinds| !kinds.is_empty())
        .map(|kinds| Expr::keyword("keep", kinds_expr(kinds)));
    closed.then(|| Expr::keyword("closed", Expr::word("True"))).into_iter().chain(keep).collect()
}

fn keeps_strings(union: &Union) -> bool {
    union.openness == Openness::Open || union.catch_all.is_some_and(|kinds| kinds.contains(Kinds::STRING))
}

/// The types of what a tagged union keeps beside objects and strings.
fn kept(scope: &mut Scope<'_>, union: &Union) -> Vec<Expr> {
    let Some(kinds) = union.catch_all.filter(|_| !matches!(union.tagging, Tagging::Untagged { .. })) else {
        return Vec::new();
    };
    let internal = matches!(union.tagging, Tagging::Internal { .. });
    let mut members = Vec::new();
    for (kind, _) in kinds.iter() {
        members.push(match kind {
            Kinds::NULL => Expr::word("None"),
            Kinds::BOOLEAN => Expr::word("bool"),
            Kinds::INTEGER => Expr::word("int"),
            Kinds::FLOAT => Expr::word("float"),
            Kinds::ARRAY => {
                let any = scope.typing("Any");
                Expr::subscript(&Ident::new("list"), vec![Expr::name(&any)])
            }
            Kinds::STRING if internal => Expr::word("str"),
            _ => continue,
        });
    }
    members
}
