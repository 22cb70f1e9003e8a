//! A crate with the types of all versions of the protocol: tests add programs to it, and its code is compiled once.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use codegen_build::ir::Protocol;
use codegen_tests::recorded;

/// The crate.
#[derive(Debug)]
pub struct Library {
    /// Where it lies.
    pub folder: PathBuf,
    /// What its types mean, by version.
    pub protocols: Vec<Protocol>,
}

/// The crate, made when it is asked for first.
pub fn library() -> Result<&'static Library, String> {
    static LIBRARY: OnceLock<Result<Library, String>> = OnceLock::new();
    let made = LIBRARY.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("live/rust");
        let protocols = recorded::library(&folder)?;
        Ok(Library { folder, protocols })
    });
    made.as_ref().map_err(Clone::clone)
}
