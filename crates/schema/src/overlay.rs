//! Overlays correct a schema without editing it. Each says what it expects to find: one that no longer
//! applies is an error.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use keys::Entries;
use serde::Deserialize;
use toml::Spanned;

use crate::{Diagnostic, Diagnostics, Document, Json, Place, Pointer, in_prose};

mod edit;
mod follow;
mod keys;
mod variant;

/// A file of corrections.
#[derive(Debug, Clone)]
pub struct Overlay {
    file: String,
    body: Body,
    /// Where the values of each fix are, by key.
    keys: keys::Keys,
    /// Whether it was written for another version of the schema.
    of_another_version: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    version: Spanned<u32>,
    #[serde(default)]
    fix: Vec<Spanned<Fix>>,
    #[serde(default)]
    notification: Vec<Spanned<Notification>>,
    #[serde(default)]
    drop: Vec<Spanned<Drop>>,
    #[serde(default)]
    result: Vec<Spanned<ResultFix>>,
}

/// A correction of one schema.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Fix {
    /// The name of a definition, or a JSON Pointer, which the end of a file's path may stand before.
    at: String,
    /// The branch of the union there: by its title, or by its value of the tag.
    #[serde(default)]
    variant: Option<String>,
    because: String,
    /// It need not apply: the place is not in every version of the schema.
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    expect: Option<String>,
    #[serde(default)]
    rename_properties: BTreeMap<String, String>,
    #[serde(default)]
    required: BTreeSet<String>,
    #[serde(default)]
    optional_properties: BTreeSet<String>,
    #[serde(default)]
    nullable: BTreeSet<String>,
    #[serde(default)]
    not_null: BTreeSet<String>,
    #[serde(default)]
    docs: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    replace: Option<String>,
    #[serde(default)]
    rename: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Notification {
    direction: To,
    method: String,
    #[serde(default)]
    params: Option<String>,
    because: String,
    #[serde(default)]
    optional: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Drop {
    method: String,
    because: String,
    #[serde(default)]
    optional: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ResultFix {
    method: String,
    result: String,
    because: String,
    #[serde(default)]
    optional: bool,
}

/// Who receives a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum To {
    /// A server.
    ToServer,
    /// A client.
    ToClient,
}

/// What an overlay says of a method. Methods are found when the schema is lowered, so it is applied there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodFix {
    /// The method.
    pub method: String,
    /// Whether there need not be such a method.
    pub optional: bool,
    /// Where the overlay says so.
    place: Place,
    /// Where it says what, by key.
    keys: BTreeMap<String, Range<usize>>,
    /// What it says.
    pub change: MethodChange,
}

/// What is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MethodChange {
    /// A notification that the schema does not list.
    AddNotification {
        /// Who receives it.
        to: To,
        /// The definition of its params.
        params: Option<String>,
    },
    /// The method is not part of the protocol.
    Drop,
    /// The definition of its result, or `none`.
    Result(String),
}

impl Overlay {
    /// Reads an overlay.
    pub fn parse(file: &str, text: &str) -> Result<Self, Diagnostics> {
        let body = read(file, text)?;
        if *body.version.get_ref() != 1 {
            let place = Place { file: file.to_owned(), pointer: None, span: Some(body.version.span()) };
            let message = format!("version {} of the overlay format is not known", body.version.get_ref());
            return Err(Diagnostic::error("invalid-overlay", place, message)
                .help("write `version = 1`")
                .into());
        }
        let overlay =
            Self { file: file.to_owned(), body, keys: keys::Keys::of(text), of_another_version: false };
        let found = overlay.unreadable_json();
        if found.has_errors() { Err(found) } else { Ok(overlay) }
    }

    /// For another version of the schema: what does not apply to it is passed over.
    #[must_use]
    pub fn for_another_version(self) -> Self {
        Self { of_another_version: true, ..self }
    }

