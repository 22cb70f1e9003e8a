//! Runs generated Python: Pydantic old and new, pyright, mypy, ruff.
//!
//! The packages are pinned by `tests/python` and installed once under `target/venv`: the oldest Pydantic into the
//! oldest Python of the machine that is supported, the newest into the newest. Where there is only one Python,
//! all run on it; that the code is right for 3.10 and for 3.14 is checked by the type checkers in any case.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use codegen_build::ir::Protocol;
use codegen_build::{Compiled, Job, JobTarget, lang};
use serde_json::{Value, json};

use crate::typescript::{here, run};

/// An environment with a version of Pydantic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pydantic {
    /// The oldest that the generated code supports.
    Oldest,
    /// The one between the two.
    Between,
    /// The newest that there was, and the tools.
    Newest,
}

/// One of each minor version.
pub const ALL: [Pydantic; 3] = [Pydantic::Oldest, Pydantic::Between, Pydantic::Newest];

impl Pydantic {
    /// The environment's folder of programs.
    pub fn programs(self) -> Result<&'static Path, String> {
        static OLDEST: OnceLock<Result<PathBuf, String>> = OnceLock::new();
        static BETWEEN: OnceLock<Result<PathBuf, String>> = OnceLock::new();
        static NEWEST: OnceLock<Result<PathBuf, String>> = OnceLock::new();
        let (place, file) = match self {
            Self::Oldest => (&OLDEST, "oldest.txt"),
            Self::Between => (&BETWEEN, "between.txt"),
            Self::Newest => (&NEWEST, "requirements.txt"),
        };
        let made = place.get_or_init(|| {
            let found = interpreters();
            let chosen = match self {
                Self::Oldest => found.first_key_value(),
                Self::Between => found.iter().nth(found.len().saturating_sub(1) / 2),
                Self::Newest => found.last_key_value(),
            };
            let (version, program) = chosen.ok_or("no Python from 3.10 to 3.14 with venv is here")?;
            println!("{self:?} Pydantic: Python 3.{version}, of {} versions here", found.len());
            install(program, file)
        });
        made.as_deref().map_err(Clone::clone)
    }

    /// Runs a program of the environment.
    pub fn run(self, program: &str, arguments: &[&str], folder: &Path) -> Result<String, String> {
        run(Command::new(self.programs()?.join(program)).args(arguments).current_dir(folder))
    }
}

/// The Pythons of this machine that are supported, one for each minor version: those on the path and those of pyenv.
fn interpreters() -> BTreeMap<u32, PathBuf> {
    let mut programs: Vec<PathBuf> = vec!["python3".into()];
    programs.extend((10..=14).map(|minor| format!("python3.{minor}").into()));
    let root = std::env::var_os("PYENV_ROOT").map(PathBuf::from);
    let root = root.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".pyenv")));
    let versions = root.and_then(|root| std::fs::read_dir(root.join("versions")).ok());
    let mut installed: Vec<PathBuf> =
        versions.into_iter().flatten().flatten().map(|entry| entry.path().join("bin/python3")).collect();
    installed.sort();
    programs.extend(installed);
    let mut found = BTreeMap::new();
    for program in programs {
        if let Some(minor) = minor(&program).filter(|minor| (10..=14).contains(minor)) {
            found.entry(minor).or_insert(program);
        }
    }
    found
}

/// The minor version of a Python 3 that has what makes an environment: some systems leave that out.
fn minor(program: &Path) -> Option<u32> {
    let look = "import sys, venv, ensurepip; print(*sys.version_info[:2])";
    let output =
        Command::new(program).args(["-c", look]).output().ok().filter(|output| output.status.success())?;
    String::from_utf8_lossy(&output.stdout).trim().strip_prefix("3 ")?.parse().ok()
}

