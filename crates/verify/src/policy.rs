//! The policies by which generated code decides otherwise than the schema.

use std::collections::HashMap;

use codegen_build::ir::{
    Guard, Kinds, Openness, Presence, Protocol, Rest, Rule, Shape, Type, TypeId, Value, Width, accepts,
};
use codegen_values::Datum;

/// A policy that has a name in the documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Policy {
    /// A string outside an enumeration is kept.
    OpenEnumeration,
    /// A value with an unknown tag is kept, and nothing else of it is checked.
    OpenUnion,
    /// A pattern or format of strings is documentation.
    Pattern,
    /// A keyword that types do not express: what it forbids is accepted.
    Widened,
    /// A value that fits several branches of `oneOf` is read as the first of them.
    ExactlyOne,
    /// A part of a type that several schemas make together: each alone says less.
    Part,
    /// Beside `properties` an object is meant, where no `type` says so.
    ImpliedType,
    /// An integer's `format` bounds it.
    IntegerFormat,
    /// An integer is written without fraction and exponent.
    IntegerSpelling,
    /// An integer beyond 64 bits, where no type bounds it, is a float to Rust's JSON.
    HugeInteger,
    /// TypeScript's types cannot say it.
    TypeScript,
}

impl Policy {
    /// As the documentation calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenEnumeration => "open enumerations",
            Self::OpenUnion => "open unions",
            Self::Pattern => "patterns and formats of strings",
            Self::Widened => "conditions",
            Self::ExactlyOne => "several branches of `oneOf`",
            Self::Part => "parts of schemas put together",
            Self::ImpliedType => "no `type`",
            Self::IntegerFormat => "integer formats",
            Self::IntegerSpelling => "integers without fraction",
            Self::HugeInteger => "integers beyond 64 bits",
            Self::TypeScript => "TypeScript",
        }
    }
}

/// A protocol under other policies.
#[derive(Debug)]
pub struct Variants {
    closed_enumerations: Protocol,
    closed_unions: Protocol,
    closed: Protocol,
    any_width: Protocol,
    unlimited: Protocol,
    /// Where an object must have a member that its type names.
    strong: Protocol,
    /// Where all objects may have members that their types do not name.
    unsealed: Protocol,
    /// Where an enumeration in a union without tags is open.
    unguarded: Protocol,
    /// Where any members of an object may stand together.
    unruled: Protocol,
}

impl Variants {
    pub fn new(protocol: &Protocol) -> Self {
        let mut variants = Self {
            closed_enumerations: protocol.clone(),
            closed_unions: protocol.clone(),
            closed: protocol.clone(),
            any_width: protocol.clone(),
            unlimited: protocol.clone(),
            strong: protocol.clone(),
            unsealed: protocol.clone(),
            unguarded: protocol.clone(),
            unruled: protocol.clone(),
        };
        for def in variants.unruled.types.iter_mut() {
            if let Shape::Struct(body) = &mut def.shape {
                body.rules.clear();
            }
        }
        close(&mut variants.strong, false, true);
        each_guard(&mut variants.unsealed, &mut |guard| guard.only = None);
        each_guard(&mut variants.unlimited, &mut |guard| guard.length = None);
        each_guard(&mut variants.unguarded, &mut |guard| guard.scalars = None);
        variants.unguarded.types.iter_mut().for_each(|def| unlist(&mut def.shape));
        variants.strong.types.iter_mut().for_each(|def| strengthen(&mut def.shape));
        for def in variants.unsealed.types.iter_mut() {
            if let Shape::Struct(body) = &mut def.shape {
                body.prefixes.clear();
                if body.rest == Rest::Closed {
                    body.rest = Rest::Open;
                }
            }
        }
        variants.unlimited.types.iter_mut().for_each(|def| each_type(&mut def.shape, &mut unlimit));
        close(&mut variants.closed_enumerations, true, false);
        close(&mut variants.closed_unions, false, true);
        close(&mut variants.closed, true, true);
        for def in variants.any_width.types.iter_mut() {
            each_type(&mut def.shape, &mut |kind| {
                if let Type::Integer(integer) = kind {
                    integer.width = Width::Any;
                }
            });
            // What tells branches apart may depend on it.
            if let Shape::Union(union) = &mut def.shape {
                union.variants.iter_mut().for_each(|variant| {
                    if variant.guard.kinds.contains(Kinds::INTEGER) {
                        variant.guard.scalars = None;
                    }
                });
            }
        }
        variants
    }

    /// Whether only limits of numbers, strings and lists are against a value.
    pub fn is_beyond_limits(&self, id: TypeId, datum: &Datum) -> bool {
        is_accepted(&self.unlimited, id, datum)
    }

    /// Why a value is kept that the schema refuses, if the reason is that something is open.
    pub fn open(&self, id: TypeId, datum: &Datum) -> Option<Policy> {
        let refuses = |protocol: &Protocol| !is_accepted(protocol, id, datum);
        if refuses(&self.closed_enumerations) {
            Some(Policy::OpenEnumeration)
        } else if refuses(&self.closed_unions) || refuses(&self.closed) {
            Some(Policy::OpenUnion)
        } else {
            None
        }
    }

    /// Whether a value has an object without any member that its type names, where it names some and needs none.
    pub fn is_weak(&self, id: TypeId, datum: &Datum) -> bool {
        !is_accepted(&self.strong, id, datum)
    }

    /// Whether only what a union lists is against a value.
    pub fn is_unlisted(&self, id: TypeId, datum: &Datum) -> bool {
        is_accepted(&self.unguarded, id, datum)
    }

