//! Schemas that are plausible in their structure and hostile in their words, made from bytes.

use arbitrary::{Result, Unstructured};
use serde_json::{Map, Value, json};

use super::words::{FORMATS, NAMES, PAYLOADS, TEXTS};

/// A bundle.
pub fn schema(bytes: &mut Unstructured<'_>) -> Result<Value> {
    let mut names = Vec::new();
    for _ in 0..bytes.int_in_range(1..=6)? {
        names.push(word(bytes)?);
    }
    names.sort();
    names.dedup();
    let mut maker = Maker { bytes, names: names.clone(), depth: 0 };
    let mut definitions = Map::new();
    for name in names {
        let body = if maker.one_in(8)? { maker.methods()? } else { maker.schema()? };
        definitions.insert(name, body);
    }
    if maker.one_in(3)? {
        definitions.insert("ClientRequest".to_owned(), maker.methods()?);
    }
    if maker.one_in(5)? {
        definitions.insert("ServerNotification".to_owned(), maker.methods()?);
    }
    let key = if maker.one_in(4)? { "$defs" } else { "definitions" };
    let mut root = json!({ key: definitions });
    if maker.one_in(4)? {
        root["$schema"] = json!(*maker.bytes.choose(&[
            "http://json-schema.org/draft-04/schema#",
            "http://json-schema.org/draft-07/schema#",
            "https://json-schema.org/draft/2019-09/schema",
            "https://json-schema.org/draft/2020-12/schema",
        ])?);
    }
    if maker.one_in(6)? {
        let body = maker.object()?;
        for (key, value) in body.as_object().into_iter().flatten() {
            root[key] = value.clone();
        }
    }
    Ok(root)
}

fn word(bytes: &mut Unstructured<'_>) -> Result<String> {
    Ok(match bytes.int_in_range(0..=12)? {
        0 => (*bytes.choose(PAYLOADS)?).to_owned(),
        1 => format!("{}{}", bytes.choose(NAMES)?, bytes.choose(NAMES)?),
        2 => bytes.choose(NAMES)?.repeat(60),
        3 => bytes.arbitrary::<&str>()?.chars().take(12).collect(),
        _ => (*bytes.choose(NAMES)?).to_owned(),
    })
}

struct Maker<'b, 'a> {
    bytes: &'b mut Unstructured<'a>,
    names: Vec<String>,
    depth: usize,
}

impl Maker<'_, '_> {
    fn one_in(&mut self, many: u8) -> Result<bool> {
        Ok(self.bytes.int_in_range(1..=many)? == many)
    }

    fn reference(&mut self) -> Result<Value> {
        let name = self.bytes.choose(&self.names)?.replace('~', "~0").replace('/', "~1").replace('%', "%25");
        Ok(json!({ "$ref": format!("#/definitions/{name}") }))
    }

    fn schema(&mut self) -> Result<Value> {
        if self.depth > 4 || self.bytes.is_empty() {
            return Ok(json!({ "type": "string" }));
        }
        self.depth += 1;
        let made = self.kind();
        self.depth -= 1;
        let mut made = made?;
        if let Value::Object(members) = &mut made {
            self.words(members)?;
        }
        Ok(made)
    }

    fn kind(&mut self) -> Result<Value> {
        Ok(match self.bytes.int_in_range(0..=15)? {
            0 | 1 => self.reference()?,
            2..=5 => self.object()?,
            6 => self.enumeration()?,
            7 | 8 => self.union()?,
            9 => self.tagged()?,
            10 => json!({ "type": "array", "items": self.schema()? }),
            11 => self.tuple()?,
            12 => json!({ "type": "object", "additionalProperties": self.schema()? }),
            13 => self.number()?,
            14 => json!({ "allOf": self.schemas(3)? }),
            _ => self.plain()?,
        })
    }

    fn schemas(&mut self, most: u8) -> Result<Vec<Value>> {
        (0..self.bytes.int_in_range(1..=most)?).map(|_| self.schema()).collect()
    }

    fn plain(&mut self) -> Result<Value> {
        let types = ["null", "boolean", "integer", "number", "string", "array", "object"];
        Ok(match self.bytes.int_in_range(0..=4)? {
            0 => json!(true),
            1 => json!(false),
            2 => json!({ "type": [self.bytes.choose(&types)?, "null"] }),
            3 => json!({ "const": self.literal(0)? }),
            _ => json!({ "type": self.bytes.choose(&types)? }),
        })
    }

