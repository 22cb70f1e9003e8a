//! Methods, and what is around their params.

use std::collections::HashMap;

use codegen_ir::{Direction, Method, MethodKind, Params, Presence, Shape, Struct, Type, Value};

use crate::compare::{Cmp, Place};
use crate::envelope::envelopes;
use crate::rules::Rule;
use crate::rules::methods::{M01, M02, M03, M04, M05, M06, M07, M08, M09, M10, M14};
use crate::rules::types::T01;
use crate::side::{Side, squeezed};
use crate::walk::{Hit, Subject, Walk};

/// A node that a method leads to, and who sends what is there.
pub(crate) struct Root {
    pub node: usize,
    pub method: String,
    pub direction: Direction,
}

/// Compares the methods, and starts the comparison of what they carry.
pub(crate) fn compare(walk: &mut Walk<'_>) -> Vec<Root> {
    let (old, new) = (walk.old.protocol, walk.new.protocol);
    let mut roots = Vec::new();
    let Partners { pairs, mut gone, mut come } = partners(&old.methods, &new.methods);
    rename(walk, &mut gone, &mut come, &mut roots);
    for at in gone {
        let method = &old.methods[at];
        let mut hit = Hit::new(removed(method), 0, String::new());
        hit.old = Some(method.pointer.clone());
        let node = walk.add(Subject::MethodGone(at), vec![hit], Vec::new());
        roots.push(root(node, method));
    }
    for at in come {
        let method = &new.methods[at];
        let mut hit = Hit::new(added(method), 0, String::new());
        hit.new = Some(method.pointer.clone());
        hit.tolerated = true;
        let node = walk.add(Subject::MethodNew(at), vec![hit], Vec::new());
        roots.push(root(node, method));
    }
    for (a, b) in pairs {
        pair(walk, a, b, &mut roots);
    }
    envelopes(walk, &mut roots);
    roots
}

/// Methods, by their places in the lists.
struct Partners {
    pairs: Vec<(usize, usize)>,
    gone: Vec<usize>,
    come: Vec<usize>,
}

/// A request and a notification may have one name: a method became the other kind only where it has no partner of
/// its own.
fn partners(old: &[Method], new: &[Method]) -> Partners {
    let (mut pairs, mut gone) = (Vec::new(), (0..old.len()).collect::<Vec<usize>>());
    let mut taken = vec![false; new.len()];
    for with_kind in [true, false] {
        let key = |method: &Method| (method.direction, method.name.clone(), with_kind.then_some(method.kind));
        let free = new.iter().enumerate().filter(|(at, _)| !taken[*at]);
        let mut free: HashMap<_, usize> = free.map(|(at, method)| (key(method), at)).collect();
        gone.retain(|at| {
            let partner = free.remove(&key(&old[*at]));
            if let Some(other) = partner {
                taken[other] = true;
                pairs.push((*at, other));
            }
            partner.is_none()
        });
    }
    pairs.sort_unstable();
    let come = (0..new.len()).filter(|at| !taken[*at]).collect();
    Partners { pairs, gone, come }
}

pub(crate) fn root(node: usize, method: &Method) -> Root {
    Root { node, method: method.name.clone(), direction: method.direction }
}

const fn removed(method: &Method) -> &'static Rule {
    match (method.direction, method.kind) {
        (Direction::ToServer, MethodKind::Request) => &M01,
        (Direction::ToServer, MethodKind::Notification) => &M07,
        (Direction::ToClient, MethodKind::Request) => &M06,
        (Direction::ToClient, MethodKind::Notification) => &M04,
    }
}

const fn added(method: &Method) -> &'static Rule {
    match (method.direction, method.kind) {
        (Direction::ToServer, MethodKind::Request) => &M02,
        (Direction::ToServer, MethodKind::Notification) => &M14,
        (Direction::ToClient, MethodKind::Request) => &M05,
        (Direction::ToClient, MethodKind::Notification) => &M03,
    }
}

