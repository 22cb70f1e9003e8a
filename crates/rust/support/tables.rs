//! What a type says of itself, in a line or a table. Names are looked up where a macro is used:
//! there, `wire` is this module.

/// A struct: how many members must be there, constant members, then `INDEX FIELD = "KEY" MODE`. Modes: `required`, `optional` (absent
/// or a value: `Option`), `required_null` (null or a value: `Option`), `optional_null` (absent, null
/// or a value: `Field`).
macro_rules! object {
    (
        $type:path: $others:ident $required:literal;
        $(const $($const:literal = $constant:expr),+;)?
        $($index:literal $field:ident = $key:literal $mode:ident $(if $checks:expr)?,)*
        $(; rules $rules:expr;)?
        $(; others $other_checks:expr;)?
        $(; prefix $prefixes:expr;)?
    ) => {
        impl wire::Object for $type {
            fn table(&self) -> &'static wire::Table {
                &wire::Table {
                    keys: &[$($($const,)+)? $($key),*],
                    constants: wire::object!(@list Literal $($($constant,)+)?),
                    required: $required,
                    checks: wire::object!(@list Check $($(($index, &$checks),)?)*),
                    others: wire::object!(@slice Check $($other_checks)?),
                    prefixes: wire::object!(@texts $($prefixes)?),
                    rules: wire::object!(@slice Rule $($rules)?),
                }
            }
            fn slot_at(&mut self, index: usize) -> wire::Slot<'_> {
                match index {
                    $($index => wire::object!(@slot $mode self.$field),)*
                    wire::OTHERS => wire::object!(@others_slot $others self),
                    _ => wire::no_slot(),
                }
            }
            fn view_at(&self, index: usize) -> wire::View<'_> {
                match index {
                    $($index => wire::object!(@view $mode self.$field),)*
                    wire::OTHERS => wire::object!(@others_view $others self),
                    _ => wire::no_slot(),
                }
            }
        }
        wire::object!(@codec $others $type { $($field),* });
    };
    (@list $of:ident) => { &[] };
    (@list $of:ident $($item:expr,)+) => {{ #[allow(clippy::enum_glob_use)] use wire::$of::*; &[$($item),+] }};
    (@texts) => { &[] };
    (@texts $list:expr) => { &$list };
    (@slice $of:ident) => { &[] };
    (@slice $of:ident $list:expr) => {{ #[allow(clippy::enum_glob_use)] use wire::$of::*; &$list }};
    (@slot optional $field:expr) => { wire::Nullable::fill(&mut $field) };
    (@slot $mode:ident $field:expr) => { wire::Node::slot(&mut $field) };
    (@view optional $field:expr) => { wire::view_of(&$field) };
    (@view $mode:ident $field:expr) => { wire::Node::view(&$field) };
    (@others_view open $this:ident) => { wire::View::Extra(&$this.extra) };
    (@others_view typed $this:ident) => { wire::View::Dict(&$this.extra) };
    (@others_view closed $this:ident) => { wire::View::Absent };
    (@others_slot open $this:ident) => { wire::Slot::Extra(&mut $this.extra) };
    (@others_slot typed $this:ident) => { wire::Slot::Dict(&mut $this.extra) };
    (@others_slot closed $this:ident) => { wire::Slot::Never };
    (@codec closed $type:path { $($field:ident),* }) => {
        wire::codec!($type: Self { $($field: wire::Node::blank()),* };
            it => wire::Slot::Object(it), wire::View::Object(it));
    };
    (@codec $others:ident $type:path { $($field:ident),* }) => {
        wire::codec!($type: Self { $($field: wire::Node::blank(),)* extra: ::core::default::Default::default() };
            it => wire::Slot::Object(it), wire::View::Object(it));
    };
}

/// A list of strings: `VARIANT = "NAME"`.
macro_rules! names {
    ($type:path: open; $($variant:ident = $name:literal,)+) => {
        wire::names!(@ $type { $($variant = $name),+ } Self::Unknown(name) => name);
        impl ::core::convert::From<&str> for $type {
            fn from(name: &str) -> Self {
                match name { $($name => Self::$variant,)+ _ => Self::Unknown(name.into()) }
            }
        }
        impl wire::Name for $type {
            fn set(&mut self, name: &str) -> bool { *self = name.into(); true }
            fn names(&self) -> &'static [&'static str] { &[$($name),+] }
        }
        wire::codec!($type: Self::Unknown("".into());
            it => wire::Slot::Name(it), wire::View::Text(it.as_str()));
    };
    ($type:path: closed($blank:ident); $($variant:ident = $name:literal,)+) => {
        wire::names!(@ $type { $($variant = $name),+ });
        impl wire::Name for $type {
            fn set(&mut self, name: &str) -> bool {
                *self = match name { $($name => Self::$variant,)+ _ => return false };
                true
            }
            fn names(&self) -> &'static [&'static str] { &[$($name),+] }
        }
        impl ::core::str::FromStr for $type {
            type Err = ::serde::de::value::Error;
            fn from_str(name: &str) -> ::core::result::Result<Self, Self::Err> {
                const NAMES: &[&str] = &[$($name),+];
                match name {
                    $($name => ::core::result::Result::Ok(Self::$variant),)+
                    _ => ::core::result::Result::Err(::serde::de::Error::unknown_variant(name, NAMES)),
                }
            }
        }
        wire::codec!($type: Self::$blank; it => wire::Slot::Name(it), wire::View::Text(it.as_str()));
    };
    (@ $type:path { $($variant:ident = $name:literal),+ } $($unknown:pat => $text:expr)?) => {
        impl $type {
            /// All that the schema lists, in its order.
            #[allow(clippy::large_stack_arrays)] // it is a constant, on no stack
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// The name on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self { $(Self::$variant => $name,)+ $($unknown => $text)? }
            }
        }
        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// A list of scalars that are not all strings: `INDEX VARIANT = SCALAR`.
macro_rules! scalars {
    ($type:path: $blank:ident; $($index:literal $variant:ident = $literal:expr,)+) => {
        impl wire::Scalars for $type {
            fn list(&self) -> &'static [wire::Literal] {
                #[allow(clippy::enum_glob_use)]
                const LIST: &[wire::Literal] = { use wire::Literal::*; &[$($literal),+] };
                LIST
            }
            fn select(&mut self, index: usize) {
                *self = match index { $($index => Self::$variant,)+ _ => wire::no_slot() };
            }
        }
        impl $type {
            /// All that the schema lists, in its order.
            #[allow(clippy::large_stack_arrays)] // it is a constant, on no stack
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];
        }
        wire::codec!($type: Self::$blank; it => wire::Slot::Scalars(it), {
            let index: usize = match it { $(Self::$variant => $index),+ };
            wire::Scalars::list(it)[index].view()
        });
    };
}

