//! Objects.

use std::collections::{HashMap, HashSet};

use codegen_ir::{
    Field, Literal, Map, Presence, Rest, Rule, Shape, Struct, Tagging, Text, Type, Union, Value, begins,
};

use super::{Large, Question};

/// So few members are looked through one by one.
const GLANCE: usize = 16;

/// An object type, or what an object around a variant's content is like.
#[derive(Clone)]
pub(super) struct Body<'b> {
    pub members: Vec<Member<'b>>,
    pub rest: &'b Rest,
    pub prefixes: &'b [String],
    pub rules: &'b [Rule],
    /// How many members it has at least and at most, as far as nothing above says so.
    pub count: (u64, Option<u64>),
}

#[derive(Clone, Copy)]
pub(super) struct Member<'b> {
    pub wire: &'b str,
    pub required: bool,
    pub value: &'b Value,
}

impl<'b> Body<'b> {
    pub fn of(body: &'b Struct) -> Self {
        let member = |field: &'b Field| Member {
            wire: &field.wire,
            required: field.presence == Presence::Required,
            value: &field.value,
        };
        let all = Self {
            members: body.fields.iter().map(member).collect(),
            rest: &body.rest,
            prefixes: &body.prefixes,
            rules: &body.rules,
            count: (0, None),
        };
        // Where as many must be there as are named, each must.
        let each = *all.rest == Rest::Closed && all.counts().0 >= all.members.len() as u64;
        if each { all.having(|_| true) } else { all }
    }

    /// Those of its objects that have some of its members.
    pub fn having(&self, has: impl Fn(&str) -> bool) -> Self {
        let member =
            |member: &Member<'b>| Member { required: member.required || has(member.wire), ..*member };
        Self { members: self.members.iter().map(member).collect(), ..*self }
    }

    /// Whether no object has as many members as it must and as few.
    fn is_empty(&self) -> bool {
        let (least, most) = self.counts();
        most.is_some_and(|most| least > most)
    }

    /// By which variants of a union it must be: those with its tag, where it has one.
    pub fn tag_of(&self, union: &Union) -> Option<&'b str> {
        let Tagging::Internal { tag: key } = &union.tagging else { return None };
        let member = self.members.iter().find(|member| member.wire == key)?;
        match &member.value.kind {
            Type::Literal(Literal::String(tag)) => Some(tag),
            _ => None,
        }
    }

    /// Whether a required member of the other is not always here, where that is seen at a glance.
    fn lacks_a_member(&self, other: &Struct) -> bool {
        let has = |wire: &str| self.required().any(|own| own == wire);
        let required = |field: &&Field| field.presence == Presence::Required;
        self.members.len() <= GLANCE && other.fields.iter().filter(required).any(|field| !has(&field.wire))
    }

    /// The same with another value in one member.
    pub fn with(mut self, wire: &str, value: &'b Value) -> Self {
        self.members.iter_mut().filter(|member| member.wire == wire).for_each(|member| member.value = value);
        self
    }

    /// An object with one member and no other.
    pub fn keyed(key: &'b str, value: &'b Value) -> Self {
        let members = vec![Member { wire: key, required: true, value }];
        Self { members, rest: &Rest::Closed, prefixes: &[], rules: &[], count: (0, None) }
    }

    /// Whether a member that it does not name may be called so.
    fn lets_in(&self, name: &str) -> bool {
        *self.rest != Rest::Closed && begins(name, self.prefixes)
    }

    /// How many members it has at least and at most.
    pub fn counts(&self) -> (u64, Option<u64>) {
        let has = |wire: &String| self.required().any(|own| own == wire);
        // One of several sets adds at least one member, where each has one more than is required.
        let more = self.rules.iter().any(|rule| match rule {
            Rule::AnyOf(sets) | Rule::OneOf(sets) => sets.iter().all(|set| !set.iter().all(has)),
            _ => false,
        });
        let named = self.members.len() as u64;
        let most = if *self.rest == Rest::Closed { Some(named) } else { None };
        let (mut least, mut most) = (
            self.count.0.max(self.required().count() as u64 + u64::from(more)),
            least_of(self.count.1, most),
        );
        for rule in self.rules {
            match rule {
                Rule::MinMembers(min) => least = least.max(*min),
                Rule::MaxMembers(max) => most = least_of(most, Some(*max)),
                _ => {}
            }
        }
        (least, most)
    }

    pub fn required(&self) -> impl Iterator<Item = &'b str> + '_ {
        self.members.iter().filter(|member| member.required).map(|member| member.wire)
    }
}

