//! What the members of an object and the elements of an array must be: it tells branches apart where nothing
//! else does.

use std::collections::{BTreeMap, BTreeSet};

use codegen_schema::DefId;
use codegen_schema::ast::{ArrayKeywords, Schema, Types};

use super::Lower;
use super::facts::{CHAIN, kinds};
use super::literal::{Listed, both, covers, meet};
use crate::model::{Element, Guard, Literal};

/// Elements are looked at up to this many.
const ELEMENTS: u64 = 8;

/// Necessary conditions on what lies within: members for values that are objects, the rest for arrays.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Inner {
    members: BTreeMap<String, Types>,
    elements: BTreeMap<u64, Inside>,
    min: u64,
    max: Option<u64>,
}

#[derive(Debug, Clone, PartialEq)]
struct Inside {
    kinds: Types,
    literals: Option<Vec<Literal>>,
}

/// What has to be looked at to tell a branch apart from others.
#[derive(Debug, Default)]
pub(super) struct Looks {
    /// Constants that may be absent.
    pub constants: BTreeSet<String>,
    members: BTreeSet<String>,
    /// Members that must not be there: where they may, nothing is asked of them.
    forbidden: BTreeSet<String>,
    elements: BTreeSet<u64>,
    length: bool,
}

impl Looks {
    pub fn of_constants(constants: impl Iterator<Item = String>) -> Self {
        Self { constants: constants.collect(), ..Self::default() }
    }

    pub fn of_forbidden(name: &str) -> Self {
        Self { forbidden: BTreeSet::from([name.to_owned()]), ..Self::default() }
    }

    pub fn extend(&mut self, other: &Self) {
        self.constants.extend(other.constants.iter().cloned());
        self.members.extend(other.members.iter().cloned());
        self.forbidden.extend(other.forbidden.iter().cloned());
        self.elements.extend(&other.elements);
        self.length |= other.length;
    }
}

impl Inside {
    const ANY: Self = Self { kinds: Types::ALL, literals: None };

    fn and(self, other: Self) -> Self {
        Self { kinds: self.kinds.intersect(other.kinds), literals: both(self.literals, other.literals) }
    }

    fn or(self, other: Self) -> Self {
        let literals = self.literals.zip(other.literals).map(|(mut own, more)| {
            own.extend(more);
            own
        });
        Self { kinds: self.kinds.union(other.kinds), literals }
    }

    fn overlaps(&self, other: &Self) -> bool {
        let apart =
            matches!((&self.literals, &other.literals), (Some(own), Some(others)) if !meet(own, others));
        !self.kinds.intersect(other.kinds).is_empty() && !apart
    }

    fn covers(&self, other: &Self) -> bool {
        self.kinds.contains(other.kinds) && covers(self.literals.as_ref(), other.literals.as_ref())
    }
}

impl Inner {
    pub const fn none() -> Self {
        Self { members: BTreeMap::new(), elements: BTreeMap::new(), min: 0, max: None }
    }

    /// Whether no value can be that member's.
    pub fn has_no_member(&self, key: &str) -> bool {
        self.members.get(key).is_some_and(|kinds| kinds.is_empty())
    }

    /// Leaves what is said of these members, and of those that must not be there.
    pub fn retain_members(&mut self, names: &BTreeSet<String>) {
        self.members.retain(|key, kinds| names.contains(key) || kinds.is_empty());
    }

    /// The members that must not be there.
    pub fn forbidden(&self) -> impl Iterator<Item = &String> {
        self.members.iter().filter(|(_, kinds)| kinds.is_empty()).map(|(key, _)| key)
    }

    pub fn and(mut self, other: Self) -> Self {
        for (key, kinds) in other.members {
            let own = self.members.entry(key).or_insert(Types::ALL);
            *own = own.intersect(kinds);
        }
        for (index, inside) in other.elements {
            let own = self.elements.remove(&index).unwrap_or(Inside::ANY);
            self.elements.insert(index, own.and(inside));
        }
        let max = self.max.into_iter().chain(other.max).min();
        Self { min: self.min.max(other.min), max, ..self }
    }

    /// What holds where one of them does, each with the kinds of its values.
    pub fn any(all: &[(Types, &Self)]) -> Self {
        let of =
            |kind: Types| all.iter().filter(move |(kinds, _)| kinds.contains(kind)).map(|(_, inner)| *inner);
        let objects = of(Types::OBJECT).map(|one| Self { members: one.members.clone(), ..Self::none() });
        let arrays = of(Types::ARRAY).map(|one| Self {
            elements: one.elements.clone(),
            min: one.min,
            max: one.max,
            ..Self::none()
        });
        let members = objects.reduce(Self::or).map(|objects| objects.members).unwrap_or_default();
        Self { members, ..arrays.reduce(Self::or).unwrap_or_else(Self::none) }
    }

    fn or(mut self, mut other: Self) -> Self {
        self.members.retain(|key, own| {
            let more = other.members.remove(key);
            more.is_some_and(|more| {
                *own = own.union(more);
                true
            })
        });
        let elements = std::mem::take(&mut self.elements);
        self.elements = elements
            .into_iter()
            .filter_map(|(index, own)| Some((index, own.or(other.elements.remove(&index)?))))
            .collect();
        let max = self.max.zip(other.max).map(|(own, more)| own.max(more));
        Self { min: self.min.min(other.min), max, ..self }
    }

