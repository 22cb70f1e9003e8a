//! The schema of a version of the runtime, and what becomes of the project's files by it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use codegen_build::output::journal::Change;
use codegen_build::schema::{Diagnostic, Diagnostics, Json, Place};
use codegen_runtime::find::{self, Want};
use codegen_runtime::hashes::Hashes;
use codegen_runtime::lock::{self, Lock, Schema};
use codegen_runtime::pin::Pin;
use codegen_runtime::{Version, schema};

use super::Project;
use crate::args::Find;
use crate::terminal::Terminal;

/// A schema that was pulled, not yet in its place.
pub struct Pulled {
    /// The files, in a folder of their own.
    pub schema: schema::Pulled,
    /// What the lock says of the runtime.
    pub runtime: lock::Runtime,
}

/// Finds the runtime of a version and asks it for its schema.
pub fn pull(
    project: &Project,
    version: &Version,
    args: &Find,
    terminal: Terminal,
) -> Result<Pulled, Diagnostics> {
    pull_with(project, version, args, terminal, false).map(|(pulled, _)| pulled)
}

/// The same, and the other surface where it is asked for: the stable one beside what is experimental, or that.
pub fn pull_with(
    project: &Project,
    version: &Version,
    args: &Find,
    terminal: Terminal,
    other: bool,
) -> Result<(Pulled, Option<schema::Pulled>), Diagnostics> {
    let (pin, experimental) = project.runtime()?;
    let own = project.lock.as_ref().map(|lock| (lock::FILE, lock));
    let hashes = Hashes::read(pin, version, own)?;
    for (file, other) in hashes.elsewhere() {
        let package = &pin.package;
        terminal
            .say(&format!("warning: `{file}` locks {package} {other}: no hash of {version} is known by it"));
    }
    let want = want(project, pin, version, args, &hashes);
    let found = find::find(&want, &mut |text| terminal.detail(text))?;
    terminal.detail(&format!("`{}` writes its schema", found.binary.display()));
    let write = |experimental| {
        let schema = schema::write(&found.binary, experimental, want.time, &project.config.limits);
        schema.map_err(|errors| match &found.archive {
            // Its unpacked copy is gone by now.
            Some(archive) => of_archive(errors, &found.binary, &archive.name),
            None => errors,
        })
    };
    let schema = write(experimental)?;
    let other = other.then(|| write(!experimental)).transpose()?;
    let runtime = lock::Runtime {
        package: pin.package.clone(),
        version: version.pep440(),
        experimental,
        source: found.source.to_owned(),
        archives: found.archive.into_iter().collect(),
    };
    Ok((Pulled { schema, runtime }, other))
}

fn of_archive(errors: Diagnostics, binary: &Path, archive: &str) -> Diagnostics {
    let binary = binary.display().to_string().replace('\\', "/");
    errors.renamed(|file| (file == binary).then(|| archive.to_owned()))
}

fn want<'a>(
    project: &'a Project,
    pin: &'a Pin,
    version: &'a Version,
    args: &'a Find,
    hashes: &'a Hashes,
) -> Want<'a> {
    Want {
        package: &pin.package,
        ecosystem: pin.ecosystem,
        version,
        place: &pin.place,
        project: &project.config.folder,
        runtime: args.runtime.as_deref(),
        python: args.python.as_deref(),
        archive: args.wheel.as_deref(),
        fetch: args.fetch,
        hashes,
        time: Duration::from_secs(args.timeout),
    }
}

/// The schema of any version of the runtime that a configuration names.
pub fn of_version(
    config: Option<&codegen_build::Config>,
    version: &str,
    args: &Find,
    terminal: Terminal,
) -> Result<Pulled, Diagnostics> {
    let place = || Place { file: format!("runtime:{version}"), ..Place::default() };
    let wanted = Version::parse(version).ok_or_else(|| {
        let message = format!("`{}` is not a version", version.escape_debug());
        Diagnostic::error("bad-version", place(), message).help("write runtime:0.170.0 or runtime:0.170.0a1")
    })?;
    let config = config.ok_or_else(|| {
        Diagnostic::error(
            "no-config",
            place(),
            "there is no configuration that says what package the runtime is in",
        )
        .help("name one by --config: its [runtime] says so")
    })?;
    pull(&Project::load(config.clone())?, &wanted, args, terminal)
}

