//! `codegen diff`

mod accepted;
mod day;
pub mod decide;
mod revision;
pub mod rules;
mod side;
pub mod unseen;

use std::path::Path;

use codegen_build::schema::{Diagnostic, Diagnostics, Place, Pointer};
use codegen_build::{Config, DiffConfig, Sources};
use codegen_diff::{Audience, Change, Level, diff_both, report as written};

use crate::args::{Diff, FailOn, Format, Whom};
use crate::exit::Exit;
use crate::report::{self, Stream, entries, fail};
use crate::terminal::Terminal;
use accepted::Accepted;
use decide::{Decided, decide};
use side::{Failed, Side, Source};

pub fn run(args: &Diff, terminal: Terminal) -> Exit {
    compare(args, terminal).unwrap_or_else(|Failed { sources, found }| {
        fail(terminal, args.source.format, Stream::Stdout, &entries(&sources, found))
    })
}

impl From<Diagnostics> for Failed {
    fn from(found: Diagnostics) -> Self {
        Self { sources: Sources::default(), found }
    }
}

fn compare(args: &Diff, terminal: Terminal) -> Result<Exit, Failed> {
    let config = configuration(args)?;
    let settings = config.as_ref().map(|config| config.diff.clone()).unwrap_or_default();
    let limits = Limits::of(args, &settings);
    let source = |path: &Path| Source::new(path, args, config.as_ref(), terminal);
    let (old, new) = match (source(&args.old), source(&args.new)) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => {
            let mut all = Diagnostics::default();
            [old.err(), new.err()].into_iter().flatten().for_each(|found| all.append(found));
            return Err(all.into());
        }
    };
    let (old, new) = side::read(args, config.as_ref(), old, new)?;
    let both = old.both().zip(new.both());
    let mut changes = match both {
        Some((a, b)) => diff_both(a, b, args.experimental),
        None => codegen_diff::diff(&old.whole.protocol, &new.whole.protocol),
    };
    unseen::complete(&mut changes, old.read(), new.read(), both, args.experimental);
    let today = day::today(args.today.as_deref());
    let base = args.accepted_since.as_deref().or_else(|| old.source.revision());
    let file = args.accepted.as_ref().or(settings.accepted.as_ref());
    // What the command line names stands for itself.
    let configured = config.as_ref().zip(base).filter(|_| args.accepted.is_none());
    let named = configured.map(|(config, base)| accepted::named_in(config, base)).transpose()?.flatten();
    if let (None, Some((config, base)), Some(before)) = (file, configured, &named) {
        accepted::still_named(config, base, before)?;
    }
    let read = |file: &Path| -> Result<Accepted, Diagnostics> {
        let before = named.as_deref().unwrap_or(file);
        let mut known = accepted::read(file, base.map(|base| (base, before)))?;
        if let Some(reference) = old.source.revision() {
            known.past = accepted::count(before, reference)?.min(known.entries.len());
        }
        Ok(known)
    };
    let mut known = file.map_or_else(|| Ok(Accepted::default()), |file| read(file))?;
    if let Some(reason) = &args.accept {
        let file = file.ok_or_else(no_file)?;
        let before = decide(changes.clone(), &settings, &known, &today)?;
        let over: Vec<&Change> = before.open.iter().filter(|change| limits.breaks(change)).collect();
        if !over.is_empty() {
            accepted::append(file, &over, reason, &today)?;
            known = read(file)?;
        }
        terminal.say(&format!("{} accepted in {}", over.len(), file.display()));
    }
    let decided = decide(changes, &settings, &known, &today)?;
    let exit = show(args, limits, terminal, (&old, &new), &decided);
    if exit != Exit::Clean {
        return Ok(exit);
    }
    if decided.notes.has_errors() {
        return Ok(Exit::Input);
    }
    let over = decided.open.iter().any(|change| limits.is_over(change));
    Ok(if over { Exit::Findings } else { Exit::Clean })
}

fn no_file() -> Diagnostics {
    Diagnostic::error("no-accepted-file", Place::default(), "there is no file for what is accepted")
        .help("name one by --accepted, or in the configuration: `[diff]` with `accepted = \"accepted.toml\"`")
        .into()
}

/// Writes all that was found and decided.
fn show(
    args: &Diff,
    limits: Limits,
    terminal: Terminal,
    (old, new): (&Side, &Side),
    decided: &Decided,
) -> Exit {
    if matches!(args.source.format, Format::Github | Format::Sarif | Format::Junit) {
        let [whole, stable] = new.files();
        annotate(args.source.format, terminal, limits, [&whole, &stable], decided);
        return Exit::Clean;
    }
    tell(args.source.format, args.all, terminal, [&old.source.name, &new.source.name], decided)
}

/// Findings for people, or as JSON.
pub fn tell(format: Format, all: bool, terminal: Terminal, names: [&str; 2], decided: &Decided) -> Exit {
    let changes = &decided.open;
    let [old, new] = names;
    let text = match format {
        Format::Json => return terminal.data(&format!("{:#}\n", json(changes, old, new, decided))),
        Format::Markdown => {
            let mut text = decided_all(written::markdown(changes, &short(old), &short(new)), decided);
            text.push_str(&written::folded_list("Accepted", &decided.accepted));
            if decided.ignored > 0 {
                let findings = if decided.ignored == 1 { "finding is" } else { "findings are" };
                text.push_str(&format!("\n{} {findings} ignored by the configuration.\n", decided.ignored));
            }
            codegen_build::safe(&text)
        }
        _ => {
            let mut text = decided_all(written::text(changes, all), decided);
            if !decided.accepted.is_empty() || decided.ignored > 0 {
                let (accepted, ignored) = (decided.accepted.len(), decided.ignored);
                text.push_str(&format!("\n{accepted} accepted, {ignored} ignored\n"));
            }
            codegen_build::safe(&text)
        }
    };
    let exit = terminal.data(&text);
    notes(terminal, decided);
    exit
}

