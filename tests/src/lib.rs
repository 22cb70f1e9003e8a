//! Harnesses that run generated code.
