//! Names for different definitions of one key, by what differs in their places: groups, then files.

use std::collections::{HashMap, HashSet};

use crate::address::address;
use crate::bundle::{Entry, place};
use crate::{Diagnostic, Diagnostics, Document, toml_quote};

/// Names that are given so far.
pub(crate) struct Names<'a> {
    documents: &'a [Document],
    /// By their letters and digits, and by how many.
    taken: HashMap<String, usize>,
}

/// Where a definition is: the parts of its file's path, and the groups around it.
struct Path {
    file: Vec<String>,
    groups: Vec<String>,
}

impl<'a> Names<'a> {
    pub fn new(documents: &'a [Document], entries: &[Entry]) -> Self {
        let mut taken = HashMap::new();
        for entry in entries {
            *taken.entry(fold(&entry.name)).or_default() += 1;
        }
        Self { documents, taken }
    }

    /// Different definitions of one key, each with a name of its own.
    pub fn give(&mut self, mut all: Vec<Entry>, found: &mut Diagnostics) -> Vec<Entry> {
        if all.len() < 2 {
            return all;
        }
        let paths: Vec<Path> = all.iter().map(|entry| self.path(entry)).collect();
        let nearest = nearest(&all, &paths);
        let others: Vec<usize> = (0..all.len()).filter(|at| Some(*at) != nearest).collect();
        match self.distinct(&all, &paths, &others) {
            Some(names) => {
                for (at, name) in others.into_iter().zip(names) {
                    *self.taken.entry(fold(&name)).or_default() += 1;
                    all[at].name = name;
                }
                found.push(self.told_apart(&all, nearest));
            }
            None => found.push(self.collision(&all[0], &all[1])),
        }
        all
    }

    /// The first words of their places by which all are told apart, and from all others.
    fn distinct(&self, all: &[Entry], paths: &[Path], others: &[usize]) -> Option<Vec<String>> {
        let files = differing(&paths.iter().map(|path| path.file.as_slice()).collect::<Vec<_>>());
        let groups = differing(&paths.iter().map(|path| path.groups.as_slice()).collect::<Vec<_>>());
        let stem = |at: usize| paths[at].file.last().cloned().into_iter().collect::<Vec<_>>();
        let forms: [&dyn Fn(usize) -> Vec<String>; 5] = [
            &|at| groups[at].to_vec(),
            &stem,
            &|at| files[at].to_vec(),
            &|at| [files[at], groups[at]].concat(),
            &|at| [stem(at), paths[at].groups.clone()].concat(),
        ];
        // Where none keeps the name that all have, one may have it by its place.
        let own = fold(&all[0].name);
        let given_up = others.len() == all.len() && self.taken.get(&own) == Some(&all.len());
        forms.iter().find_map(|words| {
            let mut seen = HashSet::new();
            let name = |at: &usize| {
                let mut words = words(*at);
                // A root is called after its file where its title does not do.
                if words.is_empty() || !all[*at].pointer.as_str().is_empty() {
                    words.push(all[*at].name.clone());
                }
                let name = words.join(" ");
                let key = fold(&name);
                let taken = self.taken.contains_key(&key) && !(given_up && key == own);
                let free = !taken && seen.insert(key);
                free.then_some(name)
            };
            others.iter().map(name).collect()
        })
    }

    fn path(&self, entry: &Entry) -> Path {
        let name = &self.documents[entry.document].name;
        let stem = name.strip_suffix(".json").unwrap_or(name);
        let stem = stem.strip_suffix(".schema").unwrap_or(stem);
        let file = stem.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        let steps: Vec<String> = entry.pointer.steps().collect();
        let groups = steps.get(1..steps.len().saturating_sub(1)).unwrap_or_default().to_vec();
        Path { file, groups }
    }

    fn address(&self, entry: &Entry) -> String {
        let files = self.documents.iter().map(|document| document.name.as_str());
        address(files, &self.documents[entry.document].name, &entry.pointer)
    }

    fn told_apart(&self, all: &[Entry], nearest: Option<usize>) -> Diagnostic {
        let first = nearest.map_or(0, |at| usize::from(at == 0));
        let key = all[first].pointer.last().unwrap_or_else(|| all[nearest.unwrap_or(first)].name.clone());
        let message = format!("{} different definitions are called `{}`", all.len(), key.escape_debug());
        let called =
            all.iter().map(|one| format!("{} is `{}`", self.address(one), joined(&one.name).escape_debug()));
        let note = called.collect::<Vec<_>>().join(", ");
        let help = self.help(&all[first]);
        Diagnostic::warning("contested-name", place(self.documents, &all[first]), message)
            .note(note)
            .help(help)
    }

    fn collision(&self, a: &Entry, b: &Entry) -> Diagnostic {
        let message = format!("two different definitions are called `{}`", b.name.escape_debug());
        let note = format!("the other one is {}", self.address(a));
        Diagnostic::error("name-collision", place(self.documents, b), message).note(note).help(self.help(b))
    }

    fn help(&self, entry: &Entry) -> String {
        let key = if entry.pointer.as_str().is_empty() { "title" } else { "rename" };
        let at = toml_quote(&self.address(entry));
        format!("{key} one by an overlay:\n[[fix]]\nat = {at}\n{key} = \"...\"\nbecause = \"...\"")
    }
}

/// The one that lies nearest to the root of its file: it keeps its key. A definition goes before the root itself.
fn nearest(all: &[Entry], paths: &[Path]) -> Option<usize> {
    let is_root = |at: &usize| all[*at].pointer.as_str().is_empty();
    let depth = |at: &usize| (is_root(at), paths[*at].groups.len());
    let least = (0..all.len()).map(|at| depth(&at)).min()?;
    let mut first = (0..all.len()).filter(|at| depth(at) == least);
    first.next().filter(|_| first.next().is_none())
}

/// Lists without what all begin or end with.
fn differing<'p>(lists: &[&'p [String]]) -> Vec<&'p [String]> {
    let Some((first, rest)) = lists.split_first() else { return Vec::new() };
    let least = lists.iter().map(|list| list.len()).min().unwrap_or_default();
    let front = (0..least).take_while(|at| rest.iter().all(|list| list[*at] == first[*at])).count();
    let behind = |list: &[String], at: usize| list[list.len() - 1 - at].clone();
    let back = (0..least - front)
        .take_while(|at| rest.iter().all(|list| behind(list, *at) == behind(first, *at)))
        .count();
    lists.iter().map(|list| &list[front..list.len() - back]).collect()
}

/// Names are the same when their letters and digits are.
pub(crate) fn fold(name: &str) -> String {
    if !name.is_ascii() {
        return name.to_owned();
    }
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// A name as the languages write it, where it is of several words: `V2AskForApproval`.
#[must_use]
pub fn joined(name: &str) -> String {
    let mut words = name.split(' ').filter(|word| !word.is_empty());
    let first = match words.next() {
        Some(first) if first.len() < name.len() => first,
        _ => return name.to_owned(),
    };
    std::iter::once(first).chain(words).fold(String::new(), |mut all, word| {
        let mut letters = word.chars();
        all.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        all.push_str(letters.as_str());
        all
    })
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn names_are_those_of_the_generated_code() {
        assert_eq!(joined("v2 AskForApproval"), "V2AskForApproval");
        assert_eq!(joined("snake_case"), "snake_case");
        assert_eq!(joined(" "), " ");
    }
}
