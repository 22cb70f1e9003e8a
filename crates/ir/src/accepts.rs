//! Whether a type accepts a value: the meaning of the IR, in a page. What is open stays open.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};

use codegen_schema::Json;

use crate::model::{
    Guard, Integer, Kinds, Literal, Map, Number, Openness, Presence, Protocol, Rest, Rule, Shape, Struct,
    Tagging, Text, Tuple, Type, TypeId, Union, Value,
};

/// References that are followed before a value is taken for good.
const DEPTH: u32 = 400;

struct Judge<'a> {
    protocol: &'a Protocol,
    depth: Cell<u32>,
    /// Which parts of the value are of which unions, by their addresses: many ways may lead to one union.
    known: RefCell<HashMap<(TypeId, *const Json), bool>>,
}

impl<'a> Judge<'a> {
    fn new(protocol: &'a Protocol) -> Self {
        Self { protocol, depth: Cell::new(0), known: RefCell::default() }
    }

    fn named(&self, id: TypeId, json: &Json) -> bool {
        let shape = &self.protocol.types[id].shape;
        if !matches!(shape, Shape::Union(_)) {
            return accepts_named(self, shape, json);
        }
        let question = (id, std::ptr::from_ref(json));
        if let Some(known) = self.known.borrow().get(&question) {
            return *known;
        }
        let accepted = accepts_named(self, shape, json);
        self.known.borrow_mut().insert(question, accepted);
        accepted
    }
}

/// Whether the value is one of this type.
#[must_use]
pub fn accepts(protocol: &Protocol, value: &Value, json: &Json) -> bool {
    accepts_value(&Judge::new(protocol), value, json)
}

fn accepts_value(judge: &Judge<'_>, value: &Value, json: &Json) -> bool {
    value.nullable && *json == Json::Null || accepts_type(judge, &value.kind, json)
}

fn accepts_type(judge: &Judge<'_>, kind: &Type, json: &Json) -> bool {
    match (kind, json) {
        (Type::Any, _) | (Type::Null, Json::Null) | (Type::Boolean, Json::Bool(_)) => true,
        (Type::Integer(integer), Json::Number(number)) => in_range(integer, number),
        (Type::Number(bounds), Json::Number(number)) => within(bounds, number),
        (Type::String(rules), Json::String(text)) => fits(rules, text),
        (Type::Literal(literal), json) => is(literal, json),
        (Type::Array(array), Json::Array(items)) => {
            counts(items.len(), array.min_items, array.max_items)
                && !(array.unique
                    && (1..items.len())
                        .any(|index| items[..index].iter().any(|other| equal(other, &items[index]))))
                && items.iter().all(|item| accepts_value(judge, &array.items, item))
        }
        (Type::Tuple(tuple), Json::Array(items)) => accepts_tuple(judge, tuple, items),
        (Type::Map(map), Json::Object(members)) => {
            let Map { keys, values, min_members, max_members } = &**map;
            counts(members.len(), *min_members, *max_members)
                && members.iter().all(|(key, member)| {
                    // A value of its own, which is gone afterwards.
                    accepts_type(&Judge::new(judge.protocol), keys, &Json::String(key.clone()))
                        && accepts_value(judge, values, member)
                })
        }
        (Type::Ref(id), json) => {
            let depth = judge.depth.get();
            judge.depth.set(depth + 1);
            let accepted = depth >= DEPTH || judge.named(*id, json);
            judge.depth.set(depth);
            accepted
        }
        _ => false,
    }
}

fn accepts_named(judge: &Judge<'_>, shape: &Shape, json: &Json) -> bool {
    match shape {
        Shape::Struct(body) => accepts_struct(judge, body, json),
        Shape::Enumeration(list) => {
            let open = list.openness == Openness::Open && matches!(json, Json::String(_));
            open || list.values.iter().any(|value| is(&value.literal, json))
        }
        Shape::Union(union) => accepts_union(judge, union, json),
        Shape::Alias(value) => accepts_value(judge, value, json),
    }
}

pub(crate) fn counts(count: usize, min: Option<u64>, max: Option<u64>) -> bool {
    let count = count as u64;
    min.is_none_or(|min| count >= min) && max.is_none_or(|max| count <= max)
}

fn in_range(integer: &Integer, number: &codegen_schema::Number) -> bool {
    let value = match (number.as_i64(), number.as_u64()) {
        (Some(value), _) => i128::from(value),
        (None, Some(value)) => i128::from(value),
        (None, None) => return false,
    };
    let (min, max) = integer.bounds();
    min.is_none_or(|min| value >= min)
        && max.is_none_or(|max| value <= max)
        && integer.multiple_of.is_none_or(|step| value % i128::from(step) == 0)
}

fn within(bounds: &Number, number: &codegen_schema::Number) -> bool {
    let Some(value) = number.as_f64() else { return false };
    bounds.min.is_none_or(|min| value > min.at || !min.exclusive && value >= min.at)
        && bounds.max.is_none_or(|max| value < max.at || !max.exclusive && value <= max.at)
}

fn fits(rules: &Text, text: &str) -> bool {
    counts(text.chars().count(), rules.min_length, rules.max_length)
}

/// Equal as JSON Schema has it: the number counts, not how it is spelled.
pub(crate) fn equal(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) if a.is_f64() != b.is_f64() => a.as_f64() == b.as_f64(),
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => a == b,
    }
}

fn is(literal: &Literal, json: &Json) -> bool {
    match (literal, json) {
        (Literal::Null, Json::Null) => true,
        (Literal::Boolean(a), Json::Bool(b)) => a == b,
        (Literal::Integer(a), Json::Number(b)) => {
            b.as_i64().map(i128::from).or_else(|| b.as_u64().map(i128::from)) == Some(*a)
        }
        (Literal::Number(a), Json::Number(b)) => a == b,
        (Literal::String(a), Json::String(b)) => a == b,
        _ => false,
    }
}

