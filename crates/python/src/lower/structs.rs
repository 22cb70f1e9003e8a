//! Objects as classes.

use codegen_target::ir::{Field, Literal, Presence, Rest, Rule, Shape, Struct, Type, TypeId, Value};

use super::docs;
use super::scope::Scope;
use crate::conventions::{attributes, camel};
use crate::model::{self, Class, Item, View};
use crate::text::{DocText, Expr, Ident, annotated_assignment, assignment, getter, header, returned};

/// The class of an object type.
pub fn class(scope: &mut Scope<'_>, id: TypeId, object: &Struct, docs: DocText) -> Item {
    let name = scope.names.of(id).clone();
    let wire: Vec<&str> = object.fields.iter().map(|field| field.wire.as_str()).collect();
    let names = attributes(&wire);
    let base = Base::of(&names, &wire);
    let members =
        object.fields.iter().zip(&names).map(|(field, name)| member(scope, field, name, base)).collect();
    Item::Struct(Class {
        header: header(0, &name, bases(scope, base, object.rest == Rest::Closed)),
        docs,
        members,
        views: Vec::new(),
        rest: match &object.rest {
            Rest::Typed(value) => Some(rest(scope, value)),
            Rest::Open | Rest::Closed => None,
        },
        rules: rules(scope, object),
    })
}

/// A class with at most one field, whose name on the wire is `wire`, and properties for other members.
pub fn small_class(
    scope: &mut Scope<'_>,
    name: &Ident,
    field: Option<(&str, &Value)>,
    others: &[&Field],
    closed: bool,
    docs: DocText,
) -> Item {
    let wire: Vec<&str> = field.iter().map(|(wire, _)| *wire).collect();
    let every: Vec<&str> =
        wire.iter().copied().chain(others.iter().map(|field| field.wire.as_str())).collect();
    let mut names = attributes(&every);
    let views = names.split_off(wire.len());
    let views = others.iter().zip(&views).map(|(field, name)| view(scope, field, name)).collect();
    let base = Base::of(&names, &wire);
    let members = field
        .iter()
        .zip(&names)
        .map(|((wire, value), name)| {
            scope.watch();
            let kind = scope.value(value);
            let kind = alias(scope, kind, wire, name, base);
            let kind = quoted(scope, kind);
            model::Field { statement: annotated_assignment(4, name, &kind, None), docs: DocText::default() }
        })
        .collect();
    Item::Struct(Class {
        header: header(0, name, bases(scope, base, closed)),
        docs,
        members,
        views,
        rest: None,
        rules: None,
    })
}

/// A member that is looked at only when it is asked for: nothing that it holds is refused.
fn view(scope: &mut Scope<'_>, field: &Field, name: &Ident) -> View {
    scope.watch();
    let kind = scope.value(&Value { nullable: false, ..field.value.clone() });
    let holds_null = scope.protocol.holds_null(&field.value.kind);
    let shown = if holds_null { kind.clone() } else { kind.clone().or(Expr::word("None")) };
    let shown = quoted(scope, shown);
    let args = vec![Expr::word("self"), Expr::string(&field.wire), kind, Expr::word("None")];
    let value = Expr::call(&scope.support("common"), args);
    View {
        header: getter(4, name, &shown),
        docs: docs::with_unchecked(docs::text(&field.docs), &field.value.kind),
        body: returned(8, &value),
    }
}

/// How the members of a class are spelled, where nothing else is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    Camel,
    Snake,
}

impl Base {
    /// The one that fits more members.
    fn of(names: &[Ident], wire: &[&str]) -> Self {
        let fits = |base: Self| names.iter().zip(wire).filter(|(name, wire)| base.fits(name, wire)).count();
        if fits(Self::Snake) > fits(Self::Camel) { Self::Snake } else { Self::Camel }
    }

    fn fits(self, name: &Ident, wire: &str) -> bool {
        match self {
            Self::Camel => camel(name) == wire,
            Self::Snake => name.as_str() == wire,
        }
    }
}

fn bases(scope: &mut Scope<'_>, base: Base, closed: bool) -> Vec<Expr> {
    let name = match base {
        Base::Camel => "Struct",
        Base::Snake => "SnakeStruct",
    };
    let mut bases = vec![Expr::name(&scope.support(name))];
    if closed {
        bases.push(Expr::keyword("extra", Expr::string("forbid")));
    }
    bases
}

fn member(scope: &mut Scope<'_>, field: &Field, name: &Ident, base: Base) -> model::Field {
    scope.watch();
    let kind = annotation(scope, field);
    let kind = alias(scope, kind, &field.wire, name, base);
    let forward = scope.saw_forward();
    let value = default(scope, field, forward);
    let kind = if forward { Expr::Quoted(Box::new(kind)) } else { kind };
    model::Field {
        statement: annotated_assignment(4, name, &kind, value.as_ref()),
        docs: docs::with_unchecked(docs::text(&field.docs), &field.value.kind),
    }
}

