//! JSON values that keep what a parser may lose: how a number is written, and the order of members.

use std::fmt;

use codegen_ir::Json;

/// A JSON value as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Datum {
    Null,
    Bool(bool),
    /// As written: `1`, `1.0` and `1e0` are three.
    Number(String),
    String(String),
    Array(Vec<Datum>),
    Object(Vec<(String, Datum)>),
}

/// The steps from the root of a value to a place in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub struct Path(Vec<String>);

impl Path {
    /// One step further.
    #[must_use]
    #[allow(clippy::needless_pass_by_value)] // an index or a key, as it comes
    pub fn join(&self, step: impl fmt::Display) -> Self {
        let mut steps = self.0.clone();
        steps.push(step.to_string());
        Self(steps)
    }

    /// The place that this one is in; the root is in itself.
    #[must_use]
    pub fn parent(&self) -> Self {
        let mut steps = self.0.clone();
        steps.pop();
        Self(steps)
    }

    /// The steps.
    #[must_use]
    pub fn steps(&self) -> &[String] {
        &self.0
    }

    /// The same place in each element of a list.
    #[must_use]
    pub fn general(&self) -> String {
        let step = |step: &String| {
            if step.bytes().all(|byte| byte.is_ascii_digit()) { "#" } else { step }.to_owned()
        };
        self.0.iter().map(step).collect::<Vec<_>>().join("/")
    }
}

/// As a JSON Pointer.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|step| write!(f, "/{}", step.replace('~', "~0").replace('/', "~1")))
    }
}

impl Datum {
    /// A number.
    #[allow(clippy::needless_pass_by_value)] // a number or how it is written, as it comes
    pub fn number(value: impl fmt::Display) -> Self {
        Self::Number(value.to_string())
    }

    /// A string.
    pub fn string(value: impl Into<String>) -> Self {
        Self::String(value.into())
    }

    /// Reads a text; numbers stay as they are written. A key that is there twice stays, too.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        crate::datum::parse::read(text)
    }

    /// As a parser gives it to the meaning of a type; `None` where it cannot: a key is there twice.
    #[must_use]
    pub fn to_json(&self) -> Option<Json> {
        serde_json::from_str(&self.to_string()).ok()
    }

    /// What stands in a place.
    #[must_use]
    pub fn at(&self, path: &Path) -> Option<&Self> {
        path.steps().iter().try_fold(self, |here, step| match here {
            Self::Object(members) => members.iter().find(|(key, _)| key == step).map(|(_, member)| member),
            Self::Array(items) => items.get(step.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// What stands in a place, to be changed.
    pub fn at_mut(&mut self, path: &Path) -> Option<&mut Self> {
        path.steps().iter().try_fold(self, |here, step| match here {
            Self::Object(members) => {
                members.iter_mut().find(|(key, _)| key == step).map(|(_, member)| member)
            }
            Self::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// How much there is of it.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::Null | Self::Bool(_) => 1,
            Self::Number(text) => text.len(),
            Self::String(text) => 1 + text.len(),
            Self::Array(items) => 1 + items.iter().map(Self::size).sum::<usize>(),
            Self::Object(members) => {
                1 + members.iter().map(|(key, member)| 1 + key.len() + member.size()).sum::<usize>()
            }
        }
    }

    /// Whether both are the same JSON value, kinds of numbers included; members may be in another order.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => match (is_integer(a), is_integer(b)) {
                (true, true) => a == b,
                (false, false) => a.parse::<f64>().ok() == b.parse::<f64>().ok(),
                _ => false,
            },
            (Self::Array(a), Self::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b)),
            (Self::Object(a), Self::Object(b)) => {
                let twin = |key: &String| b.iter().find(|(other, _)| other == key).map(|(_, member)| member);
                a.len() == b.len()
                    && a.iter().all(|(key, member)| twin(key).is_some_and(|twin| member.same(twin)))
            }
            (a, b) => a == b,
        }
    }
}

/// Whether a number is written without fraction and exponent.
pub(crate) fn is_integer(number: &str) -> bool {
    !number.contains(['.', 'e', 'E'])
}

/// Compact JSON text, on one line.
impl fmt::Display for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(text) => f.write_str(text),
            Self::String(text) => f.write_str(&codegen_ir::schema::quote(text)),
            Self::Array(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index > 0 { "," } else { "" })?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (index, (key, value)) in members.iter().enumerate() {
                    let comma = if index > 0 { "," } else { "" };
                    write!(f, "{comma}{}:{value}", codegen_ir::schema::quote(key))?;
                }
                f.write_str("}")
            }
        }
    }
}

impl From<&Json> for Datum {
    fn from(json: &Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(*value),
            Json::Number(number) => Self::number(number),
            Json::String(text) => Self::string(text),
            Json::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            Json::Object(members) => {
                Self::Object(members.iter().map(|(key, member)| (key.clone(), member.into())).collect())
            }
        }
    }
}

mod parse {
    //! A reader that keeps numbers as they are written: by the raw text of each part.

    use std::fmt;

    use serde_json::value::RawValue;

    use super::Datum;

    struct Members;

    impl<'de> serde::de::Visitor<'de> for Members {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(members)
        }
    }

    pub fn read(text: &str) -> Result<Datum, serde_json::Error> {
        let text = text.trim();
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let mut reader = serde_json::Deserializer::from_str(text);
                let members = serde::Deserializer::deserialize_map(&mut reader, Members)?;
                reader.end()?;
                let read = |(key, raw): (String, &RawValue)| Ok((key, read(raw.get())?));
                Datum::Object(members.into_iter().map(read).collect::<Result<_, serde_json::Error>>()?)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text)?;
                Datum::Array(items.into_iter().map(|raw| read(raw.get())).collect::<Result<_, _>>()?)
            }
            Some(b'"') => Datum::String(serde_json::from_str(text)?),
            Some(b'-' | b'0'..=b'9') => {
                let raw: &RawValue = serde_json::from_str(text)?;
                Datum::Number(raw.get().to_owned())
            }
            _ => match serde_json::from_str::<Option<bool>>(text)? {
                None => Datum::Null,
                Some(value) => Datum::Bool(value),
            },
        })
    }
}
