/// Externally tagged: every kind of variant.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum External {
    /// Nothing more to say.
    UnitOne,
    UnitTwo,
    /// A text.
    OneString(String),
    OneStruct(Payload),
    OneOption(Option<u8>),
    OneList(Vec<Payload>),
    OneMap(BTreeMap<String, u8>),
    OneUnit(()),
    /// Two at once.
    Tuple(u8, Payload),
    #[serde(rename_all = "camelCase")]
    Struct {
        /// The first.
        first_one: u8,
        second: Option<String>,
    },
    EmptyStruct {},
    EmptyTuple(),
    Boxed(Box<External>),
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Payload {
    value: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<String>,
}

fn payload() -> Payload {
    Payload { value: -1, more: None }
}

/// Internally tagged.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Internal {
    /// Nothing more to say.
    UnitOne,
    /// The members of a type.
    OneStruct(Payload),
    OneMap(BTreeMap<String, Value>),
    OneUnit(()),
    OneUnitStruct(NoMore),
    Struct {
        first: u8,
        second: Option<String>,
    },
    EmptyStruct {},
    Nested(Inner),
    List { items: Vec<Internal> },
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct NoMore;

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "inner")]
pub enum Inner {
    A { a: u8 },
    B,
}

/// Adjacently tagged.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "t", content = "c")]
pub enum Adjacent {
    /// Nothing more to say.
    UnitOne,
    UnitTwo,
    OneString(String),
    OneStruct(Payload),
    OneOption(Option<u8>),
    /// Two at once.
    Tuple(u8, String),
    Struct { first: u8, second: Option<String> },
    Recursive(Vec<Adjacent>),
}

/// Without a tag.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Untagged {
    Number(i64),
    /// A text.
    Text(String),
    Flag(bool),
    List(Vec<Untagged>),
    Struct { name: String },
    Other(Payload),
    Nothing,
}

/// Members that tell apart come late.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Overlapping {
    Both { a: u8, b: u8 },
    One { a: u8 },
    Any(BTreeMap<String, Value>),
}

/// Words only, each with its own meaning.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Documented {
    /// The first.
    First,
    /// The second.
    #[serde(alias = "zweiter")]
    Second,
    Third,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub enum WithOther {
    Known,
    AlsoKnown,
    #[serde(other)]
    Unknown,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind")]
pub enum TaggedWithOther {
    A { value: u8 },
    B,
    #[serde(other)]
    Unknown,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "value")]
