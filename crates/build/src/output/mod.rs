//! Files on disk: compared whole ([`compare`]) or committed whole ([`write()`]).
//!
//! The manifest in each output folder says which files are ours: only those are ever replaced or
//! removed. All targets are committed together: everything is staged in the folders first, then each
//! manifest says what is about to come, then the files are moved into place, each whole. What fails on
//! the way is taken back; what is killed on the way leaves each file old or new and is mended by the
//! next run, since the manifest already knows the files as ours.

mod check;
mod commit;
mod folder;
pub mod journal;
mod manifest;
mod path;
mod plan;
mod retired;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use codegen_rust::target::SourceFile;
use codegen_rust::target::ir::schema::{Diagnostic, Diagnostics, Place};

pub use check::{Drift, DriftKind};
pub use folder::project;
pub use manifest::{FILE as MANIFEST, hash};
pub use retired::{left_over, relative};

use crate::at_once;
use crate::config::display;
use plan::Plan;

/// All files of a target, not yet on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The language.
    pub lang: &'static str,
    /// The folder that the files belong in.
    pub folder: PathBuf,
    /// The folder as the user wrote it; part of every message.
    pub written: String,
    /// Where the user wrote it.
    pub place: Place,
    /// The folder that holds the project; an output outside of it is refused.
    pub project: Option<PathBuf>,
    /// What the files are made from, relative to the project.
    pub source: String,
    /// The configuration whose output it is, relative to the folder.
    pub config: Option<String>,
    /// The files, sorted by path.
    pub files: Vec<SourceFile>,
    /// Whether it is an output no longer: what was written there is removed, as far as nobody has edited it.
    pub retired: bool,
}

impl Output {
    pub(crate) fn error(&self, id: &'static str, message: impl Into<String>) -> Diagnostic {
        let place = if self.place.file.is_empty() {
            Place { file: self.written.clone(), ..Place::default() }
        } else {
            self.place.clone()
        };
        Diagnostic::error(id, place, message)
    }

    /// The path of a file as messages show it.
    fn shown(&self, path: &str) -> String {
        format!("{}/{path}", self.written.trim_end_matches('/'))
    }
}

/// What a commit did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were made or replaced.
    pub written: Vec<String>,
    /// Files that were removed.
    pub removed: Vec<String>,
    /// Files that were as they should be; they were not touched.
    pub unchanged: usize,
    /// Files of ours that somebody had edited; they were replaced.
    pub edited: Vec<String>,
    /// Folders that are no outputs any more.
    pub retired: Vec<String>,
    /// Files in them that stay, since somebody had edited them.
    pub kept: Vec<String>,
}

/// Brings the folders of all outputs up to date: all of them, or none.
pub fn write(outputs: &[Output]) -> Result<Written, Diagnostics> {
    write_after(outputs, || Ok(()))
}

/// The same, with something else that happens together with it: `before` is called when all files lie ready and
/// before the first is moved. Where it fails nothing was written; what it has done is its caller's to take back
/// where the rest fails.
pub fn write_after(
    outputs: &[Output],
    before: impl FnOnce() -> Result<(), Diagnostics>,
) -> Result<Written, Diagnostics> {
    folder::validate(outputs)?;
    // Before anything is made, so that an error leaves no trace.
    let mut locks = folder::lock_existing(outputs);
    let mut plans = self::plans(outputs)?;
    let mut made = folder::Made::default();
    if locks.len() < outputs.len() {
        // Another run may make the same folder now.
        drop(locks);
        locks = folder::open(outputs, &mut made)?;
        plans = self::plans(outputs).inspect_err(|_| made.undo())?;
    }
    let written = commit::commit(&plans, before).inspect_err(|_| made.undo())?;
    drop(locks);
    Ok(written)
}

/// What differs between the folders of all outputs and what should be there.
pub fn compare(outputs: &[Output]) -> Result<Vec<Drift>, Diagnostics> {
    folder::validate(outputs)?;
    Ok(plans(outputs)?.iter().flat_map(check::drifts).collect())
}

fn plans(outputs: &[Output]) -> Result<Vec<Plan<'_>>, Diagnostics> {
    let mut found = Diagnostics::default();
    let mut plans = Vec::new();
    for planned in at_once::map(outputs.iter().collect(), |output| {
        if output.retired { Plan::of_retired(output, outputs) } else { Plan::new(output) }
    }) {
        match planned {
            Ok(plan) => plans.push(plan),
            Err(errors) => found.append(errors),
        }
    }
    if found.has_errors() { Err(found) } else { Ok(plans) }
}
