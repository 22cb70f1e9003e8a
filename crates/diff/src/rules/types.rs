//! Types of values.

use super::{ALL, B, NONE, R, RUST, RUST_PYTHON, RUST_TYPESCRIPT, Rule, S, case, rule};

pub(crate) static T01: Rule = rule(
    "T01",
    "kind-changed",
    "type changed",
    "Old values are refused by new readers and new values by old readers.",
    "Add a new member with the new type beside the old one.",
    &[case("", B, B, ALL)],
);
pub(crate) static T02: Rule = rule(
    "T02",
    "type-widened",
    "type takes more values now",
    "Each old value is still valid, but a reader may meet values that it does not know.",
    "Write only the old values until old readers are gone.",
    &[case("", S, B, ALL), case("what is read there does not name all members", R, B, ALL)],
)
.softened();
pub(crate) static T03: Rule = rule(
    "T03",
    "type-narrowed",
    "type takes fewer values now",
    "Whoever wrote the values that are gone is refused.",
    "Keep reading what was valid.",
    &[case("", B, S, ALL), case("each value is taken, and not each member named", R, R, ALL)],
);
pub(crate) static T04: Rule = rule(
    "T04",
    "integer-number",
    "integer became a number, or the other way round",
    "An integer is a number, but not the other way round: a fraction is refused by a reader of integers. Where the \
     schema allows whole numbers alone (`multipleOf: 1`) there is none, but who holds a float may write `1.0`.",
    "Keep writing integers, or add a member for the precise value.",
    &[
        case("number now", S, B, RUST_PYTHON),
        case("integer now", B, S, RUST_PYTHON),
        case("number now, a whole one", S, R, RUST_PYTHON),
        case("integer now, as the number was", R, S, RUST_PYTHON),
    ],
);
pub(crate) static T05: Rule = rule(
    "T05",
    "int-format-widened",
    "integer takes a larger range now",
    "A reader with the smaller type overflows; TypeScript loses what is beyond 2^53.",
    "Keep values in the old range until old readers are gone.",
    &[case("", S, B, RUST_TYPESCRIPT), case("the range is the same", S, S, RUST_TYPESCRIPT)],
);
pub(crate) static T06: Rule = rule(
    "T06",
    "int-format-narrowed",
    "integer takes a smaller range, or another sign, now",
    "Values outside of the new range are refused.",
    "Keep the range and check values where they are used.",
    &[case("", B, R, RUST), case("neither range holds the other", B, B, RUST)],
);
pub(crate) static T07: Rule = rule(
    "T07",
    "string-format-changed",
    "format of a string changed",
    "Each string is still read as such, and the generated types keep it as one, but it is written or parsed in another \
     way.",
    "Accept both formats for a while.",
    &[case("", R, R, NONE)],
);
pub(crate) static T08: Rule = rule(
    "T08",
    "bound-tightened",
    "limits are tighter now",
    "Values outside of the new limits are refused. Code must be changed only where a limit decides what an integer is \
     in Rust, or whether a list is a tuple in TypeScript.",
    "Keep reading what was valid; apply new limits to new members.",
    &[case("", B, S, NONE)],
);
pub(crate) static T09: Rule = rule(
    "T09",
    "bound-loosened",
    "limits are looser now",
    "A reader that enforces the old limits may refuse a value.",
    "Keep values in the old limits until old readers are gone.",
    &[case("", S, R, NONE)],
);
pub(crate) static T10: Rule = rule(
    "T10",
    "items-changed",
    "elements of a list changed",
    "Another type of element, or another number of them in a tuple: old lists are refused by new readers and new \
     ones by old readers.",
    "Add a new member with the new list beside the old one.",
    &[case("", B, B, ALL)],
);
pub(crate) static T11: Rule = rule(
    "T11",
    "scalar-array",
    "a single value became a list, or the other way round",
    "A list is not a value, and no reader takes the one for the other.",
    "Add a new member for the list beside the old one.",
    &[case("", B, B, ALL)],
);
pub(crate) static T12: Rule = rule(
    "T12",
    "any-typed",
    "any value became a typed one, or the other way round",
    "Where anything went only one type is read now; or anything may come where one type was expected.",
    "Describe the type that was written all along, and keep reading the others.",
    &[case("typed now", B, S, ALL), case("any now", S, B, ALL)],
);

pub(crate) static T13: Rule = rule(
    "T13",
    "untyped-constraint-changed",
    "what types cannot say of it changed",
    "A keyword that no type expresses (`not`, `if`, `contains`, ...) is another now. The generated code reads the same \
     values as before; who validates by the schema refuses what a keyword that came forbids, or what one that is gone \
     forbade. Of a keyword that says something else now, or that depends on others, it cannot be told.",
    "Compare both schemas at that place, and weigh it.",
    &[
        case("", R, R, NONE),
        case("forbids more now", B, S, NONE),
        case("forbids less now", S, R, NONE),
        case("forbids other values now", B, R, NONE),
    ],
);

pub(super) static RULES: &[&Rule] =
    &[&T01, &T02, &T03, &T04, &T05, &T06, &T07, &T08, &T09, &T10, &T11, &T12, &T13];
