//! Whether two bundles say the same in a place, where only their text can tell: of what no type expresses.

mod places;
mod words;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::parse::SILENT;
use crate::resolve::Resolver;
use crate::{Document, Json, Place, Pointer};

pub use words::Words;

/// More parts are not compared; what is left then may be anything.
const STEPS: usize = 1_000_000;

/// Keywords that hold schemas by names.
const BY_NAME: [&str; 4] = ["properties", "patternProperties", "dependentSchemas", "dependencies"];

/// Keywords whose list of one schema is that schema.
const WRAPPERS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// Which members there may be, and what they are.
const MEMBERS: &[&str] =
    &["patternProperties", "additionalProperties", "unevaluatedProperties", "propertyNames"];

/// Keywords that say what they say only together.
const TOGETHER: [&[&str]; 4] = [
    &["if", "then", "else"],
    &["contains", "minContains", "maxContains"],
    MEMBERS,
    &["dependentSchemas", "dependencies"],
];

/// A schema, by its document.
type At = (usize, Pointer);

/// Which part of a schema is compared, and through how many references beyond it.
#[derive(Clone, Copy)]
struct Extent {
    /// Keywords; none: all of it.
    keywords: &'static [&'static str],
    references: usize,
}

const WHOLE: Extent = Extent { keywords: &[], references: usize::MAX };

/// What two bundles say.
pub struct Sayings<'a> {
    sides: [(&'a [Document], Resolver<'a>); 2],
    /// Schemas that say the same, with all that they refer to.
    same: HashSet<(At, At)>,
    /// Where each place is referred to, as far as anybody has asked.
    users: [Option<HashMap<At, Vec<At>>>; 2],
    left: usize,
}

impl<'a> Sayings<'a> {
    /// Nothing compared yet.
    #[must_use]
    pub fn new(sides: [&'a [Document]; 2]) -> Self {
        let sides = sides.map(|documents| (documents, Resolver::new(documents, usize::MAX)));
        Self { sides, same: HashSet::new(), users: [None, None], left: STEPS }
    }

    /// Whether both say the same in a place of the one, words for people aside.
    pub fn is_same(&mut self, side: usize, place: &Place) -> bool {
        let other = 1 - side;
        let Some((own, keyword)) = self.schema(side, place) else { return false };
        if let Some(there) = self.counterpart(side, &own, other) {
            return self.agree_from(side, own, there, &keyword);
        }
        let Some(there) = self.stand_ins(side, &own) else { return false };
        !there.is_empty()
            && there.into_iter().all(|there| self.agree_from(side, own.clone(), there, &keyword))
    }

    /// Whether the other side has a schema where one says something.
    pub fn has_counterpart(&mut self, side: usize, place: &Place) -> bool {
        let Some((own, _)) = self.schema(side, place) else { return false };
        self.counterpart(side, &own, 1 - side).is_some()
            || self.stand_ins(side, &own).is_some_and(|there| !there.is_empty())
    }

    fn agree_from(&mut self, side: usize, own: At, there: At, keyword: &str) -> bool {
        if side == 0 { self.agree(own, there, keyword) } else { self.agree(there, own, keyword) }
    }

    /// Whether a place of the first says what a place of the second does.
    pub fn are_same(&mut self, old: &Place, new: &Place) -> bool {
        let (Some((old, keyword)), Some((new, other))) = (self.schema(0, old), self.schema(1, new)) else {
            return false;
        };
        keyword == other && self.agree(old, new, &keyword)
    }

    /// Whether there is something in such a place of a side.
    #[must_use]
    pub fn has(&self, side: usize, pointer: &Pointer) -> bool {
        (0..self.sides[side].0.len()).any(|document| self.at(side, document, pointer).is_some())
    }

    /// The schema in a place of a side; none where several documents have one.
    #[must_use]
    pub fn schema_at(&self, side: usize, pointer: &Pointer) -> Option<&'a Json> {
        let mut all = (0..self.sides[side].0.len()).filter_map(|document| {
            let (document, at) = self.find(side, document, pointer, |_| false)?;
            self.at(side, document, &at)
        });
        all.next().filter(|_| all.next().is_none())
    }

