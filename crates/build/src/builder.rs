//! For build scripts: Rust types from a schema, in `OUT_DIR`.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use codegen_rust::target::SourceFile;
use codegen_rust::target::ir::schema::{Diagnostic, Diagnostics, Limits, Place};

use crate::compile::{Compiled, Input, Job, JobTarget};
use crate::config::{Config, TargetConfig, display};
use crate::lang;
use crate::output;
use crate::report::{Error, Sources};

/// Generates code from a schema; made for `build.rs`.
///
/// ```no_run
/// fn main() -> Result<(), codegen_build::Error> {
///     codegen_build::Builder::new("schema.json").generate()
/// }
/// ```
///
/// and in the crate: `mod protocol { include!(concat!(env!("OUT_DIR"), "/mod.rs")); }`.
#[derive(Debug, Clone)]
pub struct Builder {
    job: Job,
    out: Option<PathBuf>,
    targets: Vec<(String, PathBuf)>,
    /// The targets of the configuration: their options count.
    configured: Vec<TargetConfig>,
    overlays: Vec<PathBuf>,
    limits: Option<Limits>,
}

impl Builder {
    /// A schema: a file, or a folder as `generate-json-schema` writes it.
    #[must_use]
    pub fn new(schema: impl Into<PathBuf>) -> Self {
        Self::from_input(Input::Path(schema.into()))
    }

    /// A schema as text; `name` is what messages and the generated files call it.
    #[must_use]
    pub fn from_text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::from_input(Input::Text(name.into(), text.into()))
    }

    /// A schema as any value that serializes to one: what schemars 0.8 makes of Rust types, for example.
    pub fn from_value(name: impl Into<String>, schema: &impl serde::Serialize) -> Result<Self, Error> {
        let name = name.into();
        let text = serde_json::to_string_pretty(schema).map_err(|error| {
            let place = Place { file: name.clone(), ..Place::default() };
            let message = format!("the schema is not JSON: {error}");
            Error::new(&Sources::default(), Diagnostic::error("not-json", place, message).into())
        })?;
        Ok(Self::from_text(name, text))
    }

    /// The schema that schemars makes of Rust types: `schemars::schema_for!(MyProtocol)`.
    #[cfg(feature = "schemars")]
    #[must_use]
    pub fn from_schemars(schema: &schemars::Schema) -> Self {
        let name = schema.get("title").and_then(serde_json::Value::as_str).unwrap_or("schemars");
        Self::from_text(name, format!("{:#}", schema.as_value()))
    }

    fn from_input(input: Input) -> Self {
        let mut job = Job::new(input);
        "cargo build".clone_into(&mut job.command);
        Self {
            job,
            out: None,
            targets: Vec::new(),
            configured: Vec::new(),
            overlays: Vec::new(),
            limits: None,
        }
    }

    /// The decisions of a configuration: overlays, results, policy, limits, lints, and the options of its
    /// targets, each for its language. Its schema and its output folders are not used.
    pub fn config(mut self, file: impl AsRef<Path>) -> Result<Self, Error> {
        let config = Config::load(file.as_ref()).map_err(|found| Error::new(&Sources::default(), found))?;
        self.job.overlays.extend(config.overlays);
        self.job.policy = config.policy;
        self.job.limits = config.limits;
        self.job.lints = config.lints;
        self.job.config = Some(file.as_ref().to_owned());
        self.configured = config.targets;
        Ok(self)
    }

    /// One more correction of the schema, after those of the configuration.
    #[must_use]
    pub fn overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.overlays.push(file.into());
        self
    }

    /// How much input is taken, instead of what the configuration says or the defaults.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Another folder than `OUT_DIR`.
    #[must_use]
    pub fn out(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out = Some(folder.into());
        self
    }

    /// Another language, to a folder of its own: all of its files, under the same rules as
    /// `codegen generate`. Only files that an earlier run wrote are replaced or removed. With a target
    /// named here nothing is written to `OUT_DIR`.
    #[must_use]
    pub fn target(mut self, lang: impl Into<String>, folder: impl Into<PathBuf>) -> Self {
        self.targets.push((lang.into(), folder.into()));
        self
    }

    /// Writes `mod.rs`, if it is not there already with this very text, or the files of the targets that
    /// were named, and tells cargo which files they were made from. Starts no process.
    pub fn generate(self) -> Result<(), Error> {
        let job = self.job();
        for file in job.inputs() {
            say_input(&file);
        }
        let sources = job.sources();
        let compiled = self.compile().map_err(|found| Error::new(&sources, found))?;
        for file in compiled.meaning.bundle.files() {
            say_input(file);
        }
        for warning in sources.locate(compiled.meaning.warnings) {
            let line = warning.spot.as_ref().map_or(0, |spot| spot.line);
            let text = format!("{}:{line}: {}", warning.file, warning.message);
            println!("cargo::warning={}", text.replace(['\n', '\r'], " "));
        }
        Ok(())
    }

    /// What was asked for, in whatever order.
    fn job(&self) -> Job {
        let mut job = self.job.clone();
        job.overlays.extend(self.overlays.iter().cloned());
        if let Some(limits) = &self.limits {
            job.limits.clone_from(limits);
        }
        job
    }

    /// A target with the options that the configuration has for its language.
    fn target_of(&self, language: &'static lang::Language, folder: &Path) -> JobTarget {
        let mut target = JobTarget::new(language, folder);
        if let Some(own) = self.configured.iter().find(|own| own.language.name == language.name) {
            target.options.clone_from(&own.options);
        }
        target
    }

    fn compile(&self) -> Result<Compiled, Diagnostics> {
        let mut job = self.job();
        if self.targets.is_empty() {
            let folder =
                self.out.clone().or_else(|| env::var_os("OUT_DIR").map(PathBuf::from)).ok_or_else(|| {
                    Diagnostic::error("no-out-dir", Place::default(), "OUT_DIR is not set")
                        .help("call this from a build script, or name a folder by `.out(...)`")
                })?;
            let mut target = self.target_of(lang::RUST, &folder);
            target.options = lang::one_file(&target.options);
            job.targets = vec![target];
            let compiled = job.compile()?;
            for file in compiled.outputs.iter().flat_map(|output| &output.files) {
                if self.out.is_some() {
                    refuse_foreign(&folder.join(&file.path))?;
                }
                write_if_changed(&folder, file)
                    .map_err(|error| unwritable(&folder.join(&file.path), &error))?;
            }
            return Ok(compiled);
        }
        for (name, folder) in &self.targets {
            let language = lang::find(name).ok_or_else(|| lang::unknown(name, Place::default()))?;
            job.targets.push(self.target_of(language, folder));
        }
        let compiled = job.compile()?;
        output::write(&compiled.outputs)?;
        Ok(compiled)
    }
}

