//! The `codegen` command.

mod args;
mod commands;
mod exit;
mod project;
mod report;
mod terminal;

use clap::Parser as _;

use args::{Args, Command};
use terminal::Terminal;

/// A run makes a million small values and keeps most of them until it ends: a third of its instructions were
/// those of the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    exit::report_panics();
    let args = Args::parse();
    let terminal = Terminal::new(args.color, args.quiet, args.verbose);
    let exit = match args.command {
        Command::Generate(args) => commands::generate::run(&args, terminal),
        Command::Check(args) => commands::check::run(&args, terminal),
        Command::Pull(args) => commands::pull::run(&args, terminal),
        Command::Bump(args) => commands::bump::run(&args, terminal),
        Command::Inspect(args) => commands::inspect::run(&args, terminal),
        Command::Explain(args) => commands::explain::run(&args, terminal),
        Command::Diff(args) => commands::diff::run(&args, terminal),
        Command::Verify(args) => commands::verify::run(&args, terminal),
        Command::Init(args) => commands::init::run(&args, terminal),
        Command::ConfigSchema => commands::meta::config_schema(terminal),
        Command::Rules(args) => commands::meta::rules(&args, terminal),
        Command::Completions(args) => commands::meta::completions(&args, terminal),
        Command::Man(args) => commands::meta::man(&args, terminal),
    };
    terminal::ended(exit).into()
}
