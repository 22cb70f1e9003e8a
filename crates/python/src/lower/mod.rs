//! From the protocol to a Python package.

mod clusters;
mod defaults;
mod docs;
mod enums;
mod extents;
mod ids;
mod methods;
mod names;
mod scope;
mod structs;
mod types;
mod unions;

use std::collections::{HashMap, HashSet};

use codegen_target::ir::{Protocol, Shape, TypeId, Value};
use codegen_target::layout::{self, Spelled};

pub use methods::REGISTRIES;
use names::{Names, needed};
use scope::Scope;

use crate::conventions::{self, sort_exports};
use crate::model::{Alias, IndexEntry, Item, Module, Package};
use crate::text::{self, DocText, Expr, Ident, Imports, StrLit, annotated_assignment, assignment};

/// The package of a protocol.
pub fn package(protocol: &Protocol) -> Package {
    let names = Names::new(protocol);
    let roles = docs::Roles::new(protocol);
    let components = protocol.components();
    let long = extents::long(protocol, &components);
    let spelled = spelled(protocol);
    let mut package = Package { methods: methods::methods(protocol, &names), ..Package::default() };
    let mut imports = Imports::default();
    // Types in a circle share a module.
    let mut by_module: HashMap<&[Ident], Vec<Vec<TypeId>>> = HashMap::new();
    for group in components {
        if let Some(first) = group.first() {
            by_module.entry(names.module(*first)).or_default().push(group);
        }
    }
    for path in names.modules() {
        let own = by_module.remove(path.as_slice()).unwrap_or_default();
        let mut module = module(protocol, &names, &roles, &long, &path, &own);
        module.docs = about(&path, names.is_package(&path), own.is_empty(), spelled.get(&path));
        package.modules.push(module);
        let dotted = format!(".{}", path.iter().map(Ident::as_str).collect::<Vec<_>>().join("."));
        for name in own.iter().flatten().flat_map(|id| names.all_of(*id, protocol)) {
            imports.add(text::Module::own(&[], &path), name.clone());
            package.names.push(name.clone());
            package.index.push(IndexEntry { name: StrLit::new(name.as_str()), module: StrLit::new(&dotted) });
        }
    }
    sort_exports(&mut package.names);
    package.index.sort_by_cached_key(|entry| entry.name.to_string());
    package.root_imports = imports.text(4);
    package
}

fn module(
    protocol: &Protocol,
    names: &Names,
    roles: &docs::Roles,
    long: &HashSet<TypeId>,
    path: &[Ident],
    groups: &[Vec<TypeId>],
) -> Module {
    let all: Vec<TypeId> = groups.iter().flatten().copied().collect();
    let mut scope = Scope::new(protocol, names, path, &all);
    let mut items = Vec::new();
    for group in groups {
        classes(&mut scope, roles, group, &mut items);
        aliases(&mut scope, roles, long, group, &mut items);
    }
    let folder = names.is_package(path);
    let file: Vec<&str> = path.iter().map(Ident::as_str).collect();
    let file = file.join("/");
    Module {
        path: if folder { format!("{file}/__init__.py") } else { format!("{file}.py") },
        docs: DocText::default(),
        imports: scope.imports.text(0),
        items: Item::place(items),
    }
}

/// The methods of each module, by its path in Python.
fn spelled(protocol: &Protocol) -> HashMap<Vec<Ident>, Spelled> {
    let all = layout::spelled(protocol, usize::MAX);
    all.into_iter().map(|(path, spelled)| (conventions::module(&path), spelled)).collect()
}

fn about(path: &[Ident], folder: bool, empty: bool, spelled: Option<&Spelled>) -> DocText {
    let name: Vec<&str> = path.iter().map(Ident::as_str).collect();
    let name = name.join("/");
    if name.starts_with("shared/") {
        return DocText::new("One of the types that several namespaces need, and what only it needs.");
    }
    if let Some(Spelled { whole, begin }) = spelled {
        let begin: Vec<String> = begin.iter().map(|begin| format!("{begin}/")).collect();
        let begin = layout::listed(begin.iter().map(String::as_str), docs::FEW);
        let need = if whole.len() == 1 { "needs" } else { "need" };
        let whole = layout::listed(whole.iter().map(String::as_str), docs::FEW);
        return DocText::new(&match (begin.is_empty() || !folder && !whole.is_empty(), empty) {
            (true, _) => format!("What {whole} {need}."),
            (false, true) => format!("The methods of {begin}."),
            (false, false) => format!("What several methods of {begin} need."),
        });
    }
    DocText::new(&match (name.as_str(), folder, empty) {
        ("shared", _, _) => "What several namespaces need.".to_owned(),
        ("messages", false, _) => "What no method needs: whole messages.".to_owned(),
        ("types", false, _) => "All types.".to_owned(),
        (_, true, true) => format!("The methods of `{name}/`."),
        (_, true, false) => format!("What several methods of `{name}/` need."),
        (_, false, _) => format!("What `{name}` needs."),
    })
}

