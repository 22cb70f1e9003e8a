//! Structs and maps.

use std::borrow::Cow;
use std::collections::BTreeSet;

use codegen_schema::ast::{ObjectKeywords, Schema, Types};
use codegen_schema::{Diagnostic, Pointer};

use super::merge::conjunction;
use super::merge::settle_unevaluated;
use super::pattern::{beginning, matches};
use super::{Lower, Lowered, Site, docs};
use crate::model::{
    Docs, Field, Literal, Map, Presence, Rest, Rule, Shape, Struct, Text, Type, TypeId, Value,
};

impl Lower<'_> {
    pub(super) fn object(&mut self, schema: &Schema, site: &Site) -> Lowered {
        if schema.object.unevaluated.is_some() {
            let mut settled = schema.clone();
            settle_unevaluated(&mut settled.object);
            return self.object(&settled, site);
        }
        let object = &schema.object;
        let bare =
            object.properties.is_empty() && object.required.is_empty() && object.required_sets.is_empty();
        let says = object.additional.is_some()
            || object.property_names.is_some()
            || !object.pattern_properties.is_empty();
        let shut = object.closed || object.additional.as_ref().is_some_and(|rest| rest.never);
        let patterns = !object.pattern_properties.is_empty();
        if bare && object.dependent_required.is_empty() && (says || !site.defined) && (!shut || patterns) {
            return self.map(schema, site).into();
        }
        Lowered::Shape(Shape::Struct(self.structure(schema, site)), false)
    }

    fn map(&mut self, schema: &Schema, site: &Site) -> Type {
        let object = &schema.object;
        let mut keys = match &object.property_names {
            Some(names) => {
                // Names are strings, whether it says so or not.
                let mut names = (**names).clone();
                if names.reference.is_none() && names.all_of.is_empty() {
                    names.types = Some(names.types.unwrap_or(Types::ALL).intersect(Types::STRING));
                }
                self.value(&names, &site.inner("Key")).kind
            }
            None => Type::String(Text::default()),
        };
        let additional = object.additional.as_ref().filter(|rest| !rest.never);
        let mut patterns = object.pattern_properties.iter();
        let values = match (patterns.next(), patterns.next(), additional) {
            (None, _, Some(rest)) => self.value(rest, &site.inner("Value")),
            (Some((pattern, one)), None, None) if object.additional.is_some() || object.closed => {
                if let Type::String(text) = &mut keys {
                    text.pattern = Some(pattern.clone());
                }
                self.widened(&one.pointer, "the pattern of property names is not checked");
                self.value(one, &site.inner("Value"))
            }
            (Some(_), _, _) => {
                self.say_patterns(object, "`patternProperties` beside other patterns or other properties is not expressed by the generated types: no member is checked");
                Value { kind: Type::Any, nullable: false }
            }
            (None, _, None) => Value { kind: Type::Any, nullable: false },
        };
        // Where no name is right, there is no member.
        let (keys, max_members) = match keys {
            Type::Never => (Type::String(Text::default()), Some(0)),
            keys => (keys, object.max_properties),
        };
        let min_members = object.min_properties.filter(|min| *min > 0);
        Type::Map(Box::new(Map { keys, values, min_members, max_members }))
    }

    pub(super) fn structure(&mut self, schema: &Schema, site: &Site) -> Struct {
        let object = &schema.object;
        let closed = object.closed || object.additional.as_ref().is_some_and(|rest| rest.never);
        let (rest, prefixes) = self.rest(schema, closed, site);
        let mut fields: Vec<Field> = Vec::new();
        for (wire, property) in &object.properties {
            let property = &*with_patterns(object, wire, property);
            let member = self.member_site(schema, site, wire, property);
            let mut value = self.value(property, &member);
            if wire == "params" && self.is_message(object) {
                value = self.named_tuple(property, &member, value);
            }
            let required = object.required.contains(wire);
            if matches!(value.kind, Type::Never) && !value.nullable && !required && rest == Rest::Closed {
                continue;
            }
            let presence = if required { Presence::Required } else { Presence::Optional };
            let (pointer, default) = (property.pointer.clone(), property.default.clone());
            let named = property.title.is_some()
                && matches!(value.kind, Type::Ref(id) if self.is_inside(id, property));
            let docs = docs::of_member(property, &value, wire, named);
            fields.push(Field { wire: wire.clone(), pointer, presence, value, default, docs });
        }
        let invites = rest == Rest::Open && object.additional.as_ref().is_some_and(|rest| rest.is_any());
        let mut body = Struct { fields, rest, invites, prefixes, rules: rules(object) };
        let undeclared = self.undeclared(schema, &body);
        body.fields.extend(undeclared);
        in_order(&mut body.fields);
        body
    }

    fn is_message(&self, object: &ObjectKeywords) -> bool {
        let method = object.properties.get("method").and_then(|method| self.scalars(method, 8));
        matches!(method.as_deref(), Some([Literal::String(_)]))
    }

    /// The params of a method are a type by themselves. A tuple that may be cut short or go on is one in each language
    /// only where it has a name.
    fn named_tuple(&mut self, schema: &Schema, site: &Site, value: Value) -> Value {
        let Type::Tuple(tuple) = &value.kind else { return value };
        if tuple.rest.is_none() && tuple.min_items >= tuple.items.len() as u64 {
            return value;
        }
        let id = self.reserve(schema, site);
        let nullable = value.nullable;
        self.drafts[id.0 as usize].shape = Some(Shape::Alias(Value { nullable: false, ..value }));
        Value { kind: Type::Ref(id), nullable }
    }

    /// Whether a type is written down within a schema, whose title is its name then.
    fn is_inside(&self, id: TypeId, schema: &Schema) -> bool {
        let draft = self.drafts.get(id.0 as usize);
        draft.is_some_and(|draft| draft.pointer.to_string().starts_with(&schema.pointer.to_string()))
    }

    /// What else may stand beside the properties, and how its names must begin.
    fn rest(&mut self, schema: &Schema, closed: bool, site: &Site) -> (Rest, Vec<String>) {
        let object = &schema.object;
        if let Some(names) = &object.property_names {
            let only_parts = names.reference.is_none() && !names.constrains() && !names.all_of.is_empty();
            let parts = if only_parts { names.all_of.as_slice() } else { std::slice::from_ref(&**names) };
            for part in parts.iter().filter(|part| !part.is_any()) {
                self.widened(&part.pointer, "`propertyNames` beside `properties` is not checked");
            }
        }
        // Where nothing else is let in, all that is must be what the patterns say.
        let only = closed && object.additional.as_ref().is_none_or(|rest| rest.never);
        if only && object.pattern_properties.values().all(|one| one.never) {
            return (Rest::Closed, Vec::new());
        }
        let prefixes = if only { self.prefixes(object) } else { Vec::new() };
        let mut patterns = object.pattern_properties.values();
        let stated = match (patterns.next(), patterns.next(), &object.additional) {
            (None, _, _) if closed => return (Rest::Closed, prefixes),
            (None, _, rest) => rest.as_deref(),
            (Some(one), None, _) if only => Some(one),
            (Some(_), _, _) => {
                let any = object.pattern_properties.values().all(Schema::is_any);
                if !only || !any {
                    let message = "`patternProperties` beside `properties` is not expressed by the generated types: no other member is checked";
                    self.say_patterns(object, message);
                }
                None
            }
        };
        let rest = match stated.filter(|rest| !rest.is_any()) {
            Some(rest) => Rest::Typed(Box::new(self.value(rest, &site.inner("Value")))),
            None => Rest::Open,
        };
        (rest, prefixes)
    }

    /// Says that patterns are not expressed, at each place where some are written.
    fn say_patterns(&mut self, object: &ObjectKeywords, message: &str) {
        let places = object.pattern_properties.values().filter_map(|one| one.pointer.parent());
        let mut places: BTreeSet<_> = places.collect();
        // Where another part says it, the place of the patterns does not tell that it is lost.
        let rest = object.additional.as_ref().filter(|rest| !rest.is_any()).map(|rest| rest.pointer.clone());
        let beside = |place: &Pointer, rest: &Pointer| place.parent() == rest.parent();
        places.extend(rest.filter(|rest| !places.iter().any(|place| beside(place, rest))));
        for place in places {
            self.widened(&place, message);
        }
    }

    /// How the names that the patterns let in begin, where each says so.
    fn prefixes(&mut self, object: &ObjectKeywords) -> Vec<String> {
        let mut all = Vec::new();
        for (pattern, one) in &object.pattern_properties {
            let Some(beginning) = beginning(pattern) else {
                self.widened(&one.pointer, "the pattern of property names is not checked");
                return Vec::new();
            };
            if !beginning.is_all {
                self.widened(&one.pointer, "of the pattern of property names only the beginning is checked");
            }
            all.push(beginning.text);
        }
        all.dedup();
        all
    }

    /// Members that are required, but declared nowhere.
    fn undeclared(&mut self, schema: &Schema, body: &Struct) -> Vec<Field> {
        let object = &schema.object;
        let missing: Vec<&String> =
            object.required.iter().filter(|wire| !object.properties.contains_key(*wire)).collect();
        let mut fields = Vec::new();
        for wire in missing {
            let pointer = schema.pointer.join("required");
            let message =
                format!("`{}` is required, but no property of this name is described", wire.escape_debug());
            let warning = Diagnostic::warning("undeclared-property", self.place(&pointer), message);
            let warning = warning.note("it takes any value that the schema allows for other properties");
            let near = codegen_schema::suggest(wire, object.properties.keys().map(String::as_str));
            self.found.push(match near {
                Some(near) => warning.help(format!("is `{}` meant? Correct the schema", near.escape_debug())),
                None => warning,
            });
            let value = match &body.rest {
                _ if !body.lets_in(wire) => Value { kind: Type::Never, nullable: false },
                Rest::Typed(value) => (**value).clone(),
                Rest::Open | Rest::Closed => Value { kind: Type::Any, nullable: false },
            };
            let (presence, docs) = (Presence::Required, Docs::default());
            fields.push(Field { wire: wire.clone(), pointer, presence, value, default: None, docs });
        }
        fields
    }
}

