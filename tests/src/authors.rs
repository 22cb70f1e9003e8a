//! The types of authors beside those that are generated from their schemas.

use std::collections::BTreeMap;

use codegen_build::ir::{Type, TypeId, Value, accepts};
use codegen_build::schema::Json;
use codegen_build::{Input, Job};
use codegen_tests_author::{Author, Authors, Contract, schemars_1, schemars_08};
use codegen_verify::Subject;
use codegen_verify::values::{Datum, Generator, Kind};
use jsonschema::Validator;

/// A schema of an author, and the types that it was made from.
#[derive(Debug)]
pub struct Protocol {
    /// Which schemars, and what it describes.
    pub name: &'static str,
    /// What it describes: what types read, or write; `None`: both are taken for the same.
    pub contract: Option<Contract>,
    /// The generated side.
    pub subject: Subject,
    /// The author's side.
    pub authors: Vec<Author>,
    schema: serde_json::Value,
}

/// The schemas of both schemars.
pub fn protocols() -> Result<Vec<Protocol>, String> {
    let make = |name: &'static str, contract, authors: Authors| -> Result<Protocol, String> {
        let text = serde_json::to_string_pretty(&authors.schema).map_err(|error| error.to_string())?;
        let job = Job::new(Input::Text(name.to_owned(), text));
        let subject = Subject::new(name, job).map_err(|errors| format!("{name}: {errors}"))?;
        Ok(Protocol { name, contract, subject, authors: authors.types, schema: authors.schema })
    };
    let reads = schemars_1(Contract::Deserialize);
    let writes = schemars_1(Contract::Serialize);
    Ok(vec![
        make("schemars-0.8", None, schemars_08())?,
        make("schemars-1-reads", Some(Contract::Deserialize), reads)?,
        make("schemars-1-writes", Some(Contract::Serialize), writes)?,
    ])
}

/// Who judged a value how, where not all agree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// What the author's type is called.
    pub name: String,
    /// The value.
    pub value: String,
    /// What was done to it, if anything was.
    pub change: Option<Kind>,
    /// Whether the author's type reads it.
    pub theirs: bool,
    /// Whether the schema accepts it, as an independent validator sees it.
    pub judged: bool,
    /// Whether the generated type accepts it.
    pub ours: bool,
}

impl Protocol {
    /// The generated type of an author's.
    pub fn id(&self, author: &Author) -> Result<TypeId, String> {
        self.subject.find(&author.name).ok_or_else(|| format!("{}: no type `{}`", self.name, author.name))
    }

    /// The values of an author that this schema describes.
    #[must_use]
    pub fn values<'a>(&self, author: &'a Author) -> Vec<&'a str> {
        let reads = self.contract == Some(Contract::Deserialize);
        let written = author.writes.iter().filter(|_| !author.split || !reads);
        let read = author.reads.iter().filter(|_| self.contract != Some(Contract::Serialize));
        written.chain(read).map(String::as_str).collect()
    }

    /// The independent validator of an author's type.
    pub fn judge(&self, author: &Author) -> Result<Validator, String> {
        let key = if self.contract.is_none() { "definitions" } else { "$defs" };
        let mut schema = self.schema.clone();
        let name = author.name.replace('~', "~0").replace('/', "~1").replace(' ', "%20");
        schema["$ref"] = format!("#/{key}/{name}").into();
        without_empty_lists(&mut schema);
        jsonschema::validator_for(&schema).map_err(|error| format!("{}: {error}", author.name))
    }

    /// What all three say of a value.
    pub fn difference(&self, author: &Author, judge: &Validator, value: &str) -> Result<Difference, String> {
        let json: Json = serde_json::from_str(value).map_err(|error| format!("{value}: {error}"))?;
        let plain = serde_json::from_str(value).map_err(|error| format!("{value}: {error}"))?;
        let whole = Value { kind: Type::Ref(self.id(author)?), nullable: false };
        Ok(Difference {
            name: author.name.clone(),
            value: value.to_owned(),
            change: None,
            theirs: (author.again)(value).is_ok(),
            judged: judge.is_valid(&plain),
            ours: accepts(&self.subject.protocol, &whole, &json),
        })
    }

    /// Values that were made from the generated types, where not all agree.
    pub fn differences(&self, count: usize) -> Result<Vec<Difference>, String> {
        let mut all = Vec::new();
        let generator = Generator::new(&self.subject.protocol, 0);
        for author in &self.authors {
            let judge = self.judge(author)?;
            for candidate in generator.candidates(self.id(author)?, count) {
                let one = self.difference(author, &judge, &candidate.datum.to_string())?;
                if (one.theirs, one.theirs) != (one.judged, one.ours) {
                    all.push(Difference { change: candidate.change.map(|change| change.kind), ..one });
                }
            }
        }
        Ok(all)
    }
}

/// Schemars 0.8 writes empty lists of `items`, which say nothing, and which the schema of schemas refuses.
fn without_empty_lists(json: &mut serde_json::Value) {
    match json {
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_empty_lists),
        serde_json::Value::Object(members) => {
            members.retain(|key, member| {
                key != "items" || member.as_array().is_none_or(|list| !list.is_empty())
            });
            members.values_mut().for_each(without_empty_lists);
        }
        _ => {}
    }
}

/// The same JSON value.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    matches!((Datum::parse(a), Datum::parse(b)), (Ok(a), Ok(b)) if a.same(&b))
}

/// How many differences there are for each type, with the first as an example.
#[must_use]
pub fn tally<'a>(differences: impl Iterator<Item = &'a Difference>) -> String {
    let mut all: BTreeMap<(&str, &str), (usize, &str)> = BTreeMap::new();
    for one in differences {
        let change = one.change.map_or("none", Kind::name);
        all.entry((&one.name, change)).or_insert((0, &one.value)).0 += 1;
    }
    let line = |((name, change), (count, value)): (&(&str, &str), &(usize, &str))| {
        let start: String = value.chars().take(120).collect();
        format!("  {name}: {change}, {count}: {start}\n")
    };
    all.iter().map(line).collect()
}
