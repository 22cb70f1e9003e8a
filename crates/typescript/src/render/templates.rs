//! The templates: one for each construct. They put text into its place and decide nothing.

use std::collections::BTreeMap;

use askama::Template;

use super::layout::Doc;
use super::{comment, exprs, imports, written};
use crate::conventions::SUPPORT;
use crate::model::{
    Alias, Calls, Comment, Envelope, Import, Interface, Item, Method, MethodNames, MethodSet, Methods,
    Support, TypeExpr, Values,
};
use crate::text::{Ident, StrLit};

/// A file.
#[derive(Template)]
#[template(path = "module.ts")]
pub struct Module<'a> {
    pub header: &'a [String],
    pub imports: &'a str,
    pub items: &'a [String],
}

/// The file that re-exports all others.
#[derive(Template)]
#[template(path = "index.ts")]
pub struct Index<'a> {
    pub header: &'a [String],
    pub docs: &'a str,
    pub exports: Vec<Export<'a>>,
    pub extension: &'a str,
}

/// A module that is re-exported.
pub struct Export<'a> {
    pub file: &'a str,
    pub values: bool,
}

#[derive(Template)]
#[template(path = "interface.ts")]
struct InterfaceText {
    docs: String,
    head: String,
    members: Vec<String>,
}

#[derive(Template)]
#[template(path = "alias.ts")]
struct AliasText {
    docs: String,
    declaration: String,
}

#[derive(Template)]
#[template(path = "values.ts")]
struct ValuesText<'a> {
    docs: String,
    name: &'a Ident,
    open: &'static str,
    close: &'static str,
    values: Vec<String>,
}

#[derive(Template)]
#[template(path = "method_map.ts")]
struct MethodMapText<'a> {
    set: &'a MethodSet,
    methods: Vec<String>,
}

#[derive(Template)]
#[template(path = "method_list.ts")]
struct MethodListText<'a> {
    set: &'a MethodSet,
    declaration: String,
}

#[derive(Template)]
#[template(path = "method_guard.ts")]
struct MethodGuardText<'a> {
    set: &'a MethodSet,
    message: String,
}

#[derive(Template)]
#[template(path = "method_types.ts")]
struct MethodTypesText<'a> {
    names: &'a MethodNames,
    all: String,
    params: String,
}

#[derive(Template)]
#[template(path = "result_types.ts")]
struct ResultTypesText {
    all: String,
    result: String,
}

#[derive(Template)]
#[template(path = "has_method.ts")]
struct HasMethod;

#[derive(Template)]
#[template(path = "support_unknown_variant.ts")]
struct UnknownVariantText<'a> {
    head: String,
    tag: &'a Ident,
}

macro_rules! support_templates {
    ($($name:ident($path:literal) { $($field:ident),* })*) => {$(
        #[derive(Template)]
        #[template(path = $path)]
        struct $name<'a> { $($field: &'a Ident),* }
    )*};
}

support_templates! {
    SingleKeyText("support_single_key.ts") { closed, open }
    KnownText("support_known.ts") { name }
    CallsText("support_calls.ts") { args_of, answer_to, call, notify, handlers }
    MessageOfText("support_message_of.ts") { name }
    MessageText("support_message.ts") { request, notification }
}

/// A declaration.
pub fn item(item: &Item) -> String {
    match item {
        Item::Interface(item) => interface(item),
        Item::Alias(item) => alias(item),
        Item::Values(item) => values(item),
    }
}

fn interface(item: &Interface) -> String {
    let mut members: Vec<String> = Vec::new();
    for member in &item.members {
        let text = exprs::field(member).print(2, ";");
        members.push(format!("{}  {text}", comment::text(&member.docs, 2)));
    }
    if let Some(index) = &item.index {
        members.push(format!("  {}", exprs::index(&index.keys, &index.value).print(2, ";")));
    }
    if members.is_empty() {
        return format!("{}{}}}", comment::text(&item.docs, 0), head(item));
    }
    written(&InterfaceText { docs: comment::text(&item.docs, 0), head: head(item), members })
}

