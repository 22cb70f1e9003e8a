//! A finding, as it is reported.

use codegen_ir::{Direction, Directions, Pointer};

use crate::direction::Reach;
use crate::level::{Audience, Language, Level};
use crate::rules::{By, Case, Rule};
use crate::walk::{Hit, Subject, Walk};

/// What changed, and what that does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The rule that knows such changes.
    pub rule: &'static Rule,
    /// Its case that holds here.
    pub case: &'static Case,
    /// What it does to old clients.
    pub clients: Level,
    /// What it does to old servers.
    pub servers: Level,
    pub(crate) flows: [By; 2],
    /// Whether only peers that opted in to what is experimental meet it.
    pub experimental: bool,
    /// Whether it would break old clients, were it not that they keep what they do not know.
    pub tolerated: bool,
    /// The languages in which old code no longer compiles or type-checks.
    pub source: &'static [Language],
    /// Whether it is about a method or a type.
    pub what: What,
    /// The method or the type, by its new name where it has one; `Old → New`, where the one stands in the place of the
    /// other.
    pub name: String,
    /// Where in it: `.field`, `[]`, `<variant>`; empty: all of it.
    pub place: String,
    /// What was there.
    pub was: Option<String>,
    /// What is there now.
    pub now: Option<String>,
    /// Where the old schema says so.
    pub old: Option<Pointer>,
    /// Where the new schema says so.
    pub new: Option<Pointer>,
    /// Who sends it. Neither: nothing that both versions share leads there.
    pub directions: Directions,
    /// The methods that lead there, sorted.
    pub methods: Vec<String>,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum What {
    Method,
    Type,
}

impl Change {
    /// Its level for one audience.
    #[must_use]
    pub const fn level(&self, audience: Audience) -> Level {
        match audience {
            Audience::Clients => self.clients,
            Audience::Servers => self.servers,
        }
    }

    /// Its levels for one audience, by who sends; `None`: nothing is sent that way.
    #[must_use]
    pub const fn flow(&self, audience: Audience) -> By {
        match audience {
            Audience::Clients => self.flows[0],
            Audience::Servers => self.flows[1],
        }
    }

    /// Name and place together.
    #[must_use]
    pub fn subject(&self) -> String {
        format!("{}{}", self.name, self.place)
    }
}

/// All findings with their levels, sorted.
pub(crate) fn collect(walk: &Walk<'_>, reach: &[Reach]) -> Vec<Change> {
    let mut all: Vec<Change> = walk
        .nodes
        .iter()
        .zip(reach)
        .flat_map(|(node, reach)| {
            let hits = node.hits.iter().filter(|hit| !is_said(walk, node.subject, hit, reach));
            hits.map(move |hit| change(walk, node.subject, hit, reach))
        })
        .collect();
    all.sort_by(|a, b| key(a).cmp(&key(b)));
    all
}

/// Whether it was said of the union that lists a message. That names changed is said of the message alone.
fn is_said(walk: &Walk<'_>, subject: Subject, hit: &Hit, reach: &Reach) -> bool {
    let Subject::Types(old, _) = subject else { return false };
    let of_names = ["N01", "N02", "N03"].contains(&hit.rule.id);
    walk.messages.contains(&old) && reach.directions == Directions::default() && !of_names
}

pub(crate) fn key(change: &Change) -> impl Ord + '_ {
    let Change { clients, servers, what, name, place, rule, was, .. } = change;
    (std::cmp::Reverse((clients, servers)), what, name, place, rule.id, was)
}

fn change(walk: &Walk<'_>, subject: Subject, hit: &Hit, reach: &Reach) -> Change {
    let case = hit.rule.case(hit.case);
    // Openness is what generated code does with what it is sent, and a client's is generated; a server decides for
    // itself what it reads.
    let softened = hit.rule.softened && hit.tolerated;
    let flow = |audience| {
        let by = case.levels(audience);
        let old_writes = |direction| (audience == Audience::Clients) == (direction == Direction::ToServer);
        let of = |level: Option<Level>, direction| {
            let level = level.filter(|_| has(reach.directions, direction))?;
            let breaks = if old_writes(direction) {
                !hit.proven.grown && has(reach.old_refused, direction)
            } else {
                !hit.proven.shrunk && has(reach.new_refused, direction)
            };
            Some(match level {
                Level::Breaking if softened && audience == Audience::Clients => Level::Risky,
                // What an old server says, a new client reads.
                Level::Breaking
                    if hit.kept && (audience, direction) == (Audience::Servers, Direction::ToClient) =>
                {
                    Level::Risky
                }
                Level::Breaking if !breaks => hit.rule.at_least,
                level => level,
            })
        };
        By {
            to_server: of(by.to_server, Direction::ToServer),
            to_client: of(by.to_client, Direction::ToClient),
        }
    };
    let flows = [flow(Audience::Clients), flow(Audience::Servers)];
    let worst = |by: By| by.to_server.max(by.to_client).unwrap_or(Level::Safe);
    let (clients, servers) = (worst(flows[0]), worst(flows[1]));
    let would = |by: By, is: By| {
        by.to_server.filter(|_| is.to_server.is_some()) == Some(Level::Breaking)
            || by.to_client.filter(|_| is.to_client.is_some()) == Some(Level::Breaking)
    };
    let tolerated = softened && would(case.clients, flows[0]);
    let (old, new) = (walk.old.protocol, walk.new.protocol);
    let (what, name) = match subject {
        Subject::Types(_, id) => (What::Type, walk.new.name(id)),
        Subject::Instead(id, other) => {
            (What::Type, format!("{} → {}", walk.old.name(id), walk.new.name(other)))
        }
        Subject::Gone(id) => (What::Type, walk.old.name(id)),
        Subject::Methods(_, at) | Subject::MethodNew(at) => (What::Method, new.methods[at].name.clone()),
        Subject::MethodGone(at) => (What::Method, old.methods[at].name.clone()),
    };
    Change {
        rule: hit.rule,
        case,
        clients,
        servers,
        flows,
        experimental: false,
        tolerated,
        source: hit.source.unwrap_or(case.source),
        what,
        name,
        place: hit.place.clone(),
        was: hit.was.clone(),
        now: hit.now.clone(),
        old: hit.old.clone(),
        new: hit.new.clone(),
        directions: reach.directions,
        methods: reach.methods.clone(),
    }
}

const fn has(directions: Directions, one: Direction) -> bool {
    match one {
        Direction::ToServer => directions.to_server,
        Direction::ToClient => directions.to_client,
    }
}

/// Who sends a value, in words.
#[must_use]
pub fn direction(directions: Directions) -> &'static str {
    match (directions.to_server, directions.to_client) {
        (true, true) => "both ways",
        (true, false) => arrow(Direction::ToServer),
        (false, true) => arrow(Direction::ToClient),
        (false, false) => "not reached",
    }
}

const fn arrow(direction: Direction) -> &'static str {
    match direction {
        Direction::ToServer => "client to server",
        Direction::ToClient => "server to client",
    }
}
