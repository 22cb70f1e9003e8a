//! Values of a type of the IR: few, but each part of the type is seen present, absent, null and at its bounds.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use std::cell::Cell;

use codegen_diff::ir::{
    Array, Kinds, Literal, Presence, Protocol, Rest, Rule, Shape, Struct, Tagging, Text, Type, TypeId, Union,
    Value,
};
use serde_json::{Map, Value as Json, json};

/// How deep values are looked into where nothing asks for more.
pub const DEPTH: usize = 7;

pub struct Sampler<'a> {
    pub protocol: &'a Protocol,
    /// Keys that are tried where keys are data.
    pub keys: &'a [String],
    /// How many values of a part are tried in its place.
    pub each: usize,
    /// How many more parts are looked into whole.
    pub left: Cell<usize>,
    /// How deep they are looked into.
    pub deep: usize,
}

impl Sampler<'_> {
    pub fn value(&self, value: &Value, depth: usize) -> Vec<Json> {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        let mut all = self.kind(&value.kind, depth);
        all.truncate(if left == 0 { 2 } else { self.each });
        if value.nullable {
            all.insert(all.len().min(1), Json::Null);
        }
        all
    }

    pub fn definition(&self, id: TypeId) -> Vec<Json> {
        self.shape(id, 0)
    }

    fn kind(&self, kind: &Type, depth: usize) -> Vec<Json> {
        if depth > 3 * self.deep {
            // It leads to itself without end.
            return Vec::new();
        }
        match kind {
            Type::Any => vec![json!("any"), json!(7), json!(true), Json::Null, json!([1]), json!({ "k": 1 })],
            Type::Never => Vec::new(),
            Type::Null => vec![Json::Null],
            Type::Boolean => vec![json!(true), json!(false)],
            Type::Integer(range) => {
                let (min, max) = range.bounds();
                let step = range.multiple_of.map_or(1, i128::from);
                let mut all = vec![0, 1, -1, 7, 5_000_000_000, -5_000_000_000, (1 << 63) + (1 << 20)];
                all.extend(min.into_iter().chain(max));
                let fits =
                    |value: &i128| min.is_none_or(|min| *value >= min) && max.is_none_or(|max| *value <= max);
                let mut all: Vec<Json> = all
                    .into_iter()
                    .filter(|value| fits(value) && value % step == 0)
                    .filter_map(|value| {
                        let small = i64::try_from(value).map(Json::from);
                        small.or_else(|_| u64::try_from(value).map(Json::from)).ok()
                    })
                    .collect();
                // Beyond 64 bits JSON's integers are floats without a fraction, to the validator as well.
                if step == 1 {
                    all.extend(max.is_none().then(|| json!(1e30)));
                    all.extend(min.is_none().then(|| json!(-1e30)));
                }
                all
            }
            Type::Number(range) => {
                let at = |bound: Option<codegen_diff::ir::Bound>, by: f64| bound.map(|bound| bound.at + by);
                let mut all = vec![json!(0.5), json!(1), json!(-2.25)];
                for (bound, by) in [(range.min, 0.25), (range.max, -0.25), (range.min, 0.0), (range.max, 0.0)]
                {
                    all.extend(at(bound, by).map(Json::from));
                }
                all
            }
            Type::String(text) => strings(text),
            Type::Literal(literal) => vec![self::literal(literal)],
            Type::Array(array) => self.array(array, depth),
            Type::Tuple(tuple) => {
                let parts: Vec<Vec<Json>> =
                    tuple.items.iter().map(|item| self.value(item, depth + 1)).collect();
                let first: Vec<Json> = parts.iter().filter_map(|part| part.first().cloned()).collect();
                let mut all = vec![Json::Array(first.clone())];
                let least = usize::try_from(tuple.min_items).unwrap();
                all.extend((least..first.len()).map(|count| Json::Array(first[..count].to_vec())));
                for more in tuple.rest.iter().flat_map(|rest| self.value(rest, depth + 1)) {
                    all.push(Json::Array(first.iter().cloned().chain([more]).collect()));
                }
                for (index, part) in parts.iter().enumerate() {
                    for other in part {
                        let mut one = first.clone();
                        if let Some(slot) = one.get_mut(index) {
                            *slot = other.clone();
                        }
                        all.push(Json::Array(one));
                    }
                }
                all
            }
            Type::Map(map) => {
                let values = if depth < self.deep && self.left.get() > 0 {
                    self.value(&map.values, depth + 1)
                } else {
                    Vec::new()
                };
                let mut all = vec![json!({})];
                let own = self.kind(&map.keys, depth + 1);
                let peers = self.keys.iter().map(String::as_str);
                let keys: Vec<&str> = own.iter().filter_map(Json::as_str).take(4).chain(peers).collect();
                for (at, key) in keys.iter().enumerate() {
                    let some = if at == 0 { values.len() } else { 12 };
                    all.extend(values.iter().take(some).map(|value| json!({ *key: value })));
                }
                if let Some(first) = values.first() {
                    let full = keys.iter().map(|key| ((*key).to_owned(), first.clone()));
                    all.push(Json::Object(full.clone().take(2).collect()));
                    all.push(Json::Object(full.collect()));
                }
                let least = map.min_members.map_or(0, |min| usize::try_from(min).unwrap().min(8));
                if least > 1 {
                    // Each value among as many as there must be.
                    let names: Vec<String> = (0..least).map(|at| format!("text{at}")).collect();
                    all.extend(values.iter().map(|value| {
                        let other = |at: usize| if at == 0 { value.clone() } else { values[0].clone() };
                        Json::Object(
                            names.iter().enumerate().map(|(at, name)| (name.clone(), other(at))).collect(),
                        )
                    }));
                }
                let length = |value: &Json| value.as_object().map(Map::len);
                first_fitting(all, map.min_members, map.max_members, length)
            }
            Type::Ref(id) => self.shape(*id, depth),
        }
    }

    fn array(&self, array: &Array, depth: usize) -> Vec<Json> {
        let items = if depth < self.deep && self.left.get() > 0 {
            self.value(&array.items, depth + 1)
        } else {
            Vec::new()
        };
        let mut all = vec![json!([])];
        all.extend(items.iter().map(|item| json!([item])));
        all.push(Json::Array(items.iter().take(3).cloned().collect()));
        all.extend(items.first().map(|item| json!([item, item])));
        let least = array.min_items.map_or(0, |min| usize::try_from(min).unwrap().min(8));
        if least > 1 {
            // Each element among as many as there must be.
            let others = |item: &Json| -> Vec<Json> {
                let differ = items.iter().filter(|other| *other != item);
                let same = std::iter::repeat_n(item, if array.unique { 0 } else { least });
                std::iter::once(item).chain(differ.chain(same).take(least - 1)).cloned().collect()
            };
            all.extend(items.iter().map(|item| Json::Array(others(item))));
        }
        first_fitting(all, array.min_items, array.max_items, |value| value.as_array().map(Vec::len))
    }

    fn shape(&self, id: TypeId, depth: usize) -> Vec<Json> {
        match &self.protocol.types[id].shape {
            Shape::Struct(body) => self.object(body, depth),
            Shape::Enumeration(list) => {
                let others = list.declared_open.then(|| json!("not listed"));
                list.values.iter().map(|value| literal(&value.literal)).chain(others).collect()
            }
            Shape::Union(union) => self.union(union, depth),
            // A name does not make a part of it.
            Shape::Alias(value) => {
                let mut all = self.kind(&value.kind, depth + 1);
                all.extend(value.nullable.then_some(Json::Null));
                all
            }
        }
    }

    fn object(&self, body: &Struct, depth: usize) -> Vec<Json> {
        let mut required = Map::new();
        let mut full = Map::new();
        let mut each = Vec::new();
        for field in &body.fields {
            let must = field.presence == Presence::Required;
            if !must && (depth >= self.deep || self.left.get() == 0) {
                continue;
            }
            let values =
                if depth >= 2 * self.deep { Vec::new() } else { self.value(&field.value, depth + 1) };
            let Some(first) = values.first().cloned() else {
                if must {
                    return Vec::new();
                }
                continue;
            };
            if must {
                required.insert(field.wire.clone(), first.clone());
            }
            full.insert(field.wire.clone(), first);
            each.push((field.wire.clone(), values));
        }
        // Rules between members may want more than the required ones.
        let mut fewest: Vec<Map<String, Json>> = Vec::new();
        for rule in &body.rules {
            let Rule::MinMembers(min) = rule else { continue };
            let other: &Value = match &body.rest {
                Rest::Closed => continue,
                Rest::Open => &Value { kind: Type::Any, nullable: false },
                Rest::Typed(value) => value,
            };
            let Some(value) = self.value(other, depth + 1).first().cloned() else { continue };
            let mut at = 0;
            while (full.len() as u64) < (*min).min(8) {
                full.insert(format!("someUnknownMember{at}"), value.clone());
                at += 1;
            }
            // No more than there must be: each in turn with those after it.
            let few = usize::try_from(*min).unwrap().min(8);
            for first in 0..full.len() {
                let some = full.iter().cycle().skip(first).take(few.min(full.len()));
                fewest
                    .push(some.chain(&required).map(|(wire, value)| (wire.clone(), value.clone())).collect());
            }
        }
        let base = if body.rules.is_empty() { &required } else { &full };
        let mut all = vec![Json::Object(required.clone()), Json::Object(full.clone())];
        if !body.rules.is_empty() {
            all.reverse();
        }
        all.extend(fewest.into_iter().map(Json::Object));
        // The members that a rule asks for, and no more than these.
        let sets = |rule| match rule {
            &Rule::AnyOf(ref sets) | &Rule::OneOf(ref sets) => sets.as_slice(),
            _ => &[],
        };
        for set in body.rules.iter().flat_map(sets) {
            let asked = full.iter().filter(|(wire, _)| set.contains(wire) || required.contains_key(*wire));
            all.push(Json::Object(asked.map(|(wire, value)| (wire.clone(), value.clone())).collect()));
        }
        // Alone and beside all others: a member may count only where another is there.
        let bases: &[&Map<String, Json>] = if body.rules.is_empty() { &[base, &full] } else { &[base] };
        for base in bases {
            for (wire, value) in
                each.iter().flat_map(|(wire, values)| values.iter().map(move |one| (wire, one)))
            {
                let mut one = (*base).clone();
                one.insert(wire.clone(), value.clone());
                all.push(Json::Object(one));
            }
        }
        let prefix = body.prefixes.first().map_or("", String::as_str);
        let unknown = format!("{prefix}someUnknownMember");
        let mut more = base.clone();
        match &body.rest {
            Rest::Open => {
                for other in [json!("kept"), json!(7), json!({})] {
                    more.insert(unknown.clone(), other);
                    all.push(Json::Object(more.clone()));
                }
            }
            Rest::Closed => {}
            Rest::Typed(value) => {
                // Keys are data: a name that a peer knows is as good as another.
                let peers = self.keys.iter().filter(|key| body.fields.iter().all(|own| own.wire != **key));
                let names: Vec<&str> =
                    std::iter::once(unknown.as_str()).chain(peers.map(String::as_str)).collect();
                for other in self.value(value, depth + 1) {
                    for name in &names {
                        let mut more = base.clone();
                        more.insert((*name).to_owned(), other.clone());
                        all.push(Json::Object(more));
                    }
                }
            }
        }
        all
    }

    fn union(&self, union: &Union, depth: usize) -> Vec<Json> {
        let mut all = Vec::new();
        let mut parts: Vec<Vec<Json>> = Vec::new();
        for variant in &union.variants {
            let tag = variant.tags.first();
            parts.push(match (&union.tagging, &variant.content, tag) {
                (Tagging::External, None, Some(tag)) => vec![json!(tag)],
                (Tagging::External, Some(content), Some(tag)) => {
                    self.value(content, depth + 1).into_iter().map(|value| json!({ tag: value })).collect()
                }
                (_, Some(content), _) => self.value(content, depth),
                _ => Vec::new(),
            });
        }
        if let Some(caught) = union.catch_all {
            let others =
                [json!("other"), json!({ "other": 1 }), json!([1]), json!(1.5), json!(3), json!(true)];
            let kind = |value: &Json| match value {
                Json::Null => Kinds::NULL,
                Json::Bool(_) => Kinds::BOOLEAN,
                Json::Number(number) if number.is_f64() => Kinds::FLOAT,
                Json::Number(_) => Kinds::INTEGER,
                Json::String(_) => Kinds::STRING,
                Json::Array(_) => Kinds::ARRAY,
                Json::Object(_) => Kinds::OBJECT,
            };
            parts.push(others.into_iter().filter(|value| caught.contains(kind(value))).collect());
        }
        // In turns, so that a limit leaves some of each.
        let longest = parts.iter().map(Vec::len).max().unwrap_or(0);
        for index in 0..longest {
            all.extend(parts.iter().filter_map(|part| part.get(index).cloned()));
        }
        all
    }
}