    /// Whether only which members stand together is against a value.
    pub fn is_unruled(&self, id: TypeId, datum: &Datum) -> bool {
        is_accepted(&self.unruled, id, datum)
    }

    /// Whether only a member that one branch of a union has and another has not is against a value.
    pub fn is_unsealed(&self, id: TypeId, datum: &Datum) -> bool {
        is_accepted(&self.unsealed, id, datum)
    }

    /// Whether a value has an unknown tag.
    pub fn needs_open_union(&self, id: TypeId, datum: &Datum) -> bool {
        !is_accepted(&self.closed_unions, id, datum)
    }

    /// Why a value is refused that the schema accepts.
    pub fn stricter(&self, protocol: &Protocol, id: TypeId, datum: &Datum) -> Option<Policy> {
        let spelled = without_fractions(datum);
        if is_accepted(protocol, id, &spelled) {
            Some(Policy::IntegerSpelling)
        } else if is_accepted(&self.any_width, id, datum)
            || is_accepted(&self.any_width, id, &spelled)
            || beyond(datum)
        {
            Some(Policy::IntegerFormat)
        } else {
            None
        }
    }
}

fn each_guard(protocol: &mut Protocol, visit: &mut dyn FnMut(&mut Guard)) {
    for def in protocol.types.iter_mut() {
        if let Shape::Union(union) = &mut def.shape {
            union.variants.iter_mut().for_each(|variant| visit(&mut variant.guard));
        }
    }
}

/// TypeScript closes the list of a member only where several branches have one: there is nothing else to narrow to.
fn unlist(shape: &mut Shape) {
    let Shape::Union(union) = shape else { return };
    let mut lists: HashMap<String, usize> = HashMap::new();
    for (wire, _) in union.variants.iter().flat_map(|variant| &variant.guard.literals) {
        *lists.entry(wire.clone()).or_default() += 1;
    }
    for variant in &mut union.variants {
        variant.guard.literals.retain(|(wire, _)| lists[wire] > 1);
    }
}

fn strengthen(shape: &mut Shape) {
    if let Shape::Struct(body) = shape
        && !body.fields.is_empty()
        && body.fields.iter().all(|field| field.presence != Presence::Required)
    {
        body.rules.push(Rule::AnyOf(body.fields.iter().map(|field| vec![field.wire.clone()]).collect()));
    }
}

fn unlimit(kind: &mut Type) {
    match kind {
        Type::Integer(integer) => *integer = codegen_build::ir::Integer::default(),
        Type::Number(number) => *number = codegen_build::ir::Number::default(),
        Type::String(text) => *text = codegen_build::ir::Text::default(),
        Type::Array(array) => (array.min_items, array.max_items, array.unique) = (None, None, false),
        Type::Map(map) => (map.min_members, map.max_members) = (None, None),
        _ => {}
    }
}

/// Whether an integer is beyond what 64 bits hold.
pub fn beyond(datum: &Datum) -> bool {
    match datum {
        Datum::Number(text) => {
            text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit())
                && text.parse::<i64>().is_err()
                && text.parse::<u64>().is_err()
        }
        Datum::Array(items) => items.iter().any(beyond),
        Datum::Object(members) => members.iter().any(|(_, member)| beyond(member)),
        _ => false,
    }
}

/// Whether the meaning of a type accepts a value.
pub fn is_accepted(protocol: &Protocol, id: TypeId, datum: &Datum) -> bool {
    let whole = Value { kind: Type::Ref(id), nullable: false };
    datum.to_json().is_some_and(|json| accepts(protocol, &whole, &json))
}

fn without_fractions(datum: &Datum) -> Datum {
    match datum {
        Datum::Number(text) => match text.parse::<f64>() {
            Ok(value) if value.fract() == 0.0 && value.abs() < 1e15 => Datum::number(format!("{value:.0}")),
            _ => datum.clone(),
        },
        Datum::Array(items) => Datum::Array(items.iter().map(without_fractions).collect()),
        Datum::Object(members) => Datum::Object(
            members.iter().map(|(key, member)| (key.clone(), without_fractions(member))).collect(),
        ),
        other => other.clone(),
    }
}

fn close(protocol: &mut Protocol, enumerations: bool, unions: bool) {
    for def in protocol.types.iter_mut() {
        match &mut def.shape {
            Shape::Enumeration(list) if enumerations => list.openness = Openness::Closed,
            Shape::Union(union) if unions => union.openness = Openness::Closed,
            _ => {}
        }
    }
}

fn each_type(shape: &mut Shape, visit: &mut dyn FnMut(&mut Type)) {
    match shape {
        Shape::Struct(body) => {
            body.fields.iter_mut().for_each(|field| inner(&mut field.value.kind, visit));
            if let Rest::Typed(value) = &mut body.rest {
                inner(&mut value.kind, visit);
            }
        }
        Shape::Union(union) => union
            .variants
            .iter_mut()
            .filter_map(|one| one.content.as_mut())
            .for_each(|value| inner(&mut value.kind, visit)),
        Shape::Alias(value) => inner(&mut value.kind, visit),
        Shape::Enumeration(_) => {}
    }
}

fn inner(kind: &mut Type, visit: &mut dyn FnMut(&mut Type)) {
    visit(kind);
    match kind {
        Type::Array(array) => inner(&mut array.items.kind, visit),
        Type::Tuple(tuple) => {
            tuple.items.iter_mut().chain(tuple.rest.as_mut()).for_each(|value| inner(&mut value.kind, visit));
        }
        Type::Map(map) => inner(&mut map.values.kind, visit),
        _ => {}
    }
}
