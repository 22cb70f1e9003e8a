//! Definitions of one key: those that mean the same are one, the others get names by their places.

use std::collections::{BTreeMap, HashMap};

use crate::bundle::{Entry, json_at};
use crate::distinct::Names;
use crate::resolve::Resolver;
use crate::{DefId, Diagnostics, Document, Json, Pointer};

/// Twins are compared by what they refer to along chains of so many references; longer ones are taken to differ.
const ROUNDS: usize = 100;

/// Where each definition is, twins and aliases included.
type Places = HashMap<(usize, Pointer), DefId>;

/// Makes one of definitions that are equal but for `$schema` and `title`, and of one that only refers to another of
/// its key; different ones of one key are told apart by their places.
pub(crate) fn unify(
    documents: &[Document],
    entries: &[Entry],
    resolver: &Resolver<'_>,
    found: &mut Diagnostics,
) -> (Vec<Entry>, Places) {
    let classes = classes(documents, entries, resolver);
    let mut names = Names::new(documents, entries);
    let mut kept: Vec<(Entry, Vec<&Entry>)> = Vec::new();
    let mut at = 0;
    for group in entries.chunk_by(|a, b| a.name == b.name) {
        let mut members: BTreeMap<usize, Vec<&Entry>> = BTreeMap::new();
        for entry in group {
            members.entry(classes[at]).or_default().push(entry);
            at += 1;
        }
        let different = members.keys().map(|first| entries[*first].clone()).collect();
        kept.extend(names.give(different, found).into_iter().zip(members.into_values()));
    }
    kept.sort_by(|(a, _), (b, _)| (&a.name, a.document, &a.pointer).cmp(&(&b.name, b.document, &b.pointer)));
    let mut places = HashMap::new();
    let mut list = Vec::with_capacity(kept.len());
    for (id, (entry, members)) in (0..).zip(kept) {
        places.extend(members.iter().map(|one| ((one.document, one.pointer.clone()), DefId(id))));
        list.push(entry);
    }
    (list, places)
}

/// For each entry the one that stands for it and for all that are the same.
fn classes(documents: &[Document], entries: &[Entry], resolver: &Resolver<'_>) -> Vec<usize> {
    let mut classes: Vec<usize> = (0..entries.len()).collect();
    let mut shared = Vec::new();
    for at in 1..entries.len() {
        if entries[at - 1].name == entries[at].name {
            if shared.last() != Some(&(at - 1)) {
                shared.push(at - 1);
            }
            shared.push(at);
        }
    }
    let mut texts: HashMap<(&str, String), usize> = HashMap::new();
    for at in shared.iter().copied() {
        if let Some(text) = text(documents, &entries[at]) {
            classes[at] = *texts.entry((&entries[at].name, text)).or_insert(at);
        }
    }
    let differ = |two: &[usize]| {
        let [a, b] = two else { return false };
        entries[*a].name == entries[*b].name && classes[*a] != classes[*b]
    };
    // Where all of one key are written alike, references to that key lead to the same.
    if shared.windows(2).any(differ) {
        References::new(documents, entries, resolver, &shared).settle(&mut classes);
    }
    classes
}

/// What the definitions refer to whose key others have too.
struct References {
    /// By entry: the definitions that its references lead to or into.
    targets: Vec<(usize, Vec<Option<usize>>)>,
    /// Definitions that are nothing but a reference to another of their key, and where that leads in the end.
    aliases: HashMap<usize, usize>,
}

