//! A TOML document as owned nodes, each with its bytes in the file.

use std::ops::Range;

use codegen_rust::target::ir::schema::{Diagnostic, Diagnostics, Place};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Node {
    pub span: Range<usize>,
    pub value: Value,
}

/// A member of a table.
#[derive(Debug, Clone)]
pub struct Entry {
    pub key: String,
    pub key_span: Range<usize>,
    pub node: Node,
}

/// What TOML can hold, as far as a configuration asks for it.
#[derive(Debug, Clone)]
pub enum Value {
    Text(String),
    Integer(i64),
    Boolean(bool),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// A float or a date: no key takes one.
    Other(&'static str),
}

impl Node {
    /// What it is, with its article.
    pub const fn kind(&self) -> &'static str {
        match &self.value {
            Value::Text(_) => "a string",
            Value::Integer(_) => "an integer",
            Value::Boolean(_) => "a boolean",
            Value::List(_) => "an array",
            Value::Table(_) => "a table",
            Value::Other(kind) => kind,
        }
    }

    /// The members, of a table.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    /// The elements, of an array.
    pub fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The member called `key`, of a table.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The text, of a string.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, of an integer that is not negative.
    pub fn count(&self) -> Option<u64> {
        match self.value {
            Value::Integer(number) => number.try_into().ok(),
            _ => None,
        }
    }

    /// The truth, of a boolean.
    pub const fn boolean(&self) -> Option<bool> {
        match self.value {
            Value::Boolean(value) => Some(value),
            _ => None,
        }
    }

    /// As JSON, for readers that take that.
    pub fn json(&self) -> serde_json::Value {
        match &self.value {
            Value::Text(text) => text.as_str().into(),
            Value::Integer(number) => (*number).into(),
            Value::Boolean(value) => (*value).into(),
            Value::List(items) => items.iter().map(Self::json).collect(),
            Value::Table(entries) => {
                entries.iter().map(|entry| (entry.key.clone(), entry.node.json())).collect()
            }
            Value::Other(_) => serde_json::Value::Null,
        }
    }
}

/// Reads a TOML text. All syntax errors come out at once.
pub fn parse(file: &str, text: &str) -> Result<Node, Diagnostics> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(Node { span: table.span(), value: Value::Table(entries(table.get_ref())) });
    }
    let mut all = Diagnostics::default();
    for error in errors {
        let place = Place { file: file.to_owned(), pointer: None, span: error.span() };
        let message = error.message().trim().replace('\n', ", ");
        all.push(
            Diagnostic::error("not-toml", place, message)
                .help("the configuration must be a TOML 1.0 document"),
        );
    }
    Err(all)
}

fn entries(table: &DeTable<'_>) -> Vec<Entry> {
    let mut all: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().clone().into_owned(),
            key_span: key.span(),
            node: node(value),
        })
        .collect();
    all.sort_by_key(|entry| entry.key_span.start);
    all
}

fn node(value: &Spanned<DeValue<'_>>) -> Node {
    let span = value.span();
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Other("an integer out of range"), Value::Integer),
        DeValue::Float(_) => Value::Other("a float"),
        DeValue::Boolean(value) => Value::Boolean(*value),
        DeValue::Datetime(_) => Value::Other("a date"),
        DeValue::Array(items) => Value::List(items.iter().map(node).collect()),
        DeValue::Table(table) => Value::Table(entries(table)),
    };
    Node { span, value }
}
