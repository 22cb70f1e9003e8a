//! What an interrupted run has left is finished before anything else is done.

use codegen_build::output::{self, journal};
use codegen_build::schema::Diagnostics;
use codegen_build::{Config, Job};

use crate::terminal::Terminal;

/// Finishes a change that a killed run had begun. The configuration may be a part of that change.
pub fn recover(config: Config, terminal: Terminal) -> Result<Config, Diagnostics> {
    let Some(pending) = journal::resume(&config.folder)? else { return Ok(config) };
    let config = Config::load(std::path::Path::new(&config.file))?;
    if pending.generate {
        let mut outputs = Job::from_config(&config).compile()?.outputs;
        outputs.extend(super::left_over(&config, &pending.retired));
        output::write(&outputs)?;
    }
    pending.finish();
    terminal.say("what an interrupted run had begun is finished");
    Ok(config)
}
