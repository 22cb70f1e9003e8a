//! From a document that has passed [`validate`] to a [`Config`].

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use codegen_rust::target::ir::schema::{Diagnostics, Limits, Place, Pointer};
use codegen_rust::target::ir::{ChosenName, ChosenOpenness, MethodUnions, Policy, Profile, ResultEntry};

use super::node::{self, Node, Value};
use super::spec::{ROOT, Spot, TARGET, validate};
use super::{Config, Level, Lints, Runtime, TargetConfig};
use crate::lang;

/// The steps to the configuration inside a `pyproject.toml`.
const TOOL: [&str; 2] = ["tool", "codegen"];

/// How a result is written that is nothing in particular.
const NOTHING: &str = "none";

/// Whether a `pyproject.toml` has a configuration; a file that is no TOML may have one.
pub fn mentions_tool(text: &str) -> bool {
    match node::parse("", text) {
        Ok(root) => root.get(TOOL[0]).and_then(|tool| tool.get(TOOL[1])).is_some(),
        Err(_) => text.contains("tool.codegen"),
    }
}

/// Reads a configuration.
pub fn config(file: &str, text: &str, folder: &Path) -> Result<Config, Diagnostics> {
    let document = node::parse(file, text)?;
    let mut spot = Spot { file, pointer: Pointer::root() };
    let mut root = &document;
    if file.rsplit('/').next() == Some(super::PYPROJECT) {
        for step in TOOL {
            spot.pointer = spot.pointer.join(step);
            root = root.get(step).ok_or_else(|| no_table(file))?;
        }
    }
    let mut found = Diagnostics::default();
    validate(root, ROOT, &spot, &mut found);
    let lints = lints(root, &spot, &mut found);
    let targets = targets(root, &spot, folder, &mut found);
    placeholders(root, &spot, &mut found);
    depth(root, &spot, &mut found);
    if found.has_errors() {
        return Err(found);
    }
    let text = |key: &str| root.get(key).and_then(Node::text).unwrap_or_default();
    Ok(Config {
        named: named(root, &spot, folder),
        file: file.to_owned(),
        folder: folder.to_owned(),
        source: text("schema").replace('\\', "/"),
        schema: folder.join(text("schema")),
        overlays: items(root, "overlays").filter_map(Node::text).map(|path| folder.join(path)).collect(),
        policy: policy(root, &spot),
        runtime: root.get("runtime").map(|runtime| Runtime {
            pin: runtime.get("pin").and_then(Node::text).map(|path| folder.join(path)),
            package: runtime.get("package").and_then(Node::text).map(str::to_owned),
            experimental: experimental(runtime, text("schema")),
            place: spot.join("runtime").place(runtime.span.clone()),
        }),
        limits: limits(root),
        lints,
        diff: super::diff::read(root, &spot, folder),
        targets,
        // Sorted members: the order of keys says nothing.
        hash: crate::output::hash(root.json().to_string().as_bytes()),
        schema_span: root.get("schema").map(|node| node.span.clone()).unwrap_or_default(),
    })
}

/// No limit can be raised above what the JSON reader takes.
fn depth(root: &Node, spot: &Spot<'_>, found: &mut Diagnostics) {
    let Some(node) = root.get("limits").and_then(|limits| limits.get("depth")) else { return };
    let most = Limits::MAX_DEPTH;
    if node.count().is_some_and(|depth| depth > most as u64) {
        let message = format!("`depth` is at most {most}");
        let spot = spot.join("limits").join("depth");
        found.push(
            spot.error("wrong-value", node.span.clone(), message).help(format!("write {most} or less")),
        );
    }
}

/// A rule knows one placeholder.
fn placeholders(root: &Node, spot: &Spot<'_>, found: &mut Diagnostics) {
    let Some(rules) = root.get("methods").and_then(|methods| methods.get("result")) else { return };
    let spot = spot.join("methods").join("result");
    for (index, node) in rules.items().iter().enumerate() {
        placeholder(node, &spot.join(index), found);
    }
    placeholder(rules, &spot, found);
}

