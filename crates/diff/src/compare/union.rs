//! Unions and their variants.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::mem::{Discriminant, discriminant};

use codegen_ir::{
    Kinds, Literal, Openness, Presence, Shape, Struct, Tagging, ToldApart, Type, TypeId, Union, Value,
    Variant,
};

use super::lost::{lost, without};
use super::twins::Twins;
use super::{Cmp, Place, plain};
use crate::hash::object_without;
use crate::rules::ALL;
use crate::rules::enums::E06;
use crate::rules::properties::P14;
use crate::rules::types::T01;
use crate::rules::unions::{U01, U02, U03, U04, U05, U06, U08, U09};
use crate::side::{Side, cut, squeezed};
use crate::walk::Walk;
use crate::within::every;

/// Variants that belong together, and those that are alone.
struct Pairing {
    pairs: Vec<(usize, usize)>,
    gone: Vec<usize>,
    come: Vec<usize>,
}

impl Cmp<'_, '_> {
    pub(super) fn unions(&mut self, place: &Place, (old, a): (TypeId, &Union), (new, b): (TypeId, &Union)) {
        let whole = (plain(Type::Ref(old)), plain(Type::Ref(new)));
        let open = |union: &Union| union.openness == Openness::Open || union.catch_all.is_some();
        let pairing = match (&a.tagging, &b.tagging) {
            (Tagging::Untagged { .. }, Tagging::Untagged { .. }) => self.pair_untagged(a, b),
            (Tagging::Internal { tag }, Tagging::Internal { tag: other }) if tag != other => {
                self.turned(&U03, 0, place, cut(tag), cut(other));
                let Pairing { gone, come, .. } = pair_tags(&tags_of(a), &tags_of(b));
                return self.alone(place, (a, &whole.0), (b, &whole.1), &gone, &come);
            }
            (x, y) if x == y => pair_tags(&tags_of(a), &tags_of(b)),
            (Tagging::Internal { tag }, Tagging::Untagged { .. }) if is_loose(&self.walk.new, b, tag) => {
                self.hit(&U05, 0, place);
                let new: Vec<Vec<String>> =
                    b.variants.iter().map(|variant| tags_in(&self.walk.new, variant, tag)).collect();
                pair_tags(&tags_of(a), &new)
            }
            (x, y) => {
                self.turned(&U06, 0, place, tagging(x), tagging(y));
                return;
            }
        };
        let Pairing { pairs, mut gone, mut come } = pairing;
        if let (Tagging::Internal { tag }, Tagging::Internal { .. }) = (&a.tagging, &b.tagging) {
            self.retagged(place, a, b, Some(tag), &mut gone, &mut come);
        } else if a.tagging == Tagging::External {
            self.retagged(place, a, b, None, &mut gone, &mut come);
        }
        for (x, y) in &pairs {
            self.variant(place, &a.variants[*x], &b.variants[*y]);
        }
        self.alone(place, (a, &whole.0), (b, &whole.1), &gone, &come);
        self.others(place, (a, &whole.0), (b, &whole.1));
        self.order(place, a, b, &pairs);
        self.common(place, a, b, &pairs);
        if discriminant(&a.tagging) == discriminant(&b.tagging) {
            self.opened(0, place, open(a), open(b));
        }
    }

    fn variant(&mut self, place: &Place, a: &Variant, b: &Variant) {
        let at = place.below(&step(a), &T01);
        match (&a.content, &b.content) {
            // Its docs are those of its own type.
            (Some(x), Some(y)) => self.value(&at, x, y),
            (None, None) => self.docs(&at, &a.docs, &b.docs),
            (Some(x), None) => {
                let was = self.walk.old.show(x);
                self.turned(&T01, 0, &at, was, "no content".to_owned());
            }
            (None, Some(y)) => {
                let now = self.walk.new.show(y);
                self.turned(&T01, 0, &at, "no content".to_owned(), now);
            }
        }
    }

