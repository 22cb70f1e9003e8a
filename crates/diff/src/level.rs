//! How bad a change is, for whom.

use std::fmt;

/// What a change does to a peer that was built for the old schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing: every message is still understood.
    Safe,
    /// Every message is still read, but its meaning, or what the peer relies on, may be another.
    Risky,
    /// Some messages are refused, or never answered.
    Breaking,
}

impl Level {
    /// As it is written in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Risky => "risky",
            Self::Breaking => "breaking",
        }
    }

    /// One level down.
    #[must_use]
    pub const fn lowered(self) -> Self {
        match self {
            Self::Breaking => Self::Risky,
            Self::Risky | Self::Safe => Self::Safe,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Who was built for the old schema, and meets a peer that was built for the new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Old clients of a new server.
    Clients,
    /// Old servers of a new client.
    Servers,
}

/// A language whose generated code may no longer compile, or type-check, with code that used it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Language {
    Rust,
    Python,
    TypeScript,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rust, Self::Python, Self::TypeScript];

    /// As people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rust => "Rust",
            Self::Python => "Python",
            Self::TypeScript => "TypeScript",
        }
    }
}
