//! From schemas to meaning. Two passes: ids first, bodies second, so that recursion and forward
//! references are no problem.

use std::collections::HashMap;
use std::fmt::Write as _;

use codegen_schema::ast::{Schema, Types};
use codegen_schema::{Bundle, DefId, Diagnostic, Diagnostics, Pointer};

use crate::model::{Directions, Docs, Protocol, Shape, Type, TypeDef, TypeId, Types as TypeList, Value};
use crate::policy::Policy;
use crate::spelling::{spell, upper_camel};

use docs::of_schema as docs;
use report::Report;
use words::{once, title};

mod apart;
mod choice;
mod docs;
mod endless;
mod enumeration;
mod facts;
mod finish;
mod holds;
mod implied;
mod inner;
mod literal;
mod merge;
mod method;
mod name;
mod object;
mod overlap;
mod pattern;
mod report;
mod scalar;
mod union;
mod variant;
mod words;

/// Lowers a schema. All independent errors come out at once.
pub fn lower(bundle: &Bundle, policy: &Policy) -> Result<(Protocol, Diagnostics), Diagnostics> {
    let mut lower = Lower::new(bundle, policy);
    lower.unions = lower.method_unions();
    for (id, definition) in bundle.iter() {
        lower.file = &definition.file;
        lower.define(id, &definition.name, &definition.schema);
    }
    lower.fix_methods();
    let names = lower.names();
    let types = lower
        .drafts
        .iter_mut()
        .zip(names)
        .map(|(draft, (name, origin))| TypeDef {
            pointer: draft.pointer.clone(),
            name,
            origin,
            docs: std::mem::take(&mut draft.docs),
            directions: Directions::default(),
            shape: draft.shape.take().unwrap_or(Shape::Alias(Value { kind: Type::Any, nullable: false })),
        })
        .collect();
    let mut protocol = Protocol { types: TypeList::new(types), methods: Vec::new() };
    lower.settle(&mut protocol);
    protocol.methods = lower.methods(&protocol.types);
    lower.expect_methods(!protocol.methods.is_empty());
    lower.expect_chosen_types();
    lower.complete(&mut protocol);
    lower.say_overlaps(&protocol);
    lower.found.finish(protocol)
}

/// How deep schemas may be nested when they are expanded: the reader allows fewer levels.
const DEPTH: usize = 128;

/// A type whose name is not settled.
struct Draft {
    pointer: Pointer,
    file: String,
    site: Site,
    docs: Docs,
    shape: Option<Shape>,
    /// The definition that was being lowered: another one can meet the same place by way of `allOf`.
    owner: String,
    /// What is merged with what stands at the place: that can be different things.
    parts: Vec<name::Part>,
}

/// Where a type is met: what it would be called.
#[derive(Debug, Clone, Default)]
struct Site {
    /// Made from the place.
    place: String,
    /// The key of a definition: nothing else is considered.
    defined: bool,
    /// Given by the schema's author.
    title: Option<String>,
    /// Titles do not count here.
    untitled: bool,
    /// For a variant: the name of its union, by which members that all variants share go.
    outer: Option<String>,
    /// For a variant: it is the only object or the only list of its union, whose name is enough for what is inside.
    only: bool,
    /// What it is called where another type is called by the place.
    long: Option<String>,
    /// Every step on the way from the definition, whatever the types there are called.
    trail: String,
}

impl Site {
    fn definition(name: &str) -> Self {
        Self { place: name.to_owned(), trail: name.to_owned(), defined: true, ..Self::default() }
    }

    /// The name of what is inside this place.
    fn inner(&self, part: &str) -> Self {
        let part = pascal(part);
        let outer = self.outer.as_deref().filter(|_| self.only && self.title.is_none());
        let long = outer.map(|_| format!("{}{part}", self.name()));
        let (place, trail) =
            (format!("{}{part}", outer.unwrap_or(self.name())), format!("{}{part}", self.trail));
        Self { place, long, trail, ..Self::default() }
    }

    fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.place)
    }

    fn titled(mut self, schema: &Schema) -> Self {
        if !self.defined && !self.untitled && self.title.is_none() {
            self.title = title(schema);
        }
        self
    }
}

/// A part of a name: symbols alone are spelled out, and what is not ASCII stays as it is.
fn pascal(text: &str) -> String {
    match text {
        text if !text.is_ascii() || text.trim().is_empty() => format!(" {text} "),
        text if text.chars().any(|c| c.is_ascii_alphanumeric()) => upper_camel(text),
        text => upper_camel(&spell(text)),
    }
}