impl Question<'_> {
    pub(super) fn object(&mut self, small: &Body<'_>, large: Large<'_>) -> bool {
        match large.kind {
            Type::Any => true,
            _ if small.is_empty() => true,
            Type::Map(map) => self.object_in_map(small, map),
            Type::Ref(id) => match &self.to.protocol.types[*id].shape {
                Shape::Struct(body) => self.objects(small, body),
                Shape::Union(_) => self.object_in_union(small, *id),
                Shape::Enumeration(_) | Shape::Alias(_) => false,
            },
            _ => false,
        }
    }

    fn objects(&mut self, a: &Body<'_>, b: &Struct) -> bool {
        if !self.step() || a.lacks_a_member(b) {
            return false;
        }
        let own: HashMap<&str, &Member<'_>> = a.members.iter().map(|member| (member.wire, member)).collect();
        // What says no at once is asked first.
        let plain = |field: &&Field| !matches!(field.value.kind, Type::Ref(_));
        let (first, last): (Vec<&Field>, Vec<&Field>) = b.fields.iter().partition(plain);
        let fields = first.into_iter().chain(last).all(|field| {
            if let Some(mine) = own.get(field.wire.as_str()) {
                return (field.presence == Presence::Optional || mine.required)
                    && self.value(mine.value, &field.value);
            }
            let free = match a.rest {
                Rest::Typed(rest) if a.lets_in(&field.wire) => self.value(rest, &field.value),
                // Nobody writes a member of which nobody knows.
                Rest::Open | Rest::Closed | Rest::Typed(_) => true,
            };
            free && field.presence == Presence::Optional
        });
        let known: HashSet<&str> = b.fields.iter().map(|field| field.wire.as_str()).collect();
        fields
            && a.members.iter().filter(|member| !known.contains(member.wire)).all(|member| {
                b.lets_in(member.wire)
                    && match &b.rest {
                        Rest::Typed(rest) => self.value(member.value, rest),
                        Rest::Open | Rest::Closed => true,
                    }
            })
            && match (a.rest, &b.rest) {
                (_, Rest::Open) | (Rest::Closed, _) => true,
                (Rest::Typed(a), Rest::Typed(b)) => self.value(a, b),
                (Rest::Open, Rest::Typed(b)) => b.kind == Type::Any,
                (_, Rest::Closed) => false,
            }
            && names_within((a.rest, a.prefixes), &b.prefixes)
            && b.rules.iter().all(|rule| follows(rule, a))
    }

    fn object_in_map(&mut self, a: &Body<'_>, map: &Map) -> bool {
        let (least, most) = a.counts();
        map.min_members.is_none_or(|min| least >= min)
            && map.max_members.is_none_or(|max| most.is_some_and(|most| most <= max))
            && map.keys == Type::String(Text::default())
            && a.members.iter().all(|member| self.value(member.value, &map.values))
            && match a.rest {
                Rest::Closed => true,
                Rest::Open => map.values.kind == Type::Any,
                Rest::Typed(rest) => self.value(rest, &map.values),
            }
    }

    pub(super) fn map_in_object(&mut self, a: &Map, b: &Struct) -> bool {
        let empty = a.max_members == Some(0);
        b.fields.iter().all(|field| {
            field.presence == Presence::Optional && (empty || self.value(&a.values, &field.value))
        }) && (empty
            || match &b.rest {
                Rest::Open => true,
                Rest::Closed => false,
                Rest::Typed(rest) => self.value(&a.values, rest),
            })
            && b.prefixes.is_empty()
            && b.rules.iter().all(|rule| match rule {
                Rule::MinMembers(min) => a.min_members.is_some_and(|own| own >= *min),
                Rule::MaxMembers(max) => a.max_members.is_some_and(|own| own <= *max),
                _ => false,
            })
    }
}

/// Whether a rule holds for all objects of a type.
fn follows(rule: &Rule, body: &Body<'_>) -> bool {
    let has = |wire: &String| body.required().any(|own| own == wire);
    // Nobody writes a member of which nobody knows.
    let never = |wire: &String| {
        !matches!(body.rest, Rest::Typed(_) if body.lets_in(wire))
            && body.members.iter().all(|member| member.wire != wire.as_str())
    };
    body.rules.contains(rule)
        || match rule {
            Rule::AnyOf(sets) => {
                // One of its own sets is there, and with it one of these.
                let there = |own: &Vec<String>| {
                    sets.iter().any(|set| set.iter().all(|wire| own.contains(wire) || has(wire)))
                };
                there(&Vec::new())
                    || body.rules.iter().any(
                        |rule| matches!(rule, Rule::AnyOf(own) | Rule::OneOf(own) if own.iter().all(there)),
                    )
            }
            Rule::OneOf(sets) => {
                sets.iter().filter(|set| set.iter().all(has)).count() == 1
                    && sets.iter().filter(|set| !set.iter().any(never)).count() == 1
            }
            Rule::Requires(one, others) => never(one) || others.iter().all(has),
            Rule::MinMembers(min) => body.counts().0 >= *min,
            Rule::MaxMembers(max) => body.counts().1.is_some_and(|most| most <= *max),
        }
}

/// Whether members without a field, where there are any, begin as others must.
pub(crate) fn names_within((rest, own): (&Rest, &[String]), others: &[String]) -> bool {
    let narrower = || !own.is_empty() && own.iter().all(|prefix| begins(prefix, others));
    others.is_empty() || *rest == Rest::Closed || narrower()
}

/// The smaller of two limits, where there are any.
fn least_of(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    a.into_iter().chain(b).min()
}
