//! What is a pin, what is none, and what is said.

use std::path::Path;

use super::{Pin, parse};
use crate::Version;

fn read(file: &str, text: &str) -> Result<Pin, String> {
    parse(Path::new(file), file, text.to_owned(), None).map_err(|found| found.to_string())
}

fn project(dependencies: &str) -> String {
    format!("[project]\nname = \"sdk\"\ndependencies = [{dependencies}]\n")
}

#[test]
fn a_requirement_is_read_as_the_standards_say() {
    let pins = [
        "\"openai-codex-cli-bin==0.131.0a4\"",
        "\"pydantic>=2.12\", \"openai-codex-cli-bin==0.131.0a4\", \"x\"",
        "\"OpenAI_Codex.CLI--bin == 0.131.0a4\"",
        "\"openai-codex-cli-bin[extra,other]==0.131.0alpha4\"",
        "\"openai-codex-cli-bin == 0.131.0.a4 ; sys_platform == 'linux'\"",
        "\"openai-codex-cli-bin (==0.131.0-alpha.4)\"",
        "'openai-codex-cli-bin==v0.131.0a4', # why\n",
        "\"openai-codex-cli-bin==0.131.0a4; sys_platform == 'linux'\", \"openai-codex-cli-bin==0.131a4; sys_platform == 'darwin'\"",
        "\"not a requirement !!\", \"openai-codex-cli-bin==0.131.0a4\"",
        "\"openai-codex-cli-bin-extras>=1\", \"openai-codex-cli-bin==0.131.0a4\"",
    ];
    for pin in pins {
        let pin = read("pyproject.toml", &project(pin)).unwrap();
        assert_eq!(pin.version, Version::parse("0.131.0a4").unwrap());
    }
}

#[test]
fn optional_dependencies_and_groups_declare_it_too() {
    for text in [
        "[project]\nname = \"x\"\n[project.optional-dependencies]\nruntime = [\"openai-codex-cli-bin==1.2.3\"]\n",
        "project.optional-dependencies = { a = [], b = [\"openai-codex-cli-bin==1.2.3\"] }\n",
        "[dependency-groups]\nall = [{ include-group = \"runtime\" }]\nruntime = [\"openai-codex-cli-bin==1.2.3\"]\n",
    ] {
        assert_eq!(read("pyproject.toml", text).unwrap().version.pep440(), "1.2.3");
    }
}

#[test]
fn a_form_of_its_own_is_named_with_what_to_write() {
    for text in [
        "[tool.poetry.dependencies]\nOpenAI_codex-cli_bin = \"0.131.0\"\n",
        "[tool.poetry.group.dev.dependencies]\nopenai-codex-cli-bin = { version = \"0.131.0\" }\n",
        "[tool.poetry]\ndev-dependencies = { openai-codex-cli-bin = \"*\" }\n",
    ] {
        let error = read("pyproject.toml", text).unwrap_err();
        assert!(error.contains("error[no-pin]") && error.contains("[tool.poetry] declares it"), "{error}");
        assert!(
            error.contains("`\"openai-codex-cli-bin==X.Y.Z\"` in `dependencies` of [project]"),
            "{error}"
        );
    }
    // Where both are there, the standard one counts.
    let both = format!(
        "{}[tool.poetry.dependencies]\nopenai-codex-cli-bin = \"*\"\n",
        project("\"openai-codex-cli-bin==1.2.3\"")
    );
    assert_eq!(read("pyproject.toml", &both).unwrap().version.pep440(), "1.2.3");
}

/// Lists of PEP 508 that tools had before the standard knew them.
#[test]
fn tables_of_tools_are_read_where_they_are_requirements() {
    for text in [
        "[tool.uv]\ndev-dependencies = [\"openai-codex-cli-bin==1.2.3\"]\n",
        "[tool.pdm.dev-dependencies]\nrun = [\"openai-codex-cli-bin==1.2.3\"]\n",
        "[tool.hatch.envs.gen]\nextra-dependencies = [\"openai-codex-cli-bin==1.2.3\"]\n",
    ] {
        assert_eq!(read("pyproject.toml", text).unwrap().version.pep440(), "1.2.3", "{text}");
    }
    let exact = project("\"openai-codex-cli-bin==1.2.3\"");
    let overridden = format!("{exact}[tool.uv]\noverride-dependencies = [\"openai-codex-cli-bin==1.2.4\"]\n");
    assert!(read("pyproject.toml", &overridden).unwrap_err().contains("error[two-pins]"));
}

