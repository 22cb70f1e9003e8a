//! The TypeScript for the real bundle, in its own tools and in a client's hands.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use codegen_tests::recorded::{job, values};
use codegen_tests::typescript::{
    COMPILERS, compile, generate, generate_with, names, node, prettier, project, write,
};
use serde_json::json;

type Outcome = Result<(), String>;

const CLIENT: &str = include_str!("../typescript/use_protocol.ts");

/// A folder for what a test generates; it stays there to be looked at.
fn folder(name: &str) -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("typescript").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    }
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    Ok(folder)
}

#[test]
fn a_client_compiles_and_runs_with_each_compiler() -> Outcome {
    for (name, bundler) in [("client-node", false), ("client-bundler", true)] {
        let folder = folder(name)?;
        project(&folder, bundler)?;
        generate(job("0.163.0-experimental")?, &folder.join("protocol"))?;
        write(&folder.join("client.ts"), CLIENT)?;
        for compiler in COMPILERS {
            compile(compiler, &folder)?;
        }
        if !bundler {
            node(&folder.join("dist/client.js"), &[], &folder)?;
        }
    }
    Ok(())
}

#[test]
fn the_real_bundle_is_laid_out_as_prettier_does() -> Outcome {
    let folder = folder("app-server-layout")?;
    generate(job("0.163.0-experimental")?, &folder)?;
    prettier(&folder)
}

#[test]
fn integers_can_be_bigint() -> Outcome {
    let folder = folder("bigint")?;
    project(&folder, false)?;
    generate_with(job("0.163.0-experimental")?, &folder.join("protocol"), json!({ "integers": "bigint" }))?;
    let use_it = "import type { RequestId } from \"./protocol/index.js\";\nexport const id: RequestId = 9007199254740993n;\n";
    write(&folder.join("use.ts"), use_it)?;
    for compiler in COMPILERS {
        compile(compiler, &folder)?;
    }
    Ok(())
}

/// Members that the schema does not name are refused in literals, so the messages are written as received
/// values; only those with an unknown tag have no type to be written with, and the recordings hold none.
#[test]
fn recorded_messages_are_of_their_types() -> Outcome {
    let folder = folder("recorded")?;
    project(&folder, false)?;
    let protocol = generate(job("0.163.0-experimental")?, &folder.join("protocol"))?;
    let names = names(&protocol)?;
    let (values, _) = values(&protocol, "0.163.0")?;
    let mut text = String::from("import type * as t from \"./protocol/index.js\";\n");
    text.push_str("type Mutable<V> = V extends object ? { -readonly [K in keyof V]: Mutable<V[K]> } : V;\n");
    text.push_str("declare function received<const V>(value: V): Mutable<V>;\n");
    let mut count = 0;
    for (schema, values) in &values {
        let name = names.get(schema).ok_or_else(|| format!("no type {schema}"))?;
        for value in values {
            count += 1;
            let _ = writeln!(text, "const received{count} = received({value});");
            let _ = writeln!(text, "export const value{count}: t.{name} = received{count};");
        }
    }
    assert!(count > 500, "only {count} values");
    write(&folder.join("recorded.ts"), &text)?;
    compile(COMPILERS[0], &folder)
}
