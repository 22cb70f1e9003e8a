//! What there is to do in one output folder, found without touching anything.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io;
use std::path::Path;

use codegen_rust::target::ir::schema::{Diagnostic, Diagnostics};

use super::manifest::{self, Manifest, Unreadable, missing};
use super::{Output, path, retired};

/// What is done with one file of ours.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// It is not there.
    Create,
    /// It is there with this other content.
    Replace(Vec<u8>),
    /// It is there as it should be.
    Keep,
    /// It is there with this content and should not be.
    Remove(Vec<u8>),
}

/// What is done in one output folder.
pub struct Plan<'a> {
    pub output: &'a Output,
    /// By path; sorted.
    pub actions: BTreeMap<String, Action>,
    /// What the folder's manifest says.
    pub old: Option<Manifest>,
    /// What it should say.
    pub new: Manifest,
    /// The folders of commits that were killed.
    pub leftovers: Vec<String>,
    /// Files in a folder that is no output any more that somebody has edited.
    pub kept: Vec<String>,
    /// Folders that nothing is in the way of.
    free: HashSet<&'a str>,
}

/// What the name of a staging folder begins with.
pub const STAGE: &str = ".codegen-stage-";

impl<'a> Plan<'a> {
    pub fn new(output: &'a Output) -> Result<Self, Diagnostics> {
        let mut plan = Self::empty(output)?;
        let mut found = Diagnostics::default();
        for file in &output.files {
            match plan.wanted(&file.path, file.text.as_bytes()) {
                Ok(action) => {
                    plan.actions.insert(file.path.clone(), action);
                }
                Err(errors) => found.append(errors),
            }
        }
        if let Err(errors) = plan.unwanted() {
            found.append(errors);
        }
        match listing(&output.folder) {
            Ok(names) => {
                if !found.has_errors()
                    && let Err(errors) = plan.foreign_folder(&names)
                {
                    found.append(errors);
                }
                plan.find_leftovers(names);
            }
            Err(error) => found.push(unreadable(output, "", &error)),
        }
        if found.has_errors() { Err(found) } else { Ok(plan) }
    }

    /// What is done in a folder that is no output any more. Nothing there is an error: what cannot be removed stays.
    pub fn of_retired(output: &'a Output, all: &[Output]) -> Result<Self, Diagnostics> {
        let mut plan = Self::empty(output)?;
        let Some(old) = plan.old.clone() else { return Ok(plan) };
        plan.new.clone_from(&old);
        (plan.new.files, plan.new.replacing) = <_>::default();
        for path in old.files.keys().chain(old.replacing.keys()).collect::<BTreeSet<_>>() {
            if plan.check_ancestors(path).is_err() || retired::is_of_another(output, path, all) {
                continue;
            }
            match content(output, path) {
                Ok(None) => {}
                Ok(Some(content)) if old.wrote(path, &content) || old.wrote(path, &lf(&content)) => {
                    plan.actions.insert(path.clone(), Action::Remove(content));
                }
                _ => plan.kept.push(path.clone()),
            }
        }
        plan.find_leftovers(listing(&output.folder).unwrap_or_default());
        Ok(plan)
    }

    /// A plan that does nothing yet.
    fn empty(output: &'a Output) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::default();
        check_paths(output, &mut found);
        let old = read_manifest(output, &mut found);
        if found.has_errors() {
            return Err(found);
        }
        Ok(Self {
            output,
            actions: BTreeMap::new(),
            new: new_manifest(output),
            old,
            leftovers: Vec::new(),
            kept: Vec::new(),
            free: HashSet::new(),
        })
    }

    fn find_leftovers(&mut self, names: Vec<String>) {
        self.leftovers = names.into_iter().filter(|name| name.starts_with(STAGE)).collect();
    }

    /// Whether there is nothing to do.
    pub fn is_clean(&self) -> bool {
        if self.output.retired {
            return self.old.is_none();
        }
        self.actions.values().all(|action| *action == Action::Keep)
            && self.old.as_ref() == Some(&self.new)
            && self.leftovers.is_empty()
    }

    fn lists(&self, path: &str) -> bool {
        self.old.as_ref().is_some_and(|manifest| manifest.lists(path))
    }

