//! What a protocol means, without a word of JSON Schema or of any target language.

use std::borrow::Cow;
use std::ops::Index;

pub use codegen_schema::{Json, Pointer};

pub use crate::guard::{Element, Guard, Kinds};
pub use crate::scalar::{Bound, Integer, Literal, Number, Text, Width};

/// A whole protocol: its types and the methods that use them. Read-only after [`crate::verify`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Protocol {
    /// Sorted by pointer of the definition, inline types behind the one that holds them.
    pub types: Types,
    /// Sorted by direction, kind and name.
    pub methods: Vec<Method>,
}

/// Names a [`TypeDef`] of one [`Protocol`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// All types, by [`TypeId`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Types(Vec<TypeDef>);

impl Types {
    /// Wraps a list whose places are the ids.
    #[must_use]
    pub const fn new(list: Vec<TypeDef>) -> Self {
        Self(list)
    }

    /// All of them with their ids, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (TypeId, &TypeDef)> {
        self.0.iter().enumerate().map(|(index, def)| (TypeId(u32::try_from(index).unwrap_or(u32::MAX)), def))
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The type with this id, if there is one.
    #[must_use]
    pub fn get(&self, id: TypeId) -> Option<&TypeDef> {
        self.0.get(id.0 as usize)
    }

    /// All of them, to be changed while a protocol is being made.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut TypeDef> {
        self.0.iter_mut()
    }
}

impl Index<TypeId> for Types {
    type Output = TypeDef;

    fn index(&self, id: TypeId) -> &TypeDef {
        &self.0[id.0 as usize]
    }
}

/// A type with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeDef {
    /// Where the schema declares it.
    pub pointer: Pointer,
    /// As the schema spells it: the key of a definition, else the title, else made from the place.
    /// Not yet an identifier of any language, but no two types have names of the same words.
    pub name: String,
    /// What it is called, where that is not the key of a definition, and why.
    pub origin: Origin,
    /// What the schema says of it to people.
    pub docs: Docs,
    /// Who sends it.
    pub directions: Directions,
    /// What it is.
    pub shape: Shape,
}

/// Where the name of a type comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The key of a definition.
    Definition,
    /// The table of names of the configuration, for a schema without a definition.
    Chosen,
    /// The `title` of a schema without a name of its own.
    Title,
    /// The place of a schema without a name or title.
    Place,
}

/// Text for people.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Docs {
    /// The description, as written (Markdown, untrusted).
    pub text: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Why not, or what to use (Markdown, untrusted).
    pub reason: Option<String>,
}

impl Docs {
    /// All words of the schema, for a language that has no place of its own for the reason.
    #[must_use]
    pub fn whole(&self) -> Option<Cow<'_, str>> {
        let said = self.reason.as_ref().map(|reason| format!("Deprecated: {reason}"));
        match (&self.text, said) {
            (Some(text), Some(said)) => Some(Cow::Owned(format!("{text}\n\n{said}"))),
            (Some(text), None) => Some(Cow::Borrowed(text)),
            (None, said) => said.map(Cow::Owned),
        }
    }
}

/// Who sends values of a type, by reachability from the methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Directions {
    /// A client may send it.
    pub to_server: bool,
    /// A server may send it.
    pub to_client: bool,
}

/// The shapes that a named type can have.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// An object with known members.
    Struct(Struct),
    /// One of a list of scalar values.
    Enumeration(Enumeration),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(Value),
}

/// An object with known members.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Struct {
    /// Required ones first, each part sorted by wire name. Constant members (a tag, a version)
    /// are fields whose type is [`Type::Literal`].
    pub fields: Vec<Field>,
    /// What other members may be there.
    pub rest: Rest,
    /// Whether the schema says in so many words that there may be others, of any type: they are a part of it then, and
    /// not what a later version may add.
    pub invites: bool,
    /// With one of these the other members begin; with anything, where there is none.
    pub prefixes: Vec<String>,
    /// What must hold between the members.
    pub rules: Vec<Rule>,
}

impl Struct {
    /// Whether a member that no field names may be called so.
    #[must_use]
    pub fn lets_in(&self, name: &str) -> bool {
        self.rest != Rest::Closed && begins(name, &self.prefixes)
    }
}

