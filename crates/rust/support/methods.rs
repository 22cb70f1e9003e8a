//! What a method says of itself, and the messages that call it and answer it.

use std::fmt;

use serde::de::{DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::json::fill;
use super::node::{Node, View};
use super::object::{duplicate, missing};
use super::path::Path;
use super::value::Json;

use super::json::Strict;

/// What the member `jsonrpc` of each message is, where the schema wants one.
const JSONRPC: Option<&str> = None;

/// The first member of a message.
fn version<M: SerializeMap>(map: &mut M) -> Result<(), M::Error> {
    JSONRPC.map_or(Ok(()), |version| map.serialize_entry("jsonrpc", version))
}

/// A method that is answered.
pub trait Request {
    /// The name on the wire.
    const METHOD: &'static str;
    /// What is asked. `()` where there is nothing to say: the member is left out, or `null` where
    /// the schema wants it there.
    type Params: Serialize + DeserializeOwned;
    /// What is answered.
    type Response: Serialize + DeserializeOwned;

    /// Whether there is nothing to say, so that the message has no member `params`.
    #[doc(hidden)]
    fn is_silent(_params: &Self::Params) -> bool {
        false
    }

    /// The message that asks: `{"method": .., "id": .., "params": ..}`.
    fn call<I: Serialize>(id: I, params: &Self::Params) -> Call<'static, I, &Self::Params> {
        let params = (!Self::is_silent(params)).then_some(params);
        Call {
            method: Self::METHOD,
            id: Some(id),
            params,
        }
    }

    /// The message that answers: `{"id": .., "result": ..}`. Where the answer is an error, it is
    /// [`Failure::answer`].
    fn answer<I: Serialize>(id: I, result: &Self::Response) -> Answer<I, &Self::Response> {
        Answer {
            id,
            outcome: Ok(result),
        }
    }

    /// Reads the member `result` of an answer. Errors say where in `/result` they are.
    ///
    /// # Errors
    ///
    /// Where it is not what this method is answered with.
    fn read_result(result: Json) -> Result<Self::Response, serde_json::Error> {
        serde_json::from_value(result)
    }

    /// Reads a whole answer: the result, or the error that the other side gives in its place.
    ///
    /// # Errors
    ///
    /// Where it has neither of them, or both, or not as this method is answered.
    fn read_answer(answer: Json) -> Result<Result<Self::Response, Failure>, serde_json::Error> {
        match outcome(answer)? {
            Ok(result) => Self::read_result(result).map(Ok),
            Err(failure) => Ok(Err(failure)),
        }
    }
}

/// A method that is not answered.
pub trait Notification {
    /// The name on the wire.
    const METHOD: &'static str;
    /// What is told. `()` where there is nothing to say: the member is left out, or `null` where
    /// the schema wants it there.
    type Params: Serialize + DeserializeOwned;

    /// Whether there is nothing to say, so that the message has no member `params`.
    #[doc(hidden)]
    fn is_silent(_params: &Self::Params) -> bool {
        false
    }

    /// The message that tells: `{"method": .., "params": ..}`.
    fn call(params: &Self::Params) -> Call<'static, (), &Self::Params> {
        let params = (!Self::is_silent(params)).then_some(params);
        Call {
            method: Self::METHOD,
            id: None,
            params,
        }
    }
}

/// A message that calls a method, with an id where it is a request. Serde writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call<'a, I, P> {
    pub(super) method: &'a str,
    pub(super) id: Option<I>,
    pub(super) params: Option<P>,
}

impl<I: Serialize, P: Serialize> Serialize for Call<'_, I, P> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        version(&mut map)?;
        map.serialize_entry("method", self.method)?;
        if let Some(id) = &self.id {
            map.serialize_entry("id", id)?;
        }
        if let Some(params) = &self.params {
            map.serialize_entry("params", params)?;
        }
        map.end()
    }
}

