//! Markdown of the schema in doc comments: inert for rustc, rustdoc and clippy, whatever it says.

/// Languages of code that rustdoc shows and never runs.
const LANGUAGES: [&str; 32] = [
    "bash",
    "c",
    "console",
    "cpp",
    "css",
    "csharp",
    "diff",
    "go",
    "graphql",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "json5",
    "jsonc",
    "kotlin",
    "markdown",
    "py",
    "python",
    "sh",
    "shell",
    "sql",
    "swift",
    "toml",
    "ts",
    "typescript",
    "xml",
    "yaml",
    "yml",
];

/// A block of code that was begun.
struct Fence {
    mark: char,
    length: usize,
    /// How far it stands in, as it was written.
    width: usize,
}

/// The lines of a doc comment, without their marks.
pub fn lines(text: &str) -> Vec<String> {
    let source: Vec<&str> = text.split(is_line_end).collect();
    // No run of backticks within ends what this many begin.
    let far = source.iter().filter(|line| width(line) >= 4);
    let ticks = far.map(|line| longest(line)).max().unwrap_or_default().max(2) + 1;
    let mut writer = Writer { ticks, ..Writer::default() };
    for (at, line) in source.iter().enumerate() {
        writer.line(line, source.get(at + 1).copied().unwrap_or_default());
    }
    writer.finish()
}

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    fence: Option<Fence>,
    /// Whether the lines are those of a table.
    table: bool,
    /// Whether what stands in belongs to the item of a list.
    list: bool,
    /// Whether a code block is being written that is known by how far it stands in.
    indented: bool,
    /// How many backticks are around such a block.
    ticks: usize,
}

impl Writer {
    fn line(&mut self, line: &str, next: &str) {
        let ends_hard = line.ends_with("  ") || line.ends_with('\\') && !line.ends_with("\\\\");
        let line = line.trim_end();
        let body = line.trim_start();
        if self.fence.is_some() {
            return self.within(line, body);
        }
        let width = width(line);
        if self.indented && !body.is_empty() && width < 4 {
            self.end_indented();
        }
        if self.indented {
            return self
                .lines
                .push(verbatim(&line.replace('\t', "    ").chars().skip(4).collect::<String>()));
        }
        if let Some((mark, length)) = fence(body) {
            let language =
                body[length..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            let language = LANGUAGES.into_iter().find(|known| *known == language).unwrap_or("text");
            let marks: String = std::iter::repeat_n(mark, length).collect();
            self.lines.push(format!("{}{marks}{language}", indent(width)));
            self.fence = Some(Fence { mark, length, width });
            self.list &= width > 0;
            return;
        }
        if body.is_empty() {
            self.table = false;
            return self.lines.push(String::new());
        }
        let is_item = is_item(body);
        let begins = self.lines.last().is_none_or(String::is_empty);
        if width >= 4 && begins && !self.list && !is_item {
            self.indented = true;
            self.lines.push(format!("{}text", "`".repeat(self.ticks)));
            return self
                .lines
                .push(verbatim(&line.replace('\t', "    ").chars().skip(4).collect::<String>()));
        }
        self.list = is_item || self.list && width > 0;
        self.table = self.table || is_delimiter(next);
        self.quote(body, width, ends_hard && !next.trim().is_empty());
    }

    /// A line of a paragraph, of a list or a table; or of a quote, which ends where no line is marked.
    fn quote(&mut self, body: &str, width: usize, ends_hard: bool) {
        let unmarked = body.trim_start_matches(['>', ' ', '\t']);
        let marks = body[..body.len() - unmarked.len()].matches('>').count();
        let marks = if body.starts_with('>') { marks } else { 0 };
        let was_quoted = self.lines.last().is_some_and(|last| last.starts_with('>'));
        if was_quoted && marks == 0 {
            self.lines.push(String::new());
        }
        let body = if marks > 0 { unmarked } else { body };
        let hard = if ends_hard && !self.table { "\\" } else { "" };
        let body = if hard.is_empty() { body } else { body.strip_suffix('\\').unwrap_or(body) };
        let prose = prose(body, self.table);
        let line = if marks > 0 {
            format!("{} {prose}{hard}", vec![">"; marks].join(" "))
        } else {
            format!("{}{prose}{hard}", indent(width))
        };
        self.lines.push(line.trim_end().to_owned());
    }

    /// A line within a block of code, or its end. What is in a list stays there: each line stands in as the first.
    fn within(&mut self, line: &str, body: &str) {
        let Some(Fence { mark, length, width }) = &self.fence else { return };
        let own = body.chars().take_while(|c| c == mark).count();
        if own >= *length && body.len() == own {
            let marks: String = std::iter::repeat_n(*mark, *length).collect();
            self.lines.push(format!("{}{marks}", indent(*width)));
            self.fence = None;
            return;
        }
        let text = line.replace('\t', "    ");
        let spaces = text.len() - text.trim_start_matches(' ').len();
        let text = verbatim(&text[spaces.min(*width)..]);
        self.lines.push(if text.is_empty() { text } else { format!("{}{text}", indent(*width)) });
    }

    fn end_indented(&mut self) {
        let mut blank = 0;
        while self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
            blank += 1;
        }
        self.lines.push("`".repeat(self.ticks));
        self.lines.extend(std::iter::repeat_n(String::new(), blank));
        self.indented = false;
    }

