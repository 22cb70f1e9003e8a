//! Errors, while they are being told.

use codegen_schema::{Diagnostic, Diagnostics};

/// An error that is still being told; it counts when it is dropped.
pub(super) struct Report<'a> {
    pub(super) found: &'a mut Diagnostics,
    pub(super) diagnostic: Option<Diagnostic>,
}

impl Report<'_> {
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.take().map(|one| one.help(help));
        self
    }

    pub(super) fn note(mut self, note: impl Into<String>) -> Self {
        self.diagnostic = self.diagnostic.take().map(|one| one.note(note));
        self
    }
}

impl Drop for Report<'_> {
    fn drop(&mut self) {
        if let Some(one) = self.diagnostic.take() {
            self.found.push(one);
        }
    }
}
