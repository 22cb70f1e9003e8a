//! The `integrity` of a package, as npm, pnpm and Yarn lock it.

mod lines;

use std::collections::BTreeSet;
use std::path::Path;

use codegen_schema::{Diagnostic, Diagnostics, Json, Place};

use super::Known;
use super::digest::{Digest, SHA256, hex};
use crate::Version;

/// What the lock of a folder says of the package in this version, on any platform, if it has one.
pub fn read(folder: &Path, package: &str, version: &Version) -> Result<Option<Vec<Known>>, Diagnostics> {
    let Some(wanted) = version.semver() else { return Ok(None) };
    let mut all = None;
    for name in ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock"] {
        let path = folder.join(name);
        let shown = path.display().to_string().replace('\\', "/");
        let Some(text) = super::text(&path, &shown)? else { continue };
        let entries = if Path::new(name).extension().is_some_and(|end| end == "json") {
            let json: Json = serde_json::from_str(&text).map_err(|error| -> Diagnostics {
                let place = Place { file: shown.clone(), ..Place::default() };
                Diagnostic::error("not-json", place, format!("the lock file cannot be read: {error}")).into()
            })?;
            in_json(&json, package)
        } else {
            lines::entries(&text, package)
        };
        let stem = package.trim_start_matches('@').replace('/', "-");
        let (mut archives, mut others) = (Vec::new(), BTreeSet::new());
        for (version, integrity) in entries {
            // The main package leads to one package a platform.
            let rest = version.strip_prefix(&wanted);
            if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-')) {
                let file = format!("{stem}-{version}.tgz");
                archives.extend(digests(&integrity).into_iter().map(|digest| (file.clone(), digest)));
            } else if Version::from_semver(&version).is_some() {
                others.insert(version);
            }
        }
        let known: &mut Vec<Known> = all.get_or_insert_default();
        if !archives.is_empty() {
            // What is not listed was not resolved for it.
            others.clear();
        }
        if !archives.is_empty() || !others.is_empty() {
            let others = others.into_iter().collect();
            known.push(Known { file: shown, archives, complete: false, others });
        }
    }
    Ok(all)
}

/// The versions of the package in a lock of npm, each with its integrity.
fn in_json(lock: &Json, package: &str) -> Vec<(String, String)> {
    let Some(lock) = object(lock) else { return Vec::new() };
    let mut all = Vec::new();
    for (key, entry) in lock.get("packages").and_then(object).into_iter().flatten() {
        // An alias has its own name in the key and the true one beside.
        let own = field(entry, "name");
        let name = if own.is_empty() {
            key.rsplit_once("node_modules/").map_or(key.as_str(), |(_, name)| name)
        } else {
            own
        };
        if name == package || field(entry, "resolved").contains(&format!("/{package}/-/")) {
            all.push((field(entry, "version").to_owned(), field(entry, "integrity").to_owned()));
        }
    }
    // The first version of the format has a tree.
    let mut open: Vec<&Json> = lock.get("dependencies").into_iter().collect();
    while let Some(tree) = open.pop() {
        for (key, entry) in object(tree).into_iter().flatten() {
            open.extend(object(entry).and_then(|entry| entry.get("dependencies")));
            let version = field(entry, "version");
            let target = version.strip_prefix("npm:").and_then(|target| target.rsplit_once('@'));
            let (name, version) = target.unwrap_or((key, version));
            if name == package {
                all.push((version.to_owned(), field(entry, "integrity").to_owned()));
            }
        }
    }
    all
}

fn field<'j>(entry: &'j Json, name: &str) -> &'j str {
    match object(entry).and_then(|entry| entry.get(name)) {
        Some(Json::String(text)) => text,
        _ => "",
    }
}

fn object(json: &Json) -> Option<&std::collections::BTreeMap<String, Json>> {
    match json {
        Json::Object(members) => Some(members),
        _ => None,
    }
}

