//! The protocol of a schema, with the results that a `codegen.toml` states.

use std::path::Path;

use codegen_rust::target::ir::schema::{Bundle, Limits, Overlay, Place};
use codegen_rust::target::ir::{Policy, Protocol, ResultEntry, lower};

/// Reads `SCHEMA [CONFIG [OVERLAY...]]`.
pub fn protocol(mut args: impl Iterator<Item = String>) -> Result<Protocol, Box<dyn std::error::Error>> {
    let schema = args.next().ok_or("a schema is missing")?;
    let mut policy = Policy::default();
    if let Some(config) = args.next() {
        let config: toml::Table = std::fs::read_to_string(config)?.parse()?;
        let table =
            config.get("methods").and_then(|methods| methods.get("results")).and_then(toml::Value::as_table);
        for (method, entry) in table.into_iter().flatten() {
            let result = entry.as_str().or_else(|| entry.get("result").and_then(toml::Value::as_str));
            let result = result.filter(|name| *name != "none").map(str::to_owned);
            let entry = ResultEntry { result, optional: true, place: Place::default() };
            policy.result_table.insert(method.clone(), entry);
        }
    }
    let overlays = args
        .map(|file| Ok(Overlay::parse(&file, &std::fs::read_to_string(&file)?)?))
        .collect::<Result<Vec<_>, Box<dyn std::error::Error>>>()?;
    let (bundle, warnings) = Bundle::load(Path::new(&schema), &overlays, &Limits::default())?;
    eprintln!("{warnings}");
    let (protocol, warnings) = lower(&bundle, &policy)?;
    eprintln!("{warnings}");
    Ok(protocol)
}