/// A property together with what the patterns say that its name is known to match.
fn with_patterns<'p>(object: &ObjectKeywords, wire: &str, property: &'p Schema) -> Cow<'p, Schema> {
    let says_more =
        |(pattern, one): &(&String, &Schema)| matches(pattern, wire) == Some(true) && !one.is_any();
    object.pattern_properties.iter().filter(says_more).fold(Cow::Borrowed(property), |property, (_, one)| {
        Cow::Owned(conjunction(property.into_owned(), one.clone()))
    })
}

/// Required ones first, each part by wire name.
pub(super) fn in_order(fields: &mut [Field]) {
    fields.sort_by(|a, b| {
        let optional = |field: &Field| field.presence == Presence::Optional;
        (optional(a), &a.wire).cmp(&(optional(b), &b.wire))
    });
}

/// Which members there must be together; what must be there anyway makes no rule.
fn rules(object: &ObjectKeywords) -> Vec<Rule> {
    let is_there = |name: &&String| object.required.contains(*name);
    let mut rules = Vec::new();
    for choice in &object.required_sets {
        let sets = choice.sets.clone();
        if choice.exactly_one {
            rules.push(Rule::OneOf(sets));
        } else if !sets.iter().any(|set| set.iter().all(|name| is_there(&name))) {
            rules.push(Rule::AnyOf(sets));
        }
    }
    for (name, needs) in &object.dependent_required {
        let needs: Vec<String> = needs.iter().filter(|need| !is_there(need)).cloned().collect();
        if !needs.is_empty() {
            rules.push(Rule::Requires(name.clone(), needs));
        }
    }
    let there = u64::try_from(object.required.len()).unwrap_or(u64::MAX);
    rules.extend(object.min_properties.filter(|min| *min > there).map(Rule::MinMembers));
    rules.extend(object.max_properties.map(Rule::MaxMembers));
    rules
}
