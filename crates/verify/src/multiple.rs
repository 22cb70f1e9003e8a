//! `multipleOf`, exactly: the validator divides floats, which do not tell integers beyond 2^53 apart.

use jsonschema::paths::{LazyLocation, Location};
use jsonschema::{Keyword, ValidationError, ValidationOptions};

/// How a judge reads a schema. Formats are documentation, and so is what a string encodes: an annotation, by the drafts
/// since 2019.
pub(crate) fn options() -> ValidationOptions {
    let annotating = jsonschema::options()
        .should_validate_formats(false)
        .without_content_encoding_support("base64")
        .without_content_media_type_support("application/json");
    exact(annotating)
}
use serde_json::{Map, Number, Value};

/// Puts it in the place of the validator's own.
pub(crate) fn exact(options: ValidationOptions) -> ValidationOptions {
    options.with_keyword("multipleOf", |_: &Map<String, Value>, step: &Value, _: Location| {
        let keyword: Box<dyn Keyword> = Box::new(MultipleOf(step.as_number().and_then(Decimal::of)));
        Ok(keyword)
    })
}

/// No step: it is none that can be read, and says nothing.
struct MultipleOf(Option<Decimal>);

impl Keyword for MultipleOf {
    fn validate<'i>(&self, instance: &'i Value, location: &LazyLocation) -> Result<(), ValidationError<'i>> {
        if self.is_valid(instance) {
            return Ok(());
        }
        Err(ValidationError::custom(Location::new(), location.into(), instance, "not a multiple"))
    }

    fn is_valid(&self, instance: &Value) -> bool {
        let value = instance.as_number().and_then(Decimal::of);
        value.zip(self.0).is_none_or(|(value, step)| value.is_multiple_of(step))
    }
}

/// A number as it is written: digits, and how many zeros follow or, below zero, are behind the point.
#[derive(Debug, Clone, Copy)]
struct Decimal {
    digits: u128,
    exponent: i32,
}

impl Decimal {
    /// Without its sign.
    fn of(number: &Number) -> Option<Self> {
        let text = number.to_string();
        let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((&text, "0"));
        let (whole, behind) = digits.split_once('.').unwrap_or((digits, ""));
        let exponent: i32 = exponent.trim_start_matches('+').parse().ok()?;
        let digits = format!("{}{behind}", whole.trim_start_matches('-')).parse().ok()?;
        Some(Self { digits, exponent: exponent.checked_sub(i32::try_from(behind.len()).ok()?)? })
    }

    fn is_multiple_of(self, step: Self) -> bool {
        if step.digits == 0 || self.digits == 0 {
            return self.digits == 0;
        }
        let zeros = self.exponent.saturating_sub(step.exponent);
        if zeros < 0 {
            // What has more digits than there are is no divisor.
            let divisor =
                10_u128.checked_pow(zeros.unsigned_abs()).and_then(|ten| ten.checked_mul(step.digits));
            return divisor.is_some_and(|divisor| self.digits.is_multiple_of(divisor));
        }
        // The digits of what JSON's readers give fit into 64 bits, and so do the rests.
        let times_ten = |rest: u128| rest.checked_mul(10).map(|rest| rest % step.digits);
        let rest = (0..zeros).try_fold(self.digits % step.digits, |rest, _| match rest {
            0 => Some(0),
            rest => times_ten(rest),
        });
        rest == Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_valid(value: &str, step: &str) -> bool {
        let schema: Value = serde_json::from_str(&format!("{{\"multipleOf\": {step}}}")).unwrap();
        let validator = exact(jsonschema::options()).build(&schema).unwrap();
        validator.is_valid(&serde_json::from_str(value).unwrap())
    }

    #[test]
    fn integers_beyond_2_to_the_53_are_told_apart() {
        assert!(is_valid("9007199254740993", "3"));
        assert!(!is_valid("9007199254740992", "3"));
        assert!(!is_valid("18446744073709551615", "2"));
        assert!(is_valid("18446744073709551614", "2"));
        assert!(!is_valid("-9007199254740993", "2"));
    }

    #[test]
    fn fractions_are_those_that_are_written() {
        assert!(is_valid("0.3", "0.1"));
        assert!(is_valid("1e300", "0.1"));
        assert!(is_valid("1e300", "3") == is_valid("1e3", "3"));
        assert!(!is_valid("0.35", "0.1"));
        assert!(is_valid("4", "2.0"));
        assert!(is_valid("4.0", "2"));
        assert!(is_valid("0", "7"));
        assert!(!is_valid("1e-7", "1e-3"));
        assert!(is_valid("\"text\"", "7"));
    }
}
