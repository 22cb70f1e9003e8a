//! A small value of a type, and one that two types accept: what shows that branches of a union overlap.

use codegen_schema::Json;

use crate::accepts;
use crate::model::{Literal, Presence, Protocol, Shape, Struct, Tagging, Type, Value, Width};

/// How deep types are followed.
const DEPTH: usize = 8;

/// How many types are looked at for one value.
const STEPS: usize = 2_000;

/// A value that both types accept, if a simple one is found.
pub(crate) fn of_both(protocol: &Protocol, a: &Value, b: &Value) -> Option<Json> {
    let all = |value| Maker { protocol, left: STEPS }.small(value, DEPTH);
    let (left, right) = (all(a), all(b));
    let mut tries: Vec<Json> = left.iter().chain(&right).cloned().collect();
    for one in &left {
        tries.extend(right.iter().filter_map(|other| together(protocol, one, other, b)));
    }
    tries.sort_by_cached_key(|value| value.to_string().len());
    tries.into_iter().find(|value| accepts(protocol, a, value) && accepts(protocol, b, value))
}

/// The members of both objects; of one that both have, what the second type takes.
fn together(protocol: &Protocol, a: &Json, b: &Json, second: &Value) -> Option<Json> {
    let (Json::Object(a), Json::Object(b)) = (a, b) else { return None };
    let mut all = b.clone();
    for (name, value) in a {
        let mut with = all.clone();
        with.insert(name.clone(), value.clone());
        if !all.contains_key(name) || accepts(protocol, second, &Json::Object(with.clone())) {
            all = with;
        }
    }
    Some(Json::Object(all))
}

struct Maker<'a> {
    protocol: &'a Protocol,
    left: usize,
}

impl Maker<'_> {
    /// A few small values of a type, the simplest first.
    fn small(&mut self, value: &Value, depth: usize) -> Vec<Json> {
        let (Some(depth), Some(left)) = (depth.checked_sub(1), self.left.checked_sub(1)) else {
            return Vec::new();
        };
        self.left = left;
        let mut all = match &value.kind {
            Type::Any | Type::Null => vec![Json::Null],
            Type::Never => Vec::new(),
            Type::Boolean => vec![Json::Bool(true)],
            Type::Integer(integer) => {
                let low = if integer.width == Width::Any {
                    None
                } else {
                    integer.width.range().map(|(low, _)| low)
                };
                let least = integer.min.or(low).unwrap_or(0).max(0);
                let most = integer.max.unwrap_or(i128::MAX);
                [1.max(least).min(most), least.min(most)].into_iter().filter_map(number).collect()
            }
            Type::Number(_) => vec![Json::Number(1.into()), Json::Number(0.into())],
            Type::String(text) => {
                let length = usize::try_from(text.min_length.unwrap_or(0)).unwrap_or(usize::MAX).min(100);
                vec![Json::String("a".repeat(length))]
            }
            Type::Literal(literal) => vec![json(literal)],
            Type::Array(array) => {
                let count = usize::try_from(array.min_items.unwrap_or(0)).unwrap_or(usize::MAX);
                match self.small(&array.items, depth).into_iter().next() {
                    Some(item) if count <= 20 => vec![Json::Array(vec![item; count])],
                    _ if count == 0 => vec![Json::Array(Vec::new())],
                    _ => Vec::new(),
                }
            }
            Type::Tuple(tuple) => {
                let items = tuple.items.iter().map(|item| self.small(item, depth).into_iter().next());
                items.collect::<Option<Vec<_>>>().map(Json::Array).into_iter().collect()
            }
            Type::Map(_) => vec![Json::Object(std::collections::BTreeMap::new())],
            Type::Ref(id) => self.named(&self.protocol.types[*id].shape, depth),
        };
        if value.nullable {
            all.push(Json::Null);
        }
        all
    }

    fn named(&mut self, shape: &Shape, depth: usize) -> Vec<Json> {
        match shape {
            Shape::Alias(value) => self.small(value, depth),
            Shape::Enumeration(list) => list.values.iter().take(3).map(|one| json(&one.literal)).collect(),
            Shape::Struct(body) => self.least(body, depth).into_iter().collect(),
            Shape::Union(union) => {
                let external = union.tagging == Tagging::External;
                let one = |variant: &crate::model::Variant| {
                    let inner = variant.content.as_ref().map(|value| self.small(value, depth));
                    match (external, variant.tags.first(), inner) {
                        (true, Some(tag), None) => vec![Json::String(tag.clone())],
                        (true, Some(tag), Some(inner)) => inner
                            .into_iter()
                            .map(|value| Json::Object([(tag.clone(), value)].into()))
                            .collect(),
                        (_, _, inner) => inner.unwrap_or_default(),
                    }
                };
                // Many ways may lead to one value.
                let mut all = Vec::new();
                for value in union.variants.iter().take(4).flat_map(one) {
                    if !all.contains(&value) {
                        all.push(value);
                    }
                }
                all
            }
        }
    }

    fn least(&mut self, body: &Struct, depth: usize) -> Option<Json> {
        let required = body.fields.iter().filter(|field| field.presence == Presence::Required);
        let members = required
            .map(|field| Some((field.wire.clone(), self.small(&field.value, depth).into_iter().next()?)));
        members.collect::<Option<_>>().map(Json::Object)
    }
}

fn number(value: i128) -> Option<Json> {
    Some(Json::Number(i64::try_from(value).ok()?.into()))
}

fn json(literal: &Literal) -> Json {
    match literal {
        Literal::Null => Json::Null,
        Literal::Boolean(value) => Json::Bool(*value),
        Literal::Integer(value) => number(*value).unwrap_or_default(),
        Literal::Number(value) => Json::Number(value.clone()),
        Literal::String(text) => Json::String(text.clone()),
    }
}
