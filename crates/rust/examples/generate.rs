//! Generates Rust from a schema, with the results that a `codegen.toml` states:
//! `cargo run -p codegen-rust --example generate -- OUT tree|file SCHEMA [CONFIG [OVERLAY...]]`.

use std::path::Path;

use codegen_rust::target::ir::schema::{Bundle, Limits, Overlay, Place};
use codegen_rust::target::ir::{Policy, ResultEntry, lower};
use codegen_rust::target::{Header, Target};
use codegen_rust::{Layout, Options, Rust};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let usage = "usage: generate OUT tree|file SCHEMA [CONFIG [OVERLAY...]]";
    let mut args = std::env::args().skip(1);
    let out = args.next().ok_or(usage)?;
    let layout = if args.next().ok_or(usage)? == "file" { Layout::File } else { Layout::Tree };
    let schema = args.next().ok_or(usage)?;
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
    let start = std::time::Instant::now();
    let files = Rust::new(Options { layout }).generate(&protocol, &Header::new(&schema, "codegen generate"));
    eprintln!("{} files in {:?}", files.len(), start.elapsed());
    for file in files {
        let path = Path::new(&out).join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        std::fs::write(path, file.text)?;
    }
    Ok(())
}
