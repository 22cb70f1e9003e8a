//! The files: a tree of modules, or one file for `include!`.

use std::fmt::Write as _;

use codegen_target::{Header, SourceFile};

use super::Part;
use crate::conventions::{CODEC, LITERALS, METHODS, WIRE};
use crate::model::Package;

/// What the linters are told of generated code, and why.
const ALLOWED: &[(&str, &[&str])] = &[
    ("A program need not use all of a protocol.", &["dead_code", "unused_imports", "unused_macros"]),
    ("What is deprecated is still read and written.", &["deprecated"]),
    (
        "Lints that are off unless a crate asks for them: whether this module is public, it decides.",
        &[
            "let_underscore_drop",
            "unnameable_types",
            "unreachable_pub",
            "unused_qualifications",
            "unused_results",
            "clippy::missing_const_for_fn",
            "clippy::option_if_let_else",
            "clippy::redundant_pub_crate",
            "clippy::use_self",
        ],
    ),
    (
        "Names, texts and shapes are the schema's.",
        &[
            "missing_docs",
            "clippy::disallowed_names",
            "clippy::doc_lazy_continuation",
            "clippy::doc_markdown",
            "clippy::doc_overindented_list_items",
            "clippy::enum_variant_names",
            "clippy::fn_params_excessive_bools",
            "clippy::many_single_char_names",
            "clippy::module_inception",
            "clippy::similar_names",
            "clippy::struct_excessive_bools",
            "clippy::struct_field_names",
            "clippy::too_many_arguments",
            "clippy::too_many_lines",
            "clippy::type_complexity",
            "clippy::unreadable_literal",
            "clippy::upper_case_acronyms",
            "clippy::zero_sized_map_values",
        ],
    ),
];

/// `mod.rs` and the modules beside it.
pub fn tree(package: &Package, parts: &[Part], header: &Header) -> Vec<SourceFile> {
    let mut files = Vec::new();
    let mut text = comment(header);
    text.push_str("//! Types and methods of the protocol.\n\n");
    for (reason, lints) in ALLOWED {
        let _ = writeln!(text, "// {reason}");
        let line = format!("#![allow({})]\n", lints.join(", "));
        if line.len() <= 82 {
            text.push_str(&line);
        } else {
            let _ = writeln!(text, "#![allow(\n    {}\n)]", lints.join(",\n    "));
        }
    }
    let modules: Vec<&Part> = parts.iter().filter(|part| part.path.len() == 1).collect();
    text.push('\n');
    for part in &modules {
        let _ = writeln!(text, "{}mod {};", if part.public { "pub " } else { "" }, part.path[0]);
    }
    text.push('\n');
    text.push_str(&exports(package));
    files.push(SourceFile::new("mod.rs", text));
    for part in parts {
        let parent = parts
            .iter()
            .any(|other| other.path.len() > part.path.len() && other.path.starts_with(&part.path));
        let path = if parent {
            format!("{}/mod.rs", part.path.join("/"))
        } else {
            format!("{}.rs", part.path.join("/"))
        };
        let mut text = comment(header);
        for line in &part.docs {
            let _ = writeln!(text, "//!{}{line}", if line.is_empty() { "" } else { " " });
        }
        text.push('\n');
        if part.path == [CODEC] {
            children(parts, part).for_each(|child| {
                let _ = writeln!(text, "mod {};", child.path[1]);
            });
        }
        text.push_str(&part.code);
        files.push(SourceFile::new(path, text));
    }
    files.sort();
    files
}

/// One file, without attributes or docs of its own.
pub fn file(package: &Package, parts: &[Part], header: &Header) -> SourceFile {
    let mut text = comment(header);
    for part in parts.iter().filter(|part| part.path.len() == 1) {
        text.push('\n');
        for line in &part.docs {
            let _ = writeln!(text, "///{}{line}", if line.is_empty() { "" } else { " " });
        }
        let lints: Vec<&str> = ALLOWED.iter().flat_map(|(_, lints)| lints.iter().copied()).collect();
        let _ = writeln!(text, "#[allow(\n    {}\n)]", lints.join(",\n    "));
        let _ = writeln!(text, "{}mod {} {{", if part.public { "pub " } else { "" }, part.path[0]);
        for child in children(parts, part) {
            for line in &child.docs {
                let _ = writeln!(text, "    ///{}{line}", if line.is_empty() { "" } else { " " });
            }
            let _ = writeln!(text, "    mod {} {{", child.path[1]);
            indented(&mut text, &child.code, "        ");
            text.push_str("    }\n\n");
        }
        let own = part.code.lines().filter(|line| !(line.starts_with("mod ") && line.ends_with(';')));
        indented(&mut text, own.collect::<Vec<_>>().join("\n").trim_matches('\n'), "    ");
        text.push_str("}\n");
    }
    text.push('\n');
    for line in exports(package).lines() {
        let _ = writeln!(text, "#[allow(unreachable_pub, unused_imports)]\n{line}");
    }
    SourceFile::new("mod.rs", text)
}

fn children<'a>(parts: &'a [Part], parent: &'a Part) -> impl Iterator<Item = &'a Part> {
    parts.iter().filter(|part| part.path.len() == 2 && part.path[0] == parent.path[0])
}

fn indented(text: &mut String, code: &str, indent: &str) {
    for line in code.lines() {
        let indent = if line.is_empty() { "" } else { indent };
        let _ = writeln!(text, "{indent}{line}");
    }
}

fn comment(header: &Header) -> String {
    header.lines().iter().fold(String::new(), |mut all, line| {
        let _ = writeln!(all, "// {line}");
        all
    }) + "\n"
}

/// All types, and the parts of the support module that no type's name hides.
fn exports(package: &Package) -> String {
    let mut names: Vec<&str> = package.modules.iter().map(|module| module.name.as_str()).collect();
    names.push(WIRE);
    names.sort_unstable();
    let mut text = String::new();
    for name in names {
        debug_assert!(![CODEC, LITERALS, METHODS].contains(&name));
        if name != WIRE {
            let _ = writeln!(text, "pub use self::{name}::*;");
        } else if let [one] = &package.offered[..] {
            let _ = writeln!(text, "pub use self::{WIRE}::{one};");
        } else if !package.offered.is_empty() {
            let _ = writeln!(text, "pub use self::{WIRE}::{{{}}};", package.offered.join(", "));
        }
    }
    text
}
