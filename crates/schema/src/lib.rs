//! Reads JSON Schema bundles: references, folders, overlays, places for errors.

mod diagnostic;
mod json;
mod pointer;

pub use diagnostic::{Diagnostic, Diagnostics, Place, Severity};
pub use json::{Json, quote};
pub use pointer::Pointer;
pub use serde_json::Number;
