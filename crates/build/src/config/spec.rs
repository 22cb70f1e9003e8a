//! The keys of a configuration, as data: what is validated, what `config-schema` prints and what an
//! error offers instead of a misspelt key all come from one table.

use codegen_rust::target::ir::schema::{Diagnostic, Diagnostics, Place, Pointer, suggest};

use super::node::{Entry, Node, Value};
use crate::lang;

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    /// What it is for; part of the JSON Schema.
    pub doc: &'static str,
}

/// What a key takes.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// The version of the configuration's own format.
    Version,
    Text,
    /// A name for a type: a letter, then letters and digits.
    TypeName,
    /// A string, or an array of them.
    Texts,
    /// A number that is not negative.
    Count,
    Boolean,
    /// A day, as `2026-12-31`.
    Day,
    /// One of these words.
    Choice(&'static [&'static str]),
    List(&'static Kind),
    Table(&'static [Key]),
    /// A table whose keys are data.
    Map(&'static Kind),
    /// A name, or a table with more to say.
    TextOr(&'static [Key]),
    /// A name for a type, or a table with more to say.
    NameOr(&'static [Key]),
    /// One of some words, or a table.
    ChoiceOr(&'static [&'static str], &'static [Key]),
    /// A table with the options of its language.
    Target,
}

/// An optional key.
pub const fn key(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { name, kind, required: false, doc }
}

/// A key that must be there.
pub const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Key {
    Key { required: true, ..key(name, kind, doc) }
}

/// The version of the configuration's format that is written today.
pub const VERSION: u64 = 1;

const LEVELS: &[&str] = &["allow", "warn", "deny"];

/// All keys of a configuration.
pub static ROOT: &[Key] = &[
    required("version", Kind::Version, "The version of this file's format."),
    required(
        "schema",
        Kind::Text,
        "The schema: a file, or a folder as `generate-json-schema` writes it. Relative to this file.",
    ),
    key(
        "overlays",
        Kind::List(&Kind::Text),
        "Corrections of the schema, applied in order. Relative to this file.",
    ),
    key("methods", Kind::Table(METHODS), "Which result belongs to which method."),
    key("policy", Kind::Table(POLICY), "What is decided where the schema is silent."),
    key("runtime", Kind::Table(RUNTIME), "The runtime that the schema is pulled from."),
    key("limits", Kind::Table(LIMITS), "How much input is taken."),
    key(
        "lints",
        Kind::Map(&Kind::Choice(LEVELS)),
        "What is done about a warning, by its id, as `codegen rules` lists them; `warnings` stands for all \
         that have no entry of their own.",
    ),
    key(
        "names",
        Kind::Map(&Kind::NameOr(NAME)),
        "Names of types in the generated code, by definition or by JSON Pointer (`#/definitions/...`).",
    ),
    key("diff", Kind::Table(super::diff::KEYS), "What was decided about changes of the schema."),
    key(
        "targets",
        Kind::List(&Kind::Target),
        "What is generated, and where. `generate` and `check` need one.",
    ),
];

static NAME: &[Key] = &[
    required("name", Kind::TypeName, "The name."),
    key("optional", Kind::Boolean, "Whether a schema without this type is fine."),
];

static METHODS: &[Key] = &[
    key(
        "result",
        Kind::Texts,
        "The definition that a request is answered with: `{stem}` is the name of its params without `Params`, \
         else the name of the method. Of several rules the first that names a definition counts.",
    ),
    key(
        "profile",
        Kind::Choice(&["messages", "declared", "none"]),
        "How the methods are found: `messages` by unions of messages, `declared` by what the schema says of them \
         itself (`x-method` and `x-side`, or the meta model of a language server), `none` not at all. Without it by \
         what is there, in this order.",
    ),
    key("results", Kind::Map(&Kind::TextOr(RESULT)), "Results that the rule does not find, by method."),
    key(
        "unions",
        Kind::Table(UNIONS),
        "The definitions that list the methods. With this table only those that it names do; without it \
         `ClientRequest`, `ServerRequest`, `ClientNotification` and `ServerNotification`, as far as they are there.",
    ),
];

static UNIONS: &[Key] = &[
    key("client-requests", Kind::Text, "The requests of clients."),
    key("server-requests", Kind::Text, "The requests of servers."),
    key("client-notifications", Kind::Text, "The notifications of clients."),
    key("server-notifications", Kind::Text, "The notifications of servers."),
];

static RESULT: &[Key] = &[
    required("result", Kind::Text, "The definition, or `none` for nothing in particular."),
    key(
        "optional",
        Kind::Boolean,
        "Whether a schema without this method, or without the definition, is fine.",
    ),
];

static POLICY: &[Key] = &[
    key(
        "enumerations",
        OPENNESS,
        "Whether strings outside an enumeration are kept (`open`, if not set) or refused.",
    ),
    key("unions", OPENNESS, "Whether values with an unknown tag are kept (`open`, if not set) or refused."),
    key(
        "types",
        Kind::Map(&Kind::ChoiceOr(OPEN, OF_TYPE)),
        "Definitions for which it is the other way, by name.",
    ),
];

const OPEN: &[&str] = &["open", "closed"];
const OPENNESS: Kind = Kind::Choice(OPEN);

static OF_TYPE: &[Key] = &[
    required("openness", OPENNESS, "Whether it is open."),
    key("optional", Kind::Boolean, "Whether a schema without this definition is fine."),
];

static RUNTIME: &[Key] = &[
    key(
        "pin",
        Kind::Text,
        "The file that declares the exact version of the runtime: a pyproject.toml, Cargo.toml or package.json. \
         Relative to this file.",
    ),
    key(
        "package",
        Kind::Text,
        "The package that holds the runtime: `openai-codex-cli-bin`, or in a package.json `@openai/codex`, if not set.",
    ),
    key(
        "experimental",
        Kind::Boolean,
        "Whether the experimental surface is pulled; if not set, whether the schema lies in a folder of that name.",
    ),
];

static LIMITS: &[Key] = &[
    key("bytes", Kind::Count, "Bytes of one file."),
    key("depth", Kind::Count, "Levels of nesting in one file: at most 127."),
    key("nodes", Kind::Count, "JSON values of one file."),
    key("name", Kind::Count, "Bytes of a key."),
    key("definitions", Kind::Count, "Definitions in all files together."),
    key(
        "expansion",
        Kind::Count,
        "Schemas that references and `allOf` are expanded to, all together. If not set, 20,000 and 10 for each \
         schema.",
    ),
];

/// The keys that every target has.
pub static TARGET: &[Key] = &[
    required("lang", Kind::Text, "The language."),
    required("out", Kind::Text, "The folder that the files are written to. Relative to this file."),
];

/// Where a value stands.
#[derive(Clone)]
pub struct Spot<'a> {
    pub file: &'a str,
    /// The steps from the root of the file to the table of the configuration and on.
    pub pointer: Pointer,
}

impl Spot<'_> {
    /// What lies one step below.
    pub fn join(&self, step: impl std::fmt::Display) -> Self {
        Self { file: self.file, pointer: self.pointer.join(step) }
    }

    /// An error at some bytes of this value.
    pub fn error(
        &self,
        id: &'static str,
        span: std::ops::Range<usize>,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::error(id, self.place(span), message)
    }

    /// This place, for some bytes of this value.
    pub fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place { file: self.file.to_owned(), pointer: Some(self.pointer.clone()), span: Some(span) }
    }
}

/// Finds everything that the table of keys does not allow.
pub fn validate(node: &Node, keys: &[Key], spot: &Spot<'_>, found: &mut Diagnostics) {
    let Value::Table(entries) = &node.value else {
        found.push(wrong_type(node, "a table", spot));
        return;
    };
    for entry in entries {
        match keys.iter().find(|key| key.name == entry.key) {
            Some(key) => value(&entry.node, &key.kind, &spot.join(&entry.key), found),
            None => found.push(unknown_key(entry, keys, spot)),
        }
    }
    // A key that is there, but misspelt, is said once.
    let misspelt = |key: &Key| {
        let unknown = entries.iter().filter(|entry| keys.iter().all(|key| key.name != entry.key));
        unknown
            .into_iter()
            .any(|entry| suggest(&entry.key, keys.iter().map(|key| key.name)) == Some(key.name))
    };
    let missing = |key: &&Key| key.required && node.get(key.name).is_none() && !misspelt(key);
    for key in keys.iter().filter(missing) {
        let message = format!("the key `{}` is missing", key.name);
        let end = node.span.start..node.span.start.max(node.span.end.min(node.span.start + 1));
        found.push(spot.error("missing-key", end, message).note(key.doc).help(example(key)));
    }
}

fn value(node: &Node, kind: &Kind, spot: &Spot<'_>, found: &mut Diagnostics) {
    let wanted = match (kind, &node.value) {
        (Kind::Version, Value::Integer(_)) if node.count() == Some(VERSION) => return,
        (Kind::Version, Value::Integer(number)) => {
            let message = format!("version {number} of the configuration is not known");
            let help =
                format!("write `version = {VERSION}`, or use the codegen that this file was written for");
            found.push(spot.error("config-version", node.span.clone(), message).help(help));
            return;
        }
        (Kind::Version, _) => "the integer 1",
        (Kind::Text, Value::Text(text)) if !text.is_empty() => return,
        (Kind::Text, _) => "a string that is not empty",
        (Kind::TypeName, Value::Text(text)) if is_type_name(text) => return,
        (Kind::TypeName, _) => "a name in upper camel case, of ASCII letters and digits, such as `OtherName`",
        (Kind::NameOr(_), Value::Text(_)) => return value(node, &Kind::TypeName, spot, found),
        (Kind::ChoiceOr(words, _), Value::Text(_)) => return value(node, &Kind::Choice(words), spot, found),
        (Kind::Texts | Kind::TextOr(_), Value::Text(_)) => return value(node, &Kind::Text, spot, found),
        (Kind::Texts, Value::List(_)) => return value(node, &Kind::List(&Kind::Text), spot, found),
        (Kind::Texts, _) => "a string or an array of strings",
        (Kind::Count, _) if node.count().is_some() => return,
        (Kind::Count, _) => "an integer that is not negative",
        (Kind::Day, Value::Text(text)) if super::diff::is_day(text) => return,
        (Kind::Day, _) => "a day in quotes, as \"2026-12-31\"",
        (Kind::Boolean, Value::Boolean(_)) => return,
        (Kind::Boolean, _) => "`true` or `false`",
        (Kind::Choice(words), Value::Text(text)) => {
            if !words.contains(&text.as_str()) {
                found.push(no_choice(text, words, node, spot));
            }
            return;
        }
        (Kind::Choice(_), _) => "a string",
        (Kind::List(kind), Value::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                value(item, kind, &spot.join(index), found);
            }
            return;
        }
        (Kind::List(_), _) => "an array",
        (
            Kind::Table(keys) | Kind::TextOr(keys) | Kind::NameOr(keys) | Kind::ChoiceOr(_, keys),
            Value::Table(_),
        ) => {
            return validate(node, keys, spot, found);
        }
        (Kind::Map(kind), Value::Table(entries)) => {
            for entry in entries {
                value(&entry.node, kind, &spot.join(&entry.key), found);
            }
            return;
        }
        (Kind::Target, Value::Table(_)) => return target(node, spot, found),
        (Kind::Table(_) | Kind::Map(_) | Kind::Target, _) => "a table",
        (Kind::TextOr(_) | Kind::NameOr(_) | Kind::ChoiceOr(..), _) => "a string or a table",
    };
    found.push(wrong_type(node, wanted, spot));
}

