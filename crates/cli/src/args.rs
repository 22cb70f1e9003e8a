//! What the command line may say.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Compiles a JSON Schema bundle of a JSON-RPC protocol into types and a typed method surface for Rust,
/// Python and TypeScript.
#[derive(Debug, Parser)]
#[command(name = "codegen", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Args {
    /// Whether to use colors.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// Say nothing but errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more: each file that was written, each place where a runtime was looked for.
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 clean; 1 stale files or findings; 2 usage, configuration or input error; \
3 a bug.\nOutput that was asked for is on stdout, everything else on stderr.";

/// When to use colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    Always,
    Never,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON document.
    Json,
    /// A Markdown list, for a pull request's comment or a CI summary.
    Markdown,
    /// Workflow commands that annotate the lines on GitHub.
    Github,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// `JUnit` XML, for test reports.
    Junit,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Generate code from a schema.
    Generate(Generate),
    /// Say what went stale: the pin, the schema, its lock, the generated files; each with the command that mends it.
    Check(Generate),
    /// Pull the schema from the runtime that the project pins, and lock it.
    Pull(Pull),
    /// Move the pin to another runtime: change it in place, pull, generate, and print what the change breaks.
    Bump(Bump),
    /// List every type and method with its name in each language.
    Inspect(Inspect),
    /// Say why a type or a method came out as it did.
    Explain(Explain),
    /// Say what a change of the schema breaks, and for whom.
    Diff(Diff),
    /// Run values of every type through the generated code in its own language, and say what came back.
    Verify(Verify),
    /// Write a configuration to start from.
    Init(Init),
    /// Print the JSON Schema of codegen.toml, for editors.
    ConfigSchema,
    /// List the rules of `diff`, and the warnings that `[lints]` can silence or forbid.
    Rules(Rules),
    /// Print a completion script for a shell.
    Completions(Completions),
    /// Print the manual page, of all or of one command.
    Man(Man),
}

