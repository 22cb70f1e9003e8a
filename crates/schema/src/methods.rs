//! Methods that the schema itself names: by `x-method` and `x-side` on the definitions of their params and
//! results, or in a list `x-methods`.

use std::collections::BTreeMap;

use crate::bundle::{Entry, json_at};
use crate::{Document, Json, Place, Pointer, To};

/// A method as the schema names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredMethod {
    /// Its name on the wire.
    pub name: String,
    /// Who may receive it, in order.
    pub to: Vec<To>,
    /// Whether it is answered.
    pub request: bool,
    /// The definition of its parameters.
    pub params: Option<String>,
    /// The definition of its result.
    pub result: Option<String>,
    /// It is answered with null.
    pub answers_null: bool,
    /// What is said of it to people.
    pub description: Option<String>,
    /// Where it is named.
    pub place: Place,
}

/// All that the documents name, sorted.
pub(crate) fn declared(documents: &[Document], entries: &[Entry]) -> Vec<DeclaredMethod> {
    let mut all: BTreeMap<(String, Vec<To>), DeclaredMethod> = BTreeMap::new();
    for entry in entries {
        let Some(json) = json_at(documents, entry) else { continue };
        let text = |key: &str| json.get(key).and_then(Json::as_str);
        let (Some(method), Some(side)) = (text("x-method"), text("x-side")) else { continue };
        let place = place(documents, entry.document, entry.pointer.clone());
        let one = all.entry((method.to_owned(), receivers(side))).or_insert_with_key(|(name, to)| {
            let (name, to) = (name.clone(), to.clone());
            DeclaredMethod {
                name,
                to,
                request: false,
                params: None,
                result: None,
                answers_null: false,
                description: None,
                place,
            }
        });
        if entry.name.ends_with("Response") || entry.name.ends_with("Result") {
            one.request = true;
            one.result = Some(entry.name.clone());
        } else {
            one.request |= entry.name.ends_with("Request");
            one.params = Some(entry.name.clone());
            one.description = text("description").map(str::to_owned);
        }
    }
    for (index, document) in documents.iter().enumerate() {
        let list = document.json.get("x-methods").and_then(Json::as_array).unwrap_or_default();
        for (number, json) in list.iter().enumerate() {
            let text = |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
            let (Some(name), Some(side)) = (text("method"), text("side")) else { continue };
            let to = receivers(&side);
            let one = DeclaredMethod {
                name: name.clone(),
                to: to.clone(),
                request: text("kind").as_deref() == Some("request"),
                params: text("params"),
                result: text("result"),
                answers_null: json.get("result") == Some(&Json::Null),
                description: text("description"),
                place: place(documents, index, Pointer::root().join("x-methods").join(number)),
            };
            all.insert((name, to), one);
        }
    }
    all.into_values().collect()
}

fn place(documents: &[Document], index: usize, pointer: Pointer) -> Place {
    let file = documents.get(index).map(|document| document.name.clone()).unwrap_or_default();
    Place { file, pointer: Some(pointer), span: None }
}

/// Who receives what a side serves; a word that names no side is for both.
fn receivers(side: &str) -> Vec<To> {
    match side {
        "agent" | "server" => vec![To::ToServer],
        "client" => vec![To::ToClient],
        _ => vec![To::ToServer, To::ToClient],
    }
}
