//! Runs generated TypeScript: compilers of two major versions, prettier, node.
//!
//! The npm packages are pinned by `tests/npm` and installed once under `target/npm`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use codegen_build::ir::Protocol;
use codegen_build::{Compiled, Input, Job, JobTarget, lang};
use serde::Deserialize;
use serde_json::Value;

/// A compiler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compiler {
    /// TypeScript 5.
    Five,
    /// TypeScript 7.
    Seven,
}

/// Both.
pub const COMPILERS: [Compiler; 2] = [Compiler::Five, Compiler::Seven];

/// The folder of this crate.
#[must_use]
pub fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the installed npm packages.
pub fn npm() -> Result<&'static Path, String> {
    static FOLDER: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    FOLDER.get_or_init(install).as_deref().map_err(Clone::clone)
}

/// Installs what the lock says, unless that is there already. Another process may do the same at the same
/// time: the folder appears as a whole.
fn install() -> Result<PathBuf, String> {
    let source = here().join("npm");
    let lock =
        std::fs::read_to_string(source.join("package-lock.json")).map_err(|error| error.to_string())?;
    let target = here().join("../target/npm");
    let folder = target.join(&codegen_build::target::words::hash(&lock)[..12]);
    let found = |folder: &Path| folder.canonicalize().map_err(|error| error.to_string());
    if folder.exists() {
        return found(&folder);
    }
    std::fs::create_dir_all(&target).map_err(|error| error.to_string())?;
    let fresh =
        tempfile::Builder::new().prefix("install-").tempdir_in(&target).map_err(|error| error.to_string())?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        std::fs::copy(source.join(file), fresh.path().join(file)).map_err(|error| error.to_string())?;
    }
    run(Command::new("npm").arg("ci").current_dir(fresh.path()))?;
    match std::fs::rename(fresh.path(), &folder) {
        Err(error) if !folder.exists() => Err(error.to_string()),
        _ => found(&folder),
    }
}

/// Runs a command; its output is the error where it fails.
pub fn run(command: &mut Command) -> Result<String, String> {
    let name = format!("{command:?}");
    let output =
        command.output().map_err(|error| format!("{name}: {error} (the tests need node and npm)"))?;
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() {
        return Ok(text);
    }
    let error = format!("{name}: {}\n{text}", output.status);
    // The harness of Rust's tests would print it on one line.
    eprintln!("{error}");
    Err(error)
}

/// A node program of the installed packages.
pub fn node(program: &Path, arguments: &[&str], folder: &Path) -> Result<String, String> {
    run(Command::new("node").arg(program).args(arguments).current_dir(folder))
}

/// Compiles a project under the strictest settings; JavaScript goes to `dist`.
pub fn compile(compiler: Compiler, project: &Path) -> Result<(), String> {
    let script = match compiler {
        Compiler::Five => "node_modules/typescript/bin/tsc",
        Compiler::Seven => "node_modules/typescript-7/bin/tsc",
    };
    node(&npm()?.join(script), &["-p", "."], project).map(drop)
}

/// Checks the layout of all files of a folder.
pub fn prettier(folder: &Path) -> Result<(), String> {
    let script = npm()?.join("node_modules/prettier/bin/prettier.cjs");
    node(&script, &["--no-config", "--check", "**/*.ts"], folder).map(drop)
}

/// Lints a project and the program of a user in it.
pub fn lint(project: &Path) -> Result<(), String> {
    let (npm, sources) = (npm()?, here().join("typescript"));
    let read = |name: &str| std::fs::read_to_string(sources.join(name)).map_err(|error| error.to_string());
    write(&project.join("program.ts"), &read("program.ts")?)?;
    let linters = npm.to_str().ok_or("a path that is no text")?;
    let config = "eslint.config.mjs";
    write(&project.join(config), &read(config)?.replace("LINTERS", linters))?;
    node(&npm.join("node_modules/eslint/bin/eslint.js"), &["--max-warnings", "0", "."], project).map(drop)
}

/// An empty project with all strict settings on. `bundler`: as bundlers see it, else as node does.
pub fn project(folder: &Path, bundler: bool) -> Result<(), String> {
    let (module, resolution) = if bundler { ("esnext", "bundler") } else { ("nodenext", "nodenext") };
    let options = serde_json::json!({
        "strict": true,
        "exactOptionalPropertyTypes": true,
        "noUncheckedIndexedAccess": true,
        "noPropertyAccessFromIndexSignature": true,
        "noImplicitOverride": true,
        "noImplicitReturns": true,
        "noFallthroughCasesInSwitch": true,
        "noUnusedLocals": true,
        "noUnusedParameters": true,
        "noUncheckedSideEffectImports": true,
        "verbatimModuleSyntax": true,
        "isolatedModules": true,
        "isolatedDeclarations": true,
        "erasableSyntaxOnly": true,
        "declaration": true,
        "target": "es2022",
        "lib": ["es2022"],
        "types": [],
        "module": module,
        "moduleResolution": resolution,
        "rootDir": ".",
        "outDir": "dist",
    });
    let config =
        serde_json::json!({ "compilerOptions": options, "include": ["**/*.ts"], "exclude": ["dist"] });
    write(&folder.join("tsconfig.json"), &format!("{config:#}\n"))?;
    write(&folder.join("package.json"), "{ \"private\": true, \"type\": \"module\" }\n")
}

