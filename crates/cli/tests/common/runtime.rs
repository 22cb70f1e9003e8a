//! A runtime that is a shell script, and packages that hold it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)] // a test may; each uses a part of this

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use zip::write::SimpleFileOptions;

use crate::common::{CONFIG, Folder, SCHEMA};

/// A program that says this version and writes this schema.
pub fn program(version: &str, schema: &str) -> String {
    format!(
        "#!/bin/sh\ncase \"$1\" in --version) echo 'codex-cli {version}'; exit;; esac\n\
         cat > \"$4/protocol.schemas.json\" <<'END'\n{schema}END\n"
    )
}

/// What the metadata of a wheel says.
pub fn metadata(version: &str) -> String {
    format!("Metadata-Version: 2.1\nName: openai-codex-cli-bin\nVersion: {version}\n\nVersion: 9\n")
}

/// A file name for this platform.
pub fn wheel_name(version: &str) -> String {
    let platform = match (std::env::consts::OS, std::env::consts::ARCH) {
        ("macos", "aarch64") => "macosx_11_0_arm64".to_owned(),
        ("macos", arch) => format!("macosx_11_0_{arch}"),
        (_, arch) => format!("manylinux_2_17_{arch}"),
    };
    format!("openai_codex_cli_bin-{version}-py3-none-{platform}.whl")
}

/// A member of an archive: its path, its mode and its content.
pub type Member<'a> = (&'a str, u32, &'a [u8]);

impl Folder {
    /// With the protocol, a pin of 1.2.3, and the schema in a folder that is not there yet.
    pub fn with_pin() -> Self {
        let folder = Self::new();
        folder.write("codegen.toml", &pinned_config());
        folder.write("pyproject.toml", PYPROJECT);
        folder
    }

    /// A zip file with these members.
    pub fn zip(&self, name: &str, members: &[Member<'_>]) -> PathBuf {
        let path = self.path().join(name);
        let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
        for (name, mode, content) in members {
            let options = SimpleFileOptions::default().unix_permissions(*mode);
            if mode & 0o170_000 == 0o120_000 {
                zip.add_symlink(*name, String::from_utf8_lossy(content), options).unwrap();
            } else {
                zip.start_file(*name, options).unwrap();
                zip.write_all(content).unwrap();
            }
        }
        zip.finish().unwrap();
        path
    }

    /// A wheel of the runtime.
    pub fn wheel(&self, version: &str, program: &str) -> PathBuf {
        self.zip(
            &wheel_name(version),
            &[
                ("codex_cli_bin/bin/codex", 0o755, program.as_bytes()),
                ("codex_cli_bin/bin/codex-code-mode-host", 0o755, b"other"),
                ("openai_codex_cli_bin.dist-info/METADATA", 0o644, metadata(version).as_bytes()),
            ],
        )
    }

    /// A runtime that lies there by itself.
    pub fn runtime(&self, program: &str) -> PathBuf {
        let path = self.path().join("codex");
        fs::write(&path, program).unwrap();
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o755);
        fs::set_permissions(&path, permissions).unwrap();
        path
    }

    /// A pulled and generated project.
    pub fn pulled() -> Self {
        let folder = Self::with_pin();
        let wheel = folder.wheel("1.2.3", &program("1.2.3", SCHEMA));
        folder.run(&["pull", "--wheel", wheel.to_str().unwrap()]).ends(0);
        folder.run(&["generate"]).ends(0);
        folder.run(&["check"]).ends(0);
        folder
    }
}

/// A configuration with a pin.
pub fn pinned_config() -> String {
    CONFIG.replace("schema = \"schema.json\"", "schema = \"schema\"").replace(
        "\n[[targets]]\nlang = \"rust\"",
        "\n[runtime]\npin = \"pyproject.toml\" # the SDK\n\n[[targets]]\nlang = \"rust\"",
    )
}

/// A package that pins the runtime.
pub const PYPROJECT: &str = "[project]\nname = \"sdk\"\ndependencies = [\n    \"pydantic>=2\",\n    \"openai-codex-cli-bin==1.2.3\",  # moved by codegen bump\n]\n";
