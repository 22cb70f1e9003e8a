//! Pydantic v2 models from a protocol.
//!
//! The output folder is the package: the modules mirror the tree of methods, every type can be
//! imported from the root, and nothing is loaded before it is used.

mod conventions;
mod lower;
mod model;
mod render;
mod text;

pub use codegen_target as target;

use codegen_target::ir::Protocol;
use codegen_target::{Header, SourceFile, Target};
use serde::Deserialize;

/// What can be chosen. Nothing yet: the defaults have no rival so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Options {}

/// Python, by Pydantic.
#[derive(Debug, Clone, Default)]
pub struct Python {
    _options: Options,
}

impl Python {
    /// The target with these options.
    #[must_use]
    pub const fn new(options: Options) -> Self {
        Self { _options: options }
    }
}

impl Target for Python {
    fn lang(&self) -> &'static str {
        "python"
    }

    fn generate(&self, protocol: &Protocol, header: &Header) -> Vec<SourceFile> {
        render::files(&lower::package(protocol), header)
    }

    fn type_names(&self, protocol: &Protocol) -> Vec<String> {
        conventions::type_names(protocol).iter().map(ToString::to_string).collect()
    }
}
