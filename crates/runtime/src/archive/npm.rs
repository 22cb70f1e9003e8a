//! An npm package: a tar file under gzip.

use std::io::Read as _;
use std::path::Path;

use flate2::read::GzDecoder;
use serde_json::Value;
use tar::{Archive, EntryType};

use super::{Fault, MAX_BINARY, MAX_ENTRIES, Unpacked, check_path, is_binary, only, open, text, unpack};

/// What the packages for this platform are called, `linux-x64`.
#[must_use]
pub fn platform() -> Option<&'static str> {
    Some(match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux" | "android", "x86_64") => "linux-x64",
        ("linux" | "android", "aarch64") => "linux-arm64",
        ("macos", "x86_64") => "darwin-x64",
        ("macos", "aarch64") => "darwin-arm64",
        ("windows", "x86_64") => "win32-x64",
        ("windows", "aarch64") => "win32-arm64",
        _ => return None,
    })
}

/// Takes the program out of an npm package.
pub fn npm(path: &Path, folder: &Path) -> Result<Unpacked, Fault> {
    let packed = open(path)?.metadata()?.len();
    let scratch = tempfile::tempdir_in(folder)?;
    let mut archive = Archive::new(GzDecoder::new(open(path)?).take(MAX_BINARY));
    let (mut binaries, mut metadata, mut unpacked) = (Vec::new(), None, None);
    let mut names = std::collections::BTreeSet::new();
    for entry in archive.entries()? {
        let entry = entry?;
        let bytes = entry.path_bytes();
        let name = std::str::from_utf8(&bytes)
            .map_err(|_| Fault::Broken("a path is not UTF-8".to_owned()))?
            .to_owned();
        check_path(&name)?;
        match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous => {}
            EntryType::Directory => continue,
            _ => return Err(Fault::Hostile(format!("`{}` is a link or a device", name.escape_debug()))),
        }
        if !names.insert(name.to_lowercase()) {
            return Err(Fault::Hostile(format!("two members are called `{}`", name.escape_debug())));
        }
        if names.len() > MAX_ENTRIES {
            return Err(Fault::Hostile(format!("it has more than {MAX_ENTRIES} members")));
        }
        if name == "package/package.json" {
            metadata = Some(text(entry, "package.json")?);
        } else if is_binary(&name) {
            // It is not run before the whole archive was seen.
            if unpacked.is_none() {
                unpacked = Some(unpack(entry, Some(packed), scratch.path())?.0);
            }
            binaries.push(name);
        }
    }
    let metadata = metadata.ok_or_else(|| Fault::Other("it has no package.json".to_owned()))?;
    let (name, version) = parse_package(&metadata).map_err(Fault::Broken)?;
    only(binaries)?;
    let unpacked = unpacked.ok_or_else(|| Fault::Other("it holds no program".to_owned()))?;
    let binary = folder.join(unpacked.file_name().unwrap_or_default());
    std::fs::rename(&unpacked, &binary)?;
    Ok(Unpacked { binary, version, name })
}

/// Name and version of a `package.json`; the version without the platform that it is for.
pub fn parse_package(text: &str) -> Result<(String, String), String> {
    let json: Value = serde_json::from_str(text).map_err(|error| format!("its package.json: {error}"))?;
    let field = |name: &str| {
        json.get(name)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| format!("its package.json has no `{name}`"))
    };
    let version = field("version")?;
    let end = platform().map(|platform| format!("-{platform}")).unwrap_or_default();
    let bare = version.strip_suffix(end.as_str()).unwrap_or(&version).to_owned();
    Ok((field("name")?, bare))
}
