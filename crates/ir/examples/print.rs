//! Prints the IR of a schema, with the results that a `codegen.toml` states:
//! `cargo run -p codegen-ir --example print -- SCHEMA [CONFIG [OVERLAY...]]`.

use std::path::Path;

use codegen_ir::schema::{Bundle, Limits, Overlay, Place};
use codegen_ir::{Policy, ResultEntry, lower};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let schema = args.next().ok_or("usage: print SCHEMA [OVERLAY...]")?;
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
    let (bundle, warnings) = Bundle::load(Path::new(&schema), &overlays, &Limits::default())?;
    eprintln!("{warnings}");
    let (protocol, warnings) = lower(&bundle, &policy)?;
    eprintln!("{warnings}");
    print!("{protocol}");
    Ok(())
}
