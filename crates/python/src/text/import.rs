//! Import statements, in the order that `isort` (and `ruff`) want.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::{Ident, WIDTH};

/// Where a name comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Module {
    /// 0: the standard library, 1: another package, 2: this package.
    section: u8,
    /// How many dots stand before the name.
    dots: usize,
    name: String,
}

impl Module {
    /// A module of the standard library.
    #[must_use]
    pub fn standard(name: &'static str) -> Self {
        Self { section: 0, dots: 0, name: name.to_owned() }
    }

    /// A module of another package.
    #[must_use]
    pub fn foreign(name: &'static str) -> Self {
        Self { section: 1, dots: 0, name: name.to_owned() }
    }

    /// A module of this package, seen from the package `from`.
    #[must_use]
    pub fn own(from: &[Ident], to: &[Ident]) -> Self {
        let common = from.iter().zip(to).take_while(|(a, b)| a == b).count();
        let rest: Vec<&str> = to[common..].iter().map(Ident::as_str).collect();
        Self { section: 2, dots: from.len() - common + 1, name: rest.join(".") }
    }
}

impl Ord for Module {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.section, std::cmp::Reverse(self.dots))
            .cmp(&(other.section, std::cmp::Reverse(other.dots)))
            .then_with(|| natural(&self.name, &other.name, |c| c))
    }
}

impl PartialOrd for Module {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What a module imports.
#[derive(Debug, Clone, Default)]
pub struct Imports(HashSet<(Module, Name)>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Name {
    name: Ident,
    alias: Option<Ident>,
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        by_name(&self.name, &other.name).then_with(|| self.alias.cmp(&other.alias))
    }
}

/// Constants, then classes, then the rest.
fn by_name(a: &Ident, b: &Ident) -> Ordering {
    let rank = |name: &Ident| {
        let text = name.as_str();
        match text.chars().next() {
            Some(_) if text.len() > 1 && !text.chars().any(|c| c.is_ascii_lowercase()) => 0,
            Some(c) if c.is_ascii_uppercase() => 1,
            _ => 2,
        }
    };
    (rank(a).cmp(&rank(b)))
        .then_with(|| natural(a.as_str(), b.as_str(), |c| c.to_ascii_lowercase()))
        .then_with(|| natural(a.as_str(), b.as_str(), |c| c))
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Imports {
    /// `from module import name`
    pub fn add(&mut self, module: Module, name: Ident) {
        self.0.insert((module, Name { name, alias: None }));
    }

    /// `from module import name as alias`
    pub fn add_as(&mut self, module: Module, name: Ident, alias: Ident) {
        self.0.insert((module, Name { name, alias: Some(alias) }));
    }

    /// Takes in all of `other`.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// What `other` does not import.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        Self(self.0.difference(&other.0).cloned().collect())
    }

    /// Whether nothing is imported.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The statements, a blank line between sections. Those of one module are in the order of their first
    /// names; a name that gets another one has a statement of its own.
    #[must_use]
    pub fn text(&self, indent: usize) -> String {
        let mut text = String::new();
        let mut sorted: Vec<&(Module, Name)> = self.0.iter().collect();
        sorted.sort_unstable();
        let mut open = sorted.into_iter().peekable();
        let mut section = None;
        while let Some((module, _)) = open.peek() {
            if section.is_some_and(|last| last != module.section) {
                text.push('\n');
            }
            section = Some(module.section);
            let from =
                format!("{}from {}{} import ", " ".repeat(indent), ".".repeat(module.dots), module.name);
            let mut plain: Vec<&Ident> = Vec::new();
            let mut statements: Vec<(&Ident, String)> = Vec::new();
            while let Some((_, Name { name, alias })) = open.next_if(|(other, _)| other == module) {
                match alias {
                    Some(alias) => statements.push((name, format!("{from}{name} as {alias}\n"))),
                    None => plain.push(name),
                }
            }
            if let Some(first) = plain.first() {
                statements.push((first, statement(indent, &from, &plain)));
            }
            statements.sort_by(|(a, _), (b, _)| by_name(a, b));
            text.extend(statements.into_iter().map(|(_, statement)| statement));
        }
        text
    }
}

fn statement(indent: usize, from: &str, names: &[&Ident]) -> String {
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    let joined = names.join(", ");
    if from.len() + joined.len() <= WIDTH {
        return format!("{from}{joined}\n");
    }
    let outer = " ".repeat(indent);
    let lines: Vec<String> = names.iter().map(|name| format!("{outer}    {name},\n")).collect();
    format!("{from}(\n{}{outer})\n", lines.concat())
}

/// Digits count as numbers, other bytes as what `fold` makes of them.
fn natural(a: &str, b: &str, fold: impl Fn(u8) -> u8) -> Ordering {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    loop {
        let digits = |text: &[u8]| text.iter().take_while(|c| c.is_ascii_digit()).count();
        let (left, right) = (digits(a), digits(b));
        if left > 0 && right > 0 {
            let (x, y) = (&a[..left], &b[..right]);
            // With a zero before them they are read from the left, as behind a point.
            let fraction = x[0] == b'0' || y[0] == b'0';
            let order = if fraction { x.cmp(y) } else { x.len().cmp(&y.len()).then_with(|| x.cmp(y)) };
            if order != Ordering::Equal {
                return order;
            }
            (a, b) = (&a[left..], &b[right..]);
            continue;
        }
        match (a.first().map(|c| fold(*c)), b.first().map(|c| fold(*c))) {
            (Some(x), Some(y)) if x == y => (a, b) = (&a[1..], &b[1..]),
            (x, y) => return x.cmp(&y),
        }
    }
}