/// A method that is gone and a new one with the same shape, where neither has a rival: a shape that says much, or
/// names of the same words.
fn rename(walk: &mut Walk<'_>, gone: &mut Vec<usize>, come: &mut Vec<usize>, roots: &mut Vec<Root>) {
    for by_words in [true, false] {
        rename_by(by_words, walk, gone, come, roots);
    }
}

fn rename_by(
    by_words: bool,
    walk: &mut Walk<'_>,
    gone: &mut Vec<usize>,
    come: &mut Vec<usize>,
    roots: &mut Vec<Root>,
) {
    let (old, new) = (walk.old.protocol, walk.new.protocol);
    let shapes = |side: &Side<'_>, list: &[usize]| {
        let mut found: HashMap<_, Vec<usize>> = HashMap::new();
        for at in list {
            let method = &side.protocol.methods[*at];
            let (members, shape) = shape(side, method);
            // Few members tell little: then the types must be called the same, too.
            let words = if by_words {
                Some(squeezed(&method.name))
            } else {
                (members < TELLING).then(|| type_names(side, method))
            };
            if words.as_ref().is_none_or(|words| !words.is_empty()) {
                found.entry((method.direction, method.kind, shape, words)).or_default().push(*at);
            }
        }
        found
    };
    let (mine, theirs) = (shapes(&walk.old, gone), shapes(&walk.new, come));
    let mut pairs: Vec<(usize, usize)> = mine
        .iter()
        .filter_map(|(key, list)| match (list.as_slice(), theirs.get(key).map(Vec::as_slice)) {
            ([a], Some([b])) => Some((*a, *b)),
            _ => None,
        })
        .collect();
    pairs.sort_unstable();
    for (a, b) in pairs {
        gone.retain(|at| *at != a);
        come.retain(|at| *at != b);
        let notified = old.methods[a].kind == MethodKind::Notification;
        let mut hit = Hit::new(&M08, usize::from(notified), String::new());
        (hit.was, hit.now) = (Some(old.methods[a].name.clone()), Some(new.methods[b].name.clone()));
        (hit.old, hit.new) = (Some(old.methods[a].pointer.clone()), Some(new.methods[b].pointer.clone()));
        let node = walk.add(Subject::Methods(a, b), vec![hit], Vec::new());
        roots.push(root(node, &old.methods[a]));
        // Of what it carries no more than names can have changed.
        pair(walk, a, b, roots);
    }
}

/// Whether params must be there and their structure, and the structure of the result.
type MethodShape = (Option<(bool, u64)>, Option<u64>);

/// With fewer members, methods of one structure may be two.
const TELLING: usize = 3;

/// What the types are called that a method carries; nothing where its params have no type of their own.
fn type_names(side: &Side<'_>, method: &Method) -> String {
    let name = |value: &Value| match &value.kind {
        Type::Ref(id) => Some(side.def(*id).name.as_str()),
        _ => None,
    };
    let result = method.result.as_ref().and_then(name).unwrap_or_default();
    let params = method.params.as_ref().and_then(|params| name(&params.value));
    params.map_or_else(String::new, |params| format!("{params} {result}"))
}

/// How many members a method has, and its structure.
fn shape(side: &Side<'_>, method: &Method) -> (usize, MethodShape) {
    let fields = |value: &Value| match &value.kind {
        Type::Ref(id) => match &side.def(*id).shape {
            Shape::Struct(body) => body.fields.len(),
            Shape::Union(union) => union.variants.len(),
            _ => 1,
        },
        _ => 1,
    };
    let params = method.params.as_ref();
    let members = params.map_or(0, |params| fields(&params.value)) + method.result.as_ref().map_or(0, fields);
    let params = params.map(|params| (params.presence == Presence::Required, side.hash(&params.value)));
    (members, (params, method.result.as_ref().map(|value| side.hash(value))))
}

