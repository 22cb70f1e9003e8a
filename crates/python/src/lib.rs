//! codegen-python
