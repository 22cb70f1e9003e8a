//! `oneOf` and `anyOf`: a nullable, an enumeration, or a union, and how its branches are told apart.

use std::collections::BTreeSet;

use codegen_schema::ast::{
    ArrayKeywords, NumberKeywords, ObjectKeywords, RequiredSets, Schema, TextKeywords, Types,
};
use codegen_schema::{DefId, Diagnostic};

use super::choice;
use super::enumeration::listed;
use super::facts::{Facts, kinds};
use super::overlap::{SEVERAL_FIT, by_kind_alone, constants_first, share_a_choice, told_apart};
use super::variant::Known;
use super::words::{holds_uuid, wordless};
use super::{Lower, Lowered, Site};
use crate::model::{
    Docs, EnumValue, Guard, Kinds, Literal, Openness, Shape, Tagging, ToldApart, Type, Union, Value, Variant,
    Width,
};

/// Pairs of branches are compared up to this many branches.
pub(super) const COMPARED: usize = 400;

/// A branch of a choice, with what stands beside the choice.
pub(super) struct Branch {
    pub schema: Schema,
    /// The definition that the branch refers to.
    pub reference: Option<DefId>,
    pub facts: Facts,
}

impl Lower<'_> {
    pub(super) fn choice(&mut self, schema: &Schema, site: &Site) -> Lowered {
        let mut base = schema.clone();
        let (one_of, any_of) = (base.one_of.take(), base.any_of.take());
        let exclusive = one_of.is_some();
        let branches = match (one_of, any_of) {
            // Each branch of one is a choice between those of the other.
            (Some(one_of), Some(any_of)) => {
                if choice::are_few(&one_of, &any_of) {
                    base.any_of = Some(any_of);
                } else {
                    let what = "so many branches of `anyOf` beside those of `oneOf` are not expressed";
                    self.widened(&schema.pointer.join("anyOf"), what);
                    base.object.required_sets.extend(self.required_by(&any_of));
                }
                one_of
            }
            (one_of, any_of) => one_of.or(any_of).unwrap_or_default(),
        };
        let branches = choice::in_one_row(branches);
        let base = Schema { deprecated: false, ..wordless(base) };
        let base = if exclusive {
            self.say_closed_around(&base, &branches);
            base
        } else {
            self.seen_by_several(base, &branches)
        };
        if !exclusive && !base.constrains() {
            self.say_lost_branches(&branches);
        }
        let mut nulls = 0;
        let mut ruled_out = 0;
        let mut list = Vec::new();
        let count = branches.len();
        for branch in branches {
            if branch.never {
                continue;
            }
            if is_null(&branch) {
                nulls += usize::from(self.facts_of_part(&base).kinds.contains(Types::NULL));
                continue;
            }
            if branch.is_any() && !base.constrains() {
                if exclusive && count > 1 {
                    self.widened(&schema.pointer.join("oneOf"), SEVERAL_FIT);
                }
                return Type::Any.into();
            }
            let alone = base.constrains().then(|| self.facts(&branch));
            let Some(branch) = self.branch(&base, branch) else { return Type::Any.into() };
            if alone.is_some_and(|alone| self.is_ruled_out(&alone, &branch)) {
                ruled_out += 1;
                // Where both are written in one place, one of them is a mistake.
                let choice = branch.schema.pointer.parent();
                if choice.and_then(|choice| choice.parent()).as_ref() == Some(&base.pointer) {
                    self.branch_without_value(&branch.schema.pointer);
                }
                continue;
            }
            let branch = self.only_chosen(branch);
            let branch = if count > 1 && is_or_null(&branch.schema) {
                nulls += 1;
                let types = branch.schema.types.map(|types| types.without(Types::NULL));
                let schema = Schema { types, ..branch.schema };
                Branch { facts: self.facts(&schema), schema, ..branch }
            } else {
                branch
            };
            if !branch.facts.kinds.is_empty() {
                list.push(branch);
            }
        }
        let nullable = nulls > 0;
        let list = if exclusive { self.say_merged(schema, nulls, list) } else { self.strings_together(list) };
        let list = constants_first(list);
        let lowered = match list.as_slice() {
            [] if nullable => return Type::Null.into(),
            [] if ruled_out > 0 => return self.no_value(&schema.pointer).into(),
            [] => return Type::Never.into(),
            // A tagged union that has one variant so far: more may come.
            [one]
                if ruled_out == 0
                    && exclusive
                    && one.reference.is_none()
                    && tag(schema, &[one]).is_some() =>
            {
                self.branches(schema, &base, &list, site)
            }
            [one] => self.lower(&one.schema, &site.clone().titled(&one.schema)),
            several => self.branches(schema, &base, several, site),
        };
        match lowered {
            Lowered::Shape(shape, inner) => Lowered::Shape(shape, inner || nullable),
            Lowered::Value(value) => Lowered::Value(Value { nullable: nullable || value.nullable, ..value }),
        }
    }

    /// A branch that takes every value leaves the others without a meaning, and without a type where they have no name.
    fn say_lost_branches(&mut self, branches: &[Schema]) {
        let Some(any) = branches.iter().find(|branch| branch.is_any()) else { return };
        let is_lost = |branch: &&Schema| !branch.never && !branch.is_any() && !is_null(branch);
        let lost: Vec<String> = branches.iter().filter(is_lost).map(|one| one.pointer.to_string()).collect();
        if lost.is_empty() {
            return;
        }
        let message = "one branch takes every value, so the choice is any value";
        let note = format!("no types are made for {}", list_of(&lost));
        let help = "leave that branch out by an overlay: where a tag tells the others apart, unknown ones are kept without it";
        let warning = Diagnostic::warning("lost-branches", self.place(&any.pointer), message);
        self.found.push(warning.note(note).help(help));
    }

    /// The members of which an object must have one branch's, where each branch of a choice is an object that needs
    /// some.
    fn required_by(&mut self, branches: &[Schema]) -> Option<RequiredSets> {
        let facts: Vec<Facts> = branches.iter().map(|branch| self.facts(branch)).collect();
        let needs = facts.iter().all(|facts| facts.kinds == Types::OBJECT && !facts.required.is_empty());
        let sets = facts.iter().map(|facts| facts.required.iter().cloned().collect()).collect();
        needs.then_some(RequiredSets { exactly_one: false, sets })
    }

    /// A branch together with what stands beside the choice.
    fn branch(&mut self, base: &Schema, branch: Schema) -> Option<Branch> {
        // Put together of nothing but a definition and words, it is that definition.
        let branch = match self.only_reference(&branch).filter(|_| branch.reference.is_none()) {
            Some(id) => Schema { reference: Some(id), all_of: Vec::new(), types: None, ..branch },
            None => branch,
        };
        let reference = branch.reference.filter(|_| !branch.constrains() && branch.all_of.is_empty());
        let branch = self.opened_by(base, branch)?;
        let facts = self.facts(&branch);
        let only_types = Schema { types: None, ..base.clone() };
        let numbers = !facts.kinds.intersect(Types::NUMBER).is_empty();
        let bounds = numbers && Width::of(base.format.as_deref()) != Width::Any;
        let says_more =
            only_types.constrains() || bounds || base.types.is_some_and(|types| !types.contains(facts.kinds));
        if says_more {
            self.spend(base)?;
            let (pointer, title) = (branch.pointer.clone(), branch.title.clone());
            let (description, deprecated) = (branch.description.clone(), branch.deprecated);
            // What is closed around the choice sees what the branches name.
            let mut base = base.clone();
            let object = ObjectKeywords {
                closed: std::mem::take(&mut base.object.closed),
                opened: std::mem::take(&mut base.object.opened),
                unevaluated: base.object.unevaluated.take(),
                ..ObjectKeywords::default()
            };
            let all_of = vec![base, branch];
            let both =
                Schema { pointer, title, description, deprecated, all_of, object, ..Schema::default() };
            let schema = self.flatten(&both)?.into_owned();
            let facts = self.facts(&schema);
            return Some(Branch { schema, reference, facts });
        }
        let schema = if reference.is_some() { branch } else { self.flatten(&branch)?.into_owned() };
        Some(Branch { schema, reference, facts })
    }

    fn branches(&mut self, schema: &Schema, base: &Schema, list: &[Branch], site: &Site) -> Lowered {
        if let Some((values, open)) = all_listed(list) {
            return self.enumeration(schema, values, open, site);
        }
        let common: Vec<String> = base.object.properties.keys().cloned().collect();
        let tags = |list: &[&Branch]| tag(schema, list);
        // A branch for whatever the others do not accept stands aside.
        let (known, rest): (Vec<&Branch>, Vec<&Branch>) =
            list.iter().partition(|branch| !is_catch_all(branch));
        let catch_all = match (rest.as_slice(), known.as_slice()) {
            // A string beside another union: that one keeps what it does not know.
            ([one], [other]) if one.schema.types == Some(Types::STRING) && self.is_choice(other) => None,
            ([one], _) => Some(kinds(one.facts.kinds)),
            _ => None,
        };
        let candidates = if catch_all.is_some() { &known } else { &list.iter().collect::<Vec<_>>() };
        let tag = tags(candidates);
        self.say_unfollowed(schema, tag.as_deref());
        let union = if let Some(tag) = tag {
            self.internal(&tag, candidates, site)
        } else if let Some(keys) = external(candidates) {
            self.external(candidates, &keys, site)
        } else {
            self.shared_tag(schema, base, list);
            return Lowered::Shape(Shape::Union(self.untagged(schema, list, common, site)), false);
        };
        let (tagging, variants) = union;
        let openness = self.openness(site);
        Lowered::Shape(Shape::Union(Union { tagging, variants, common, openness, catch_all }), false)
    }

    /// A member that would name the branch, if two did not say the same.
    fn shared_tag(&mut self, schema: &Schema, base: &Schema, list: &[Branch]) {
        let constant = |branch: &'_ Branch, key: &str| match branch.facts.literals.get(key)?.as_slice() {
            [Literal::String(text)] if branch.facts.required.contains(key) => Some(text.clone()),
            _ => None,
        };
        if !list.iter().all(|branch| branch.facts.kinds == Types::OBJECT) {
            return;
        }
        let Some(first) = list.first() else { return };
        let tagged = |key: &&String| list.iter().all(|branch| constant(branch, key).is_some());
        let own = |key: &&String| !base.object.properties.contains_key(*key) && tagged(key);
        let Some(key) = first.facts.literals.keys().find(own) else { return };
        let mut seen = std::collections::BTreeMap::new();
        for branch in list {
            let Some(value) = constant(branch, key) else { return };
            let Some(other) = seen.insert(value.clone(), &branch.schema.pointer) else { continue };
            let (key, value) = (key.escape_debug(), value.escape_debug());
            let message = format!("two branches have the same `{key}`: \"{value}\"");
            let note = format!(
                "{other} and {}: they are told apart by their other members, and no unknown `{key}` is kept",
                branch.schema.pointer
            );
            let warning = Diagnostic::warning("ambiguous-union", self.place(&schema.pointer), message);
            let help = format!("give each branch a `{key}` of its own");
            self.found.push(warning.note(note).help(help));
            return;
        }
    }

    /// Whether a branch is another choice, by its name.
    fn is_choice(&self, branch: &Branch) -> bool {
        let definition = branch.reference.and_then(|id| self.bundle.get(id));
        definition.is_some_and(|one| one.schema.one_of.is_some() || one.schema.any_of.is_some())
    }

    fn openness(&self, site: &Site) -> Openness {
        let chosen = self.policy.openness.get(site.place.as_str()).filter(|_| site.defined);
        if chosen.map_or(self.policy.open_unions, |one| one.open) { Openness::Open } else { Openness::Closed }
    }

    pub(super) fn untagged(
        &mut self,
        schema: &Schema,
        list: &[Branch],
        common: Vec<String>,
        site: &Site,
    ) -> Union {
        let (told_apart, looks) = told_apart(list);
        let exclusive = schema.one_of.is_some() || share_a_choice(list);
        if exclusive && matches!(told_apart, ToldApart::InOrder(..)) {
            let place = list.first().and_then(|branch| branch.schema.pointer.parent()).unwrap_or_default();
            let warning = Diagnostic::warning("widened", self.place(&place), SEVERAL_FIT);
            self.overlap(schema, &told_apart, warning);
        }
        let mut variants = self.untagged_variants(list, &looks, site);
        by_kind_alone(&mut variants);
        if matches!(told_apart, ToldApart::InOrder(..)) {
            self.shadowed(schema, list);
        }
        Union {
            tagging: Tagging::Untagged { told_apart },
            variants,
            common,
            openness: Openness::Closed,
            catch_all: None,
        }
    }

    /// What a schema says of the values of one type, in a place of its own.
    pub(super) fn part(&mut self, schema: &Schema, one: Types, index: usize) -> Schema {
        let pointer = schema.pointer.join("type").join(index);
        self.split.insert(pointer.clone(), schema.pointer.clone());
        Schema { pointer, ..restrict(schema, one) }
    }

    /// `type` names several types.
    pub(super) fn several(
        &mut self,
        schema: &Schema,
        types: &[Types],
        nullable: bool,
        site: &Site,
    ) -> Lowered {
        let mut list = Vec::new();
        for (index, one) in types.iter().enumerate() {
            let part = self.part(schema, *one, index);
            let facts = self.facts(&part);
            list.push(Branch { schema: part, reference: None, facts });
        }
        Lowered::Shape(Shape::Union(self.untagged(schema, &list, Vec::new(), site)), nullable)
    }

    pub(super) fn known<'b>(&self, branch: &'b Branch) -> Known<'b>
    where
        Self: 'b,
    {
        let name =
            branch.reference.and_then(|id| self.bundle.get(id)).map(|definition| definition.name.clone());
        Known { schema: &branch.schema, name }
    }
}

