//! All values of all types through a language, and what became of them.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use codegen_build::ir::TypeId;
use codegen_build::schema::suggest;
use codegen_values::{Change, Datum, Generator, Kind, smaller};

use crate::case::{Case, Court, Expected, cases};
use crate::policy::{Policy, beyond};
use crate::report::{Failure, Tally};
use crate::runner::{Language, Outcome, Probe, Runner, Tools};
use crate::subject::Subject;

/// How much is tried.
#[derive(Debug, Clone)]
pub struct Options {
    /// The values of each type that are to be accepted, and as many changed ones.
    pub values: usize,
    /// The same seed gives the same values.
    pub seed: u64,
    /// Only this type, as the schema calls it.
    pub only: Option<String>,
    /// So many failures are made smaller.
    pub shrink: usize,
    /// The programs.
    pub tools: Tools,
}

impl Default for Options {
    fn default() -> Self {
        Self { values: 20, seed: 0, only: None, shrink: 5, tools: Tools::default() }
    }
}

/// Takes a word about what is being done. Languages run side by side.
pub type Progress<'a> = &'a (dyn Fn(&str) + Sync);

/// What came of the values in each language, and what became of each of them.
#[derive(Debug, Default)]
pub struct Verified {
    /// In the order that was asked for.
    pub tallies: Vec<(Language, Tally)>,
    /// Values on which two languages differ, and no policy says why.
    pub disagreements: Vec<Disagreement>,
}

/// A value on which languages differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// What the schema is called.
    pub subject: String,
    /// The type.
    pub name: String,
    /// The value.
    pub value: String,
    /// Who accepts it.
    pub accepted: Vec<Language>,
    /// Who refuses it.
    pub refused: Vec<Language>,
}

/// So many values are held at a time.
const BATCH: usize = 300_000;

/// Runs values of all types of some schemas through languages. The code is generated below `folder`.
pub fn verify(
    subjects: &[&Subject],
    languages: &[Language],
    options: &Options,
    folder: &Path,
    progress: Progress<'_>,
) -> Result<Verified, String> {
    let types = types(subjects, options)?;
    let mut runs = side_by_side(languages, |language| {
        progress(&format!("{}: generating and building", language.name()));
        let runner = language.runner(&options.tools, subjects, folder)?;
        Ok(Run { language: *language, runner, subjects, tally: Tally::default() })
    })?;
    let (mut verified, mut tried, mut done) = (Verified::default(), 0, 0);
    for part in types.chunks((BATCH / options.values.saturating_mul(2).max(1)).max(1)) {
        done += part.len();
        let of = if done == types.len() && done == part.len() {
            String::new()
        } else {
            format!(" (types to {done} of {})", types.len())
        };
        progress(&format!("making values{of}"));
        let plan = plan_of(subjects, part, options)?;
        tried += plan.len();
        let verdicts = side_by_side(&mut runs, |run| {
            progress(&format!("{}: {} values{of}", run.language.name(), plan.len()));
            run.all(&plan, options, progress)
        })?;
        verified.disagreements.extend(agreement(subjects, languages, &plan, &verdicts));
    }
    if let Some(name) = options.only.as_ref().filter(|_| tried == 0) {
        return Err(format!("`{}` has no values", name.escape_debug()));
    }
    verified.tallies = runs.into_iter().map(|run| (run.language, run.tally)).collect();
    Ok(verified)
}

/// Does something for each language at once; where some fail, the first in their order is what is said.
fn side_by_side<I: IntoIterator<Item: Send>, O: Send>(
    all: I,
    work: impl Fn(I::Item) -> Result<O, String> + Sync,
) -> Result<Vec<O>, String> {
    std::thread::scope(|scope| {
        let work = &work;
        let begun: Vec<_> = all.into_iter().map(|one| scope.spawn(move || work(one))).collect();
        let ended = begun.into_iter().map(|one| one.join().unwrap_or_else(|_| Err("it panicked".to_owned())));
        ended.collect()
    })
}