/// What is installed is then not what the version says.
#[test]
fn a_source_that_is_no_index_is_refused_at_its_line() {
    let exact = project("\"openai-codex-cli-bin==1.2.3\"");
    for (table, key) in [
        ("[tool.uv.sources]\nopenai_codex_cli_bin = { git = \"https://example.org\" }\n", "git"),
        ("[tool.uv.sources.openai-codex-cli-bin]\npath = \"../x\"\n", "path"),
        ("[tool.uv]\nsources.openai-codex-cli-bin.workspace = true\n", "workspace"),
        (
            "[tool.uv.sources]\nopenai-codex-cli-bin = [{ index = \"a\" }, { url = \"https://x\", marker = \"m\" }]\n",
            "url",
        ),
        ("[tool.poetry.dependencies]\nopenai-codex-cli-bin = { path = \"../x\" }\n", "path"),
    ] {
        let error = read("pyproject.toml", &format!("{exact}{table}")).unwrap_err();
        assert!(error.contains("error[pin-not-exact]") && error.contains(&format!("by `{key}`")), "{error}");
        assert!(error.contains("remove it from [tool."), "{error}");
    }
    let index =
        "[tool.uv.sources]\nopenai-codex-cli-bin = { index = \"internal\" }\nother = { git = \"x\" }\n";
    assert_eq!(read("pyproject.toml", &format!("{exact}{index}")).unwrap().version.pep440(), "1.2.3");
}

/// The version that is proposed is one that the conditions let in.
#[test]
fn what_is_proposed_instead_is_not_what_was_excluded() {
    for (bad, says) in [
        ("openai-codex-cli-bin==1.2.3,>=0.1", "==1.2.3\"`"),
        ("openai-codex-cli-bin!=1.2.3", "==X.Y.Z\"`"),
        ("openai-codex-cli-bin<2", "==X.Y.Z\"`"),
        ("openai-codex-cli-bin<2,>=1.0.0", "==1.0.0\"`"),
    ] {
        let error = read("pyproject.toml", &project(&format!("\"{bad}\""))).unwrap_err();
        assert!(error.contains(&format!("write `\"openai-codex-cli-bin{says}")), "{error}");
    }
}

#[test]
fn what_is_written_oddly_is_read_and_moved_in_place() {
    for text in [
        "[project]\nname = \"x\"\ndependencies = [ # first\n\t\"openai-codex-cli-bin  ==  1.2.3\" , # why\n]\n",
        "[project]\r\nname = \"x\"\r\ndependencies = [\r\n  \"openai-codex-cli-bin==1.2.3\",\r\n]\r\n",
        "project = { name = \"x\", dependencies = [\"\"\"openai-codex-cli-bin==1.2.3\"\"\"] }\n",
        "[project]\nname = \"x\"\ndependencies = ['openai-codex-cli-bin==1.2.3;python_version>\"3.8\" and os_name==\"posix\"']\n",
        "[dependency-groups]\n\"a b\" = [{include-group = \"c\"}, \"openai-codex-cli-bin==1.2.3\"]\nc = [\"openai_codex_cli_bin==1.2.3\"]\n",
    ] {
        let pin = read("pyproject.toml", text).unwrap();
        assert_eq!(pin.version.pep440(), "1.2.3", "{text}");
        for to in ["1.10.0", "1.3.0a1.post2", "2.0.0rc1"] {
            let moved = pin.moved(&Version::parse(to).unwrap()).unwrap();
            assert_eq!(moved, text.replace("1.2.3", to), "{text}");
        }
    }
}

#[test]
fn what_is_not_exact_is_refused_with_what_to_write() {
    for (bad, says) in [
        ("openai-codex-cli-bin>=0.131.0", "write `\"openai-codex-cli-bin==0.131.0\"`"),
        ("openai-codex-cli-bin~=0.131.0", "`~=0.131.0` allows others"),
        ("openai-codex-cli-bin==0.131.*", "allows others"),
        ("openai-codex-cli-bin===0.131.0", "`===` compares text"),
        ("openai-codex-cli-bin==0.131.0,!=0.131.1", "more than one condition"),
        ("openai-codex-cli-bin", "there is no version"),
        ("openai-codex-cli-bin @ https://example.org/x.whl", "a direct URL"),
        ("openai-codex-cli-bin==rust-v0.131.0", "bad-requirement"),
        ("openai-codex-cli-bin==", "bad-requirement"),
        ("openai-codex-cli-bin=0.131.0", "bad-requirement"),
    ] {
        let text = project(&format!("\n  \"a\",\n  \"{bad}\",\n"));
        let found = parse(Path::new("pyproject.toml"), "pyproject.toml", text.clone(), None).unwrap_err();
        let shown = found.to_string();
        assert!(shown.contains(says), "{bad}: {shown}");
        let one = &found.sorted()[0];
        assert_eq!(&text[one.place.span.clone().unwrap()], format!("\"{bad}\""));
        assert!(one.help.as_ref().unwrap().contains("write `\"openai-codex-cli-bin=="), "{shown}");
    }
}

