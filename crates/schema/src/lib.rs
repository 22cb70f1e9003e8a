//! Reads JSON Schema bundles: references, folders, overlays, places for errors.

mod json;
mod pointer;

pub use json::{Json, quote};
pub use pointer::Pointer;
pub use serde_json::Number;
