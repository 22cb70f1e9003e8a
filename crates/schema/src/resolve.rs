//! What a `$ref` refers to: by JSON Pointer, `$id`, `$anchor` or file name, within the input only.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use crate::bundle::Entry;
use crate::draft::Draft;
use crate::parse::Resolve;
use crate::uri::{join, normal, path, percent_decode};
use crate::{DefId, Diagnostic, Document, Json, Place, Pointer};

/// What is done about a reference to another place than was meant.
const CORRECT: &str = "Correct it, by an overlay (`replace`) where the schema is not yours";

/// More findings than this nobody reads.
const GUESSES: usize = 50;

pub(crate) struct Resolver<'a> {
    documents: &'a [Document],
    entries: Vec<Entry>,
    places: HashMap<(usize, Pointer), DefId>,
    names: HashMap<String, usize>,
    /// Absolute `$id` or `$id#anchor` to its places.
    ids: HashMap<String, Vec<(usize, Pointer)>>,
    /// How many places are called so by `$dynamicAnchor`; `$recursiveAnchor` counts as one without a name.
    dynamic: HashMap<String, usize>,
    /// Per document, inner resources: their places and base URIs.
    resources: Vec<HashMap<Pointer, String>>,
    /// The documents that are files, by path.
    paths: HashMap<PathBuf, usize>,
    /// How often something like a misspelt name may still be looked for: each time costs all names.
    guesses: Cell<usize>,
    document: usize,
    /// Of the document that is looked through: up to draft 7 an `$id` beside `$ref` is ignored, as all else is.
    draft: Draft,
    says_draft: bool,
    limit: usize,
}

