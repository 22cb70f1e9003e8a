//! Writes the package of a schema, with the results that a `codegen.toml` states, and says how long each step took:
//! `cargo run -p codegen-typescript --example generate -- SCHEMA OUT [CONFIG [OVERLAY...]]`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use std::path::Path;
use std::time::Instant;

use codegen_target::ir::schema::{Bundle, Limits, Overlay, Place};
use codegen_target::ir::{Policy, ResultEntry, lower};
use codegen_target::{Header, Target};
use codegen_typescript::TypeScript;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(schema), Some(out)) = (args.next(), args.next()) else {
        return Err("usage: generate SCHEMA OUT [CONFIG [OVERLAY...]]".into());
    };
    let mut policy = Policy::default();
    if let Some(config) = args.next() {
        let config: toml::Table = std::fs::read_to_string(config)?.parse()?;
        let table =
            config.get("methods").and_then(|methods| methods.get("results")).and_then(toml::Value::as_table);
        for (method, entry) in table.into_iter().flatten() {
            let result = entry.as_str().or_else(|| entry.get("result").and_then(toml::Value::as_str));
            let result = result.filter(|name| *name != "none").map(str::to_owned);
            policy
                .result_table
                .insert(method.clone(), ResultEntry { result, optional: true, place: Place::default() });
        }
    }
    let overlays = args
        .map(|file| Ok(Overlay::parse(&file, &std::fs::read_to_string(&file)?)?))
        .collect::<Result<Vec<_>, Box<dyn std::error::Error>>>()?;
    let start = Instant::now();
    let (bundle, _) = Bundle::load(Path::new(&schema), &overlays, &Limits::default())?;
    let loaded = start.elapsed();
    let (protocol, _) = lower(&bundle, &policy)?;
    let lowered = start.elapsed();
    let header = Header::new(&schema, "cargo run -p codegen-typescript --example generate");
    let files = TypeScript::default().generate(&protocol, &header);
    let generated = start.elapsed();
    std::fs::create_dir_all(&out)?;
    for file in &files {
        std::fs::write(Path::new(&out).join(&file.path), &file.text)?;
    }
    println!(
        "{} files; loaded {loaded:?}, lowered {:?}, generated {:?}",
        files.len(),
        lowered.saturating_sub(loaded),
        generated.saturating_sub(lowered)
    );
    Ok(())
}
