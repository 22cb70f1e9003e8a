//! Which result belongs to which request. The schema does not say: rules and a table do.

use std::collections::{BTreeMap, BTreeSet};

use codegen_schema::{Bundle, DefId, Diagnostic, Diagnostics, MethodChange, suggest};
use heck::ToUpperCamelCase;

use super::{Listed, by_name, place_of};
use crate::model::{MethodKind, Origin, Params, Type, TypeId, Types, Value};
use crate::policy::{Policy, ResultEntry};

pub(in crate::lower) struct Results<'a> {
    bundle: &'a Bundle,
    policy: &'a Policy,
    types: &'a Types,
    table: BTreeMap<String, ResultEntry>,
    requests: BTreeSet<String>,
    used: BTreeSet<String>,
    rule_used: bool,
}

impl<'a> Results<'a> {
    pub fn new(bundle: &'a Bundle, policy: &'a Policy, listed: &[Listed], types: &'a Types) -> Self {
        let mut table = policy.result_table.clone();
        for fix in bundle.method_fixes() {
            if let MethodChange::Result(name) = &fix.change {
                let result = (name != "none").then(|| name.clone());
                let entry = ResultEntry { result, optional: fix.optional, place: fix.place.clone() };
                table.insert(fix.method.clone(), entry);
            }
        }
        let requests = by_name(listed)
            .into_iter()
            .filter(|(_, index)| listed[*index].role.kind == MethodKind::Request)
            .map(|(name, _)| name.to_owned())
            .collect();
        Self { bundle, policy, types, table, requests, used: BTreeSet::new(), rule_used: false }
    }

    /// Whether the table speaks of a method, and what it says.
    pub fn chosen(&mut self, method: &str, found: &mut Diagnostics) -> (bool, Option<Value>) {
        let Some(entry) = self.table.get(method) else { return (false, None) };
        self.used.insert(method.to_owned());
        let Some(name) = entry.result.as_ref() else { return (true, None) };
        if let Some(id) = self.bundle.find(name) {
            return (true, Some(value(id)));
        }
        let message =
            format!("there is no definition `{}` for the result of `{method}`", name.escape_debug());
        let near = suggest(name, self.bundle.iter().map(|(_, definition)| definition.name.as_str()));
        let error = Diagnostic::error("unknown-definition", entry.place.clone(), message);
        found.push(error.help(near.map_or_else(
            || "name a definition of the schema, or \"none\"".to_owned(),
            |near| format!("did you mean `{near}`?"),
        )));
        (true, None)
    }

    pub fn find(&mut self, one: &Listed, params: Option<&Params>, found: &mut Diagnostics) -> Option<Value> {
        if let (true, chosen) = self.chosen(&one.name, found) {
            return chosen;
        }
        let stems = self.stems(one, params);
        for rule in &self.policy.results {
            for stem in &stems {
                if let Some(id) = self.bundle.find(&rule.replace("{stem}", stem)) {
                    self.rule_used = true;
                    return Some(value(id));
                }
            }
        }
        let candidates = self.candidates(&stems);
        let place = place_of(self.bundle, one, self.types);
        let message = format!("no result is known for the request `{}`", one.name.escape_debug());
        let note = format!(
            "tried {}",
            self.policy
                .results
                .iter()
                .flat_map(|rule| stems.iter().map(move |stem| format!("`{}`", rule.replace("{stem}", stem))))
                .collect::<Vec<_>>()
                .join(", ")
        );
        let guess = candidates.first().map_or("...", String::as_str);
        let others = if candidates.len() > 1 {
            format!("\n(or {})", candidates[1..].join(", "))
        } else {
            String::new()
        };
        let help = format!(
            "say in codegen.toml what answers it, or \"none\":\n[methods.results]\n{} = \"{guess}\"{others}",
            codegen_schema::quote(&one.name)
        );
        found.push(Diagnostic::error("method-without-result", place, message).note(note).help(help));
        None
    }

