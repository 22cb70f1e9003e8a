//! [`Node`] for the types that are not generated.

use std::collections::btree_map;

use std::collections::BTreeMap;

use super::node::{Dict, Hint, Inserted, Integer, List, Node, Nullable, Place, Slot, View};
use super::value::{Field, Json, Never, Number, Rest, Then};

use super::macros::{integer, node, tuple};
use super::node::{no_slot, put};

node!((): (); _it => Slot::Null, View::Null);
node!(bool: false; it => Slot::Bool(it), View::Bool(*it));
node!(String: Self::new(); it => Slot::Text(it), View::Text(it));
node!(Number: Self::from(0); it => Slot::Number(it), View::Number(it));
node!(Json: Self::Null; it => Slot::Json(it), View::Json(it));
node!(Never: Self::blank(); _it => Slot::Never, View::Null);
node!(for T: Box<T>: Self::new(T::blank()); it => (**it).slot(), (**it).view());
node!(for T: Vec<T>: Self::new(); it => Slot::List(it), View::List(it));
// A value or `null`. An optional member that is not nullable has the mode `optional` in `object!`.
node!(for T: Option<T>: None; it => Slot::Nullable(it), it.as_ref().map_or(View::Null, Node::view));

// A definition may be nothing else.
impl<'de> serde::Deserialize<'de> for Never {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        super::read(d)
    }
}

impl serde::Serialize for Never {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        super::write(self.view(), s)
    }
}

integer!(i8 "an integer of 8 bits", it => View::I64((*it).into()));
integer!(i16 "an integer of 16 bits", it => View::I64((*it).into()));
integer!(i32 "an integer of 32 bits", it => View::I64((*it).into()));
integer!(i64 "an integer of 64 bits", it => View::I64(*it));
integer!(u8 "an unsigned integer of 8 bits", it => View::U64((*it).into()));
integer!(u16 "an unsigned integer of 16 bits", it => View::U64((*it).into()));
integer!(u32 "an unsigned integer of 32 bits", it => View::U64((*it).into()));
integer!(u64 "an unsigned integer of 64 bits", it => View::U64(*it));
integer!(i128 "an integer", it => View::I128(it));

impl<T: Node> Node for Field<T> {
    const PLACE: Place = Place::Optional;
    fn blank() -> Self {
        Self::Absent
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Nullable(self)
    }
    fn view(&self) -> View<'_> {
        match self {
            Self::Absent => View::Absent,
            Self::Null => View::Null,
            Self::Value(value) => value.view(),
        }
    }
}

impl<T: Node> Node for Rest<T> {
    const PLACE: Place = Place::Rest;
    fn blank() -> Self {
        Self::default()
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::List(&mut self.0)
    }
    fn view(&self) -> View<'_> {
        View::List(&self.0)
    }
}

impl<T: Node + List> Node for Then<T> {
    const PLACE: Place = Place::Rest;
    fn blank() -> Self {
        Self(T::blank())
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::List(&mut self.0)
    }
    fn view(&self) -> View<'_> {
        View::List(&self.0)
    }
}

impl<T: Node> Nullable for Option<T> {
    fn set_null(&mut self) {
        put(self, None);
    }
    fn fill(&mut self) -> Slot<'_> {
        put(self, Some(T::blank()));
        match self {
            Some(value) => value.slot(),
            None => no_slot(),
        }
    }
}

impl<T: Node> Nullable for Field<T> {
    fn set_null(&mut self) {
        put(self, Self::Null);
    }
    fn fill(&mut self) -> Slot<'_> {
        put(self, Self::Value(T::blank()));
        match self {
            Self::Value(value) => value.slot(),
            Self::Absent | Self::Null => no_slot(),
        }
    }
}

impl<T: Node> List for Vec<T> {
    fn next(&mut self, _index: usize) -> Option<Slot<'_>> {
        self.push(T::blank());
        self.last_mut().map(Node::slot)
    }
    fn least(&self) -> usize {
        0
    }
    fn len(&self) -> usize {
        self.len()
    }
    fn view_at(&self, index: usize) -> View<'_> {
        self[index].view()
    }
}

impl<K: Node + Ord, T: Node> Node for BTreeMap<K, T> {
    fn blank() -> Self {
        Self::new()
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Dict(self)
    }
    fn view(&self) -> View<'_> {
        View::Dict(self)
    }
}

impl<K: Node + Ord, T: Node> Dict for BTreeMap<K, T> {
    fn len(&self) -> usize {
        self.len()
    }
    fn has(&self, key: &str) -> bool {
        self.keys()
            .any(|own| matches!(own.view(), View::Text(own) if own == key))
    }
    fn insert(
        &mut self,
        read_key: &mut dyn FnMut(&mut Slot<'_>) -> bool,
        read_value: &mut dyn FnMut(&mut Slot<'_>) -> bool,
    ) -> Inserted {
        let (mut key, mut value) = (K::blank(), T::blank());
        if !read_key(&mut key.slot()) {
            return Inserted::Failed;
        }
        let btree_map::Entry::Vacant(entry) = self.entry(key) else {
            return Inserted::Duplicate;
        };
        if !read_value(&mut value.slot()) {
            return Inserted::Failed;
        }
        entry.insert(value);
        Inserted::Done
    }
    fn each(&self, look: &mut dyn FnMut(View<'_>, View<'_>) -> bool) {
        let _ = self
            .iter()
            .all(|(key, value)| look(key.view(), value.view()));
    }
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
