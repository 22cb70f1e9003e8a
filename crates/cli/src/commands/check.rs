//! `codegen check`

use std::borrow::Cow;
use std::path::Path;

use codegen_build::output::{self, Drift};
use codegen_build::schema::{Diagnostics, Place};
use codegen_build::{Finding, Sources, quoted};
use similar::TextDiff;

use super::{generate, source};
use crate::args::{Format, Generate};
use crate::exit::Exit;
use crate::project::{Project, Stale, findings, line_endings};
use crate::report::{self, Entry, Stream, entries, fail};
use crate::terminal::Terminal;

/// Lines of a difference that are shown, of one file and of all.
const LINES_OF_FILE: usize = 40;
const LINES_OF_ALL: usize = 400;
/// Characters of a line that are shown.
const WIDTH: usize = 400;
/// Larger files are not compared line by line.
const MAX_BYTES: usize = 2 << 20;

pub fn run(args: &Generate, terminal: Terminal) -> Exit {
    let format = args.source.format;
    let stop = |sources: &Sources, found| fail(terminal, format, Stream::Stdout, &entries(sources, found));
    let read = source::config(args.schema.as_deref(), &args.source).and_then(|config| {
        let job = generate::job(args, config.as_ref())?;
        Ok((config, job))
    });
    let (config, job) = match read {
        Ok(read) => read,
        Err(found) => return stop(&Sources::default(), found),
    };
    let sources = job.sources();
    let shown = |path: &Path| path.display().to_string();
    let out = args.out.as_deref().map(|out| quoted(&shown(out)));
    let command = generate::command(args, shown, out);
    let compared = job.compile().and_then(|compiled| {
        let drifts = output::compare(&compiled.outputs)?;
        Ok((compiled, drifts))
    });
    let files = compared.as_ref().ok().map(|(compiled, _)| compiled.meaning.bundle.files());
    // A schema that was named on the command line is none that a lock knows.
    let stale = match config.filter(|_| args.schema.is_none()) {
        Some(config) => Project::load(config).and_then(|project| findings(&project, files)),
        None => Ok(Vec::new()),
    };
    let mut left = LINES_OF_ALL;
    let (mut all, failed) = match (&compared, &stale) {
        (Ok((compiled, _)), Ok(_)) => (entries(&sources, compiled.meaning.warnings.clone()), false),
        (compared, stale) => {
            let found = merged([compared.as_ref().err(), stale.as_ref().err()]);
            (entries(&sources, source::with_hint(args.schema.as_deref(), &args.source, found)), true)
        }
    };
    let stale = stale.unwrap_or_default().into_iter();
    let (found, warnings): (Vec<Entry>, Vec<Entry>) =
        stale.map(|one| of_source(&sources, one, &mut left)).partition(Entry::is_error);
    all.extend(warnings);
    let source_is_stale = !found.is_empty();
    // The process ends with this: what was compiled need not be taken apart piece by piece.
    let drifts =
        compared.map(|(compiled, drifts)| (std::mem::forget(compiled), drifts).1).unwrap_or_default();
    let files: Vec<Entry> = drifts.iter().map(|drift| entry(drift, &command, &mut left)).collect();
    let clean = found.is_empty() && files.is_empty();
    let checked_out = files.iter().find(|entry| entry.finding.id == "line-endings");
    let checked_out = checked_out.and_then(|entry| entry.finding.help.clone());
    if format == Format::Text && failed {
        // All that is wrong is counted together.
        all.extend(found);
        report::write(terminal, format, Stream::Stdout, &all);
        terminal.data(&text(&files, terminal.colors_stdout()));
    } else if format == Format::Text {
        report::write(terminal, format, Stream::Stdout, &all);
        terminal.data(&sources_text(&found, terminal.colors_stdout()));
        terminal.data(&text(&files, terminal.colors_stdout()));
    } else {
        all.extend(found);
        all.extend(files);
        report::write(terminal, format, Stream::Stdout, &all);
    }
    if failed {
        return report::failed(&all);
    }
    if clean {
        terminal.say("all generated files are up to date");
        return Exit::Clean;
    }
    if let Some(help) = checked_out {
        terminal.say(&format!("line endings: {help}"));
    }
    if !drifts.is_empty() {
        // What is generated from a schema that is not the true one would be stale again.
        let first = if source_is_stale { ", when the above is mended" } else { "" };
        terminal.say(&format!("{} not up to date: run `{command}`{first}", count(drifts.len())));
    }
    Exit::Findings
}

