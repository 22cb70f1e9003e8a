//! The drafts of JSON Schema, as far as they are read in other ways.

use crate::Json;

/// The draft that a document says it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Draft {
    Four,
    Six,
    Seven,
    /// 2019-09 or later, or none is named.
    Later,
}

impl Draft {
    /// By the `$schema` of a document.
    pub fn of(document: &Json) -> Self {
        let dialect = document.get("$schema").and_then(Json::as_str).unwrap_or_default();
        match dialect.split_once("json-schema.org/draft-0").map(|(_, rest)| rest.as_bytes().first()) {
            Some(Some(b'7')) => Self::Seven,
            Some(Some(b'6' | b'5')) => Self::Six,
            Some(_) => Self::Four,
            None => Self::Later,
        }
    }

    /// Whether what stands beside `$ref` is ignored.
    pub fn is_legacy(self) -> bool {
        self < Self::Later
    }

    /// Whether a keyword about values came later, so that a validator of this draft passes over it.
    pub fn is_too_old_for(self, keyword: &str) -> bool {
        let since = match keyword {
            "const" | "contains" | "propertyNames" => Self::Six,
            "if" | "then" | "else" => Self::Seven,
            "dependentRequired"
            | "dependentSchemas"
            | "maxContains"
            | "minContains"
            | "prefixItems"
            | "unevaluatedItems"
            | "unevaluatedProperties" => Self::Later,
            _ => return false,
        };
        self < since
    }

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Four => "draft 4",
            Self::Six => "draft 6",
            Self::Seven => "draft 7",
            Self::Later => "2020-12",
        }
    }
}