/// What a union does with what it does not know: `open()` and `open(KINDS)` keep an unknown tag,
/// `caught(KINDS)` keeps only what no variant accepts, of these kinds, `closed(BLANK)` refuses.
macro_rules! unknown {
    (@blank closed($blank:expr)) => {
        $blank
    };
    (@blank $keeps:ident $how:tt) => {
        Self::Unknown(wire::Json::Null)
    };
    (@open open $how:tt) => {
        true
    };
    (@open $keeps:ident $how:tt) => {
        false
    };
    (@kinds closed $how:tt) => {
        wire::Kinds::NONE
    };
    (@kinds $keeps:ident ()) => {
        wire::Kinds::NONE
    };
    // A string that stands beside the objects has a variant of its own.
    (@kinds $keeps:ident ($kinds:ident => $text:ident)) => {
        wire::kinds::$kinds
    };
    (@kinds $keeps:ident ($kinds:expr)) => {{
        #[allow(clippy::wildcard_imports)]
        use wire::kinds::*;
        $kinds
    }};
    // Only where the others are refused is it said which there are.
    (@names closed $($name:literal),+) => {
        &[$($name),+]
    };
    (@names $keeps:ident $($name:literal),+) => {
        &[]
    };
    // The blank of a closed union is one of its variants, which may own a box.
    (@put closed $this:ident $value:ident) => {
        *$this = $value
    };
    (@put $keeps:ident $this:ident $value:ident) => {
        wire::put($this, $value)
    };
    (@keep closed $how:tt $this:ident $value:ident) => {{
        let _ = $value;
        false
    }};
    (@keep $keeps:ident ($kinds:ident => $text:ident) $this:ident $value:ident) => {{
        *$this = match $value {
            wire::Json::String(text) => Self::$text(text),
            other => Self::Unknown(other),
        };
        true
    }};
    (@keep $keeps:ident $how:tt $this:ident $value:ident) => {{
        *$this = Self::Unknown($value);
        true
    }};
    (@slot closed $how:tt $this:ident) => {
        wire::no_slot()
    };
    (@slot $keeps:ident ($kinds:ident => $text:ident) $this:ident) => {
        match $this {
            Self::$text(text) => wire::Node::slot(text),
            Self::Unknown(value) => wire::Slot::Json(value),
            _ => wire::no_slot(),
        }
    };
    (@slot $keeps:ident $how:tt $this:ident) => {
        match $this {
            Self::Unknown(value) => wire::Slot::Json(value),
            _ => wire::no_slot(),
        }
    };
    (@view closed $how:tt $this:ident) => {
        wire::no_slot()
    };
    (@view $keeps:ident ($kinds:ident => $text:ident) $this:ident) => {
        match $this {
            Self::$text(text) => wire::Node::view(text),
            Self::Unknown(value) => wire::View::Json(value),
            _ => wire::no_slot(),
        }
    };
    (@view $keeps:ident $how:tt $this:ident) => {
        match $this {
            Self::Unknown(value) => wire::View::Json(value),
            _ => wire::no_slot(),
        }
    };
}

