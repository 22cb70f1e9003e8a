//! The pin, the runtime and the lock.

use crate::Case;
use crate::common::Folder;
use crate::runtime::PYPROJECT;

fn pin(name: &'static str, id: &'static str, line: &str) -> Case {
    let text = PYPROJECT.replace("\"openai-codex-cli-bin==1.2.3\"", line);
    let folder = move || {
        let folder = Folder::with_pin();
        folder.write("pyproject.toml", &text);
        folder
    };
    Case { folder: Box::new(folder), args: &["pull"], ..Case::new(name, id, |_| {}) }
}

fn pulled(name: &'static str, id: &'static str, change: impl Fn(&Folder) + 'static) -> Case {
    let folder = move || {
        let folder = Folder::pulled();
        change(&folder);
        folder
    };
    Case { folder: Box::new(folder), args: &["check"], ..Case::new(name, id, |_| {}) }
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        pin("pin-missing", "no-pin", "\"httpx\""),
        pin("pin-range", "pin-not-exact", "\"openai-codex-cli-bin>=1.2,<2\""),
        pin("pin-any", "pin-not-exact", "\"openai-codex-cli-bin\""),
        pin("pin-url", "pin-not-exact", "\"openai-codex-cli-bin @ https://example.com/a.whl\""),
        pin("pin-twice", "two-pins", "\"openai-codex-cli-bin==1.2.3\",\n    \"openai-codex-cli-bin==1.2.4\""),
        pin("pin-not-toml", "not-toml", "\"openai-codex-cli-bin==1.2.3"),
        Case {
            folder: Box::new(|| {
                let folder = Folder::with_pin();
                std::fs::remove_file(folder.path().join("pyproject.toml")).unwrap();
                folder
            }),
            args: &["pull"],
            ..Case::new("pin-file-missing", "unreadable-file", |_| {})
        },
        Case {
            args: &["pull", "--python", "no-python"],
            ..pin("runtime-missing", "no-runtime", "\"openai-codex-cli-bin==1.2.3\"")
        },
        pulled("pin-moved", "pin-moved", |folder| {
            folder.write("pyproject.toml", &PYPROJECT.replace("1.2.3", "1.2.4"));
        }),
        pulled("lock-missing", "no-lock", |folder| {
            std::fs::remove_file(folder.path().join("codegen.lock")).unwrap();
        }),
        pulled("lock-conflict", "bad-lock", |folder| {
            let lock = folder.read("codegen.lock");
            folder.write("codegen.lock", &format!("<<<<<<< HEAD\n{lock}=======\n{lock}>>>>>>> other\n"));
        }),
        pulled("schema-edited", "schema-edited", |folder| {
            let path = "schema/protocol.schemas.json";
            folder.write(path, &folder.read(path).replacen('{', "{\n  \"$comment\": \"mine\",", 1));
        })
        .without_line(),
        pulled("schema-lost", "schema-missing", |folder| {
            std::fs::remove_file(folder.path().join("schema/protocol.schemas.json")).unwrap();
        })
        .without_line(),
    ]
}
