//! One change to a value: something unknown that should be kept, or a fault.

use codegen_ir::{
    Array, EnumValue, Integer, Literal, Map, Number, Presence, Protocol, Rest, Rule, Shape, Struct, Tagging,
    Text, Tuple, Type, Union, Value, Variant,
};

use crate::build::{Around, Role, Sample, Site};
use crate::{Datum, Path, scalars};

/// What was done to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    UnknownMember,
    UnknownValue,
    UnknownTag,
    MissingMember,
    Null,
    WrongType,
    FloatForInteger,
    FractionForInteger,
    StringForNumber,
    BooleanForNumber,
    OutOfRange,
    BeyondMachine,
    NotMultiple,
    Length,
    Count,
    NotUnique,
    ExtraMember,
    OtherConstant,
    WrongTag,
    TwoKeys,
    NoKey,
    BareTag,
    KeyOfBareTag,
    MembersTogether,
    AddedNull,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 25] = [
        Self::MissingMember,
        Self::UnknownMember,
        Self::WrongType,
        Self::UnknownValue,
        Self::Null,
        Self::UnknownTag,
        Self::FloatForInteger,
        Self::StringForNumber,
        Self::BooleanForNumber,
        Self::OutOfRange,
        Self::BeyondMachine,
        Self::FractionForInteger,
        Self::NotMultiple,
        Self::Length,
        Self::Count,
        Self::NotUnique,
        Self::ExtraMember,
        Self::OtherConstant,
        Self::WrongTag,
        Self::TwoKeys,
        Self::NoKey,
        Self::BareTag,
        Self::KeyOfBareTag,
        Self::MembersTogether,
        Self::AddedNull,
    ];

    /// In words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnknownMember => "unknown member",
            Self::UnknownValue => "unknown value of an enumeration",
            Self::UnknownTag => "unknown tag",
            Self::MissingMember => "missing member",
            Self::Null => "null",
            Self::WrongType => "wrong type",
            Self::FloatForInteger => "integer written as 1.0",
            Self::FractionForInteger => "fraction for an integer",
            Self::StringForNumber => "string for a number",
            Self::BooleanForNumber => "boolean for a number",
            Self::OutOfRange => "number out of range",
            Self::BeyondMachine => "integer beyond its machine type",
            Self::NotMultiple => "not a multiple",
            Self::Length => "length of a string",
            Self::Count => "number of elements",
            Self::NotUnique => "equal elements",
            Self::ExtraMember => "extra member",
            Self::OtherConstant => "another constant",
            Self::WrongTag => "tag of another type",
            Self::TwoKeys => "two keys",
            Self::NoKey => "no key",
            Self::BareTag => "bare tag without its content",
            Self::KeyOfBareTag => "content of a bare tag",
            Self::MembersTogether => "members together",
            Self::AddedNull => "null for an absent member",
        }
    }
}

/// A change to a value.
#[derive(Debug, Clone)]
pub struct Edit {
    /// What is done.
    pub kind: Kind,
    /// Where the error is, if it is one; `None`: somewhere in `within`.
    pub at: Path,
    /// What it is in.
    pub around: Around,
    /// Where it is done.
    place: Path,
    action: Action,
}

#[derive(Debug, Clone)]
enum Action {
    Replace(Datum),
    Remove(String),
    Insert(String, Datum),
    /// One element more, the same as the last.
    Repeat,
    /// So many members, with the value of the last.
    Grow(usize),
}

impl Edit {
    /// The changed value; `None` where the place is not there.
    #[must_use]
    pub fn apply(&self, datum: &Datum) -> Option<Datum> {
        let mut changed = datum.clone();
        let place = changed.at_mut(&self.place)?;
        match (&self.action, place) {
            (Action::Replace(with), place) => *place = with.clone(),
            (Action::Remove(key), Datum::Object(members)) => members.retain(|(other, _)| other != key),
            (Action::Insert(key, member), Datum::Object(members)) => {
                if members.iter().any(|(other, _)| other == key) {
                    return None;
                }
                members.push((key.clone(), member.clone()));
            }
            (Action::Repeat, Datum::Array(items)) => items.push(items.last()?.clone()),
            (Action::Grow(count), Datum::Object(members)) => {
                let (_, value) = members.last()?.clone();
                for number in members.len()..*count {
                    members.push((format!("more{number}"), value.clone()));
                }
            }
            _ => return None,
        }
        Some(changed)
    }

    /// What makes it like another edit: the kind, and the place in any element.
    #[must_use]
    pub fn signature(&self) -> (Kind, String, bool) {
        let null = matches!(self.action, Action::Replace(Datum::Null));
        (self.kind, self.at.general(), null)
    }
}

