//! Where the generated types and the server give a request another verdict: found, and held against the list
//! that was reviewed.

use std::collections::{BTreeMap, BTreeSet};

use codegen_build::ir::{Direction, MethodKind, Protocol, Type};
use codegen_verify::values::{Candidate, Generator};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// A request that is right or wrong in one place.
#[derive(Debug, Clone, Deserialize)]
pub struct Probe {
    /// What is asked.
    pub method: String,
    /// With what, as it was written: some numbers fit no type. `null` is not the same as `None`.
    #[serde(default, deserialize_with = "there")]
    pub params: Option<Box<RawValue>>,
    /// What is tried.
    pub kind: String,
    /// Where in the params.
    pub at: String,
}

fn there<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<Box<RawValue>>, D::Error> {
    Box::deserialize(value).map(Some)
}

impl Probe {
    /// The place that is tried, as the list of disagreements has it.
    #[must_use]
    pub fn place(&self) -> String {
        if self.at.is_empty() { self.method.clone() } else { format!("{} {}", self.method, self.at) }
    }

    /// The message.
    #[must_use]
    pub fn message(&self, id: usize) -> String {
        let params = self.params.as_ref().map(|params| format!(",\"params\":{params}")).unwrap_or_default();
        format!("{{\"id\":{id},\"method\":{}{params}}}", Value::from(self.method.as_str()))
    }
}

/// Requests of a protocol from a seed, as many of each that hold what the schema lists, and as many with one change.
pub fn seeded(protocol: &Protocol, seed: u64, count: usize) -> Result<Vec<Probe>, String> {
    // What these take is said in words alone.
    let paths = |all: &[&str]| all.iter().map(|&path| path.to_owned()).collect::<Vec<_>>();
    let texts = [
        ("AbsolutePathBuf", paths(&["/home/user", "/", "/né/漢字"])),
        ("LegacyAppPathString", paths(&["/home/user", "/"])),
        ("PathUri", paths(&["file:///home/user", "file:///"])),
    ];
    let texts = texts.map(|(name, texts)| (name.to_owned(), texts)).into_iter().collect();
    let generator = Generator::new(protocol, seed).with_texts(texts);
    let mut probes = Vec::new();
    for method in &protocol.methods {
        // What the server takes of `initialize` changes what it says of all others.
        if method.name == "initialize"
            || !matches!(method.kind, MethodKind::Request)
            || !matches!(method.direction, Direction::ToServer)
        {
            continue;
        }
        let Some(Type::Ref(id)) = method.params.as_ref().map(|params| &params.value.kind) else { continue };
        for Candidate { datum, change, .. } in generator.candidates(*id, count) {
            let params = RawValue::from_string(datum.to_string()).map_err(|error| error.to_string())?;
            probes.push(Probe {
                method: method.name.clone(),
                params: Some(params),
                kind: change.as_ref().map_or("listed", |change| change.kind.name()).to_owned(),
                at: change.map(|change| change.at.general()).unwrap_or_default(),
            });
        }
    }
    Ok(probes)
}

/// What generated types say of a message: what they write for it, or why they refuse it.
#[derive(Debug, Clone, Deserialize)]
pub struct Verdict {
    /// Whether it is accepted.
    pub accepted: bool,
    /// The message as written, or the error.
    pub text: String,
}

/// What the server says of a message.
#[derive(Debug, Clone, Deserialize)]
pub struct Answer {
    /// Whether its deserialiser took it; nothing where it did not answer at all.
    pub accepted: Option<bool>,
    /// Why not.
    #[serde(default)]
    pub message: String,
}

/// Disagreements of one kind.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// What they are called.
    pub name: String,
    /// What the server does, where we do the opposite: `takes` or `refuses`.
    pub server: String,
    /// What the server's message contains.
    #[serde(default)]
    pub says: Vec<String>,
    /// The kinds of probes.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The methods, if only some.
    #[serde(default)]
    pub methods: Vec<String>,
    /// Why it does so.
    pub because: String,
    /// What we do about it.
    pub we: String,
    /// Every place where it was seen.
    #[serde(default)]
    pub places: BTreeSet<String>,
}

impl Class {
    fn fits(&self, probe: &Probe, takes: bool, message: &str) -> bool {
        (self.server == "takes") == takes
            && (self.says.is_empty() || self.says.iter().any(|text| message.contains(text)))
            && (self.kinds.is_empty() || self.kinds.contains(&probe.kind))
            && (self.methods.is_empty() || self.methods.contains(&probe.method))
    }
}

/// The reviewed list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reviewed {
    /// Its classes; a disagreement belongs to the first that fits.
    pub class: Vec<Class>,
}

impl Reviewed {
    /// What is not in the list, and what is in it without occurring any more.
    #[must_use]
    pub fn against<'a>(&self, found: impl IntoIterator<Item = (&'a Probe, bool, &'a str)>) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut seen: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (probe, takes, message) in found {
            match self.class.iter().find(|class| class.fits(probe, takes, message)) {
                Some(class) => drop(seen.entry(&class.name).or_default().insert(probe.place())),
                None => wrong.push(format!(
                    "{} ({}): the server {} what the types do not: {message}: {}",
                    probe.place(),
                    probe.kind,
                    if takes { "takes" } else { "refuses" },
                    probe.message(0),
                )),
            }
        }
        for class in &self.class {
            let seen = seen.remove(class.name.as_str()).unwrap_or_default();
            wrong.extend(
                seen.difference(&class.places).map(|place| format!("{}: new at {place}", class.name)),
            );
            wrong.extend(
                class.places.difference(&seen).map(|place| format!("{}: gone at {place}", class.name)),
            );
        }
        wrong
    }
}
