//! Where words go: what was asked for to stdout, everything else to stderr.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::args::Color;
use crate::exit::Exit;

/// Whether something that was asked for could not be written.
static LOST: AtomicBool = AtomicBool::new(false);

/// How a run ended, whose output may be lost: nothing that is asked for is missing where it ends clean.
pub fn ended(exit: Exit) -> Exit {
    if exit == Exit::Clean && LOST.load(Ordering::Relaxed) { Exit::Input } else { exit }
}

/// Both streams and how to use them.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    color: Color,
    quiet: bool,
    verbose: bool,
}

impl Terminal {
    pub const fn new(color: Color, quiet: bool, verbose: bool) -> Self {
        Self { color, quiet, verbose }
    }

    /// Writes what was asked for. A reader that has gone away (`| head`) is no error.
    #[allow(clippy::unused_self)] // all that is written goes by the terminal
    pub fn data(self, text: &str) -> Exit {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => Exit::Clean,
            Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Exit::Clean,
            Err(cause) => {
                error(&format!("error: the output cannot be written: {cause}"));
                LOST.store(true, Ordering::Relaxed);
                Exit::Input
            }
        }
    }

    /// Says something that is of use unless `-q` is given.
    pub fn say(self, text: &str) {
        if !self.quiet {
            error(text);
        }
    }

    /// Says something that is of use with `-v`.
    pub fn detail(self, text: &str) {
        if self.verbose {
            error(text);
        }
    }

    /// Says what is being done, on one line of a terminal.
    pub fn progress(self, text: &str) {
        if !self.quiet && io::stderr().is_terminal() {
            let _ = write!(io::stderr().lock(), "\r\x1b[K{text}");
        }
    }

    /// Clears that line.
    pub fn end_progress(self) {
        self.progress("");
    }

    pub const fn is_quiet(self) -> bool {
        self.quiet
    }

    /// Whether text on stderr has colors.
    pub fn colors_stderr(self) -> bool {
        self.colors(io::stderr().is_terminal())
    }

    /// Whether text on stdout has colors.
    pub fn colors_stdout(self) -> bool {
        self.colors(io::stdout().is_terminal())
    }

    fn colors(self, terminal: bool) -> bool {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                terminal && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
            }
        }
    }
}

/// Says something that must be said.
pub fn error(text: &str) {
    // There is nobody left to be told that stderr does not work.
    let _ = writeln!(io::stderr().lock(), "{text}");
}
