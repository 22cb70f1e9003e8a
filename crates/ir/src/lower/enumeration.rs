//! `enum` and `const`.

use codegen_schema::ast::{Schema, Types};
use codegen_schema::{Diagnostic, Json, Number, Pointer};

use super::literal::{Listed, only_number};
use super::merge::in_both;
use super::pattern::only;
use super::union::Branch;
use super::words::title;
use super::{Lower, Lowered, Site, docs, facts};
use crate::model::{Docs, EnumValue, Enumeration, Literal, Openness, Shape, Type, Union, Value};

/// Arrays and objects of an `enum` become types of their own up to this many.
const SPELLED_OUT: usize = 100;

/// Listed values are held against branches beside them this many times, all together, and against choices within
/// choices as deep as this.
const COMPARED: usize = 4096;
const CHOICES: usize = 8;

/// Values with their places in the list.
type Numbered<'a> = Vec<(usize, &'a Json)>;

impl Lower<'_> {
    /// Constants that are arrays or objects, as tuples and structs of constants.
    fn spelled_out(
        &mut self,
        schema: &Schema,
        values: &[(usize, &Json)],
        at: &Pointer,
        site: &Site,
    ) -> Lowered {
        if let [(_, one)] = values {
            return self.lower(&Schema { title: schema.title.clone(), ..constant(one, at) }, site);
        }
        let (scalars, others): (Numbered<'_>, Numbered<'_>) =
            values.iter().partition(|(_, value)| facts::is_scalar(value) && **value != Json::Null);
        let mut branches: Vec<Schema> =
            others.into_iter().map(|(index, value)| constant(value, &at.join(index))).collect();
        if !scalars.is_empty() {
            let values = Some(scalars.into_iter().map(|(_, value)| value.clone()).collect());
            let pointer = at.clone();
            branches.push(Schema { pointer, values, constant: true, ..Schema::default() });
        }
        // What else is said has been held against the values.
        let (pointer, title) = (schema.pointer.clone(), schema.title.clone());
        let whole = Schema { pointer, title, any_of: Some(branches), ..Schema::default() };
        match self.choice(&whole, site) {
            // A list of values is closed, even where one of their members looks like a tag.
            Lowered::Shape(Shape::Union(union), nullable) => {
                let union = Union { openness: Openness::Closed, ..union };
                Lowered::Shape(Shape::Union(union), nullable)
            }
            lowered => lowered,
        }
    }

    /// Which of the values a branch of each choice beside them takes.
    fn beside_choices(&mut self, schema: &Schema, values: &[Json]) -> Vec<bool> {
        let mut left = COMPARED;
        let chosen = self.taken_by_choices(schema, values, CHOICES, &mut left);
        if left == 0 {
            let keyword = if schema.any_of.is_some() { "anyOf" } else { "oneOf" };
            let at = schema.pointer.join(keyword);
            self.widened(&at, "the listed values are not held against so many branches");
            return vec![true; values.len()];
        }
        chosen
    }

    /// Which of the values that are arrays or objects the keywords beside them let pass.
    fn beside_others(&mut self, schema: &Schema, values: &[Json]) -> Vec<bool> {
        let mut held = vec![true; values.len()];
        if values.iter().all(facts::is_scalar) {
            return held;
        }
        let others = Schema { values: None, ..schema.clone() };
        let mut left = COMPARED;
        let mut undecided = None;
        for (held, value) in held.iter_mut().zip(values).filter(|(_, value)| !facts::is_scalar(value)) {
            let holds = self.holds(&others, value, &mut left);
            *held = holds.unwrap_or(true);
            undecided = undecided.or_else(|| holds.is_none().then_some(value));
        }
        if let Some(value) = undecided {
            let message = format!("whether {} fits what stands beside it is not checked", shown(value));
            self.widened(&schema.pointer.join(if values.len() == 1 { "const" } else { "enum" }), message);
        }
        held
    }

    /// A branch that lists values beside a choice lists those that the choice takes.
    pub(super) fn only_chosen(&mut self, branch: Branch) -> Branch {
        let Branch { schema, reference, facts } = branch;
        let is_choice = schema.any_of.is_some() || schema.one_of.is_some();
        let scalars = schema.values.clone().filter(|values| is_choice && values.iter().all(facts::is_scalar));
        let Some(values) = scalars else { return Branch { schema, reference, facts } };
        let chosen = self.beside_choices(&schema, &values);
        let values: Vec<Json> =
            values.into_iter().zip(chosen).filter_map(|(value, chosen)| chosen.then_some(value)).collect();
        let never = schema.never || values.is_empty();
        let schema = Schema { values: Some(values), any_of: None, one_of: None, never, ..schema };
        let facts = self.facts(&schema);
        Branch { schema, reference, facts }
    }

    /// Which values a branch of each choice takes, as far as its `type`, `enum` and bounds say; what is not held
    /// against them, because they are too deep or nothing is `left` to spend, counts as taken.
    fn taken_by_choices(
        &mut self,
        schema: &Schema,
        values: &[Json],
        depth: usize,
        left: &mut usize,
    ) -> Vec<bool> {
        let mut chosen = vec![true; values.len()];
        if depth == 0 {
            return chosen;
        }
        for branches in [&schema.any_of, &schema.one_of].into_iter().flatten() {
            let mut taken = vec![false; values.len()];
            for branch in branches {
                *left = left.saturating_sub(values.len());
                let flat = self.flatten(branch).map(std::borrow::Cow::into_owned);
                let (Some(flat), 1..) = (flat, *left) else {
                    taken.fill(true);
                    break;
                };
                let deeper = self.taken_by_choices(&flat, values, depth - 1, left);
                for ((taken, value), deeper) in taken.iter_mut().zip(values).zip(deeper) {
                    *taken |= deeper && may_take(&flat, value);
                }
            }
            for (chosen, taken) in chosen.iter_mut().zip(taken) {
                *chosen &= taken;
            }
        }
        chosen
    }

    pub(super) fn values(&mut self, schema: &Schema, values: &[Json], site: &Site) -> Lowered {
        let types = schema.types.unwrap_or(Types::ALL);
        let chosen = self.beside_choices(schema, values);
        let held = self.beside_others(schema, values);
        let fits = |(index, value): &(usize, &Json)| {
            types.contains(Types::of(value)) && is_within(schema, value) && chosen[*index] && held[*index]
        };
        let kept: Numbered<'_> = values.iter().enumerate().filter(fits).collect();
        if kept.len() < chosen.iter().filter(|chosen| **chosen).count() {
            let other = values.iter().find(|value| !types.contains(Types::of(value)));
            let outside = values.iter().find(|value| !is_within(schema, value));
            let refused = values.iter().zip(&held).find_map(|(value, held)| (!held).then_some(value));
            let (what, are) = match (other, outside) {
                (Some(_), _) => ("of the `type`", "is"),
                (None, Some(_)) => ("within the bounds", "are"),
                (None, None) => ("what the keywords ask for", "are"),
            };
            let value = other.or(outside).or(refused).map(shown).unwrap_or_default();
            let message = format!("{value} is listed, but is not {what} that {are} beside it");
            let at = schema.pointer.join(if schema.constant { "const" } else { "enum" });
            let note = if other.or(outside).is_some() {
                "no such value is valid: what is not of the `type` is left out"
            } else {
                "no such value is valid: it is left out"
            };
            self.found.push(Diagnostic::warning("value-of-other-type", self.place(&at), message).note(note));
        }
        if kept.iter().any(|(_, value)| !facts::is_scalar(value)) {
            let at = schema.pointer.join(if values.len() == 1 { "const" } else { "enum" });
            if kept.len() > SPELLED_OUT {
                self.widened(&at, "so many values that are arrays or objects are not expressed");
                return Type::Any.into();
            }
            return self.spelled_out(schema, &kept, &at, site);
        }
        if let Some(step) = &schema.number.multiple_of {
            let undecided =
                |value: &&Json| matches!(value, Json::Number(number) if is_multiple(number, step).is_none());
            if let Some(value) = kept.iter().map(|(_, value)| *value).find(undecided) {
                let message = format!("whether {} is a `multipleOf` {step} is not checked", shown(value));
                self.widened(&schema.pointer.join("multipleOf"), message);
            }
        }
        let listed = Listed::new(schema, values);
        let values = kept
            .into_iter()
            .flat_map(|(_, value)| listed.spellings(value))
            .map(|literal| EnumValue { literal, name: None, docs: Docs::default() });
        self.enumeration(schema, values.collect(), None, site)
    }

    /// An enumeration, or a constant. `open` goes before the policy: the schema lists a type for other values.
    pub(super) fn enumeration(
        &mut self,
        schema: &Schema,
        mut values: Vec<EnumValue>,
        open: Option<bool>,
        site: &Site,
    ) -> Lowered {
        let mut seen = std::collections::BTreeSet::new();
        values.retain(|value| seen.insert(value.literal.to_json()));
        let before = values.len();
        values.retain(|value| value.literal != Literal::Null);
        let nullable = values.len() < before;
        let strings = values.iter().all(|value| matches!(value.literal, Literal::String(_)));
        let chosen =
            self.policy.openness.get(site.place.as_str()).filter(|_| site.defined).map(|one| one.open);
        let literals: Vec<Literal> = values.iter().map(|value| value.literal.clone()).collect();
        if let Some(kind) = only_number(&literals) {
            return Lowered::Value(Value { kind, nullable });
        }
        match values.as_slice() {
            [] if nullable => return Type::Null.into(),
            [] => {
                return self.no_value(&schema.pointer).into();
            }
            [one]
                if open != Some(true)
                    && (!site.defined || !strings || schema.constant && chosen.is_none()) =>
            {
                return Lowered::Value(Value { kind: Type::Literal(one.literal.clone()), nullable });
            }
            _ => {}
        }
        let declared_open = strings && open == Some(true);
        let open = strings && chosen.or(open).unwrap_or(self.policy.open_enumerations && !schema.constant);
        let openness = if open { Openness::Open } else { Openness::Closed };
        Lowered::Shape(Shape::Enumeration(Enumeration { values, openness, declared_open }), nullable)
    }
}

