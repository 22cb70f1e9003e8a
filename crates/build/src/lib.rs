//! codegen-build
