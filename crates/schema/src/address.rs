//! Addresses of places in one of several files: `b.json#/definitions/D`.

use std::collections::BTreeSet;

use crate::Pointer;

/// The file that an address names, if it names one, and the pointer in it.
#[must_use]
pub fn split(address: &str) -> Option<(Option<&str>, Pointer)> {
    let (file, pointer) = address.split_once('#')?;
    Some((Some(file).filter(|file| !file.is_empty()), Pointer::parse(pointer)?))
}

/// Whether an address means this file: it names the end of its path.
#[must_use]
pub fn means(file: &str, path: &str) -> bool {
    path.strip_suffix(file).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

/// The address of a place: its pointer alone in one file, else with as much of the path as no other file has.
#[must_use]
pub fn address<'a>(files: impl IntoIterator<Item = &'a str>, path: &str, pointer: &Pointer) -> String {
    let files: BTreeSet<&str> = files.into_iter().collect();
    if files.len() < 2 {
        return pointer.to_string();
    }
    let ends = path.rmatch_indices('/').map(|(at, _)| &path[at + 1..]);
    let alone = |end: &&str| files.iter().filter(|file| means(end, file)).count() == 1;
    format!("{}{pointer}", ends.into_iter().find(alone).unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::{address, means, split};
    use crate::Pointer;

    #[test]
    fn an_address_names_as_much_of_the_path_as_it_must() {
        let at = Pointer::parse("#/definitions/D").unwrap_or_default();
        let files = ["s/v1/b.json", "s/v2/b.json", "s/c.json"];
        assert_eq!(address(["s/c.json"], "s/c.json", &at), "#/definitions/D");
        assert_eq!(address(files, "s/c.json", &at), "c.json#/definitions/D");
        assert_eq!(address(files, "s/v2/b.json", &at), "v2/b.json#/definitions/D");
        assert!(means("v2/b.json", "s/v2/b.json") && means("b.json", "b.json"));
        assert!(!means("b.json", "s/ab.json"));
        assert_eq!(split("b.json#/definitions/D"), Some((Some("b.json"), at.clone())));
        assert_eq!(split("#/definitions/D"), Some((None, at)));
        assert_eq!(split("D"), None);
    }
}