    fn finish(mut self) -> Vec<String> {
        if let Some(Fence { mark, length, width }) = self.fence.take() {
            let marks: String = std::iter::repeat_n(mark, length).collect();
            self.lines.push(format!("{}{marks}", indent(width)));
        }
        if self.indented {
            self.end_indented();
        }
        let mut lines = self.lines;
        lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
        let start = lines.iter().take_while(|line| line.is_empty()).count();
        lines.drain(..start);
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    }
}

/// The longest run of backticks.
fn longest(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// The mark of a block of code, and how often it is there.
fn fence(body: &str) -> Option<(char, usize)> {
    let mark = body.chars().next().filter(|c| ['`', '~'].contains(c))?;
    let length = body.chars().take_while(|c| *c == mark).count();
    (length >= 3 && !body[length..].contains('`')).then_some((mark, length))
}

/// Whether a line begins the item of a list.
fn is_item(body: &str) -> bool {
    let digits = body.len() - body.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &body[digits..];
    let marks: &[char] = if digits > 0 { &['.', ')'] } else { &['-', '*', '+'] };
    rest.strip_prefix(marks).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// Whether a line is the one below the head of a table.
fn is_delimiter(line: &str) -> bool {
    line.contains('-') && line.contains(['|', ':']) && line.trim().chars().all(|c| "|:- \t".contains(c))
}

const fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{0b}' | '\u{0c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// How far a line stands in.
fn width(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// At most three spaces: more would make a code block, which rustdoc would run.
fn indent(width: usize) -> String {
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

/// A line outside a fence. In a row of a table bars part cells, in code too.
fn prose(line: &str, table: bool) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        // What a span, a link and a URL begin with.
        let may_be_one = matches!(c, '`' | '[' | '<' | 'h');
        let one = || span(rest).or_else(|| link(rest)).or_else(|| url(rest));
        if may_be_one && let Some((piece, length)) = one() {
            text.push_str(&if table { bars(&piece) } else { piece });
            rest = &rest[length..];
            continue;
        }
        let tildes = rest.len() - rest.trim_start_matches('~').len();
        if tildes > 0 && tildes < 3 {
            text.push_str(&rest[..tildes]);
            rest = &rest[tildes..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' if rest.starts_with(|c: char| c.is_ascii_punctuation()) => {
                text.push('\\');
                text.extend(rest.chars().next());
                rest = &rest[1..];
            }
            '|' if table => text.push('|'),
            '`' => {
                // None of as many closes it, and one of fewer would be looked for from each.
                let ticks = 1 + rest.len() - rest.trim_start_matches('`').len();
                text.push_str(&"\\`".repeat(ticks));
                rest = rest.trim_start_matches('`');
            }
            '~' => {
                // So many would begin a block of code.
                text.push_str(&"\\~".repeat(tildes));
                rest = rest.trim_start_matches('~');
            }
            '\\' | '[' | ']' | '<' | '>' | '|' | '&' | '$' => text.extend(['\\', c]),
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

/// Bars that part no cells.
fn bars(piece: &str) -> String {
    piece.replace("\\|", "|").replace('|', "\\|")
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
    let plain = |c: char| c.is_ascii_alphanumeric() || " .,-_/:'()`".contains(c);
    let (label, after) = inner.split_at(inner.find(|c: char| !plain(c))?);
    let after = after.strip_prefix("](")?;
    let closed = label.matches('`').count() % 2 == 0;
    if label.is_empty() || !closed {
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
    use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag};

    use super::lines;

    fn doc(text: &str) -> String {
        lines(text).join("\n")
    }

    #[test]
    fn blocks_of_code_keep_their_language_and_their_list_and_are_never_rust() {
        assert_eq!(doc("```json\n{}\n```"), "```json\n{}\n```");
        assert_eq!(doc("~~~rust\nfn main() {}\n~~~\nx"), "~~~text\nfn main() {}\n~~~\nx");
        assert_eq!(doc("```json,should_panic\n1"), "```json\n1\n```");
        assert_eq!(
            doc("1. a\n   ```sh\n   ls\n out\n   ```\n2. b"),
            "1. a\n   ```sh\n   ls\n   out\n   ```\n2. b"
        );
        // What stands in is code too, whatever is in it.
        assert_eq!(doc("a\n\n    let x;\n\n    ```rust\nb"), "a\n\n````text\nlet x;\n\n```rust\n````\nb");
        assert_eq!(doc("- a\n\n      b"), "- a\n\n   b");
        assert_eq!(doc("    let x = 1;"), "```text\nlet x = 1;\n```");
    }

    #[test]
    fn tables_quotes_and_breaks_are_kept() {
        assert_eq!(
            doc("| a | `b|[c]` |\n|---|---|\n| d | \\| |\n\na | b"),
            "| a | `b\\|[c]` |\n|---|---|\n| d | \\| |\n\na \\| b"
        );
        assert_eq!(doc("x\n:-:\n`[a]|`"), "x\n:-:\n`[a]\\|`");
        assert_eq!(doc("> a\n>> b\nc"), "> a\n> > b\n\nc");
        assert_eq!(doc(">     ```rust"), "> \\`\\`\\`rust");
        assert_eq!(doc("a  \nb\\\nc\\"), "a\\\nb\\\nc\\\\");
    }

    /// What begins something that never ends is not looked at again from each place.
    #[test]
    fn a_long_line_costs_what_it_says() {
        let start = std::time::Instant::now();
        for part in ["[", "`", "*_`[<", "[a`", "<http://a", "`a``"] {
            doc(&part.repeat(200_000));
        }
        assert!(start.elapsed() < std::time::Duration::from_secs(20), "{:?}", start.elapsed());
    }

    /// What rustdoc sees of any text: no code that it would run, no HTML, no link but to the web.
    #[test]
    fn no_text_becomes_code_html_or_a_link_to_an_item() {
        const PARTS: [&str; 30] = [
            "```",
            "````",
            "~~~",
            "rust",
            "text",
            " ",
            "    ",
            "\n",
            "\n",
            "\n\n",
            "|",
            "---",
            ":-:",
            "|-|",
            "> ",
            "- ",
            "1. ",
            "[a]",
            "`",
            "`",
            "<b>",
            "\\",
            "a",
            "\t",
            "&lt;",
            "[a](b)",
            "https://x.y",
            "]: c",
            "  \n",
            "[^1]",
        ];
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_SMART_PUNCTUATION;
        let mut seed = 7_u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap_or_default() % below
        };
        for _ in 0..30_000 {
            let source: String = (0..=next(24)).map(|_| PARTS[next(PARTS.len())]).collect();
            let text = doc(&source);
            let mut broken = Vec::new();
            let mut callback = |link: BrokenLink<'_>| {
                broken.push(link.reference.to_string());
                None
            };
            let parser = Parser::new_with_broken_link_callback(&text, options, Some(&mut callback));
            for event in parser {
                let bad = match &event {
                    Event::Html(_)
                    | Event::InlineHtml(_)
                    | Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => true,
                    Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                        **info != *"text" && !super::LANGUAGES.contains(&&**info)
                    }
                    Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                        !dest_url.starts_with("http")
                    }
                    _ => false,
                };
                assert!(!bad, "{event:?} in {text:?} of {source:?}");
            }
            assert!(broken.is_empty(), "{broken:?} in {text:?} of {source:?}");
        }
    }
}
