/// A variant that has no tag among those that have.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind")]
pub enum UntaggedVariant {
    A { value: u8 },
    B,
    #[serde(untagged)]
    Other { anything: String },
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub enum UntaggedWord {
    Known,
    Listed,
    #[serde(untagged)]
    Other(String),
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub enum UntaggedExternal {
    Known(u8),
    Listed,
    #[serde(untagged)]
    Other(bool),
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "t", content = "c")]
pub enum UntaggedAdjacent {
    Known(u8),
    #[serde(untagged)]
    Other { anything: String },
}

#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(from = "Wire", into = "Wire")]
pub struct Converted {
    millis: u64,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Wire {
    seconds: f64,
}

impl From<Wire> for Converted {
    fn from(wire: Wire) -> Self {
        Self { millis: (wire.seconds * 1000.0) as u64 }
    }
}

impl From<Converted> for Wire {
    fn from(converted: Converted) -> Self {
        Self { seconds: converted.millis as f64 / 1000.0 }
    }
}

#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Checked(u8);

impl TryFrom<String> for Checked {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| "no number".to_owned())
    }
}

impl From<Checked> for String {
    fn from(checked: Checked) -> Self {
        checked.0.to_string()
    }
}

/// What is closed around what is flattened.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct FlatClosed {
    own: u8,
    #[serde(flatten)]
    rest: FlatPart,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatPart {
    part: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(extend("x-own" = { "a": 1 }), example = json!({ "value": 5 }))]
pub struct Extended {
    #[schemars(extend("examples" = [1, 2], "readOnly" = true))]
    value: u8,
    #[schemars(transform = nullable)]
    changed: Option<String>,
    #[schemars(example = &"a", example = 'b')]
    example: String,
    #[schemars(pattern("^x"))]
    pattern: String,
}

fn nullable(schema: &mut Schema) {
    schema.insert("description".to_owned(), json!("Changed by a function."));
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename_all_fields = "camelCase")]
#[serde(rename_all_fields = "camelCase")]
pub enum FieldsRule {
    First { one_field: u8 },
    Second { two_fields: u8 },
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Inlined {
    inside: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct HasInlined {
    first: Inlined,
    second: Option<Inlined>,
    third: Vec<Inlined>,
}

authors! {
    UntaggedVariant => [
        UntaggedVariant::A { value: 1 }, UntaggedVariant::B, UntaggedVariant::Other { anything: "x".into() },
    ];
    UntaggedWord => [UntaggedWord::Known, UntaggedWord::Listed, UntaggedWord::Other("other".into())];
    UntaggedExternal => [UntaggedExternal::Known(1), UntaggedExternal::Listed, UntaggedExternal::Other(true)];
    UntaggedAdjacent => [UntaggedAdjacent::Known(1), UntaggedAdjacent::Other { anything: "x".into() }];
    Converted => [Converted { millis: 1500 }];
    Checked => [Checked(7)];
    FlatClosed => [FlatClosed { own: 1, rest: FlatPart { part: 2 } }];
    Extended => [Extended { value: 1, changed: None, example: "a".into(), pattern: "x".into() }];
    FieldsRule => [FieldsRule::First { one_field: 1 }, FieldsRule::Second { two_fields: 2 }];
    HasInlined => [HasInlined { first: Inlined { inside: 1 }, second: None, third: vec![Inlined { inside: 2 }] }];
    std::sync::atomic::AtomicU8 => [7.into()];
}
