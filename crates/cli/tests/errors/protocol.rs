//! Methods: what is listed, what answers, what no rule finds.

use crate::Case;
use crate::common::{CONFIG, SCHEMA};

fn more(name: &'static str, id: &'static str, more: &str) -> Case {
    let config = format!("{CONFIG}\n{more}\n");
    Case::new(name, id, move |folder| folder.write("codegen.toml", &config))
}

pub(crate) fn cases() -> Vec<Case> {
    let misspelt = SCHEMA.replace("\"NoteWriteResponse\"", "\"NoteWrittenResponse\"");
    vec![
        Case::of("method-without-result", "method-without-result", misspelt),
        Case::of("method-without-name", "method-without-name", second("\"type\": \"string\"")),
        Case::of(
            "method-with-two-names",
            "method-without-name",
            second("\"enum\": [\"note/read\", \"note/list\"]"),
        ),
        Case::of("duplicate-method", "duplicate-method", second("\"enum\": [\"note/write\"]")),
        Case::of("method-not-required", "method-without-name", another("\"id\"", "method", NAMED)),
        Case::of("method-not-there", "method-without-name", another("\"id\", \"name\"", "name", NAMED)),
        more("result-stale", "stale-result", "[methods.results]\n\"note/wirte\" = \"NoteWriteResponse\""),
        more(
            "result-unknown",
            "unknown-definition",
            "[methods.results]\n\"note/write\" = \"NoteWriteRespones\"",
        ),
        more("rule-unused", "unused-rule", "[methods]\nresult = \"{stem}Reply\""),
        more("rule-of-several-unused", "unused-rule", "[methods]\nresult = [\"Nope\", \"{stem}Response\"]"),
        more("rule-unknown-placeholder", "wrong-value", "[methods]\nresult = \"{stm}Response\""),
        more("rule-none", "method-without-result", "[methods]\nresult = []"),
        more("methods-unknown-key", "unknown-key", "[methods]\nclient-requests = \"ClientRequests\""),
        more(
            "unions-unknown-definition",
            "unknown-definition",
            "[methods.unions]\nclient-requests = \"ClientRequests\"",
        ),
        Case::of(
            "meta-model-reference",
            "unresolved-reference",
            META_MODEL.replace("\"name\": \"Position\" }", "\"name\": \"Positon\" }"),
        ),
        Case::of(
            "meta-model-result",
            "unresolved-reference",
            META_MODEL.replace("\"name\": \"Hover\" }", "\"name\": \"Hovre\" }"),
        ),
    ]
}

const NAMED: &str = "\"enum\": [\"note/list\"]";

/// With one more request, whose method says this.
fn second(method: &str) -> String {
    another("\"id\", \"method\"", "method", method)
}

/// With one more request, that requires this, and of whose other member is said this.
fn another(required: &str, member: &str, says: &str) -> String {
    let more = format!(
        "        }},\n        {{\n          \"type\": \"object\",\n          \"required\": [{required}],\n          \"properties\": {{\n            \"id\": {{ \"$ref\": \"#/definitions/RequestId\" }},\n            \"{member}\": {{ {says} }}\n          }}\n        }}\n      ]\n    }},\n    \"ServerNotification\""
    );
    SCHEMA.replacen("        }\n      ]\n    },\n    \"ServerNotification\"", &more, 1)
}

/// A protocol in the words of the Language Server Protocol's own model.
const META_MODEL: &str = r#"{
  "metaData": { "version": "3.17.0" },
  "requests": [
    {
      "method": "textDocument/hover",
      "messageDirection": "clientToServer",
      "params": { "kind": "reference", "name": "HoverParams" },
      "result": { "kind": "or", "items": [{ "kind": "reference", "name": "Hover" }, { "kind": "base", "name": "null" }] }
    }
  ],
  "notifications": [],
  "structures": [
    {
      "name": "HoverParams",
      "properties": [
        { "name": "position", "type": { "kind": "reference", "name": "Position" } }
      ]
    },
    {
      "name": "Hover",
      "properties": [
        { "name": "contents", "type": { "kind": "base", "name": "string" } }
      ]
    },
    {
      "name": "Position",
      "properties": [
        { "name": "line", "type": { "kind": "base", "name": "uinteger" } }
      ]
    }
  ],
  "enumerations": [],
  "typeAliases": []
}
"#;
