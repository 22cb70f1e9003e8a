//! Types as annotations.

use std::collections::HashSet;

use codegen_target::ir::{Array, Integer, Kinds, Literal, Map, Number, Text, Tuple, Type, Value, Width};

use super::scope::Scope;
use crate::text::{Expr, Ident};

impl Scope<'_> {
    /// A value, null included.
    pub fn value(&mut self, value: &Value) -> Expr {
        let kind = self.kind(&value.kind);
        if value.nullable { kind.or(Expr::word("None")) } else { kind }
    }

    /// One of several types that are joined by `|`. Names for null are `None` itself, and two of these cannot be joined.
    pub fn member(&mut self, value: &Value) -> Expr {
        match self.protocol.resolve(&value.kind) {
            Type::Null | Type::Literal(Literal::Null) => Expr::word("None"),
            _ => self.value(value),
        }
    }

    /// A type, without null.
    pub fn kind(&mut self, kind: &Type) -> Expr {
        match kind {
            Type::Any => Expr::name(&self.typing("Any")),
            Type::Never => Expr::name(&self.support("Nothing")),
            Type::Null => Expr::word("None"),
            Type::Boolean => Expr::word("bool"),
            Type::Integer(integer) => self.integer(integer),
            Type::Number(number) => self.number(*number),
            Type::String(text) => self.text(text),
            Type::Literal(literal) => self.literals(std::slice::from_ref(literal)),
            Type::Array(array) => self.array(array),
            Type::Tuple(tuple) => self.tuple(tuple),
            Type::Map(map) => self.map(map),
            Type::Ref(id) => self.type_expr(*id),
        }
    }

    /// A type that is handed over as a value: pyright does not take the `|` of an `Annotated` there, nor that of a
    /// name for one in a `lambda`.
    pub fn evaluated(&mut self, kind: Expr) -> Expr {
        match kind {
            Expr::Either(all) if all.iter().any(|kind| self.is_marked(kind)) => {
                let kinds = all.into_iter().map(|kind| self.evaluated(kind)).collect();
                Expr::call(&self.support("either"), kinds)
            }
            Expr::Bracket { head, brackets: brackets @ ('(', _), args } => {
                let args = args.into_iter().map(|arg| self.evaluated(arg)).collect();
                Expr::Bracket { head, brackets, args }
            }
            Expr::Keyed(key, value) => Expr::Keyed(key, Box::new(self.evaluated(*value))),
            kind => kind,
        }
    }

    /// Whether a type is an `Annotated`; late, also whether it is a name for one, or may need several lines, which
    /// a `|` in a `lambda` cannot have.
    fn is_marked(&self, kind: &Expr) -> bool {
        match kind {
            Expr::Bracket { head, .. } if self.is_lazy() => head != "load",
            Expr::Bracket { head, .. } => matches!(head.as_str(), "Annotated" | "_Annotated"),
            Expr::Atom(name) => {
                self.is_lazy() && !matches!(name.as_str(), "Any" | "None" | "bool" | "float" | "int" | "str")
            }
            _ => false,
        }
    }

    /// `Annotated[kind, marks]`; marks are added to those that are there.
    pub fn annotated(&mut self, kind: Expr, marks: Vec<Expr>) -> Expr {
        if marks.is_empty() {
            return kind;
        }
        let annotated = self.typing("Annotated");
        match kind {
            Expr::Bracket { head, brackets: ('[', ']'), mut args } if head == annotated.as_str() => {
                args.extend(marks);
                Expr::subscript(&annotated, args)
            }
            kind => Expr::subscript(&annotated, std::iter::once(kind).chain(marks).collect()),
        }
    }

    /// One of these scalars.
    pub fn literals(&mut self, literals: &[Literal]) -> Expr {
        if literals == [Literal::Null] {
            return Expr::word("None");
        }
        if !literals.iter().any(|literal| matches!(literal, Literal::Number(_))) {
            let head = self.typing("Literal");
            let kind = Expr::subscript(&head, literals.iter().map(literal_expr).collect());
            if literals.iter().all(|literal| matches!(literal, Literal::String(_))) {
                return kind;
            }
            // Python's own `Literal[1]` would take `True` and `1.0` as well.
            let mark = Expr::call(&self.support("OneOf"), vec![]);
            return self.annotated(kind, vec![mark]);
        }
        let mut kinds: Vec<&str> = Vec::new();
        for literal in literals {
            let name = match literal {
                Literal::Null => "None",
                Literal::Boolean(_) => "bool",
                Literal::Integer(_) | Literal::Number(_) => "float",
                Literal::String(_) => "str",
            };
            if !kinds.contains(&name) {
                kinds.push(name);
            }
        }
        let kinds: Vec<Expr> = kinds.into_iter().map(|name| Expr::Atom(name.to_owned())).collect();
        let mark = Expr::call(&self.support("OneOf"), needed(literals).map(literal_expr).collect());
        let kind = either(kinds);
        self.annotated(kind, vec![mark])
    }

    fn integer(&mut self, integer: &Integer) -> Expr {
        const NAMED: &[(Width, &str)] = &[
            (Width::I8, "Int8"),
            (Width::I16, "Int16"),
            (Width::I32, "Int32"),
            (Width::I64, "Int64"),
            (Width::U8, "UInt8"),
            (Width::U16, "UInt16"),
            (Width::U32, "UInt32"),
            (Width::U64, "UInt64"),
        ];
        let (min, max) = integer.bounds();
        if integer.multiple_of.is_none() {
            if min.is_none() && max.is_none() {
                return Expr::word("int");
            }
            let named = NAMED.iter().find(|(width, _)| width.range() == min.zip(max));
            if let Some((_, name)) = named {
                return Expr::name(&self.support(name));
            }
        }
        let mut limits = vec![Expr::keyword("strict", Expr::word("True"))];
        limits.extend(min.map(|min| Expr::keyword("ge", Expr::integer(min))));
        limits.extend(max.map(|max| Expr::keyword("le", Expr::integer(max))));
        limits.extend(integer.multiple_of.map(|of| Expr::keyword("multiple_of", Expr::integer(of.into()))));
        let mark = Expr::call(&self.field(), limits);
        self.annotated(Expr::word("int"), vec![mark])
    }

    fn number(&mut self, number: Number) -> Expr {
        if let Some(one) = number.only() {
            let mark = Expr::call(&self.support("OneOf"), vec![Expr::float(one)]);
            return self.annotated(Expr::word("float"), vec![mark]);
        }
        let bound = |bound: Option<codegen_target::ir::Bound>, names: [&'static str; 2]| {
            bound.map(|bound| Expr::keyword(names[usize::from(bound.exclusive)], Expr::float(bound.at)))
        };
        let limits: Vec<Expr> =
            bound(number.min, ["ge", "gt"]).into_iter().chain(bound(number.max, ["le", "lt"])).collect();
        if limits.is_empty() {
            return Expr::name(&self.support("Number"));
        }
        let mark = Expr::call(&self.support("Numeric"), limits);
        self.annotated(Expr::word("float"), vec![mark])
    }

    fn text(&mut self, text: &Text) -> Expr {
        let marks = self.lengths(text.min_length, text.max_length);
        self.annotated(Expr::word("str"), marks)
    }

    fn lengths(&mut self, min: Option<u64>, max: Option<u64>) -> Vec<Expr> {
        let min =
            min.filter(|min| *min > 0).map(|min| Expr::keyword("min_length", Expr::integer(min.into())));
        let limits: Vec<Expr> = min
            .into_iter()
            .chain(max.map(|max| Expr::keyword("max_length", Expr::integer(max.into()))))
            .collect();
        if limits.is_empty() { vec![] } else { vec![Expr::call(&self.field(), limits)] }
    }

    fn array(&mut self, array: &Array) -> Expr {
        let kind = Expr::subscript(&Ident::new("list"), vec![self.value(&array.items)]);
        let mut marks = self.lengths(array.min_items, array.max_items);
        if array.unique {
            marks.push(Expr::call(&self.support("Unique"), vec![]));
        }
        self.annotated(kind, marks)
    }

    fn map(&mut self, map: &Map) -> Expr {
        let keys = self.kind(&map.keys);
        let kind = Expr::subscript(&Ident::new("dict"), vec![keys, self.value(&map.values)]);
        let marks = self.lengths(map.min_members, map.max_members);
        self.annotated(kind, marks)
    }

    fn tuple(&mut self, tuple: &Tuple) -> Expr {
        let most = tuple.max_items.and_then(|max| usize::try_from(max).ok()).unwrap_or(usize::MAX);
        let items: Vec<Expr> = tuple.items.iter().take(most).map(|item| self.member(item)).collect();
        let count = items.len() as u64;
        let head = Ident::new("tuple");
        let places = self.support("Places");
        let rest = tuple.rest.as_ref().filter(|_| tuple.max_items.is_none_or(|max| max > count));
        if rest.is_none() && tuple.min_items >= count {
            let mark = Expr::call(&places, vec![]);
            let args = if items.is_empty() { vec![Expr::tuple(vec![])] } else { items };
            return self.annotated(Expr::subscript(&head, args), vec![mark]);
        }
        let rest = rest.map(|rest| self.member(rest));
        let kinds = either(items.iter().chain(&rest).cloned().collect());
        let kind = Expr::subscript(&head, vec![kinds, Expr::word("...")]);
        let mut args: Vec<Expr> = items.into_iter().map(|item| self.evaluated(item)).collect();
        let most = tuple.max_items.filter(|_| rest.is_some());
        args.extend(rest.map(|rest| Expr::keyword("rest", self.evaluated(rest))));
        args.push(Expr::keyword("least", Expr::integer(tuple.min_items.into())));
        args.extend(most.map(|most| Expr::keyword("most", Expr::integer(most.into()))));
        let mark = Expr::call(&places, args);
        self.annotated(kind, vec![mark])
    }
}

