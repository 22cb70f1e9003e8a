//! `codegen diff`

mod revision;
pub mod rules;

use std::path::Path;

use codegen_build::schema::{Diagnostic, Diagnostics, Place};
use codegen_build::{Config, Input, Job, Meaning, Sources};
use codegen_diff::{Audience, Change, Level, report as written};

use crate::args::{Diff, FailOn, Format, Whom};
use crate::exit::Exit;
use crate::report::{self, Stream, entries, fail};
use crate::terminal::Terminal;

pub fn run(args: &Diff, terminal: Terminal) -> Exit {
    let format = args.source.format;
    let failed = |sources: &Sources, found| fail(terminal, format, Stream::Stdout, &entries(sources, found));
    let (old, new) = match (side(args, &args.old), side(args, &args.new)) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => {
            let mut all = Diagnostics::default();
            [old.err(), new.err()].into_iter().flatten().for_each(|found| all.append(found));
            return failed(&Sources::default(), all);
        }
    };
    let (a, b) = match (old.job.understand(), new.job.understand()) {
        (Ok(a), Ok(b)) => (a, b),
        // One at a time: a place of the one must not be looked up in the other.
        (Err(found), _) => return failed(&old.job.sources(), old.renamed(found)),
        (_, Err(found)) => return failed(&new.job.sources(), new.renamed(found)),
    };
    let changes = codegen_diff::diff(&a.protocol, &b.protocol);
    let (name_old, name_new) = (shown(&args.old), shown(&args.new));
    let exit = match format {
        Format::Text => terminal.data(&codegen_build::safe(&written::text(&changes, args.all))),
        Format::Markdown => terminal.data(&written::markdown(&changes, &name_old, &name_new)),
        Format::Json => match serde_json::to_string_pretty(&written::json(&changes, &name_old, &name_new)) {
            Ok(text) => terminal.data(&format!("{text}\n")),
            Err(_) => Exit::Input,
        },
        Format::Github | Format::Sarif | Format::Junit => {
            let found = annotations(args, &new, &b, &changes);
            report::write(terminal, format, Stream::Stdout, &entries(&new.job.sources(), found));
            Exit::Clean
        }
    };
    if exit != Exit::Clean {
        return exit;
    }
    if changes.iter().any(|change| is_over(args, change)) { Exit::Findings } else { Exit::Clean }
}

/// One of the two schemas.
struct Side {
    job: Job,
    /// Files of a revision were read into a folder that is gone afterwards: its name, and the user's.
    checkout: Option<(revision::Checkout, String)>,
}

impl Side {
    /// Places under the name that the user gave.
    fn renamed(&self, found: Diagnostics) -> Diagnostics {
        let Some((checkout, written)) = &self.checkout else { return found };
        let own = checkout.path().display().to_string().replace('\\', "/");
        let mut all = Diagnostics::default();
        for mut one in found.sorted() {
            if let Some(rest) = one.place.file.replace('\\', "/").strip_prefix(&own) {
                one.place.file = format!("{written}{rest}");
            }
            all.push(one);
        }
        all
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

fn side(args: &Diff, path: &Path) -> Result<Side, Diagnostics> {
    let text = shown(path);
    let checkout = match text.strip_prefix("git:") {
        Some(rest) => Some((revision::read(rest)?, text.clone())),
        None => None,
    };
    let input = checkout.as_ref().map_or_else(|| path.to_owned(), |(checkout, _)| checkout.path().to_owned());
    if checkout.is_none() && !input.exists() {
        let place = Place { file: text, ..Place::default() };
        let help = "OLD and NEW are files, folders, or git:REF:PATH";
        let message = "there is no such file or folder";
        return Err(Diagnostic::error("unreadable-file", place, message).help(help).into());
    }
    let mut job = Job::new(Input::Path(input));
    // One configuration serves both: what it says of one version need not apply to the other.
    if let Some(config) = configuration(args)? {
        let from = Job::from_config(&config);
        (job.policy, job.limits, job.lints, job.overlays) =
            (from.policy, from.limits, from.lints, from.overlays);
        job.policy.result_table.values_mut().for_each(|entry| entry.optional = true);
    }
    job.overlays.extend(args.source.overlay.iter().cloned());
    Ok(Side { job, checkout })
}

/// The configuration that is named, else the one of this folder: which result belongs to which method is the
/// same question for both schemas.
fn configuration(args: &Diff) -> Result<Option<Config>, Diagnostics> {
    if let Some(file) = &args.source.config {
        return Config::load(file).map(Some);
    }
    match super::source::found() {
        Ok(file) => Config::load(&file).map(Some),
        Err(_) => Ok(None),
    }
}

/// Whether a finding makes the command fail.
fn is_over(args: &Diff, change: &Change) -> bool {
    let level = match args.fail_on {
        FailOn::Breaking => Level::Breaking,
        FailOn::Risky => Level::Risky,
        FailOn::None => return false,
    };
    let audiences: &[Audience] = match args.audience {
        Whom::Clients => &[Audience::Clients],
        Whom::Servers => &[Audience::Servers],
        Whom::All => &[Audience::Clients, Audience::Servers],
    };
    audiences.iter().any(|audience| change.level(*audience) >= level)
}

/// What breaks or is risky, at its place in the new schema.
fn annotations(args: &Diff, new: &Side, meaning: &Meaning, changes: &[Change]) -> Diagnostics {
    let file = meaning.bundle.files().first().map(|file| file.display().to_string().replace('\\', "/"));
    let mut all = Diagnostics::default();
    for change in changes {
        let level = match args.audience {
            Whom::Clients => change.clients,
            Whom::Servers => change.servers,
            Whom::All => change.clients.max(change.servers),
        };
        let place = Place {
            file: file.clone().unwrap_or_default(),
            pointer: change.new.clone().or_else(|| change.old.clone()),
            span: None,
        };
        let text = written::one(change);
        let diagnostic = match level {
            Level::Breaking => Diagnostic::error(change.rule.id, place, text),
            Level::Risky => Diagnostic::warning(change.rule.id, place, text),
            Level::Safe => continue,
        };
        all.push(diagnostic.note(change.rule.why).help(change.rule.way_out));
    }
    new.renamed(all)
}
