//! How TypeScript spells things: names of types, values and files.

use std::collections::HashSet;

use codegen_target::ir::{Protocol, TypeId};
use codegen_target::layout::ModulePath;
use codegen_target::words::{Case, identifier, type_identifier};

use crate::text::Ident;

/// The names of a package. Types of the schema choose first, what the generator adds yields.
#[derive(Debug)]
pub struct Names {
    types: Vec<Ident>,
    taken: HashSet<String>,
}

impl Names {
    /// Names all types of a protocol.
    #[must_use]
    pub fn new(protocol: &Protocol) -> Self {
        let names = codegen_target::names::types(protocol, &type_identifier);
        let types = names.iter().map(|name| Ident::new(name)).collect();
        let taken = names.into_iter().collect();
        Self { types, taken }
    }

    /// The name of a type of the schema.
    #[must_use]
    pub fn of(&self, id: TypeId) -> &Ident {
        &self.types[id.0 as usize]
    }

    /// All of them, by id.
    #[must_use]
    pub fn types(&self) -> &[Ident] {
        &self.types
    }

    /// A name for what the schema does not name: `wanted`, unless a type of the schema has it.
    pub fn add(&mut self, wanted: &str) -> Ident {
        let mut name = wanted.to_owned();
        while !self.taken.insert(name.clone()) {
            let (head, tail) = name.split_at(1);
            name = if head.starts_with(|c: char| c.is_ascii_uppercase()) {
                format!("Protocol{head}{tail}")
            } else {
                format!("protocol{}{tail}", head.to_ascii_uppercase())
            };
        }
        Ident::new(&name)
    }

    /// `wanted`, if nothing has that name yet.
    pub fn add_if_free(&mut self, wanted: &str) -> Option<Ident> {
        self.taken.insert(wanted.to_owned()).then(|| Ident::new(wanted))
    }
}

/// The names of values in an object that holds nothing else.
#[must_use]
pub fn value_names(texts: &[&str]) -> Vec<Ident> {
    codegen_target::names::unique(texts, Case::Pascal, &|_| false, &str::to_owned)
        .iter()
        .map(|name| Ident::new(name))
        .collect()
}

/// The module that re-exports all others.
pub const INDEX: &str = "index";
/// The module of the method maps.
pub const METHODS: &str = "methods";
/// The module of what the others share.
pub const SUPPORT: &str = "support";

/// Names that Windows keeps for devices, whatever the extension.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The file of a module, without extension: `fuzzy-file-search`.
#[must_use]
pub fn file_name(path: &ModulePath) -> String {
    let name =
        path.iter().map(|part| identifier(part, Case::Snake).replace('_', "-")).collect::<Vec<_>>().join("-");
    let device = DEVICES.contains(&name.trim_end_matches(|c: char| c.is_ascii_digit()));
    if device || [INDEX, METHODS, SUPPORT].contains(&name.as_str()) { format!("{name}-types") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_modules_never_take_a_reserved_place() {
        let file = |name: &str| file_name(&vec![name.to_owned()]);
        assert_eq!(file("fuzzy_file_search"), "fuzzy-file-search");
        assert_eq!(file("index"), "index-types");
        assert_eq!(file("methods"), "methods-types");
        assert_eq!(file("con"), "con-types");
        assert_eq!(file("com1"), "com1-types");
        assert_eq!(file("config"), "config");
    }

    #[test]
    fn what_the_generator_adds_yields_to_the_schema() {
        let mut names = Names { types: vec![], taken: HashSet::from(["Call".to_owned()]) };
        assert_eq!(names.add("Call").to_string(), "ProtocolCall");
        assert_eq!(names.add("isCall").to_string(), "isCall");
    }
}
