//! What must hold of every input, and schemas that are made to break it.
//!
//! Used by the targets of `fuzz/`, which run for as long as one likes, and by a test that runs for a minute.

use std::time::Duration;

use codegen_build::ir::{self, Policy};
use codegen_build::schema::{Bundle, Diagnostics, Limits, Locator, Pointer, Severity, locate};
use codegen_build::{Compiled, Input, Job, JobTarget, lang};

use crate::parsed;

mod schema;
mod words;

pub use schema::schema;

/// What one input may take, on a busy machine, in a debug build.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Limits that a small input must not need more than.
#[must_use]
pub fn limits() -> Limits {
    Limits { definitions: 10_000, expansion: Some(20_000), ..Limits::default() }
}

/// `None`: the text was refused, as it may be.
fn bundle(text: &str) -> Result<Option<Bundle>, String> {
    match Bundle::from_text("input.json", text, &[], &limits()) {
        Ok((bundle, warnings)) => findings(text, warnings, false).map(|()| Some(bundle)),
        Err(errors) => findings(text, errors, true).map(|()| None),
    }
}

/// Reads a text.
pub fn read(text: &str) -> Result<(), String> {
    bundle(text).map(drop)
}

/// Reads a text and finds what it means.
pub fn lower(text: &str) -> Result<(), String> {
    let Some(bundle) = bundle(text)? else { return Ok(()) };
    match ir::lower(&bundle, &Policy::default()) {
        Ok((_, warnings)) => findings(text, warnings, false),
        Err(errors) => findings(text, errors, true),
    }
}

/// Generates all languages and reads each file again.
pub fn pipeline(text: &str) -> Result<(), String> {
    let mut job = Job::new(Input::Text("input.json".to_owned(), text.to_owned()));
    job.limits = limits();
    for name in lang::names() {
        let language = lang::find(name).ok_or("no such language")?;
        job.targets.push(JobTarget::new(language, name.as_ref()));
    }
    match job.compile() {
        Ok(compiled) => {
            parsed::check(&compiled)?;
            let Compiled { meaning, .. } = compiled;
            findings(text, meaning.warnings, false)
        }
        Err(errors) => findings(text, errors, true),
    }
}

/// How many steps above the place the first one is that the text has.
fn nearest(text: &str, pointer: &Pointer) -> Option<usize> {
    let mut at = Some(pointer.clone());
    let mut up = 0;
    while let Some(here) = at {
        if locate(text, &here).is_some() {
            return Some(up);
        }
        at = here.parent();
        up += 1;
    }
    None
}

/// A place in one of json-schema.org's own documents, which are part of the compiler: the message names it.
fn is_published(pointer: &Pointer) -> bool {
    pointer.steps().nth(1).is_some_and(|name| name.starts_with("JsonSchemaDraft"))
}

/// Whether the text is a model in another language: the place is that in the schema which it became, and what
/// is shown is what said so.
fn is_of_a_model(text: &str, pointer: &Pointer) -> bool {
    text.contains("\"metaData\"")
        && Locator::new(text).find_nearest(pointer).is_some_and(|(nearest, _)| nearest != Pointer::root())
}

/// Whatever is said has a place in the text and, where it stops the user, a way out; a refusal has a reason.
fn findings(text: &str, found: Diagnostics, refused: bool) -> Result<(), String> {
    if refused != found.has_errors() {
        return Err(format!("refused: {refused}, but the findings are:\n{found}"));
    }
    for one in found.sorted() {
        if one.id == "internal" {
            return Err(format!("a bug by its own account: {one}"));
        }
        if one.severity == Severity::Error && one.help.is_none() {
            return Err(format!("no way out: {one}"));
        }
        let found = match (&one.place.span, &one.place.pointer) {
            (Some(span), _) => text.get(span.clone()).is_some(),
            // A keyword of a schema that was put together may stand in another part: then the schema is shown.
            (None, Some(pointer)) => {
                nearest(text, pointer).is_some_and(|up| up < 2)
                    || is_of_a_model(text, pointer)
                    || is_published(pointer)
            }
            (None, None) => one.id.starts_with("limit-"),
        };
        if !found {
            return Err(format!("the place is not in the text: {one:?}"));
        }
    }
    Ok(())
}
