//! Rust types with serde from a protocol.
//!
//! Data goes down four floors: `lower` reads the protocol and decides, `model` is Rust as
//! plain data, `render` writes it as rustfmt would, and `conventions` holds how names are spelled. The
//! support code that each package carries lies in `support/`, as it is generated.

mod conventions;
mod lower;
mod markdown;
mod model;
mod render;
mod text;

pub use codegen_target as target;

use codegen_target::ir::Protocol;
use codegen_target::{Header, SourceFile, Target};
use serde::Deserialize;

/// Rust.
#[derive(Debug, Clone, Default)]
pub struct Rust {
    options: Options,
}

/// What can be chosen for Rust.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// How the code is spread over files.
    pub layout: Layout,
}

/// How the code is spread over files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// `mod.rs` with a module for each group of methods beside it.
    #[default]
    Tree,
    /// One `mod.rs`, to be taken in by `include!`.
    File,
}

impl Rust {
    /// Rust with these options.
    #[must_use]
    pub const fn new(options: Options) -> Self {
        Self { options }
    }
}

impl Target for Rust {
    fn lang(&self) -> &'static str {
        "rust"
    }

    fn generate(&self, protocol: &Protocol, header: &Header) -> Vec<SourceFile> {
        render::render(&lower::lower(protocol), self.options.layout, header)
    }

    fn type_names(&self, protocol: &Protocol) -> Vec<String> {
        lower::type_names(protocol)
    }
}
