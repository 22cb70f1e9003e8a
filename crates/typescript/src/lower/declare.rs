//! Declarations of named types.

use codegen_target::ir::{
    Enumeration, Field, Kinds, Openness, Presence, Rest, Shape, Struct, Tagging, Type, TypeDef, TypeId,
    Union, Variant,
};

use super::types::{all_named, all_strings};
use super::{Context, bases, docs};
use crate::conventions::value_names;
use crate::model::{Alias, Comment, Index, Interface, Item, Keyword, Member, TypeExpr, Values};
use crate::text::{Key, Prefixed, StrLit};

impl Context<'_> {
    /// What declares a type.
    pub fn declare(&self, id: TypeId, def: &TypeDef) -> Vec<Item> {
        let alias = |docs: Comment, expr: TypeExpr| {
            Item::Alias(Alias { docs, name: self.names.of(id).clone(), expr })
        };
        match &def.shape {
            Shape::Struct(shape) => vec![Item::Interface(self.interface(id, def, shape))],
            Shape::Alias(value) => {
                vec![alias(docs::of_alias(&def.docs, &value.kind, self.options), self.value(value))]
            }
            Shape::Enumeration(list) => {
                let values = self.values(id, list);
                let docs = match values {
                    Some(_) => docs::plain(&def.docs),
                    None => docs::of_enumeration(&def.docs, list),
                };
                let mut items = vec![alias(docs, self.enumeration(list))];
                items.extend(values.map(Item::Values));
                items
            }
            Shape::Union(shape) => {
                let mut items: Vec<Item> = self.base(id).map(Item::Interface).into_iter().collect();
                items.push(alias(docs::of_union(&def.docs, shape), self.union(id, shape)));
                items
            }
        }
    }

    fn interface(&self, id: TypeId, def: &TypeDef, shape: &Struct) -> Interface {
        let bases: Vec<_> = self.bases.of_struct(id).collect();
        let inherited = |field: &&Field| bases.iter().any(|base| base.fields.contains(&field.wire));
        // What a value is told by comes first.
        let own = shape.fields.iter().filter(|field| !inherited(field));
        let tells = |field: &&Field| {
            let constant = match self.protocol.resolve(&field.value.kind) {
                Type::Literal(_) => true,
                Type::Number(range) => range.only().is_some(),
                _ => false,
            };
            constant || self.tags.of(id, &field.wire).is_some()
        };
        let (tags, others): (Vec<&Field>, Vec<&Field>) = own.partition(tells);
        let begins = !shape.prefixes.is_empty();
        let rest = match &shape.rest {
            Rest::Typed(value) => Some(self.value(value)),
            // Without members, an interface would take any value at all; and those that the schema speaks of are meant
            // to be read and written.
            Rest::Open if shape.invites || begins || shape.fields.is_empty() => {
                Some(TypeExpr::Keyword(Keyword::Unknown))
            }
            Rest::Closed if shape.fields.is_empty() => Some(TypeExpr::Keyword(Keyword::Never)),
            Rest::Open | Rest::Closed => None,
        };
        Interface {
            docs: docs::of_struct(&def.docs, shape),
            name: self.names.of(id).clone(),
            extends: bases.iter().map(|base| base.name.clone()).collect(),
            members: tags.into_iter().chain(others).map(|field| self.member(id, field)).collect(),
            index: rest.map(|rest| self.index(shape, rest)),
        }
    }

    /// What other members may hold: TypeScript asks that the named ones of such a name fit too.
    fn index(&self, shape: &Struct, rest: TypeExpr) -> Index {
        let among: Vec<&Field> = shape.fields.iter().filter(|field| shape.lets_in(&field.wire)).collect();
        let named = among.iter().map(|field| self.value(&field.value));
        let absent = among.iter().any(|field| field.presence == Presence::Optional);
        let absent = absent.then_some(TypeExpr::Keyword(Keyword::Undefined));
        let mut parts: Vec<TypeExpr> = std::iter::once(rest).chain(named).chain(absent).collect();
        if parts.contains(&TypeExpr::Keyword(Keyword::String)) {
            parts.retain(|part| !matches!(part, TypeExpr::String(_)));
        }
        let value = TypeExpr::union(parts);
        let keys = shape.prefixes.iter().map(|prefix| Prefixed::new(prefix)).collect();
        Index { keys, value }
    }

    fn member(&self, id: TypeId, field: &Field) -> Member {
        let tag = |values: &[String]| {
            let null = field.value.nullable.then_some(TypeExpr::Keyword(Keyword::Null));
            TypeExpr::union(values.iter().map(|value| TypeExpr::String(StrLit::new(value))).chain(null))
        };
        Member {
            docs: docs::of_field(field, self.options),
            key: Key::new(&field.wire),
            optional: field.presence == Presence::Optional,
            expr: self.tags.of(id, &field.wire).map_or_else(|| self.value(&field.value), tag),
        }
    }

    fn base(&self, id: TypeId) -> Option<Interface> {
        let base = self.bases.of_union(id)?;
        let Shape::Struct(example) = &self.protocol.types[base.example].shape else { return None };
        let fields = example.fields.iter().filter(|field| base.fields.contains(&field.wire));
        Some(Interface {
            docs: docs::of_base(self.names.of(id)),
            name: base.name.clone(),
            extends: Vec::new(),
            members: fields.map(|field| self.member(base.example, field)).collect(),
            index: None,
        })
    }

    fn enumeration(&self, list: &Enumeration) -> TypeExpr {
        let values = list.values.iter().map(|value| self.literal(&value.literal));
        let open = list.openness == Openness::Open && all_strings(list).is_some();
        TypeExpr::union(values.chain(open.then_some(TypeExpr::AnyString)))
    }

    fn values(&self, id: TypeId, list: &Enumeration) -> Option<Values> {
        let names = value_names(&all_strings(list).or_else(|| all_named(list))?);
        let values = list.values.iter().map(|value| match self.literal(&value.literal) {
            // A number that TypeScript cannot write is no value.
            TypeExpr::Keyword(Keyword::Number) => None,
            written => Some((docs::plain(&value.docs), written)),
        });
        let values: Option<Vec<_>> = values.collect();
        let list = values?.into_iter().zip(names).map(|((docs, value), name)| (docs, name, value)).collect();
        let name = self.names.of(id);
        Some(Values { docs: docs::of_values(name), name: name.clone(), list })
    }

    fn union(&self, id: TypeId, shape: &Union) -> TypeExpr {
        let mut parts = match shape.tagging {
            Tagging::External => self.external(shape),
            Tagging::Internal { .. } | Tagging::Untagged { .. } => self.contents(shape),
        };
        let any_object = shape.catch_all.is_some_and(|kinds| kinds.contains(Kinds::OBJECT));
        let keeps_objects = shape.openness == Openness::Open || any_object;
        if let (Tagging::Internal { tag }, true) = (&shape.tagging, keeps_objects) {
            parts.push(self.unknown_variant(id, tag));
            parts.extend(any_object.then(|| TypeExpr::Without(Key::new(tag))));
        }
        parts.extend(shape.catch_all.iter().flat_map(|kinds| leftovers(*kinds, &shape.tagging)));
        TypeExpr::union(parts)
    }

    fn contents(&self, shape: &Union) -> Vec<TypeExpr> {
        let mut all = Vec::new();
        for variant in &shape.variants {
            match &variant.content {
                // Anything of some kinds: `unknown` would take the other branches with it.
                Some(value) if value.kind == Type::Any && variant.guard.kinds != Kinds::ALL => {
                    all.extend(of_kinds(variant.guard.kinds, TypeExpr::Keyword(Keyword::String)));
                }
                content => all.extend(content.as_ref().map(|value| self.value(value))),
            }
        }
        all
    }

    fn unknown_variant(&self, id: TypeId, tag: &str) -> TypeExpr {
        let mut arguments = vec![TypeExpr::String(StrLit::new(tag))];
        let base = self.bases.of_union(id).map(|base| TypeExpr::Name(base.name.clone(), Vec::new()));
        arguments.extend(base.or_else(|| self.request_id(id)));
        TypeExpr::Name(self.shared.unknown_variant.variant.clone(), arguments)
    }

    /// What a request has that is not listed: it wants an answer, too.
    fn request_id(&self, union: TypeId) -> Option<TypeExpr> {
        let example = self.bases.with_id(union)?;
        let Shape::Struct(shape) = &self.protocol.types[example].shape else { return None };
        let field = shape.fields.iter().find(|field| field.wire == bases::ID)?;
        let member = Member { docs: Comment::default(), ..self.member(example, field) };
        Some(TypeExpr::Object(vec![member]))
    }

    /// Bare strings, and objects with one member.
    fn external(&self, shape: &Union) -> Vec<TypeExpr> {
        let is_bare = |variant: &&Variant| variant.content.is_none();
        let bare = shape.variants.iter().filter(is_bare).flat_map(|variant| &variant.tags);
        let mut parts: Vec<TypeExpr> = bare.map(|tag| TypeExpr::String(StrLit::new(tag))).collect();
        let members: Vec<Member> = shape.variants.iter().filter_map(|variant| self.keyed(variant)).collect();
        let kept = shape.catch_all.unwrap_or_default();
        let open = shape.openness == Openness::Open;
        let open_objects = open || kept.contains(Kinds::OBJECT);
        if open_objects || !members.is_empty() {
            let names = &self.shared.single_key;
            let helper = if open_objects { &names.open } else { &names.closed };
            parts.push(TypeExpr::Name(helper.clone(), vec![TypeExpr::Object(members)]));
        }
        if open || kept.contains(Kinds::STRING) {
            parts.push(TypeExpr::AnyString);
        }
        parts
    }

    fn keyed(&self, variant: &Variant) -> Option<Member> {
        let value = variant.content.as_ref()?;
        Some(Member {
            docs: docs::of_variant(&variant.docs, &value.kind, self.options),
            key: Key::new(variant.tags.first()?),
            optional: false,
            expr: self.value(value),
        })
    }
}