    fn at(&self, side: usize, document: usize, pointer: &Pointer) -> Option<&'a Json> {
        let steps: Vec<String> = pointer.steps().collect();
        self.sides[side].0.get(document)?.json.at(steps.iter().map(String::as_str))
    }

    /// The schema that a place is in, and by which keyword; none: by what is put together there.
    fn schema(&self, side: usize, place: &Place) -> Option<(At, String)> {
        let pointer = place.pointer.as_ref()?;
        let documents = self.sides[side].0;
        let named = documents.iter().position(|one| one.name == place.file);
        let all = || named.into_iter().chain(0..documents.len());
        // What is put together of several schemas has the place of one, and may have no text there.
        let mut here = Some(pointer.clone());
        while let Some(at) = here {
            if let Some(document) = all().find(|one| self.at(side, *one, &at).is_some()) {
                let whole = ((document, at.clone()), String::new());
                return Some(if at == *pointer { holder(document, &at).unwrap_or(whole) } else { whole });
            }
            here = at.parent();
        }
        None
    }

    fn agree(&mut self, old: At, new: At, keyword: &str) -> bool {
        let family = TOGETHER.iter().copied().find(|family| family.contains(&keyword));
        let extent = match keyword {
            // What they mean depends on all that is beside them; so does what has no text of its own.
            "" | "unevaluatedProperties" | "unevaluatedItems" => WHOLE,
            // That several branches may fit is a matter of the branches, not of what is far behind them.
            "oneOf" => Extent { keywords: &["oneOf"], references: 1 },
            "anyOf" => Extent { keywords: &["anyOf"], references: 1 },
            "not" => Extent { keywords: &["not"], ..WHOLE },
            // What members are is compared as types, definition by definition; here, what they are called.
            _ if MEMBERS.contains(&keyword) => Extent { keywords: MEMBERS, references: 0 },
            _ => Extent { keywords: family.unwrap_or_default(), ..WHOLE },
        };
        let mut seen: HashSet<(At, At)> = HashSet::new();
        let mut open = vec![(old, new, extent)];
        while let Some((old, new, extent)) = open.pop() {
            let pair = (old, new);
            let whole = extent.keywords.is_empty() && extent.references == usize::MAX;
            if self.same.contains(&pair) || whole && !seen.insert(pair.clone()) {
                continue;
            }
            let (Some(a), Some(b)) = (self.at(0, pair.0.0, &pair.0.1), self.at(1, pair.1.0, &pair.1.1))
            else {
                return false;
            };
            let mut two = Two { sayings: self, extent, documents: [pair.0.0, pair.1.0], behind: Vec::new() };
            let (a, b) = ((a, &pair.0.1), (b, &pair.1.1));
            let same =
                if extent.keywords.is_empty() { two.part(a, b) } else { two.of(extent.keywords, a, b) };
            if !same {
                return false;
            }
            let behind = two.behind;
            let references = match extent.references {
                usize::MAX => usize::MAX,
                left => left.saturating_sub(1),
            };
            open.extend(behind.into_iter().map(|(a, b)| (a, b, Extent { keywords: &[], references })));
        }
        self.same.extend(seen);
        true
    }
}

/// A keyword's schema, and the keyword; or that of the keyword which holds this one by its name.
fn holder(document: usize, place: &Pointer) -> Option<(At, String)> {
    let parent = place.parent()?;
    let named = parent.last().filter(|keyword| BY_NAME[1..].contains(&keyword.as_str()));
    match (named, parent.parent()) {
        (Some(keyword), Some(schema)) => Some(((document, schema), keyword)),
        _ => Some(((document, parent), place.last()?)),
    }
}

/// Two schemas, and what they refer to in the same places.
struct Two<'s, 'a> {
    sayings: &'s mut Sayings<'a>,
    extent: Extent,
    documents: [usize; 2],
    behind: Vec<(At, At)>,
}

/// A part and its place.
type Part<'j> = (&'j Json, &'j Pointer);

