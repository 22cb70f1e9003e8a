//! Overlays: what they change, and that each says when it no longer applies.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use codegen_schema::{Bundle, Diagnostics, Limits, Overlay};

const SCHEMA: &str = r##"{"definitions": {
  "Turn": {"type": "object", "required": ["turn_id"], "properties": {
    "turn_id": {"type": "string"}, "note": {"type": ["string", "null"]}, "item": {"$ref": "#/definitions/Item"}}},
  "Item": {"type": "integer"},
  "Event": {"oneOf": [
    {"title": "StartedEvent", "type": "object", "properties": {"kind": {"const": "started"}, "turn_id": {"type": "string"}}},
    {"type": "object", "properties": {"kind": {"enum": ["ended"]}, "turn_id": {"type": "string"}}},
    {"enum": ["lost"]}, {"const": "twice"}, {"title": "twice"}]},
  "v2": {"Item": {"type": "integer", "title": "Item"}}
}}"##;

fn apply(overlay: &str) -> Result<Bundle, Diagnostics> {
    let overlay = Overlay::parse("fixes.toml", &format!("version = 1\n{overlay}"))?;
    Bundle::from_text("a.json", SCHEMA, &[overlay], &Limits::default()).map(|(bundle, _)| bundle)
}

fn stale(overlay: &str) -> String {
    let errors = apply(&format!("[[fix]]\nbecause = \"test\"\n{overlay}")).expect_err(overlay).sorted();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!((errors[0].id, errors[0].place.file.as_str()), ("stale-overlay", "fixes.toml"));
    assert!(errors[0].place.span.is_some());
    errors[0].message.strip_prefix("this overlay does not apply: ").expect("prefix").to_owned()
}

/// What is marked is the value that does not apply, and the whole fix where all of it does not.
#[test]
fn the_key_that_does_not_apply_is_marked() {
    let marked = |keys: &str| {
        let text = format!("version = 1\n[[fix]]\nbecause = \"test\"\n{keys}");
        let overlay = Overlay::parse("fixes.toml", &text);
        let read = |overlay| Bundle::from_text("a.json", SCHEMA, &[overlay], &Limits::default());
        let found = overlay.and_then(read).expect_err(keys);
        text[found.sorted()[0].place.span.clone().unwrap()].to_owned()
    };
    assert_eq!(marked("at = \"Gone\"\ndocs = \"x\""), "\"Gone\"");
    assert_eq!(marked("at = \"Event\"\nvariant = \"gone\"\ndocs = \"x\""), "\"gone\"");
    assert_eq!(
        marked("at = \"Item\"\ndocs = \"x\"\nexpect = '{\"type\": \"null\"}'"),
        "'{\"type\": \"null\"}'"
    );
    assert_eq!(marked("at = \"Turn\"\nrequired = [\"item\"]\noptional-properties = [\"note\"]"), "\"note\"");
    assert_eq!(marked("at = \"Turn\"\nnullable = [\"item\"]\nrequired = [\"turn_id\"]"), "\"turn_id\"");
    assert_eq!(marked("at = \"Turn\"\nnullable = [\"note\"]"), "\"note\"");
    assert_eq!(marked("at = \"Turn\"\nnot-null = [\"turn_id\"]"), "\"turn_id\"");
    assert_eq!(marked("at = \"Turn\"\nrename-properties = { gone = \"x\" }"), "gone");
    assert_eq!(marked("at = \"Item\"\nreplace = '{'"), "'{'");
    assert_eq!(marked("at = \"Turn\"\ntitle = \"x\""), "\"x\"");
    assert_eq!(marked("at = \"Item\"\nrename = \"Turn\""), "\"Turn\"");
    assert_eq!(marked("at = \"#/definitions/Item\"\nreplace = '{\"type\": \"integer\"}'"), "[[fix]]");
}

#[test]
fn properties_are_renamed_with_their_presence() {
    let bundle =
        apply("[[fix]]\nat = \"Turn\"\nbecause = \"wire\"\nrename-properties = { turn_id = \"turnId\" }")
            .unwrap();
    let turn = &bundle.get(bundle.find("Turn").unwrap()).unwrap().schema.object;
    assert!(turn.properties.contains_key("turnId") && !turn.properties.contains_key("turn_id"));
    assert!(turn.required.contains("turnId"));
}

