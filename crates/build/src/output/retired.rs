//! Folders that were outputs and are none any more.

use std::fs;
use std::path::{Component, Path, PathBuf};

use codegen_rust::target::ir::schema::Place;

use super::folder::{fold, project, real, real_folder};
use super::manifest::{self, Manifest};
use super::{Output, display};
use crate::config;

/// Which of these folders, that were outputs of a configuration, are left over: they lie in its project, no target
/// writes to them, and their manifest says that they are this configuration's. `current` is where targets write.
#[must_use]
pub fn left_over(config: &Path, folders: &[PathBuf], current: &[PathBuf]) -> Vec<Output> {
    let root = project(parent(config));
    let current: Vec<PathBuf> = current.iter().map(|folder| fold(&real(folder))).collect();
    let mut all = Vec::new();
    for folder in folders {
        // Whoever wrote the list: a link may lead elsewhere, and what is the project's own is not ours.
        let real = real(folder);
        let is_plain = fs::symlink_metadata(folder).is_ok_and(|data| data.is_dir());
        let inside = real.starts_with(&root) && real != root;
        if !is_plain || !inside || current.contains(&fold(&real)) {
            continue;
        }
        let Ok(Some(manifest)) = Manifest::read(&real) else { continue };
        if manifest.config.as_deref().is_some_and(|owner| is_ours(&real, owner, config)) {
            all.push(Output {
                lang: "",
                written: display(folder),
                folder: real,
                place: Place::default(),
                project: None,
                source: String::new(),
                config: manifest.config,
                files: Vec::new(),
                retired: true,
            });
        }
    }
    all
}

/// Whether a folder belongs to a configuration: its manifest names it, or one that is not there any more.
fn is_ours(folder: &Path, owner: &str, config: &Path) -> bool {
    let owner = folder.join(owner);
    real_file(&owner) == real_file(config) || !config::is_there(&owner)
}

/// Whether a file of such a folder lies in an output that is one: by its folder, or by a manifest on the way.
pub fn is_of_another(output: &Output, path: &str, all: &[Output]) -> bool {
    let place = fold(&output.folder.join(path));
    let is_written = |other: &Output| !other.retired && place.starts_with(fold(&real(&other.folder)));
    let nested = path
        .match_indices('/')
        .any(|(end, _)| fs::symlink_metadata(output.folder.join(&path[..end]).join(manifest::FILE)).is_ok());
    nested || all.iter().any(is_written)
}

/// The way from a folder to a file or folder, with `/`; none where there is none (two drives).
#[must_use]
pub fn relative(from: &Path, to: &Path) -> Option<String> {
    let from = if from.as_os_str().is_empty() { Path::new(".") } else { from };
    let (from, to) = (real(from), real_file(to));
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared);
    if shared == 0 || up.clone().any(|part| matches!(part, Component::Prefix(_))) {
        return None;
    }
    let way: PathBuf = up.map(|_| Component::ParentDir).chain(to.components().skip(shared)).collect();
    Some(display(&way))
}

/// A path with the links above it followed, and not one in its place.
fn real_file(path: &Path) -> PathBuf {
    match path.file_name() {
        Some(name) => real(parent(path)).join(name),
        None => real_folder(path),
    }
}

fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