/// The classes of types that may refer to each other: they come first, since the annotations of a
/// class can wait for a name and those of an alias cannot.
fn classes(scope: &mut Scope<'_>, roles: &docs::Roles, group: &[TypeId], items: &mut Vec<Item>) {
    let protocol = scope.protocol;
    let names = scope.names;
    for id in group {
        let docs = roles.docs(protocol, *id);
        match &protocol.types[*id].shape {
            Shape::Struct(object) => {
                items.push(structs::class(scope, *id, object, docs));
                scope.define(names.of(*id));
            }
            Shape::Union(union) => {
                for extra in needed(union) {
                    items.extend(unions::extra(scope, *id, union, extra));
                    names.extra(*id, extra).into_iter().for_each(|name| scope.define(name));
                }
            }
            Shape::Enumeration(_) | Shape::Alias(_) => {}
        }
    }
}

/// The other types of a group, each after those that it refers to. Where they refer to each other,
/// one has to be an alias that is evaluated later.
fn aliases(
    scope: &mut Scope<'_>,
    roles: &docs::Roles,
    long: &HashSet<TypeId>,
    group: &[TypeId],
    items: &mut Vec<Item>,
) {
    let protocol = scope.protocol;
    let names = scope.names;
    let mut open: Vec<TypeId> =
        group.iter().copied().filter(|id| !matches!(protocol.types[*id].shape, Shape::Struct(_))).collect();
    while !open.is_empty() {
        let waits = |id: &TypeId| protocol.types[*id].references().iter().any(|other| open.contains(other));
        let place = open.iter().position(|id| !waits(id)).unwrap_or_default();
        let id = open.remove(place);
        items.push(alias(scope, id, roles.docs(protocol, id), long.contains(&id)));
        scope.define(names.of(id));
    }
}

fn alias(scope: &mut Scope<'_>, id: TypeId, docs: DocText, long: bool) -> Item {
    let protocol = scope.protocol;
    let docs = match &protocol.types[id].shape {
        Shape::Alias(value) => docs::with_unchecked(docs, &value.kind),
        _ => docs,
    };
    scope.watch();
    let kind = match &protocol.types[id].shape {
        Shape::Enumeration(list) => return enums::item(scope, id, list, docs),
        Shape::Union(union) => unions::annotation(scope, id, union),
        Shape::Alias(value) => exact(scope, value),
        Shape::Struct(_) => Expr::word("None"),
    };
    let name = scope.names.of(id).clone();
    let statement = if long || scope.saw_forward() {
        later(scope, &name, kind)
    } else {
        let head = Expr::name(&scope.typing("TypeAlias"));
        annotated_assignment(0, &name, &head, Some(&kind))
    };
    Item::Alias(Alias { statement, docs })
}

/// An alias that refers to itself, or stands for much: type checkers read it as it is, Pydantic when it needs it.
fn later(scope: &mut Scope<'_>, name: &Ident, kind: Expr) -> String {
    scope.typing("TYPE_CHECKING");
    let plain = Expr::Quoted(Box::new(kind.without_marks(&scope.typing("Annotated"))));
    let alias = Expr::name(&scope.typing("TypeAlias"));
    let args = vec![Expr::string(name.as_str()), Expr::Quoted(Box::new(kind))];
    let known = annotated_assignment(4, name, &alias, Some(&plain));
    let real = assignment(4, name, &Expr::call(&scope.later(), args));
    format!("if TYPE_CHECKING:\n{known}\nelse:\n{real}")
}

/// A type that is strict wherever it is used, not only as a field of a class that is.
fn exact(scope: &mut Scope<'_>, value: &Value) -> Expr {
    let kind = scope.value(value);
    if types::is_exact(value) {
        return kind;
    }
    let mark = Expr::call(&scope.support("Exact"), vec![]);
    scope.annotated(kind, vec![mark])
}
