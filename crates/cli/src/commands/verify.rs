//! `codegen verify`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use codegen_build::schema::{Diagnostics, Place};
use codegen_build::{Job, Sources, lang};
use codegen_verify::{Language, Options, Subject, Tally, Tools, Verified, json, table};

use super::source;
use crate::args::{Format, Verify};
use crate::exit::Exit;
use crate::report::{Stream, entries, fail};
use crate::terminal::{self, Terminal};

/// So many failures are shown.
const SHOWN: usize = 10;

pub fn run(args: &Verify, terminal: Terminal) -> Exit {
    let format = args.source.format;
    if !matches!(format, Format::Text | Format::Json) {
        terminal::error("error: `verify` writes text or json");
        return Exit::Input;
    }
    let (subject, languages) = match prepare(args) {
        Ok(ready) => ready,
        Err((sources, found)) => return fail(terminal, format, Stream::Stdout, &entries(&sources, found)),
    };
    let options = Options {
        values: args.values,
        seed: args.seed,
        only: args.name.clone(),
        tools: Tools {
            python: args.python.as_deref().map(program),
            tsc: args.tsc.as_deref().map(program),
            ..Tools::default()
        },
        ..Options::default()
    };
    match verified(args, &subject, &languages, &options, terminal) {
        Ok(verified) => report(args, &verified, terminal),
        Err(problem) => {
            terminal::error(&format!("error: {problem}"));
            Exit::Input
        }
    }
}

/// A program is run in another folder than it was named in; a bare name is looked for where programs are.
fn program(path: &Path) -> PathBuf {
    let bare = path.parent().is_none_or(|folder| folder.as_os_str().is_empty());
    if bare { path.to_owned() } else { std::path::absolute(path).unwrap_or_else(|_| path.to_owned()) }
}

type Ready = (Subject, Vec<Language>);

fn prepare(args: &Verify) -> Result<Ready, (Sources, Diagnostics)> {
    let job =
        source::job(args.schema.as_deref(), &args.source).map_err(|found| (Sources::default(), found))?;
    let sources = job.sources();
    let languages = languages(args, &job).map_err(|found| (job.sources(), found))?;
    match Subject::new(job.source.clone(), job) {
        Ok(subject) => Ok((subject, languages)),
        Err(found) => Err((sources, source::with_hint(args.schema.as_deref(), &args.source, found))),
    }
}

fn languages(args: &Verify, job: &Job) -> Result<Vec<Language>, Diagnostics> {
    let named: Vec<&str> = match args.lang.as_slice() {
        [] => job.targets.iter().map(|target| target.language.name).collect(),
        named => named.iter().map(String::as_str).collect(),
    };
    let mut found = Vec::new();
    for name in named {
        let language = Language::find(name).ok_or_else(|| lang::unknown(name, Place::default()))?;
        if !found.contains(&language) {
            found.push(language);
        }
    }
    Ok(if found.is_empty() { Language::ALL.to_vec() } else { found })
}

fn verified(
    args: &Verify,
    subject: &Subject,
    languages: &[Language],
    options: &Options,
    terminal: Terminal,
) -> Result<Verified, String> {
    let progress = |what: &str| terminal.progress(what);
    let run = |folder: &Path| codegen_verify::verify(&[subject], languages, options, folder, &progress);
    let result = if let Some(folder) = &args.keep {
        let made = std::fs::create_dir_all(folder).and_then(|()| folder.canonicalize());
        run(&made.map_err(|error| format!("{}: {error}", folder.display()))?)
    } else {
        let folder = tempfile::Builder::new().prefix("codegen-verify-").tempdir();
        let folder = folder.map_err(|error| format!("there is no folder to work in: {error}"))?;
        run(folder.path())
    };
    terminal.end_progress();
    result
}

fn report(args: &Verify, verified: &Verified, terminal: Terminal) -> Exit {
    let any = |has: fn(&Tally) -> bool| verified.tallies.iter().any(|(_, tally)| has(tally));
    let exit = if any(|tally| !tally.failures.is_empty()) {
        Exit::Findings
    } else if any(|tally| tally.unjudged_types > 0) {
        // What could not be compared is not proved.
        Exit::Input
    } else {
        Exit::Clean
    };
    let text = match args.source.format {
        Format::Json => format!("{:#}\n", json(args.seed, &verified.tallies)),
        _ => table(&verified.tallies),
    };
    let written = terminal.data(&text);
    if args.source.format == Format::Text {
        for (language, tally) in &verified.tallies {
            failures(args, *language, tally);
        }
        unjudged(&verified.tallies);
    }
    if written == Exit::Clean { exit } else { written }
}

/// The same values are tried in each language.
fn unjudged(tallies: &[(Language, Tally)]) {
    if let Some((_, tally)) = tallies.iter().find(|(_, tally)| tally.unjudged_types > 0) {
        let (some, all) = (tally.unjudged_types, tally.types);
        terminal::error(&format!(
            "error: not all was judged: the judge has no verdict on some values of {some} of {all} types"
        ));
    }
}

fn failures(args: &Verify, language: Language, tally: &Tally) {
    // Several may have shrunk to one.
    let mut seen = std::collections::HashSet::new();
    let different = tally.failures.iter().filter(|one| seen.insert((&one.name, &one.what, &one.value)));
    for failure in different.take(SHOWN) {
        let mut text =
            format!("{}: {} of {}: {}", language.name(), failure.what, failure.name, failure.value);
        if !failure.detail.is_empty() {
            let _ = write!(text, "\n  {}", failure.detail.replace('\n', "\n  "));
        }
        let _ = write!(text, "\n  again: {}", again(args, language, &failure.name));
        terminal::error(&text);
    }
    if let Some(more) = tally.failures.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        terminal::error(&format!("{}: and {more} more; --format json lists them all", language.name()));
    }
}

/// The command that tries the values of one type again.
fn again(args: &Verify, language: Language, name: &str) -> String {
    let mut command = "codegen verify".to_owned();
    let mut word = |text: &str| {
        let plain = !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte));
        command.push(' ');
        command.push_str(&if plain { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) });
    };
    args.schema.iter().for_each(|schema| word(&schema.display().to_string()));
    let files = [
        ("--config", args.source.config.as_slice()),
        ("--overlay", args.source.overlay.as_slice()),
        ("--python", args.python.as_slice()),
        ("--tsc", args.tsc.as_slice()),
    ];
    for (option, path) in
        files.into_iter().flat_map(|(option, paths)| paths.iter().map(move |path| (option, path)))
    {
        word(option);
        word(&path.display().to_string());
    }
    let (values, seed) = (args.values.to_string(), args.seed.to_string());
    for (option, value) in
        [("--lang", language.name()), ("--values", &values), ("--seed", &seed), ("--type", name)]
    {
        word(option);
        word(value);
    }
    command
}