#[test]
fn none_and_two_are_errors() {
    for text in
        ["", "[project]\nname = \"x\"\n", "[build-system]\nrequires = [\"openai-codex-cli-bin==1.2.3\"]\n"]
    {
        assert!(read("pyproject.toml", text).unwrap_err().contains("error[no-pin]"));
    }
    let dynamic = "[project]\nname = \"x\"\ndynamic = [\"dependencies\"]\n";
    assert!(read("pyproject.toml", dynamic).unwrap_err().contains("build backend"));
    let two = project("\"openai-codex-cli-bin==1.2.3\", \"openai-codex-cli-bin==1.2.4\"");
    let error = read("pyproject.toml", &two).unwrap_err();
    assert!(error.contains("1.2.3 and 1.2.4") && error.contains("in the same line"), "{error}");
    let two = project("\"openai-codex-cli-bin==1.2.3\",\n\"openai-codex-cli-bin==1.2.4\"");
    assert!(read("pyproject.toml", &two).unwrap_err().contains("in line 3"));
    // Poetry's own table says it again: the same, or a range that holds it.
    let poetry = |version: &str| {
        let own = project("\"openai-codex-cli-bin==1.2.3\"");
        format!("{own}\n[tool.poetry.dependencies]\nopenai-codex-cli-bin = {version}\n")
    };
    assert!(read("pyproject.toml", &poetry("\"1.2.4\"")).unwrap_err().contains("two-pins"));
    read("pyproject.toml", &poetry("\">=1.2\"")).unwrap();
    let path = Path::new("pyproject.toml");
    let pin =
        parse(path, "pyproject.toml", poetry("{ version = \"1.2.3\", optional = true }"), None).unwrap();
    let moved = pin.moved(&Version::parse("1.3.0").unwrap()).unwrap();
    assert_eq!(moved, poetry("{ version = \"1.3.0\", optional = true }").replace("==1.2.3", "==1.3.0"));
    assert!(read("pyproject.toml", "[project\n").unwrap_err().contains("error[not-toml]"));
}

