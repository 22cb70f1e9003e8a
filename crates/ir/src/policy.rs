//! What the schema leaves open, decided in one place. Read only by lowering.

use std::collections::BTreeMap;

use codegen_schema::Place;

/// Decisions about meaning.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Rules by which the result of a request is found: `{stem}` stands for the name of the params type
    /// without `Params`, else for the method (`thread/start` is `ThreadStart`). The first that names a
    /// definition counts.
    pub results: Vec<String>,
    /// Where the rules are written: a rule that matches nothing is then an error.
    pub results_place: Option<Place>,
    /// Results that no rule finds.
    pub result_table: BTreeMap<String, ResultEntry>,
    /// How the methods are found.
    pub profile: Profile,
    /// Where that is written: a profile that finds nothing is then an error.
    pub profile_place: Option<Place>,
    /// The definitions that list the methods.
    pub unions: MethodUnions,
    /// Whether strings outside an enumeration are kept (else they are refused).
    pub open_enumerations: bool,
    /// Whether values with an unknown tag are kept (else they are refused).
    pub open_unions: bool,
    /// Definitions that go against the two switches above, by name.
    pub openness: BTreeMap<String, ChosenOpenness>,
    /// Names of types in the generated code, by definition or by JSON Pointer (`#/definitions/...`).
    pub names: BTreeMap<String, ChosenName>,
    /// Whether the schema is of another version than that which all this was decided for: what does not apply to
    /// it is passed over, and what is not decided for it is left open.
    pub of_another_version: bool,
}

impl Policy {
    /// What is decided of one type or method need not be there, nor need a rule match.
    pub fn let_be_absent(&mut self) {
        self.results_place = None;
        self.result_table.values_mut().for_each(|entry| entry.optional = true);
        self.names.values_mut().for_each(|entry| entry.optional = true);
        self.openness.values_mut().for_each(|entry| entry.optional = true);
    }
}

/// How the methods of a protocol are found in its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Profile {
    /// By what is there: unions of messages, else what the schema says of methods itself.
    #[default]
    Found,
    /// By unions of messages alone.
    Messages,
    /// By what the schema says of methods itself, alone: annotations of definitions, or a meta model.
    Declared,
    /// Not at all: types alone.
    None,
}

/// Whether one type is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenOpenness {
    /// Whether it is.
    pub open: bool,
    /// Whether a schema without this type is no error.
    pub optional: bool,
    /// Where the configuration says so.
    pub place: Place,
}

/// An entry of the table of names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenName {
    /// The name.
    pub name: String,
    /// Whether there need not be such a type.
    pub optional: bool,
    /// Where it is written.
    pub place: Place,
}

/// An entry of the table of results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultEntry {
    /// The definition; `None`: nothing in particular.
    pub result: Option<String>,
    /// Whether there need not be such a method.
    pub optional: bool,
    /// Where it is written.
    pub place: Place,
}

/// The names of the definitions that list the methods, by who calls and whether there is an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct MethodUnions {
    pub client_requests: String,
    pub server_requests: String,
    pub client_notifications: String,
    pub server_notifications: String,
    /// Whether the names were chosen by the user: a union that is not there is then an error.
    pub chosen: bool,
    /// Where a name was chosen.
    pub places: BTreeMap<String, Place>,
}

impl Default for MethodUnions {
    fn default() -> Self {
        Self {
            client_requests: "ClientRequest".to_owned(),
            server_requests: "ServerRequest".to_owned(),
            client_notifications: "ClientNotification".to_owned(),
            server_notifications: "ServerNotification".to_owned(),
            chosen: false,
            places: BTreeMap::new(),
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            results: vec!["{stem}Response".to_owned(), "{stem}Result".to_owned()],
            results_place: None,
            result_table: BTreeMap::new(),
            profile: Profile::default(),
            profile_place: None,
            unions: MethodUnions::default(),
            open_enumerations: true,
            open_unions: true,
            openness: BTreeMap::new(),
            names: BTreeMap::new(),
            of_another_version: false,
        }
    }
}
