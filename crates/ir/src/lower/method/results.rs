//! Which result belongs to which request. The schema does not say: rules and a table do.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use codegen_schema::{
    Bundle, DefId, Diagnostic, Diagnostics, MethodChange, MethodFix, Place, suggest, toml_quote,
};
use heck::ToUpperCamelCase;

use super::{Listed, by_name, params_field, place_of};
use crate::model::{MethodKind, Origin, Params, Type, TypeId, Types, Value};
use crate::policy::{Policy, ResultEntry};

pub(in crate::lower) struct Results<'a> {
    bundle: &'a Bundle,
    policy: &'a Policy,
    types: &'a Types,
    table: BTreeMap<String, ResultEntry>,
    requests: BTreeSet<String>,
    /// The requests that take a type as their params, in upper camel case.
    takers: HashMap<TypeId, BTreeSet<String>>,
    used: BTreeSet<String>,
    /// The entries that an overlay made, and where it names their methods.
    overlaid: BTreeMap<String, Place>,
    /// What is decided more than once.
    twice: Diagnostics,
    /// The rules, by their numbers, that name a definition for a request.
    rules_used: BTreeSet<usize>,
}

/// What `{stem}` may stand for, best first.
struct Stems {
    all: Vec<String>,
    /// Made from params that another request takes as well, which is called so.
    doubtful: Vec<String>,
}

impl<'a> Results<'a> {
    pub fn new(bundle: &'a Bundle, policy: &'a Policy, listed: &[Listed], types: &'a Types) -> Self {
        let mut table = policy.result_table.clone();
        let (mut overlaid, mut twice) = (BTreeMap::new(), Diagnostics::default());
        for fix in bundle.method_fixes() {
            if let MethodChange::Result(name) = &fix.change {
                let result = (name != "none").then(|| name.clone());
                let entry = ResultEntry { result, optional: fix.optional, place: fix.place_of("result") };
                overlaid.insert(fix.method.clone(), fix.place_of("method"));
                if let Some(other) = table.insert(fix.method.clone(), entry) {
                    twice.push(decided_twice(fix, &other));
                }
            }
        }
        let requests = by_name(listed)
            .into_iter()
            .filter(|(_, index)| listed[*index].role.kind == MethodKind::Request)
            .map(|(name, _)| name.to_owned())
            .collect();
        let takers = takers(listed, types);
        Self {
            bundle,
            policy,
            types,
            table,
            requests,
            takers,
            used: BTreeSet::new(),
            overlaid,
            twice,
            rules_used: BTreeSet::new(),
        }
    }

