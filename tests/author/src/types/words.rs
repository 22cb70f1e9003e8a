/// This text loses to the attribute.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(title = "A title: with */ and \"\"\" in it", description = "A description\nof two lines.")]
pub struct Described {
    #[schemars(title = "The name", description = "What it is called.")]
    name: String,
    #[deprecated = "use `name`"]
    old: Option<String>,
    /// Of a type that has words of its own.
    inner: Wordy,
    #[doc = r" Kept as it is: `a | b`"]
    #[doc = r""]
    #[doc = r" ```json"]
    #[doc = r#" {"a": 1}"#]
    #[doc = r" ```"]
    code: Option<Wordy>,
}

/// Said once of the type.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Wordy {
    value: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Validated {
    #[schemars(range(min = 1, max = 10))]
    ranged: u8,
    #[schemars(range(min = 0.5))]
    above: f64,
    #[schemars(length(min = 1, max = 3))]
    short: String,
    #[schemars(length(equal = 2))]
    two: Vec<u8>,
    #[schemars(length(min = 1))]
    map: BTreeMap<String, u8>,
    #[schemars(regex(pattern = r"^[a-z]+$"))]
    pattern: String,
    #[schemars(email)]
    mail: String,
    #[schemars(url)]
    link: Option<String>,
    #[schemars(inner(length(min = 2)))]
    list: Vec<String>,
    #[schemars(range(max = 5))]
    optional: Option<i32>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Overridden {
    #[schemars(rename = "other")]
    #[serde(rename = "other")]
    value: u8,
    #[schemars(skip)]
    #[serde(skip)]
    hidden: u8,
    #[schemars(default)]
    #[serde(default)]
    with_default: u8,
    #[schemars(required)]
    must: Option<u8>,
}

#[deprecated]
#[derive(Serialize, Deserialize, JsonSchema)]
pub enum Deprecated {
    #[deprecated]
    Old,
    New,
}

authors! {
    Described => [Described { name: "n".into(), old: None, inner: Wordy { value: 1 }, code: Some(Wordy { value: 2 }) }];
    Validated => [
        Validated {
            ranged: 1, above: 0.5, short: "x".into(), two: vec![1, 2], map: BTreeMap::from([("k".to_owned(), 1)]),
            pattern: "abc".into(), mail: "a@b.example".into(), link: Some("https://a.example/".into()),
            list: vec!["xx".into()], optional: Some(5),
        },
    ];
    Overridden => [Overridden { value: 1, hidden: 0, with_default: 2, must: Some(3) }];
    Deprecated => [Deprecated::Old, Deprecated::New];
}
