//! `codegen generate`

use codegen_build::schema::{Diagnostic, Diagnostics, Place};
use codegen_build::{Job, JobTarget, lang, output};

use super::source;
use crate::args::Generate;
use crate::exit::Exit;
use crate::report::{self, Stream, entries, fail};
use crate::terminal::Terminal;

pub fn run(args: &Generate, terminal: Terminal) -> Exit {
    let format = args.source.format;
    let job = match job(args) {
        Ok(job) => job,
        Err(found) => {
            return fail(
                terminal,
                format,
                Stream::Stdout,
                &entries(&codegen_build::Sources::default(), found),
            );
        }
    };
    let sources = job.sources();
    let done = job.compile().and_then(|compiled| {
        let written = output::write(&compiled.outputs)?;
        Ok((compiled, written))
    });
    match done {
        Ok((compiled, written)) => {
            let warnings = entries(&sources, compiled.meaning.warnings);
            report::write(terminal, format, Stream::Stdout, &warnings);
            said(&written, compiled.outputs.len(), terminal);
            Exit::Clean
        }
        Err(found) => {
            let found = source::with_hint(args.schema.as_deref(), &args.source, found);
            fail(terminal, format, Stream::Stdout, &entries(&sources, found))
        }
    }
}

/// The job, with the targets that the command line leaves or names.
pub fn job(args: &Generate) -> Result<Job, Diagnostics> {
    let mut job = source::job(args.schema.as_deref(), &args.source)?;
    let Some(name) = &args.lang else { return Ok(job) };
    let language = lang::find(name).ok_or_else(|| lang::unknown(name, Place::default()))?;
    job.targets.retain(|target| target.language.name == language.name);
    if let Some(out) = &args.out {
        let configured = job.targets.drain(..).next();
        let mut target = JobTarget::new(language, out);
        if let Some(configured) = configured {
            target.options = configured.options;
        }
        job.targets = vec![target];
        if args.schema.is_some() {
            job.command = format!("codegen generate {} --lang {name}", job.source);
        }
    }
    if job.targets.is_empty() {
        let message = format!("the configuration has no target for `{name}`");
        return Err(Diagnostic::error("no-target", Place::default(), message)
            .help("name a folder by --out")
            .into());
    }
    Ok(job)
}

fn said(written: &output::Written, targets: usize, terminal: Terminal) {
    for path in &written.edited {
        terminal.say(&format!("warning: `{path}` had been edited by hand; the edits are gone"));
    }
    for path in &written.written {
        terminal.detail(&format!("wrote {path}"));
    }
    for path in &written.removed {
        terminal.detail(&format!("removed {path}"));
    }
    let targets = if targets == 1 { "1 target".to_owned() } else { format!("{targets} targets") };
    let (new, old) = (written.written.len(), written.removed.len());
    let files = if new == 1 { "file" } else { "files" };
    terminal
        .say(&format!("{targets}: {new} {files} written, {old} removed, {} unchanged", written.unchanged));
}
