//! What stands in the place of a schema on the other side, where parts were moved into definitions or out of them.

use std::collections::{HashMap, HashSet};

use super::{At, Sayings, WRAPPERS, only_list, only_reference};
use crate::{Json, Pointer};

/// References that are followed in a row.
const DEEP: usize = 32;
/// More places that refer to a definition, or definitions on the way, are not looked at.
const USERS: usize = 1_000;

impl Sayings<'_> {
    /// Such a place on the other side: files are called as one likes, but those of one name are one.
    pub(super) fn counterpart(&self, side: usize, own: &At, other: usize) -> Option<At> {
        let name = &self.sides[side].0[own.0].name;
        let documents = self.sides[other].0.iter().enumerate();
        let wraps = |place: &Pointer| self.wrapped(side, &(own.0, place.clone())).is_some();
        let has = documents.filter_map(|(at, one)| Some((one, self.find(other, at, &own.1, wraps)?)));
        let alike =
            |one: &str| one.rsplit('/').zip(name.rsplit('/')).take_while(|(step, own)| step == own).count();
        has.max_by_key(|(one, there)| (alike(&one.name), std::cmp::Reverse(there.0))).map(|(_, there)| there)
    }

    /// Such a place of a document, or what stands for it behind references. `wraps`: whether there is nothing at a
    /// place, where the way comes from, but a list of one schema.
    pub(super) fn find(
        &self,
        side: usize,
        document: usize,
        place: &Pointer,
        wraps: impl Fn(&Pointer) -> bool,
    ) -> Option<At> {
        let (mut here, mut from) = ((document, Pointer::root()), Pointer::root());
        let mut steps = place.steps();
        while let Some(step) = steps.next() {
            let next = self.settled(side, here.clone(), |at| {
                let next = (at.0, at.1.join(&step));
                self.at(side, next.0, &next.1).map(|_| next)
            });
            match next {
                Some(next) => here = next,
                None if WRAPPERS.contains(&step.as_str()) && wraps(&from) => {
                    from = from.join(&step);
                    from = from.join(steps.next()?);
                    continue;
                }
                None => return None,
            }
            from = from.join(&step);
        }
        self.settled(side, here, |at| self.behind(side, at).is_none().then(|| at.clone()))
    }

    /// What is found in a place, or behind the references in it.
    fn settled(&self, side: usize, mut here: At, found: impl Fn(&At) -> Option<At>) -> Option<At> {
        for _ in 0..DEEP {
            match found(&here) {
                Some(at) => return Some(at),
                None => here = self.behind(side, &here)?,
            }
        }
        None
    }

    /// What a schema stands for that is nothing but a reference, or a list of one schema.
    pub(super) fn behind(&self, side: usize, at: &At) -> Option<At> {
        match only_reference(self.at(side, at.0, &at.1)?) {
            Some(text) => self.sides[side].1.target(at.0, &at.1, text),
            None => self.wrapped(side, at),
        }
    }

    fn wrapped(&self, side: usize, at: &At) -> Option<At> {
        let key = only_list(self.at(side, at.0, &at.1)?)?;
        Some((at.0, at.1.join(key).join(0)))
    }

    /// What stands on the other side wherever a place is referred to, which lies in a definition that is not there;
    /// none where one of these has no counterpart.
    pub(super) fn stand_ins(&mut self, side: usize, own: &At) -> Option<Vec<At>> {
        if self.users[side].is_none() {
            self.users[side] = Some(self.references(side));
        }
        let all_users = self.users[side].as_ref()?;
        let (mut found, mut seen, mut open) = (Vec::new(), HashSet::new(), vec![own.clone()]);
        while let Some((document, place)) = open.pop() {
            let before = found.len() + open.len();
            let mut around = Some(place.clone());
            while let Some(at) = around {
                around = at.parent();
                let rest = &place.as_str()[at.as_str().len()..];
                let key = (document, at);
                let Some(users) = all_users.get(&key) else { continue };
                if users.len() > USERS || seen.len() > USERS {
                    return None;
                }
                // What a definition says of itself was said of it where it is used first.
                let within = |user: &&At| {
                    let rest = user.1.as_str().strip_prefix(key.1.as_str());
                    user.0 == document && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                };
                let outside: Vec<&At> = users.iter().filter(|user| !within(user)).collect();
                if !seen.insert((key.clone(), rest.to_owned())) {
                    continue;
                }
                for user in outside {
                    let there = (user.0, Pointer::parse(&format!("{}{rest}", user.1.as_str()))?);
                    match self.counterpart(side, &there, 1 - side) {
                        Some(there) => found.push(there),
                        None => open.push(there),
                    }
                }
            }
            if found.len() + open.len() == before {
                return None;
            }
        }
        Some(found)
    }

    /// Where each place of a side is referred to.
    fn references(&self, side: usize) -> HashMap<At, Vec<At>> {
        let mut all: HashMap<At, Vec<At>> = HashMap::new();
        for (document, one) in self.sides[side].0.iter().enumerate() {
            let mut open = vec![(&one.json, Pointer::root())];
            while let Some((json, at)) = open.pop() {
                match json {
                    Json::Object(members) => {
                        let text = members.get("$ref").and_then(Json::as_str);
                        if let Some(to) = text.and_then(|text| self.sides[side].1.target(document, &at, text))
                        {
                            all.entry(to).or_default().push((document, at.clone()));
                        }
                        open.extend(members.iter().map(|(key, part)| (part, at.join(key))));
                    }
                    Json::Array(items) => {
                        open.extend(items.iter().enumerate().map(|(index, part)| (part, at.join(index))));
                    }
                    _ => {}
                }
            }
        }
        all
    }
}
