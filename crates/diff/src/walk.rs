//! Which definitions are compared with which: from the methods on, place by place.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet, VecDeque};

use codegen_ir::{Pointer, Shape, Type, TypeId, Value};

use crate::compare;
use crate::level::Language;
use crate::rules::{self, Rule};
use crate::side::Side;
use crate::within::{Memo, within};

/// So many times as there are types, one may stand in the place of another.
const PAIRS: usize = 2;

/// What a group of findings is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A definition, of both sides.
    Types(TypeId, TypeId),
    /// Two definitions, of which the second stands in the place of the first, though each is there still or was.
    Instead(TypeId, TypeId),
    /// A definition that is gone.
    Gone(TypeId),
    /// A method of both sides, by its places in the lists.
    Methods(usize, usize),
    /// A method that is gone.
    MethodGone(usize),
    /// A method that is new.
    MethodNew(usize),
}

/// A finding, before it is known whom it meets.
#[derive(Debug)]
pub(crate) struct Hit {
    pub rule: &'static Rule,
    pub case: usize,
    /// Where in its subject: `.field`, `[]`.
    pub place: String,
    pub was: Option<String>,
    pub now: Option<String>,
    pub old: Option<Pointer>,
    pub new: Option<Pointer>,
    /// The old reader keeps what it does not know.
    pub tolerated: bool,
    /// The new reader keeps what it does not know any more.
    pub kept: bool,
    /// Where old code no longer compiles or type-checks, if that is not as the case says.
    pub source: Option<&'static [Language]>,
    /// What is sure of the values in its place.
    pub proven: Proven,
}

/// What is sure of old and new values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Proven {
    /// Each old value is a new one: what old peers write is read.
    pub grown: bool,
    /// Each new value is an old one: what new peers write is read.
    pub shrunk: bool,
}

impl Proven {
    /// What one of two says.
    pub const fn or(self, other: Self) -> Self {
        Self { grown: self.grown || other.grown, shrunk: self.shrunk || other.shrunk }
    }

    /// What both say.
    pub const fn and(self, other: Self) -> Self {
        Self { grown: self.grown && other.grown, shrunk: self.shrunk && other.shrunk }
    }
}

/// A pair that is compared, and the pairs that it leads to.
#[derive(Debug)]
pub(crate) struct Node {
    pub subject: Subject,
    pub hits: Vec<Hit>,
    pub edges: Vec<usize>,
    /// What is sure of it as a whole, whatever was found in its parts.
    pub proven: Proven,
}

/// Both sides, and all that was found.
pub(crate) struct Walk<'a> {
    pub old: Side<'a>,
    pub new: Side<'a>,
    pub nodes: Vec<Node>,
    by_pair: HashMap<(TypeId, TypeId), usize>,
    /// Those that stand in the place of others.
    instead: HashMap<(TypeId, TypeId), usize>,
    queue: VecDeque<usize>,
    /// Renamed definitions, from the old one to the new one.
    renamed: HashMap<TypeId, TypeId>,
    /// The same, from the new one to the old one.
    taken: HashMap<TypeId, TypeId>,
    /// Definitions that were written out in a place.
    pub dissolved: HashSet<TypeId>,
    /// Definitions, old and new, that others stand in the place of, or that stand there.
    pub met: (HashSet<TypeId>, HashSet<TypeId>),
    /// Old messages: what they say is said of the unions that list them.
    pub messages: HashSet<TypeId>,
    /// Old definitions whose change was reported where they are used.
    pub told: HashSet<TypeId>,
    there: RefCell<Memo>,
    back: RefCell<Memo>,
}

impl<'a> Walk<'a> {
    pub fn new(old: Side<'a>, new: Side<'a>) -> Self {
        let mut walk = Self {
            old,
            new,
            nodes: Vec::new(),
            by_pair: HashMap::new(),
            instead: HashMap::new(),
            queue: VecDeque::new(),
            renamed: HashMap::new(),
            taken: HashMap::new(),
            dissolved: HashSet::new(),
            met: (HashSet::new(), HashSet::new()),
            messages: HashSet::new(),
            told: HashSet::new(),
            there: RefCell::default(),
            back: RefCell::default(),
        };
        walk.find_roots();
        walk.find_kept();
        walk.find_renamed();
        walk
    }

    /// A schema that is no definition of its document has the name of its file, and files are called as one likes:
    /// where each side has one, they are one.
    fn find_roots(&mut self) {
        let root = |one: &Side<'_>, other: &Side<'_>| {
            let mut all = one.definitions.iter().filter(|(_, id)| one.def(**id).pointer.as_str().is_empty());
            let only = all.next().filter(|_| all.next().is_none());
            only.filter(|(name, _)| !other.definitions.contains_key(*name)).map(|(_, id)| *id)
        };
        if let (Some(old), Some(new)) = (root(&self.old, &self.new), root(&self.new, &self.old)) {
            self.renamed.insert(old, new);
            self.taken.insert(new, old);
        }
    }

