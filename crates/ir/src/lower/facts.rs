//! What every value of a schema must have: enough to tell branches of a union apart.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use codegen_schema::ast::{Schema, Types};
use codegen_schema::{DefId, Json};

use super::Lower;
use super::inner::{Inner, Looks};
use super::literal::{Listed as Values, both, covers, meet};
use super::pattern::only;
use crate::model::{Guard, Kinds, Literal};

/// References that are followed to find out what a value must have.
pub(super) const CHAIN: usize = 60;

/// Necessary conditions. The object parts hold for values that are objects.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Facts {
    pub kinds: Types,
    /// The kinds that are meant where, all parts together, no `type` says any.
    pub meant: Types,
    pub required: BTreeSet<String>,
    pub literals: BTreeMap<String, Vec<Literal>>,
    pub only: Option<BTreeSet<String>>,
    pub scalars: Option<Vec<Literal>>,
    pub inner: Inner,
}

/// Values, each once.
struct Listed {
    values: Vec<Literal>,
    seen: HashSet<String>,
}

impl Listed {
    fn from(values: Vec<Literal>) -> Self {
        let seen = values.iter().map(Literal::to_json).collect();
        Self { values, seen }
    }

    fn add(&mut self, values: Vec<Literal>) -> bool {
        let new = values.into_iter().filter(|value| self.seen.insert(value.to_json()));
        self.values.extend(new);
        true
    }
}

impl Facts {
    pub const fn none() -> Self {
        Self {
            kinds: Types::ALL,
            meant: Types::ALL,
            required: BTreeSet::new(),
            literals: BTreeMap::new(),
            only: None,
            scalars: None,
            inner: Inner::none(),
        }
    }

