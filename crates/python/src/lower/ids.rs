//! What the id of a request is.

use codegen_target::ir::{Field, Method, MethodKind, Presence, Protocol, Shape, Value};

use super::names::Names;
use super::scope::Scope;
use crate::text::{Expr, Ident};

/// What the schema says of the id of a request.
#[derive(Clone, Copy, PartialEq)]
pub enum Id<'a> {
    /// Nothing: it is what JSON-RPC has.
    Unsaid,
    /// Its type.
    Said(&'a Value),
}

/// The ids of a protocol's requests.
pub struct Ids<'a> {
    protocol: &'a Protocol,
    usual: Id<'a>,
    spelled: Option<Expr>,
}

impl<'a> Ids<'a> {
    /// Finds what most of them are, as far as it can be said without an import.
    pub fn new(protocol: &'a Protocol, names: &Names) -> Self {
        let spell = |id| match id {
            Id::Unsaid => None,
            Id::Said(value) => Some(Scope::lazy(protocol, names, &[Ident::new("methods")]).value(value)),
        };
        let mut counts: Vec<(Id<'_>, usize)> = Vec::new();
        for method in protocol.methods.iter().filter(|method| method.kind == MethodKind::Request) {
            let id = id(protocol, method);
            match counts.iter_mut().find(|(other, _)| *other == id) {
                Some((_, count)) => *count += 1,
                None => counts.push((id, 1)),
            }
        }
        counts.retain(|(id, _)| spell(*id).is_none_or(|kind| is_plain(&kind)));
        // Of several, the first.
        let usual = counts.iter().rev().max_by_key(|(_, count)| *count).map_or(Id::Unsaid, |(id, _)| *id);
        Self { protocol, usual, spelled: spell(usual) }
    }

    /// What most of them are, as an expression of the module that reads messages.
    pub fn usual(&self) -> Option<String> {
        self.spelled.as_ref().map(Expr::flat)
    }

    /// That of a request, where it is another.
    pub fn own(&self, method: &Method) -> Option<Id<'a>> {
        let own = id(self.protocol, method);
        (method.kind == MethodKind::Request && own != self.usual).then_some(own)
    }

    /// Whether the schema lets a request do without.
    pub fn may_lack(&self, method: &Method) -> bool {
        method.kind == MethodKind::Request
            && said(self.protocol, method).is_some_and(|field| field.presence == Presence::Optional)
    }
}

fn id<'a>(protocol: &'a Protocol, method: &Method) -> Id<'a> {
    said(protocol, method).map_or(Id::Unsaid, |field| Id::Said(&field.value))
}

fn said<'a>(protocol: &'a Protocol, method: &Method) -> Option<&'a Field> {
    match &protocol.types[method.envelope?].shape {
        Shape::Struct(body) => body.fields.iter().find(|field| field.wire == "id"),
        _ => None,
    }
}

fn is_plain(kind: &Expr) -> bool {
    match kind {
        Expr::Atom(name) => matches!(name.as_str(), "Any" | "None" | "bool" | "int" | "str"),
        Expr::Bracket { head, .. } => head == "load",
        Expr::Either(all) => all.iter().all(is_plain),
        _ => false,
    }
}
