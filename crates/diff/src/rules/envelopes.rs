//! What is around params and results, and what is not in the types.

use super::{ALL, B, NO, NONE, R, Rule, S, case, rule};

pub(crate) static V01: Rule = rule(
    "V01",
    "request-id-type",
    "type of request ids changed",
    "An id comes back with the answer: whatever the one side may send, the other must be able to keep.",
    "Keep the type; the id carries no meaning.",
    &[case("", B, B, ALL)],
);
pub(crate) static V02: Rule = rule(
    "V02",
    "envelope-member-added",
    "member beside `method` and `params` was added, removed or changed",
    "Readers ignore a member that they do not know, unless messages are closed. One that is required, or that \
     changed its type, is like any other property.",
    "Add members as optional.",
    &[
        case("added, optional", S, S, NONE),
        case("added, and the old message refuses it", S, B, NONE),
        case("required now", B, S, NONE),
        case("not always there now", S, B, NONE),
        case("removed, was optional", R, R, NONE),
        case("of another type now", B, B, NONE),
        case("removed, was optional, and the new message refuses it", B, R, NONE),
        case("removed, was required, and the new message refuses it", B, B, NONE),
        case("required now, and the old message refuses it", B, B, NONE),
    ],
);
pub(crate) static V03: Rule = rule(
    "V03",
    "error-code-changed",
    "error code changed",
    "A client that decides by the code decides otherwise.",
    "Keep the codes.",
    &[case("", NO, R, NONE)],
)
.not_found("A schema bundle does not list error codes.");
pub(crate) static X01: Rule = rule(
    "X01",
    "bundle-collision",
    "two definitions have one name",
    "Which one is meant cannot be said.",
    "Rename one of them by an overlay.",
    &[case("", NO, NO, NONE)],
)
.not_found("It is an error when the schema is read (`name-collision`), so that no comparison is made.");

pub(super) static RULES: &[&Rule] = &[&V01, &V02, &V03, &X01];
