//! How Rust spells names: case, reserved words, what a scope keeps for itself.

use codegen_target::names::unique;
use codegen_target::words::{Case, type_identifier};

/// The name of the module with the support code.
pub const WIRE: &str = "wire";
/// The name of the module with the tables of the types.
pub const CODEC: &str = "codec";
/// The name of the module with the methods.
pub const METHODS: &str = "methods";
/// The name of the module with the types of constants that stand where no name is given to them.
pub const LITERALS: &str = "literals";
/// The field with the members that a struct does not name.
pub const EXTRA: &str = "extra";
/// The variant of what the schema does not list.
pub const UNKNOWN: &str = "Unknown";
/// The variant of a string beside objects.
pub const TEXT: &str = "String";

/// Reserved in any edition, strictly or for later.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Reserved, and not to be had as raw identifiers either.
const NEVER: &[&str] = &["crate", "self", "super", "Self", "_"];

/// Names that are no good as files on some system, or that Cargo and rustc understand in their own way.
const NO_FILES: &[&str] = &[
    "aux",
    "con",
    "nul",
    "prn",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "mod",
    "lib",
    "main",
    WIRE,
    CODEC,
    METHODS,
    LITERALS,
    "std",
    "core",
    "alloc",
    "serde",
    "serde_json",
];

/// The identifier of a type.
pub fn type_name(name: &str) -> String {
    let name = type_identifier(name);
    if name == "Self" { "SelfType".to_owned() } else { name }
}

/// The identifiers of fields, from their names on the wire.
pub fn field_names(wires: &[&str]) -> Vec<String> {
    let reserved = |name: &str| KEYWORDS.contains(&name) || NEVER.contains(&name) || name == EXTRA;
    let escape = |name: &str| if KEYWORDS.contains(&name) { format!("r#{name}") } else { format!("{name}_") };
    unique(wires, Case::Snake, &reserved, &escape)
}

/// Whether a method may be called like a field: not what readers and linters take for something else.
pub fn is_method_name(name: &str) -> bool {
    const KNOWN: &[&str] =
        &["as_ref", "borrow", "clone", "deref", "eq", "cmp", "fmt", "hash", "neg", "new", "not", "serialize"];
    !KNOWN.contains(&name) && !["from_", "into_"].iter().any(|prefix| name.starts_with(prefix))
}

/// The identifiers of the variants of an enum, beside [`UNKNOWN`] where it has that.
pub fn variant_names(texts: &[&str], open: bool, text: bool) -> Vec<String> {
    let reserved = |name: &str| name == "Self" || open && name == UNKNOWN || text && name == TEXT;
    unique(texts, Case::Pascal, &reserved, &|name| format!("{name}Value"))
}

/// The identifiers of the marker types of methods.
pub fn method_names(methods: &[&str]) -> Vec<String> {
    let reserved = |name: &str| ["Self", UNKNOWN, "Request", "Notification"].contains(&name);
    unique(methods, Case::Pascal, &reserved, &|name| format!("{name}Method"))
}

/// The identifiers of the types of constants.
pub fn literal_names(texts: &[&str]) -> Vec<String> {
    unique(texts, Case::Pascal, &|name| name == "Self", &|name| format!("{name}Value"))
}

/// The identifier of a module, which is a file name, too.
pub fn module_name(name: &str) -> String {
    if KEYWORDS.contains(&name) || NEVER.contains(&name) || NO_FILES.contains(&name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}