    fn number(&mut self) -> Result<Value> {
        let mut made = json!({ "type": self.bytes.choose(&["integer", "number"])?, "format": self.bytes.choose(FORMATS)? });
        for key in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] {
            if self.one_in(5)? {
                made[key] = self.any_number()?;
            }
        }
        Ok(made)
    }

    fn any_number(&mut self) -> Result<Value> {
        Ok(match self.bytes.int_in_range(0..=5)? {
            0 => json!(self.bytes.arbitrary::<i64>()?),
            1 => json!(self.bytes.arbitrary::<u64>()?),
            2 => json!(self.bytes.arbitrary::<f64>()?),
            3 => json!(-0.0),
            4 => json!(1e300),
            _ => json!(self.bytes.arbitrary::<u8>()?),
        })
    }

    fn literal(&mut self, depth: u8) -> Result<Value> {
        Ok(match self.bytes.int_in_range(0..=if depth > 2 { 4 } else { 6 })? {
            0 => Value::Null,
            1 => json!(self.bytes.arbitrary::<bool>()?),
            2 => self.any_number()?,
            3 | 4 => json!(word(self.bytes)?),
            5 => json!([self.literal(depth + 1)?]),
            _ => {
                let key = word(self.bytes)?;
                json!({ key: self.literal(depth + 1)? })
            }
        })
    }

    fn words(&mut self, members: &mut Map<String, Value>) -> Result<()> {
        if self.one_in(3)? {
            let key = *self.bytes.choose(TEXTS)?;
            let text =
                if self.one_in(2)? { word(self.bytes)? } else { (*self.bytes.choose(PAYLOADS)?).to_owned() };
            members.entry(key).or_insert(json!(text));
        }
        if self.one_in(6)? {
            members.insert("default".to_owned(), self.literal(0)?);
        }
        if self.one_in(12)? {
            members.insert("deprecated".to_owned(), json!(true));
        }
        if self.one_in(40)? {
            let key = word(self.bytes)?;
            members.insert(key, self.literal(0)?);
        }
        Ok(())
    }

    fn object(&mut self) -> Result<Value> {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for _ in 0..self.bytes.int_in_range(0..=4)? {
            let name = word(self.bytes)?;
            if self.one_in(2)? && !required.contains(&name) {
                required.push(name.clone());
            }
            properties.insert(name, self.schema()?);
        }
        let mut made = json!({ "type": "object", "properties": properties, "required": required });
        if self.one_in(5)? {
            made["additionalProperties"] = if self.one_in(2)? { json!(false) } else { self.schema()? };
        }
        if self.one_in(10)? {
            let pattern = word(self.bytes)?;
            made["patternProperties"] = json!({ pattern: self.schema()? });
        }
        if self.one_in(10)? {
            made[*self.bytes.choose(&["oneOf", "anyOf", "allOf"])?] = json!(self.schemas(3)?);
        }
        if self.one_in(16)? {
            made["propertyNames"] = self.schema()?;
        }
        Ok(made)
    }

    fn enumeration(&mut self) -> Result<Value> {
        let mut values = Vec::new();
        let strings = !self.one_in(4)?;
        for _ in 0..self.bytes.int_in_range(1..=6)? {
            values.push(if strings { json!(word(self.bytes)?) } else { self.literal(0)? });
        }
        Ok(if strings { json!({ "type": "string", "enum": values }) } else { json!({ "enum": values }) })
    }

    fn union(&mut self) -> Result<Value> {
        let key = *self.bytes.choose(&["oneOf", "anyOf"])?;
        Ok(json!({ key: self.schemas(4)? }))
    }

    fn tagged(&mut self) -> Result<Value> {
        let tag = word(self.bytes)?;
        let mut variants = Vec::new();
        for _ in 0..self.bytes.int_in_range(1..=4)? {
            let value = word(self.bytes)?;
            let mut variant = match self.bytes.int_in_range(0..=2)? {
                // External: the value is the one member, or the whole.
                0 => json!({ "type": "object", "required": [value], "properties": { value: self.schema()? },
                    "additionalProperties": false }),
                1 if self.one_in(2)? => json!({ "type": "string", "enum": [value] }),
                _ => {
                    json!({ "type": "object", "required": [tag], "properties": { tag.as_str(): { "enum": [value] } } })
                }
            };
            if self.one_in(2)? {
                let name = word(self.bytes)?;
                if let Some(properties) = variant.get_mut("properties").and_then(Value::as_object_mut) {
                    properties.entry(name).or_insert(self.schema()?);
                }
            }
            if self.one_in(3)? {
                variant["title"] = json!(word(self.bytes)?);
            }
            variants.push(variant);
        }
        Ok(json!({ "oneOf": variants }))
    }

    fn tuple(&mut self) -> Result<Value> {
        let items = self.schemas(3)?;
        let key = *self.bytes.choose(&["items", "prefixItems"])?;
        Ok(json!({ "type": "array", key: items, "minItems": self.bytes.int_in_range(0..=3)? }))
    }

    fn methods(&mut self) -> Result<Value> {
        let mut variants = Vec::new();
        for _ in 0..self.bytes.int_in_range(1..=3)? {
            let method = word(self.bytes)?;
            let mut variant = json!({ "type": "object", "required": ["method", "id"], "properties": {
                "method": { "type": "string", "enum": [method] }, "id": { "type": "integer" },
                "params": self.schema()? } });
            if self.one_in(3)? {
                variant["title"] = json!(word(self.bytes)?);
            }
            variants.push(variant);
        }
        Ok(json!({ "oneOf": variants }))
    }
}
