//! A value, and what is expected of the generated code.

use std::sync::Arc;

use codegen_build::ir::{Origin, TypeId};
use codegen_values::{Candidate, Change, Datum, Generator};
use jsonschema::Validator;

use crate::judge::Without;
use crate::parts::verdict;
use crate::policy::{Policy, is_accepted};
use crate::subject::Subject;

/// What the generated code is to do with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// It accepts it, and gives it back; where the schema refuses it, by a policy.
    Accepted(Option<Policy>),
    /// It refuses it; where the schema accepts it, by a policy.
    Refused(Option<Policy>),
    /// The judge accepts (or not) what the meaning of the type does not (or does), and no policy says why.
    Disputed(bool),
    /// The judge has no verdict, since it does not compile this part of the schema.
    Unjudged(Arc<str>),
}

/// A value of a type.
#[derive(Debug, Clone)]
pub struct Case {
    /// The type.
    pub id: TypeId,
    /// The value.
    pub datum: Datum,
    /// Whether it has members that its type does not name.
    pub unlisted: bool,
    /// What was done to it.
    pub change: Option<Change>,
    /// What is expected.
    pub expected: Expected,
}

/// The judge of one type.
pub struct Court<'a> {
    subject: &'a Subject,
    id: TypeId,
    strict: Result<Validator, String>,
}

impl<'a> Court<'a> {
    pub fn new(subject: &'a Subject, id: TypeId) -> Self {
        let pointer = subject.place(id);
        let strict = subject.judge.at(pointer, Without::default());
        Self { subject, id, strict: strict.map_err(|error| format!("{pointer}: {error}")) }
    }

    /// What is expected of a value; `None` where no JSON parser reads it.
    pub fn expect(&self, datum: &Datum) -> Option<Expected> {
        let Self { subject, id, strict } = self;
        let value = serde_json::from_str(&datum.to_string()).ok()?;
        let judged = match strict.as_ref().map_err(Clone::clone).and_then(|strict| verdict(strict, &value)) {
            Ok(judged) => judged,
            Err(why) => return Some(Expected::Unjudged(why.into())),
        };
        let ours = is_accepted(&subject.protocol, *id, datum);
        Some(match (judged, ours) {
            (true, true) => Expected::Accepted(None),
            (false, false) => Expected::Refused(None),
            // The place of a type without a name of its own may be null, where the type itself is not.
            (true, false)
                if *datum == Datum::Null && subject.protocol.types[*id].origin != Origin::Definition =>
            {
                Expected::Refused(None)
            }
            (true, false) => match subject
                .variants
                .stricter(&subject.protocol, *id, datum)
                .or_else(|| self.meant(&value))
                .or_else(|| subject.foreign.contains(id).then_some(Policy::Part))
            {
                Some(policy) => Expected::Refused(Some(policy)),
                None => Expected::Disputed(true),
            },
            (false, true) => match subject.variants.open(*id, datum).or_else(|| self.unenforced(&value)) {
                Some(policy) => Expected::Accepted(Some(policy)),
                None => Expected::Disputed(false),
            },
        })
    }

    /// What the schema means without saying so, where a value is accepted for that alone.
    fn meant(&self, value: &serde_json::Value) -> Option<Policy> {
        let tries = [
            (Without { implied: true, ..Without::default() }, Policy::ImpliedType),
            (Without { signed: true, ..Without::default() }, Policy::IntegerFormat),
        ];
        tries
            .into_iter()
            .find(|(without, _)| self.accepts(*without, value) == Some(false))
            .map(|found| found.1)
    }

    /// The verdict of a judge that passes over something, if it has one.
    fn accepts(&self, without: Without, value: &serde_json::Value) -> Option<bool> {
        let judge = self.subject.judge.at(self.subject.place(self.id), without).ok()?;
        verdict(&judge, value).ok()
    }

    /// What the schema says that is not enforced, where that is all that it has against a value.
    fn unenforced(&self, value: &serde_json::Value) -> Option<Policy> {
        let tries = [
            (Without { patterns: true, ..Without::default() }, Policy::Pattern),
            (Without { patterns: true, widened: true, ..Without::default() }, Policy::Widened),
            (
                Without { patterns: true, widened: true, exactly_one: true, ..Without::default() },
                Policy::ExactlyOne,
            ),
        ];
        let found = tries.into_iter().find(|(without, _)| self.accepts(*without, value) == Some(true));
        found
            .map(|(_, policy)| policy)
            .or_else(|| self.subject.is_widened(self.id).then_some(Policy::Widened))
            .or_else(|| self.subject.foreign.contains(&self.id).then_some(Policy::Part))
    }
}

/// The cases of a type.
pub fn cases(subject: &Subject, generator: &Generator<'_>, id: TypeId, count: usize) -> Vec<Case> {
    let judge = Court::new(subject, id);
    let case = |Candidate { datum, unlisted, change }| {
        let expected = judge.expect(&datum)?;
        Some(Case { id, datum, unlisted, change, expected })
    };
    generator.candidates(id, count).into_iter().filter_map(case).collect()
}
