//! JSON Pointers (RFC 6901), in the fragment form that errors and `$ref` use: `#/definitions/A`.

use std::fmt;

/// Where a value lies in its document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// The pointer to a member or an element of what this one points to.
    #[must_use]
    pub fn join(&self, step: impl fmt::Display) -> Self {
        let step = step.to_string();
        let mut text = String::with_capacity(self.0.len() + step.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        for c in step.chars() {
            match c {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                c => text.push(c),
            }
        }
        Self(text)
    }

    /// Reads a pointer, with or without the leading `#`; `None` where it does not begin with `/`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('#').unwrap_or(text);
        (text.is_empty() || text.starts_with('/')).then(|| Self(text.to_owned()))
    }

    /// The steps, unescaped.
    pub fn steps(&self) -> impl Iterator<Item = String> {
        self.0.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"))
    }

    /// The last step, unescaped; nothing for the root.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.steps().last()
    }

    /// The pointer to what holds this one.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|end| Self(self.0[..end].to_owned()))
    }

    /// The text without the leading `#`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}
