//! What the schema, and the place of a type, say to people.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter};

use codegen_target::ir::{Docs, Protocol, Shape, Type, TypeId, Variant};
use codegen_target::layout::listed;

use crate::text::DocText;

/// So many methods are named where there are more.
pub const FEW: usize = 4;

/// The text of the schema.
pub fn text(docs: &Docs) -> DocText {
    let text = docs.whole().as_deref().map(DocText::new).unwrap_or_default();
    if docs.deprecated && docs.reason.is_none() { text.and("Deprecated.") } else { text }
}

/// With what is said of a string and not checked.
pub fn with_unchecked(docs: DocText, kind: &Type) -> DocText {
    let Type::String(text) = kind else { return docs };
    text.unchecked().fold(docs, |docs, (what, text)| docs.and(&format!("{what}: `{text}`.")))
}

/// The methods that take a type, and those that give it.
#[derive(Default)]
struct Uses<'a> {
    params: BTreeSet<&'a str>,
    result: BTreeSet<&'a str>,
}

fn uses(protocol: &Protocol) -> BTreeMap<TypeId, Uses<'_>> {
    let mut uses: BTreeMap<TypeId, Uses<'_>> = BTreeMap::new();
    for method in &protocol.methods {
        if let Some(Type::Ref(id)) = method.params.as_ref().map(|params| &params.value.kind) {
            uses.entry(*id).or_default().params.insert(&method.name);
        }
        if let Some(Type::Ref(id)) = method.result.as_ref().map(|result| &result.kind) {
            uses.entry(*id).or_default().result.insert(&method.name);
        }
    }
    uses
}

impl Display for Uses<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let params = listed(self.params.iter().copied(), FEW);
        let result = listed(self.result.iter().copied(), FEW);
        match (params.is_empty(), result.is_empty()) {
            (false, true) => write!(f, "The parameters of {params}."),
            (true, _) => write!(f, "The result of {result}."),
            (false, false) => write!(f, "The parameters of {params}, and the result of {result}."),
        }
    }
}

/// For each type, by id: what it is for, where the schema does not say it.
pub struct Roles(Vec<Option<String>>);

impl Roles {
    /// Finds them.
    pub fn new(protocol: &Protocol) -> Self {
        let mut roles = vec![None; protocol.types.len()];
        for (id, methods) in uses(protocol) {
            roles[id.0 as usize] = Some(methods.to_string());
        }
        let mut say = |id: TypeId, text: String| {
            roles[id.0 as usize].get_or_insert(text);
        };
        for (_, def) in protocol.types.iter() {
            let Shape::Union(union) = &def.shape else { continue };
            for variant in &union.variants {
                let content = variant.content.as_ref().map(|content| &content.kind);
                if let (codegen_target::ir::Tagging::Internal { tag }, Some(Type::Ref(id))) =
                    (&union.tagging, content)
                {
                    let tags: Vec<String> = variant.tags.iter().map(|tag| format!("`{tag}`")).collect();
                    say(*id, format!("`{}` whose `{tag}` is {}.", def.name, tags.join(" or ")));
                }
            }
        }
        Self(roles)
    }

    /// The docstring of a type.
    pub fn docs(&self, protocol: &Protocol, id: TypeId) -> DocText {
        let docs = &protocol.types[id].docs;
        let said = match (&docs.text, &self.0[id.0 as usize]) {
            (None, Some(role)) => text(&Docs { text: Some(role.clone()), ..docs.clone() }),
            _ => text(docs),
        };
        let Shape::Union(union) = &protocol.types[id].shape else { return said };
        let branches: Vec<String> = union.variants.iter().filter_map(branch).collect();
        if branches.is_empty() { said } else { said.and(&branches.join("\n")) }
    }
}

/// What is said of a variant that has no class of its own to say it.
fn branch(variant: &Variant) -> Option<String> {
    let name = match variant.content.as_ref().filter(|_| variant.tags.is_empty())?.kind {
        Type::Boolean => "bool",
        Type::Integer(_) => "int",
        Type::Number(_) => "float",
        Type::String(_) => "str",
        Type::Array(_) => "list",
        Type::Tuple(_) => "tuple",
        Type::Map(_) => "dict",
        Type::Any | Type::Never | Type::Null | Type::Literal(_) | Type::Ref(_) => return None,
    };
    let text = variant.docs.whole()?;
    Some(format!("- `{name}`: {}", text.trim().replace('\n', "\n  ")))
}
