//! Text of the schema, made safe for TypeScript by type: nothing else may hold it.

mod doc;
mod ident;
mod string;

pub use doc::DocText;
pub use ident::Ident;
pub use string::{Key, NumLit, StrLit};

/// Whether a character could hide, reorder or break source text.
fn hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}')
}

/// The escape that TypeScript and JSON understand, or, beyond the basic plane, TypeScript alone.
fn escape(c: char) -> String {
    let code = u32::from(c);
    if code > 0xffff { format!("\\u{{{code:x}}}") } else { format!("\\u{code:04x}") }
}