fn accepts_tuple(judge: &Judge<'_>, tuple: &Tuple, items: &[Json]) -> bool {
    let Tuple { items: types, rest, min_items, max_items } = tuple;
    counts(items.len(), Some(*min_items), *max_items)
        && items.iter().enumerate().all(|(index, item)| match types.get(index).or(rest.as_ref()) {
            Some(value) => accepts_value(judge, value, item),
            None => false,
        })
}

fn accepts_struct(judge: &Judge<'_>, body: &Struct, json: &Json) -> bool {
    let Json::Object(members) = json else { return false };
    let fields = body.fields.iter().all(|field| match members.get(&field.wire) {
        None => field.presence == Presence::Optional,
        Some(member) => accepts_value(judge, &field.value, member),
    });
    let mut others = members.iter().filter(|(key, _)| !body.fields.iter().any(|field| field.wire == **key));
    let rest = others.all(|(key, member)| {
        body.lets_in(key)
            && match &body.rest {
                Rest::Typed(value) => accepts_value(judge, value, member),
                Rest::Open | Rest::Closed => true,
            }
    });
    let has = |names: &Vec<String>| names.iter().all(|name| members.contains_key(name));
    fields
        && rest
        && body.rules.iter().all(|rule| match rule {
            Rule::AnyOf(sets) => sets.iter().any(has),
            Rule::OneOf(sets) => sets.iter().filter(|set| has(set)).count() == 1,
            Rule::Requires(name, needs) => !members.contains_key(name) || has(needs),
            Rule::MinMembers(min) => members.len() as u64 >= *min,
            Rule::MaxMembers(max) => members.len() as u64 <= *max,
        })
}

fn accepts_union(judge: &Judge<'_>, union: &Union, json: &Json) -> bool {
    let content = |index: usize, json: &Json| match &union.variants[index].content {
        Some(value) => accepts_value(judge, value, json),
        None => true,
    };
    let with =
        |tag: &str| union.variants.iter().position(|variant| variant.tags.iter().any(|own| own == tag));
    let open = union.openness == Openness::Open;
    let known = match (&union.tagging, json) {
        (Tagging::Internal { tag }, Json::Object(members)) => match members.get(tag).and_then(Json::as_str) {
            Some(name) => with(name).map_or(open, |index| content(index, json)),
            None => false,
        },
        (Tagging::External, Json::String(name)) => match with(name) {
            Some(index) => union.variants[index].content.is_none(),
            None => open,
        },
        (Tagging::External, Json::Object(members)) => {
            match members.iter().next().filter(|_| members.len() == 1) {
                Some((key, member)) => {
                    match with(key).filter(|index| union.variants[*index].content.is_some()) {
                        Some(index) => content(index, member),
                        None => open && with(key).is_none(),
                    }
                }
                None => false,
            }
        }
        (Tagging::Untagged { .. }, json) => match only_of_objects(union, json) {
            // A guard tells variants apart: here is nothing to tell, and a union within keeps unknown tags.
            Some(index) => content(index, json),
            None => (0..union.variants.len())
                .any(|index| passes(&union.variants[index].guard, json) && content(index, json)),
        },
        _ => false,
    };
    known || union.catch_all.is_some_and(|kinds| kinds.contains(kind(json)))
}

/// The only variant that takes objects, for an object.
fn only_of_objects(union: &Union, json: &Json) -> Option<usize> {
    let mut takers =
        (0..union.variants.len()).filter(|index| union.variants[*index].guard.kinds.contains(Kinds::OBJECT));
    takers.next().filter(|_| matches!(json, Json::Object(_)) && takers.next().is_none())
}

/// Whether a guard lets a value pass.
#[must_use]
pub fn passes(guard: &Guard, json: &Json) -> bool {
    if !guard.kinds.contains(kind(json)) {
        return false;
    }
    let listed = |list: &Option<Vec<Literal>>, json| {
        list.as_ref().is_none_or(|list| list.iter().any(|one| is(one, json)))
    };
    match json {
        Json::Object(members) => passes_members(guard, members),
        Json::Array(items) => {
            guard.length.is_none_or(|(min, max)| counts(items.len(), Some(min), max))
                && guard.elements.iter().all(|one| {
                    let item = usize::try_from(one.index).ok().and_then(|index| items.get(index));
                    item.is_none_or(|item| one.kinds.contains(kind(item)) && listed(&one.literals, item))
                })
        }
        scalar => listed(&guard.scalars, scalar),
    }
}

fn passes_members(guard: &Guard, members: &BTreeMap<String, Json>) -> bool {
    guard.required.iter().all(|key| members.contains_key(key))
        && guard.literals.iter().all(|(key, list)| {
            members.get(key).is_none_or(|member| list.iter().any(|literal| is(literal, member)))
        })
        && guard
            .members
            .iter()
            .all(|(key, kinds)| members.get(key).is_none_or(|member| kinds.contains(kind(member))))
        && guard.only.as_ref().is_none_or(|only| members.keys().all(|key| only.contains(key)))
}

/// The kind of a value.
#[must_use]
pub fn kind(json: &Json) -> Kinds {
    match json {
        Json::Null => Kinds::NULL,
        Json::Bool(_) => Kinds::BOOLEAN,
        Json::Number(number) if number.is_i64() || number.is_u64() => Kinds::INTEGER,
        Json::Number(_) => Kinds::FLOAT,
        Json::String(_) => Kinds::STRING,
        Json::Array(_) => Kinds::ARRAY,
        Json::Object(_) => Kinds::OBJECT,
    }
}
