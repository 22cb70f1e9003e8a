//! Names and words for people: nothing of this is on the wire.

use super::{ALL, NO, NONE, R, RUST, Rule, S, case, rule};

pub(crate) static N01: Rule = rule(
    "N01",
    "definition-renamed",
    "definition was renamed",
    "The same values are valid. Code that names the type must be changed.",
    "Export the old name as an alias for a while.",
    &[case("", S, S, ALL)],
);
pub(crate) static N02: Rule = rule(
    "N02",
    "definition-removed",
    "definition was removed, written out or given a name",
    "Where it is still used, other findings say what it does to values. Code that names the type must be changed.",
    "Export the old name for a while.",
    &[
        case("", S, S, ALL),
        case("the same type has another name here", S, S, ALL),
        case("the type that is here now does not name all members", R, R, ALL),
        case("another type is here now; what differs is said of the two", S, S, ALL),
    ],
);
pub(crate) static N03: Rule = rule(
    "N03",
    "identifier-changed",
    "generated name changed",
    "A title, or the place of a type without a name of its own, changed. Code that names the type must be changed. Where \
     a name that differs in case or separators alone comes beside another (`foo_bar` and `fooBar`), the two are told \
     apart, and what was called so may mean the other now.",
    "Give the type a definition of its own, and a member a name that reads unlike all others.",
    &[
        case("", S, S, ALL),
        case(
            "one that reads alike came or went beside it: look whether both are called as before",
            S,
            S,
            ALL,
        ),
    ],
);
pub(crate) static N04: Rule = rule(
    "N04",
    "rust-capability-lost",
    "type refers to itself now, so that Rust boxes it",
    "Code that builds or matches the value by hand must be changed. (Traits that a type no longer derives are \
     the Rust target's to say, not the model's.)",
    "Put a list between the type and itself.",
    &[case("", NO, NO, RUST)],
);
pub(crate) static N05: Rule = rule(
    "N05",
    "docs-only",
    "documentation changed",
    "Only people read it.",
    "Nothing is to be done.",
    &[case("", S, S, NONE)],
);

pub(super) static RULES: &[&Rule] = &[&N01, &N02, &N03, &N04, &N05];
