//! Types, laid out as prettier does.

use super::comment;
use super::layout::Doc;
use crate::model::{Element, Keyword, Member, Method, TypeExpr};
use crate::text::{Key, Prefixed};

/// A type where it stands alone, in a member or as an argument.
pub fn expr(expr: &TypeExpr) -> Doc {
    match expr {
        TypeExpr::Keyword(word) => Doc::text(word.as_str()),
        TypeExpr::Name(name, arguments) if arguments.is_empty() => Doc::text(name),
        TypeExpr::Name(name, arguments) => Doc::Concat(vec![Doc::text(name), self::arguments(arguments)]),
        TypeExpr::String(text) => Doc::text(text),
        TypeExpr::Number(number) => Doc::text(number),
        TypeExpr::AnyString => Doc::text("(string & {})"),
        TypeExpr::Array(items) => Doc::Concat(vec![element(items), Doc::text("[]")]),
        TypeExpr::Tuple(elements) => tuple(elements),
        TypeExpr::Object(members) => object(members),
        TypeExpr::Without(key) => {
            braced(vec![Doc::text(format!("{key}?: never")), Doc::text("[key: string]: unknown")])
        }
        TypeExpr::Map(values) => braced(vec![index(&[], values)]),
        TypeExpr::Record(keys, values) => {
            braced(vec![Doc::Concat(vec![Doc::text(format!("[K in {keys}]?: ")), inline(values)])])
        }
        TypeExpr::Union(parts) => union(parts),
    }
}

/// A type behind the colon of a member.
fn inline(expr: &TypeExpr) -> Doc {
    match expr {
        TypeExpr::Union(parts) if !hugs(parts) => {
            Doc::group(vec![Doc::indent(vec![Doc::Softline, union(parts)])])
        }
        expr => self::expr(expr),
    }
}

/// The right side of a declaration, with the space before it.
pub fn assigned(expr: &TypeExpr) -> Doc {
    match expr {
        TypeExpr::Union(parts) if !hugs(parts) => {
            Doc::group(vec![Doc::indent(vec![Doc::Line, union(parts)])])
        }
        expr => Doc::Fluid(Box::new(self::expr(expr))),
    }
}

/// One object or name beside `null`: it breaks inside, not around.
fn hugs(parts: &[TypeExpr]) -> bool {
    let null = |part: &TypeExpr| matches!(part, TypeExpr::Keyword(Keyword::Null));
    let object = |part: &TypeExpr| {
        matches!(part, TypeExpr::Name(..) | TypeExpr::Object(_) | TypeExpr::Without(_) | TypeExpr::Map(_))
    };
    parts.iter().filter(|part| object(part)).count() == 1
        && parts.iter().all(|part| null(part) || object(part))
}

fn union(parts: &[TypeExpr]) -> Doc {
    if hugs(parts) {
        let mut all = Vec::new();
        for part in parts {
            if !all.is_empty() {
                all.push(Doc::text(" | "));
            }
            all.push(expr(part));
        }
        return Doc::Concat(all);
    }
    branches(parts.iter().map(expr).collect())
}

/// A union's branches, each on a line of its own where they do not fit on one.
fn branches(parts: Vec<Doc>) -> Doc {
    let mut all = Vec::new();
    for part in parts {
        if all.is_empty() {
            all.push(Doc::IfBreak("| ", ""));
        } else {
            all.extend([Doc::Line, Doc::text("| ")]);
        }
        all.push(Doc::indent(vec![part]));
    }
    Doc::group(all)
}

/// A member that is one of several types.
pub fn either(key: &Key, parts: Vec<Doc>) -> Doc {
    typed(&key.to_string(), parts)
}

fn typed(name: &str, parts: Vec<Doc>) -> Doc {
    let types = Doc::group(vec![Doc::indent(vec![Doc::Line, branches(parts)])]);
    Doc::Concat(vec![Doc::text(format!("{name}:")), types])
}

/// What stands before `[]`.
fn element(items: &TypeExpr) -> Doc {
    match items {
        TypeExpr::Union(parts) if hugs(parts) => {
            Doc::Concat(vec![Doc::text("("), union(parts), Doc::text(")")])
        }
        TypeExpr::Union(parts) => Doc::Concat(vec![
            Doc::text("("),
            Doc::group(vec![Doc::indent(vec![Doc::Softline, union(parts)]), Doc::Softline]),
            Doc::text(")"),
        ]),
        items => expr(items),
    }
}

