//! The generated code in its own languages, and what comes with it, each in a module of its own:
//! `cargo test -p codegen-tests verify::` runs one of them.

mod authors;
mod build_script;
mod fuzz;
mod library;
mod live;
mod neighbours;
mod package;
mod pulled;
mod python;
mod recorded;
mod rust;
mod snapshots;
mod suite;
mod typescript;
mod vendor;
mod verify;
