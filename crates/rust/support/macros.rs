//! `Node` for a type, and serde's traits by way of it.

/// `Node` for one type: how it is made, filled and looked at.
macro_rules! node {
    (for T: $type:ty: $($rest:tt)*) => { node!(@ [<T: Node>] $type: $($rest)*); };
    (@ [$($generic:tt)*] $type:ty: $blank:expr; $this:ident => $slot:expr, $view:expr) => {
        impl $($generic)* Node for $type {
            fn blank() -> Self { $blank }
            fn slot(&mut self) -> Slot<'_> { let $this = self; $slot }
            fn view(&self) -> View<'_> { let $this = self; $view }
        }
    };
    ($type:ty: $($rest:tt)*) => { node!(@ [] $type: $($rest)*); };
}

/// `Node` for an integer.
macro_rules! integer {
    ($type:ident $expected:literal, $this:ident => $view:expr) => {
        node!($type: 0; $this => Slot::Integer($this), $view);
        impl Integer for $type {
            fn set(&mut self, value: i128) -> bool {
                <Self as ::core::convert::TryFrom<_>>::try_from(value).map(|value| *self = value).is_ok()
            }
            fn hint(&self) -> Hint {
                match (Self::BITS, Self::MIN) {
                    (128, _) => Hint::Any,
                    (_, 0) => Hint::Unsigned,
                    _ => Hint::Signed,
                }
            }
            fn expected(&self) -> &'static str { $expected }
        }
    };
}

/// `Node` for a tuple.
macro_rules! tuple {
    ($($type:ident $index:tt),+) => {
        impl<$($type: Node),+> Node for ($($type,)+) {
            fn blank() -> Self { ($($type::blank(),)+) }
            fn slot(&mut self) -> Slot<'_> { Slot::List(self) }
            fn view(&self) -> View<'_> { View::List(self) }
        }
        impl<$($type: Node),+> List for ($($type,)+) {
            fn next(&mut self, index: usize) -> Option<Slot<'_>> {
                $(match ($type::PLACE, self.$index.slot()) {
                    (Place::Rest, Slot::List(list)) => return list.next(index - $index),
                    (_, slot) if index == $index => return Some(slot),
                    _ => {}
                })+
                None
            }
            fn least(&self) -> usize {
                0 $(+ match ($type::PLACE, self.$index.view()) {
                    (Place::Needed, _) => 1,
                    (Place::Rest, View::List(list)) => list.least(),
                    _ => 0,
                })+
            }
            fn len(&self) -> usize {
                0 $(+ match ($type::PLACE, self.$index.view()) {
                    (Place::Rest, View::List(list)) => list.len(),
                    (_, View::Absent) => 0,
                    _ => 1,
                })+
            }
            fn view_at(&self, index: usize) -> View<'_> {
                $(match ($type::PLACE, self.$index.view()) {
                    (Place::Rest, View::List(list)) => return list.view_at(index - $index),
                    (_, view) if index == $index => return view,
                    _ => {}
                })+
                View::Absent
            }
        }
    };
}

/// `Serialize` and `Deserialize` by way of `Node`.
macro_rules! codec {
    ($type:path: $blank:expr; $this:ident => $slot:expr, $view:expr) => {
        impl wire::Node for $type {
            fn blank() -> Self {
                $blank
            }
            fn slot(&mut self) -> wire::Slot<'_> {
                let $this = self;
                $slot
            }
            fn view(&self) -> wire::View<'_> {
                let $this = self;
                $view
            }
        }
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D>(d: D) -> ::core::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                wire::read(d)
            }
        }
        impl ::serde::Serialize for $type {
            fn serialize<S>(&self, s: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                wire::write(wire::Node::view(self), s)
            }
        }
    };
}

pub(crate) use {codec, integer, node, tuple};
