//! What can be said only when all types are there.

use codegen_schema::{Diagnostic, Place};

use super::Lower;
use crate::accepts;
use crate::model::{
    Direction, Field, Presence, Protocol, Rest, Shape, Type, TypeDef, TypeId, Types, Value, Variant,
};
use crate::verify;

impl Lower<'_> {
    /// Aliases that lead nowhere are errors; a use of a type that may be null says so itself.
    pub(super) fn settle(&mut self, protocol: &mut Protocol) {
        self.endless_aliases(&protocol.types);
        if self.found.has_errors() {
            return;
        }
        self.endless_unions(protocol);
        if self.found.has_errors() {
            return;
        }
        let known = protocol.types.clone();
        let probe = Protocol { types: known, methods: Vec::new() };
        let nullable = nullable_aliases(&probe);
        for def in protocol.types.iter_mut() {
            each_value_mut(&mut def.shape, &mut |value| settle_value(&probe, &nullable, value));
        }
        self.say_endless(protocol);
    }

    fn endless_aliases(&mut self, types: &Types) {
        // Where each alias leads; visited ones are not followed again.
        let mut ends = vec![false; types.len()];
        for (start, def) in types.iter() {
            let mut path = Vec::new();
            let mut at = start;
            while let Shape::Alias(Value { kind: Type::Ref(next), .. }) = &types[at].shape {
                if ends[at.0 as usize] {
                    break;
                }
                if path.contains(&at) {
                    if at == start {
                        self.defined_as_itself(start, def);
                    }
                    break;
                }
                path.push(at);
                at = *next;
            }
            if self.found.is_empty() || !path.contains(&at) {
                for id in path {
                    ends[id.0 as usize] = true;
                }
            }
        }
    }

    fn defined_as_itself(&mut self, id: TypeId, def: &TypeDef) {
        let message =
            format!("`{}` is defined as itself: no value can be described", def.name.escape_debug());
        let place = self.place_in(&self.drafts[id.0 as usize].file, &def.pointer);
        let error = Diagnostic::error("endless-schema", place, message);
        self.found.push(error.help("break the circle of `$ref`: one of them must describe a type"));
    }

    /// A union without tags that is a variant of itself says nothing by it; one that is so by way of
    /// others cannot be read.
    fn endless_unions(&mut self, protocol: &mut Protocol) {
        let itself = |id: TypeId, variant: &Variant| {
            let content = variant.content.as_ref().filter(|_| variant.tags.is_empty());
            content.is_some_and(|value| *protocol.resolve(&value.kind) == Type::Ref(id))
        };
        let kept: Vec<Vec<bool>> = protocol
            .types
            .iter()
            .map(|(id, def)| match &def.shape {
                Shape::Union(union) if union.variants.len() > 1 => {
                    union.variants.iter().map(|variant| !itself(id, variant)).collect()
                }
                _ => Vec::new(),
            })
            .collect();
        for ((id, def), kept) in protocol.types.iter().zip(&kept) {
            if !kept.is_empty() && kept.iter().all(|kept| !kept) {
                self.defined_as_itself(id, def);
            }
        }
        for (def, kept) in protocol.types.iter_mut().zip(kept) {
            if let Shape::Union(union) = &mut def.shape {
                let mut kept = kept.into_iter();
                union.variants.retain(|_| kept.next().unwrap_or(true));
            }
        }
        for circle in protocol.unread_circles() {
            let def = &protocol.types[circle];
            let place = self.place_in(&self.drafts[circle.0 as usize].file, &def.pointer);
            let message = format!("`{}` is a branch of one of its own branches", def.name.escape_debug());
            let error = Diagnostic::error("endless-schema", place, message);
            self.found.push(
                error.help("break the circle: list the branches of the inner union instead of the union"),
            );
        }
    }

    /// Directions and defaults; then the whole is verified.
    pub(super) fn complete(&mut self, protocol: &mut Protocol) {
        if self.found.has_errors() {
            return;
        }
        directions(protocol);
        self.defaults(protocol);
        self.impossible(protocol);
        for problem in verify::verify(protocol) {
            self.found.push(
                Diagnostic::error("internal", Place::default(), problem).help("this is a bug of codegen"),
            );
        }
    }

    /// A member that must be there, and can have no value.
    fn impossible(&mut self, protocol: &Protocol) {
        for ((_, def), draft) in protocol.types.iter().zip(&self.drafts) {
            let Shape::Struct(body) = &def.shape else { continue };
            let never = |field: &&Field| {
                field.presence == Presence::Required
                    && field.value.kind == Type::Never
                    && !field.value.nullable
            };
            for field in body.fields.iter().filter(never) {
                // Merged from several parts, it is no fault of the one that it was found in first.
                let own = field.pointer.as_str().starts_with(def.pointer.as_str());
                let place = self.place_in(&draft.file, if own { &field.pointer } else { &def.pointer });
                let message =
                    format!("`{}` is required, but nothing can be its value", field.wire.escape_debug());
                let warning = Diagnostic::warning("no-value", place, message);
                self.found.push(warning.note("the generated code refuses every value of the type around it"));
            }
        }
    }

    /// A default that its own type refuses is no default.
    fn defaults(&mut self, protocol: &mut Protocol) {
        let refused = |field: &Field| {
            field.default.as_ref().is_some_and(|default| !accepts::accepts(protocol, &field.value, default))
        };
        let bad: Vec<Vec<usize>> = protocol
            .types
            .iter()
            .map(|(_, def)| match &def.shape {
                Shape::Struct(body) => {
                    (0..).zip(&body.fields).filter(|(_, field)| refused(field)).map(|(at, _)| at).collect()
                }
                _ => Vec::new(),
            })
            .collect();
        for ((def, draft), bad) in protocol.types.iter_mut().zip(&self.drafts).zip(bad) {
            let Shape::Struct(body) = &mut def.shape else { continue };
            for at in bad {
                let field = &mut body.fields[at];
                field.default = None;
                let place = self.place_in(&draft.file, &field.pointer.join("default"));
                let message =
                    format!("the type of `{}` does not accept its default", field.wire.escape_debug());
                let warning = Diagnostic::warning("bad-default", place, message);
                self.found.push(warning.note("the default is left out of the generated code"));
            }
        }
    }
}

