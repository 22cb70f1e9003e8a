//! What the target languages share: names, modules, source files.

pub mod layout;
pub mod names;
mod source_file;
pub mod words;

pub use codegen_ir as ir;
pub use source_file::{Header, SourceFile};

use ir::{Protocol, TypeId};

/// A language that types can be generated for.
pub trait Target {
    /// As `--lang` and `lang = "..."` spell it.
    fn lang(&self) -> &'static str;

    /// All files of the protocol in this language. Pure: same protocol, same bytes.
    fn generate(&self, protocol: &Protocol, header: &Header) -> Vec<SourceFile>;

    /// The name of each type in this language, by id.
    fn type_names(&self, protocol: &Protocol) -> Vec<String>;

    /// The name of a type in this language.
    fn type_name(&self, protocol: &Protocol, id: TypeId) -> String {
        self.type_names(protocol).swap_remove(id.0 as usize)
    }
}
