//! `allOf`, and `$ref` with siblings, by meaning: one schema that accepts what all parts accept.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use codegen_schema::ast::{ArrayKeywords, NumberKeywords, ObjectKeywords, Schema, TextKeywords, Types};
use codegen_schema::{DefId, Json, Number, Pointer};

use super::Lower;
use super::choice::closed_to;
use super::pattern::matches;
use crate::accepts::equal;
use crate::scalar::Width;

/// How many definitions may be put together, each out of the next: each takes its part of the stack.
const DEPTH: usize = 100;

/// The definitions that a schema is put together from.
#[derive(Default)]
struct Parts {
    inside: Vec<DefId>,
    /// What is demanded twice is demanded once: each is taken in one time.
    done: BTreeSet<DefId>,
}

impl Lower<'_> {
    /// The schema without `$ref` and `allOf`. `None`: the parts refer to each other in a circle, or are
    /// too many; a diagnostic says so.
    pub(super) fn flatten<'s>(&mut self, schema: &'s Schema) -> Option<Cow<'s, Schema>> {
        if schema.reference.is_none() && schema.all_of.is_empty() {
            return Some(Cow::Borrowed(schema));
        }
        self.flatten_within(schema, &mut Parts::default()).map(Cow::Owned)
    }

    fn flatten_within(&mut self, schema: &Schema, parts: &mut Parts) -> Option<Schema> {
        if schema.reference.is_none() && schema.all_of.is_empty() {
            return Some(schema.clone());
        }
        let mut whole = Schema { reference: None, all_of: Vec::new(), ..schema.clone() };
        let mut closed = Vec::new();
        if let Some(id) = schema.reference {
            self.spend(schema)?;
            if parts.inside.contains(&id) {
                self.error(
                    "endless-schema",
                    &schema.pointer,
                    "this schema is made of itself: no value can be described",
                )
                .help("break the circle of `allOf` and `$ref`: refer to the type from a property instead");
                return None;
            }
            if parts.inside.len() >= DEPTH {
                self.error(
                    "limit-expansion",
                    &schema.pointer,
                    format!("more than {DEPTH} definitions are put together here, each out of the next"),
                )
                .help("let some of them list their members themselves: no configuration raises this limit");
                return None;
            }
            if !parts.done.contains(&id) {
                let target = &self.bundle.get(id)?.schema;
                parts.inside.push(id);
                let part = self.flatten_within(target, parts);
                parts.inside.pop();
                parts.done.insert(id);
                // The name belongs to the definition.
                let part = Schema { title: None, default: None, ..by_itself(part?) };
                closed.extend(closed_part(&part));
                whole = self.with_part(whole, part);
            }
        }
        for part in &schema.all_of {
            let part = by_itself(self.flatten_within(part, parts)?);
            closed.extend(closed_part(&part));
            whole = self.with_part(whole, part);
        }
        let all = whole.object.properties.len();
        for (pointer, _) in closed.into_iter().filter(|(_, own)| *own < all) {
            self.widened(
                &pointer.join("unevaluatedProperties"),
                "`unevaluatedProperties` beside parts that name other properties is not expressed",
            );
        }
        self.settle_closed(&mut whole);
        Some(whole)
    }

    /// What is put together so far, and one more part of it.
    fn with_part(&mut self, mut whole: Schema, mut part: Schema) -> Schema {
        self.open_to_tags(&mut whole, &part);
        self.open_to_tags(&mut part, &whole);
        self.merge(whole, part)
    }

    /// Serde takes the tag away before it reads the content of a variant, which may so be closed, or a map of numbers:
    /// taken by the letter, no value at all is one of the type.
    fn open_to_tags(&mut self, open: &mut Schema, tagged: &Schema) {
        let Some(rest) = &open.object.additional else { return };
        let object = &open.object;
        let is_refused = |name: &&String| {
            let tag = tagged.object.properties.get(*name).and_then(the_only_string);
            let named = object.properties.contains_key(*name) || !object.pattern_properties.is_empty();
            tag.is_some_and(|tag| !named && takes_no(rest, tag))
        };
        let names: Vec<String> = tagged.object.required.iter().filter(is_refused).cloned().collect();
        for name in names {
            let pointer = open.pointer.join("additionalProperties");
            self.widened(&pointer, closed_to(&name));
            open.object.properties.insert(name, Schema { pointer, ..Schema::default() });
        }
    }

    /// The definition that a schema refers to, where all else that it puts together is of which types the values are,
    /// and those of the definition are of these: `{ "type": "object" }` of a base, and what it is made more precise by.
    pub(super) fn only_reference(&mut self, schema: &Schema) -> Option<DefId> {
        // A format may bound an integer.
        let says_more = |part: &Schema| {
            part.says_more_than_types() || part.format.is_some() || part.discriminator.is_some()
        };
        if says_more(schema) {
            return None;
        }
        let mut types = schema.types.unwrap_or(Types::ALL);
        let mut reference = schema.reference;
        for part in &schema.all_of {
            if says_more(part) || !part.all_of.is_empty() {
                return None;
            }
            types = types.intersect(part.types.unwrap_or(Types::ALL));
            if reference.is_some() && part.reference.is_some() && reference != part.reference {
                return None;
            }
            reference = reference.or(part.reference);
        }
        let id = reference?;
        // Of what is made of itself, putting it together says more.
        let is_itself = self.bundle.get(id)?.schema.pointer == schema.pointer;
        (!is_itself && types.contains(self.facts_of(id).all_kinds())).then_some(id)
    }

    /// `unevaluatedProperties: false` forbids nothing where another part looks at each member.
    fn settle_closed(&mut self, schema: &mut Schema) {
        let object = &mut schema.object;
        if schema.any_of.is_none() && schema.one_of.is_none() {
            settle_unevaluated(object);
        }
        let looked_at = object.opened || object.additional.as_ref().is_some_and(|rest| !rest.never);
        if object.closed && looked_at {
            object.closed = false;
            self.widened(
                &schema.pointer.join("unevaluatedProperties"),
                "`unevaluatedProperties` beside a part that allows other properties is not expressed",
            );
        }
    }

    /// What is a multiple of both is one of their least common multiple.
    fn both_steps(&mut self, a: Option<Number>, b: Option<Number>, at: &Pointer) -> Option<Number> {
        let (Some(a), Some(b)) = (&a, &b) else { return a.or(b) };
        let whole = |step: &Number| step.as_u64().filter(|step| *step > 0);
        let common = whole(a).zip(whole(b)).and_then(|(a, b)| (a / divisor(a, b)).checked_mul(b));
        if common.is_none() && a != b {
            self.widened(&at.join("multipleOf"), "`multipleOf` of several parts: only the first is checked");
        }
        Some(common.map_or_else(|| a.clone(), Number::from))
    }

    /// Both schemas at once. Words for people come from the first that has them.
    pub(super) fn merge(&mut self, a: Schema, b: Schema) -> Schema {
        let types = match (a.types, b.types) {
            (Some(a), Some(b)) => Some(a.intersect(b)),
            (a, b) => a.or(b),
        };
        let never = a.never || b.never || types.is_some_and(Types::is_empty);
        let values = match (a.values, b.values) {
            (Some(a), Some(b)) => Some(a.into_iter().filter_map(|value| in_both(value, &b)).collect()),
            (a, b) => a.or(b),
        };
        let mut number = a.number;
        tighten(&mut number.minimum, b.number.minimum, true);
        tighten(&mut number.exclusive_minimum, b.number.exclusive_minimum, true);
        tighten(&mut number.maximum, b.number.maximum, false);
        tighten(&mut number.exclusive_maximum, b.number.exclusive_maximum, false);
        if a.format.is_some() && a.format != b.format {
            tighten_to(&mut number, Width::of(b.format.as_deref()));
        }
        number.multiple_of = self.both_steps(number.multiple_of, b.number.multiple_of, &a.pointer);
        let mut text = a.text;
        text.min_length = text.min_length.max(b.text.min_length);
        text.max_length = least(text.max_length, b.text.max_length);
        merge_patterns(&mut text, b.text.pattern.into_iter().chain(b.text.more_patterns));
        let array = merge_arrays(a.array, b.array);
        let any_of = self.both_choices(a.any_of, b.any_of, false);
        let one_of = self.both_choices(a.one_of, b.one_of, true);
        Schema {
            pointer: a.pointer,
            never,
            reference: None,
            title: a.title.or(b.title),
            description: a.description.or(b.description),
            deprecated: a.deprecated || b.deprecated,
            remarks: a.remarks.or(b.remarks),
            default: a.default.or(b.default),
            types,
            values,
            constant: a.constant || b.constant,
            number,
            text,
            format: a.format.or(b.format),
            array,
            object: merge_objects(a.object, b.object),
            all_of: Vec::new(),
            any_of,
            one_of,
            discriminator: a.discriminator.or(b.discriminator),
        }
    }

    /// Two choices at once: each branch of the first is a choice between those of the second.
    fn both_choices(
        &mut self,
        a: Option<Vec<Schema>>,
        b: Option<Vec<Schema>>,
        exactly_one: bool,
    ) -> Option<Vec<Schema>> {
        let (a, b) = match (a, b) {
            (Some(a), Some(b)) => (a, b),
            (a, b) => return a.or(b),
        };
        let pointer = b.first().and_then(|branch| branch.pointer.parent()).unwrap_or_default();
        // Found twice, it is the same choice.
        if a.first().is_some_and(|branch| branch.pointer.parent().as_ref() == Some(&pointer)) {
            return Some(a);
        }
        match self.crossed(a, &b, &pointer, exactly_one) {
            Ok(pairs) => Some(pairs),
            Err(a) => {
                let what = "so many branches of a second choice beside another one are not expressed";
                self.widened(&pointer, what);
                Some(a)
            }
        }
    }

    /// Expanding references costs; a small schema must not cost much.
    pub(super) fn spend(&mut self, schema: &Schema) -> Option<()> {
        self.expansion += 1 + schema.object.properties.len();
        if self.expansion <= self.limit {
            return Some(());
        }
        if self.expansion - 1 - schema.object.properties.len() <= self.limit {
            let limit = self.limit;
            let message = format!("references and `allOf` expand to more than {limit} schemas, the limit");
            self.error("limit-expansion", &schema.pointer, message).help(format!(
                "simplify the schema or, if it is to be trusted, raise it in the config:\n[limits]\nexpansion = {}",
                limit.saturating_mul(4)
            ));
        }
        None
    }
}

