//! `codegen bump`

mod beside;

use std::path::{Path, PathBuf};

use codegen_build::output::journal::{self, Change};
use codegen_build::schema::{Diagnostic, Diagnostics, Place};
use codegen_build::{Compiled, Config, Job, Sources};
use codegen_runtime::Version;

use beside::{Beside, Surfaces};

use super::diff::unseen::{self, Read};
use super::diff::{self, decide::Decided};
use super::{generate, pull, source};
use crate::args::{Bump, Format};
use crate::exit::Exit;
use crate::project::pulled::{self, Pulled};
use crate::project::{Project, recover};
use crate::report::{self, Entry, Stream, entries, fail};
use crate::terminal::Terminal;

pub fn run(args: &Bump, terminal: Terminal) -> Exit {
    let mut sources = Sources::default();
    match bump(args, terminal, &mut sources) {
        Ok(exit) => exit,
        Err(found) => {
            let exit = fail(terminal, args.format, Stream::Stdout, &entries(&sources, found));
            terminal.say("nothing was changed");
            exit
        }
    }
}

fn bump(args: &Bump, terminal: Terminal, sources: &mut Sources) -> Result<Exit, Diagnostics> {
    let version = Version::parse(&args.version).ok_or_else(|| {
        let message = format!("`{}` is not a version", args.version.escape_debug());
        Diagnostic::error("bad-version", Place::default(), message)
            .help("write 0.170.0, 0.170.0a1, 0.170.0-alpha.1 or the tag of a release, rust-v0.170.0-alpha.1")
    })?;
    let config = Config::load(&source::named_or_found(args.config.as_deref())?)?;
    let project = Project::load(recover(config, terminal)?)?;
    project.config.require_targets()?;
    let (pin, _) = project.runtime()?;
    // The pin may have moved already, ahead of its schema.
    let locked = project.lock.as_ref().and_then(|lock| lock.runtime.as_ref());
    let from = locked.map_or_else(|| pin.version.pep440(), |runtime| runtime.version.clone());
    // All is made before anything is written.
    let texts = moved(&project, &version)?;
    show_as_written(&project, &texts, sources)?;
    let after = after(&project, &texts)?;
    let beside = Beside::of(&project, &after);
    let (pulled, other) = pulled::pull_with(&after, &version, &args.find, terminal, beside.is_some())?;
    let compiled = compile(&after, &pulled, sources)?;
    let beside = beside.zip(other).and_then(|(beside, other)| beside.read(&project, &after, other, terminal));
    let compared = compare(&project.config, &after.config, &pulled, &compiled, beside.as_ref())?;
    let files = pulled.files(&after)?;
    pulled::check_replaced(&after, &files)?;
    let file =
        files.first().map(|(path, _)| path.display().to_string().replace('\\', "/")).unwrap_or_default();
    let lock = pulled.lock(&after, &files)?;
    let mut changes: Vec<Change> =
        texts.into_iter().map(|(path, text)| Change { path, content: Some(text.into_bytes()) }).collect();
    changes.extend(pulled::changes(&after, &files, project.lock.as_ref()));
    changes.push(after.change_of(&lock));
    if let Some(beside) = &beside {
        changes.extend(beside.changes()?);
    }
    let mut outputs = compiled.outputs.clone();
    outputs.extend(after.left_over());
    let done = journal::write(&project.config.folder, &changes, &outputs)?;
    generate::said(&done, compiled.outputs.len(), terminal);
    terminal.say(&format!("{}: {from} -> {version}", pin.package));
    report::write(
        terminal,
        Format::Text,
        Stream::Stderr,
        &entries(sources, compiled.meaning.warnings.clone()),
    );
    // What is only experimental is said of the file of all, the rest of that of the stable.
    let stable = beside.as_ref().map_or_else(|| file.clone(), Surfaces::file);
    Ok(show(args, terminal, &after.config, &compared, [&file, &stable], [&from, &version.pep440()]))
}

/// What came of the comparison with the schema as it was.
enum Compared {
    /// There was none.
    First,
    /// It is there and cannot be read, for these reasons.
    Unreadable(Vec<Entry>),
    With(Decided),
}

/// Compares with the schema as it was, which the configuration may have left behind already.
fn compare(
    before: &Config,
    after: &Config,
    pulled: &Pulled,
    compiled: &Compiled,
    beside: Option<&Surfaces>,
) -> Result<Compared, Diagnostics> {
    if !before.schema.exists() {
        return Ok(Compared::First);
    }
    let job = Job::from_config(before).for_another_version();
    let old = match job.understand() {
        Ok(old) => old,
        // Their places are looked up before the files change.
        Err(found) => return Ok(Compared::Unreadable(entries(&Sources::default(), found))),
    };
    let both = beside.map(|other| other.both([&old.protocol, &compiled.meaning.protocol]));
    let mut found = match both {
        Some((a, b)) => codegen_diff::diff_both(a, b, false),
        None => codegen_diff::diff(&old.protocol, &compiled.meaning.protocol),
    };
    let new_job = pull::job_for(after, pulled);
    let (old, new) = (Read { meaning: &old, job: &job }, Read { meaning: &compiled.meaning, job: &new_job });
    unseen::complete(&mut found, old, new, both, both.is_none());
    Ok(Compared::With(diff::by_config(after, found)?))
}

