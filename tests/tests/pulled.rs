//! What is kept under `schema/` is what the runtimes write: each is found as a user's is, run, and held against the
//! kept file byte by byte.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use std::path::Path;
use std::time::Duration;

use codegen_build::schema::{Limits, Place};
use codegen_runtime::find::{self, Found, Want};
use codegen_runtime::hashes::Hashes;
use codegen_runtime::pin::Ecosystem;
use codegen_runtime::{Version, schema};
use codegen_tests::runtime::{RUNTIMES, Runtime};
use codegen_tests::typescript::here;

/// Looks for a version, in a file that was named or in the project's folder.
fn look(version: &str, ecosystem: Ecosystem, named: Option<&Path>, project: &Path) -> Result<Found, String> {
    let want = Want {
        package: ecosystem.default_package(),
        ecosystem,
        version: &Version::parse(version).unwrap(),
        place: &Place::default(),
        project,
        runtime: named,
        python: None,
        archive: None,
        fetch: false,
        hashes: &Hashes::default(),
        time: Duration::from_secs(60),
    };
    find::find(&want, &mut |_| {}).map_err(|found| found.to_string())
}

#[test]
fn the_kept_schemas_are_what_the_runtimes_write() {
    for runtime in RUNTIMES {
        let version = runtime.version();
        let program = runtime.program().unwrap();
        let found = look(version, Ecosystem::Python, Some(program), Path::new(".")).unwrap();
        for (surface, experimental) in [("stable", false), ("experimental", true)] {
            let pulled =
                schema::write(&found.binary, experimental, Duration::from_secs(60), &Limits::default())
                    .unwrap();
            let name = "codex_app_server_protocol.schemas.json";
            assert_eq!(pulled.files, [Path::new(name)]);
            let kept = here().join("../schema").join(version).join(surface).join(name);
            let same = std::fs::read(pulled.folder().join(name)).unwrap() == std::fs::read(kept).unwrap();
            assert!(same, "{version} {surface} is not what the runtime writes");
        }
        let error = look("0.1.0", Ecosystem::Python, Some(program), Path::new(".")).unwrap_err();
        assert!(error.contains("runtime-version") && error.contains(version), "{error}");
    }
}

#[test]
fn the_npm_package_is_found_where_npm_puts_it() {
    let program = Runtime::Newest.program().unwrap();
    let modules = program.ancestors().find(|folder| folder.ends_with("node_modules")).unwrap();
    let project = modules.parent().unwrap();
    let found = look(Runtime::Newest.version(), Ecosystem::Npm, None, project).unwrap();
    assert_eq!((found.source, found.binary.canonicalize().unwrap().as_path()), ("installed", program));
    let error = look("0.168.0", Ecosystem::Npm, None, project).unwrap_err();
    assert!(error.contains("no-runtime") && error.contains("0.169.0"), "{error}");
}