    /// The file, as the user named it.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// What it speaks of (a definition, a JSON Pointer, a method), and why.
    pub fn reasons(&self) -> impl Iterator<Item = (&str, &str)> {
        let Body { fix, notification, drop, result, .. } = &self.body;
        let fixes = fix.iter().map(|one| (one.get_ref().at.as_str(), one.get_ref().because.as_str()));
        let added =
            notification.iter().map(|one| (one.get_ref().method.as_str(), one.get_ref().because.as_str()));
        let dropped = drop.iter().map(|one| (one.get_ref().method.as_str(), one.get_ref().because.as_str()));
        let results =
            result.iter().map(|one| (one.get_ref().method.as_str(), one.get_ref().because.as_str()));
        fixes.chain(added).chain(dropped).chain(results)
    }

    fn place<T>(&self, part: &Spanned<T>) -> Place {
        Place { file: self.file.clone(), pointer: None, span: Some(part.span()) }
    }

    /// What a definition was called before it was renamed to this.
    #[must_use]
    pub fn renamed_from(&self, name: &str) -> Option<&str> {
        let mut fixes = self.body.fix.iter().map(Spanned::get_ref);
        let fix = fixes.find(|fix| fix.rename.as_deref() == Some(name))?;
        fix.at.rsplit('/').next()
    }

    /// Complaints about the values of fixes that are JSON in a string, and are none.
    fn unreadable_json(&self) -> Diagnostics {
        let mut found = Diagnostics::default();
        for (index, fix) in self.body.fix.iter().enumerate() {
            let Fix { expect, replace, .. } = fix.get_ref();
            for (key, text) in [("expect", expect), ("replace", replace)] {
                let Some(Err(error)) = text.as_deref().map(serde_json::from_str::<Json>) else { continue };
                let place = self.place_in(index, fix, key, None);
                let message = format!("`{key}` is not JSON: {error}");
                let help = "write the schema as JSON in a string: `'{ \"type\": \"string\" }'`";
                found.push(Diagnostic::error("invalid-overlay", place, message).help(help));
            }
        }
        found
    }

    /// Where a fix says something: the value of a key, or a name in it.
    fn place_in(&self, index: usize, fix: &Spanned<Fix>, key: &str, name: Option<&str>) -> Place {
        let place = self.place(fix);
        let span = self.keys.of_fix(index, key, name).or_else(|| place.span.clone());
        Place { span, ..place }
    }

    const fn lets_pass(&self, optional: bool) -> bool {
        optional || self.of_another_version
    }

    fn method_fixes(&self) -> impl Iterator<Item = MethodFix> + '_ {
        let added = self.body.notification.iter().enumerate().map(|(at, one)| {
            let Notification { direction, method, params, optional, .. } = one.get_ref();
            let change = MethodChange::AddNotification { to: *direction, params: params.clone() };
            self.method_fix(method, *optional, change, (one.span(), Entries::Notification, at))
        });
        let dropped = self.body.drop.iter().enumerate().map(|(at, one)| {
            let Drop { method, optional, .. } = one.get_ref();
            self.method_fix(method, *optional, MethodChange::Drop, (one.span(), Entries::Drop, at))
        });
        let results = self.body.result.iter().enumerate().map(|(at, one)| {
            let ResultFix { method, result, optional, .. } = one.get_ref();
            let change = MethodChange::Result(result.clone());
            self.method_fix(method, *optional, change, (one.span(), Entries::Result, at))
        });
        added.chain(dropped).chain(results)
    }

    fn method_fix(
        &self,
        method: &str,
        optional: bool,
        change: MethodChange,
        (span, list, at): (Range<usize>, Entries, usize),
    ) -> MethodFix {
        let place = Place { file: self.file.clone(), pointer: None, span: Some(span) };
        let keys = self.keys.of_method(list, at);
        MethodFix { method: method.to_owned(), optional: self.lets_pass(optional), place, keys, change }
    }
}

