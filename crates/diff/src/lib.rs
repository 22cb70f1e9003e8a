//! codegen-diff
