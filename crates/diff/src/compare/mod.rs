//! What changed between two definitions, or two values in a place.

mod another;
mod collection;
mod enumeration;
mod lost;
mod object;
mod scalar;
mod twins;
mod union;

pub(crate) use another::bodies;
pub(crate) use object::member;

use std::collections::HashSet;

use codegen_ir::schema::joined;
use codegen_ir::{Docs, Literal, Openness, Pointer, Shape, Tagging, Type, TypeId, Value};

use self::enumeration::Others;
use crate::rules::{RUST_PYTHON, Rule, enums, methods, names, properties, types, unions};
use crate::side::{Side, crowded, cut, reads_like};
use crate::walk::{Hit, Proven, Walk};
use crate::within::integer_in_number;

/// A comparison of two things, and what it has found.
pub(crate) struct Cmp<'w, 'a> {
    pub walk: &'w mut Walk<'a>,
    pub hits: Vec<Hit>,
    pub edges: Vec<usize>,
    /// Whether it was said of this place already that null may stand there.
    null_is_told: bool,
    /// Whether it was said already that others stand in the place of what is compared.
    instead_is_told: bool,
}

/// Where two values are compared.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Below the subject: `.field`, `[]`.
    pub path: String,
    pub old: Pointer,
    pub new: Pointer,
    /// The rule for another kind of value in such a place.
    pub changed: &'static Rule,
}

impl Place {
    fn below(&self, step: &str, changed: &'static Rule) -> Self {
        Self { path: format!("{}{step}", self.path), changed, ..self.clone() }
    }
}

/// Compares two definitions.
pub(crate) fn types(walk: &mut Walk<'_>, old: TypeId, new: TypeId) -> (Vec<Hit>, Vec<usize>) {
    let (a, b) = (walk.old.def(old), walk.new.def(new));
    let place =
        Place { path: String::new(), old: a.pointer.clone(), new: b.pointer.clone(), changed: &types::T01 };
    let mut cmp = Cmp::new(walk);
    cmp.name(&place, old, new);
    cmp.docs(&place, &a.docs, &b.docs);
    match (&a.shape, &b.shape) {
        (Shape::Alias(a), Shape::Alias(b)) => cmp.value(&place, a, b),
        (Shape::Alias(_), _) | (_, Shape::Alias(_)) => cmp.written_out(&place, old, new),
        _ => cmp.shapes(&place, old, new),
    }
    if cmp.walk.old.cycles[old.0 as usize].is_none() && cmp.walk.new.cycles[new.0 as usize].is_some() {
        cmp.hit(&names::N04, 0, &place);
    }
    (cmp.hits, cmp.edges)
}

const fn plain(kind: Type) -> Value {
    Value { kind, nullable: false }
}

impl<'w, 'a> Cmp<'w, 'a> {
    /// Nothing found yet.
    pub const fn new(walk: &'w mut Walk<'a>) -> Self {
        Self { walk, hits: Vec::new(), edges: Vec::new(), null_is_told: false, instead_is_told: false }
    }
}

impl Cmp<'_, '_> {
    /// Notes a finding, to be completed by the caller.
    pub fn hit(&mut self, rule: &'static Rule, case: usize, place: &Place) -> &mut Hit {
        let mut hit = Hit::new(rule, case, place.path.clone());
        hit.old = Some(place.old.clone());
        hit.new = Some(place.new.clone());
        self.hits.push(hit);
        let last = self.hits.len() - 1;
        &mut self.hits[last]
    }

    /// Notes that one value became another.
    pub fn became(
        &mut self,
        rule: &'static Rule,
        case: usize,
        place: &Place,
        a: &Value,
        b: &Value,
    ) -> &mut Hit {
        let (was, now) = self.walk.show(a, b);
        let proven = self.proven(a, b);
        let hit = self.turned(rule, case, place, was, now);
        hit.proven = proven;
        hit
    }