    /// What holds where both do.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.kinds = self.kinds.intersect(other.kinds);
        self.meant = self.meant.intersect(other.meant);
        self.required.extend(other.required);
        for (key, values) in other.literals {
            let kept = both(self.literals.remove(&key), Some(values));
            self.literals.insert(key, kept.unwrap_or_default());
        }
        self.only = match (self.only, other.only) {
            (Some(a), Some(b)) => Some(a.intersection(&b).cloned().collect()),
            (a, b) => a.or(b),
        };
        self.scalars = both(self.scalars, other.scalars);
        self.inner = self.inner.and(other.inner);
        self
    }

    /// The kinds of values, where there are no other parts.
    pub(super) fn all_kinds(&self) -> Types {
        if self.kinds == Types::ALL { self.meant } else { self.kinds }
    }

    /// Of all parts together: what is said of members that need not be there says little, but for constants, which
    /// may have a default.
    fn whole(mut self) -> Self {
        self.literals.retain(|key, values| values.len() == 1 || self.required.contains(key));
        self.inner.retain_members(&self.required);
        Self { kinds: self.all_kinds(), meant: Types::ALL, ..self }
    }

    /// What holds where one of them does; none for no branch.
    fn any(all: Vec<Self>) -> Option<Self> {
        let kinds = all.iter().map(|facts| facts.kinds).reduce(Types::union)?;
        let meant = all.iter().map(Self::all_kinds).fold(Types::NONE, Types::union);
        let object = kinds.contains(Types::OBJECT);
        let mut scalars = Some(Vec::new());
        let inner = Inner::any(&all.iter().map(|facts| (facts.kinds, &facts.inner)).collect::<Vec<_>>());
        let mut objects = Vec::new();
        for mut facts in all {
            match (facts.scalars.take(), &mut scalars) {
                (Some(own), Some(scalars)) => scalars.extend(own),
                _ => scalars = None,
            }
            if !object || facts.kinds.contains(Types::OBJECT) {
                objects.push(facts);
            }
        }
        let mut objects = objects.into_iter();
        let Self { mut required, literals, mut only, .. } = objects.next()?;
        let mut literals: BTreeMap<String, Listed> =
            literals.into_iter().map(|(key, values)| (key, Listed::from(values))).collect();
        for mut other in objects {
            required.retain(|key| other.required.contains(key));
            literals.retain(|key, own| match other.literals.remove(key) {
                Some(values) => own.add(values),
                None => false,
            });
            match (&mut only, other.only) {
                (Some(only), Some(more)) => only.extend(more),
                _ => only = None,
            }
        }
        let literals = literals.into_iter().map(|(key, listed)| (key, listed.values)).collect();
        Some(Self { kinds, meant, required, literals, only, scalars, inner })
    }

    /// Whether that is certain to be no value: of no kind, none of those listed, or an object that must have a member
    /// which can have none.
    pub fn rule_out_all(&self) -> bool {
        if self.scalars.as_ref().is_some_and(Vec::is_empty) {
            return true;
        }
        let is_never =
            |key: &String| self.literals.get(key).is_some_and(Vec::is_empty) || self.inner.has_no_member(key);
        let all = self.all_kinds();
        let object = all.contains(Types::OBJECT) && !self.required.iter().any(is_never);
        !object && all.without(Types::OBJECT).is_empty()
    }

    /// As the IR has it, with what is looked at within.
    pub fn guard(&self, looks: &Looks) -> Guard {
        let literals = self
            .literals
            .iter()
            .filter(|(key, _)| self.required.contains(*key) || looks.constants.contains(*key))
            .map(|(k, v)| (k.clone(), v.clone()));
        let object = self.kinds.contains(Types::OBJECT);
        let mut guard = Guard {
            kinds: kinds(self.kinds),
            required: self.required.iter().filter(|_| object).cloned().collect(),
            literals: literals.filter(|_| object).collect(),
            only: self.only.as_ref().filter(|_| object).map(|only| only.iter().cloned().collect()),
            scalars: self.scalars.clone(),
            ..Guard::default()
        };
        self.inner.guard(looks, &mut guard);
        guard
    }

    /// Whether some value may satisfy both: `false` only where that is certain.
    pub fn overlap(&self, other: &Self) -> bool {
        self.apart(other).is_none()
    }

    /// What has to be looked at within a value to tell which of both it satisfies; none where it may be both.
    pub fn apart(&self, other: &Self) -> Option<Looks> {
        let kinds = self.kinds.intersect(other.kinds);
        let mut looks = Looks::default();
        if !kinds.without(Types::OBJECT).without(Types::ARRAY).is_empty() {
            match (&self.scalars, &other.scalars) {
                (Some(own), Some(others)) if !meet(own, others) => {}
                _ => return None,
            }
        }
        if kinds.contains(Types::OBJECT) {
            looks.extend(&self.mostly_apart(other));
            if self.objects_overlap(other) {
                looks.extend(&self.shut_out(other).or_else(|| self.inner.member_apart(&other.inner))?);
            }
        }
        if kinds.contains(Types::ARRAY) {
            looks.extend(&self.inner.element_apart(&other.inner)?);
        }
        Some(looks)
    }

    fn objects_overlap(&self, other: &Self) -> bool {
        let shuts_out = |a: &Self, b: &Self| b.only.as_ref().is_some_and(|only| !a.required.is_subset(only));
        let is_there = |key: &String| self.required.contains(key) || other.required.contains(key);
        !(self.differing(other).any(is_there) || shuts_out(self, other) || shuts_out(other, self))
    }

    /// A member that one must have, and the other must not.
    fn shut_out(&self, other: &Self) -> Option<Looks> {
        let named = |a: &Self, b: &Self| a.inner.forbidden().find(|key| b.required.contains(*key)).cloned();
        named(self, other).or_else(|| named(other, self)).map(|key| Looks::of_forbidden(&key))
    }

    /// Members that no value has in common, where they are there.
    fn differing<'f>(&'f self, other: &'f Self) -> impl Iterator<Item = &'f String> {
        let differ = |(key, own): &(&String, &Vec<Literal>)| {
            other.literals.get(*key).is_some_and(|list| !meet(own, list))
        };
        self.literals.iter().filter(differ).map(|(key, _)| key)
    }

    /// Constants that need not be there, but tell branches apart where they are.
    pub fn mostly_apart(&self, other: &Self) -> Looks {
        let optional = |key: &&String| !(self.required.contains(*key) && other.required.contains(*key));
        Looks::of_constants(self.differing(other).filter(optional).cloned())
    }

    /// Whether these facts let everything pass that the others do: what follows is never reached.
    pub fn cover(&self, other: &Self) -> bool {
        let mut literals = self.literals.iter();
        let only = match (&self.only, &other.only) {
            (None, _) => true,
            (Some(own), Some(others)) => others.is_subset(own),
            (Some(_), None) => false,
        };
        let (objects, arrays) = (other.kinds.contains(Types::OBJECT), other.kinds.contains(Types::ARRAY));
        self.kinds.contains(other.kinds)
            && self.required.is_subset(&other.required)
            && literals.all(|(key, values)| covers(Some(values), other.literals.get(key)))
            && only
            && covers(self.scalars.as_ref(), other.scalars.as_ref())
            && (!objects || self.inner.covers_objects(&other.inner))
            && (!arrays || self.inner.covers_arrays(&other.inner))
    }
}

pub(super) fn kinds(types: Types) -> Kinds {
    let mut all = Kinds::NONE;
    for (one, kind) in [
        (Types::NULL, Kinds::NULL),
        (Types::BOOLEAN, Kinds::BOOLEAN),
        (Types::INTEGER, Kinds::INTEGER),
        (Types::FLOAT, Kinds::FLOAT),
        (Types::STRING, Kinds::STRING),
        (Types::ARRAY, Kinds::ARRAY),
        (Types::OBJECT, Kinds::OBJECT),
    ] {
        if types.contains(one) {
            all = all.union(kind);
        }
    }
    all
}

