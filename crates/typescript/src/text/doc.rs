use super::{escape, hostile};

/// Lines of Markdown that may stand in a `JSDoc` comment: none of them ends it, begins a tag, or holds
/// a character that cannot be seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocText(Vec<String>);

impl DocText {
    /// The lines of a text, without blank ones at both ends.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let lines: Vec<String> = text
            .replace("\r\n", "\n")
            .split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'])
            .map(|line| safe(line.trim_end()))
            .collect();
        let filled = |line: &String| !line.is_empty();
        let start = lines.iter().position(filled).unwrap_or(lines.len());
        let end = lines.iter().rposition(filled).map_or(start, |last| last + 1);
        Self(lines[start..end].to_vec())
    }

    /// JSON in a code span. What Markdown or `JSDoc` might read is escaped as JSON escapes it.
    #[must_use]
    pub fn code(json: &str) -> String {
        let mut code = String::from("`");
        let mut before = ' ';
        for c in json.chars() {
            match c {
                '/' if before == '*' => code.push_str("\\/"),
                '`' | '@' => code.push_str(&escape(c)),
                c if hostile(c) => c
                    .encode_utf16(&mut [0; 2])
                    .iter()
                    .for_each(|unit| code.push_str(&format!("\\u{unit:04x}"))),
                c => code.push(c),
            }
            before = c;
        }
        code.push('`');
        code
    }

    /// The lines.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

fn safe(line: &str) -> String {
    let mut safe = String::with_capacity(line.len());
    let mut before = ' ';
    for c in line.chars() {
        match c {
            '\t' => safe.push_str("  "),
            '/' if before == '*' => safe.push_str("\\/"),
            // In the middle of a word (an address) it begins no tag.
            '@' if !before.is_alphanumeric() => safe.push_str("\\@"),
            c if hostile(c) => safe.push_str(&escape(c)),
            c => safe.push(c),
        }
        before = c;
    }
    safe
}
