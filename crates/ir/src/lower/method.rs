//! The method surface: what the four unions list, and what answers a request.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use codegen_schema::{DefId, Diagnostic, Diagnostics, MethodChange, MethodFix, Place, To, suggest};
use heck::ToUpperCamelCase;

use super::object::in_order;
use super::{Draft, Lower, Site};
use crate::model::{
    Direction, Docs, Field, Guard, Kinds, Literal, Method, MethodKind, Params, Presence, Shape, Struct,
    Tagging, Type, TypeId, Union, Value, Variant,
};
use crate::policy::Profile;

mod declared;
mod results;
mod unnamed;

pub(super) use results::Results;

/// What a union of methods lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Role {
    pub kind: MethodKind,
    pub direction: Direction,
}

/// A message that a union lists.
pub(super) struct Listed {
    pub role: Role,
    pub union: TypeId,
    pub envelope: TypeId,
    pub name: String,
}

/// Why what an overlay says of a method does not apply.
struct Stale {
    /// By which key of the overlay.
    key: &'static str,
    message: String,
    /// What may be meant.
    near: Option<String>,
}

impl Stale {
    fn of(key: &'static str, message: impl Into<String>) -> Self {
        Self { key, message: message.into(), near: None }
    }
}

impl Lower<'_> {
    /// The definitions that list methods.
    pub(super) fn method_unions(&mut self) -> HashMap<DefId, Role> {
        if matches!(self.policy.profile, Profile::Declared | Profile::None) {
            return HashMap::new();
        }
        let unions = &self.policy.unions;
        let roles = [
            (&unions.client_requests, MethodKind::Request, Direction::ToServer),
            (&unions.server_requests, MethodKind::Request, Direction::ToClient),
            (&unions.client_notifications, MethodKind::Notification, Direction::ToServer),
            (&unions.server_notifications, MethodKind::Notification, Direction::ToClient),
        ];
        let mut found = HashMap::new();
        for (name, kind, direction) in roles {
            match self.bundle.find(name) {
                // A file of one type, which happens to list methods: what answers them is elsewhere.
                Some(id) if !unions.chosen && self.is_root(id) => {
                    if let Some(definition) = self.bundle.get(id) {
                        let place =
                            Place { file: definition.file.clone(), ..self.place(&definition.schema.pointer) };
                        let message = "the file holds one type of a protocol, so no methods are generated";
                        let note = "a bundle has the results of its requests among its definitions";
                        self.found.push(Diagnostic::warning("single-type", place, message).note(note));
                    }
                }
                Some(id) if unions.chosen || self.mentions_method(id) => {
                    found.insert(id, Role { kind, direction });
                }
                // In another version there may be no such union yet.
                None if unions.chosen && !name.is_empty() && !self.policy.of_another_version => {
                    let place = unions.places.get(name).cloned().unwrap_or_default();
                    let message =
                        format!("there is no definition `{}` that could list methods", name.escape_debug());
                    let names = self.bundle.iter().map(|(_, definition)| definition.name.as_str());
                    let help = codegen_schema::suggest(name, names).map_or_else(
                        || {
                            "correct [methods.unions] in the config; an empty string says that there is none"
                                .to_owned()
                        },
                        |near| format!("did you mean `{}`?", near.escape_debug()),
                    );
                    self.found.push(Diagnostic::error("unknown-definition", place, message).help(help));
                }
                _ => {}
            }
        }
        found
    }

    /// A profile that was chosen, and finds nothing.
    pub(super) fn expect_methods(&mut self, found: bool) {
        let Some(place) = self.policy.profile_place.clone().filter(|_| !found) else { return };
        let (what, help) = match self.policy.profile {
            Profile::Found | Profile::None => return,
            Profile::Messages => (
                "no union of messages lists methods",
                "name the definitions in [methods.unions], or leave `profile` out",
            ),
            Profile::Declared => (
                "the schema says nothing of methods itself: it has no `x-method`, and is no meta model",
                "leave `profile` out, or say \"none\" where types are all that is wanted",
            ),
        };
        let error = Diagnostic::error("no-methods", place, what);
        self.found.push(error.note("no method could be generated").help(help));
    }

    /// Whether the definition is the whole document.
    fn is_root(&mut self, id: DefId) -> bool {
        let root = self
            .bundle
            .get(id)
            .is_some_and(|definition| definition.schema.pointer == codegen_schema::Pointer::root());
        root && self.mentions_method(id)
    }

    /// Whether a branch of the definition has a constant `method`.
    fn mentions_method(&mut self, id: DefId) -> bool {
        let Some(definition) = self.bundle.get(id) else { return false };
        let schema = &definition.schema;
        // The only message of its kind.
        let mut is_one = |schema: &codegen_schema::ast::Schema| {
            let facts = self.facts(schema);
            facts.required.contains("method") && facts.literals.contains_key("method")
        };
        let branches = schema.one_of.iter().chain(&schema.any_of).flatten();
        is_one(schema) || branches.into_iter().any(is_one)
    }

    /// Adds and drops what overlays say, before names are given.
    pub(super) fn fix_methods(&mut self) {
        for fix in self.bundle.method_fixes() {
            let done = match &fix.change {
                MethodChange::AddNotification { to, params } => {
                    self.add_notification(fix, *to, params.as_deref())
                }
                MethodChange::Drop => self.drop_method(&fix.method),
                MethodChange::Result(_) => Ok(()),
            };
            if let Err(stale) = done
                && !fix.optional
            {
                let near = stale.near.map(|near| format!("did you mean `{}`?\n", near.escape_debug()));
                let help = near.unwrap_or_default()
                    + "remove it if the schema is right now; `optional = true` lets it pass";
                let place = fix.place_of(stale.key);
                self.found.push(Diagnostic::error("stale-overlay", place, stale.message).help(help));
            }
        }
    }

    fn add_notification(&mut self, fix: &MethodFix, to: To, params: Option<&str>) -> Result<(), Stale> {
        let direction = match to {
            To::ToServer => Direction::ToServer,
            To::ToClient => Direction::ToClient,
        };
        let role = Role { kind: MethodKind::Notification, direction };
        let union = self.unions.iter().find(|(_, own)| **own == role).map(|(id, _)| *id);
        let no_union = || Stale::of("direction", "the schema has no union of such notifications");
        let union = union.ok_or_else(no_union)?;
        let params = match params {
            Some(name) => {
                let none = || {
                    let names = self.bundle.iter().map(|(_, definition)| definition.name.as_str());
                    let near = suggest(name, names).map(str::to_owned);
                    let message = format!("there is no definition `{}`", name.escape_debug());
                    Stale { near, ..Stale::of("params", message) }
                };
                Some(self.bundle.find(name).ok_or_else(none)?)
            }
            None => None,
        };
        let draft = &self.drafts[union.0 as usize];
        let place = format!("{}{}", fix.method.to_upper_camel_case(), draft.site.place);
        let (pointer, file) = (draft.pointer.clone(), draft.file.clone());
        let Some(Shape::Union(known)) = &draft.shape else {
            return Err(Stale::of("direction", "that type is not a union"));
        };
        if known.variants.iter().any(|variant| variant.tags.contains(&fix.method)) {
            let message = format!("the schema lists `{}` already", fix.method.escape_debug());
            return Err(Stale::of("method", message));
        }
        let mut fields = self.common_fields(known);
        let field = |wire: &str, kind| Field {
            wire: wire.to_owned(),
            pointer: pointer.clone(),
            presence: Presence::Required,
            value: Value { kind, nullable: false },
            default: None,
            docs: Docs::default(),
        };
        fields.push(field("method", Type::Literal(Literal::String(fix.method.clone()))));
        fields.extend(params.map(|id| field("params", Type::Ref(TypeId(id.0)))));
        in_order(&mut fields);
        let id = TypeId(u32::try_from(self.drafts.len()).unwrap_or(u32::MAX));
        let shape = Some(Shape::Struct(Struct { fields, ..Struct::default() }));
        let site = Site { trail: place.clone(), place, untitled: true, ..Site::default() };
        let owner = fix.method.clone();
        self.drafts.push(Draft {
            pointer,
            file,
            site,
            docs: Docs::default(),
            shape,
            owner,
            parts: Vec::new(),
        });
        if let Some(Shape::Union(known)) = &mut self.drafts[union.0 as usize].shape {
            known.variants.push(Variant {
                name: fix.method.clone(),
                tags: vec![fix.method.clone()],
                docs: Docs::default(),
                content: Some(Value { kind: Type::Ref(id), nullable: false }),
                guard: Guard {
                    kinds: Kinds::OBJECT,
                    required: vec!["method".to_owned()],
                    ..Guard::default()
                },
            });
        }
        Ok(())
    }

    /// The fields that all variants have in common.
    fn common_fields(&self, union: &Union) -> Vec<Field> {
        let first = union.variants.first().and_then(|variant| variant.content.as_ref());
        let Some(Type::Ref(id)) = first.map(|value| &value.kind) else { return Vec::new() };
        match &self.drafts[id.0 as usize].shape {
            Some(Shape::Struct(body)) => {
                body.fields.iter().filter(|field| union.common.contains(&field.wire)).cloned().collect()
            }
            _ => Vec::new(),
        }
    }

    fn drop_method(&mut self, method: &str) -> Result<(), Stale> {
        let mut dropped = false;
        let mut names = BTreeSet::new();
        let drafts = &mut self.drafts;
        self.unions.retain(|id, _| {
            let shape = &mut drafts[id.0 as usize].shape;
            let Some(Shape::Union(union)) = shape else { return true };
            let before = union.variants.len();
            names.extend(union.variants.iter().flat_map(|variant| variant.tags.iter().cloned()));
            union.variants.retain(|variant| !variant.tags.iter().any(|tag| tag == method));
            let (left, fewer) = (!union.variants.is_empty(), union.variants.len() < before);
            dropped |= fewer;
            // A union that lists no message any more has no value.
            if fewer && !left {
                *shape = Some(Shape::Alias(Value { kind: Type::Never, nullable: false }));
            }
            left || !fewer
        });
        if dropped {
            return Ok(());
        }
        let near = suggest(method, names.iter().map(String::as_str)).map(str::to_owned);
        let message = format!("the schema lists no method `{}`", method.escape_debug());
        Err(Stale { near, ..Stale::of("method", message) })
    }

    /// All methods, sorted.
    pub(super) fn methods(&mut self, types: &crate::model::Types) -> Vec<Method> {
        let mut unions: Vec<(DefId, Role)> = self.unions.iter().map(|(id, role)| (*id, *role)).collect();
        unions.sort_by_key(|(id, _)| *id);
        let mut listed = Vec::new();
        for (id, role) in unions {
            self.list(types, TypeId(id.0), role, &mut listed);
        }
        listed.sort_by(|a, b| {
            (a.role.direction, a.role.kind, &a.name).cmp(&(b.role.direction, b.role.kind, &b.name))
        });
        let mut results = Results::new(self.bundle, self.policy, &listed, types);
        let methods = listed.iter().map(|one| method(types, one, &mut results, &mut self.found)).collect();
        let mut methods: Vec<Method> = methods;
        self.declared(types, &mut results, &mut methods);
        results.finish(&mut self.found);
        methods
    }

    fn list(&mut self, types: &crate::model::Types, union: TypeId, role: Role, listed: &mut Vec<Listed>) {
        let def = &types[union];
        let body = match &def.shape {
            Shape::Union(body) => body,
            Shape::Struct(body) => {
                let name = body.fields.iter().find(|field| field.wire == "method");
                return match name.map(|field| &field.value.kind) {
                    Some(Type::Literal(Literal::String(name))) => {
                        listed.push(Listed { role, union, envelope: union, name: name.clone() });
                    }
                    _ => self.no_method(types, union, union),
                };
            }
            Shape::Alias(Value { kind: Type::Ref(other), .. }) => {
                return self.list(types, *other, role, listed);
            }
            _ => return self.no_method(types, union, union),
        };
        if !matches!(&body.tagging, Tagging::Internal { tag } if tag == "method") {
            let is_named = |guard: &Guard| {
                let is_one = |(key, values): &(String, Vec<Literal>)| {
                    key == "method" && matches!(values.as_slice(), [Literal::String(_)])
                };
                guard.required.iter().any(|key| key == "method") && guard.literals.iter().any(is_one)
            };
            let broken = body.variants.iter().find(|variant| !is_named(&variant.guard));
            if broken.is_none() && self.listed_twice(types, union, body) {
                return;
            }
            let branch = broken.and_then(|variant| match variant.content.as_ref()?.kind {
                Type::Ref(id) => Some(id),
                _ => None,
            });
            return self.no_method(types, union, branch.unwrap_or(union));
        }
        for variant in &body.variants {
            match (variant.content.as_ref().map(|value| &value.kind), variant.tags.as_slice()) {
                (Some(Type::Ref(envelope)), [name]) => {
                    listed.push(Listed { role, union, envelope: *envelope, name: name.clone() });
                }
                (Some(Type::Ref(inner)), _) if matches!(types[*inner].shape, Shape::Union(_)) => {
                    let before = listed.len();
                    self.list(types, *inner, role, listed);
                    listed[before..].iter_mut().for_each(|one| one.union = union);
                }
                (Some(Type::Ref(envelope)), _) => self.no_method(types, union, *envelope),
                _ => self.no_method(types, union, union),
            }
        }
    }
}