/// Which schema is read, and how.
#[derive(Debug, clap::Args)]
pub struct Source {
    /// The configuration; without it and without SCHEMA, codegen.toml (or `[tool.codegen]` in pyproject.toml)
    /// in this folder or above it.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// A correction of the schema, applied after those of the configuration. May be given several times.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Make a warning an error, by its id as `codegen rules` lists them; `warnings` is all of them. Counts more
    /// than `[lints]` of the configuration. May be given several times.
    #[arg(short = 'D', long, value_name = "ID")]
    pub deny: Vec<String>,
    /// Say nothing of a warning, by its id. May be given several times.
    #[arg(short = 'A', long, value_name = "ID")]
    pub allow: Vec<String>,
    /// How errors and findings are written; all but text to stdout.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

#[derive(Debug, clap::Args)]
pub struct Generate {
    /// The schema: a file, a folder as the runtime writes it, or `-` for stdin. Without --config, no
    /// configuration is read.
    #[arg(requires = "lang", requires = "out")]
    pub schema: Option<PathBuf>,
    /// The language: rust, python or typescript. With a configuration, only its targets in this language.
    #[arg(long)]
    pub lang: Option<String>,
    /// The folder that the files are written to. With a configuration, instead of the one there.
    #[arg(long, value_name = "DIR", requires = "lang")]
    pub out: Option<PathBuf>,
    /// Fail, and write nothing, where codegen.lock would change (`generate`).
    #[arg(long)]
    pub locked: bool,
    /// End with 1 where a file was written or removed (`generate`): a commit hook stops there, new files or not.
    #[arg(long, conflicts_with = "locked")]
    pub fail_if_changed: bool,
    #[command(flatten)]
    pub source: Source,
}

/// Where the runtime is looked for: first what is named here, then what is installed, then, with --fetch, where it
/// is published. Its version must be the one of the pin.
#[derive(Debug, Clone, clap::Args)]
pub struct Find {
    /// The program of the runtime itself.
    #[arg(long, value_name = "PROGRAM", conflicts_with_all = ["python", "wheel", "fetch"])]
    pub runtime: Option<PathBuf>,
    /// A Python that has the package installed; without it, those of the active virtual environment, of .venv and
    /// of PATH. For a package.json, `node_modules` is looked at.
    #[arg(long, value_name = "PYTHON")]
    pub python: Option<PathBuf>,
    /// The package: a wheel (.whl), an npm package (.tgz), or a folder that holds it.
    #[arg(long, value_name = "FILE")]
    pub wheel: Option<PathBuf>,
    /// Download the package where it is not here: by pip, uv or npm, with their own settings.
    #[arg(long)]
    pub fetch: bool,
    /// Never ask the network. Without --fetch it is never asked either; this says so for good.
    #[arg(long, conflicts_with = "fetch")]
    pub offline: bool,
    /// How long the runtime may take, in seconds.
    #[arg(long, default_value_t = 60, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub timeout: u64,
}

#[derive(Debug, clap::Args)]
pub struct Pull {
    /// The configuration; without it, codegen.toml (or `[tool.codegen]` in pyproject.toml) in this folder or above it.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub find: Find,
    /// Write nothing, and fail where the schema or codegen.lock would change.
    #[arg(long)]
    pub locked: bool,
    /// How errors are written; all but text to stdout.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

#[derive(Debug, clap::Args)]
pub struct Bump {
    /// The version: 0.170.0, 0.170.0a1, 0.170.0-alpha.1, or the tag of a release, rust-v0.170.0-alpha.1.
    pub version: String,
    /// The configuration; without it, codegen.toml (or `[tool.codegen]` in pyproject.toml) in this folder or above it.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    pub find: Find,
    /// Show the safe changes too (text).
    #[arg(long)]
    pub all: bool,
    /// How the changes and errors are written: text, markdown or json.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

#[derive(Debug, clap::Args)]
pub struct Inspect {
    /// The schema: a file, a folder as the runtime writes it, or `-` for stdin. Without --config, no
    /// configuration is read.
    pub schema: Option<PathBuf>,
    /// Print JSON: a stable contract for other tools.
    #[arg(long, conflicts_with = "stage")]
    pub json: bool,
    /// Print what one step of the compiler makes: schema, ir, or the code for a language.
    #[arg(long, value_name = "STAGE")]
    pub stage: Option<String>,
    #[command(flatten)]
    pub source: Source,
}

#[derive(Debug, clap::Args)]
pub struct Explain {
    /// `[SCHEMA] NAME`. The schema as for `inspect`; the name of a type (in the schema or in a language), a
    /// JSON Pointer (#/definitions/...), or a method (thread/start). Or, alone, the id of a rule of `diff`
    /// (M05).
    #[arg(num_args = 1..=2, required = true, value_names = ["SCHEMA", "NAME"])]
    pub what: Vec<String>,
    #[command(flatten)]
    pub source: Source,
}

#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The old schema: a file, a folder, git:REF:PATH, or runtime:VERSION, which the runtime of that version is asked
    /// for. A folder with the folders `stable` and `experimental`
    /// is both bundles of a version: what is only experimental counts one level less. The configuration (--config, else the one of this
    /// folder or above it) serves both: its results and overlays, not its schema and targets.
    pub old: PathBuf,
    /// The new schema: a file, a folder, git:REF:PATH, or runtime:VERSION.
    pub new: PathBuf,
    /// From which level on findings make the command end with 1.
    /// Without it, what the configuration says, else `breaking`.
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub fail_on: Option<FailOn>,
    /// Whose findings count for that, and are annotated. Without it, what the configuration says, else `clients`.
    #[arg(long, value_enum, value_name = "WHOM")]
    pub audience: Option<Whom>,
    /// Take what is only experimental as seriously as what is stable.
    #[arg(long)]
    pub experimental: bool,
    /// Accept what breaks: it is added, with this reason, to the file of accepted changes.
    #[arg(long, value_name = "REASON", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub accept: Option<String>,
    /// The file of accepted changes, instead of the one of the configuration.
    #[arg(long, value_name = "FILE")]
    pub accepted: Option<PathBuf>,
    /// The revision whose entries must still be there, in their order; what came since must be used. Without
    /// it, that of OLD.
    #[arg(long, value_name = "REF")]
    pub accepted_since: Option<String>,
    /// The day that `until` is held against, as 2026-12-31; without it `SOURCE_DATE_EPOCH`, else the clock.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub today: Option<String>,
    /// Show the safe changes too (text).
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub find: Find,
    #[command(flatten)]
    pub source: Source,
}

/// A day of the calendar.
fn day(text: &str) -> Result<String, String> {
    if codegen_build::is_day(text) {
        Ok(text.to_owned())
    } else {
        Err("a day is written 2026-12-31".to_owned())
    }
}

/// A level of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Breaking,
    Risky,
    None,
}

/// Who was built for the old schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Whom {
    /// Old clients of a new server.
    Clients,
    /// Old servers of a new client.
    Servers,
    All,
}

#[derive(Debug, clap::Args)]
pub struct Verify {
    /// The schema: a file, a folder as the runtime writes it, or `-` for stdin. Without --config, no
    /// configuration is read.
    pub schema: Option<PathBuf>,
    /// A language: rust, python or typescript. Without it those of the configuration, or all. May be given
    /// several times.
    #[arg(long)]
    pub lang: Vec<String>,
    /// How many values of each type are tried that it accepts, and as many with one change.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub values: usize,
    /// The same seed gives the same values.
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub seed: u64,
    /// Only this type, as the schema calls it.
    #[arg(long = "type", value_name = "NAME")]
    pub name: Option<String>,
    /// Generate and build here, and leave it there; else in a folder that is removed at the end.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// The Python that has pydantic, instead of `python3`.
    #[arg(long, value_name = "PROGRAM")]
    pub python: Option<PathBuf>,
    /// TypeScript's compiler, instead of the one in `node_modules` or on the path.
    #[arg(long, value_name = "PROGRAM")]
    pub tsc: Option<PathBuf>,
    #[command(flatten)]
    pub source: Source,
}

#[derive(Debug, clap::Args)]
pub struct Init {
    /// The schema; without it, one that lies in this folder.
    pub schema: Option<PathBuf>,
    /// A language to generate; without it, all. May be given several times.
    #[arg(long)]
    pub lang: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub struct Rules {
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell.
    pub shell: clap_complete::Shell,
}

#[derive(Debug, clap::Args)]
pub struct Man {
    /// One command's own page.
    pub command: Option<String>,
}
