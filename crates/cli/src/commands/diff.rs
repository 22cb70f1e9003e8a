//! `codegen diff`

mod accepted;
mod day;
pub mod decide;
mod revision;
pub mod rules;
mod side;

use std::path::Path;

use codegen_build::schema::{Diagnostic, Diagnostics, Document, Place, Pointer};
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
    let changes = match (old.both(), new.both()) {
        (Some(a), Some(b)) => diff_both(a, b, args.experimental),
        _ => codegen_diff::diff(&old.whole.protocol, &new.whole.protocol),
    };
    let today = day::today(args.today.as_deref());
    let base = args.accepted_since.as_deref().or_else(|| old.source.revision());
    let file = args.accepted.as_ref().or(settings.accepted.as_ref());
    let read = |file: &Path| accepted::read(file, base);
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
    let mut decided = decide(changes, &settings, &known, &today)?;
    unseen(&old, &new).into_iter().for_each(|note| decided.notes.push(note));
    let exit = show(args, limits, terminal, (&old, &new), &decided);
    if exit != Exit::Clean {
        return Ok(exit);
    }
    let over = decided.open.iter().any(|change| limits.is_over(change));
    Ok(if over { Exit::Findings } else { Exit::Clean })
}

/// What is said of places that say more than types can, where that is not what it was.
fn unseen(old: &Side, new: &Side) -> Vec<Diagnostic> {
    let places = [old.widened(), new.widened()];
    if places.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    let written = [old.documents(), new.documents()];
    let said = |(side, places): (&Side, Vec<Pointer>)| {
        let mut places: Vec<String> =
            places.iter().filter(|place| differs(place, &written)).map(ToString::to_string).collect();
        let place = Place { file: side.source.name.clone(), ..Place::default() };
        let message = match places.len() {
            0 => return None,
            1 => "one place says more than types can, and that changed: weigh it yourself".to_owned(),
            count => {
                format!("{count} places say more than types can, and that changed: weigh it yourself")
            }
        };
        places.truncate(10);
        Some(Diagnostic::warning("widened", place, message).note(places.join("\n")))
    };
    [old, new].into_iter().zip(places).filter_map(said).collect()
}

/// Whether something else is written in a place, or may be behind its references.
fn differs(place: &Pointer, written: &[Vec<Document>; 2]) -> bool {
    let [old, new] = written.each_ref().map(|documents| {
        let steps: Vec<String> = place.steps().collect();
        documents.iter().find_map(|document| document.json.at(steps.iter().map(String::as_str)))
    });
    old != new || old.is_none_or(|json| json.to_string().contains("\"$ref\""))
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
        let mut found = annotations(limits, new, &decided.open);
        found.append(decided.notes.clone());
        report::write(terminal, args.source.format, Stream::Stdout, &entries(&Sources::default(), found));
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
            let mut text = written::markdown(changes, old, new);
            text.push_str(&written::folded_list("Accepted", &decided.accepted));
            if decided.ignored > 0 {
                text.push_str(&format!("\n{} findings are ignored by the configuration.\n", decided.ignored));
            }
            text
        }
        _ => {
            let mut text = written::text(changes, all);
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
struct Limits {
    fail_on: FailOn,
    audience: Whom,
}

impl Limits {
    /// The command line goes before the configuration.
    fn of(args: &Diff, settings: &DiffConfig) -> Self {
        let fail_on = args.fail_on.unwrap_or(match settings.fail_on.as_deref() {
            Some("risky") => FailOn::Risky,
            Some("none") => FailOn::None,
            _ => FailOn::Breaking,
        });
        let audience = args.audience.unwrap_or(match settings.audience.as_deref() {
            Some("servers") => Whom::Servers,
            Some("all") => Whom::All,
            _ => Whom::Clients,
        });
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

/// What breaks or is risky, at its place in the new schema.
fn annotations(limits: Limits, new: &Side, changes: &[Change]) -> Diagnostics {
    let first = |bundle: &codegen_build::schema::Bundle| {
        bundle.files().first().map(|file| file.display().to_string().replace('\\', "/")).unwrap_or_default()
    };
    let whole = first(&new.whole.bundle);
    let stable = new.stable.as_ref().map_or_else(|| whole.clone(), |meaning| first(&meaning.bundle));
    let mut all = Diagnostics::default();
    for change in changes {
        let place = Place {
            file: if change.experimental { whole.clone() } else { stable.clone() },
            pointer: change.new.clone().or_else(|| change.old.clone()),
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
    new.source.renamed(all)
}
