//! Harnesses that run generated code.

pub mod python;
pub mod recorded;
pub mod rust;
pub mod typescript;
