//! Expressions and how they break over lines: the way `ruff format` (and `black`) would have it.

use super::{Ident, StrLit, WIDTH};

/// A Python expression, annotation or argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// What does not break: a name, a number, a string.
    Atom(String),
    /// Something in brackets, comma separated, with what stands before them.
    Bracket {
        /// What stands before the brackets.
        head: String,
        /// The opening and the closing bracket.
        brackets: (char, char),
        /// What stands in them.
        args: Vec<Expr>,
    },
    /// `a | b`
    Either(Vec<Expr>),
    /// `(a | b)`
    Group(Box<Expr>),
    /// `name=value` or `key: value`: what stands before the value, and the value.
    Keyed(String, Box<Expr>),
    /// An annotation that is not evaluated yet.
    Quoted(Box<Expr>),
}

impl Expr {
    /// A name that is known to the generator.
    #[must_use]
    pub fn word(name: &'static str) -> Self {
        Self::Atom(name.to_owned())
    }

    /// An identifier.
    #[must_use]
    pub fn name(name: &Ident) -> Self {
        Self::Atom(name.to_string())
    }

    /// `owner.member`
    #[must_use]
    pub fn member(owner: &Ident, member: &Ident) -> Self {
        Self::Atom(format!("{owner}.{member}"))
    }

    /// A string literal.
    #[must_use]
    pub fn string(text: &str) -> Self {
        Self::Atom(StrLit::new(text).to_string())
    }

    /// A whole number.
    #[must_use]
    pub fn integer(value: i128) -> Self {
        Self::Atom(value.to_string())
    }

    /// A number with a fraction, or a power of ten where that is shorter.
    #[must_use]
    pub fn float(value: f64) -> Self {
        Self::Atom(format!("{value:?}"))
    }

    /// `head(args)`
    #[must_use]
    pub fn call(head: &Ident, args: Vec<Self>) -> Self {
        Self::Bracket { head: head.to_string(), brackets: ('(', ')'), args }
    }

    /// `head[args]`
    #[must_use]
    pub fn subscript(head: &Ident, args: Vec<Self>) -> Self {
        Self::Bracket { head: head.to_string(), brackets: ('[', ']'), args }
    }

    /// `[args]`
    #[must_use]
    pub const fn list(args: Vec<Self>) -> Self {
        Self::Bracket { head: String::new(), brackets: ('[', ']'), args }
    }

    /// `{args}`: a set, or a dict of [`Self::entry`].
    #[must_use]
    pub const fn braces(args: Vec<Self>) -> Self {
        Self::Bracket { head: String::new(), brackets: ('{', '}'), args }
    }

    /// `(args)`
    #[must_use]
    pub const fn tuple(args: Vec<Self>) -> Self {
        Self::Bracket { head: String::new(), brackets: ('(', ')'), args }
    }

    /// `name=value`
    #[must_use]
    pub fn keyword(name: &'static str, value: Self) -> Self {
        Self::Keyed(format!("{name}="), Box::new(value))
    }

    /// `"key": value`
    #[must_use]
    pub fn entry(key: &str, value: Self) -> Self {
        Self::Keyed(format!("{}: ", StrLit::new(key)), Box::new(value))
    }

