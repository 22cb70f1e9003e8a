//! A wheel.

use std::collections::BTreeSet;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use zip::{CompressionMethod, ZipArchive};

use super::{Fault, MAX_ENTRIES, Unpacked, check_path, is_binary, only, open, text, unpack};

/// The parts of a wheel's file name: package, version, platform.
#[must_use]
pub fn wheel_name(name: &str) -> Option<(&str, &str, &str)> {
    let parts: Vec<&str> = name.strip_suffix(".whl")?.split('-').collect();
    match parts.as_slice() {
        [package, version, _, _, platform] | [package, version, _, _, _, platform] => {
            Some((package, version, platform))
        }
        _ => None,
    }
}

/// Whether a wheel for these platforms runs here.
#[must_use]
pub fn fits(platforms: &str) -> bool {
    let machine: &[&str] = match std::env::consts::ARCH {
        "x86_64" => &["x86_64", "amd64", "universal2"],
        "aarch64" => &["aarch64", "arm64", "universal2"],
        other => &[other],
    };
    let system: &[&str] = match std::env::consts::OS {
        "macos" => &["macosx"],
        "windows" => &["win"],
        _ => &["manylinux", "musllinux", "linux"],
    };
    platforms.split('.').any(|platform| {
        platform == "any"
            || system.iter().any(|start| platform.starts_with(start))
                && machine.iter().any(|end| platform.ends_with(end))
    })
}

/// Takes the program out of a wheel.
pub fn wheel(path: &Path, folder: &Path) -> Result<Unpacked, Fault> {
    let mut file = open(path)?;
    let listed = count(&mut file)?;
    // The largest number says that another place has it, which may say anything: so many are too many.
    if listed.is_some_and(|listed| listed > MAX_ENTRIES) {
        return Err(Fault::Hostile(format!("it has more than {MAX_ENTRIES} members")));
    }
    file.rewind()?;
    let mut zip = ZipArchive::new(file).map_err(|error| Fault::Broken(error.to_string()))?;
    if zip.len() > MAX_ENTRIES {
        return Err(Fault::Hostile(format!("it has more than {MAX_ENTRIES} members")));
    }
    if listed.is_some_and(|listed| listed != zip.len()) {
        return Err(Fault::Hostile("two members have one name".to_owned()));
    }
    let (mut binaries, mut metadata, mut records) = (Vec::new(), Vec::new(), Vec::new());
    let mut names = BTreeSet::new();
    for index in 0..zip.len() {
        let member = zip.by_index_raw(index).map_err(|error| Fault::Broken(error.to_string()))?;
        let name = member.name().map_err(|error| Fault::Broken(error.to_string()))?.into_owned();
        check_path(&name)?;
        if member.is_symlink() || member.unix_mode().is_some_and(is_special) {
            return Err(Fault::Hostile(format!("`{}` is a link or a device", name.escape_debug())));
        }
        if member.encrypted() {
            return Err(Fault::Broken(format!("`{}` is encrypted", name.escape_debug())));
        }
        if !names.insert(name.to_lowercase()) {
            return Err(Fault::Hostile(format!("two members are called `{}`", name.escape_debug())));
        }
        let in_info =
            name.split_once('/').filter(|(folder, _)| folder.ends_with(".dist-info")).map(|(_, rest)| rest);
        match in_info {
            Some("METADATA") => metadata.push(name),
            Some("RECORD") => records.push(name),
            _ if member.is_file() && is_binary(&name) => binaries.push(name),
            _ => {}
        }
    }
    let [metadata] = metadata.as_slice() else {
        return Err(Fault::Other(format!("it has {} METADATA files, not one", metadata.len())));
    };
    let (name, version) = parse_metadata(&text(member(&mut zip, metadata)?, "METADATA")?)?;
    let binary = only(binaries)?;
    let expected = match records.as_slice() {
        [record] => recorded(&text(member(&mut zip, record)?, "RECORD")?, &binary),
        _ => None,
    };
    let packed = member(&mut zip, &binary)?;
    let size = packed.compressed_size();
    let (path, hash) = unpack(packed, Some(size), folder)?;
    if expected.is_some_and(|expected| expected != base64(&hash)) {
        return Err(Fault::Broken("its program is not the one that its RECORD lists".to_owned()));
    }
    Ok(Unpacked { binary: path, version, name })
}

fn member<'a>(
    zip: &'a mut ZipArchive<std::fs::File>,
    name: &str,
) -> Result<zip::read::ZipFile<'a, std::fs::File>, Fault> {
    let file = zip.by_name(name).map_err(|error| Fault::Broken(error.to_string()))?;
    match file.compression() {
        CompressionMethod::Stored | CompressionMethod::Deflated => Ok(file),
        other => Err(Fault::Broken(format!("it is packed by {other}, which wheels are not"))),
    }
}

/// Whether a mode is neither that of a file nor that of a folder.
const fn is_special(mode: u32) -> bool {
    !matches!(mode & 0o170_000, 0 | 0o100_000 | 0o040_000)
}

/// How many members the end of a zip file says that there are; a name that is there twice is read as one.
fn count(file: &mut std::fs::File) -> Result<Option<usize>, Fault> {
    let size = file.metadata()?.len();
    let start = size.saturating_sub(65_557);
    file.seek(SeekFrom::Start(start))?;
    let mut end = Vec::new();
    file.take(65_557).read_to_end(&mut end)?;
    let at = end.windows(4).rposition(|window| window == b"PK\x05\x06");
    let two = at.and_then(|at| end.get(at + 10..at + 12)).and_then(|two| <[u8; 2]>::try_from(two).ok());
    Ok(two.map(u16::from_le_bytes).map(usize::from))
}

/// `Name` and `Version`: the head of a message, as mail has it.
fn parse_metadata(text: &str) -> Result<(String, String), Fault> {
    let field = |name: &str| {
        let head = text.lines().take_while(|line| !line.is_empty());
        let mut values = head.filter_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        });
        match (values.next(), values.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(Fault::Broken(format!("its METADATA has not one `{name}`"))),
        }
    };
    Ok((field("Name")?, field("Version")?))
}

/// The hash of a file in a `RECORD`, where it is one by SHA-256.
fn recorded(text: &str, path: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (hash, _) = line.strip_prefix(path)?.strip_prefix(",sha256=")?.split_once(',')?;
        Some(hash.to_owned())
    })
}

/// Base 64 for URLs, without padding.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let number =
            chunk.iter().enumerate().fold(0_u32, |all, (at, byte)| all | u32::from(*byte) << (16 - 8 * at));
        for at in 0..=chunk.len() {
            let sign = SIGNS[(number >> (18 - 6 * at) & 63) as usize];
            text.push(char::from(sign));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{base64, wheel_name};

    #[test]
    fn names_and_hashes_are_read() {
        assert_eq!(
            wheel_name("openai_codex_cli_bin-0.163.0-py3-none-manylinux_2_17_x86_64.whl"),
            Some(("openai_codex_cli_bin", "0.163.0", "manylinux_2_17_x86_64"))
        );
        assert_eq!(wheel_name("a-1-1-py3-none-any.whl"), Some(("a", "1", "any")));
        assert_eq!(wheel_name("a-1.tar.gz"), None);
        assert_eq!(
            (base64(b"foobar").as_str(), base64(b"fooba").as_str(), base64(b"foob").as_str()),
            ("Zm9vYmFy", "Zm9vYmE", "Zm9vYg")
        );
    }
}
