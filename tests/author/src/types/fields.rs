use std::{
    num::{NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroUsize},
    rc::Rc,
    sync::Arc,
};

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Integers {
    i8: i8,
    i16: i16,
    i32: i32,
    i64: i64,
    i128: i128,
    isize: isize,
    u8: u8,
    u16: u16,
    u32: u32,
    u64: u64,
    u128: u128,
    usize: usize,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct NonZero {
    i8: NonZeroI8,
    i16: NonZeroI16,
    i32: NonZeroI32,
    i64: NonZeroI64,
    u8: NonZeroU8,
    u16: NonZeroU16,
    u32: NonZeroU32,
    u64: NonZeroU64,
    usize: NonZeroUsize,
    option: Option<NonZeroU8>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Scalars {
    f32: f32,
    f64: f64,
    bool: bool,
    char: char,
    string: String,
    unit: (),
    boxed: Box<str>,
    cow: Cow<'static, str>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Options {
    one: Option<u8>,
    two: Option<Option<u8>>,
    list: Option<Vec<Option<String>>>,
    unit: Option<()>,
    any: Option<Value>,
    boxed: Option<Box<Options>>,
    choice: Option<Choice>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    LeftSide,
    RightSide,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Sequences {
    list: Vec<u8>,
    deque: VecDeque<String>,
    boxed: Box<[i32]>,
    set: BTreeSet<String>,
    hashed: HashSet<u8>,
    choices: BTreeSet<Choice>,
    nested: Vec<Vec<Vec<bool>>>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Arrays {
    none: [u8; 0],
    one: [String; 1],
    three: [f64; 3],
    nested: [[u8; 2]; 2],
    long: [u8; 32],
    options: [Option<u8>; 2],
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Tuples {
    one: (u8,),
    two: (String, Option<u8>),
    three: (u8, (bool, f32), Vec<String>),
    many: (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8),
    list: Vec<(String, Choice)>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Maps {
    text: HashMap<String, u8>,
    sorted: BTreeMap<String, Option<bool>>,
    signed: BTreeMap<i32, String>,
    unsigned: BTreeMap<u64, String>,
    flags: BTreeMap<bool, u8>,
    letters: BTreeMap<char, u8>,
    choices: BTreeMap<Choice, u8>,
    nested: BTreeMap<String, BTreeMap<String, Vec<u8>>>,
    names: BTreeMap<Name, Name>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Name(String);

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Pointers {
    boxed: Box<u8>,
    rc: Rc<String>,
    arc: Arc<Vec<u8>>,
    slice: Arc<str>,
    cell: std::cell::Cell<u8>,
    ref_cell: std::cell::RefCell<String>,
    mutex: std::sync::Mutex<u8>,
    wrapping: std::num::Wrapping<u8>,
    reverse: std::cmp::Reverse<u8>,
    phantom: std::marker::PhantomData<u8>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Anything {
    any: Value,
    list: Vec<Value>,
    map: serde_json::Map<String, Value>,
    number: serde_json::Number,
    option: Option<Value>,
}

fn numbers(low: bool) -> Integers {
    if low {
        return Integers {
            i8: i8::MIN, i16: i16::MIN, i32: i32::MIN, i64: i64::MIN, i128: i64::MIN.into(), isize: isize::MIN,
            u8: 0, u16: 0, u32: 0, u64: 0, u128: 0, usize: 0,
        };
    }
    Integers {
        i8: i8::MAX, i16: i16::MAX, i32: i32::MAX, i64: i64::MAX, i128: i64::MAX.into(), isize: isize::MAX,
        u8: u8::MAX, u16: u16::MAX, u32: u32::MAX, u64: u64::MAX, u128: u64::MAX.into(), usize: usize::MAX,
    }
}

fn nothing() -> Options {
    Options { one: None, two: None, list: None, unit: None, any: None, boxed: None, choice: None }
}

authors! {
    Integers => [numbers(true), numbers(false), Integers { i64: (1 << 53) + 1, u64: (1 << 53) + 1, ..numbers(true) }];
    NonZero => [NonZero {
        i8: NonZeroI8::MIN, i16: NonZeroI16::MIN, i32: NonZeroI32::MIN, i64: NonZeroI64::MIN, u8: NonZeroU8::MIN,
        u16: NonZeroU16::MAX, u32: NonZeroU32::MAX, u64: NonZeroU64::MAX, usize: NonZeroUsize::MAX, option: None,
    }];
    Scalars => [
        Scalars { f32: 0.1, f64: 1e300, bool: true, char: 'ß', string: "\u{1F600}\u{0}".into(), unit: (), boxed: "b".into(), cow: "c".into() },
        Scalars { f32: 0.0, f64: -1.0, bool: false, char: '\u{1F600}', string: String::new(), unit: (), boxed: "".into(), cow: "".into() },
    ];
    Options => [
        nothing(),
        Options {
            one: Some(1), two: Some(Some(2)), list: Some(vec![None, Some("x".into())]), unit: None, any: Some(json!(1)),
            boxed: Some(Box::new(nothing())), choice: Some(Choice::LeftSide),
        },
    ] reads ["{}"];
    Sequences => [
        Sequences {
            list: vec![1, 2, 2], deque: VecDeque::from(["a".to_owned()]), boxed: vec![1, -1].into(),
            set: BTreeSet::from(["a".to_owned(), "b".to_owned()]), hashed: HashSet::from([7]),
            choices: BTreeSet::from([Choice::LeftSide]), nested: vec![vec![], vec![vec![true]]],
        },
    ];
    Arrays => [Arrays {
        none: [], one: ["x".into()], three: [1.0, 2.5, -3.0], nested: [[1, 2], [3, 4]], long: [9; 32], options: [None, Some(1)],
    }];
    Tuples => [Tuples {
        one: (1,), two: ("x".into(), None), three: (1, (true, 0.5), vec![]), many: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
        list: vec![("x".into(), Choice::RightSide)],
    }];
    Maps => [Maps {
        text: HashMap::from([("a b".to_owned(), 1)]), sorted: BTreeMap::from([("x".to_owned(), None)]),
        signed: BTreeMap::from([(-1, "m".to_owned()), (1, "p".to_owned())]), unsigned: BTreeMap::from([(u64::MAX, "m".to_owned())]),
        flags: BTreeMap::from([(true, 1)]), letters: BTreeMap::from([('x', 1)]), choices: BTreeMap::from([(Choice::LeftSide, 1)]),
        nested: BTreeMap::from([("a".to_owned(), BTreeMap::from([("b".to_owned(), vec![1])]))]),
        names: BTreeMap::from([(Name("n".into()), Name("m".into()))]),
    }];
    Pointers => [Pointers {
        boxed: Box::new(1), rc: Rc::new("r".into()), arc: Arc::new(vec![1]), slice: "s".into(), cell: 1.into(),
        ref_cell: String::from("c").into(), mutex: 1.into(), wrapping: std::num::Wrapping(255), reverse: std::cmp::Reverse(1),
        phantom: std::marker::PhantomData,
    }];
    Anything => [Anything {
        any: Value::Null, list: vec![json!(1), json!("x")], map: serde_json::Map::new(), number: 5.into(), option: None,
    }, Anything {
        any: json!({"a": [1.5, {}]}), list: vec![], map: serde_json::Map::from_iter([("k".to_owned(), json!(false))]),
        number: serde_json::Number::from_f64(0.5).unwrap_or_else(|| 0.into()), option: Some(json!([])),
    }];
}