/// All changes of a value, in the order of its places.
#[must_use]
pub fn edits(protocol: &Protocol, sample: &Sample<'_>) -> Vec<Edit> {
    let mut found = Edits { protocol, found: Vec::new() };
    for site in &sample.sites {
        match site.role {
            Role::Value(value) => found.value(site, value),
            Role::Struct(body) => found.object(site, body),
            Role::Union(union, variant) => found.union(site, union, variant),
        }
    }
    found.found
}

struct Edits<'a> {
    protocol: &'a Protocol,
    found: Vec<Edit>,
}

/// A string that no schema lists.
const UNKNOWN: &str = "not-yet-known";

impl Edits<'_> {
    fn push(&mut self, site: &Site<'_>, kind: Kind, at: Path, action: Action) {
        self.found.push(Edit { kind, at, around: site.around.clone(), place: site.path.clone(), action });
    }

    fn replace(&mut self, site: &Site<'_>, kind: Kind, with: Datum) {
        self.push(site, kind, site.path.clone(), Action::Replace(with));
    }

    fn value(&mut self, site: &Site<'_>, value: &Value) {
        self.replace(site, Kind::Null, Datum::Null);
        match self.protocol.resolve(&value.kind) {
            Type::Integer(integer) => self.integer(site, integer),
            Type::Number(number) => self.number(site, number),
            Type::String(text) => self.string(site, text),
            Type::Literal(literal) => self.constant(site, literal),
            Type::Array(array) => self.array(site, array),
            Type::Tuple(tuple) => self.tuple(site, tuple),
            Type::Map(map) => self.map(site, map),
            Type::Boolean => {
                self.replace(site, Kind::WrongType, Datum::string("true"));
                self.replace(site, Kind::WrongType, Datum::number(1));
            }
            Type::Null => self.replace(site, Kind::WrongType, Datum::Bool(false)),
            Type::Any | Type::Never => {}
            Type::Ref(id) => {
                if let Shape::Enumeration(list) = &self.protocol.types[*id].shape {
                    self.enumeration(site, &list.values);
                } else {
                    for wrong in [
                        Datum::string("wrong"),
                        Datum::number(7),
                        Datum::Array(Vec::new()),
                        Datum::Bool(true),
                    ] {
                        self.replace(site, Kind::WrongType, wrong);
                    }
                }
            }
        }
    }

    fn integer(&mut self, site: &Site<'_>, integer: &Integer) {
        self.replace(site, Kind::StringForNumber, Datum::string("1"));
        let (low, high) = integer.bounds();
        let within = low.unwrap_or(1).max(1).min(high.unwrap_or(i128::MAX));
        self.replace(site, Kind::FloatForInteger, Datum::number(format!("{within}.0")));
        self.replace(site, Kind::BooleanForNumber, Datum::Bool(true));
        self.replace(site, Kind::FractionForInteger, Datum::number(format!("{within}.5")));
        let machine = integer.width.range();
        for (bound, beyond, end) in [
            (low, low.map(|low| low - 1), machine.map(|(low, _)| low)),
            (high, high.map(|high| high + 1), machine.map(|(_, high)| high)),
        ] {
            let kind = if bound == end { Kind::BeyondMachine } else { Kind::OutOfRange };
            if let Some(beyond) = beyond {
                self.replace(site, kind, Datum::number(beyond));
            }
        }
        if let Some(step) = integer.multiple_of.filter(|step| *step > 1) {
            let near =
                low.unwrap_or_default().div_euclid(i128::from(step)) * i128::from(step) + i128::from(step);
            self.replace(site, Kind::NotMultiple, Datum::number(near + 1));
        }
    }

    fn number(&mut self, site: &Site<'_>, number: &Number) {
        self.replace(site, Kind::BooleanForNumber, Datum::Bool(true));
        self.replace(site, Kind::StringForNumber, Datum::string("1.5"));
        for outside in scalars::numbers_outside(number) {
            self.replace(site, Kind::OutOfRange, Datum::Number(outside));
        }
    }

    fn string(&mut self, site: &Site<'_>, text: &Text) {
        self.replace(site, Kind::WrongType, Datum::number(1));
        self.replace(site, Kind::WrongType, Datum::Array(vec![Datum::string("a")]));
        let short = text.min_length.and_then(|min| usize::try_from(min).ok()?.checked_sub(1));
        let long = text.max_length.and_then(|max| usize::try_from(max).ok()?.checked_add(1));
        for length in short.into_iter().chain(long).filter(|length| *length < 2000) {
            self.replace(site, Kind::Length, Datum::string("é".repeat(length)));
        }
    }

    fn constant(&mut self, site: &Site<'_>, literal: &Literal) {
        let other = match literal {
            Literal::String(text) => Datum::string(format!("{text}-{UNKNOWN}")),
            Literal::Boolean(value) => Datum::Bool(!value),
            Literal::Integer(value) => Datum::number(value.saturating_add(1)),
            Literal::Number(_) | Literal::Null => Datum::number("0.123"),
        };
        self.replace(site, Kind::OtherConstant, other);
        self.replace(site, Kind::WrongType, Datum::Array(Vec::new()));
    }

    fn enumeration(&mut self, site: &Site<'_>, values: &[EnumValue]) {
        self.replace(site, Kind::UnknownValue, Datum::string(UNKNOWN));
        self.replace(site, Kind::WrongType, Datum::number("1234567"));
        // As it were another way to write one of them.
        if let Some(Literal::String(text)) = values.first().map(|first| &first.literal) {
            self.replace(site, Kind::UnknownValue, Datum::string(format!("{text} ")));
        }
    }

    fn array(&mut self, site: &Site<'_>, array: &Array) {
        self.replace(site, Kind::WrongType, Datum::Object(Vec::new()));
        self.replace(site, Kind::WrongType, Datum::string("a"));
        if array.min_items.is_some_and(|min| min > 0) {
            self.replace(site, Kind::Count, Datum::Array(Vec::new()));
        }
        if array.unique {
            self.push(site, Kind::NotUnique, site.path.clone(), Action::Repeat);
        } else if array.max_items.is_some() {
            self.push(site, Kind::Count, site.path.clone(), Action::Repeat);
        }
    }

    fn tuple(&mut self, site: &Site<'_>, tuple: &Tuple) {
        self.replace(site, Kind::WrongType, Datum::Object(Vec::new()));
        if tuple.min_items > 0 {
            self.replace(site, Kind::Count, Datum::Array(Vec::new()));
        }
        if tuple.rest.is_none() {
            // There may be one place more, for something else.
            let mut around = site.around.clone();
            around.loose.get_or_insert_with(|| site.path.clone());
            let (at, place) = (site.path.clone(), site.path.clone());
            self.found.push(Edit { kind: Kind::Count, at, around, place, action: Action::Repeat });
        }
    }

    fn map(&mut self, site: &Site<'_>, map: &Map) {
        self.replace(site, Kind::WrongType, Datum::Array(Vec::new()));
        self.replace(site, Kind::WrongType, Datum::number(1));
        if map.min_members.is_some_and(|min| min > 0) {
            self.replace(site, Kind::Count, Datum::Object(Vec::new()));
        }
        if let Some(max) = map.max_members.filter(|max| *max < 20).and_then(|max| usize::try_from(max).ok()) {
            self.push(site, Kind::Count, site.path.clone(), Action::Grow(max + 1));
        }
    }

    fn object(&mut self, site: &Site<'_>, body: &Struct) {
        for wrong in [Datum::Array(Vec::new()), Datum::string("object")] {
            self.replace(site, Kind::WrongType, wrong);
        }
        for field in &body.fields {
            let (at, wire) = (site.path.join(&field.wire), field.wire.clone());
            let (kind, action) = if field.presence == Presence::Required {
                (Kind::MissingMember, Action::Remove(wire))
            } else {
                (Kind::AddedNull, Action::Insert(wire, Datum::Null))
            };
            let (around, place) = (ruled(site, body), site.path.clone());
            self.found.push(Edit { kind, at, around, place, action });
        }
        self.other(site, body, "notYetKnown".to_owned());
        if let Some(prefix) = body.prefixes.first() {
            self.other(site, body, format!("{prefix}not-yet-known"));
        }
        for rule in &body.rules {
            self.rule(site, body, rule);
        }
    }

    /// A member that no field names.
    fn other(&mut self, site: &Site<'_>, body: &Struct, key: String) {
        let unknown =
            Datum::Object(vec![("list".to_owned(), Datum::Array(vec![Datum::number(1), Datum::Null]))]);
        let kind = match body.rest {
            Rest::Open if body.lets_in(&key) => Kind::UnknownMember,
            Rest::Open | Rest::Closed | Rest::Typed(_) => Kind::ExtraMember,
        };
        let at = site.path.join(&key);
        let mut around = ruled(site, body);
        if matches!(body.rest, Rest::Typed(_)) && body.lets_in(&key) {
            // Its type says where in it the fault is.
            around.loose.get_or_insert_with(|| at.clone());
            around.nameless = true;
        }
        let action = Action::Insert(key, unknown);
        self.found.push(Edit { kind, at, around, place: site.path.clone(), action });
    }

    /// An object without members: some that it needs may be said to be missing.
    fn emptied(&mut self, site: &Site<'_>, kind: Kind) {
        let mut around = site.around.clone();
        around.loose.get_or_insert_with(|| site.path.clone());
        let (at, place) = (site.path.clone(), site.path.clone());
        let action = Action::Replace(Datum::Object(Vec::new()));
        self.found.push(Edit { kind, at, around, place, action });
    }

    fn rule(&mut self, site: &Site<'_>, body: &Struct, rule: &Rule) {
        match rule {
            Rule::AnyOf(_) | Rule::MinMembers(_) => self.emptied(site, Kind::MembersTogether),
            Rule::OneOf(sets) => {
                self.emptied(site, Kind::MembersTogether);
                // Whatever the other set needs, with values of no type in particular: that may be wrong, too.
                for name in sets.iter().flatten() {
                    let action = Action::Insert(name.clone(), Datum::string("a"));
                    let (at, around, place) = (site.path.clone(), ruled(site, body), site.path.clone());
                    self.found.push(Edit { kind: Kind::MembersTogether, at, around, place, action });
                }
            }
            Rule::Requires(_, needs) => {
                for name in needs {
                    self.push(site, Kind::MembersTogether, site.path.clone(), Action::Remove(name.clone()));
                }
            }
            Rule::MaxMembers(_) if matches!(body.rest, Rest::Open) => {
                let many = (0..20).map(|number| (format!("x{number}"), Datum::Null)).collect();
                self.replace(site, Kind::MembersTogether, Datum::Object(many));
            }
            Rule::MaxMembers(_) => {}
        }
    }

    fn union(&mut self, site: &Site<'_>, union: &Union, variant: &Variant) {
        for wrong in [Datum::Null, Datum::Array(Vec::new()), Datum::number("2.5"), Datum::Bool(true)] {
            let kind = match wrong {
                Datum::Null => Kind::Null,
                Datum::Number(_) => Kind::FractionForInteger,
                _ => Kind::WrongType,
            };
            self.replace(site, kind, wrong);
        }
        match &union.tagging {
            Tagging::Internal { tag } => {
                let (at, place) = (site.path.join(tag), site.path.join(tag));
                let mut edit = |kind, with| {
                    let (at, place) = (at.clone(), place.clone());
                    let action = Action::Replace(with);
                    self.found.push(Edit { kind, at, around: site.around.clone(), place, action });
                };
                edit(Kind::UnknownTag, Datum::string(UNKNOWN));
                edit(Kind::WrongTag, Datum::number(1));
                edit(Kind::WrongTag, Datum::Null);
                self.keyed(site, Kind::UnknownTag, site.path.clone(), tag, Datum::string(UNKNOWN));
                self.push(site, Kind::MissingMember, at, Action::Remove(tag.clone()));
            }
            Tagging::External => self.external(site, union, variant),
            Tagging::Untagged { .. } => {
                self.replace(site, Kind::WrongType, Datum::string("none of them"));
                self.emptied(site, Kind::WrongType);
            }
        }
    }

    fn external(&mut self, site: &Site<'_>, union: &Union, variant: &Variant) {
        self.replace(site, Kind::UnknownTag, Datum::string(UNKNOWN));
        self.keyed(site, Kind::UnknownTag, site.path.clone(), UNKNOWN, Datum::number("1.0"));
        self.replace(site, Kind::NoKey, Datum::Object(Vec::new()));
        let Some(tag) = variant.tags.first() else { return };
        if variant.content.is_some() {
            self.replace(site, Kind::BareTag, Datum::string(tag));
            self.push(
                site,
                Kind::TwoKeys,
                site.path.clone(),
                Action::Insert(UNKNOWN.to_owned(), Datum::Null),
            );
            let other = union
                .variants
                .iter()
                .find(|other| other.content.is_some() && other.tags.first() != Some(tag));
            if let Some(other) = other.and_then(|other| other.tags.first()) {
                self.push(site, Kind::TwoKeys, site.path.clone(), Action::Insert(other.clone(), Datum::Null));
            }
        } else {
            self.keyed(site, Kind::KeyOfBareTag, site.path.join(tag), tag, Datum::Object(Vec::new()));
        }
    }

    /// An object with one member, in place of the whole: the fault is the member, or the whole that has it.
    fn keyed(&mut self, site: &Site<'_>, kind: Kind, at: Path, key: &str, content: Datum) {
        let mut around = site.around.clone();
        around.loose.get_or_insert_with(|| site.path.clone());
        let action = Action::Replace(Datum::Object(vec![(key.to_owned(), content)]));
        self.found.push(Edit { kind, at, around, place: site.path.clone(), action });
    }
}

/// What a change of one member is in: where rules say which members stand together, the whole may be at fault.
fn ruled(site: &Site<'_>, body: &Struct) -> Around {
    let mut around = site.around.clone();
    if !body.rules.is_empty() {
        around.loose.get_or_insert_with(|| site.path.clone());
    }
    around
}
