//! How long annotations are once all that they refer to is written out.
//!
//! An alias is what it stands for: Python and Pydantic go through it again at each place. Where
//! unions hold others twice, that doubles with each level, unless one is known by its name.

use std::collections::HashSet;

use codegen_target::ir::{Protocol, Shape, TypeId};

/// As many names beside its own as an alias may stand for.
const MAX: usize = 256;

/// The aliases that are to be evaluated once, by their names.
pub fn long(protocol: &Protocol, components: &[Vec<TypeId>]) -> HashSet<TypeId> {
    let mut long = HashSet::new();
    let mut extents = vec![1_usize; protocol.types.len()];
    // What an alias refers to comes before it; in a circle, one is evaluated later anyway.
    for id in components.iter().flatten() {
        let def = &protocol.types[*id];
        if !matches!(def.shape, Shape::Union(_) | Shape::Alias(_)) {
            continue;
        }
        let (mut own, mut extent) = (0, 0);
        def.each_value(&mut |value| {
            value.kind.each_reference(&mut |id| {
                own += 1;
                extent += extents[id.0 as usize];
            });
        });
        if extent > own + MAX {
            long.insert(*id);
        } else {
            extents[id.0 as usize] = extent.max(1);
        }
    }
    long
}
