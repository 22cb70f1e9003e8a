//! Harnesses that run generated code.

pub mod rust;
pub mod typescript;
