//! `codegen inspect`

use std::fmt::Write as _;

use codegen_build::ir::{Direction, Directions, Method, MethodKind, Protocol, Shape, Type, TypeId, Value};
use codegen_build::lang::{LANGUAGES, Language};
use codegen_build::schema::{Diagnostic, Diagnostics, Place, suggest};
use codegen_build::target::Header;
use codegen_build::{Job, Meaning, Sources};
use serde::Serialize;

use super::source;
use crate::args::Inspect;
use crate::exit::Exit;
use crate::report::{self, Stream, entries, fail};
use crate::terminal::Terminal;

pub fn run(args: &Inspect, terminal: Terminal) -> Exit {
    let format = args.source.format;
    let failed = |sources: &Sources, found| fail(terminal, format, Stream::Stdout, &entries(sources, found));
    let job = match source::job(args.schema.as_deref(), &args.source) {
        Ok(job) => job,
        Err(found) => return failed(&Sources::default(), found),
    };
    let sources = job.sources();
    let text = stage_is_known(args.stage.as_deref()).and_then(|()| job.understand()).and_then(|meaning| {
        let text = match (&args.stage, args.json) {
            (Some(stage), _) => stage_text(stage, &job, &meaning)?,
            (None, true) => json(&job, &meaning.protocol)?,
            (None, false) => table(&job, &meaning.protocol)?,
        };
        Ok((text, meaning.warnings))
    });
    match text {
        Ok((text, warnings)) => {
            report::write(terminal, format, Stream::Stderr, &entries(&sources, warnings));
            terminal.data(&text)
        }
        Err(found) => failed(&sources, source::with_hint(args.schema.as_deref(), &args.source, found)),
    }
}

fn stages() -> impl Iterator<Item = &'static str> + Clone {
    ["schema", "ir"].into_iter().chain(LANGUAGES.iter().map(|language| language.name))
}

fn stage_is_known(stage: Option<&str>) -> Result<(), Diagnostics> {
    let Some(stage) = stage.filter(|stage| !stages().any(|known| known == *stage)) else { return Ok(()) };
    let message = format!("`{}` is no stage of the compiler", stage.escape_debug());
    let help = match suggest(stage, stages()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the stages are {}", stages().collect::<Vec<_>>().join(", ")),
    };
    Err(Diagnostic::error("unknown-stage", Place::default(), message).help(help).into())
}

fn stage_text(stage: &str, job: &Job, meaning: &Meaning) -> Result<String, Diagnostics> {
    let mut text = String::new();
    match LANGUAGES.iter().find(|language| language.name == stage) {
        Some(language) => {
            let header = Header::new(&job.source, &job.command);
            let mut files = target(job, language)?.generate(&meaning.protocol, &header);
            files.sort();
            for file in files {
                let _ = writeln!(text, "==> {} <==\n{}", file.path, file.text);
            }
        }
        None if stage == "ir" => text = meaning.protocol.to_string(),
        None => {
            for (_, definition) in meaning.bundle.iter() {
                let _ = writeln!(text, "{}: {:#?}\n", definition.name, definition.schema);
            }
        }
    }
    Ok(text)
}

/// The target of a language, with the options that the configuration has for it.
fn target(job: &Job, language: &'static Language) -> Result<codegen_build::lang::BoxedTarget, Diagnostics> {
    let configured = job.targets.iter().find(|target| target.language.name == language.name);
    let options = configured.map_or_else(|| serde_json::json!({}), |target| target.options.clone());
    language.target(options).map_err(|error| {
        let message = format!("the options of `{}` are not valid: {error}", language.name);
        Diagnostic::error("wrong-value", Place::default(), message).into()
    })
}

/// The name of each type in each language.
pub fn names(job: &Job, protocol: &Protocol) -> Result<Vec<(&'static str, Vec<String>)>, Diagnostics> {
    LANGUAGES
        .iter()
        .map(|language| Ok((language.name, target(job, language)?.type_names(protocol))))
        .collect()
}

/// The contract with other tools.
#[derive(Serialize)]
struct Document<'a> {
    types: Vec<TypeItem>,
    methods: Vec<MethodItem<'a>>,
}

#[derive(Serialize)]
struct TypeItem {
    pointer: String,
    shape: &'static str,
    directions: Vec<&'static str>,
    names: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct MethodItem<'a> {
    method: &'a str,
    kind: &'static str,
    direction: &'static str,
    params: Option<String>,
    result: Option<String>,
}

