//! What is stable, and what a peer must ask for. A bundle does not say it; the two bundles of one version do.

use std::collections::{HashMap, HashSet};

use codegen_ir::{Direction, Directions, Method, MethodKind, Protocol};

use crate::change::{Change, What, key};
use crate::level::Level;
use crate::rules::By;
use crate::rules::methods::{M11, M12};

/// The two protocols of one version.
#[derive(Debug, Clone, Copy)]
pub struct Both<'a> {
    /// What every peer may rely on.
    pub stable: &'a Protocol,
    /// The same, and what a peer must opt in to.
    pub experimental: &'a Protocol,
}

/// All changes of what is stable; and those of what is experimental, one level down unless `whole`.
///
/// A stable method that is experimental now was not removed, and an experimental one that is stable now is not
/// new.
#[must_use]
pub fn diff_both(old: Both<'_>, new: Both<'_>, whole: bool) -> Vec<Change> {
    let mut all = crate::diff(old.stable, new.stable);
    let mut more = crate::diff(old.experimental, new.experimental);
    more.iter_mut().for_each(|change| change.only_experimental(whole));
    // What is said of a place already is said again only where it is worse for those who opted in: there it may be
    // sent another way; or at all.
    let known: HashMap<_, _> = all.iter().map(|change| (place(change), Said::of(change))).collect();
    more.retain_mut(|change| known.get(&place(change)).is_none_or(|stable| stable.leaves(change)));
    let worse: HashSet<_> = more.iter().map(place).collect();
    let is_safe = |change: &Change| change.clients.max(change.servers) == Level::Safe;
    all.retain(|change| !is_safe(change) || !worse.contains(&place(change)));
    for change in &mut all {
        moved(change, old, new);
    }
    all.extend(more);
    all.sort_by(|a, b| key(a).cmp(&key(b)));
    all
}

/// What was said of a place in what is stable.
struct Said {
    clients: Level,
    servers: Level,
    directions: Directions,
    methods: Vec<String>,
}

impl Said {
    fn of(change: &Change) -> Self {
        let Change { clients, servers, directions, ref methods, .. } = *change;
        Self { clients, servers, directions, methods: methods.clone() }
    }

    /// Whether something is left to be said of it in what is experimental; then, only that.
    fn leaves(&self, change: &mut Change) -> bool {
        let unsent = self.directions == Directions::default() && change.directions != self.directions;
        let (clients, servers) = (change.clients > self.clients, change.servers > self.servers);
        if !clients && !servers {
            return unsent;
        }
        let is_safe = self.clients.max(self.servers) == Level::Safe;
        if is_safe {
            return true;
        }
        let left = Directions {
            to_server: change.directions.to_server && !self.directions.to_server,
            to_client: change.directions.to_client && !self.directions.to_client,
        };
        let flows = change.flows.map(|by| By {
            to_server: by.to_server.filter(|_| left.to_server),
            to_client: by.to_client.filter(|_| left.to_client),
        });
        let [of_clients, of_servers] = flows.map(|by| by.to_server.max(by.to_client).unwrap_or(Level::Safe));
        // It may be worse the same way too.
        let only_left =
            (!clients || of_clients == change.clients) && (!servers || of_servers == change.servers);
        if only_left {
            (change.directions, change.flows) = (left, flows);
            (change.clients, change.servers) = (of_clients, of_servers);
            let others = |method: &&String| !self.methods.contains(method);
            let methods: Vec<String> = change.methods.iter().filter(others).cloned().collect();
            if !methods.is_empty() {
                change.methods = methods;
            }
        }
        true
    }
}

impl Change {
    /// Only peers that opted in meet it: one level down unless `whole`.
    pub fn only_experimental(&mut self, whole: bool) {
        self.experimental = true;
        if !whole {
            self.clients = self.clients.lowered();
            self.servers = self.servers.lowered();
            self.flows = self.flows.map(lowered);
        }
    }
}

impl Change {
    /// An integer that became a number, or the other way round, is of whole numbers on both sides (T04).
    pub fn of_whole_numbers(&mut self) {
        let Some(case) = self.rule.cases.iter().position(|case| *case == *self.case) else { return };
        let spelling = |level: Level| level.min(Level::Risky);
        self.case = self.rule.cases.get(case + 2).unwrap_or(self.case);
        self.source = self.case.source;
        self.clients = spelling(self.clients);
        self.servers = spelling(self.servers);
        self.flows = self
            .flows
            .map(|by| By { to_server: by.to_server.map(spelling), to_client: by.to_client.map(spelling) });
    }
}

fn place(change: &Change) -> (&'static str, What, String, String) {
    (change.rule.id, change.what, change.name.clone(), change.place.clone())
}

fn lowered(by: By) -> By {
    By { to_server: by.to_server.map(Level::lowered), to_client: by.to_client.map(Level::lowered) }
}

/// What a rule says to be gone, or else new: who is sent it, and whether it is answered. A name alone says neither.
fn sent(rule: &str) -> Option<(Direction, MethodKind, bool)> {
    use Direction::{ToClient, ToServer};
    use MethodKind::{Notification, Request};
    Some(match rule {
        "M01" => (ToServer, Request, true),
        "M02" => (ToServer, Request, false),
        "M03" => (ToClient, Notification, false),
        "M04" => (ToClient, Notification, true),
        "M05" => (ToClient, Request, false),
        "M06" => (ToClient, Request, true),
        "M07" => (ToServer, Notification, true),
        "M14" => (ToServer, Notification, false),
        _ => return None,
    })
}

/// A method that changed sides.
fn moved(change: &mut Change, old: Both<'_>, new: Both<'_>) {
    let Some((direction, kind, gone)) = sent(change.rule.id) else { return };
    let (other, rule) = if gone { (new.experimental, &M11) } else { (old.experimental, &M12) };
    let is_it =
        |method: &Method| (method.direction, method.kind, &method.name) == (direction, kind, &change.name);
    if !other.methods.iter().any(is_it) {
        return;
    }
    change.rule = rule;
    change.case = rule.case(0);
    change.source = change.case.source;
    let to = |direction, by: By| match direction {
        Direction::ToServer => by.to_server.filter(|_| change.directions.to_server),
        Direction::ToClient => by.to_client.filter(|_| change.directions.to_client),
    };
    let of = |by| By { to_server: to(Direction::ToServer, by), to_client: to(Direction::ToClient, by) };
    change.flows = [of(change.case.clients), of(change.case.servers)];
    let worst = |by: By| by.to_server.max(by.to_client).unwrap_or(Level::Safe);
    (change.clients, change.servers) = (worst(change.flows[0]), worst(change.flows[1]));
    change.tolerated = false;
}
