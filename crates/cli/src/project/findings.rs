//! What is not true any more of the pin, the lock and the schema, each with the command that mends it.

use std::path::PathBuf;

use codegen_build::output::journal;
use codegen_build::schema::{Diagnostic, Diagnostics, Place};
use codegen_runtime::Version;
use codegen_runtime::lock::{Lock, Overlay};

use super::Project;

/// A finding, and a difference that shows it.
pub struct Stale {
    pub found: Diagnostic,
    pub texts: Option<Texts>,
}

/// Two versions of a file.
pub struct Texts {
    pub name: String,
    pub old: String,
    pub new: String,
    /// What the new one is.
    pub to: &'static str,
}

impl Texts {
    /// What is there, and what should be.
    const fn wanted(name: String, old: String, new: String) -> Self {
        Self { name, old, new, to: "as it should be" }
    }
}

/// All findings. `files`: those of the schema, as far as it could be read.
pub fn findings(project: &Project, files: Option<&[PathBuf]>) -> Result<Vec<Stale>, Diagnostics> {
    let mut all = Vec::new();
    if journal::is_pending(&project.config.folder) {
        let place = file(&project.config.folder.join(journal::FOLDER).display().to_string());
        let message = "a run was interrupted: what it had begun is not finished";
        all.push(plain(
            Diagnostic::error("interrupted", place, message)
                .help(format!("run `{}`", project.command("generate"))),
        ));
    }
    let Some(lock) = &project.lock else {
        if let Some(pin) = &project.pin {
            let message =
                format!("there is no codegen.lock: nothing says that the schema is that of {}", pin.version);
            let help = format!("run `{}`", project.command("pull"));
            let found = Diagnostic::warning("no-lock", pin.place.clone(), message).help(help);
            all.push(plain(found));
        }
        return Ok(all);
    };
    if lock.outputs.is_none() {
        let message =
            "the lock is of an older codegen: it does not list the outputs, so none can be left over";
        let found = Diagnostic::warning("lock-old", lock_place(project), message);
        all.push(plain(found.help(format!("run `{}`, which writes it anew", project.command("generate")))));
    }
    let moved = pin(project, lock, &mut all);
    schema(project, lock, files, moved, &mut all);
    rest(project, lock, &mut all)?;
    Ok(all)
}

fn plain(found: Diagnostic) -> Stale {
    Stale { found, texts: None }
}

fn file(path: &str) -> Place {
    Place { file: path.replace('\\', "/"), ..Place::default() }
}

fn lock_place(project: &Project) -> Place {
    file(&project.lock_file.display().to_string())
}

/// Whether the pin and the lock speak of another runtime.
fn pin(project: &Project, lock: &Lock, all: &mut Vec<Stale>) -> bool {
    let (pin, runtime) = match (&project.pin, &lock.runtime) {
        (None, None) => return false,
        (Some(pin), Some(runtime)) => (pin, runtime),
        (Some(pin), None) => {
            let message = format!("the pin is {}, but the schema was not pulled from a runtime", pin.version);
            let help = format!("run `{}`", project.command("pull"));
            let found = Diagnostic::error("pin-moved", pin.place.clone(), message).help(help);
            all.push(plain(found));
            return true;
        }
        (None, Some(runtime)) => {
            let message =
                format!("the configuration names no pin, but the schema was pulled from {}", runtime.version);
            let found = Diagnostic::error("pin-moved", lock_place(project), message);
            let pull = project.command("pull");
            let help = format!("write the pin under [runtime], or run `{pull}` to lock the schema as it is");
            all.push(plain(found.help(help)));
            return true;
        }
    };
    let experimental = project.config.runtime.as_ref().is_some_and(|runtime| runtime.experimental);
    let mut what = Vec::new();
    let same = Version::from_pep440(&runtime.version).as_ref() == Some(&pin.version);
    if !same {
        what.push(format!("the pin is {}, but the schema is that of {}", pin.version, runtime.version));
    }
    if pin.package != runtime.package {
        what.push(format!("the package is {}, but the schema is that of {}", pin.package, runtime.package));
    }
    if experimental != runtime.experimental {
        let surface = |experimental| if experimental { "experimental" } else { "stable" };
        what.push(format!(
            "the {} surface is wanted, but the schema is the {} one",
            surface(experimental),
            surface(runtime.experimental)
        ));
    }
    if what.is_empty() {
        return false;
    }
    let mut new = lock.clone();
    if let Some(runtime) = &mut new.runtime {
        runtime.version = pin.version.pep440();
        runtime.package.clone_from(&pin.package);
        runtime.experimental = experimental;
    }
    let help = if same {
        format!("run `{}`, then `{}`", project.command("pull"), project.command("generate"))
    } else {
        format!("run `{}`", project.command(&format!("bump {}", pin.version)))
    };
    let found = Diagnostic::error("pin-moved", pin.place.clone(), what.join("; "));
    all.push(Stale {
        found: found.note("the pin says which schema is true").help(help),
        texts: Some(Texts::wanted(lock_place(project).file, lock.to_text(), new.to_text())),
    });
    true
}