    /// Variants of one side only.
    fn alone(
        &mut self,
        place: &Place,
        (a, old): (&Union, &Value),
        (b, new): (&Union, &Value),
        gone: &[usize],
        come: &[usize],
    ) {
        // What stands in a key is not written as its content.
        let whole = |union: &Union| union.tagging != Tagging::External;
        // One of the others may take all of its values, or some of them each.
        let grown = |walk: &Walk<'_>, own: &Value| walk.grown(own, new);
        let shrunk = |walk: &Walk<'_>, own: &Value| walk.shrunk(old, own);
        for variant in gone.iter().map(|index| &a.variants[*index]) {
            let own = variant.content.as_ref().filter(|_| whole(a));
            let covered = own.filter(|own| grown(self.walk, own));
            let at = place.below(&step(variant), &T01);
            let lost = |own: &Value| lost((&self.walk.old, &own.kind), (&self.walk.new, &new.kind));
            let lost = covered.map(lost).unwrap_or_default();
            let hit = self.hit(&U02, usize::from(covered.is_some()) + usize::from(!lost.is_empty()), &at);
            hit.was = all_tags(variant);
            hit.kept = b.openness == Openness::Open;
            hit.now = Some(without(&lost)).filter(|_| !lost.is_empty());
        }
        for variant in come.iter().map(|index| &b.variants[*index]) {
            let own = variant.content.as_ref().filter(|_| whole(b));
            let covered = own.filter(|own| shrunk(self.walk, own));
            // What was read as others is read as this one, by its tag.
            let lost = |own: &Value| lost((&self.walk.old, &old.kind), (&self.walk.new, &own.kind));
            let tagged = matches!(b.tagging, Tagging::Internal { .. });
            let lost = covered.filter(|_| tagged).map(lost).unwrap_or_default();
            let at = place.below(&step(variant), &T01);
            let caught = a.catch_all.is_some_and(|kinds| kinds.contains(variant.guard.kinds));
            let case = usize::from(covered.is_some()) + usize::from(!lost.is_empty());
            let hit = self.hit(&U01, case, &at);
            hit.now = Some(without(&lost)).filter(|_| !lost.is_empty()).or_else(|| all_tags(variant));
            hit.tolerated = a.openness == Openness::Open || caught && variant.guard.kinds != Kinds::NONE;
            hit.source = Some(ALL).filter(|_| !hit.tolerated && covered.is_none());
        }
    }

    /// The branch for whatever the variants do not take.
    fn others(&mut self, place: &Place, (a, old): (&Union, &Value), (b, new): (&Union, &Value)) {
        let caught = |union: &Union| union.catch_all.unwrap_or(Kinds::NONE);
        let (gone, come) = (caught(a).without(caught(b)), caught(b).without(caught(a)));
        let words = |kinds: Kinds| kinds.iter().map(|(_, name)| name).collect::<Vec<_>>().join(", ");
        let at = place.below("<..>", &T01);
        if !gone.is_empty() {
            let covered = gone.iter().all(|(kind, _)| self.walk.grown(&plain(every(kind)), new));
            self.hit(&U02, usize::from(covered), &at).was = Some(words(gone));
        }
        if !come.is_empty() {
            let covered = come.iter().all(|(kind, _)| self.walk.shrunk(old, &plain(every(kind))));
            let hit = self.hit(&U01, usize::from(covered), &at);
            hit.now = Some(words(come));
            // Open readers keep what is written as an unknown variant would be: any text, but no object without a
            // tag, or with one that they know and other content.
            let kept = if a.tagging == Tagging::External { Kinds::STRING } else { Kinds::NONE };
            hit.tolerated = a.openness == Openness::Open && come.without(kept).is_empty();
        }
    }

