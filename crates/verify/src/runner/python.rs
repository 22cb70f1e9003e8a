//! Python: the packages beside a script that reads values with them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{Outcome, Package, Probe, Runner, Tools, finish, tail, write};

const MISSING: &str = "a Python (3.10 or later) with pydantic 2.12 or later is needed to run generated Python:\n\
     python3 -m pip install 'pydantic>=2.12'";
const SCRIPT: &str = include_str!("../../runners/read.py");
/// What the generated code needs.
const CHECK: &str = "import sys, pydantic; v = tuple(map(int, pydantic.VERSION.split('.')[:2])); \
     sys.exit(0 if sys.version_info >= (3, 10) and v >= (2, 12) else f'Python {sys.version} with pydantic {pydantic.VERSION}')";

struct Python {
    folder: PathBuf,
    python: PathBuf,
    names: Vec<Vec<String>>,
}

pub fn runner(tools: &Tools, packages: Vec<Package>, folder: &Path) -> Result<Box<dyn Runner>, String> {
    let folder = folder.join("python");
    let python = tools.python.clone().unwrap_or_else(|| PathBuf::from("python3"));
    // As a file: given as text, it would import what lies about where it is called.
    let check = folder.join("check.py");
    write(&check, CHECK)?;
    let (_, errors, fit) = finish(Command::new(&python).arg(&check), MISSING)?;
    if !fit {
        return Err(format!(
            "`{}` does not have what is needed: {}\n{MISSING}",
            python.display(),
            tail(&errors)
        ));
    }
    let mut names = Vec::new();
    for package in packages {
        for file in &package.files {
            write(&folder.join(&package.module).join(&file.path), &file.text)?;
        }
        names.push(package.names);
    }
    write(&folder.join("read.py"), SCRIPT)?;
    Ok(Box::new(Python { folder, python, names }))
}

impl Runner for Python {
    fn run(&self, probes: &[Probe<'_>]) -> Result<Vec<Outcome>, String> {
        // Types stay together: each process makes what it needs of them.
        let workers = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        let size = probes.len().div_ceil(workers).max(200);
        std::thread::scope(|scope| {
            let parts: Vec<_> = probes.chunks(size).enumerate().collect();
            let running: Vec<_> = parts
                .into_iter()
                .map(|(number, part)| scope.spawn(move || self.part(number, part)))
                .collect();
            let mut all = Vec::new();
            for one in running {
                all.extend(one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
            }
            Ok(all)
        })
    }
}

impl Python {
    fn part(&self, number: usize, probes: &[Probe<'_>]) -> Result<Vec<Outcome>, String> {
        let mut text = String::new();
        for Probe { subject, kind, datum, .. } in probes {
            let name =
                self.names.get(*subject).and_then(|names| names.get(*kind)).ok_or("a type without a name")?;
            let _ = writeln!(text, "p{subject}\t{name}\t{datum}");
        }
        let values = self.folder.join(format!("values-{number}"));
        write(&values, &text)?;
        let mut command = Command::new(&self.python);
        command.args(["-W", "error"]).arg("read.py").arg(&values).current_dir(&self.folder);
        command.env_remove("PYTHONPATH").env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONUTF8", "1");
        let (lines, errors, done) = finish(&mut command, MISSING)?;
        let found: Vec<Outcome> = lines.lines().map(outcome).collect::<Result<_, _>>()?;
        if !done || found.len() != probes.len() {
            let next = probes.get(found.len()).map(|probe| probe.datum.to_string()).unwrap_or_default();
            return Err(format!("Python ended before this value: {next}\n{}", tail(&errors)));
        }
        Ok(found)
    }
}

fn outcome(line: &str) -> Result<Outcome, String> {
    let answer: Value = serde_json::from_str(line).map_err(|error| format!("{error}: {line}"))?;
    let text = |index: usize| answer.get(index).and_then(Value::as_str).map(str::to_owned);
    Ok(match answer.get(0).and_then(Value::as_bool) {
        Some(true) => Outcome::Accepted(text(1)),
        Some(false) => Outcome::Refused {
            places: answer
                .get(1)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|place| place.as_str().map(str::to_owned))
                .collect(),
            message: text(2).unwrap_or_default(),
        },
        None => Outcome::Broken(text(1).unwrap_or_default()),
    })
}
