//! Interfaces of the members that a union's variants share.

use std::collections::{HashMap, HashSet};

use codegen_target::ir::{Field, MethodKind, Protocol, Shape, Struct, Tagging, Type, TypeId, Union};

use crate::conventions::Names;
use crate::text::Ident;

/// All of them.
#[derive(Debug, Default)]
pub struct Bases {
    unions: HashMap<TypeId, Base>,
    structs: HashMap<TypeId, Vec<TypeId>>,
    ids: HashMap<TypeId, TypeId>,
}

/// The shared members of one union.
#[derive(Debug)]
pub struct Base {
    /// What the interface is called.
    pub name: Ident,
    /// The wire names of its members.
    pub fields: Vec<String>,
    /// A variant to take the members from.
    pub example: TypeId,
}

/// The member by which an answer finds its request.
pub const ID: &str = "id";

impl Bases {
    /// A variant that holds the id of the requests of a union, where that is of one type in all of them and
    /// no base of theirs has it.
    pub fn with_id(&self, union: TypeId) -> Option<TypeId> {
        self.ids.get(&union).copied()
    }

    /// The base of a union's variants.
    pub fn of_union(&self, id: TypeId) -> Option<&Base> {
        self.unions.get(&id)
    }

    /// The bases of a struct.
    pub fn of_struct(&self, id: TypeId) -> impl Iterator<Item = &Base> {
        self.structs.get(&id).into_iter().flatten().filter_map(|id| self.unions.get(id))
    }
}

/// Finds the bases. Variants and union must share a module (`files`, by id): a base that lives apart from
/// what it is for does not read better.
pub fn bases(protocol: &Protocol, files: &[String], names: &mut Names) -> Bases {
    let mut bases = Bases::default();
    let requests = requests(protocol);
    for (id, def) in protocol.types.iter() {
        let Shape::Union(union) = &def.shape else { continue };
        let Some(variants) = variants(protocol, union) else { continue };
        let apart = variants.iter().any(|(variant, _)| files[variant.0 as usize] != files[id.0 as usize]);
        let mut fields = shared(union, &variants);
        let together = variants.len() > 1 && !apart && !fields.is_empty();
        let answered = requests.contains(&id) && is_shared(ID, &variants);
        if answered && !together {
            bases.ids.insert(id, variants[0].0);
        } else if answered && !fields.iter().any(|wire| wire == ID) {
            fields.push(ID.to_owned());
        }
        if !together {
            continue;
        }
        let Some(name) = names.add_if_free(&format!("{}Base", names.of(id))) else { continue };
        for (variant, _) in &variants {
            bases.structs.entry(*variant).or_default().push(id);
        }
        bases.unions.insert(id, Base { name, fields, example: variants[0].0 });
    }
    bases
}

/// The unions of requests.
fn requests(protocol: &Protocol) -> HashSet<TypeId> {
    let requests = protocol.methods.iter().filter(|method| method.kind == MethodKind::Request);
    requests.filter_map(|method| method.union).collect()
}

/// The structs of the variants, if each is one.
fn variants<'a>(protocol: &'a Protocol, union: &Union) -> Option<Vec<(TypeId, &'a Struct)>> {
    let of = |kind: &Type| match kind {
        Type::Ref(id) => match &protocol.types[*id].shape {
            Shape::Struct(shape) => Some((*id, shape)),
            _ => None,
        },
        _ => None,
    };
    union
        .variants
        .iter()
        .map(|variant| of(&variant.content.as_ref().filter(|value| !value.nullable)?.kind))
        .collect()
}

fn shared(union: &Union, variants: &[(TypeId, &Struct)]) -> Vec<String> {
    let tag = match &union.tagging {
        Tagging::Internal { tag } => Some(tag),
        _ => None,
    };
    let others = union.common.iter().filter(|wire| Some(*wire) != tag);
    others.filter(|wire| is_shared(wire, variants)).cloned().collect()
}

/// Whether all variants have this member, and the same.
fn is_shared(wire: &str, variants: &[(TypeId, &Struct)]) -> bool {
    let field = |shape: &'_ Struct| shape.fields.iter().position(|field| field.wire == wire);
    let all: Option<Vec<&Field>> =
        variants.iter().map(|(_, shape)| field(shape).map(|place| &shape.fields[place])).collect();
    all.is_some_and(|all| all.windows(2).all(|pair| alike(pair[0], pair[1])))
}

fn alike(a: &Field, b: &Field) -> bool {
    a.presence == b.presence && a.value == b.value && a.default == b.default && a.docs == b.docs
}