/// A nullable alias, dissolved into what it stands for; null is said once.
fn settle_value(protocol: &Protocol, nullable: &[bool], value: &mut Value) {
    while let Type::Ref(id) = value.kind
        && nullable[id.0 as usize]
        && let Shape::Alias(target) = &protocol.types[id].shape
    {
        value.nullable |= target.nullable;
        value.kind = target.kind.clone();
    }
    each_inner_mut(&mut value.kind, &mut |inner| settle_value(protocol, nullable, inner));
    if value.nullable && protocol.holds_null(&value.kind) {
        value.nullable = false;
    }
}

/// For each type: whether it is an alias that leads, by aliases alone, to one that may be null. One that holds
/// itself with no type but aliases between, a list of such lists, cannot be dissolved.
fn nullable_aliases(protocol: &Protocol) -> Vec<bool> {
    let mut known: Vec<Option<bool>> = vec![None; protocol.types.len()];
    for group in protocol.alias_circles() {
        group.iter().for_each(|id| known[id.0 as usize] = Some(false));
    }
    for (start, _) in protocol.types.iter() {
        let mut path = Vec::new();
        let mut at = start;
        let ends = loop {
            if let Some(known) = known[at.0 as usize] {
                break known;
            }
            path.push(at);
            match &protocol.types[at].shape {
                Shape::Alias(target) if target.nullable => break true,
                Shape::Alias(Value { kind: Type::Ref(next), .. }) => at = *next,
                _ => break false,
            }
        };
        for id in path {
            known[id.0 as usize] = Some(ends);
        }
    }
    known.into_iter().map(|one| one == Some(true)).collect()
}

fn each_value_mut(shape: &mut Shape, visit: &mut dyn FnMut(&mut Value)) {
    match shape {
        Shape::Struct(body) => {
            body.fields.iter_mut().for_each(|Field { value, .. }| visit(value));
            if let Rest::Typed(value) = &mut body.rest {
                visit(value);
            }
        }
        Shape::Union(union) => {
            union.variants.iter_mut().filter_map(|variant| variant.content.as_mut()).for_each(visit);
        }
        Shape::Alias(value) => visit(value),
        Shape::Enumeration(_) => {}
    }
}

fn each_inner_mut(kind: &mut Type, visit: &mut dyn FnMut(&mut Value)) {
    match kind {
        Type::Array(array) => visit(&mut array.items),
        Type::Tuple(tuple) => tuple.items.iter_mut().chain(&mut tuple.rest).for_each(visit),
        Type::Map(map) => visit(&mut map.values),
        _ => {}
    }
}

fn directions(protocol: &mut Protocol) {
    let mut to_server = Vec::new();
    let mut to_client = Vec::new();
    for method in &protocol.methods {
        let (there, back) = match method.direction {
            Direction::ToServer => (&mut to_server, &mut to_client),
            Direction::ToClient => (&mut to_client, &mut to_server),
        };
        if let Some(params) = &method.params {
            params.value.kind.each_reference(&mut |id| there.push(id));
        }
        // The unions themselves are what is sent; their variants come along.
        there.extend(method.union);
        there.extend(method.envelope);
        if let Some(result) = &method.result {
            result.kind.each_reference(&mut |id| back.push(id));
        }
    }
    let there = reachable(protocol, to_server);
    let back = reachable(protocol, to_client);
    for (index, def) in protocol.types.iter_mut().enumerate() {
        def.directions.to_server = there[index];
        def.directions.to_client = back[index];
    }
}

fn reachable(protocol: &Protocol, mut open: Vec<TypeId>) -> Vec<bool> {
    let mut seen = vec![false; protocol.types.len()];
    while let Some(id) = open.pop() {
        if !std::mem::replace(&mut seen[id.0 as usize], true) {
            open.extend(protocol.types[id].references());
        }
    }
    seen
}
