//! What a method says of itself.

use serde::de::DeserializeOwned;

use serde::Serialize;

/// A method that is answered.
pub trait Request {
    /// The name on the wire.
    const METHOD: &'static str;
    /// What is asked. `()` where there is nothing to say: the member is left out.
    type Params: Serialize + DeserializeOwned;
    /// What is answered.
    type Response: Serialize + DeserializeOwned;
}

/// A method that is not answered.
pub trait Notification {
    /// The name on the wire.
    const METHOD: &'static str;
    /// What is told. `()` where there is nothing to say: the member is left out.
    type Params: Serialize + DeserializeOwned;
}

/// Methods that are answered: `NAME = "METHOD" (PARAMS) -> RESPONSE`.
macro_rules! requests {
    ($($(#[$meta:meta])* $name:ident = $method:literal $(($params:ty))? -> $response:ty,)*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $name;
            impl wire::Request for $name {
                const METHOD: &'static str = $method;
                type Params = wire::params!($($params)?);
                type Response = $response;
            }
        )*

        /// The names of all requests.
        pub const REQUESTS: &[&str] = &[$($method),*];

        /// A request, by its method.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Request {
            $($(#[$meta])* $name $((::std::boxed::Box<$params>))?,)*
            /// A method that the schema does not list, with its params as they came.
            Unknown {
                /// The name on the wire.
                method: ::std::string::String,
                /// Its params.
                params: ::core::option::Option<wire::Json>,
            },
        }

        wire::params!(@impl Request { $($name = $method $(($params))?,)* });
    };
}

/// Methods that are not answered: `NAME = "METHOD" (PARAMS)`.
macro_rules! notifications {
    ($($(#[$meta:meta])* $name:ident = $method:literal $(($params:ty))?,)*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $name;
            impl wire::Notification for $name {
                const METHOD: &'static str = $method;
                type Params = wire::params!($($params)?);
            }
        )*

        /// The names of all notifications.
        pub const NOTIFICATIONS: &[&str] = &[$($method),*];

        /// A notification, by its method.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Notification {
            $($(#[$meta])* $name $((::std::boxed::Box<$params>))?,)*
            /// A method that the schema does not list, with its params as they came.
            Unknown {
                /// The name on the wire.
                method: ::std::string::String,
                /// Its params.
                params: ::core::option::Option<wire::Json>,
            },
        }

        wire::params!(@impl Notification { $($name = $method $(($params))?,)* });
    };
}

/// The params of a method: their type, how they are read.
macro_rules! params {
    () => { () };
    ($params:ty) => { $params };
    (@impl $type:ident { $($name:ident = $method:literal $(($params:ty))?,)* }) => {
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
                    $($method => wire::params!(@read $name params $($params)?),)*
                    _ => Self::Unknown { method: method.into(), params },
                })
            }

            /// The name on the wire.
            #[must_use]
            pub fn method(&self) -> &str {
                match self {
                    $(wire::params!(@pattern $name $($params)?) => $method,)*
                    Self::Unknown { method, .. } => method,
                }
            }
        }
    };
    (@read $name:ident $value:ident) => {{ wire::no_params($value.as_ref())?; Self::$name }};
    (@read $name:ident $value:ident $params:ty) => { Self::$name(wire::read_params($value)?) };
    (@pattern $name:ident) => { Self::$name };
    (@pattern $name:ident $params:ty) => { Self::$name(_) };
}

pub(crate) use {notifications, params, requests};
