//! The runtime from an archive that was named.

use std::path::{Path, PathBuf};

use codegen_schema::{Diagnostic, Diagnostics, Place};

use super::{Found, Want, other_version};
use crate::archive::{fits, npm, npm_platform, wheel, wheel_name};
use crate::hashes::{normalised, of_file};
use crate::{Version, lock};

/// Takes the runtime from a file, or from the one file in a folder that is its package.
pub fn take(want: &Want<'_>, path: &Path) -> Result<Found, Diagnostics> {
    let file = if path.is_dir() { choose(want, path)? } else { path.to_owned() };
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let place = Place { file: file.display().to_string().replace('\\', "/"), ..Place::default() };
    if !file.exists() {
        return Err(Diagnostic::error("unreadable-file", place, "there is no such file")
            .help("--wheel names a .whl or .tgz file, or a folder that holds one")
            .into());
    }
    let is_wheel = Path::new(&name).extension().is_some_and(|end| end.eq_ignore_ascii_case("whl"));
    if is_wheel {
        check_name(want, &name, &place)?;
    }
    let sha256 = of_file(&file).map_err(|error| {
        Diagnostic::error("unreadable-file", place.clone(), format!("the package cannot be read: {error}"))
            .help("--wheel names a .whl or .tgz file, or a folder that holds one")
    })?;
    want.hashes.check(&file, &name, &sha256)?;
    let scratch = crate::scratch::folder()?;
    let unpacked = if is_wheel { wheel(&file, scratch.path()) } else { npm(&file, scratch.path()) };
    let unpacked = unpacked.map_err(|fault| fault.at(&file))?;
    let same_name = normalised(&unpacked.name) == normalised(want.package) || unpacked.name == want.package;
    if !same_name || Version::parse(&unpacked.version).as_ref() != Some(want.version) {
        let message =
            format!("the package is not the one that the pin names: {} {}", want.package, want.version);
        let note =
            format!("`{name}` is {} {}", unpacked.name.escape_debug(), unpacked.version.escape_debug());
        return Err(other_version(want, message, note).into());
    }
    Ok(Found {
        binary: unpacked.binary,
        source: if is_wheel { "wheel" } else { "npm" },
        archive: Some(lock::Archive { name, sha256 }),
        scratch: Some(scratch),
    })
}

/// The name of a wheel says what it is before it is opened.
fn check_name(want: &Want<'_>, name: &str, place: &Place) -> Result<(), Diagnostic> {
    let Some((package, version, platforms)) = wheel_name(name) else {
        return Err(Diagnostic::error("bad-archive", place.clone(), "this is not the file name of a wheel")
            .help("keep the name that it was published under: NAME-VERSION-PYTHON-ABI-PLATFORM.whl"));
    };
    if normalised(package) != normalised(want.package)
        || Version::from_pep440(version).as_ref() != Some(want.version)
    {
        let message =
            format!("the wheel is not the one that the pin names: {} {}", want.package, want.version);
        return Err(other_version(want, message, format!("`{name}` is {package} {version}")));
    }
    if fits(platforms) {
        return Ok(());
    }
    let message = format!("the wheel is for another platform: {platforms}");
    Err(Diagnostic::error("no-runtime", place.clone(), message).help("name the wheel for this platform"))
}

/// The one archive in a folder that is the package for this platform.
fn choose(want: &Want<'_>, folder: &Path) -> Result<PathBuf, Diagnostics> {
    let place = Place { file: folder.display().to_string().replace('\\', "/"), ..Place::default() };
    let entries = std::fs::read_dir(folder).map_err(|error| {
        Diagnostic::error("unreadable-file", place.clone(), format!("the folder cannot be read: {error}"))
    })?;
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| is_it(want, name)).collect();
    names.sort();
    match names.as_slice() {
        [one] => Ok(folder.join(one)),
        [] => {
            let message =
                format!("the folder holds no package of {} {} for this platform", want.package, want.version);
            Err(Diagnostic::error("no-runtime", place, message).help("name the file by --wheel").into())
        }
        several => {
            let message =
                format!("the folder holds {} packages of {} {}", several.len(), want.package, want.version);
            Err(Diagnostic::error("two-runtimes", place, message)
                .note(several.join("\n"))
                .help("name one of them by --wheel")
                .into())
        }
    }
}

fn is_it(want: &Want<'_>, name: &str) -> bool {
    if let Some((package, version, platforms)) = wheel_name(name) {
        return normalised(package) == normalised(want.package)
            && Version::from_pep440(version).as_ref() == Some(want.version)
            && fits(platforms);
    }
    let (Some(version), Some(platform)) = (want.version.semver(), npm_platform()) else { return false };
    let stem = want.package.trim_start_matches('@').replace('/', "-");
    name == format!("{stem}-{version}-{platform}.tgz") || name == format!("{stem}-{version}.tgz")
}