fn head(item: &Interface) -> String {
    let name = Doc::text(format!("export interface {}", item.name));
    let doc = match item.extends.as_slice() {
        [] => name,
        [base] => Doc::Concat(vec![name, Doc::text(format!(" extends {base}"))]),
        bases => {
            let bases = Doc::indent(vec![Doc::Line, Doc::join(",", bases.iter().map(Doc::text))]);
            let bases = Doc::group(vec![Doc::text("extends"), bases]);
            Doc::group(vec![name, Doc::indent(vec![Doc::Line, bases])])
        }
    };
    doc.print(0, " {")
}

fn alias(item: &Alias) -> String {
    let head = Doc::text(format!("export type {} =", item.name));
    let declaration = Doc::Concat(vec![head, exprs::assigned(&item.expr)]).print(0, ";");
    written(&AliasText { docs: comment::text(&item.docs, 0), declaration })
}

fn values(item: &Values) -> String {
    // A head that does not fit a line has its value below.
    let below = format!("export const {} = {{", item.name).len() > super::layout::WIDTH;
    let margin = if below { 2 } else { 0 };
    let indent = margin + 2;
    let value = |(docs, name, value): &(Comment, Ident, TypeExpr)| {
        let docs = comment::text(docs, indent);
        let broken = Doc::indent(vec![Doc::Line, exprs::expr(value)]);
        let text = Doc::group(vec![Doc::text(format!("{name}:")), broken]);
        format!("{docs}{}{}", " ".repeat(indent), text.print(indent, ","))
    };
    written(&ValuesText {
        docs: comment::text(&item.docs, 0),
        name: &item.name,
        open: if below { "\n  {" } else { " {" },
        close: if below { "  }" } else { "}" },
        values: item.list.iter().map(value).collect(),
    })
}

/// What the module of the methods declares.
pub fn methods(methods: &Methods) -> Vec<String> {
    let mut items: Vec<String> = methods.sets.iter().map(method_map).collect();
    items.push(method_types(methods));
    items.extend(result_types(methods));
    items.extend(methods.sets.iter().map(method_list));
    items.extend(methods.sets.iter().map(method_guard));
    items.push(written(&HasMethod));
    items
}

/// What the module of the methods takes from others.
pub fn method_imports(methods: &Methods, extension: &str) -> Vec<String> {
    let mut all = methods.imports.clone();
    all.push(Import { file: SUPPORT.to_owned(), names: methods.support.clone() });
    all.sort_by(|a, b| a.file.cmp(&b.file));
    imports(&all, extension)
}

fn method_map(set: &MethodSet) -> String {
    let method = |method: &Method| {
        let text = exprs::method(method).print(2, ";");
        format!("{}  {text}", comment::text(&method.docs, 2))
    };
    written(&MethodMapText { set, methods: set.methods.iter().map(method).collect() })
}

fn method_list(set: &MethodSet) -> String {
    let head = format!("export const {}: readonly (keyof {})[] =", set.list, set.map);
    let names = exprs::list("[", set.methods.iter().map(|method| Doc::text(&method.name)).collect(), "]");
    written(&MethodListText { set, declaration: assign(head, names) })
}

fn method_guard(set: &MethodSet) -> String {
    let (helper, source) = match &set.envelope {
        Envelope::Union { name, helper } => (helper, name),
        Envelope::Map { helper } => (helper, &set.map),
    };
    let head = format!("export type {}<M extends keyof {}> =", set.message, set.map);
    let right = Doc::Concat(vec![Doc::text(helper), exprs::angled(vec![Doc::text(source), Doc::text("M")])]);
    written(&MethodGuardText { set, message: assign(head, right) })
}

