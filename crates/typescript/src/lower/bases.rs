//! Interfaces of the members that a union's variants share.

use std::collections::HashMap;

use codegen_target::ir::{Field, Protocol, Shape, Struct, Tagging, Type, TypeId, Union};

use crate::conventions::Names;
use crate::text::Ident;

/// All of them.
#[derive(Debug, Default)]
pub struct Bases {
    unions: HashMap<TypeId, Base>,
    structs: HashMap<TypeId, Vec<TypeId>>,
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

impl Bases {
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
    for (id, def) in protocol.types.iter() {
        let Shape::Union(union) = &def.shape else { continue };
        let Some(variants) = variants(protocol, union) else { continue };
        let apart = variants.iter().any(|(variant, _)| files[variant.0 as usize] != files[id.0 as usize]);
        let fields = shared(union, &variants);
        if apart || fields.is_empty() {
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

/// The structs of the variants, if there are several and each is one.
fn variants<'a>(protocol: &'a Protocol, union: &Union) -> Option<Vec<(TypeId, &'a Struct)>> {
    let of = |kind: &Type| match kind {
        Type::Ref(id) => match &protocol.types[*id].shape {
            Shape::Struct(shape) => Some((*id, shape)),
            _ => None,
        },
        _ => None,
    };
    let structs: Option<Vec<_>> = union
        .variants
        .iter()
        .map(|variant| of(&variant.content.as_ref().filter(|value| !value.nullable)?.kind))
        .collect();
    structs.filter(|list| list.len() > 1)
}

fn shared(union: &Union, variants: &[(TypeId, &Struct)]) -> Vec<String> {
    let tag = match &union.tagging {
        Tagging::Internal { tag } => Some(tag),
        _ => None,
    };
    let field = |shape: &'_ Struct, wire: &str| shape.fields.iter().position(|field| field.wire == wire);
    let everywhere = |wire: &&String| {
        let all: Option<Vec<&Field>> =
            variants.iter().map(|(_, shape)| field(shape, wire).map(|place| &shape.fields[place])).collect();
        all.is_some_and(|all| all.windows(2).all(|pair| alike(pair[0], pair[1])))
    };
    union.common.iter().filter(|wire| Some(*wire) != tag).filter(everywhere).cloned().collect()
}

fn alike(a: &Field, b: &Field) -> bool {
    a.presence == b.presence && a.value == b.value && a.default == b.default && a.docs == b.docs
}
