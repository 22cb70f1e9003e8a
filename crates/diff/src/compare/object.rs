//! Objects and their members.

use std::collections::HashMap;

use codegen_ir::{Field, Json, Pointer, Presence, Rest, Rule, Struct, Type};

use super::twins::Twins;
use super::{Cmp, Place, plain};
use crate::rules::NONE;
use crate::rules::properties::{P01, P02, P03, P04, P05, P06, P09, P10, P11, P12, P13};
use crate::rules::types::{T01, T08, T09};
use crate::side::{cut, numbers_as_one, squeezed};
use crate::within::names_within;

impl Cmp<'_, '_> {
    pub(super) fn objects(&mut self, place: &Place, a: &Struct, b: &Struct) {
        let by_name: HashMap<&str, &Field> =
            b.fields.iter().map(|field| (field.wire.as_str(), field)).collect();
        let old: HashMap<&str, &Field> = a.fields.iter().map(|field| (field.wire.as_str(), field)).collect();
        let mut gone: Vec<&Field> = Vec::new();
        for field in &a.fields {
            match by_name.get(field.wire.as_str()) {
                Some(other) => self.field(place, field, other),
                None => gone.push(field),
            }
        }
        let come: Vec<&Field> =
            b.fields.iter().filter(|field| !old.contains_key(field.wire.as_str())).collect();
        let mut renamed = Renamed::new(self, place, &come);
        let mut moved = Vec::new();
        gone.retain(|field| match renamed.take(self, field) {
            Some(at) => {
                moved.push((*field, come[at]));
                false
            }
            None => true,
        });
        let come: Vec<&Field> = renamed.words.left().map(|at| come[at]).collect();
        for (field, other) in moved {
            self.renaming(place, (field, a), (other, b));
        }
        for field in gone {
            let refused = self.refuses_old(b, field);
            let is_required = field.presence == Presence::Required;
            let rule = if is_required { &P04 } else { &P03 };
            // Where keys are data, others may stand under its name now.
            let clashes = !is_required && self.writes_other(b, field);
            let at = member(place, &field.wire, Some(&field.pointer), None);
            let was = self.walk.old.show(&field.value);
            self.hit(rule, usize::from(refused) + 2 * usize::from(clashes), &at).was = Some(was);
        }
        for field in come {
            let refused = self.refuses_new(a, field);
            let is_required = field.presence == Presence::Required;
            let rule = if is_required { &P01 } else { &P02 };
            // Where keys are data, others may have stood under its name.
            let clashes = !is_required && self.wrote_other(a, field);
            let at = member(place, &field.wire, None, Some(&field.pointer));
            let now = self.walk.new.show(&field.value);
            self.hit(rule, usize::from(refused) + 2 * usize::from(clashes), &at).now = Some(now);
        }
        let own: Vec<&str> = a.fields.iter().map(|field| field.wire.as_str()).collect();
        let other: Vec<&str> = b.fields.iter().map(|field| field.wire.as_str()).collect();
        self.named_alike(place, &own, &other, |wire| format!(".{wire}"));
        self.rest(place, &a.rest, &b.rest);
        self.rules(place, a, b);
    }

    /// One member, on both sides.
    fn field(&mut self, place: &Place, a: &Field, b: &Field) {
        let at = member(place, &a.wire, Some(&a.pointer), Some(&b.pointer));
        self.docs(&at, &a.docs, &b.docs);
        match (a.presence, b.presence) {
            (Presence::Optional, Presence::Required) => {
                self.hit(&P05, 0, &at);
            }
            (Presence::Required, Presence::Optional) => {
                self.hit(&P06, 0, &at);
            }
            _ => {}
        }
        self.default(&at, a, b);
        self.value(&at, &a.value, &b.value);
    }

    pub fn default(&mut self, at: &Place, a: &Field, b: &Field) {
        let plain = |default: &Option<Json>| default.as_ref().map(numbers_as_one);
        if plain(&a.default) != plain(&b.default) {
            let show = |default: &Option<Json>| {
                default.as_ref().map_or_else(|| "none".to_owned(), |json| cut(&json.to_string()))
            };
            self.turned(&P10, 0, at, show(&a.default), show(&b.default));
        }
    }