fn method_types(methods: &Methods) -> String {
    let names = &methods.names;
    let all = merged(&names.all, &names.shared, &methods.sets.iter().collect::<Vec<_>>());
    let head = format!("export type {}<M extends {}> =", names.params_of, names.method);
    let params = assign(head, Doc::text(format!("{}[M][\"params\"]", names.all)));
    written(&MethodTypesText { names, all, params })
}

/// Nothing where no method is answered.
fn result_types(methods: &Methods) -> Option<String> {
    let names = &methods.names;
    let answered: Vec<&MethodSet> = methods.sets.iter().filter(|set| set.answered).collect();
    answered.first()?;
    let all = merged(&names.requests, &names.shared_requests, &answered);
    let head = format!("export type {}<M extends keyof {}> =", names.result_of, names.requests);
    let result = assign(head, Doc::text(format!("{}[M][\"result\"]", names.requests)));
    Some(written(&ResultTypesText { all, result }))
}

/// All methods of several sets. Where two have one of a name, it is either of them.
fn merged(name: &Ident, shared: &Ident, sets: &[&MethodSet]) -> String {
    let maps = sets.iter().map(|set| Doc::text(&set.map)).collect();
    let members = shared_members(sets);
    if members.is_empty() {
        return assign(format!("type {name} ="), intersection(maps));
    }
    let others = exprs::angled(vec![intersection(maps), Doc::text(format!("keyof {shared}"))]);
    let others = Doc::Concat(vec![Doc::text("Omit"), others]);
    let all = intersection(vec![Doc::text(shared), others]);
    format!("interface {shared} {{\n{members}}}\n\n{}", assign(format!("type {name} ="), all))
}

fn intersection(parts: Vec<Doc>) -> Doc {
    Doc::group(vec![Doc::Indent(Box::new(Doc::join(" &", parts)))])
}

fn shared_members(sets: &[&MethodSet]) -> String {
    let mut by_name: BTreeMap<&StrLit, Vec<(&Method, &MethodSet)>> = BTreeMap::new();
    for set in sets {
        for method in &set.methods {
            by_name.entry(&method.name).or_default().push((method, set));
        }
    }
    let shared = by_name.into_values().filter(|held| held.len() > 1);
    shared.fold(String::new(), |text, held| {
        let parts = held.iter().map(|(method, set)| Doc::text(format!("{}[{}]", set.map, method.name)));
        let member = exprs::either(&held[0].0.key, parts.collect());
        format!("{text}  {}\n", member.print(2, ";"))
    })
}

fn assign(head: String, right: Doc) -> String {
    Doc::Concat(vec![Doc::Text(head), Doc::Fluid(Box::new(right))]).print(0, ";")
}

/// The pieces of the support module.
pub fn support(support: &Support) -> Vec<String> {
    let mut pieces = Vec::new();
    pieces.extend(support.unknown_variant.as_ref().map(|names| {
        written(&UnknownVariantText { head: unknown_variant(&names.variant), tag: &names.tag })
    }));
    pieces.extend(
        support
            .single_key
            .as_ref()
            .map(|names| written(&SingleKeyText { closed: &names.closed, open: &names.open })),
    );
    pieces.extend(support.known.as_ref().map(|name| written(&KnownText { name })));
    pieces.extend(support.calls.as_ref().map(|names| {
        let Calls { args_of, answer_to, call, notify, handlers } = names;
        written(&CallsText { args_of, answer_to, call, notify, handlers })
    }));
    pieces.extend(support.message_of.as_ref().map(|name| written(&MessageOfText { name })));
    pieces.extend(
        support
            .message
            .as_ref()
            .map(|(request, notification)| written(&MessageText { request, notification })),
    );
    pieces
}

fn unknown_variant(name: &Ident) -> String {
    let params = ["Tag extends string", "Common = unknown"].map(Doc::text);
    Doc::Concat(vec![Doc::text(format!("export type {name}")), exprs::list("<", params.to_vec(), ">")])
        .print(0, " = Common & {")
}
