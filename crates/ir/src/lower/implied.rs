//! A schema without `type`: keywords speak of values of one kind, and let values of other kinds pass.

use codegen_schema::Diagnostic;
use codegen_schema::ast::{NumberKeywords, Schema, TextKeywords, Types};

use super::facts::Facts;
use super::union::Branch;
use super::{Lower, Lowered, Site};
use crate::model::Shape;

/// The types that the keywords speak of.
pub(super) fn spoken_of(schema: &Schema) -> Types {
    let mut types = Types::NONE;
    if schema.object.speaks() {
        types = types.union(Types::OBJECT);
    }
    if schema.array.speaks() {
        types = types.union(Types::ARRAY);
    }
    if schema.text != TextKeywords::default() {
        types = types.union(Types::STRING);
    }
    if schema.number != NumberKeywords::default() {
        types = types.union(Types::NUMBER);
    }
    types
}

/// Who describes `properties` means objects, whatever else the letter of the schema lets pass.
fn means_objects(schema: &Schema) -> bool {
    schema.object.properties.values().any(|property| !property.never) && spoken_of(schema) == Types::OBJECT
}

/// The types of the values that are described, where `type` is not there.
pub(super) fn implied(schema: &Schema) -> Types {
    if means_objects(schema) { Types::OBJECT } else { Types::ALL }
}

impl Lower<'_> {
    /// A schema without `type` that says something of some kinds of values.
    pub(super) fn untyped(&mut self, schema: &Schema, site: &Site) -> Lowered {
        let spoken = spoken_of(schema);
        if means_objects(schema) {
            let message = "the schema describes `properties`, but does not say `type`";
            let note = "values that are no objects, which it accepts, are refused";
            let warning =
                Diagnostic::warning("implied-type", self.place(&schema.pointer), message).note(note);
            self.found.push(warning.help("add `\"type\": \"object\"`"));
            return self.single(schema, Types::OBJECT, site);
        }
        let mut list = Vec::new();
        for one in spoken.each() {
            let part = self.part(schema, one, list.len());
            let facts = self.facts(&part);
            list.push(Branch { schema: part, reference: None, facts });
        }
        let pointer = schema.pointer.join("type").join(list.len());
        let other = Schema { pointer, title: Some("Other".to_owned()), ..Schema::default() };
        let facts = Facts { kinds: Types::ALL.without(spoken), ..Facts::none() };
        list.push(Branch { schema: other, reference: None, facts });
        Lowered::Shape(Shape::Union(self.untagged(schema, &list, Vec::new(), site)), false)
    }
}