    /// Where objects differ: in the kind of a member that both must have.
    pub fn member_apart(&self, other: &Self) -> Option<Looks> {
        let differs = |(key, own): &(&String, &Types)| {
            let more = other.members.get(*key);
            more.is_some_and(|more| !own.is_empty() && !more.is_empty() && own.intersect(*more).is_empty())
        };
        let (key, _) = self.members.iter().find(differs)?;
        Some(Looks { members: BTreeSet::from([key.clone()]), ..Looks::default() })
    }

    /// Where arrays differ.
    pub fn element_apart(&self, other: &Self) -> Option<Looks> {
        let beyond = |a: &Self, b: &Self| b.max.is_some_and(|max| a.min > max);
        let differs = |(index, own): &(&u64, &Inside)| {
            other.elements.get(*index).is_some_and(|more| !own.overlaps(more))
        };
        if let Some((index, _)) = self.elements.iter().find(differs) {
            return Some(Looks { elements: BTreeSet::from([*index]), ..Looks::default() });
        }
        (beyond(self, other) || beyond(other, self)).then(|| Looks { length: true, ..Looks::default() })
    }

    /// Whether all that objects must have here others have, too.
    pub fn covers_objects(&self, other: &Self) -> bool {
        let has = |(key, own): (&String, &Types)| {
            own.contains(other.members.get(key).copied().unwrap_or(Types::ALL))
        };
        self.members.iter().all(has)
    }

    pub fn covers_arrays(&self, other: &Self) -> bool {
        let has =
            |(index, own): (&u64, &Inside)| own.covers(other.elements.get(index).unwrap_or(&Inside::ANY));
        let fits = self.max.is_none_or(|max| other.max.is_some_and(|other| other <= max));
        self.min <= other.min && fits && self.elements.iter().all(has)
    }

    /// Adds to a guard what has to be looked at.
    pub fn guard(&self, looks: &Looks, guard: &mut Guard) {
        let is_listed = |key: &String| guard.literals.iter().any(|(listed, _)| listed == key);
        let is_looked_at = |(key, kinds): &(&String, &Types)| {
            (looks.members.contains(*key) || kinds.is_empty() && looks.forbidden.contains(*key))
                && !is_listed(key)
        };
        let members = self.members.iter().filter(is_looked_at);
        guard.members = members.map(|(key, types)| (key.clone(), kinds(*types))).collect();
        let elements = self.elements.iter().filter(|(index, _)| looks.elements.contains(index));
        let element = |(index, inside): (&u64, &Inside)| Element {
            index: *index,
            kinds: kinds(inside.kinds),
            literals: inside.literals.clone(),
        };
        guard.elements = elements.map(element).collect();
        guard.length = looks.length.then_some((self.min, self.max));
    }
}

impl Lower<'_> {
    pub(super) fn inner(&mut self, schema: &Schema) -> Inner {
        let object = &schema.object;
        let properties = object.properties.iter();
        let members = properties.map(|(name, property)| (name.clone(), self.kinds_through(property)));
        let members = members.filter(|(_, kinds)| *kinds != Types::ALL).collect();
        let ArrayKeywords { prefix_items, items, min_items, max_items, .. } = &schema.array;
        let min = min_items.unwrap_or(0);
        let prefix = prefix_items.iter().flatten();
        let shut = items.as_ref().is_some_and(|rest| rest.never).then(|| prefix.clone().count() as u64);
        let places = prefix.chain(items.as_deref().into_iter().cycle());
        let elements = places.take(usize::try_from(min.min(ELEMENTS)).unwrap_or(0));
        let elements = elements.enumerate().map(|(index, element)| {
            let inside = Inside { kinds: self.kinds_through(element), literals: self.scalars(element, 8) };
            (index as u64, inside)
        });
        let elements = elements.filter(|(_, inside)| *inside != Inside::ANY).collect();
        Inner { members, elements, min, max: max_items.iter().copied().chain(shut).min() }
    }

    /// The kinds that a schema lets its values have, as far as references and choices say.
    fn kinds_through(&mut self, schema: &Schema) -> Types {
        if schema.never {
            return Types::NONE;
        }
        let mut kinds = schema.types.unwrap_or(Types::ALL);
        if let Some(values) = &schema.values {
            kinds = kinds.intersect(Listed::new(schema, values).types());
        }
        if let Some(id) = schema.reference {
            kinds = kinds.intersect(self.kinds_of(id));
        }
        for part in &schema.all_of {
            kinds = kinds.intersect(self.kinds_through(part));
        }
        for branches in [&schema.any_of, &schema.one_of].into_iter().flatten() {
            let any =
                branches.iter().map(|branch| self.kinds_through(branch)).fold(Types::NONE, Types::union);
            kinds = kinds.intersect(any);
        }
        kinds
    }

    fn kinds_of(&mut self, id: DefId) -> Types {
        if let Some(known) = self.kinds.get(&id) {
            return *known;
        }
        // Within a circle nothing is known of the inner one, nor far down a chain.
        if self.chain == CHAIN {
            return Types::ALL;
        }
        self.chain += 1;
        self.kinds.insert(id, Types::ALL);
        let definition = self.bundle.get(id);
        let kinds = definition.map_or(Types::ALL, |definition| self.kinds_through(&definition.schema));
        self.chain -= 1;
        self.kinds.insert(id, kinds);
        kinds
    }
}