/// Both, and once what both say: a file that the one cannot read the other cannot either.
fn merged(both: [Option<&Diagnostics>; 2]) -> Diagnostics {
    let mut found = Diagnostics::default();
    let mut said = Vec::new();
    for one in both.into_iter().flatten().flat_map(|errors| errors.clone().sorted()) {
        let key = (one.id, one.place.file.clone(), one.place.span.clone());
        if one.id != "unreadable-file" || !said.contains(&key) {
            said.push(key);
            found.push(one);
        }
    }
    found
}

/// What is wrong with the pin, the lock or the schema.
fn of_source(sources: &Sources, stale: Stale, left: &mut usize) -> Entry {
    let mut entry = entries(sources, stale.found.into()).remove(0);
    entry.diff = stale.texts.and_then(|texts| lines(&texts.name, &texts.old, &texts.new, texts.to, left));
    entry
}

/// The same, as text: each finding whole, with its difference below.
fn sources_text(found: &[Entry], color: bool) -> String {
    let mut text = String::new();
    for entry in found {
        text.push_str(&entry.finding.render(color));
        text.push('\n');
        text.push_str(&painted(entry.diff.as_deref().unwrap_or_default(), color));
        text.push('\n');
    }
    text
}

fn entry(drift: &Drift, command: &str, left: &mut usize) -> Entry {
    if let (Some(old), Some(new)) = (&drift.old, &drift.new)
        && old.replace("\r\n", "\n") == *new
    {
        let place = Place { file: drift.path.clone(), ..Place::default() };
        return entries(&Sources::default(), line_endings(place).into()).remove(0);
    }
    let finding = Finding {
        severity: "error",
        id: drift.kind.id(),
        file: drift.path.clone(),
        spot: None,
        pointer: None,
        message: format!("`{}` {}", drift.path, drift.kind),
        note: None,
        help: Some(format!("run `{command}`")),
    };
    Entry { finding, diff: diff(drift, left) }
}

fn count(files: usize) -> String {
    if files == 1 { "1 file is".to_owned() } else { format!("{files} files are") }
}

/// One line a file, with what changes in it below.
fn text(found: &[Entry], color: bool) -> String {
    let mut text = String::new();
    for entry in found {
        text.push_str(&paint("1", &format!("{:<11} {}", entry.finding.id, entry.finding.file), color));
        text.push_str(&painted(entry.diff.as_deref().unwrap_or_default(), color));
    }
    text
}

/// The lines of a difference, without its head.
fn painted(diff: &str, color: bool) -> String {
    let mut text = String::new();
    for line in diff.lines().skip(2) {
        let code = match line.as_bytes().first() {
            Some(b'+') => "32",
            Some(b'-') => "31",
            Some(b'@') => "36",
            _ => "0",
        };
        text.push_str(&paint(code, &format!("    {line}"), color));
    }
    text
}

fn paint(code: &str, line: &str, color: bool) -> String {
    if color { format!("\u{1b}[{code}m{line}\u{1b}[0m\n") } else { format!("{line}\n") }
}

/// What `generate` would change in a file that is there and stays.
fn diff(drift: &Drift, left: &mut usize) -> Option<String> {
    let (Some(old), Some(new)) = (&drift.old, &drift.new) else { return None };
    lines(&drift.path, old, new, "as generated", left)
}

/// A line of a file that was not written for people, bounded.
fn cut(line: &str) -> Cow<'_, str> {
    match line.char_indices().nth(WIDTH) {
        Some((at, _)) => Cow::Owned(format!("{} ... ({} more bytes)", &line[..at], line.len() - at)),
        None => Cow::Borrowed(line),
    }
}

/// A difference, bounded.
fn lines(name: &str, old: &str, new: &str, wanted: &str, left: &mut usize) -> Option<String> {
    let limit = LINES_OF_FILE.min(*left);
    if limit == 0 || old.len().max(new.len()) > MAX_BYTES {
        return None;
    }
    let diff = TextDiff::configure().timeout(std::time::Duration::from_millis(200)).diff_lines(old, new);
    let text = diff.unified_diff().context_radius(2).header(name, wanted).to_string();
    let all: Vec<&str> = text.lines().collect();
    let shown = all.len().min(limit);
    *left -= shown;
    let mut text: String =
        all[..shown].iter().flat_map(|line| [codegen_build::safe(&cut(line)), "\n".to_owned()]).collect();
    if all.len() > shown {
        text.push_str("... ");
        text.push_str(&(all.len() - shown).to_string());
        text.push_str(" more lines\n");
    }
    Some(text)
}
