//! Where a value lies, for error messages.

use std::fmt;

use serde::de;

/// A JSON pointer. Lives on the stack; looked at only by error messages.
pub(crate) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Key(up, key) => write!(f, "{up}/{}", key.replace('~', "~0").replace('/', "~1")),
            Self::Index(up, index) => write!(f, "{up}/{index}"),
        }
    }
}

impl Path<'_> {
    #[cold]
    pub(crate) fn error<E: de::Error>(&self, message: impl fmt::Display) -> E {
        E::custom(At(message, self))
    }
}

/// A message and where; what serde puts after "expected".
pub(crate) struct At<'a, T>(pub(crate) T, pub(crate) &'a Path<'a>);

impl<T: fmt::Display> fmt::Display for At<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            Path::Root => self.0.fmt(f),
            path => write!(f, "{} at {path}", self.0),
        }
    }
}

impl<T: fmt::Display> de::Expected for At<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
