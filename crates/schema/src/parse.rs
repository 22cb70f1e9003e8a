//! From JSON to [`Schema`]: every keyword is typed here, or a diagnostic names it.

mod beside;
mod conditions;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Number;

use crate::ast::{NumberKeywords, Remarks, RequiredSets, Schema, Types};
use crate::draft::Draft;
use crate::{DefId, Diagnostic, Diagnostics, Json, Place, Pointer, look};

/// Finds what a `$ref` refers to, or says why not.
pub(crate) trait Resolve {
    fn resolve(&mut self, reference: &str, at: &Place) -> Result<DefId, Diagnostic>;

    /// Whether it depends on the way to it what a dynamic reference refers to.
    fn is_dynamic(&self, reference: &str) -> bool;
}

/// Reads the schemas of one file.
pub(crate) struct Parser<'a> {
    pub file: &'a str,
    /// Up to draft 7 what stands beside `$ref` is ignored, words for people aside; and so is what a draft does not
    /// know yet.
    pub draft: Draft,
    pub resolver: &'a mut dyn Resolve,
    pub found: &'a mut Diagnostics,
}

/// Keywords that say nothing about values.
pub(crate) const SILENT: &[&str] = &[
    "$schema",
    "$id",
    "id",
    "$anchor",
    "$comment",
    "$defs",
    "definitions",
    "$vocabulary",
    "$dynamicAnchor",
    "examples",
    "example",
    "readOnly",
    "writeOnly",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "markdownDescription",
    "enumDescriptions",
    "markdownEnumDescriptions",
    "deprecationMessage",
    "defaultSnippets",
    "errorMessage",
    "doNotSuggest",
    "allowComments",
    "allowTrailingCommas",
    "enumNames",
    "tsType",
    "externalDocs",
    "xml",
    "$recursiveAnchor",
    "description",
    "title",
    "default",
    "deprecated",
    "discriminator",
];

/// Keywords that are read elsewhere, and do say something about values (see [`conditions`]).
pub(crate) const CONDITIONS: &[&str] = &[
    "nullable",
    "minContains",
    "maxContains",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedItems",
    "unevaluatedProperties",
];

type Members = BTreeMap<String, Json>;