    /// Variants that differ in nothing but their tag.
    fn retagged(
        &mut self,
        place: &Place,
        a: &Union,
        b: &Union,
        tag: Option<&str>,
        gone: &mut Vec<usize>,
        come: &mut Vec<usize>,
    ) {
        let words = |variant: &Variant| variant.tags.first().map(|tag| squeezed(tag));
        let of = |side: &Side<'_>, union: &Union, list: &[usize]| -> Vec<(u64, usize)> {
            list.iter().map(|at| content(side, &union.variants[*at], tag)).collect()
        };
        let (own, other) = (of(&self.walk.old, a, gone), of(&self.walk.new, b, come));
        let mut by_content: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, (hash, _)) in other.iter().enumerate() {
            by_content.entry(*hash).or_default().push(at);
        }
        let mut taken = vec![false; come.len()];
        let mut left = Vec::new();
        for (x, (hash, size)) in gone.iter().zip(own) {
            let old = &a.variants[*x];
            let telling = size >= 2 || size == 1 && tag.is_some();
            let alike = by_content.get(&hash).into_iter().flatten().filter(|at| !taken[**at]);
            let mut alike =
                alike.filter(|at| telling || words(old) == words(&b.variants[come[**at]])).copied();
            let (Some(at), None) = (alike.next(), alike.next()) else {
                left.push(*x);
                continue;
            };
            taken[at] = true;
            let new = &b.variants[come[at]];
            let here = place.below(&step(old), &T01);
            self.turned(&U04, 0, &here, cut(&old.tags.join(", ")), cut(&new.tags.join(", ")));
        }
        *gone = left;
        *come = come.iter().zip(taken).filter(|(_, taken)| !taken).map(|(at, _)| *at).collect();
    }

    fn order(&mut self, place: &Place, a: &Union, b: &Union, pairs: &[(usize, usize)]) {
        let moved = pairs.windows(2).any(|two| two[0].1 > two[1].1);
        let overlap =
            |union: &Union| matches!(union.tagging, Tagging::Untagged { told_apart: ToldApart::InOrder(..) });
        if moved {
            let rule = if overlap(a) && overlap(b) { &U09 } else { &E06 };
            self.hit(rule, 0, place);
        }
        let untagged = |union: &Union| matches!(union.tagging, Tagging::Untagged { .. });
        if untagged(a) && untagged(b) && !overlap(a) && overlap(b) {
            self.hit(&U08, 0, place);
        }
    }

    /// Members that the schema declares once for all variants, or in each of them.
    fn common(&mut self, place: &Place, a: &Union, b: &Union, pairs: &[(usize, usize)]) {
        let old: BTreeSet<&String> = a.common.iter().collect();
        let new: BTreeSet<&String> = b.common.iter().collect();
        for wire in old.symmetric_difference(&new) {
            let everywhere = pairs.iter().all(|(x, y)| {
                has_field(&self.walk.old, &a.variants[*x], wire)
                    && has_field(&self.walk.new, &b.variants[*y], wire)
            });
            if everywhere {
                self.hit(&P14, 0, &place.below(&format!(".{wire}"), &T01));
            }
        }
    }

    /// By reference to one definition, by structure, by name, by kind of value, by form.
    fn pair_untagged(&self, a: &Union, b: &Union) -> Pairing {
        let (old, new) = (&self.walk.old, &self.walk.new);
        let mut pairing = Pairing {
            pairs: Vec::new(),
            gone: (0..a.variants.len()).collect(),
            come: (0..b.variants.len()).collect(),
        };
        let name =
            |side: &Side<'_>, variant: &Variant| match variant.content.as_ref().map(|value| &value.kind) {
                Some(Type::Ref(id)) if side.is_definition(*id) => Some(side.def(*id).name.clone()),
                _ => None,
            };
        let hash =
            |side: &Side<'_>, variant: &Variant| variant.content.as_ref().map(|value| side.hash(value));
        let word = |variant: &Variant| Some((variant.name.clone(), variant.guard.kinds));
        pairing.by(|at| name(old, &a.variants[at]), |at| name(new, &b.variants[at]));
        pairing.by(|at| hash(old, &a.variants[at]), |at| hash(new, &b.variants[at]));
        pairing.by(|at| word(&a.variants[at]), |at| word(&b.variants[at]));
        let kinds = (counted(a, |variant| variant.guard.kinds), counted(b, |variant| variant.guard.kinds));
        let single =
            |counts: &HashMap<Kinds, usize>, kinds| (counts.get(&kinds) == Some(&1)).then_some(kinds);
        pairing.by(
            |at| single(&kinds.0, a.variants[at].guard.kinds),
            |at| single(&kinds.1, b.variants[at].guard.kinds),
        );
        // Listed values beside free text are both strings.
        let forms = (counted(a, |variant| form(old, variant)), counted(b, |variant| form(new, variant)));
        let single = |counts: &HashMap<Option<Form>, usize>, form| {
            (counts.get(&form) == Some(&1)).then_some(form).flatten()
        };
        pairing.by(
            |at| single(&forms.0, form(old, &a.variants[at])),
            |at| single(&forms.1, form(new, &b.variants[at])),
        );
        pairing.pairs.sort_unstable();
        pairing
    }
}

impl Pairing {
    /// Pairs those that are still alone and have the same key, in their order.
    fn by<K: Hash + Eq>(&mut self, own: impl Fn(usize) -> Option<K>, other: impl Fn(usize) -> Option<K>) {
        let mut twins = Twins::new(self.come.iter().map(|at| other(*at)));
        let (come, pairs) = (&self.come, &mut self.pairs);
        self.gone.retain(|at| {
            let twin = own(*at).and_then(|key| twins.take(&key));
            twin.map(|place| pairs.push((*at, come[place]))).is_none()
        });
        self.come = twins.left().map(|place| self.come[place]).collect();
    }
}

/// How many variants there are of each sort.
fn counted<K: Hash + Eq>(union: &Union, sort: impl Fn(&Variant) -> K) -> HashMap<K, usize> {
    let mut counts = HashMap::new();
    for variant in &union.variants {
        *counts.entry(sort(variant)).or_default() += 1;
    }
    counts
}

