//! The real runtime as a judge of what the generated types take, and as the other side of a session.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use codegen_tests::live::{Answer, Probe, Reviewed, Verdict, seeded};
use codegen_tests::python;
use codegen_tests::recorded::job;
use codegen_tests::runtime::{RUNTIMES, Runtime, python as script};
use codegen_tests::rust::cargo;
use codegen_tests::typescript::{here, run, write};
use codegen_tests::{fresh, read};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::library::library;

type Outcome = Result<(), String>;

/// The crate of the types, with the programs that speak with the server.
fn rust() -> Result<&'static Path, String> {
    static PROGRAMS: OnceLock<Outcome> = OnceLock::new();
    let folder = &library()?.folder;
    let programs =
        [("judge.rs", "judge.rs"), ("session.rs", "session/main.rs"), ("client.rs", "session/client.rs")];
    let write_all = || {
        programs.into_iter().try_for_each(|(from, to)| {
            write(&folder.join("src/bin").join(to), &read(&here().join("live").join(from))?)
        })
    };
    PROGRAMS.get_or_init(write_all).clone()?;
    Ok(folder)
}

/// A program of the crate.
fn program(name: &str) -> Result<PathBuf, String> {
    let folder = rust()?;
    cargo(folder, &["build", "--quiet", "--bin", name], &[])?;
    let program = folder.with_file_name("target").join("debug").join(name);
    Ok(program.with_extension(std::env::consts::EXE_EXTENSION))
}

/// The package of the types.
fn package() -> Result<&'static Path, String> {
    static PACKAGE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let made = PACKAGE.get_or_init(|| {
        let folder = fresh(env!("CARGO_TARGET_TMPDIR"), "live", "python")?;
        python::generate(job("0.163.0-experimental")?, &folder.join("protocol"))?;
        Ok(folder)
    });
    made.as_deref().map_err(Clone::clone)
}

fn python_program(name: &str) -> Result<Command, String> {
    let mut command = script(&here().join("live").join(name))?;
    command.env("PYTHONPATH", package()?);
    Ok(command)
}

/// What a program says to lines of text.
fn filter(command: &mut Command, lines: &[String]) -> Result<Vec<String>, String> {
    let name = format!("{command:?}");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{name}: {error}"))?;
    let mut input = child.stdin.take().ok_or("no input")?;
    let text = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    // What it did not read is seen below.
    let _ = writer.join();
    if !output.status.success() {
        return Err(format!("{name}: {}", output.status));
    }
    let text = String::from_utf8(output.stdout).map_err(|error| error.to_string())?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn parsed<T: DeserializeOwned>(lines: &[String]) -> Result<Vec<T>, String> {
    lines.iter().map(|line| serde_json::from_str(line).map_err(|error| format!("{line}: {error}"))).collect()
}

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("{text}: {error}"))
}

#[test]
fn runtimes_write_the_schemas_that_are_kept() -> Outcome {
    for runtime in RUNTIMES {
        for (kind, arguments) in [("stable", &[][..]), ("experimental", &["--experimental"])] {
            let version = runtime.version();
            let folder = fresh(env!("CARGO_TARGET_TMPDIR"), "live", &format!("schema-{version}-{kind}"))?;
            run(Command::new(runtime.program()?)
                .args(["app-server", "generate-json-schema", "--out", "."])
                .args(arguments)
                .current_dir(&folder)
                .env("HOME", &folder)
                .env("CODEX_HOME", &folder))?;
            let name = "codex_app_server_protocol.schemas.json";
            let kept = here().join(format!("../schema/{version}/{kind}")).join(name);
            assert!(
                json(&read(&folder.join(name))?)? == json(&read(&kept)?)?,
                "{} is not what {version} writes",
                kept.display()
            );
        }
    }
    Ok(())
}

/// Requests that are right or wrong in one place.
fn probes() -> Result<Vec<String>, String> {
    let bundle = here().join("../schema/0.163.0/experimental/codex_app_server_protocol.schemas.json");
    filter(script(&here().join("wire/probes.py"))?.arg(bundle), &[])
}

/// Every request that is right or wrong in one place, built by the generated types where they take it: the
/// server's own deserialiser says the same, but for what was reviewed.
#[test]
fn types_and_server_agree_on_requests() -> Outcome {
    agree(&parsed(&probes()?)?, "disagreements.toml")
}

