//! From the model to source files, laid out as rustfmt lays out code.

mod codec;
mod layout;
mod methods;
mod root;
mod scope;
mod types;

use codegen_target::{Header, SourceFile};

use crate::Layout;
use crate::conventions::{CODEC, LITERALS, METHODS, WIRE};
use crate::model::{Module, Package};
use crate::text::DocText;

/// A file of Rust: its module path, the docs of the module, and its code without either.
struct Part {
    path: Vec<String>,
    public: bool,
    docs: Vec<String>,
    code: String,
}

/// The support module, as it stands in every generated package.
const SUPPORT: &[(&str, &str)] = &[
    ("builtin", include_str!("../../support/builtin.rs")),
    ("check", include_str!("../../support/check.rs")),
    ("guard", include_str!("../../support/guard.rs")),
    ("json", include_str!("../../support/json.rs")),
    ("macros", include_str!("../../support/macros.rs")),
    ("methods", include_str!("../../support/methods.rs")),
    ("node", include_str!("../../support/node.rs")),
    ("object", include_str!("../../support/object.rs")),
    ("path", include_str!("../../support/path.rs")),
    ("read", include_str!("../../support/read.rs")),
    ("refusal", include_str!("../../support/refusal.rs")),
    ("scalar", include_str!("../../support/scalar.rs")),
    ("tables", include_str!("../../support/tables.rs")),
    ("union", include_str!("../../support/union.rs")),
    ("untagged", include_str!("../../support/untagged.rs")),
    ("value", include_str!("../../support/value.rs")),
    ("write", include_str!("../../support/write.rs")),
];
const SUPPORT_ROOT: &str = include_str!("../../support/mod.rs");

/// All files of a package.
pub fn render(package: &Package, layout: Layout, header: &Header) -> Vec<SourceFile> {
    let mut parts = Vec::new();
    let literals = Module {
        name: LITERALS.to_owned(),
        docs: DocText::markdown("Types of one value each."),
        items: package.literals.clone(),
    };
    let modules = package.modules.iter().chain((!literals.items.is_empty()).then_some(&literals));
    for module in modules.clone() {
        parts.push(Part {
            path: vec![module.name.clone()],
            public: true,
            docs: module.docs.lines().to_vec(),
            code: types::module(module),
        });
        let code = codec::module(module);
        if !code.is_empty() {
            let path = vec![CODEC.to_owned(), module.name.clone()];
            parts.push(Part {
                path,
                public: false,
                docs: vec![format!("Tables of [`super::super::{}`].", module.name)],
                code,
            });
        }
    }
    parts.push(Part {
        path: vec![CODEC.to_owned()],
        public: false,
        docs: vec!["How each type looks on the wire: one table a type.".to_owned()],
        code: String::new(),
    });
    parts.push(Part {
        path: vec![METHODS.to_owned()],
        public: true,
        docs: vec![
            "The methods, by who sends them, with their params and what they are answered with.".to_owned(),
        ],
        code: methods::methods(&package.methods),
    });
    let (docs, code) = split_docs(SUPPORT_ROOT);
    parts.push(Part { path: vec![WIRE.to_owned()], public: true, docs, code });
    for (name, text) in SUPPORT {
        let (docs, code) = split_docs(text);
        let code = if *name == METHODS { methods::support(&code, package) } else { code };
        parts.push(Part { path: vec![WIRE.to_owned(), (*name).to_owned()], public: false, docs, code });
    }
    parts.sort_by(|a, b| a.path.cmp(&b.path));
    match layout {
        Layout::Tree => root::tree(package, &parts, header),
        Layout::File => vec![root::file(package, &parts, header)],
    }
}

/// The inner doc comment of a file, and the rest of it.
fn split_docs(text: &str) -> (Vec<String>, String) {
    let docs = text.lines().map_while(|line| line.strip_prefix("//!"));
    let docs: Vec<String> = docs.map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned()).collect();
    let code = text.lines().skip(docs.len()).collect::<Vec<_>>().join("\n");
    (docs, code.trim_matches('\n').to_owned() + "\n")
}