    /// What `{stem}` may stand for.
    fn stems(&self, one: &Listed, params: Option<&Params>) -> Vec<String> {
        let mut stems = Vec::new();
        if let Some(Type::Ref(id)) = params.map(|params| &params.value.kind) {
            let def = &self.types[*id];
            if let Some(stem) = def.name.strip_suffix("Params").filter(|_| def.origin == Origin::Definition) {
                stems.push(stem.to_owned());
                stems.extend(stem.strip_suffix("Request").map(str::to_owned));
            }
        }
        let envelope = &self.types[one.envelope];
        if envelope.origin == Origin::Definition {
            stems.extend(envelope.name.strip_suffix("Request").map(str::to_owned));
        }
        stems.push(one.name.to_upper_camel_case());
        let mut seen = BTreeSet::new();
        stems.retain(|stem| !stem.is_empty() && seen.insert(stem.clone()));
        stems
    }

    /// Definitions that share words with the method and look like results, best first.
    fn candidates(&self, stems: &[String]) -> Vec<String> {
        use heck::ToSnakeCase;
        let words =
            |name: &str| name.to_snake_case().split('_').map(str::to_owned).collect::<BTreeSet<String>>();
        let wanted: BTreeSet<String> = stems.iter().flat_map(|stem| words(stem)).collect();
        let mut scored: Vec<(usize, &str)> = self
            .bundle
            .iter()
            .map(|(_, definition)| definition.name.as_str())
            .filter(|name| name.ends_with("Response") || name.ends_with("Result"))
            .map(|name| (words(name).intersection(&wanted).count(), name))
            .filter(|(score, _)| *score > 0)
            .collect();
        scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.len().cmp(&b.1.len())).then(a.1.cmp(b.1)));
        // A misspelt name comes first.
        let names = || self.bundle.iter().map(|(_, definition)| definition.name.as_str());
        let tried = self
            .policy
            .results
            .iter()
            .flat_map(|rule| stems.iter().map(move |stem| rule.replace("{stem}", stem)));
        let near: Vec<&str> =
            tried.filter_map(|name| suggest(&name, names().filter(|one| !one.ends_with("Params")))).collect();
        let mut seen = BTreeSet::new();
        let all = near.into_iter().chain(scored.into_iter().map(|(_, name)| name));
        all.filter(|name| seen.insert(*name)).take(3).map(str::to_owned).collect()
    }

    /// Entries and rules that applied to nothing.
    pub fn finish(self, found: &mut Diagnostics) {
        for (method, entry) in &self.table {
            if self.used.contains(method) || entry.optional {
                continue;
            }
            let message = format!("the schema has no request `{}`", method.escape_debug());
            let near = suggest(method, self.requests.iter().map(String::as_str));
            let help = near.map_or_else(
                || {
                    format!(
                        "remove it, or write {} = {{ result = \"...\", optional = true }}",
                        codegen_schema::quote(method)
                    )
                },
                |near| format!("did you mean `{near}`?"),
            );
            found.push(Diagnostic::error("stale-result", entry.place.clone(), message).help(help));
        }
        if let Some(place) =
            self.policy.results_place.as_ref().filter(|_| !self.requests.is_empty() && !self.rule_used)
        {
            let rules = self.policy.results.join("`, `");
            let message = format!("the rule `{}` names no definition for any request", rules.escape_debug());
            let example = self.bundle.iter().map(|(_, definition)| definition.name.as_str());
            let results: Vec<&str> = example
                .filter(|name| name.ends_with("Response") || name.ends_with("Result"))
                .take(3)
                .collect();
            let note = if results.is_empty() {
                "no definition is called ...Response or ...Result".to_owned()
            } else {
                format!("there are definitions such as {}", results.join(", "))
            };
            let help = "`{stem}` is the params type without `Params`, else the method in upper camel case";
            found.push(Diagnostic::error("unused-rule", place.clone(), message).note(note).help(help));
        }
    }
}

const fn value(id: DefId) -> Value {
    Value { kind: Type::Ref(TypeId(id.0)), nullable: false }
}
