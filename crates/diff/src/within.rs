//! Whether each value of one type is a value of another, of another protocol. Says no where it is not sure.

use std::collections::HashSet;

use codegen_ir::{
    Bound, Enumeration, Integer, Literal, Number, Openness, Presence, Protocol, Rest, Shape, Struct, Tagging,
    Text, Type, TypeId, Union, Value,
};

/// More steps are not spent on one question.
const BUDGET: usize = 20_000;

/// Whether each value of `small` is one of `large`.
pub(crate) fn within(from: &Protocol, small: &Value, to: &Protocol, large: &Value) -> bool {
    Question { from, to, assumed: HashSet::new(), left: BUDGET }.value(small, large)
}

struct Question<'a> {
    from: &'a Protocol,
    to: &'a Protocol,
    /// Pairs that are being answered, or were answered with yes: a cycle that finds no objection has none.
    assumed: HashSet<(TypeId, TypeId)>,
    left: usize,
}

impl<'a> Question<'a> {
    fn value(&mut self, small: &'a Value, large: &'a Value) -> bool {
        let null = !small.nullable || large.nullable || self.to.holds_null(&large.kind);
        null && self.kind(&small.kind, &large.kind)
    }

    fn kind(&mut self, small: &'a Type, large: &'a Type) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let (small, large) = (self.from.resolve(small), self.to.resolve(large));
        match (small, large) {
            (Type::Never, _) | (_, Type::Any) | (Type::Null, Type::Null) | (Type::Boolean, Type::Boolean) => {
                true
            }
            (Type::Ref(a), Type::Ref(b)) => {
                if !self.assumed.insert((*a, *b)) {
                    return true;
                }
                let yes = self.shapes(small, *a, large, *b);
                if !yes {
                    self.assumed.remove(&(*a, *b));
                }
                yes
            }
            (Type::Ref(a), _) => match &self.from.types[*a].shape {
                Shape::Enumeration(list) => values_within(list, large),
                Shape::Union(union) => self.each_variant(union, large),
                Shape::Alias(value) => !value.nullable && self.kind(&value.kind, large),
                Shape::Struct(body) => self.object_in_map(body, large),
            },
            (_, Type::Ref(b)) => match &self.to.types[*b].shape {
                Shape::Enumeration(list) => literal_in(small, list),
                Shape::Union(union) => self.some_variant(small, union),
                Shape::Alias(value) => self.kind(small, &value.kind),
                Shape::Struct(_) => false,
            },
            (Type::Literal(literal), large) => literal_within(literal, large),
            (Type::Integer(a), Type::Integer(b)) => integer_within(*a, *b),
            (Type::Integer(a), Type::Number(b)) => integer_in_number(*a, *b),
            (Type::Number(a), Type::Number(b)) => number_within(*a, *b),
            (Type::String(a), Type::String(b)) => text_within(a, b),
            (Type::Array(a), Type::Array(b)) => {
                counts(a.min_items, a.max_items, b.min_items, b.max_items)
                    && (a.unique || !b.unique)
                    && self.value(&a.items, &b.items)
            }
            (Type::Tuple(a), Type::Array(b)) => {
                counts(Some(a.min_items), a.max_items, b.min_items, b.max_items)
                    && !b.unique
                    && a.items.iter().chain(&a.rest).all(|item| self.value(item, &b.items))
            }
            (Type::Map(a), Type::Map(b)) => {
                counts(a.min_members, a.max_members, b.min_members, b.max_members)
                    && self.kind(&a.keys, &b.keys)
                    && self.value(&a.values, &b.values)
            }
            _ => false,
        }
    }

    fn shapes(&mut self, small: &'a Type, a: TypeId, large: &'a Type, b: TypeId) -> bool {
        match (&self.from.types[a].shape, &self.to.types[b].shape) {
            (Shape::Alias(value), _) => self.kind(&value.kind, large),
            (_, Shape::Alias(value)) => self.kind(small, &value.kind),
            (Shape::Struct(a), Shape::Struct(b)) => self.objects(a, b),
            (Shape::Enumeration(a), Shape::Enumeration(b)) => {
                let open = b.openness == Openness::Open;
                a.values.iter().all(|value| {
                    open && matches!(value.literal, Literal::String(_))
                        || b.values.iter().any(|other| other.literal == value.literal)
                })
            }
            (Shape::Union(a), Shape::Union(b)) if tagged_alike(a, b) => a.variants.iter().all(|variant| {
                let same =
                    b.variants.iter().find(|other| variant.tags.iter().all(|tag| other.tags.contains(tag)));
                same.is_some_and(|other| match (&variant.content, &other.content) {
                    (None, None) => true,
                    (Some(a), Some(b)) => self.value(a, b),
                    _ => false,
                })
            }),
            (Shape::Union(a), _) => self.each_variant(a, large),
            (_, Shape::Union(b)) => self.some_variant(small, b),
            _ => false,
        }
    }

    /// Whether all variants of a union that are not written in a way of their own are within.
    fn each_variant(&mut self, union: &'a Union, large: &'a Type) -> bool {
        union.tagging != Tagging::External
            && union.catch_all.is_none()
            && union.variants.iter().all(|variant| {
                variant
                    .content
                    .as_ref()
                    .is_none_or(|content| !content.nullable && self.kind(&content.kind, large))
            })
    }

    fn some_variant(&mut self, small: &'a Type, union: &'a Union) -> bool {
        if union.tagging == Tagging::External {
            let bare = |literal: &Literal| {
                union.variants.iter().any(|variant| {
                    variant.content.is_none()
                        && matches!(literal, Literal::String(text) if variant.tags.contains(text))
                })
            };
            return match small {
                Type::Literal(literal) => bare(literal),
                Type::Ref(id) => match &self.from.types[*id].shape {
                    Shape::Enumeration(list) => list.values.iter().all(|value| bare(&value.literal)),
                    _ => false,
                },
                _ => false,
            };
        }
        union
            .variants
            .iter()
            .any(|variant| variant.content.as_ref().is_some_and(|content| self.kind(small, &content.kind)))
    }

    fn objects(&mut self, a: &'a Struct, b: &'a Struct) -> bool {
        let own = |wire: &str| a.fields.iter().find(|field| field.wire == wire);
        let fields = b.fields.iter().all(|field| match own(&field.wire) {
            Some(mine) => {
                (field.presence == Presence::Optional || mine.presence == Presence::Required)
                    && self.value(&mine.value, &field.value)
            }
            None => field.presence == Presence::Optional,
        });
        let known = |wire: &str| b.fields.iter().any(|field| field.wire == wire);
        let extra = a.fields.iter().filter(|field| !known(&field.wire)).all(|field| match &b.rest {
            Rest::Open => true,
            Rest::Closed => false,
            Rest::Typed(rest) => self.value(&field.value, rest),
        });
        let rest = match (&a.rest, &b.rest) {
            (_, Rest::Open) | (Rest::Closed, _) => true,
            (Rest::Typed(a), Rest::Typed(b)) => self.value(a, b),
            _ => false,
        };
        fields && extra && rest && b.rules.iter().all(|rule| a.rules.contains(rule))
    }

    fn object_in_map(&mut self, body: &'a Struct, large: &'a Type) -> bool {
        let Type::Map(map) = large else { return false };
        let plain = map.min_members.is_none()
            && map.max_members.is_none()
            && map.keys == Type::String(Text::default());
        plain
            && body.fields.iter().all(|field| self.value(&field.value, &map.values))
            && match &body.rest {
                Rest::Closed => true,
                Rest::Open => map.values.kind == Type::Any,
                Rest::Typed(rest) => self.value(rest, &map.values),
            }
    }
}

