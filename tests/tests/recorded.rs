//! Messages of the real runtimes through the generated Rust: exact, whatever the version.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::OnceLock;

use codegen_build::ir::Protocol;
use codegen_build::lang;
use codegen_tests::fresh;
use codegen_tests::recorded::{VERSIONS, recording, said, values};
use codegen_tests::runtime::Runtime;
use codegen_tests::rust::{CHECK, cargo};
use codegen_tests::typescript::{here, run, write};
use serde_json::json;

use crate::library::{Library, library};

type Outcome = Result<(), String>;

/// What an older schema cannot describe: a required member that newer servers no longer send.
const GONE: (&str, &str, &str) = ("0.133.0", "ModelProviderCapabilitiesReadResponse", "/namespaceTools");

/// The crate of the types with the program that reads messages.
fn reader() -> Result<&'static Library, String> {
    static READER: OnceLock<Outcome> = OnceLock::new();
    let library = library()?;
    READER.get_or_init(|| program(&library.folder, &library.protocols)).clone()?;
    Ok(library)
}

/// The types of each version, and the recordings that are read with them: of the same runtime and of newer
/// ones.
fn pairs(
    protocols: &[Protocol],
) -> impl Iterator<Item = (&Protocol, &'static str, &'static str, &'static str)> {
    let versions = VERSIONS.iter().zip(protocols).enumerate();
    versions.flat_map(|(place, ((schema, module), protocol))| {
        VERSIONS[place..].iter().map(move |(recording, _)| (protocol, *schema, *module, *recording))
    })
}

/// Writes what is in a recording for the program to read, and gives the names of the types.
fn lay(
    folder: &Path,
    protocol: &Protocol,
    schema: &str,
    version: &str,
    file: &Path,
) -> Result<Vec<String>, String> {
    let (mut values, unknown) = values(protocol, file)?;
    if schema == version {
        assert_eq!(unknown, 0, "{version} uses methods that its own schema does not know");
    }
    let feature = format!("{version} by {schema}");
    let mut names: Vec<String> = values.keys().cloned().collect();
    let (old, gone, at) = GONE;
    if schema == old && schema != version {
        let refused = values.remove(gone).ok_or("nothing is gone")?;
        let refused: Vec<_> = refused.into_iter().map(|value| json!({ "value": value, "at": at })).collect();
        names.push(gone.to_owned());
        write(&folder.join(format!("{feature}.refuse.json")), &json!({ gone: refused }).to_string())?;
    }
    let text = serde_json::to_string(&values).map_err(|error| error.to_string())?;
    write(&folder.join(format!("{feature}.keep.json")), &text)?;
    Ok(names)
}

/// The program that reads values of every type that occurs in a recording.
fn program(folder: &Path, protocols: &[Protocol]) -> Outcome {
    let target = lang::find("rust").ok_or("Rust is not there")?.target(json!({}))?;
    let place = folder.join("values/recorded");
    let mut calls = String::new();
    for (protocol, schema, module, version) in pairs(protocols) {
        let names = lay(&place, protocol, schema, version, &recording(version))?;
        for (def, name) in protocol.types.iter().map(|(_, def)| def).zip(target.type_names(protocol)) {
            if names.contains(&def.name) {
                let (feature, schema) = (format!("{version} by {schema}"), &def.name);
                let _ = writeln!(
                    calls,
                    "    values.check::<generated::{module}::{name}>({feature:?}, {schema:?});"
                );
            }
        }
    }
    let main = format!(
        "//! Messages of the real runtimes.\n\nmod check;\n\nfn main() {{\n    \
         let folder = std::env::args().nth(1).expect(\"a folder\");\n    \
         let mut values = check::Values::read(&folder);\n{calls}    values.finish();\n}}\n",
    );
    write(&folder.join("src/bin/recorded/main.rs"), &main)?;
    write(&folder.join("src/bin/recorded/check.rs"), CHECK)
}

fn check(folder: &Path, values: &Path) -> Outcome {
    let values = values.display().to_string();
    println!("{}", cargo(folder, &["run", "--quiet", "--bin", "recorded", "--", &values], &[])?);
    Ok(())
}

#[test]
fn rust_gives_every_message_back() -> Outcome {
    let folder = &reader()?.folder;
    check(folder, &folder.join("values/recorded"))
}

/// The recorder's sessions with the newest runtime, held now: what it says, types of older schemas take.
#[test]
fn older_types_take_what_the_newest_runtime_says_now() -> Outcome {
    let runtime = Runtime::Newest;
    let version = runtime.version();
    let scratch = fresh(env!("CARGO_TARGET_TMPDIR"), "recorded", "now")?;
    let file = scratch.join("messages.jsonl");
    run(runtime.python(&here().join("wire/record.py"))?.arg(&file))?;
    let (recorded, now) = (said(&recording(version))?, said(&file)?);
    let (gone, new): (Vec<_>, Vec<_>) =
        (recorded.difference(&now).collect(), now.difference(&recorded).collect());
    assert!(gone.is_empty() && new.is_empty(), "no longer said: {gone:#?}; not recorded: {new:#?}");
    let Library { folder, protocols } = reader()?;
    for (protocol, schema, _, _) in pairs(protocols).filter(|(_, _, _, recording)| *recording == version) {
        lay(&scratch, protocol, schema, version, &file)?;
    }
    check(folder, &scratch)
}