/// Makes an environment of a list of requirements, unless it is there. A file in it says that it is whole:
/// an environment cannot be moved once it is made.
fn install(python: &Path, requirements: &str) -> Result<PathBuf, String> {
    let list = here().join("python").join(requirements);
    let text = std::fs::read_to_string(&list).map_err(|error| error.to_string())?;
    let version = run(Command::new(python).args(["-c", "import sys; print(sys.version)"]))?;
    let hash = codegen_build::target::words::hash(&format!("{version}{text}"));
    let folder = here().join("../target/venv").join(&hash[..12]);
    let (whole, programs) = (folder.join("whole"), folder.join("bin"));
    if !whole.exists() {
        run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&folder))?;
        run(Command::new(programs.join("pip")).args(["install", "--quiet", "-r"]).arg(&list))?;
        std::fs::write(&whole, "").map_err(|error| error.to_string())?;
    }
    programs.canonicalize().map_err(|error| error.to_string())
}

/// Generates the package of a job into a folder and gives what the schema means.
pub fn generate(mut job: Job, folder: &Path) -> Result<Protocol, String> {
    let language = lang::find("python").ok_or("Python is not there")?;
    job.targets = vec![JobTarget::new(language, folder)];
    let Compiled { meaning, outputs } = job.compile().map_err(|errors| errors.to_string())?;
    for file in outputs.iter().flat_map(|output| &output.files) {
        crate::typescript::write(&folder.join(&file.path), &file.text)?;
    }
    Ok(meaning.protocol)
}

/// The name in Python of each type, by its name in the schema.
pub fn names(protocol: &Protocol) -> Result<BTreeMap<String, String>, String> {
    let language = lang::find("python").ok_or("Python is not there")?;
    let names = language.target(json!({}))?.type_names(protocol);
    Ok(protocol.types.iter().zip(names).map(|((_, def), name)| (def.name.clone(), name)).collect())
}

/// Values by the name of their type in the schema.
pub type Values = BTreeMap<String, Vec<Value>>;

/// Runs values through the types of the package `name` of a folder.
pub fn check(
    pydantic: Pydantic,
    folder: &Path,
    name: &str,
    accept: &Values,
    refuse: &Values,
) -> Result<String, String> {
    let values = format!("{name}.json");
    crate::typescript::write(
        &folder.join(&values),
        &json!({ "accept": accept, "refuse": refuse }).to_string(),
    )?;
    let program = here().join("python/check.py");
    let path = folder.display().to_string();
    run(Command::new(pydantic.programs()?.join("python"))
        .arg("-W")
        .arg("error")
        .arg(program)
        .args([name, &values])
        .env("PYTHONPATH", path)
        .current_dir(folder))
}

/// The same values under the names that the types have in Python.
pub fn renamed(values: Values, names: &BTreeMap<String, String>) -> Result<Values, String> {
    values
        .into_iter()
        .map(|(name, values)| {
            let python =
                names.get(&name).ok_or_else(|| format!("the values speak of an unknown type {name}"))?;
            Ok((python.clone(), values))
        })
        .collect()
}

fn packages(folder: &Path) -> Result<Vec<String>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| error.to_string())?;
    let packages = entries.filter_map(Result::ok).filter(|entry| entry.path().join("__init__.py").is_file());
    Ok(packages.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

/// What linters and type checkers say of a folder of packages: nothing.
pub fn clean(folder: &Path) -> Result<(), String> {
    let ruff = here().join("python/ruff.toml");
    let ruff = ruff.display().to_string();
    let newest = Pydantic::Newest;
    newest.run("ruff", &["format", "--isolated", "--no-cache", "--check", "."], folder)?;
    // By default, ruff looks for other things: in what is generated, not in what users write beside it.
    let packages = packages(folder)?;
    let by_default = ["check", "--isolated", "--no-cache", "--target-version", "py310"];
    let packages = packages.iter().map(String::as_str);
    newest.run("ruff", &by_default.into_iter().chain(packages).collect::<Vec<_>>(), folder)?;
    newest.run("ruff", &["check", "--no-cache", "--config", &ruff, "."], folder)?;
    for version in ["3.10", "3.14"] {
        let config = json!({ "typeCheckingMode": "strict", "pythonVersion": version }).to_string();
        crate::typescript::write(&folder.join("pyrightconfig.json"), &config)?;
        let python = newest.programs()?.join("python").display().to_string();
        newest.run("pyright", &["--pythonpath", &python, "-p", "."], folder)?;
        newest.run(
            "mypy",
            &["--strict", "--cache-dir", ".mypy", "--python-version", version, "."],
            folder,
        )?;
    }
    Ok(())
}