pub enum AdjacentWithOther {
    A(u8),
    B,
    #[serde(other)]
    Unknown,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub enum WithSkipped {
    Kept,
    #[serde(skip)]
    Skipped,
    #[serde(skip_serializing)]
    OnlyRead,
    #[serde(skip_deserializing)]
    OnlyWritten,
    Data(u8),
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum ClosedExternal {
    A { value: u8 },
    B,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", deny_unknown_fields)]
pub enum ClosedInternal {
    A { value: u8 },
    B {},
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "value", deny_unknown_fields)]
pub enum ClosedAdjacent {
    A { value: u8 },
    B,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum ClosedUntagged {
    A { a: u8 },
    B { b: u8 },
}

/// One variant only, so far.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "op")]
pub enum Single {
    Only { value: u8 },
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub enum SingleExternal {
    Only(Payload),
}

/// The tag is beside the members of a struct.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename = "taggedStruct")]
pub struct TaggedStruct {
    value: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "odd tag-name", rename_all = "UPPERCASE")]
pub enum OddTag {
    #[serde(rename = "a/b")]
    Slash { value: u8 },
    #[serde(rename = "a-b")]
    Dash { value: u8 },
    #[serde(rename = "")]
    Empty { value: u8 },
}

/// Numbers as names: what C calls an enumeration.
#[derive(Serialize, Deserialize, JsonSchema)]
pub enum Discriminants {
    One = 1,
    Two = 2,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub enum Arithmetic {
    Literal(f64),
    Add(Box<Arithmetic>, Box<Arithmetic>),
    Call { name: String, arguments: Vec<Arithmetic> },
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub enum VariantAttributes {
    #[serde(rename_all = "UPPERCASE")]
    Loud { value: u8 },
    #[serde(rename = "data")]
    Data {
        #[serde(rename = "x")]
        first: u8,
        #[serde(default)]
        second: u8,
        #[serde(skip)]
        third: u8,
    },
    #[serde(with = "text")]
    #[schemars(with = "String")]
    With(u8),
}

mod text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(value: &u8, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// A message as JSON-RPC has it.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", content = "params", rename_all = "camelCase")]
pub enum Call {
    #[serde(rename = "thread/start")]
    ThreadStart { cwd: Option<String> },
    #[serde(rename = "thread/stop")]
    ThreadStop(Payload),
    Ping,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Id {
    Text(String),
    Number(i64),
}

authors! {
    External => [
        External::UnitOne, External::UnitTwo, External::OneString("x".into()), External::OneStruct(payload()),
        External::OneOption(None), External::OneOption(Some(1)), External::OneList(vec![payload()]),
        External::OneMap(BTreeMap::from([("k".to_owned(), 1)])), External::OneUnit(()), External::Tuple(1, payload()),
        External::Struct { first_one: 1, second: Some("s".into()) }, External::EmptyStruct {}, External::EmptyTuple(),
        External::Boxed(Box::new(External::Boxed(Box::new(External::UnitTwo)))),
    ];
    Internal => [
        Internal::UnitOne, Internal::OneStruct(payload()), Internal::OneMap(BTreeMap::from([("k".to_owned(), json!(1))])),
        Internal::OneUnit(()), Internal::OneUnitStruct(NoMore), Internal::Struct { first: 1, second: None }, Internal::EmptyStruct {},
        Internal::Nested(Inner::A { a: 1 }), Internal::Nested(Inner::B),
        Internal::List { items: vec![Internal::UnitOne, Internal::List { items: vec![] }] },
    ];
    Adjacent => [
        Adjacent::UnitOne, Adjacent::UnitTwo, Adjacent::OneString("x".into()), Adjacent::OneStruct(payload()),
        Adjacent::OneOption(None), Adjacent::OneOption(Some(1)), Adjacent::Tuple(1, "x".into()),
        Adjacent::Struct { first: 1, second: None }, Adjacent::Recursive(vec![Adjacent::UnitOne, Adjacent::Recursive(vec![])]),
    ];
    Untagged => [
        Untagged::Number(i64::MIN), Untagged::Text("x".into()), Untagged::Flag(false),
        Untagged::List(vec![Untagged::Number(1), Untagged::Text("1".into())]), Untagged::Struct { name: "n".into() },
        Untagged::Other(payload()), Untagged::Nothing,
    ];
    Overlapping => [
        Overlapping::Both { a: 1, b: 2 }, Overlapping::One { a: 1 },
        Overlapping::Any(BTreeMap::from([("c".to_owned(), json!([1]))])), Overlapping::Any(BTreeMap::new()),
    ];
    Documented => [Documented::First, Documented::Second, Documented::Third];
    WithOther => [WithOther::Known, WithOther::AlsoKnown, WithOther::Unknown] reads [r#""Newer""#];
    TaggedWithOther => [TaggedWithOther::A { value: 1 }, TaggedWithOther::B, TaggedWithOther::Unknown] reads [r#"{"kind":"Newer"}"#];
    AdjacentWithOther => [AdjacentWithOther::A(1), AdjacentWithOther::B, AdjacentWithOther::Unknown] reads [r#"{"kind":"Newer"}"#];
    WithSkipped => [WithSkipped::Kept, WithSkipped::OnlyWritten, WithSkipped::Data(1)] reads [r#""OnlyRead""#] as split;
    ClosedExternal => [ClosedExternal::A { value: 1 }, ClosedExternal::B];
    ClosedInternal => [ClosedInternal::A { value: 1 }, ClosedInternal::B {}];
    ClosedAdjacent => [ClosedAdjacent::A { value: 1 }, ClosedAdjacent::B];
    ClosedUntagged => [ClosedUntagged::A { a: 1 }, ClosedUntagged::B { b: 1 }];
    Single => [Single::Only { value: 1 }];
    SingleExternal => [SingleExternal::Only(payload())];
    TaggedStruct => [TaggedStruct { value: 1 }];
    OddTag => [OddTag::Slash { value: 1 }, OddTag::Dash { value: 2 }, OddTag::Empty { value: 3 }];
    Discriminants => [Discriminants::One, Discriminants::Two];
    Arithmetic => [
        Arithmetic::Literal(1.5),
        Arithmetic::Add(Box::new(Arithmetic::Literal(-0.5)), Box::new(Arithmetic::Call { name: "f".into(), arguments: vec![] })),
    ];
    VariantAttributes => [
        VariantAttributes::Loud { value: 1 }, VariantAttributes::Data { first: 1, second: 2, third: 3 }, VariantAttributes::With(7),
    ];
    Call => [Call::ThreadStart { cwd: None }, Call::ThreadStart { cwd: Some("/".into()) }, Call::ThreadStop(payload()), Call::Ping];
    Id => [Id::Text("1".into()), Id::Number(1)];
}
