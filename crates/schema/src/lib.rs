//! Reads JSON Schema bundles: references, folders, overlays, places for errors.
//!
//! Data comes in as files and goes out as a [`Bundle`]: every keyword typed or diagnosed, every reference
//! resolved to a definition, overlays applied.

mod address;
pub mod ast;
mod bundle;
mod diagnostic;
mod distinct;
mod draft;
mod input;
mod json;
mod limits;
mod locate;
mod look;
mod meta_model;
mod methods;
mod overlay;
mod parse;
mod pointer;
mod resolve;
mod said;
mod source;
mod suggest;
mod unify;
mod uri;
mod well_known;

pub use address::{means, split as split_address};
pub use ast::{DefId, Schema};
pub use bundle::{Bundle, Definition};
pub use diagnostic::{Diagnostic, Diagnostics, Place, Severity, in_prose};
pub use distinct::joined;
pub use input::{MANIFEST, is_name};
pub use json::{Json, quote, toml_quote, whole};
pub use limits::Limits;
pub use locate::{Locator, locate};
pub use methods::DeclaredMethod;
pub use overlay::{MethodChange, MethodFix, Overlay, To};
pub use pointer::Pointer;
pub use said::{Sayings, Words};
pub use serde_json::Number;
pub use source::{Document, is_repository, not_utf_8, read_bounded, unreadable};
pub use suggest::suggest;