fn placeholder(node: &Node, spot: &Spot<'_>, found: &mut Diagnostics) {
    let rule = node.text().unwrap_or_default();
    if rule.replace("{stem}", "").contains(['{', '}']) {
        let message = format!("the rule `{}` has a placeholder that is not known", rule.escape_debug());
        let help = "write `{stem}`: the params type without `Params`, else the method in upper camel case";
        found.push(spot.error("wrong-value", node.span.clone(), message).help(help));
    }
}

/// Where files are named, so that one that is missing is said where it is asked for.
fn named(root: &Node, spot: &Spot<'_>, folder: &Path) -> BTreeMap<String, Place> {
    let schema = root.get("schema").map(|node| (spot.join("schema"), node));
    let overlays = items(root, "overlays").enumerate();
    let overlays = overlays.map(|(index, node)| (spot.join("overlays").join(index), node));
    let pin = root.get("runtime").and_then(|runtime| runtime.get("pin"));
    let pin = pin.map(|node| (spot.join("runtime").join("pin"), node));
    schema
        .into_iter()
        .chain(overlays)
        .chain(pin)
        .filter_map(|(spot, node)| {
            Some((super::display(&folder.join(node.text()?)), spot.place(node.span.clone())))
        })
        .collect()
}

/// Where nothing is said, the folder's name says it.
fn experimental(runtime: &Node, schema: &str) -> bool {
    let named = || schema.split(['/', '\\']).any(|part| part == "experimental");
    runtime.get("experimental").and_then(Node::boolean).unwrap_or_else(named)
}

fn no_table(file: &str) -> Diagnostics {
    let spot = Spot { file, pointer: Pointer::root() };
    spot.error("missing-key", 0..0, "the file has no table `[tool.codegen]`")
        .help("add one, or name another file by --config")
        .into()
}

fn items<'a>(root: &'a Node, key: &str) -> impl Iterator<Item = &'a Node> {
    root.get(key).map(Node::items).unwrap_or_default().iter()
}

fn limits(root: &Node) -> Limits {
    let mut limits = Limits::default();
    let Some(table) = root.get("limits") else { return limits };
    let count = |key: &str| table.get(key).and_then(Node::count);
    let size = |key: &str| count(key).map(|value| usize::try_from(value).unwrap_or(usize::MAX));
    limits.bytes = count("bytes").unwrap_or(limits.bytes);
    limits.depth = size("depth").unwrap_or(limits.depth);
    limits.nodes = size("nodes").unwrap_or(limits.nodes);
    limits.name = size("name").unwrap_or(limits.name);
    limits.definitions = size("definitions").unwrap_or(limits.definitions);
    limits.expansion = size("expansion").or(limits.expansion);
    limits
}

fn lints(root: &Node, spot: &Spot<'_>, found: &mut Diagnostics) -> Lints {
    let mut lints = Lints::default();
    for entry in root.get("lints").map(Node::entries).unwrap_or_default() {
        if let Some(error) = crate::rules::unknown(&entry.key) {
            let spot = spot.join("lints").join(&entry.key);
            let (message, help) = error;
            found.push(spot.error("unknown-rule", entry.key_span.clone(), message).help(help));
        }
        let level = match entry.node.text() {
            Some("allow") => Level::Allow,
            Some("deny") => Level::Deny,
            _ => Level::Warn,
        };
        lints.0.insert(entry.key.clone(), level);
    }
    lints
}

fn targets(root: &Node, spot: &Spot<'_>, folder: &Path, found: &mut Diagnostics) -> Vec<TargetConfig> {
    let spot = spot.join("targets");
    let mut targets = Vec::new();
    if let Some(node) =
        root.get("targets").filter(|node| matches!(&node.value, Value::List(items) if items.is_empty()))
    {
        found.push(
            spot.error("no-target", node.span.clone(), "there is no target")
                .help("add a table `[[targets]]`"),
        );
    }
    for (index, node) in items(root, "targets").enumerate() {
        let text = |key: &str| node.get(key).and_then(Node::text);
        // What is missing or wrong was said already.
        let (Some(language), Some(out)) = (text("lang").and_then(lang::find), text("out")) else { continue };
        let spot = spot.join(index);
        let options = options(node);
        if found.has_errors() {
            continue;
        }
        if language.is_available()
            && let Err(error) = language.target(options.clone())
        {
            let message = format!("the options of `{}` are not valid: {error}", language.name);
            found.push(spot.error("wrong-value", node.span.clone(), message));
        }
        let span = node.get("out").map_or_else(|| node.span.clone(), |node| node.span.clone());
        let place = spot.join("out").place(span);
        let out = PathBuf::from(out);
        targets.push(TargetConfig {
            language,
            written: super::display(&out),
            out: folder.join(out),
            options,
            place,
        });
    }
    targets
}

