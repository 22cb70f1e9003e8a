//! `codegen generate`

use std::path::Path;

use codegen_build::schema::{Diagnostic, Diagnostics, Place, Severity};
use codegen_build::{Config, Job, JobTarget, Sources, lang, output, quoted, source_name};

use super::source;
use crate::args::Generate;
use crate::exit::Exit;
use crate::project::{Project, Stale, findings, recover};
use crate::report::{self, Stream, entries, fail};
use crate::terminal::{self, Terminal};

pub fn run(args: &Generate, terminal: Terminal) -> Exit {
    let format = args.source.format;
    let mut sources = Sources::default();
    match generate(args, terminal, &mut sources) {
        Ok(exit) => exit,
        Err(found) => {
            let found = source::with_hint(args.schema.as_deref(), &args.source, found);
            fail(terminal, format, Stream::Stdout, &entries(&sources, found))
        }
    }
}

fn generate(args: &Generate, terminal: Terminal, sources: &mut Sources) -> Result<Exit, Diagnostics> {
    let mut config = source::config(args.schema.as_deref(), &args.source)?;
    if let Some(found) = config.take_if(|_| args.schema.is_none()) {
        config = Some(recover(found, terminal)?);
    }
    let job = job(args, config.as_ref())?;
    *sources = job.sources();
    let compiled = job.compile()?;
    // A schema that was named on the command line is none that a lock knows.
    let project = config.filter(|_| args.schema.is_none()).map(Project::load).transpose()?;
    let lock = match &project {
        Some(project) => project.regenerated(compiled.meaning.bundle.files())?,
        None => None,
    };
    let mut found = compiled.meaning.warnings.clone();
    let mut changes = Vec::new();
    let mut outputs = compiled.outputs;
    let targets = outputs.len();
    if let (Some(project), None, true) = (&project, &lock, args.locked) {
        let help = format!("run `{}` to make one", project.command("pull"));
        return Ok(locked(args, terminal, project, "there is no lock", help));
    }
    if let (Some(project), Some(lock)) = (&project, &lock) {
        let old = project.lock.as_ref();
        if args.locked && !old.is_some_and(|old| old.says(lock)) {
            let help = "run `codegen check` to see why, or `codegen generate` without --locked".to_owned();
            return Ok(locked(args, terminal, project, "the lock would change", help));
        }
        if args.lang.is_none() && !args.locked {
            outputs.extend(project.left_over());
            changes.push(project.change_of(lock));
        }
        for Stale { found: mut one, .. } in findings(project, Some(compiled.meaning.bundle.files()))? {
            let truth = matches!(one.id, "pin-moved" | "schema-edited" | "schema-missing" | "schema-unknown");
            if truth && args.locked {
                fail(terminal, args.source.format, Stream::Stdout, &entries(sources, one.into()));
                return Ok(Exit::Findings);
            }
            if truth {
                one.severity = Severity::Warning;
                found.push(one);
            }
        }
    }
    let folder = project.as_ref().map(|project| project.config.folder.clone()).unwrap_or_default();
    let written = output::journal::write(&folder, &changes, &outputs)?;
    report::write(terminal, args.source.format, Stream::Stdout, &entries(sources, found));
    said(&written, targets, terminal);
    Ok(if args.fail_if_changed { unchanged(&written) } else { Exit::Clean })
}

/// `--fail-if-changed`
fn unchanged(written: &output::Written) -> Exit {
    /// More of them are not named.
    const NAMED: usize = 10;
    let files: Vec<&str> = written.written.iter().chain(&written.removed).map(String::as_str).collect();
    if files.is_empty() {
        return Exit::Clean;
    }
    let more = if files.len() > NAMED { ", ..." } else { "" };
    let named = files[..files.len().min(NAMED)].join(", ");
    terminal::error(&format!("generated anew, to be committed: {named}{more}"));
    Exit::Findings
}

/// `--locked`, and the lock is not what it must be.
fn locked(args: &Generate, terminal: Terminal, project: &Project, what: &str, help: String) -> Exit {
    let place =
        Place { file: project.lock_file.display().to_string().replace('\\', "/"), ..Place::default() };
    let found = Diagnostic::error("locked", place, format!("{what}, and --locked was given"))
        .note("nothing was written")
        .help(help);
    fail(terminal, args.source.format, Stream::Stdout, &entries(&Sources::default(), found.into()));
    Exit::Findings
}

/// The job, with the targets that the command line leaves or names.
pub fn job(args: &Generate, config: Option<&Config>) -> Result<Job, Diagnostics> {
    let mut job = source::job_of(config, args.schema.as_deref(), &args.source)?;
    let Some(name) = &args.lang else {
        config.map_or(Ok(()), Config::require_targets)?;
        return Ok(job);
    };
    let language = lang::find(name).ok_or_else(|| lang::unknown(name, Place::default()))?;
    job.targets.retain(|target| target.language.name == language.name);
    if let Some(out) = &args.out {
        let configured = job.targets.drain(..).next();
        let mut target = JobTarget::new(language, out);
        if let Some(configured) = configured {
            target.options = configured.options;
        }
        job.targets = vec![target];
        // The same files come of it in any folder.
        job.command = command(args, source_name, Some("FOLDER".to_owned()));
    }
    if job.targets.is_empty() {
        let message = format!("the configuration has no target for `{name}`");
        return Err(Diagnostic::error("no-target", Place::default(), message)
            .help("name a folder by --out")
            .into());
    }
    Ok(job)
}

/// The command that makes anew what this one makes.
pub fn command(args: &Generate, shown: impl Fn(&Path) -> String, out: Option<String>) -> String {
    let mut words = vec!["codegen generate".to_owned()];
    let path = |path: &Path| quoted(&shown(path));
    words.extend(args.schema.as_deref().map(path));
    words.extend(args.lang.iter().map(|lang| format!("--lang {lang}")));
    words.extend(out.map(|out| format!("--out {out}")));
    words.extend(args.source.config.as_deref().map(|config| format!("--config {}", path(config))));
    words.extend(args.source.overlay.iter().map(|overlay| format!("--overlay {}", path(overlay))));
    words.join(" ")
}

pub fn said(written: &output::Written, targets: usize, terminal: Terminal) {
    for path in &written.edited {
        terminal.say(&format!("warning: `{path}` had been edited by hand; the edits are gone"));
    }
    for path in &written.written {
        terminal.detail(&format!("wrote {path}"));
    }
    for path in &written.removed {
        terminal.detail(&format!("removed {path}"));
    }
    for folder in &written.retired {
        terminal
            .say(&format!("`{folder}` is no output any more: what codegen had written there was removed"));
    }
    for path in &written.kept {
        terminal.say(&format!("warning: `{path}` had been edited by hand: it stays there, and is yours now"));
    }
    let targets = if targets == 1 { "1 target".to_owned() } else { format!("{targets} targets") };
    let (new, old) = (written.written.len(), written.removed.len());
    let files = if new == 1 { "file" } else { "files" };
    terminal
        .say(&format!("{targets}: {new} {files} written, {old} removed, {} unchanged", written.unchanged));
}
