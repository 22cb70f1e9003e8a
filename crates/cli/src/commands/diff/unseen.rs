//! What the schemas say beyond types, where that is not what it was.

use codegen_build::schema::{Document, Pointer};
use codegen_build::{Job, Meaning};
use codegen_diff::ir::Protocol;
use codegen_diff::{Both, Change, Untyped, untyped};

/// A schema, what it means, and how it was read.
#[derive(Clone, Copy)]
pub struct Read<'a> {
    pub meaning: &'a Meaning,
    pub job: &'a Job,
}

/// What changed there, sorted. Of two bundles a side, what is only experimental counts one level less.
pub fn changes(old: Read<'_>, new: Read<'_>, both: Option<(Both<'_>, Both<'_>)>, whole: bool) -> Vec<Change> {
    let places = [old, new].map(|side| widened(side.meaning));
    if places.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    let written = [old, new].map(|side| side.job.documents().unwrap_or_default());
    let [a, b] =
        places.map(|places| places.into_iter().filter(|place| differs(place, &written)).collect::<Vec<_>>());
    let mut all = untyped(
        Untyped { protocol: &old.meaning.protocol, places: &a },
        Untyped { protocol: &new.meaning.protocol, places: &b },
    );
    let Some((old, new)) = both else { return all };
    for change in &mut all {
        let stable = |both: Both<'_>| has(both.stable, &change.name);
        if !stable(old) && !stable(new) {
            change.only_experimental(whole);
        }
    }
    all
}

fn has(protocol: &Protocol, name: &str) -> bool {
    protocol.types.iter().any(|(_, def)| def.name == name)
}

/// The places that say more than types can.
fn widened(meaning: &Meaning) -> Vec<Pointer> {
    let warnings = meaning.warnings.clone().sorted().into_iter().filter(|one| one.id == "widened");
    let mut places: Vec<Pointer> = warnings.filter_map(|one| one.place.pointer).collect();
    places.dedup();
    places
}

/// Whether something else is written in a place, or may be behind its references.
fn differs(place: &Pointer, written: &[Vec<Document>; 2]) -> bool {
    let [old, new] = written.each_ref().map(|documents| {
        let steps: Vec<String> = place.steps().collect();
        documents.iter().find_map(|document| document.json.at(steps.iter().map(String::as_str)))
    });
    old != new || old.is_none_or(|json| json.to_string().contains("\"$ref\""))
}