/// The types of a catch-all branch that the union does not say otherwise.
fn leftovers(kinds: Kinds, tagging: &Tagging) -> Vec<TypeExpr> {
    let kinds = match tagging {
        Tagging::Untagged { .. } => kinds,
        Tagging::Internal { .. } => kinds.without(Kinds::OBJECT),
        Tagging::External => kinds.without(Kinds::OBJECT).without(Kinds::STRING),
    };
    of_kinds(kinds, TypeExpr::AnyString)
}

/// Any value of these kinds.
fn of_kinds(kinds: Kinds, string: TypeExpr) -> Vec<TypeExpr> {
    let kind = |kind: Kinds, expr: TypeExpr| kinds.contains(kind).then_some(expr);
    let unknown = || Box::new(TypeExpr::Keyword(Keyword::Unknown));
    let numbers = !kinds.intersect(Kinds::INTEGER.union(Kinds::FLOAT)).is_empty();
    [
        kind(Kinds::STRING, string),
        numbers.then_some(TypeExpr::Keyword(Keyword::Number)),
        kind(Kinds::BOOLEAN, TypeExpr::Keyword(Keyword::Boolean)),
        kind(Kinds::ARRAY, TypeExpr::Array(unknown())),
        kind(Kinds::OBJECT, TypeExpr::Map(unknown())),
        kind(Kinds::NULL, TypeExpr::Keyword(Keyword::Null)),
    ]
    .into_iter()
    .flatten()
    .collect()
}