/// The strongest hashes of a text as Subresource Integrity writes it; where none is known here, all.
fn digests(integrity: &str) -> Vec<Digest> {
    // Options may follow behind a question mark.
    let words = integrity.split_whitespace().filter_map(|word| word.split('?').next()?.split_once('-'));
    let words: Vec<(&str, &str)> = words.collect();
    let strongest =
        ["sha512", "sha384", SHA256].into_iter().find(|name| words.iter().any(|(other, _)| other == name));
    let counts = words.into_iter().filter(|(name, _)| strongest.is_none_or(|strongest| *name == strongest));
    counts
        .map(|(name, hash)| Digest::new(name, &base64(hash).map_or(String::new(), |bytes| hex(&bytes))))
        .collect()
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let (mut bits, mut count, mut all) = (0_u32, 0, Vec::new());
    for byte in text.trim_end_matches('=').bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            all.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::{base64, digests, read};
    use crate::Version;
    use crate::hashes::Hashes;
    use crate::hashes::digest::Digest;

    #[test]
    fn the_integrity_of_the_lock_is_that_of_the_file() {
        assert_eq!(base64("aGVsbG8="), Some(b"hello".to_vec()));
        assert_eq!(base64("a-b"), None);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("openai-codex-1.2.3-linux-x64.tgz");
        std::fs::write(&file, "hello").unwrap();
        // `printf hello | openssl dgst -sha512 -binary | base64 -w0`
        let integrity =
            "sha512-m3HSJL1i83hdltRq0+o9czGb+8KJDKra4t/3JRlnPKcjI8PZm6XBHXx6zG4UuMXaDEZjR1wuXDre9G9zvN7AQw==";
        let lock = |integrity: &str| {
            format!(
                r#"{{"lockfileVersion": 3, "packages": {{
                    "": {{"dependencies": {{"@openai/codex": "1.2.3"}}}},
                    "node_modules/@openai/codex": {{"version": "1.2.3", "integrity": "sha1-x"}},
                    "node_modules/@openai/codex-linux-x64": {{"name": "@openai/codex",
                        "version": "1.2.3-linux-x64", "integrity": "{integrity}"}}
                }}}}"#
            )
        };
        let version = Version::parse("1.2.3").unwrap();
        let known = |integrity: &str| {
            std::fs::write(folder.path().join("package-lock.json"), lock(integrity)).unwrap();
            Hashes(read(folder.path(), "@openai/codex", &version).unwrap().unwrap())
        };
        let name = "openai-codex-1.2.3-linux-x64.tgz";
        let good = known(integrity);
        assert_eq!(good.0[0].archives.len(), 2);
        good.check(&file, name, "any").unwrap();
        let other = integrity.replace("m3HS", "m3HT");
        let error = known(&other).check(&file, name, "any").unwrap_err();
        assert!(error.note.unwrap().contains("sha512 is 9b71d224bd62f378"));
        // A lock of another version knows no hash of this one, and says so.
        std::fs::write(folder.path().join("package-lock.json"), lock(integrity).replace("1.2.3", "1.2.4"))
            .unwrap();
        let other = Hashes(read(folder.path(), "@openai/codex", &version).unwrap().unwrap());
        let file_name = folder.path().join("package-lock.json").display().to_string();
        assert_eq!(other.elsewhere().collect::<Vec<_>>(), [(file_name.as_str(), "1.2.4".to_owned())]);
        other.check(&file, name, "any").unwrap();
        // What cannot be checked is not used.
        let error = known("sha1-AAAA").check(&file, name, "any").unwrap_err();
        assert!(error.note.unwrap().contains("by sha1 alone"));
        known("sha512-AAAA").check(&file, name, "any").unwrap_err();
        // The first version of the format.
        let tree = format!(
            r#"{{"lockfileVersion": 1, "dependencies": {{"a": {{"version": "1.0.0", "dependencies": {{
                "@openai/codex-linux-x64": {{"version": "npm:@openai/codex@1.2.3-linux-x64", "integrity": "{integrity}"}}
            }}}}}}}}"#
        );
        std::fs::write(folder.path().join("package-lock.json"), tree).unwrap();
        let old = Hashes(read(folder.path(), "@openai/codex", &version).unwrap().unwrap());
        assert_eq!(old.0[0].archives, good.0[0].archives[1..]);
        // Of several the strongest counts.
        let several = format!("sha256-AAAA sha1-BBBB {integrity}?x");
        assert_eq!(digests(&several), [Digest::of_file(&file, "sha512").unwrap().unwrap()]);
        std::fs::write(folder.path().join("package-lock.json"), "{").unwrap();
        assert!(read(folder.path(), "@openai/codex", &version).is_err());
    }
}
