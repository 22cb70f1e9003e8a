//! `codegen explain`

mod method;
mod types;
mod words;

use std::path::Path;

use codegen_build::ir::{Protocol, TypeId};
use codegen_build::rules::RULES as WARNINGS;
use codegen_build::schema::{Diagnostic, Diagnostics, Place, Pointer, suggest};
use codegen_build::{Job, Meaning, Sources};

use super::{inspect, source};
use crate::args::Explain;
use crate::exit::Exit;
use crate::report::{Stream, entries, fail};
use crate::terminal::Terminal;

/// The names of all types in one language.
type Names = Vec<(&'static str, Vec<String>)>;

/// What is explained.
enum Subject {
    Type(TypeId),
    /// By its index: a name may be used in both directions.
    Methods(Vec<usize>),
}

pub fn run(args: &Explain, terminal: Terminal) -> Exit {
    let format = args.source.format;
    let failed = |sources: &Sources, found| fail(terminal, format, Stream::Stdout, &entries(sources, found));
    let (schema, name) = match args.what.as_slice() {
        [schema, name] => (Some(Path::new(schema)), name.as_str()),
        [name] => (None, name.as_str()),
        _ => return Exit::Input,
    };
    if let (None, Some(rule)) = (schema, codegen_diff::rules::find(name)) {
        return terminal.data(&super::diff::rules::explain(rule));
    }
    if let (None, Some(warning)) = (schema, WARNINGS.iter().find(|rule| rule.id == name)) {
        let silence =
            format!("[lints]\n{name} = \"allow\"    # or \"deny\"; on the command line -A {name}, -D {name}");
        return terminal.data(&format!("{name}, a warning: {}\n\n{silence}\n", warning.summary));
    }
    let job = match source::job(schema, &args.source) {
        Ok(job) => job,
        Err(found) => return failed(&Sources::default(), found),
    };
    let sources = job.sources();
    match job.understand().and_then(|meaning| text(&job, &meaning, name)) {
        Ok(text) => terminal.data(&codegen_build::safe(&text)),
        Err(found) => failed(&sources, source::with_hint(schema, &args.source, found)),
    }
}

fn text(job: &Job, meaning: &Meaning, name: &str) -> Result<String, Diagnostics> {
    let protocol = &meaning.protocol;
    let names = inspect::names(job, protocol)?;
    let overlays = job.read_overlays()?;
    match subject(protocol, &names, name)? {
        Subject::Type(id) => Ok(types::explain(protocol, &names, &overlays, &job.policy, id)),
        Subject::Methods(indexes) => Ok(indexes
            .into_iter()
            .map(|index| method::explain(protocol, &overlays, &job.policy, &protocol.methods[index]))
            .collect::<Vec<_>>()
            .join("\n")),
    }
}

fn subject(protocol: &Protocol, names: &Names, name: &str) -> Result<Subject, Diagnostics> {
    let methods: Vec<usize> =
        (0..protocol.methods.len()).filter(|index| protocol.methods[*index].name == name).collect();
    if !methods.is_empty() {
        return Ok(Subject::Methods(methods));
    }
    // Findings name places inside of types.
    if let Some(id) = name.starts_with('#').then(|| around(protocol, name)).flatten() {
        return Ok(Subject::Type(id));
    }
    let is_called = |id: TypeId| names.iter().any(|(_, names)| names[id.0 as usize] == name);
    let by_name = protocol.types.iter().find(|(_, def)| def.name == name || def.pointer.to_string() == name);
    let found = by_name.or_else(|| protocol.types.iter().find(|(id, _)| is_called(*id)));
    if let Some((id, _)) = found {
        return Ok(Subject::Type(id));
    }
    let message = format!("there is no type or method called `{}`", name.escape_debug());
    let error = Diagnostic::error("unknown-name", Place::default(), message);
    let types = protocol.types.iter().map(|(_, def)| def.name.as_str());
    let methods = protocol.methods.iter().map(|method| method.name.as_str());
    Err(match suggest(name, types.chain(methods)) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => {
            error.help("`codegen inspect` lists them all, `codegen rules` those of `diff` and the warnings")
        }
    }
    .into())
}

/// The type that holds a place of the schema.
fn around(protocol: &Protocol, place: &str) -> Option<TypeId> {
    let mut place = Pointer::parse(place)?;
    loop {
        if let Some((id, _)) = protocol.types.iter().find(|(_, def)| def.pointer == place) {
            return Some(id);
        }
        place = place.parent()?;
    }
}
