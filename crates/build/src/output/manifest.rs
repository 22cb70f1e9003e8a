//! The list of our files in an output folder.

use std::collections::BTreeMap;
use std::path::Path;

pub use codegen_rust::target::ir::schema::MANIFEST as FILE;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::path;

/// The largest that is read.
const MAX_BYTES: u64 = 16 << 20;
const VERSION: u32 = 1;

/// Which files in a folder are ours, and what is in them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// For people who open it.
    about: String,
    version: u32,
    /// The version of codegen that wrote the files.
    generator: String,
    /// The language.
    lang: String,
    /// What they were made from.
    source: String,
    /// The configuration whose output this is, relative to the folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<String>,
    /// SHA-256 of each file, by path.
    pub files: BTreeMap<String, String>,
    /// Files that a commit is about to replace or remove: there while it runs, and after it was killed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub replacing: BTreeMap<String, String>,
}

/// Why there is no manifest to go by.
pub enum Unreadable {
    Io(std::io::Error),
    Content(String),
}

impl Manifest {
    pub fn new(lang: &str, source: &str, config: Option<String>, files: BTreeMap<String, String>) -> Self {
        Self {
            about: "The files that codegen wrote here. It replaces and removes no others.".to_owned(),
            version: VERSION,
            generator: env!("CARGO_PKG_VERSION").to_owned(),
            lang: lang.to_owned(),
            source: source.to_owned(),
            config,
            files,
            replacing: BTreeMap::new(),
        }
    }

    /// The manifest of a folder, if it has one.
    pub fn read(folder: &Path) -> Result<Option<Self>, Unreadable> {
        let file = folder.join(FILE);
        match std::fs::symlink_metadata(&file) {
            Err(error) if missing(&error) => return Ok(None),
            Err(error) => return Err(Unreadable::Io(error)),
            Ok(data) if !data.is_file() => return Err(Unreadable::Content("it is no file".to_owned())),
            Ok(data) if data.len() > MAX_BYTES => {
                return Err(Unreadable::Content("it is too large".to_owned()));
            }
            Ok(_) => {}
        }
        let bytes = std::fs::read(&file).map_err(Unreadable::Io)?;
        Self::parse(&bytes).map(Some).map_err(Unreadable::Content)
    }

    fn parse(bytes: &[u8]) -> Result<Self, String> {
        let manifest: Self = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if manifest.version != VERSION {
            return Err(format!("version {} is not known", manifest.version));
        }
        let strange =
            manifest.files.keys().chain(manifest.replacing.keys()).find(|file| path::refuse(file).is_some());
        match strange {
            Some(file) => Err(format!("`{}` is no path of ours", file.escape_debug())),
            None => Ok(manifest),
        }
    }

    /// Whether this path is a file of ours.
    pub fn lists(&self, file: &str) -> bool {
        self.files.contains_key(file) || self.replacing.contains_key(file)
    }

    /// Whether we wrote this content to this path.
    pub fn wrote(&self, file: &str, content: &[u8]) -> bool {
        let hash = hash(content);
        [&self.files, &self.replacing].iter().any(|list| list.get(file) == Some(&hash))
    }

    /// As it is written to disk.
    pub fn to_text(&self) -> String {
        // A map of strings cannot fail to become JSON.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Whether an error only says that nothing is there.
pub fn missing(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

/// Hexadecimal SHA-256.
#[must_use]
pub fn hash(content: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(content).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::Manifest;

    #[test]
    fn a_manifest_cannot_lead_out_of_its_folder() {
        let good = Manifest::new("rust", "s.json", None, [("a/b.rs".to_owned(), "0".to_owned())].into());
        assert_eq!(Manifest::parse(good.to_text().as_bytes()), Ok(good.clone()));
        let bad = good.to_text().replace("a/b.rs", "../b.rs");
        assert!(Manifest::parse(bad.as_bytes()).is_err_and(|error| error.contains("../b.rs")));
        let new = good.to_text().replace("\"version\": 1", "\"version\": 2");
        assert!(Manifest::parse(new.as_bytes()).is_err());
    }
}