impl<'a> Resolver<'a> {
    pub fn new(documents: &'a [Document], limit: usize) -> Self {
        let mut all = Self {
            documents,
            entries: Vec::new(),
            places: HashMap::new(),
            names: HashMap::new(),
            ids: HashMap::new(),
            dynamic: HashMap::new(),
            resources: Vec::new(),
            paths: HashMap::new(),
            guesses: Cell::new(GUESSES),
            document: 0,
            draft: Draft::Later,
            says_draft: false,
            limit,
        };
        for (index, document) in documents.iter().enumerate() {
            let mut resources = HashMap::new();
            if let Some(path) = &document.path {
                all.paths.entry(normal(path)).or_insert(index);
            }
            all.draft = Draft::of(&document.json);
            all.says_draft = document.json.get("$schema").is_some();
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

    /// Takes what references lead to.
    pub fn begin(&mut self, entries: Vec<Entry>, places: HashMap<(usize, Pointer), DefId>) {
        self.names = entries.iter().enumerate().map(|(index, entry)| (entry.name.clone(), index)).collect();
        (self.entries, self.places) = (entries, places);
    }

    /// Where a reference of a document leads.
    pub fn target(&self, document: usize, from: &Pointer, reference: &str) -> Option<(usize, Pointer)> {
        self.find(reference, document, &Place { pointer: Some(from.clone()), ..Place::default() }).ok()
    }

    /// What a schema is called by: `id` up to draft 4, and where no draft is named.
    fn id<'j>(&self, members: &'j BTreeMap<String, Json>) -> Option<&'j str> {
        let old = || members.get("id").filter(|_| self.draft == Draft::Four || !self.says_draft);
        members.get("$id").or_else(old).and_then(Json::as_str)
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
                let beside_reference = self.draft.is_legacy() && members.contains_key("$ref");
                if let Some(id) = self.id(members).filter(|id| !id.is_empty() && !beside_reference) {
                    inner = join(base, id);
                    self.ids.entry(inner.clone()).or_default().push((document, at.clone()));
                    if !id.starts_with('#') {
                        base = &inner;
                        out.insert(at.clone(), inner.clone());
                    }
                }
                for key in ["$anchor", "$dynamicAnchor"] {
                    if let Some(anchor) = members.get(key).and_then(Json::as_str) {
                        let name = format!("{base}#{anchor}");
                        self.ids.entry(name).or_default().push((document, at.clone()));
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
    fn resource(&self, document: usize, at: &Pointer) -> (Pointer, String) {
        let inner = &self.resources[document];
        let mut here = Some(at.clone()).filter(|_| !inner.is_empty());
        while let Some(place) = here {
            if let Some(base) = inner.get(&place) {
                return (place, base.clone());
            }
            here = place.parent();
        }
        (Pointer::root(), self.documents[document].name.clone())
    }

    fn find(&self, reference: &str, document: usize, at: &Place) -> Result<(usize, Pointer), Diagnostic> {
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
        let (root, base) = self.resource(document, &from);
        let (document, root, base) = if address.is_empty() {
            (document, root, base)
        } else {
            let file = || self.file(document, address);
            let target = join(&base, address);
            let called = match self.ids.get(&target).map(Vec::as_slice) {
                Some([one]) => Some(one.clone()),
                Some(several) => Some(file().map_or_else(|| self.same(several, reference, at), Ok)?),
                None => file(),
            };
            let (document, pointer) = called.ok_or_else(|| outside(reference, at))?;
            let (_, base) = self.resource(document, &pointer);
            (document, pointer, base)
        };
        if fragment.is_empty() {
            return Ok((document, root));
        }
        if fragment.starts_with('/') {
            let path = format!("{}{fragment}", root.as_str());
            return Ok((document, Pointer::parse(&path).unwrap_or_default()));
        }
        if let Some(all) = self.ids.get(&format!("{base}#{fragment}")) {
            let own: Vec<(usize, Pointer)> = all.iter().filter(|one| one.0 == document).cloned().collect();
            return self.same(if own.is_empty() { all } else { &own }, reference, at);
        }
        let message = format!("there is no `$anchor` called `{}`", fragment.escape_debug());
        let error = Diagnostic::error("unresolved-reference", at.clone(), message);
        if fragment.contains('/') {
            return Err(error.help(format!("did you mean `#/{}`?", fragment.escape_debug())));
        }
        Err(error.help("correct the reference, or add the anchor"))
    }

    /// The place of that name. Several may have it that say the same.
    fn same(
        &self,
        places: &[(usize, Pointer)],
        reference: &str,
        at: &Place,
    ) -> Result<(usize, Pointer), Diagnostic> {
        let json = |(document, pointer): &(usize, Pointer)| {
            let steps: Vec<String> = pointer.steps().collect();
            self.documents[*document].json.at(steps.iter().map(String::as_str))
        };
        let [first, rest @ ..] = places else { return Err(outside(reference, at)) };
        let Some(other) = rest.iter().find(|one| json(one) != json(first)) else { return Ok(first.clone()) };
        let message = format!("two schemas are called `{}`", reference.escape_debug());
        let files = || self.documents.iter().map(|document| document.name.as_str());
        let address = |(document, pointer): &(usize, Pointer)| {
            crate::address::address(files(), &self.documents[*document].name, pointer)
        };
        Err(Diagnostic::error("ambiguous-reference", at.clone(), message)
            .note(format!("{} and {}", address(first), address(other)))
            .help("give each an `$anchor` or `$id` of its own, by an overlay where the schema is not yours"))
    }

    /// A file of the input, by its path relative to the file that refers to it.
    fn file(&self, document: usize, address: &str) -> Option<(usize, Pointer)> {
        let here = self.documents[document].path.as_ref()?;
        let wanted = path(here.parent()?, address)?;
        Some((*self.paths.get(&wanted)?, Pointer::root()))
    }

    fn unresolved(&self, document: usize, pointer: &Pointer, at: &Place) -> Diagnostic {
        let message = format!("there is nothing at `{}`", pointer.to_string().escape_debug());
        let error = Diagnostic::error("unresolved-reference", at.clone(), message);
        if pointer.as_str() == "/" {
            return error.help("did you mean `#`, the whole schema? `#/` is a member without a name");
        }
        let (root, _) = self.resource(document, pointer);
        if let Some(rest) = pointer.as_str().strip_prefix(root.as_str()).filter(|_| !root.as_str().is_empty())
            && self.has(document, rest)
        {
            return error
                .note(format!("`{root}` has an `$id`: references in it begin there, not at the file's root"))
                .help(format!(
                    "remove that `$id`, by an overlay where the schema is not yours, and `#{rest}` is found"
                ));
        }
        let name = pointer.last().unwrap_or_default();
        let left = self.guesses.get();
        self.guesses.set(left.saturating_sub(1));
        let names = self.entries.iter().map(|entry| entry.name.as_str());
        let near = crate::suggest(&name, names.filter(|_| left > 0));
        match near.and_then(|near| self.names.get(near)).map(|index| &self.entries[*index]) {
            Some(entry) if entry.document == document => {
                error.help(format!("did you mean `{}`? {CORRECT}", entry.pointer))
            }
            _ => error.help("correct the reference, or add the definition; by an overlay (`replace`) where the schema is not yours"),
        }
    }

    fn has(&self, document: usize, path: &str) -> bool {
        let steps: Vec<String> = Pointer::parse(path).unwrap_or_default().steps().collect();
        self.documents[document].json.at(steps.iter().map(String::as_str)).is_some()
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
        let root = crate::input::title(&self.documents[document]).unwrap_or("Root").to_owned();
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
        let (document, pointer) = self.find(reference, self.document, at)?;
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

fn outside(reference: &str, at: &Place) -> Diagnostic {
    let message = format!("`{}` lies outside the input", reference.escape_debug());
    Diagnostic::error("reference-outside", at.clone(), message)
        .note("references are followed only within the file or folder that was named; nothing is fetched")
        .help("bundle the schema into one file, or name the folder that holds all of its files")
}