fn tuple(elements: &[Element]) -> Doc {
    let several = elements.len() > 1;
    let place = |expr: &TypeExpr| match expr {
        TypeExpr::Union(parts) if several && !hugs(parts) => Doc::group(vec![
            Doc::indent(vec![Doc::IfBreak("(", ""), Doc::Softline, union(parts)]),
            Doc::Softline,
            Doc::IfBreak(")", ""),
        ]),
        expr => self::expr(expr),
    };
    let parts = elements.iter().map(|element| match element {
        Element::Required(expr) => place(expr),
        Element::Optional(expr) => Doc::Concat(vec![self::element(expr), Doc::text("?")]),
        Element::Rest(expr) => Doc::Concat(vec![Doc::text("..."), self::element(expr), Doc::text("[]")]),
    });
    list("[", parts.collect(), "]")
}

/// Elements between brackets, with a comma behind the last where they break.
pub fn list(open: &str, parts: Vec<Doc>, close: &str) -> Doc {
    if parts.is_empty() {
        return Doc::text(format!("{open}{close}"));
    }
    Doc::group(vec![
        Doc::text(open),
        Doc::indent(vec![Doc::Softline, Doc::join(",", parts)]),
        Doc::IfBreak(",", ""),
        Doc::Softline,
        Doc::text(close),
    ])
}

fn arguments(arguments: &[TypeExpr]) -> Doc {
    match arguments {
        [only @ (TypeExpr::Object(_) | TypeExpr::Without(_) | TypeExpr::Map(_) | TypeExpr::Keyword(_))] => {
            Doc::Concat(vec![Doc::text("<"), expr(only), Doc::text(">")])
        }
        arguments => angled(arguments.iter().map(expr).collect()),
    }
}

/// Type arguments.
pub fn angled(arguments: Vec<Doc>) -> Doc {
    let lines = Doc::indent(vec![Doc::Softline, Doc::join(",", arguments)]);
    Doc::group(vec![Doc::text("<"), lines, Doc::Softline, Doc::text(">")])
}

fn object(members: &[Member]) -> Doc {
    if members.is_empty() {
        return Doc::text("{}");
    }
    let parts = members.iter().map(member);
    // Prettier keeps an object that is written in several lines: one with comments always is.
    if members.iter().any(|member| !comment::is_empty(&member.docs)) {
        let lines = parts.flat_map(|part| [Doc::Hardline, part, Doc::text(";")]);
        return Doc::group(vec![Doc::text("{"), Doc::indent(lines.collect()), Doc::Hardline, Doc::text("}")]);
    }
    braced(parts.collect())
}

fn braced(parts: Vec<Doc>) -> Doc {
    Doc::group(vec![
        Doc::text("{"),
        Doc::indent(vec![Doc::Line, Doc::join(";", parts)]),
        Doc::IfBreak(";", ""),
        Doc::Line,
        Doc::text("}"),
    ])
}

/// A member with its comment, without the semicolon behind it.
fn member(member: &Member) -> Doc {
    let mut parts = Vec::new();
    // How deep it will stand is not known here, but objects with comments stand in a union only.
    for line in comment::lines(&member.docs, 6) {
        parts.extend([Doc::Text(line), Doc::Hardline]);
    }
    parts.push(field(member));
    Doc::Concat(parts)
}

/// A member without its comment.
pub fn field(member: &Member) -> Doc {
    let mark = if member.optional { "?" } else { "" };
    Doc::Concat(vec![Doc::text(format!("{}{mark}: ", member.key)), inline(&member.expr)])
}

/// The type of all members, or of those that begin so.
pub fn index(keys: &[Prefixed], expr: &TypeExpr) -> Doc {
    let all = match keys {
        [] => Doc::text("key: string"),
        [one] => Doc::text(format!("key: {one}")),
        several => typed("key", several.iter().map(|key| Doc::text(key.to_string())).collect()),
    };
    let key = Doc::indent(vec![Doc::Softline, all]);
    let key = Doc::group(vec![Doc::text("["), key, Doc::Softline, Doc::text("]: ")]);
    Doc::Concat(vec![key, inline(expr)])
}

/// What a method takes and gives.
pub fn method(method: &Method) -> Doc {
    let mark = if method.optional { "?" } else { "" };
    let mut parts = vec![Doc::Concat(vec![Doc::text(format!("params{mark}: ")), inline(&method.params)])];
    parts.extend(method.result.iter().map(|result| Doc::Concat(vec![Doc::text("result: "), inline(result)])));
    Doc::Concat(vec![Doc::text(format!("{}: ", method.key)), braced(parts)])
}