    /// Notes that something, in words, became something else.
    pub fn turned(
        &mut self,
        rule: &'static Rule,
        case: usize,
        place: &Place,
        was: String,
        now: String,
    ) -> &mut Hit {
        let hit = self.hit(rule, case, place);
        hit.was = Some(was);
        hit.now = Some(now);
        hit
    }

    fn name(&mut self, place: &Place, old: TypeId, new: TypeId) {
        let (a, b) = (self.walk.old.def(old), self.walk.new.def(new));
        let defined = (self.walk.old.is_definition(old), self.walk.new.is_definition(new));
        if defined == (true, false) {
            self.walk.dissolved.insert(old);
        }
        if a.name == b.name {
            // Code that names the type names it still, where no other has its name.
            let words = reads_like(&a.name);
            if defined == (true, true)
                && self.walk.old.crowded.contains(&words) != self.walk.new.crowded.contains(&words)
            {
                self.hit(&names::N03, 1, place);
            }
            return;
        }
        let rule = match defined {
            (true, false) | (false, true) => &names::N02,
            (true, true) => &names::N01,
            (false, false) => &names::N03,
        };
        self.turned(rule, 0, place, cut(&joined(&a.name)), cut(&joined(&b.name)));
    }

    /// Names that read like others on one side only may be given to these: the languages that have names of their own
    /// for them tell them apart by their spelling.
    pub fn named_alike(&mut self, place: &Place, old: &[&str], new: &[&str], at: impl Fn(&str) -> String) {
        let (a, b) = (crowded(old.iter().copied()), crowded(new.iter().copied()));
        if a == b {
            return;
        }
        let kept: HashSet<&str> = new.iter().copied().collect();
        for name in old.iter().filter(|name| kept.contains(*name)) {
            let words = reads_like(name);
            if a.contains(&words) != b.contains(&words) {
                let here = place.below(&at(name), place.changed);
                self.hit(&names::N03, 1, &here).source = Some(RUST_PYTHON);
            }
        }
    }

    /// Words for people: one finding a definition, however many of them changed.
    pub fn docs(&mut self, place: &Place, a: &Docs, b: &Docs) {
        if b.deprecated && !a.deprecated {
            self.hit(&methods::M13, 0, place);
        }
        if (&a.text, &a.reason) != (&b.text, &b.reason)
            && !self.hits.iter().any(|hit| std::ptr::eq(hit.rule, &raw const names::N05))
        {
            let root = Place { path: String::new(), ..place.clone() };
            self.hit(&names::N05, 0, &root);
        }
    }

    /// Two values in one place.
    pub fn value(&mut self, place: &Place, a: &Value, b: &Value) {
        let any = |value: &Value| value.kind == Type::Any;
        if a.nullable != b.nullable && !any(a) && !any(b) {
            match (self.walk.old.holds_null(a), self.walk.new.holds_null(b)) {
                (false, true) => {
                    self.became(&properties::P07, 0, place, a, b);
                }
                (true, false) => {
                    self.became(&properties::P08, 0, place, a, b);
                }
                _ => {}
            }
        }
        let before = std::mem::replace(&mut self.null_is_told, a.nullable != b.nullable);
        self.kind(place, &a.kind, &b.kind);
        self.null_is_told = before;
    }

    /// What is sure of two values. That null may stand for one of them was told already where one says so beside
    /// its type, and the other may say it in its type.
    fn proven(&self, a: &Value, b: &Value) -> Proven {
        if !self.null_is_told {
            return self.walk.proven(a, b);
        }
        let or_null = |value: &Value| Value { nullable: true, ..value.clone() };
        self.walk.proven(&or_null(a), &or_null(b))
    }

