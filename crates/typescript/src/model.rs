//! A TypeScript package as plain data: every decision is taken, every text is escaped.

use std::collections::HashSet;

use crate::text::{Ident, Key, NumLit, Prefixed, StrLit};

/// All files of a package.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Package {
    /// The modules of the types, sorted by file.
    pub modules: Vec<Module>,
    /// The module of the methods, where there are any.
    pub methods: Option<Methods>,
    /// What the modules share.
    pub support: Support,
    /// What follows a module's name where it is imported: `.js`.
    pub extension: &'static str,
    /// What `index.ts` says of the package.
    pub docs: Comment,
}

/// A module of types.
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    /// Its name without extension.
    pub file: String,
    /// What it takes from others, sorted.
    pub imports: Vec<Import>,
    /// What it declares.
    pub items: Vec<Item>,
}

impl Module {
    /// Whether it lists strings by name.
    #[must_use]
    pub fn has_names(&self) -> bool {
        let strings = |values: &Values| matches!(values.list.first(), Some((_, _, TypeExpr::String(_))));
        self.items.iter().any(|item| matches!(item, Item::Values(values) if strings(values)))
    }

    /// Whether something of it exists at run time.
    #[must_use]
    pub fn has_values(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Values(_)))
    }
}

/// Types taken from another module.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// The name of the module without extension.
    pub file: String,
    /// Their names, sorted.
    pub names: Vec<Ident>,
}

/// A declaration.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// `export interface`
    Interface(Interface),
    /// `export type`
    Alias(Alias),
    /// `export const`, an object of the values of an enumeration.
    Values(Values),
}

/// An object type.
#[derive(Debug, Clone, PartialEq)]
pub struct Interface {
    /// What it is for.
    pub docs: Comment,
    /// What it is called.
    pub name: Ident,
    /// The interfaces whose members it has too.
    pub extends: Vec<Ident>,
    /// Its own members.
    pub members: Vec<Member>,
    /// What members without a name of their own hold.
    pub index: Option<Index>,
}

/// What the members of an object hold that have no name of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// With what they begin; any, where there is nothing.
    pub keys: Vec<Prefixed>,
    /// The type of all of them, and of the named ones that begin so.
    pub value: TypeExpr,
}

/// A name for a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Alias {
    /// What it is for.
    pub docs: Comment,
    /// What it is called.
    pub name: Ident,
    /// What it stands for.
    pub expr: TypeExpr,
}

/// The values of an enumeration, each with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Values {
    /// What they are for.
    pub docs: Comment,
    /// The name of the enumeration.
    pub name: Ident,
    /// Docs, name and value of each one: a type that is one value is spelled as that.
    pub list: Vec<(Comment, Ident, TypeExpr)>,
}

/// A member of an object type.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// What it is for.
    pub docs: Comment,
    /// Its name on the wire.
    pub key: Key,
    /// Whether it may be absent.
    pub optional: bool,
    /// What it holds.
    pub expr: TypeExpr,
}

/// A type in a place.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeExpr {
    /// A keyword of the language.
    Keyword(Keyword),
    /// A declared type, with its arguments.
    Name(Ident, Vec<TypeExpr>),
    /// One string.
    String(StrLit),
    /// One number.
    Number(NumLit),
    /// Any string, beside others that an editor should offer.
    AnyString,
    /// A list.
    Array(Box<TypeExpr>),
    /// A list with a type for each place.
    Tuple(Vec<Element>),
    /// An object type without a name.
    Object(Vec<Member>),
    /// An object that may be any, but has no such member.
    Without(Key),
    /// An object whose keys are data.
    Map(Box<TypeExpr>),
    /// An object whose keys are the values of an enumeration.
    Record(Ident, Box<TypeExpr>),
    /// One of several; at least two, none of them a union.
    Union(Vec<TypeExpr>),
}

/// A type that the language has a word for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Keyword {
    Unknown,
    Never,
    Null,
    Undefined,
    Boolean,
    True,
    False,
    Number,
    BigInt,
    String,
}

impl Keyword {
    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Never => "never",
            Self::Null => "null",
            Self::Undefined => "undefined",
            Self::Boolean => "boolean",
            Self::True => "true",
            Self::False => "false",
            Self::Number => "number",
            Self::BigInt => "bigint",
            Self::String => "string",
        }
    }
}

/// A place of a tuple.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Element {
    Required(TypeExpr),
    Optional(TypeExpr),
    Rest(TypeExpr),
}

impl TypeExpr {
    /// The union of these types: flat, none twice, `unknown` swallowing all, `number` its values.
    #[must_use]
    pub fn union(parts: impl IntoIterator<Item = Self>) -> Self {
        // Few are compared, many are looked up: a union may list thousands.
        const FEW: usize = 16;
        let mut flat: Vec<Self> = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        let mut add = |part: Self| {
            if part == Self::Keyword(Keyword::Never) {
                return;
            }
            if flat.len() == FEW {
                seen.extend(flat.iter().map(|part| format!("{part:?}")));
            }
            let new = if flat.len() < FEW { !flat.contains(&part) } else { seen.insert(format!("{part:?}")) };
            if new {
                flat.push(part);
            }
        };
        for part in parts {
            match part {
                Self::Union(parts) => parts.into_iter().for_each(&mut add),
                part => add(part),
            }
        }
        if flat.contains(&Self::Keyword(Keyword::Unknown)) {
            return Self::Keyword(Keyword::Unknown);
        }
        if flat.contains(&Self::Keyword(Keyword::Number)) {
            flat.retain(|part| !matches!(part, Self::Number(_)));
        }
        // Beside any string, those that are listed would be lost to an editor.
        if flat.iter().any(|part| matches!(part, Self::String(_)))
            && let Some(string) = flat.iter_mut().find(|part| **part == Self::Keyword(Keyword::String))
        {
            *string = Self::AnyString;
        }
        match flat.len() {
            0 => Self::Keyword(Keyword::Never),
            1 => flat.swap_remove(0),
            _ => Self::Union(flat),
        }
    }

