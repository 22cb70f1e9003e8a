//! codegen-typescript
