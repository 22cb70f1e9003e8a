//! Generates Rust from a schema, with the results that a `codegen.toml` states:
//! `cargo run -p codegen-rust --example generate -- OUT tree|file SCHEMA [CONFIG [OVERLAY...]]`.

use std::path::Path;

use codegen_rust::target::{Header, Target};
use codegen_rust::{Layout, Options, Rust};

#[path = "../common/mod.rs"]
mod common;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let usage = "usage: generate OUT tree|file SCHEMA [CONFIG [OVERLAY...]]";
    let mut args = std::env::args().skip(1);
    let out = args.next().ok_or(usage)?;
    let layout = if args.next().ok_or(usage)? == "file" { Layout::File } else { Layout::Tree };
    let protocol = common::protocol(args)?;
    let start = std::time::Instant::now();
    let files =
        Rust::new(Options { layout }).generate(&protocol, &Header::new("a schema", "codegen generate"));
    eprintln!("{} files in {:?}", files.len(), start.elapsed());
    for file in files {
        let path = Path::new(&out).join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
        std::fs::write(path, file.text)?;
    }
    Ok(())
}