/// An operand as a person would name it: no `./`, and of the name of a commit as much as git shows.
fn short(operand: &str) -> String {
    let plain = |path: &str| path.strip_prefix("./").unwrap_or(path).to_owned();
    let Some((reference, path)) = operand.strip_prefix("git:").and_then(|rest| rest.split_once(':')) else {
        return plain(operand);
    };
    let is_commit = reference.len() >= 40 && reference.bytes().all(|byte| byte.is_ascii_hexdigit());
    let reference = if is_commit { &reference[..10] } else { reference };
    format!("git:{reference}:{}", plain(path))
}

/// Where nothing is open, something may have been decided.
fn decided_all(text: String, decided: &Decided) -> String {
    if decided.accepted.is_empty() && decided.ignored == 0 {
        return text;
    }
    text.replacen(written::SAME, "All that changed is decided.", 1)
}

/// What a configuration has decided about changes. What was accepted before need not be met again.
pub fn by_config(config: &Config, changes: Vec<Change>) -> Result<Decided, Diagnostics> {
    let mut known = config
        .diff
        .accepted
        .as_deref()
        .map_or_else(|| Ok(Accepted::default()), |file| accepted::read(file, None))?;
    known.old = known.entries.len();
    decide(changes, &config.diff, &known, &day::today(None))
}

/// Decisions to be looked at, for people.
fn notes(terminal: Terminal, decided: &Decided) {
    report::write(
        terminal,
        Format::Text,
        Stream::Stderr,
        &entries(&Sources::default(), decided.notes.clone()),
    );
}

fn json(changes: &[Change], old: &str, new: &str, decided: &Decided) -> serde_json::Value {
    let plain = |list: &[Change]| serde_json::to_value(written::json(list, old, new)).unwrap_or_default();
    let mut all = plain(changes);
    all["accepted"] = plain(&decided.accepted)["changes"].take();
    all["ignored"] = decided.ignored.into();
    let notes = Sources::default().locate(decided.notes.clone());
    all["notes"] = serde_json::to_value(notes).unwrap_or_default();
    all
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

/// Whose findings count, and from which level on.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    fail_on: FailOn,
    audience: Whom,
}

impl Limits {
    /// The command line goes before the configuration.
    fn of(args: &Diff, settings: &DiffConfig) -> Self {
        let Self { fail_on, audience } = Self::of_config(settings);
        Self { fail_on: args.fail_on.unwrap_or(fail_on), audience: args.audience.unwrap_or(audience) }
    }

    /// What the configuration says.
    pub fn of_config(settings: &DiffConfig) -> Self {
        let fail_on = match settings.fail_on.as_deref() {
            Some("risky") => FailOn::Risky,
            Some("none") => FailOn::None,
            _ => FailOn::Breaking,
        };
        let audience = match settings.audience.as_deref() {
            Some("servers") => Whom::Servers,
            Some("all") => Whom::All,
            _ => Whom::Clients,
        };
        Self { fail_on, audience }
    }

    /// The level that counts.
    fn level(self, change: &Change) -> Level {
        match self.audience {
            Whom::Clients => change.level(Audience::Clients),
            Whom::Servers => change.level(Audience::Servers),
            Whom::All => change.clients.max(change.servers),
        }
    }

    fn breaks(self, change: &Change) -> bool {
        self.level(change) == Level::Breaking
    }

    /// Whether a finding makes the command fail.
    fn is_over(self, change: &Change) -> bool {
        match self.fail_on {
            FailOn::Breaking => self.level(change) >= Level::Breaking,
            FailOn::Risky => self.level(change) >= Level::Risky,
            FailOn::None => false,
        }
    }
}

/// Where something was that is gone now: in a list another may have its number.
fn around(old: &Pointer) -> Pointer {
    let numbered =
        |one: &Pointer| one.last().is_some_and(|step| step.bytes().all(|byte| byte.is_ascii_digit()));
    let mut around = old.clone();
    let mut at = Some(old.clone());
    while let Some(here) = at {
        at = here.parent();
        if numbered(&here) {
            around = at.as_ref().and_then(Pointer::parent).unwrap_or(here);
        }
    }
    around
}

/// What breaks or is risky, at its place in the new schema: the file of the whole, and of what is stable.
pub fn annotate(
    format: Format,
    terminal: Terminal,
    limits: Limits,
    [whole, stable]: [&str; 2],
    decided: &Decided,
) {
    let mut all = Diagnostics::default();
    for change in &decided.open {
        let place = Place {
            file: if change.experimental { whole } else { stable }.to_owned(),
            pointer: change.new.clone().or_else(|| change.old.as_ref().map(around)),
            span: None,
        };
        let text = written::one(change);
        let diagnostic = match limits.level(change) {
            Level::Breaking => Diagnostic::error(change.rule.id, place, text),
            Level::Risky => Diagnostic::warning(change.rule.id, place, text),
            Level::Safe => continue,
        };
        all.push(diagnostic.note(change.rule.why).help(change.rule.way_out));
    }
    all.append(decided.notes.clone());
    report::write(terminal, format, Stream::Stdout, &entries(&Sources::default(), all));
}