#[test]
fn cargo_declares_it_by_a_build_dependency_or_in_metadata() {
    for text in [
        "[build-dependencies]\nopenai-codex-cli-bin = \"=0.116.0-alpha.1\"\n",
        "[build-dependencies.runtime]\npackage = \"openai_codex_cli_bin\"\nversion = \"= 0.116.0-alpha.1\"\n",
        "[target.'cfg(unix)'.build-dependencies]\nopenai-codex-cli-bin = { version = \"=0.116.0-alpha.1\" }\n",
        "[package.metadata.codegen]\nruntime = \"0.116.0-alpha.1\"\n",
        "[workspace.metadata.codegen]\nruntime = \"0.116.0a1\"\n",
        "[workspace.dependencies]\nopenai-codex-cli-bin = \"=0.116.0-alpha.1\"\n",
        "[build-dependencies]\nopenai-codex-cli-bin.workspace = true\n[workspace.dependencies]\nopenai-codex-cli-bin = \"=0.116.0-alpha.1\"\n",
    ] {
        assert_eq!(read("Cargo.toml", text).unwrap().version.pep440(), "0.116.0a1", "{text}");
    }
    for (text, says) in [
        (
            "[build-dependencies]\nopenai-codex-cli-bin = \"0.116.0\"\n",
            "write `openai-codex-cli-bin = \"=0.116.0\"`",
        ),
        ("[build-dependencies]\nopenai-codex-cli-bin = \">=0.116, <1\"\n", "allows others"),
        (
            "[build-dependencies]\nopenai-codex-cli-bin = { git = \"https://example.org\" }\n",
            "given by `git`",
        ),
        (
            "[build-dependencies]\nopenai-codex-cli-bin = { path = \"x\", version = \"=1.0.0\" }\n",
            "given by `path`",
        ),
        ("[package.metadata.codegen]\nruntime = \"^1\"\n", "not one version"),
        ("[package.metadata.codegen]\nruntime = 1\n", "not one version"),
        ("[package]\nname = \"x\"\n", "error[no-pin]"),
        (
            "[build-dependencies]\na = { package = \"openai-codex-cli-bin\", version = \"=1.0.0\" }\nb = { package = \"openai-codex-cli-bin\", version = \"=1.0.1\" }\n",
            "two pins of `openai-codex-cli-bin`: 1.0.0 and 1.0.1",
        ),
        (
            "[build-dependencies]\nopenai-codex-cli-bin.workspace = true\n",
            "name the Cargo.toml of the workspace",
        ),
        (
            "[build-dependencies]\nopenai-codex-cli-bin.workspace = true\n[workspace.dependencies]\nopenai-codex-cli-bin = \"1.0.0\"\n",
            "`1.0.0` allows others",
        ),
    ] {
        let error = read("Cargo.toml", text).unwrap_err();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn npm_declares_it_by_an_exact_version() {
    let text = "{ \"devDependencies\": { \"@openai/codex\": \"0.116.0-alpha.1.2\" } }";
    assert_eq!(read("package.json", text).unwrap().version.pep440(), "0.116.0a1.post2");
    for bad in [
        "^0.116.0",
        "~0.116.0",
        "latest",
        "0.116",
        "*",
        "",
        "npm:x@0.116.0",
        "file:../x",
        "0.116.0 || 1.0.0",
        "=0.116.0",
    ] {
        let text = format!("{{\n  \"dependencies\": {{\n    \"@openai/codex\": \"{bad}\"\n  }}\n}}");
        let found =
            parse(Path::new("package.json"), "package.json", text.clone(), None).unwrap_err().sorted();
        assert_eq!(found[0].id, "pin-not-exact", "{bad}");
        assert_eq!(&text[found[0].place.span.clone().unwrap()], format!("\"{bad}\""));
    }
    assert!(read("package.json", "{}").unwrap_err().contains("error[no-pin]"));
    assert!(read("package.json", "{\n,}").unwrap_err().contains("error[not-json]"));
}

#[test]
fn npm_aliases_peers_and_overrides_are_read_for_what_they_install() {
    let exact = "\"devDependencies\": { \"@openai/codex\": \"1.2.3\" }";
    let peers = format!("{{ \"peerDependencies\": {{ \"@openai/codex\": \">=1\" }}, {exact} }}");
    assert_eq!(read("package.json", &peers).unwrap().version.pep440(), "1.2.3");
    assert!(read("package.json", &peers.replace(exact, "\"x\": 1")).unwrap_err().contains("pin-not-exact"));
    for list in [
        "\"overrides\": { \"@openai/codex\": \"1.2.4\" }",
        "\"pnpm\": { \"overrides\": { \"@openai/codex\": \"1.2.4\" } }",
    ] {
        let error = read("package.json", &format!("{{ {list}, {exact} }}")).unwrap_err();
        assert!(error.contains("error[two-pins]"), "{error}");
    }
    let same = format!("{{ \"overrides\": {{ \"@openai/codex\": \"$@openai/codex\" }}, {exact} }}");
    assert_eq!(read("package.json", &same).unwrap().version.pep440(), "1.2.3");
    let alias = "{ \"dependencies\": { \"codex\": \"npm:@openai/codex@1.2.3\" } }";
    let moved = read("package.json", alias).unwrap().moved(&Version::parse("1.2.4").unwrap()).unwrap();
    assert_eq!(moved, alias.replace("1.2.3", "1.2.4"));
    let error = read("package.json", "{ \"dependencies\": { \"@openai/codex\": 1 } }").unwrap_err();
    assert!(error.contains("it is not a string"), "{error}");
}

/// Only the version changes; comments and layout stay.
#[test]
fn a_pin_is_moved_in_place() {
    let new = Version::parse("rust-v0.170.0-alpha.2").unwrap();
    for (file, old, to) in [
        (
            "pyproject.toml",
            "[project] # c\ndependencies = [\n\t'a',  # b\n\t\"OpenAI.codex-cli-bin[x]  ==  0.131.0a4 ; os_name == 'nt'\",]\n# end",
            "0.170.0a2",
        ),
        (
            "Cargo.toml",
            "[build-dependencies]\nopenai-codex-cli-bin = { version = \"=0.131.0-alpha.4\", optional = true } # c\n",
            "0.170.0-alpha.2",
        ),
        (
            "package.json",
            "{ \"name\":\"x\",\r\n\t\"dependencies\": {\"@openai/codex\" :\"0.131.0-alpha.4\"} }",
            "0.170.0-alpha.2",
        ),
    ] {
        let pin = read(file, old).unwrap();
        let moved = pin.moved(&new).unwrap();
        assert_eq!(moved, old.replace("0.131.0a4", to).replace("0.131.0-alpha.4", to));
    }
    let twice = project("\"openai-codex-cli-bin==1.2.3; os_name=='nt'\", \"openai-codex-cli-bin==1.2.3\"");
    let moved = read("pyproject.toml", &twice).unwrap().moved(&new).unwrap();
    assert_eq!(moved.matches("==0.170.0a2").count(), 2);
    let escaped = project("\"openai-codex-cli-bin\\u003d=1.2.3\"");
    let moved = read("pyproject.toml", &escaped).unwrap().moved(&new).unwrap();
    assert!(moved.contains("\\u003d=0.170.0a2"), "{moved}");
    let post = Version::parse("0.170.0.post1").unwrap();
    let npm = read("package.json", "{\"dependencies\": {\"@openai/codex\": \"1.2.3\"}}").unwrap();
    assert!(npm.moved(&post).unwrap_err().to_string().contains("bad-version"));
}
