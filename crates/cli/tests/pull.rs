//! From the pin to the schema and its lock.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

mod common;
#[path = "common/runtime.rs"]
mod runtime;

use std::fs;

use common::{Folder, Ran, SCHEMA};
use runtime::{Member, metadata, pinned_config, program, wheel_name};

fn pull(folder: &Folder, args: &[&str]) -> Ran {
    let ran = folder.run(&[&["pull"], args].concat());
    if ran.code != Some(0) {
        assert!(!folder.exists("codegen.lock") && !folder.exists("schema"), "{}", ran.stderr);
    }
    ran
}

#[test]
fn a_wheel_gives_the_schema_and_the_lock_says_from_what() {
    let folder = Folder::with_pin();
    let wheel = folder.wheel("1.2.3", &program("1.2.3", SCHEMA));
    let ran = folder.run(&["pull", "-v", "--wheel", wheel.to_str().unwrap()]);
    ran.ends(0).says("as --wheel says").says("pulled the schema of openai-codex-cli-bin 1.2.3");
    assert_eq!(folder.read("schema/protocol.schemas.json"), SCHEMA);
    let lock = folder.read("codegen.lock");
    for line in [
        "lock-version = 2\n",
        "package = \"openai-codex-cli-bin\"\nversion = \"1.2.3\"\nexperimental = false\nsource = \"wheel\"\n",
        &format!("name = \"{}\"\n", wheel_name("1.2.3")),
        "path = \"schema/protocol.schemas.json\"\n",
    ] {
        assert!(lock.contains(line), "{line}: {lock}");
    }
    folder.run(&["generate"]).ends(0);
    folder.run(&["check"]).ends(0);
    // Again, from elsewhere: nothing is new.
    folder.run(&["pull", "--wheel", "."]).ends(0).says("as they should be");
    let program = folder.runtime(&program("1.2.3", SCHEMA));
    folder.run(&["pull", "--locked", "--runtime", program.to_str().unwrap()]).ends(0);
    assert_eq!(folder.read("codegen.lock"), lock);
    let names: Vec<String> = folder.files().into_iter().filter(|name| name.contains(".codegen-")).collect();
    assert_eq!(names, Vec::<String>::new());
}

#[test]
fn the_surface_and_the_name_of_the_file_are_what_the_configuration_says() {
    let folder = Folder::with_pin();
    let config = pinned_config().replace("\"schema\"", "\"own/name.json\"");
    folder.write("codegen.toml", &config.replace("[runtime]", "[runtime]\nexperimental = true"));
    let program = "#!/bin/sh\n[ \"$1\" = --version ] && echo 1.2.3 && exit\n\
        echo \"{\\\"definitions\\\": {\\\"A\\\": {\\\"description\\\": \\\"$1 $2 $3 $5 home:$(ls -A \"$HOME\") $USER$SECRET\\\"}}}\" > \"$4/a.json\"\n";
    let program = folder.runtime(program);
    let mut command = folder.command(&["pull", "--runtime", program.to_str().unwrap()]);
    assert!(command.env("SECRET", "s").env("USER", "me").status().unwrap().success());
    let text = folder.read("own/name.json");
    assert!(text.contains("app-server generate-json-schema --out --experimental home: \""), "{text}");
    assert!(folder.read("codegen.lock").contains("experimental = true"));
}

#[test]
fn an_installed_package_is_asked_for() {
    let folder = Folder::with_pin();
    folder.runtime(&program("1.2.3", SCHEMA));
    let python = |name: &str, says: &str| {
        folder.write(name, &format!("#!/bin/sh\n[ \"$1\" = -I ] || exit 9\necho '{says}'\n"));
        let path = folder.path().join(name);
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        path.to_string_lossy().into_owned()
    };
    let codex = folder.path().join("codex").display().to_string();
    let other = python("old", &format!("{{\"version\": \"1.2.2\", \"programs\": [[\"{codex}\", null]]}}"));
    pull(&folder, &["--python", &other])
        .ends(2)
        .says("it has openai-codex-cli-bin 1.2.2")
        .says("--fetch was not given");
    let none = python("none", "null");
    pull(&folder, &["--python", &none]).ends(2).says("is not installed");
    let two = python(
        "two",
        &format!("{{\"version\": \"1.2.3\", \"programs\": [[\"{codex}\", null], [\"{codex}2\", null]]}}"),
    );
    pull(&folder, &["--python", &two]).ends(2).says("two-runtimes");
    let odd = python("odd", "hello");
    pull(&folder, &["--python", &odd]).ends(2).says("cannot be read");
    // That of the project's own environment needs no name.
    python(".venv/bin/python", &format!("{{\"version\": \"1.2.3\", \"programs\": [[\"{codex}\", null]]}}"));
    let mut command = folder.command(&["pull", "-v"]);
    let output = command.env_remove("VIRTUAL_ENV").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains(".venv/bin/python"), "{said}");
    assert!(folder.read("codegen.lock").contains("source = \"installed\""));
}