impl Two<'_, '_> {
    /// Some keywords of two schemas, or all of them.
    fn of(&mut self, keywords: &[&str], (a, at_a): Part<'_>, (b, at_b): Part<'_>) -> bool {
        if self.sayings.left == 0 {
            return false;
        }
        self.sayings.left -= 1;
        let (Json::Object(a), Json::Object(b)) = (a, b) else { return a == b };
        let said = |all: &BTreeMap<String, Json>| -> Vec<String> {
            let counts =
                |key: &&String| says(key) && (keywords.is_empty() || keywords.contains(&key.as_str()));
            all.keys().filter(counts).cloned().collect()
        };
        let keys = said(a);
        keys == said(b)
            && keys.iter().all(|key| {
                let (a, b) = ((&a[key], &at_a.join(key)), (&b[key], &at_b.join(key)));
                self.keyword(key, [at_a, at_b], a, b)
            })
    }

    fn keyword(&mut self, key: &str, from: [&Pointer; 2], a: Part<'_>, b: Part<'_>) -> bool {
        match (key, a.0, b.0) {
            ("$ref" | "$dynamicRef" | "$recursiveRef", Json::String(a), Json::String(b)) => {
                self.reference(from, a, b)
            }
            ("const", a, b) => a == b,
            ("enum" | "required" | "type", a, b) => listed(a) == listed(b),
            (key, Json::Object(x), Json::Object(y)) if BY_NAME.contains(&key) => {
                x.keys().eq(y.keys())
                    && x.keys()
                        .all(|name| self.part((&x[name], &a.1.join(name)), (&y[name], &b.1.join(name))))
            }
            _ => self.part(a, b),
        }
    }

    fn part(&mut self, a: Part<'_>, b: Part<'_>) -> bool {
        match (a.0, b.0) {
            (Json::Array(x), Json::Array(y)) => {
                x.len() == y.len()
                    && (0..)
                        .zip(x.iter().zip(y))
                        .all(|(at, (x, y))| self.part((x, &a.1.join(at)), (y, &b.1.join(at))))
            }
            (Json::Object(_), Json::Object(_)) => self.moved(a, b).unwrap_or_else(|| self.of(&[], a, b)),
            (a, b) => a == b,
        }
    }

    /// Of two schemas of which one was moved into a definition, or into a list of its own: what stands there is
    /// compared.
    fn moved(&mut self, a: Part<'_>, b: Part<'_>) -> Option<bool> {
        let refers = [a.0, b.0].map(|part| only_reference(part).is_some() || only_list(part).is_some());
        if refers[0] == refers[1] || self.extent.references == 0 {
            return None;
        }
        let place = |side: usize, (_, at): Part<'_>| {
            let at = (self.documents[side], at.clone());
            if refers[side] { self.sayings.behind(side, &at) } else { Some(at) }
        };
        let pair = place(0, a).zip(place(1, b));
        let known = pair.is_some();
        self.behind.extend(pair);
        Some(known)
    }

    fn reference(&mut self, from: [&Pointer; 2], a: &str, b: &str) -> bool {
        let target = |side: usize, text: &str| {
            self.sayings.sides[side].1.target(self.documents[side], from[side], text)
        };
        let (Some(old), Some(new)) = (target(0, a), target(1, b)) else { return a == b };
        if self.extent.references == 0 {
            return old.1.last() == new.1.last();
        }
        self.behind.push((old, new));
        true
    }
}

/// The keyword of a schema that is nothing but a list of one.
fn only_list(schema: &Json) -> Option<&'static str> {
    let Json::Object(members) = schema else { return None };
    let key = WRAPPERS.into_iter().find(|key| members.contains_key(*key))?;
    let one = matches!(&members[key], Json::Array(items) if items.len() == 1);
    (one && members.keys().all(|other| other == key || !says(other))).then_some(key)
}

/// The reference of a schema that says nothing else.
fn only_reference(schema: &Json) -> Option<&str> {
    let Json::Object(members) = schema else { return None };
    let text = members.get("$ref").and_then(Json::as_str)?;
    let only = members.keys().all(|key| key == "$ref" || !says(key));
    only.then_some(text)
}

/// Whether a keyword says something about values.
fn says(keyword: &str) -> bool {
    !SILENT.contains(&keyword) && !keyword.starts_with("x-")
}

/// What stands in a list whose order says nothing; a word alone is a list of one.
fn listed(json: &Json) -> Vec<String> {
    let items = json.as_array().unwrap_or(std::slice::from_ref(json));
    let mut all: Vec<String> = items.iter().map(ToString::to_string).collect();
    all.sort();
    all
}
