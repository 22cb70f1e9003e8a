//! From the command line to a job.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use codegen_build::schema::{Diagnostic, Diagnostics, Limits, Place};
use codegen_build::{CONFIG_FILE, Config, Input, Job, Level};

use crate::args::Source;

/// What stdin is called in messages and in the head of generated files.
const STDIN: &str = "stdin";

/// The error that a configuration settles.
const UNDECIDED: &str = "method-without-result";

/// The job that a command's arguments ask for.
pub fn job(schema: Option<&Path>, source: &Source) -> Result<Job, Diagnostics> {
    job_of(config(schema, source)?.as_ref(), schema, source)
}

/// The configuration that a command's arguments ask for.
pub fn config(schema: Option<&Path>, source: &Source) -> Result<Option<Config>, Diagnostics> {
    match (&source.config, schema) {
        (Some(file), _) => Config::load(file).map(Some),
        (None, Some(_)) => Ok(None),
        (None, None) => Config::load(&found()?).map(Some),
    }
}

/// The configuration that is named, else the one of this folder.
pub fn named_or_found(named: Option<&Path>) -> Result<PathBuf, Diagnostics> {
    named.map_or_else(found, |file| Ok(file.to_owned()))
}

/// A schema that is pulled from a runtime, and was not yet.
fn not_pulled(config: &Config) -> Result<(), Diagnostics> {
    if config.runtime.is_none() || config.schema.exists() {
        return Ok(());
    }
    let place = Place { file: config.file.clone(), pointer: None, span: Some(config.schema_span.clone()) };
    let message = format!("the schema `{}` is not there", config.schema.display());
    Err(Diagnostic::error("no-schema", place, message).help("run `codegen pull`, then this again").into())
}

/// The job by a configuration that was read.
pub fn job_of(config: Option<&Config>, schema: Option<&Path>, source: &Source) -> Result<Job, Diagnostics> {
    if let (Some(config), None) = (config, schema) {
        not_pulled(config)?;
    }
    let mut job = match config {
        Some(config) => Job::from_config(config),
        None => Job::new(Input::Path(PathBuf::new())),
    };
    if let Some(schema) = schema {
        let named = Job::new(input(schema, &job.limits)?);
        job.input = named.input;
        job.source = named.source;
    }
    job.overlays.extend(source.overlay.iter().cloned());
    levels(&mut job, source)?;
    Ok(job)
}

/// The levels of warnings that the command line sets.
pub fn levels(job: &mut Job, source: &Source) -> Result<(), Diagnostics> {
    for (ids, level) in [(&source.allow, Level::Allow), (&source.deny, Level::Deny)] {
        for id in ids {
            job.lints.set(id, level)?;
        }
    }
    Ok(())
}

fn input(schema: &Path, limits: &Limits) -> Result<Input, Diagnostics> {
    if schema != Path::new("-") {
        return Ok(Input::Path(schema.to_owned()));
    }
    let place = || Place { file: STDIN.to_owned(), ..Place::default() };
    let mut text = String::new();
    // One byte more than is taken, so that too much is seen as such.
    let taken = std::io::stdin().lock().take(limits.bytes.saturating_add(1)).read_to_string(&mut text);
    match taken {
        Ok(_) => Ok(Input::Text(STDIN.to_owned(), text)),
        Err(error) => {
            let message = format!("the schema cannot be read: {error}");
            Err(Diagnostic::error("unreadable-file", place(), message).into())
        }
    }
}

/// The configuration of this folder, as short as it can be written.
pub fn found() -> Result<PathBuf, Diagnostics> {
    let here = std::env::current_dir().unwrap_or_default();
    let Some(file) = Config::find(&here) else {
        let message = format!("there is no {CONFIG_FILE} in this folder or above it");
        let help = "name a schema, or write a configuration with `codegen init`";
        return Err(Diagnostic::error("no-config", Place::default(), message).help(help).into());
    };
    let up = here.ancestors().position(|folder| file.parent() == Some(folder)).unwrap_or_default();
    let name = file.file_name().map(PathBuf::from).unwrap_or_default();
    Ok(std::iter::repeat_n("..", up).collect::<PathBuf>().join(name))
}

/// A hint for a schema that was named without the configuration that lies beside it and may know what
/// the schema does not say.
pub fn with_hint(schema: Option<&Path>, source: &Source, mut found: Diagnostics) -> Diagnostics {
    if schema.is_none()
        || source.config.is_some()
        || !found.clone().sorted().iter().any(|one| one.id == UNDECIDED)
    {
        return found;
    }
    if let Ok(config) = self::found() {
        let place = Place { file: config.display().to_string().replace('\\', "/"), ..Place::default() };
        let message = "this configuration was not read, since a schema was named";
        let help = format!("add `--config {}` to read that schema by its rules", place.file);
        found.push(Diagnostic::warning("unused-config", place, message).help(help));
    }
    found
}