impl<'a, I> Call<'a, I, Params<'a>> {
    /// Of a method that is known only as a value.
    pub(crate) const fn of(method: &'a str, id: Option<I>, params: Option<View<'a>>) -> Self {
        let params = match params {
            Some(view) => Some(Params(view)),
            None => None,
        };
        Call { method, id, params }
    }
}

/// The params of a method that is known only as a value. Serde writes them.
#[derive(Clone, Copy)]
pub struct Params<'a>(View<'a>);

impl fmt::Debug for Params<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        f.write_str(&text)
    }
}

impl Serialize for Params<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        super::write(self.0, s)
    }
}

/// A message that answers a request, with its result or with an error. Serde writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer<I, R> {
    id: I,
    outcome: Result<R, R>,
}

impl<I: Serialize, R: Serialize> Serialize for Answer<I, R> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        version(&mut map)?;
        map.serialize_entry("id", &self.id)?;
        match &self.outcome {
            Ok(result) => map.serialize_entry("result", result)?,
            Err(error) => map.serialize_entry("error", error)?,
        }
        map.end()
    }
}

/// What a request is answered with where it fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong, as a number.
    pub code: i64,
    /// What went wrong, in words.
    pub message: String,
    /// What else there is to say; `Some(Json::Null)` is a member that is `null`.
    pub data: Option<Json>,
}

impl Failure {
    /// The method is not known.
    pub const METHOD_NOT_FOUND: i64 = -32601;
    /// The params are not those of the method.
    pub const INVALID_PARAMS: i64 = -32602;
    /// It went wrong on this side.
    pub const INTERNAL_ERROR: i64 = -32603;

