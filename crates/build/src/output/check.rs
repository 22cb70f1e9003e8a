//! How a folder differs from what should be in it.

use std::fmt;

use super::manifest;
use super::plan::{Action, Plan};

/// One file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// The language of the target.
    pub lang: &'static str,
    /// The file, below the folder as the user wrote it.
    pub path: String,
    /// What is wrong with it.
    pub kind: DriftKind,
    /// What is there.
    pub old: Option<String>,
    /// What should be there.
    pub new: Option<String>,
}

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DriftKind {
    /// It is not there.
    Missing,
    /// It is not what codegen wrote.
    Edited,
    /// It is what codegen wrote, from another schema, configuration or version.
    Stale,
    /// It is ours, and no longer made.
    LeftOver,
    /// A commit was killed.
    Interrupted,
}

impl DriftKind {
    /// A stable id in kebab case.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Edited => "edited",
            Self::Stale => "stale",
            Self::LeftOver => "left-over",
            Self::Interrupted => "interrupted",
        }
    }
}

impl fmt::Display for DriftKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "is missing",
            Self::Edited => "was edited by hand",
            Self::Stale => "is stale",
            Self::LeftOver => "is left over: it is no longer made",
            Self::Interrupted => "is left from a run that was interrupted",
        })
    }
}

/// Everything that a commit would change.
pub fn drifts(plan: &Plan<'_>) -> Vec<Drift> {
    let text = |content: &[u8]| String::from_utf8_lossy(content).into_owned();
    let drift = |path: &str, kind, old, new| Drift {
        lang: plan.output.lang,
        path: plan.output.shown(path),
        kind,
        old,
        new,
    };
    let mut all = Vec::new();
    for (path, action) in &plan.actions {
        let new = || plan.output.files.iter().find(|file| file.path == *path).map(|file| file.text.clone());
        let edited =
            |content: &[u8]| plan.old.as_ref().is_some_and(|manifest| !manifest.wrote(path, content));
        match action {
            Action::Keep => {}
            Action::Create => all.push(drift(path, DriftKind::Missing, None, new())),
            Action::Replace(old) => {
                let kind = if edited(old) { DriftKind::Edited } else { DriftKind::Stale };
                all.push(drift(path, kind, Some(text(old)), new()));
            }
            Action::Remove(old) => all.push(drift(path, DriftKind::LeftOver, Some(text(old)), None)),
        }
    }
    all.extend(plan.leftovers.iter().map(|name| drift(name, DriftKind::Interrupted, None, None)));
    if all.is_empty() && plan.old.as_ref() != Some(&plan.new) {
        let kind = if plan.old.is_some() { DriftKind::Stale } else { DriftKind::Missing };
        all.push(drift(
            manifest::FILE,
            kind,
            plan.old.as_ref().map(manifest::Manifest::to_text),
            Some(plan.new.to_text()),
        ));
    }
    all
}
