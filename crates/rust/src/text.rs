//! Text of the schema in Rust source. Nothing else turns it into code.

use std::fmt;

use crate::markdown;

/// A string literal: printable in one line, nothing in it that an editor would show otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrLit(String);

impl StrLit {
    /// Escapes all but letters, digits and ASCII; letters too where another text would look the same.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let composed = text.is_ascii() || unicode_normalization::is_nfc(text);
        let mut literal = String::with_capacity(text.len() + 2);
        literal.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => literal.extend(['\\', c]),
                '\n' => literal.push_str("\\n"),
                '\t' => literal.push_str("\\t"),
                ' '..='~' => literal.push(c),
                c if composed && c.is_alphanumeric() => literal.push(c),
                c => literal.extend(c.escape_unicode()),
            }
        }
        literal.push('"');
        Self(literal)
    }
}

impl fmt::Display for StrLit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The attribute of what should no longer be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deprecated(Option<StrLit>);

impl Deprecated {
    /// With untrusted Markdown, in one line: rustdoc shows it as it shows docs.
    #[must_use]
    pub fn new(reason: Option<&str>) -> Self {
        let text = reason.map(|reason| {
            let lines = DocText::markdown(reason).0;
            let soft = lines.iter().map(|line| line.strip_suffix('\\').unwrap_or(line));
            soft.collect::<Vec<_>>().join(" ")
        });
        Self(text.filter(|text| !text.is_empty()).map(|text| StrLit::new(&text)))
    }

    /// Why, or what to use.
    #[must_use]
    pub const fn note(&self) -> Option<&StrLit> {
        self.0.as_ref()
    }
}

/// A doc comment: the lines without their marks, each safe for rustc, rustdoc and clippy.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocText(Vec<String>);

impl DocText {
    /// Text of our own, one line each.
    #[must_use]
    pub fn plain(lines: &[&str]) -> Self {
        Self(lines.iter().map(|line| (*line).to_owned()).collect())
    }

    /// Untrusted Markdown. What is left of it: paragraphs, lists, quotes, tables, emphasis, code and links.
    #[must_use]
    pub fn markdown(text: &str) -> Self {
        Self(markdown::lines(text))
    }

    /// Adds a paragraph of our own.
    pub fn paragraph(&mut self, line: impl Into<String>) {
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
        self.0.push(line.into());
    }

    /// Adds what is said of a value and not checked: code, whatever its length, where it can be.
    pub fn unchecked(&mut self, what: &str, text: &str) {
        if is_code(text) {
            self.paragraph(format!("{what}: `{text}`."));
        } else {
            self.paragraph(format!("{what}: {}", Self::markdown(text).0.join(" ")));
        }
    }

    /// The lines.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

/// Text as a code span, where it fits one line.
pub fn code_span(text: &str) -> Option<String> {
    let fits = text.len() <= 80 && is_code(text);
    fits.then(|| format!("`{text}`"))
}

fn is_code(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| (' '..='~').contains(&c) && c != '`')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doc(text: &str) -> String {
        DocText::markdown(text).lines().join("\n")
    }

    #[test]
    fn literals_hold_everything() {
        assert_eq!(StrLit::new("\u{212a}e\u{301}").to_string(), r#""\u{212a}e\u{301}""#);
        assert_eq!(StrLit::new("a\"\\\n\u{202e}é🦀").to_string(), r#""a\"\\\n\u{202e}é\u{1f980}""#);
    }

    #[test]
    fn docs_are_inert() {
        assert_eq!(doc("a [foo] <T> `[x]` `open"), r"a \[foo\] \<T\> `[x]` \`open");
        assert_eq!(doc("see https://a.b/c. or [x](https://a.b)"), "see <https://a.b/c>. or [x](https://a.b)");
        assert_eq!(doc("[`x`](https://a.b) [`x](https://a.b)"), r"[`x`](https://a.b) \[\`x\](<https://a.b>)");
        assert_eq!(doc("<https://a.b> <http"), r"<https://a.b> \<http");
        assert_eq!(doc("```rust\nfn main() {}"), "```text\nfn main() {}\n```");
        assert_eq!(doc("-     run()\n-\t\trun()"), "- run()\n- run()");
        assert_eq!(doc("a ~~~rust ~~b~~"), "a \\~\\~\\~rust ~~b~~");
        assert_eq!(doc("a\u{2028}b\u{202e}c\u{0}"), "a\nb\\\\u{202e}c\\\\u{0}");
    }
}
