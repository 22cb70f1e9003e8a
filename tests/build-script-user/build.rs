fn main() -> Result<(), codegen_build::Error> {
    codegen_build::Builder::new("schema.json")
        .config("codegen.toml")?
        .overlay("notes.overlay.toml")
        .generate()
}
