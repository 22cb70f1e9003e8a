//! References that follow a definition to its new name, from any file.

use crate::resolve::Resolver;
use crate::uri::percent_decode;
use crate::{Document, Json, Pointer};

/// The references to what lies at a place, and into it: in which document, in which schema, and what each becomes.
pub(super) fn references(
    documents: &[Document],
    (document, old): &(usize, Pointer),
    new: &Pointer,
) -> Vec<(usize, Pointer, String)> {
    let resolver = Resolver::new(documents, 0);
    let mut all = Vec::new();
    for (index, one) in documents.iter().enumerate() {
        each(&one.json, &Pointer::root(), &mut |from, text| {
            let target = resolver.target(index, from, text).filter(|target| target.0 == *document);
            let rest = target.as_ref().and_then(|(_, place)| place.as_str().strip_prefix(old.as_str()));
            let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with('/')) else { return };
            if let Some(text) = renamed(text, old, new, rest) {
                all.push((index, from.clone(), text));
            }
        });
    }
    all
}

/// The reference with the new place. What is called by an anchor keeps it.
fn renamed(text: &str, old: &Pointer, new: &Pointer, rest: &str) -> Option<String> {
    let (address, fragment) = text.split_once('#')?;
    let fragment = percent_decode(fragment).filter(|fragment| fragment.starts_with('/'))?;
    // A pointer begins at what has an `$id`, which need not be the root of the file.
    let root = (old.as_str().len() + rest.len()).checked_sub(fragment.len())?;
    let path = format!("{}{rest}", new.as_str().get(root..)?);
    Some(format!("{address}#{}", path.replace('%', "%25")))
}

fn each(json: &Json, at: &Pointer, visit: &mut dyn FnMut(&Pointer, &str)) {
    match json {
        Json::Object(members) => {
            for (key, value) in members {
                match value {
                    Json::String(text) if key == "$ref" => visit(at, text),
                    value => each(value, &at.join(key), visit),
                }
            }
        }
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| each(item, &at.join(index), visit));
        }
        _ => {}
    }
}
