//! All definitions of a schema, wherever they lie, each once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::address::address;
use crate::ast::Schema;
use crate::distinct::fold;
use crate::draft::Draft;
use crate::input::{self, Root};
use crate::parse::Parser;
use crate::resolve::Resolver;
use crate::unify::unify;
use crate::{DeclaredMethod, meta_model, methods, well_known};
use crate::{DefId, Diagnostic, Diagnostics, Document, Json, Limits, MethodFix, Overlay, Place, Pointer};

/// A named schema.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The last part of its key.
    pub name: String,
    /// The file that declares it.
    pub file: String,
    /// What it says.
    pub schema: Schema,
}

/// A whole schema.
#[derive(Debug, Clone, Default)]
pub struct Bundle {
    definitions: Vec<Definition>,
    by_name: BTreeMap<String, DefId>,
    files: Vec<PathBuf>,
    methods: Vec<MethodFix>,
    declared: Vec<DeclaredMethod>,
    expansion: Option<usize>,
}

/// A place that has a name: not read yet.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub name: String,
    pub document: usize,
    pub pointer: Pointer,
}

impl Bundle {
    /// Reads a file, or a folder as `generate-json-schema` writes it.
    pub fn load(
        path: &Path,
        overlays: &[Overlay],
        limits: &Limits,
    ) -> Result<(Self, Diagnostics), Diagnostics> {
        Self::from_documents(input::read(path, limits)?, overlays, limits)
    }

    /// The documents of a file or folder as overlays correct them, for other readers of JSON Schema.
    pub fn documents(
        path: &Path,
        overlays: &[Overlay],
        limits: &Limits,
    ) -> Result<Vec<Document>, Diagnostics> {
        Self::corrected(input::read(path, limits)?, overlays)
    }

    /// The document of a text as overlays correct it.
    pub fn document_of_text(
        name: &str,
        text: &str,
        overlays: &[Overlay],
        limits: &Limits,
    ) -> Result<Vec<Document>, Diagnostics> {
        Self::corrected(vec![Document::parse(name, text, limits)?], overlays)
    }

    fn corrected(mut documents: Vec<Document>, overlays: &[Overlay]) -> Result<Vec<Document>, Diagnostics> {
        let mut found = Diagnostics::default();
        as_schemas(&mut documents);
        crate::overlay::apply(overlays, &mut documents, &mut found);
        well_known::add(&mut documents);
        found.finish(documents).map(|(documents, _)| documents)
    }

    /// Reads a text.
    pub fn from_text(
        name: &str,
        text: &str,
        overlays: &[Overlay],
        limits: &Limits,
    ) -> Result<(Self, Diagnostics), Diagnostics> {
        Self::from_documents(vec![Document::parse(name, text, limits)?], overlays, limits)
    }

    fn from_documents(
        mut documents: Vec<Document>,
        overlays: &[Overlay],
        limits: &Limits,
    ) -> Result<(Self, Diagnostics), Diagnostics> {
        let mut found = Diagnostics::default();
        as_schemas(&mut documents);
        let methods = crate::overlay::apply(overlays, &mut documents, &mut found);
        let added = well_known::add(&mut documents);
        let mut entries = Vec::new();
        for (index, document) in documents.iter().enumerate() {
            let root = input::root(document, &mut found);
            entries.extend(named(index, document, &root, &mut found));
        }
        entries.retain(|entry| !added.contains(&(entry.document, entry.pointer.clone())));
        if let (true, false, Some(first)) = (entries.is_empty(), found.has_errors(), documents.first()) {
            let place = Place { file: first.name.clone(), pointer: Some(Pointer::root()), span: None };
            found.push(
                Diagnostic::error("not-a-schema", place, "the schema defines nothing: no type can be made")
                    .help("write a definition, or name another file or folder"),
            );
        }
        if entries.len() > limits.definitions {
            let first = place(&documents, &entries[limits.definitions]);
            let message =
                format!("the schema has {} definitions, the limit is {}", entries.len(), limits.definitions);
            let help = crate::limits::raise("definitions", entries.len());
            found.push(
                Diagnostic::error("limit-definitions", first, message)
                    .note("this is the first one beyond it")
                    .help(help),
            );
            return Err(found);
        }
        entries.sort_by(|a, b| (&a.name, a.document, &a.pointer).cmp(&(&b.name, b.document, &b.pointer)));
        let mut resolver = Resolver::new(&documents, limits.definitions);
        let (entries, places) = unify(&documents, &entries, &resolver, &mut found);
        let declared = methods::declared(&documents, &entries);
        let names = entries.iter().map(|entry| (entry.name.as_str(), place(&documents, entry)));
        crate::look::check(names, &mut found);
        resolver.begin(entries, places);
        let definitions = parse(&documents, resolver, &mut found);
        let by_name = (0..).zip(&definitions).map(|(id, one)| (one.name.clone(), DefId(id))).collect();
        let files = documents.into_iter().filter_map(|document| document.path).collect();
        found.finish(Self { definitions, by_name, files, methods, declared, expansion: limits.expansion })
    }

