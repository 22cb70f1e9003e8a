//! One module a command.

pub mod bump;
pub mod check;
pub mod diff;
pub mod explain;
pub mod generate;
pub mod init;
pub mod inspect;
pub mod meta;
pub mod pull;
pub mod source;
pub mod verify;