fn is_type_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.len() <= 100
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The keys of a target depend on its language.
fn target(node: &Node, spot: &Spot<'_>, found: &mut Diagnostics) {
    let lang = node.get("lang").and_then(Node::text);
    let known = lang.and_then(lang::find);
    if let (Some(name), None) = (lang, known) {
        let span = node.get("lang").map_or_else(|| node.span.clone(), |node| node.span.clone());
        found.push(lang::unknown(name, spot.join("lang").place(span)));
    }
    if let Some(language) = known {
        let keys: Vec<Key> = TARGET.iter().chain(language.options).copied().collect();
        return validate(node, &keys, spot, found);
    }
    // Which options there are is not known: those of all languages are let pass, and not looked at.
    let is_option =
        |entry: &&Entry| lang::LANGUAGES.iter().flat_map(|one| one.options).any(|key| key.name == entry.key);
    let entries = node.entries().iter().filter(|entry| !is_option(entry));
    let common = Node { value: Value::Table(entries.cloned().collect()), span: node.span.clone() };
    validate(&common, TARGET, spot, found);
}

fn wrong_type(node: &Node, wanted: &str, spot: &Spot<'_>) -> Diagnostic {
    let message = format!("this must be {wanted}, but it is {}", describe(node));
    let key = spot.pointer.last().unwrap_or_default();
    spot.error("wrong-type", node.span.clone(), message)
        .help(format!("write {wanted}; `codegen config-schema` describes `{}`", key.escape_debug()))
}

