//! What authors call things, and whether two are called the same.

use std::collections::{BTreeSet, HashMap};

use codegen_schema::ast::{Remarks, Schema, Types};
use codegen_schema::is_name;

/// The title, where it can be a name. The runtime writes the group of a definition into titles
/// (`Chatgptv2::LoginAccountParams`), where it names nothing.
pub(super) fn title(schema: &Schema) -> Option<String> {
    let is_name = |title: &String| is_name(title) && title.chars().any(|c| c.is_ascii_alphanumeric());
    let mut title = schema.title.clone().filter(is_name)?;
    if is_of_property(schema, &title) {
        return None;
    }
    if title.contains("::") {
        let steps: Vec<String> = schema.pointer.steps().collect();
        for group in steps.iter().skip(1).take_while(|step| step.as_str() != "properties") {
            title = title.replace(&format!("{group}::"), "");
        }
    }
    Some(title)
}

/// Whether a title is the name of the property as Pydantic writes it into each: nobody chose it, and another type may
/// well have it. An object has its title from an author: Pydantic's are definitions.
fn is_of_property(schema: &Schema, title: &str) -> bool {
    let object = schema.object.speaks() || schema.types == Some(Types::OBJECT);
    let mut steps: Vec<String> = if object { Vec::new() } else { schema.pointer.steps().collect() };
    let (name, holder) = (steps.pop(), steps.pop());
    holder.as_deref() == Some("properties") && name.is_some_and(|name| title_case(&name) == title)
}

/// `fooBar_baz` as `Foobar Baz`.
fn title_case(name: &str) -> String {
    let mut inside = false;
    let mut text = String::with_capacity(name.len());
    for c in name.chars() {
        if inside {
            text.extend(c.to_lowercase());
        } else {
            text.extend(c.to_uppercase());
        }
        inside = c.is_alphabetic();
    }
    text.replace('_', " ").trim().to_owned()
}

/// Whether a UUID is part of a text: nobody would call anything so.
pub(super) fn holds_uuid(text: &str) -> bool {
    const HYPHENS: [usize; 4] = [8, 13, 18, 23];
    const LENGTH: usize = 36;
    let is_uuid = |window: &[u8]| {
        let fits = |(at, byte): (usize, &u8)| {
            if HYPHENS.contains(&at) { *byte == b'-' } else { byte.is_ascii_hexdigit() }
        };
        window.iter().enumerate().all(fits)
    };
    text.as_bytes().windows(LENGTH).any(is_uuid)
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
