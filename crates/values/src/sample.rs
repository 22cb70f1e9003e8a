//! The values of a type, in their order: branches first, then by chance.

use std::collections::{BTreeMap, HashSet};

use codegen_ir::{Protocol, Shape, Type, TypeId, Value, accepts};
use fastrand::Rng;

use crate::build::{Around, Builder, Pick, Role, Sample, Site};
use crate::edit::{Edit, Kind, edits};
use crate::height::Heights;
use crate::{Datum, Path};

/// A value to be tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The value.
    pub datum: Datum,
    /// Whether it has members that its type does not name, since it must have so many.
    pub unlisted: bool,
    /// What was done to it; `None`: nothing, it holds what the type lists.
    pub change: Option<Change>,
}

/// What was done to a value of the type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub kind: Kind,
    /// Where an error is to be, if the value is refused.
    pub at: Path,
    /// What that place is in.
    pub around: Around,
}

/// So many places of one value are changed.
const PLACES: usize = 16;

/// Makes the values of the types of a protocol.
#[derive(Debug)]
pub struct Generator<'a> {
    protocol: &'a Protocol,
    heights: Heights,
    seed: u64,
    texts: Texts,
}

/// The strings of a definition that says in words alone which it takes, by its name.
pub type Texts = BTreeMap<String, Vec<String>>;

impl<'a> Generator<'a> {
    /// The same seed gives the same values.
    #[must_use]
    pub fn new(protocol: &'a Protocol, seed: u64) -> Self {
        Self { protocol, heights: Heights::new(protocol), seed, texts: Texts::new() }
    }

    /// With strings for some definitions.
    #[must_use]
    pub fn with_texts(mut self, texts: Texts) -> Self {
        self.texts = texts;
        self
    }

    /// A stream for one type: another type that comes or goes does not change it.
    fn stream(&self, id: TypeId) -> Rng {
        let name = &self.protocol.types[id].name;
        // FNV-1a: stable from version to version, which the hasher of the language is not.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Rng::with_seed(self.seed ^ hash)
    }

    /// Values that hold what the type lists, `count` of them where there are so many: the shortest, one for each
    /// branch in turn, and others by chance.
    #[must_use]
    pub fn samples(&self, id: TypeId, count: usize) -> Vec<Sample<'a>> {
        let mut rng = self.stream(id);
        let mut samples: Vec<Sample<'a>> = Vec::new();
        let mut seen = HashSet::new();
        let branches = self.branches(id).max(count / 2);
        let whole = Value { kind: Type::Ref(id), nullable: false };
        let goal = count.max(self.branches(id));
        // What is there twice counts once; where there are few values, the search ends.
        for number in 0..(goal as u64 * 4) {
            if samples.len() >= goal {
                break;
            }
            let pick = match number {
                0 => Pick::Least,
                _ if number <= branches as u64 => Pick::Nth(number - 1),
                _ => Pick::Random,
            };
            let Some(mut sample) =
                Builder::new(self.protocol, (&self.heights, &self.texts), &mut rng).sample(id, pick)
            else {
                continue;
            };
            let Some(json) = sample.datum.to_json() else { continue };
            if !accepts(self.protocol, &whole, &json) || !seen.insert(sample.datum.to_string()) {
                continue;
            }
            sample.sites.retain(|site| sample.datum.at_mut(&site.path).is_some());
            samples.push(sample);
        }
        samples
    }

    /// How many values it takes to see each branch of a type once.
    fn branches(&self, id: TypeId) -> usize {
        match &self.protocol.types[id].shape {
            Shape::Struct(body) => {
                if body.fields.is_empty() {
                    1
                } else {
                    2
                }
            }
            Shape::Enumeration(list) => list.values.len(),
            Shape::Union(union) => union.variants.len(),
            Shape::Alias(_) => 2,
        }
    }

    /// All candidates: `count` that hold what the type lists, and as many with one change.
    #[must_use]
    pub fn candidates(&self, id: TypeId, count: usize) -> Vec<Candidate> {
        let samples = self.samples(id, count);
        let mut seen: HashSet<String> = HashSet::new();
        let mut all = Vec::new();
        for sample in &samples {
            if seen.insert(sample.datum.to_string()) {
                all.push(Candidate { datum: sample.datum.clone(), unlisted: sample.unlisted, change: None });
            }
        }
        let mut queues = self.queues(id, &samples);
        let mut left = count.max(self.branches(id));
        while left > 0 && queues.iter().any(|queue| !queue.is_empty()) {
            for queue in &mut queues {
                let Some((sample, edit)) = queue.pop().filter(|_| left > 0) else { continue };
                let Some(sample) = samples.get(sample) else { continue };
                let Some(datum) = edit.apply(&sample.datum) else { continue };
                if seen.insert(datum.to_string()) {
                    let change = Change { kind: edit.kind, at: edit.at, around: edit.around };
                    all.push(Candidate { datum, unlisted: sample.unlisted, change: Some(change) });
                    left -= 1;
                }
            }
        }
        all
    }

    /// The changes by kind, to be taken from the end: each place once before any is taken again.
    fn queues(&self, id: TypeId, samples: &[Sample<'a>]) -> Vec<Vec<(usize, Edit)>> {
        let mut first: Vec<Vec<(usize, Edit)>> = vec![Vec::new(); Kind::ALL.len()];
        let mut again = first.clone();
        let mut seen = HashSet::new();
        let mut places = HashSet::new();
        let mut rng = self.stream(id);
        for (number, sample) in samples.iter().enumerate() {
            let mut whole = self.root(id, sample);
            // Places that were not changed before come first; of a large value, not all are.
            rng.shuffle(&mut whole.sites);
            whole.sites.sort_by_key(|site| places.contains(&site.path));
            whole.sites.truncate(PLACES);
            places.extend(whole.sites.iter().map(|site| site.path.clone()));
            for edit in edits(self.protocol, &whole) {
                let Some(kind) = Kind::ALL.iter().position(|kind| *kind == edit.kind) else { continue };
                let place = if seen.insert(edit.signature()) { &mut first } else { &mut again };
                place[kind].push((number, edit));
            }
        }
        for (queue, mut more) in first.iter_mut().zip(again) {
            rng.shuffle(queue);
            rng.shuffle(&mut more);
            more.append(queue);
            *queue = more;
        }
        first
    }

    /// The places of a value, with what the whole is: a reference to its type has no place of its own.
    fn root(&self, id: TypeId, sample: &Sample<'a>) -> Sample<'a> {
        let mut whole = sample.clone();
        if let Shape::Enumeration(_) = &self.protocol.types[id].shape {
            // Any place that refers to it will do.
            let value = self.protocol.types.iter().find_map(|(_, def)| {
                let mut found = None;
                def.each_value(&mut |value| {
                    if value.kind == Type::Ref(id) {
                        found = Some(value);
                    }
                });
                found
            });
            whole.sites.extend(value.map(|value| Site {
                path: Path::default(),
                role: Role::Value(value),
                around: Around::default(),
            }));
        }
        whole
    }
}
