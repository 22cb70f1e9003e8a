//! The names of types without a definition. A name depends on the type's title and place alone, unless
//! two types want the same one: then the one with a definition has it, and the others go by their place.

use std::collections::{BTreeSet, HashMap};

use heck::ToUpperCamelCase;

use super::{Draft, Lower, pascal};
use crate::model::Origin;

/// Names are the same when their words are.
fn fold(name: &str) -> String {
    if name.is_ascii() { name.to_upper_camel_case().to_ascii_lowercase() } else { name.to_owned() }
}

impl Lower<'_> {
    /// The name of each draft, and where it comes from.
    pub(super) fn names(&mut self) -> Vec<(String, Origin)> {
        let chosen = self.chosen();
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
        let made = |(draft, chosen): &(&Draft, &Option<String>)| !draft.site.defined && chosen.is_none();
        for (draft, _) in self.drafts.iter().zip(&chosen).filter(made) {
            if let Some(title) = &draft.site.title {
                *titles.entry(fold(title)).or_default() += 1;
            }
            *places.entry(fold(&draft.site.place)).or_default() += 1;
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
            } else {
                late.push(index);
                names.push((String::new(), Origin::Place));
            }
        }
        for index in late {
            let mut name = self.by_pointer(index);
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

    /// The name of each draft that the table of names has; an entry for nothing is an error.
    fn chosen(&mut self) -> Vec<Option<String>> {
        let mut all = vec![None; self.drafts.len()];
        for (at, entry) in &self.policy.names {
            let mut used = false;
            for (draft, chosen) in self.drafts.iter().zip(&mut all) {
                if draft.pointer.to_string() == *at || draft.site.defined && draft.site.place == *at {
                    *chosen = Some(entry.name.clone());
                    used = true;
                }
            }
            if !used {
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
    fn by_pointer(&self, index: usize) -> String {
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
        let twice = self.drafts.iter().filter(|other| other.pointer == draft.pointer).count() > 1;
        if twice || name.is_empty() {
            format!("{}In{}", draft.site.place, pascal(&draft.owner))
        } else {
            name
        }
    }
}