fn merge_arrays(a: ArrayKeywords, b: ArrayKeywords) -> ArrayKeywords {
    let first = |array: &ArrayKeywords| array.prefix_items.as_ref().map_or(0, Vec::len);
    let at = |array: &ArrayKeywords, index: usize| {
        let own = array.prefix_items.as_ref().and_then(|prefix| prefix.get(index));
        own.or(array.items.as_deref()).cloned().unwrap_or_default()
    };
    let count = first(&a).max(first(&b));
    let prefix = (0..count).map(|index| conjunction(at(&a, index), at(&b, index))).collect();
    ArrayKeywords {
        prefix_items: Some(prefix).filter(|_| a.prefix_items.is_some() || b.prefix_items.is_some()),
        items: both(a.items, b.items),
        min_items: a.min_items.max(b.min_items),
        max_items: least(a.max_items, b.max_items),
        unique_items: a.unique_items || b.unique_items,
    }
}

/// A part that is closed does not see what the parts beside it name. What its own choices name, it sees.
fn by_itself(mut part: Schema) -> Schema {
    if part.object.closed && part.any_of.is_none() && part.one_of.is_none() {
        part.object.closed = false;
        let never = Schema { pointer: part.pointer.clone(), never: true, ..Schema::default() };
        part.object.additional = Some(Box::new(never));
    }
    if part.any_of.is_none() && part.one_of.is_none() {
        settle_unevaluated(&mut part.object);
    }
    part
}

