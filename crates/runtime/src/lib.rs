//! What stands behind a schema: the exact version that a package pins, the runtime of that version, and the
//! lock that says what was taken from it.
//!
//! [`pin::read`] finds the pin, [`find::find`] the runtime, [`schema::write`] asks it for its schema, and
//! [`lock::Lock`] keeps what was pulled.

pub mod archive;
pub mod find;
pub mod hashes;
pub mod lock;
pub mod pin;
pub mod process;
pub mod schema;
pub mod scratch;
mod version;

pub use version::Version;
