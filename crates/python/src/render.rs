//! From the model to files.

use std::borrow::Cow;

use askama::Template;
use codegen_target::{Header, SourceFile};

use crate::model::{Item, Methods, Module, Package};

#[derive(Template)]
#[template(path = "module.py.jinja", escape = "none")]
struct ModuleFile<'a> {
    header: &'a [String],
    module: &'a Module,
}

#[derive(Template)]
#[template(path = "root.py.jinja", escape = "none")]
struct RootFile<'a> {
    header: &'a [String],
    package: &'a Package,
}

#[derive(Template)]
#[template(path = "index.py.jinja", escape = "none")]
struct IndexFile<'a> {
    header: &'a [String],
    package: &'a Package,
}

#[derive(Template)]
#[template(path = "methods.py.jinja", escape = "none")]
struct MethodsFile<'a> {
    header: &'a [String],
    methods: &'a Methods,
}

#[derive(Template)]
#[template(path = "static.py.jinja", escape = "none")]
struct StaticFile<'a> {
    header: &'a [String],
    text: &'a str,
}

macro_rules! support {
    ($name:literal) => {
        (concat!("_support/", $name), include_str!(concat!("../templates/static/_support/", $name)))
    };
}

/// Files that are the same for each protocol.
const STATIC: &[(&str, &str)] = &[
    ("_rpc.py", include_str!("../templates/static/_rpc.py")),
    support!("__init__.py"),
    support!("assembly.py"),
    support!("building.py"),
    support!("cases.py"),
    support!("described.py"),
    support!("enums.py"),
    support!("external.py"),
    support!("lists.py"),
    support!("members.py"),
    support!("rules.py"),
    support!("scalars.py"),
    support!("schemas.py"),
    support!("structs.py"),
    support!("trials.py"),
    support!("unions.py"),
    support!("untagged.py"),
    support!("values.py"),
    ("errors.py", include_str!("../templates/static/errors.py")),
];

/// A support file, with what the schema wants each message to say.
fn said<'t>(text: &'t str, methods: &Methods) -> Cow<'t, str> {
    const VERSION: &str = "_VERSION: dict[str, Any] = {}";
    const ID: &str = "    return any_id()\n";
    let version = methods.jsonrpc.as_ref();
    let version =
        version.map(|text| (VERSION, format!("_VERSION: dict[str, Any] = {{\"jsonrpc\": {text}}}")));
    let id = methods.id.as_ref().map(|kind| (ID, format!("    return {kind}\n")));
    let said = version.into_iter().chain(id);
    said.fold(Cow::Borrowed(text), |text, (none, some)| Cow::Owned(text.replacen(none, &some, 1)))
}

/// All files of a package.
pub fn files(package: &Package, header: &Header) -> Vec<SourceFile> {
    let header = header.lines();
    let mut files: Vec<SourceFile> = Vec::new();
    let mut add = |path: &str, text: askama::Result<String>| {
        // Writing to a string does not fail; if it did, the file would be missing, not wrong.
        files.extend(text.ok().map(|text| SourceFile::new(path, text)));
    };
    add("__init__.py", RootFile { header, package }.render());
    add("_index.py", IndexFile { header, package }.render());
    for (path, text) in STATIC {
        let text = &said(text, &package.methods);
        add(path, StaticFile { header, text }.render());
    }
    if !package.methods.constants.is_empty() {
        add("methods.py", MethodsFile { header, methods: &package.methods }.render());
    }
    for module in &package.modules {
        add(&module.path, ModuleFile { header, module }.render());
    }
    files.push(SourceFile { path: "py.typed".to_owned(), text: String::new() });
    files.sort();
    files
}
