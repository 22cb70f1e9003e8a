//! What is around `method` and `params`: the objects of messages.

use std::collections::HashMap;

use codegen_ir::{Direction, Field, Method, MethodKind, Presence, Struct, Type, TypeId};

use crate::compare::{Cmp, Place, member};
use crate::methods::{Root, message, root};
use crate::rules::envelopes::{V01, V02};
use crate::rules::types::T01;
use crate::walk::{Hit, Subject, Walk};

/// Compares the messages: one finding a union of them, not one a message.
pub(crate) fn envelopes(walk: &mut Walk<'_>, roots: &mut Vec<Root>) {
    let (old, new) = (walk.old.protocol, walk.new.protocol);
    let by_name: HashMap<(Direction, MethodKind, &str), &Method> = new
        .methods
        .iter()
        .map(|method| ((method.direction, method.kind, method.name.as_str()), method))
        .collect();
    let mut nodes: HashMap<(TypeId, TypeId), usize> = HashMap::new();
    for a in &old.methods {
        let Some(b) = by_name.get(&(a.direction, a.kind, a.name.as_str())) else { continue };
        let (Some(union_a), Some(union_b)) = (a.union, b.union) else { continue };
        let (Some(x), Some(y)) = (message(&walk.old, a), message(&walk.new, b)) else { continue };
        walk.messages.extend(a.envelope);
        let place = Place {
            path: String::new(),
            old: walk.old.def(union_a).pointer.clone(),
            new: walk.new.def(union_b).pointer.clone(),
            changed: &T01,
        };
        let mut cmp = Cmp::new(walk);
        cmp.envelope(&place, x, y);
        let Cmp { hits, edges, .. } = cmp;
        if hits.is_empty() && edges.is_empty() {
            continue;
        }
        let node = *nodes
            .entry((union_a, union_b))
            .or_insert_with(|| walk.add(Subject::Types(union_a, union_b), Vec::new(), Vec::new()));
        add(walk, node, hits, edges);
        roots.push(root(node, a));
    }
}

/// Adds what is not known yet.
fn add(walk: &mut Walk<'_>, node: usize, hits: Vec<Hit>, edges: Vec<usize>) {
    let known = &mut walk.nodes[node];
    for hit in hits {
        let key = |hit: &Hit| (hit.rule.id, hit.case, hit.place.clone());
        if known.hits.iter().all(|one| key(one) != key(&hit)) {
            known.hits.push(hit);
        }
    }
    for edge in edges {
        if !known.edges.contains(&edge) {
            known.edges.push(edge);
        }
    }
}

/// Whether a member is none of those that are compared method by method.
fn own(field: &&Field) -> bool {
    !matches!(field.wire.as_str(), "method" | "params")
}

impl Cmp<'_, '_> {
    fn envelope(&mut self, place: &Place, a: &Struct, b: &Struct) {
        for field in a.fields.iter().filter(own) {
            let at = member(place, &field.wire, None, None);
            match b.fields.iter().find(|other| other.wire == field.wire) {
                Some(other) => self.kept(&at, field, other),
                None => self.gone(&at, field, b),
            }
        }
        for field in b.fields.iter().filter(own) {
            if a.fields.iter().all(|other| other.wire != field.wire) {
                self.come(&member(place, &field.wire, None, None), field, a);
            }
        }
        self.rest(place, &a.rest, &b.rest);
        self.rules(place, a, b);
    }

    fn gone(&mut self, at: &Place, field: &Field, new: &Struct) {
        let case = match (field.presence, self.refuses_old(new, field)) {
            (Presence::Required, false) => 3,
            (Presence::Optional, false) => 4,
            (Presence::Optional, true) => 6,
            (Presence::Required, true) => 7,
        };
        let was = self.walk.old.show(&field.value);
        self.hit(&V02, case, at).was = Some(was);
    }

    fn come(&mut self, at: &Place, field: &Field, old: &Struct) {
        let case = match (field.presence, self.refuses_new(old, field)) {
            (Presence::Optional, false) => 0,
            (Presence::Optional, true) => 1,
            (Presence::Required, false) => 2,
            (Presence::Required, true) => 8,
        };
        let now = self.walk.new.show(&field.value);
        self.hit(&V02, case, at).now = Some(now);
    }

    fn kept(&mut self, at: &Place, a: &Field, b: &Field) {
        match (a.presence, b.presence) {
            (Presence::Required, Presence::Optional) => {
                self.hit(&V02, 3, at);
            }
            (Presence::Optional, Presence::Required) => {
                self.hit(&V02, 2, at);
            }
            _ => {}
        }
        self.default(at, a, b);
        if self.walk.old.hash(&a.value) != self.walk.new.hash(&b.value) {
            let (rule, case) = if a.wire == "id" { (&V01, 0) } else { (&V02, 5) };
            self.became(rule, case, at, &a.value, &b.value);
            // Where it is a definition, that is said already.
            if let Type::Ref(id) = a.value.kind {
                self.walk.told.insert(id);
            }
        }
    }
}
