//! The real bundles: what a reviewer reads, and how long it takes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

#[allow(dead_code)] // each test binary uses some of it
mod common;

use std::time::Instant;

use codegen_diff::{Level, diff, report};

#[test]
fn reports_of_the_real_pairs_are_kept_to_be_read() {
    common::snapshots().bind(|| {
        for kind in ["stable", "experimental"] {
            for (old, new) in [("0.133.0", "0.163.0"), ("0.163.0", "0.169.0")] {
                let (a, b) = (common::real(&format!("{old}/{kind}")), common::real(&format!("{new}/{kind}")));
                let changes = diff(&a, &b);
                let text = report::markdown(&changes, &format!("{old} {kind}"), &format!("{new} {kind}"));
                insta::assert_snapshot!(format!("{old}-{new}-{kind}"), text);
            }
        }
    });
}

#[test]
fn a_bundle_does_not_differ_from_itself() {
    for kind in ["stable", "experimental"] {
        let one = common::real(&format!("0.169.0/{kind}"));
        assert_eq!(diff(&one, &one), []);
    }
}

#[test]
fn both_ways_find_the_same_definitions() {
    let (a, b) = (common::real("0.163.0/experimental"), common::real("0.169.0/experimental"));
    let (there, back) = (diff(&a, &b), diff(&b, &a));
    // What breaks readers one way breaks writers the other way.
    let breaking = |list: &[codegen_diff::Change]| {
        list.iter().filter(|one| one.clients.max(one.servers) == Level::Breaking).count()
    };
    assert!(breaking(&there) > 0 && breaking(&back) > 0);
}

#[test]
fn the_two_largest_bundles_are_compared_fast() {
    let (a, b) = (common::real("0.163.0/experimental"), common::real("0.169.0/experimental"));
    let start = Instant::now();
    let changes = diff(&a, &b);
    let took = start.elapsed();
    assert!(!changes.is_empty());
    eprintln!("{} changes in {took:?}", changes.len());
    let limit = if cfg!(debug_assertions) { 3000 } else { 100 };
    assert!(took.as_millis() < limit, "{took:?}");
}

/// Twice the methods and definitions take about twice the time, not four times.
#[test]
fn time_grows_with_the_schema() {
    let time = |count: usize| {
        let definitions: Vec<String> = (0..count)
            .map(|index| {
                let next = (index + 1) % count;
                format!(
                    r##""D{index}": {{"type": "object", "properties": {{"v": {{"type": "string"}}, "n": {{"$ref": "#/definitions/D{next}"}}}}}}"##
                )
            })
            .collect();
        let text = format!(r#"{{"definitions": {{{}}}}}"#, definitions.join(","));
        let (old, new) =
            (common::compile(&text, true), common::compile(&text.replace("string", "integer"), true));
        let best = (0..3).map(|_| {
            let start = Instant::now();
            assert_eq!(diff(&old, &new).len(), count);
            start.elapsed()
        });
        best.min().unwrap()
    };
    let (small, large) = (time(500), time(2000));
    eprintln!("{small:?} {large:?}");
    assert!(large < small * 12, "{small:?} for 500, {large:?} for 2000");
}