/// An enum of objects told apart by the member `TAG`: `VARIANT = "NAME" | "NAME"`.
macro_rules! tagged {
    ($type:path: $keeps:ident $how:tt by $tag:literal; $($variant:ident = $($name:literal)|+,)+) => {
        impl wire::Tagged for $type {
            fn tag(&self) -> &'static str { $tag }
            fn select(&mut self, name: &str) -> bool {
                let variant = match name {
                    $($($name)|+ => Self::$variant(wire::Node::blank()),)+
                    _ => return false,
                };
                wire::unknown!(@put $keeps self variant);
                true
            }
            fn names(&self) -> &'static [&'static str] { wire::unknown!(@names $keeps $($($name),+),+) }
            fn keep(&mut self, value: wire::Json) -> bool { wire::unknown!(@keep $keeps $how self value) }
            fn open(&self) -> bool { wire::unknown!(@open $keeps $how) }
            fn catch_all(&self) -> wire::Kinds { wire::unknown!(@kinds $keeps $how) }
            #[allow(unreachable_patterns)]
            fn part(&mut self) -> wire::Slot<'_> {
                match self {
                    $(Self::$variant(part) => wire::Node::slot(part),)+
                    _ => wire::unknown!(@slot $keeps $how self),
                }
            }
        }
        wire::codec!($type: wire::unknown!(@blank $keeps $how); it => wire::Slot::Tagged(it), {
            #[allow(unreachable_patterns)]
            match it {
                $(Self::$variant(part) => wire::Node::view(part),)+
                _ => wire::unknown!(@view $keeps $how it),
            }
        });
    };
}

