//! Paths of files inside an output folder.

use std::collections::HashMap;

/// Why a path is not one that can be written, if it is not.
///
/// Each part must be a plain file name on every system: what is made from a schema must never lead out
/// of the folder, to a device, or to a file that the manifest cannot tell from another.
pub fn refuse(path: &str) -> Option<&'static str> {
    if path.len() > 400 {
        return Some("is too long");
    }
    path.split('/').find_map(refuse_part)
}

fn refuse_part(part: &str) -> Option<&'static str> {
    if part.is_empty() || part == "." || part == ".." {
        return Some("leads out of the folder or nowhere");
    }
    if !part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-+@$".contains(&b)) {
        return Some("holds a character that is not safe in a file name");
    }
    if part.ends_with('.') || part.len() > 200 {
        return Some("is no file name on every system");
    }
    if part.starts_with(".codegen") {
        return Some("is a name that the generator keeps for itself");
    }
    let stem = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |prefix: &str| {
        stem.strip_prefix(prefix)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    let device = matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt");
    device.then_some("is the name of a device on Windows")
}

/// Two paths that are one on a file system that folds case, or of which one is a folder of the other.
pub fn clash<'a>(paths: impl IntoIterator<Item = &'a str>) -> Option<(&'a str, &'a str)> {
    let mut files: HashMap<String, &str> = HashMap::new();
    let mut folders: HashMap<String, (&str, &str)> = HashMap::new();
    for path in paths {
        let folded = path.to_ascii_lowercase();
        if let Some(other) = files.get(&folded) {
            return Some((other, path));
        }
        if let Some((_, other)) = folders.get(&folded) {
            return Some((other, path));
        }
        for (end, _) in path.match_indices('/') {
            let (spelled, folded) = (&path[..end], &folded[..end]);
            if let Some(other) = files.get(folded) {
                return Some((other, path));
            }
            match folders.get(folded) {
                Some((other, first)) if *other != spelled => return Some((first, path)),
                Some(_) => {}
                None => {
                    folders.insert(folded.to_owned(), (spelled, path));
                }
            }
        }
        files.insert(folded, path);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{clash, refuse};

    #[test]
    fn paths_that_lead_elsewhere_are_refused() {
        let bad = [
            "",
            "/abs",
            "../x",
            "a/../b",
            "a//b",
            "a\\b",
            "C:x",
            "nul",
            "aux.rs",
            "a/COM1.ts",
            "a.",
            "\u{e9}.py",
        ];
        for path in bad {
            assert!(refuse(path).is_some(), "{path}");
        }
        for path in [".codegen.json", "a\nb", "a b", ".codegen-x/y"] {
            assert!(refuse(path).is_some(), "{path}");
        }
        for path in ["mod.rs", "thread/start.rs", "__init__.py", "py.typed", "commands.ts", "_wire.py"] {
            assert_eq!(refuse(path), None, "{path}");
        }
    }

    #[test]
    fn clashes_are_found_whatever_the_case() {
        assert_eq!(clash(["a/b.rs", "A/b.rs"]), Some(("a/b.rs", "A/b.rs")));
        assert_eq!(clash(["Foo.ts", "foo.ts"]), Some(("Foo.ts", "foo.ts")));
        assert_eq!(clash(["a", "a/b"]), Some(("a", "a/b")));
        assert_eq!(clash(["a/b", "a"]), Some(("a/b", "a")));
        assert_eq!(clash(["a/b.rs", "a/c.rs", "a.rs"]), None);
    }
}
