//! Text of the schema, made safe for TypeScript by type: nothing else may hold it.

mod doc;
mod ident;
mod string;

pub use doc::DocText;
pub use ident::Ident;
pub use string::{Key, NumLit, Prefixed, StrLit};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_choose_the_quote_that_needs_fewer_escapes() {
        assert_eq!(StrLit::new("it's").to_string(), "\"it's\"");
        assert_eq!(StrLit::new("say \"x\"").to_string(), "'say \"x\"'");
        assert_eq!(StrLit::new("'\"").to_string(), "\"'\\\"\"");
        assert_eq!(
            StrLit::new("a\\u0022\n\u{202e}\u{e0001}").to_string(),
            "\"a\\\\u0022\\n\\u202e\\u{e0001}\""
        );
    }

    #[test]
    fn what_is_special_in_a_template_literal_is_escaped() {
        assert_eq!(Prefixed::new("x-").to_string(), "`x-${string}`");
        assert_eq!(Prefixed::new("`${a}\\\n\u{202e}").to_string(), "`\\`\\${a}\\\\\\u000a\\u202e${string}`");
    }

    #[test]
    fn keys_are_bare_only_where_they_are_ascii_identifiers() {
        for (wire, key) in [
            ("threadId", "threadId"),
            ("__proto__", "__proto__"),
            ("class", "class"),
            ("1", "\"1\""),
            ("", "\"\""),
            ("a-b", "\"a-b\""),
            ("é", "\"\\u00e9\""),
            ("é b", "\"é b\""),
        ] {
            assert_eq!(Key::new(wire).to_string(), key);
        }
    }

    #[test]
    fn numbers_are_exact_or_not_written() {
        assert_eq!(
            NumLit::integer((1 << 53) - 1).map(|number| number.to_string()).as_deref(),
            Some("9007199254740991")
        );
        assert_eq!(NumLit::integer(1 << 53), None);
        assert_eq!(NumLit::bigint(1 << 53).to_string(), "9007199254740992n");
        assert_eq!(NumLit::float(1e30).map(|number| number.to_string()).as_deref(), Some("1e30"));
        assert_eq!(NumLit::float(f64::INFINITY), None);
    }

    #[test]
    fn docs_neither_end_the_comment_nor_begin_a_tag() {
        let text = DocText::new("\n*/ a\r@internal {@link X} a@b.c\u{2028}\u{7}\n\n");
        assert_eq!(text.lines(), ["*\\/ a", "\\@internal {\\@link X} a@b.c", "\\u0007"]);
        assert_eq!(DocText::code("\"*/ @x `\""), "`\"*\\/ \\u0040x \\u0060\"`");
    }
}
