//! What a `$ref` refers to: by JSON Pointer, `$id`, `$anchor` or file name, within the input only.

use std::cell::Cell;
use std::collections::HashMap;
use std::path::PathBuf;

use crate::bundle::Entry;
use crate::parse::Resolve;
use crate::{DefId, Diagnostic, Document, Json, Place, Pointer};

/// More findings than this nobody reads.
const GUESSES: usize = 50;

pub(crate) struct Resolver<'a> {
    documents: &'a [Document],
    entries: Vec<Entry>,
    places: HashMap<(usize, Pointer), DefId>,
    names: HashMap<String, usize>,
    /// Absolute `$id` or `$id#anchor` to its place.
    ids: HashMap<String, (usize, Pointer)>,
    /// How many places are called so by `$dynamicAnchor`; `$recursiveAnchor` counts as one without a name.
    dynamic: HashMap<String, usize>,
    /// Per document, inner resources: their places and base URIs.
    resources: Vec<HashMap<Pointer, String>>,
    /// The documents that are files, by path.
    paths: HashMap<PathBuf, usize>,
    /// How often something like a misspelt name may still be looked for: each time costs all names.
    guesses: Cell<usize>,
    document: usize,
    /// Up to draft 7 an `$id` beside `$ref` is ignored, as all else is.
    legacy: bool,
    limit: usize,
}

impl<'a> Resolver<'a> {
    pub fn new(
        documents: &'a [Document],
        entries: Vec<Entry>,
        places: HashMap<(usize, Pointer), DefId>,
        limit: usize,
    ) -> Self {
        let names = entries.iter().enumerate().map(|(index, entry)| (entry.name.clone(), index)).collect();
        let mut all = Self {
            documents,
            entries,
            places,
            names,
            ids: HashMap::new(),
            dynamic: HashMap::new(),
            resources: Vec::new(),
            paths: HashMap::new(),
            guesses: Cell::new(GUESSES),
            document: 0,
            legacy: false,
            limit,
        };
        for (index, document) in documents.iter().enumerate() {
            let mut resources = HashMap::new();
            if let Some(path) = &document.path {
                all.paths.entry(normal(path)).or_insert(index);
            }
            all.legacy = crate::draft::Draft::of(&document.json).is_legacy();
            all.index(index, &document.json, &Pointer::root(), &document.name, &mut resources);
            all.resources.push(resources);
        }
        all
    }

    /// The entry with this number; references add more while the first ones are read.
    pub fn entry(&self, index: usize) -> Option<&Entry> {
        self.entries.get(index)
    }

    /// Says which document the next references are in.
    pub const fn enter(&mut self, document: usize) {
        self.document = document;
    }

