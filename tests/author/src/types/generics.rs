/// Two of a kind.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Pair<A, B = A> {
    first: A,
    second: B,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "status", content = "data", rename_all = "lowercase")]
pub enum Reply<T> {
    Done(T),
    Failed { reason: String },
    Pending,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Page<T> {
    items: Vec<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Named{T}")]
pub struct Named<T> {
    name: String,
    value: Option<T>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Fixed<const N: usize> {
    #[serde(skip)]
    marker: std::marker::PhantomData<[u8; N]>,
    value: u8,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub enum Either<L, R> {
    Left(L),
    Right(R),
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Holder {
    pair: Pair<String, u8>,
    same: Pair<bool>,
    pages: Page<Page<u8>>,
    many: OneOrMany<String>,
    reply: Reply<Vec<u8>>,
    either: Either<u8, Box<Holder2>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Holder2 {
    many: OneOrMany<Pair<u8>>,
}

authors! {
    Pair<String, u8> => [Pair { first: "x".into(), second: 1 }];
    Pair<Vec<Option<bool>>> => [Pair { first: vec![None], second: vec![] }];
    Reply<u8> => [Reply::Done(1), Reply::Failed { reason: "r".into() }, Reply::Pending];
    Reply<Pair<u8>> => [Reply::Done(Pair { first: 1, second: 2 })];
    Page<u8> => [Page { items: vec![1], next_cursor: None }, Page { items: vec![], next_cursor: Some("c".into()) }];
    OneOrMany<String> => [OneOrMany::One("x".into()), OneOrMany::Many(vec!["x".into()])];
    Named<u8> => [Named { name: "n".into(), value: Some(1) }];
    Fixed<3> => [Fixed { marker: std::marker::PhantomData, value: 1 }];
    Either<u8, String> => [Either::Left(1), Either::Right("r".into())];
    Holder => [Holder {
        pair: Pair { first: "x".into(), second: 1 }, same: Pair { first: true, second: false },
        pages: Page { items: vec![Page { items: vec![1], next_cursor: None }], next_cursor: None },
        many: OneOrMany::Many(vec![]), reply: Reply::Done(vec![1]),
        either: Either::Right(Box::new(Holder2 { many: OneOrMany::One(Pair { first: 1, second: 2 }) })),
    }];
}
