//! The maps of methods, their names and guards.

use codegen_target::ir::{self, Direction, MethodKind, Presence, Protocol, TypeId};

use super::{Context, docs};
use crate::conventions::Names;
use crate::model::{
    Calls, Comment, Envelope, Keyword, Method, MethodNames, MethodSet, Methods, Support, TypeExpr,
};
use crate::text::{Ident, Key, StrLit};

/// One of the four sets of methods.
struct Words {
    direction: Direction,
    kind: MethodKind,
    map: &'static str,
    list: &'static str,
    message: &'static str,
    guard: &'static str,
    name_guard: &'static str,
    docs: &'static str,
    noun: &'static str,
}

const SETS: [Words; 4] = [
    Words {
        direction: Direction::ToServer,
        kind: MethodKind::Request,
        map: "ClientRequests",
        list: "clientRequestMethods",
        message: "ClientRequestOf",
        guard: "isClientRequest",
        name_guard: "isClientRequestMethod",
        docs: "Requests that a client sends, with what a server answers.",
        noun: "request of a client",
    },
    Words {
        direction: Direction::ToServer,
        kind: MethodKind::Notification,
        map: "ClientNotifications",
        list: "clientNotificationMethods",
        message: "ClientNotificationOf",
        guard: "isClientNotification",
        name_guard: "isClientNotificationMethod",
        docs: "Notifications that a client sends.",
        noun: "notification of a client",
    },
    Words {
        direction: Direction::ToClient,
        kind: MethodKind::Request,
        map: "ServerRequests",
        list: "serverRequestMethods",
        message: "ServerRequestOf",
        guard: "isServerRequest",
        name_guard: "isServerRequestMethod",
        docs: "Requests that a server sends, with what a client answers.",
        noun: "request of a server",
    },
    Words {
        direction: Direction::ToClient,
        kind: MethodKind::Notification,
        map: "ServerNotifications",
        list: "serverNotificationMethods",
        message: "ServerNotificationOf",
        guard: "isServerNotification",
        name_guard: "isServerNotificationMethod",
        docs: "Notifications that a server sends.",
        noun: "notification of a server",
    },
];

/// Names of all that the methods add to a package.
pub struct MethodWords {
    calls: Calls,
    message_of: Ident,
    messages: (Ident, Ident),
    names: MethodNames,
    sets: Vec<[Ident; 5]>,
}

impl MethodWords {
    /// Chooses them.
    pub fn new(names: &mut Names) -> Self {
        let sets = SETS
            .iter()
            .map(|set| {
                [set.map, set.list, set.message, set.guard, set.name_guard].map(|name| names.add(name))
            })
            .collect();
        Self {
            calls: Calls {
                args_of: names.add("ArgsOf"),
                answer_to: names.add("AnswerTo"),
                call: names.add("Call"),
                notify: names.add("Notify"),
                handlers: names.add("Handlers"),
            },
            message_of: names.add("MessageOf"),
            messages: (names.add("RequestMessage"), names.add("NotificationMessage")),
            names: MethodNames {
                all: names.add("AllMethods"),
                requests: names.add("AllRequests"),
                shared: names.add("SharedMethods"),
                shared_requests: names.add("SharedRequests"),
                method: names.add("Method"),
                params_of: names.add("ParamsOf"),
                result_of: names.add("ResultOf"),
            },
            sets,
        }
    }
}

/// The module of the methods, where there are any.
pub fn methods(context: &Context<'_>) -> Option<Methods> {
    let words = &context.words;
    let sets: Vec<MethodSet> =
        SETS.iter().zip(&words.sets).filter_map(|(kind, names)| method_set(context, kind, names)).collect();
    if sets.is_empty() {
        return None;
    }
    Some(Methods { imports: Vec::new(), support: helpers(&sets), sets, names: words.names.clone() })
}

/// What the support module holds for the methods.
pub fn support(context: &Context<'_>, methods: Option<&Methods>) -> Support {
    let words = &context.words;
    let uses = |name: &Ident| methods.is_some_and(|methods| methods.support.contains(name));
    let (request, notification) = &words.messages;
    Support {
        calls: methods.map(|_| words.calls.clone()),
        message_of: uses(&words.message_of).then(|| words.message_of.clone()),
        message: (uses(request) || uses(notification)).then(|| words.messages.clone()),
        ..Support::default()
    }
}

fn helpers(sets: &[MethodSet]) -> Vec<Ident> {
    let mut helpers: Vec<Ident> = sets
        .iter()
        .map(|set| match &set.envelope {
            Envelope::Union { helper, .. } | Envelope::Map { helper } => helper.clone(),
        })
        .collect();
    helpers.sort();
    helpers.dedup();
    helpers
}

fn method_set(context: &Context<'_>, kind: &Words, names: &[Ident; 5]) -> Option<MethodSet> {
    let mine = |method: &&ir::Method| method.direction == kind.direction && method.kind == kind.kind;
    let list: Vec<&ir::Method> = context.protocol.methods.iter().filter(mine).collect();
    if list.is_empty() {
        return None;
    }
    let answered = kind.kind == MethodKind::Request;
    let [map, names_list, message, guard, name_guard] = names.clone();
    Some(MethodSet {
        docs: kind.docs,
        noun: kind.noun,
        map,
        list: names_list,
        message,
        guard,
        name_guard,
        envelope: envelope(context, &list, answered),
        id_test: if answered { "\"id\" in message" } else { "!(\"id\" in message)" },
        answered,
        methods: list.into_iter().map(|one| method(context, one)).collect(),
    })
}

/// A union that lists all methods of a set types their messages, else the map does.
fn envelope(context: &Context<'_>, list: &[&ir::Method], answered: bool) -> Envelope {
    let words = &context.words;
    match common_union(context.protocol, list) {
        Some(id) => Envelope::Union { name: context.names.of(id).clone(), helper: words.message_of.clone() },
        None if answered => Envelope::Map { helper: words.messages.0.clone() },
        None => Envelope::Map { helper: words.messages.1.clone() },
    }
}

fn common_union(protocol: &Protocol, list: &[&ir::Method]) -> Option<TypeId> {
    let first = list.first()?.union?;
    let all = list.iter().all(|method| method.union == Some(first));
    // Each variant must carry its method as a literal.
    let tagged = matches!(&protocol.types[first].shape, ir::Shape::Union(ir::Union { tagging: ir::Tagging::Internal { tag }, .. }) if tag == "method");
    (all && tagged).then_some(first)
}

fn method(context: &Context<'_>, method: &ir::Method) -> Method {
    let (optional, params) = match &method.params {
        Some(params) => (params.presence == Presence::Optional, context.value(&params.value)),
        None if context.protocol.writes_null(method) => (false, TypeExpr::Keyword(Keyword::Null)),
        None if context.protocol.lets_params_pass(method) => (true, TypeExpr::Keyword(Keyword::Unknown)),
        None => (true, TypeExpr::Keyword(Keyword::Undefined)),
    };
    let result =
        method.result.as_ref().map_or(TypeExpr::Keyword(Keyword::Unknown), |result| context.value(result));
    Method {
        docs: comment(method),
        key: Key::new(&method.name),
        name: StrLit::new(&method.name),
        optional,
        params,
        result: (method.kind == MethodKind::Request).then_some(result),
    }
}

fn comment(method: &ir::Method) -> Comment {
    docs::plain(&method.docs)
}