impl References {
    fn new(documents: &[Document], entries: &[Entry], resolver: &Resolver<'_>, shared: &[usize]) -> Self {
        let homes: HashMap<(usize, &Pointer), usize> =
            (0..).zip(entries).map(|(at, entry)| ((entry.document, &entry.pointer), at)).collect();
        let home = |document: usize, pointer: &Pointer| {
            let mut here = Some(pointer.clone());
            while let Some(place) = here {
                if let Some(at) = homes.get(&(document, &place)) {
                    return Some(*at);
                }
                here = place.parent();
            }
            None
        };
        let mut all = Self { targets: Vec::new(), aliases: HashMap::new() };
        let mut next: HashMap<usize, usize> = HashMap::new();
        for at in shared.iter().copied() {
            let (entry, mut references) = (&entries[at], Vec::new());
            let Some(json) = json_at(documents, entry) else { continue };
            collect(json, &entry.pointer, &mut references);
            let lead = references.iter().map(|(from, text)| resolver.target(entry.document, from, text));
            let lead: Vec<_> = lead.collect();
            if let ([Some((document, pointer))], true) = (lead.as_slice(), is_alias(json))
                && let Some(to) = homes.get(&(*document, pointer))
                && entries[*to].name == entry.name
            {
                next.insert(at, *to);
                continue;
            }
            let lead =
                lead.into_iter().map(|place| place.and_then(|(document, pointer)| home(document, &pointer)));
            all.targets.push((at, lead.collect()));
        }
        all.follow(&next);
        all
    }

    fn follow(&mut self, next: &HashMap<usize, usize>) {
        for start in next.keys() {
            let (mut end, mut left) = (*start, next.len());
            while let Some(further) = next.get(&end).filter(|_| left > 0) {
                (end, left) = (*further, left - 1);
            }
            // A circle of references ends nowhere, which is an error of its own.
            if !next.contains_key(&end) {
                self.aliases.insert(*start, end);
            }
        }
    }

    /// What is written alike is the same where all that it refers to is.
    fn settle(&self, classes: &mut Vec<usize>) {
        for round in 0..=ROUNDS {
            self.aliases.iter().for_each(|(from, to)| classes[*from] = classes[*to]);
            let mut seen: HashMap<(usize, Vec<Option<usize>>), usize> = HashMap::new();
            let mut next = classes.clone();
            for (at, targets) in &self.targets {
                let to: Vec<Option<usize>> = targets.iter().map(|to| to.map(|to| classes[to])).collect();
                let class = if round == ROUNDS && !to.is_empty() {
                    *at
                } else {
                    *seen.entry((classes[*at], to)).or_insert(*at)
                };
                next[*at] = class;
            }
            self.aliases.iter().for_each(|(from, to)| next[*from] = next[*to]);
            if next == *classes {
                return;
            }
            *classes = next;
        }
    }
}

/// Whether nothing is said but where the definition is, words aside.
fn is_alias(json: &Json) -> bool {
    const WORDS: [&str; 8] =
        ["$ref", "$schema", "$comment", "title", "description", "definitions", "$defs", "$id"];
    let members = json.as_object();
    members.is_some_and(|all| all.contains_key("$ref") && all.keys().all(|key| WORDS.contains(&key.as_str())))
}

/// All references of a definition and their places, in order.
fn collect(json: &Json, at: &Pointer, all: &mut Vec<(Pointer, String)>) {
    match json {
        Json::Object(members) => {
            for (key, value) in members {
                match value {
                    Json::String(text) if key == "$ref" => all.push((at.clone(), text.clone())),
                    // A root that is a type carries the definitions of others.
                    _ if at.as_str().is_empty() && matches!(key.as_str(), "definitions" | "$defs") => {}
                    value => collect(value, &at.join(key), all),
                }
            }
        }
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| collect(item, &at.join(index), all));
        }
        _ => {}
    }
}

/// What a definition says, as it can be compared.
fn text(documents: &[Document], entry: &Entry) -> Option<String> {
    let mut json = json_at(documents, entry)?.clone();
    if let Json::Object(members) = &mut json {
        // A root that is a type carries the definitions of others.
        for key in ["$schema", "title", "definitions", "$defs"] {
            members.remove(key);
        }
    }
    shorten_references(&mut json);
    Some(json.to_string())
}

/// References from two places to twins are written differently: only the last step counts.
fn shorten_references(json: &mut Json) {
    match json {
        Json::Object(members) => {
            for (key, value) in members {
                match value {
                    Json::String(text) if key == "$ref" => {
                        if let Some(at) = text.rfind('/') {
                            text.drain(..=at);
                        }
                    }
                    value => shorten_references(value),
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(shorten_references),
        _ => {}
    }
}