    fn index(
        &mut self,
        document: usize,
        json: &Json,
        at: &Pointer,
        base: &str,
        out: &mut HashMap<Pointer, String>,
    ) {
        let inner;
        let mut base = base;
        match json {
            Json::Object(members) => {
                let beside_reference = self.legacy && members.contains_key("$ref");
                let id = members.get("$id").or_else(|| members.get("id")).and_then(Json::as_str);
                let id = id.filter(|_| !beside_reference);
                if let Some(id) = id.filter(|id| !id.is_empty()) {
                    inner = join(base, id);
                    self.ids.entry(inner.clone()).or_insert_with(|| (document, at.clone()));
                    if !id.starts_with('#') {
                        base = &inner;
                        out.insert(at.clone(), inner.clone());
                    }
                }
                for key in ["$anchor", "$dynamicAnchor"] {
                    if let Some(anchor) = members.get(key).and_then(Json::as_str) {
                        self.ids.entry(format!("{base}#{anchor}")).or_insert_with(|| (document, at.clone()));
                    }
                }
                let dynamic = members.get("$dynamicAnchor").and_then(Json::as_str);
                let recursive = (members.get("$recursiveAnchor") == Some(&Json::Bool(true))).then_some("");
                for name in dynamic.into_iter().chain(recursive) {
                    *self.dynamic.entry(name.to_owned()).or_default() += 1;
                }
                for (key, value) in members {
                    if matches!(value, Json::Object(_) | Json::Array(_))
                        && !matches!(key.as_str(), "enum" | "const")
                    {
                        self.index(document, value, &at.join(key), base, out);
                    }
                }
            }
            Json::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if matches!(item, Json::Object(_) | Json::Array(_)) {
                        self.index(document, item, &at.join(index), base, out);
                    }
                }
            }
            _ => {}
        }
    }

    /// The resource that the place lies in: its root and base URI.
    fn resource(&self, at: &Pointer) -> (Pointer, String) {
        let inner = &self.resources[self.document];
        let mut here = Some(at.clone()).filter(|_| !inner.is_empty());
        while let Some(place) = here {
            if let Some(base) = inner.get(&place) {
                return (place, base.clone());
            }
            here = place.parent();
        }
        (Pointer::root(), self.documents[self.document].name.clone())
    }

    fn find(&self, reference: &str, at: &Place) -> Result<(usize, Pointer), Diagnostic> {
        let from = at.pointer.clone().unwrap_or_default();
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = percent_decode(fragment).ok_or_else(|| {
            Diagnostic::error(
                "unresolved-reference",
                at.clone(),
                format!("`{}` is not a URI", reference.escape_debug()),
            )
            .help("write `%25` for a percent sign")
        })?;
        let (root, base) = self.resource(&from);
        let (document, root, base) = if address.is_empty() {
            (self.document, root, base)
        } else {
            let target = join(&base, address);
            match self.ids.get(&target).cloned().or_else(|| self.file(address)) {
                Some((document, pointer)) => (document, pointer, target),
                None => return Err(self.outside(reference, at)),
            }
        };
        if fragment.is_empty() {
            return Ok((document, root));
        }
        if fragment.starts_with('/') {
            let path = format!("{}{fragment}", root.as_str());
            return Ok((document, Pointer::parse(&path).unwrap_or_default()));
        }
        self.ids.get(&format!("{base}#{fragment}")).cloned().ok_or_else(|| {
            let message = format!("there is no `$anchor` called `{}`", fragment.escape_debug());
            let error = Diagnostic::error("unresolved-reference", at.clone(), message);
            if fragment.contains('/') {
                return error.help(format!("did you mean `#/{}`?", fragment.escape_debug()));
            }
            error.help("correct the reference, or add the anchor")
        })
    }

    /// A file of the input, by its path relative to the file that refers to it.
    fn file(&self, address: &str) -> Option<(usize, Pointer)> {
        let here = self.documents[self.document].path.as_ref()?;
        let wanted = normal(&here.parent()?.join(address));
        Some((*self.paths.get(&wanted)?, Pointer::root()))
    }

    #[allow(clippy::unused_self)]
    fn outside(&self, reference: &str, at: &Place) -> Diagnostic {
        let message = format!("`{}` lies outside the input", reference.escape_debug());
        Diagnostic::error("reference-outside", at.clone(), message)
            .note("references are followed only within the file or folder that was named; nothing is fetched")
            .help("bundle the schema into one file, or name the folder that holds all of its files")
    }

    fn unresolved(&self, document: usize, pointer: &Pointer, at: &Place) -> Diagnostic {
        let message = format!("there is nothing at `{}`", pointer.to_string().escape_debug());
        let error = Diagnostic::error("unresolved-reference", at.clone(), message);
        if pointer.as_str() == "/" {
            return error.help("did you mean `#`, the whole schema? `#/` is a member without a name");
        }
        let name = pointer.last().unwrap_or_default();
        let left = self.guesses.get();
        self.guesses.set(left.saturating_sub(1));
        let names = self.entries.iter().map(|entry| entry.name.as_str());
        let near = crate::suggest(&name, names.filter(|_| left > 0));
        match near.and_then(|near| self.names.get(near)).map(|index| &self.entries[*index]) {
            Some(entry) if entry.document == document => {
                error.help(format!("did you mean `{}`?", entry.pointer))
            }
            _ => error.help("correct the reference, or add the definition"),
        }
    }

    /// A place that was not a definition becomes one, named after where it lies.
    fn add(&mut self, document: usize, pointer: Pointer) -> DefId {
        let parts: Vec<String> = pointer.steps().collect();
        let in_group = parts.len() > 1 && matches!(parts[parts.len() - 2].as_str(), "definitions" | "$defs");
        // What a well-known document calls `stringArray`, others call so as well.
        let last = parts.last().filter(|_| in_group && !crate::well_known::is_inside(&pointer)).cloned();
        let keyword = |part: &String| {
            matches!(part.as_str(), "definitions" | "$defs" | "properties" | "allOf" | "anyOf" | "oneOf")
        };
        let root =
            self.documents[document].json.get("title").and_then(Json::as_str).unwrap_or("Root").to_owned();
        let place = || {
            let steps = parts.iter().filter(|part| !keyword(part)).cloned();
            let first =
                (!matches!(parts.first().map(String::as_str), Some("definitions" | "$defs"))).then_some(root);
            first.into_iter().chain(steps).collect::<Vec<_>>().join(" ")
        };
        let mut name = last.unwrap_or_else(place);
        if self.names.contains_key(&name) {
            name = parts.join(" ");
        }
        while self.names.contains_key(&name) {
            name.push_str(" again");
        }
        let id = DefId(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        self.names.insert(name.clone(), self.entries.len());
        self.places.insert((document, pointer.clone()), id);
        self.entries.push(Entry { name, document, pointer });
        id
    }
}