/// One method, on both sides: its params go one way, its result the other.
fn pair(walk: &mut Walk<'_>, at: usize, other: usize, roots: &mut Vec<Root>) {
    let (a, b) = (&walk.old.protocol.methods[at], &walk.new.protocol.methods[other]);
    let place = |path: &str| Place {
        path: path.to_owned(),
        old: a.pointer.clone(),
        new: b.pointer.clone(),
        changed: &T01,
    };
    let mut cmp = Cmp::new(walk);
    cmp.docs(&place(""), &a.docs, &b.docs);
    if a.kind != b.kind {
        let word = |kind| if kind == MethodKind::Request { "request" } else { "notification" }.to_owned();
        cmp.turned(&M10, 0, &place(""), word(a.kind), word(b.kind));
    }
    params(&mut cmp, &place(".params"), a, b);
    let Cmp { hits, edges, .. } = cmp;
    let there = walk.add(Subject::Methods(at, other), hits, edges);
    roots.push(root(there, a));
    if a.kind == MethodKind::Request && b.kind == MethodKind::Request {
        let any = Value { kind: Type::Any, nullable: false };
        let mut cmp = Cmp::new(walk);
        cmp.value(&place(".result"), a.result.as_ref().unwrap_or(&any), b.result.as_ref().unwrap_or(&any));
        let Cmp { hits, edges, .. } = cmp;
        let back = walk.add(Subject::Methods(at, other), hits, edges);
        let direction = match a.direction {
            Direction::ToServer => Direction::ToClient,
            Direction::ToClient => Direction::ToServer,
        };
        roots.push(Root { node: back, method: a.name.clone(), direction });
    }
}

fn params(cmp: &mut Cmp<'_, '_>, place: &Place, old: &Method, new: &Method) {
    let (a, b) = (old.params.as_ref(), new.params.as_ref());
    let only_null = (only_null(&cmp.walk.old, old), only_null(&cmp.walk.new, new));
    let show = |side: &Side<'_>, params: Option<&Params>, null: bool| match params {
        None => if null { "null" } else { "none" }.to_owned(),
        Some(params) if params.presence == Presence::Optional => {
            format!("{}, optional", side.show(&params.value))
        }
        Some(params) => side.show(&params.value),
    };
    let required =
        |params: Option<&Params>| params.is_some_and(|params| params.presence == Presence::Required);
    let case = match (required(a), required(b)) {
        (false, true) if only_null.0 => Some(5),
        (false, false) if only_null.0 && b.is_some() => {
            let takes_null = b.is_some_and(|params| cmp.walk.new.holds_null(&params.value));
            Some(if takes_null { 3 } else { 4 })
        }
        (required, false) if only_null.1 && a.is_some() => Some(if required { 6 } else { 7 }),
        (false, true) => Some(if a.is_none() && refuses(&cmp.walk.old, old) { 11 } else { 0 }),
        (true, false) => Some(if b.is_none() && refuses(&cmp.walk.new, new) { 10 } else { 1 }),
        _ if a.is_some() && b.is_none() => Some(if refuses(&cmp.walk.new, new) { 9 } else { 12 }),
        _ if a.is_none() && b.is_some() => Some(if refuses(&cmp.walk.old, old) { 8 } else { 2 }),
        _ => None,
    };
    if let Some(case) = case {
        let (was, now) = (show(&cmp.walk.old, a, only_null.0), show(&cmp.walk.new, b, only_null.1));
        cmp.turned(&M09, case, place, was, now);
    }
    if let (Some(a), Some(b)) = (a, b) {
        cmp.value(place, &a.value, &b.value);
    }
}

/// Whether a message that does not name `params` refuses them.
fn refuses(side: &Side<'_>, method: &Method) -> bool {
    message(side, method).is_some_and(|body| !body.lets_in("params"))
}

/// The object of the whole message.
pub(crate) fn message<'a>(side: &Side<'a>, method: &Method) -> Option<&'a Struct> {
    match &side.def(method.envelope?).shape {
        Shape::Struct(body) => Some(body),
        _ => None,
    }
}

/// Whether a message names `params`, but lets nothing be there but null.
fn only_null(side: &Side<'_>, method: &Method) -> bool {
    let Some(body) = message(side, method) else { return false };
    let own = body.fields.iter().find(|field| field.wire == "params");
    method.params.is_none() && own.is_some_and(|field| matches!(field.value.kind, Type::Null | Type::Never))
}
