//! The runtime from where it is published, by the tools of its ecosystem: they know the user's index, proxy and
//! credentials, and check what they load.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use codegen_schema::{Diagnostic, Diagnostics};

use super::{Found, Want, archive, installed};
use crate::archive::npm_platform;
use crate::pin::Ecosystem;
use crate::process::{self, Limits};

/// A package of hundreds of megabytes on a slow line.
const TIME: Duration = Duration::from_secs(15 * 60);

/// Downloads the package to a folder that is gone afterwards, and takes the runtime from it.
pub fn fetch(want: &Want<'_>, say: &mut dyn FnMut(&str)) -> Result<Found, Diagnostics> {
    let folder = crate::scratch::folder()?;
    let mut notes = Vec::new();
    for mut command in commands(want, folder.path()) {
        let shown = shown(&command);
        say(&format!("downloading: {shown}"));
        let limits = Limits { time: TIME, ..Limits::of_seconds(0) };
        let why = match process::run(&mut command, &limits) {
            Ok(said) if said.status.success() => return archive::take(want, folder.path()),
            Ok(said) => match process::words(&said.stderr) {
                Some(words) => format!("`{shown}` failed; {words}"),
                None => format!("`{shown}` failed: {}", said.status),
            },
            Err(failure) => format!("`{shown}`: {}", failure.why),
        };
        say(&format!("  no: {why}"));
        notes.push(why);
    }
    let message = format!("{} {} cannot be downloaded", want.package, want.version);
    let help =
        "is the version published, for this platform? Else download it yourself and name it by --wheel";
    Err(Diagnostic::error("fetch", want.place.clone(), message).note(notes.join("\n")).help(help).into())
}

/// The commands that may do it, the likelier first.
fn commands(want: &Want<'_>, folder: &Path) -> Vec<Command> {
    if want.ecosystem == Ecosystem::Npm {
        let (Some(version), Some(platform)) = (want.version.semver(), npm_platform()) else {
            return Vec::new();
        };
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.args(["pack", "--silent", "--ignore-scripts", "--pack-destination"]).arg(folder);
        npm.arg(format!("{}@{version}-{platform}", want.package)).current_dir(folder);
        return vec![npm];
    }
    let requirement = format!("{}=={}", want.package, want.version);
    // `-I`: what lies about where it is called is no part of pip.
    let download =
        ["-I", "-m", "pip", "download", "--disable-pip-version-check", "--no-input", "--quiet", "--no-deps"];
    let finish = |mut command: Command| {
        command.args(download).args(["--only-binary", ":all:", "--dest"]).arg(folder).arg(&requirement);
        command
    };
    let pythons: Vec<PathBuf> = installed::pythons(want);
    let mut all: Vec<Command> = pythons.iter().map(|python| finish(Command::new(python))).collect();
    let mut uv = Command::new("uv");
    uv.args(["run", "--no-project", "--with", "pip", "python"]);
    all.push(finish(uv));
    all
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}
