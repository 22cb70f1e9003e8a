//! The variants of a union: their names, contents and guards.

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashMap};

use codegen_schema::DefId;
use codegen_schema::ast::{Schema, Types};
use heck::ToSnakeCase;

use super::inner::Looks;
use super::method::Role;
use super::union::{Branch, Key};
use super::words::holds_uuid;
use super::{Lower, Site, docs, once, pascal};
use crate::model::{Literal, Tagging, Variant};
use crate::spelling::spell;

/// What a branch is called by its author.
pub(super) struct Known<'b> {
    pub schema: &'b Schema,
    /// The definition that it refers to.
    pub name: Option<String>,
}

impl Lower<'_> {
    pub(super) fn internal(&mut self, tag: &str, list: &[&Branch], site: &Site) -> (Tagging, Vec<Variant>) {
        let role = self.role(site);
        let mut variants = Vec::new();
        let tags_of = |branch: &Branch| {
            let text = |value: &Literal| match value {
                Literal::String(text) => Some(text.clone()),
                _ => None,
            };
            branch.facts.literals[tag].iter().filter_map(text).collect::<Vec<String>>()
        };
        let name_of = |branch: &Branch| {
            let mut tags = tags_of(branch).into_iter();
            let first = tags.next().unwrap_or_default();
            let own = || named(&self.known(branch), site);
            match tags.next() {
                Some(_) => own().unwrap_or(first),
                None if holds_uuid(&first) => {
                    own().or_else(|| other_constant(tag, branch, list)).unwrap_or(first)
                }
                None => first,
            }
        };
        let names: Vec<String> = list.iter().map(|branch| name_of(branch)).collect();
        let words: Vec<String> = names.iter().map(|name| pascal(name)).collect();
        let clear = once(words.iter().map(String::as_str));
        for (branch, name) in list.iter().zip(names) {
            let tags = tags_of(branch);
            // `openai/form` beside `openaiForm`
            let symbols = name.chars().any(|c| !c.is_ascii_alphanumeric());
            let part =
                if symbols && !clear.contains(pascal(&name).as_str()) { spell(&name) } else { name.clone() };
            let inner = variant_site(&part, site, branch, role);
            let content = self.value(&branch.schema, &inner);
            variants.push(Variant {
                name,
                tags,
                docs: docs(&branch.schema),
                content: Some(content),
                guard: branch.facts.guard(&Looks::default()),
            });
        }
        (Tagging::Internal { tag: tag.to_owned() }, variants)
    }

    pub(super) fn external(
        &mut self,
        list: &[&Branch],
        keys: &[Key],
        site: &Site,
    ) -> (Tagging, Vec<Variant>) {
        let mut variants = Vec::new();
        for (branch, key) in list.iter().zip(keys) {
            let guard = branch.facts.guard(&Looks::default());
            match key {
                Key::Bare(values) => {
                    let bare = values.iter().filter_map(|value| match &value.literal {
                        Literal::String(text) => Some(Variant {
                            name: text.clone(),
                            tags: vec![text.clone()],
                            docs: value.docs.clone(),
                            content: None,
                            guard: guard.clone(),
                        }),
                        _ => None,
                    });
                    variants.extend(bare);
                }
                Key::Member(key) => {
                    let inner = site.inner(key);
                    let content =
                        branch.schema.object.properties.get(key).map(|schema| self.value(schema, &inner));
                    let (name, tags, docs) = (key.clone(), vec![key.clone()], docs(&branch.schema));
                    variants.push(Variant { name, tags, docs, content, guard });
                }
            }
        }
        (Tagging::External, variants)
    }

    pub(super) fn untagged_variants(
        &mut self,
        list: &[Branch],
        looks: &[Looks],
        site: &Site,
    ) -> Vec<Variant> {
        let names = {
            let known: Vec<Known> = list.iter().map(|branch| self.known(branch)).collect();
            let mut called: Vec<Option<String>> = known.iter().map(|one| named(one, site)).collect();
            let short = once(called.iter().flatten().map(String::as_str));
            let clash: Vec<bool> = called
                .iter()
                .map(|name| name.as_ref().is_some_and(|name| !short.contains(name.as_str())))
                .collect();
            for ((name, known), _) in called.iter_mut().zip(&known).zip(clash).filter(|(_, clash)| *clash) {
                *name = known.name.clone().or_else(|| super::title(known.schema));
            }
            let definition = |id| self.bundle.get(id).map(|definition| definition.name.clone());
            untagged_names(list, &called, &definition)
        };
        let names = self.apart(list, names);
        let mut variants = Vec::new();
        for ((branch, looks), name) in list.iter().zip(looks).zip(names) {
            let inner =
                Site { only: name == kind(branch.facts.kinds), ..variant_site(&name, site, branch, None) };
            let content = self.value(&branch.schema, &inner);
            let guard = branch.facts.guard(looks);
            variants.push(Variant {
                name,
                tags: Vec::new(),
                docs: docs(&branch.schema),
                content: Some(content),
                guard,
            });
        }
        variants
    }

    fn role(&self, site: &Site) -> Option<Role> {
        let id = self.bundle.find(&site.place).filter(|_| site.defined)?;
        self.unions.get(&id).copied()
    }
}

