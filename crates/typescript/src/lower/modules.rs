//! Which module declares what, and what it takes from others.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use codegen_target::ir::{Protocol, TypeId};
use codegen_target::layout;

use super::Context;
use crate::conventions::{SUPPORT, file_name};
use crate::model::{Envelope, Import, Item, Methods, Module, TypeExpr};
use crate::text::Ident;

/// The file of each type, by id: one module for each namespace of methods.
pub fn files(protocol: &Protocol) -> Vec<String> {
    layout::modules(protocol, 1).iter().map(file_name).collect()
}

/// The modules of all types.
pub fn modules(context: &Context<'_>) -> Vec<Module> {
    let homes = homes(context);
    let mut modules: BTreeMap<&str, Vec<Item>> = BTreeMap::new();
    for (id, def) in context.protocol.types.iter() {
        modules.entry(file(context, id)).or_default().extend(context.declare(id, def));
    }
    modules
        .into_iter()
        .map(|(file, items)| {
            let mut used = BTreeSet::new();
            for item in &items {
                each_name(item, &mut |name| {
                    used.insert(name.clone());
                });
            }
            Module { file: file.to_owned(), imports: imports(&used, file, &homes), items }
        })
        .collect()
}

/// The methods with what they take from the modules of types.
pub fn import_methods(context: &Context<'_>, mut methods: Methods) -> Methods {
    let mut used = BTreeSet::new();
    for set in &methods.sets {
        if let Envelope::Union { name, .. } = &set.envelope {
            used.insert(name.clone());
        }
        for method in &set.methods {
            let exprs = std::iter::once(&method.params).chain(&method.result);
            exprs.for_each(|expr| {
                expr.each_name(&mut |name| {
                    used.insert(name.clone());
                });
            });
        }
    }
    methods.imports = imports(&used, crate::conventions::METHODS, &homes(context));
    methods
}

/// Whether a module refers to a name.
pub fn used_names(modules: &[Module]) -> HashSet<Ident> {
    modules
        .iter()
        .flat_map(|module| &module.imports)
        .filter(|import| import.file == SUPPORT)
        .flat_map(|import| import.names.iter().cloned())
        .collect()
}

/// Where each name is declared; what is not here lives in the support module.
fn homes<'a>(context: &'a Context<'_>) -> HashMap<&'a Ident, &'a str> {
    let mut homes: HashMap<&Ident, &str> = HashMap::new();
    for (id, _) in context.protocol.types.iter() {
        homes.insert(context.names.of(id), file(context, id));
        if let Some(base) = context.bases.of_union(id) {
            homes.insert(&base.name, file(context, id));
        }
    }
    homes
}

fn file<'a>(context: &'a Context<'_>, id: TypeId) -> &'a str {
    &context.files[id.0 as usize]
}

fn imports(used: &BTreeSet<Ident>, here: &str, homes: &HashMap<&Ident, &str>) -> Vec<Import> {
    let mut imports: BTreeMap<&str, Vec<Ident>> = BTreeMap::new();
    for name in used {
        let home = homes.get(name).copied().unwrap_or(SUPPORT);
        if home != here {
            imports.entry(home).or_default().push(name.clone());
        }
    }
    imports.into_iter().map(|(file, names)| Import { file: file.to_owned(), names }).collect()
}

fn each_name(item: &Item, visit: &mut dyn FnMut(&Ident)) {
    match item {
        Item::Interface(interface) => {
            interface.extends.iter().for_each(&mut *visit);
            let members = interface.members.iter().map(|member| &member.expr);
            members
                .chain(interface.index.iter().map(|index| &index.value))
                .for_each(|expr: &TypeExpr| expr.each_name(visit));
        }
        Item::Alias(alias) => alias.expr.each_name(visit),
        Item::Values(_) => {}
    }
}
