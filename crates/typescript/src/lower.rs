//! From what a protocol means to what TypeScript says of it.

mod bases;
mod declare;
mod docs;
mod methods;
mod modules;
mod tags;
mod types;

use codegen_target::ir::Protocol;

use crate::Options;
use crate::conventions::Names;
use crate::model::{Methods, Module, Package, SingleKey, Support, UnknownVariant};
use crate::text::Ident;

/// The package for a protocol.
#[must_use]
pub fn lower(protocol: &Protocol, options: &Options) -> Package {
    let mut names = Names::new(protocol);
    let files = modules::files(protocol);
    let shared = Shared::new(&mut names);
    let words = methods::MethodWords::new(&mut names);
    let bases = bases::bases(protocol, &files, &mut names);
    let context =
        Context { protocol, options, files, names, bases, tags: tags::Tags::new(protocol), shared, words };
    let modules = modules::modules(&context);
    let methods = methods::methods(&context).map(|methods| modules::import_methods(&context, methods));
    Package {
        support: support(&context, &modules, methods.as_ref()),
        modules,
        methods,
        extension: options.imports.extension(),
        docs: docs::package(options),
    }
}

/// What the steps of the lowering look at.
struct Context<'a> {
    protocol: &'a Protocol,
    options: &'a Options,
    files: Vec<String>,
    names: Names,
    bases: bases::Bases,
    tags: tags::Tags,
    shared: Shared,
    words: methods::MethodWords,
}

/// The names of what the support module can hold for types.
struct Shared {
    unknown_variant: UnknownVariant,
    single_key: SingleKey,
    known: Ident,
}

impl Shared {
    fn new(names: &mut Names) -> Self {
        Self {
            unknown_variant: UnknownVariant {
                variant: names.add("UnknownVariant"),
                tag: names.add("UnknownTag"),
            },
            single_key: SingleKey { closed: names.add("SingleKey"), open: names.add("OpenSingleKey") },
            known: names.add("Known"),
        }
    }
}

/// The support module: only what is used.
fn support(context: &Context<'_>, modules: &[Module], methods: Option<&Methods>) -> Support {
    let shared = &context.shared;
    let used = modules::used_names(modules);
    let single = used.contains(&shared.single_key.closed) || used.contains(&shared.single_key.open);
    Support {
        unknown_variant: used
            .contains(&shared.unknown_variant.variant)
            .then(|| shared.unknown_variant.clone()),
        single_key: single.then(|| shared.single_key.clone()),
        known: modules.iter().any(Module::has_names).then(|| shared.known.clone()),
        ..methods::support(context, methods)
    }
}
