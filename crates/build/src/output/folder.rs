//! Output folders: which may be written to, making them, and holding them while a commit runs.

use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

use codegen_rust::target::ir::schema::{Diagnostic, Diagnostics, is_repository};

use super::Output;
use super::manifest::missing;

/// Finds the folders that must not be written to.
pub fn validate(outputs: &[Output]) -> Result<(), Diagnostics> {
    let mut found = Diagnostics::default();
    let mut seen: Vec<(PathBuf, &Output)> = Vec::new();
    for output in outputs.iter().filter(|output| !output.retired) {
        if let Some(error) = refuse(output) {
            found.push(error);
            continue;
        }
        let real = real(&output.folder);
        if let Some(project) = output.project.as_deref().map(real_folder)
            && !real.starts_with(&project)
        {
            let message = format!("the output folder `{}` lies outside of the project", output.written);
            let note =
                "the project is the repository that holds the configuration, else the folder that does";
            let help = "choose a folder inside it, or name the folder by --out on the command line";
            found.push(output.error("out-outside", message).note(note).help(help));
        }
        let folded = fold(&real);
        if let Some((_, other)) =
            seen.iter().find(|(path, _)| path.starts_with(&folded) || folded.starts_with(path))
        {
            let message = if seen.iter().any(|(path, _)| *path == folded) {
                format!("two targets have the output folder `{}`", output.written)
            } else {
                format!("the output folders `{}` and `{}` lie in each other", other.written, output.written)
            };
            found.push(output.error("out-shared", message).help("give each target a folder of its own"));
        }
        seen.push((folded, output));
    }
    if found.has_errors() { Err(found) } else { Ok(()) }
}

fn refuse(output: &Output) -> Option<Diagnostic> {
    let what = match fs::symlink_metadata(&output.folder) {
        Ok(data) if data.is_dir() => return None,
        Ok(data) if data.is_symlink() => "a symbolic link",
        Ok(_) => "no folder",
        Err(error) if missing(&error) => match file_above(&output.folder) {
            Some(file) => {
                let message =
                    format!("`{}` cannot be made: `{}` is no folder", output.written, file.display());
                return Some(output.error("foreign-folder", message).help("choose another output folder"));
            }
            None => return None,
        },
        Err(error) => {
            let message = format!("the output folder `{}` cannot be read: {error}", output.written);
            return Some(output.error("unreadable-file", message));
        }
    };
    let message = format!("the output folder `{}` is {what}", output.written);
    Some(output.error("foreign-folder", message).help("name the folder itself, or remove what is there"))
}

/// The nearest thing above a folder that is there, if that is no folder.
fn file_above(folder: &Path) -> Option<&Path> {
    let first = folder.ancestors().skip(1).find(|above| above.exists())?;
    (!first.is_dir()).then_some(first)
}

/// The absolute path, with links followed as far as it is there.
pub fn real(folder: &Path) -> PathBuf {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                plain = real_folder(&plain);
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    let Some(there) = plain.ancestors().find(|above| above.exists()) else { return plain };
    match plain.strip_prefix(there) {
        Ok(rest) if rest.as_os_str().is_empty() => real_folder(there),
        Ok(rest) => real_folder(there).join(rest),
        Err(_) => plain,
    }
}

pub fn real_folder(folder: &Path) -> PathBuf {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

pub fn fold(path: &Path) -> PathBuf {
    PathBuf::from(path.to_string_lossy().to_lowercase())
}

/// The folder that holds a project: the repository around a folder, else the folder itself.
pub fn project(folder: &Path) -> PathBuf {
    let real = real_folder(folder);
    real.ancestors().find(|folder| is_repository(folder)).map(Path::to_owned).unwrap_or(real)
}

/// Folders that were made; taken away again where nothing came of it.
#[derive(Debug, Default)]
pub struct Made {
    made: Vec<PathBuf>,
    /// That which was asked for last: files come folder by folder.
    last: PathBuf,
}

impl Made {
    /// Makes a folder and all above it.
    pub fn make(&mut self, folder: &Path) -> std::io::Result<()> {
        if self.last == folder {
            return Ok(());
        }
        let absent: Vec<&Path> = folder
            .ancestors()
            .take_while(|above| !above.as_os_str().is_empty() && fs::symlink_metadata(above).is_err())
            .collect();
        for folder in absent.into_iter().rev() {
            match fs::create_dir(folder) {
                Ok(()) => self.made.push(folder.to_owned()),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        folder.clone_into(&mut self.last);
        Ok(())
    }

    /// Takes them away as far as they are empty.
    pub fn undo(&self) {
        for folder in self.made.iter().rev() {
            // A folder that somebody has put something into stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// Makes the folders, and waits until no other run holds one of them.
pub fn open(outputs: &[Output], made: &mut Made) -> Result<Vec<File>, Diagnostics> {
    for output in outputs {
        if let Err(error) = made.make(&output.folder) {
            made.undo();
            let message = format!("the output folder `{}` cannot be made: {error}", output.written);
            return Err(output.error("unwritable-file", message).into());
        }
    }
    Ok(lock_existing(outputs))
}

/// Waits until no other run holds one of the folders that are there, always in the same order.
///
/// Not every system can hold a folder; two runs at once then may get in each other's way, but each file
/// is still whole.
pub fn lock_existing(outputs: &[Output]) -> Vec<File> {
    let mut folders: Vec<PathBuf> = outputs.iter().map(|output| real(&output.folder)).collect();
    folders.sort();
    let files = folders.iter().filter_map(|folder| File::open(folder).ok());
    files.inspect(|folder| drop(folder.lock())).collect()
}