/// So many types are joined in one chain: each `|` is a level of nesting, and pyright reads 256 of them.
const CHAIN: usize = 200;

/// `a | b`, or `a` alone: each once.
pub fn either(kinds: Vec<Expr>) -> Expr {
    let mut seen = HashSet::new();
    let flat = kinds.into_iter().flat_map(|kind| match kind {
        Expr::Either(all) => all,
        one => vec![one],
    });
    let mut kinds = flat.filter(|kind| seen.insert(kind.flat()));
    let first = kinds.next().unwrap_or_else(|| Expr::word("None"));
    match kinds.fold(first, Expr::or) {
        Expr::Either(all) if all.len() > CHAIN => chains(all),
        one => one,
    }
}

/// A long chain as shorter ones: `a | b | (c | d)`.
fn chains(mut all: Vec<Expr>) -> Expr {
    let rest = all.split_off(CHAIN);
    all.extend(rest.chunks(CHAIN).map(|chunk| match chunk {
        [one] => one.clone(),
        several => Expr::Group(Box::new(Expr::Either(several.to_vec()))),
    }));
    Expr::Either(all)
}

/// Whether a literal is the number of one before it, with a fraction or without.
#[allow(clippy::cast_precision_loss, clippy::float_cmp)]
pub fn is_said_before(literals: &[Literal], place: usize) -> bool {
    let same = |one: &Literal, other: &Literal| match (one, other) {
        (Literal::Number(float), Literal::Integer(whole)) => float.as_f64() == Some(*whole as f64),
        _ => false,
    };
    let literal = &literals[place];
    literals[..place].iter().any(|other| same(other, literal) || same(literal, other))
}