    /// `self | other`, flat.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let mut all = match self {
            Self::Either(all) => all,
            one => vec![one],
        };
        match other {
            Self::Either(more) => all.extend(more),
            one => all.push(one),
        }
        Self::Either(all)
    }

    /// The same without what `annotated[kind, ...]` says beyond `kind`, at any depth.
    #[must_use]
    pub fn without_marks(&self, annotated: &Ident) -> Self {
        let all = |args: &[Self]| args.iter().map(|arg| arg.without_marks(annotated)).collect();
        match self {
            Self::Bracket { head, args, .. } if head == annotated.as_str() && !args.is_empty() => {
                args[0].without_marks(annotated)
            }
            Self::Bracket { head, brackets, args } => {
                Self::Bracket { head: head.clone(), brackets: *brackets, args: all(args) }
            }
            Self::Either(args) => Self::Either(all(args)),
            Self::Group(inner) => Self::Group(Box::new(inner.without_marks(annotated))),
            other => other.clone(),
        }
    }

    /// What it is made of.
    #[must_use]
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::Atom(_) => &[],
            Self::Bracket { args, .. } | Self::Either(args) => args,
            Self::Group(inner) | Self::Keyed(_, inner) | Self::Quoted(inner) => std::slice::from_ref(inner),
        }
    }

    /// The same with other parts.
    #[must_use]
    pub fn map_parts(self, change: &dyn Fn(Self) -> Self) -> Self {
        let all = |args: Vec<Self>| args.into_iter().map(change).collect();
        match self {
            Self::Atom(text) => Self::Atom(text),
            Self::Bracket { head, brackets, args } => Self::Bracket { head, brackets, args: all(args) },
            Self::Either(args) => Self::Either(all(args)),
            Self::Group(inner) => Self::Group(Box::new(change(*inner))),
            Self::Keyed(key, inner) => Self::Keyed(key, Box::new(change(*inner))),
            Self::Quoted(inner) => Self::Quoted(Box::new(change(*inner))),
        }
    }

    /// On one line.
    #[must_use]
    pub fn flat(&self) -> String {
        match self {
            Self::Atom(text) => text.clone(),
            Self::Bracket { head, brackets: (open, close), args } => {
                let one_tuple = head.is_empty() && *open == '(' && args.len() == 1;
                format!("{head}{open}{}{}{close}", Self::joined(args), if one_tuple { "," } else { "" })
            }
            Self::Either(all) => all.iter().map(Self::flat).collect::<Vec<_>>().join(" | "),
            Self::Group(inner) => format!("({})", inner.flat()),
            Self::Keyed(key, value) => format!("{key}{}", value.flat()),
            Self::Quoted(inner) => StrLit::new(&inner.flat()).to_string(),
        }
    }

    fn joined(args: &[Self]) -> String {
        args.iter().map(Self::flat).collect::<Vec<_>>().join(", ")
    }

    /// From `column` on, with `tail` more characters behind it; broken lines are indented beyond `indent`.
    fn lay(&self, indent: usize, column: usize, tail: usize) -> String {
        let flat = self.flat();
        if column + flat.len() + tail <= WIDTH { flat } else { self.broken(indent) }
    }

    /// Over several lines, where it can be.
    fn broken(&self, indent: usize) -> String {
        let (outer, inner) = (" ".repeat(indent), " ".repeat(indent + 4));
        match self {
            Self::Atom(_) | Self::Quoted(_) => self.flat(),
            Self::Bracket { args, .. } if args.is_empty() => self.flat(),
            Self::Bracket { head, brackets: (open, close), args } => {
                let joined = Self::joined(args);
                // A collection has each element on a line of its own.
                let collection = head.is_empty();
                if indent + 4 + joined.len() <= WIDTH && !collection {
                    return format!("{head}{open}\n{inner}{joined}\n{outer}{close}");
                }
                let comma = if args.len() == 1 && *open == '[' && !head.is_empty() { "" } else { "," };
                let lines: Vec<String> = args
                    .iter()
                    .map(|arg| format!("{inner}{}{comma}\n", arg.lay(indent + 4, indent + 4, comma.len())))
                    .collect();
                format!("{head}{open}\n{}{outer}{close}", lines.concat())
            }
            Self::Either(all) => {
                let last = all.len() - 1;
                let lines: Vec<String> = all
                    .iter()
                    .enumerate()
                    .map(|(place, one)| {
                        let mark = if place == 0 { "" } else { "| " };
                        format!("{mark}{}", one.lay(indent, indent + mark.len(), usize::from(place == last)))
                    })
                    .collect();
                lines.join(&format!("\n{outer}"))
            }
            Self::Group(inner) => inner.parenthesized(indent),
            Self::Keyed(key, value) => format!("{key}{}", value.broken(indent)),
        }
    }

    /// In parentheses of its own, over several lines.
    fn parenthesized(&self, indent: usize) -> String {
        let (outer, inner) = (" ".repeat(indent), " ".repeat(indent + 4));
        format!("(\n{inner}{}\n{outer})", self.lay(indent + 4, indent + 4, 0))
    }
}

