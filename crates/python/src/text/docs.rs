//! Docstrings.

use super::WIDTH;
use super::literal::escape;

/// Text for people, as a docstring holds it: one entry a line, not yet wrapped, nothing in it that
/// Python, a terminal or an editor would take for something else.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocText(Vec<String>);

/// How a line behaves when lines are filled.
enum Line<'a> {
    Blank,
    /// Flows together with its neighbours.
    Plain(&'a str),
    /// Begins a list item, whose further lines are indented by so much.
    Item(usize, &'a str),
    /// Stays as it is.
    Fixed(&'a str),
}

impl DocText {
    /// The lines of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let breaks = ['\n', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
        let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
        let hard = |line: &str| if line.ends_with("  ") && !line.trim().is_empty() { "\u{2}" } else { "" };
        let mut lines: Vec<String> =
            text.split(breaks).map(|line| clean(line.trim_end()) + hard(line)).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        if let Some(last) = lines.last_mut().filter(|last| last.ends_with(BREAK)) {
            last.pop();
        }
        let blank = lines.iter().take_while(|line| line.trim().is_empty()).count();
        lines.drain(..blank);
        if let Some(first) = lines.first_mut() {
            *first = first.trim_start().to_owned();
        }
        // What all further lines are indented by is the comment's that they were copied from.
        let margin = |line: &String| line.len() - line.trim_start().len();
        let common = lines.iter().skip(1).filter(|line| !line.is_empty()).map(margin).min().unwrap_or(0);
        lines.iter_mut().skip(1).filter(|line| !line.is_empty()).for_each(|line| {
            line.drain(..common);
        });
        Self(lines)
    }

    /// The same with another paragraph.
    #[must_use]
    pub fn and(mut self, more: &str) -> Self {
        if !self.0.is_empty() {
            self.0.push(String::new());
        }
        self.0.extend(Self::new(more).0);
        self
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The docstring, its first line not indented.
    #[must_use]
    pub fn literal(&self, indent: usize) -> String {
        let mut lines = self.filled(WIDTH - indent, 3);
        let raw = lines.iter().any(|line| line.contains('\\')) && self.can_be_raw();
        let prefix = if raw { "r" } else { "" };
        if let [only] = lines.as_slice() {
            let text = if raw { only.clone() } else { quoted(only) };
            let (before, after) = (space(text.starts_with('"')), space(ends_in_quote(&text)));
            let used = indent + prefix.len() + text.chars().count() + 6 + before.len() + after.len();
            if used <= WIDTH || !only.contains(' ') {
                return format!("{prefix}\"\"\"{before}{text}{after}\"\"\"");
            }
            // The end does not fit behind it: a shorter first line.
            lines = self.filled(WIDTH - indent, 6 + prefix.len() + before.len() + after.len());
        }
        let lines: Vec<String> = if raw { lines } else { lines.iter().map(|line| quoted(line)).collect() };
        let outer = " ".repeat(indent);
        let mut text = format!("{prefix}\"\"\"");
        for (place, line) in lines.iter().enumerate() {
            match (place, line.is_empty()) {
                (0, _) => text.push_str(space(line.starts_with('"'))),
                (_, true) => {}
                // mypy obeys such a line wherever it stands, in a string too.
                (_, false) if outer.is_empty() => text.push_str(space(line.starts_with("# mypy:"))),
                (_, false) => text.push_str(&outer),
            }
            text.push_str(line);
            text.push('\n');
        }
        text + &outer + "\"\"\""
    }

    /// Whether backslashes can stand for themselves.
    fn can_be_raw(&self) -> bool {
        let safe = |line: &String| !line.contains("\"\"\"") && !line.contains(ESCAPED);
        self.0.iter().all(safe) && self.0.last().is_some_and(|line| !line.ends_with(['\\', '"']))
    }

    /// The lines, filled up to `width`; the first has `used` characters before it.
    fn filled(&self, width: usize, used: usize) -> Vec<String> {
        let mut filled = Fill { lines: Vec::new(), width, used, hang: 0, open: false, begins: false };
        let mut fenced = None;
        for line in &self.0 {
            let (line, hard) = line.strip_suffix(BREAK).map_or((line.as_str(), false), |line| (line, true));
            let fence = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
            let fence = fence.filter(|mark| fenced.is_none_or(|open| open == *mark));
            match if fenced.is_some() || fence.is_some() { Line::Fixed(line) } else { Line::of(line) } {
                Line::Blank => filled.line(String::new()),
                Line::Fixed(text) => filled.line(text.to_owned()),
                Line::Item(hang, text) => filled.item(hang, text),
                Line::Plain(text) => text.split_whitespace().for_each(|word| filled.word(word)),
            }
            // Where the author broke the line, it stays broken.
            if (hard || line.ends_with('\\')) && filled.open {
                filled.begins = true;
            }
            if fence.is_some() {
                fenced = if fenced.is_some() { None } else { fence };
            }
        }
        filled.lines
    }
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Self {
        let text = line.trim_start();
        let margin = line.len() - text.len();
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        let mark = if text.starts_with("- ") || text.starts_with("* ") || text.starts_with("+ ") {
            2
        } else if digits > 0 && (text[digits..].starts_with(". ") || text[digits..].starts_with(") ")) {
            digits + 2
        } else {
            0
        };
        match (text, mark) {
            ("", _) => Self::Blank,
            (_, 1..) => Self::Item(margin + mark, line),
            _ if margin >= 4 || text.starts_with(['#', '|', '>']) => Self::Fixed(line),
            // Below a heading, or between parts.
            _ if ["=", "-", "*", "_"]
                .iter()
                .any(|mark| text.len() >= 3 && text.replace(mark, "").is_empty()) =>
            {
                Self::Fixed(line)
            }
            _ => Self::Plain(text),
        }
    }
}

struct Fill {
    lines: Vec<String>,
    width: usize,
    used: usize,
    hang: usize,
    open: bool,
    /// Whether the next word begins a line.
    begins: bool,
}

impl Fill {
    fn line(&mut self, text: String) {
        self.begins = false;
        self.lines.push(text);
        self.open = false;
        self.hang = 0;
    }

    fn item(&mut self, hang: usize, text: &str) {
        let mut words = text.split_whitespace();
        let margin = text.len() - text.trim_start().len();
        self.begins = false;
        self.lines.push(format!("{}{}", " ".repeat(margin), words.next().unwrap_or_default()));
        self.open = true;
        self.hang = hang;
        words.for_each(|word| self.word(word));
    }

    fn word(&mut self, word: &str) {
        let used = if self.lines.len() <= 1 { self.used } else { 0 };
        let length = |text: &str| text.chars().count();
        let goes_on = self.open && !std::mem::take(&mut self.begins);
        match self.lines.last_mut() {
            Some(last) if goes_on && used + length(last) + 1 + length(word) <= self.width => {
                last.push(' ');
                last.push_str(word);
            }
            _ => {
                let hang = if self.open { self.hang } else { 0 };
                self.lines.push(format!("{}{word}", " ".repeat(hang)));
                if !self.open {
                    self.hang = 0;
                }
                self.open = true;
            }
        }
    }
}

/// At the end of a line that the author broke.
const BREAK: char = '\u{2}';

/// Stands for a backslash that begins an escape sequence, until the text is quoted.
const ESCAPED: char = '\u{1}';

/// Characters that do not show, or that change how others show, as escape sequences.
fn clean(line: &str) -> String {
    let mut text = String::new();
    for c in line.chars() {
        if is_hidden(c) {
            let mut sequence = String::new();
            escape(c, &mut sequence);
            text.push(ESCAPED);
            text.push_str(&sequence[1..]);
        } else {
            text.push(if c.is_whitespace() { ' ' } else { c });
        }
    }
    text
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}')
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}')
}

