//! Who sends what is compared in a node, and by which methods.

use codegen_ir::{Direction, Directions};

use crate::methods::Root;
use crate::walk::{Proven, Walk};

/// What leads to a node.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reach {
    pub directions: Directions,
    /// Where a value that an old peer writes may be refused by a new one: nothing on the way says that all of
    /// them are read.
    pub old_refused: Directions,
    /// Where a value that a new peer writes may be refused by an old one.
    pub new_refused: Directions,
    /// Sorted, none twice.
    pub methods: Vec<String>,
}

/// Every node, both ways. A definition may be sent alone; what is written in it only as a part of it.
pub(crate) fn everywhere(walk: &Walk<'_>) -> Vec<Reach> {
    let alone = (0..walk.nodes.len()).filter(|node| walk.is_alone(*node));
    let mut open: Vec<(usize, Proven)> = alone.map(|node| (node, NOTHING)).collect();
    let mut seen: Vec<Option<Proven>> = vec![None; walk.nodes.len()];
    while let Some((node, way)) = open.pop() {
        let here = way.or(walk.nodes[node].proven);
        let all = seen[node].map_or(here, |known| known.and(here));
        if seen[node] != Some(all) {
            seen[node] = Some(all);
            open.extend(walk.nodes[node].edges.iter().map(|edge| (*edge, all)));
        }
    }
    let both = |yes| Directions { to_server: yes, to_client: yes };
    let reach = |proven: Proven| Reach {
        directions: both(true),
        old_refused: both(!proven.grown),
        new_refused: both(!proven.shrunk),
        methods: Vec::new(),
    };
    walk.nodes.iter().zip(seen).map(|(node, seen)| reach(seen.unwrap_or(node.proven))).collect()
}

/// Follows each root through all that it leads to.
pub(crate) fn reach(walk: &Walk<'_>, roots: &[Root]) -> Vec<Reach> {
    let mut all = vec![Reach::default(); walk.nodes.len()];
    // By which root a node was seen last, and what was proven on all ways from there.
    let mut seen = vec![(usize::MAX, NOTHING); walk.nodes.len()];
    for (number, root) in roots.iter().enumerate() {
        let mut open = vec![(root.node, NOTHING)];
        while let Some((node, way)) = open.pop() {
            let mut proven = way.or(walk.nodes[node].proven);
            let first = seen[node].0 != number;
            if !first {
                let known = seen[node].1;
                let both = known.and(proven);
                if both == known {
                    continue;
                }
                proven = both;
            }
            seen[node] = (number, proven);
            let reach = &mut all[node];
            add(&mut reach.directions, root.direction, true);
            add(&mut reach.old_refused, root.direction, !proven.grown);
            add(&mut reach.new_refused, root.direction, !proven.shrunk);
            if first && !walk.nodes[node].hits.is_empty() {
                reach.methods.push(root.method.clone());
            }
            open.extend(walk.nodes[node].edges.iter().map(|edge| (*edge, proven)));
        }
    }
    for reach in &mut all {
        reach.methods.sort();
        reach.methods.dedup();
    }
    all
}

const NOTHING: Proven = Proven { grown: false, shrunk: false };

const fn add(directions: &mut Directions, one: Direction, yes: bool) {
    match one {
        Direction::ToServer => directions.to_server |= yes,
        Direction::ToClient => directions.to_client |= yes,
    }
}
