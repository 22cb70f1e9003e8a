//! A project: its configuration, the pin of its runtime, and its lock.

mod findings;
pub mod pulled;
mod recover;

use std::path::{Path, PathBuf};

use codegen_build::Config;
use codegen_build::output::journal::Change;
use codegen_build::output::{self, Output};
use codegen_build::schema::{Diagnostic, Diagnostics};
use codegen_runtime::lock::{self, Lock, Overlay, Schema};
use codegen_runtime::pin::{self, Pin};
use codegen_runtime::{Version, hashes};

use crate::commands::source;

pub use findings::{Stale, findings, line_endings};
pub use recover::recover;

/// What belongs together.
pub struct Project {
    pub config: Config,
    /// The lock's file.
    pub lock_file: PathBuf,
    /// What it says, where there is one.
    pub lock: Option<Lock>,
    /// The pin, where the configuration names one.
    pub pin: Option<Pin>,
}

impl Project {
    /// Reads all of it.
    pub fn load(config: Config) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::default();
        let lock_file = config.folder.join(lock::FILE);
        let lock = Lock::read(&lock_file).unwrap_or_else(|errors| {
            found.append(errors);
            None
        });
        let pin = read_pin(&config).unwrap_or_else(|errors| {
            found.append(errors);
            None
        });
        if found.has_errors() { Err(found) } else { Ok(Self { config, lock_file, lock, pin }) }
    }

    /// A command of this project, as it is typed here.
    pub fn command(&self, what: &str) -> String {
        let file = Path::new(&self.config.file);
        if source::found().is_ok_and(|found| found == file) {
            return format!("codegen {what}");
        }
        format!("codegen {what} --config {}", codegen_build::quoted(&self.config.file))
    }

    /// The pin, which a runtime needs.
    pub fn runtime(&self) -> Result<(&Pin, bool), Diagnostics> {
        let runtime = self.config.runtime.as_ref();
        if let (Some(pin), Some(runtime)) = (&self.pin, runtime) {
            return Ok((pin, runtime.experimental));
        }
        let place = runtime.map_or_else(|| self.place(), |runtime| runtime.place.clone());
        Err(Diagnostic::error("no-pin", place, "the configuration names no pin of a runtime")
            .help(
                "write `pin = \"pyproject.toml\"` under [runtime]: the file that declares the exact runtime",
            )
            .into())
    }

    fn place(&self) -> codegen_build::schema::Place {
        codegen_build::schema::Place { file: self.config.file.clone(), ..Default::default() }
    }

    /// The lock that belongs to these files of the schema, by their contents.
    pub fn locked(&self, runtime: Option<lock::Runtime>, schema: Vec<Schema>) -> Result<Lock, Diagnostics> {
        let mut lock = Lock::new(env!("CARGO_PKG_VERSION"), self.config.hash.clone());
        lock.runtime = runtime;
        lock.schema = schema;
        lock.overlay = self.overlays()?;
        lock.outputs = Some(self.outputs());
        lock.sort();
        Ok(lock)
    }

    /// The folders of all targets, as the lock has them.
    fn outputs(&self) -> Vec<String> {
        let outs = self.config.targets.iter().map(|target| target.out.as_path());
        outs.filter_map(|out| output::relative(&self.config.folder, out)).collect()
    }

    /// The same lock where files are not generated with it: what is left over stays known.
    pub fn with_former_outputs(&self, mut lock: Lock) -> Lock {
        let former = self.lock.iter().filter_map(|old| old.outputs.as_ref()).flatten();
        lock.outputs.get_or_insert_default().extend(former.cloned());
        lock.sort();
        lock
    }

    /// Outputs that the lock lists and that no target writes to any more.
    pub fn left_over(&self) -> Vec<Output> {
        let Some(listed) = self.lock.as_ref().and_then(|lock| lock.outputs.as_ref()) else {
            return Vec::new();
        };
        let relative = listed.iter().filter(|path| Path::new(path).is_relative());
        let folders: Vec<PathBuf> = relative.map(|path| self.config.folder.join(path)).collect();
        left_over(&self.config, &folders)
    }

    /// The hashes of the overlays, in their order.
    fn overlays(&self) -> Result<Vec<Overlay>, Diagnostics> {
        let mut all = Vec::new();
        for path in &self.config.overlays {
            let content = read(path).map_err(|found| self.config.relocated(found))?;
            all.push(Overlay { path: self.relative(path), sha256: hashes::of_bytes(&content) });
        }
        Ok(all)
    }

    /// What is on disk for the schema.
    pub fn schema_on_disk(&self, files: &[PathBuf]) -> Result<Vec<Schema>, Diagnostics> {
        let mut all = Vec::new();
        for file in files {
            all.push(Schema::new(self.relative(file), &read(file)?));
        }
        all.sort();
        Ok(all)
    }

    /// A path as the lock has it.
    pub fn relative(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.config.folder).unwrap_or(path);
        inside.display().to_string().replace('\\', "/")
    }

    /// The change that writes a lock.
    pub fn change_of(&self, lock: &Lock) -> Change {
        Change { path: self.lock_file.clone(), content: Some(lock.to_text().into_bytes()) }
    }

    /// The lock as `generate` leaves it: what was pulled stays, all else is as it is now. A schema without a
    /// runtime is its own source, so what it says is what is locked.
    pub fn regenerated(&self, files: &[PathBuf]) -> Result<Option<Lock>, Diagnostics> {
        let Some(old) = &self.lock else { return Ok(None) };
        let schema = if old.runtime.is_some() { old.schema.clone() } else { self.schema_on_disk(files)? };
        self.locked(old.runtime.clone(), schema).map(Some)
    }

    /// The part of the schema's path that is a version, and how else it would be called.
    pub fn version_in_path(&self) -> Option<(String, Version)> {
        let part = self
            .config
            .source
            .split('/')
            .find(|part| part.starts_with(|c: char| c.is_ascii_digit()) && part.split('.').count() > 2)?;
        Version::parse(part).map(|version| (part.to_owned(), version))
    }
}

/// Those of these folders that are left over of a configuration.
pub fn left_over(config: &Config, folders: &[PathBuf]) -> Vec<Output> {
    let current: Vec<PathBuf> = config.targets.iter().map(|target| target.out.clone()).collect();
    output::left_over(Path::new(&config.file), folders, &current)
}

fn read_pin(config: &Config) -> Result<Option<Pin>, Diagnostics> {
    let Some(runtime) = &config.runtime else { return Ok(None) };
    let Some(file) = &runtime.pin else { return Ok(None) };
    let read = pin::read(file, runtime.package.as_deref()).map(Some);
    read.map_err(|found| config.relocated(found))
}

pub fn read(path: &Path) -> Result<Vec<u8>, Diagnostics> {
    std::fs::read(path).map_err(|error| {
        let place = codegen_build::schema::Place {
            file: path.display().to_string().replace('\\', "/"),
            ..Default::default()
        };
        Diagnostic::error("unreadable-file", place, format!("it cannot be read: {error}")).into()
    })
}
