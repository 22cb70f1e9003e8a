//! Whether each value of one type is a value of another, of another protocol. Says no where it is not sure.
//!
//! Values are those of the schema: that generated readers keep more than it lists is not counted.

mod cuts;
mod index;
mod object;
mod pieces;
mod scalar;
mod search;
mod union;

use std::collections::{HashMap, HashSet};

use codegen_ir::{Kinds, Literal, Protocol, Shape, Tuple, Type, TypeId, Value};

pub(crate) use object::names_within;
use scalar::{counts, literal_within};
pub(crate) use scalar::{
    integer_in_number, integer_within, number_within, one_of, range_within, text_within,
};
pub(crate) use union::every;

/// More steps are not spent on one question.
const BUDGET: usize = 20_000;
/// Nor more than these on all questions about two protocols.
const ALL: usize = 2_000_000;
/// Deeper is not looked.
const DEPTH: usize = 200;

/// A protocol, and hashes that are equal only for types with the same values.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub protocol: &'a Protocol,
    pub hashes: &'a [u64],
}

/// Two types, and whether null may stand for the second.
type Pair = (Asked, Asked, bool);

/// What a question is about: a type of the first protocol, and one of the second.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Asked {
    /// Any value at all.
    Any,
    Named(TypeId),
    /// Without a name, as text: unions may ask for it again on many ways.
    Plain(String),
}

impl Asked {
    fn of(kind: &Type) -> Self {
        match kind {
            Type::Any => Self::Any,
            Type::Ref(id) => Self::Named(*id),
            plain => Self::Plain(format!("{plain:?}")),
        }
    }
}

/// What earlier questions about two protocols have settled.
#[derive(Debug)]
pub(crate) struct Memo {
    /// Steps that are left for all questions together.
    left: usize,
    yes: HashSet<Pair>,
    no: HashSet<Pair>,
    indexes: index::Indexes,
}

impl Default for Memo {
    fn default() -> Self {
        Self { left: ALL, yes: HashSet::new(), no: HashSet::new(), indexes: index::Indexes::default() }
    }
}

/// Whether each value of `small` is one of `large`.
pub(crate) fn within(from: Known<'_>, small: &Value, to: Known<'_>, large: &Value, memo: &mut Memo) -> bool {
    let left = BUDGET.min(memo.left);
    let (assumed, trail) = (HashMap::new(), Vec::new());
    Question { from, to, memo, assumed, trail, lowest: usize::MAX, left, depth: 0 }.value(small, large)
}

struct Question<'a> {
    from: Known<'a>,
    to: Known<'a>,
    memo: &'a mut Memo,
    /// Pairs that are being answered, or were answered with yes by assuming that one before them is: a cycle that
    /// finds no objection has none. Each with its place in the trail.
    assumed: HashMap<Pair, usize>,
    trail: Vec<Pair>,
    /// The first place in the trail that the current answer assumes.
    lowest: usize,
    left: usize,
    depth: usize,
}

/// What a value must be in: a type without names around it, and whether null may stand for it.
#[derive(Clone, Copy)]
struct Large<'v> {
    kind: &'v Type,
    null: bool,
    /// The name that was taken off, where the type may hold itself under it.
    name: Option<TypeId>,
}

impl Large<'_> {
    /// The name under which the type may hold itself.
    const fn named(self) -> Option<TypeId> {
        match (self.name, self.kind) {
            (None, Type::Ref(id)) => Some(*id),
            (name, _) => name,
        }
    }
}

impl<'a> Question<'a> {
    fn value(&mut self, small: &Value, large: &Value) -> bool {
        let large = self.large(large);
        (!small.nullable || large.null) && self.kind(&small.kind, large)
    }

