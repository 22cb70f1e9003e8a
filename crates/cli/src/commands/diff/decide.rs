//! What was decided about findings: levels of rules, findings to ignore, breaking changes that were accepted.

use codegen_build::schema::{Diagnostic, Diagnostics, Place, in_prose, suggest};
use codegen_build::{Decision, DiffConfig};
use codegen_diff::rules::{self, Rule};
use codegen_diff::{Change, Level};

use super::accepted::Accepted;

/// Findings, sorted by what was decided about them.
#[derive(Debug, Default)]
pub struct Decided {
    /// Those that count.
    pub open: Vec<Change>,
    /// Breaking changes that somebody accepted.
    pub accepted: Vec<Change>,
    /// How many are ignored.
    pub ignored: usize,
    /// Decisions that hold no longer, or decide nothing.
    pub notes: Diagnostics,
}

/// Applies all decisions.
pub fn decide(
    changes: Vec<Change>,
    config: &DiffConfig,
    accepted: &Accepted,
    today: &str,
) -> Result<Decided, Diagnostics> {
    let mut wrong = Diagnostics::default();
    let levels: Vec<(&Rule, Level)> = config
        .levels
        .iter()
        .filter_map(|one| {
            let level = match one.level.as_str() {
                "breaking" => Level::Breaking,
                "risky" => Level::Risky,
                _ => Level::Safe,
            };
            Some((known(&one.rule, &one.at, &mut wrong)?, level))
        })
        .collect();
    let mut rules_of = |list: &[Decision]| -> Vec<Option<&'static Rule>> {
        list.iter().map(|one| known(&one.rule, &one.at, &mut wrong)).collect()
    };
    let (ignore_rules, accept_rules) = (rules_of(&config.ignore), rules_of(&accepted.entries));
    if wrong.has_errors() {
        return Err(wrong);
    }
    let mut decided = Decided::default();
    let mut ignored = vec![false; config.ignore.len()];
    let mut used = vec![false; accepted.entries.len()];
    let current = Current { from: accepted.past, entries: &accepted.entries, rules: &accept_rules };
    for mut change in changes {
        let rule = change.rule;
        for (_, level) in levels.iter().filter(|(other, _)| *other == rule) {
            set(&mut change, *level);
        }
        let by_ignore = decides(&change, &config.ignore, &ignore_rules, &mut ignored, |one| {
            one.day.as_deref().is_none_or(|until| until >= today)
        });
        let breaking = change.clients.max(change.servers) == Level::Breaking;
        if by_ignore {
            decided.ignored += 1;
        } else if breaking && current.accept(&change, &mut used) {
            decided.accepted.push(change);
        } else {
            decided.open.push(change);
        }
    }
    for (one, _) in config.ignore.iter().zip(ignored).filter(|(_, used)| !used) {
        decided.notes.push(idle(one, today));
    }
    for (one, _) in accepted.to_be_used().zip(&used[accepted.old..]).filter(|(_, used)| !**used) {
        decided.notes.push(unused(one, &decided.open));
    }
    Ok(decided)
}

/// What was accepted is not there, or is another change than the one that is.
fn unused(one: &Decision, open: &[Change]) -> Diagnostic {
    let (rule, place) = (one.rule.escape_debug(), one.place.escape_debug());
    let other = open.iter().find(|change| {
        change.rule.id == one.rule
            && change.subject() == one.place
            && change.clients.max(change.servers) == Level::Breaking
    });
    let said = |was: &Option<String>, now: &Option<String>| {
        let side = |text: &Option<String>| text.as_deref().unwrap_or("nothing").escape_debug().to_string();
        format!("{} -> {}", side(was), side(now))
    };
    let message = match other {
        Some(change) => format!(
            "`{rule}` at `{place}` was accepted for `{}`, and it is `{}` now",
            said(&one.was, &one.now),
            said(&change.was, &change.now)
        ),
        None => format!("no breaking change is `{rule}` at `{place}`"),
    };
    let help = "what was accepted must be there: `codegen diff --accept REASON` writes such entries";
    Diagnostic::error("accepted-unused", one.at.clone(), message).help(help)
}

/// The entries that may be about these changes: those of OLD's own revision are about earlier ones.
struct Current<'a> {
    from: usize,
    entries: &'a [Decision],
    rules: &'a [Option<&'static Rule>],
}

impl Current<'_> {
    fn accept(&self, change: &Change, used: &mut [bool]) -> bool {
        let from = self.from;
        decides(change, &self.entries[from..], &self.rules[from..], &mut used[from..], |_| true)
    }
}

/// Whether one of the decisions is about this finding. All that are, are used.
fn decides(
    change: &Change,
    list: &[Decision],
    rules: &[Option<&'static Rule>],
    used: &mut [bool],
    holds: impl Fn(&Decision) -> bool,
) -> bool {
    let mut any = false;
    for (at, one) in list.iter().enumerate() {
        if rules[at] != Some(change.rule) || !matches(one, change) || !holds(one) {
            continue;
        }
        used[at] = true;
        any = true;
    }
    any
}

fn matches(one: &Decision, change: &Change) -> bool {
    let subject = change.subject();
    let place = match one.place.strip_suffix('*') {
        Some(start) => subject.starts_with(start),
        None => subject == one.place,
    };
    place
        && one.was.as_ref().is_none_or(|was| change.was.as_ref() == Some(was))
        && one.now.as_ref().is_none_or(|now| change.now.as_ref() == Some(now))
}

/// The worst level becomes this one; the other goes no higher.
fn set(change: &mut Change, level: Level) {
    let worst = change.clients.max(change.servers);
    for own in [&mut change.clients, &mut change.servers] {
        *own = if *own == worst { level } else { level.min(*own) };
    }
}

fn idle(one: &Decision, today: &str) -> Diagnostic {
    let rule = one.rule.escape_debug();
    if let Some(until) = one.day.as_deref().filter(|until| *until < today) {
        let message = format!("`{rule}` at `{}` was ignored until {until}", one.place.escape_debug());
        return Diagnostic::warning("ignore-expired", one.at.clone(), message)
            .note(format!("the reason was: {}", in_prose(&one.reason)))
            .help("mend what it is about, or decide anew and give a later day");
    }
    let message = format!("there is no `{rule}` at `{}` to be ignored", one.place.escape_debug());
    Diagnostic::warning("ignore-unused", one.at.clone(), message)
        .help("remove the entry, or correct its place: it is what `diff` prints behind the id of the rule")
}

/// The rule with this id or slug.
fn known(name: &str, at: &Place, wrong: &mut Diagnostics) -> Option<&'static Rule> {
    if let Some(rule) = rules::find(name) {
        return Some(rule);
    }
    let message = format!("`{}` is no rule of `diff`", name.escape_debug());
    let help = match suggest(name, rules::all().flat_map(|rule| [rule.id, rule.slug])) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`codegen rules` lists them all".to_owned(),
    };
    wrong.push(Diagnostic::error("unknown-rule", at.clone(), message).help(help));
    None
}