#[test]
fn presence_and_nullability_are_set() {
    let text = "[[fix]]\nat = \"Turn\"\nbecause = \"wire\"\nrequired = [\"item\"]\noptional-properties = [\"turn_id\"]\nnot-null = [\"note\"]\nnullable = [\"item\"]";
    let bundle = apply(text).unwrap();
    let turn = &bundle.get(bundle.find("Turn").unwrap()).unwrap().schema.object;
    assert_eq!(turn.required.iter().map(String::as_str).collect::<Vec<_>>(), ["item"]);
    assert_eq!(turn.properties["item"].any_of.as_ref().map(Vec::len), Some(2));
}

#[test]
fn a_variant_is_named_by_its_title_or_its_tag_wherever_it_stands() {
    let fix = |variant: &str| {
        format!(
            "[[fix]]\nat = \"Event\"\nvariant = \"{variant}\"\nbecause = \"wire\"\nrename-properties = {{ turn_id = \"turnId\" }}\n"
        )
    };
    let bundle = apply(&(fix("StartedEvent") + &fix("ended"))).unwrap();
    let event = &bundle.get(bundle.find("Event").unwrap()).unwrap().schema;
    for branch in &event.one_of.as_ref().unwrap()[..2] {
        assert!(branch.object.properties.contains_key("turnId"), "{branch:?}");
    }
    let bundle =
        apply("[[fix]]\nat = \"Event\"\nvariant = \"lost\"\nbecause = \"b\"\ndocs = \"Gone.\"").unwrap();
    let event = &bundle.get(bundle.find("Event").unwrap()).unwrap().schema;
    assert_eq!(event.one_of.as_ref().unwrap()[2].description.as_deref(), Some("Gone."));
    apply("[[fix]]\nat = \"Event\"\nvariant = \"newer\"\nbecause = \"b\"\noptional = true\ndocs = \"x\"")
        .unwrap();
}

#[test]
fn a_renamed_definition_takes_its_references_and_twins_along() {
    let bundle =
        apply("[[fix]]\nat = \"Item\"\nbecause = \"clearer\"\nrename = \"Entry\"\ndocs = \"An entry.\"")
            .unwrap();
    assert!(bundle.find("Item").is_none());
    let entry = bundle.find("Entry").unwrap();
    assert_eq!(bundle.get(entry).unwrap().schema.description.as_deref(), Some("An entry."));
    let turn = &bundle.get(bundle.find("Turn").unwrap()).unwrap().schema;
    assert_eq!(turn.object.properties["item"].reference, Some(entry));
}

#[test]
fn several_overlays_compose_in_order() {
    let first = Overlay::parse(
        "1.toml",
        "version = 1\n[[fix]]\nat = \"Item\"\nbecause = \"a\"\nreplace = '{\"type\": \"string\"}'",
    )
    .unwrap();
    let second = Overlay::parse("2.toml", "version = 1\n[[fix]]\nat = \"Item\"\nbecause = \"b\"\nexpect = '{\"type\": \"string\"}'\ndocs = \"Text.\"").unwrap();
    assert!(
        Bundle::from_text("a.json", SCHEMA, &[first.clone(), second.clone()], &Limits::default()).is_ok()
    );
    assert!(Bundle::from_text("a.json", SCHEMA, &[second, first], &Limits::default()).is_err());
}

#[test]
fn a_fix_that_no_longer_applies_is_an_error() {
    assert_eq!(stale("at = \"Gone\"\ndocs = \"x\""), "there is no `Gone` in the schema");
    assert_eq!(
        stale("at = \"#/definitions/Turn/properties/gone\"\ndocs = \"x\""),
        "there is no `#/definitions/Turn/properties/gone` in the schema"
    );
    assert_eq!(stale("at = \"Turn\"\nrename-properties = { gone = \"x\" }"), "there is no property `gone`");
    assert_eq!(
        stale("at = \"Turn\"\nrename-properties = { turn_id = \"note\" }"),
        "there is a property `note` already"
    );
    assert_eq!(stale("at = \"Turn\"\nrequired = [\"turn_id\"]"), "`turn_id` is required already");
    assert_eq!(stale("at = \"Turn\"\noptional-properties = [\"note\"]"), "`note` is optional already");
    assert_eq!(stale("at = \"Turn\"\nnot-null = [\"turn_id\"]"), "`turn_id` may not be null already");
    assert_eq!(
        stale("at = \"Item\"\nexpect = '{\"type\": \"string\"}'").split(", but").next(),
        Some("the schema there is not what `expect` says")
    );
    assert_eq!(stale("at = \"Event\"\nvariant = \"gone\"\ndocs = \"x\""), "`Event` has no variant `gone`");
    assert_eq!(stale("at = \"Item\"\nvariant = \"gone\"\ndocs = \"x\""), "`Item` has no variant `gone`");
    assert_eq!(
        stale("at = \"Event\"\nvariant = \"twice\"\ndocs = \"x\""),
        "`Event` has two variants `twice`"
    );
    assert_eq!(stale("at = \"Item\"\nrename = \"Turn\""), "there is a definition `Turn` already");
}

