//! `codegen pull`

use codegen_build::output::journal;
use codegen_build::schema::{Diagnostic, Diagnostics, Place};
use codegen_build::{Config, Job, Sources};
use codegen_runtime::lock::Lock;

use super::source;
use crate::args::Pull;
use crate::exit::Exit;
use crate::project::{Project, pulled, recover};
use crate::report::{Stream, entries, fail};
use crate::terminal::Terminal;

/// How it ended, where nothing went wrong.
enum Done {
    Written(String),
    Unchanged,
    /// `--locked`, and this would have changed.
    Would(Vec<String>),
}

pub fn run(args: &Pull, terminal: Terminal) -> Exit {
    match pull(args, terminal) {
        Ok(Done::Written(what)) => {
            terminal.say(&what);
            Exit::Clean
        }
        Ok(Done::Unchanged) => {
            terminal.say("the schema and its lock are as they should be");
            Exit::Clean
        }
        Ok(Done::Would(files)) => {
            let place = Place::default();
            let message = format!("{} would change, and --locked was given", files.join(", "));
            let found =
                Diagnostic::error("locked", place, message).help("run `codegen pull` without --locked");
            fail(terminal, args.format, Stream::Stdout, &entries(&Sources::default(), found.into()));
            Exit::Findings
        }
        Err(found) => fail(terminal, args.format, Stream::Stdout, &entries(&Sources::default(), found)),
    }
}

fn pull(args: &Pull, terminal: Terminal) -> Result<Done, Diagnostics> {
    let mut config = Config::load(&source::named_or_found(args.config.as_deref())?)?;
    if !args.locked {
        config = recover(config, terminal)?;
    }
    let project = Project::load(config)?;
    if project.config.runtime.is_none() {
        return lock_as_it_is(&project, args);
    }
    let (pin, _) = project.runtime()?;
    if let Some((part, version)) = project.version_in_path()
        && version != pin.version
    {
        let place = Place {
            file: project.config.file.clone(),
            pointer: None,
            span: Some(project.config.schema_span.clone()),
        };
        let message = format!("the schema's path says {part}, but the pin is {}", pin.version);
        let help = format!("run `codegen bump {}`, which changes both, or change the path", pin.version);
        return Err(Diagnostic::error("schema-path", place, message).help(help).into());
    }
    let pulled = pulled::pull(&project, &pin.version, &args.find, terminal)?;
    let files = pulled.files(&project)?;
    pulled::check_replaced(&project, &files)?;
    let lock = project.with_former_outputs(pulled.lock(&project, &files)?);
    let mut changes = pulled::changes(&project, &files, project.lock.as_ref());
    let what = format!("pulled the schema of {} {}", pin.package, pin.version);
    if args.locked {
        changes.retain(|change| std::fs::read(&change.path).ok() != change.content);
        let mut would: Vec<String> =
            changes.iter().map(|change| format!("`{}`", project.relative(&change.path))).collect();
        if !project.lock.as_ref().is_some_and(|old| says_the_same(old, &lock)) {
            would.push(format!("`{}`", codegen_runtime::lock::FILE));
        }
        return Ok(if would.is_empty() { Done::Unchanged } else { Done::Would(would) });
    }
    let same = changes.iter().all(|change| std::fs::read(&change.path).ok() == change.content);
    if same && project.lock.as_ref() == Some(&lock) {
        return Ok(Done::Unchanged);
    }
    changes.push(project.change_of(&lock));
    journal::write(&project.config.folder, &changes, &[])?;
    Ok(Done::Written(if same {
        format!("{what}: it is as it was")
    } else {
        format!("{what}; `codegen generate` makes the code anew")
    }))
}

/// Whether two locks differ in no more than how the runtime was found, which is another on another machine, and in
/// what an older lock does not say.
fn says_the_same(old: &Lock, new: &Lock) -> bool {
    let plain = |lock: &Lock| {
        let mut lock = lock.clone();
        if let Some(runtime) = &mut lock.runtime {
            runtime.source.clear();
            runtime.archives.clear();
        }
        lock
    };
    plain(old).says(&plain(new))
}

/// A schema that has no runtime behind it is locked as it lies there.
fn lock_as_it_is(project: &Project, args: &Pull) -> Result<Done, Diagnostics> {
    let bundle = codegen_build::schema::Bundle::load(&project.config.schema, &[], &project.config.limits)?.0;
    let schema = project.schema_on_disk(bundle.files())?;
    let lock = project.with_former_outputs(project.locked(None, schema)?);
    if project.lock.as_ref() == Some(&lock) {
        return Ok(Done::Unchanged);
    }
    if args.locked {
        if project.lock.as_ref().is_some_and(|old| says_the_same(old, &lock)) {
            return Ok(Done::Unchanged);
        }
        return Ok(Done::Would(vec![format!("`{}`", codegen_runtime::lock::FILE)]));
    }
    journal::write(&project.config.folder, &[project.change_of(&lock)], &[])?;
    let what = "the configuration names no runtime: locked the schema as it is";
    Ok(Done::Written(what.to_owned()))
}

/// The job for a schema that lies elsewhere than where it belongs: messages name the place where it belongs.
pub fn job_for(config: &Config, pulled: &pulled::Pulled) -> Job {
    let mut job = Job::from_config(config);
    job.input = codegen_build::Input::Path(pulled.schema.folder());
    job
}
