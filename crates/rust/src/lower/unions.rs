//! Unions.

use codegen_target::ir::{self, Kinds, Shape, TypeId, Value};

use super::facts::keeps_unknown;
use super::{Context, distinct, docs, literal};
use crate::conventions::{TEXT, is_method_name, variant_names};
use crate::model::{Element, Field, Guard, Literal, Tagging, Type, Union, Unknown, Variant};
use crate::text::StrLit;

impl Context<'_> {
    pub fn union(&self, id: TypeId, union: &ir::Union) -> Union {
        let names = union_variants(union);
        let boxed = self.facts.boxed_variants(id, union);
        let variants = union.variants.iter().zip(&names).zip(boxed).map(|((variant, name), boxed)| {
            let content = variant.content.as_ref().filter(|value| unit(union, value).is_none());
            let content = content.map(|value| boxed_once(self.value(Some(id), value), boxed));
            (
                Variant {
                    name: name.clone(),
                    docs: docs(&variant.docs),
                    deprecated: super::deprecated(&variant.docs),
                },
                content,
            )
        });
        let variants: Vec<(Variant, Option<Type>)> = variants.collect();
        let kinds = union.catch_all.map(kind_words).unwrap_or_default();
        let unknown = match union.openness {
            ir::Openness::Open => Unknown::Open(kinds),
            ir::Openness::Closed if union.catch_all.is_some() => Unknown::Caught(kinds),
            ir::Openness::Closed => {
                let (variant, content) = &variants[self.facts.first_variant(id)];
                Unknown::Closed(variant.name.clone(), content.is_some())
            }
        };
        Union {
            tagging: self.tagging(union),
            variants,
            text: has_text(union).then(|| TEXT.to_owned()),
            unknown,
            shared: self.shared(union),
            converted: self.converted(id, union),
        }
    }

    /// Which variants can be told from the type of their content.
    fn converted(&self, id: TypeId, union: &ir::Union) -> Vec<bool> {
        let contents: Vec<Option<TypeId>> = union
            .variants
            .iter()
            .map(|variant| self.own_type(variant.content.as_ref()?).filter(|content| *content != id))
            .collect();
        let alone = |content: &Option<TypeId>| contents.iter().filter(|other| *other == content).count() == 1;
        contents.iter().map(|content| content.is_some() && alone(content)).collect()
    }

    /// The type of a value where it is a type of its own in Rust, not another name of one.
    fn own_type(&self, value: &Value) -> Option<TypeId> {
        let ir::Type::Ref(id) = self.behind_aliases(&value.kind) else { return None };
        let renamed = match &self.protocol.types[*id].shape {
            Shape::Alias(inner) => matches!(inner.kind, ir::Type::Any | ir::Type::Never | ir::Type::Ref(_)),
            _ => false,
        };
        (!value.nullable && !renamed && self.facts.is_finite(*id)).then_some(*id)
    }

    /// The fields that every variant has, all in the same way: what one may ask of a value before looking which
    /// variant it is.
    fn shared(&self, union: &ir::Union) -> Vec<Field> {
        let structs = union.variants.iter().map(|variant| {
            let ir::Type::Ref(id) = &variant.content.as_ref().filter(|value| !value.nullable)?.kind else {
                return None;
            };
            match &self.protocol.types[*id].shape {
                Shape::Struct(body) if self.facts.is_finite(*id) => Some(self.structure(*id, body).fields),
                _ => None,
            }
        });
        let Some(structs) = structs.collect::<Option<Vec<_>>>() else { return Vec::new() };
        let Some((first, others)) = structs.split_first().filter(|(_, others)| !others.is_empty()) else {
            return Vec::new();
        };
        let same = |field: &&Field| {
            others.iter().all(|fields| {
                fields.iter().any(|other| {
                    other.name == field.name
                        && other.wire == field.wire
                        && (other.mode, &other.ty) == (field.mode, &field.ty)
                })
            })
        };
        // Nobody asks for a value that is always null.
        let told = |field: &&Field| is_method_name(&field.name) && field.ty != Type::Plain("()");
        first.iter().filter(told).filter(same).cloned().collect()
    }

    fn tagging(&self, union: &ir::Union) -> Tagging {
        let checks = |variant: &ir::Variant| {
            variant.content.as_ref().map(|value| self.checks(&value.kind)).unwrap_or_default()
        };
        match &union.tagging {
            ir::Tagging::Internal { tag } => Tagging::Internal {
                tag: StrLit::new(tag),
                names: union.variants.iter().map(|variant| texts(&variant.tags)).collect(),
            },
            ir::Tagging::External => {
                let tag =
                    |variant: &ir::Variant| StrLit::new(variant.tags.first().map_or("", String::as_str));
                Tagging::External(
                    union.variants.iter().map(|variant| (tag(variant), checks(variant))).collect(),
                )
            }
            ir::Tagging::Untagged { .. } => Tagging::Untagged {
                expected: StrLit::new(&expected(union)),
                guards: union.variants.iter().map(|variant| guard(&variant.guard, checks(variant))).collect(),
                units: union
                    .variants
                    .iter()
                    .map(|variant| variant.content.as_ref().and_then(|value| unit(union, value)))
                    .collect(),
            },
        }
    }
}

