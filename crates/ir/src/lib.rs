//! The language-neutral model of a JSON-RPC protocol and its types.
//!
//! [`lower`] makes it from a [`codegen_schema::Bundle`] and a [`Policy`]; it is read-only afterwards.

mod accepts;
mod graph;
mod guard;
mod lower;
mod message;
mod model;
mod policy;
mod print;
mod scalar;
mod spelling;
mod verify;
mod witness;

pub use accepts::{accepts, kind, passes};
pub use codegen_schema as schema;
pub use lower::lower;
pub use model::*;
pub use policy::{ChosenName, ChosenOpenness, MethodUnions, Policy, Profile, ResultEntry};
pub use spelling::{spell, without_accents, words};
pub use verify::verify;