/// What a schema turned out to be.
enum Lowered {
    /// Something that needs a name, and whether null is let in beside it.
    Shape(Shape, bool),
    /// Something that needs none.
    Value(Value),
}

impl From<Type> for Lowered {
    fn from(kind: Type) -> Self {
        Self::Value(Value { kind, nullable: false })
    }
}

struct Lower<'a> {
    bundle: &'a Bundle,
    policy: &'a Policy,
    /// Definitions first, by [`DefId`].
    drafts: Vec<Draft>,
    /// Types without a definition, by file and place.
    inline: HashMap<(&'a str, Pointer), Vec<TypeId>>,
    /// What parts under `allOf` came to, by their places.
    merged: HashMap<String, Value>,
    /// Schemas that are being lowered, by their places, and the type of each that is met inside itself.
    open: HashMap<String, Option<TypeId>>,
    /// Definitions by file and place.
    homes: HashMap<(&'a str, Pointer), &'a str>,
    facts: HashMap<DefId, facts::Facts>,
    kinds: HashMap<DefId, Types>,
    found: Diagnostics,
    /// Schemas that stand for one kind of values of another schema: where that one is written.
    split: HashMap<Pointer, Pointer>,
    overlaps: Vec<overlap::Overlap>,
    file: &'a str,
    /// The definition that is being lowered.
    owner: String,
    /// What the schema that is being lowered is merged with.
    beside: Vec<name::Part>,
    depth: usize,
    /// How many references deep facts are being found.
    chain: usize,
    expansion: usize,
    limit: usize,
    unions: HashMap<DefId, method::Role>,
}

impl<'a> Lower<'a> {
    fn new(bundle: &'a Bundle, policy: &'a Policy) -> Self {
        let drafts = bundle
            .iter()
            .map(|(_, definition)| Draft {
                pointer: definition.schema.pointer.clone(),
                file: definition.file.clone(),
                site: Site::definition(&definition.name),
                docs: docs(&definition.schema),
                shape: None,
                owner: definition.name.clone(),
                parts: Vec::new(),
            })
            .collect();
        let homes = bundle
            .iter()
            .map(|(_, one)| ((one.file.as_str(), one.schema.pointer.clone()), one.name.as_str()))
            .collect();
        let size: usize = bundle.iter().map(|(_, one)| 10 + one.schema.size()).sum();
        Self {
            bundle,
            policy,
            drafts,
            inline: HashMap::new(),
            merged: HashMap::new(),
            open: HashMap::new(),
            homes,
            facts: HashMap::new(),
            kinds: HashMap::new(),
            found: Diagnostics::default(),
            split: HashMap::new(),
            overlaps: Vec::new(),
            file: "",
            owner: String::new(),
            beside: Vec::new(),
            depth: 0,
            chain: 0,
            expansion: 0,
            limit: bundle.expansion().unwrap_or(20_000 + 10 * size),
            unions: HashMap::new(),
        }
    }

    fn error(&mut self, id: &'static str, pointer: &Pointer, message: impl Into<String>) -> Report<'_> {
        let diagnostic = Diagnostic::error(id, self.place(pointer), message);
        Report { found: &mut self.found, diagnostic: Some(diagnostic) }
    }

    /// The site of a member. One that comes from elsewhere, by `allOf` or as a common member of a union,
    /// is named after where it is declared, so that all who share it share its type.
    fn member_site(&self, owner: &Schema, site: &Site, wire: &str, member: &Schema) -> Site {
        let lies_within = |part: &Schema| {
            let rest = part.pointer.as_str().strip_prefix(owner.pointer.as_str());
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        // Of the parts of a member, one may be the owner's own.
        if lies_within(member) || member.all_of.iter().any(lies_within) {
            return site.inner(wire);
        }
        let here = site.outer.as_ref().filter(|_| self.home(&member.pointer) == self.home(&owner.pointer));
        match here.map(String::as_str).or_else(|| self.home(&member.pointer)) {
            // Of the same definition, but not of all that is there: the steps lead here.
            Some(name) if here.is_none() && name == self.owner => {
                Site { trail: site.inner(wire).trail, ..Site::definition(name).inner(wire) }
            }
            Some(name) => Site::definition(name).inner(wire),
            None => site.inner(wire),
        }
    }

    /// The definition that a place lies in.
    fn home(&self, pointer: &Pointer) -> Option<&'a str> {
        let mut at = Some(pointer.clone());
        while let Some(here) = at {
            if let Some(name) = self.homes.get(&(self.file, here.clone())) {
                return Some(name);
            }
            at = here.parent();
        }
        None
    }

    fn define(&mut self, id: DefId, name: &str, schema: &Schema) {
        name.clone_into(&mut self.owner);
        let site = Site::definition(name);
        let shape = match self.lower(schema, &site) {
            Lowered::Shape(shape, false) => shape,
            Lowered::Shape(Shape::Union(union), true) if union.is_untagged() => Shape::Union(union.or_null()),
            Lowered::Shape(shape, true) => {
                let id = self.add(schema, &site.inner("Value"), shape);
                Shape::Alias(Value { kind: Type::Ref(id), nullable: true })
            }
            Lowered::Value(value) => Shape::Alias(value),
        };
        let draft = &mut self.drafts[id.0 as usize];
        if let Shape::Alias(value) = &shape {
            draft.docs = docs::of_alias(std::mem::take(&mut draft.docs), schema, value);
        }
        draft.shape = Some(shape);
    }

    /// A new type without a definition.
    ///
    /// Met again by way of `allOf` or of common members, it is the same type.
    fn add(&mut self, schema: &Schema, site: &Site, shape: Shape) -> TypeId {
        let known = self.inline.get(&(self.file, schema.pointer.clone()));
        if let Some(id) = known.into_iter().flatten().find(|id| {
            let draft = &self.drafts[id.0 as usize];
            draft.shape.as_ref() == Some(&shape) && draft.site.name() == site.name()
        }) {
            return *id;
        }
        let id = self.reserve(schema, site);
        self.drafts[id.0 as usize].shape = Some(shape);
        self.inline.entry((self.file, schema.pointer.clone())).or_default().push(id);
        id
    }

    /// The use of a schema in a place; a type that needs a name gets one from the place.
    fn value(&mut self, schema: &Schema, site: &Site) -> Value {
        let site = site.clone().titled(schema);
        if is_reference(schema) {
            return match self.lower(schema, &site) {
                Lowered::Value(value) => value,
                Lowered::Shape(..) => Value { kind: Type::Any, nullable: false },
            };
        }
        let key = (self.file, schema.pointer.clone());
        // A reference leads here, so the place is a definition.
        if let Some(name) =
            self.homes.get(&key).filter(|name| **name != self.owner && schema.all_of.is_empty())
            && let Some(id) = self.bundle.find(name)
        {
            return Value { kind: Type::Ref(TypeId(id.0)), nullable: false };
        }
        // Expanded by `allOf` inside itself: a type without a definition that is recursive.
        let parts = parts(self.file, schema);
        if let Some(open) = self.open.get(&parts) {
            let id = open.unwrap_or_else(|| self.reserve(schema, &site));
            self.open.insert(parts, Some(id));
            return Value { kind: Type::Ref(id), nullable: false };
        }
        // The same parts put together in another place are the same type.
        let several = schema.all_of.len() > 1;
        if let Some(value) = self.merged.get(&parts).filter(|_| several) {
            return value.clone();
        }
        self.open.insert(parts.clone(), None);
        let outer = self.stand_beside(schema);
        let value = self.value_of_parts(schema, &site, &parts);
        self.beside.truncate(outer);
        if several {
            self.merged.insert(parts, value.clone());
        }
        value
    }

    fn value_of_parts(&mut self, schema: &Schema, site: &Site, key: &str) -> Value {
        let lowered = self.lower(schema, site);
        let reserved = self.open.remove(key).flatten();
        let value = match (lowered, reserved) {
            (Lowered::Value(value), _) => value,
            (Lowered::Shape(shape, false), Some(id)) => {
                self.drafts[id.0 as usize].shape = Some(shape);
                return Value { kind: Type::Ref(id), nullable: false };
            }
            (Lowered::Shape(shape, nullable), Some(_)) => {
                Value { kind: Type::Ref(self.add(schema, &site.inner("Value"), shape)), nullable }
            }
            (Lowered::Shape(shape, nullable), None) => {
                Value { kind: Type::Ref(self.add(schema, site, shape)), nullable }
            }
        };
        if let Some(id) = reserved {
            self.drafts[id.0 as usize].shape = Some(Shape::Alias(value.clone()));
        }
        value
    }

    fn too_deep(&mut self, schema: &Schema) -> Lowered {
        let message = format!("`allOf` and references expand to schemas nested more than {DEPTH} deep");
        self.error("too-deep", &schema.pointer, message)
            .help("give inner schemas a name and refer to them by `$ref` alone");
        Type::Any.into()
    }

    /// A type whose shape is still being found.
    fn reserve(&mut self, schema: &Schema, site: &Site) -> TypeId {
        let id = TypeId(u32::try_from(self.drafts.len()).unwrap_or(u32::MAX));
        let (pointer, file) = (schema.pointer.clone(), self.file.to_owned());
        self.drafts.push(Draft {
            pointer,
            file,
            site: site.clone(),
            docs: docs(schema),
            shape: None,
            owner: self.owner.clone(),
            parts: self.beside.clone(),
        });
        id
    }

    fn lower(&mut self, schema: &Schema, site: &Site) -> Lowered {
        if schema.never {
            return Type::Never.into();
        }
        if let Some(id) = schema.reference.filter(|_| is_reference(schema)) {
            return Type::Ref(TypeId(id.0)).into();
        }
        if let [part] = schema.all_of.as_slice()
            && schema.reference.is_none()
            && !schema.constrains()
        {
            return self.lower(part, &site.clone().titled(part));
        }
        if let Some(id) = self.only_reference(schema) {
            return Type::Ref(TypeId(id.0)).into();
        }
        if self.depth == DEPTH {
            return self.too_deep(schema);
        }
        self.depth += 1;
        let lowered = match self.flatten(schema) {
            Some(flat) => self.flat(&flat, site),
            None => Type::Any.into(),
        };
        self.depth -= 1;
        lowered
    }

    /// Lowers a schema without `$ref` and `allOf`.
    fn flat(&mut self, schema: &Schema, site: &Site) -> Lowered {
        if schema.never {
            return self.no_value(&schema.pointer).into();
        }
        if let Some(values) = &schema.values {
            return self.values(schema, values, site);
        }
        if schema.any_of.is_some() || schema.one_of.is_some() {
            return self.choice(schema, site);
        }
        let types = match schema.types {
            Some(types) => types,
            None if implied::spoken_of(schema).is_empty() => return Type::Any.into(),
            None => return self.untyped(schema, site),
        };
        if types == Types::ALL && !schema.array.speaks() && !schema.object.speaks() {
            return Type::Any.into();
        }
        let nullable = types.contains(Types::NULL);
        match types.without(Types::NULL).each().as_slice() {
            [] => Type::Null.into(),
            [one] => match self.single(schema, *one, site) {
                Lowered::Shape(shape, inner) => Lowered::Shape(shape, inner || nullable),
                Lowered::Value(value) => {
                    Lowered::Value(Value { nullable: nullable || value.nullable, ..value })
                }
            },
            several => self.several(schema, several, nullable, site),
        }
    }

    fn single(&mut self, schema: &Schema, one: Types, site: &Site) -> Lowered {
        match one {
            Types::BOOLEAN => Type::Boolean.into(),
            Types::INTEGER => self.integer(schema).into(),
            Types::NUMBER | Types::FLOAT => self.number(schema).into(),
            Types::STRING => self.text(schema).into(),
            Types::ARRAY => self.array(schema, site).into(),
            Types::OBJECT => self.object(schema, site),
            _ => Type::Null.into(),
        }
    }
}

/// The places of all parts of a schema, in no order of their own.
fn parts(file: &str, schema: &Schema) -> String {
    let mut key = format!("{file} {}", schema.pointer);
    // What is nothing but a conjunction has no place that matters.
    if schema.all_of.len() > 1 && schema.reference.is_none() && !schema.constrains() {
        file.clone_into(&mut key);
    }
    if let Some(id) = schema.reference {
        let _ = write!(key, " ->{}", id.0);
    }
    let mut inner: Vec<String> = schema.all_of.iter().map(|part| parts("", part)).collect();
    inner.sort();
    inner.iter().for_each(|part| {
        let _ = write!(key, " ({part})");
    });
    key
}

/// Whether nothing but a reference is said, words aside.
fn is_reference(schema: &Schema) -> bool {
    schema.reference.is_some() && schema.all_of.is_empty() && !schema.constrains()
}
