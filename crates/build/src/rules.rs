//! The warnings that a configuration can silence or forbid.

use codegen_rust::target::ir::schema::suggest;

/// A kind of warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// A stable id in kebab case.
    pub id: &'static str,
    /// What it is about.
    pub summary: &'static str,
}

/// All of them, sorted by id.
pub static RULES: &[Rule] = &[
    rule("ambiguous-union", "two branches of a union accept the same values: the first that fits is taken"),
    rule("bad-default", "a default is not a value of its type, and is left out"),
    rule("confusable-names", "two definitions look the same, but are spelled in different letters"),
    rule("contested-name", "two types come to one name in the generated code"),
    rule(
        "ignored-keyword",
        "a keyword is ignored: a text for people that is none, a `discriminator` that no constants back, and in older drafts what stands beside `$ref` or came later",
    ),
    rule("implied-type", "`properties` stand without `type`: values that are no objects are refused"),
    rule("invisible-character", "a name holds a character that cannot be seen"),
    rule("lost-branches", "one branch of a choice takes every value: no types are made for the others"),
    rule("no-value", "a schema accepts no value at all"),
    rule("not-a-schema", "something among the definitions is no schema, and ignored"),
    rule("shared-result", "a request is given the result that another has which takes the same params"),
    rule("single-type", "the file holds one type that lists methods: no methods are generated"),
    rule("unchecked-pattern", "a `pattern` is documented, but strings are not checked against it"),
    rule("undeclared-property", "`required` lists a property that is not declared"),
    rule("unknown-keyword", "a keyword is not known, and ignored"),
    rule("value-of-other-type", "an enumeration lists a value that its `type` does not allow"),
    rule("widened", "the generated code accepts more than the schema does"),
];

/// What stands for all of them: `warnings = "deny"`.
pub const ALL: &str = "warnings";

const fn rule(id: &'static str, summary: &'static str) -> Rule {
    Rule { id, summary }
}

/// What is said of an id that is none: a message and what to do.
pub(crate) fn unknown(id: &str) -> Option<(String, String)> {
    if id == ALL || RULES.iter().any(|rule| rule.id == id) {
        return None;
    }
    let message = format!("`{}` is not the id of a warning", id.escape_debug());
    let help = match suggest(id, RULES.iter().map(|rule| rule.id).chain([ALL])) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`codegen rules` lists them all; errors cannot be silenced".to_owned(),
    };
    Some((message, help))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::RULES;

    /// The ids of all warnings in the sources of the floors below are in the table, and no others.
    #[test]
    fn the_table_has_every_warning() {
        let mut ids = BTreeSet::new();
        for floor in ["schema", "ir", "build"] {
            collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(floor).join("src"), &mut ids);
        }
        let listed: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(ids.iter().map(String::as_str).collect::<Vec<_>>(), listed);
    }

    fn collect(folder: &Path, ids: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, ids);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for part in text.split("Diagnostic::warning(").skip(1) {
                let id = part.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
                let kebab = |id: &&str| id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
                ids.extend(id.filter(kebab).map(str::to_owned));
            }
        }
    }
}
