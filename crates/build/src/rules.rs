//! The warnings that a configuration can silence or forbid.

use codegen_rust::target::ir::schema::suggest;

/// A kind of warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// A stable id in kebab case.
    pub id: &'static str,
    /// What it is about.
    pub summary: &'static str,
}

/// All of them, sorted by id.
pub static RULES: &[Rule] = &[];

/// What is said of an id that is none: a message and what to do.
pub(crate) fn unknown(id: &str) -> Option<(String, String)> {
    if RULES.iter().any(|rule| rule.id == id) {
        return None;
    }
    let message = format!("`{}` is not the id of a warning", id.escape_debug());
    let help = match suggest(id, RULES.iter().map(|rule| rule.id)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`codegen rules` lists them all; errors cannot be silenced".to_owned(),
    };
    Some((message, help))
}
