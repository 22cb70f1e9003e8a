//! A folder to run the command in, and a small protocol.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)] // a test may; each uses a part of this

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A protocol with both directions, a union, an enumeration and a method that the rule does not fit.
pub const SCHEMA: &str = r##"{
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "Protocol",
  "definitions": {
    "ClientRequest": {
      "oneOf": [
        {
          "type": "object",
          "required": ["id", "method", "params"],
          "properties": {
            "id": { "$ref": "#/definitions/RequestId" },
            "method": { "type": "string", "enum": ["note/write"] },
            "params": { "$ref": "#/definitions/NoteWriteParams" }
          }
        }
      ]
    },
    "ServerNotification": {
      "oneOf": [
        {
          "type": "object",
          "required": ["method", "params"],
          "properties": {
            "method": { "type": "string", "enum": ["note/changed"] },
            "params": { "$ref": "#/definitions/NoteChangedNotification" }
          }
        }
      ]
    },
    "RequestId": { "anyOf": [{ "type": "string" }, { "type": "integer", "format": "int64" }] },
    "NoteWriteParams": {
      "type": "object",
      "required": ["text"],
      "properties": { "text": { "type": "string" }, "color": { "$ref": "#/definitions/Color" } }
    },
    "NoteWriteResponse": { "type": "object", "required": ["count"], "properties": { "count": { "type": "integer", "format": "int64" } } },
    "NoteChangedNotification": {
      "type": "object",
      "required": ["block"],
      "properties": { "block": { "$ref": "#/definitions/Block" } }
    },
    "Block": {
      "oneOf": [
        { "title": "TextBlock", "type": "object", "required": ["type", "text"], "properties": { "type": { "enum": ["text"] }, "text": { "type": "string" } } },
        { "title": "RuleBlock", "type": "object", "required": ["type"], "properties": { "type": { "enum": ["rule"] } } }
      ]
    },
    "Color": { "type": "string", "enum": ["red", "green"] }
  }
}
"##;

/// A configuration for all three languages.
pub const CONFIG: &str = r#"version = 1
schema = "schema.json"

[[targets]]
lang = "rust"
out = "gen/rust"

[[targets]]
lang = "python"
out = "gen/python"

[[targets]]
lang = "typescript"
out = "gen/typescript"
"#;

/// A folder of its own.
pub struct Folder(TempDir);

/// How the command ended.
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Folder {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// With the protocol and its configuration.
    pub fn with_protocol() -> Self {
        let folder = Self::new();
        folder.write("schema.json", SCHEMA);
        folder.write("codegen.toml", CONFIG);
        folder
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    pub fn exists(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    /// All files, sorted.
    pub fn files(&self) -> Vec<String> {
        let mut all = Vec::new();
        let mut open: Vec<PathBuf> = vec![self.path().to_owned()];
        while let Some(here) = open.pop() {
            for entry in fs::read_dir(here).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    all.push(path.strip_prefix(self.path()).unwrap().to_string_lossy().into_owned());
                }
            }
        }
        all.sort();
        all
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_codegen"));
        command.args(args).current_dir(self.path()).stdin(Stdio::null());
        command.env_remove("NO_COLOR").env_remove("RUST_BACKTRACE");
        command
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        let output = self.command(args).output().unwrap();
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}{}", self.stdout, self.stderr))
    }

    #[track_caller]
    pub fn ends(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.stderr.contains(words), "`{words}` is not in:\n{}", self.stderr);
        self
    }
}
