//! The rules of `diff`, for people and for tools.

use std::fmt::Write as _;

use codegen_diff::rules::{By, Found, Rule, all};
use codegen_diff::{Language, Level};
use serde_json::{Value, json};

const fn level(level: Option<Level>) -> &'static str {
    match level {
        Some(level) => level.name(),
        None => "-",
    }
}

fn languages(list: &[Language]) -> String {
    if list.is_empty() {
        return "-".to_owned();
    }
    list.iter().map(|language| language.name()).collect::<Vec<_>>().join(", ")
}

/// One line a rule.
pub fn text() -> String {
    let width = all().map(|rule| rule.slug.len()).max().unwrap_or_default();
    let head = format!(
        "Changes of a schema, and what they do to old clients\n{:3}  {:width$}  {:9} {:9} source\n",
        "", "", "to server", "to client"
    );
    all().fold(head, |mut text, rule| {
        let case = rule.case(0);
        let By { to_server, to_client } = case.clients;
        let mark = if matches!(rule.found, Found::Not(_)) { "  (not found by `diff`)" } else { "" };
        let softened = if rule.softened { "*" } else { "" };
        let back = format!("{}{softened}", level(to_client));
        let source = languages(case.source);
        let line =
            format!("{}  {:width$}  {:9} {back:9} {source}{mark}", rule.id, rule.slug, level(to_server));
        let _ = writeln!(text, "{}", line.trim_end());
        text
    }) + "* only risky where old clients keep what they do not know\n`codegen explain ID` says more of each.\n"
}

/// All that is known of a rule.
pub fn explain(rule: &Rule) -> String {
    let mut text = format!("{} {}: {}\n\n{}\n", rule.id, rule.slug, rule.title, rule.why);
    if let Found::Not(why) = rule.found {
        let _ = writeln!(text, "\n`codegen diff` does not find it: {why}");
    }
    for case in rule.cases {
        let when = if case.when.is_empty() { "Usually" } else { case.when };
        let _ = writeln!(text, "\n{when}");
        for (name, by) in [("old clients", case.clients), ("old servers", case.servers)] {
            let _ = writeln!(
                text,
                "  {name}: {} in what clients send, {} in what servers send",
                level(by.to_server),
                level(by.to_client)
            );
        }
        let _ = writeln!(text, "  code to be changed: {}", languages(case.source));
    }
    if rule.softened {
        text.push_str("\nWhere old clients keep what they do not know, as those that are generated open do, breaking is only risky for them.\n");
    }
    let _ = writeln!(text, "\nThe way out: {}", rule.way_out);
    text
}

/// The table, for tools.
pub fn json() -> Vec<Value> {
    let by = |by: By| json!({ "toServer": by.to_server.map(Level::name), "toClient": by.to_client.map(Level::name) });
    all()
        .map(|rule| {
            let cases: Vec<Value> = rule
                .cases
                .iter()
                .map(|case| {
                    json!({
                        "when": case.when,
                        "clients": by(case.clients),
                        "servers": by(case.servers),
                        "source": case.source.iter().map(|one| one.name().to_lowercase()).collect::<Vec<_>>(),
                    })
                })
                .collect();
            json!({
                "id": rule.id,
                "slug": rule.slug,
                "title": rule.title,
                "why": rule.why,
                "wayOut": rule.way_out,
                "softened": rule.softened,
                "notFound": match rule.found { Found::Not(why) => Some(why), Found::Compared => None },
                "cases": cases,
            })
        })
        .collect()
}
