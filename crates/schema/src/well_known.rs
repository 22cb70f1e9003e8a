//! The schemas of schemas that json-schema.org publishes. One that is referred to, and is not part of the input,
//! becomes a definition of the document that refers to it: nothing is fetched for it, and the rest costs nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::draft::Draft;
use crate::{Document, Json, Pointer};

/// A published document.
struct Published {
    /// Its address, without a fragment.
    address: &'static str,
    /// The definition that it becomes.
    name: &'static str,
    text: &'static str,
}

/// Of 2019-09 and 2020-12 the vocabularies are put together: where no schema extends them, that is what their
/// dynamic references mean.
const ALL: [Published; 5] = [
    Published {
        address: "http://json-schema.org/draft-04/schema",
        name: "JsonSchemaDraft04",
        text: include_str!("well_known/draft-04.json"),
    },
    Published {
        address: "http://json-schema.org/draft-06/schema",
        name: "JsonSchemaDraft06",
        text: include_str!("well_known/draft-06.json"),
    },
    Published {
        address: "http://json-schema.org/draft-07/schema",
        name: "JsonSchemaDraft07",
        text: include_str!("well_known/draft-07.json"),
    },
    Published {
        address: "https://json-schema.org/draft/2019-09/schema",
        name: "JsonSchemaDraft201909",
        text: include_str!("well_known/2019-09.json"),
    },
    Published {
        address: "https://json-schema.org/draft/2020-12/schema",
        name: "JsonSchemaDraft202012",
        text: include_str!("well_known/2020-12.json"),
    },
];

/// Whether the place is in one that was added, or looks like it: its definitions are called after it, and the text
/// of the input does not have it.
pub(crate) fn is_inside(place: &Pointer) -> bool {
    let mut steps = place.steps();
    let group = steps.next().is_some_and(|step| matches!(step.as_str(), "definitions" | "$defs"));
    group && steps.next().is_some_and(|name| ALL.iter().any(|one| one.name == name || one.address == name))
}

/// Adds those that the documents refer to and do not hold; where they are, by document. Of what is in them only
/// that becomes a type which something refers to.
pub(crate) fn add(documents: &mut [Document]) -> BTreeSet<(usize, Pointer)> {
    let mut added = BTreeSet::new();
    let (mut wanted, mut held) = (Vec::new(), BTreeSet::new());
    for document in &*documents {
        let mut here = BTreeSet::new();
        visit(&document.json, &mut here, &mut held);
        wanted.push(here);
    }
    for (index, (document, wanted)) in documents.iter_mut().zip(wanted).enumerate() {
        for number in wanted {
            if held.insert(number) {
                added.extend(put(&mut document.json, &ALL[number]).map(|place| (index, place)));
            }
        }
    }
    added
}

/// Puts it among the definitions; where it is.
fn put(document: &mut Json, published: &Published) -> Option<Pointer> {
    let draft = Draft::of(document);
    let Json::Object(members) = document else { return None };
    // The texts are ours, and a test reads each.
    let schema: Json = serde_json::from_str(published.text).ok()?;
    let key = if draft.is_legacy() || members.contains_key("definitions") { "definitions" } else { "$defs" };
    let group = members.entry(key.to_owned()).or_insert_with(|| Json::Object(BTreeMap::new()));
    let Json::Object(group) = group else { return None };
    let name = if group.contains_key(published.name) { published.address } else { published.name };
    group.insert(name.to_owned(), in_dialect(schema, published.address, draft));
    Some(Pointer::root().join(key).join(name))
}

/// The dialect is that of the document that it is put into. Only draft-04 writes these two in its own way.
fn in_dialect(mut schema: Json, address: &str, draft: Draft) -> Json {
    let oldest = draft == Draft::Four;
    let Json::Object(members) = &mut schema else { return schema };
    members.insert((if oldest { "id" } else { "$id" }).to_owned(), Json::String(address.to_owned()));
    let multiple = members.get_mut("properties").and_then(|properties| match properties {
        Json::Object(properties) => properties.get_mut("multipleOf"),
        _ => None,
    });
    if let Some(Json::Object(multiple)) = multiple.filter(|_| oldest) {
        let least = multiple.insert("exclusiveMinimum".to_owned(), Json::Bool(true));
        multiple.extend(least.map(|least| ("minimum".to_owned(), least)));
    }
    schema
}

/// The published documents that are referred to, and those that are there by their own address.
fn visit(json: &Json, wanted: &mut BTreeSet<usize>, held: &mut BTreeSet<usize>) {
    match json {
        Json::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), value) {
                    ("$ref", Json::String(address)) => wanted.extend(published(address)),
                    ("$id" | "id", Json::String(address)) => held.extend(published(address)),
                    ("enum" | "const" | "default" | "examples", _) => {}
                    _ => visit(value, wanted, held),
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| visit(item, wanted, held)),
        _ => {}
    }
}

fn published(address: &str) -> Option<usize> {
    let bare = address.split('#').next().unwrap_or_default();
    bare.contains("json-schema.org").then(|| ALL.iter().position(|one| one.address == bare)).flatten()
}