/// Those that a list of scalars must name: a float takes in the integer behind it.
fn needed(literals: &[Literal]) -> impl Iterator<Item = &Literal> {
    let taken_in = |place| matches!(literals[place], Literal::Integer(_)) && is_said_before(literals, place);
    literals.iter().enumerate().filter(move |(place, _)| !taken_in(*place)).map(|(_, literal)| literal)
}

/// A scalar.
pub fn literal_expr(literal: &Literal) -> Expr {
    match literal {
        Literal::Null => Expr::word("None"),
        Literal::Boolean(true) => Expr::word("True"),
        Literal::Boolean(false) => Expr::word("False"),
        Literal::Integer(value) => Expr::integer(*value),
        Literal::Number(value) => value.as_f64().map_or_else(|| Expr::word("None"), Expr::float),
        Literal::String(text) => Expr::string(text),
    }
}

/// The names of JSON kinds, as the support module reads them.
pub fn kinds_expr(kinds: Kinds) -> Expr {
    let names: Vec<&str> = kinds.iter().map(|(_, name)| name).collect();
    Expr::string(&names.join("|"))
}

/// Whether a type says itself, wherever it is used, that it is strict.
pub fn is_exact(value: &Value) -> bool {
    match &value.kind {
        Type::Boolean | Type::String(_) | Type::Array(_) | Type::Map(_) => false,
        Type::Integer(integer) => integer.bounds() != (None, None) || integer.multiple_of.is_some(),
        _ => true,
    }
}
