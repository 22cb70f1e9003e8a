//! Rust as plain data: every name is an identifier, every text is escaped, nothing is left to decide.

use crate::text::{Deprecated, DocText, StrLit};

/// Everything that is generated.
#[derive(Debug, Clone, PartialEq)]
pub struct Package {
    /// The modules of types, by name.
    pub modules: Vec<Module>,
    /// Types of constants that stand where the schema names no type.
    pub literals: Vec<Item>,
    /// The methods.
    pub methods: Methods,
    /// The member `jsonrpc` of each message, where the schema wants one.
    pub jsonrpc: Option<StrLit>,
    /// What of the support module is offered at the root: all but what a type's name hides.
    pub offered: Vec<&'static str>,
}

/// A module of types.
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    /// Its identifier, also the name of its file.
    pub name: String,
    /// What it holds, in a line.
    pub docs: DocText,
    /// The types, sorted by name.
    pub items: Vec<Item>,
}

/// A type.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its identifier.
    pub name: String,
    /// What it is for.
    pub docs: DocText,
    /// Whether it should no longer be used, and why.
    pub deprecated: Option<Deprecated>,
    /// What the compiler derives.
    pub derives: Vec<&'static str>,
    /// What it is.
    pub kind: ItemKind,
}

/// The kinds of types.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemKind {
    /// A struct with named fields.
    Struct(Struct),
    /// An enum of names.
    Names {
        /// The variants and what they are on the wire.
        variants: Vec<(Variant, StrLit)>,
        /// Whether another name is kept.
        open: bool,
    },
    /// An enum of scalars that are not all strings.
    Scalars(Vec<(Variant, Literal)>),
    /// An enum of several types.
    Union(Union),
    /// A struct around one type.
    Newtype {
        /// What it holds.
        ty: Type,
        /// What must hold of it.
        checks: Vec<Check>,
    },
    /// Another name.
    Alias(Type),
    /// A struct that stands for one value.
    Unit(Literal),
}

/// A struct with named fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Struct {
    /// Members with one value each: on the wire only.
    pub constants: Vec<(StrLit, Literal)>,
    /// The fields, those without which there is no value first.
    pub fields: Vec<Field>,
    /// What other members there may be.
    pub others: Others,
    /// What must hold of the other members, where they have a type.
    pub other_checks: Vec<Check>,
    /// With one of these the names of the other members begin, where they must.
    pub prefixes: Vec<StrLit>,
    /// What must hold between the members.
    pub rules: Vec<Rule>,
}

/// What other members a struct may have.
#[derive(Debug, Clone, PartialEq)]
pub enum Others {
    /// Any.
    Open,
    /// None.
    Closed,
    /// Values of this type.
    Typed(Type),
}

/// A field of a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its identifier.
    pub name: String,
    /// Its name on the wire.
    pub wire: StrLit,
    /// What it is for.
    pub docs: DocText,
    /// Whether it should no longer be used, and why.
    pub deprecated: Option<Deprecated>,
    /// Whether it must be there, and whether it may be null.
    pub mode: Mode,
    /// Its type without what the mode adds.
    pub ty: Type,
    /// What must hold of it.
    pub checks: Vec<Check>,
    /// What a reader assumes when it is absent.
    pub default: Option<Default>,
}

/// Presence and nullability of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A value.
    Required,
    /// A value or nothing.
    Optional,
    /// A value or null.
    RequiredNull,
    /// A value, null or nothing.
    OptionalNull,
}

/// How a default is read.
#[derive(Debug, Clone, PartialEq)]
pub enum Default {
    /// A value of a type that is copied.
    Copied(Expr),
    /// A value of a type that is cloned.
    Cloned(Expr),
    /// A string.
    Text(StrLit),
    /// An empty list.
    Empty,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A scalar literal.
    Plain(String),
    /// A variant without content of an enum.
    Variant(Type, String),
}

/// A variant of an enum.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its identifier.
    pub name: String,
    /// What it is for.
    pub docs: DocText,
    /// Whether it should no longer be used, and why.
    pub deprecated: Option<Deprecated>,
}

/// An enum of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// How a value says which variant it is.
    pub tagging: Tagging,
    /// The variants with their content.
    pub variants: Vec<(Variant, Option<Type>)>,
    /// The variant of the string that may stand beside objects.
    pub text: Option<String>,
    /// What happens to a value that is none of them.
    pub unknown: Unknown,
    /// The fields that all variants have.
    pub shared: Vec<Field>,
    /// For each variant whether it can be made of its content by `From`: the content is its alone.
    pub converted: Vec<bool>,
}