/// Whether a flattened branch takes a value, leaving aside the choices within it.
fn may_take(flat: &Schema, value: &Json) -> bool {
    !flat.never
        && flat.types.is_none_or(|types| types.contains(Types::of(value)))
        && flat.values.as_ref().is_none_or(|listed| in_both(value.clone(), listed).is_some())
        && is_within(flat, value)
}

/// Whether a value is within the bounds that stand beside a list of values.
pub(super) fn is_within(schema: &Schema, value: &Json) -> bool {
    match value {
        Json::String(text) => {
            let (length, bounds) = (text.chars().count() as u64, &schema.text);
            bounds.min_length.is_none_or(|min| length >= min)
                && bounds.max_length.is_none_or(|max| length <= max)
                && bounds.pattern.as_deref().and_then(only).is_none_or(|only| *text == only)
        }
        Json::Number(number) => {
            let value = number.as_f64().unwrap_or_default();
            let holds = |bound: &Option<Number>, right: fn(&f64, &f64) -> bool| {
                bound.as_ref().and_then(Number::as_f64).is_none_or(|bound| right(&value, &bound))
            };
            let bounds = &schema.number;
            holds(&bounds.minimum, f64::ge)
                && holds(&bounds.maximum, f64::le)
                && holds(&bounds.exclusive_minimum, f64::gt)
                && holds(&bounds.exclusive_maximum, f64::lt)
                && bounds.multiple_of.as_ref().is_none_or(|step| is_multiple(number, step) != Some(false))
        }
        _ => true,
    }
}