/// How a variant's content is made: its kind of type, and of shape where it has a name.
type Form = (Discriminant<Type>, Option<Discriminant<Shape>>);

fn form(side: &Side<'_>, variant: &Variant) -> Option<Form> {
    let kind = side.protocol.resolve(&variant.content.as_ref()?.kind);
    let shape = match kind {
        Type::Ref(id) => Some(discriminant(&side.def(*id).shape)),
        _ => None,
    };
    Some((discriminant(kind), shape))
}

/// Pairs variants that share a tag.
fn pair_tags(old: &[Vec<String>], new: &[Vec<String>]) -> Pairing {
    let by_tag: HashMap<&str, usize> = new
        .iter()
        .enumerate()
        .flat_map(|(index, tags)| tags.iter().map(move |tag| (tag.as_str(), index)))
        .collect();
    let mut used = BTreeSet::new();
    let (mut pairs, mut gone) = (Vec::new(), Vec::new());
    for (index, tags) in old.iter().enumerate() {
        match tags.iter().find_map(|tag| by_tag.get(tag.as_str()).filter(|at| !used.contains(*at))) {
            Some(at) => {
                used.insert(*at);
                pairs.push((index, *at));
            }
            None => gone.push(index),
        }
    }
    let come = (0..new.len()).filter(|index| !used.contains(index)).collect();
    Pairing { pairs, gone, come }
}

fn tags_of(union: &Union) -> Vec<Vec<String>> {
    union.variants.iter().map(|variant| variant.tags.clone()).collect()
}

fn step(variant: &Variant) -> String {
    format!("<{}>", cut(variant.tags.first().unwrap_or(&variant.name)))
}

/// The tags of a variant that has several: it is called by the first.
fn all_tags(variant: &Variant) -> Option<String> {
    let tags = variant.tags.iter().map(|tag| format!("\"{}\"", tag.escape_debug()));
    (variant.tags.len() > 1).then(|| cut(&tags.collect::<Vec<_>>().join(", ")))
}

fn tagging(tagging: &Tagging) -> String {
    match tagging {
        Tagging::Internal { tag } => format!("tagged by the member `{}`", cut(tag)),
        Tagging::External => "tagged by a key around the content".to_owned(),
        Tagging::Untagged { .. } => "not tagged".to_owned(),
    }
}

fn body<'a>(side: &Side<'a>, variant: &Variant) -> Option<&'a Struct> {
    match side.protocol.resolve(&variant.content.as_ref()?.kind) {
        Type::Ref(id) => match &side.def(*id).shape {
            Shape::Struct(body) => Some(body),
            _ => None,
        },
        _ => None,
    }
}

fn has_field(side: &Side<'_>, variant: &Variant, wire: &str) -> bool {
    body(side, variant).is_some_and(|body| body.fields.iter().any(|field| field.wire == wire))
}

/// The hash of a variant's content without its tag, and how much of it there is.
fn content(side: &Side<'_>, variant: &Variant, tag: Option<&str>) -> (u64, usize) {
    match (body(side, variant), tag) {
        (Some(body), Some(tag)) => {
            (object_without(body, tag, &side.hashes.near), body.fields.len().saturating_sub(1))
        }
        (body, _) => {
            let hash = variant.content.as_ref().map_or(0, |value| side.hash(value));
            (hash, body.map_or(0, |body| body.fields.len()))
        }
    }
}

/// Whether the variants have the tag still, but need not write it.
fn is_loose(side: &Side<'_>, union: &Union, tag: &str) -> bool {
    let optional = |variant: &Variant| {
        body(side, variant).is_some_and(|body| {
            body.fields.iter().any(|field| field.wire == tag && field.presence == Presence::Optional)
        })
    };
    union.variants.iter().any(optional)
        && union.variants.iter().all(|variant| !tags_in(side, variant, tag).is_empty())
}

fn tags_in(side: &Side<'_>, variant: &Variant, tag: &str) -> Vec<String> {
    body(side, variant).map(|body| field_tags(side, body, tag)).unwrap_or_default()
}

/// The strings that a member may be.
pub(super) fn field_tags(side: &Side<'_>, body: &Struct, tag: &str) -> Vec<String> {
    let field = body.fields.iter().find(|field| field.wire == tag);
    let values = field.and_then(|field| side.values(&field.value.kind)).map(|(values, _)| values);
    values
        .into_iter()
        .flatten()
        .filter_map(|literal| match literal {
            Literal::String(text) => Some(text),
            _ => None,
        })
        .collect()
}