/// What the type of a variant is called: its title, else variant and union. The titles of method unions
/// are those of the params (`ErrorNotification`), so they do not count.
fn variant_site(name: &str, site: &Site, branch: &Branch, role: Option<Role>) -> Site {
    // A union may be called `titleAnchor`: its first word stays one.
    let mut union = site.name().to_owned();
    if let Some(first) = union.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let place = format!("{}{union}", pascal(name));
    let untitled = role.is_some();
    let title = super::title(&branch.schema).filter(|_| !untitled);
    let trail = format!("{}{}", site.trail, pascal(name));
    Site { place, title, untitled, outer: Some(site.name().to_owned()), trail, ..Site::default() }
}

/// A constant beside the tag that no other branch has.
fn other_constant(tag: &str, branch: &Branch, list: &[&Branch]) -> Option<String> {
    let is_own = |key: &str, text: &str| {
        let same = |other: &&&Branch| match other.facts.literals.get(key).map(Vec::as_slice) {
            Some([Literal::String(other)]) => other == text,
            _ => false,
        };
        list.iter().filter(same).count() == 1
    };
    branch.facts.literals.iter().filter(|(key, _)| *key != tag).find_map(|(key, values)| {
        match values.as_slice() {
            [Literal::String(text)] if !holds_uuid(text) && is_own(key, text) => Some(text.clone()),
            _ => None,
        }
    })
}

/// The author's name for a branch, without the words that it shares with the union's at either end.
fn named(known: &Known<'_>, site: &Site) -> Option<String> {
    let full = known.name.clone().or_else(|| super::title(known.schema))?;
    let words = |text: &str| text.to_snake_case().split('_').map(str::to_owned).collect::<Vec<_>>();
    let (own, union) = (words(&full), words(site.name()));
    let behind = own.iter().rev().zip(union.iter().rev()).take_while(|(a, b)| a == b).count();
    let rest = &own[..own.len() - behind];
    let before = rest.iter().zip(&union).take_while(|(a, b)| a == b).count();
    let short = rest[before.min(rest.len())..].join("_");
    Some(if short.starts_with(|c: char| c.is_ascii_alphabetic()) { short } else { full })
}

/// Names for branches without a tag: the author's, else what sets each apart: its kind, or a member that
/// only it requires. What is alike in every way that has a name is an error, with the name that several have.
fn untagged_names(
    list: &[Branch],
    called: &[Option<String>],
    definition: &dyn Fn(DefId) -> Option<String>,
) -> Vec<Result<String, String>> {
    let kinds: Vec<&str> = list.iter().map(|branch| kind(branch.facts.kinds)).collect();
    let single = once(kinds.iter().copied());
    let members = |branch: &Branch| -> Vec<String> { branch.facts.required.iter().cloned().collect() };
    let all: Vec<Vec<String>> = list.iter().map(members).collect();
    let rare = once(all.iter().flatten().map(String::as_str));
    let optional = optional_members(list, possible_members);
    let named = LazyCell::new(|| optional_members(list, |branch| branch.schema.object.properties.keys()));
    let together = LazyCell::new(|| members_together(list));
    let tags = some_tags(list);
    let natural: Vec<String> = (0..list.len())
        .map(|index| {
            if let Some(name) = called[index].as_ref().or(tags[index].as_ref()) {
                return name.clone();
            }
            if single.contains(kinds[index]) {
                return kinds[index].to_owned();
            }
            all[index]
                .iter()
                .find(|key| rare.contains(key.as_str()))
                .cloned()
                .or_else(|| optional[index].clone())
                .or_else(|| missing_member(list, index))
                .or_else(|| together[index].clone())
                .or_else(|| named[index].clone())
                .unwrap_or_else(|| by_content(&list[index], definition))
        })
        .collect();
    let natural = constant_names(list, called, natural);
    let unique = once(natural.iter().map(String::as_str));
    let constants: Vec<Vec<String>> = list.iter().map(constants).collect();
    let words: Vec<String> = constants.iter().flatten().chain(&natural).map(|text| pascal(text)).collect();
    let clear = once(words.iter().map(String::as_str));
    let spelt: Vec<String> = constants.iter().flatten().map(|text| spell(text)).collect();
    let spelt = once(spelt.iter().chain(&natural).map(String::as_str));
    natural
        .iter()
        .enumerate()
        .map(|(index, name)| {
            if unique.contains(name.as_str()) {
                return Ok(name.clone());
            }
            if let Some(text) = constants[index].iter().find(|text| clear.contains(pascal(text).as_str())) {
                return Ok(readable(text));
            }
            if let Some(text) =
                constants[index].iter().map(|text| spell(text)).find(|it| spelt.contains(&**it))
            {
                return Ok(text);
            }
            Err(name.clone())
        })
        .collect()
}

