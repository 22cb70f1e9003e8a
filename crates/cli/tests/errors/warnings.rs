//! What is said where code is generated all the same.

use crate::Case;

fn warned(id: &'static str, body: &str) -> Case {
    named(id, id, body)
}

fn named(name: &'static str, id: &'static str, body: &str) -> Case {
    Case::of(name, id, format!("{{\n  \"definitions\": {{\n    {body}\n  }}\n}}\n"))
}

pub(crate) fn cases() -> Vec<Case> {
    let same_tag = |keyword: &str| {
        format!(
            "\"U\": {{\n      \"{keyword}\": [\n        {},\n        {}\n      ]\n    }}",
            variant("x"),
            variant("y")
        )
    };
    vec![
        warned("unknown-keyword", "\"A\": { \"type\": \"object\", \"proprties\": {} }"),
        named("widened-not", "widened", "\"A\": { \"type\": \"string\", \"not\": { \"pattern\": \"^x\" } }"),
        warned("unchecked-pattern", "\"A\": { \"type\": \"string\", \"pattern\": \"^[a-z]+$\" }"),
        warned(
            "ambiguous-union",
            "\"U\": {\n      \"anyOf\": [\n        { \"type\": \"object\", \"properties\": { \"a\": { \"type\": \"string\" } } },\n        { \"type\": \"object\", \"properties\": { \"b\": { \"type\": \"string\" } } }\n      ]\n    }",
        ),
        named("ambiguous-union-tag", "ambiguous-union", &same_tag("anyOf")),
        named("ambiguous-union-one-of", "ambiguous-union", &same_tag("oneOf")),
        warned(
            "no-value",
            "\"A\": { \"type\": \"object\", \"required\": [\"x\"], \"properties\": { \"x\": false } }",
        ),
        named("no-value-enum", "no-value", "\"A\": { \"enum\": [] }"),
        named(
            "no-value-all-of",
            "no-value",
            "\"A\": { \"allOf\": [{ \"type\": \"string\" }, { \"type\": \"integer\" }] }",
        ),
        named(
            "no-value-bounds",
            "no-value",
            "\"A\": { \"type\": [\"string\", \"integer\"], \"minLength\": 2, \"maxLength\": 1 }",
        ),
        warned("value-of-other-type", "\"A\": { \"type\": \"string\", \"enum\": [\"a\", 1] }"),
        warned(
            "bad-default",
            "\"A\": { \"type\": \"object\", \"properties\": { \"n\": { \"type\": \"integer\", \"default\": \"many\" } } }",
        ),
        warned(
            "undeclared-property",
            "\"A\": { \"type\": \"object\", \"required\": [\"id\"], \"properties\": { \"ID\": { \"type\": \"string\" } } }",
        ),
        warned(
            "ignored-keyword",
            "\"A\": { \"type\": \"object\", \"description\": { \"type\": \"string\" } }",
        ),
        Case::of(
            "ignored-keyword-discriminator",
            "ignored-keyword",
            "{\n  \"definitions\": {\n    \"Pet\": {\n      \"discriminator\": { \"propertyName\": \"kind\" },\n      \"anyOf\": [\n        { \"type\": \"object\", \"required\": [\"kind\", \"bark\"], \"properties\": { \"kind\": { \"type\": \"string\" }, \"bark\": true } },\n        { \"type\": \"object\", \"required\": [\"kind\", \"meow\"], \"properties\": { \"kind\": { \"type\": \"string\" }, \"meow\": true } }\n      ]\n    }\n  }\n}\n",
        ),
        Case::of(
            "ignored-keyword-newer",
            "ignored-keyword",
            "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"definitions\": {\n    \"A\": { \"type\": \"object\", \"unevaluatedProperties\": false }\n  }\n}\n",
        ),
        warned("implied-type", "\"A\": { \"properties\": { \"x\": { \"type\": \"string\" } } }"),
        warned(
            "confusable-names",
            "\"\\u0410ccount\": { \"type\": \"object\" },\n    \"Account\": { \"type\": \"object\" }",
        ),
        warned("contested-name", "\"foo\": { \"type\": \"object\" },\n    \"Foo\": { \"type\": \"object\" }"),
        named(
            "contested-name-groups",
            "contested-name",
            "\"Id\": { \"type\": \"string\" },\n    \"v2\": { \"Id\": { \"type\": \"integer\" } }",
        ),
        warned("invisible-character", "\"A\\u200dB\": { \"type\": \"object\" }"),
        warned(
            "lost-branches",
            &format!("\"A\": {{ \"anyOf\": [{}, {}, true] }}", variant("x"), variant("y")),
        ),
        warned("shared-result", &asked_twice()),
        Case {
            args: &["generate", "-D", "unknown-keyword"],
            ..named("warning-denied", "unknown-keyword", "\"A\": { \"type\": \"object\", \"proprties\": {} }")
        },
    ]
}

/// Two requests of the same params, and one result.
fn asked_twice() -> String {
    let request = |method: &str| {
        format!(
            "{{ \"type\": \"object\", \"required\": [\"id\", \"method\", \"params\"], \"properties\": {{ \"id\": {{ \"type\": \"string\" }}, \
             \"method\": {{ \"const\": \"{method}\" }}, \"params\": {{ \"$ref\": \"#/definitions/AskUserParams\" }} }} }}"
        )
    };
    let requests = [request("ask/user"), request("ask/again")].join(",\n      ");
    format!(
        "\"ServerRequest\": {{ \"oneOf\": [\n      {requests}\n    ] }},\n    \"AskUserParams\": {{ \"type\": \"object\" }},\n    \
         \"AskUserResponse\": {{ \"type\": \"object\" }}"
    )
}

fn variant(member: &str) -> String {
    format!(
        "{{ \"type\": \"object\", \"required\": [\"t\", \"{member}\"], \"properties\": {{ \"t\": {{ \"const\": \"a\" }}, \"{member}\": {{ \"type\": \"string\" }} }} }}"
    )
}
