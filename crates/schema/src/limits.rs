//! How much input is taken.

use crate::{Diagnostic, Place};

/// What a schema may need at most. A schema is untrusted input: each limit is hit with a message.
/// Depth is limited to 127 levels by the JSON reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub bytes: u64,
    /// Definitions in all files together.
    pub definitions: usize,
    /// Schemas that `allOf`, common properties and references are expanded to, all together.
    pub expansion: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 128 << 20, definitions: 200_000, expansion: 1_000_000 }
    }
}

impl Limits {
    pub(crate) fn check_bytes(&self, size: u64, place: &Place) -> Result<(), Diagnostic> {
        if size <= self.bytes {
            return Ok(());
        }
        let message = format!("the schema has {size} bytes, the limit is {}", self.bytes);
        Err(Diagnostic::error("limit-bytes", place.clone(), message)
            .help("raise `bytes` under [limits] in the config"))
    }
}