/// What has as many parts as it must comes first: it stands in for the whole type where others are varied.
fn first_fitting(
    mut all: Vec<Json>,
    min: Option<u64>,
    max: Option<u64>,
    length: impl Fn(&Json) -> Option<usize>,
) -> Vec<Json> {
    let fits = |value: &Json| {
        let length = length(value).unwrap_or(0) as u64;
        min.is_none_or(|min| length >= min) && max.is_none_or(|max| length <= max)
    };
    all.sort_by_key(|value| !fits(value));
    all
}

fn strings(text: &Text) -> Vec<Json> {
    let mut all =
        vec!["text".to_owned(), String::new(), "a".to_owned(), "zz".to_owned(), "2026-01-01".to_owned()];
    for length in text.min_length.into_iter().chain(text.max_length) {
        all.push("a".repeat(usize::try_from(length).unwrap().min(10_000)));
    }
    // The letters of a simple pattern are often a text of it: where others are varied, it stands in for the type.
    if let Some(pattern) = &text.pattern {
        let letters: String = pattern.chars().filter(|c| c.is_alphanumeric()).collect();
        all.push(format!("{letters}{}", "a".repeat(6)));
        all.insert(0, letters);
    }
    let fits = |one: &String| {
        let length = one.chars().count() as u64;
        text.min_length.is_none_or(|min| length >= min) && text.max_length.is_none_or(|max| length <= max)
    };
    all.into_iter().filter(fits).map(Json::from).collect()
}

fn literal(literal: &Literal) -> Json {
    serde_json::from_str(&literal.to_json()).unwrap()
}
