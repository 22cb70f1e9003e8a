//! Runs values of every type of a schema through the generated code, in its own language, and says what came back.
//!
//! Which values a type accepts is decided by a validator of another author, from the schema as it is written and
//! corrected by overlays. Where the generated code decides otherwise, a policy with a name must say so.

mod address;
mod case;
mod document;
mod endless;
mod judge;
mod multiple;
mod parts;
mod policy;
mod report;
mod run;
mod runner;
mod subject;
mod verdict;

pub use case::{Case, Expected};
pub use codegen_build as build;
pub use codegen_values as values;
pub use policy::Policy;
pub use report::{Failure, Table, Tally, json, table};
pub use run::{Disagreement, Options, Progress, Verified, verify};
pub use runner::{Language, Outcome, Probe, Runner, Tools};
pub use subject::Subject;
