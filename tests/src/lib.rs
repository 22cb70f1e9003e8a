//! Harnesses that run generated code.

use std::fs;
use std::path::{Path, PathBuf};

pub mod python;
pub mod recorded;
pub mod rust;
pub mod typescript;

/// An empty folder for what a test generates; it stays there to be looked at.
pub fn fresh(scratch: &str, harness: &str, name: &str) -> Result<PathBuf, String> {
    let folder = Path::new(scratch).join(harness).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    }
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    Ok(folder)
}