impl Pulled {
    /// Where each file belongs, with its content.
    pub fn files(&self, project: &Project) -> Result<Vec<(PathBuf, Vec<u8>)>, Diagnostics> {
        let place = &project.config.schema;
        let folder = self.schema.folder();
        let is_file = !place.is_dir() && place.extension().is_some_and(|end| end == "json");
        if is_file && self.schema.files.len() != 1 {
            let message = format!("the runtime wrote {} files, `schema` names one", self.schema.files.len());
            let at = Place { file: project.config.file.clone(), ..Place::default() };
            return Err(Diagnostic::error("schema-path", at, message)
                .help("let `schema` name a folder")
                .into());
        }
        let mut all = Vec::new();
        for name in &self.schema.files {
            let target = if is_file { place.clone() } else { place.join(name) };
            all.push((target, super::read(&folder.join(name))?));
        }
        Ok(all)
    }

    /// The lock by this schema. What it said of the same runtime stays: another platform has another archive.
    pub fn lock(&self, project: &Project, files: &[(PathBuf, Vec<u8>)]) -> Result<Lock, Diagnostics> {
        let mut runtime = self.runtime.clone();
        let old = project.lock.as_ref().and_then(|lock| lock.runtime.as_ref());
        if let Some(old) = old
            && (&old.package, &old.version) == (&runtime.package, &runtime.version)
        {
            runtime.source.clone_from(&old.source);
            runtime.archives.extend(old.archives.iter().cloned());
        }
        let schema =
            files.iter().map(|(path, content)| Schema::new(project.relative(path), content)).collect();
        project.locked(Some(runtime), schema)
    }
}

/// Whether the schema goes where no file of somebody else lies: what the lock lists was pulled, and a schema is what the
/// configuration asks to be pulled there.
pub fn check_replaced(project: &Project, files: &[(PathBuf, Vec<u8>)]) -> Result<(), Diagnostics> {
    let locked: BTreeSet<&str> =
        project.lock.iter().flat_map(|lock| &lock.schema).map(|one| one.path.as_str()).collect();
    let mut found = Diagnostics::default();
    for (path, content) in files {
        let name = project.relative(path);
        let Ok(there) = std::fs::read(path) else { continue };
        if there == *content || locked.contains(name.as_str()) || is_schema(&there) {
            continue;
        }
        let place = Place { file: path.display().to_string().replace('\\', "/"), ..Place::default() };
        let message = "the schema belongs here, and this file is no schema: codegen did not write it";
        let help = "move it away, or let `schema` in the configuration name another place";
        found.push(Diagnostic::error("foreign-file", place, message).help(help));
    }
    if found.has_errors() { Err(found) } else { Ok(()) }
}

/// Whether a file says of itself that it is a schema.
fn is_schema(content: &[u8]) -> bool {
    let json: Option<Json> = serde_json::from_slice(content).ok();
    let says = |json: &Json| ["$schema", "definitions", "$defs"].iter().any(|key| json.get(key).is_some());
    json.is_some_and(|json| says(&json))
}

/// What is written, and which files of the old schema are removed. `old` is the lock as it was.
pub fn changes(project: &Project, files: &[(PathBuf, Vec<u8>)], old: Option<&Lock>) -> Vec<Change> {
    let new: BTreeSet<&Path> = files.iter().map(|(path, _)| path.as_path()).collect();
    let folder = &project.config.schema;
    let locked = old.iter().flat_map(|lock| &lock.schema).map(|one| project.config.folder.join(&one.path));
    // A lock may say anything: only schemas in the schema's own folder are removed.
    let inside = |path: &PathBuf| {
        let plain = path
            .strip_prefix(folder)
            .is_ok_and(|rest| rest.components().all(|part| matches!(part, std::path::Component::Normal(_))));
        plain && path.extension().is_some_and(|end| end == "json") && path.is_file()
    };
    let gone = locked.filter(|path| !new.contains(path.as_path()) && inside(path));
    let mut all: Vec<Change> = gone.map(|path| Change { path, content: None }).collect();
    all.extend(
        files.iter().map(|(path, content)| Change { path: path.clone(), content: Some(content.clone()) }),
    );
    all
}