fn options(target: &Node) -> serde_json::Value {
    let own = target.entries().iter().filter(|entry| TARGET.iter().all(|key| key.name != entry.key));
    own.map(|entry| (entry.key.clone(), entry.node.json())).collect()
}

fn policy(root: &Node, spot: &Spot<'_>) -> Policy {
    let mut policy = Policy::default();
    if let Some(methods) = root.get("methods") {
        methods_policy(methods, &spot.join("methods"), &mut policy);
    }
    let names = spot.join("names");
    for entry in root.get("names").map(Node::entries).unwrap_or_default() {
        let place = names.join(&entry.key).place(entry.key_span.start..entry.node.span.end);
        let name = entry.node.get("name").unwrap_or(&entry.node).text().unwrap_or_default().to_owned();
        let optional = entry.node.get("optional").and_then(Node::boolean).unwrap_or(false);
        policy.names.insert(entry.key.clone(), ChosenName { name, optional, place });
    }
    if let Some(table) = root.get("policy") {
        let open = |node: &Node| node.text() == Some("open");
        policy.open_enumerations = table.get("enumerations").map_or(policy.open_enumerations, open);
        policy.open_unions = table.get("unions").map_or(policy.open_unions, open);
        let types = spot.join("policy").join("types");
        for entry in table.get("types").map(Node::entries).unwrap_or_default() {
            let place = types.join(&entry.key).place(entry.key_span.start..entry.node.span.end);
            let open = open(entry.node.get("openness").unwrap_or(&entry.node));
            let optional = entry.node.get("optional").and_then(Node::boolean).unwrap_or(false);
            policy.openness.insert(entry.key.clone(), ChosenOpenness { open, optional, place });
        }
    }
    policy
}

fn methods_policy(methods: &Node, spot: &Spot<'_>, policy: &mut Policy) {
    if let Some(rules) = methods.get("result") {
        let one = rules.text().into_iter();
        policy.results = one.chain(rules.items().iter().filter_map(Node::text)).map(str::to_owned).collect();
        policy.results_place = Some(spot.join("result").place(rules.span.clone()));
    }
    if let Some(profile) = methods.get("profile") {
        policy.profile = match profile.text() {
            Some("messages") => Profile::Messages,
            Some("declared") => Profile::Declared,
            Some("none") => Profile::None,
            _ => Profile::Found,
        };
        policy.profile_place = Some(spot.join("profile").place(profile.span.clone()));
    }
    let spot_of_table = spot.join("results");
    for entry in methods.get("results").map(Node::entries).unwrap_or_default() {
        let result = entry.node.get("result").unwrap_or(&entry.node);
        policy.result_table.insert(
            entry.key.clone(),
            ResultEntry {
                result: result.text().filter(|name| *name != NOTHING).map(str::to_owned),
                optional: entry.node.get("optional").and_then(Node::boolean).unwrap_or(false),
                place: spot_of_table.join(&entry.key).place(entry.key_span.start..entry.node.span.end),
            },
        );
    }
    if let Some(unions) = methods.get("unions") {
        let MethodUnions {
            client_requests,
            server_requests,
            client_notifications,
            server_notifications,
            chosen,
            places,
        } = &mut policy.unions;
        *chosen = true;
        for (key, name) in [
            ("client-requests", client_requests),
            ("server-requests", server_requests),
            ("client-notifications", client_notifications),
            ("server-notifications", server_notifications),
        ] {
            // Who names some of them means that there are no others.
            let Some(node) = unions.get(key) else {
                name.clear();
                continue;
            };
            node.text().unwrap_or_default().clone_into(name);
            places.insert(name.clone(), spot.join("unions").join(key).place(node.span.clone()));
        }
    }
}
