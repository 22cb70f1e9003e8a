//! How Python spells things: reserved words, module names, attributes.

use codegen_target::ir::Protocol;
use codegen_target::layout::{self, ModulePath};
use codegen_target::names::{types, unique};
use codegen_target::words::{Case, type_identifier};

use crate::text::Ident;

/// Words that cannot be names.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Sorts names that a module exports as isort and ruff do: constants, classes, the rest, each with its
/// numbers by value.
pub fn sort_exports(names: &mut [Ident]) {
    names.sort_by(|a, b| {
        let (one, other) = (a.as_str(), b.as_str());
        let natural = || natord::compare(one, other).then_with(|| one.cmp(other));
        export_kind(one).cmp(&export_kind(other)).then_with(natural)
    });
}

fn export_kind(name: &str) -> u8 {
    let has = |test: fn(&char) -> bool| name.chars().any(|c| test(&c));
    let is_constant = name.len() > 1 && has(char::is_ascii_uppercase) && !has(char::is_ascii_lowercase);
    match name.chars().next() {
        _ if is_constant => 0,
        Some('A'..='Z') => 1,
        _ => 2,
    }
}

/// Names that a model has for other things, or that its annotations need.
const ATTRIBUTES: &[&str] = &[
    "bool",
    "cls",
    "construct",
    "copy",
    "dict",
    "float",
    "from_orm",
    "int",
    "json",
    // Too like a 1 for linters.
    "l",
    "list",
    "model_computed_fields",
    "model_config",
    "model_construct",
    "model_copy",
    "model_dump",
    "model_dump_json",
    "model_extra",
    "model_fields",
    "model_fields_set",
    "model_json_schema",
    "model_parametrized_name",
    "model_post_init",
    "model_rebuild",
    "model_validate",
    "model_validate_json",
    "model_validate_strings",
    // Of the class of classes.
    "mro",
    "parse_file",
    "parse_obj",
    "parse_raw",
    "register",
    "schema",
    "schema_json",
    "self",
    "str",
    "tuple",
    "update_forward_refs",
    "validate",
    "wire_default",
];

/// Modules that the package has for itself.
const MODULES: &[&str] = &["errors", "methods"];

/// What annotations need: a module of that name would hide it in the package that holds the module.
const BUILTINS: &[&str] = &["bool", "dict", "float", "int", "list", "set", "str", "tuple"];

/// Names that no file can have on some system.
const DEVICES: &[&str] = &["aux", "con", "nul", "prn"];

fn escape(name: &str) -> String {
    format!("{name}_")
}

fn idents(names: &[String]) -> Vec<Ident> {
    names.iter().map(|name| Ident::new(name)).collect()
}

/// The names of all types, by id.
#[must_use]
pub fn type_names(protocol: &Protocol) -> Vec<Ident> {
    types(protocol, &type_identifier).iter().map(|name| type_name(name)).collect()
}

/// The name of a type that is alone with it.
#[must_use]
pub fn type_name(name: &str) -> Ident {
    let name = type_identifier(name);
    // Two are too like 1 and 0 for linters.
    let reserved = KEYWORDS.contains(&name.as_str()) || matches!(name.as_str(), "I" | "O");
    Ident::new(&if reserved { escape(&name) } else { name })
}

/// The attributes of a class, in the order of its wire names.
#[must_use]
pub fn attributes(wire: &[&str]) -> Vec<Ident> {
    let reserved = |name: &str| KEYWORDS.contains(&name) || ATTRIBUTES.contains(&name);
    idents(&unique(wire, Case::Snake, &reserved, &escape))
}

/// The members of an enumeration, in the order of its values.
#[must_use]
pub fn members(values: &[&str]) -> Vec<Ident> {
    // Too like 1 and 0 for linters.
    idents(&unique(values, Case::Screaming, &|name| matches!(name, "I" | "O"), &escape))
}

/// The constants for methods, in the order of their names.
#[must_use]
pub fn constants(methods: &[&str]) -> Vec<Ident> {
    let reserved = |name: &str| {
        matches!(name, "TYPE_CHECKING")
            || crate::lower::REGISTRIES.iter().any(|(registry, _)| *registry == name)
    };
    idents(&unique(methods, Case::Screaming, &reserved, &escape))
}

/// The name that a member has where nothing else is said: `turn_id` is `turnId`.
#[must_use]
pub fn camel(attribute: &Ident) -> String {
    let mut parts = attribute.as_str().split('_');
    let mut name = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut rest = part.chars();
        name.extend(rest.next().map(|c| c.to_ascii_uppercase()));
        name.extend(rest);
    }
    name
}

/// The module of each type, by id.
#[must_use]
pub fn modules(protocol: &Protocol) -> Vec<Vec<Ident>> {
    layout::modules(protocol, usize::MAX).iter().map(module).collect()
}

/// A module path in safe names.
#[must_use]
pub fn module(path: &ModulePath) -> Vec<Ident> {
    path.iter().enumerate().map(|(depth, part)| Ident::new(&module_part(part, depth))).collect()
}

fn module_part(part: &str, depth: usize) -> String {
    let numbered =
        ["com", "lpt"].iter().any(|name| part.strip_prefix(name).is_some_and(|rest| rest.len() == 1));
    let reserved = [KEYWORDS, DEVICES, BUILTINS].iter().any(|list| list.contains(&part));
    if reserved || numbered || depth == 0 && MODULES.contains(&part) { escape(part) } else { part.to_owned() }
}