/// The first member that only this branch of objects has.
fn optional_members<'b, I: Iterator<Item = &'b String>>(
    list: &'b [Branch],
    members: impl Fn(&'b Branch) -> I,
) -> Vec<Option<String>> {
    let objects = list.iter().filter(|branch| branch.facts.kinds == Types::OBJECT);
    let rare = once(objects.flat_map(&members).map(String::as_str));
    let own = |branch: &'b Branch| {
        let mut members = members(branch);
        members.find(|key| branch.facts.kinds == Types::OBJECT && rare.contains(key.as_str())).cloned()
    };
    list.iter().map(own).collect()
}

/// The members that a branch describes, but for those that must not be there.
fn possible_members(branch: &Branch) -> impl Iterator<Item = &String> {
    branch.schema.object.properties.iter().filter(|(_, member)| !member.never).map(|(key, _)| key)
}

/// The first member that others require, and that only this branch of objects must not have.
fn missing_member(list: &[Branch], at: usize) -> Option<String> {
    let required = |key: &String| list.iter().any(|branch| branch.facts.required.contains(key));
    let forbidden = |key: &String| {
        list.iter()
            .enumerate()
            .any(|(other, one)| other != at && one.facts.inner.forbidden().any(|it| it == key))
    };
    let mut own = list[at].facts.inner.forbidden();
    own.find(|key| required(key) && !forbidden(key)).map(|key| format!("without {key}"))
}

/// The first two members that only this branch of objects requires together; where another one requires all that it
/// does, those that not all require.
fn members_together(list: &[Branch]) -> Vec<Option<String>> {
    let is_object = |branch: &&Branch| branch.facts.kinds == Types::OBJECT;
    let (mut singles, mut pairs) = (HashMap::new(), HashMap::new());
    for branch in list.iter().filter(is_object) {
        telling(branch).for_each(|key| *singles.entry(key).or_insert(0) += 1);
        pairs_of(branch).for_each(|pair| *pairs.entry(pair).or_insert(0) += 1);
    }
    let objects = list.iter().filter(is_object).count();
    let name = |branch: &Branch| {
        if let Some((a, b)) = pairs_of(branch).find(|pair| pairs.get(pair) == Some(&1)) {
            return Some(format!("{a} and {b}"));
        }
        let own: Vec<&str> = telling(branch).filter(|key| singles.get(key) != Some(&objects)).collect();
        (1..=FEW).contains(&own.len()).then(|| own.join(" and "))
    };
    list.iter().map(|branch| Some(branch).filter(is_object).and_then(name)).collect()
}

/// Members that a branch requires, but for constants: those that tell branches apart are tags.
fn telling(branch: &Branch) -> impl Iterator<Item = &str> {
    let is_constant = |key: &&String| branch.facts.literals.get(*key).is_some_and(|values| values.len() == 1);
    branch.facts.required.iter().filter(move |key| !is_constant(key)).map(String::as_str)
}

/// The same, two and two.
fn pairs_of(branch: &Branch) -> impl Iterator<Item = (&str, &str)> {
    let keys: Vec<&str> = telling(branch).take(PAIRED).collect();
    (0..keys.len()).flat_map(move |at| {
        let keys = keys.clone();
        (at + 1..keys.len()).map(move |other| (keys[at], keys[other]))
    })
}

/// A branch that is one string or boolean goes by it, where no other one is called so.
fn constant_names(list: &[Branch], called: &[Option<String>], mut natural: Vec<String>) -> Vec<String> {
    let text = |branch: &Branch| match branch.facts.scalars.as_deref() {
        Some([Literal::String(text)]) => Some(readable(text)),
        Some([Literal::Boolean(value)]) => Some(value.to_string()),
        _ => None,
    };
    let constants: Vec<Option<String>> =
        list.iter().zip(called).map(|(branch, name)| text(branch).filter(|_| name.is_none())).collect();
    let others =
        natural.iter().zip(&constants).filter(|(_, constant)| constant.is_none()).map(|(name, _)| name);
    let words: Vec<String> = constants.iter().flatten().chain(others).map(|text| pascal(text)).collect();
    let clear = once(words.iter().map(String::as_str));
    for (name, constant) in natural.iter_mut().zip(constants) {
        if let Some(text) = constant.filter(|text| clear.contains(pascal(text).as_str())) {
            *name = text;
        }
    }
    natural
}