/// Backslashes and quotes that would end the docstring, escaped.
fn quoted(line: &str) -> String {
    line.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"").replace(ESCAPED, "\\")
}

/// Whether the last character is a quote that no backslash escapes.
fn ends_in_quote(text: &str) -> bool {
    text.strip_suffix('"')
        .is_some_and(|rest| (rest.len() - rest.trim_end_matches('\\').len()).is_multiple_of(2))
}

const fn space(needed: bool) -> &'static str {
    if needed { " " } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> String {
        DocText::new(text).literal(4)
    }

    #[test]
    fn nothing_ends_a_docstring_but_its_end() {
        assert_eq!(literal("plain"), r#""""plain""""#);
        assert_eq!(literal(r#""""; import os"#), r#""""\"\"\"; import os""""#);
        assert_eq!(literal("ends in \\"), r#""""ends in \\""""#);
        assert_eq!(literal("C:\\dir is"), r#"r"""C:\dir is""""#);
        assert_eq!(literal("say \"hi\""), r#""""say "hi" """"#);
        assert_eq!(literal("\"hi\" said"), r#"""" "hi" said""""#);
        assert_eq!(literal(r#"ends """"#), r#""""ends \"\"\"""""#);
        assert_eq!(literal(r#"ends """""#), r#""""ends \"\"\"" """"#);
    }

    #[test]
    fn a_line_that_mypy_would_obey_is_none() {
        let text = DocText::new("A name.\n# mypy: ignore-errors").literal(0);
        assert_eq!(text, "\"\"\"A name.\n # mypy: ignore-errors\n\"\"\"");
    }

    #[test]
    fn hidden_characters_show() {
        assert_eq!(literal("a\u{202e}b\u{0}\u{1b}"), r#""""a\u202eb\x00\x1b""""#);
        assert_eq!(literal("one\rtwo\u{2028}three"), r#""""one two three""""#);
    }

    #[test]
    fn what_the_author_broke_stays_broken() {
        let text = literal("Title\n=====\na  \nb\\\nc\n\n~~~\nx\n  y\n```\n~~~\nd\ne  ");
        let expected =
            [r#"r"""Title"#, "=====", "a", r"b\", "c", "", "~~~", "x", "  y", "```", "~~~", "d e", r#"""""#];
        assert_eq!(
            text.lines()
                .map(str::trim_end)
                .map(|line| line.strip_prefix("    ").unwrap_or(line))
                .collect::<Vec<_>>(),
            expected
        );
    }

    #[test]
    fn text_is_filled_and_lists_hang() {
        let text = format!("{}\n\n- {}\n- b", "word ".repeat(30), "item ".repeat(30));
        let lines: Vec<String> = literal(&text).lines().map(str::to_owned).collect();
        assert!(lines.iter().all(|line| line.len() <= WIDTH));
        assert!(lines.iter().any(|line| line.starts_with("      item")), "{lines:#?}");
    }
}
