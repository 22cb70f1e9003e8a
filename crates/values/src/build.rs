//! One value of a type, and the places in it that can be changed.

use std::collections::BTreeSet;

use codegen_ir::{
    Array, Map, Presence, Protocol, Rest, Rule, Shape, Struct, Tagging, Tuple, Type, TypeId, Union, Value,
    Variant,
};
use fastrand::Rng;

use crate::height::{Heights, NONE};
use crate::sample::Texts;
use crate::{Datum, Path, scalars};

/// A value, and what stands where in it.
#[derive(Debug, Clone)]
pub struct Sample<'a> {
    /// The value.
    pub datum: Datum,
    /// Its places, outer ones first.
    pub sites: Vec<Site<'a>>,
    /// Whether it has members that its type does not name, since it must have so many.
    pub unlisted: bool,
}

/// A place in a value.
#[derive(Debug, Clone)]
pub struct Site<'a> {
    /// Where it is.
    pub path: Path,
    /// What stands there.
    pub role: Role<'a>,
    /// What it is in.
    pub around: Around,
}

/// What a place is in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Around {
    /// The outermost union without tags, or list of elements that differ, if any: a fault may be reported from there
    /// on.
    pub loose: Option<Path>,
    /// Whether a union that keeps whatever its variants do not accept is around.
    pub caught: bool,
    /// Whether it is in a member that its object does not name, but gives a type.
    pub nameless: bool,
    /// The innermost object with known members.
    pub owner: Option<TypeId>,
}

/// What stands in a place.
#[derive(Debug, Clone, Copy)]
pub enum Role<'a> {
    /// A value of a type.
    Value(&'a Value),
    /// An object with known members.
    Struct(&'a Struct),
    /// A union, and the variant that was taken.
    Union(&'a Union, &'a Variant),
}

/// How branches are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// The shortest way: what may be left out is.
    Least,
    /// In turn: the number says which of all ways, the outer branches changing first.
    Nth(u64),
    /// By chance.
    Random,
}

/// So deep, and so much, before a value comes to an end.
const DEPTH: u32 = 7;
const PARTS: u32 = 120;

pub struct Builder<'a, 'b> {
    protocol: &'a Protocol,
    heights: &'b Heights,
    texts: &'b Texts,
    rng: &'b mut Rng,
    left: u32,
    depth: u32,
    around: Around,
    unlisted: bool,
    sites: Vec<Site<'a>>,
}

impl<'a, 'b> Builder<'a, 'b> {
    pub fn new(protocol: &'a Protocol, (heights, texts): (&'b Heights, &'b Texts), rng: &'b mut Rng) -> Self {
        Self {
            protocol,
            heights,
            texts,
            rng,
            left: PARTS,
            depth: 0,
            around: Around::default(),
            unlisted: false,
            sites: Vec::new(),
        }
    }