/// A subject, by its place, and a type of it.
type Place = (usize, TypeId);

fn types(subjects: &[&Subject], options: &Options) -> Result<Vec<Place>, String> {
    let all = subjects.iter().enumerate().flat_map(|(number, subject)| {
        let wanted = |name: &str| options.only.as_ref().is_none_or(|only| only == name);
        let types = subject.protocol.types.iter().filter(move |(_, def)| wanted(&def.name));
        types.map(move |(id, _)| (number, id))
    });
    let all: Vec<Place> = all.collect();
    match &options.only {
        Some(name) if all.is_empty() => {
            let names = subjects.iter().flat_map(|subject| subject.protocol.types.iter());
            let near = suggest(name, names.map(|(_, def)| def.name.as_str()));
            let near =
                near.map(|near| format!("; did you mean `{}`?", near.escape_debug())).unwrap_or_default();
            Err(format!("no type is called `{}`{near}", name.escape_debug()))
        }
        _ => Ok(all),
    }
}

/// The values of some types, made on all processors.
fn plan_of(subjects: &[&Subject], types: &[Place], options: &Options) -> Result<Vec<(usize, Case)>, String> {
    let generators: Vec<Generator<'_>> =
        subjects.iter().map(|subject| Generator::new(&subject.protocol, options.seed)).collect();
    let made: Vec<OnceLock<Vec<Case>>> = types.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let place = next.fetch_add(1, Relaxed);
            let (Some(slot), Some((number, id))) = (made.get(place), types.get(place)) else { break };
            let _ = slot.set(cases(subjects[*number], &generators[*number], *id, options.values));
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..workers).for_each(|_| drop(scope.spawn(work))));
    let mut plan = Vec::new();
    for ((number, _), made) in types.iter().zip(made) {
        let made = made.into_inner().ok_or("a type was passed over")?;
        plan.extend(made.into_iter().map(|case| (*number, case)));
    }
    Ok(plan)
}

/// Where a case's value is written down: in a program, or received from elsewhere.
fn probe(subject: usize, case: &Case) -> Probe<'_> {
    let listed = case.change.is_none() && !case.unlisted && case.expected == Expected::Accepted(None);
    let received = !listed && matches!(case.expected, Expected::Accepted(_));
    Probe { subject, kind: case.id.0 as usize, datum: &case.datum, received }
}

/// What a language made of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Accepted,
    Refused,
    /// A policy lets the language differ from the others, or it failed.
    Apart,
}

struct Run<'a> {
    language: Language,
    runner: Box<dyn Runner>,
    subjects: &'a [&'a Subject],
    tally: Tally,
}