/// Whether the files of the schema are those of the lock.
fn schema(project: &Project, lock: &Lock, files: Option<&[PathBuf]>, moved: bool, all: &mut Vec<Stale>) {
    let pulled = lock.runtime.is_some();
    for one in &lock.schema {
        let path = project.config.folder.join(&one.path);
        let Some(content) = plain_file(&path, project.config.limits.bytes) else {
            let found = Diagnostic::error(
                "schema-missing",
                file(&path.display().to_string()),
                "a file of the schema is missing",
            );
            // Where the rest cannot be read either, it is not generated without it.
            let help = if pulled || files.is_some() {
                mend(project, pulled)
            } else {
                "restore it, or let `schema` name the one that is there".to_owned()
            };
            all.push(plain(found.help(help)));
            continue;
        };
        let hash = codegen_runtime::hashes::of_bytes(&content);
        if hash == one.sha256 {
            continue;
        }
        if is_checked_out(&content, &one.sha256) {
            all.push(plain(line_endings(file(&path.display().to_string()))));
            continue;
        }
        let what = match (pulled, codegen_runtime::lock::canonical(&content) == one.canonical) {
            (true, true) => "the schema's layout is not as the runtime wrote it; it says the same",
            (true, false) => "the schema was edited by hand: it is not what the runtime wrote",
            (false, _) => "the schema has changed since it was locked",
        };
        let id = if pulled { "schema-edited" } else { "schema-changed" };
        // Where the pin has moved it is that of another version that is pulled.
        let help = if moved {
            "mend what is said of the pin: the schema is pulled anew".to_owned()
        } else {
            mend(project, pulled)
        };
        let mut found = Diagnostic::error(id, file(&path.display().to_string()), what).help(help);
        if pulled && !moved {
            found = found.note("corrections of a schema belong in an overlay, which survives the next pull");
        }
        let texts = committed(&path, &one.sha256).map(|old| {
            let name = path.display().to_string().replace('\\', "/");
            let now = String::from_utf8_lossy(&content).into_owned();
            if pulled {
                Texts::wanted(name, now, old)
            } else {
                Texts { name, old, new: now, to: "as it is now" }
            }
        });
        all.push(Stale { found, texts });
    }
    if let Some(files) = files {
        let locked = |path: &PathBuf| lock.schema.iter().any(|one| one.path == project.relative(path));
        for path in files.iter().filter(|path| !locked(path)) {
            let message = "this schema is read, but the lock does not know it";
            let found = Diagnostic::error("schema-unknown", file(&path.display().to_string()), message);
            all.push(plain(found.help(format!("run `{}`", project.command("pull")))));
        }
    }
}

/// Whether a file is what it should be but for the ends of its lines, as git writes them for Windows.
fn is_checked_out(content: &[u8], sha256: &str) -> bool {
    let plain = String::from_utf8_lossy(content).replace("\r\n", "\n");
    plain.len() < content.len() && codegen_runtime::hashes::of_bytes(plain.as_bytes()) == sha256
}

/// A file with other line endings than it was written with.
pub fn line_endings(place: Place) -> Diagnostic {
    Diagnostic::error("line-endings", place, "its lines end in CRLF; all else is as it should be")
        .note("git changes line endings where it may, and hashes are of bytes")
        .help("write `* text=auto eol=lf` into .gitattributes, then check the file out anew")
}

/// What a file of bounded size holds: a lock may name anything.
fn plain_file(path: &std::path::Path, limit: u64) -> Option<Vec<u8>> {
    let data = std::fs::metadata(path).ok()?;
    (data.is_file() && data.len() <= limit).then(|| std::fs::read(path).ok()).flatten()
}

fn mend(project: &Project, pulled: bool) -> String {
    format!("run `{}`", project.command(if pulled { "pull" } else { "generate" }))
}

