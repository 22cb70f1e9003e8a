//! The facade: from a schema and its configuration to files.
//!
//! A build script needs one line:
//!
//! ```no_run
//! # fn main() -> Result<(), codegen_build::Error> {
//! codegen_build::Builder::new("schema.json").generate()
//! # }
//! ```
//!
//! The command does the same by way of [`Config`], [`Job`] and [`output`].

#[doc(hidden)] // for `codegen verify`, which runs languages side by side
pub mod at_once;
mod builder;
mod compile;
mod config;
pub mod lang;
mod names;
pub mod output;
mod report;
pub mod rules;

pub use builder::Builder;
pub use codegen_rust::target;
pub use codegen_rust::target::ir;
pub use codegen_rust::target::ir::schema;
pub use compile::{Compiled, Input, Job, JobTarget, Meaning, quoted, source_name};
pub use config::{Config, FILE as CONFIG_FILE, Level, Lints, PYPROJECT, Runtime, TargetConfig, json_schema};
pub use config::{Decision, DiffConfig, RuleLevel, accepted as accepted_changes, is_day};
pub use lang::Language;
pub use report::{Error, Finding, Sources, Spot, safe};