/// The same for requests from a seed: whole trees of values, each with one change at most. `CODEGEN_VALUES` says how
/// many of a method (20), `CODEGEN_SEED` which (0).
#[test]
fn types_and_server_agree_on_requests_from_a_seed() -> Outcome {
    let number = |variable: &str, default: u64| {
        std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let count = usize::try_from(number("CODEGEN_VALUES", 20)).map_err(|error| error.to_string())?;
    let meaning = job("0.163.0-experimental")?.understand().map_err(|error| error.to_string())?;
    agree(&seeded(&meaning.protocol, number("CODEGEN_SEED", 0), count)?, "seeded.toml")
}

fn agree(probes: &[Probe], list: &str) -> Outcome {
    let runtime = Runtime::Pinned;
    let texts: Vec<String> = probes.iter().enumerate().map(|(id, probe)| probe.message(id)).collect();
    let rust: Vec<Verdict> = parsed(&filter(&mut Command::new(program("judge")?), &texts)?)?;
    let python: Vec<Verdict> = parsed(&filter(&mut python_program("judge.py")?, &texts)?)?;
    assert_eq!((rust.len(), python.len()), (texts.len(), texts.len()));

    // What the types write is what is sent; what they refuse is sent as it is.
    let mut wrong = Vec::new();
    let mut asked = Vec::new();
    for ((text, rust), python) in texts.iter().zip(&rust).zip(&python) {
        if rust.accepted != python.accepted {
            wrong.push(format!("{text}: Rust {rust:?}, Python {python:?}"));
        }
        for verdict in [rust, python] {
            let sent = if verdict.accepted { &verdict.text } else { text };
            if json(sent)? != json(text)? {
                wrong.push(format!("{text} became {sent}"));
            }
            asked.push(serde_json::json!({ "text": sent }).to_string());
        }
    }
    let answers: Vec<Answer> =
        parsed(&filter(&mut runtime.python(&here().join("wire/oracle.py"))?, &asked)?)?;
    assert_eq!(answers.len(), 2 * texts.len());

    let mut disagreements = Vec::new();
    let mut agreed: BTreeMap<bool, usize> = BTreeMap::new();
    for ((probe, verdict), answers) in probes.iter().zip(&rust).zip(answers.chunks(2)) {
        for answer in answers {
            match answer.accepted {
                None => wrong.push(format!("{}: the server does not answer", probe.place())),
                Some(takes) if takes == verdict.accepted => *agreed.entry(takes).or_default() += 1,
                Some(takes) => disagreements.push((probe, takes, answer.message.as_str())),
            }
        }
    }
    let list = read(&here().join("live").join(list))?;
    let reviewed: Reviewed = toml::from_str(&list).map_err(|error| error.to_string())?;
    println!("agreed: {agreed:?}; disagreements reviewed: {}", disagreements.len());
    wrong.extend(reviewed.against(disagreements));
    if wrong.is_empty() { Ok(()) } else { Err(format!("{} wrong:\n{}", wrong.len(), wrong.join("\n"))) }
}

/// What the server says to the probes is what was recorded.
#[test]
fn recorded_verdicts_hold() -> Outcome {
    let file = here().join("wire/0.163.0.verdicts.jsonl");
    let now = filter(&mut Runtime::Pinned.python(&here().join("wire/oracle.py"))?, &probes()?)?;
    let recorded = read(&file)?;
    assert_eq!(recorded.lines().count(), now.len());
    for (recorded, now) in recorded.lines().zip(&now) {
        assert_eq!(recorded, now);
    }
    Ok(())
}

/// The server as a session of the recorder has it, in a scratch folder of its own.
fn server(name: &str) -> Result<Vec<String>, String> {
    let scratch = fresh(env!("CARGO_TARGET_TMPDIR"), "live", name)?
        .canonicalize()
        .map_err(|error| error.to_string())?;
    let python = python::Pydantic::Newest.programs()?.join("python");
    let serve = here().join("wire/serve.py");
    let words = [
        &scratch.join("home/user/project"),
        &python,
        Path::new("-B"),
        &serve,
        Runtime::Pinned.program()?,
        &scratch,
    ];
    Ok(words.map(|word| word.display().to_string()).to_vec())
}

#[test]
fn a_session_in_rust() -> Outcome {
    println!("{}", run(Command::new(program("session")?).args(server("session-rust")?))?);
    Ok(())
}

#[test]
fn a_session_in_python() -> Outcome {
    println!("{}", run(python_program("session.py")?.args(server("session-python")?))?);
    Ok(())
}
