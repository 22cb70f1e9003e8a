//! References as URIs: what they come to, seen from a base, and what `%20` stands for.

use std::path::{Component, Path, PathBuf};

/// The reference, seen from the base.
pub(crate) fn join(base: &str, reference: &str) -> String {
    let reference = reference.strip_suffix('#').unwrap_or(reference);
    if reference.contains(':') {
        return reference.to_owned();
    }
    let base = base.split('#').next().unwrap_or_default();
    if reference.starts_with('#') {
        return format!("{base}{reference}");
    }
    let host = base.find("://").map_or(0, |at| at + 3);
    let root = base[host..].find('/').map_or(base.len(), |at| host + at);
    if reference.starts_with('/') {
        return format!("{}{reference}", &base[..root]);
    }
    let mut end = base.rfind('/').filter(|end| *end >= root).map_or(0, |end| end + 1);
    let mut rest = reference;
    loop {
        if let Some(here) = rest.strip_prefix("./") {
            rest = here;
        } else if let Some(above) = rest.strip_prefix("../").filter(|_| end > 0) {
            // Nothing is above the root.
            let up = base[..end - 1].rfind('/').map_or(0, |up| up + 1);
            end = if up > root || root == 0 { up } else { (root + 1).min(end) };
            rest = above;
        } else {
            break;
        }
    }
    format!("{}{rest}", &base[..end])
}

/// The text with the bytes that `%20` and the like stand for; nothing where a percent sign stands for none.
pub(crate) fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The path of a file that an address names, relative to a folder. A part of it that holds a slash once it is decoded
/// names no file.
pub(crate) fn path(folder: &Path, address: &str) -> Option<PathBuf> {
    let mut path = folder.to_owned();
    for part in address.split('/') {
        let part = percent_decode(part).filter(|part| !part.contains(['/', '\\', '\0']))?;
        path.push(part);
    }
    Some(normal(&path))
}

/// The path without `.` and `..`.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut all = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                all.pop();
            }
            part => all.push(part),
        }
    }
    all
}
