//! What authors call things, and whether two are called the same.

use std::collections::{BTreeSet, HashMap};

use codegen_schema::ast::{Remarks, Schema};
use codegen_schema::is_name;

/// The title, where it can be a name. The runtime writes the group of a definition into titles
/// (`Chatgptv2::LoginAccountParams`), where it names nothing.
pub(super) fn title(schema: &Schema) -> Option<String> {
    let is_name = |title: &String| is_name(title) && title.chars().any(|c| c.is_ascii_alphanumeric());
    let mut title = schema.title.clone().filter(is_name)?;
    if title.contains("::") {
        let steps: Vec<String> = schema.pointer.steps().collect();
        for group in steps.iter().skip(1).take_while(|step| step.as_str() != "properties") {
            title = title.replace(&format!("{group}::"), "");
        }
    }
    Some(title)
}

/// What a schema says of values, which is all that a part of it does.
pub(super) fn wordless(schema: Schema) -> Schema {
    Schema { title: None, description: None, remarks: Remarks::default(), default: None, ..schema }
}

/// The elements of `all` that occur once.
pub(super) fn once<'t>(all: impl IntoIterator<Item = &'t str>) -> BTreeSet<&'t str> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for one in all {
        *seen.entry(one).or_default() += 1;
    }
    seen.into_iter().filter(|(_, count)| *count == 1).map(|(one, _)| one).collect()
}
