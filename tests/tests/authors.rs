//! The Rust types of authors, with every attribute of serde, beside what is generated from their schemas: what theirs
//! writes ours reads, in all languages, and back.

use std::path::PathBuf;

use codegen_tests::authors::{Difference, Protocol, protocols, same, tally};
use codegen_tests::fresh;
use codegen_tests::python::Pydantic;
use codegen_tests::typescript::{here, npm};
use codegen_verify::values::{Datum, Kind};
use codegen_verify::{Language, Outcome, Probe, Subject, Tools};

/// What schemars says otherwise than serde does, and what generated types do otherwise than either: read in
/// `snapshots/authors`.
fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/authors");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Whether a policy of ours is all that a value is about: unknown values are kept, integers are what serde takes
/// for them.
fn is_policy(one: &Difference) -> bool {
    let integers = [Kind::FloatForInteger, Kind::BeyondMachine];
    if one.theirs == one.ours && one.change.is_some_and(|kind| integers.contains(&kind)) {
        return true;
    }
    let unknown = [Kind::UnknownValue, Kind::UnknownTag, Kind::OtherConstant];
    one.ours && !one.judged && one.change.is_some_and(|kind| unknown.contains(&kind))
}

/// Values, each with the place of its author.
type Written<'a> = Vec<(usize, &'a str)>;

/// The values of an author that the schema describes, with their types: those that schemars' schema refuses are
/// told apart.
fn theirs(protocol: &Protocol) -> Result<(Written<'_>, Vec<Difference>), String> {
    let (mut accepted, mut refused) = (Vec::new(), Vec::new());
    for (index, author) in protocol.authors.iter().enumerate() {
        let judge = protocol.judge(author)?;
        for value in protocol.values(author) {
            let one = protocol.difference(author, &judge, value)?;
            assert!(one.theirs || author.split, "{}: the author does not read {value}", author.name);
            assert!(one.ours || !one.judged, "{}: {} refuses {value}", author.name, protocol.name);
            if one.ours {
                accepted.push((index, value));
            } else {
                refused.push(one);
            }
        }
    }
    Ok((accepted, refused))
}

/// What an author's type writes is one of the generated type's values, unless schemars says otherwise; and of
/// values that were made from the generated types, all say the same, or it is written down.
#[test]
fn the_meaning_of_a_schema_is_the_type_it_was_made_from() -> Result<(), String> {
    for protocol in protocols()? {
        let (_, refused) = theirs(&protocol)?;
        let all = protocol.differences(40)?;
        let part = |wanted: (bool, bool, bool)| {
            let found = all.iter().filter(move |one| (one.theirs, one.judged, one.ours) == wanted);
            tally(found.filter(|one| !is_policy(one)))
        };
        let text = [
            ("written by the author, refused by the schema", tally(refused.iter())),
            ("read by the author, refused by the schema", part((true, false, false))),
            ("read by the author, refused by the types alone", part((true, true, false))),
            ("refused by the author, accepted by the schema", part((false, true, true))),
            ("refused by all but the types", part((false, false, true))),
            ("refused by the schema alone", part((true, false, true))),
            ("accepted by the schema alone", part((false, true, false))),
        ];
        let text: String = text.into_iter().map(|(title, lines)| format!("{title}:\n{lines}\n")).collect();
        snapshot(protocol.name, &text);
    }
    Ok(())
}

fn tools() -> Result<Tools, String> {
    Ok(Tools {
        cargo: Some(PathBuf::from(env!("CARGO"))),
        python: Some(Pydantic::Newest.programs()?.join("python")),
        tsc: Some(npm()?.join("node_modules/typescript-7/bin/tsc")),
        cargo_target: Some(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("verify/target/authors")),
        cargo_lock: Some(here().join("../Cargo.lock")),
    })
}

/// Theirs writes, ours reads and writes, theirs reads: in each language.
#[test]
fn what_authors_write_comes_back_to_them() -> Result<(), String> {
    let protocols = protocols()?;
    let subjects: Vec<&Subject> = protocols.iter().map(|protocol| &protocol.subject).collect();
    let folder = fresh(env!("CARGO_TARGET_TMPDIR"), "authors", "all")?;
    let mut values = Vec::new();
    for (number, protocol) in protocols.iter().enumerate() {
        for (author, text) in theirs(protocol)?.0 {
            let author = &protocol.authors[author];
            let datum = Datum::parse(text).map_err(|error| format!("{text}: {error}"))?;
            values.push((number, author, protocol.id(author)?, text, datum));
        }
    }
    let probes: Vec<Probe<'_>> = values
        .iter()
        .map(|(subject, _, id, _, datum)| Probe {
            subject: *subject,
            kind: id.0 as usize,
            datum,
            received: true,
        })
        .collect();
    let (mut failures, mut unwritable) = (Vec::new(), 0);
    for language in Language::ALL {
        let outcomes = language.runner(&tools()?, &subjects, &folder)?.run(&probes)?;
        for ((subject, author, _, text, _), outcome) in values.iter().zip(outcomes) {
            let ours = match &outcome {
                Outcome::Accepted(None) => text,
                Outcome::Accepted(Some(back)) if same(back, text) => back.as_str(),
                // What `#[serde(other)]` reads can be received in TypeScript, but not be written down.
                Outcome::Refused { message, .. }
                    if language == Language::TypeScript && message.contains("type 'UnknownTag'") =>
                {
                    unwritable += 1;
                    continue;
                }
                other => {
                    let of = protocols[*subject].name;
                    failures.push(format!("{} {of} {}: {text}: {other:?}", language.name(), author.name));
                    continue;
                }
            };
            if !author.split && (author.again)(ours).is_err() {
                failures.push(format!("{}: the author does not read {ours}", author.name));
            }
        }
    }
    println!(
        "{} values of {} types",
        values.len(),
        protocols.iter().map(|one| one.authors.len()).sum::<usize>()
    );
    assert_eq!(unwritable, 4);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}