    /// Two types in one place.
    pub fn kind(&mut self, place: &Place, a: &Type, b: &Type) {
        if let (Type::Ref(a), Type::Ref(b)) = (a, b) {
            return self.reference(place, *a, *b);
        }
        // A name for a type is dissolved or given.
        let (bare_a, bare_b) = (self.walk.old.protocol.resolve(a), self.walk.new.protocol.resolve(b));
        if bare_a != a && !matches!(b, Type::Ref(_)) || bare_b != b && !matches!(a, Type::Ref(_)) {
            if let Type::Ref(id) = a {
                self.walk.dissolved.insert(*id);
            }
            self.became(&names::N02, 1, place, &plain(a.clone()), &plain(b.clone()));
            if let (Type::Ref(a), Type::Ref(b)) = (bare_a, bare_b) {
                return self.reference(place, *a, *b);
            }
        }
        self.bare(place, bare_a, bare_b);
    }

    /// Two references: to one definition that may have changed, or to two.
    fn reference(&mut self, place: &Place, old: TypeId, new: TypeId) {
        if self.walk.is_same(old, new) {
            let node = self.walk.node(old, new);
            if !self.edges.contains(&node) {
                self.edges.push(node);
            }
            return;
        }
        self.another(place, old, new);
    }

    /// Two types of which at most one is a reference.
    fn bare(&mut self, place: &Place, a: &Type, b: &Type) {
        match (a, b) {
            (Type::Any, Type::Any)
            | (Type::Never, Type::Never)
            | (Type::Null, Type::Null)
            | (Type::Boolean, Type::Boolean) => {}
            (Type::Literal(x), Type::Literal(y)) => self.literals(place, x, y),
            (Type::Integer(x), Type::Integer(y)) => self.integers(place, *x, *y),
            (Type::Number(x), Type::Number(y)) => self.numbers(place, *x, *y),
            (Type::Integer(x), Type::Number(y)) => {
                self.kinds(&types::T04, 0, place, a, b);
                if !integer_in_number(*x, *y) {
                    self.kinds(&types::T08, 0, place, a, b);
                }
            }
            (Type::Number(x), Type::Integer(y)) => {
                self.kinds(&types::T04, 1, place, a, b);
                if !integer_in_number(*y, *x) {
                    self.kinds(&types::T09, 0, place, a, b);
                }
            }
            (Type::String(x), Type::String(y)) => self.texts(place, x, y),
            (Type::Array(x), Type::Array(y)) => self.arrays(place, x, y),
            (Type::Tuple(x), Type::Tuple(y)) => self.tuples(place, x, y),
            (Type::Map(x), Type::Map(y)) => self.maps(place, x, y),
            (Type::Ref(_) | Type::Literal(_), _) | (_, Type::Ref(_) | Type::Literal(_)) => {
                self.replaced(place, &plain(a.clone()), &plain(b.clone()));
            }
            _ => self.replaced(place, &plain(a.clone()), &plain(b.clone())),
        }
    }

    fn kinds(&mut self, rule: &'static Rule, case: usize, place: &Place, a: &Type, b: &Type) {
        self.became(rule, case, place, &plain(a.clone()), &plain(b.clone()));
    }

