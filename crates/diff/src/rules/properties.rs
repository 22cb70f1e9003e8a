//! Members of objects.

use super::{ALL, B, NONE, R, RUST, RUST_TYPESCRIPT, Rule, S, case, rule};

pub(crate) static P01: Rule = rule(
    "P01",
    "required-property-added",
    "required property was added",
    "Whoever still writes the object without it is refused. A reader ignores a member that it does not know, \
     unless its type is closed.",
    "Add it as optional, with a default that means what was meant before.",
    &[case("", B, S, ALL), case("the old type refuses it", B, B, ALL)],
);
pub(crate) static P02: Rule = rule(
    "P02",
    "optional-property-added",
    "optional property was added",
    "Writers may leave it out; readers ignore what they do not know, unless their type is closed.",
    "Leave types open that may grow.",
    &[
        case("", S, S, RUST),
        case("the old type refuses it", S, B, RUST),
        case("another member might have had its name", B, S, RUST),
        case("another member might have had its name, and the old type refuses it", B, B, RUST),
    ],
);
pub(crate) static P03: Rule = rule(
    "P03",
    "optional-property-removed",
    "optional property was removed",
    "What was written into it is lost without a word; a reader that used it finds it absent. A closed type \
     refuses it.",
    "Keep the property, deprecated, until nobody writes it.",
    &[
        case("", R, R, ALL),
        case("the new type refuses it", B, R, ALL),
        case("another member may have its name now", R, B, ALL),
        case("another member may have its name now, and the new type refuses it", B, B, ALL),
    ],
);
pub(crate) static P04: Rule = rule(
    "P04",
    "required-property-removed",
    "required property was removed",
    "A reader that requires it refuses every value. Writers may still write it, unless the type is closed now.",
    "Keep writing it; make it optional in one release and remove it in a later one.",
    &[case("", S, B, ALL), case("the new type refuses it", B, B, ALL)],
);
pub(crate) static P05: Rule = rule(
    "P05",
    "became-required",
    "property became required",
    "Whoever left it out is refused.",
    "Keep it optional, and say in its default what its absence means.",
    &[case("", B, S, ALL)],
);
pub(crate) static P06: Rule = rule(
    "P06",
    "became-optional",
    "property became optional",
    "A reader that requires it refuses a value without it.",
    "Keep writing it always.",
    &[case("", S, B, ALL)],
);
pub(crate) static P07: Rule = rule(
    "P07",
    "became-nullable",
    "may be null now",
    "A reader that does not know null here refuses it.",
    "Leave the member out instead, where it may be absent.",
    &[case("", S, B, ALL)],
);
pub(crate) static P08: Rule = rule(
    "P08",
    "became-non-null",
    "may no longer be null",
    "Whoever wrote null is refused.",
    "Keep taking null for what its absence means.",
    &[case("", B, S, ALL)],
);
pub(crate) static P09: Rule = rule(
    "P09",
    "property-renamed",
    "property was renamed",
    "The old name is not read any more and the new one is not known to old peers. Where it may be absent nothing \
     is refused, but what it said is lost.",
    "Write both names for a while, and read either.",
    &[
        case("", B, B, ALL),
        case("the old type does without it", B, R, ALL),
        case("the new type does without it", R, B, ALL),
        case("both types do without it", R, R, ALL),
    ],
);
pub(crate) static P10: Rule = rule(
    "P10",
    "default-changed",
    "default changed",
    "The same message means something else when the member is absent.",
    "Keep the default, or let writers always say what they mean.",
    &[case("", R, R, NONE)],
);
pub(crate) static P11: Rule = rule(
    "P11",
    "object-closed",
    "members that are not declared are refused now",
    "Whoever wrote more than the type declares is refused.",
    "Leave the type open.",
    &[case("", B, S, RUST)],
);
pub(crate) static P12: Rule = rule(
    "P12",
    "object-opened",
    "members that are not declared are let in now",
    "A reader that refuses unknown members may meet some.",
    "Write only declared members until old readers are gone.",
    &[case("", S, R, RUST), case("of a type, as data", S, B, RUST)],
);
pub(crate) static P13: Rule = rule(
    "P13",
    "map-value-changed",
    "type of a map's values or keys changed",
    "Old values are refused by new readers and new ones by old readers.",
    "Add a member beside the map, and fill both for a while.",
    &[case("", B, B, ALL)],
);
pub(crate) static P14: Rule = rule(
    "P14",
    "flatten-moved",
    "property moved between a union and its variants",
    "The same values are valid; only the schema, and with it the generated code, is organised in another way.",
    "Nothing is to be done on the wire.",
    &[case("", S, S, ALL)],
);
pub(crate) static P15: Rule = rule(
    "P15",
    "absent-null-policy-changed",
    "absent and null were given another meaning",
    "The same message means something else.",
    "Give the new meaning a new member.",
    &[case("", R, R, RUST_TYPESCRIPT)],
)
.not_found("The model keeps absent and null apart always: there is no policy that could change.");

pub(super) static RULES: &[&Rule] =
    &[&P01, &P02, &P03, &P04, &P05, &P06, &P07, &P08, &P09, &P10, &P11, &P12, &P13, &P14, &P15];
