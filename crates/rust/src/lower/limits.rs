//! What is checked of a value beyond its type, in words.

use crate::model::Check;

/// One sentence of all that is said in a number or two.
pub fn said(checks: &[Check]) -> Option<String> {
    let text = all(checks).join(", ");
    let mut letters = text.chars();
    let first = letters.next()?.to_uppercase();
    Some(first.chain(letters).chain(['.']).collect())
}

/// Of each check, but of two that leave one number.
fn all(checks: &[Check]) -> Vec<String> {
    let mut said = Vec::new();
    let mut rest = checks;
    while let [first, others @ ..] = rest {
        let exactly = others.first().and_then(|second| exactly(first, second));
        rest = if exactly.is_some() { &others[1..] } else { others };
        said.extend(exactly.or_else(|| words(first)));
    }
    said
}

fn exactly(low: &Check, high: &Check) -> Option<String> {
    let (Check::Number(least, low), Check::Number(most, high)) = (low, high) else { return None };
    let one = low == high && least.strip_prefix("Min").is_some_and(|of| most.strip_prefix("Max") == Some(of));
    let one = one || low == high && (*least, *most) == ("AtLeast", "AtMost");
    number_words(least, low).filter(|_| one).map(|words| words.replacen("at least", "exactly", 1))
}

fn words(check: &Check) -> Option<String> {
    match check {
        Check::Plain("Unique") => Some("no two elements alike".to_owned()),
        Check::Plain(_) => None,
        Check::Number(what, number) => number_words(what, number),
        Check::Parts(what, place, own) => {
            let own = all(own);
            let begin = match (*what, place) {
                ("Items", _) => "each element".to_owned(),
                ("Keys", _) => "each name".to_owned(),
                ("Values", _) => "each value".to_owned(),
                ("Place", Some(index)) => format!("element {}", index + 1),
                _ => "each further element".to_owned(),
            };
            (!own.is_empty()).then(|| format!("{begin}: {}", own.join(" and ")))
        }
    }
}

fn number_words(what: &str, number: &str) -> Option<String> {
    let number = number.strip_suffix(".0").unwrap_or(number);
    let counted = |word: &str, unit: &str| {
        let s = if number == "1" { "" } else { "s" };
        format!("{word} {number} {unit}{s}")
    };
    Some(match what {
        "Min" | "AtLeast" => format!("at least {number}"),
        "Max" | "AtMost" => format!("at most {number}"),
        "Above" => format!("more than {number}"),
        "Below" => format!("less than {number}"),
        "MultipleOf" => format!("a multiple of {number}"),
        "MinLength" => counted("at least", "character"),
        "MaxLength" => counted("at most", "character"),
        "MinItems" => counted("at least", "element"),
        "MaxItems" => counted("at most", "element"),
        "MinMembers" => counted("at least", "member"),
        "MaxMembers" => counted("at most", "member"),
        _ => return None,
    })
}
