//! The language-neutral model of a JSON-RPC protocol and its types.

mod graph;
mod model;

pub use model::*;
