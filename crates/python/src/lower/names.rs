//! All names of a package, before anything is written.

use std::collections::{BTreeSet, HashMap, HashSet};

use codegen_target::ir::{Kinds, Openness, Protocol, Shape, Tagging, TypeId, Union};
use codegen_target::names::unique;
use codegen_target::words::{Case, hash};

use super::clusters;
use crate::conventions;
use crate::text::Ident;

/// A class that a union needs beside those that the protocol names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Extra {
    /// The enumeration of its bare strings.
    Kind,
    /// The object of one variant, whose only member is the variant's content.
    Holder(usize),
    /// What no variant takes.
    Unknown,
}

/// The names and places of all types.
#[derive(Debug)]
pub struct Names {
    types: Vec<Ident>,
    extras: HashMap<(TypeId, Extra), Ident>,
    modules: Vec<Vec<Ident>>,
    /// The modules that are folders.
    packages: HashSet<Vec<Ident>>,
}

impl Names {
    /// Chooses them.
    pub fn new(protocol: &Protocol) -> Self {
        let types = conventions::type_names(protocol);
        let mut taken: HashSet<Ident> = types.iter().cloned().collect();
        let mut extras = HashMap::new();
        for (id, def) in protocol.types.iter() {
            let Shape::Union(union) = &def.shape else { continue };
            let variants = variants(union);
            for extra in needed(union) {
                let name = free(&types[id.0 as usize], &variants, extra, &taken);
                taken.insert(name.clone());
                extras.insert((id, extra), name);
            }
        }
        let mut modules = conventions::modules(protocol);
        clusters::split(protocol, &types, &mut modules);
        let mut packages = HashSet::new();
        for module in &modules {
            for depth in 0..module.len() {
                packages.insert(module[..depth].to_vec());
            }
        }
        Self { types, extras, modules, packages }
    }

    /// The name of a type.
    pub fn of(&self, id: TypeId) -> &Ident {
        &self.types[id.0 as usize]
    }

    /// The name of a class that a union needs.
    pub fn extra(&self, id: TypeId, extra: Extra) -> Option<&Ident> {
        self.extras.get(&(id, extra))
    }

    /// The names that are defined for one type: its own last.
    pub fn all_of(&self, id: TypeId, protocol: &Protocol) -> Vec<&Ident> {
        let mut all = Vec::new();
        if let Shape::Union(union) = &protocol.types[id].shape {
            all.extend(needed(union).into_iter().filter_map(|extra| self.extra(id, extra)));
        }
        all.push(self.of(id));
        all
    }

    /// The module of a type.
    pub fn module(&self, id: TypeId) -> &[Ident] {
        &self.modules[id.0 as usize]
    }

    /// All modules with types, and the folders that hold them; sorted.
    pub fn modules(&self) -> BTreeSet<Vec<Ident>> {
        self.modules.iter().chain(&self.packages).filter(|path| !path.is_empty()).cloned().collect()
    }

    /// Whether a module is a folder.
    pub fn is_package(&self, module: &[Ident]) -> bool {
        self.packages.contains(module)
    }
}

/// What a union needs beside its variants' types, in the order in which it is defined.
pub fn needed(union: &Union) -> Vec<Extra> {
    let mut extras = Vec::new();
    if union.tagging == Tagging::External {
        if union.variants.iter().any(|variant| variant.content.is_none()) {
            extras.push(Extra::Kind);
        }
        let with_content = union.variants.iter().enumerate().filter(|(_, variant)| variant.content.is_some());
        extras.extend(with_content.map(|(place, _)| Extra::Holder(place)));
    }
    let keeps_objects = union.catch_all.is_some_and(|kinds| kinds.contains(Kinds::OBJECT));
    let tagged = !matches!(union.tagging, Tagging::Untagged { .. });
    if tagged && (union.openness == Openness::Open || keeps_objects) {
        extras.push(Extra::Unknown);
    }
    extras
}

/// What the variants are called: of several that come to one name each spells its symbols.
fn variants(union: &Union) -> Vec<String> {
    let natural: Vec<Ident> =
        union.variants.iter().map(|variant| conventions::type_name(&variant.name)).collect();
    let mut wanted: HashMap<&Ident, usize> = HashMap::new();
    natural.iter().for_each(|name| *wanted.entry(name).or_default() += 1);
    let texts: BTreeSet<&str> = union.variants.iter().map(|variant| variant.name.as_str()).collect();
    let texts: Vec<&str> = texts.into_iter().collect();
    let told_apart: HashMap<&str, String> =
        texts.iter().copied().zip(unique(&texts, Case::Pascal, &|_| false, &str::to_owned)).collect();
    let names = union.variants.iter().zip(&natural);
    names
        .map(|(variant, natural)| match told_apart.get(variant.name.as_str()) {
            Some(name) if wanted[natural] > 1 => name.clone(),
            _ => natural.to_string(),
        })
        .collect()
}

/// A name that no type has: a schema may well have a `ThreadItemKind` or an `UnknownThreadItem` of its own.
fn free(union: &Ident, variants: &[String], extra: Extra, taken: &HashSet<Ident>) -> Ident {
    let candidates = match extra {
        Extra::Kind => [format!("{union}Kind"), format!("{union}Text")],
        Extra::Unknown => [format!("Unknown{union}"), format!("Unrecognized{union}")],
        Extra::Holder(place) => {
            let variant = &variants[place];
            [format!("{variant}{union}"), format!("{variant}{union}Object")]
        }
    };
    let mut last = format!("{}X{}", candidates[1], &hash(&candidates[0])[..8]);
    let [first, second] = candidates.map(|name| Ident::new(&name));
    [first, second].into_iter().find(|name| !taken.contains(name)).unwrap_or_else(|| {
        while taken.contains(&Ident::new(&last)) {
            last = format!("{last}X{}", &hash(&last)[..8]);
        }
        Ident::new(&last)
    })
}
