//! Reading unions whose variants are told apart by what their values are.

use std::any::TypeId;
use std::cell::RefCell;
use std::collections::HashMap;

use serde::de;

use super::guard::Kinds;
use super::json::fill;
use super::node::Untagged;
use super::path::Path;
use super::read::Reader;
use super::refusal::no_variant;
use super::scalar::Scalar;
use super::value::Json;

use super::read::checked;

/// Which variants were found in a value of which variants are tried: what lies within several of them is
/// read with each, but tried once. Else each level of nesting would double the time.
#[derive(Default)]
pub(crate) struct Trials(RefCell<HashMap<(String, TypeId), Result<usize, String>>>);

impl dyn Untagged + '_ {
    /// The variant for values of these kinds, if there is just one.
    pub(crate) fn only(&self, kinds: Kinds) -> Option<usize> {
        let mut fit = self
            .guards()
            .iter()
            .enumerate()
            .filter(|(_, guard)| guard.admits(kinds));
        match (fit.next(), fit.next()) {
            (Some((index, _)), None) => Some(index),
            _ => None,
        }
    }

    /// Looks at a variant after it was read.
    pub(crate) fn settle<E: de::Error>(&self, index: usize, path: &Path<'_>) -> Result<(), E> {
        checked(self.content(), self.guards()[index].checks(), path)
    }
}

pub(crate) fn read_scalar<E: de::Error>(
    union: &mut dyn Untagged,
    value: Scalar<'_>,
    path: &Path<'_>,
) -> Result<(), E> {
    let guards = union.guards();
    let fit = |index: &usize| guards[*index].admits_scalar(value);
    let count = (0..guards.len()).filter(fit).count();
    let mut reasons = Vec::new();
    for index in (0..guards.len()).filter(fit) {
        let slot = &mut union.select(index);
        if count == 1 {
            Reader { slot, path }.scalar::<E>(value)?;
            return union.settle(index, path);
        }
        let result: Result<(), serde_json::Error> = Reader { slot, path }.scalar(value);
        match result.and_then(|()| union.settle(index, path)) {
            Ok(()) => return Ok(()),
            Err(error) => reasons.push((index, error)),
        }
    }
    Err(no_variant(union, &Json::from(value), &reasons, path))
}

pub(crate) fn fill_untagged(
    union: &mut dyn Untagged,
    value: Json,
    path: &Path<'_>,
) -> Result<(), serde_json::Error> {
    let guards = union.guards();
    let fit = |index: &usize| guards[*index].admits_value(&value);
    let fitting: Vec<usize> = (0..guards.len()).filter(fit).collect();
    if let [index] = *fitting {
        return fill_one(union, index, value, path);
    }
    let Some(Trials(trials)) = path.trials() else {
        let trials = Trials::default();
        return fill_first(union, &fitting, &value, &Path::Trial(path, &trials)).map(drop);
    };
    let place = (path.to_string(), union.id());
    let known = trials.borrow().get(&place).cloned();
    match known {
        Some(Ok(index)) => fill_one(union, index, value, path),
        Some(Err(reason)) => Err(de::Error::custom(reason)),
        None => {
            let result = fill_first(union, &fitting, &value, path);
            let found = result.as_ref().copied().map_err(ToString::to_string);
            trials.borrow_mut().insert(place, found);
            result.map(drop)
        }
    }
}

fn fill_one(
    union: &mut dyn Untagged,
    index: usize,
    value: Json,
    path: &Path<'_>,
) -> Result<(), serde_json::Error> {
    fill(&mut union.select(index), value, path)?;
    union.settle(index, path)
}

/// The first of some variants that the value fits.
fn fill_first(
    union: &mut dyn Untagged,
    indices: &[usize],
    value: &Json,
    path: &Path<'_>,
) -> Result<usize, serde_json::Error> {
    let mut reasons = Vec::new();
    for index in indices.iter().copied() {
        match fill_one(union, index, value.clone(), path) {
            Ok(()) => return Ok(index),
            Err(error) => reasons.push((index, error)),
        }
    }
    Err(no_variant(union, value, &reasons, path))
}