/// Whether an integer is a multiple of another; of fractions that is not decided here.
fn is_multiple(number: &Number, step: &Number) -> Option<bool> {
    let whole = |number: &Number| {
        let exact = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
        exact.or_else(|| codegen_schema::whole(number).map(i128::from))
    };
    let step = whole(step).filter(|step| *step > 0)?;
    match whole(number) {
        Some(value) => Some(value % step == 0),
        // What has a fraction is no multiple of an integer.
        None => number.as_f64().is_some_and(|value| value.fract() != 0.0).then_some(false),
    }
}

/// The schema of one value.
fn constant(value: &Json, at: &Pointer) -> Schema {
    let mut schema = Schema { pointer: at.clone(), ..Schema::default() };
    match value {
        Json::Array(items) => {
            schema.types = Some(Types::ARRAY);
            let count = items.len() as u64;
            (schema.array.min_items, schema.array.max_items) = (Some(count), Some(count));
            let items = (0..).zip(items).map(|(index, item)| constant(item, &at.join(index)));
            schema.array.prefix_items = Some(items.collect());
        }
        Json::Object(members) => {
            schema.types = Some(Types::OBJECT);
            let never = Schema { pointer: at.clone(), never: true, ..Schema::default() };
            schema.object.additional = Some(Box::new(never));
            schema.object.required = members.keys().cloned().collect();
            let members = members.iter().map(|(key, member)| (key.clone(), constant(member, &at.join(key))));
            schema.object.properties = members.collect();
        }
        scalar => schema.values = Some(vec![scalar.clone()]),
    }
    schema
}

/// The values of a branch that lists nothing else, with its docs.
pub(super) fn listed(branch: &Schema) -> Option<Vec<EnumValue>> {
    let values = branch.values.as_ref()?;
    let types = branch.types.unwrap_or(Types::ALL);
    let alone = values.len() == 1;
    let text = if alone { docs(branch) } else { Docs::default() };
    let listed = Listed::new(branch, values);
    let mut list = Vec::new();
    for value in values.iter().filter(|value| types.contains(Types::of(value))) {
        let spellings = listed.spellings(value);
        if spellings.is_empty() {
            return None;
        }
        // Another spelling of the same value is named by itself, and a string says what it is called.
        let mut name = title(branch).filter(|_| alone && value.as_str().is_none());
        list.extend(spellings.into_iter().map(|literal| EnumValue {
            literal,
            name: name.take(),
            docs: text.clone(),
        }));
    }
    Some(list)
}

/// A value as a message shows it.
fn shown(value: &Json) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text,
    }
}
