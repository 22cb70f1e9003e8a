//! Values of the types of a protocol, from a seed: what they should accept, what they should keep, and what has
//! one fault that they should refuse.
//!
//! Whether a value is one of its type is not decided here: each is a candidate, with what was done to it and where.
//! The first values of a type take its branches in turn; those behind them are random.

mod build;
mod datum;
mod edit;
mod height;
mod sample;
mod scalars;
mod shrink;

pub use build::{Around, Role, Sample, Site};
pub use codegen_ir as ir;
pub use datum::{Datum, Path};
pub use edit::{Edit, Kind, edits};
pub use sample::{Candidate, Change, Generator, Texts};
pub use shrink::smaller;
