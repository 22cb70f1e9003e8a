//! Harnesses that run generated code.

use std::fs;
use std::path::{Path, PathBuf};

pub mod authors;
pub mod fuzz;
pub mod live;
pub mod neighbours;
pub mod parsed;
pub mod python;
pub mod recorded;
pub mod runtime;
pub mod rust;
pub mod suite;
pub mod typescript;
pub mod vendor;

/// An empty folder for what a test generates; it stays there to be looked at.
pub fn fresh(scratch: &str, harness: &str, name: &str) -> Result<PathBuf, String> {
    let folder = Path::new(scratch).join(harness).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    }
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    Ok(folder)
}

/// The block of code in README that holds this.
pub fn readme(language: &str, marker: &str) -> Result<String, String> {
    let text = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md"))?;
    let blocks = text.split("\n```").filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'));
    let mut found = blocks.filter(|block| block.contains(marker));
    found
        .next()
        .map(|block| format!("{block}\n"))
        .ok_or_else(|| format!("README has no {marker} in {language}"))
}

/// The text of a file.
pub fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