/// The constant that a member is.
fn the_only_string(member: &Schema) -> Option<&Json> {
    match member.values.as_deref() {
        Some([tag @ Json::String(_)]) => Some(tag),
        _ => None,
    }
}

/// Whether what `additionalProperties` says cannot be that string.
fn takes_no(rest: &Schema, tag: &Json) -> bool {
    rest.never && rest.pointer.last().as_deref() == Some("additionalProperties")
        || rest.types.is_some_and(|types| !types.contains(Types::STRING))
        || rest.values.as_ref().is_some_and(|values| !values.contains(tag))
}

/// What no part names is what is said of it, once all parts are known.
pub(super) fn settle_unevaluated(object: &mut ObjectKeywords) {
    let unevaluated = object.unevaluated.take();
    if object.additional.is_none() && !object.closed {
        object.additional = unevaluated;
    }
}

/// Where a part is that stays closed, and how many properties it names.
fn closed_part(part: &Schema) -> Option<(Pointer, usize)> {
    let is_left = part.object.closed || part.object.unevaluated.is_some();
    is_left.then(|| (part.pointer.clone(), part.object.properties.len()))
}

/// All patterns must match, and none is said twice.
fn merge_patterns(text: &mut TextKeywords, others: impl Iterator<Item = String>) {
    for pattern in others {
        if text.pattern.is_none() {
            text.pattern = Some(pattern);
        } else if text.pattern.as_ref() != Some(&pattern) && !text.more_patterns.contains(&pattern) {
            text.more_patterns.push(pattern);
        }
    }
}