fn tagged_alike(a: &Union, b: &Union) -> bool {
    !matches!(a.tagging, Tagging::Untagged { .. }) && a.tagging == b.tagging && a.catch_all.is_none()
}

fn values_within(list: &Enumeration, large: &Type) -> bool {
    list.values.iter().all(|value| literal_within(&value.literal, large))
}

fn literal_in(small: &Type, list: &Enumeration) -> bool {
    match small {
        Type::Literal(literal) => list.values.iter().any(|value| value.literal == *literal),
        Type::Boolean => [true, false]
            .into_iter()
            .all(|wanted| list.values.iter().any(|value| value.literal == Literal::Boolean(wanted))),
        _ => false,
    }
}

fn literal_within(literal: &Literal, large: &Type) -> bool {
    match (literal, large) {
        (_, Type::Any) | (Literal::Null, Type::Null) | (Literal::Boolean(_), Type::Boolean) => true,
        (a, Type::Literal(b)) => a == b,
        (Literal::String(text), Type::String(rules)) => {
            let length = text.chars().count() as u64;
            rules.pattern.is_none()
                && rules.min_length.is_none_or(|min| length >= min)
                && rules.max_length.is_none_or(|max| length <= max)
        }
        (Literal::Integer(value), Type::Integer(range)) => {
            let (min, max) = range.bounds();
            min.is_none_or(|min| *value >= min)
                && max.is_none_or(|max| *value <= max)
                && range.multiple_of.is_none_or(|step| step > 0 && value % i128::from(step) == 0)
        }
        (Literal::Integer(_) | Literal::Number(_), Type::Number(range)) => {
            range.min.is_none() && range.max.is_none()
        }
        _ => false,
    }
}

/// Whether a range lies in another one.
pub(crate) fn range_within<T: PartialOrd>(a: (Option<T>, Option<T>), b: (Option<T>, Option<T>)) -> bool {
    let low = b.0.is_none_or(|min| a.0.is_some_and(|own| own >= min));
    let high = b.1.is_none_or(|max| a.1.is_some_and(|own| own <= max));
    low && high
}

fn counts(a_min: Option<u64>, a_max: Option<u64>, b_min: Option<u64>, b_max: Option<u64>) -> bool {
    range_within((Some(a_min.unwrap_or(0)), a_max), (Some(b_min.unwrap_or(0)), b_max))
}

pub(crate) fn integer_within(a: Integer, b: Integer) -> bool {
    let steps = match (a.multiple_of, b.multiple_of) {
        (_, None) => true,
        (Some(a), Some(b)) => b > 0 && a % b == 0,
        (None, Some(b)) => b == 1,
    };
    steps && range_within(a.bounds(), b.bounds())
}

fn integer_in_number(a: Integer, b: Number) -> bool {
    // Bounds of integers that a float holds exactly are compared as floats.
    #[allow(clippy::cast_precision_loss)]
    let float = |value: i128| value as f64;
    let (min, max) = a.bounds();
    let bound = |value: Option<i128>| value.map(|at| Bound { at: float(at), exclusive: false });
    number_within(Number { min: bound(min), max: bound(max) }, b)
}

pub(crate) fn number_within(a: Number, b: Number) -> bool {
    let covers = |own: Option<Bound>, other: Option<Bound>, sign: f64| match (own, other) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(own), Some(other)) => {
            let (own_at, other_at) = (own.at * sign, other.at * sign);
            own_at > other_at || own_at >= other_at && (own.exclusive || !other.exclusive)
        }
    };
    covers(a.min, b.min, 1.0) && covers(a.max, b.max, -1.0)
}

pub(crate) fn text_within(a: &Text, b: &Text) -> bool {
    counts(a.min_length, a.max_length, b.min_length, b.max_length)
        && (b.pattern.is_none() || a.pattern == b.pattern)
}
