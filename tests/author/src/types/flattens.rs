#[derive(Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Base {
    /// The one and only.
    base: u8,
    note: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatStruct {
    own: u8,
    #[serde(flatten)]
    rest: Base,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatTwice {
    #[serde(flatten)]
    first: FlatStruct,
    #[serde(flatten)]
    second: Second,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Second {
    second: Option<u8>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatAny {
    own: u8,
    #[serde(flatten)]
    rest: HashMap<String, Value>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatTyped {
    own: String,
    #[serde(flatten)]
    rest: BTreeMap<String, u32>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatJson {
    own: u8,
    #[serde(flatten)]
    rest: serde_json::Map<String, Value>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatOption {
    own: u8,
    #[serde(flatten)]
    rest: Option<Base>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum ByTag {
    One { one: u8 },
    Two { two: String },
    Three,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ByKey {
    One(u8),
    Two { two: String },
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "t", content = "c")]
pub enum ByContent {
    One(u8),
    Two { two: String },
    Three,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ByMembers {
    One { one: u8 },
    Two { two: String },
}

/// Members beside a tagged union.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatInternal {
    id: String,
    #[serde(flatten)]
    what: ByTag,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatExternal {
    id: String,
    #[serde(flatten)]
    what: ByKey,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatAdjacent {
    id: String,
    #[serde(flatten)]
    what: ByContent,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatUntagged {
    id: String,
    #[serde(flatten)]
    what: ByMembers,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatOptionInternal {
    id: String,
    #[serde(flatten)]
    what: Option<ByTag>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatOptionExternal {
    id: String,
    #[serde(flatten)]
    what: Option<ByKey>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatBoth {
    #[serde(flatten)]
    one: ByTag,
    #[serde(flatten)]
    other: ByKey,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatTagAndRest {
    #[serde(flatten)]
    what: ByTag,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

/// A variant that takes the members of another type.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type")]
pub enum FlatInVariant {
    A {
        own: u8,
        #[serde(flatten)]
        rest: Base,
    },
    B {
        #[serde(flatten)]
        what: ByTag,
    },
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatDefault {
    own: u8,
    #[serde(flatten, default)]
    rest: Base,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FlatGeneric<T> {
    own: u8,
    #[serde(flatten)]
    rest: T,
}

fn base() -> Base {
    Base { base: 1, note: Some("n".into()) }
}

fn more() -> BTreeMap<String, Value> {
    BTreeMap::from([("more".to_owned(), json!({ "deep": [1, null] }))])
}

authors! {
    FlatStruct => [FlatStruct { own: 1, rest: base() }, FlatStruct { own: 1, rest: Base::default() }];
    FlatTwice => [FlatTwice { first: FlatStruct { own: 1, rest: base() }, second: Second { second: None } }];
    FlatAny => [FlatAny { own: 1, rest: HashMap::new() }, FlatAny { own: 1, rest: more().into_iter().collect() }];
    FlatTyped => [
        FlatTyped { own: "x".into(), rest: BTreeMap::new() },
        FlatTyped { own: "x".into(), rest: BTreeMap::from([("a".to_owned(), 1), ("b-c".to_owned(), u32::MAX)]) },
    ];
    FlatJson => [FlatJson { own: 1, rest: more().into_iter().collect() }];
    FlatOption => [FlatOption { own: 1, rest: None }, FlatOption { own: 1, rest: Some(base()) }];
    FlatInternal => [
        FlatInternal { id: "i".into(), what: ByTag::One { one: 1 } },
        FlatInternal { id: "i".into(), what: ByTag::Two { two: "t".into() } },
        FlatInternal { id: "i".into(), what: ByTag::Three },
    ];
    FlatExternal => [
        FlatExternal { id: "i".into(), what: ByKey::One(1) },
        FlatExternal { id: "i".into(), what: ByKey::Two { two: "t".into() } },
    ];
    FlatAdjacent => [
        FlatAdjacent { id: "i".into(), what: ByContent::One(1) },
        FlatAdjacent { id: "i".into(), what: ByContent::Two { two: "t".into() } },
        FlatAdjacent { id: "i".into(), what: ByContent::Three },
    ];
    FlatUntagged => [
        FlatUntagged { id: "i".into(), what: ByMembers::One { one: 1 } },
        FlatUntagged { id: "i".into(), what: ByMembers::Two { two: "t".into() } },
    ];
    FlatOptionInternal => [
        FlatOptionInternal { id: "i".into(), what: None },
        FlatOptionInternal { id: "i".into(), what: Some(ByTag::One { one: 1 }) },
    ];
    FlatOptionExternal => [
        FlatOptionExternal { id: "i".into(), what: None },
        FlatOptionExternal { id: "i".into(), what: Some(ByKey::One(1)) },
    ];
    FlatBoth => [
        FlatBoth { one: ByTag::One { one: 1 }, other: ByKey::Two { two: "t".into() } },
        FlatBoth { one: ByTag::Three, other: ByKey::One(1) },
    ];
    FlatTagAndRest => [
        FlatTagAndRest { what: ByTag::One { one: 1 }, rest: more() },
        FlatTagAndRest { what: ByTag::Three, rest: BTreeMap::new() },
    ];
    FlatInVariant => [
        FlatInVariant::A { own: 1, rest: base() }, FlatInVariant::B { what: ByTag::Two { two: "t".into() } },
    ];
    FlatDefault => [FlatDefault { own: 1, rest: base() }] reads [r#"{"own":1,"base":2}"#];
    FlatGeneric<Base> => [FlatGeneric { own: 1, rest: base() }];
    FlatGeneric<BTreeMap<String, u8>> => [FlatGeneric { own: 1, rest: BTreeMap::from([("k".to_owned(), 1)]) }];
}
