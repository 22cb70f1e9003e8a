//! A value, and what is expected of the generated code.

use codegen_build::ir::{Origin, TypeId};
use codegen_values::{Candidate, Change, Datum, Generator};
use jsonschema::Validator;

use crate::judge::Without;
use crate::policy::{Policy, is_accepted};
use crate::subject::Subject;

/// What the generated code is to do with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// It accepts it, and gives it back; where the schema refuses it, by a policy.
    Accepted(Option<Policy>),
    /// It refuses it; where the schema accepts it, by a policy.
    Refused(Option<Policy>),
    /// The judge accepts (or not) what the meaning of the type does not (or does), and no policy says why.
    Disputed(bool),
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
    strict: Validator,
}

impl<'a> Court<'a> {
    pub fn new(subject: &'a Subject, id: TypeId) -> Result<Self, String> {
        let pointer = subject.place(id);
        Ok(Self {
            subject,
            id,
            strict: subject
                .judge
                .at(pointer, Without::default())
                .map_err(|error| format!("{} {pointer}: {error}", subject.name))?,
        })
    }

    /// What is expected of a value; `None` where no JSON parser reads it.
    pub fn expect(&self, datum: &Datum) -> Option<Expected> {
        let Self { subject, id, strict } = self;
        let value = serde_json::from_str(&datum.to_string()).ok()?;
        let judged = strict.is_valid(&value);
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
                .or_else(|| self.implied(&value))
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

    /// Whether a value is only accepted since the schema does not say `type` beside `properties`.
    fn implied(&self, value: &serde_json::Value) -> Option<Policy> {
        let without = Without { implied: true, ..Without::default() };
        let meant = self.subject.judge.at(self.subject.place(self.id), without).ok()?;
        (!meant.is_valid(value)).then_some(Policy::ImpliedType)
    }

    /// What the schema says that is not enforced, where that is all that it has against a value.
    fn unenforced(&self, value: &serde_json::Value) -> Option<Policy> {
        let pointer = self.subject.place(self.id);
        let tries = [
            (Without { patterns: true, ..Without::default() }, Policy::Pattern),
            (Without { patterns: true, widened: true, ..Without::default() }, Policy::Widened),
            (
                Without { patterns: true, widened: true, exactly_one: true, ..Without::default() },
                Policy::ExactlyOne,
            ),
        ];
        let found = tries.into_iter().find_map(|(without, policy)| {
            let lenient = self.subject.judge.at(pointer, without).ok()?;
            lenient.is_valid(value).then_some(policy)
        });
        found
            .or_else(|| self.subject.is_widened(self.id).then_some(Policy::Widened))
            .or_else(|| self.subject.foreign.contains(&self.id).then_some(Policy::Part))
    }
}

/// The cases of a type.
pub fn cases(
    subject: &Subject,
    generator: &Generator<'_>,
    id: TypeId,
    count: usize,
) -> Result<Vec<Case>, String> {
    let judge = Court::new(subject, id)?;
    let case = |Candidate { datum, unlisted, change }| {
        let expected = judge.expect(&datum)?;
        Some(Case { id, datum, unlisted, change, expected })
    };
    Ok(generator.candidates(id, count).into_iter().filter_map(case).collect())
}