/// An enum of bare strings and objects with one member: bare names, then `VARIANT: "KEY"`.
macro_rules! external {
    (
        $type:path: $keeps:ident $how:tt;
        $($bare:ident = $name:literal,)*
        $(; with content $($variant:ident = $key:literal $(if $checks:expr)?,)+)?
    ) => {
        impl wire::External for $type {
            #[allow(unreachable_code, unused_variables, clippy::match_single_binding)]
            fn select(&mut self, name: &str) -> bool {
                let variant = match name { $($name => Self::$bare,)* _ => return false };
                wire::unknown!(@put $keeps self variant);
                true
            }
            #[allow(unused_variables, clippy::match_single_binding, clippy::enum_glob_use, unused_imports)]
            fn enter(&mut self, key: &str) -> ::core::option::Option<(wire::Slot<'_>, &'static [wire::Check])> {
                use wire::Check::*;
                match key {
                    $($($key => {
                        let variant = Self::$variant(wire::Node::blank());
                        wire::unknown!(@put $keeps self variant);
                        match self {
                            Self::$variant(content) => ::core::option::Option::Some((
                                wire::Node::slot(content),
                                wire::external!(@checks $($checks)?),
                            )),
                            _ => wire::no_slot(),
                        }
                    })+)?
                    _ => ::core::option::Option::None,
                }
            }
            fn names(&self) -> &'static [&'static str] { &[$($name,)* $($($key,)+)?] }
            #[allow(unreachable_patterns)]
            fn content(&self) -> wire::View<'_> {
                match self {
                    $($(Self::$variant(content) => wire::Node::view(content),)+)?
                    _ => wire::no_slot(),
                }
            }
            fn keep(&mut self, value: wire::Json) -> bool { wire::unknown!(@keep $keeps $how self value) }
            fn open(&self) -> bool { wire::unknown!(@open $keeps $how) }
            fn catch_all(&self) -> wire::Kinds { wire::unknown!(@kinds $keeps $how) }
        }
        wire::codec!($type: wire::unknown!(@blank $keeps $how); it => wire::Slot::External(it), {
            #[allow(unreachable_patterns)]
            match it {
                $(Self::$bare => wire::View::Text($name),)*
                $($(Self::$variant(_) => wire::View::Entry($key, it),)+)?
                _ => wire::unknown!(@view $keeps $how it),
            }
        });
    };
    (@checks) => { &[] };
    (@checks $checks:expr) => { const { &$checks } };
}

/// An enum of values told apart by what they are: a guard for each variant, in order, then
/// `INDEX VARIANT`, then `INDEX VARIANT = SCALAR` for variants that hold no more than that.
macro_rules! untagged {
    (
        $type:path: $keeps:ident $how:tt $expected:literal;
        guards [$($guard:expr,)+]
        $($index:literal $variant:ident,)*
        $(; without content $($unit_index:literal $unit:ident = $literal:expr,)+)?
    ) => {
        impl wire::Untagged for $type {
            fn id(&self) -> ::core::any::TypeId { ::core::any::TypeId::of::<Self>() }
            fn expected(&self) -> &'static str { $expected }
            fn name(&self, index: usize) -> &'static str {
                match index {
                    $($index => stringify!($variant),)*
                    $($($unit_index => stringify!($unit),)+)?
                    _ => wire::no_slot(),
                }
            }
            fn guards(&self) -> &'static [wire::Guard] {
                #[allow(clippy::enum_glob_use, clippy::wildcard_imports, unused_imports)]
                const GUARDS: &[wire::Guard] = {
                    use wire::{kinds::*, Check::*, Literal::*};
                    &[$($guard),+]
                };
                GUARDS
            }
            #[allow(unreachable_patterns)]
            fn select(&mut self, index: usize) -> wire::Slot<'_> {
                *self = match index {
                    $($index => Self::$variant(wire::Node::blank()),)*
                    $($($unit_index => Self::$unit,)+)?
                    _ => wire::no_slot(),
                };
                match self {
                    $(Self::$variant(content) => wire::Node::slot(content),)*
                    $($(Self::$unit => wire::Slot::Literal(wire::untagged!(@literal $literal)),)+)?
                    _ => wire::no_slot(),
                }
            }
            #[allow(unreachable_patterns)]
            fn content(&self) -> wire::View<'_> {
                match self {
                    $(Self::$variant(content) => wire::Node::view(content),)*
                    $($(Self::$unit => wire::untagged!(@literal $literal).view(),)+)?
                    _ => wire::unknown!(@view $keeps $how self),
                }
            }
            fn keep(&mut self, value: wire::Json) -> bool { wire::unknown!(@keep $keeps $how self value) }
            fn catch_all(&self) -> wire::Kinds { wire::unknown!(@kinds $keeps $how) }
        }
        wire::codec!($type: wire::unknown!(@blank $keeps $how);
            it => wire::Slot::Untagged(it), wire::Untagged::content(it));
    };
    (@literal $literal:expr) => {{
        #[allow(clippy::enum_glob_use)]
        const LITERAL: &wire::Literal = { use wire::Literal::*; &$literal };
        LITERAL
    }};
}