/// The text of the schema as it was locked, where the repository has it.
fn committed(path: &std::path::Path, sha256: &str) -> Option<String> {
    use std::process::Command;
    let folder = path.parent()?;
    let folder = if folder.as_os_str().is_empty() { std::path::Path::new(".") } else { folder };
    let object = format!("HEAD:./{}", path.file_name()?.to_str()?);
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args(["cat-file", "blob", &object]);
    let said = codegen_runtime::process::run(
        &mut git,
        &codegen_runtime::process::Limits {
            bytes: 64 << 20,
            ..codegen_runtime::process::Limits::of_seconds(5)
        },
    );
    let text = said.ok().filter(|said| said.status.success())?.stdout;
    (codegen_runtime::hashes::of_bytes(text.as_bytes()) == sha256).then_some(text)
}

fn is_crlf(project: &Project, overlay: &Overlay) -> bool {
    let path = project.config.folder.join(&overlay.path);
    plain_file(&path, project.config.limits.bytes)
        .is_some_and(|content| is_checked_out(&content, &overlay.sha256))
}

/// Notes the outputs that no target writes to any more.
fn left_over(project: &Project, all: &mut Vec<Stale>) -> bool {
    let folders = project.left_over();
    let generate = project.command("generate");
    for folder in &folders {
        let (config, written) = (&project.config.file, &folder.written);
        let message = format!("no target of `{config}` writes to the output folder `{written}` any more");
        let help = format!("run `{generate}`: it removes what codegen has written there, and nothing else");
        // A folder has no lines to be shown at.
        let place = file(&format!("{written}/{}", codegen_build::output::MANIFEST));
        let note = "files that were edited stay, and so does all where its manifest is removed first";
        all.push(plain(Diagnostic::error("left-over", place, message).note(note).help(help)));
    }
    !folders.is_empty()
}

/// Whether all else is as the lock says.
fn rest(project: &Project, lock: &Lock, all: &mut Vec<Stale>) -> Result<(), Diagnostics> {
    if lock.generator != env!("CARGO_PKG_VERSION") {
        let message =
            format!("the lock was made by codegen {}, this is {}", lock.generator, env!("CARGO_PKG_VERSION"));
        let found = Diagnostic::error("lock-generator", lock_place(project), message);
        let generate = project.command("generate");
        all.push(plain(found.help(format!("run `{generate}`, with the version that the project uses"))));
    }
    let mut now = project.locked(lock.runtime.clone(), lock.schema.clone())?;
    let mut what = Vec::new();
    if now.config != lock.config {
        what.push(format!("`{}` says something else", project.config.file));
    }
    for overlay in &now.overlay {
        match lock.overlay.iter().find(|other| other.path == overlay.path) {
            Some(other) if other.sha256 == overlay.sha256 => {}
            Some(other) if is_crlf(project, other) => {
                all.push(plain(line_endings(file(
                    &project.config.folder.join(&overlay.path).display().to_string(),
                ))));
            }
            Some(_) => what.push(format!("the overlay `{}` has changed", overlay.path)),
            None => what.push(format!("the overlay `{}` is new", overlay.path)),
        }
    }
    let gone = lock.overlay.iter().filter(|old| now.overlay.iter().all(|new| new.path != old.path));
    what.extend(gone.map(|old| format!("the overlay `{}` is not applied any more", old.path)));
    let folders = left_over(project, all);
    let (old, new) =
        (lock.outputs.as_deref().unwrap_or_default(), now.outputs.as_deref().unwrap_or_default());
    if lock.outputs.is_some() && now.config == lock.config {
        let new = new.iter().filter(|folder| !old.contains(folder));
        what.extend(new.map(|folder| format!("the output folder `{folder}` is new")));
        if !folders {
            let gone = old.iter().filter(|folder| !now.outputs.iter().flatten().any(|new| new == *folder));
            what.extend(gone.map(|folder| format!("the output folder `{folder}` is none any more")));
        }
    }
    if what.is_empty() {
        return Ok(());
    }
    let message = format!("the lock is stale: {}", what.join("; "));
    now.generator.clone_from(&lock.generator);
    if lock.outputs.is_none() {
        // As it is said above.
        now = now.of_version_of(lock);
    }
    all.push(Stale {
        found: Diagnostic::error("lock-stale", lock_place(project), message).help(mend(project, false)),
        texts: Some(Texts::wanted(lock_place(project).file, lock.to_text(), now.to_text())),
    });
    Ok(())
}
