//! Types of authors of protocols, with every attribute of serde that there is, as schemars 1 and 0.8 describe them.
//!
//! The files of `types` are compiled once with each schemars. What a type writes, and what it reads, is the truth
//! that generated code is held against.

// They stand for what other people write.
#![allow(missing_docs, dead_code, deprecated, clippy::pedantic, clippy::panic)]

use serde_json::{Map, Value, json};

/// A type of an author.
#[derive(Debug)]
pub struct Author {
    /// Its definition in the schema.
    pub name: String,
    /// What it writes.
    pub writes: Vec<String>,
    /// More that it reads: what it never writes itself.
    pub reads: Vec<String>,
    /// Whether it writes otherwise than it reads.
    pub split: bool,
    /// Reads a text, and writes it again.
    pub again: fn(&str) -> Result<String, String>,
}

/// All types, with the schema that describes them.
#[derive(Debug)]
pub struct Authors {
    /// The dialect's own root, with all definitions.
    pub schema: Value,
    /// In the order of the files.
    pub types: Vec<Author>,
}

/// Which of the two directions a schema describes: schemars 1 tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contract {
    /// What the types read.
    Deserialize,
    /// What they write.
    Serialize,
}

macro_rules! is_split {
    () => {
        false
    };
    (split) => {
        true
    };
}
macro_rules! authors {
    ($($kind:ty => [$($value:expr),* $(,)?] $(reads [$($text:expr),* $(,)?])? $(as $split:ident)?;)*) => {
        pub fn authors(generator: &mut SchemaGenerator, list: &mut Vec<(crate::Author, Value)>) {
            $({
                let values: Vec<$kind> = vec![$($value),*];
                let again = |text: &str| -> Result<String, String> {
                    let value: $kind = serde_json::from_str(text).map_err(|error| error.to_string())?;
                    serde_json::to_string(&value).map_err(|error| error.to_string())
                };
                let schema = serde_json::to_value(generator.subschema_for::<$kind>()).unwrap_or_default();
                let author = crate::Author {
                    name: <$kind>::schema_name().into(),
                    writes: values.iter().map(|value| serde_json::to_string(value).unwrap_or_default()).collect(),
                    reads: vec![$($($text.to_owned()),*)?],
                    split: is_split!($($split)?),
                    again,
                };
                list.push((author, schema));
            })*
        }
    };
}
macro_rules! files {
    ($schemars:path; $($file:ident),*) => {
        $(mod $file {
            #[allow(unused_imports)]
            use std::{
                borrow::Cow,
                collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque},
            };

            #[allow(unused_imports)]
            use $schemars as schemars;
            use serde::{Deserialize, Serialize};
            #[allow(unused_imports)]
            use serde_json::{Value, json};

            #[allow(unused_imports)]
            use super::{JsonSchema, Schema, SchemaGenerator};

            include!(concat!("types/", stringify!($file), ".rs"));
        })*

        fn all(generator: &mut SchemaGenerator) -> Vec<(crate::Author, serde_json::Value)> {
            let mut list = Vec::new();
            $($file::authors(generator, &mut list);)*
            list
        }
    };
}

mod one {
    use schemars::{JsonSchema, Schema, SchemaGenerator};

    files!(::schemars; structs, renames, enums, flattens, fields, library, generics, words, only_one);

    pub fn authors(settings: schemars::generate::SchemaSettings) -> crate::Authors {
        let mut generator = settings.into_generator();
        let list = all(&mut generator);
        let definitions = generator.take_definitions(true);
        crate::root("https://json-schema.org/draft/2020-12/schema", "$defs", definitions, list)
    }
}

mod eight {
    use schemars08::{JsonSchema, r#gen::SchemaGenerator, schema::Schema};

    files!(::schemars08; structs, renames, enums, flattens, fields, library, generics, words, only_eight);

    pub fn authors() -> crate::Authors {
        let mut generator = schemars08::r#gen::SchemaSettings::draft07().into_generator();
        let list = all(&mut generator);
        let definitions = serde_json::to_value(generator.take_definitions()).unwrap_or_default();
        let definitions = definitions.as_object().cloned().unwrap_or_default();
        crate::root("http://json-schema.org/draft-07/schema#", "definitions", definitions, list)
    }
}

/// As schemars 1 describes the types: draft 2020-12.
#[must_use]
pub fn schemars_1(contract: Contract) -> Authors {
    let settings = schemars::generate::SchemaSettings::draft2020_12();
    one::authors(match contract {
        Contract::Deserialize => settings.for_deserialize(),
        Contract::Serialize => settings.for_serialize(),
    })
}

/// As schemars 0.8 describes the types: draft 7.
#[must_use]
pub fn schemars_08() -> Authors {
    eight::authors()
}

/// All definitions, and a definition for each type that has none of its own.
fn root(
    dialect: &str,
    key: &str,
    mut definitions: Map<String, Value>,
    list: Vec<(Author, Value)>,
) -> Authors {
    let mut types = Vec::new();
    for (mut author, schema) in list {
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|text| text.rsplit('/').next());
        match target.filter(|_| schema.as_object().is_some_and(|members| members.len() == 1)) {
            // It is part of a URI.
            Some(name) => author.name = name.replace("%20", " "),
            None => {
                definitions.insert(author.name.clone(), schema);
            }
        }
        types.push(author);
    }
    Authors { schema: json!({ "$schema": dialect, key: definitions }), types }
}