/// How a value says which variant it is. Lists go by the index of the variant.
#[derive(Debug, Clone, PartialEq)]
pub enum Tagging {
    /// By the value of a member.
    Internal {
        /// The member.
        tag: StrLit,
        /// The values for each variant.
        names: Vec<Vec<StrLit>>,
    },
    /// By a bare string or the key of the only member, and what must hold of the content.
    External(Vec<(StrLit, Vec<Check>)>),
    /// By what it is.
    Untagged {
        /// What an error says was expected.
        expected: StrLit,
        /// A guard for each variant.
        guards: Vec<Guard>,
        /// The value of each variant without content.
        units: Vec<Option<Literal>>,
    },
}

/// What happens to a value that is no variant.
#[derive(Debug, Clone, PartialEq)]
pub enum Unknown {
    /// Kept where its tag is unknown, or where it is of one of these kinds.
    Open(Vec<&'static str>),
    /// Kept where it is of one of these kinds.
    Caught(Vec<&'static str>),
    /// Refused. The variant that reading begins with, and whether it has content.
    Closed(String, bool),
}

/// A guard of a variant.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Guard {
    /// The JSON kinds.
    pub kinds: Vec<&'static str>,
    /// Members that must be there.
    pub required: Vec<StrLit>,
    /// Members with one of these values.
    pub literals: Vec<(StrLit, Vec<Literal>)>,
    /// All members that may be there.
    pub only: Option<Vec<StrLit>>,
    /// The scalars that it may be.
    pub scalars: Option<Vec<Literal>>,
    /// The kinds of members.
    pub members: Vec<(StrLit, Vec<&'static str>)>,
    /// What elements must be.
    pub elements: Vec<Element>,
    /// How many elements there are at least and at most.
    pub length: Option<(u64, Option<u64>)>,
    /// What must hold of the content.
    pub checks: Vec<Check>,
}

/// What an element of an array must be.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Its place.
    pub index: u64,
    /// The JSON kinds.
    pub kinds: Vec<&'static str>,
    /// The scalars that it may be.
    pub literals: Option<Vec<Literal>>,
}

/// A scalar, as the support code spells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal(pub String);

/// Something that must hold of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Check {
    /// A check with a number: `Min(1)`.
    Number(&'static str, String),
    /// A check without: `Unique`.
    Plain(&'static str),
    /// Checks of parts: `Items(&[..])`.
    Parts(&'static str, Option<usize>, Vec<Check>),
}

/// A rule between members.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// `AnyOf` or `OneOf` of sets of members.
    Sets(&'static str, Vec<Vec<StrLit>>),
    /// Where the first is there, the others are.
    Requires(StrLit, Vec<StrLit>),
    /// `MinMembers` or `MaxMembers`.
    Count(&'static str, u64),
}

/// A Rust type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// A type that is always at hand: `bool`, `i64`, `()`.
    Plain(&'static str),
    /// A type of the standard library: `String`.
    Std(&'static str),
    /// A type of the support module: `Json`.
    Wire(&'static str),
    /// A type of a module.
    Named {
        /// The module.
        module: String,
        /// The type.
        name: String,
    },
    /// A type with arguments: `Option<T>`.
    Generic(&'static str, Vec<Type>),
    /// The same from the support module: `Field<T>`.
    WireGeneric(&'static str, Box<Type>),
    /// A tuple.
    Tuple(Vec<Type>),
}

impl Type {
    /// Whether it is a number or a truth value of the language.
    #[must_use]
    pub fn is_scalar(&self) -> bool {
        matches!(self, Self::Plain(name) if *name != "()")
    }
}

/// The methods in both directions.
#[derive(Debug, Clone, PartialEq)]
pub struct Methods {
    /// What a client sends.
    pub client: Sent,
    /// What a server sends.
    pub server: Sent,
}

/// What one side sends.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// Methods that are answered.
    pub requests: Vec<Method>,
    /// Methods that are not.
    pub notifications: Vec<Method>,
}

/// What a message has in the place of params where there is nothing to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// No member.
    Absent,
    /// A member that is null: the schema wants it there.
    Null,
    /// No member; what others send there is let pass, since the schema does not speak of it.
    Open,
}

/// A method.
#[derive(Debug, Clone, PartialEq)]
pub struct Method {
    /// The identifier of its marker type.
    pub name: String,
    /// Its name on the wire.
    pub wire: StrLit,
    /// What it is for.
    pub docs: DocText,
    /// Whether it should no longer be used, and why.
    pub deprecated: Option<Deprecated>,
    /// Its params, if it has any.
    pub params: Option<Type>,
    /// What becomes of the member where there is nothing to say.
    pub silence: Silence,
    /// What a request is answered with.
    pub response: Type,
}
