//! Reading protocols, for the tests.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

pub mod another;
pub mod bases;
pub mod fixtures;
pub mod judge;
pub mod lost;
pub mod messages;
pub mod more;
pub mod mutator;
pub mod sample;
pub mod vary;
pub mod whole;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use codegen_diff::ir::schema::{Bundle, Diagnostics, Limits, Overlay, Place};
use codegen_diff::ir::{Policy, Protocol, ResultEntry, lower};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A protocol from a schema's text, with open or closed readers.
pub fn compile(text: &str, open: bool) -> Protocol {
    compiled(text, open).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

/// What a warning says that is read in another way than a validator reads it.
const OTHERWISE: [&str; 2] = ["widened", "implied-type"];

/// The same, of a schema that may have faults; none where it is read by a policy of ours, of which a validator
/// knows nothing.
pub fn try_compile(text: &str, open: bool) -> Option<Protocol> {
    let (protocol, warnings) = with_warnings(text, open).ok()?;
    warnings.sorted().iter().all(|one| !OTHERWISE.contains(&one.id)).then_some(protocol)
}

fn compiled(text: &str, open: bool) -> Result<Protocol, Diagnostics> {
    Ok(with_warnings(text, open)?.0)
}

fn with_warnings(text: &str, open: bool) -> Result<(Protocol, Diagnostics), Diagnostics> {
    let (bundle, mut warnings) = Bundle::from_text("test.schema.json", text, &[], &Limits::default())?;
    let entry =
        ResultEntry { result: Some("DoResponse".to_owned()), optional: true, place: Place::default() };
    let policy = Policy {
        result_table: BTreeMap::from([("x/do".to_owned(), entry)]),
        open_enumerations: open,
        open_unions: open,
        ..Policy::default()
    };
    let (protocol, more) = lower(&bundle, &policy)?;
    warnings.append(more);
    Ok((protocol, warnings))
}

/// A real bundle, with the overlay and the results that the project's own configuration states.
pub fn real(version: &str) -> Protocol {
    let overlay = root().join("schema/app-server.overlay.toml");
    let text = std::fs::read_to_string(overlay).unwrap();
    load(version, &[Overlay::parse("app-server.overlay.toml", &text).unwrap()], true)
}

/// A real bundle as it was written, for readers that keep nothing unknown: what a validator sees.
pub fn strict(version: &str) -> Protocol {
    load(version, &[], false)
}

fn load(version: &str, overlays: &[Overlay], open: bool) -> Protocol {
    let config: toml::Table = std::fs::read_to_string(root().join("codegen.toml")).unwrap().parse().unwrap();
    let mut results = BTreeMap::new();
    for (method, entry) in config["methods"]["results"].as_table().unwrap() {
        let result = entry.as_str().or_else(|| entry["result"].as_str()).filter(|name| *name != "none");
        let entry =
            ResultEntry { result: result.map(str::to_owned), optional: true, place: Place::default() };
        results.insert(method.clone(), entry);
    }
    let policy =
        Policy { result_table: results, open_enumerations: open, open_unions: open, ..Policy::default() };
    let path = root().join("schema").join(version);
    let (bundle, _) = Bundle::load(&path, overlays, &Limits::default()).unwrap();
    lower(&bundle, &policy).unwrap_or_else(|errors| panic!("{errors}")).0
}

/// Where the snapshots of this floor are.
pub fn snapshots() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots/diff"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}