    /// All definitions, in order of their names.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (DefId, &Definition)> {
        self.definitions
            .iter()
            .enumerate()
            .map(|(id, one)| (DefId(u32::try_from(id).unwrap_or(u32::MAX)), one))
    }

    /// The definition with this id.
    #[must_use]
    pub fn get(&self, id: DefId) -> Option<&Definition> {
        self.definitions.get(id.0 as usize)
    }

    /// The definition with this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<DefId> {
        self.by_name.get(name).copied()
    }

    /// The address of a place by which overlays and the table of names find it.
    #[must_use]
    pub fn address(&self, file: &str, pointer: &Pointer) -> String {
        address(self.definitions.iter().map(|one| one.file.as_str()), file, pointer)
    }

    /// Every file that was read.
    #[must_use]
    pub fn files(&self) -> &[PathBuf] {
        &self.files
    }

    /// The methods that the schema itself names.
    #[must_use]
    pub fn declared_methods(&self) -> &[DeclaredMethod] {
        &self.declared
    }

    /// How many schemas `allOf`, common properties and references may be expanded to, where it was said.
    #[must_use]
    pub const fn expansion(&self) -> Option<usize> {
        self.expansion
    }

    /// What overlays say of methods.
    #[must_use]
    pub fn method_fixes(&self) -> &[MethodFix] {
        &self.methods
    }
}

/// The root, where it is a type, and all definitions in groups and subgroups.
fn named(index: usize, document: &Document, root: &Root, found: &mut Diagnostics) -> Vec<Entry> {
    let mut all = Vec::new();
    if let Root::Type(name) = root {
        all.push(Entry { name: name.clone(), document: index, pointer: Pointer::root() });
    }
    let mut open = Vec::new();
    for key in ["definitions", "$defs"] {
        if let Some(group) = document.json.get(key).and_then(Json::as_object) {
            open.push((Pointer::root().join(key), group));
        }
    }
    while let Some((pointer, group)) = open.pop() {
        for (name, value) in group {
            let pointer = pointer.join(name);
            match input::as_group(value) {
                Some(members) => open.push((pointer, members)),
                None if matches!(value, Json::Object(_) | Json::Bool(_)) => {
                    all.push(Entry { name: name.clone(), document: index, pointer });
                }
                // A comment in the wrong place: nothing is lost, unless something refers to it.
                None => {
                    let place = Place { file: document.name.clone(), pointer: Some(pointer), span: None };
                    let message =
                        format!("a definition is an object or a boolean, but this is {}", value.kind());
                    let warning = Diagnostic::warning("not-a-schema", place, message);
                    found.push(warning.note("it is ignored").help("remove it, or make it a schema"));
                }
            }
        }
    }
    // A root without a title is called after its file: a definition of that name has the better claim.
    let untitled = input::title(document).is_none();
    let taken = |name: &str| all.iter().skip(1).any(|other| fold(&other.name) == fold(name));
    if matches!(root, Root::Type(name) if untitled && taken(name) && !taken("Root")) {
        "Root".clone_into(&mut all[0].name);
    }
    all
}

pub(crate) fn place(documents: &[Document], entry: &Entry) -> Place {
    Place { file: documents[entry.document].name.clone(), pointer: Some(entry.pointer.clone()), span: None }
}

/// Models in another language become the schemas that say the same.
fn as_schemas(documents: &mut [Document]) {
    for document in documents {
        if let Some(schema) = meta_model::schema(&document.json) {
            document.json = schema;
        }
    }
}

pub(crate) fn json_at<'a>(documents: &'a [Document], entry: &Entry) -> Option<&'a Json> {
    let steps: Vec<String> = entry.pointer.steps().collect();
    documents.get(entry.document)?.json.at(steps.iter().map(String::as_str))
}

/// Reads all entries, and those that references add on the way.
fn parse(documents: &[Document], mut resolver: Resolver<'_>, found: &mut Diagnostics) -> Vec<Definition> {
    let mut definitions = Vec::new();
    while let Some(entry) = resolver.entry(definitions.len()).cloned() {
        let file = documents[entry.document].name.as_str();
        let empty = Json::Object(BTreeMap::new());
        let json = json_at(documents, &entry).unwrap_or(&empty);
        resolver.enter(entry.document);
        let draft = Draft::of(&documents[entry.document].json);
        let schema = Parser { file, draft, resolver: &mut resolver, found }.schema(json, &entry.pointer);
        definitions.push(Definition { name: entry.name, file: file.to_owned(), schema });
    }
    definitions
}
