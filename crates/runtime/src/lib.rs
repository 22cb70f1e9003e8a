//! What stands behind a schema: the exact version that a package pins, the runtime of that version, and the
//! lock that says what was taken from it.
//!
//! [`pin::read`] finds the pin, [`find`] the runtime, [`schema::write`] asks it for its schema.

pub mod pin;
mod version;

pub use version::Version;