#[test]
fn an_optional_fix_may_find_nothing_but_not_something_else() {
    assert!(
        apply("[[fix]]\nat = \"Gone\"\nbecause = \"older versions\"\noptional = true\ndocs = \"x\"").is_ok()
    );
    assert_eq!(
        stale("at = \"Turn\"\noptional = true\nrequired = [\"turn_id\"]"),
        "`turn_id` is required already"
    );
}

#[test]
fn a_broken_overlay_names_the_line() {
    let text = "version = 1\n[[fix]]\nat = \"Turn\"\nbecause = \"x\"\nrequird = [\"a\"]";
    let error = Overlay::parse("fixes.toml", text).expect_err("unknown key").sorted().remove(0);
    assert_eq!(error.message, "`requird` is no key of an overlay");
    assert_eq!(error.help.as_deref(), Some("did you mean `required`?"));
    assert_eq!(&text[error.place.span.expect("span")], "requird");
    let error = Overlay::parse("fixes.toml", "version = 2").expect_err("version").sorted().remove(0);
    assert_eq!(error.message, "version 2 of the overlay format is not known");
}

#[test]
fn what_changes_nothing_no_longer_applies() {
    let nothing = "it changes nothing in the schema there";
    for (overlay, why) in [
        ("at = \"Turn\"", nothing),
        ("at = \"Item\"\nexpect = '{}'", nothing),
        ("at = \"#/definitions/Item\"\nreplace = '{\"type\": \"integer\"}'", nothing),
        ("at = \"Event\"\nvariant = \"StartedEvent\"\ntitle = \"StartedEvent\"", nothing),
        ("at = \"Turn\"\nnullable = [\"note\"]", "`note` may be null already"),
        (
            "at = \"Turn\"\nrequired = [\"item\"]\noptional-properties = [\"item\"]",
            "`item` is in both `required` and `optional-properties`",
        ),
        (
            "at = \"Turn\"\nnullable = [\"item\"]\nnot-null = [\"item\"]",
            "`item` is in both `nullable` and `not-null`",
        ),
        (
            "at = \"Turn\"\ntitle = \"T\"",
            "a definition is called by its key, whatever its title; use `rename`",
        ),
        (
            "at = \"#/definitions/v2/Item\"\ntitle = \"T\"",
            "a definition is called by its key, whatever its title; use `rename`",
        ),
    ] {
        assert_eq!(stale(overlay), why);
    }
}

#[test]
fn what_is_wrong_with_each_entry_is_said_at_once() {
    let text = "version = 1\n[[fix]]\nat = \"A\"\ndoc = \"é\"\nbecause = \"b\"\n[[fix]]\nat = \"B\"\n\
                [[drop]]\nmethod = 1\nbecause = \"c\"\n[[fix]]\nat = \"C\"\nbecause = \"d\"\n";
    let errors = Overlay::parse("fixes.toml", text).expect_err("three entries").sorted();
    let places: Vec<&str> = errors.iter().map(|error| &text[error.place.span.clone().unwrap()]).collect();
    assert_eq!((places.len(), places[0], places[2]), (3, "doc", "1"), "{errors:?}");
    assert!(errors[1].message.contains("`because` is missing"), "{errors:?}");
    // Nor does an entry that is no TOML hide the others.
    assert_eq!(Overlay::parse("fixes.toml", &format!("{text}[[")).expect_err("no TOML").sorted().len(), 4);
}