/// Writes a file and the folders that it needs. One that has the text already is left alone: nothing is
/// compiled again for it.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    if std::fs::read(path).is_ok_and(|found| found == text.as_bytes()) {
        return Ok(());
    }
    let written =
        path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, text));
    written.map_err(|error| format!("{}: {error}", path.display()))
}

/// Generates the package of a job into a folder and gives what the schema means.
pub fn generate(job: Job, folder: &Path) -> Result<Protocol, String> {
    generate_with(job, folder, serde_json::json!({}))
}

/// The same with options.
pub fn generate_with(mut job: Job, folder: &Path, options: Value) -> Result<Protocol, String> {
    let language = lang::find("typescript").ok_or("TypeScript is not there")?;
    job.targets = vec![JobTarget { options, ..JobTarget::new(language, folder) }];
    let Compiled { meaning, outputs } = job.compile().map_err(|errors| errors.to_string())?;
    for file in outputs.iter().flat_map(|output| &output.files) {
        write(&folder.join(&file.path), &file.text)?;
    }
    Ok(meaning.protocol)
}

/// The job for a schema file of the fixtures.
#[must_use]
pub fn fixture(feature: &str) -> Job {
    Job::new(Input::Path(here().join(format!("fixtures/{feature}.schema.json"))))
}

/// The features that have a fixture, sorted.
pub fn features() -> Result<Vec<String>, String> {
    let folder = std::fs::read_dir(here().join("fixtures")).map_err(|error| error.to_string())?;
    let names = folder.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut features: Vec<String> =
        names.filter_map(|name| Some(name.strip_suffix(".schema.json")?.to_owned())).collect();
    features.sort();
    Ok(features)
}

/// A value that must be refused.
#[derive(Debug, Deserialize)]
pub struct Refused {
    /// The value.
    pub value: Value,
    /// `accepts`: the types cannot say why it is refused.
    #[serde(default)]
    pub typescript: Option<String>,
}

/// The values of a fixture, by the name of their type in the schema.
#[derive(Debug, Default)]
pub struct Values {
    /// They hold what the schema lists.
    pub accept: BTreeMap<String, Vec<Value>>,
    /// They hold something unknown, which is kept.
    pub keep: BTreeMap<String, Vec<Value>>,
    /// They are refused.
    pub refuse: BTreeMap<String, Vec<Refused>>,
}

impl Values {
    /// Reads them; a file that is not there holds none.
    pub fn read(feature: &str) -> Result<Self, String> {
        Ok(Self {
            accept: read_values(feature, "accept")?,
            keep: read_values(feature, "keep")?,
            refuse: read_values(feature, "refuse")?,
        })
    }
}

/// The values of a fixture of one kind: `accept`, `keep` or `refuse`; a file that is not there holds none.
pub fn read_values<T: for<'de> Deserialize<'de> + Default>(feature: &str, kind: &str) -> Result<T, String> {
    let path = here().join(format!("values/{feature}.{kind}.json"));
    match std::fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

/// Which of the kept values cannot be written in TypeScript: their tags are only known to be unknown.
pub fn unwritable() -> Result<BTreeMap<String, BTreeMap<String, Vec<usize>>>, String> {
    read_values("typescript", "unwritable")
}

/// A program that uses the values of a fixture: what is accepted is a literal of its type, what is refused
/// is an error, and what is kept may hold more members than its type names.
pub fn program(
    values: &Values,
    unwritable: &BTreeMap<String, Vec<usize>>,
    name: &dyn Fn(&str) -> Result<String, String>,
) -> Result<String, String> {
    let mut text = String::from("import type * as t from \"./index.js\";\n");
    text.push_str("type Mutable<V> = V extends object ? { -readonly [K in keyof V]: Mutable<V[K]> } : V;\n");
    text.push_str("declare function received<const V>(value: V): Mutable<V>;\n");
    let mut count = 0;
    for (schema, values) in &values.accept {
        let name = name(schema)?;
        for value in values {
            count += 1;
            text.push_str(&literal(count, &name, value));
        }
    }
    for (schema, values) in &values.refuse {
        let name = name(schema)?;
        for Refused { value, typescript } in values {
            match typescript.as_deref() {
                Some("accepts") => {}
                Some(other) => return Err(format!("\"typescript\": \"{other}\" is not known")),
                None => text.push_str("// @ts-expect-error It is refused.\n"),
            }
            count += 1;
            text.push_str(&literal(count, &name, value));
        }
    }
    for (schema, values) in &values.keep {
        let name = name(schema)?;
        for (place, value) in values.iter().enumerate() {
            count += 1;
            text.push_str(&format!("const received{count} = received({value});\n"));
            if unwritable.get(schema).is_some_and(|places| places.contains(&place)) {
                text.push_str("// @ts-expect-error A tag that is not listed cannot be written.\n");
            }
            text.push_str(&format!("export const value{count}: t.{name} = received{count};\n"));
        }
    }
    // A fixture that is compiled only: an import that nothing uses is an error.
    Ok(if count == 0 { "export {};\n".to_owned() } else { text })
}

fn literal(count: usize, name: &str, value: &Value) -> String {
    format!("export const value{count}: t.{name} = {value};\n")
}

/// The name in TypeScript of each type, by its name in the schema.
pub fn names(protocol: &Protocol) -> Result<BTreeMap<String, String>, String> {
    let language = lang::find("typescript").ok_or("TypeScript is not there")?;
    let names = language.target(serde_json::json!({}))?.type_names(protocol);
    Ok(protocol.types.iter().zip(names).map(|((_, def), name)| (def.name.clone(), name)).collect())
}
