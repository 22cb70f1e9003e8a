//! Text of the schema in Rust source. Nothing else turns it into code.

use std::fmt;

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
        let text = reason.map(|reason| DocText::markdown(reason).0.join(" "));
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

    /// Untrusted Markdown. What is left of it: paragraphs, lists, emphasis, code and links.
    #[must_use]
    pub fn markdown(text: &str) -> Self {
        let mut lines: Vec<String> = Vec::new();
        let mut fence: Option<usize> = None;
        for line in text.split(is_line_end) {
            let line = line.trim_end();
            let body = line.trim_start();
            let ticks = body.len() - body.trim_start_matches('`').len();
            match fence {
                Some(open) if ticks >= open && body.len() == ticks => {
                    lines.push("`".repeat(open));
                    fence = None;
                }
                Some(_) => lines.push(verbatim(line)),
                None if ticks >= 3 && !body[ticks..].contains('`') => {
                    lines.push(format!("{}text", "`".repeat(ticks)));
                    fence = Some(ticks);
                }
                None if body.is_empty() => lines.push(String::new()),
                None => lines.push(indent(line) + &prose(body)),
            }
        }
        if let Some(open) = fence {
            lines.push("`".repeat(open));
        }
        lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
        let start = lines.iter().take_while(|line| line.is_empty()).count();
        lines.drain(..start);
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        Self(lines)
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

const fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// At most three spaces: more would make a code block, which rustdoc would run.
fn indent(line: &str) -> String {
    let width: usize =
        line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
    " ".repeat(width.min(3))
}

/// A line inside a fence: nothing but invisible characters needs care.
fn verbatim(line: &str) -> String {
    let mut text = String::new();
    for c in line.chars() {
        push(&mut text, c, false);
    }
    text
}

fn push(text: &mut String, c: char, escape: bool) {
    match c {
        '\t' => text.push_str("    "),
        c if is_visible(c) => text.push(c),
        c => {
            text.push_str(if escape { r"\\" } else { r"\" });
            text.extend(c.escape_unicode().skip(1));
        }
    }
}

/// Whether a character shows itself and changes nothing around it.
fn is_visible(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{feff}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => false,
        c => !c.is_control(),
    }
}

/// A line outside a fence.
fn prose(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        // What a span, a link and a URL begin with.
        let may_be_one = matches!(c, '`' | '[' | '<' | 'h');
        let one = || span(rest).or_else(|| link(rest)).or_else(|| url(rest));
        if may_be_one && let Some((piece, length)) = one() {
            text.push_str(&piece);
            rest = &rest[length..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' if rest.starts_with(|c: char| c.is_ascii_punctuation()) => {
                text.push('\\');
                text.extend(rest.chars().next());
                rest = &rest[1..];
            }
            '\\' | '`' | '[' | ']' | '<' | '>' | '|' | '&' | '$' | '~' => text.extend(['\\', c]),
            // Wide gaps behind the mark of a list would make a code block, which rustdoc would run.
            ' ' | '\t' if rest.starts_with([' ', '\t']) => {}
            '\t' => text.push(' '),
            // Never a URL without its brackets.
            ':' if rest.starts_with("//") => text.push_str("\\:"),
            c => push(&mut text, c, true),
        }
    }
    text
}

/// A code span that closes on the same line.
fn span(text: &str) -> Option<(String, usize)> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    if ticks == 0 {
        return None;
    }
    let mark = &text[..ticks];
    let mut from = ticks;
    loop {
        let start = from + text[from..].find(mark)?;
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if run == ticks {
            let end = start + ticks;
            return Some((verbatim(&text[..end]), end));
        }
        from = start + run;
    }
}

/// `[text](https://...)` with nothing else in the text than words and code.
fn link(text: &str) -> Option<(String, usize)> {
    let inner = text.strip_prefix('[')?;
    let (label, after) = inner.split_once("](")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || " .,-_/:'()`".contains(c);
    let closed = label.matches('`').count() % 2 == 0;
    if label.is_empty() || !closed || !label.chars().all(plain) {
        return None;
    }
    let address = address(after)?;
    if !after[address..].starts_with(')') {
        return None;
    }
    let length = 1 + label.len() + 2 + address + 1;
    Some((text[..length].to_owned(), length))
}

/// A bare URL, in brackets.
fn url(text: &str) -> Option<(String, usize)> {
    let text = text.strip_prefix('<').map_or(text, |inner| match address(inner) {
        Some(length) if inner[length..].starts_with('>') => text,
        _ => inner,
    });
    if let Some(inner) = text.strip_prefix('<') {
        let length = address(inner)?;
        return Some((format!("<{}>", &inner[..length]), length + 2));
    }
    let length = address(text)?;
    Some((format!("<{}>", &text[..length]), length))
}

/// How long the URL is that a text begins with.
fn address(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c);
    let end = text.find(|c: char| !allowed(c)).unwrap_or(text.len());
    let length = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']).len();
    (length > scheme.len()).then_some(length)
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
        assert_eq!(doc("~~~rust\n-     run()\n-\t\trun()"), "\\~\\~\\~rust\n- run()\n- run()");
        assert_eq!(doc("    let x = 1;"), "   let x = 1;");
        assert_eq!(doc("a\u{2028}b\u{202e}c\u{0}"), "a\nb\\\\u{202e}c\\\\u{0}");
    }
}
