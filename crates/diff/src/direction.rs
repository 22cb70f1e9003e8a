//! Who sends what is compared in a node, and by which methods.

use codegen_ir::{Direction, Directions};

use crate::methods::Root;
use crate::walk::Walk;

/// What leads to a node.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reach {
    pub directions: Directions,
    /// Sorted, none twice.
    pub methods: Vec<String>,
}

/// Every node, both ways.
pub(crate) fn everywhere(walk: &Walk<'_>) -> Vec<Reach> {
    let directions = Directions { to_server: true, to_client: true };
    vec![Reach { directions, methods: Vec::new() }; walk.nodes.len()]
}

/// Follows each root through all that it leads to.
pub(crate) fn reach(walk: &Walk<'_>, roots: &[Root]) -> Vec<Reach> {
    let mut all = vec![Reach::default(); walk.nodes.len()];
    let mut seen = vec![usize::MAX; walk.nodes.len()];
    for (number, root) in roots.iter().enumerate() {
        let mut open = vec![root.node];
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut seen[node], number) == number {
                continue;
            }
            let reach = &mut all[node];
            match root.direction {
                Direction::ToServer => reach.directions.to_server = true,
                Direction::ToClient => reach.directions.to_client = true,
            }
            if !walk.nodes[node].hits.is_empty() {
                reach.methods.push(root.method.clone());
            }
            open.extend(&walk.nodes[node].edges);
        }
    }
    for reach in &mut all {
        reach.methods.sort();
        reach.methods.dedup();
    }
    all
}
