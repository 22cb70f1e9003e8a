//! Where a value lies, for error messages.

use std::fmt;

use serde::de;

use super::untagged::Trials;

/// A JSON pointer. Lives on the stack; looked at by error messages, and where variants are tried.
pub(crate) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
    /// The same place; what lies within it is read with several variants.
    Trial(&'a Path<'a>, &'a Trials),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(up, key) => write!(f, "{up}/{}", key.replace('~', "~0").replace('/', "~1")),
            Self::Index(up, index) => write!(f, "{up}/{index}"),
            Self::Trial(up, _) => up.fmt(f),
        }
    }
}

impl Path<'_> {
    #[cold]
    pub(crate) fn error<E: de::Error>(&self, message: impl fmt::Display) -> E {
        E::custom(At(message, self))
    }

    fn is_root(&self) -> bool {
        match self {
            Self::Root => true,
            Self::Trial(up, _) => up.is_root(),
            Self::Key(..) | Self::Index(..) => false,
        }
    }

    /// Those of the value around this place of which variants are tried.
    pub(crate) fn trials(&self) -> Option<&Trials> {
        match self {
            Self::Root => None,
            Self::Key(up, _) | Self::Index(up, _) => up.trials(),
            Self::Trial(_, trials) => Some(trials),
        }
    }
}

/// A message and where; what serde puts after "expected".
pub(crate) struct At<'a, T>(pub(crate) T, pub(crate) &'a Path<'a>);

impl<T: fmt::Display> fmt::Display for At<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.1.is_root() {
            return self.0.fmt(f);
        }
        write!(f, "{} at {}", self.0, self.1)
    }
}

impl<T: fmt::Display> de::Expected for At<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
