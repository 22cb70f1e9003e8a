//! What is generated holds what the protocol names, and nothing that a text of the schema slipped in.

#![allow(clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use codegen_rust::target::ir::schema::{Bundle, Limits};
use codegen_rust::target::ir::{Policy, Protocol, lower};
use codegen_rust::target::{Header, Target};
use codegen_rust::{Layout, Options, Rust};

fn protocol(text: &str) -> Protocol {
    let (bundle, _) = Bundle::from_text("hostile.json", text, &[], &Limits::default()).expect("a bundle");
    lower(&bundle, &Policy::default()).expect("a protocol").0
}

fn names(items: &[syn::Item], found: &mut Vec<String>) {
    for item in items {
        match item {
            syn::Item::Struct(item) => found.push(item.ident.to_string()),
            syn::Item::Enum(item) => found.push(item.ident.to_string()),
            syn::Item::Type(item) => found.push(item.ident.to_string()),
            syn::Item::Mod(item)
                if !["wire", "methods", "literals"].contains(&item.ident.to_string().as_str()) =>
            {
                item.content.iter().for_each(|(_, items)| names(items, found));
            }
            syn::Item::Mod(_) | syn::Item::Use(_) | syn::Item::Impl(_) | syn::Item::Macro(_) => {}
            _ => panic!("an item that nobody asked for"),
        }
    }
}

const HOSTILE: &str = r##"{"definitions": {
    "Evil]] { } pub fn evil() {": {"type": "object", "description": "*/ pub fn evil() {} /*\n\"\"\"\r#![x]\u2028pub fn evil() {}\u0000\u202e",
        "properties": {"\"]; fn evil() {": {"type": "string", "default": "\"; evil()", "description": "```\nevil()"},
            "": {"type": "integer", "minimum": 1}, "self": true, "extra": {"const": "\\\"\n\u202e"}}},
    "Names": {"type": "string", "enum": ["\", Evil = \"", "", "unknown", "Unknown", "Self", "\u202e"]},
    "Option": {"type": "array", "items": {"$ref": "#/definitions/Names"}},
    "Holder": {"type": "object", "properties": {"o": {"$ref": "#/definitions/Option"}, "v": {"type": ["string", "null"]}}}
}}"##;

#[test]
fn texts_of_a_hostile_schema_stay_texts() {
    let protocol = protocol(HOSTILE);
    for layout in [Layout::Tree, Layout::File] {
        let target = Rust::new(Options { layout });
        let files = target.generate(&protocol, &Header::new("hostile.json", "codegen generate"));
        let mut found = Vec::new();
        for file in &files {
            let parsed = syn::parse_file(&file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
            assert!(!file.text.contains(['\u{0}', '\u{202e}', '\u{2028}', '\r']), "{}", file.path);
            if !file.path.starts_with("wire/") && file.path != "methods.rs" && file.path != "literals.rs" {
                names(&parsed.items, &mut found);
            }
        }
        let wanted: BTreeSet<String> = target.type_names(&protocol).into_iter().collect();
        assert_eq!(found.len(), found.iter().collect::<BTreeSet<_>>().len(), "no name twice");
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), wanted);
    }
}

#[test]
fn the_same_protocol_gives_the_same_bytes() {
    let header = Header::new("hostile.json", "codegen generate");
    let once = Rust::default().generate(&protocol(HOSTILE), &header);
    assert_eq!(once, Rust::default().generate(&protocol(HOSTILE), &header));
}
