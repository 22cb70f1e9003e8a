//! All values of all types through a language, and what became of them.

use std::collections::HashSet;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use codegen_build::at_once;
use codegen_build::ir::TypeId;
use codegen_build::schema::suggest;
use codegen_values::{Change, Datum, Generator, smaller};

use crate::case::{Case, Court, Expected, cases};
use crate::policy::Policy;
use crate::report::{Failure, Tally};
use crate::runner::{Language, Outcome, Probe, Runner, Tools};
use crate::subject::Subject;
use crate::verdict::{Judged, Verdict, judge};

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
    let made = at_once::map(languages.to_vec(), |language| {
        progress(&format!("{}: generating and building", language.name()));
        let runner = language.runner(&options.tools, subjects, folder)?;
        Ok(Run { language, runner, subjects, tally: Tally::default() })
    });
    // Where some fail, the first in their order is what is said.
    let mut runs = made.into_iter().collect::<Result<Vec<_>, String>>()?;
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
        let verdicts = at_once::map(runs.iter_mut().collect(), |run: &mut Run<'_>| {
            progress(&format!("{}: {} values{of}", run.language.name(), plan.len()));
            run.all(&plan, options, progress)
        });
        let verdicts = verdicts.into_iter().collect::<Result<Vec<_>, String>>()?;
        verified.disagreements.extend(agreement(subjects, languages, &plan, &verdicts));
    }
    if let Some(name) = options.only.as_ref().filter(|_| tried == 0) {
        return Err(format!("`{}` has no values", name.escape_debug()));
    }
    verified.tallies = runs.into_iter().map(|run| (run.language, run.tally)).collect();
    Ok(verified)
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
        let (mut types, mut unjudged) = (HashSet::new(), HashSet::new());
        for ((subject, case), outcome) in plan.iter().zip(&outcomes) {
            types.insert((*subject, case.id));
            if matches!(case.expected, Expected::Unjudged(_)) {
                unjudged.insert((*subject, case.id));
            }
            let judged = judge(self.subjects[*subject], self.language, case, outcome);
            self.count(case, outcome, &judged);
            verdicts.push(judged.verdict);
            if let Some((what, detail)) = judged.wrong {
                failed.push((*subject, case, what, detail));
            }
        }
        self.tally.types += types.len();
        self.tally.unjudged_types += unjudged.len();
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
