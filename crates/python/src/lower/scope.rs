//! What can be named in one module.

use std::collections::HashSet;

use codegen_target::ir::{Protocol, TypeId};

use super::names::Names;
use crate::text::{Expr, Ident, Imports, Module};

/// A module that is being written.
pub struct Scope<'a> {
    pub protocol: &'a Protocol,
    pub names: &'a Names,
    /// The module's path, and that of the package it is in.
    module: Vec<Ident>,
    package: Vec<Ident>,
    /// Names of types that this module defines or uses.
    types: HashSet<&'a Ident>,
    /// Names that are defined above the current line.
    defined: HashSet<&'a Ident>,
    /// Whether a name was used since [`Scope::watch`] that is not.
    forward: bool,
    /// Names that the module has for itself: a type that is called so gets another one in it.
    reserved: &'static [&'static str],
    /// Whether types are loaded when they are needed.
    lazy: bool,
    pub imports: Imports,
}

impl<'a> Scope<'a> {
    /// The scope of a module that defines these types.
    pub fn new(protocol: &'a Protocol, names: &'a Names, module: &[Ident], types: &[TypeId]) -> Self {
        let mut used = HashSet::new();
        for id in types {
            used.extend(names.all_of(*id, protocol));
            used.extend(protocol.types[*id].references().into_iter().map(|other| names.of(other)));
        }
        let depth = if names.is_package(module) { module.len() } else { module.len().saturating_sub(1) };
        Self {
            protocol,
            names,
            module: module.to_vec(),
            package: module[..depth].to_vec(),
            types: used,
            defined: HashSet::new(),
            forward: false,
            reserved: &[],
            lazy: false,
            imports: Imports::default(),
        }
    }

    /// The scope of expressions that are evaluated late: types are loaded, not imported.
    pub fn lazy(protocol: &'a Protocol, names: &'a Names, module: &[Ident]) -> Self {
        Self { lazy: true, ..Self::new(protocol, names, module, &[]) }
    }

    /// The same, in a module that has these names for itself.
    pub fn reserve(self, names: &'static [&'static str]) -> Self {
        Self { reserved: names, ..self }
    }

    /// Whether types are loaded when they are needed.
    pub const fn is_lazy(&self) -> bool {
        self.lazy
    }

    /// Begins to look for names that are not defined yet.
    pub const fn watch(&mut self) {
        self.forward = false;
    }

    /// Whether there was one.
    pub const fn saw_forward(&self) -> bool {
        self.forward
    }

    /// From here on, `name` can be used.
    pub fn define(&mut self, name: &'a Ident) {
        self.defined.insert(name);
    }

    /// Whether `name` can be used.
    pub fn is_defined(&self, name: &Ident) -> bool {
        self.defined.contains(name)
    }

    /// A type of the protocol, as an expression.
    pub fn type_expr(&mut self, id: TypeId) -> Expr {
        if self.lazy {
            let index = Module::own(&self.package, &[Ident::new("_index")]);
            let load = self.import(index, "load");
            return Expr::call(&load, vec![Expr::string(self.names.of(id).as_str())]);
        }
        Expr::name(&self.reference(id))
    }

    /// A type of the protocol.
    pub fn reference(&mut self, id: TypeId) -> Ident {
        let name = self.names.of(id);
        if self.names.module(id) == self.module {
            self.forward |= !self.defined.contains(name);
        } else {
            let module = Module::own(&self.package, self.names.module(id));
            if self.reserved.contains(&name.as_str()) {
                let alias = Ident::new(&format!("_{name}"));
                self.imports.add_as(module, name.clone(), alias.clone());
                return alias;
            }
            self.imports.add(module, name.clone());
        }
        name.clone()
    }

    /// A class of this module, be it defined already or not.
    pub fn own(&mut self, name: &Ident) -> Ident {
        self.forward |= !self.defined.contains(name);
        name.clone()
    }

    /// Something of the package's support modules.
    pub fn support(&mut self, name: &'static str) -> Ident {
        let path = [Ident::new("_support"), Ident::new(support_module(name))];
        self.import(Module::own(&self.package, &path), name)
    }

    /// Something of `typing`.
    pub fn typing(&mut self, name: &'static str) -> Ident {
        self.import(Module::standard("typing"), name)
    }

    /// `pydantic.Field`
    pub fn field(&mut self) -> Ident {
        self.import(Module::foreign("pydantic"), "Field")
    }

    /// `typing_extensions.TypeAliasType`, for an alias that is evaluated by its name.
    pub fn later(&mut self) -> Ident {
        self.import(Module::foreign("typing_extensions"), "TypeAliasType")
    }

    /// Where a type of the schema has the name, the import gets another.
    fn import(&mut self, module: Module, name: &'static str) -> Ident {
        let name = Ident::new(name);
        if self.types.contains(&name) {
            let alias = Ident::new(&format!("_{name}"));
            self.imports.add_as(module, name, alias.clone());
            alias
        } else {
            self.imports.add(module, name.clone());
            name
        }
    }

    /// The path of this module.
    pub fn here(&self) -> &[Ident] {
        &self.module
    }

    /// Imports a class that another module defines beside a type.
    pub fn bring(&mut self, id: TypeId, name: &Ident) {
        self.imports.add(Module::own(&self.package, self.names.module(id)), name.clone());
    }
}

/// Where the support modules have something: each kind of type takes only the modules that it needs.
fn support_module(name: &str) -> &'static str {
    match name {
        "Struct" | "SnakeStruct" => "structs",
        "Omit" | "common" | "wire_default" => "members",
        "OpenEnum" | "ClosedEnum" | "known" => "enums",
        "Tagged" => "unions",
        "External" => "external",
        "Untagged" => "untagged",
        "Case" => "cases",
        "Places" | "Unique" => "lists",
        "either" => "schemas",
        "AnyOf" | "ExactlyOne" | "Requires" | "Members" => "rules",
        _ => "scalars",
    }
}