    /// Calls `visit` for each declared type.
    pub fn each_name(&self, visit: &mut dyn FnMut(&Ident)) {
        match self {
            Self::Name(name, arguments) => {
                visit(name);
                for argument in arguments {
                    argument.each_name(visit);
                }
            }
            Self::Array(items) => items.each_name(visit),
            Self::Tuple(elements) => elements.iter().for_each(|element| match element {
                Element::Required(expr) | Element::Optional(expr) | Element::Rest(expr) => {
                    expr.each_name(visit);
                }
            }),
            Self::Object(members) => members.iter().for_each(|member| member.expr.each_name(visit)),
            Self::Map(values) => values.each_name(visit),
            Self::Record(keys, values) => {
                visit(keys);
                values.each_name(visit);
            }
            Self::Union(parts) => parts.iter().for_each(|part| part.each_name(visit)),
            Self::Keyword(_) | Self::String(_) | Self::Number(_) | Self::AnyString | Self::Without(_) => {}
        }
    }
}

/// A `JSDoc` comment, to be wrapped; empty: none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comment {
    /// Blocks with a blank line between them.
    pub blocks: Vec<Vec<String>>,
    /// `@defaultValue` and the like.
    pub tags: Vec<String>,
}

/// The module of the methods.
#[derive(Debug, Clone, PartialEq)]
pub struct Methods {
    /// What it takes from the modules of types, sorted.
    pub imports: Vec<Import>,
    /// The sets that have a method.
    pub sets: Vec<MethodSet>,
    /// Names of what it declares for all sets.
    pub names: MethodNames,
    /// What of the support module it uses, sorted.
    pub support: Vec<Ident>,
}

/// The names of what the module of the methods declares.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct MethodNames {
    pub all: Ident,
    pub requests: Ident,
    pub shared: Ident,
    pub shared_requests: Ident,
    pub method: Ident,
    pub params_of: Ident,
    pub result_of: Ident,
}

/// The methods of one kind and direction.
#[derive(Debug, Clone, PartialEq)]
pub struct MethodSet {
    /// What they are for.
    pub docs: &'static str,
    /// The words of the set, for comments: `request of the client`.
    pub noun: &'static str,
    /// The interface from method to params and result.
    pub map: Ident,
    /// The list of the methods' names.
    pub list: Ident,
    /// The type of a whole message.
    pub message: Ident,
    /// The guard for a message.
    pub guard: Ident,
    /// The guard for a method's name.
    pub name_guard: Ident,
    /// How a whole message is typed.
    pub envelope: Envelope,
    /// The test that tells a request from a notification.
    pub id_test: &'static str,
    /// Whether the methods are answered.
    pub answered: bool,
    /// In order.
    pub methods: Vec<Method>,
}

/// How a whole message is typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Envelope {
    /// By the variant of this union, with the helper that picks it.
    Union {
        /// The union.
        name: Ident,
        /// The helper.
        helper: Ident,
    },
    /// By the helper that makes it from the map.
    Map {
        /// The helper.
        helper: Ident,
    },
}

/// A method.
#[derive(Debug, Clone, PartialEq)]
pub struct Method {
    /// What it is for.
    pub docs: Comment,
    /// Its name, as a key.
    pub key: Key,
    /// Its name, as a value.
    pub name: StrLit,
    /// Whether its params may be left out.
    pub optional: bool,
    /// Its params.
    pub params: TypeExpr,
    /// Its result.
    pub result: Option<TypeExpr>,
}

/// What the modules share: only what is used.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Support {
    /// The variant that a union does not list.
    pub unknown_variant: Option<UnknownVariant>,
    /// Unions of objects with one member, and the same with unknown keys.
    pub single_key: Option<SingleKey>,
    /// The known values of an open enumeration.
    pub known: Option<Ident>,
    /// Helpers for methods.
    pub calls: Option<Calls>,
    /// The type of a message from the union of all.
    pub message_of: Option<Ident>,
    /// The type of a message without such a union.
    pub message: Option<(Ident, Ident)>,
}

/// Names of the types for a variant that is not listed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct UnknownVariant {
    pub variant: Ident,
    /// The type of its tag: exported, since the types of what users export may need its name.
    pub tag: Ident,
}

/// Names of the types for objects with one member.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SingleKey {
    pub closed: Ident,
    pub open: Ident,
}

/// Names of the types for calls.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Calls {
    pub args_of: Ident,
    pub answer_to: Ident,
    pub call: Ident,
    pub notify: Ident,
    pub handlers: Ident,
}