impl Parser<'_> {
    fn place(&self, pointer: &Pointer) -> Place {
        Place { file: self.file.to_owned(), pointer: Some(pointer.clone()), span: None }
    }

    fn invalid(&mut self, pointer: &Pointer, message: impl Into<String>) {
        let mut message = message.into();
        if message.starts_with("must be") {
            message = format!("`{}` {message}", pointer.last().unwrap_or_default().escape_debug());
        }
        let at = pointer.parent().unwrap_or_default().to_string();
        let diagnostic = Diagnostic::error("invalid-keyword", self.place(pointer), message).help(format!(
            "correct the schema, or replace this part by an overlay:\n[[fix]]\nat = {}\nreplace = '...'\nbecause = \"...\"",
            crate::toml_quote(&at)
        ));
        self.found.push(diagnostic);
    }

    fn widened(&mut self, pointer: &Pointer, keyword: &str, note: &str) {
        let message = format!("`{keyword}` is not expressed by the generated types");
        self.found.push(Diagnostic::warning("widened", self.place(pointer), message).note(note));
    }

    /// Reads a schema.
    pub fn schema(&mut self, json: &Json, pointer: &Pointer) -> Schema {
        let mut schema = Schema { pointer: pointer.clone(), ..Schema::default() };
        match json {
            Json::Bool(accepts) => schema.never = !accepts,
            Json::Object(members) => {
                let members = &*self.of_draft(members, pointer);
                let alone = self.draft.is_legacy() && members.contains_key("$ref");
                for (keyword, value) in members.iter().filter(|(key, _)| !alone || *key == "$ref") {
                    self.keyword(&mut schema, keyword, value, &pointer.join(keyword));
                }
                beside::pattern_of_all_names(&mut schema.object);
                self.together(&mut schema, members, pointer);
                if alone {
                    self.beside_reference(members, pointer);
                } else {
                    self.conditions(&mut schema, members, pointer);
                }
            }
            other => {
                let message = format!("a schema is an object or a boolean, but this is {}", other.kind());
                let help = match other.as_str().filter(|word| Types::named(word).is_some()) {
                    Some(word) => format!("write `{{ \"type\": \"{word}\" }}`"),
                    None => "a `$ref` or a keyword leads here; point it at a schema".to_owned(),
                };
                self.found.push(Diagnostic::error("not-a-schema", self.place(pointer), message).help(help));
            }
        }
        schema
    }

    fn keyword(&mut self, schema: &mut Schema, keyword: &str, value: &Json, at: &Pointer) {
        match keyword {
            "$ref" | "$dynamicRef" | "$recursiveRef" => self.reference(schema, keyword, value, at),
            "type" => schema.types = self.types(value, at),
            "enum" => match value.as_array() {
                None => self.invalid(at, format!("must be an array, but it is {}", value.kind())),
                Some([]) => {
                    schema.never = true;
                    let message = "no value can be of this type: `enum` lists none";
                    let note = "the generated code refuses every value; among the branches of a choice, this one is left out";
                    self.found.push(Diagnostic::warning("no-value", self.place(at), message).note(note));
                }
                Some(values) if schema.constant => {
                    let (pointer, values) = (at.clone(), Some(values.to_vec()));
                    schema.all_of.push(Schema { pointer, values, ..Schema::default() });
                }
                Some(values) => schema.values = Some(values.to_vec()),
            },
            "const" => (schema.values, schema.constant) = (Some(vec![value.clone()]), true),
            "allOf" => schema.all_of.extend(self.branches(value, at).unwrap_or_default()),
            "anyOf" => self.choice(schema, value, at, false),
            "oneOf" => self.choice(schema, value, at, true),
            "format" => schema.format = self.string(value, at),
            "properties" => {
                self.invisible_keys(value, at);
                schema.object.properties = self.schemas(value, at);
            }
            "patternProperties" => schema.object.pattern_properties = self.schemas(value, at),
            "additionalProperties" => schema.object.additional = Some(Box::new(self.schema(value, at))),
            "propertyNames" => schema.object.property_names = Some(Box::new(self.schema(value, at))),
            "required" => schema.object.required = self.strings(value, at),
            "minProperties" => schema.object.min_properties = self.count(value, at),
            "maxProperties" => schema.object.max_properties = self.count(value, at),
            "items" if value.as_array().is_some() => schema.array.prefix_items = self.branches(value, at),
            "items" => schema.array.items = Some(Box::new(self.schema(value, at))),
            "prefixItems" => schema.array.prefix_items = self.branches(value, at),
            // Read together with what it belongs to.
            "additionalItems" => {}
            "minItems" => schema.array.min_items = self.count(value, at),
            "maxItems" => schema.array.max_items = self.count(value, at),
            "uniqueItems" => schema.array.unique_items = *value == Json::Bool(true),
            "minLength" => schema.text.min_length = self.count(value, at),
            "maxLength" => schema.text.max_length = self.count(value, at),
            "pattern" => schema.text.pattern = self.string(value, at),
            "minimum" => schema.number.minimum = self.number(value, at),
            "maximum" => schema.number.maximum = self.number(value, at),
            "exclusiveMinimum" | "exclusiveMaximum" if matches!(value, Json::Bool(_)) => {}
            "exclusiveMinimum" => schema.number.exclusive_minimum = self.number(value, at),
            "exclusiveMaximum" => schema.number.exclusive_maximum = self.number(value, at),
            "multipleOf" => schema.number.multiple_of = self.number(value, at),
            _ => self.other(keyword, value, at),
        }
    }

    fn other(&mut self, keyword: &str, value: &Json, at: &Pointer) {
        if ![SILENT, CONDITIONS].iter().any(|known| known.contains(&keyword)) && !keyword.starts_with("x-") {
            let message = format!("unknown keyword `{}`", keyword.escape_debug());
            let note = format!("it is ignored; its value is {}", value.kind());
            let warning = Diagnostic::warning("unknown-keyword", self.place(at), message).note(note);
            // Words of a format of one's own are seldom misspelt ones of JSON Schema.
            self.found.push(match crate::suggest(keyword, crate::input::keywords()) {
                Some(near) => warning.help(format!("did you mean `{near}`?")),
                None => warning,
            });
        }
    }

    /// A reference. One that depends on the way to it is one that does not, where there is one place to go.
    fn reference(&mut self, schema: &mut Schema, keyword: &str, value: &Json, at: &Pointer) {
        let Some(text) = self.string(value, at) else { return };
        if keyword != "$ref" && self.resolver.is_dynamic(&text) {
            let note = "several places could be meant: any value is accepted here, and kept";
            return self.widened(at, keyword, note);
        }
        match self.resolver.resolve(&text, &self.place(at)) {
            Ok(id) => {
                if let Some(other) = schema.reference.replace(id) {
                    schema.all_of.push(Schema {
                        pointer: at.clone(),
                        reference: Some(other),
                        ..Schema::default()
                    });
                }
            }
            Err(error) => {
                let Some(types) = schemas_of(&text) else { return self.found.push(error) };
                let message = "a schema of schemas is not read";
                let note = "a schema is meant: any value of its kinds is accepted here, and kept";
                self.found.push(Diagnostic::warning("widened", self.place(at), message).note(note));
                let types = Some(types);
                schema.all_of.push(Schema { pointer: at.clone(), types, ..Schema::default() });
            }
        }
    }

    /// Words for people are no reason to refuse a schema.
    fn words(&mut self, members: &Members, pointer: &Pointer) {
        let kinds = [
            ("title", "a string"),
            ("description", "a string"),
            ("markdownDescription", "a string"),
            ("deprecated", "a boolean"),
        ];
        for (keyword, wanted) in kinds {
            let Some(value) = members.get(keyword).filter(|value| **value != Json::Null) else { continue };
            if value.kind() != wanted {
                let message = format!("`{keyword}` must be {wanted}, but it is {}", value.kind());
                let place = self.place(&pointer.join(keyword));
                let warning = Diagnostic::warning("ignored-keyword", place, message);
                self.found.push(warning.note("it is ignored"));
            }
        }
    }

    /// What several keywords say together, and words for people.
    fn together(&mut self, schema: &mut Schema, members: &Members, pointer: &Pointer) {
        let text = |key: &str| members.get(key).and_then(Json::as_str).map(str::to_owned);
        self.words(members, pointer);
        schema.title = text("title").filter(|title| !title.trim().is_empty());
        schema.description = text("description").or_else(|| text("markdownDescription"));
        schema.deprecated = members.get("deprecated") == Some(&Json::Bool(true))
            || members.contains_key("deprecationMessage");
        schema.default = members.get("default").cloned();
        schema.remarks = remarks(members);
        if members.get("nullable") == Some(&Json::Bool(true)) {
            nullable(schema);
        }
        let discriminator = members.get("discriminator").and_then(|it| it.get("propertyName"));
        schema.discriminator = discriminator.and_then(Json::as_str).map(str::to_owned);
        let NumberKeywords { minimum, maximum, exclusive_minimum, exclusive_maximum, multiple_of } =
            &mut schema.number;
        if members.get("exclusiveMinimum") == Some(&Json::Bool(true)) {
            *exclusive_minimum = minimum.take();
        }
        if members.get("exclusiveMaximum") == Some(&Json::Bool(true)) {
            *exclusive_maximum = maximum.take();
        }
        if multiple_of.as_ref().and_then(Number::as_f64).is_some_and(|step| step <= 0.0) {
            *multiple_of = None;
            self.invalid(&pointer.join("multipleOf"), "`multipleOf` must be greater than 0");
        }
        // An array of draft 4 to 2019-09 says in `additionalItems` what follows the first items.
        // Beside a reference that stands alone, neither has been read.
        if schema.array.prefix_items.is_some()
            && members.get("items").is_some_and(|items| items.as_array().is_some())
            && let Some(rest) = members.get("additionalItems")
        {
            schema.array.items = Some(Box::new(self.schema(rest, &pointer.join("additionalItems"))));
        }
    }

    /// `anyOf` or `oneOf`. A choice between sets of `required` is a rule, not a choice of types.
    fn choice(&mut self, schema: &mut Schema, value: &Json, at: &Pointer, exactly_one: bool) {
        let only_required = |branch: &Json| {
            branch.as_object().is_some_and(|members| {
                members.contains_key("required")
                    && members.keys().all(|key| {
                        matches!(
                            key.as_str(),
                            "required" | "title" | "description" | "deprecated" | "$comment"
                        )
                    })
            })
        };
        if let Some(list) = value.as_array()
            && !list.is_empty()
            && list.iter().all(only_required)
        {
            let sets = (0..)
                .zip(list)
                .map(|(index, branch)| {
                    let at = at.join(index).join("required");
                    let required = branch.get("required").map(|value| self.strings(value, &at));
                    required.unwrap_or_default().into_iter().collect()
                })
                .collect();
            schema.object.required_sets.push(RequiredSets { exactly_one, sets });
            return;
        }
        let branches = self.branches(value, at);
        *(if exactly_one { &mut schema.one_of } else { &mut schema.any_of }) = branches;
    }

    fn branches(&mut self, value: &Json, at: &Pointer) -> Option<Vec<Schema>> {
        match value.as_array() {
            Some([]) if !at.as_str().ends_with("tems") => {
                self.invalid(
                    at,
                    format!("`{}` must have at least one schema", at.last().unwrap_or_default()),
                );
                None
            }
            Some(list) => {
                Some((0..).zip(list).map(|(index, one)| self.schema(one, &at.join(index))).collect())
            }
            None => {
                let message = format!(
                    "`{}` must be an array, but it is {}",
                    at.last().unwrap_or_default(),
                    value.kind()
                );
                self.invalid(at, message);
                None
            }
        }
    }

    fn schemas(&mut self, value: &Json, at: &Pointer) -> BTreeMap<String, Schema> {
        if let Some(members) = value.as_object() {
            return members.iter().map(|(key, one)| (key.clone(), self.schema(one, &at.join(key)))).collect();
        }
        let message =
            format!("`{}` must be an object, but it is {}", at.last().unwrap_or_default(), value.kind());
        self.invalid(at, message);
        BTreeMap::new()
    }

    fn invisible_keys(&mut self, value: &Json, at: &Pointer) {
        for key in value.as_object().into_iter().flat_map(Members::keys).filter(|key| !key.is_ascii()) {
            if let Some(c) = key.chars().find(|c| look::is_invisible(*c)) {
                self.found.push(look::invisible(key, c, self.place(&at.join(key))));
            }
        }
    }

    fn types(&mut self, value: &Json, at: &Pointer) -> Option<Types> {
        let names: Vec<&Json> = match value {
            Json::Array(names) => names.iter().collect(),
            one => vec![one],
        };
        let mut types = Types::NONE;
        for name in names {
            let Some(one) = name.as_str().and_then(Types::named) else {
                const ALL: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];
                let near = name.as_str().and_then(|name| crate::suggest(name, ALL));
                let message = match near {
                    Some(near) => format!("{name} is not a type: is `{near}` meant?"),
                    None => format!(
                        "{name} is not a type: null, boolean, integer, number, string, array or object, or an array of these"
                    ),
                };
                self.invalid(at, message);
                return None;
            };
            types = types.union(one);
        }
        if types.is_empty() {
            self.invalid(at, "`type` must name at least one type");
            return None;
        }
        Some(types)
    }

    fn string(&mut self, value: &Json, at: &Pointer) -> Option<String> {
        if value.as_str().is_none() {
            self.invalid(at, format!("must be a string, but it is {}", value.kind()));
        }
        value.as_str().map(str::to_owned)
    }

    fn strings(&mut self, value: &Json, at: &Pointer) -> BTreeSet<String> {
        match value {
            // Draft 3 marked the property itself; it is still met in the wild.
            Json::Bool(_) => {
                self.widened(at, "required", "a boolean `required` belongs to draft 3 and is ignored");
                BTreeSet::new()
            }
            Json::Array(list) => {
                if list.iter().any(|one| one.as_str().is_none()) {
                    self.invalid(at, "must be an array of strings");
                }
                list.iter().filter_map(Json::as_str).map(str::to_owned).collect()
            }
            other => {
                self.invalid(at, format!("must be an array of strings, but it is {}", other.kind()));
                BTreeSet::new()
            }
        }
    }

    /// A count; `3.0` is one too.
    fn count(&mut self, value: &Json, at: &Pointer) -> Option<u64> {
        let count = match value {
            Json::Number(number) => number.as_u64().or_else(|| {
                let value = number.as_f64()?;
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                (value >= 0.0 && value.fract() == 0.0 && value < 9e15).then_some(value as u64)
            }),
            _ => None,
        };
        if count.is_none() {
            self.invalid(at, format!("must be a whole number of at least 0, but it is {value}"));
        }
        count
    }

    fn number(&mut self, value: &Json, at: &Pointer) -> Option<Number> {
        match value {
            Json::Number(number) => Some(number.clone()),
            other => {
                self.invalid(at, format!("must be a number, but it is {}", other.kind()));
                None
            }
        }
    }
}