    /// Whether the table speaks of a method, and what it says.
    pub fn chosen(&mut self, method: &str, found: &mut Diagnostics) -> (bool, Option<Value>) {
        let Some(entry) = self.table.get(method) else { return (false, None) };
        self.used.insert(method.to_owned());
        let Some(name) = entry.result.as_ref() else { return (true, None) };
        if let Some(id) = self.bundle.find(name) {
            return (true, Some(value(id)));
        }
        if self.policy.of_another_version {
            return (false, None);
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
        let stems = self.stems(one, params);
        if let (true, chosen) = self.chosen(&one.name, found) {
            self.said_by_rule(one, &stems.all).into_iter().for_each(|error| found.push(error));
            return chosen;
        }
        self.use_rules([&stems.all, &stems.doubtful]);
        if let Some((id, _)) = self.by_rule(&stems.all) {
            return Some(value(id));
        }
        if let Some((id, name)) = self.by_rule(&stems.doubtful) {
            found.push(self.of_another(one, &name));
            return Some(value(id));
        }
        if !self.policy.of_another_version {
            self.no_result(one, &stems.all, found);
        }
        None
    }

    /// An overlay says what the rule says.
    fn said_by_rule(&self, one: &Listed, stems: &[String]) -> Option<Diagnostic> {
        let entry = self.table.get(&one.name).filter(|entry| !entry.optional)?;
        if !self.overlaid.contains_key(&one.name) || self.policy.of_another_version {
            return None;
        }
        let (_, name) = self.by_rule(stems).filter(|(_, name)| entry.result.as_ref() == Some(name))?;
        let message = format!(
            "the rule finds `{}` for `{}` without this",
            name.escape_debug(),
            one.name.escape_debug()
        );
        let help = "remove it; `optional = true` lets it pass";
        Some(Diagnostic::error("stale-overlay", entry.place.clone(), message).help(help))
    }

    fn use_rules(&mut self, stems: [&[String]; 2]) {
        let names = |rule: &String| {
            let mut stems = stems.into_iter().flatten();
            stems.any(|stem| self.bundle.find(&rule.replace("{stem}", stem)).is_some())
        };
        let rules = self.policy.results.iter().enumerate();
        let used: Vec<usize> = rules.filter(|(_, rule)| names(rule)).map(|(index, _)| index).collect();
        self.rules_used.extend(used);
    }

    /// The rule finds a result by the params, which are called like another request that takes them.
    fn of_another(&self, one: &Listed, name: &str) -> Diagnostic {
        let place = place_of(self.bundle, one, self.types);
        let (method, shown) = (one.name.escape_debug(), name.escape_debug());
        let message = format!("the result of `{method}` is taken to be `{shown}`, as its params say");
        let note = "another request takes the same params, and is called so";
        let help = format!(
            "say in codegen.toml, under `[methods.results]`, whether that answers it:\n{} = {}",
            toml_quote(&one.name),
            toml_quote(name)
        );
        Diagnostic::warning("shared-result", place, message).note(note).help(help)
    }

    /// The definition that a rule names, and how it is called.
    fn by_rule(&self, stems: &[String]) -> Option<(DefId, String)> {
        let mut names = self.tried(stems);
        names.find_map(|name| Some((self.bundle.find(&name)?, name)))
    }

    /// The names that the rules come to.
    fn tried<'b>(&'b self, stems: &'b [String]) -> impl Iterator<Item = String> + 'b {
        let rules = self.policy.results.iter();
        rules.flat_map(move |rule| stems.iter().map(move |stem| rule.replace("{stem}", stem)))
    }

    fn no_result(&self, one: &Listed, stems: &[String], found: &mut Diagnostics) {
        let candidates = self.candidates(stems);
        let place = place_of(self.bundle, one, self.types);
        let message = format!("no result is known for the request `{}`", one.name.escape_debug());
        let tried: Vec<String> = self.tried(stems).map(|name| format!("`{name}`")).collect();
        let note = match tried.as_slice() {
            [] => "there is no rule, and the table does not name it".to_owned(),
            tried => format!("tried {}", tried.join(", ")),
        };
        let guess = candidates.first().map_or("...", String::as_str);
        let others = if candidates.len() > 1 {
            format!("\n(or {})", candidates[1..].join(", "))
        } else {
            String::new()
        };
        let help = format!(
            "say in codegen.toml, under `[methods.results]`, what answers it, or \"none\":\n{} = {}{others}",
            toml_quote(&one.name),
            toml_quote(guess)
        );
        found.push(Diagnostic::error("method-without-result", place, message).note(note).help(help));
    }

    /// Its params tell of a request, before its own name does. Where several take the same, it is the other way
    /// around, and what one of them is called is that one's.
    fn stems(&self, one: &Listed, params: Option<&Params>) -> Stems {
        let method = one.name.to_upper_camel_case();
        let (params, takers) = self.stems_of_params(params);
        let shared = takers.is_some_and(|takers| takers.len() > 1);
        let is_of_another = |stem: &String| {
            let called_so = |method: &String| method.ends_with(stem.as_str());
            shared && !called_so(&method) && takers.into_iter().flatten().any(called_so)
        };
        let (doubtful, params): (Vec<String>, Vec<String>) = params.into_iter().partition(is_of_another);
        let envelope = &self.types[one.envelope];
        let mut own = Vec::new();
        if envelope.origin == Origin::Definition {
            own.extend(envelope.name.strip_suffix("Request").map(str::to_owned));
        }
        own.push(method);
        let mut all = if shared { [own, params].concat() } else { [params, own].concat() };
        let mut seen = BTreeSet::new();
        all.retain(|stem| !stem.is_empty() && seen.insert(stem.clone()));
        Stems { all, doubtful }
    }

    /// What the type of the params stands for, and the requests that take it.
    fn stems_of_params(&self, params: Option<&Params>) -> (Vec<String>, Option<&BTreeSet<String>>) {
        let Some(Type::Ref(id)) = params.map(|params| &params.value.kind) else { return (Vec::new(), None) };
        let def = &self.types[*id];
        let stem = def.name.strip_suffix("Params").filter(|_| def.origin == Origin::Definition);
        let stems = stem.into_iter().chain(stem.and_then(|stem| stem.strip_suffix("Request")));
        (stems.filter(|stem| !stem.is_empty()).map(str::to_owned).collect(), self.takers.get(id))
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
        let near: Vec<&str> = self
            .tried(stems)
            .filter_map(|name| suggest(&name, names().filter(|one| !one.ends_with("Params"))))
            .collect();
        let mut seen = BTreeSet::new();
        let all = near.into_iter().chain(scored.into_iter().map(|(_, name)| name));
        all.filter(|name| seen.insert(*name)).take(3).map(str::to_owned).collect()
    }

    /// Entries and rules that applied to nothing.
    pub fn finish(self, found: &mut Diagnostics) {
        if self.policy.of_another_version {
            return;
        }
        for (method, entry) in &self.table {
            if self.used.contains(method) || entry.optional {
                continue;
            }
            let message = format!("the schema has no request `{}`", method.escape_debug());
            let near = suggest(method, self.requests.iter().map(String::as_str));
            let overlaid = self.overlaid.get(method);
            let help = match (near, overlaid) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, Some(_)) => "remove it; `optional = true` lets it pass".to_owned(),
                (None, None) => format!(
                    "remove it, or write {} = {{ result = \"...\", optional = true }}",
                    toml_quote(method)
                ),
            };
            let place = overlaid.unwrap_or(&entry.place).clone();
            found.push(Diagnostic::error("stale-result", place, message).help(help));
        }
        found.append(self.twice.clone());
        self.unused_rules(found);
    }

    /// Rules that a user wrote and that match nothing.
    fn unused_rules(&self, found: &mut Diagnostics) {
        let Some(place) = self.policy.results_place.as_ref().filter(|_| !self.requests.is_empty()) else {
            return;
        };
        let results: Vec<&str> = self
            .bundle
            .iter()
            .map(|(_, definition)| definition.name.as_str())
            .filter(|name| name.ends_with("Response") || name.ends_with("Result"))
            .take(3)
            .collect();
        let note = if results.is_empty() {
            "no definition is called ...Response or ...Result".to_owned()
        } else {
            format!("there are definitions such as {}", results.join(", "))
        };
        let help = "`{stem}` is the params type without `Params`, else the method in upper camel case";
        let rules = self.policy.results.iter().enumerate();
        for (_, rule) in rules.filter(|(index, _)| !self.rules_used.contains(index)) {
            let message = format!("the rule `{}` names no definition for any request", rule.escape_debug());
            let error = Diagnostic::error("unused-rule", place.clone(), message);
            found.push(error.note(note.clone()).help(help));
        }
    }
}

/// An overlay speaks of a method of which the configuration or another entry speaks as well.
fn decided_twice(fix: &MethodFix, other: &ResultEntry) -> Diagnostic {
    let message = format!("the result of `{}` is decided twice", fix.method.escape_debug());
    let says = other.result.as_deref().unwrap_or("none").escape_debug();
    Diagnostic::error("stale-overlay", fix.place_of("method"), message)
        .note(format!("in `{}` it is `{says}`", other.place.file))
        .help("remove one of them")
}

/// The requests that take each type as their params. One that both sides may send is one.
fn takers(listed: &[Listed], types: &Types) -> HashMap<TypeId, BTreeSet<String>> {
    let mut takers: HashMap<TypeId, BTreeSet<String>> = HashMap::new();
    for one in listed.iter().filter(|one| one.role.kind == MethodKind::Request) {
        if let Some(Type::Ref(id)) = params_field(types, one).map(|field| &field.value.kind) {
            takers.entry(*id).or_default().insert(one.name.to_upper_camel_case());
        }
    }
    takers
}

const fn value(id: DefId) -> Value {
    Value { kind: Type::Ref(TypeId(id.0)), nullable: false }
}