    fn wanted(&mut self, path: &'a str, text: &[u8]) -> Result<Action, Diagnostics> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if !self.free.contains(folder) {
            self.check_ancestors(path)?;
            self.free.insert(folder);
        }
        let Some(content) = content(self.output, path)? else { return Ok(Action::Create) };
        if content == text {
            return Ok(Action::Keep);
        }
        if self.lists(path) {
            return Ok(Action::Replace(content));
        }
        let message = format!("`{}` is in the way: codegen did not write it", self.output.shown(path));
        let note = format!("only files that `{}` lists are replaced", self.output.shown(manifest::FILE));
        let help = "move it away, or choose another output folder";
        Err(self.output.error("foreign-file", message).note(note).help(help).into())
    }

    /// Each folder on the way to a file must be a folder, or missing: a link would lead elsewhere.
    fn check_ancestors(&self, path: &str) -> Result<(), Diagnostics> {
        for (end, _) in path.match_indices('/') {
            let part = &path[..end];
            match fs::symlink_metadata(self.output.folder.join(part)) {
                Ok(data) if data.is_dir() => {}
                Ok(data) if data.is_file() && self.lists(part) => {}
                Ok(_) => {
                    let message = format!("`{}` is in the way: it is no folder", self.output.shown(part));
                    return Err(self.output.error("foreign-file", message).help("move it away").into());
                }
                Err(error) if missing(&error) => return Ok(()),
                Err(error) => return Err(unreadable(self.output, part, &error).into()),
            }
        }
        Ok(())
    }

    /// Files of ours that should not be there.
    fn unwanted(&mut self) -> Result<(), Diagnostics> {
        let Some(old) = &self.old else { return Ok(()) };
        let listed: BTreeSet<&String> = old.files.keys().chain(old.replacing.keys()).collect();
        for path in listed {
            if !self.new.files.contains_key(path)
                && self.check_ancestors(path).is_ok()
                && let Some(content) = content(self.output, path)?
            {
                self.actions.insert(path.clone(), Action::Remove(content));
            }
        }
        Ok(())
    }

    /// A folder without our manifest that holds something else is not ours to fill. Hidden files do not
    /// count (`.gitignore`), nor does what is exactly what would be written.
    fn foreign_folder(&self, names: &[String]) -> Result<(), Diagnostics> {
        if self.old.is_some() {
            return Ok(());
        }
        let ours = |name: &str| {
            self.actions.keys().any(|path| path == name || path.starts_with(&format!("{name}/")))
        };
        let Some(name) = names.iter().find(|name| !name.starts_with('.') && !ours(name)) else {
            return Ok(());
        };
        let message = format!(
            "the output folder `{}` is not ours: it holds `{}`",
            self.output.written,
            name.escape_debug()
        );
        let note = format!("codegen writes to an empty folder, or to one that has its `{}`", manifest::FILE);
        Err(self
            .output
            .error("foreign-folder", message)
            .note(note)
            .help("choose a new folder, or empty this one")
            .into())
    }
}

fn check_paths(output: &Output, found: &mut Diagnostics) {
    for file in &output.files {
        if let Some(why) = path::refuse(&file.path) {
            let message = format!("the path `{}` for {} {why}", file.path.escape_debug(), output.lang);
            found.push(output.error("unsafe-path", message).help("please report this as a bug of codegen"));
        }
    }
    if let Some((a, b)) = path::clash(output.files.iter().map(|file| file.path.as_str())) {
        let message = format!("`{a}` and `{b}` are one path on a file system that folds case");
        found.push(
            output.error("path-clash", message).help("rename one of the two in the schema by an overlay"),
        );
    }
}

fn read_manifest(output: &Output, found: &mut Diagnostics) -> Option<Manifest> {
    match Manifest::read(&output.folder) {
        Ok(manifest) => manifest,
        Err(Unreadable::Io(error)) => {
            found.push(unreadable(output, manifest::FILE, &error));
            None
        }
        Err(Unreadable::Content(why)) => {
            let message = format!("`{}` cannot be used: {why}", output.shown(manifest::FILE));
            let note = "it lists the files that codegen may replace and remove";
            let help = "restore it, or remove the generated files and it";
            found.push(output.error("manifest", message).note(note).help(help));
            None
        }
    }
}

fn new_manifest(output: &Output) -> Manifest {
    let files =
        output.files.iter().map(|file| (file.path.clone(), manifest::hash(file.text.as_bytes()))).collect();
    Manifest::new(output.lang, &output.source, output.config.clone(), files)
}

/// A text as it was before git checked it out for Windows.
fn lf(content: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(content).replace("\r\n", "\n").into_bytes()
}

/// The content of a file, `None` if it is not there. A link or a folder in its place is an error.
fn content(output: &Output, path: &str) -> Result<Option<Vec<u8>>, Diagnostics> {
    let file = output.folder.join(path);
    match fs::symlink_metadata(&file) {
        Err(error) if missing(&error) => Ok(None),
        Err(error) => Err(unreadable(output, path, &error).into()),
        Ok(data) if data.is_file() => {
            fs::read(&file).map(Some).map_err(|error| unreadable(output, path, &error).into())
        }
        Ok(data) => {
            let what = if data.is_symlink() { "a symbolic link" } else { "no file" };
            let message = format!("`{}` is in the way: it is {what}", output.shown(path));
            Err(output
                .error("foreign-file", message)
                .help("move it away, or choose another output folder")
                .into())
        }
    }
}

fn unreadable(output: &Output, path: &str, error: &io::Error) -> Diagnostic {
    output.error("unreadable-file", format!("`{}` cannot be read: {error}", output.shown(path)))
}

/// The names in a folder, sorted; none if there is no folder.
fn listing(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if missing(&error) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