impl Run<'_> {
    fn all(
        &mut self,
        plan: &[(usize, Case)],
        options: &Options,
        progress: Progress<'_>,
    ) -> Result<Vec<Verdict>, String> {
        let probes: Vec<Probe<'_>> = plan.iter().map(|(subject, case)| probe(*subject, case)).collect();
        let outcomes = self.runner.run(&probes)?;
        let mut verdicts = Vec::new();
        let mut failed = Vec::new();
        let mut types = std::collections::HashSet::new();
        for ((subject, case), outcome) in plan.iter().zip(&outcomes) {
            types.insert((*subject, case.id));
            let judged = judge(self.subjects[*subject], self.language, case, outcome);
            self.count(case, outcome, &judged);
            verdicts.push(judged.verdict);
            if let Some((what, detail)) = judged.wrong {
                failed.push((*subject, case, what, detail));
            }
        }
        self.tally.types += types.len();
        for (subject, case, what, detail) in failed {
            let mut value = case.datum.clone();
            let number = self.tally.failures.len();
            let judged = matches!(case.expected, Expected::Accepted(_) | Expected::Refused(_));
            if number < options.shrink && judged {
                progress(&format!("{}: making failure {} smaller", self.language.name(), number + 1));
                value = self.shrink(subject, case, what);
            }
            let of = self.subjects[subject];
            self.tally.failures.push(Failure {
                subject: of.name.clone(),
                name: of.protocol.types[case.id].name.clone(),
                what: what.to_owned(),
                change: case.change.as_ref().map_or("none", |change| change.kind.name()),
                value: value.to_string(),
                detail,
            });
        }
        Ok(verdicts)
    }

    fn count(&mut self, case: &Case, outcome: &Outcome, judged: &Judged) {
        let tally = &mut self.tally;
        match &case.expected {
            Expected::Accepted(policy) => {
                tally.accepted_tried += 1;
                tally.exact += usize::from(
                    judged.apart.is_none()
                        && judged.wrong.is_none()
                        && matches!(outcome, Outcome::Accepted(_)),
                );
                if let Some(policy) = policy {
                    *tally.tolerated.entry(policy.name().to_owned()).or_default() += 1;
                }
            }
            Expected::Refused(policy) => {
                tally.refused_tried += 1;
                tally.refused +=
                    usize::from(judged.wrong.is_none() && matches!(outcome, Outcome::Refused { .. }));
                if let Some(policy) = policy {
                    *tally.tolerated.entry(policy.name().to_owned()).or_default() += 1;
                }
            }
            Expected::Disputed(_) => {}
            Expected::Unjudged(why) => *tally.unjudged.entry(why.to_string()).or_default() += 1,
        }
        if let Some(apart) = judged.apart {
            let name = match self.language {
                Language::TypeScript => format!("{}: {apart}", Policy::TypeScript.name()),
                _ => apart.to_owned(),
            };
            *tally.tolerated.entry(name).or_default() += 1;
        }
    }

    /// A smaller value that fails in the same way.
    fn shrink(&self, subject: usize, case: &Case, what: &str) -> Datum {
        let court = Court::new(self.subjects[subject], case.id);
        let mut value = case.datum.clone();
        let rounds = if self.language == Language::TypeScript { 4 } else { 12 };
        for _ in 0..rounds {
            let mut tries = Vec::new();
            for datum in smaller(&value).into_iter().take(150) {
                if let Some(expected) = court.expect(&datum).filter(|new| like(new, &case.expected)) {
                    // Where an error must be is not known of another value.
                    let change = case.change.clone().map(|mut change: Change| {
                        change.around.loose = Some(codegen_values::Path::default());
                        change
                    });
                    tries.push(Case { id: case.id, datum, unlisted: case.unlisted, change, expected });
                }
            }
            let probes: Vec<Probe<'_>> = tries.iter().map(|case| probe(subject, case)).collect();
            // A value on which the program itself ends is as good as it is.
            let Ok(outcomes) = self.runner.run(&probes) else { break };
            let next = tries.iter().zip(&outcomes).find(|(case, outcome)| {
                judge(self.subjects[subject], self.language, case, outcome)
                    .wrong
                    .is_some_and(|(other, _)| other == what)
            });
            let Some((next, _)) = next else { break };
            value = next.datum.clone();
        }
        value
    }
}

fn like(a: &Expected, b: &Expected) -> bool {
    match (a, b) {
        (Expected::Accepted(a), Expected::Accepted(b)) | (Expected::Refused(a), Expected::Refused(b)) => {
            a == b
        }
        _ => false,
    }
}

