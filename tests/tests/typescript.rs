//! The generated TypeScript in its own tools.

use std::path::{Path, PathBuf};

use codegen_tests::typescript::{
    COMPILERS, Values, compile, features, fixture, generate, prettier, program, project, unwritable,
};

type Outcome = Result<(), String>;

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
fn fixtures_accept_and_refuse_what_the_values_say() -> Outcome {
    let folder = folder("fixtures")?;
    project(&folder, false)?;
    let unwritable = unwritable()?;
    for feature in features()? {
        let package = folder.join(&feature);
        let protocol =
            generate(fixture(&feature), &package).map_err(|error| format!("{feature}: {error}"))?;
        let names = codegen_tests::typescript::names(&protocol)?;
        let name = |schema: &str| {
            names
                .get(schema)
                .cloned()
                .ok_or_else(|| format!("{feature}: the values speak of an unknown type {schema}"))
        };
        let none = Default::default();
        let text = program(&Values::read(&feature)?, unwritable.get(&feature).unwrap_or(&none), &name)?;
        codegen_tests::typescript::write(&package.join("values.test.ts"), &text)?;
    }
    for compiler in COMPILERS {
        compile(compiler, &folder)?;
    }
    Ok(())
}

#[test]
fn fixtures_are_laid_out_as_prettier_does() -> Outcome {
    let folder = folder("layout")?;
    for feature in features()? {
        generate(fixture(&feature), &folder.join(&feature)).map_err(|error| format!("{feature}: {error}"))?;
    }
    prettier(&folder)
}
