//! How the types of this protocol read and write themselves through [serde].
//!
//! A type has no visitor of its own: it offers a table of its members and a view of its fields
//! (`node`), and one driver walks them: `read` for any `Deserializer`, `write` for any
//! `Serializer`. Both are compiled once for a format and not once for a type.
//!
//! Numbers are exact as far as `serde_json::Value` is: integers of 64 bits, and floats; with
//! serde_json's feature `arbitrary_precision` all of them.

mod builtin;
mod check;
mod guard;
mod json;
mod macros;
mod methods;
mod node;
mod object;
mod path;
mod read;
mod refusal;
mod scalar;
mod tables;
mod union;
mod untagged;
mod value;
mod write;

pub use methods::{Answer, Call, Failure, Notification, Params, Request};
pub use value::{Extra, Field, Json, Never, Number, Rest, Then};

pub(crate) use check::{Check, Literal, Rule};
pub(crate) use guard::{Guard, Kinds};
pub(crate) use node::{
    Checked, External, Name, Node, Nullable, Object, Scalars, Slot, Table, Tagged, Untagged, View,
};

pub(crate) use node::OTHERS;

pub(crate) use guard::kinds;
pub(crate) use macros::codec;
pub(crate) use methods::{notifications, params, requests};

pub(crate) use methods::{read_call, read_response};
pub(crate) use node::{no_slot, put, view_of};
pub(crate) use read::{no_params, read, read_params};
pub(crate) use tables::{
    external, from, literal, names, newtype, object, scalars, tagged, unknown, untagged,
};
pub(crate) use write::write;