/// A type with one field of another type.
macro_rules! newtype {
    ($type:path: text; $(if $checks:expr)?) => {
        impl ::core::convert::From<&str> for $type {
            fn from(value: &str) -> Self { Self(value.into()) }
        }
        impl ::core::convert::AsRef<str> for $type {
            fn as_ref(&self) -> &str { &self.0 }
        }
        // The traits that are derived compare and hash the text alone.
        impl ::core::borrow::Borrow<str> for $type {
            fn borrow(&self) -> &str { &self.0 }
        }
        wire::newtype!(@same $type: ::std::string::String);
        wire::newtype!($type: value; $(if $checks)?);
    };
    ($type:path: scalar $inner:ident; $(if $checks:expr)?) => {
        wire::newtype!(@same $type: $inner);
        wire::newtype!($type: value; $(if $checks)?);
    };
    (@same $type:path: $inner:ty) => {
        impl ::core::convert::From<$inner> for $type {
            fn from(value: $inner) -> Self { Self(value) }
        }
        impl ::core::convert::From<$type> for $inner {
            fn from(value: $type) -> Self { value.0 }
        }
        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }
    };
    ($type:path: value;) => {
        wire::codec!($type: Self(wire::Node::blank()); it => wire::Node::slot(&mut it.0), wire::Node::view(&it.0));
    };
    ($type:path: value; if $checks:expr) => {
        impl wire::Checked for $type {
            fn inner(&mut self) -> wire::Slot<'_> { wire::Node::slot(&mut self.0) }
            fn look(&self) -> wire::View<'_> { wire::Node::view(&self.0) }
            fn checks(&self) -> &'static [wire::Check] {
                #[allow(clippy::enum_glob_use)]
                const CHECKS: &[wire::Check] = { use wire::Check::*; &$checks };
                CHECKS
            }
        }
        wire::codec!($type: Self(wire::Node::blank()); it => wire::Slot::Checked(it), wire::Node::view(&it.0));
    };
}

/// A type with one value.
macro_rules! literal {
    ($type:path = $literal:expr) => {
        wire::codec!($type: Self; _it => wire::Slot::Literal(wire::untagged!(@literal $literal)),
            wire::untagged!(@literal $literal).view());
    };
}

/// `From` for the variants of a union: `VARIANT plain|boxed CONTENT`.
macro_rules! from {
    ($type:path: $($variant:ident $how:ident $content:ty,)+) => {
        $(impl ::core::convert::From<$content> for $type {
            fn from(value: $content) -> Self { Self::$variant(wire::from!(@$how value)) }
        })+
    };
    (@plain $value:ident) => { $value };
    (@boxed $value:ident) => { ::std::boxed::Box::new($value) };
}

pub(crate) use {
    external, from, literal, names, newtype, object, scalars, tagged, unknown, untagged,
};
