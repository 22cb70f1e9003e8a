//! Types as a file spells them: short where nothing hides the short name.

use std::collections::{BTreeSet, HashSet};

use crate::conventions::WIRE;
use crate::model::Type;

/// What the names in a file mean, and which of them it has to import.
pub struct Scope<'a> {
    module: &'a str,
    /// The types that the file defines itself.
    own: HashSet<&'a str>,
    modules: BTreeSet<String>,
    wire: BTreeSet<&'static str>,
    map: bool,
}

impl<'a> Scope<'a> {
    pub fn new(module: &'a str, own: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            module,
            own: own.into_iter().collect(),
            modules: BTreeSet::new(),
            wire: BTreeSet::new(),
            map: false,
        }
    }

    pub fn spell(&mut self, ty: &Type) -> String {
        match ty {
            Type::Plain(name) => (*name).to_owned(),
            Type::Std(name) => self.std(name),
            Type::Wire(name) => self.wire(name),
            Type::Named { module, name } if module == self.module => name.clone(),
            Type::Named { module, name } => {
                self.modules.insert(module.clone());
                format!("{module}::{name}")
            }
            Type::Generic(name, arguments) => {
                let name = self.std(name);
                let arguments: Vec<String> = arguments.iter().map(|argument| self.spell(argument)).collect();
                format!("{name}<{}>", arguments.join(", "))
            }
            Type::WireGeneric(name, argument) => {
                let name = self.wire(name);
                format!("{name}<{}>", self.spell(argument))
            }
            Type::Tuple(places) => {
                let places: Vec<String> = places.iter().map(|place| self.spell(place)).collect();
                if let [place] = &places[..] {
                    format!("({place},)")
                } else {
                    format!("({})", places.join(", "))
                }
            }
        }
    }

    /// A name of the standard library.
    pub fn std(&mut self, name: &str) -> String {
        if !self.own.contains(name) {
            self.map |= name == "BTreeMap";
            return name.to_owned();
        }
        let module = match name {
            "Option" => "option",
            "None" | "Some" => "option::Option",
            "Vec" => "vec",
            "Box" => "boxed",
            "String" => "string",
            "BTreeMap" => "collections",
            "Into" | "From" => "convert",
            _ => "default",
        };
        format!("::std::{module}::{name}")
    }

    /// A name of the support module.
    pub fn wire(&mut self, name: &'static str) -> String {
        if self.own.contains(name) {
            self.modules.insert(WIRE.to_owned());
            return format!("{WIRE}::{name}");
        }
        self.wire.insert(name);
        name.to_owned()
    }

    /// The imports that the spelt types need, in rustfmt's order.
    pub fn imports(&self, up: &str, indent: &str) -> String {
        // A module goes before what is in it.
        let mut lines = Vec::new();
        let modules: Vec<&str> = self.modules.iter().map(String::as_str).collect();
        if !modules.is_empty() {
            // A single name is sorted by that name, a list behind all names.
            let key = if let [one] = &modules[..] { Some(*one) } else { None };
            lines.push((key, list(&format!("{up}::"), &modules, indent)));
        }
        if !self.wire.is_empty() {
            let names: Vec<&str> = self.wire.iter().copied().collect();
            lines.push((Some(WIRE), list(&format!("{up}::{WIRE}::"), &names, indent)));
        }
        lines.sort_by_key(|(key, line)| (key.is_none(), *key, line.contains('{')));
        let mut text = String::new();
        if self.map {
            text.push_str(indent);
            text.push_str("use std::collections::BTreeMap;\n\n");
        }
        for (_, line) in &lines {
            text.push_str(line);
        }
        if !lines.is_empty() {
            text.push('\n');
        }
        text
    }
}

/// A `use` of sorted names, wrapped as rustfmt wraps it.
pub fn list(path: &str, names: &[&str], indent: &str) -> String {
    if let [name] = names {
        return format!("{indent}use {path}{name};\n");
    }
    let line = format!("{indent}use {path}{{{}}};\n", names.join(", "));
    if line.len() <= 101 {
        return line;
    }
    let mut text = format!("{indent}use {path}{{\n");
    let mut line = format!("{indent}   ");
    for name in names {
        if line.len() + name.len() + 2 > 99 {
            text.push_str(&line);
            text.push('\n');
            line = format!("{indent}   ");
        }
        line.push(' ');
        line.push_str(name);
        line.push(',');
    }
    format!("{text}{line}\n{indent}}};\n")
}