fn merge_objects(mut a: ObjectKeywords, mut b: ObjectKeywords) -> ObjectKeywords {
    limit(&mut a, &b);
    limit(&mut b, &a);
    let mut properties: BTreeMap<String, Schema> = a.properties;
    for (name, schema) in b.properties {
        match properties.remove(&name) {
            None => properties.insert(name, schema),
            Some(first) => properties.insert(name, conjunction(first, schema)),
        };
    }
    a.required.append(&mut b.required);
    for (name, needs) in b.dependent_required {
        a.dependent_required.entry(name).or_default().extend(needs);
    }
    let mut pattern_properties = a.pattern_properties;
    for (pattern, schema) in b.pattern_properties {
        match pattern_properties.remove(&pattern) {
            None => pattern_properties.insert(pattern, schema),
            Some(first) => pattern_properties.insert(pattern, conjunction(first, schema)),
        };
    }
    a.required_sets.append(&mut b.required_sets);
    ObjectKeywords {
        properties,
        required: a.required,
        additional: both(a.additional, b.additional),
        pattern_properties,
        property_names: both(a.property_names, b.property_names),
        min_properties: a.min_properties.max(b.min_properties),
        max_properties: least(a.max_properties, b.max_properties),
        dependent_required: a.dependent_required,
        closed: a.closed || b.closed,
        opened: a.opened || b.opened,
        unevaluated: both(a.unevaluated, b.unevaluated),
        required_sets: a.required_sets,
    }
}

