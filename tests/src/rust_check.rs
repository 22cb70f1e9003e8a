//! Reads values in every way that a program may, and writes them again.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::Value;

type ByType = BTreeMap<String, Vec<Value>>;

/// The values of all fixtures by file, and what went wrong.
pub struct Values {
    files: BTreeMap<String, ByType>,
    wrong: Vec<String>,
    count: usize,
}

impl Values {
    /// Reads all files of a folder.
    pub fn read(folder: &str) -> Self {
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(folder).expect("the folder of the values") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if [".accept.json", ".keep.json", ".refuse.json"].iter().any(|end| name.ends_with(end)) {
                let text = std::fs::read_to_string(&path).expect("a text");
                files.insert(name, serde_json::from_str(&text).expect("values"));
            }
        }
        Self { files, wrong: Vec::new(), count: 0 }
    }

    fn take(&mut self, feature: &str, kind: &str, name: &str) -> Vec<Value> {
        let file = self.files.get_mut(&format!("{feature}.{kind}.json"));
        file.and_then(|types| types.remove(name)).unwrap_or_default()
    }

    /// Checks the values of a type.
    pub fn check<T: DeserializeOwned + Serialize + PartialEq + Debug>(&mut self, feature: &str, name: &str) {
        for value in [self.take(feature, "accept", name), self.take(feature, "keep", name)].concat() {
            self.count += 1;
            if let Err(error) = accepted::<T>(&value) {
                self.wrong.push(format!("{feature} {name}: {value}: {error}"));
            }
        }
        for case in self.take(feature, "refuse", name) {
            self.count += 1;
            let at = case["at"].as_str().expect("a pointer");
            if let Err(error) = refused::<T>(&case["value"], at) {
                self.wrong.push(format!("{feature} {name}: {}: {error}", case["value"]));
            }
        }
    }

    /// Fails where a value did not do what its file says, or has no type.
    pub fn finish(mut self) {
        for (file, types) in &self.files {
            self.wrong.extend(types.keys().map(|name| format!("{file}: no type {name}")));
        }
        assert!(self.wrong.is_empty(), "{} of {}:\n{}", self.wrong.len(), self.count, self.wrong.join("\n"));
        println!("{} values", self.count);
    }
}

/// Of a type without values: whether it has what the others are asked for.
#[allow(dead_code)] // where each has values
pub const fn can_be_checked<T: DeserializeOwned + Serialize + PartialEq + Debug>() {}

/// Read from a text, bytes, a stream and a value, inside a type of the user's, and written again.
fn accepted<T: DeserializeOwned + Serialize + PartialEq + Debug>(value: &Value) -> Result<(), String> {
    let text = value.to_string();
    let one: T = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let others = [
        serde_json::from_slice(text.as_bytes()),
        serde_json::from_reader(text.as_bytes()),
        T::deserialize(value),
        serde_json::from_value(value.clone()),
        serde_json::from_str(&format!("[{text}]")).map(|list: Vec<T>| list.into_iter().next().expect("an element")),
    ];
    for other in others {
        let other = other.map_err(|error| error.to_string())?;
        if other != one {
            return Err(format!("{other:?} is not {one:?}"));
        }
    }
    let written = serde_json::to_value(&one).map_err(|error| error.to_string())?;
    if written != *value {
        return Err(format!("written as {written}"));
    }
    if let Value::Object(members) = value {
        as_object(&one, members)?;
    }
    let again = serde_json::to_string(&one).map_err(|error| error.to_string())?;
    let again: Value = serde_json::from_str(&again).map_err(|error| error.to_string())?;
    if again == *value { Ok(()) } else { Err(format!("written as the text {again}")) }
}

/// Members in another order are the same value, and one that is there twice is refused: first, where a tag
/// may still be to come, and last.
fn as_object<T: DeserializeOwned + PartialEq + Debug>(one: &T, members: &serde_json::Map<String, Value>) -> Result<(), String> {
    let mut texts: Vec<String> = members.iter().map(|(key, value)| format!("{}:{value}", Value::from(key.as_str()))).collect();
    texts.reverse();
    let reversed: T = serde_json::from_str(&format!("{{{}}}", texts.join(","))).map_err(|error| error.to_string())?;
    if reversed != *one {
        return Err(format!("the other way round it is {reversed:?}"));
    }
    // `serde_json::Value` itself keeps the last.
    if std::any::type_name::<T>().contains("Value") {
        return Ok(());
    }
    for index in 0..texts.len() {
        let twice = [&texts[..], &texts[index..=index]].concat().join(",");
        let early = [&texts[index..=index], &texts[..]].concat().join(",");
        for text in [twice, early] {
            match serde_json::from_str::<T>(&format!("{{{text}}}")) {
                Ok(value) => return Err(format!("{{{text}}} is accepted as {value:?}")),
                Err(error) if error.line() == 1 => {}
                Err(error) => return Err(format!("{error} has no place")),
            }
        }
    }
    #[cfg(feature = "odd")]
    flattened(one, members)?;
    Ok(())
}

/// Inside a type that a user derives.
#[cfg(feature = "odd")]
fn flattened<T: DeserializeOwned + PartialEq + Debug>(one: &T, members: &serde_json::Map<String, Value>) -> Result<(), String> {
    #[derive(serde::Deserialize)]
    struct Flat<T> {
        #[serde(flatten)]
        inner: T,
    }
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Either<T> {
        #[allow(dead_code)]
        Number(u64),
        Other(T),
    }
    let text = Value::Object(members.clone()).to_string();
    let flat: Result<Flat<T>, _> = serde_json::from_str(&text);
    let flat = match flat {
        Ok(flat) => flat.inner == *one,
        // Serde's own limit: what may be something else than an object cannot be flattened.
        Err(error) if error.to_string().contains("can only flatten") => true,
        Err(error) => return Err(format!("flattened: {error}")),
    };
    let either: Either<T> = serde_json::from_str(&text).map_err(|error| format!("untagged: {error}"))?;
    match either {
        Either::Other(either) if flat && either == *one => Ok(()),
        _ => Err("read as another value".to_owned()),
    }
}

fn refused<T: DeserializeOwned + Debug>(value: &Value, at: &str) -> Result<(), String> {
    let text = value.to_string();
    let errors = [
        serde_json::from_value::<T>(value.clone()).map_err(|error| error.to_string()),
        serde_json::from_str::<T>(&text).map_err(|error| error.to_string()),
    ];
    for result in errors {
        let message = match result {
            Ok(value) => return Err(format!("accepted as {value:?}")),
            Err(message) => message,
        };
        let place = message.rsplit_once(" at line ").map_or(message.as_str(), |(front, _)| front);
        let right = if at.is_empty() { !place.contains(" at /") } else { place.ends_with(&format!(" at {at}")) };
        if !right {
            return Err(format!("refused, but not at `{at}`: {message}"));
        }
    }
    Ok(())
}
