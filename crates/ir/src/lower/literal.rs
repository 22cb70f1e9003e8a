//! Listed values as constants.

use codegen_schema::ast::{Schema, Types};
use codegen_schema::{Json, Number as JsonNumber};

use crate::model::{Bound, Literal, Number, Type};

/// The listed values of a schema.
///
/// To JSON Schema 1 and 1.0 are one number. Here a list is one of integers, which have no fraction, where its numbers
/// are written so or the `type` says so; else each number has both spellings, as numbers do.
pub(super) struct Listed<'a> {
    values: &'a [Json],
    are_numbers: bool,
}

impl<'a> Listed<'a> {
    pub fn new(schema: &Schema, values: &'a [Json]) -> Self {
        let types = schema.types.unwrap_or(Types::ALL);
        let has_fraction = |value: &Json| matches!(value, Json::Number(number) if number.is_f64());
        Self { values, are_numbers: types.contains(Types::FLOAT) && values.iter().any(has_fraction) }
    }

    /// The spellings of one of the values; none of an array or object.
    pub fn spellings(&self, value: &Json) -> Vec<Literal> {
        let first = match value {
            Json::Number(number) if self.are_numbers && number.is_f64() => {
                Literal::Number(unsigned_zero(number))
            }
            value => match literal(value) {
                Some(literal) => literal,
                None => return Vec::new(),
            },
        };
        let second = match (value, &first) {
            (Json::Number(number), Literal::Number(_)) => {
                codegen_schema::whole(number).map(|whole| Literal::Integer(whole.into()))
            }
            (_, Literal::Integer(whole)) if self.are_numbers => float(*whole).map(Literal::Number),
            _ => None,
        };
        std::iter::once(first).chain(second).collect()
    }

    /// All of them, where none is an array or object.
    pub fn literals(&self) -> Option<Vec<Literal>> {
        let all = self.values.iter().map(|value| self.spellings(value)).collect::<Vec<_>>();
        all.iter().all(|spellings| !spellings.is_empty()).then(|| all.into_iter().flatten().collect())
    }

    /// The types that they have.
    pub fn types(&self) -> Types {
        let own = self.values.iter().map(Types::of).fold(Types::NONE, Types::union);
        if self.are_numbers && own.contains(Types::INTEGER) { own.union(Types::FLOAT) } else { own }
    }
}

/// A whole number that is written with a fraction, alone: a number whose range has one end, since no constant keeps
/// how a value is written.
pub(super) fn only_number(spellings: &[Literal]) -> Option<Type> {
    let [Literal::Number(number), Literal::Integer(whole)] = spellings else { return None };
    let is_same = codegen_schema::whole(number).is_some_and(|other| i128::from(other) == *whole);
    if !is_same {
        return None;
    }
    let end = Some(Bound { at: number.as_f64()?, exclusive: false });
    Some(Type::Number(Number { min: end, max: end }))
}

/// The constants that two conditions leave; none leaves all values.
pub(super) fn both(own: Option<Vec<Literal>>, more: Option<Vec<Literal>>) -> Option<Vec<Literal>> {
    match (own, more) {
        (Some(own), Some(more)) => Some(own.into_iter().filter(|value| more.contains(value)).collect()),
        (own, more) => own.or(more),
    }
}

/// Whether lists have a constant in common.
pub(super) fn meet(own: &[Literal], others: &[Literal]) -> bool {
    own.iter().any(|value| others.contains(value))
}

/// Whether a condition leaves all that another does.
pub(super) fn covers(own: Option<&Vec<Literal>>, others: Option<&Vec<Literal>>) -> bool {
    own.is_none_or(|own| others.is_some_and(|others| others.iter().all(|value| own.contains(value))))
}

/// A scalar constant, if it is one.
fn literal(value: &Json) -> Option<Literal> {
    Some(match value {
        Json::Null => Literal::Null,
        Json::Bool(value) => Literal::Boolean(*value),
        Json::Number(number) => match (number.as_i64(), number.as_u64(), codegen_schema::whole(number)) {
            (Some(value), ..) | (None, None, Some(value)) => Literal::Integer(value.into()),
            (None, Some(value), _) => Literal::Integer(value.into()),
            (None, None, None) => Literal::Number(number.clone()),
        },
        Json::String(text) => Literal::String(text.clone()),
        Json::Array(_) | Json::Object(_) => return None,
    })
}

/// -0.0 is 0.0.
fn unsigned_zero(number: &JsonNumber) -> JsonNumber {
    let zero = JsonNumber::from_f64(0.0).filter(|_| number.as_f64() == Some(0.0));
    zero.unwrap_or_else(|| number.clone())
}

/// The same number with a fraction, where a float is exactly that.
fn float(whole: i128) -> Option<JsonNumber> {
    #[allow(clippy::cast_precision_loss)]
    (whole.unsigned_abs() <= 1 << 53).then(|| JsonNumber::from_f64(whole as f64)).flatten()
}
