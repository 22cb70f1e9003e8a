//! The rules, as data: what each one means, for whom, and the way out.

pub(crate) mod enums;
pub(crate) mod envelopes;
pub(crate) mod methods;
pub(crate) mod names;
pub(crate) mod properties;
pub(crate) mod types;
pub(crate) mod unions;

use crate::level::{Audience, Language, Level};

/// A kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// A letter and two digits; never given to another rule.
    pub id: &'static str,
    /// A name in kebab case.
    pub slug: &'static str,
    /// What happened, as a sentence without its subject.
    pub title: &'static str,
    /// Why the levels are what they are.
    pub why: &'static str,
    /// What the author of the protocol can do instead.
    pub way_out: &'static str,
    /// The levels. The first case is the usual one.
    pub cases: &'static [Case],
    /// Whether what breaks a reader is only risky where the reader keeps what it does not know.
    pub softened: bool,
    /// How bad it is at least, where it would break and nothing is refused: of what is read as something else, the
    /// meaning is lost.
    pub at_least: Level,
    /// Where it is found.
    pub found: Found,
}

/// Where a kind of change is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// By comparing two protocols.
    Compared,
    /// Elsewhere, or not at all: the text says why.
    Not(&'static str),
}

/// The levels of a change.
#[derive(Debug, PartialEq, Eq)]
pub struct Case {
    /// When it holds; empty for the usual one.
    pub when: &'static str,
    /// What it does to old clients.
    pub clients: By,
    /// What it does to old servers.
    pub servers: By,
    /// Where old code no longer compiles or type-checks.
    pub source: &'static [Language],
}

/// Levels by who sends; `None`: it cannot be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct By {
    /// Of what clients send: params of requests, notifications, answers to a server's requests.
    pub to_server: Option<Level>,
    /// Of what servers send: results, notifications, params of a server's requests.
    pub to_client: Option<Level>,
}

impl Case {
    /// The levels for one audience.
    #[must_use]
    pub const fn levels(&self, audience: Audience) -> By {
        match audience {
            Audience::Clients => self.clients,
            Audience::Servers => self.servers,
        }
    }

    /// Levels for servers that do not follow from those for clients.
    const fn servers(mut self, to_server: Option<Level>, to_client: Option<Level>) -> Self {
        self.servers = By { to_server, to_client };
        self
    }
}

const S: Option<Level> = Some(Level::Safe);
const R: Option<Level> = Some(Level::Risky);
const B: Option<Level> = Some(Level::Breaking);
const NO: Option<Level> = None;

pub(crate) const NONE: &[Language] = &[];
pub(crate) const RUST: &[Language] = &[Language::Rust];
pub(crate) const TYPESCRIPT: &[Language] = &[Language::TypeScript];
pub(crate) const RUST_PYTHON: &[Language] = &[Language::Rust, Language::Python];
const RUST_TYPESCRIPT: &[Language] = &[Language::Rust, Language::TypeScript];
pub(crate) const ALL: &[Language] = &Language::ALL;

/// For an old server the roles are swapped: it reads what an old client writes. What a change does to
/// the one when it reads, it does to the other when it reads.
const fn case(
    when: &'static str,
    to_server: Option<Level>,
    to_client: Option<Level>,
    source: &'static [Language],
) -> Case {
    let clients = By { to_server, to_client };
    let servers = By { to_server: to_client, to_client: to_server };
    Case { when, clients, servers, source }
}

const fn rule(
    id: &'static str,
    slug: &'static str,
    title: &'static str,
    why: &'static str,
    way_out: &'static str,
    cases: &'static [Case],
) -> Rule {
    Rule {
        id,
        slug,
        title,
        why,
        way_out,
        cases,
        softened: false,
        at_least: Level::Safe,
        found: Found::Compared,
    }
}

impl Rule {
    const fn softened(mut self) -> Self {
        self.softened = true;
        self
    }

    const fn risky_at_least(mut self) -> Self {
        self.at_least = Level::Risky;
        self
    }

    const fn not_found(mut self, why: &'static str) -> Self {
        self.found = Found::Not(why);
        self
    }

    /// The case with this index, else the usual one.
    #[must_use]
    pub fn case(&self, index: usize) -> &Case {
        self.cases.get(index).unwrap_or(&self.cases[0])
    }
}

/// All rules, in the order of their ids.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [
        methods::RULES,
        properties::RULES,
        types::RULES,
        enums::RULES,
        unions::RULES,
        names::RULES,
        envelopes::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The rule with this id or slug, in any case.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id.eq_ignore_ascii_case(name) || rule.slug.eq_ignore_ascii_case(name))
}