    /// A value of a named type, if there is one.
    pub fn sample(mut self, id: TypeId, pick: Pick) -> Option<Sample<'a>> {
        let datum = self.named(id, &Path::default(), pick)?;
        Some(Sample { datum, sites: self.sites, unlisted: self.unlisted })
    }

    fn choose(&mut self, pick: &mut Pick, count: usize) -> usize {
        let count = count.max(1);
        match pick {
            Pick::Least => 0,
            Pick::Random => self.rng.usize(..count),
            Pick::Nth(number) => {
                let index = *number % count as u64;
                *number /= count as u64;
                usize::try_from(index).unwrap_or_default()
            }
        }
    }

    fn one_of<T: Clone>(&mut self, pick: &mut Pick, list: &[T]) -> Option<T> {
        let index = self.choose(pick, list.len());
        list.get(index).cloned()
    }

    fn site(&mut self, path: &Path, role: Role<'a>) {
        self.sites.push(Site { path: path.clone(), role, around: self.around.clone() });
    }

    fn value(&mut self, value: &'a Value, path: &Path, mut pick: Pick) -> Option<Datum> {
        if self.heights.value(value) == NONE {
            return None;
        }
        self.site(path, Role::Value(value));
        let ends = self.left == 0 || self.depth >= DEPTH;
        if ends {
            pick = Pick::Least;
        }
        self.left = self.left.saturating_sub(1);
        if value.nullable {
            let null = if ends { true } else { self.choose(&mut pick, 3) == 1 };
            // The kind itself may have no value.
            if null {
                return Some(Datum::Null);
            }
        }
        self.depth += 1;
        let datum = self.kind(&value.kind, path, pick);
        self.depth -= 1;
        datum.or_else(|| value.nullable.then_some(Datum::Null))
    }

    fn kind(&mut self, kind: &'a Type, path: &Path, mut pick: Pick) -> Option<Datum> {
        match kind {
            Type::Any => self.one_of(&mut pick, &scalars::anything()),
            Type::Never => None,
            Type::Null => Some(Datum::Null),
            Type::Boolean => Some(Datum::Bool(self.choose(&mut pick, 2) == 0)),
            Type::Integer(integer) => self.one_of(&mut pick, &scalars::integers(integer)).map(Datum::number),
            Type::Number(number) => self.one_of(&mut pick, &scalars::numbers(number)).map(Datum::Number),
            Type::String(text) => self.one_of(&mut pick, &scalars::strings(text)).map(Datum::String),
            Type::Literal(literal) => Some(scalars::literal(literal)),
            Type::Array(array) => Some(self.array(array, path, pick)),
            Type::Tuple(tuple) => self.tuple(tuple, path, pick),
            Type::Map(map) => Some(self.map(map, path, pick)),
            Type::Ref(id) => self.named(*id, path, pick),
        }
    }

    /// How many of a list: few.
    fn count(&mut self, pick: &mut Pick, min: Option<u64>, max: Option<u64>) -> usize {
        let (min, max) = (min.unwrap_or_default(), max.unwrap_or(u64::MAX));
        let mut counts: Vec<u64> = [1, 0, 2, min, min.saturating_add(1), 5]
            .into_iter()
            .filter(|count| (min..=max).contains(count))
            .collect();
        if max <= 8 {
            counts.push(max);
        }
        if counts.is_empty() || *pick == Pick::Least {
            counts = vec![min];
        }
        let count = self.one_of(pick, &counts).unwrap_or(min);
        usize::try_from(count).unwrap_or(usize::MAX).min(1000)
    }

    fn array(&mut self, array: &'a Array, path: &Path, mut pick: Pick) -> Datum {
        let count = self.count(&mut pick, array.min_items, array.max_items);
        let mut items: Vec<Datum> = Vec::new();
        let outer = self.around.clone();
        if array.unique {
            // A changed element may be the same as another.
            self.around.loose.get_or_insert_with(|| path.clone());
        }
        for number in 0u64.. {
            if items.len() >= count || number > 40 + count as u64 {
                break;
            }
            let kept = self.sites.len();
            let item = self.value(&array.items, &path.join(items.len()), along(pick, number));
            match item {
                Some(item) if !(array.unique && items.iter().any(|other| other.same(&item))) => {
                    items.push(item);
                }
                _ => self.sites.truncate(kept),
            }
        }
        self.around = outer;
        Datum::Array(items)
    }

    fn tuple(&mut self, tuple: &'a Tuple, path: &Path, mut pick: Pick) -> Option<Datum> {
        let fixed = tuple.items.len() as u64;
        let most = if tuple.rest.is_some() { fixed + 2 } else { fixed };
        let most = tuple.max_items.unwrap_or(most).min(most);
        let counts: Vec<u64> = (tuple.min_items..=most.max(tuple.min_items)).rev().collect();
        let count = if pick == Pick::Least { tuple.min_items } else { self.one_of(&mut pick, &counts)? };
        let mut items = Vec::new();
        for (index, number) in (0..count).enumerate() {
            let Some(value) = tuple.items.get(index).or(tuple.rest.as_ref()) else { break };
            items.push(self.value(value, &path.join(index), along(pick, number))?);
        }
        Some(Datum::Array(items))
    }

    fn map(&mut self, map: &'a Map, path: &Path, mut pick: Pick) -> Datum {
        let count = self.count(&mut pick, map.min_members, map.max_members);
        let mut members: Vec<(String, Datum)> = Vec::new();
        for number in 0u64.. {
            if members.len() >= count || number > 40 + count as u64 {
                break;
            }
            let Some(key) = self.key(&map.keys, along(pick, number)) else { break };
            let key =
                if members.iter().any(|(other, _)| *other == key) { format!("{key}{number}") } else { key };
            let kept = self.sites.len();
            match self.value(&map.values, &path.join(&key), along(pick, number)) {
                Some(member) => members.push((key, member)),
                None => self.sites.truncate(kept),
            }
        }
        Datum::Object(members)
    }

    fn key(&mut self, keys: &'a Type, mut pick: Pick) -> Option<String> {
        if let Type::String(text) = self.protocol.resolve(keys)
            && (text.min_length, text.max_length) == (None, None)
        {
            return self.one_of(&mut pick, &["k", "a/b~c", "né", "0", "Content-Type"]).map(str::to_owned);
        }
        let kept = (self.sites.len(), self.depth);
        let key = self.kind(keys, &Path::default(), pick);
        self.sites.truncate(kept.0);
        match key {
            Some(Datum::String(text)) => Some(text),
            _ => None,
        }
    }

    fn named(&mut self, id: TypeId, path: &Path, mut pick: Pick) -> Option<Datum> {
        if self.heights.of(id) == NONE {
            return None;
        }
        match &self.protocol.types[id].shape {
            Shape::Struct(body) => {
                let outer = self.around.owner.replace(id);
                let datum = self.object(body, path, pick);
                self.around.owner = outer;
                datum
            }
            Shape::Enumeration(list) => {
                self.one_of(&mut pick, &list.values).map(|it| scalars::literal(&it.literal))
            }
            Shape::Union(union) => self.union(union, path, pick),
            Shape::Alias(value) => match self.texts.get(&self.protocol.types[id].name) {
                Some(texts) => self.one_of(&mut pick, texts).map(Datum::string),
                None => self.value(value, path, pick),
            },
        }
    }

    fn union(&mut self, union: &'a Union, path: &Path, mut pick: Pick) -> Option<Datum> {
        let mut variants: Vec<&Variant> =
            union.variants.iter().filter(|one| self.heights.variant(one) != NONE).collect();
        if pick == Pick::Least {
            variants.sort_by_key(|one| self.heights.variant(one));
        }
        let variant = self.one_of(&mut pick, &variants)?;
        let outer = self.around.clone();
        self.around.caught |= union.catch_all.is_some();
        self.site(path, Role::Union(union, variant));
        if matches!(union.tagging, Tagging::Untagged { .. }) || union.catch_all.is_some() {
            self.around.loose.get_or_insert_with(|| path.clone());
        }
        let datum = self.variant(union, variant, path, pick);
        self.around = outer;
        datum
    }

    fn variant(&mut self, union: &Union, variant: &'a Variant, path: &Path, pick: Pick) -> Option<Datum> {
        let tag = variant.tags.first();
        match (&union.tagging, &variant.content, tag) {
            (Tagging::External, None, Some(tag)) => Some(Datum::string(tag)),
            (Tagging::External, Some(content), Some(tag)) => {
                let member = self.value(content, &path.join(tag), pick)?;
                Some(Datum::Object(vec![(tag.clone(), member)]))
            }
            (_, Some(content), _) => self.value(content, path, pick),
            _ => None,
        }
    }

    fn object(&mut self, body: &'a Struct, path: &Path, mut pick: Pick) -> Option<Datum> {
        self.site(path, Role::Struct(body));
        let (needed, banned) = self.between(body, &mut pick);
        let count = body.fields.len().max(1);
        // Where not all fit, others come first each time.
        let first = match pick {
            Pick::Nth(number) => usize::try_from(number % count as u64).unwrap_or_default(),
            Pick::Random => self.rng.usize(..count),
            Pick::Least => 0,
        };
        let mut members: Vec<(usize, (String, Datum))> = Vec::new();
        for (number, index) in
            (first..count).chain(0..first).filter(|index| *index < body.fields.len()).enumerate()
        {
            let field = &body.fields[index];
            let must = field.presence == Presence::Required || needed.contains(field.wire.as_str());
            let mut own = along(pick, number as u64);
            let may = !banned.contains(field.wire.as_str()) && self.left > 0 && own != Pick::Least;
            let taken = must || may && self.choose(&mut own, 2) == 0;
            if !taken {
                continue;
            }
            let place = path.join(&field.wire);
            let kept = self.sites.len();
            match self.value(&field.value, &place, own) {
                Some(member) => members.push((index, (field.wire.clone(), member))),
                None if must => return None,
                None => self.sites.truncate(kept),
            }
        }
        members.sort_by_key(|(index, _)| *index);
        let mut members: Vec<(String, Datum)> = members.into_iter().map(|(_, member)| member).collect();
        self.rest(body, path, pick, &mut members);
        Some(Datum::Object(members))
    }

    /// Members that the rules of an object ask for, and those that they forbid.
    fn between(&mut self, body: &'a Struct, pick: &mut Pick) -> (BTreeSet<&'a str>, BTreeSet<&'a str>) {
        let (mut needed, mut banned) = (BTreeSet::new(), BTreeSet::new());
        for rule in &body.rules {
            match rule {
                Rule::AnyOf(sets) | Rule::OneOf(sets) => {
                    let taken = self.choose(pick, sets.len());
                    needed.extend(sets.get(taken).into_iter().flatten().map(String::as_str));
                    if matches!(rule, Rule::OneOf(_)) {
                        banned.extend(sets.iter().flatten().map(String::as_str));
                    }
                }
                Rule::Requires(name, needs) => {
                    if self.choose(pick, 2) == 0 {
                        needed.insert(name.as_str());
                        needed.extend(needs.iter().map(String::as_str));
                    } else {
                        banned.insert(name.as_str());
                    }
                }
                Rule::MinMembers(_) | Rule::MaxMembers(_) => {}
            }
        }
        banned.retain(|name| !needed.contains(name));
        (needed, banned)
    }

    /// Members that the object does not name, where each has a type, or where more are asked for.
    fn rest(&mut self, body: &'a Struct, path: &Path, mut pick: Pick, members: &mut Vec<(String, Datum)>) {
        let min = body.rules.iter().find_map(|rule| match rule {
            Rule::MinMembers(min) => usize::try_from(*min).ok(),
            _ => None,
        });
        let asked = min.unwrap_or_default().saturating_sub(members.len()).min(50);
        let wanted = match &body.rest {
            Rest::Closed => return,
            Rest::Open if body.prefixes.is_empty() => asked,
            Rest::Open | Rest::Typed(_) => asked.max([1, 0, 2][self.choose(&mut pick, 3)]).max(asked),
        };
        let wanted = if pick == Pick::Least { asked } else { wanted };
        for (number, key) in (0u64..)
            .zip(
                ["other", "x/y", "né"].into_iter().map(str::to_owned).chain((0..50).map(|n| format!("x{n}"))),
            )
            .take(wanted)
        {
            if body.fields.iter().any(|field| field.wire == key) {
                continue;
            }
            let prefix = body.prefixes.first();
            let key = prefix.map(|prefix| format!("{prefix}{key}")).unwrap_or(key);
            let member = if let Rest::Typed(value) = &body.rest {
                let outer = std::mem::replace(&mut self.around.nameless, true);
                let member = self.value(value, &path.join(&key), along(pick, number));
                self.around.nameless = outer;
                member
            } else {
                self.unlisted |= prefix.is_none();
                Some(Datum::Bool(true))
            };
            members.extend(member.map(|member| (key, member)));
        }
    }
}

/// The way of a neighbour: not the same in step with it.
const fn along(pick: Pick, number: u64) -> Pick {
    match pick {
        Pick::Nth(own) => Pick::Nth(own + number),
        other => other,
    }
}