    /// A definition is the one that stands in its place, though its name was given to another: of two definitions of
    /// one name, in two groups, that of the one that is left is shorter.
    fn find_kept(&mut self) {
        let places = |side: &Side<'a>| {
            let mut all: HashMap<&'a Pointer, Vec<TypeId>> = HashMap::new();
            for id in side.definitions.values() {
                all.entry(&side.def(*id).pointer).or_default().push(*id);
            }
            all
        };
        let (old, new) = (places(&self.old), places(&self.new));
        for (pointer, own) in old {
            let ([own], Some([other])) = (own.as_slice(), new.get(pointer).map(Vec::as_slice)) else {
                continue;
            };
            let named = self.old.def(*own).name == self.new.def(*other).name;
            if !named
                && !pointer.as_str().is_empty()
                && !self.renamed.contains_key(own)
                && !self.taken.contains_key(other)
            {
                self.renamed.insert(*own, *other);
                self.taken.insert(*other, *own);
            }
        }
    }

    /// The definition that one is now.
    fn partner(&self, old: TypeId) -> Option<TypeId> {
        let by_name = || self.new.definitions.get(self.old.def(old).name.as_str()).copied();
        self.renamed.get(&old).copied().or_else(|| by_name().filter(|new| !self.taken.contains_key(new)))
    }

    /// The definition that one was.
    fn former(&self, new: TypeId) -> Option<TypeId> {
        let by_name = || self.old.definitions.get(self.new.def(new).name.as_str()).copied();
        self.taken.get(&new).copied().or_else(|| by_name().filter(|old| !self.renamed.contains_key(old)))
    }

    /// Definitions of one side only that have the same structure and no rival.
    fn find_renamed(&mut self) {
        let alone = |one: &Side, has_other: &dyn Fn(TypeId) -> bool| {
            let mut found: HashMap<u64, Vec<TypeId>> = HashMap::new();
            for id in one.definitions.values() {
                if !has_other(*id) && is_telling(&one.def(*id).shape) {
                    found.entry(one.hashes.near[id.0 as usize]).or_default().push(*id);
                }
            }
            found
        };
        let gone = alone(&self.old, &|id| self.partner(id).is_some());
        let come = alone(&self.new, &|id| self.former(id).is_some());
        for (hash, old) in gone {
            if let ([old], Some([new])) = (old.as_slice(), come.get(&hash).map(Vec::as_slice)) {
                self.renamed.insert(*old, *new);
                self.taken.insert(*new, *old);
            }
        }
    }

    /// Adds a subject that is no pair of types.
    pub fn add(&mut self, subject: Subject, hits: Vec<Hit>, edges: Vec<usize>) -> usize {
        self.nodes.push(Node { subject, hits, edges, proven: Proven::default() });
        self.nodes.len() - 1
    }

    /// The node of a pair, which is compared when its turn comes.
    pub fn node(&mut self, old: TypeId, new: TypeId) -> usize {
        if let Some(index) = self.by_pair.get(&(old, new)) {
            return *index;
        }
        let index = self.add(Subject::Types(old, new), Vec::new(), Vec::new());
        self.by_pair.insert((old, new), index);
        self.queue.push_back(index);
        index
    }

    /// The node of a pair of which the one stands in the place of the other; none where there are too many.
    pub fn instead(&mut self, old: TypeId, new: TypeId) -> Option<usize> {
        if let Some(index) = self.instead.get(&(old, new)) {
            return Some(*index);
        }
        let most = PAIRS * (self.old.protocol.types.len() + self.new.protocol.types.len());
        if self.instead.len() >= most {
            return None;
        }
        let index = self.add(Subject::Instead(old, new), Vec::new(), Vec::new());
        self.instead.insert((old, new), index);
        self.queue.push_back(index);
        Some(index)
    }

    /// Compares all pairs that were asked for, and those that they lead to.
    pub fn run(&mut self) {
        while let Some(index) = self.queue.pop_front() {
            let (hits, edges) = match self.nodes[index].subject {
                Subject::Types(old, new) => compare::types(self, old, new),
                Subject::Instead(old, new) => compare::bodies(self, old, new),
                _ => continue,
            };
            self.nodes[index].hits = hits;
            self.nodes[index].edges = edges;
        }
    }

    /// Whether what was `old` in a place and is `new` now is one definition that changed, rather than another.
    pub fn is_same(&mut self, old: TypeId, new: TypeId) -> bool {
        let (a, b) = (self.old.def(old), self.new.def(new));
        match (self.old.is_definition(old), self.new.is_definition(new)) {
            (false, false) => true,
            (true, false) => self.partner(old).is_none(),
            (false, true) => self.former(new).is_none(),
            (true, true) => {
                if let Some(partner) = self.partner(old) {
                    return partner == new;
                }
                let free = self.former(new).is_none()
                    && std::mem::discriminant(&a.shape) == std::mem::discriminant(&b.shape);
                if free {
                    self.renamed.insert(old, new);
                    self.taken.insert(new, old);
                }
                free
            }
        }
    }

    /// Two values that differ, as text.
    pub fn show(&self, old: &Value, new: &Value) -> (String, String) {
        let (was, now) = (self.old.show(old), self.new.show(new));
        if was == now {
            // Of one name, but not of one shape.
            return (self.old.sketch(old), self.new.sketch(new));
        }
        (was, now)
    }

    /// What is sure of the values of two types.
    pub fn proven(&self, old: &Value, new: &Value) -> Proven {
        Proven { grown: self.grown(old, new), shrunk: self.shrunk(old, new) }
    }

    /// Whether each old value is a new one.
    pub fn grown(&self, old: &Value, new: &Value) -> bool {
        within(self.old.known(), old, self.new.known(), new, &mut self.there.borrow_mut())
    }

    /// Whether each new value is an old one.
    pub fn shrunk(&self, old: &Value, new: &Value) -> bool {
        within(self.new.known(), new, self.old.known(), old, &mut self.back.borrow_mut())
    }

    /// Settles for each pair of definitions what is sure of it as a whole.
    pub fn prove(&mut self) {
        let rank = &self.new.hashes.rank;
        let mut pairs: Vec<_> =
            self.by_pair.iter().chain(&self.instead).map(|(pair, node)| (*pair, *node)).collect();
        // What a type refers to is settled before it.
        pairs.sort_unstable_by_key(|((old, new), _)| (rank[new.0 as usize], *old));
        for ((old, new), node) in pairs {
            let value = |id| Value { kind: Type::Ref(id), nullable: false };
            let (old, new) = (value(old), value(new));
            self.nodes[node].proven = self.proven(&old, &new);
        }
    }

    /// All definitions that no method led to: by name, then the renamed ones. Where a method led to both of one name,
    /// but with others as their partners, that is said there.
    pub fn visit_the_rest(&mut self, except: &HashSet<TypeId>) {
        let (mut old, mut new) = self.met.clone();
        for pair in self.by_pair.keys() {
            old.insert(pair.0);
            new.insert(pair.1);
        }
        let mut pairs: Vec<(TypeId, TypeId)> = self
            .old
            .definitions
            .values()
            .filter_map(|old| Some((*old, self.partner(*old)?)))
            .filter(|(old, _)| !except.contains(old) && !self.told.contains(old))
            .filter(|pair| !(old.contains(&pair.0) && new.contains(&pair.1)))
            .collect();
        pairs.sort_unstable();
        for (old, new) in pairs {
            self.node(old, new);
        }
        self.run();
    }

    /// Whether what a node is about may be sent for itself: it has a name on one side at least.
    pub fn is_alone(&self, node: usize) -> bool {
        match self.nodes[node].subject {
            Subject::Types(old, new) => self.old.is_definition(old) || self.new.is_definition(new),
            Subject::Instead(..) => false,
            _ => true,
        }
    }

    /// Definitions that have no counterpart any more.
    pub fn report_gone(&mut self) {
        let visited: HashSet<TypeId> = self.by_pair.keys().map(|(old, _)| *old).collect();
        let mut gone: Vec<TypeId> = self
            .old
            .definitions
            .values()
            .copied()
            .filter(|id| self.partner(*id).is_none() && !visited.contains(id) && !self.dissolved.contains(id))
            .collect();
        gone.sort_unstable();
        for id in gone {
            let mut hit = Hit::new(&rules::names::N02, 0, String::new());
            hit.old = Some(self.old.def(id).pointer.clone());
            self.add(Subject::Gone(id), vec![hit], Vec::new());
        }
    }
}

/// Whether a shape says enough that two of them are not equal by chance.
fn is_telling(shape: &Shape) -> bool {
    match shape {
        Shape::Struct(body) => body.fields.len() >= 2,
        Shape::Enumeration(list) => list.values.len() >= 2,
        Shape::Union(union) => union.variants.len() >= 2,
        Shape::Alias(_) => false,
    }
}

impl Hit {
    pub const fn new(rule: &'static Rule, case: usize, place: String) -> Self {
        Self {
            rule,
            case,
            place,
            was: None,
            now: None,
            old: None,
            new: None,
            tolerated: false,
            kept: false,
            source: None,
            proven: Proven { grown: false, shrunk: false },
        }
    }
}
