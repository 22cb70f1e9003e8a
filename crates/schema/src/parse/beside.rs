//! What keywords make of each other: those beside a reference, those that a draft does not know, and the pattern
//! that all names match.

use std::borrow::Cow;

use super::{Members, Parser};
use crate::ast::ObjectKeywords;
use crate::{Diagnostic, Pointer, input};

/// Keywords that say nothing of values, or nothing that a reference does not mostly say as well.
const HARMLESS: [&str; 22] = [
    "$anchor",
    "$comment",
    "$defs",
    "$id",
    "$ref",
    "$schema",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "default",
    "definitions",
    "deprecated",
    "description",
    "examples",
    "format",
    "id",
    "markdownDescription",
    "nullable",
    "readOnly",
    "title",
    "type",
    "writeOnly",
];

/// Patterns that each name matches. To the letter the anchored ones match no name with a line break.
const OF_ALL_NAMES: [&str; 8] = ["", "^", "$", ".*", "^.*", ".*$", "^.*$", "^(.*)$"];

impl Parser<'_> {
    /// Without the keywords that came after the draft that the document names: its validators pass over them.
    pub(super) fn of_draft<'m>(&mut self, members: &'m Members, pointer: &Pointer) -> Cow<'m, Members> {
        let draft = self.draft;
        if !members.keys().any(|keyword| draft.is_too_old_for(keyword)) {
            return Cow::Borrowed(members);
        }
        let mut known = members.clone();
        known.retain(|keyword, _| !draft.is_too_old_for(keyword));
        // What hangs on `if` is not said again.
        let says =
            |keyword: &&String| draft.is_too_old_for(keyword) && !matches!(&***keyword, "then" | "else");
        for keyword in members.keys().filter(says) {
            let message = format!("`{keyword}` is ignored: {} does not know it", draft.name());
            let place = self.place(&pointer.join(keyword));
            self.found.push(Diagnostic::warning("ignored-keyword", place, message).help(
                "let `$schema` name the draft that is meant:\n\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"",
            ));
        }
        Cow::Owned(known)
    }

    /// Says what is ignored beside a `$ref`, as up to draft 7 it has to be.
    pub(super) fn beside_reference(&mut self, members: &Members, pointer: &Pointer) {
        let says = |key: &&str| members.contains_key(*key) && !HARMLESS.contains(key);
        let Some(keyword) = input::keywords().find(says) else { return };
        let message = format!("`{keyword}` beside `$ref` is ignored: up to draft 7 a reference stands alone");
        let warning = Diagnostic::warning("ignored-keyword", self.place(&pointer.join(keyword)), message);
        self.found.push(warning.help(format!(
            "put both into `allOf`, if they are to hold together:\n\"allOf\": [{{ \"$ref\": \"...\" }}, {{ \"{keyword}\": ... }}]"
        )));
    }
}

/// Where a pattern that all names match is the only one, and no property has a name of its own, it says of all
/// properties what `additionalProperties` would.
pub(super) fn pattern_of_all_names(object: &mut ObjectKeywords) {
    let only = object.pattern_properties.len() == 1 && object.properties.is_empty();
    let is_for_all = |pattern: &&String| OF_ALL_NAMES.contains(&pattern.as_str());
    let pattern = object.pattern_properties.keys().find(is_for_all).filter(|_| only).cloned();
    if let Some(schema) = pattern.and_then(|pattern| object.pattern_properties.remove(&pattern)) {
        object.additional = Some(Box::new(schema));
    }
}
