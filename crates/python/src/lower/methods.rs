//! The table of methods.

use std::collections::HashMap;

use codegen_target::ir::{Direction, Method, MethodKind, Presence, Protocol, Type, Value};

use super::docs;
use super::ids::{Id, Ids};
use super::names::Names;
use super::scope::Scope;
use crate::conventions::constants;
use crate::conventions::sort_exports;
use crate::model::{Field, Methods};
use crate::text::{DocText, Expr, Ident, Imports, Module, StrLit, annotated_assignment};

/// The tables, and what is in them.
pub const REGISTRIES: &[(&str, (Direction, MethodKind))] = &[
    ("CLIENT_REQUESTS", (Direction::ToServer, MethodKind::Request)),
    ("CLIENT_NOTIFICATIONS", (Direction::ToServer, MethodKind::Notification)),
    ("SERVER_REQUESTS", (Direction::ToClient, MethodKind::Request)),
    ("SERVER_NOTIFICATIONS", (Direction::ToClient, MethodKind::Notification)),
];

const ABOUT: &[&str] = &[
    "What a client asks a server, by method.",
    "What a client tells a server, by method.",
    "What a server asks a client, by method.",
    "What a server tells a client, by method.",
];

/// What users of the table need to name.
const EXPORTS: &[&str] =
    &["Incoming", "InvalidParams", "InvalidRequest", "Method", "Notification", "Registry", "ResponseError"];

/// Names that the table has for itself: a type that is called so gets another name in it.
const RESERVED: &[&str] = &[
    "any_id",
    "anything",
    "Annotated",
    "Any",
    "Field",
    "Incoming",
    "InvalidParams",
    "InvalidRequest",
    "Int8",
    "Int16",
    "Int32",
    "Int64",
    "Literal",
    "Method",
    "Nothing",
    "Notification",
    "Number",
    "Numeric",
    "OneOf",
    "Places",
    "Registry",
    "ResponseError",
    "TYPE_CHECKING",
    "UInt8",
    "UInt16",
    "UInt32",
    "UInt64",
    "Unique",
    "either",
    "load",
    "of",
];

/// All methods of a protocol.
pub fn methods(protocol: &Protocol, names: &Names) -> Methods {
    let mut scope = Scope::new(protocol, names, &[Ident::new("methods")], &[]).reserve(RESERVED);
    let mut lazy = Scope::lazy(protocol, names, &[Ident::new("methods")]);
    let constants = names_of(protocol);
    let ids = Ids::new(protocol, names);
    let mut table =
        Methods { jsonrpc: protocol.jsonrpc().map(StrLit::new), id: ids.usual(), ..Methods::default() };
    let mut imports = Imports::default();
    for (method, name) in protocol.methods.iter().zip(&constants) {
        table.constants.push(constant(&mut scope, &mut lazy, &mut imports, &ids, (method, name)));
    }
    for ((name, of), about) in REGISTRIES.iter().zip(ABOUT) {
        let members = protocol
            .methods
            .iter()
            .zip(&constants)
            .filter(|(method, _)| (method.direction, method.kind) == *of);
        let members: Vec<Expr> = members.map(|(_, name)| Expr::name(name)).collect();
        let class = class_of(of.1);
        let (class, any) = (support(&mut imports, class), Expr::word("Any"));
        imports.add(Module::standard("typing"), Ident::new("Any"));
        let args = if of.1 == MethodKind::Request { vec![any.clone(), any] } else { vec![any] };
        let registry = support(&mut imports, "Registry");
        let kind = Expr::subscript(&registry, vec![Expr::subscript(&class, args)]);
        let value = Expr::call(&registry, members);
        table.registries.push(Field {
            statement: annotated_assignment(0, &Ident::new(name), &kind, Some(&value)),
            docs: DocText::new(about),
        });
    }
    table.names = constants;
    table.names.extend(REGISTRIES.iter().map(|(name, _)| Ident::new(name)));
    if !protocol.methods.is_empty() {
        table.names.extend(EXPORTS.iter().map(|name| support(&mut imports, name)));
    }
    sort_exports(&mut table.names);
    imports.extend(lazy.imports);
    let typing = scope.imports.without(&imports);
    if !typing.is_empty() {
        imports.add(Module::standard("typing"), Ident::new("TYPE_CHECKING"));
    }
    table.imports = imports.text(0);
    table.typing_imports = typing.text(4);
    table
}