    /// Takes names and null off.
    fn large<'v>(&self, value: &'v Value) -> Large<'v>
    where
        'a: 'v,
    {
        let protocol = self.to.protocol;
        let null = value.nullable || protocol.holds_null(&value.kind);
        let mut kind = &value.kind;
        let mut name = None;
        for _ in 0..DEPTH {
            match kind {
                Type::Ref(id) => match &protocol.types[*id].shape {
                    Shape::Alias(value) => {
                        kind = &value.kind;
                        name = Some(*id);
                    }
                    _ => break,
                },
                _ => break,
            }
        }
        Large { kind, null, name }
    }

    fn kind(&mut self, small: &Type, large: Large<'_>) -> bool {
        if self.depth >= DEPTH || !self.step() {
            return false;
        }
        self.depth += 1;
        let bare = self.from.protocol.resolve(small);
        let yes = match (bare, large.kind) {
            (Type::Never, _) | (_, Type::Any) => true,
            (small, _) if has_no_length(small) => true,
            (Type::Literal(Literal::Null), _) if large.null => true,
            (Type::Null, _) => large.null,
            (Type::Ref(a), Type::Ref(b)) => self.named(*a, *b, large),
            (bare, _) => match (small, large.named(), bare) {
                (Type::Ref(a), Some(b), _) => self.named(*a, b, large),
                (_, _, Type::Ref(a)) => self.named_in_plain(*a, large),
                _ => self.unnamed(bare, large),
            },
        };
        self.depth -= 1;
        yes
    }

    fn unnamed(&mut self, small: &Type, large: Large<'_>) -> bool {
        match (small, large.kind) {
            (Type::Any, _) => self.anything(large),
            (Type::Array(_) | Type::Tuple(_) | Type::Map(_), Type::Ref(id)) => {
                let pair = (Asked::of(small), Asked::Named(*id), large.null);
                self.assuming(pair, |question| question.plain_in_named(small, *id))
            }
            (_, Type::Ref(id)) => self.plain_in_named(small, *id),
            (_, other) => self.plain(small, other),
        }
    }

    /// Whether a type takes any value: a union may, of all kinds.
    fn anything(&mut self, large: Large<'_>) -> bool {
        let Some(id) = large.named() else { return false };
        self.assuming((Asked::Any, Asked::Named(id), large.null), |question| {
            Kinds::ALL.iter().all(|(kind, _)| question.all_of(kind, large))
        })
    }

    /// Whether one more step may be spent.
    fn step(&mut self) -> bool {
        let may = self.left > 0;
        self.left = self.left.saturating_sub(1);
        self.memo.left = self.memo.left.saturating_sub(1);
        may
    }

    fn named(&mut self, a: TypeId, b: TypeId, large: Large<'_>) -> bool {
        let same = self.from.hashes[a.0 as usize] == self.to.hashes[b.0 as usize];
        same || self
            .assuming((Asked::Named(a), Asked::Named(b), large.null), |question| question.shape(a, large))
    }

    fn named_in_plain(&mut self, a: TypeId, large: Large<'_>) -> bool {
        if !matches!(self.from.protocol.types[a].shape, Shape::Union(_)) {
            return self.shape(a, large);
        }
        let pair = (Asked::Named(a), Asked::of(large.kind), large.null);
        self.assuming(pair, |question| question.shape(a, large))
    }

    /// Answers a question about a pair, assuming a yes where it is asked again on the way.
    fn assuming(&mut self, pair: Pair, answer: impl FnOnce(&mut Self) -> bool) -> bool {
        if self.memo.yes.contains(&pair) {
            return true;
        }
        if self.memo.no.contains(&pair) {
            return false;
        }
        if let Some(place) = self.assumed.get(&pair) {
            self.lowest = self.lowest.min(*place);
            return true;
        }
        let place = self.trail.len();
        self.assumed.insert(pair.clone(), place);
        self.trail.push(pair.clone());
        let before = std::mem::replace(&mut self.lowest, usize::MAX);
        let yes = answer(self);
        let proven = self.lowest >= place;
        self.lowest = if yes && !proven { before.min(self.lowest) } else { before };
        if !yes || proven {
            // What assumed this one falls with it, or stands.
            for settled in self.trail.drain(place..) {
                self.assumed.remove(&settled);
                if yes {
                    self.memo.yes.insert(settled);
                }
            }
        }
        if !yes {
            // Also where a limit says so: what is not proven in time is not proven.
            self.memo.no.insert(pair);
        }
        yes
    }

    fn shape(&mut self, small: TypeId, large: Large<'_>) -> bool {
        match &self.from.protocol.types[small].shape {
            Shape::Alias(value) => (!value.nullable || large.null) && self.kind(&value.kind, large),
            Shape::Struct(body) => self.object(&object::Body::of(body), large),
            Shape::Enumeration(list) => self.enumeration(list, large),
            Shape::Union(union) => self.union(union, large),
        }
    }

    /// What has no name.
    fn plain(&mut self, small: &Type, large: &Type) -> bool {
        match (small, large) {
            (Type::Boolean, Type::Boolean) => true,
            (Type::Literal(literal), large) => literal_within(literal, large),
            (Type::Number(range), Type::Literal(_)) => {
                one_of(*range).is_some_and(|only| literal_within(&only, large))
            }
            (Type::Integer(a), Type::Integer(b)) => integer_within(*a, *b),
            (Type::Integer(a), Type::Number(b)) => integer_in_number(*a, *b),
            (Type::Number(a), Type::Number(b)) => number_within(*a, *b),
            (Type::String(a), Type::String(b)) => text_within(a, b),
            (Type::Array(a), Type::Array(b)) => {
                counts(a.min_items, a.max_items, b.min_items, b.max_items)
                    && (a.unique || !b.unique || a.max_items.is_some_and(|max| max < 2))
                    && (a.max_items == Some(0) || self.value(&a.items, &b.items))
            }
            (Type::Tuple(a), Type::Array(b)) => {
                counts(Some(a.min_items), longest(a), b.min_items, b.max_items)
                    && !b.unique
                    && a.items.iter().chain(&a.rest).all(|item| self.value(item, &b.items))
            }
            (Type::Array(a), Type::Tuple(b)) => {
                let most = a.max_items.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
                counts(a.min_items, a.max_items, Some(b.min_items), longest(b))
                    && b.items.iter().chain(&b.rest).take(most).all(|item| self.value(&a.items, item))
            }
            (Type::Tuple(a), Type::Tuple(b)) => self.tuples(a, b),
            (Type::Map(a), Type::Map(b)) => {
                counts(a.min_members, a.max_members, b.min_members, b.max_members)
                    && (a.max_members == Some(0)
                        || self.kind(&a.keys, Large { kind: &b.keys, null: false, name: None })
                            && self.value(&a.values, &b.values))
            }
            _ => false,
        }
    }

    fn tuples(&mut self, a: &Tuple, b: &Tuple) -> bool {
        // What no list is long enough for says nothing.
        let most = longest(a).map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
        let longer = a.items.len().max(b.items.len() + usize::from(a.rest.is_some())).min(most);
        counts(Some(a.min_items), longest(a), Some(b.min_items), longest(b))
            && (0..longer).all(|at| {
                let place = |tuple: &'_ Tuple| tuple.items.get(at).or(tuple.rest.as_ref()).cloned();
                match (place(a), place(b)) {
                    // So long a list is in neither, or was counted.
                    (None, _) | (_, None) => true,
                    (Some(a), Some(b)) => self.value(&a, &b),
                }
            })
    }

    fn plain_in_named(&mut self, small: &Type, large: TypeId) -> bool {
        match &self.to.protocol.types[large].shape {
            Shape::Enumeration(list) => union::listed(small, list),
            Shape::Union(_) => self.plain_in_union(small, large),
            Shape::Struct(body) => match small {
                Type::Map(map) => self.map_in_object(map, body),
                _ => false,
            },
            Shape::Alias(_) => false,
        }
    }
}

