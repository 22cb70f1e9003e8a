//! What is generated for each feature, in each language, to be read.

use codegen_build::{Job, JobTarget, lang};
use codegen_tests::typescript::{features, fixture, here};
use serde_json::json;

/// Files that are the same for every schema: they are kept with the real bundle.
fn is_support(path: &str) -> bool {
    path.starts_with("wire/")
        || path.starts_with("_support/")
        || ["_rpc.py", "errors.py", "py.typed", "support.ts"].contains(&path)
}

/// All files of a feature in a language, one after the other.
fn generated(feature: &str, language: &str) -> Result<String, String> {
    let mut job: Job = fixture(feature);
    let lang = lang::find(language).ok_or_else(|| format!("{language} is not there"))?;
    job.targets = vec![JobTarget { options: json!({}), ..JobTarget::new(lang, std::path::Path::new("out")) }];
    let compiled = job.compile().map_err(|errors| format!("{feature}: {errors}"))?;
    let mut text = String::new();
    for file in
        compiled.outputs.iter().flat_map(|output| &output.files).filter(|file| !is_support(&file.path))
    {
        text.push_str(&format!("=== {} ===\n{}\n", file.path, file.text));
    }
    Ok(text)
}

#[test]
fn each_feature_reads_as_its_snapshot_shows() -> Result<(), String> {
    for language in ["rust", "python", "typescript"] {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(here().join("../snapshots").join(language));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        for feature in features()? {
            let text = generated(&feature, language)?;
            settings.bind(|| insta::assert_snapshot!(feature.clone(), text));
        }
    }
    Ok(())
}
