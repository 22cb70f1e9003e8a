//! Errors, while they are being told.

use codegen_schema::{Diagnostic, Diagnostics, Place, Pointer};

use super::Lower;
use crate::model::Type;

impl Lower<'_> {
    /// A place of the file at hand.
    pub(super) fn place(&self, pointer: &Pointer) -> Place {
        self.place_in(self.file, pointer)
    }

    /// A place of any file.
    pub(super) fn place_in(&self, file: &str, pointer: &Pointer) -> Place {
        Place { file: file.to_owned(), pointer: Some(self.written(pointer)), span: None }
    }

    /// What contradicts itself.
    pub(super) fn no_value(&mut self, pointer: &Pointer) -> Type {
        self.contradicts(pointer, "value", "what it says contradicts itself")
    }

    /// Bounds that contradict each other.
    pub(super) fn none_fits(&mut self, pointer: &Pointer, kind: &str) -> Type {
        self.contradicts(pointer, kind, "its bounds contradict each other")
    }

    /// A branch of a choice, by what stands beside the choice.
    pub(super) fn branch_without_value(&mut self, pointer: &Pointer) {
        let message = "no value can be of this branch: it contradicts what stands beside the choice";
        let warning = Diagnostic::warning("no-value", self.place(pointer), message);
        self.found.push(warning.note("the branch is left out"));
    }

    fn contradicts(&mut self, pointer: &Pointer, what: &str, why: &str) -> Type {
        let message = format!("no {what} can be of this type: {why}");
        let note = format!("the generated code refuses every {what}");
        self.found.push(Diagnostic::warning("no-value", self.place(pointer), message).note(note));
        Type::Never
    }

    pub(super) fn widened(&mut self, pointer: &Pointer, message: impl Into<String>) {
        let note = "values that it forbids are accepted, and kept";
        self.found.push(Diagnostic::warning("widened", self.place(pointer), message).note(note));
    }

    /// A keyword of one kind of values stands in the schema that speaks of several.
    fn written(&self, pointer: &Pointer) -> Pointer {
        // Of the types that `type` names, the order there is not kept.
        if let Some(whole) = self.split.get(pointer) {
            return whole.join("type");
        }
        let mut part = pointer.parent();
        while let Some(at) = part {
            if let Some(whole) = self.split.get(&at) {
                let rest = &pointer.as_str()[at.as_str().len()..];
                return Pointer::parse(&format!("{}{rest}", whole.as_str())).unwrap_or_default();
            }
            part = at.parent();
        }
        pointer.clone()
    }
}

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