impl MethodFix {
    /// Where the overlay says what it says under a key; the whole entry, where it does not.
    #[must_use]
    pub fn place_of(&self, key: &str) -> Place {
        let span = self.keys.get(key).or(self.place.span.as_ref()).cloned();
        Place { span, ..self.place.clone() }
    }
}

/// Changes the documents; gives what is to be done with methods.
pub(crate) fn apply(
    overlays: &[Overlay],
    documents: &mut [Document],
    found: &mut Diagnostics,
) -> Vec<MethodFix> {
    let mut renamed: Vec<(&str, &str)> = Vec::new();
    for overlay in overlays {
        for (index, fix) in overlay.body.fix.iter().enumerate() {
            let one = fix.get_ref();
            let problems = edit::apply(one, documents).err().unwrap_or_default();
            if problems.is_empty() {
                renamed.extend(one.rename.as_deref().map(|name| (one.at.as_str(), name)));
            }
            for problem in problems {
                if !(overlay.of_another_version || one.optional && problem.absent) {
                    let now = renamed.iter().find(|(old, _)| *old == one.at).map(|(_, new)| *new);
                    let key = problem.key.unwrap_or_default();
                    let place = overlay.place_in(index, fix, key, problem.name.as_deref());
                    found.push(stale(one, problem, place, now));
                }
            }
        }
    }
    overlays.iter().flat_map(Overlay::method_fixes).collect()
}

/// The complaint about a fix; `now` is what its place is called since a fix before it.
fn stale(fix: &Fix, problem: Problem, place: Place, now: Option<&str>) -> Diagnostic {
    let message = format!("this overlay does not apply: {}", problem.message);
    let now = now.filter(|_| problem.key == Some("at"));
    let near = match (now, problem.near) {
        (Some(now), _) => {
            format!("a correction before this one renames it: write `{}`\n", now.escape_debug())
        }
        (None, Some(near)) => format!("did you mean `{}`?\n", near.escape_debug()),
        (None, None) => String::new(),
    };
    let help = near
        + if problem.absent {
            "remove it if the schema is right now; `optional = true` lets its place be absent"
        } else {
            "remove it if the schema is right now, or say what is to be corrected in this one"
        };
    let (at, because) = (fix.at.escape_debug(), in_prose(&fix.because));
    let note = format!("it speaks of `{at}`, and its reason is: {because}");
    Diagnostic::error("stale-overlay", place, message).note(note).help(help)
}

/// Why a fix does not apply.
struct Problem {
    message: String,
    /// Its place is not there at all.
    absent: bool,
    /// What may be meant.
    near: Option<String>,
    /// The key that does not apply; none: all of them.
    key: Option<&'static str>,
    /// The name in its value that does not apply; none: all of it.
    name: Option<String>,
}

/// Reads the text. What is wrong with one entry says nothing of the others, so they are read as well.
fn read(file: &str, text: &str) -> Result<Body, Diagnostics> {
    let mut found = Diagnostics::default();
    let mut text = text.to_owned();
    loop {
        let error = match toml::from_str(&text) {
            Ok(body) if !found.has_errors() => return Ok(body),
            Ok(_) => return Err(found),
            Err(error) => error,
        };
        let place = Place { file: file.to_owned(), pointer: None, span: error.span() };
        let (message, help) = unreadable(error.message());
        found.push(Diagnostic::error("invalid-overlay", place, message).help(help));
        let rest = error.span().and_then(|span| without_entry(&text, span.start));
        match rest.filter(|rest| toml::from_str::<toml::Table>(rest).is_ok()) {
            Some(rest) => text = rest,
            None => return Err(found),
        }
    }
}

/// The text with blanks in the place of an entry, so that all else stays where it is.
fn without_entry(text: &str, at: usize) -> Option<String> {
    let lines = text.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some((*end - line.len(), line))
    });
    let starts: Vec<usize> =
        lines.filter(|(_, line)| line.starts_with("[[")).map(|(start, _)| start).collect();
    let start = *starts.iter().rfind(|start| **start <= at)?;
    let end = starts.iter().find(|other| **other > start).copied().unwrap_or(text.len());
    let blanks: String =
        text[start..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    Some(format!("{}{blanks}{}", &text[..start], &text[end..]))
}

