//! `codegen check`

use codegen_build::output::{self, Drift};
use codegen_build::{Finding, Sources};
use similar::TextDiff;

use super::{generate, source};
use crate::args::{Format, Generate};
use crate::exit::Exit;
use crate::report::{self, Entry, Stream, entries, fail};
use crate::terminal::Terminal;

/// Lines of a difference that are shown, of one file and of all.
const LINES_OF_FILE: usize = 40;
const LINES_OF_ALL: usize = 400;
/// Larger files are not compared line by line.
const MAX_BYTES: usize = 2 << 20;

pub fn run(args: &Generate, terminal: Terminal) -> Exit {
    let format = args.source.format;
    let job = match generate::job(args) {
        Ok(job) => job,
        Err(found) => return fail(terminal, format, Stream::Stdout, &entries(&Sources::default(), found)),
    };
    let sources = job.sources();
    let command = command(args);
    let compared = job.compile().and_then(|compiled| {
        let drifts = output::compare(&compiled.outputs)?;
        Ok((compiled, drifts))
    });
    match compared {
        Ok((compiled, drifts)) => {
            let mut all = entries(&sources, compiled.meaning.warnings);
            let clean = drifts.is_empty();
            let mut left = LINES_OF_ALL;
            let found: Vec<Entry> = drifts.iter().map(|drift| entry(drift, &command, &mut left)).collect();
            if format == Format::Text {
                report::write(terminal, format, Stream::Stdout, &all);
                terminal.data(&text(&found, terminal.colors_stdout()));
            } else {
                all.extend(found);
                report::write(terminal, format, Stream::Stdout, &all);
            }
            if clean {
                terminal.say("all generated files are up to date");
                Exit::Clean
            } else {
                terminal.say(&format!("{} not up to date: run `{command}`", count(drifts.len())));
                Exit::Findings
            }
        }
        Err(found) => {
            let found = source::with_hint(args.schema.as_deref(), &args.source, found);
            fail(terminal, format, Stream::Stdout, &entries(&sources, found))
        }
    }
}

/// The command that mends what this one finds.
fn command(args: &Generate) -> String {
    let mut words = vec!["codegen generate".to_owned()];
    let path = |path: &std::path::Path| quoted(&path.display().to_string());
    words.extend(args.schema.as_deref().map(path));
    words.extend(args.lang.iter().map(|lang| format!("--lang {lang}")));
    words.extend(args.out.as_deref().map(|out| format!("--out {}", path(out))));
    words.extend(args.source.config.as_deref().map(|config| format!("--config {}", path(config))));
    words.extend(args.source.overlay.iter().map(|overlay| format!("--overlay {}", path(overlay))));
    words.join(" ")
}

fn quoted(word: &str) -> String {
    let plain = word.bytes().all(|b| b.is_ascii_alphanumeric() || b"/._-+=:@%".contains(&b));
    if plain && !word.is_empty() { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

fn entry(drift: &Drift, command: &str, left: &mut usize) -> Entry {
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
    let paint = |code: &str, line: &str| {
        if color { format!("\u{1b}[{code}m{line}\u{1b}[0m\n") } else { format!("{line}\n") }
    };
    let mut text = String::new();
    for entry in found {
        text.push_str(&paint("1", &format!("{:<11} {}", entry.finding.id, entry.finding.file)));
        for line in entry.diff.as_deref().unwrap_or_default().lines().skip(2) {
            let code = match line.as_bytes().first() {
                Some(b'+') => "32",
                Some(b'-') => "31",
                Some(b'@') => "36",
                _ => "0",
            };
            text.push_str(&paint(code, &format!("    {line}")));
        }
    }
    text
}

/// What `generate` would change in a file that is there and stays.
fn diff(drift: &Drift, left: &mut usize) -> Option<String> {
    let (Some(old), Some(new)) = (&drift.old, &drift.new) else { return None };
    let limit = LINES_OF_FILE.min(*left);
    if limit == 0 || old.len().max(new.len()) > MAX_BYTES {
        return None;
    }
    let diff =
        TextDiff::configure().timeout(std::time::Duration::from_millis(200)).diff_lines(old.as_str(), new);
    let text = diff.unified_diff().context_radius(2).header(&drift.path, "as generated").to_string();
    let lines: Vec<&str> = text.lines().collect();
    let shown = lines.len().min(limit);
    *left -= shown;
    let mut text: String =
        lines[..shown].iter().flat_map(|line| [codegen_build::safe(line), "\n".to_owned()]).collect();
    if lines.len() > shown {
        text.push_str("... ");
        text.push_str(&(lines.len() - shown).to_string());
        text.push_str(" more lines\n");
    }
    Some(text)
}
