//! Unions.

use super::{ALL, B, NONE, R, RUST, Rule, S, case, rule};

pub(crate) static U01: Rule = rule(
    "U01",
    "variant-added",
    "variant was added",
    "A reader meets a variant that it does not know: an open union keeps it, a closed one refuses it. Code that lists \
     all variants of a closed one must be changed in each language.",
    "Generate unions open; write new variants only to peers that know them.",
    &[
        case("", S, B, RUST),
        case("other variants take its values", S, S, RUST),
        case("other variants took its values, and named more of their members", R, R, RUST),
    ],
)
.softened();
pub(crate) static U02: Rule = rule(
    "U02",
    "variant-removed",
    "variant was removed",
    "Whoever writes it is refused. A new client that is generated open keeps what an old server writes: that is \
     risky, not breaking.",
    "Keep reading it, as what replaces it.",
    &[
        case("", B, S, ALL),
        case("other variants take its values", S, S, ALL),
        case("other variants take its values, and do not name all members", R, R, ALL),
    ],
);
pub(crate) static U03: Rule = rule(
    "U03",
    "tag-key-changed",
    "variants are told apart by another member now",
    "No reader finds the tag of the other version.",
    "Write both members for a while.",
    &[case("", B, B, ALL)],
);
pub(crate) static U04: Rule = rule(
    "U04",
    "tag-value-changed",
    "tag of a variant changed",
    "The old tag is refused by new readers and the new one by old readers.",
    "Read both tags and write the old one, for a while.",
    &[case("", B, B, ALL)],
)
.risky_at_least();
pub(crate) static U05: Rule = rule(
    "U05",
    "tag-became-optional",
    "tag may be absent now",
    "A reader that tells variants apart by the tag refuses a value without it.",
    "Keep writing the tag always.",
    &[case("", S, B, ALL)],
);
pub(crate) static U06: Rule = rule(
    "U06",
    "representation-changed",
    "variants are written in another way",
    "Tagged inside, tagged outside or not tagged: no reader takes the one for the other.",
    "Give the new representation a new name.",
    &[case("", B, B, ALL)],
);
pub(crate) static U07: Rule = rule(
    "U07",
    "type-to-union",
    "a type became one of several",
    "Each old value is still valid, but a reader may meet a variant that it does not know.",
    "Write only the old type until old readers are gone, and name each member in each variant that may have it.",
    &[
        case("", S, B, ALL),
        case("not each variant names all members that it may have", R, R, ALL),
        case("values may be others, and not each variant names all members", R, B, ALL),
    ],
);
pub(crate) static U08: Rule = rule(
    "U08",
    "became-ambiguous",
    "two variants take the same value now",
    "Readers may take one and the same value for different variants.",
    "Give each variant a member with a constant of its own.",
    &[case("", R, R, NONE)],
);
pub(crate) static U09: Rule = rule(
    "U09",
    "untagged-order-changed",
    "order in which variants are tried changed",
    "A value that fits two variants is taken for another one than before.",
    "Keep the order, or give each variant a constant of its own.",
    &[case("", R, R, NONE)],
);

pub(super) static RULES: &[&Rule] = &[&U01, &U02, &U03, &U04, &U05, &U06, &U07, &U08, &U09];
