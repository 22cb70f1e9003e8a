//! The names of types without a definition. A name depends on the type's title and place alone, unless
//! two types want the same one: then the one with a definition has it, and the others go by their place.

use std::collections::{BTreeSet, HashMap};

use codegen_schema::ast::Schema;
use codegen_schema::{Diagnostic, Place, Pointer};

use super::{Draft, Lower, Site, once, pascal};
use crate::model::{Origin, Shape};
use crate::policy::{ChosenName, Policy};

/// Names are the same when their letters and digits are.
pub(super) fn fold(name: &str) -> String {
    if !name.is_ascii() {
        return name.to_owned();
    }
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Which names the types want, by their letters.
#[derive(Default)]
struct Wanted {
    /// The keys of definitions and the choices of the configuration: they have them.
    given: BTreeSet<String>,
    /// How many types have this title or place.
    short: HashMap<String, usize>,
    long: HashMap<String, usize>,
}

impl Wanted {
    fn give(&mut self, name: &str) {
        self.given.insert(fold(name));
    }

    fn add(&mut self, site: &Site) {
        let place = fold(&site.place);
        let title = site.title.as_deref().map(fold).filter(|title| *title != place);
        for key in title.into_iter().chain([place]) {
            *self.short.entry(key).or_default() += 1;
        }
        if let Some(long) = &site.long {
            *self.long.entry(fold(long)).or_default() += 1;
        }
    }

    /// The first of the names of a type that no other one wants.
    fn own<'a>(&self, site: &'a Site) -> Option<(&'a str, Origin)> {
        let is_free = |name: &&str| {
            let key = fold(name);
            !self.given.contains(&key) && self.short.get(&key) == Some(&1)
        };
        let is_free_long = |name: &&str| {
            let key = fold(name);
            !self.given.contains(&key) && !self.short.contains_key(&key) && self.long.get(&key) == Some(&1)
        };
        if let Some(title) = site.title.as_deref().filter(is_free) {
            return Some((title, Origin::Title));
        }
        let place = Some(site.place.as_str()).filter(is_free);
        place.or_else(|| site.long.as_deref().filter(is_free_long)).map(|place| (place, Origin::Place))
    }
}

/// A schema that another is merged with, and the definition that it lies in.
#[derive(Clone)]
pub(super) struct Part {
    pointer: Pointer,
    home: String,
}

