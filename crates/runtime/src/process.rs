//! Other programs, with a time limit: what they start goes with them.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How much a program may use.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Until it is ended.
    pub time: Duration,
    /// Bytes that it may write to its streams.
    pub bytes: u64,
    /// A folder that it writes to, and the bytes that this may hold.
    pub folder: Option<(PathBuf, u64)>,
}

impl Limits {
    /// A time, and a few megabytes of words.
    #[must_use]
    pub const fn of_seconds(seconds: u64) -> Self {
        Self { time: Duration::from_secs(seconds), bytes: 4 << 20, folder: None }
    }
}

/// What a program said.
#[derive(Debug)]
pub struct Said {
    /// How it ended.
    pub status: ExitStatus,
    /// What it wrote to stdout.
    pub stdout: String,
    /// What it wrote to stderr.
    pub stderr: String,
}

/// Why there is no result.
#[derive(Debug)]
pub struct Failure {
    /// As the end of a sentence.
    pub why: String,
    /// Its own words, as far as there are some.
    pub stderr: String,
}

/// Runs a program to its end. Its words go to files, so that nothing it leaves behind can hold us.
pub fn run(command: &mut Command, limits: &Limits) -> Result<Said, Failure> {
    let silent = |why: String| Failure { why, stderr: String::new() };
    let io = |error: io::Error| silent(format!("its output cannot be taken: {error}"));
    let (mut out, mut err) = (tempfile::tempfile().map_err(io)?, tempfile::tempfile().map_err(io)?);
    command.stdin(Stdio::null());
    command.stdout(out.try_clone().map_err(io)?).stderr(err.try_clone().map_err(io)?);
    own_group(command);
    let mut child = start(command).map_err(|error| silent(format!("it cannot be run: {error}")))?;
    let ended = wait(&mut child, [&out, &err], limits);
    end_group(&mut child);
    let stderr = read(&mut err, limits.bytes);
    match ended {
        Ok(status) => Ok(Said { status, stdout: read(&mut out, limits.bytes), stderr }),
        Err(why) => Err(Failure { why, stderr }),
    }
}

/// A program that was just written may still be held open by a child of another thread that is about to run
/// something else.
fn start(command: &mut Command) -> io::Result<Child> {
    let mut tries = 0;
    loop {
        match command.spawn() {
            Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy && tries < 50 => {
                tries += 1;
                sleep(Duration::from_millis(20));
            }
            result => return result,
        }
    }
}

fn wait(child: &mut Child, streams: [&File; 2], limits: &Limits) -> Result<ExitStatus, String> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    let mut measured = started;
    loop {
        if let Some(status) = child.try_wait().map_err(|error| format!("it cannot be waited for: {error}"))? {
            return Ok(status);
        }
        if started.elapsed() >= limits.time {
            return Err(format!("it did not end within {} seconds", limits.time.as_secs()));
        }
        let words: u64 =
            streams.iter().filter_map(|stream| stream.metadata().ok()).map(|data| data.len()).sum();
        if words > limits.bytes {
            return Err(format!("it wrote more than {} bytes to its streams", limits.bytes));
        }
        if let Some((folder, bytes)) = &limits.folder
            && measured.elapsed() > Duration::from_millis(100)
        {
            measured = Instant::now();
            if size(folder, 0) > *bytes {
                return Err(format!("it wrote more than {bytes} bytes of files"));
            }
        }
        sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(25));
    }
}

/// Bytes of all files below a folder.
#[must_use]
pub fn size(folder: &Path, depth: usize) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let each = entries.flatten().map(|entry| match entry.metadata() {
        Ok(data) if data.is_dir() && depth < 16 => size(&entry.path(), depth + 1),
        Ok(data) => data.len(),
        Err(_) => 0,
    });
    each.sum()
}

fn read(file: &mut File, limit: u64) -> String {
    let mut bytes = Vec::new();
    let _ = file.rewind().and_then(|()| file.take(limit).read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

/// Ends the program and what it has started.
#[cfg(unix)]
fn end_group(child: &mut Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = child.wait();
}

#[cfg(not(unix))]
fn end_group(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// The words of a program, bounded, as a note.
#[must_use]
pub fn words(stderr: &str) -> Option<String> {
    const LINES: usize = 12;
    let lines: Vec<&str> = stderr.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return None;
    }
    let first = lines.len().saturating_sub(LINES);
    let cut = |line: &&str| line.chars().take(300).collect::<String>();
    let shown: Vec<String> = lines[first..].iter().map(cut).collect();
    Some(format!("its stderr:\n{}", shown.join("\n")))
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::time::{Duration, Instant};

    use super::{Limits, run};

    fn shell(script: &str, limits: &Limits) -> Result<super::Said, super::Failure> {
        run(Command::new("/bin/sh").args(["-c", script]), limits)
    }

    #[test]
    fn what_hangs_or_floods_is_ended_with_all_that_it_started() {
        let limits = Limits { time: Duration::from_millis(300), bytes: 1000, folder: None };
        let started = Instant::now();
        let failure = shell("echo why >&2; sleep 100", &limits).unwrap_err();
        assert!(failure.why.contains("did not end") && failure.stderr == "why\n", "{failure:?}");
        let flood = shell("while :; do echo aaaaaaaaaaaaaaaaaaaa; done", &limits).unwrap_err();
        assert!(flood.why.contains("more than 1000 bytes"), "{flood:?}");
        // A child that goes on in the background is ended with its parent, and cannot hold us up.
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("mark");
        let script = format!("(sleep 1; touch {}) & echo done", mark.display());
        let said = shell(&script, &limits).unwrap();
        assert!(said.status.success() && said.stdout == "done\n");
        assert!(started.elapsed() < Duration::from_secs(5));
        std::thread::sleep(Duration::from_millis(1300));
        assert!(!mark.exists());
    }
}