fn annotation(scope: &mut Scope<'_>, field: &Field) -> Expr {
    let kind = scope.value(&field.value);
    let optional = field.presence == Presence::Optional;
    let holds_null = field.value.nullable || scope.protocol.holds_null(&field.value.kind);
    let reads_default = field.default.is_some() && single_literal(scope, &field.value.kind).is_none();
    if optional && !holds_null && !reads_default {
        Expr::subscript(&scope.support("Omit"), vec![kind])
    } else {
        kind
    }
}

fn default(scope: &mut Scope<'_>, field: &Field, forward: bool) -> Option<Expr> {
    match field.presence {
        Presence::Required => match scope.protocol.resolve(&field.value.kind) {
            Type::Literal(literal) if !field.value.nullable && *literal != Literal::Null => {
                Some(super::types::literal_expr(literal))
            }
            _ => None,
        },
        Presence::Optional => Some(match &field.default {
            Some(json) => scope.default(&field.value.kind, json, forward),
            None => Expr::word("None"),
        }),
    }
}

/// The only value of a type, so that a default cannot be taken for a constant.
fn single_literal<'a>(scope: &Scope<'a>, kind: &'a Type) -> Option<&'a Literal> {
    match scope.protocol.resolve(kind) {
        Type::Literal(literal) => Some(literal),
        Type::Ref(id) => match &scope.protocol.types[*id].shape {
            Shape::Enumeration(list) if list.values.len() == 1 => {
                list.values.first().map(|value| &value.literal)
            }
            _ => None,
        },
        _ => None,
    }
}

/// Says how the member is spelled, where its class does not.
fn alias(scope: &mut Scope<'_>, kind: Expr, wire: &str, name: &Ident, base: Base) -> Expr {
    if base.fits(name, wire) {
        return kind;
    }
    let mark = Expr::call(&scope.field(), vec![Expr::keyword("alias", Expr::string(wire))]);
    scope.annotated(kind, vec![mark])
}

fn quoted(scope: &Scope<'_>, kind: Expr) -> Expr {
    if scope.saw_forward() { Expr::Quoted(Box::new(kind)) } else { kind }
}

fn rest(scope: &mut Scope<'_>, value: &Value) -> String {
    scope.watch();
    let kind = Expr::subscript(&Ident::new("dict"), vec![Expr::word("str"), scope.value(value)]);
    let kind = quoted(scope, kind);
    scope.typing("TYPE_CHECKING");
    annotated_assignment(8, &Ident::new("__pydantic_extra__"), &kind, None)
}

/// What else holds of the members, as statements of the class.
fn rules(scope: &mut Scope<'_>, object: &Struct) -> Option<String> {
    let between = rules_between(scope, &object.rules);
    let begin = (!object.prefixes.is_empty()).then(|| {
        let all = object.prefixes.iter().map(|prefix| Expr::string(prefix)).collect();
        assignment(4, &Ident::new("__extra_prefixes__"), &Expr::tuple(all))
    });
    between.into_iter().chain(begin).reduce(|all, next| format!("{all}\n{next}"))
}

fn rules_between(scope: &mut Scope<'_>, rules: &[Rule]) -> Option<String> {
    if rules.is_empty() {
        return None;
    }
    let sets = |sets: &[Vec<String>]| -> Vec<Expr> {
        let set = |names: &Vec<String>| match names.as_slice() {
            [] => Expr::call(&Ident::new("set"), vec![]),
            names => Expr::braces(names.iter().map(|name| Expr::string(name)).collect()),
        };
        sets.iter().map(set).collect()
    };
    let exprs = rules
        .iter()
        .map(|rule| match rule {
            Rule::AnyOf(some) => Expr::call(&scope.support("AnyOf"), sets(some)),
            Rule::OneOf(some) => Expr::call(&scope.support("ExactlyOne"), sets(some)),
            Rule::Requires(first, others) => {
                let names = std::iter::once(first).chain(others).map(|name| Expr::string(name)).collect();
                Expr::call(&scope.support("Requires"), names)
            }
            Rule::MinMembers(count) => Expr::call(
                &scope.support("Members"),
                vec![Expr::keyword("least", Expr::integer((*count).into()))],
            ),
            Rule::MaxMembers(count) => Expr::call(
                &scope.support("Members"),
                vec![Expr::keyword("most", Expr::integer((*count).into()))],
            ),
        })
        .collect();
    Some(assignment(4, &Ident::new("__rules__"), &Expr::tuple(exprs)))
}