/// The identifiers of the variants.
pub fn union_variants(union: &ir::Union) -> Vec<String> {
    let texts = union.variants.iter().enumerate().map(|(index, variant)| {
        let told_apart = if variant.tags.is_empty() { index.to_string() } else { variant.tags.join(" ") };
        (variant.name.clone(), format!("{} {told_apart}", variant.name))
    });
    let texts = distinct(texts.collect());
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    variant_names(&texts, keeps_unknown(union), has_text(union))
}

/// Whether a string may stand beside the objects.
fn has_text(union: &ir::Union) -> bool {
    matches!(union.tagging, ir::Tagging::Internal { .. }) && union.catch_all == Some(Kinds::STRING)
}

/// The value of a variant that needs no content: the variant says it all.
fn unit(union: &ir::Union, value: &Value) -> Option<Literal> {
    match (&union.tagging, &value.kind) {
        _ if value.nullable => None,
        (ir::Tagging::Untagged { .. }, ir::Type::Literal(constant)) => Some(literal(constant)),
        (ir::Tagging::Untagged { .. }, ir::Type::Null) => Some(literal(&ir::Literal::Null)),
        _ => None,
    }
}

fn boxed_once(ty: Type, boxed: bool) -> Type {
    match ty {
        Type::Generic("Box", _) => ty,
        _ if boxed => Type::Generic("Box", vec![ty]),
        _ => ty,
    }
}

fn element(element: &ir::Element) -> Element {
    let literals = element.literals.as_ref().map(|list| list.iter().map(literal).collect());
    Element { index: element.index, kinds: kind_words(element.kinds), literals }
}

fn guard(guard: &ir::Guard, checks: Vec<crate::model::Check>) -> Guard {
    let literals = |list: &[ir::Literal]| list.iter().map(literal).collect::<Vec<_>>();
    Guard {
        kinds: kind_words(guard.kinds),
        required: texts(&guard.required),
        literals: guard.literals.iter().map(|(key, list)| (StrLit::new(key), literals(list))).collect(),
        only: guard.only.as_ref().map(|keys| texts(keys)),
        scalars: guard.scalars.as_ref().map(|list| literals(list)),
        members: guard.members.iter().map(|(key, some)| (StrLit::new(key), kind_words(*some))).collect(),
        elements: guard.elements.iter().map(element).collect(),
        length: guard.length,
        checks,
    }
}

fn texts(list: &[String]) -> Vec<StrLit> {
    list.iter().map(|text| StrLit::new(text)).collect()
}

fn kind_words(kinds: Kinds) -> Vec<&'static str> {
    const WORDS: [(Kinds, &str); 7] = [
        (Kinds::NULL, "NULL"),
        (Kinds::BOOLEAN, "BOOLEAN"),
        (Kinds::INTEGER, "INTEGER"),
        (Kinds::FLOAT, "FLOAT"),
        (Kinds::STRING, "STRING"),
        (Kinds::ARRAY, "ARRAY"),
        (Kinds::OBJECT, "OBJECT"),
    ];
    WORDS.into_iter().filter(|(kind, _)| kinds.contains(*kind)).map(|(_, word)| word).collect()
}

/// What a value must be, in words.
fn expected(union: &ir::Union) -> String {
    let kinds = union.variants.iter().fold(Kinds::NONE, |all, variant| all.union(variant.guard.kinds));
    let number = Kinds::INTEGER.union(Kinds::FLOAT);
    let words: Vec<&str> = [
        (Kinds::NULL, "null"),
        (Kinds::BOOLEAN, "a boolean"),
        (number, "a number"),
        (Kinds::INTEGER, "an integer"),
        (Kinds::FLOAT, "a number with a fraction"),
        (Kinds::STRING, "a string"),
        (Kinds::ARRAY, "an array"),
        (Kinds::OBJECT, "an object"),
    ]
    .into_iter()
    .filter(|(kind, _)| kinds.contains(*kind))
    .filter(|(kind, _)| *kind == number || !kinds.contains(number) || !number.contains(*kind))
    .map(|(_, word)| word)
    .collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((only, _)) => (*only).to_owned(),
        None => "nothing".to_owned(),
    }
}