/// A folder that was named may hold files of the user's own.
fn refuse_foreign(place: &Path) -> Result<(), Diagnostic> {
    let Ok(old) = fs::read(place) else { return Ok(()) };
    if old.starts_with(b"// Generated by codegen") {
        return Ok(());
    }
    let at = Place { file: display(place), ..Place::default() };
    Err(Diagnostic::error("foreign-file", at, "a file that codegen did not write is in the way")
        .help("remove it, or name another folder by `.out(...)`"))
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let place = Place { file: display(path), ..Place::default() };
    Diagnostic::error("unwritable-file", place, format!("the file cannot be written: {error}"))
}

/// A name with a line break would be a directive of its own; cargo cannot be told of it.
fn say_input(file: &Path) {
    let name = file.display().to_string();
    if !name.contains(['\n', '\r']) {
        println!("cargo::rerun-if-changed={name}");
    }
}

/// The old file stays whole until the new one is; its time stays when nothing changes.
fn write_if_changed(folder: &Path, file: &SourceFile) -> io::Result<()> {
    let place = folder.join(&file.path);
    if fs::read(&place).is_ok_and(|old| old == file.text.as_bytes()) {
        return Ok(());
    }
    let parent = place.parent().unwrap_or(folder);
    fs::create_dir_all(parent)?;
    let mut draft = tempfile::NamedTempFile::new_in(parent)?;
    io::Write::write_all(&mut draft, file.text.as_bytes())?;
    draft.persist(&place).map(drop).map_err(|error| error.error)
}