    /// With what must be there.
    #[must_use]
    pub fn new(code: i64, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            data: None,
        }
    }

    /// The message that answers with this: `{"id": .., "error": ..}`.
    pub const fn answer<I: Serialize>(&self, id: I) -> Answer<I, &Self> {
        Answer {
            id,
            outcome: Err(self),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for Failure {}

impl Serialize for Failure {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(None)?;
        map.serialize_entry("code", &self.code)?;
        map.serialize_entry("message", &self.message)?;
        if let Some(data) = &self.data {
            map.serialize_entry("data", data)?;
        }
        map.end()
    }
}

/// Takes an answer apart.
fn outcome(answer: Json) -> Result<Result<Json, Failure>, serde_json::Error> {
    let root = Path::Root;
    let Json::Object(mut members) = answer else {
        return Err(root.error("expected an object"));
    };
    match (members.remove("result"), members.remove("error")) {
        (Some(result), None | Some(Json::Null)) => Ok(Ok(result)),
        (None | Some(Json::Null), Some(error)) => failure(error).map(Err),
        (None, None) => Err(root.error("expected a result or an error")),
        (Some(_), Some(_)) => Err(root.error("expected a result or an error, not both")),
    }
}

fn failure(error: Json) -> Result<Failure, serde_json::Error> {
    let path = &Path::Key(&Path::Root, "error");
    let Json::Object(mut members) = error else {
        return Err(path.error("expected an object"));
    };
    let (mut code, mut message) = (0_i64, String::new());
    for (key, slot) in [("code", code.slot()), ("message", message.slot())] {
        let mut slot = slot;
        let here = &Path::Key(path, key);
        let value = members.remove(key);
        let value = value.ok_or_else(|| here.error(format_args!("missing field `{key}`")))?;
        fill(&mut slot, value, here)?;
    }
    Ok(Failure {
        code,
        message,
        data: members.remove("data"),
    })
}

/// Reads the result of a message.
pub(crate) fn read_response<T: Node>(result: Json) -> Result<T, serde_json::Error> {
    let mut value = T::blank();
    fill(&mut value.slot(), result, &Path::Key(&Path::Root, "result"))?;
    Ok(value)
}

/// Reads what a message calls, and with what; its id and whatever else it says is not kept.
pub(crate) fn read_call<'de, D: Deserializer<'de>>(
    d: D,
) -> Result<(String, Option<Json>), D::Error> {
    d.deserialize_map(Called)
}

struct Called;

impl<'de> Visitor<'de> for Called {
    type Value = (String, Option<Json>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a message with a method")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let root = &Path::Root;
        let (mut method, mut params) = (None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "method" if method.is_none() => method = Some(map.next_value()?),
                "params" if params.is_none() => {
                    params = Some(map.next_value_seed(Strict(&Path::Key(root, "params")))?);
                }
                "method" | "params" => return Err(duplicate(root, &key)),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let method = method.ok_or_else(|| missing("method", root))?;
        Ok((method, params))
    }
}

/// Methods that are answered: `NAME = "METHOD" (PARAMS) -> RESPONSE`; `(PARAMS; optional)` are left
/// out where they are `None`, `null` stands for params that can be nothing else and must be there,
/// `[KEPT]` is the type of what is kept where the schema names none, though it lets them pass.
macro_rules! requests {
    ($($(#[$meta:meta])* $name:ident = $method:literal $($null:ident)? $([$kept:ty])? $(($params:ty $(; $optional:ident)?))? -> $response:ty,)*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl wire::Request for $name {
                const METHOD: &'static str = $method;
                type Params = wire::params!($($params)?);
                type Response = $response;
                wire::params!(@silent $($null)? $([$kept])? $(($params $(; $optional)?))?);
                fn read_result(result: wire::Json) -> ::core::result::Result<Self::Response, ::serde_json::Error> {
                    wire::read_response(result)
                }
            }
        )*

        /// The names of all requests.
        pub const REQUESTS: &[&str] = &[$($method),*];

        /// A request, by its method. Serde reads and writes it as a message without its id: where a type
        /// of your own has the id, this is a member of it with `#[serde(flatten)]`. A method without params
        /// in the schema that lets them pass has them here as they came.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Request {
            $($(#[$meta])* $name $(($kept))? $((::std::boxed::Box<$params>))?,)*
            /// A method that the schema does not list, with its params as they came.
            Unknown {
                /// The name on the wire.
                method: ::std::string::String,
                /// Its params.
                params: ::core::option::Option<wire::Json>,
            },
        }

        impl Request {
            /// The message that asks, with an id of the caller's.
            pub fn call<I: ::serde::Serialize>(&self, id: I) -> wire::Call<'_, I, wire::Params<'_>> {
                wire::Call::of(self.method(), ::core::option::Option::Some(id), self.params())
            }
        }

        wire::params!(@impl Request { $($name = $method $($null)? $([$kept])? $(($params $(; $optional)?))?,)* });
    };
}

/// Methods that are not answered: `NAME = "METHOD" (PARAMS)`.
macro_rules! notifications {
    ($($(#[$meta:meta])* $name:ident = $method:literal $($null:ident)? $([$kept:ty])? $(($params:ty $(; $optional:ident)?))?,)*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl wire::Notification for $name {
                const METHOD: &'static str = $method;
                type Params = wire::params!($($params)?);
                wire::params!(@silent $($null)? $([$kept])? $(($params $(; $optional)?))?);
            }
        )*

        /// The names of all notifications.
        pub const NOTIFICATIONS: &[&str] = &[$($method),*];

        /// A notification, by its method. Serde reads and writes it as a message; what that says beside
        /// method and params is not kept. A method without params in the schema that lets them pass has
        /// them here as they came.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Notification {
            $($(#[$meta])* $name $(($kept))? $((::std::boxed::Box<$params>))?,)*
            /// A method that the schema does not list, with its params as they came.
            Unknown {
                /// The name on the wire.
                method: ::std::string::String,
                /// Its params.
                params: ::core::option::Option<wire::Json>,
            },
        }

        impl Notification {
            /// The message that tells.
            #[must_use]
            pub fn call(&self) -> wire::Call<'_, (), wire::Params<'_>> {
                wire::Call::of(self.method(), ::core::option::Option::None, self.params())
            }
        }

        wire::params!(@impl Notification { $($name = $method $($null)? $([$kept])? $(($params $(; $optional)?))?,)* });
    };
}

/// The params of a method: their type, how they are read and written.
macro_rules! params {
    () => { () };
    ($params:ty) => { $params };
    (@silent null) => {};
    (@silent $([$kept:ty])?) => {
        fn is_silent(_params: &Self::Params) -> bool { true }
    };
    (@silent ($params:ty)) => {};
    (@silent ($params:ty; optional)) => {
        fn is_silent(params: &Self::Params) -> bool { params.is_none() }
    };
    (@impl $type:ident { $($name:ident = $method:literal $($null:ident)? $([$kept:ty])? $(($params:ty $(; $optional:ident)?))?,)* }) => {
        wire::params!(@serde $type);
        impl $type {
            /// Reads the params that came with a method. Errors say where in `/params` they are.
            ///
            /// # Errors
            ///
            /// Where the method is known and the params are not its.
            pub fn from_parts(
                method: &str,
                params: ::core::option::Option<wire::Json>,
            ) -> ::core::result::Result<Self, ::serde_json::Error> {
                ::core::result::Result::Ok(match method {
                    $($method => wire::params!(@read $name params $($null)? $([$kept])? $(($params))?),)*
                    _ => Self::Unknown { method: method.into(), params },
                })
            }

            /// The name on the wire.
            #[must_use]
            pub fn method(&self) -> &str {
                match self {
                    $(wire::params!(@pattern $name $([$kept])? $($params)?) => $method,)*
                    Self::Unknown { method, .. } => method,
                }
            }

            /// The params, where there are any to be written.
            fn params(&self) -> ::core::option::Option<wire::View<'_>> {
                match self {
                    $(wire::params!(@bound $name params $([$kept])? $($params)?) => {
                        wire::params!(@view params $($null)? $([$kept])? $(($params $(; $optional)?))?)
                    })*
                    Self::Unknown { params, .. } => params.as_ref().map(wire::View::Json),
                }
            }
        }
    };
    (@serde $type:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D>(d: D) -> ::core::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                let (method, params) = wire::read_call(d)?;
                Self::from_parts(&method, params).map_err(::serde::de::Error::custom)
            }
        }
        impl ::serde::Serialize for $type {
            fn serialize<S>(&self, s: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: ::serde::Serializer,
            {
                let id = ::core::option::Option::<()>::None;
                ::serde::Serialize::serialize(&wire::Call::of(self.method(), id, self.params()), s)
            }
        }
    };
    (@read $name:ident $value:ident [$kept:ty]) => { Self::$name($value) };
    (@read $name:ident $value:ident $(null)?) => {{ wire::no_params($value.as_ref())?; Self::$name }};
    (@read $name:ident $value:ident ($params:ty)) => { Self::$name(wire::read_params($value)?) };
    (@pattern $name:ident) => { Self::$name };
    (@pattern $name:ident [$kept:ty]) => { Self::$name(_) };
    (@pattern $name:ident $params:ty) => { Self::$name(_) };
    (@bound $name:ident $value:ident) => { Self::$name };
    (@bound $name:ident $value:ident [$kept:ty]) => { Self::$name($value) };
    (@bound $name:ident $value:ident $params:ty) => { Self::$name($value) };
    (@view $value:ident null) => { ::core::option::Option::Some(wire::View::Null) };
    (@view $value:ident) => { ::core::option::Option::None };
    (@view $value:ident [$kept:ty]) => { $value.as_ref().map(wire::View::Json) };
    (@view $value:ident ($params:ty)) => { ::core::option::Option::Some(wire::Node::view(&**$value)) };
    (@view $value:ident ($params:ty; optional)) => { (**$value).as_ref().map(wire::Node::view) };
}

pub(crate) use {notifications, params, requests};
