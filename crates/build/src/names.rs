//! Types that want one name in the generated code.

use std::collections::BTreeMap;

use codegen_rust::target::ir::Protocol;
use codegen_rust::target::ir::schema::{Bundle, DefId, Diagnostic, Diagnostics, Place, toml_quote};
use codegen_rust::target::words::type_identifier;

/// A warning for each type that does not get its name because another has it, with the line of the
/// configuration that settles it.
pub fn contested(bundle: &Bundle, protocol: &Protocol) -> Diagnostics {
    let mut owners = BTreeMap::new();
    let mut found = Diagnostics::default();
    // Others are spelled out where what is left without their accents is another's.
    for (id, def) in protocol.types.iter().filter(|(_, def)| def.name.is_ascii()) {
        let name = type_identifier(&def.name);
        let Some(owner) = owners.get(&name) else {
            owners.insert(name, &def.name);
            continue;
        };
        let file = bundle.get(DefId(id.0)).map(|one| one.file.clone()).unwrap_or_default();
        let at = toml_quote(&bundle.address(&file, &def.pointer));
        let place = Place { file, pointer: Some(def.pointer.clone()), span: None };
        let message = format!(
            "`{}` and `{}` would both be called `{name}`",
            owner.escape_debug(),
            def.name.escape_debug()
        );
        let note = format!("`{}` has the name; this one gets its place and a hash", owner.escape_debug());
        let help = format!("name it in the config:\n[names]\n{at} = \"Other{name}\"");
        found.push(Diagnostic::warning("contested-name", place, message).note(note).help(help));
    }
    found
}