/// A constant for each method; where both sides may send one, the server's says so, and what is called leaves the
/// name to what is asked: one more method renames none of those that come before it.
fn names_of(protocol: &Protocol) -> Vec<Ident> {
    let rank = |method: &Method| (method.direction, method.kind);
    let mut first: HashMap<&str, (Direction, MethodKind)> = HashMap::new();
    for method in &protocol.methods {
        let held = first.entry(&method.name).or_insert_with(|| rank(method));
        *held = rank(method).min(*held);
    }
    let texts: Vec<String> = protocol
        .methods
        .iter()
        .map(|method| {
            let kind = match rank(method) {
                own if first[method.name.as_str()] == own => "",
                (Direction::ToServer, _) => "client notification",
                (Direction::ToClient, MethodKind::Request) => "server request",
                (Direction::ToClient, MethodKind::Notification) => "server notification",
            };
            format!("{} {kind}", method.name).trim_end().to_owned()
        })
        .collect();
    constants(&texts.iter().map(String::as_str).collect::<Vec<_>>())
}

fn constant(
    scope: &mut Scope<'_>,
    lazy: &mut Scope<'_>,
    imports: &mut Imports,
    ids: &Ids<'_>,
    (method, name): (&Method, &Ident),
) -> Field {
    let mut values = vec![method.params.as_ref().map(|params| Value {
        nullable: params.value.nullable
            || params.presence == Presence::Optional && !holds_null(scope, &params.value),
        ..params.value.clone()
    })];
    if method.kind == MethodKind::Request {
        // Where nothing is known of the result, it may be anything.
        values.push(Some(method.result.clone().unwrap_or(Value { kind: Type::Any, nullable: false })));
    }
    let kinds = values
        .iter()
        .map(|value| value.as_ref().map_or_else(|| Expr::word("None"), |value| scope.value(value)));
    let class = support(imports, class_of(method.kind));
    let kind = Expr::subscript(&class, kinds.collect());
    let mut args = vec![Expr::string(&method.name)];
    let passes = scope.protocol.lets_params_pass(method);
    args.extend(values.iter().enumerate().map(|(index, value)| match value {
        Some(value) => reader(lazy, imports, value),
        None if index == 0 && passes => Expr::word("anything"),
        None => Expr::word("None"),
    }));
    if passes {
        support(imports, "anything");
    }
    if scope.protocol.writes_null(method) && takes_none(scope, values[0].as_ref()) {
        args.push(Expr::Keyed("null=".to_owned(), Box::new(Expr::word("True"))));
    }
    args.extend(ids.own(method).map(|own| {
        let kind = match own {
            Id::Unsaid => Expr::name(&support(imports, "any_id")),
            Id::Said(value) => reader(lazy, imports, value),
        };
        Expr::keyword("id", kind)
    }));
    args.extend(ids.may_lack(method).then(|| Expr::keyword("may_lack_id", Expr::word("True"))));
    let value = Expr::call(&class, args);
    Field { statement: annotated_assignment(0, name, &kind, Some(&value)), docs: docs::text(&method.docs) }
}

/// Whether there may be nothing to say.
fn takes_none(scope: &Scope<'_>, params: Option<&Value>) -> bool {
    params.is_none_or(|value| value.nullable || holds_null(scope, value))
}

fn holds_null(scope: &Scope<'_>, value: &Value) -> bool {
    scope.protocol.holds_null(&value.kind)
}

/// How the table names a type without importing it: by its name, or as something to be called
/// when it is needed.
fn reader(lazy: &mut Scope<'_>, imports: &mut Imports, value: &Value) -> Expr {
    match &value.kind {
        Type::Ref(id) if !value.nullable => Expr::string(lazy.names.of(*id).as_str()),
        _ => {
            let kind = lazy.value(value);
            let late = made_of_loaded(kind.clone(), &Ident::new("of"));
            if late != kind {
                support(imports, "of");
            }
            Expr::Keyed("lambda: ".to_owned(), Box::new(lazy.evaluated(late)))
        }
    }
}

/// Type checkers want types in square brackets, and no calls: `list[load("Item")]` is `of(list, load("Item"))`.
fn made_of_loaded(kind: Expr, of: &Ident) -> Expr {
    let made = is_made_of_loaded(&kind);
    match kind.map_parts(&|part| made_of_loaded(part, of)) {
        Expr::Bracket { head, mut args, .. } if made => {
            args.insert(0, Expr::Atom(head));
            Expr::call(of, args)
        }
        kind => kind,
    }
}

/// Whether a type that is loaded stands in the square brackets of another.
fn is_made_of_loaded(kind: &Expr) -> bool {
    matches!(kind, Expr::Bracket { head, brackets: ('[', _), .. } if !head.is_empty()) && loads(kind)
}

/// Whether a type is loaded anywhere in an expression.
fn loads(kind: &Expr) -> bool {
    matches!(kind, Expr::Bracket { head, .. } if head == "load") || kind.parts().iter().any(loads)
}

const fn class_of(kind: MethodKind) -> &'static str {
    match kind {
        MethodKind::Request => "Method",
        MethodKind::Notification => "Notification",
    }
}

fn support(imports: &mut Imports, name: &'static str) -> Ident {
    let name = Ident::new(name);
    imports.add(Module::own(&[], &[Ident::new("_rpc")]), name.clone());
    name
}
