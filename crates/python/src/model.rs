//! A Python package as plain data: already escaped, laid out and in order. Nothing is left to decide.

use crate::text::{DocText, Ident, StrLit};

/// A whole package.
#[derive(Debug, Default)]
pub struct Package {
    /// The modules with types.
    pub modules: Vec<Module>,
    /// The names that can be imported from the root, sorted.
    pub names: Vec<Ident>,
    /// What the root imports for type checkers.
    pub root_imports: String,
    /// Where each name is.
    pub index: Vec<IndexEntry>,
    /// The table of methods.
    pub methods: Methods,
}

/// Where a type is.
#[derive(Debug)]
pub struct IndexEntry {
    /// The type.
    pub name: StrLit,
    /// Its module, relative to the package: `.thread.start`.
    pub module: StrLit,
}

/// A module.
#[derive(Debug)]
pub struct Module {
    /// Its path in the package, a file name.
    pub path: String,
    /// What it holds.
    pub docs: DocText,
    /// The import statements.
    pub imports: String,
    /// The definitions, in an order in which each refers to earlier ones.
    pub items: Vec<Placed>,
}

/// A definition in its place.
#[derive(Debug)]
pub struct Placed {
    /// The blank lines before it.
    pub gap: &'static str,
    /// The definition.
    pub item: Item,
}

impl Item {
    /// Puts definitions one after the other: classes stand further apart.
    #[must_use]
    pub fn place(items: Vec<Self>) -> Vec<Placed> {
        let mut after_class = false;
        items
            .into_iter()
            .map(|item| {
                let is_class = !matches!(item, Self::Alias(_));
                let gap = if is_class || after_class { "\n\n" } else { "\n" };
                after_class = is_class;
                Placed { gap, item }
            })
            .collect()
    }
}

/// A definition.
#[derive(Debug)]
pub enum Item {
    /// A class with fields.
    Struct(Class<Field>),
    /// An enumeration with members.
    Enumeration(Class<Member>),
    /// A name for a type.
    Alias(Alias),
}

/// A class.
#[derive(Debug)]
pub struct Class<T> {
    /// `class Name(Base):`
    pub header: String,
    /// What it is.
    pub docs: DocText,
    /// What it has.
    pub members: Vec<T>,
    /// What else can be asked of it.
    pub views: Vec<View>,
    /// The type of members that no field names, as an annotation.
    pub rest: Option<String>,
    /// What must hold between the members: an assignment.
    pub rules: Option<String>,
}

impl<T> Class<T> {
    /// Whether something stands below the docstring.
    #[must_use]
    pub fn has_body(&self) -> bool {
        self.has_more_than_rules() || self.rules.is_some()
    }

    /// Whether something stands above the rules, within the class's body.
    #[must_use]
    pub fn has_more_than_rules(&self) -> bool {
        !self.members.is_empty() || !self.views.is_empty() || self.rest.is_some()
    }

    /// Whether nothing stands below the header.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.docs.is_empty() && !self.has_body()
    }
}

/// A field of a class.
#[derive(Debug)]
pub struct Field {
    /// `name: annotation = default`
    pub statement: String,
    /// What it means.
    pub docs: DocText,
}

/// A property of a class.
#[derive(Debug)]
pub struct View {
    /// `def name(self) -> kind:`
    pub header: String,
    /// What it means.
    pub docs: DocText,
    /// `return value`
    pub body: String,
}

/// A value of an enumeration.
#[derive(Debug)]
pub struct Member {
    /// `NAME = known("value")`
    pub statement: String,
    /// What it means.
    pub docs: DocText,
}

/// A name for a type.
#[derive(Debug)]
pub struct Alias {
    /// `Name: TypeAlias = ...`
    pub statement: String,
    /// What it means.
    pub docs: DocText,
}

/// The table of methods.
#[derive(Debug, Default)]
pub struct Methods {
    /// The import statements.
    pub imports: String,
    /// The import statements that only a type checker reads.
    pub typing_imports: String,
    /// A constant for each method.
    pub constants: Vec<Field>,
    /// The tables of all methods of a kind.
    pub registries: Vec<Field>,
    /// The member `jsonrpc` of each message, where the schema wants one.
    pub jsonrpc: Option<StrLit>,
    /// What the id of most requests is, where the schema says it: an expression.
    pub id: Option<String>,
    /// What the module is for, sorted.
    pub names: Vec<Ident>,
}