/// The values of a member by which some of the branches are told apart, and the key of each that holds one member
/// alone.
fn some_tags(list: &[Branch]) -> Vec<Option<String>> {
    let value = |branch: &Branch, key: &str| match branch.facts.literals.get(key).map(Vec::as_slice) {
        Some([Literal::String(text)]) => Some(text.clone()),
        _ => None,
    };
    let keys: BTreeSet<&String> = list.iter().flat_map(|branch| branch.facts.literals.keys()).collect();
    let tags = keys.into_iter().find_map(|key| {
        let values: Vec<Option<String>> = list.iter().map(|branch| value(branch, key)).collect();
        let count = values.iter().flatten().count();
        // One value is told from the others of a member that all have.
        let all_have = || list.len() > 1 && list.iter().all(|branch| branch.facts.required.contains(key));
        ((count > 1 || count == 1 && all_have())
            && once(values.iter().flatten().map(String::as_str)).len() == count)
            .then_some(values)
    });
    let alone = |branch: &Branch| match (&branch.facts.only, branch.facts.kinds) {
        (Some(only), Types::OBJECT) if only.len() == 1 && branch.facts.required == *only => {
            only.first().cloned()
        }
        _ => None,
    };
    let tags = tags.map_or_else(|| vec![None; list.len()], |tags| told_apart_by(&tags));
    list.iter().zip(tags).map(|(branch, tag)| tag.or_else(|| alone(branch))).collect()
}

/// Texts as names: the symbols of one are spelled out where another has the same letters.
pub(super) fn told_apart_by(texts: &[Option<String>]) -> Vec<Option<String>> {
    let words: Vec<String> = texts.iter().flatten().map(|text| pascal(text)).collect();
    let clear = once(words.iter().map(String::as_str));
    let name =
        |text: &String| if clear.contains(pascal(text).as_str()) { readable(text) } else { spell(text) };
    texts.iter().map(|text| text.as_ref().map(name)).collect()
}

/// A text of which the letters and digits say enough; others are spelled out.
fn readable(text: &str) -> String {
    let plain = text.is_ascii() && text.starts_with(|c: char| c.is_ascii_alphanumeric());
    if plain { text.to_owned() } else { spell(text) }
}

/// The strings that a member of the branch is always.
fn constants(branch: &Branch) -> Vec<String> {
    let single = branch.facts.literals.values().filter_map(|values| match values.as_slice() {
        [Literal::String(text)] => Some(text.clone()),
        _ => None,
    });
    single.collect()
}

/// So many members are a name together.
const FEW: usize = 2;

/// So many values are a name together.
const LISTED: usize = 3;

/// So many members of a branch are looked at two and two.
const PAIRED: usize = 24;

fn by_content(branch: &Branch, definition: &dyn Fn(DefId) -> Option<String>) -> String {
    let schema = &branch.schema;
    let what = kind(branch.facts.kinds);
    if let Some(values) = &schema.values {
        // A list of all would be no name.
        let more = if values.len() > LISTED { " and more" } else { "" };
        let shown = if values.len() > LISTED { &values[..1] } else { &values[..] };
        return shown.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ") + more;
    }
    let keys: Vec<&str> = possible_members(branch).map(String::as_str).collect();
    // More members than a name can hold.
    let keys = if keys.len() > FEW { &[][..] } else { &keys[..] };
    match (keys, &schema.array.items, &schema.format) {
        ([], Some(items), _) => {
            let named = items.reference.and_then(definition);
            format!("{} {what}", named.as_deref().unwrap_or(kind(items.types.unwrap_or(Types::ALL))))
        }
        ([], None, Some(format)) => format.clone(),
        ([], None, None) => what.to_owned(),
        (keys, _, _) => keys.join(" and "),
    }
}

pub(super) const fn kind(types: Types) -> &'static str {
    match types {
        Types::NULL => "Null",
        Types::BOOLEAN => "Boolean",
        Types::INTEGER => "Integer",
        Types::NUMBER | Types::FLOAT => "Number",
        Types::STRING => "String",
        Types::ARRAY => "List",
        Types::OBJECT => "Object",
        _ => "Value",
    }
}