impl Lower<'_> {
    /// Remembers what a schema is merged with that does not lie in the same definition; how many parts there were
    /// before.
    pub(super) fn stand_beside(&mut self, schema: &Schema) -> usize {
        let outer = self.beside.len();
        if schema.all_of.len() > 1 {
            let own = self.home(&schema.pointer);
            for part in &schema.all_of {
                if let Some(home) = self.home(&part.pointer).filter(|home| own != Some(home)) {
                    self.beside.push(Part { pointer: part.pointer.clone(), home: home.to_owned() });
                }
            }
        }
        outer
    }

    /// The name of each draft, and where it comes from.
    pub(super) fn names(&mut self) -> Vec<(String, Origin)> {
        let chosen = self.chosen();
        self.chosen_twice(&chosen);
        let mut wanted = Wanted::default();
        for (draft, chosen) in self.drafts.iter().zip(&chosen) {
            match chosen {
                Some(name) => wanted.give(name),
                None if draft.site.defined => wanted.give(&draft.site.place),
                None => wanted.add(&draft.site),
            }
        }
        let name = |(draft, chosen): (&Draft, Option<String>)| match chosen {
            _ if draft.site.defined => {
                Some((chosen.unwrap_or_else(|| draft.site.place.clone()), Origin::Definition))
            }
            Some(name) => Some((name, Origin::Chosen)),
            None => wanted.own(&draft.site).map(|(name, origin)| (name.to_owned(), origin)),
        };
        let names: Vec<Option<(String, Origin)>> = self.drafts.iter().zip(chosen).map(name).collect();
        self.by_pointers(names)
    }

    /// Those without a name of their own go by their pointers, and by more where several would be called so.
    fn by_pointers(&mut self, names: Vec<Option<(String, Origin)>>) -> Vec<(String, Origin)> {
        let mut met: HashMap<&Pointer, usize> = HashMap::new();
        if names.contains(&None) {
            self.drafts.iter().for_each(|draft| *met.entry(&draft.pointer).or_default() += 1);
        }
        let mut taken: BTreeSet<String> = names.iter().flatten().map(|(name, _)| fold(name)).collect();
        let open: Vec<usize> = (0..names.len()).filter(|at| names[*at].is_none()).collect();
        let form = |form: Form, at: usize| {
            let draft = &self.drafts[at];
            form(draft, met[&draft.pointer] > 1)
        };
        let trails: Vec<String> =
            open.iter().filter_map(|at| form(FORMS[0], *at)).map(|name| fold(&name)).collect();
        let single = once(trails.iter().map(String::as_str));
        let mut late = HashMap::new();
        let mut twins = Vec::new();
        for at in open {
            // What several would be called is not for the first of them: it need not be there tomorrow.
            let shared = |name: String| !single.contains(fold(&name).as_str());
            let first = if form(FORMS[0], at).is_some_and(shared) { BY_TRAIL } else { 0 };
            let mut forms = FORMS[first..].iter().filter_map(|one| form(*one, at));
            let name = forms.find(|name| !taken.contains(&fold(name))).unwrap_or_else(|| {
                twins.push(at);
                by_pointer(&self.drafts[at])
            });
            taken.insert(fold(&name));
            late.insert(at, name);
        }
        for at in twins {
            let error = self.collision(&self.drafts[at], &late[&at]);
            self.found.push(error);
        }
        let name = |(at, name): (usize, Option<(String, Origin)>)| {
            name.unwrap_or_else(|| (late.remove(&at).unwrap_or_default(), Origin::Place))
        };
        names.into_iter().enumerate().map(name).collect()
    }

    fn collision(&self, draft: &Draft, name: &str) -> Diagnostic {
        let message = format!("two types would be called `{}`", name.escape_debug());
        let place = self.place_in(&draft.file, &draft.pointer);
        let error = Diagnostic::error("name-collision", place, message);
        let address = self.bundle.address(&draft.file, &draft.pointer);
        if self.drafts.iter().filter(|one| one.pointer == draft.pointer && one.file == draft.file).count() > 1
        {
            // An entry of the table of names would name them all.
            return error
                .note("what stands there is merged with several other schemas, and becomes several types")
                .help("give each of those other schemas a `title` of its own, by an overlay where it is not yours");
        }
        let at = codegen_schema::toml_quote(&address);
        error.help(format!("name it in the config:\n[names]\n{at} = \"...\""))
    }

    /// A name that was chosen and that another type has.
    fn chosen_twice(&mut self, chosen: &[Option<String>]) {
        if self.policy.names.is_empty() {
            return;
        }
        let mut owners: HashMap<&str, &Draft> = HashMap::new();
        for (draft, _) in
            self.drafts.iter().zip(chosen).filter(|(draft, name)| name.is_none() && draft.site.defined)
        {
            owners.insert(&draft.site.place, draft);
        }
        let mut clashes = Vec::new();
        for (draft, name) in self.drafts.iter().zip(chosen) {
            let Some(name) = name else { continue };
            match owners.get(name.as_str()) {
                Some(owner) => clashes.push((draft, name, owner.pointer.clone())),
                None => drop(owners.insert(name, draft)),
            }
        }
        for (draft, name, owner) in clashes {
            let at = draft.pointer.to_string();
            let Some((_, entry)) = entries(self.policy, draft).pop() else { continue };
            let message = format!("the name `{name}` is that of another type");
            let note = if owner == draft.pointer {
                format!("{at} is merged with several other schemas, and becomes several types")
            } else {
                format!("{owner} has it")
            };
            let error = Diagnostic::error("name-collision", entry.place.clone(), message);
            self.found.push(error.note(note).help("choose another name"));
        }
    }

    /// The name of each draft that the table of names has; an entry for nothing is an error.
    fn chosen(&mut self) -> Vec<Option<String>> {
        let mut all = vec![None; self.drafts.len()];
        if self.policy.names.is_empty() {
            return all;
        }
        let mut used = BTreeSet::new();
        for (draft, chosen) in self.drafts.iter().zip(&mut all) {
            for (at, entry) in entries(self.policy, draft) {
                *chosen = Some(entry.name.clone());
                used.insert(at);
            }
        }
        for (at, entry) in &self.policy.names {
            if !used.contains(at) && !entry.optional {
                let or = "write the key of a definition, or the JSON Pointer that `codegen inspect` shows";
                let error = self.stale("stale-name", at, entry.place.clone(), or);
                self.found.push(error);
            }
        }
        all
    }

    /// The types that the policy names must be there: a misspelt one would decide nothing.
    pub(super) fn expect_chosen_types(&mut self) {
        let known: BTreeSet<&str> = self.bundle.iter().map(|(_, one)| one.name.as_str()).collect();
        for (name, entry) in &self.policy.openness {
            if !entry.optional && !known.contains(name.as_str()) {
                let error =
                    self.stale("stale-policy", name, entry.place.clone(), "write the key of a definition");
                self.found.push(error);
            }
        }
    }

    fn stale(&self, id: &'static str, name: &str, place: Place, or: &str) -> Diagnostic {
        let message = format!("the schema has no type `{}`", name.escape_debug());
        let near = codegen_schema::suggest(name, self.bundle.iter().map(|(_, one)| one.name.as_str()));
        let help =
            near.map_or_else(|| or.to_owned(), |near| format!("did you mean `{}`?", near.escape_debug()));
        let optional = "where other versions have it, write `optional = true` beside it";
        Diagnostic::error(id, place, message).help(format!("{help}; {optional}"))
    }
}

