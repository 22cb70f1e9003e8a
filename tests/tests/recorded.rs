//! Recorded messages of the real runtime through the generated types: exact, whatever the version.

use std::fmt::Write as _;
use std::path::PathBuf;

use codegen_build::lang;
use codegen_tests::fresh;
use codegen_tests::recorded::{job, values};
use codegen_tests::rust::{CHECK, Layout, cargo, generate, package};
use codegen_tests::typescript::write;
use serde_json::json;

type Outcome = Result<(), String>;

/// Types of a schema, and the recordings that are read with them: of the same runtime and of newer ones.
const PAIRS: [(&str, &[&str]); 3] = [
    ("0.133.0-experimental", &["0.133.0", "0.163.0", "0.169.0"]),
    ("0.163.0-experimental", &["0.163.0", "0.169.0"]),
    ("0.169.0-experimental", &["0.169.0"]),
];

/// What an older schema cannot describe: a required member that newer servers no longer send.
const GONE: (&str, &str, &str) =
    ("0.133.0-experimental", "ModelProviderCapabilitiesReadResponse", "/namespaceTools");

fn folder(name: &str) -> Result<PathBuf, String> {
    fresh(env!("CARGO_TARGET_TMPDIR"), "recorded", name)
}

#[test]
fn rust_gives_every_message_back() -> Outcome {
    let folder = folder("rust")?;
    package(&folder, "2024")?;
    let target = lang::find("rust").ok_or("Rust is not there")?.target(json!({}))?;
    let place = folder.join("values");
    let (mut modules, mut calls) = (String::new(), String::new());
    for (number, (schema, recordings)) in PAIRS.iter().enumerate() {
        let module = format!("v{number}");
        let protocol = generate(job(schema)?, &folder.join("src").join(&module), Layout::Tree)?;
        let _ = writeln!(modules, "pub mod {module};");
        for recording in *recordings {
            let (mut values, unknown) = values(&protocol, recording)?;
            if schema.starts_with(recording) {
                assert_eq!(unknown, 0, "{recording} uses methods that its own schema does not know");
            }
            let feature = format!("{recording} by {schema}");
            let (old, gone, at) = GONE;
            if *schema == old && !schema.starts_with(recording) {
                let refused = values.remove(gone).ok_or("nothing is gone")?;
                let refused: Vec<_> =
                    refused.into_iter().map(|value| json!({ "value": value, "at": at })).collect();
                let text = json!({ gone: refused }).to_string();
                write(&place.join(format!("{feature}.refuse.json")), &text)?;
            }
            let text = serde_json::to_string(&values).map_err(|error| error.to_string())?;
            write(&place.join(format!("{feature}.keep.json")), &text)?;
            for (def, name) in protocol.types.iter().map(|(_, def)| def).zip(target.type_names(&protocol)) {
                if values.contains_key(&def.name) || def.name == gone {
                    let _ =
                        writeln!(calls, "    values.check::<{module}::{name}>({feature:?}, {:?});", def.name);
                }
            }
        }
    }
    let main = format!(
        "//! Recorded messages.\n\n{modules}\nmod check;\n\nfn main() {{\n    \
         let mut values = check::Values::read({:?});\n{calls}    values.finish();\n}}\n",
        place.display().to_string()
    );
    write(&folder.join("src/main.rs"), &main)?;
    write(&folder.join("src/check.rs"), CHECK)?;
    println!("{}", cargo(&folder, &["run", "--quiet"], &[])?);
    Ok(())
}