/// `name = value`
#[must_use]
pub fn assignment(indent: usize, name: &Ident, value: &Expr) -> String {
    let head = format!("{}{name} = ", " ".repeat(indent));
    let column = head.len();
    format!("{head}{}", value.lay(indent, column, 0))
}

/// `class Name(bases):` and the like.
#[must_use]
pub fn header(indent: usize, name: &Ident, bases: Vec<Expr>) -> String {
    let head = format!("{}class ", " ".repeat(indent));
    let column = head.len();
    format!("{head}{}:", Expr::call(name, bases).lay(indent, column, 1))
}

/// `def name(self) -> annotation:`
#[must_use]
pub fn getter(indent: usize, name: &Ident, annotation: &Expr) -> String {
    let outer = " ".repeat(indent);
    let flat = format!("{outer}def {name}(self) -> {}:", annotation.flat());
    if flat.len() <= WIDTH {
        return flat;
    }
    let head = format!("{outer}def {name}(\n{outer}    self,\n{outer}) -> ");
    format!("{head}{}:", split_annotation(annotation, indent, indent + 5, 1))
}

/// `return value`
#[must_use]
pub fn returned(indent: usize, value: &Expr) -> String {
    let head = format!("{}return ", " ".repeat(indent));
    let column = head.len();
    format!("{head}{}", value.lay(indent, column, 0))
}

/// `name: annotation` or `name: annotation = value`
#[must_use]
pub fn annotated_assignment(indent: usize, name: &Ident, annotation: &Expr, value: Option<&Expr>) -> String {
    let head = format!("{}{name}: ", " ".repeat(indent));
    let Some(value) = value else {
        return format!("{head}{}", split_annotation(annotation, indent, head.len(), 0));
    };
    let prefix = format!("{head}{} = ", annotation.flat());
    let flat = value.flat();
    if prefix.len() + flat.len() <= WIDTH {
        return prefix + &flat;
    }
    match value {
        Expr::Bracket { head: name, args, .. } if !args.is_empty() && prefix.len() + name.len() < WIDTH => {
            prefix + &value.broken(indent)
        }
        Expr::Bracket { args, .. } if !args.is_empty() && prefix.len() < WIDTH => {
            let inside = value.parenthesized(indent);
            // Parentheses are only worth it where everything fits between them.
            let fits = inside.lines().all(|line| line.len() <= WIDTH);
            prefix + &if fits { inside } else { value.broken(indent) }
        }
        Expr::Atom(_) | Expr::Quoted(_) if prefix.len() < WIDTH && indent + 4 + flat.len() <= WIDTH => {
            prefix + &value.parenthesized(indent)
        }
        Expr::Either(_) => prefix + &value.parenthesized(indent),
        _ => {
            let tail = if matches!(value, Expr::Bracket { args, .. } if !args.is_empty()) {
                4
            } else {
                3 + flat.len()
            };
            let annotation = split_annotation(annotation, indent, head.len(), tail);
            let column =
                if annotation.contains('\n') { indent + 1 } else { head.len() + annotation.len() } + 3;
            format!("{head}{annotation} = {}", value.lay(indent, column, 0))
        }
    }
}

fn split_annotation(annotation: &Expr, indent: usize, column: usize, tail: usize) -> String {
    match annotation {
        Expr::Atom(text) if tail == 0 && column + text.len() > WIDTH && indent + 4 + text.len() <= WIDTH => {
            annotation.parenthesized(indent)
        }
        Expr::Either(_) if column + annotation.flat().len() + tail > WIDTH => {
            annotation.parenthesized(indent)
        }
        _ => annotation.lay(indent, column, tail),
    }
}
