//! Harnesses that run generated code.

pub mod recorded;
pub mod rust;
pub mod typescript;
