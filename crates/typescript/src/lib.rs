//! TypeScript types and method maps of a protocol.
//!
//! The types are what JSON carries, nothing is parsed: at run time there are only the values of
//! enumerations, the names of methods and guards for messages.
//!
//! - A struct that keeps unknown members has no index signature: one would switch off the check for
//!   misspelt members in literals, and completion. Nothing is stripped, so unknown members are
//!   there all the same. Where other members must begin with `x-`, there is one for these names.
//! - An open enumeration is `"a" | "b" | (string & {})`: an editor offers what is known.
//! - A tagged union that keeps unknown tags ends in a variant whose tag is a string that equals none
//!   of the known ones, so that `switch` narrows and `default` is not `never`.

mod conventions;
mod lower;
mod model;
mod render;
mod text;

use codegen_target::ir::Protocol;
use codegen_target::{Header, SourceFile, Target};
use serde::Deserialize;

/// What a user may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Options {
    /// The type of integers that may go beyond 2^53 - 1.
    pub integers: Integers,
    /// How modules of the package name each other.
    pub imports: Imports,
}

/// The type of integers that may go beyond 2^53 - 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Integers {
    /// What `JSON.parse` gives: greater values are rounded.
    #[default]
    Number,
    /// Exact, with a JSON parser that gives it.
    BigInt,
}

/// How modules of the package name each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Imports {
    /// `./thread.js`: what `tsc` compiles for any runtime, and every bundler understands.
    #[default]
    Js,
    /// `./thread.ts`: for runtimes that take the types off themselves.
    Ts,
}

impl Imports {
    const fn extension(self) -> &'static str {
        match self {
            Self::Js => ".js",
            Self::Ts => ".ts",
        }
    }
}

/// The TypeScript target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TypeScript {
    options: Options,
}

impl TypeScript {
    /// A target with these options.
    #[must_use]
    pub const fn new(options: Options) -> Self {
        Self { options }
    }
}

impl Target for TypeScript {
    fn lang(&self) -> &'static str {
        "typescript"
    }

    fn generate(&self, protocol: &Protocol, header: &Header) -> Vec<SourceFile> {
        render::render(&lower::lower(protocol, &self.options), header)
    }

    fn type_names(&self, protocol: &Protocol) -> Vec<String> {
        conventions::Names::new(protocol).types().iter().map(ToString::to_string).collect()
    }
}
