//! Prettier's layout: groups that break where they do not fit a line.

/// The width of a line.
pub const WIDTH: usize = 80;
const TAB: usize = 2;

/// Text whose line breaks are not chosen yet.
#[derive(Debug, Clone)]
pub enum Doc {
    /// As it is.
    Text(String),
    /// A space, or a new line where the group breaks.
    Line,
    /// Nothing, or a new line where the group breaks.
    Softline,
    /// A new line.
    Hardline,
    /// Something where the group breaks, else something else.
    IfBreak(&'static str, &'static str),
    /// One after the other.
    Concat(Vec<Doc>),
    /// New lines in it begin further right.
    Indent(Box<Doc>),
    /// Breaks as a whole or not at all.
    Group {
        /// What it holds.
        doc: Box<Doc>,
        /// Whether it breaks in any case.
        breaks: bool,
    },
    /// The right side of an assignment: on a line of its own where its head does not fit.
    Fluid(Box<Doc>),
}

impl Doc {
    /// Plain text, of whatever the caller has just made.
    #[allow(clippy::needless_pass_by_value)]
    pub fn text(text: impl ToString) -> Self {
        Self::Text(text.to_string())
    }

    /// A group that breaks where it must.
    pub fn group(parts: Vec<Self>) -> Self {
        let doc = Self::Concat(parts);
        Self::Group { breaks: doc.has_hardline(), doc: Box::new(doc) }
    }

    /// Indented parts.
    pub fn indent(parts: Vec<Self>) -> Self {
        Self::Indent(Box::new(Self::Concat(parts)))
    }

    /// Parts with `between` and a line between them.
    pub fn join(between: &str, parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Vec::new();
        for part in parts {
            if !all.is_empty() {
                all.extend([Self::text(between), Self::Line]);
            }
            all.push(part);
        }
        Self::Concat(all)
    }

    fn has_hardline(&self) -> bool {
        match self {
            Self::Hardline => true,
            Self::Concat(parts) => parts.iter().any(Self::has_hardline),
            Self::Indent(doc) | Self::Fluid(doc) => doc.has_hardline(),
            Self::Group { breaks, .. } => *breaks,
            Self::Text(_) | Self::Line | Self::Softline | Self::IfBreak(..) => false,
        }
    }

    /// The text, as it stands `column` to the right and with `suffix` behind it.
    pub fn print(&self, indent: usize, suffix: &str) -> String {
        let mut printer = Printer { text: " ".repeat(indent), column: indent };
        let end = Self::text(suffix);
        let mut stack = vec![(indent, Mode::Break, &end), (indent, Mode::Break, self)];
        while let Some((indent, mode, doc)) = stack.pop() {
            printer.step(indent, mode, doc, &mut stack);
        }
        printer.text.trim_start().to_owned()
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mode {
    Flat,
    Break,
}

type Command<'a> = (usize, Mode, &'a Doc);

struct Printer {
    text: String,
    column: usize,
}

impl Printer {
    fn write(&mut self, text: &str) {
        self.text.push_str(text);
        self.column += width(text);
    }

    fn newline(&mut self, indent: usize) {
        let kept = self.text.trim_end_matches(' ').len();
        self.text.truncate(kept);
        self.text.push('\n');
        self.text.push_str(&" ".repeat(indent));
        self.column = indent;
    }

