//! A schema whose generated code is tried.

use std::collections::{HashMap, HashSet};

use codegen_build::ir::{Origin, Protocol, Shape, Tagging, Type, TypeDef, TypeId};
use codegen_build::schema::{Diagnostic, Diagnostics, Document, Json, Place};
use codegen_build::target::{Header, SourceFile};
use codegen_build::{Job, JobTarget, Language, Lints, Meaning};

use codegen_values::Change;
use serde_json::{Value, json};

use crate::judge::Judge;
use crate::policy::Variants;

/// A schema, what it means, and what judges it.
#[derive(Debug)]
pub struct Subject {
    /// What reports call it.
    pub name: String,
    /// What it means.
    pub protocol: Protocol,
    job: Job,
    pub(crate) judge: Judge,
    pub(crate) variants: Variants,
    /// The members that tell a union's variants apart.
    tags: HashSet<(TypeId, String)>,
    /// Types without a name that several schemas make together, of which others stand elsewhere.
    pub(crate) foreign: HashSet<TypeId>,
    /// The places where generation said that something is not expressed.
    widened: Vec<String>,
    /// The places of types that overlays add.
    places: HashMap<TypeId, String>,
}

impl Subject {
    /// Reads the schema of a job. The targets of the job only lend their options.
    pub fn new(name: impl Into<String>, job: Job) -> Result<Self, Diagnostics> {
        let Meaning { protocol, .. } = job.understand()?;
        // What is not expressed is so where it was accepted too.
        let Meaning { warnings, .. } = Job { lints: Lints::default(), ..job.clone() }.understand()?;
        let widened = warnings.sorted().into_iter().filter(|one| one.id == "widened");
        let widened = widened.filter_map(|one| one.place.pointer);
        let widened = widened.map(|place| place.as_str().to_owned()).collect();
        let documents = job.documents()?;
        let (added, places) = added(&protocol, &documents);
        let judge = Judge::new(&documents, added).map_err(|error| {
            Diagnostic::error("not-json", Place::default(), format!("the schema cannot be judged: {error}"))
        })?;
        let variants = Variants::new(&protocol);
        let (tags, foreign) = (tags(&protocol), foreign(&protocol, &judge));
        Ok(Self { name: name.into(), protocol, job, judge, variants, tags, foreign, widened, places })
    }

    /// The files in a language, and the name of each type there.
    pub(crate) fn generate(
        &self,
        language: &'static Language,
    ) -> Result<(Vec<SourceFile>, Vec<String>), String> {
        let configured = self.job.targets.iter().find(|target| target.language.name == language.name);
        let mut options = configured.map_or_else(
            || JobTarget::new(language, std::path::Path::new("")).options,
            |target| target.options.clone(),
        );
        // Values are written as JSON has them, where no integer is a `bigint`.
        if let Some(options) = options.as_object_mut().filter(|_| language.name == "typescript") {
            options.remove("integers");
        }
        let target = language.target(options)?;
        let header = Header::new(&self.job.source, &self.job.command);
        Ok((target.generate(&self.protocol, &header), target.type_names(&self.protocol)))
    }

    /// The type of a name in the schema.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<TypeId> {
        self.protocol.types.iter().find(|(_, def)| def.name == name).map(|(id, _)| id)
    }

    /// Where the judge finds a type.
    pub(crate) fn place(&self, id: TypeId) -> &str {
        self.places.get(&id).map_or_else(|| self.protocol.types[id].pointer.as_str(), String::as_str)
    }

    /// Whether generation said of a type, or of one that it refers to, that something is not expressed.
    pub(crate) fn is_widened(&self, id: TypeId) -> bool {
        let (mut seen, mut left) = (HashSet::from([id]), vec![id]);
        while let Some(id) = left.pop() {
            let def = &self.protocol.types[id];
            let parts = self.judge.parts_of(def.pointer.as_str());
            let inside = |place: &String| parts.iter().any(|part| is_inside(place, part));
            if self.widened.iter().any(inside) {
                return true;
            }
            def.each_value(&mut |value| {
                value.kind.each_reference(&mut |inner| {
                    if seen.insert(inner) {
                        left.push(inner);
                    }
                });
            });
        }
        false
    }

    /// Whether a change was made to a member that tells variants apart.
    pub(crate) fn is_tag(&self, change: &Change) -> bool {
        let member = change.at.steps().last().cloned();
        change.around.owner.zip(member).is_some_and(|member| self.tags.contains(&member))
    }
}