fn json(job: &Job, protocol: &Protocol) -> Result<String, Diagnostics> {
    let names = names(job, protocol)?;
    let types = protocol.types.iter().map(|(id, def)| TypeItem {
        pointer: def.pointer.to_string(),
        shape: shape(&def.shape),
        directions: directions(def.directions),
        names: names
            .iter()
            .map(|(lang, names)| ((*lang).to_owned(), names[id.0 as usize].as_str().into()))
            .collect(),
    });
    let methods = protocol.methods.iter().map(|method| MethodItem {
        method: &method.name,
        kind: kind(method.kind),
        direction: direction(method.direction),
        params: method.params.as_ref().map(|params| {
            let inline = || method.pointer.join("properties").join("params").to_string();
            pointer(protocol, &params.value).unwrap_or_else(inline)
        }),
        result: method.result.as_ref().and_then(|value| pointer(protocol, value)),
    });
    let document = Document { types: types.collect(), methods: methods.collect() };
    // Strings cannot fail to become JSON.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    Ok(text)
}

fn pointer(protocol: &Protocol, value: &Value) -> Option<String> {
    reference(value).map(|id| protocol.types[id].pointer.to_string())
}

const fn reference(value: &Value) -> Option<TypeId> {
    match value.kind {
        Type::Ref(id) => Some(id),
        _ => None,
    }
}

pub const fn shape(shape: &Shape) -> &'static str {
    match shape {
        Shape::Struct(_) => "struct",
        Shape::Enumeration(_) => "enumeration",
        Shape::Union(_) => "union",
        Shape::Alias(_) => "alias",
    }
}

pub fn directions(directions: Directions) -> Vec<&'static str> {
    let both = [(directions.to_server, "toServer"), (directions.to_client, "toClient")];
    both.into_iter().filter(|(goes, _)| *goes).map(|(_, name)| name).collect()
}

pub const fn kind(kind: MethodKind) -> &'static str {
    match kind {
        MethodKind::Request => "request",
        MethodKind::Notification => "notification",
    }
}

pub const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::ToServer => "toServer",
        Direction::ToClient => "toClient",
    }
}

/// The same for people.
fn table(job: &Job, protocol: &Protocol) -> Result<String, Diagnostics> {
    let names = names(job, protocol)?;
    let mut text = String::new();
    let _ = writeln!(text, "{} types", protocol.types.len());
    for (id, def) in protocol.types.iter() {
        let all: Vec<&str> = names.iter().map(|(_, names)| names[id.0 as usize].as_str()).collect();
        let spelled = match all.split_first() {
            Some((first, others)) if others.iter().all(|name| name == first) => (*first).to_owned(),
            _ => all.join(" / "),
        };
        let _ = writeln!(
            text,
            "  {:<11} {spelled}  {}",
            shape(&def.shape),
            codegen_build::safe(&def.pointer.to_string())
        );
    }
    for (to, who) in [(Direction::ToServer, "to the server"), (Direction::ToClient, "to the client")] {
        for (what, plural) in [(MethodKind::Request, "requests"), (MethodKind::Notification, "notifications")]
        {
            let methods: Vec<&Method> = protocol
                .methods
                .iter()
                .filter(|method| method.direction == to && method.kind == what)
                .collect();
            if methods.is_empty() {
                continue;
            }
            let _ = writeln!(text, "\n{} {plural} {who}", methods.len());
            for method in methods {
                let _ = writeln!(text, "  {}", signature(protocol, method));
            }
        }
    }
    Ok(text)
}

/// A method with its params and its result.
pub fn signature(protocol: &Protocol, method: &Method) -> String {
    let name = |value: &Value| {
        reference(value).map_or_else(|| "inline".to_owned(), |id| protocol.types[id].name.clone())
    };
    let params = method.params.as_ref().map_or_else(String::new, |params| name(&params.value));
    let result = match (method.kind, &method.result) {
        (MethodKind::Notification, _) => String::new(),
        (MethodKind::Request, Some(value)) => format!(" -> {}", name(value)),
        (MethodKind::Request, None) => " -> nothing in particular".to_owned(),
    };
    codegen_build::safe(&format!("{}({params}){result}", method.name))
}
