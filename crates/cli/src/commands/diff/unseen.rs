//! What the schemas say beyond types, where that is not what it was.

mod effects;
mod numbers;

use std::collections::{HashMap, HashSet};

use codegen_build::schema::{Place, Pointer, Sayings, joined};
use codegen_build::{Job, Meaning};
use codegen_diff::ir::Protocol;
use codegen_diff::{Both, Change, Saying, Untyped, untyped};

/// The rule for integers that became numbers, and back.
const T04: &str = "T04";
/// The rule for words for people.
const N05: &str = "N05";
/// With more places of one name than these a moved one is not compared.
const TRIED: usize = 100;

/// A schema, what it means, and how it was read.
#[derive(Clone, Copy)]
pub struct Read<'a> {
    pub meaning: &'a Meaning,
    pub job: &'a Job,
}

/// Adds what changed there to what was found. Of two bundles a side, what is only experimental counts one level less.
pub fn complete(
    found: &mut Vec<Change>,
    old: Read<'_>,
    new: Read<'_>,
    both: Option<(Both<'_>, Both<'_>)>,
    whole: bool,
) {
    let places = [old, new].map(|side| widened(side.meaning));
    if places.iter().any(|side| !side.is_empty()) {
        let more = changes(found, old, new, places, both, whole);
        codegen_diff::merge(found, more);
    }
}

fn changes(
    found: &mut [Change],
    old: Read<'_>,
    new: Read<'_>,
    places: [Vec<Place>; 2],
    both: Option<(Both<'_>, Both<'_>)>,
    whole: bool,
) -> Vec<Change> {
    let written = [old, new].map(|side| side.job.documents().unwrap_or_default());
    let mut sayings = Sayings::new(written.each_ref().map(Vec::as_slice));
    let [mut old_places, mut new_places] = places;
    for change in found.iter_mut().filter(|change| change.rule.id == T04) {
        numbers::whole(change, &sayings, &mut old_places, &mut new_places);
    }
    old_places.retain(|place| !sayings.is_same(0, place));
    new_places.retain(|place| !sayings.is_same(1, place));
    without_moved(&mut sayings, [old, new], &mut old_places, &mut new_places);
    // Of what came or went as a whole, that is said.
    old_places.retain(|place| sayings.has_counterpart(0, place));
    new_places.retain(|place| sayings.has_counterpart(1, place));
    let alone = |side: usize, place: &Place| !is_busy(found, &[old, new][side].meaning.protocol, place);
    let said = |side: usize, places: Vec<Place>| -> Vec<Saying> {
        let of = |place: Place| {
            let alone = alone(side, &place);
            effects::saying(&sayings, side, place, alone)
        };
        places.into_iter().filter_map(of).collect()
    };
    let (a, b) = (said(0, old_places), said(1, new_places));
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
    protocol.types.iter().any(|(_, def)| joined(&def.name) == name)
}

/// Whether more was found in the type around a place than words for people.
fn is_busy(found: &[Change], protocol: &Protocol, place: &Place) -> bool {
    let home = place.pointer.as_ref().and_then(|at| inside(&homes(protocol), at)).map(|(home, _)| home);
    let within = |at: &Pointer| home.as_ref().is_some_and(|home| is_within(at, home));
    found
        .iter()
        .any(|change| change.rule.id != N05 && [&change.old, &change.new].into_iter().flatten().any(within))
}

fn is_within(place: &Pointer, home: &Pointer) -> bool {
    place.as_str().strip_prefix(home.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The places that say more than types can.
fn widened(meaning: &Meaning) -> Vec<Place> {
    let warnings = meaning.warnings.clone().sorted().into_iter().filter(|one| one.id == "widened");
    let mut places: Vec<Place> =
        warnings.map(|one| one.place).filter(|place| place.pointer.is_some()).collect();
    places.dedup();
    places
}

/// A type that is called otherwise now says in its places what it said before; and so does one that says it in
/// another of its parts.
fn without_moved(
    sayings: &mut Sayings<'_>,
    sides: [Read<'_>; 2],
    old: &mut Vec<Place>,
    new: &mut Vec<Place>,
) {
    let homes = sides.map(|side| homes(&side.meaning.protocol));
    let moved = |side: usize, place: &Place, sayings: &Sayings<'_>| {
        let (home, rest) = inside(&homes[side], place.pointer.as_ref()?)?;
        if !sayings.has(1 - side, &home) {
            return Some(rest);
        }
        stands_alone(&rest).then(|| format!("{home}{}", without_parts(&rest)))
    };
    let mut free: HashMap<String, Vec<Place>> = HashMap::new();
    for place in &*new {
        if let Some(rest) = moved(1, place, sayings) {
            free.entry(rest).or_default().push(place.clone());
        }
    }
    old.retain(|place| {
        let Some(rest) = moved(0, place, sayings) else { return true };
        let others = free.get_mut(&rest).into_iter().flatten();
        let Some(twin) = others.take(TRIED).find(|other| sayings.are_same(place, other)).cloned() else {
            return true;
        };
        free.get_mut(&rest).into_iter().for_each(|others| others.retain(|other| *other != twin));
        new.retain(|other| *other != twin);
        false
    });
}

fn homes(protocol: &Protocol) -> HashSet<Pointer> {
    protocol.types.iter().map(|(_, def)| def.pointer.clone()).collect()
}

/// The type around a place, and where in it that is.
fn inside(homes: &HashSet<Pointer>, place: &Pointer) -> Option<(Pointer, String)> {
    let mut home = place.clone();
    while !homes.contains(&home) {
        home = home.parent()?;
    }
    let rest = place.as_str()[home.as_str().len()..].to_owned();
    Some((home, rest))
}

/// Whether a keyword says the same in whichever part of an `allOf` it stands.
fn stands_alone(place: &str) -> bool {
    matches!(place.rsplit('/').next(), Some("not" | "if" | "contains"))
}

/// A place in a type, whichever parts of `allOf` it is in.
fn without_parts(place: &str) -> String {
    let mut steps = place.split('/').peekable();
    let mut kept = Vec::new();
    while let Some(step) = steps.next() {
        let is_part = step == "allOf" && steps.peek().is_some_and(|next| next.parse::<usize>().is_ok());
        if is_part {
            steps.next();
        } else {
            kept.push(step);
        }
    }
    kept.join("/")
}
