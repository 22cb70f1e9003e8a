//! Files as they are called from the root of the repository, where those that read reports look for them.

use std::path::{Component, Path, PathBuf};

/// What leads from the root of the repository to where this runs.
pub fn prefix() -> PathBuf {
    let named = std::env::var_os("GITHUB_WORKSPACE").filter(|path| !path.is_empty());
    let named = named.and_then(|path| Path::new(&path).canonicalize().ok());
    let Some(here) = std::env::current_dir().and_then(|here| here.canonicalize()).ok() else {
        return PathBuf::new();
    };
    let above = || here.ancestors().find(|folder| codegen_build::schema::is_repository(folder));
    let root = named.as_deref().filter(|root| here.starts_with(root)).or_else(above);
    root.and_then(|root| here.strip_prefix(root).ok()).map(Path::to_owned).unwrap_or_default()
}

/// A file as seen from there.
pub fn from_root(prefix: &Path, file: &str) -> String {
    let mut all: Vec<Component<'_>> = Vec::new();
    let whole = prefix.join(file);
    for part in whole.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(all.last(), Some(Component::Normal(_))) => {
                all.pop();
            }
            part => all.push(part),
        }
    }
    all.iter().collect::<PathBuf>().display().to_string().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::from_root;

    #[test]
    fn a_file_is_named_from_the_root_of_the_repository() {
        for (prefix, file, shown) in [
            ("", "a/b.json", "a/b.json"),
            ("", "./b.json", "b.json"),
            ("sdk/python", "codegen.toml", "sdk/python/codegen.toml"),
            ("sdk/python", "../schema/a.json", "sdk/schema/a.json"),
            ("sdk", "../../x", "../x"),
            ("sdk", "/abs/x", "/abs/x"),
        ] {
            assert_eq!(from_root(Path::new(prefix), file), shown);
        }
    }
}