/// Whether a name begins with one of these, where there is any.
#[must_use]
pub fn begins(name: &str, prefixes: &[String]) -> bool {
    prefixes.is_empty() || prefixes.iter().any(|prefix| name.starts_with(prefix))
}

/// The members of an object that its type does not name.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Rest {
    /// Any: they are kept.
    #[default]
    Open,
    /// None: they are refused.
    Closed,
    /// Each is a value of this type: they are kept.
    Typed(Box<Value>),
}

/// A rule between the members of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// At least one of these sets of members must be there as a whole.
    AnyOf(Vec<Vec<String>>),
    /// Exactly one of these sets of members must be there as a whole.
    OneOf(Vec<Vec<String>>),
    /// Where the first is there, the others must be.
    Requires(String, Vec<String>),
    /// At least so many members.
    MinMembers(u64),
    /// At most so many members.
    MaxMembers(u64),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name on the wire.
    pub wire: String,
    /// Where the schema declares it.
    pub pointer: Pointer,
    /// Whether it must be there.
    pub presence: Presence,
    /// Its type, and whether it may be null.
    pub value: Value,
    /// What a receiver assumes when it is absent: to be read, never written unless set.
    /// Always a value that the type accepts.
    pub default: Option<Json>,
    /// What the schema says of it to people.
    pub docs: Docs,
}

/// Whether a member must be there. Stands beside [`Value::nullable`]: absent is not null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It must.
    Required,
    /// It need not.
    Optional,
}

/// The use of a type in a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// What it is when it is not null.
    pub kind: Type,
    /// Whether it may be null. Never set for [`Type::Any`] and [`Type::Null`], which hold null
    /// themselves, nor for a [`Type::Ref`] to a type that does ([`Protocol::holds_null`]).
    pub nullable: bool,
}

/// A type without a name, or a reference to one with a name.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Any JSON value, null included.
    Any,
    /// No value at all.
    Never,
    /// `null` only.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number written without fraction and exponent.
    Integer(Integer),
    /// A number; `1` and `1.0` stay what they are.
    Number(Number),
    /// A string.
    String(Text),
    /// This one value.
    Literal(Literal),
    /// A list.
    Array(Box<Array>),
    /// A list with a type for each place.
    Tuple(Box<Tuple>),
    /// An object whose keys are data.
    Map(Box<Map>),
    /// A named type.
    Ref(TypeId),
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Array {
    pub items: Value,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    /// No two elements are equal.
    pub unique: bool,
}

impl Array {
    /// How many elements it has, where it has always as many and so few that they can be written one by one.
    #[must_use]
    pub fn written_out(&self) -> Option<usize> {
        const MOST: u64 = 4;
        let count = self.max_items.filter(|count| self.min_items.unwrap_or(0) == *count && *count <= MOST)?;
        usize::try_from(count).ok()
    }
}

/// A list with a type for each of its first places.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuple {
    /// The types of the first places.
    pub items: Vec<Value>,
    /// The type of all further places; `None`: there are none.
    pub rest: Option<Value>,
    /// How many elements there are at least.
    pub min_items: u64,
    /// How many elements there are at most.
    pub max_items: Option<u64>,
}

/// An object whose keys are data.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// The type of the keys: a string type, or a reference to one.
    pub keys: Type,
    /// The type of each value.
    pub values: Value,
    /// How many members there are at least.
    pub min_members: Option<u64>,
    /// How many members there are at most.
    pub max_members: Option<u64>,
}

/// One of a list of scalar values.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumeration {
    /// In the order of the schema; never empty, no value twice.
    pub values: Vec<EnumValue>,
    /// Whether a string that is not in the list is kept. Only where all values are strings.
    pub openness: Openness,
    /// The schema itself has a place for other strings: whoever writes them follows it.
    pub declared_open: bool,
}

/// A value of an enumeration.
#[derive(Debug, Clone, PartialEq)]
pub struct EnumValue {
    /// The value on the wire.
    pub literal: Literal,
    /// What the schema calls it, where the value itself says no more than `1`.
    pub name: Option<String>,
    /// What the schema says of it to people.
    pub docs: Docs,
}