    /// One type was put in the place of another: is it more, less, or something else?
    fn replaced(&mut self, place: &Place, a: &Value, b: &Value) {
        let (old, new) = (&self.walk.old, &self.walk.new);
        let (kind_a, kind_b) = (old.protocol.resolve(&a.kind), new.protocol.resolve(&b.kind));
        match (kind_a == &Type::Any, kind_b == &Type::Any) {
            (false, true) => {
                self.became(&types::T12, 1, place, a, b);
                return;
            }
            (true, false) => {
                self.became(&types::T12, 0, place, a, b);
                return;
            }
            _ => {}
        }
        if let (Some((x, open)), Some((y, opened))) = (old.values(&a.kind), new.values(&b.kind)) {
            let others = |side: &Side<'_>, kind: &Type, open: Openness| Others {
                declared: side.is_declared_open(kind),
                kept: open == Openness::Open,
            };
            let (was, now) = (others(old, &a.kind, open), others(new, &b.kind, opened));
            let before = self.hits.len();
            self.values(place, (&x, open), (&y, opened));
            // The same list, as an enumeration and as a constant: what is done with other values differs.
            if self.hits.len() == before || was.declared != now.declared {
                self.others_listed(place, was, now);
            }
            return;
        }
        let Proven { grown, shrunk } = self.proven(a, b);
        let (union_a, union_b) = (is_union(old, kind_a), is_union(new, kind_b));
        let listed = old.values(&a.kind);
        let tolerated = listed.as_ref().is_some_and(|(_, open)| *open == Openness::Open)
            && matches!(kind_b, Type::String(_));
        let bare_list =
            listed.is_some_and(|(list, _)| list.iter().all(|one| matches!(one, Literal::String(_))));
        let list = |kind: &Type| matches!(kind, Type::Array(_) | Type::Tuple(_));
        let (list_a, list_b) = (list(kind_a), list(kind_b));
        match (grown, shrunk) {
            (true, true) if union_b.is_some() && union_a.is_none() => {
                self.losing(&unions::U07, [0, 1], place, a, b);
            }
            (true, true) if union_a.is_some() && union_b.is_none() => {
                self.losing(&types::T03, [0, 1], place, a, b);
            }
            (true, true) => {
                let case = if loses_members((old, kind_a), (new, kind_b)) { 2 } else { 1 };
                self.became(&names::N02, case, place, a, b);
            }
            (true, false) if bare_list && union_b == Some(true) => {
                self.became(&enums::E05, 0, place, a, b);
            }
            (true, false) if union_b.is_some() && union_a.is_none() => {
                self.losing(&unions::U07, [0, 2], place, a, b);
            }
            (true, false) => self.losing(&types::T02, [0, 1], place, a, b).tolerated = tolerated,
            (false, true) => {
                self.became(&types::T03, 0, place, a, b);
            }
            (false, false) if bare_list && union_b == Some(true) => {
                // Some of the old values are gone beside.
                self.became(&enums::E05, 0, place, a, b);
                self.became(&enums::E02, 0, place, a, b);
            }
            (false, false) if list_a != list_b => {
                self.became(&types::T11, 0, place, a, b);
            }
            (false, false) if list_a => {
                self.became(&types::T10, 0, place, a, b);
            }
            (false, false) => {
                self.became(place.changed, 0, place, a, b);
            }
        }
    }
}

impl Cmp<'_, '_> {
    /// One type became another that takes all its values: the second case, where some of their members are not named
    /// there.
    fn losing(
        &mut self,
        rule: &'static Rule,
        cases: [usize; 2],
        place: &Place,
        a: &Value,
        b: &Value,
    ) -> &mut Hit {
        let lost = lost::lost((&self.walk.old, &a.kind), (&self.walk.new, &b.kind));
        let hit = self.became(rule, cases[usize::from(!lost.is_empty())], place, a, b);
        if let Some(now) = hit.now.as_mut().filter(|_| !lost.is_empty()) {
            now.push_str(&format!(", {}", lost::without(&lost)));
        }
        hit
    }
}

/// Whether an object names members that another does not name, though it lets them in.
fn loses_members((old, a): (&Side<'_>, &Type), (new, b): (&Side<'_>, &Type)) -> bool {
    let body = |side: &Side<'_>, kind: &Type| match kind {
        Type::Ref(id) => match &side.def(*id).shape {
            Shape::Struct(body) => Some(body.fields.iter().map(|field| field.wire.clone()).collect()),
            _ => None,
        },
        _ => None,
    };
    let (a, b): (Option<HashSet<String>>, Option<HashSet<String>>) = (body(old, a), body(new, b));
    a.zip(b).is_some_and(|(a, b)| !a.is_subset(&b))
}

/// Whether a type is a union, and then whether it is tagged outside.
fn is_union(side: &Side<'_>, kind: &Type) -> Option<bool> {
    let Type::Ref(id) = kind else { return None };
    match &side.def(*id).shape {
        Shape::Union(union) => Some(union.tagging == Tagging::External),
        _ => None,
    }
}