impl Lower<'_> {
    /// What every value of this schema must have.
    pub(super) fn facts(&mut self, schema: &Schema) -> Facts {
        self.facts_of_part(schema).whole()
    }

    /// The same, of a schema that others may stand beside.
    pub(super) fn facts_of_part(&mut self, schema: &Schema) -> Facts {
        if schema.never {
            return Facts { kinds: Types::NONE, ..Facts::none() };
        }
        let mut facts = self.own_facts(schema);
        let parts = schema.reference.is_some() || !schema.all_of.is_empty();
        if schema.object.closed && (parts || schema.any_of.is_some() || schema.one_of.is_some()) {
            // What is unevaluated is what the parts do not name, either.
            facts.only = None;
        }
        if let Some(id) = schema.reference {
            facts = facts.and(self.facts_of(id));
        }
        for part in &schema.all_of {
            facts = facts.and(self.facts_of_part(part));
        }
        for branches in [&schema.any_of, &schema.one_of].into_iter().flatten() {
            let all = branches.iter().map(|branch| self.facts_of_part(branch)).collect::<Vec<_>>();
            if let Some(any) = Facts::any(all) {
                facts = facts.and(any);
            }
        }
        facts
    }

    pub(super) fn facts_of(&mut self, id: DefId) -> Facts {
        if let Some(known) = self.facts.get(&id) {
            return known.clone();
        }
        // Within a circle nothing is known of the inner one, nor far down a chain.
        if self.chain == CHAIN {
            return Facts::none();
        }
        self.chain += 1;
        self.facts.insert(id, Facts::none());
        let facts = match self.bundle.get(id) {
            Some(definition) => self.facts_of_part(&definition.schema),
            None => Facts::none(),
        };
        self.chain -= 1;
        self.facts.insert(id, facts.clone());
        facts
    }

    fn own_facts(&mut self, schema: &Schema) -> Facts {
        let object = &schema.object;
        // Another part may require what this one describes.
        let literals = object
            .properties
            .iter()
            .filter_map(|(name, property)| Some((name.clone(), self.scalars(property, 8)?)))
            .collect();
        let closed = object.closed || object.additional.as_ref().is_some_and(|rest| rest.never);
        let only = (closed && object.pattern_properties.is_empty())
            .then(|| object.properties.keys().cloned().collect::<BTreeSet<_>>());
        let mut kinds = schema.types.unwrap_or(Types::ALL);
        let meant = if schema.types.is_some() { Types::ALL } else { super::implied::implied(schema) };
        let listed = schema.values.as_ref().map(|values| Values::new(schema, values));
        let scalars = listed.as_ref().and_then(Values::literals).map(|values| fitting([schema], values));
        if let Some(listed) = listed {
            kinds = kinds.intersect(listed.types());
        }
        if scalars.as_ref().is_some_and(Vec::is_empty) {
            kinds = Types::NONE;
        }
        let inner = self.inner(schema);
        Facts { kinds, meant, required: object.required.clone(), literals, only, scalars, inner }
    }

    /// The scalars that a schema lists, through references.
    pub(super) fn scalars(&self, schema: &Schema, depth: usize) -> Option<Vec<Literal>> {
        if depth == 0 {
            return None;
        }
        if let Some(values) = &schema.values {
            return Values::new(schema, values).literals().map(|values| fitting([schema], values));
        }
        if let Some(id) = schema.reference {
            return self.scalars(&self.bundle.get(id)?.schema, depth - 1);
        }
        // What one part lists the others can only make fewer.
        let parts = schema.all_of.iter().filter_map(|part| self.scalars(part, depth - 1));
        if let Some(listed) = parts.map(Some).reduce(both).flatten() {
            return Some(fitting(&schema.all_of, listed));
        }
        let branches = schema.one_of.as_ref().or(schema.any_of.as_ref())?;
        let all =
            branches.iter().map(|branch| self.scalars(branch, depth - 1)).collect::<Option<Vec<_>>>()?;
        Some(all.into_iter().flatten().collect())
    }
}

/// The values that patterns beside them let in which take one text alone.
fn fitting<'s>(parts: impl IntoIterator<Item = &'s Schema>, mut values: Vec<Literal>) -> Vec<Literal> {
    for text in parts.into_iter().filter_map(|part| only(part.text.pattern.as_deref()?)) {
        values.retain(|value| !matches!(value, Literal::String(other) if *other != text));
    }
    values
}

/// Whether this is a value that a type can list.
pub(super) const fn is_scalar(value: &Json) -> bool {
    !matches!(value, Json::Array(_) | Json::Object(_))
}
