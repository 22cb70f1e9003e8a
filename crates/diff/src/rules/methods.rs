//! Methods.

use super::{ALL, B, NO, NONE, R, RUST, Rule, S, case, rule};

pub(crate) static M01: Rule = rule(
    "M01",
    "request-removed",
    "request was removed",
    "A client that calls it is answered with \"method not found\".",
    "Keep the request and mark it deprecated; remove it when no supported client calls it.",
    &[case("", B, NO, ALL).servers(S, NO)],
);
pub(crate) static M02: Rule = rule(
    "M02",
    "request-added",
    "request was added",
    "No old client calls it. An old server answers it with \"method not found\", which a client must be ready for.",
    "Clients that talk to older servers ask for their version first, or take the error for an answer.",
    &[case("", S, NO, NONE).servers(R, NO)],
);
pub(crate) static M03: Rule = rule(
    "M03",
    "notification-added",
    "server notification was added",
    "An old client receives a message that it does not know: one that keeps unknown messages goes on, one that \
     refuses them does not.",
    "Clients ignore notifications that they do not know, as JSON-RPC asks of them.",
    &[case("", NO, R, RUST).servers(NO, S)],
)
.softened();
pub(crate) static M04: Rule = rule(
    "M04",
    "notification-removed",
    "server notification was removed",
    "Nothing is refused, but a client that waits for it waits for ever.",
    "Send it until no supported client waits for it.",
    &[case("", NO, R, ALL).servers(NO, R)],
);
pub(crate) static M05: Rule = rule(
    "M05",
    "server-request-added",
    "server request was added",
    "A client must answer it. An old client does not know it: at best it answers with an error, at worst what the \
     server was doing hangs.",
    "Ask only clients that announced that they can answer, as a capability in `initialize`.",
    &[case("", NO, B, RUST).servers(NO, S)],
);
pub(crate) static M06: Rule = rule(
    "M06",
    "server-request-removed",
    "server request was removed",
    "A client is asked less. An old server still asks, and a new client does not know the request.",
    "Clients that talk to older servers keep answering it.",
    &[case("", S, S, ALL).servers(NO, B)],
);
pub(crate) static M07: Rule = rule(
    "M07",
    "client-notification-removed",
    "client notification was removed",
    "Old clients still send it, and it has no effect any more.",
    "Keep what it did until no supported client sends it.",
    &[case("", R, NO, ALL).servers(S, NO)],
);
pub(crate) static M08: Rule = rule(
    "M08",
    "method-renamed",
    "method was renamed",
    "To a peer that knows only the old name it was removed, whatever its shape. Who calls it is answered with \
     \"method not found\"; who waits for a notification waits for ever.",
    "Serve both names for a while.",
    &[case("", B, B, ALL), case("a notification", R, R, ALL)],
);
pub(crate) static M09: Rule = rule(
    "M09",
    "params-presence-changed",
    "presence of `params` changed",
    "Who leaves `params` out is refused where they are required now; who requires them refuses messages without \
     them. Where only null is let in, an object is refused.",
    "Let `params` be absent or null, and give each member a default.",
    &[
        case("required now", B, R, ALL),
        case("optional or gone now", S, B, ALL),
        case("accepted, not required, now", S, S, ALL),
        case("accepted beside null now", S, B, ALL),
        case("accepted, not required, now; null before", R, B, ALL),
        case("required now; null before", B, B, ALL),
        case("null now", B, B, ALL),
        case("null now; not required before", B, R, ALL),
        case("accepted, not required, now; the old message refuses them", S, B, ALL),
        case("gone, were not required; the new message refuses them", B, R, ALL),
        case("gone, were required; the new message refuses them", B, B, ALL),
        case("required now; the old message refuses them", B, B, ALL),
        case("gone, were not required", R, R, ALL),
    ],
);
pub(crate) static M10: Rule = rule(
    "M10",
    "method-kind-changed",
    "request became a notification, or the other way round",
    "One side waits for an answer that never comes, or is sent one that it did not ask for.",
    "Give the new behaviour a new name.",
    &[case("", B, B, ALL)],
);
pub(crate) static M11: Rule = rule(
    "M11",
    "stability-lowered",
    "method became experimental",
    "Clients must opt in to call it, or to be told. Seen where both the stable and the experimental bundle of each \
     version are given.",
    "Keep stable methods stable; add an experimental one beside it.",
    &[case("", B, R, ALL).servers(S, S)],
);
pub(crate) static M12: Rule = rule(
    "M12",
    "stability-raised",
    "method became stable",
    "Whoever could use it still can.",
    "Nothing is to be done.",
    &[case("", S, S, NONE)],
);
pub(crate) static M13: Rule = rule(
    "M13",
    "deprecated",
    "became deprecated",
    "It still works. Compilers and linters may warn of its use.",
    "Plan to move to what replaces it.",
    &[case("", S, S, NONE)],
);
pub(crate) static M14: Rule = rule(
    "M14",
    "client-notification-added",
    "client notification was added",
    "No old client sends it. An old server ignores it, so what it should have done is not done.",
    "Clients do not rely on its effect with older servers.",
    &[case("", S, NO, NONE).servers(R, NO)],
);

pub(super) static RULES: &[&Rule] =
    &[&M01, &M02, &M03, &M04, &M05, &M06, &M07, &M08, &M09, &M10, &M11, &M12, &M13, &M14];