/// The entries of the table of names that mean a type: by its key, its place, or its place in a file.
fn entries<'p>(policy: &'p Policy, draft: &Draft) -> Vec<(&'p String, &'p ChosenName)> {
    let key = draft.site.defined.then_some(draft.site.place.as_str());
    let pointer = draft.pointer.to_string();
    let ends = draft.file.rmatch_indices('/').map(|(at, _)| &draft.file[at + 1..]);
    let files = ends.chain([draft.file.as_str()]).map(|file| format!("{file}{pointer}"));
    let all = key.map(str::to_owned).into_iter().chain([pointer.clone()]).chain(files);
    all.filter_map(|at| policy.names.get_key_value(&at)).collect()
}

/// The whole place: unique, since the pointer is.
fn by_pointer(draft: &Draft) -> String {
    let steps: Vec<String> = draft.pointer.steps().collect();
    let skipped = steps.iter().position(|step| step != "definitions" && step != "$defs").unwrap_or(0);
    let mut name = String::new();
    for step in &steps[skipped..] {
        match step.as_str() {
            "properties" => {}
            // The key of a definition keeps its spelling.
            step if name.is_empty() => name.push_str(step),
            step => name.push_str(&pascal(step)),
        }
    }
    if name.is_empty() { draft.site.place.clone() } else { name }
}

/// What types go by that have no name of their own, in turn.
type Form = fn(&Draft, bool) -> Option<String>;

/// So many of the forms are made of the steps alone.
const BY_TRAIL: usize = 2;

const FORMS: [Form; 7] = [
    |draft, _| Some(draft.site.trail.clone()).filter(|trail| !trail.is_empty()),
    |draft, _| {
        let kind = match draft.shape.as_ref()? {
            Shape::Struct(_) => "Object",
            Shape::Enumeration(_) => "Enum",
            Shape::Union(_) => "Union",
            Shape::Alias(_) => "Value",
        };
        Some(format!("{}{kind}", draft.site.trail)).filter(|_| !draft.site.trail.is_empty())
    },
    |draft, _| {
        let mut homes: Vec<&str> = draft.parts.iter().map(|part| part.home.as_str()).collect();
        homes.dedup();
        let others = homes.into_iter().map(pascal).collect::<String>();
        (!others.is_empty()).then(|| format!("{}In{others}", draft.site.trail))
    },
    |draft, twice| twice.then(|| format!("{}In{}", draft.site.place, pascal(&draft.owner))),
    |draft, _| Some(by_pointer(draft)),
    |draft, _| Some(by_pointer(draft) + &steps(&draft.pointer)),
    |draft, _| {
        let others = draft.parts.iter().map(|part| steps(&part.pointer)).collect::<String>();
        Some(format!("{}{}In{others}", by_pointer(draft), steps(&draft.pointer)))
    },
];

fn steps(pointer: &Pointer) -> String {
    pascal(&pointer.steps().collect::<Vec<_>>().join(" "))
}