/// The files that name the version, with the new one: the pin, and the configuration where the schema's path says
/// it. Both may be one file.
fn moved(project: &Project, version: &Version) -> Result<Vec<(PathBuf, String)>, Diagnostics> {
    let (pin, _) = project.runtime()?;
    let mut texts = vec![(pin.file.clone(), pin.moved(version)?)];
    let Some((part, of_path)) = project.version_in_path() else { return Ok(texts) };
    if of_path == *version {
        return Ok(texts);
    }
    let path = PathBuf::from(&project.config.file);
    let same = path.canonicalize().ok() == pin.file.canonicalize().ok();
    let text = if same {
        texts[0].1.clone()
    } else {
        String::from_utf8_lossy(&crate::project::read(&path)?).into_owned()
    };
    // Where both are one file the pin has moved the text: the schema's name is looked for again.
    let span = Config::parse(&project.config.file, &text, &project.config.folder)?.schema_span;
    let renamed =
        text.get(span.clone()).map(|name| name.replacen(&part, &version.pep440(), 1)).unwrap_or_default();
    let mut text = text;
    text.replace_range(span, &renamed);
    if same {
        texts[0].1 = text;
    } else {
        texts.push((path, text));
    }
    Ok(texts)
}

/// What is wrong with files that are about to change is shown in what they will be.
fn show_as_written(
    project: &Project,
    texts: &[(PathBuf, String)],
    sources: &mut Sources,
) -> Result<(), Diagnostics> {
    let (pin, _) = project.runtime()?;
    for (path, text) in texts {
        for (name, own) in
            [(&pin.place.file, pin.file.as_path()), (&project.config.file, Path::new(&project.config.file))]
        {
            if path.canonicalize().ok() == own.canonicalize().ok() {
                sources.insert(name.clone(), text.clone());
            }
        }
    }
    Ok(())
}

/// The project as it will be.
fn after(project: &Project, texts: &[(PathBuf, String)]) -> Result<Project, Diagnostics> {
    let of = |path: &Path| {
        let real = path.canonicalize().ok();
        texts.iter().find(|(other, _)| other.canonicalize().ok() == real).map(|(_, text)| text.clone())
    };
    let config = match of(Path::new(&project.config.file)) {
        Some(text) => Config::parse(&project.config.file, &text, &project.config.folder)?,
        None => project.config.clone(),
    };
    let (pin, _) = project.runtime()?;
    let text = of(&pin.file).unwrap_or_default();
    let pin = codegen_runtime::pin::parse(&pin.file, &pin.place.file, text, Some(&pin.package))?;
    Ok(Project { config, lock_file: project.lock_file.clone(), lock: project.lock.clone(), pin: Some(pin) })
}

/// Compiles the pulled schema. What is wrong with it is said of the place where it belongs.
fn compile(project: &Project, pulled: &Pulled, sources: &mut Sources) -> Result<Compiled, Diagnostics> {
    let files = pulled.files(project)?;
    let folder = pulled.schema.folder().display().to_string().replace('\\', "/");
    let rename = |found: Diagnostics| {
        found.renamed(|file| {
            let same = |(path, _): &&(PathBuf, Vec<u8>)| path.file_name() == Path::new(file).file_name();
            let (path, _) = files.iter().find(same).or_else(|| files.first())?;
            file.starts_with(&folder).then(|| path.display().to_string().replace('\\', "/"))
        })
    };
    for (path, content) in &files {
        let name = path.display().to_string().replace('\\', "/");
        sources.insert(name, String::from_utf8_lossy(content).into_owned());
    }
    match pull::job_for(&project.config, pulled).compile() {
        Ok(mut compiled) => {
            compiled.meaning.warnings = rename(compiled.meaning.warnings);
            Ok(compiled)
        }
        Err(found) => Err(rename(found)),
    }
}

/// What the new runtime changes, and for whom, as far as the configuration does not decide otherwise.
fn show(
    args: &Bump,
    terminal: Terminal,
    config: &Config,
    compared: &Compared,
    files: [&str; 2],
    names: [&str; 2],
) -> Exit {
    let decided = match compared {
        Compared::With(decided) => decided,
        Compared::First => {
            terminal.say("there was no schema before: there is nothing to compare with");
            return Exit::Clean;
        }
        Compared::Unreadable(why) => {
            report::write(terminal, Format::Text, Stream::Stderr, why);
            terminal.say("the schema as it was cannot be read, so what this changes is not known");
            return Exit::Findings;
        }
    };
    if matches!(args.format, Format::Github | Format::Sarif | Format::Junit) {
        diff::annotate(args.format, terminal, diff::Limits::of_config(&config.diff), files, decided);
        return Exit::Clean;
    }
    diff::tell(args.format, args.all, terminal, names, decided)
}