/// What is wrong with the text of an overlay, and what to do.
fn unreadable(message: &str) -> (String, String) {
    const FORMAT: &str = "the format of overlays is described in the README under `Overlays`";
    let message = message.trim().replace('\n', ", ");
    if let Some(rest) = message.strip_prefix("unknown field `")
        && let Some((key, keys)) = rest.split_once('`')
    {
        let keys: Vec<&str> = keys.split('`').skip(1).step_by(2).collect();
        let help = crate::suggest(key, keys.iter().copied()).map_or_else(
            || format!("the keys are {}", keys.join(", ")),
            |near| format!("did you mean `{near}`?"),
        );
        return (format!("`{key}` is no key of an overlay"), help);
    }
    match message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`')) {
        Some("because") => (
            "the key `because` is missing".to_owned(),
            "say why the schema is wrong: `because = \"...\"`, which `codegen explain` shows".to_owned(),
        ),
        Some(key) => (format!("the key `{key}` is missing"), format!("add `{key} = ...`; {FORMAT}")),
        None => (message, FORMAT.to_owned()),
    }
}

impl Problem {
    fn absent(message: impl Into<String>) -> Self {
        Self { message: message.into(), absent: true, near: None, key: Some("at"), name: None }
    }

    fn stale(message: impl Into<String>) -> Self {
        Self { message: message.into(), absent: false, near: None, key: None, name: None }
    }

    fn near(self, near: Option<String>) -> Self {
        Self { near, ..self }
    }

    fn of(self, key: &'static str) -> Self {
        Self { key: Some(key), ..self }
    }

    fn at(self, key: &'static str, name: &str) -> Self {
        Self { key: Some(key), name: Some(name.to_owned()), ..self }
    }
}

/// The places that a fix speaks of: twins are corrected together.
fn places(at: &str, documents: &[Document]) -> Vec<(usize, Pointer)> {
    let mut all = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        // The key of a definition may hold the sign as well.
        if let Some((file, pointer)) = crate::address::split(at) {
            let steps: Vec<String> = pointer.steps().collect();
            if file.is_none_or(|file| crate::address::means(file, &document.name))
                && document.json.at(steps.iter().map(String::as_str)).is_some()
            {
                all.push((index, pointer));
                continue;
            }
        }
        if at.starts_with('#') {
            continue;
        }
        let mut open: Vec<(Pointer, &Json)> = ["definitions", "$defs"]
            .into_iter()
            .filter_map(|key| Some((Pointer::root().join(key), document.json.get(key)?)))
            .collect();
        while let Some((pointer, group)) = open.pop() {
            for (name, value) in group.as_object().into_iter().flatten() {
                if crate::input::as_group(value).is_some() {
                    open.push((pointer.join(name), value));
                } else if name == at {
                    all.push((index, pointer.join(name)));
                }
            }
        }
        if document.json.get("title").and_then(Json::as_str) == Some(at) && all.is_empty() {
            all.push((index, Pointer::root()));
        }
    }
    all
}

/// The definition that is spelt most like the one that an overlay speaks of.
fn near(at: &str, documents: &[Document]) -> Option<String> {
    let names = documents.iter().flat_map(|document| {
        ["definitions", "$defs"]
            .into_iter()
            .filter_map(|key| document.json.get(key)?.as_object())
            .flat_map(|group| group.iter())
            .flat_map(|(name, value)| {
                let inner = crate::input::as_group(value).into_iter().flat_map(|group| group.keys());
                std::iter::once(name).chain(inner)
            })
    });
    let wanted = at.rsplit('/').next().unwrap_or_default();
    let name = crate::suggest(wanted, names.map(String::as_str))?;
    Some(format!("{}{name}", &at[..at.len() - wanted.len()])).filter(|near| near != at)
}
