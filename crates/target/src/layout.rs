//! Which module a type lives in: the tree of modules mirrors the tree of methods.
//!
//! What only `thread/start` needs lives in `thread/start`, what several methods of `thread/` need in
//! `thread`, what several namespaces need in [`SHARED`]. A type refers only to types that at least the
//! same methods need, so modules depend on modules above them and on [`SHARED`] alone: there is no
//! cycle, and types that refer to each other in a cycle share a module. What no method needs (the
//! message unions, the envelopes) lives in [`MESSAGES`], on which nothing depends.

use std::collections::{BTreeMap, BTreeSet};

use codegen_ir::{MethodKind, Protocol, TypeId};

use crate::words::{Case, identifier};

/// The module of what several namespaces need.
pub const SHARED: &str = "shared";
/// The module of what no method needs: it may refer to everything.
pub const MESSAGES: &str = "messages";
/// The module of all types, where there are no methods.
pub const TYPES: &str = "types";

/// The path of a module: one snake case name for each part of the method's name.
pub type ModulePath = Vec<String>;

/// The module of each type, by id. Paths are at most `depth` long.
#[must_use]
pub fn modules(protocol: &Protocol, depth: usize) -> Vec<ModulePath> {
    let mut owners: Vec<Option<ModulePath>> = vec![None; protocol.types.len()];
    for method in &protocol.methods {
        let path = method_path(&method.name, depth);
        let mut roots = Vec::new();
        let params = method.params.iter().map(|params| &params.value);
        for value in params.chain(&method.result) {
            value.kind.each_reference(&mut |id| roots.push(id));
        }
        debug_assert!(method.kind == MethodKind::Request || method.result.is_none());
        own(protocol, roots, &path, &mut owners);
    }
    owners
        .into_iter()
        .map(|owner| match owner {
            None if protocol.methods.is_empty() => vec![TYPES.to_owned()],
            None => vec![MESSAGES.to_owned()],
            Some(path) if path.is_empty() => vec![SHARED.to_owned()],
            Some(path) => path,
        })
        .collect()
}

/// The methods of a module, as the wire spells them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spelled {
    /// Those that have just its path.
    pub whole: BTreeSet<String>,
    /// What the names of others begin with.
    pub begin: BTreeSet<String>,
}

/// The methods of each module, by its path.
#[must_use]
pub fn spelled(protocol: &Protocol, depth: usize) -> BTreeMap<ModulePath, Spelled> {
    let mut all: BTreeMap<ModulePath, Spelled> = BTreeMap::new();
    for method in &protocol.methods {
        let path = method_path(&method.name, depth);
        let parts: Vec<&str> = method.name.split('/').filter(|part| !part.is_empty()).collect();
        for length in 1..=path.len() {
            let spelled = all.entry(path[..length].to_vec()).or_default();
            if length < parts.len() {
                spelled.begin.insert(parts[..length].join("/"));
            } else {
                spelled.whole.insert(method.name.clone());
            }
        }
    }
    all
}

/// Names as code, one after the other: of many, the first `most` and how many more there are.
#[must_use]
pub fn listed<'n>(names: impl IntoIterator<Item = &'n str>, most: usize) -> String {
    let mut names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if names.len() > most + 1 {
        let more = names.split_off(most).len();
        names.push(format!("{more} more"));
    }
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((only, _)) => only.clone(),
        None => String::new(),
    }
}

/// The path of the module for a method.
#[must_use]
pub fn method_path(method: &str, depth: usize) -> ModulePath {
    let parts: Vec<String> =
        method.split('/').filter(|part| !part.is_empty()).map(|part| identifier(part, Case::Snake)).collect();
    let mut path = if parts.is_empty() { vec!["empty".to_owned()] } else { parts };
    path.truncate(depth.max(1));
    // A namespace of that name would share a module with types that refer to other namespaces.
    if [SHARED, MESSAGES, TYPES].contains(&path[0].as_str()) {
        path[0].push('_');
    }
    path
}

/// Marks everything reachable. A type whose owner does not change needs no second look: what it
/// refers to is owned by at least the same methods already.
fn own(protocol: &Protocol, mut open: Vec<TypeId>, path: &ModulePath, owners: &mut [Option<ModulePath>]) {
    while let Some(id) = open.pop() {
        let owner = &mut owners[id.0 as usize];
        let common = match owner {
            None => path.clone(),
            Some(old) => old.iter().zip(path).take_while(|(a, b)| a == b).map(|(a, _)| a.clone()).collect(),
        };
        if owner.as_ref() == Some(&common) {
            continue;
        }
        *owner = Some(common);
        open.extend(protocol.types[id].references());
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn of_many_names_a_few_are_said() {
        assert_eq!(listed(["a"], 3), "`a`");
        assert_eq!(listed(["a", "b"], 3), "`a` and `b`");
        assert_eq!(listed(["a", "b", "c", "d"], 3), "`a`, `b`, `c` and `d`");
        assert_eq!(listed(["a", "b", "c", "d", "e"], 3), "`a`, `b`, `c` and 2 more");
    }
}
