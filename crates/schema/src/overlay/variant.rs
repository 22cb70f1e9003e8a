//! The branch of a union that a correction speaks of. By its place it would be another one as soon as a variant is
//! added before it.

use super::{Fix, Problem};
use crate::{Document, Json, Pointer};

/// The branches of this name in the unions at these places.
pub(super) fn places(
    name: &str,
    fix: &Fix,
    unions: Vec<(usize, Pointer)>,
    documents: &[Document],
) -> Result<Vec<(usize, Pointer)>, Problem> {
    let mut all = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for (document, pointer) in unions {
        let steps: Vec<String> = pointer.steps().collect();
        let Some(union) = documents[document].json.at(steps.iter().map(String::as_str)) else { continue };
        let mut branches = branches(union).filter(|(.., branch)| called(branch).any(|own| own == name));
        match (branches.next(), branches.next()) {
            (Some((key, index, _)), None) => all.push((document, pointer.join(key).join(index))),
            (Some(_), Some(_)) => {
                let message =
                    format!("`{}` has two variants `{}`", fix.at.escape_debug(), name.escape_debug());
                return Err(Problem::stale(message).of("variant"));
            }
            (None, _) => {
                names
                    .extend(self::branches(union).flat_map(|(.., branch)| called(branch)).map(str::to_owned));
            }
        }
    }
    if all.is_empty() {
        let message = format!("`{}` has no variant `{}`", fix.at.escape_debug(), name.escape_debug());
        let near = crate::suggest(name, names.iter().map(String::as_str)).map(str::to_owned);
        return Err(Problem::absent(message).near(near).of("variant"));
    }
    Ok(all)
}

/// Each branch with its keyword and its place.
fn branches(union: &Json) -> impl Iterator<Item = (&'static str, usize, &Json)> {
    ["oneOf", "anyOf"].into_iter().flat_map(|key| {
        let list = match union.get(key) {
            Some(Json::Array(list)) => list.as_slice(),
            _ => &[],
        };
        list.iter().enumerate().map(move |(index, branch)| (key, index, branch))
    })
}

/// What a branch may be called by: its title, the one value that it is, the one value of a property.
fn called(branch: &Json) -> impl Iterator<Item = &str> {
    let title = branch.get("title").and_then(Json::as_str);
    let properties = branch.get("properties").and_then(Json::as_object);
    let tags = properties.into_iter().flat_map(|all| all.values()).filter_map(only);
    title.into_iter().chain(only(branch)).chain(tags)
}

fn only(schema: &Json) -> Option<&str> {
    match (schema.get("const"), schema.get("enum")) {
        (Some(value), _) => value.as_str(),
        (None, Some(Json::Array(values))) if values.len() == 1 => values[0].as_str(),
        _ => None,
    }
}
