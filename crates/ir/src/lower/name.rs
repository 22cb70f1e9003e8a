//! The names of types without a definition. A name depends on the type's title and place alone, unless
//! two types want the same one: then the one with a definition has it, and the others go by their place.

use std::collections::{BTreeSet, HashMap};

use codegen_schema::Pointer;

use super::{Draft, Lower, pascal};
use crate::model::Origin;

/// Names are the same when their letters and digits are.
fn fold(name: &str) -> String {
    if !name.is_ascii() {
        return name.to_owned();
    }
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

impl Lower<'_> {
    /// The name of each draft, and where it comes from.
    pub(super) fn names(&mut self) -> Vec<(String, Origin)> {
        let chosen = self.chosen();
        self.chosen_twice(&chosen);
        let definitions: BTreeSet<String> = self
            .drafts
            .iter()
            .zip(&chosen)
            .filter_map(|(draft, chosen)| {
                let own = draft.site.defined.then_some(&draft.site.place);
                chosen.as_ref().or(own).map(|name| fold(name))
            })
            .collect();
        let mut titles: HashMap<String, usize> = HashMap::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut longs: HashMap<String, usize> = HashMap::new();
        let made = |(draft, chosen): &(&Draft, &Option<String>)| !draft.site.defined && chosen.is_none();
        for (draft, _) in self.drafts.iter().zip(&chosen).filter(made) {
            if let Some(title) = &draft.site.title {
                *titles.entry(fold(title)).or_default() += 1;
            }
            *places.entry(fold(&draft.site.place)).or_default() += 1;
            if let Some(long) = &draft.site.long {
                *longs.entry(fold(long)).or_default() += 1;
            }
        }
        let mut taken = definitions.clone();
        let mut names = Vec::with_capacity(self.drafts.len());
        let mut late = Vec::new();
        for (index, draft) in self.drafts.iter().enumerate() {
            let site = &draft.site;
            if let Some(name) = &chosen[index] {
                let origin = if site.defined { Origin::Definition } else { Origin::Chosen };
                names.push((name.clone(), origin));
                continue;
            }
            if site.defined {
                names.push((site.place.clone(), Origin::Definition));
                continue;
            }
            let title = site.title.as_ref().filter(|title| {
                let key = fold(title);
                let own_place = usize::from(fold(&site.place) == key);
                titles[&key] == 1
                    && !definitions.contains(&key)
                    && places.get(&key).copied().unwrap_or(0) == own_place
            });
            let place = fold(&site.place);
            if let Some(title) = title {
                taken.insert(fold(title));
                names.push((title.clone(), Origin::Title));
            } else if places[&place] == 1 && !definitions.contains(&place) && !titles.contains_key(&place) {
                taken.insert(place);
                names.push((site.place.clone(), Origin::Place));
            } else if let Some(long) = site.long.as_ref().filter(|long| {
                let key = fold(long);
                longs[&key] == 1
                    && !definitions.contains(&key)
                    && !titles.contains_key(&key)
                    && !places.contains_key(&key)
            }) {
                taken.insert(fold(long));
                names.push((long.clone(), Origin::Place));
            } else {
                late.push(index);
                names.push((String::new(), Origin::Place));
            }
        }
        let mut met: HashMap<&Pointer, usize> = HashMap::new();
        if !late.is_empty() {
            self.drafts.iter().for_each(|draft| *met.entry(&draft.pointer).or_default() += 1);
        }
        let twice: Vec<bool> = late.iter().map(|index| met[&self.drafts[*index].pointer] > 1).collect();
        for (index, twice) in late.into_iter().zip(twice) {
            let mut name = self.by_pointer(index, twice);
            if taken.contains(&fold(&name)) {
                let steps: Vec<String> = self.drafts[index].pointer.steps().collect();
                name.push_str(&pascal(&steps.join(" ")));
            }
            if !taken.insert(fold(&name)) {
                let draft = &self.drafts[index];
                let place = codegen_schema::Place {
                    file: draft.file.clone(),
                    pointer: Some(draft.pointer.clone()),
                    span: None,
                };
                let message = format!("two types would be called `{}`", name.escape_debug());
                let error = codegen_schema::Diagnostic::error("name-collision", place, message);
                let at = codegen_schema::quote(&draft.pointer.to_string());
                let help = format!("name it in the config:\n[names]\n{at} = \"...\"");
                self.found.push(error.help(help));
            }
            names[index].0 = name;
        }
        names
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
            let entry = self.policy.names.get(&at).or_else(|| self.policy.names.get(&draft.site.place));
            let Some(entry) = entry else { continue };
            let message = format!("the name `{name}` is that of another type");
            let note = if owner == draft.pointer {
                format!("{at} is merged with several other schemas, and becomes several types")
            } else {
                format!("{owner} has it")
            };
            let error = codegen_schema::Diagnostic::error("name-collision", entry.place.clone(), message);
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
            let place = draft.site.defined.then(|| draft.site.place.clone());
            for at in place.into_iter().chain([draft.pointer.to_string()]) {
                if let Some(entry) = self.policy.names.get(&at) {
                    *chosen = Some(entry.name.clone());
                    used.insert(at);
                }
            }
        }
        for (at, entry) in &self.policy.names {
            if !used.contains(at) && !entry.optional {
                let message = format!("the schema has no type `{}`", at.escape_debug());
                let near = codegen_schema::suggest(at, self.bundle.iter().map(|(_, one)| one.name.as_str()));
                let help = match near {
                    Some(near) => format!("did you mean `{}`?", near.escape_debug()),
                    None => "write the key of a definition, or the JSON Pointer that `codegen inspect` shows"
                        .to_owned(),
                };
                let error = codegen_schema::Diagnostic::error("stale-name", entry.place.clone(), message);
                self.found.push(error.help(help));
            }
        }
        all
    }

    /// The whole place: unique, since the pointer is.
    fn by_pointer(&self, index: usize, twice: bool) -> String {
        let draft = &self.drafts[index];
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
        // Merged with the parts of different branches, one place can become several types.
        if twice || name.is_empty() {
            format!("{}In{}", draft.site.place, pascal(&draft.owner))
        } else {
            name
        }
    }
}