impl EnumValue {
    /// All words of the schema, for a language in which the value has no name.
    #[must_use]
    pub fn said(&self) -> Option<Cow<'_, str>> {
        match (&self.name, self.docs.whole()) {
            (Some(name), Some(text)) => Some(Cow::Owned(format!("{name}. {text}"))),
            (Some(name), None) => Some(Cow::Borrowed(name)),
            (None, text) => text,
        }
    }
}

/// What happens with a value that the schema does not list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Openness {
    /// It is kept as it came.
    Open,
    /// It is refused.
    Closed,
}

/// One of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// How a value says which variant it is.
    pub tagging: Tagging,
    /// In the order of the schema; never empty.
    pub variants: Vec<Variant>,
    /// The wire names of fields that the schema declares once for all variants. Each variant's
    /// struct holds them too.
    pub common: Vec<String>,
    /// Whether a value with an unknown tag is kept. Always `Closed` for [`Tagging::Untagged`].
    /// An unknown value is, for [`Tagging::Internal`], an object whose tag
    /// is a string that no variant has; for [`Tagging::External`], a string that is no bare variant,
    /// or an object with one member whose key is no variant's.
    pub openness: Openness,
    /// The schema has a branch of its own for whatever the variants do not accept, which takes
    /// values of these kinds: a known tag with content that does not fit is then kept too.
    pub catch_all: Option<Kinds>,
}

/// How a value says which variant of a union it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tagging {
    /// By the value of this member, beside the others. Each variant is an object type that holds
    /// the tag itself, as a required field of a [`Type::Literal`] or, for several tags, an
    /// enumeration.
    Internal {
        /// The wire name of the member.
        tag: String,
    },
    /// A bare string, or an object with one member whose key is the tag and whose value the content.
    External,
    /// By the variants' guards: the first variant whose guard lets the value pass and whose type
    /// accepts it.
    Untagged {
        /// Whether at most one guard lets a value pass.
        told_apart: ToldApart,
    },
}

/// Why the branches of an untagged union are told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToldApart {
    /// Each variant has JSON kinds of its own.
    ByKind,
    /// No two guards let the same value pass.
    ByGuard,
    /// Guards overlap for these two variants: they are tried in order.
    InOrder(usize, usize),
}

/// One variant of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// What to call it inside the union: from its tag, else its title or type name without the
    /// union's name. Not yet an identifier.
    pub name: String,
    /// The values of the tag (internal; mostly one), the key or bare string (external; one), or
    /// nothing (untagged).
    pub tags: Vec<String>,
    /// What the schema says of it to people.
    pub docs: Docs,
    /// Its content; `None`: a bare string of an external union.
    pub content: Option<Value>,
    /// What a value must have to be this variant. Necessary, and cheap to check: no look into
    /// values of members but scalars.
    pub guard: Guard,
}

/// A method of the protocol.
#[derive(Debug, Clone, PartialEq)]
pub struct Method {
    /// Its name on the wire: `thread/start`.
    pub name: String,
    /// Where the schema declares it.
    pub pointer: Pointer,
    /// Whether it is answered.
    pub kind: MethodKind,
    /// Who may call it.
    pub direction: Direction,
    /// Its parameters; `None`: none (the member is absent, or null).
    pub params: Option<Params>,
    /// What a request is answered with; `None`: nothing in particular (the schema's author said so).
    pub result: Option<Value>,
    /// The type of the whole message: a variant of one of the four unions.
    pub envelope: Option<TypeId>,
    /// The union that lists it.
    pub union: Option<TypeId>,
    /// What the schema says of it to people.
    pub docs: Docs,
}

/// The parameters of a method.
#[derive(Debug, Clone, PartialEq)]
pub struct Params {
    /// Their type, and whether they may be null.
    pub value: Value,
    /// Whether they must be there.
    pub presence: Presence,
}

/// Whether a method is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MethodKind {
    /// It is answered.
    Request,
    /// It is not.
    Notification,
}

/// Who receives a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// A client calls, a server serves.
    ToServer,
    /// A server calls, a client serves.
    ToClient,
}