impl Resolve for Resolver<'_> {
    fn is_dynamic(&self, reference: &str) -> bool {
        let name = reference.split_once('#').map_or("", |(_, fragment)| fragment);
        self.dynamic.get(name).is_some_and(|count| *count > 1)
    }

    fn resolve(&mut self, reference: &str, at: &Place) -> Result<DefId, Diagnostic> {
        let (document, pointer) = self.find(reference, at)?;
        if let Some(id) = self.places.get(&(document, pointer.clone())) {
            return Ok(*id);
        }
        let steps: Vec<String> = pointer.steps().collect();
        match self.documents[document].json.at(steps.iter().map(String::as_str)) {
            None => Err(self.unresolved(document, &pointer, at)),
            Some(Json::Object(_) | Json::Bool(_)) if !is_container(&steps) => {
                if self.entries.len() >= self.limit {
                    let message =
                        format!("references lead to more than {} definitions, the limit", self.limit);
                    return Err(Diagnostic::error("limit-definitions", at.clone(), message)
                        .help(crate::limits::raise("definitions", 2 * self.limit)));
                }
                Ok(self.add(document, pointer))
            }
            Some(other) => {
                let what =
                    if matches!(other, Json::Object(_)) { "a list of schemas by name" } else { other.kind() };
                let message = format!("`{}` is {what}, not a schema", pointer.to_string().escape_debug());
                Err(Diagnostic::error("not-a-schema", at.clone(), message).help("refer to a schema"))
            }
        }
    }
}

/// Whether the last step is a keyword that holds schemas by name.
fn is_container(steps: &[String]) -> bool {
    let names = |step: &String| {
        matches!(
            step.as_str(),
            "definitions" | "$defs" | "properties" | "patternProperties" | "dependentSchemas"
        )
    };
    steps.iter().rev().take_while(|step| names(step)).count() % 2 == 1
}

fn normal(path: &std::path::Path) -> std::path::PathBuf {
    let mut all = std::path::PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                all.pop();
            }
            part => all.push(part),
        }
    }
    all
}

/// The reference, seen from the base.
fn join(base: &str, reference: &str) -> String {
    let reference = reference.strip_suffix('#').unwrap_or(reference);
    if reference.contains(':') {
        return reference.to_owned();
    }
    let base = base.split('#').next().unwrap_or_default();
    if reference.starts_with('#') {
        return format!("{base}{reference}");
    }
    let host = base.find("://").map_or(0, |at| at + 3);
    let root = base[host..].find('/').map_or(base.len(), |at| host + at);
    if reference.starts_with('/') {
        return format!("{}{reference}", &base[..root]);
    }
    let mut end = base.rfind('/').filter(|end| *end >= root).map_or(0, |end| end + 1);
    let mut rest = reference;
    loop {
        if let Some(here) = rest.strip_prefix("./") {
            rest = here;
        } else if let Some(above) = rest.strip_prefix("../").filter(|_| end > 0) {
            // Nothing is above the root.
            let up = base[..end - 1].rfind('/').map_or(0, |up| up + 1);
            end = if up > root || root == 0 { up } else { (root + 1).min(end) };
            rest = above;
        } else {
            break;
        }
    }
    format!("{}{rest}", &base[..end])
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
