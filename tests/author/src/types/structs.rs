/// What the registry knows.
///
/// Each of them is *one* package: `a/b`.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Plain {
    /// Its name.
    id: String,
    count: u32,
    ratio: f64,
    on: bool,
    /// Nobody needs it.
    note: Option<String>,
}

fn plain() -> Plain {
    Plain { id: "a".to_owned(), count: 7, ratio: 0.5, on: true, note: None }
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    id: String,
    inner: Option<ClosedInner>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosedInner {}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct NoMembers {}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Unit;

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Newtype(String);

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct NewtypeOfStruct(Plain);

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct NewtypeOfOption(Option<u8>);

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Couple(String, u8);

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Nothing();

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Transparent {
    inner: Vec<Plain>,
    #[serde(skip)]
    cache: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TransparentMap(BTreeMap<String, Plain>);

/// All of it may be left out.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ContainerDefault {
    name: String,
    port: u16,
    tags: Vec<String>,
    limit: Option<i64>,
    mode: DefaultMode,
    inner: DefaultInner,
}

#[derive(Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DefaultMode {
    #[default]
    FastPath,
    SlowPath,
}

#[derive(Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DefaultInner {
    on: bool,
    level: f32,
}

impl Default for ContainerDefault {
    fn default() -> Self {
        Self {
            name: "localhost".to_owned(),
            port: 80,
            tags: vec!["a".to_owned()],
            limit: Some(-1),
            mode: DefaultMode::SlowPath,
            inner: DefaultInner { on: true, level: 1.5 },
        }
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct FieldDefaults {
    #[serde(default)]
    plain: u8,
    #[serde(default = "answer")]
    path: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    maybe: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    list: Vec<u8>,
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    flag: bool,
    #[serde(default)]
    map: BTreeMap<String, Value>,
    #[serde(default)]
    any: Value,
    #[serde(default)]
    mode: DefaultMode,
}

fn answer() -> i32 {
    42
}

fn yes() -> bool {
    true
}

fn is_yes(value: &bool) -> bool {
    *value
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Skips {
    kept: u8,
    #[serde(skip)]
    skipped: u8,
    #[serde(skip_serializing)]
    #[serde(default)]
    only_read: u8,
    #[serde(skip_deserializing)]
    only_written: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    sometimes: Option<u8>,
}

/// Its members had other names.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Aliased {
    #[serde(alias = "old_name", alias = "older")]
    name: Option<String>,
    #[serde(alias = "n")]
    number: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename = "Renamed type!")]
pub struct RenamedType {
    value: u8,
}

/// Written as a number of seconds.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct WithModule {
    #[serde(with = "as_text")]
    #[schemars(with = "String")]
    number: u64,
    #[serde(serialize_with = "as_text::serialize", deserialize_with = "as_text::deserialize")]
    #[schemars(schema_with = "text_schema")]
    other: u64,
}

mod as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(value: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(value)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

fn text_schema(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<String>()
}

/// Read from a text, and written as one.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version {
    major: u8,
}

impl TryFrom<String> for Version {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let major = text.strip_prefix('v').and_then(|rest| rest.parse().ok());
        major.map(|major| Self { major }).ok_or_else(|| format!("no version: {text}"))
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        format!("v{}", version.major)
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct HasVersion {
    #[schemars(with = "String")]
    version: Version,
}

/// Borrows from what it is read from.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Borrowed<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow, default)]
    other: Option<Cow<'a, str>>,
}

/// Members whose names are words of languages.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Words {
    r#type: String,
    r#ref: Option<String>,
    self_: bool,
    class: u8,
    model_config: u8,
    #[serde(rename = "$ref")]
    dollar: u8,
    #[serde(rename = "@id")]
    at: u8,
    #[serde(rename = "")]
    empty: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Tree {
    value: i32,
    left: Option<Box<Tree>>,
    right: Option<Box<Tree>>,
    children: Vec<Tree>,
    named: BTreeMap<String, Tree>,
}

fn leaf(value: i32) -> Tree {
    Tree { value, left: None, right: None, children: Vec::new(), named: BTreeMap::new() }
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Ping {
    pong: Option<Box<Pong>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Pong {
    ping: Vec<Ping>,
}

authors! {
    Plain => [plain(), Plain { note: Some(String::new()), ratio: 1.0, count: u32::MAX, ..plain() }];
    Closed => [
        Closed { id: "a".into(), inner: None },
        Closed { id: String::new(), inner: Some(ClosedInner {}) },
    ] reads [r#"{"id":"b"}"#];
    NoMembers => [NoMembers {}];
    Unit => [Unit];
    Newtype => [Newtype("x".into())];
    NewtypeOfStruct => [NewtypeOfStruct(plain())];
    NewtypeOfOption => [NewtypeOfOption(None), NewtypeOfOption(Some(3))];
    Couple => [Couple("x".into(), 255)];
    Nothing => [Nothing()];
    Transparent => [Transparent { inner: vec![plain()], cache: 0 }, Transparent { inner: vec![], cache: 1 }];
    TransparentMap => [TransparentMap(BTreeMap::from([("a b".to_owned(), plain())]))];
    ContainerDefault => [ContainerDefault::default(), ContainerDefault { limit: None, tags: vec![], ..Default::default() }] reads ["{}", r#"{"port":8080,"mode":"fast-path"}"#];
    FieldDefaults => [
        FieldDefaults {
            plain: 0, path: 42, maybe: None, list: vec![], flag: true, map: BTreeMap::new(), any: Value::Null,
            mode: DefaultMode::FastPath,
        },
        FieldDefaults {
            plain: 1, path: -1, maybe: Some("x".into()), list: vec![1, 2], flag: false,
            map: BTreeMap::from([("k".to_owned(), json!([null]))]), any: json!({"a": 1.5}), mode: DefaultMode::SlowPath,
        },
    ] reads ["{}", r#"{"maybe":null}"#];
    Skips => [
        Skips { kept: 1, skipped: 2, only_read: 3, only_written: 4, sometimes: None },
        Skips { kept: 1, skipped: 2, only_read: 3, only_written: 4, sometimes: Some(0) },
    ] reads [r#"{"kept":1}"#, r#"{"kept":1,"only_read":2,"sometimes":null}"#] as split;
    Aliased => [Aliased { name: None, number: 1 }, Aliased { name: Some("x".into()), number: 1 }] reads [r#"{"old_name":"x","number":1}"#];
    RenamedType => [RenamedType { value: 1 }];
    WithModule => [WithModule { number: 1, other: u64::MAX }];
    HasVersion => [HasVersion { version: Version { major: 3 } }];
    Borrowed<'_> => [
        Borrowed { name: Cow::Borrowed("a\"b"), other: None },
        Borrowed { name: Cow::Borrowed(""), other: Some(Cow::Borrowed("x")) },
    ] reads [r#"{"name":"x"}"#];
    Words => [Words {
        r#type: "t".into(), r#ref: Some("r".into()), self_: true, class: 1, model_config: 2, dollar: 3, at: 4, empty: 5,
    }];
    Tree => [
        leaf(1),
        Tree {
            left: Some(Box::new(leaf(-2))), children: vec![leaf(3), leaf(4)],
            named: BTreeMap::from([("five".to_owned(), leaf(5))]), ..leaf(0)
        },
    ];
    Ping => [
        Ping { pong: None },
        Ping { pong: Some(Box::new(Pong { ping: vec![Ping { pong: None }, Ping { pong: None }] })) },
    ];
    Pong => [Pong { ping: vec![] }];
}
