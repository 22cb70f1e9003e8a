//! Types and values on lines as rustfmt lays them out.

/// How wide rustfmt lets a line get, and what stands between the parentheses of a tuple.
pub const WIDTH: usize = 100;
const TUPLE_WIDTH: usize = 60;

/// Whether rustfmt leaves a type on a line that ends before the column `end`.
fn is_line(ty: &str, start: usize, end: usize) -> bool {
    start + ty.len() <= end && !has_wide_tuple(ty)
}

fn has_wide_tuple(ty: &str) -> bool {
    match parts(ty) {
        Some((_, "(", inner)) if inner.len() > TUPLE_WIDTH => true,
        Some((_, _, inner)) => arguments(inner).into_iter().any(has_wide_tuple),
        None => false,
    }
}

/// The name of a generic type, nothing for a tuple; what opens its arguments; the arguments.
fn parts(ty: &str) -> Option<(&str, &str, &str)> {
    let (open, close) = if ty.starts_with('(') { ("(", ')') } else { ("<", '>') };
    let (name, inner) = ty.strip_suffix(close)?.split_once(open)?;
    Some((name, open, inner))
}

/// The arguments of a generic type, or the elements of a tuple.
fn arguments(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, one) in text.char_indices() {
        match one {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// A type that starts on a line with this indent, in its parts.
pub fn broken(ty: &str, indent: usize) -> String {
    let Some((name, open, inner)) = parts(ty) else { return ty.to_owned() };
    let close = if open == "(" { ")" } else { ">" };
    let arguments = arguments(inner);
    if let (true, [only]) = (open == "<", &arguments[..])
        && only.starts_with('(')
    {
        return format!("{name}<{}>", broken(only, indent));
    }
    let deeper = indent + 4;
    let mut text = format!("{name}{open}\n");
    for argument in arguments {
        let argument =
            if is_line(argument, deeper, WIDTH - 1) { argument.to_owned() } else { broken(argument, deeper) };
        text.push_str(&format!("{:deeper$}{argument},\n", ""));
    }
    text.push_str(&format!("{:indent$}{close}", ""));
    text
}

/// `before: TYPE,` on a line, on two, or with the type in its parts.
pub fn typed(before: &str, ty: &str, indent: usize) -> String {
    let deeper = indent + 4;
    if is_line(ty, indent + before.len() + 2, WIDTH - 1) {
        format!("{before}: {ty},")
    } else if is_line(ty, deeper, WIDTH - 1) || parts(ty).is_none() {
        format!("{before}:\n{:deeper$}{ty},", "")
    } else {
        in_parts(before, ty, indent)
    }
}

/// The same for a parameter, whose type is rather in its parts than on a line of its own.
pub fn parameter(before: &str, ty: &str, indent: usize) -> String {
    if is_line(ty, indent + before.len() + 2, WIDTH - 1) || parts(ty).is_none() {
        typed(before, ty, indent)
    } else {
        in_parts(before, ty, indent)
    }
}

/// The first line is behind `before` where it has the room.
fn in_parts(before: &str, ty: &str, indent: usize) -> String {
    let first = match parts(ty) {
        Some((name, "<", inner)) => name.len() + if inner.starts_with('(') { 2 } else { 1 },
        _ => 1,
    };
    if indent + before.len() + 2 + first <= WIDTH {
        return format!("{before}: {},", broken(ty, indent));
    }
    let deeper = indent + 4;
    format!("{before}:\n{:deeper$}{},", "", broken(ty, deeper))
}

/// `before(after` on a line, or what is between them on a line of its own: `after` begins with what closes it.
pub fn enclosed(before: &str, inner: &str, after: &str, indent: usize) -> String {
    let deeper = indent + 4;
    if is_line(inner, before.len(), WIDTH - after.len()) {
        return format!("{before}{inner}{after}\n");
    }
    let (prefix, ty) = inner.strip_prefix("pub ").map_or(("", inner), |ty| ("pub ", ty));
    if is_line(ty, deeper + prefix.len(), WIDTH - 1) || parts(ty).is_none() {
        return format!("{before}\n{:deeper$}{prefix}{ty},\n{:indent$}{after}\n", "", "");
    }
    // Rustfmt has two blanks there.
    let gap = if prefix.is_empty() { "" } else { " " };
    format!("{before}\n{:deeper$}{prefix}{gap}{},\n{:indent$}{after}\n", "", broken(ty, deeper), "")
}

/// The head of a method that has no parameter but `&self`, up to its brace.
pub fn getter(name: &str, ty: &str) -> String {
    let line = format!("    pub fn {name}(&self) -> {ty} {{");
    if line.len() <= WIDTH { line } else { format!("    pub fn {name}(\n        &self,\n    ) -> {ty} {{") }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    use super::{enclosed, getter, parameter, typed};

    /// Rustfmt changes nothing of fields, parameters, variants and newtypes, with names of up to 79 letters.
    #[test]
    fn lines_are_as_rustfmt_lays_them_out() {
        let mut text = String::new();
        for length in (1..80).step_by(3) {
            let name = "f".repeat(length);
            for (number, ty) in types().into_iter().enumerate() {
                let head = format!("S{length}x{number}");
                text.push_str(&enclosed(&format!("pub struct N{head}("), &format!("pub {ty}"), ");", 0));
                text.push_str(&format!(
                    "\npub struct {head} {{\n    {}\n}}\n",
                    typed(&format!("pub {name}"), &ty, 4)
                ));
                text.push_str(&format!("\npub enum E{head} {{\n"));
                text.push_str(&enclosed(&format!("    F{}(", &name[1..]), &ty, "),", 4));
                let getter = getter(&name, "&str");
                let (one, other) = (parameter(&name, &ty, 8), parameter(&format!("{name}b"), &ty, 8));
                let other = format!("{one}\n        {other}");
                text.push_str(&format!("}}\n\nimpl {head} {{\n    pub fn new(\n        {other}\n        last_of_all_parameters_that_takes_the_line: AnyTypeThatIsLongEnoughForThat,\n    ) {{\n    }}\n\n{getter}\n        \"\"\n    }}\n}}\n\n"));
            }
        }
        for edition in ["2021", "2024"] {
            let formatted = rustfmt(&text, edition);
            let lines = || text.lines().zip(formatted.lines()).enumerate();
            if let Some((number, (ours, theirs))) = lines().find(|(_, (ours, theirs))| ours != theirs) {
                panic!("edition {edition}, line {number}:\n{ours}\n{theirs}");
            }
        }
    }

    fn types() -> Vec<String> {
        let mut types = vec!["i64".to_owned()];
        for length in [12, 33, 58, 74] {
            let name = "T".repeat(length);
            types.extend([
                name.clone(),
                format!("Option<Vec<{name}>>"),
                format!("BTreeMap<String, BTreeMap<{name}, Vec<Vec<{name}>>>>"),
                format!("Field<BTreeMap<String, Vec<{name}>>>"),
                format!("Option<({name}, String, Rest<Vec<{name}>>)>"),
                format!("({name}, Option<{name}>)"),
            ]);
        }
        types
    }

    fn rustfmt(text: &str, edition: &str) -> String {
        let mut rustfmt = Command::new("rustfmt")
            .args(["--edition", edition, "--config", "max_width=100,use_small_heuristics=Default"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("rustfmt");
        let mut input = rustfmt.stdin.take().expect("piped");
        let owned = text.to_owned();
        let writer = std::thread::spawn(move || input.write_all(owned.as_bytes()));
        let output = rustfmt.wait_with_output().expect("its output");
        writer.join().expect("a thread").expect("it reads");
        String::from_utf8(output.stdout).expect("text")
    }
}