/// A virtual environment without pip, and the package in it by hand: what `importlib.metadata` says counts.
#[test]
fn a_real_python_is_understood() {
    let folder = Folder::with_pin();
    let made = std::process::Command::new("python3")
        .args(["-m", "venv", "--without-pip", ".venv"])
        .current_dir(folder.path())
        .status()
        .unwrap();
    assert!(made.success());
    let lib = fs::read_dir(folder.path().join(".venv/lib"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path()
        .join("site-packages");
    let inside = |name: &str, text: &str| {
        let path = lib.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    };
    inside("codex_cli_bin/bin/codex", &program("1.2.3", SCHEMA));
    inside("openai_codex_cli_bin-1.2.3.dist-info/METADATA", &metadata("1.2.3"));
    inside(
        "openai_codex_cli_bin-1.2.3.dist-info/RECORD",
        "codex_cli_bin/bin/codex,,\n../../../bin/codex,,\nopenai_codex_cli_bin-1.2.3.dist-info/METADATA,,\n",
    );
    let pull = || {
        let output = folder.command(&["pull", "-v"]).env_remove("VIRTUAL_ENV").output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = pull();
    assert!(code == Some(0) && said.contains("installed for"), "{said}");
    // What runs before may print.
    inside("sitecustomize.py", "print('noise')\n");
    let (code, said) = pull();
    assert!(code == Some(0) && said.contains("installed for"), "{said}");
    // A program that was changed since is not what the package is.
    inside(
        "openai_codex_cli_bin-1.2.3.dist-info/RECORD",
        "codex_cli_bin/bin/codex,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0\n",
    );
    let (code, said) = pull();
    assert!(
        code == Some(2) && said.contains("runtime-hash") && said.contains("RECORD says e3b0c442"),
        "{said}"
    );
}

#[test]
fn npm_packages_are_taken_too() {
    let folder = Folder::with_pin();
    folder.write("codegen.toml", &pinned_config().replace("pyproject.toml", "package.json"));
    folder.write("package.json", "{ \"dependencies\": { \"@openai/codex\": \"1.2.3\" } }");
    let own = program("1.2.3", SCHEMA);
    let package = br#"{"name": "@openai/codex", "version": "1.2.3"}"#;
    let good: [Member<'_>; 2] =
        [("package/package.json", 0o644, package), ("package/vendor/x/bin/codex", 0o755, own.as_bytes())];
    let tgz = |name: &str, members: &[Member<'_>]| {
        let file = fs::File::create(folder.path().join(name)).unwrap();
        let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(file, flate2::Compression::fast()));
        for (name, mode, content) in members {
            let mut header = tar::Header::new_ustar();
            // As the bytes are: the builder itself would refuse some.
            header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_mode(mode & 0o7777);
            if mode & 0o170_000 == 0o120_000 {
                header.set_entry_type(tar::EntryType::Symlink);
                header.set_link_name("/bin/sh").unwrap();
                header.set_size(0);
            } else {
                header.set_size(content.len() as u64);
            }
            header.set_cksum();
            let content: &[u8] = if mode & 0o170_000 == 0o120_000 { &[] } else { content };
            tar.append(&header, content).unwrap();
        }
        tar.into_inner().unwrap().finish().unwrap();
        name.to_owned()
    };
    let more = |member: Member<'static>| [good[0], good[1], member];
    let zeros = vec![0_u8; 300 << 20];
    for (members, says) in [
        (&more(("../evil", 0o644, b""))[..], "leads out of its folder"),
        (&more(("/abs", 0o644, b""))[..], "leads out of its folder"),
        (&more(("package/a/b", 0o120_777, b""))[..], "a link or a device"),
        (&more(("package/vendor/y/bin/codex", 0o755, b"x"))[..], "two programs"),
        (&more(("package/Package.json", 0o644, b"{}"))[..], "two members are called"),
        (&good[..1], "holds no `bin/codex`"),
        (&good[1..], "has no package.json"),
        (&[good[0], ("package/vendor/x/bin/codex", 0o755, zeros.as_slice())][..], "unpacks to more than"),
    ] {
        let name = tgz("bad.tgz", members);
        pull(&folder, &["--wheel", &name]).ends(2).says(says);
    }
    let name = tgz("good.tgz", &good);
    pull(&folder, &["--wheel", &name]).ends(0);
    assert!(folder.read("codegen.lock").contains("source = \"npm\""));
}

#[test]
fn node_modules_are_looked_at() {
    let folder = Folder::with_pin();
    folder.write("codegen.toml", &pinned_config().replace("pyproject.toml", "package.json"));
    folder.write("package.json", "{ \"devDependencies\": { \"@openai/codex\": \"1.2.3\" } }");
    pull(&folder, &[]).ends(2).says("is in no node_modules");
    let own = "node_modules/@openai/codex";
    folder.write(&format!("{own}/package.json"), r#"{"name": "@openai/codex", "version": "1.2.4"}"#);
    pull(&folder, &[]).ends(2).says("@openai/codex 1.2.4");
    folder.write(&format!("{own}/package.json"), r#"{"name": "@openai/codex", "version": "1.2.3"}"#);
    let place = format!("{own}/vendor/{}-any/bin/codex", std::env::consts::ARCH);
    folder.write(&place, &program("1.2.3", SCHEMA));
    fs::set_permissions(folder.path().join(&place), std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .unwrap();
    pull(&folder, &[]).ends(0);
}

#[test]
fn hostile_wheels_are_refused_before_anything_of_them_runs() {
    let folder = Folder::with_pin();
    let mark = folder.path().join("ran");
    let own = format!("#!/bin/sh\ntouch {}\n", mark.display());
    let meta = metadata("1.2.3");
    let good: [Member<'_>; 2] =
        [("x/bin/codex", 0o755, own.as_bytes()), ("x.dist-info/METADATA", 0o644, meta.as_bytes())];
    let more = |member: Member<'static>| [good[0], good[1], member];
    let zeros = vec![0_u8; 64 << 20];
    let long = vec![b'x'; 2 << 20];
    let other = metadata("1.2.4");
    let record: Member<'_> = ("x.dist-info/RECORD", 0o644, b"x/bin/codex,sha256=AAAA,1\n");
    for (members, says) in [
        (&more(("../evil", 0o644, b""))[..], "leads out of its folder"),
        (&more(("a/../../evil", 0o644, b""))[..], "leads out of its folder"),
        (&more(("/etc/evil", 0o644, b""))[..], "leads out of its folder"),
        (&more(("a\\..\\evil", 0o644, b""))[..], "leads out of its folder"),
        (&more(("C:evil", 0o644, b""))[..], "leads out of its folder"),
        (&more(("x/link", 0o120_777, b"/bin/sh"))[..], "a link or a device"),
        (&more(("y/bin/codex", 0o755, b"x"))[..], "two programs"),
        (&more(("X/bin/codex", 0o755, b"x"))[..], "two members are called"),
        (&more(("y.dist-info/METADATA", 0o644, b"Name: y\n"))[..], "2 METADATA files"),
        (&good[..1], "0 METADATA files"),
        (&good[1..], "holds no `bin/codex`"),
        (&[("x/bin/codex", 0o755, zeros.as_slice()), good[1]][..], "unpacks to more than"),
        (&[good[0], ("x.dist-info/METADATA", 0o644, long.as_slice())][..], "METADATA has more than"),
        (&[good[0], ("x.dist-info/METADATA", 0o644, other.as_bytes())][..], "is openai-codex-cli-bin 1.2.4"),
        (&[good[0], ("x.dist-info/METADATA", 0o644, b"Name: other\nVersion: 1.2.3\n")][..], "is other 1.2.3"),
        (
            &[good[0], ("x.dist-info/METADATA", 0o644, b"Name: a\nName: b\nVersion: 1\n")][..],
            "not one `Name`",
        ),
        (&[good[0], good[1], record][..], "not the one that its RECORD lists"),
    ] {
        let wheel = folder.zip(&wheel_name("1.2.3"), members);
        pull(&folder, &["--wheel", wheel.to_str().unwrap()]).ends(2).says(says);
        assert!(!mark.exists(), "{says}: it ran");
    }
    // What is no zip file, one that is cut off, and one that says a name twice.
    let wheel = folder.path().join(wheel_name("1.2.3"));
    let whole = fs::read(folder.zip(&wheel_name("1.2.3"), &good)).unwrap();
    for bytes in [&b"hello"[..], &whole[..whole.len() / 2], &[]] {
        fs::write(&wheel, bytes).unwrap();
        pull(&folder, &["--wheel", wheel.to_str().unwrap()]).ends(2).says("bad-archive");
    }
    let twice = folder.zip(&wheel_name("1.2.3"), &[good[0], good[1], ("x/bin/codey", 0o755, b"y")]);
    let bytes = fs::read(&twice).unwrap();
    fs::write(&twice, replace(&bytes, b"codey", b"codex")).unwrap();
    pull(&folder, &["--wheel", twice.to_str().unwrap()]).ends(2).says("two members have one name");
    // One that sends the count of its members elsewhere.
    let mut bytes = fs::read(&twice).unwrap();
    let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
    bytes[end + 8..end + 12].fill(0xff);
    fs::write(&twice, bytes).unwrap();
    pull(&folder, &["--wheel", twice.to_str().unwrap()]).ends(2).says("more than 20000 members");
    assert!(!mark.exists());
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut all = bytes.to_vec();
    for at in 0..all.len().saturating_sub(from.len()) {
        if all[at..].starts_with(from) {
            all[at..at + to.len()].copy_from_slice(to);
        }
    }
    all
}

#[test]
fn two_wheels_one_for_elsewhere_and_one_of_another_name() {
    let folder = Folder::with_pin();
    let wheel = folder.wheel("1.2.3", &program("1.2.3", SCHEMA));
    fs::create_dir(folder.path().join("wheels")).unwrap();
    let inside = |name: &str| fs::copy(&wheel, folder.path().join("wheels").join(name)).unwrap();
    pull(&folder, &["--wheel", "wheels"]).ends(2).says("holds no package");
    inside(&wheel_name("1.2.4"));
    inside("openai_codex_cli_bin-1.2.3-py3-none-win_ppc.whl");
    pull(&folder, &["--wheel", "wheels"]).ends(2).says("holds no package");
    inside(&wheel_name("1.2.3"));
    inside("OpenAI_Codex_CLI_bin-1.2.3-py3-none-any.whl");
    pull(&folder, &["--wheel", "wheels"]).ends(2).says("holds 2 packages");
    pull(&folder, &["--wheel", "wheels/openai_codex_cli_bin-1.2.3-py3-none-win_ppc.whl"])
        .ends(2)
        .says("another platform");
    pull(&folder, &["--wheel", &format!("wheels/{}", wheel_name("1.2.4"))])
        .ends(2)
        .says("is openai_codex_cli_bin 1.2.4");
    pull(&folder, &["--wheel", "nothing.whl"]).ends(2);
    fs::copy(&wheel, folder.path().join("x.whl")).unwrap();
    pull(&folder, &["--wheel", "x.whl"]).ends(2).says("not the file name of a wheel");
    // A wheel that says the right version, and holds a program that does not.
    let wheel = folder.wheel("1.2.3", &program("1.2.4", SCHEMA));
    pull(&folder, &["--wheel", wheel.to_str().unwrap()]).ends(2).says("`codex-cli 1.2.4`");
}

#[test]
fn hashes_of_lock_files_count() {
    let folder = Folder::with_pin();
    let wheel = folder.wheel("1.2.3", &program("1.2.3", SCHEMA));
    let args = ["--wheel", wheel.to_str().unwrap()];
    let hash = {
        let other = Folder::with_pin();
        other.run(&[&["pull"], &args[..]].concat()).ends(0);
        let lock = other.read("codegen.lock");
        lock.lines()
            .find_map(|line| line.strip_prefix("sha256 = \""))
            .unwrap()
            .trim_end_matches('"')
            .to_owned()
    };
    let zeros = "0".repeat(64);
    let uv = |hash: &str| {
        format!(
            "version = 1\n[[package]]\nname = \"openai-codex-cli-bin\"\nversion = \"1.2.3\"\nwheels = [\n  {{ url = \"https://example.org/{}\", hash = \"sha256:{hash}\", size = 1 }},\n]\n",
            wheel_name("1.2.3")
        )
    };
    folder.write("uv.lock", &uv(&zeros));
    pull(&folder, &args).ends(2).says("runtime-hash").says("uv.lock").says(&hash);
    // One for another version says nothing of this one.
    folder.write("uv.lock", &uv(&zeros).replace("1.2.3\"\nwheels", "1.2.2\"\nwheels"));
    folder.write(
        "pylock.toml",
        &format!("lock-version = \"1.0\"\n[[packages]]\nname = \"OpenAI.codex_cli-bin\"\nversion = \"1.2.3\"\n[[packages.wheels]]\nname = \"a.whl\"\nhashes = {{ sha256 = \"{zeros}\" }}\n"),
    );
    let other = pull(&folder, &args);
    other.ends(2).says("pylock.toml").says("does not list").says("uv.lock` locks openai-codex-cli-bin 1.2.2");
    let named = folder.read("pylock.toml");
    folder.write("pylock.sdk.toml", &named);
    fs::remove_file(folder.path().join("pylock.toml")).unwrap();
    pull(&folder, &args).ends(2).says("pylock.sdk.toml").says("does not list");
    fs::remove_file(folder.path().join("pylock.sdk.toml")).unwrap();
    folder.write("pylock.toml", &named);
    let good = folder.read("pylock.toml").replace(&zeros, &hash);
    folder.write("pylock.toml", &good);
    folder.write("uv.lock", &uv(&hash));
    pull(&folder, &args).ends(0);
    // What cannot be checked is not run.
    let unchecked = uv(&hash).replace("sha256:", "md5:");
    folder.write("uv.lock", &unchecked);
    folder.run(&[&["pull"], &args[..]].concat()).ends(2).says("by md5 alone");
    folder.write("uv.lock", &unchecked.replace("md5:", "sha512:"));
    folder.run(&[&["pull"], &args[..]].concat()).ends(2).says("its sha512 is");
    // And our own: the same name must stay the same bytes.
    fs::remove_file(folder.path().join("uv.lock")).unwrap();
    fs::remove_file(folder.path().join("pylock.toml")).unwrap();
    let lock = folder.read("codegen.lock");
    folder.wheel("1.2.3", &program("1.2.3", &SCHEMA.replace("\"red\"", "\"blue\"")));
    folder.run(&[&["pull"], &args[..]].concat()).ends(2).says("codegen.lock");
    assert_eq!(folder.read("codegen.lock"), lock);
    folder.write("uv.lock", "[[");
    folder.run(&[&["pull"], &args[..]].concat()).ends(2).says("not-toml");
}

#[test]
fn a_runtime_that_misbehaves_is_stopped_and_quoted() {
    let folder = Folder::with_pin();
    let head = "#!/bin/sh\n[ \"$1\" = --version ] && echo 1.2.3 && exit\n";
    for (body, says) in [
        ("echo 'no such command' >&2; exit 3\n", "no such command"),
        ("sleep 60\n", "did not end within 1 seconds"),
        ("(sleep 60)& (sleep 60)& wait\n", "did not end within 1 seconds"),
        ("while :; do echo flood flood flood flood flood flood flood; done\n", "to its streams"),
        ("exit 0\n", "no schema"),
        ("echo '{' > \"$4/a.json\"\n", "no schema"),
        ("echo '[1]' > \"$4/a.json\"\n", "no schema"),
        ("ln -s /etc/passwd \"$4/a.json\"\n", "which is no file"),
        ("mkfifo \"$4/a.json\"\n", "which is no file"),
        ("rm -rf \"$4\"\n", "no schema"),
    ] {
        let program = folder.runtime(&format!("{head}{body}"));
        pull(&folder, &["--timeout", "1", "--runtime", program.to_str().unwrap()]).ends(2).says(says);
    }
    for (whole, says) in [
        ("#!/bin/sh\necho 1.2.4\n", "says `1.2.4"),
        ("#!/bin/sh\nexit 1\n", "--version"),
        ("#!/bin/sh\n", "says ``"),
        ("not a program", "cannot be run"),
    ] {
        let program = folder.runtime(whole);
        pull(&folder, &["--runtime", program.to_str().unwrap()]).ends(2).says(says);
    }
    pull(&folder, &["--runtime", "nothing/here"]).ends(2).says("cannot be run");
    pull(&folder, &["--runtime", "/bin/sh", "--fetch"]).ends(2);
    pull(&folder, &["--offline", "--fetch"]).ends(2);
}

/// A download is by the tools that are there; here they are scripts.
#[test]
fn a_download_is_asked_for_and_its_failure_is_shown() {
    let folder = Folder::with_pin();
    let wheel = folder.wheel("1.2.3", &program("1.2.3", SCHEMA));
    let script = |text: &str| {
        folder.write("bin/python3", text);
        let path = folder.path().join("bin/python3");
        fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    };
    let run = |folder: &Folder| {
        let mut command = folder.command(&["pull", "-v", "--fetch"]);
        let path = format!("{}:/usr/bin:/bin", folder.path().join("bin").display());
        let output = command.env("PATH", path).env_remove("VIRTUAL_ENV").output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    script("#!/bin/sh\n[ \"$2\" = -c ] && echo null && exit\necho 'no matching distribution' >&2\nexit 1\n");
    let (code, said) = run(&folder);
    assert!(
        code == Some(2) && said.contains("no matching distribution") && said.contains("cannot be downloaded"),
        "{said}"
    );
    let copy = format!(
        "#!/bin/sh\n[ \"$2\" = -c ] && echo null && exit\nfor word; do [ \"$last\" = --dest ] && to=$word; last=$word; done\n\
         [ \"$last\" = openai-codex-cli-bin==1.2.3 ] && cp {} \"$to\"\n",
        wheel.display()
    );
    script(&copy);
    let (code, said) = run(&folder);
    assert!(code == Some(0) && said.contains("downloading: python3 -I -m pip download"), "{said}");
}

#[test]
fn a_schema_without_a_runtime_is_locked_as_it_lies_there() {
    let folder = Folder::with_protocol();
    folder.run(&["generate"]).ends(0);
    assert!(!folder.exists("codegen.lock"));
    folder.run(&["check"]).ends(0);
    folder.run(&["pull", "--locked"]).ends(1).says("codegen.lock");
    folder.run(&["pull"]).ends(0).says("no runtime");
    folder.run(&["check"]).ends(0);
    folder.write("schema.json", &SCHEMA.replace("\"red\"", "\"blue\""));
    let ran = folder.run(&["check"]);
    ran.ends(1);
    assert!(ran.stdout.contains("schema-changed"), "{}", ran.stdout);
    folder.run(&["generate", "--locked"]).ends(1).says("would change");
    folder.run(&["generate"]).ends(0);
    folder.run(&["check"]).ends(0);
    folder.run(&["pull", "--locked"]).ends(0);
}

/// Nothing says that the file there was pulled, and it is no schema.
#[test]
fn a_file_of_somebody_in_the_place_of_the_schema_stays() {
    let folder = Folder::with_pin();
    let path = folder.runtime(&program("1.2.3", SCHEMA));
    let pull = || folder.run(&["pull", "--runtime", path.to_str().unwrap()]);
    for mine in ["mine\n", "{ \"mine\": true }\n"] {
        folder.write("schema/protocol.schemas.json", mine);
        pull().ends(2).says("error[foreign-file]").says("codegen did not write it");
        assert_eq!(folder.read("schema/protocol.schemas.json"), mine);
        assert!(!folder.exists("codegen.lock"));
    }
    // An older schema is what the configuration wants to be replaced.
    folder.write("schema/protocol.schemas.json", "{ \"definitions\": {} }\n");
    pull().ends(0);
    assert_eq!(folder.read("schema/protocol.schemas.json"), SCHEMA);
}

#[test]
fn a_new_schema_takes_the_place_of_the_old_one() {
    let folder = Folder::pulled();
    folder.write("schema/mine.json", "{}");
    let other = program("1.2.3", SCHEMA).replace("protocol.schemas", "other.schemas");
    let program = folder.runtime(&other);
    let args = ["pull", "--runtime", program.to_str().unwrap()];
    folder.run(&[&args[..], &["--locked"]].concat()).ends(1).says("schema/protocol.schemas.json");
    assert!(folder.exists("schema/protocol.schemas.json"));
    folder.run(&args).ends(0);
    let files: Vec<String> = folder.files().into_iter().filter(|file| file.starts_with("schema/")).collect();
    assert_eq!(files, ["schema/mine.json", "schema/other.schemas.json"]);
    // A lock that names files elsewhere removes none of them.
    let lock = folder.read("codegen.lock");
    folder.write("keep.json", "{}");
    let more = "[[schema]]\npath = \"schema/../keep.json\"\nsha256 = \"0\"\ncanonical = \"0\"\n";
    folder.write(
        "codegen.lock",
        &format!("{lock}\n{more}{}", more.replace("schema/../keep.json", "keep.json")),
    );
    folder.run(&args).ends(0);
    assert!(folder.exists("keep.json"));
}
