//! Workflow commands, by which GitHub annotates lines, and the summary of the step, which has room for all.

use std::fmt::Write as _;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use codegen_build::output::DriftKind;

use super::root::{from_root, prefix};
use super::{Entry, markdown};

/// GitHub shows no more of one kind for one step, and drops the rest without a word.
const SHOWN: usize = 10;
/// Characters of one message: more is not shown either.
const MESSAGE: usize = 4000;
/// Bytes of the summary of one step; GitHub refuses a larger one as a whole.
const SUMMARY: u64 = 1 << 20;

/// Findings of one generated file each, which may be many.
const OF_FILES: [&str; 6] = [
    DriftKind::Missing.id(),
    DriftKind::Edited.id(),
    DriftKind::Stale.id(),
    DriftKind::LeftOver.id(),
    DriftKind::Interrupted.id(),
    "line-endings",
];

/// The commands, the worst first, and causes before the files that they concern. What does not fit in is counted,
/// and named in the log.
pub fn render(entries: &[Entry], is_summarized: bool) -> String {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    let place = |entry: &Entry| entry.finding.spot.as_ref().map(|spot| (spot.line, spot.column));
    sorted.sort_by(|a, b| {
        let key = |entry: &&Entry| {
            let of_file = OF_FILES.contains(&entry.finding.id);
            (!entry.is_error(), of_file, entry.finding.file.clone(), place(entry))
        };
        key(a).cmp(&key(b))
    });
    let (errors, warnings): (Vec<&Entry>, Vec<&Entry>) =
        sorted.into_iter().partition(|entry| entry.is_error());
    let prefix = prefix();
    let mut text = String::new();
    let mut rest = String::new();
    for list in [errors, warnings] {
        let shown = list.len().min(SHOWN);
        list[..shown].iter().for_each(|entry| command(&mut text, &prefix, entry));
        for entry in &list[shown..] {
            let line = format!("{}: {}: {}", entry.finding.severity, entry.place(), entry.finding.message);
            let _ = writeln!(rest, "{}", line.replace('\n', " "));
        }
    }
    if !rest.is_empty() {
        let count = rest.lines().count();
        // A line of the log must not be taken for a command.
        let rest: String = rest.lines().map(|line| format!("  {line}\n")).collect();
        let summary = if is_summarized { "; the summary of the step has them all" } else { "" };
        let _ = write!(text, "{count} more than GitHub annotates{summary}:\n{rest}");
    }
    text
}

fn command(text: &mut String, prefix: &Path, Entry { finding, .. }: &Entry) {
    let _ = write!(text, "::{} ", finding.severity);
    if !finding.file.is_empty() {
        let _ = write!(text, "file={},", property(&from_root(prefix, &finding.file)));
    }
    if let Some(spot) = &finding.spot {
        let _ = write!(
            text,
            "line={},col={},endLine={},endColumn={},",
            spot.line, spot.column, spot.end_line, spot.end_column
        );
    }
    let mut message = finding.message.clone();
    if let Some(pointer) = finding.pointer.as_ref().filter(|pointer| pointer.len() > 1) {
        let _ = write!(message, "\nat: {pointer}");
    }
    for (label, more) in [("note", &finding.note), ("help", &finding.help)] {
        if let Some(more) = more {
            let _ = write!(message, "\n{label}: {more}");
        }
    }
    if let Some((end, _)) = message.char_indices().nth(MESSAGE) {
        message.truncate(end);
        message.push_str("...");
    }
    let _ = writeln!(text, "title={}::{}", property(finding.id), escaped(&message));
}

/// The file that takes the summary, where this runs as a step of a workflow.
pub fn summary_file() -> Option<PathBuf> {
    std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// Adds all findings to the summary, as far as it has room.
pub fn summarize(file: &Path, entries: &[Entry]) -> std::io::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let mut file = File::options().append(true).create(true).open(file)?;
    let room = SUMMARY.saturating_sub(file.metadata()?.len());
    let text = format!("### codegen\n\n{}\n", markdown::render(entries));
    file.write_all(bounded(&text, usize::try_from(room).unwrap_or(usize::MAX)).as_bytes())
}

/// As many whole lines as fit, and a word where some do not.
fn bounded(text: &str, room: usize) -> String {
    const MORE: &str = "\n... and more, which this summary has no room for.\n";
    if text.len() <= room {
        return text.to_owned();
    }
    let mut all = String::new();
    for line in text.split_inclusive('\n') {
        if all.len() + line.len() + MORE.len() + 6 > room {
            break;
        }
        all.push_str(line);
    }
    if all.is_empty() {
        return all;
    }
    // The cut may be inside of a block of code.
    let fences = all.lines().filter(|line| line.trim_start().starts_with("```")).count();
    if fences % 2 == 1 {
        all.push_str("  ```\n");
    }
    all + MORE
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::bounded;

    #[test]
    fn a_summary_is_cut_between_lines() {
        let text = "line\n".repeat(100);
        assert_eq!(bounded(&text, 500), text);
        let cut = bounded(&text, 300);
        assert!(cut.len() <= 300 && cut.starts_with("line\n") && cut.ends_with("no room for.\n"), "{cut}");
        assert_eq!(bounded(&text, 10), "");
    }
}
