//! `JSDoc` comments, wrapped.

use super::layout::WIDTH;
use crate::model::Comment;

/// Whether there is nothing to say.
pub fn is_empty(comment: &Comment) -> bool {
    comment.blocks.is_empty() && comment.tags.is_empty()
}

/// The lines of a comment that stands `indent` to the right, without that indent.
pub fn lines(comment: &Comment, indent: usize) -> Vec<String> {
    let mut body: Vec<String> = Vec::new();
    for block in comment.blocks.iter().chain((!comment.tags.is_empty()).then_some(&comment.tags)) {
        if !body.is_empty() {
            body.push(String::new());
        }
        body.extend(wrap(block, WIDTH.saturating_sub(indent + 3).max(40)));
    }
    match body.as_slice() {
        [] => Vec::new(),
        [line] if line.chars().count() + indent + 7 <= WIDTH => vec![format!("/** {line} */")],
        lines => {
            let body =
                lines.iter().map(|line| if line.is_empty() { " *".to_owned() } else { format!(" * {line}") });
            std::iter::once("/**".to_owned()).chain(body).chain([" */".to_owned()]).collect()
        }
    }
}

/// The comment with its indent and a final newline; nothing where there is none.
pub fn text(comment: &Comment, indent: usize) -> String {
    let margin = " ".repeat(indent);
    lines(comment, indent).into_iter().flat_map(|line| [margin.clone(), line, "\n".to_owned()]).collect()
}

/// Breaks long lines at spaces, where Markdown reads the same afterwards.
fn wrap(lines: &[String], width: usize) -> Vec<String> {
    let mut wrapped = Vec::new();
    let mut fence: Option<&str> = None;
    for line in lines {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        let verbatim =
            fence.is_some() || mark.is_some() || line.starts_with("    ") || start.starts_with('|');
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        if verbatim { wrapped.push(line.clone()) } else { fold(line, width, &mut wrapped) }
    }
    wrapped
}

fn fold(line: &str, width: usize, wrapped: &mut Vec<String>) {
    let indent = line.len() - line.trim_start().len();
    let item = ["- ", "* ", "+ "].iter().any(|mark| line[indent..].starts_with(mark));
    let tag = line.starts_with("@defaultValue ");
    let next = " ".repeat(if item { indent + 2 } else { indent });
    let mut current = line[..indent].to_owned();
    let mut filled = false;
    let mut in_code = false;
    let spans = line.matches('`').count().is_multiple_of(2);
    for word in line[indent..].split(' ') {
        let long = current.chars().count() + 1 + word.chars().count() > width;
        if filled && long && !tag && !in_code && !begins_block(word) {
            wrapped.push(current.trim_end().to_owned());
            current = format!("{next}{word}");
        } else {
            if filled {
                current.push(' ');
            }
            current.push_str(word);
        }
        filled = true;
        in_code ^= spans && word.matches('`').count() % 2 == 1;
    }
    wrapped.push(current.trim_end().to_owned());
}

/// Whether a word at the head of a line would make Markdown read more than a word.
fn begins_block(word: &str) -> bool {
    let number = word.trim_start_matches(|c: char| c.is_ascii_digit());
    word.is_empty()
        || word.starts_with("```")
        || word.starts_with(['#', '>', '=', '-', '+', '*', '|', '~', '<'])
        || number.len() < word.len() && number.starts_with(['.', ')'])
}
