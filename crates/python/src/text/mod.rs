//! Python text that is safe by its type: identifiers, string literals, docstrings, expressions.

mod docs;
mod expr;
mod import;
mod literal;

pub use docs::DocText;
pub use expr::{Expr, annotated_assignment, assignment, getter, header, returned};
pub use import::{Imports, Module};
pub use literal::{Ident, StrLit};

/// The column that `ruff format` and `black` break lines at.
pub const WIDTH: usize = 88;