/// Whether no list or map can be as long as it must and as short: there is no value of the type.
fn has_no_length(kind: &Type) -> bool {
    let (min, max) = match kind {
        Type::Array(array) => (array.min_items, array.max_items),
        Type::Tuple(tuple) => (Some(tuple.min_items), longest(tuple)),
        Type::Map(map) => (map.min_members, map.max_members),
        _ => return false,
    };
    min.zip(max).is_some_and(|(min, max)| min > max)
}

/// The most elements of a tuple.
fn longest(tuple: &Tuple) -> Option<u64> {
    match (&tuple.rest, tuple.max_items) {
        (None, max) => Some(max.unwrap_or(u64::MAX).min(tuple.items.len() as u64)),
        (Some(_), max) => max,
    }
}

/// The kinds of JSON that a type without a name has values of.
const fn kinds(plain: &Type) -> Kinds {
    use codegen_ir::Literal;
    match plain {
        Type::Any | Type::Ref(_) => Kinds::ALL,
        Type::Never => Kinds::NONE,
        Type::Null | Type::Literal(Literal::Null) => Kinds::NULL,
        Type::Boolean | Type::Literal(Literal::Boolean(_)) => Kinds::BOOLEAN,
        Type::Integer(_) | Type::Literal(Literal::Integer(_)) => Kinds::INTEGER,
        Type::Number(_) => Kinds::INTEGER.union(Kinds::FLOAT),
        Type::Literal(Literal::Number(_)) => Kinds::FLOAT,
        Type::String(_) | Type::Literal(Literal::String(_)) => Kinds::STRING,
        Type::Array(_) | Type::Tuple(_) => Kinds::ARRAY,
        Type::Map(_) => Kinds::OBJECT,
    }
}
