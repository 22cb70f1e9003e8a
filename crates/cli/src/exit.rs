//! Exit codes. They are a contract: scripts and CI tell the cases apart by them.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well.
    Clean,
    /// The generated files are not what they should be.
    Findings,
    /// The usage, the configuration or the input is wrong; nothing was written.
    Input,
    /// Codegen itself is wrong; nothing was written.
    Bug,
}

const BUG: u8 = 3;

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Input => 2,
            Exit::Bug => BUG,
        })
    }
}

/// A panic is a bug: it says so, asks for a report and ends with a code of its own, also where panics
/// abort the process. Output folders are not hurt: every file is put into place whole.
pub fn report_panics() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        default(panic);
        let version = env!("CARGO_PKG_VERSION");
        let repository = env!("CARGO_PKG_REPOSITORY");
        eprintln!(
            "\nThis is a bug of codegen {version}, whatever the input was. Please report it at {repository}/issues,"
        );
        eprintln!(
            "with the lines above and, if you can, the schema. RUST_BACKTRACE=1 shows where it happened."
        );
        std::process::exit(BUG.into());
    }));
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{BUG, report_panics};

    /// Set for the process that is to panic.
    const PANICS: &str = "CODEGEN_TEST_PANICS";

    /// A panic ends the process, so this test runs itself once more to see one.
    #[test]
    fn a_panic_in_any_thread_ends_with_a_code_of_its_own() {
        if std::env::var_os(PANICS).is_some() {
            report_panics();
            let _ = std::thread::spawn(|| panic!("as if by a bug")).join();
            return;
        }
        let name = "exit::tests::a_panic_in_any_thread_ends_with_a_code_of_its_own";
        let mut again = Command::new(std::env::current_exe().unwrap());
        let output = again.args(["--exact", name, "--nocapture"]).env(PANICS, "1").output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(BUG.into()), "{stderr}");
        assert!(stderr.contains("as if by a bug") && stderr.contains("Please report it"), "{stderr}");
    }
}