/// The kinds of values that a schema of schemas describes, if that is what the address stands for.
fn schemas_of(address: &str) -> Option<Types> {
    let bare = address.trim_end_matches('#');
    let name = bare.strip_prefix("http://").or_else(|| bare.strip_prefix("https://"))?;
    match name.strip_prefix("json-schema.org/")? {
        "draft-03/schema" | "draft-04/schema" => Some(Types::OBJECT),
        "schema"
        | "draft-06/schema"
        | "draft-07/schema"
        | "draft/2019-09/schema"
        | "draft/2020-12/schema" => Some(Types::OBJECT.union(Types::BOOLEAN)),
        _ => None,
    }
}

/// What is said to people beside a description. What is of another kind says nothing of values either.
fn remarks(members: &Members) -> Remarks {
    let is_true = |key: &str| members.get(key) == Some(&Json::Bool(true));
    let list = members.get("examples").and_then(Json::as_array).map(<[Json]>::to_vec);
    let examples = list.or_else(|| members.get("example").map(|one| vec![one.clone()]));
    Remarks {
        examples: examples.unwrap_or_default(),
        read_only: is_true("readOnly"),
        write_only: is_true("writeOnly"),
    }
}

/// `nullable: true`, as `OpenAPI` 3.0 has it: null beside what is described.
fn nullable(schema: &mut Schema) {
    if let Some(types) = &mut schema.types {
        *types = types.union(Types::NULL);
        if let Some(values) = schema.values.as_mut().filter(|values| !values.contains(&Json::Null)) {
            values.push(Json::Null);
        }
    } else if !schema.is_any() {
        let mut inner = std::mem::take(schema);
        let words = (inner.title.take(), inner.description.take(), inner.default.take());
        (schema.title, schema.description, schema.default) = words;
        schema.deprecated = std::mem::take(&mut inner.deprecated);
        schema.remarks = std::mem::take(&mut inner.remarks);
        schema.pointer = inner.pointer.clone();
        let (pointer, types) = (inner.pointer.join("nullable"), Some(Types::NULL));
        schema.any_of = Some(vec![inner, Schema { pointer, types, ..Schema::default() }]);
    }
}
