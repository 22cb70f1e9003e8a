//! Enumerations.

use codegen_target::ir::{Docs, Enumeration, Literal, Openness, TypeId};

use super::docs;
use super::scope::Scope;
use super::types::is_said_before;
use crate::conventions::members;
use crate::model::{self, Alias, Class, Item};
use crate::text::{DocText, Expr, Ident, annotated_assignment, assignment, header};

/// An enumeration: a class, where all values are strings, else a name for the values.
pub fn item(scope: &mut Scope<'_>, id: TypeId, list: &Enumeration, docs: DocText) -> Item {
    let name = scope.names.of(id).clone();
    match strings(list) {
        Some(values) => {
            let values: Vec<(&str, &Docs)> =
                values.into_iter().zip(list.values.iter().map(|value| &value.docs)).collect();
            class(scope, &name, &values, list.openness == Openness::Open, docs)
        }
        None => alias(scope, &name, list, docs),
    }
}

/// A class of strings.
pub fn class(
    scope: &mut Scope<'_>,
    name: &Ident,
    values: &[(&str, &Docs)],
    open: bool,
    docs: DocText,
) -> Item {
    let base = Expr::name(&scope.support(if open { "OpenEnum" } else { "ClosedEnum" }));
    let texts: Vec<&str> = values.iter().map(|(text, _)| *text).collect();
    let members = values
        .iter()
        .zip(members(&texts))
        .map(|((text, docs), name)| {
            let value = Expr::string(text);
            let value = if open { Expr::call(&scope.support("known"), vec![value]) } else { value };
            model::Member { statement: assignment(4, &name, &value), docs: docs::text(docs) }
        })
        .collect();
    Item::Enumeration(Class {
        header: header(0, name, vec![base]),
        docs,
        members,
        views: Vec::new(),
        rest: None,
        rules: None,
    })
}

fn alias(scope: &mut Scope<'_>, name: &Ident, list: &Enumeration, docs: DocText) -> Item {
    let literals: Vec<Literal> = list.values.iter().map(|value| value.literal.clone()).collect();
    let kind = scope.literals(&literals);
    let described: Vec<String> = list
        .values
        .iter()
        .enumerate()
        .filter(|(place, _)| !is_said_before(&literals, *place))
        .filter_map(|(_, value)| Some(format!("- `{}`: {}", value.literal.to_json(), value.said()?)))
        .collect();
    let docs = if described.is_empty() { docs } else { docs.and(&described.join("\n")) };
    let head = Expr::name(&scope.typing("TypeAlias"));
    Item::Alias(Alias { statement: annotated_assignment(0, name, &head, Some(&kind)), docs })
}

/// The values of an enumeration that is a class: those that are all strings.
pub fn strings(list: &Enumeration) -> Option<Vec<&str>> {
    list.values
        .iter()
        .map(|value| match &value.literal {
            Literal::String(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

/// The member for a value.
pub fn member_of(list: &Enumeration, text: &str) -> Option<Ident> {
    let values = strings(list)?;
    let place = values.iter().position(|value| *value == text)?;
    Some(members(&values).swap_remove(place))
}