struct Judged {
    verdict: Verdict,
    /// What the types of the language cannot say.
    apart: Option<&'static str>,
    wrong: Option<(&'static str, String)>,
}

const ALTERED: &str = "altered";
const REFUSED: &str = "refused in error";
const ACCEPTED: &str = "accepted in error";
const MISPLACED: &str = "refused, but elsewhere";
const BROKEN: &str = "broken";
const DISPUTED: &str = "the schema's judge and the types differ";

fn judge(subject: &Subject, language: Language, case: &Case, outcome: &Outcome) -> Judged {
    let typescript = language == Language::TypeScript;
    let wrong = |verdict, what, detail: String| Judged { verdict, apart: None, wrong: Some((what, detail)) };
    let right = |verdict| Judged { verdict, apart: None, wrong: None };
    match (&case.expected, outcome) {
        (Expected::Disputed(judged), _) => {
            let word = if *judged { "accepts" } else { "refuses" };
            wrong(Verdict::Apart, DISPUTED, format!("the judge {word} it"))
        }
        (_, Outcome::Broken(why)) => wrong(Verdict::Apart, BROKEN, why.clone()),
        // What the types of TypeScript cannot say is not known to be that without a verdict.
        (Expected::Unjudged(_), _) if typescript => right(Verdict::Apart),
        (Expected::Unjudged(_), Outcome::Refused { .. }) => right(Verdict::Refused),
        (Expected::Accepted(_) | Expected::Unjudged(_), Outcome::Accepted(None)) => right(Verdict::Accepted),
        (Expected::Accepted(_) | Expected::Unjudged(_), Outcome::Accepted(Some(text))) => {
            match Datum::parse(text) {
                Ok(back) if back.same(&case.datum) => right(Verdict::Accepted),
                _ if language == Language::Rust && beyond(&case.datum) => Judged {
                    verdict: Verdict::Accepted,
                    apart: Some(Policy::HugeInteger.name()),
                    wrong: None,
                },
                _ => wrong(Verdict::Accepted, ALTERED, text.clone()),
            }
        }
        (Expected::Accepted(policy), Outcome::Refused { message, .. }) => {
            match unwritable(subject, *policy, case, message).filter(|_| typescript) {
                Some(apart) => Judged { verdict: Verdict::Apart, apart: Some(apart), wrong: None },
                None => wrong(Verdict::Refused, REFUSED, message.clone()),
            }
        }
        (Expected::Refused(_), Outcome::Accepted(_)) => match unsayable(subject, case).filter(|_| typescript)
        {
            Some(apart) => Judged { verdict: Verdict::Apart, apart: Some(apart), wrong: None },
            None => wrong(Verdict::Accepted, ACCEPTED, String::new()),
        },
        (Expected::Refused(_), Outcome::Refused { places, message }) => match &case.change {
            Some(change) if !typescript && !is_at(change, places) => {
                let wanted = format!("at `{}`, not `{}`: {message}", places.join("`, `"), change.at);
                wrong(Verdict::Refused, MISPLACED, wanted)
            }
            _ => right(Verdict::Refused),
        },
    }
}

fn is_at(change: &Change, places: &[String]) -> bool {
    let at = change.at.to_string();
    match &change.around.loose {
        None => places.contains(&at),
        Some(within) => {
            let within = within.to_string();
            places.iter().any(|place| {
                place.strip_prefix(&within).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        }
    }
}

/// What TypeScript takes an object to have without being written: an optional member of such a name can only be
/// left out where its type is that of the inherited one.
const OF_EVERY_OBJECT: [&str; 7] = [
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];

/// Why TypeScript refuses a value that is to be accepted.
fn unwritable(subject: &Subject, policy: Option<Policy>, case: &Case, message: &str) -> Option<&'static str> {
    let change = case.change.as_ref();
    let is = |kind| change.is_some_and(|change| change.kind == kind);
    if policy == Some(Policy::OpenUnion) || subject.variants.needs_open_union(case.id, &case.datum) {
        Some("a tag that is not listed cannot be written")
    } else if change.is_some_and(|change| change.around.caught) {
        Some("a known tag with other content cannot be written")
    } else if is(Kind::UnknownValue) && change.is_some_and(|change| subject.is_tag(change)) {
        Some("tags are closed")
    } else if message.contains("in common with")
        || is_without_names(case)
        || subject.variants.is_weak(case.id, &case.datum)
    {
        Some("an object has a member that its type names")
    } else if OF_EVERY_OBJECT
        .iter()
        .any(|name| message.contains(&format!("property '{name}' are incompatible")))
    {
        Some("members that every object has")
    } else {
        None
    }
}

/// Whether an object has no member that its type names: it was given an unknown one, or the one that it was given
/// is itself such an object.
fn is_without_names(case: &Case) -> bool {
    let Some(change) = &case.change else { return false };
    match change.kind {
        Kind::UnknownMember => {
            matches!(case.datum.at(&change.at.parent()), Some(Datum::Object(members)) if members.len() == 1)
        }
        Kind::ExtraMember => change.around.nameless,
        _ => false,
    }
}

/// Whether an object has a member of a name that every object has: a type cannot say that there is none.
fn has_inherited(datum: &Datum) -> bool {
    match datum {
        Datum::Array(items) => items.iter().any(has_inherited),
        Datum::Object(members) => members
            .iter()
            .any(|(key, member)| OF_EVERY_OBJECT.contains(&key.as_str()) || has_inherited(member)),
        _ => false,
    }
}

/// Why TypeScript accepts a value that is to be refused.
fn unsayable(subject: &Subject, case: &Case) -> Option<&'static str> {
    let change = case.change.as_ref()?;
    match change.kind {
        _ if change.around.nameless => Some("types of members without a name"),
        Kind::OutOfRange | Kind::BeyondMachine => Some("ranges"),
        Kind::FloatForInteger | Kind::FractionForInteger => Some("integers"),
        Kind::NotMultiple => Some("multiples"),
        Kind::Length => Some("lengths of strings"),
        Kind::Count => Some("numbers of elements"),
        Kind::NotUnique => Some("equal elements"),
        Kind::MembersTogether => Some("members together"),
        Kind::TwoKeys if has_inherited(&case.datum) => Some("members that every object has"),
        Kind::NoKey | Kind::BareTag | Kind::KeyOfBareTag => Some("content of the tags of an open union"),
        _ if subject.variants.is_unlisted(case.id, &case.datum) => {
            Some("values of an enumeration in a union without tags")
        }
        Kind::OtherConstant if is_inexact(&case.datum) => Some("integers beyond 2^53"),
        _ if subject.variants.is_unruled(case.id, &case.datum) => Some("members together"),
        _ if subject.variants.is_unsealed(case.id, &case.datum) => {
            Some("members of another branch of a union")
        }
        _ if subject.variants.is_beyond_limits(case.id, &case.datum) => Some("limits"),
        _ => None,
    }
}

/// Whether an integer is there that a float does not tell from its neighbours.
fn is_inexact(datum: &Datum) -> bool {
    match datum {
        Datum::Number(text) => text.parse::<i128>().is_ok_and(|value| value.unsigned_abs() > 1 << 53),
        Datum::Array(items) => items.iter().any(is_inexact),
        Datum::Object(members) => members.iter().any(|(_, member)| is_inexact(member)),
        _ => false,
    }
}

/// Values on which two languages differ, where none of them may.
#[must_use]
fn agreement(
    subjects: &[&Subject],
    languages: &[Language],
    plan: &[(usize, Case)],
    verdicts: &[Vec<Verdict>],
) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for (place, (subject, case)) in plan.iter().enumerate() {
        let who = |wanted: Verdict| -> Vec<Language> {
            let all = languages.iter().zip(verdicts);
            all.filter(|(_, list)| list.get(place) == Some(&wanted)).map(|(language, _)| *language).collect()
        };
        let (accepted, refused) = (who(Verdict::Accepted), who(Verdict::Refused));
        if !accepted.is_empty() && !refused.is_empty() {
            let subject = subjects[*subject];
            found.push(Disagreement {
                subject: subject.name.clone(),
                name: name_of(subject, case.id),
                value: case.datum.to_string(),
                accepted,
                refused,
            });
        }
    }
    found
}

fn name_of(subject: &Subject, id: TypeId) -> String {
    subject.protocol.types[id].name.clone()
}
