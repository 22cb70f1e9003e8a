//! Enumerations.

use super::{ALL, B, NONE, R, RUST, Rule, S, case, rule};

pub(crate) static E01: Rule = rule(
    "E01",
    "value-added",
    "values were added",
    "A reader meets a value that it does not know: an open one keeps it, a closed one refuses it. Code that lists all \
     values of a closed one, or of a constant, must be changed in each language.",
    "Generate enumerations open; write new values only to peers that know them.",
    &[case("", S, B, RUST)],
)
.softened();
pub(crate) static E02: Rule = rule(
    "E02",
    "value-removed",
    "values were removed",
    "Whoever writes them is refused. A new client that is generated open keeps what an old server writes: that is \
     risky, not breaking.",
    "Keep reading them, as what replaces them.",
    &[case("", B, S, ALL)],
);
pub(crate) static E03: Rule = rule(
    "E03",
    "value-respelled",
    "values are spelled in another way",
    "The old spelling is refused by new readers and the new one by old readers.",
    "Read both spellings and write the old one, for a while.",
    &[case("", B, B, ALL)],
)
.risky_at_least();
pub(crate) static E04: Rule = rule(
    "E04",
    "enum-opened-or-closed",
    "values that are not listed are kept, or refused, now",
    "Where other values are refused now, who wrote them breaks. Where they are let in, a reader may meet them.",
    "Decide once, per type, and keep to it.",
    &[
        case("opened", S, R, ALL),
        case("closed", B, S, ALL),
        case("opened by the schema", S, R, NONE),
        case("closed by the schema", B, S, NONE),
        case("kept by the types", S, S, ALL),
        case("refused by the types", S, S, ALL),
    ],
);
pub(crate) static E05: Rule = rule(
    "E05",
    "values-to-objects",
    "an enumeration of strings has values with content now",
    "Each old value is still valid, but a reader of strings may meet an object.",
    "Add a new member for the content.",
    &[case("", S, B, ALL)],
);
pub(crate) static E06: Rule = rule(
    "E06",
    "order-only",
    "order changed",
    "Order carries no meaning on the wire.",
    "Nothing is to be done.",
    &[case("", S, S, NONE)],
);

pub(super) static RULES: &[&Rule] = &[&E01, &E02, &E03, &E04, &E05, &E06];