/// Properties that the other part does not name must be what it says of additional ones.
fn limit(a: &mut ObjectKeywords, b: &ObjectKeywords) {
    let Some(additional) = b.additional.as_ref().filter(|additional| !additional.is_any()) else { return };
    let other = |pattern: &String, name: &str| matches(pattern, name) == Some(false);
    for (name, schema) in &mut a.properties {
        let named = b.properties.contains_key(name);
        if !named && b.pattern_properties.keys().all(|pattern| other(pattern, name)) {
            *schema = conjunction(std::mem::take(schema), (**additional).clone());
        }
    }
    if additional.never && b.pattern_properties.is_empty() {
        a.pattern_properties.retain(|pattern, _| !is_beside(pattern, &b.properties));
    }
}

/// Whether none of the names matches a pattern.
fn is_beside(pattern: &str, names: &BTreeMap<String, Schema>) -> bool {
    names.keys().all(|name| matches(pattern, name) == Some(false))
}

fn both(a: Option<Box<Schema>>, b: Option<Box<Schema>>) -> Option<Box<Schema>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Box::new(conjunction(*a, *b))),
        (a, b) => a.or(b),
    }
}

pub(super) fn conjunction(a: Schema, b: Schema) -> Schema {
    if b.is_any() {
        return a;
    }
    if a.is_any() {
        return Schema { description: a.description.or(b.description), ..b };
    }
    if a.never || b.never {
        return Schema { pointer: a.pointer, never: true, ..Schema::default() };
    }
    let mut all_of = parts_of(a.clone());
    for part in parts_of(b.clone()) {
        if !all_of.iter().any(|other| same(other, &part)) {
            all_of.push(part);
        }
    }
    // Put together twice, the parts of a recursive schema are the same parts.
    if let [part] = all_of.as_slice() {
        return Schema { description: a.description.or(b.description), ..part.clone() };
    }
    Schema {
        pointer: a.pointer.clone(),
        title: a.title.clone(),
        description: a.description.clone().or_else(|| b.description.clone()),
        deprecated: a.deprecated || b.deprecated,
        remarks: a.remarks.clone().or(b.remarks.clone()),
        default: a.default.clone().or_else(|| b.default.clone()),
        all_of,
        ..Schema::default()
    }
}

/// The parts of what is nothing but a conjunction.
fn parts_of(schema: Schema) -> Vec<Schema> {
    let only_parts = schema.all_of.len() > 1 && schema.reference.is_none() && !schema.constrains();
    if only_parts { schema.all_of } else { vec![schema] }
}

/// Whether both say the same: the same reference, or one place read twice.
fn same(a: &Schema, b: &Schema) -> bool {
    let plain = |schema: &Schema| !schema.constrains() && schema.all_of.is_empty();
    let referred = a.reference.is_some() && plain(a) && plain(b);
    a.reference == b.reference
        && (referred || (a.pointer == b.pointer && a.all_of.is_empty() && b.all_of.is_empty()))
}

fn least(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Of two formats one is kept: what the other says is a range.
fn tighten_to(number: &mut NumberKeywords, width: Width) {
    let Some((low, high)) = width.range() else { return };
    tighten(&mut number.minimum, i64::try_from(low).ok().map(Number::from), true);
    tighten(&mut number.maximum, u64::try_from(high).ok().map(Number::from), false);
}

fn tighten(bound: &mut Option<Number>, other: Option<Number>, lower: bool) {
    let Some(other) = other else { return };
    let replace = bound.as_ref().is_none_or(|bound| {
        let (bound, other) = (bound.as_f64().unwrap_or(0.0), other.as_f64().unwrap_or(0.0));
        if lower { other > bound } else { other < bound }
    });
    if replace {
        *bound = Some(other);
    }
}

/// A listed value that the other part lists too. Where one of them spells a number as an integer, it is one.
pub(super) fn in_both(value: Json, others: &[Json]) -> Option<Json> {
    let is_float = |value: &Json| matches!(value, Json::Number(number) if number.is_f64());
    let other = others.iter().find(|other| equal(&value, other))?;
    Some(if is_float(&value) { other.clone() } else { value })
}

/// The greatest common divisor.
const fn divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { divisor(b, a % b) }
}
