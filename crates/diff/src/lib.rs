//! What a change of a protocol breaks, and for whom.
//!
//! [`diff`] compares two [`Protocol`]s by what they mean: it starts at the methods that both have, follows what
//! they carry place by place, and notes what changed under the [`rules`]. Whom a change meets follows from the
//! direction in which values travel there.

mod change;
mod compare;
mod direction;
mod envelope;
mod hash;
mod level;
mod methods;
pub mod report;
pub mod rules;
mod side;
mod stability;
mod untyped;
mod walk;
mod within;

use std::collections::HashSet;

use codegen_ir::{Protocol, TypeId};

pub use change::{Change, What};
pub use codegen_ir as ir;
pub use level::{Audience, Language, Level};
pub use stability::{Both, diff_both};
pub use untyped::{Effect, Saying, Untyped, merge, untyped};

use side::Side;
use walk::Walk;

/// All changes, the worst first.
#[must_use]
pub fn diff(old: &Protocol, new: &Protocol) -> Vec<Change> {
    let mut walk = Walk::new(Side::new(old), Side::new(new));
    let roots = methods::compare(&mut walk);
    walk.run();
    // What lists the methods was compared method by method.
    let lists: HashSet<TypeId> = old.methods.iter().filter_map(|method| method.union).collect();
    walk.visit_the_rest(&lists);
    walk.report_gone();
    walk.prove();
    let reach = if old.methods.is_empty() && new.methods.is_empty() {
        // Nothing says who sends what: anybody may.
        direction::everywhere(&walk)
    } else {
        direction::reach(&walk, &roots)
    };
    change::collect(&walk, &reach)
}
