//! How much input is taken.

use crate::{Diagnostic, Json, Place, Pointer};

/// What a schema may need at most. A schema is untrusted input: each limit is hit with a message that says
/// which one it is and how it is raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file.
    pub bytes: u64,
    /// Levels of nesting in one file: at most [`Limits::MAX_DEPTH`], which the JSON reader keeps.
    pub depth: usize,
    /// JSON values of one file.
    pub nodes: usize,
    /// Bytes of the key of a definition or a property.
    pub name: usize,
    /// Definitions in all files together.
    pub definitions: usize,
    /// Schemas that `allOf`, common properties and references are expanded to, all together. `None`: 20,000
    /// and 10 for each schema, so that the cost is linear.
    pub expansion: Option<usize>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 128 << 20,
            depth: Self::MAX_DEPTH,
            nodes: 20_000_000,
            name: 4096,
            definitions: 200_000,
            expansion: None,
        }
    }
}

/// What a help says: the lines to write.
pub(crate) fn raise(limit: &str, value: impl std::fmt::Display) -> String {
    format!("if the schema is to be trusted, raise it in the config:\n[limits]\n{limit} = {value}")
}

impl Limits {
    /// The levels of nesting that the JSON reader takes.
    pub const MAX_DEPTH: usize = 127;

    pub(crate) fn check_bytes(&self, size: u64, place: &Place) -> Result<(), Diagnostic> {
        if size <= self.bytes {
            return Ok(());
        }
        let message = format!("the schema has {size} bytes, the limit is {}", self.bytes);
        Err(Diagnostic::error("limit-bytes", place.clone(), message).help(raise("bytes", size)))
    }

    /// Nesting, values and keys of a file that was read.
    pub(crate) fn check(&self, file: &str, json: &Json) -> Result<(), Diagnostic> {
        let mut walk = Walk { limits: self, file, nodes: 0, steps: Vec::new() };
        walk.value(json)
    }
}

struct Walk<'a> {
    limits: &'a Limits,
    file: &'a str,
    nodes: usize,
    steps: Vec<Step<'a>>,
}

enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Walk<'a> {
    fn value(&mut self, json: &'a Json) -> Result<(), Diagnostic> {
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            let message = format!("the schema has more than {} JSON values, the limit", self.limits.nodes);
            return Err(self.error("limit-nodes", message, "nodes", self.limits.nodes.saturating_mul(2)));
        }
        let inner = matches!(json, Json::Object(_) | Json::Array(_));
        if inner && self.steps.len() >= self.limits.depth {
            let message = format!("the schema is nested deeper than {} levels, the limit", self.limits.depth);
            return Err(self.error("limit-depth", message, "depth", Limits::MAX_DEPTH));
        }
        match json {
            Json::Object(members) => {
                for (key, value) in members {
                    self.steps.push(Step::Key(key));
                    if key.len() > self.limits.name {
                        let message =
                            format!("a key has {} bytes, the limit is {}", key.len(), self.limits.name);
                        return Err(self.error("limit-name", message, "name", key.len()));
                    }
                    self.value(value)?;
                    self.steps.pop();
                }
            }
            Json::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    self.steps.push(Step::Index(index));
                    self.value(value)?;
                    self.steps.pop();
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn error(&self, id: &'static str, message: String, limit: &str, value: usize) -> Diagnostic {
        let pointer = self.steps.iter().fold(Pointer::root(), |pointer, step| match step {
            Step::Key(key) => pointer.join(key),
            Step::Index(index) => pointer.join(index),
        });
        let place = Place { file: self.file.to_owned(), pointer: Some(pointer), span: None };
        Diagnostic::error(id, place, message).help(raise(limit, value))
    }
}