impl Union {
    pub(super) const fn is_untagged(&self) -> bool {
        matches!(self.tagging, Tagging::Untagged { .. })
    }

    /// The same with a variant for null: what has a name is called by it wherever it is used, null or not.
    pub(super) fn or_null(mut self) -> Self {
        self.variants.push(Variant {
            name: "Null".to_owned(),
            tags: Vec::new(),
            docs: Docs::default(),
            content: Some(Value { kind: Type::Literal(Literal::Null), nullable: false }),
            guard: Guard { kinds: Kinds::NULL, ..Guard::default() },
        });
        self
    }
}

/// The first few of several texts.
fn list_of(texts: &[String]) -> String {
    const SHOWN: usize = 3;
    let more = texts.len().saturating_sub(SHOWN);
    let shown = texts[..texts.len() - more].join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// All values, where each branch lists scalars, and whether there is one for all other strings.
fn all_listed(list: &[Branch]) -> Option<(Vec<EnumValue>, Option<bool>)> {
    let mut values = Vec::new();
    let mut open = None;
    for branch in list {
        if branch.reference.is_some() {
            return None;
        }
        if is_plain_string(&branch.schema) && open.is_none() {
            open = Some(true);
        } else {
            values.extend(listed(&branch.schema)?);
        }
    }
    let strings = values.iter().all(|value| matches!(value.literal, Literal::String(_)));
    (!values.is_empty() && (open.is_none() || strings)).then_some((values, open))
}

/// The member whose value names the branch.
fn tag(schema: &Schema, list: &[&Branch]) -> Option<String> {
    let first = list.first()?;
    let objects = list.iter().all(|branch| branch.facts.kinds == Types::OBJECT);
    if !objects {
        return None;
    }
    let tells_apart = |key: &&String| {
        let mut seen = BTreeSet::new();
        list.iter().all(|branch| {
            branch.facts.required.contains(*key)
                && branch.facts.literals.get(*key).is_some_and(|values| {
                    !values.is_empty()
                        && values.iter().all(|value| match value {
                            Literal::String(text) => seen.insert(text.clone()),
                            _ => false,
                        })
                })
        })
    };
    let candidates: Vec<&String> = first.facts.literals.keys().filter(tells_apart).collect();
    if let Some(named) = candidates.iter().find(|key| Some(key.as_str()) == schema.discriminator.as_deref()) {
        return Some((*named).clone());
    }
    let single = |key: &&&String| list.iter().all(|branch| branch.facts.literals[**key].len() == 1);
    // Of one branch each constant could be the tag: what JSON-RPC says of all messages is none.
    let of_all = |key: &&&String| list.len() == 1 && key.as_str() == "jsonrpc";
    // What names nothing to people is a tag where there is no other.
    let says_something = |key: &&&String| {
        let mut values = list.iter().flat_map(|branch| &branch.facts.literals[**key]);
        !values.any(|value| matches!(value, Literal::String(text) if holds_uuid(text)))
    };
    let mut telling = candidates.iter().filter(|key| !of_all(key));
    let spoken = telling.clone().filter(says_something).find(single);
    spoken
        .or_else(|| telling.clone().find(single))
        .or_else(|| telling.next())
        .or(candidates.first())
        .map(|key| (*key).clone())
}

/// The keywords that speak of this type.
pub(super) fn restrict(schema: &Schema, types: Types) -> Schema {
    let mut part = Schema { types: Some(types), ..wordless(schema.clone()) };
    if types != Types::OBJECT {
        part.object = ObjectKeywords::default();
    }
    if types != Types::ARRAY {
        part.array = ArrayKeywords::default();
    }
    if types != Types::STRING {
        part.text = TextKeywords::default();
    }
    if !Types::NUMBER.contains(types) {
        part.number = NumberKeywords::default();
    }
    part
}

pub(super) fn is_null(schema: &Schema) -> bool {
    let typed = schema.types == Some(Types::NULL);
    let constant =
        schema.values.as_ref().is_some_and(|values| values.iter().all(|v| *v == codegen_schema::Json::Null));
    typed || constant
}

/// Null beside other types: it is said once, of the whole choice.
fn is_or_null(schema: &Schema) -> bool {
    let plain = schema.reference.is_none() && schema.values.is_none() && schema.all_of.is_empty();
    let choice = schema.one_of.is_some() || schema.any_of.is_some();
    plain && !choice && schema.types.is_some_and(|types| types.contains(Types::NULL) && types != Types::NULL)
}

fn says_only_types(schema: &Schema) -> bool {
    let rest = Schema { types: None, ..schema.clone() };
    schema.types.is_some() && !rest.constrains() && rest.format.is_none()
}

pub(super) fn is_plain_string(schema: &Schema) -> bool {
    schema.types == Some(Types::STRING) && says_only_types(schema)
}

/// Takes any object, or any string and any object: what serde calls `other`.
fn is_catch_all(branch: &Branch) -> bool {
    let schema = &branch.schema;
    branch.reference.is_none()
        && says_only_types(schema)
        && schema.types.is_some_and(|types| types.contains(Types::OBJECT) || types == Types::STRING)
}

/// The key, or the bare strings, of each branch of an externally tagged union.
pub(super) enum Key {
    Bare(Vec<EnumValue>),
    Member(String),
}

fn external(list: &[&Branch]) -> Option<Vec<Key>> {
    let mut seen = BTreeSet::new();
    let mut keys = Vec::new();
    for branch in list {
        let schema = &branch.schema;
        if branch.reference.is_some() {
            return None;
        }
        if let Some(values) = &schema.values {
            let mut bare = Vec::new();
            for value in values {
                let text = value.as_str().filter(|text| seen.insert((*text).to_owned()))?;
                let docs =
                    if values.len() == 1 { super::docs(schema) } else { crate::model::Docs::default() };
                bare.push(EnumValue { literal: Literal::String(text.to_owned()), name: None, docs });
            }
            keys.push(Key::Bare(bare));
            continue;
        }
        let object = &schema.object;
        let shut = object.closed || object.additional.as_ref().is_some_and(|rest| rest.never);
        // One member is too few, or too many.
        if object.min_properties.is_some_and(|min| min > 1) || object.max_properties == Some(0) {
            return None;
        }
        let key = object.properties.keys().next().filter(|_| object.properties.len() == 1)?;
        let alone = shut && object.required.contains(key) && object.required.len() == 1;
        if !alone || schema.types != Some(Types::OBJECT) || !seen.insert(key.clone()) {
            return None;
        }
        keys.push(Key::Member(key.clone()));
    }
    keys.iter().any(|key| matches!(key, Key::Member(_))).then_some(keys)
}
