//! codegen-rust