fn method(
    types: &crate::model::Types,
    one: &Listed,
    results: &mut Results<'_>,
    found: &mut Diagnostics,
) -> Method {
    let def = &types[one.envelope];
    let params = params_field(types, one)
        .filter(|field| !matches!(field.value.kind, Type::Null | Type::Never))
        .map(|field| {
            let presence = field.presence;
            Params { value: field.value.clone(), presence }
        });
    let result = match one.role.kind {
        MethodKind::Request => results.find(one, params.as_ref(), found),
        MethodKind::Notification => None,
    };
    Method {
        name: one.name.clone(),
        pointer: def.pointer.clone(),
        kind: one.role.kind,
        direction: one.role.direction,
        params,
        result,
        envelope: Some(one.envelope),
        union: Some(one.union),
        docs: def.docs.clone(),
    }
}

/// The member of a message that holds its params.
fn params_field<'a>(types: &'a crate::model::Types, one: &Listed) -> Option<&'a Field> {
    match &types[one.envelope].shape {
        Shape::Struct(body) => body.fields.iter().find(|field| field.wire == "params"),
        _ => None,
    }
}

/// Where the schema declares a method.
fn place_of(bundle: &codegen_schema::Bundle, one: &Listed, types: &crate::model::Types) -> Place {
    let file = bundle.get(DefId(one.union.0)).map(|definition| definition.file.clone()).unwrap_or_default();
    Place { file, pointer: Some(types[one.envelope].pointer.clone()), span: None }
}

/// Methods by name, for "did you mean".
fn by_name(listed: &[Listed]) -> BTreeMap<&str, usize> {
    listed.iter().enumerate().map(|(index, one)| (one.name.as_str(), index)).collect()
}