fn describe(node: &Node) -> String {
    match &node.value {
        Value::Text(text) if text.is_empty() => "an empty string".to_owned(),
        Value::Text(text) if text.len() <= 100 => format!("`{}`", text.escape_debug()),
        Value::Integer(number) => format!("the integer {number}"),
        Value::Boolean(value) => format!("`{value}`"),
        _ => node.kind().to_owned(),
    }
}

fn unknown_key(entry: &Entry, keys: &[Key], spot: &Spot<'_>) -> Diagnostic {
    let names = keys.iter().map(|key| key.name);
    let spot = spot.join(&entry.key);
    let error = spot.error(
        "unknown-key",
        entry.key_span.clone(),
        format!("`{}` is no key of this table", entry.key.escape_debug()),
    );
    match suggest(&entry.key, names.clone()) {
        Some(name) => error.help(format!("did you mean `{name}`?")),
        None if keys.is_empty() => error.help("the table has no keys"),
        None => error.help(format!("the keys are {}", list(names))),
    }
}

fn no_choice(text: &str, words: &[&'static str], node: &Node, spot: &Spot<'_>) -> Diagnostic {
    let message = format!("`{}` is not one of {}", text.escape_debug(), list(words.iter().copied()));
    let error = spot.error("wrong-value", node.span.clone(), message);
    match suggest(text, words.iter().copied()) {
        Some(word) => error.help(format!("did you mean `{word}`?")),
        None => error.help(format!(
            "write {}",
            words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ")
        )),
    }
}

/// `a`, `b` and `c`.
pub fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.pop() {
        None => String::new(),
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} and {last}", words.join(", ")),
    }
}

fn example(key: &Key) -> String {
    match key.name {
        "version" => format!("add `version = {VERSION}` at the top"),
        "schema" => "add `schema = \"schema.json\"`".to_owned(),
        "lang" => format!("add `lang = \"...\"`, one of {}", list(lang::names())),
        name => format!("add `{name} = ...`"),
    }
}