    /// To each peer, one member is gone and one is new.
    fn renaming(&mut self, place: &Place, (a, old): (&Field, &Struct), (b, new): (&Field, &Struct)) {
        let at = member(place, &a.wire, Some(&a.pointer), Some(&b.pointer));
        let by_new = b.presence == Presence::Required || self.refuses_old(new, a) || self.wrote_other(old, b);
        let by_old =
            a.presence == Presence::Required || self.refuses_new(old, b) || self.writes_other(new, a);
        let case = match (by_new, by_old) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        };
        self.turned(&P09, case, &at, cut(&a.wire), cut(&b.wire));
        self.value(&at, &a.value, &b.value);
    }

    /// Whether the new type refuses a member that it does not declare any more.
    pub fn refuses_old(&self, body: &Struct, field: &Field) -> bool {
        !body.lets_in(&field.wire)
            || matches!(&body.rest, Rest::Typed(rest) if !self.walk.grown(&field.value, rest))
    }

    /// Whether the old type refuses a member that it does not declare yet.
    pub fn refuses_new(&self, body: &Struct, field: &Field) -> bool {
        !body.lets_in(&field.wire)
            || matches!(&body.rest, Rest::Typed(rest) if !self.walk.shrunk(rest, &field.value))
    }

    /// Whether an old member that nobody named may be none of what a new one of its name must be.
    fn wrote_other(&self, body: &Struct, field: &Field) -> bool {
        body.lets_in(&field.wire)
            && matches!(&body.rest, Rest::Typed(rest) if !self.walk.grown(rest, &field.value))
    }

    /// Whether a new member that nobody names may be none of what the old one of its name must be.
    fn writes_other(&self, body: &Struct, field: &Field) -> bool {
        body.lets_in(&field.wire)
            && matches!(&body.rest, Rest::Typed(rest) if !self.walk.shrunk(&field.value, rest))
    }

    pub fn rest(&mut self, place: &Place, a: &Rest, b: &Rest) {
        let any = plain(Type::Any);
        let at = place.below("{}", &P13);
        match (a, b) {
            (Rest::Open, Rest::Open) | (Rest::Closed, Rest::Closed) => {}
            (_, Rest::Closed) => {
                self.hit(&P11, 0, place);
            }
            (Rest::Closed, _) => {
                // Members of a type are data: they are written.
                self.hit(&P12, usize::from(matches!(b, Rest::Typed(_))), place);
            }
            (Rest::Open, Rest::Typed(b)) => self.value(&at, &any, b),
            (Rest::Typed(a), Rest::Open) => self.value(&at, a, &any),
            (Rest::Typed(a), Rest::Typed(b)) => self.value(&at, a, b),
        }
    }

    /// How members may be called that are not declared, and what must hold between members: a limit like others.
    pub fn rules(&mut self, place: &Place, a: &Struct, b: &Struct) {
        let called = |all: &Struct, body: &Struct| names_within((&body.rest, &body.prefixes), &all.prefixes);
        let both = a.rest != Rest::Closed && b.rest != Rest::Closed;
        for (fewer, rule, case) in [(!called(b, a), &P11, 0), (!called(a, b), &P12, 1)] {
            if fewer && both {
                self.turned(rule, case, place, prefixes(a), prefixes(b)).source = Some(NONE);
            }
        }
        let differ = |own: &Struct, other: &Struct| {
            let rules = own.rules.iter().filter(|rule| !other.rules.contains(rule));
            rules.map(in_words).collect::<Vec<_>>()
        };
        let (gone, come) = (differ(a, b), differ(b, a));
        let words = |rules: &[String]| {
            if rules.is_empty() { "no limit".to_owned() } else { cut(&rules.join("; ")) }
        };
        for (rule, is) in [(&T08, !come.is_empty()), (&T09, !gone.is_empty())] {
            if is {
                self.turned(rule, 0, place, words(&gone), words(&come));
            }
        }
    }
}

/// How members may be called that are not declared.
fn prefixes(body: &Struct) -> String {
    let quoted = |prefix: &String| format!("\"{}\"", prefix.escape_debug());
    match body.prefixes.as_slice() {
        [] => "other members under any name".to_owned(),
        all => cut(&format!(
            "other members that begin with {}",
            all.iter().map(quoted).collect::<Vec<_>>().join(" or ")
        )),
    }
}

fn in_words(rule: &Rule) -> String {
    let all =
        |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
    let one_of = |sets: &[Vec<String>]| sets.iter().map(|set| all(set)).collect::<Vec<_>>().join(", ");
    let members = |count: u64| if count == 1 { "1 member".to_owned() } else { format!("{count} members") };
    match rule {
        Rule::AnyOf(sets) => format!("at least one of {}", one_of(sets)),
        Rule::OneOf(sets) => format!("exactly one of {}", one_of(sets)),
        Rule::Requires(one, others) => format!("`{one}` only with {}", all(others)),
        Rule::MinMembers(min) => format!("at least {}", members(*min)),
        Rule::MaxMembers(max) => format!("at most {}", members(*max)),
    }
}

/// New members that may be old ones under another name: of the same words, or documented in the same words and of
/// the same type.
struct Renamed<'f> {
    words: Twins<String>,
    by_docs: HashMap<(&'f str, u64), Vec<usize>>,
}

impl<'f> Renamed<'f> {
    fn new(cmp: &Cmp<'_, '_>, place: &Place, come: &[&'f Field]) -> Self {
        let words = |field: &&Field| Some(squeezed(&field.wire)).filter(|words| !words.is_empty());
        let mut by_docs: HashMap<_, Vec<usize>> = HashMap::new();
        for (at, field) in come.iter().enumerate().filter(|_| place.path.is_empty()) {
            if let Some(text) = words_of(field) {
                by_docs.entry((text, cmp.walk.new.hash(&field.value))).or_default().push(at);
            }
        }
        Self { words: Twins::new(come.iter().map(words)), by_docs }
    }

    fn take(&mut self, cmp: &Cmp<'_, '_>, field: &Field) -> Option<usize> {
        if let Some(at) = self.words.take(&squeezed(&field.wire)) {
            return Some(at);
        }
        let docs = (words_of(field)?, cmp.walk.old.hash(&field.value));
        let mut free = self.by_docs.get(&docs)?.iter().filter(|at| self.words.is_left(**at));
        let (Some(at), None) = (free.next(), free.next()) else { return None };
        let at = *at;
        self.words.take_at(at);
        Some(at)
    }
}

fn words_of(field: &Field) -> Option<&str> {
    field.docs.text.as_deref().or(field.docs.reason.as_deref())
}

/// The place of a member of an object.
pub(crate) fn member(place: &Place, wire: &str, old: Option<&Pointer>, new: Option<&Pointer>) -> Place {
    Place {
        path: format!("{}.{wire}", place.path),
        old: old.unwrap_or(&place.old).clone(),
        new: new.unwrap_or(&place.new).clone(),
        changed: &T01,
    }
}