fn tags(protocol: &Protocol) -> HashSet<(TypeId, String)> {
    let mut tags = HashSet::new();
    for (_, def) in protocol.types.iter() {
        let Shape::Union(union) = &def.shape else { continue };
        for variant in &union.variants {
            let Some(Type::Ref(id)) = variant.content.as_ref().map(|value| protocol.resolve(&value.kind))
            else {
                continue;
            };
            if let Tagging::Internal { tag } = &union.tagging {
                tags.insert((*id, tag.clone()));
            }
            tags.extend(variant.guard.literals.iter().map(|(name, _)| (*id, name.clone())));
        }
    }
    tags
}

/// Whether a place is another, or inside of it.
fn is_inside(place: &str, other: &str) -> bool {
    place.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn foreign(protocol: &Protocol, judge: &Judge) -> HashSet<TypeId> {
    let is_part = |def: &TypeDef| {
        let place = def.pointer.as_str();
        !judge.is_written(place) || def.origin != Origin::Definition && judge.is_shared(place)
    };
    let parts = protocol.types.iter().filter(|(_, def)| is_part(def));
    let mut found: HashSet<TypeId> = parts.map(|(id, _)| id).collect();
    loop {
        let count = found.len();
        for (outer, def) in protocol.types.iter() {
            for id in def.references() {
                let inner = &protocol.types[id];
                let elsewhere =
                    !is_inside(inner.pointer.as_str(), def.pointer.as_str()) || found.contains(&outer);
                if inner.origin != Origin::Definition && elsewhere {
                    found.insert(id);
                }
            }
        }
        if found.len() == count {
            return found;
        }
    }
}

/// Branches of unions, each with the place of its union.
type Added = Vec<(String, Value)>;

/// What overlays add to the unions of methods is in no document: such a variant has the place of its union.
fn added(protocol: &Protocol, documents: &[Document]) -> (Added, HashMap<TypeId, String>) {
    let (mut branches, mut places) = (Vec::new(), HashMap::new());
    for (_, def) in protocol.types.iter() {
        let Shape::Union(union) = &def.shape else { continue };
        let steps: Vec<String> = def.pointer.steps().collect();
        let written =
            documents.iter().find_map(|document| document.json.at(steps.iter().map(String::as_str)));
        let mut count = written.and_then(|json| json.get("oneOf")?.as_array()).map_or(0, <[Json]>::len);
        for variant in &union.variants {
            let Some(Type::Ref(id)) = variant.content.as_ref().map(|value| &value.kind) else { continue };
            let (twin, Some(tag)) = (&protocol.types[*id], variant.tags.first()) else { continue };
            let Shape::Struct(body) = &twin.shape else { continue };
            if twin.pointer != def.pointer {
                continue;
            }
            let mut branch = json!({
                "type": "object", "required": ["method"], "properties": { "method": { "enum": [tag] } },
            });
            let params =
                body.fields.iter().find(|field| field.wire == "params").map(|field| &field.value.kind);
            if let Some(Type::Ref(params)) = params {
                branch["required"] = json!(["method", "params"]);
                branch["properties"]["params"] =
                    json!({ "$ref": format!("#{}", protocol.types[*params].pointer.as_str()) });
            }
            branches.push((def.pointer.as_str().to_owned(), branch));
            places.insert(*id, format!("{}/oneOf/{count}", def.pointer.as_str()));
            count += 1;
        }
    }
    (branches, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of `places`, those of which the judge sees only a part.
    fn parts<'p>(schema: &Value, places: &[&'p str]) -> Vec<&'p str> {
        let json = serde_json::from_value(schema.clone()).unwrap();
        let judge =
            Judge::new(&[Document { name: "s.json".to_owned(), path: None, json }], Vec::new()).unwrap();
        places.iter().copied().filter(|place| judge.is_shared(place)).collect()
    }

    #[test]
    fn what_two_schemas_say_of_items_or_of_a_member_is_judged_by_halves() {
        let items = |name: &str| json!({ "items": { "required": [name] } });
        let merged = json!({ "definitions": { "L": { "allOf": [items("a"), items("b")] } } });
        let (first, second) = ("/definitions/L/allOf/0/items", "/definitions/L/allOf/1/items");
        assert_eq!(parts(&merged, &[first, second, "/definitions/L"]), [first, second]);
        let member = |name: &str| json!({ "properties": { name: { "type": "object" } } });
        let mut beside = member("x");
        beside["allOf"] = json!([member("x"), member("y"), { "$ref": "#/definitions/M" }]);
        let schema = json!({ "definitions": { "O": beside, "M": member("z") } });
        let here = ["/definitions/O/properties/x", "/definitions/O/allOf/0/properties/x"];
        let places = [here[0], here[1], "/definitions/O/allOf/1/properties/y", "/definitions/M/properties/z"];
        assert_eq!(parts(&schema, &places), here);
    }
}