    fn step<'a>(&mut self, indent: usize, mode: Mode, doc: &'a Doc, stack: &mut Vec<Command<'a>>) {
        match doc {
            Doc::Text(text) => self.write(text),
            Doc::Line if mode == Mode::Flat => self.write(" "),
            Doc::Softline if mode == Mode::Flat => {}
            Doc::Line | Doc::Softline | Doc::Hardline => self.newline(indent),
            Doc::IfBreak(broken, flat) => self.write(if mode == Mode::Break { broken } else { flat }),
            Doc::Concat(parts) => stack.extend(parts.iter().rev().map(|part| (indent, mode, part))),
            Doc::Indent(doc) => stack.push((indent + TAB, mode, doc)),
            Doc::Group { doc, breaks } => {
                let fits = !breaks && (mode == Mode::Flat || self.fits((indent, Mode::Flat, doc), stack));
                stack.push((indent, if fits { Mode::Flat } else { Mode::Break }, doc));
            }
            Doc::Fluid(doc) => {
                self.write(" ");
                if self.fits((indent, Mode::Break, doc), stack) {
                    stack.push((indent, Mode::Break, doc));
                } else {
                    self.newline(indent + TAB);
                    stack.push((indent + TAB, Mode::Break, doc));
                }
            }
        }
    }

    /// Whether everything up to the next line break fits the line.
    fn fits(&self, first: Command<'_>, rest: &[Command<'_>]) -> bool {
        let Some(mut left) = WIDTH.checked_sub(self.column) else { return false };
        let mut rest = rest.iter().rev().copied();
        let mut stack = vec![first];
        while let Some((indent, mode, doc)) = stack.pop().or_else(|| rest.next()) {
            let text = match doc {
                Doc::Text(text) => text.as_str(),
                Doc::Line if mode == Mode::Flat => " ",
                Doc::Softline if mode == Mode::Flat => "",
                Doc::Line | Doc::Softline | Doc::Hardline => return true,
                Doc::IfBreak(broken, flat) => {
                    if mode == Mode::Break {
                        broken
                    } else {
                        flat
                    }
                }
                Doc::Concat(parts) => {
                    stack.extend(parts.iter().rev().map(|part| (indent, mode, part)));
                    ""
                }
                Doc::Indent(doc) | Doc::Fluid(doc) => {
                    stack.push((indent, mode, doc));
                    ""
                }
                Doc::Group { doc, breaks } => {
                    stack.push((indent, if *breaks { Mode::Break } else { mode }, doc));
                    ""
                }
            };
            match left.checked_sub(width(text)) {
                Some(remaining) => left = remaining,
                None => return false,
            }
        }
        true
    }
}

/// How many columns a text takes.
fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char_width).sum() }
}

const fn char_width(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{303e}'
        | '\u{3041}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}'
        | '\u{1f680}'..='\u{1f6ff}'
        | '\u{1f900}'..='\u{1f9ff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object() -> Doc {
        let members = Doc::join(";", [Doc::text("a: string"), Doc::text("b: number")]);
        let lines = Doc::indent(vec![Doc::Line, members]);
        Doc::group(vec![Doc::text("{"), lines, Doc::IfBreak(";", ""), Doc::Line, Doc::text("}")])
    }

    #[test]
    fn a_group_breaks_only_where_it_does_not_fit_with_what_follows() {
        assert_eq!(object().print(0, ";"), "{ a: string; b: number };");
        let suffix = "x".repeat(WIDTH - "{ a: string; b: number }".len());
        assert_eq!(object().print(0, &suffix), format!("{{ a: string; b: number }}{suffix}"));
        assert_eq!(
            object().print(0, &format!("{suffix}x")),
            format!("{{\n  a: string;\n  b: number;\n}}{suffix}x")
        );
    }

    #[test]
    fn an_assigned_value_moves_down_only_where_its_head_does_not_fit() {
        let assigned = |length: usize, right: Doc| {
            Doc::Concat(vec![Doc::text("x".repeat(length)), Doc::Fluid(Box::new(right))]).print(0, ";")
        };
        assert_eq!(assigned(70, Doc::text("string")), format!("{} string;", "x".repeat(70)));
        assert_eq!(assigned(76, Doc::text("string")), format!("{}\n  string;", "x".repeat(76)));
        assert_eq!(assigned(70, object()), format!("{} {{\n  a: string;\n  b: number;\n}};", "x".repeat(70)));
    }

    #[test]
    fn wide_letters_take_two_columns() {
        assert_eq!(width("日本a"), 5);
    }
}
