//! The types, as people read them.

use std::fmt::Write as _;

use super::layout::{WIDTH, enclosed, getter, parameter, typed};
use super::scope::Scope;
use crate::conventions::{EXTRA, UNKNOWN};
use crate::model::{
    Default, Expr, Field, Item, ItemKind, Mode, Module, Others, Struct, Tagging, Type, Union, Unknown,
    Variant,
};
use crate::text::{Deprecated, DocText, StrLit, code_span};

/// How wide rustfmt lets a struct literal get, and a chain of calls.
const LITERAL_WIDTH: usize = 18;
const CHAIN_WIDTH: usize = 60;

/// The code of a module.
pub fn module(module: &Module) -> String {
    let mut scope = Scope::new(&module.name, module.items.iter().map(|item| item.name.as_str()));
    let mut items = Vec::new();
    for item in &module.items {
        let mut text = String::new();
        self::item(&mut text, &mut scope, item);
        items.push(text);
    }
    scope.imports("super", "") + &items.join("\n")
}

/// A doc comment.
pub fn docs(text: &mut String, indent: &str, docs: &DocText) {
    for line in docs.lines() {
        let space = if line.is_empty() { "" } else { " " };
        let _ = writeln!(text, "{indent}///{space}{line}");
    }
}

/// The attribute of what should no longer be used.
pub fn deprecated(text: &mut String, indent: &str, deprecated: Option<&Deprecated>) {
    let Some(deprecated) = deprecated else { return };
    let Some(note) = deprecated.note() else {
        let _ = writeln!(text, "{indent}#[deprecated]");
        return;
    };
    let line = format!("{indent}#[deprecated(note = {note})]");
    if line.chars().count() <= WIDTH {
        let _ = writeln!(text, "{line}");
    } else {
        let _ = writeln!(text, "{indent}#[deprecated(\n{indent}    note = {note}\n{indent})]");
    }
}

fn item(text: &mut String, scope: &mut Scope<'_>, item: &Item) {
    docs(text, "", &item.docs);
    deprecated(text, "", item.deprecated.as_ref());
    if !item.derives.is_empty() {
        let _ = writeln!(text, "#[derive({})]", item.derives.join(", "));
    }
    let name = &item.name;
    match &item.kind {
        ItemKind::Struct(body) => structure(text, scope, name, body),
        ItemKind::Names { variants, open } => {
            head(text, name, *open);
            for (one, _) in variants {
                variant(text, one, None);
            }
            if *open {
                let content = scope.std("Box");
                unknown(text, "A name that the schema does not list.", &format!("{content}<str>"));
            }
            text.push_str("}\n");
        }
        ItemKind::Scalars(variants) => {
            head(text, name, false);
            for (one, _) in variants {
                variant(text, one, None);
            }
            text.push_str("}\n");
        }
        ItemKind::Union(union) => self::union(text, scope, item, union),
        ItemKind::Newtype { ty, .. } => {
            let inner = format!("pub {}", scope.spell(ty));
            text.push_str(&enclosed(&format!("pub struct {name}("), &inner, ");", 0));
        }
        ItemKind::Alias(ty) => {
            let ty = scope.spell(ty);
            let gap = if name.len() + ty.len() + 13 <= WIDTH { " " } else { "\n    " };
            let _ = writeln!(text, "pub type {name} ={gap}{ty};");
        }
        ItemKind::Unit(_) => {
            let _ = writeln!(text, "pub struct {name};");
        }
    }
}

/// The brace of an item, on a line of its own where the line is full.
fn opening(text: &mut String, head: &str) {
    let gap = if head.len() + 2 <= WIDTH { " " } else { "\n" };
    let _ = writeln!(text, "{head}{gap}{{");
}

fn head(text: &mut String, name: &str, open: bool) {
    if open {
        text.push_str("#[non_exhaustive]\n");
    }
    opening(text, &format!("pub enum {name}"));
}

fn unknown(text: &mut String, docs: &str, content: &str) {
    let _ = writeln!(text, "    /// {docs}\n    {UNKNOWN}({content}),");
}

fn variant(text: &mut String, variant: &Variant, content: Option<&str>) {
    docs(text, "    ", &variant.docs);
    deprecated(text, "    ", variant.deprecated.as_ref());
    match content {
        Some(content) => text.push_str(&enclosed(&format!("    {}(", variant.name), content, "),", 4)),
        None => {
            let _ = writeln!(text, "    {},", variant.name);
        }
    }
}

fn union(text: &mut String, scope: &mut Scope<'_>, item: &Item, union: &Union) {
    let open = !matches!(union.unknown, Unknown::Closed(..));
    head(text, &item.name, open);
    for (one, content) in &union.variants {
        let content = content.as_ref().map(|content| scope.spell(content));
        variant(text, one, content.as_deref());
    }
    if let Some(name) = &union.text {
        let _ = writeln!(text, "    /// A string.\n    {name}({}),", scope.std("String"));
    }
    if open {
        let json = scope.wire("Json");
        unknown(text, "A value that the schema does not list, as it came.", &json);
    }
    text.push_str("}\n");
    if item.derives.contains(&"Ord") {
        conversions(text, scope, item, union);
    }
    // A text beside other things can be given as such.
    let string = Type::Std("String");
    let mut texts = union.variants.iter().filter(|(_, content)| content.as_ref() == Some(&string));
    let alone = texts.next().filter(|_| texts.next().is_none()).map(|(variant, _)| &variant.name);
    let alone = alone.filter(|_| matches!(union.tagging, Tagging::Untagged { .. }));
    if let Some(name) = union.text.as_ref().or(alone).filter(|_| !item.derives.contains(&"Ord")) {
        from(text, scope, &item.name, name, &string);
    }
    if !union.shared.is_empty() {
        text.push('\n');
        opening(text, &format!("impl {}", item.name));
        let functions: Vec<String> =
            union.shared.iter().map(|field| shared(scope, union, field, open)).collect();
        let _ = writeln!(text, "{}}}", functions.join("\n"));
    }
}

/// The field of a variant `it`, as it is shown to whoever asks the union.
fn of_variant(field: &Field) -> String {
    let name = &field.name;
    let is_copied = matches!(field.ty, Type::Plain(_));
    let is_deref = matches!(field.ty, Type::Std("String") | Type::Generic("Vec" | "Box", _));
    match field.mode {
        Mode::Required | Mode::Optional | Mode::RequiredNull if is_copied => format!("it.{name}"),
        Mode::Required => format!("&it.{name}"),
        Mode::OptionalNull if is_copied => format!("it.{name}.get().copied()"),
        Mode::OptionalNull if is_deref => format!("it.{name}.as_deref().into_option()"),
        Mode::OptionalNull => format!("it.{name}.get()"),
        Mode::Optional | Mode::RequiredNull if is_deref => format!("it.{name}.as_deref()"),
        Mode::Optional | Mode::RequiredNull => format!("it.{name}.as_ref()"),
    }
}

/// A field that all variants have.
fn shared(scope: &mut Scope<'_>, union: &Union, field: &Field, open: bool) -> String {
    let name = &field.name;
    let (some, option, none) = (scope.std("Some"), scope.std("Option"), scope.std("None"));
    let is_text = field.ty == Type::Std("String");
    let spelled = match &field.ty {
        Type::Std("String") => "&str".to_owned(),
        Type::Plain(plain) => (*plain).to_owned(),
        Type::Generic("Vec", items) => format!("&[{}]", scope.spell(&items[0])),
        Type::Generic("Box", inner) => format!("&{}", scope.spell(&inner[0])),
        ty => format!("&{}", scope.spell(ty)),
    };
    let value = of_variant(field);
    let required = field.mode == Mode::Required;
    let (ty, value) = match (required, open) {
        (true, false) => (spelled, value),
        (true, true) => (format!("{option}<{spelled}>"), format!("{some}({value})")),
        (false, _) => (format!("{option}<{spelled}>"), value),
    };
    let plain = name.trim_start_matches("r#");
    let mut text = format!("    /// `{plain}`, which every variant has");
    text.push_str(match (required, open) {
        (true, false) => ".\n",
        (true, true) if is_text => ", and an unknown one may have.\n",
        (true, true) if union.text.is_some() => ": `None` for a string, and for an unknown one.\n",
        (true, true) => ": `None` for an unknown one.\n",
        (false, true) if !is_text => ": `None` where it is absent or null, and for an unknown one.\n",
        (false, _) => ": `None` where it is absent or null.\n",
    });
    text.push_str("    #[must_use]\n");
    let _ = writeln!(text, "{}", getter(name, &ty));
    text.push_str("        match self {\n");
    let mut arm = |pattern: &str, value: &str| {
        let chain = value.strip_prefix("it.").filter(|calls| calls.contains('('));
        if let Some(calls) = chain.filter(|_| value.len() > CHAIN_WIDTH) {
            let calls = calls.replace('.', "\n                .");
            let _ = writeln!(text, "            {pattern} => it\n                .{calls},");
        } else if pattern.len() + value.len() + 17 <= WIDTH {
            let _ = writeln!(text, "            {pattern} => {value},");
        } else {
            let _ = writeln!(text, "            {pattern} => {{\n                {value}\n            }}");
        }
    };
    for (variant, _) in &union.variants {
        arm(&format!("Self::{}(it)", variant.name), &value);
    }
    if let Some(name) = union.text.as_ref().filter(|_| is_text) {
        arm(&format!("Self::{name}(_)"), &none);
    }
    match (open, &union.text) {
        (true, _) if is_text => arm(&format!("Self::{UNKNOWN}(it)"), &format!("it[{}].as_str()", field.wire)),
        (true, Some(name)) => arm(&format!("Self::{name}(_) | Self::{UNKNOWN}(_)"), &none),
        (true, None) => arm(&format!("Self::{UNKNOWN}(_)"), &none),
        (false, _) => {}
    }
    text.push_str("        }\n    }\n");
    text
}

/// `From` for unions of scalars, where each content is one variant's alone.
fn conversions(text: &mut String, scope: &mut Scope<'_>, item: &Item, union: &Union) {
    let contents =
        || union.variants.iter().filter_map(|(variant, content)| Some((variant, content.as_ref()?)));
    for (variant, content) in contents() {
        if contents().filter(|(_, other)| *other == content).count() > 1 {
            continue;
        }
        from(text, scope, &item.name, &variant.name, content);
    }
}

/// `From` for the content of a variant.
fn from(text: &mut String, scope: &mut Scope<'_>, name: &str, variant: &str, content: &Type) {
    let (from, ty) = (scope.std("From"), scope.spell(content));
    let head = format!("impl {from}<{ty}>");
    let head = if head.len() + name.len() + 7 <= WIDTH {
        format!("{head} for {name} {{")
    } else {
        format!("{head}\n    for {name}\n{{")
    };
    let _ = write!(
        text,
        "\n{head}\n    fn from(value: {ty}) -> Self {{\n        Self::{variant}(value)\n    }}\n}}\n",
    );
    if *content == Type::Std("String") {
        let _ = write!(
            text,
            "\nimpl {from}<&str> for {name} {{\n    fn from(value: &str) -> Self {{\n        \
             Self::{variant}(value.into())\n    }}\n}}\n",
        );
    }
}

fn structure(text: &mut String, scope: &mut Scope<'_>, name: &str, body: &Struct) {
    if body.fields.is_empty() && body.others == Others::Closed {
        let _ = writeln!(text, "pub struct {name} {{}}");
        return;
    }
    opening(text, &format!("pub struct {name}"));
    for field in &body.fields {
        docs(text, "    ", &field.docs);
        deprecated(text, "    ", field.deprecated.as_ref());
        let ty = field_type(scope, field);
        field_line(text, &field.name, &ty);
    }
    let (what, ty) = match &body.others {
        Others::Closed => (None, String::new()),
        Others::Open => (Some("Members that the schema does not name"), scope.wire("Extra")),
        Others::Typed(ty) => {
            let ty = Type::Generic("BTreeMap", vec![Type::Std("String"), ty.clone()]);
            (Some("All other members"), scope.spell(&ty))
        }
    };
    if let Some(what) = what {
        let begins = prefixes(&body.prefixes).unwrap_or_default();
        let _ = writeln!(text, "    /// {what}{begins}.");
        field_line(text, EXTRA, &ty);
    }
    text.push_str("}\n");
    let mut functions: Vec<String> = constructor(scope, body).into_iter().collect();
    functions.extend(body.fields.iter().filter_map(|field| accessor(scope, field)));
    if !functions.is_empty() {
        text.push('\n');
        opening(text, &format!("impl {name}"));
        let _ = writeln!(text, "{}}}", functions.join("\n"));
    }
}

/// How the names of members begin, where it can be said.
fn prefixes(all: &[StrLit]) -> Option<String> {
    let spans = all.iter().map(|one| code_span(&one.to_string())).collect::<Option<Vec<_>>>()?;
    (!spans.is_empty()).then(|| format!(": they begin with {}", spans.join(" or ")))
}

fn field_line(text: &mut String, name: &str, ty: &str) {
    let _ = writeln!(text, "    {}", typed(&format!("pub {name}"), ty, 4));
}

fn field_type(scope: &mut Scope<'_>, field: &Field) -> String {
    match field.mode {
        Mode::Required => scope.spell(&field.ty),
        Mode::Optional | Mode::RequiredNull => scope.spell(&Type::Generic("Option", vec![field.ty.clone()])),
        Mode::OptionalNull => scope.spell(&Type::WireGeneric("Field", Box::new(field.ty.clone()))),
    }
}

/// `new` with all that must be there; nothing where nothing must.
fn constructor(scope: &mut Scope<'_>, body: &Struct) -> Option<String> {
    if body.fields.iter().all(|field| field.mode.is_optional()) {
        return None;
    }
    let (mut parameters, mut values) = (Vec::new(), Vec::new());
    for field in &body.fields {
        let name = &field.name;
        match (field.mode, &field.ty) {
            (Mode::Required, Type::Std("String")) => {
                let (into, string) = (scope.std("Into"), scope.std("String"));
                parameters.push(format!("{name}: impl {into}<{string}>"));
                values.push(format!("{name}: {name}.into()"));
            }
            (Mode::Required, Type::Generic("Box", inner)) => {
                let boxed = scope.std("Box");
                parameters.push(format!("{name}: {}", scope.spell(&inner[0])));
                values.push(format!("{name}: {boxed}::new({name})"));
            }
            (Mode::Required | Mode::RequiredNull, _) => {
                parameters.push(format!("{name}: {}", field_type(scope, field)));
                values.push(name.clone());
            }
            (Mode::Optional, _) => values.push(format!("{name}: {}", scope.std("None"))),
            (Mode::OptionalNull, _) => values.push(format!("{name}: {}::Absent", scope.wire("Field"))),
        }
    }
    match &body.others {
        Others::Closed => {}
        Others::Open => values.push(format!("{EXTRA}: {}::default()", scope.wire("Extra"))),
        Others::Typed(_) => values.push(format!("{EXTRA}: {}::new()", scope.std("BTreeMap"))),
    }
    let mut text = String::from("    /// With what must be there.\n    #[must_use]\n");
    let line = format!("    pub fn new({}) -> Self {{", parameters.join(", "));
    if line.len() <= WIDTH {
        let _ = writeln!(text, "{line}");
    } else {
        let lines = parameters.iter().filter_map(|one| one.split_once(": "));
        let lines: Vec<String> = lines.map(|(name, ty)| parameter(name, ty, 8)).collect();
        let _ = writeln!(text, "    pub fn new(\n        {}\n    ) -> Self {{", lines.join("\n        "));
    }
    let short = values.join(", ");
    if short.len() <= LITERAL_WIDTH {
        let _ = writeln!(text, "        Self {{ {short} }}");
    } else {
        let lines = values.iter().map(|value| match value.split_once(": ") {
            Some((name, value)) => typed(name, value, 12),
            None => format!("{value},"),
        });
        let lines: Vec<String> = lines.collect();
        let _ = writeln!(text, "        Self {{\n            {}\n        }}", lines.join("\n            "));
    }
    text.push_str("    }\n");
    Some(text)
}

/// The value of a field, or its default.
fn accessor(scope: &mut Scope<'_>, field: &Field) -> Option<String> {
    let default = field.default.as_ref()?;
    let (null, or) = match field.mode {
        Mode::OptionalNull => (true, "or"),
        _ => (false, "unwrap_or"),
    };
    let ty = match (default, &field.ty) {
        (Default::Text(_), _) => "&str".to_owned(),
        (Default::Empty, Type::Generic("Vec", items)) => format!("&[{}]", scope.spell(&items[0])),
        (Default::Empty, _) => return None,
        (_, ty) => scope.spell(ty),
    };
    let ty = if null { format!("{}<{ty}>", scope.std("Option")) } else { ty };
    let calls = match default {
        Default::Copied(value) => vec![format!("{or}({})", expr(scope, value))],
        Default::Cloned(value) => vec!["clone()".to_owned(), format!("{or}({})", expr(scope, value))],
        Default::Text(text) => vec!["as_deref()".to_owned(), format!("{or}({text})")],
        Default::Empty if null => vec!["as_deref()".to_owned(), "or(&[])".to_owned()],
        Default::Empty => vec!["as_deref()".to_owned(), "unwrap_or_default()".to_owned()],
    };
    let plain = field.name.trim_start_matches("r#");
    let mut text = format!(
        "    /// [`{plain}`](Self::{plain}), or what is meant where it is absent.\n    #[must_use]\n"
    );
    // A reserved name has an underscore behind it already.
    let stem = plain.trim_end_matches('_');
    let _ = writeln!(text, "{}", getter(&format!("{stem}_or_default"), &ty));
    let chain = format!("self.{}.{}", field.name, calls.join("."));
    if chain.len() <= CHAIN_WIDTH {
        let _ = writeln!(text, "        {chain}");
    } else {
        let _ = writeln!(text, "        self.{}\n            .{}", field.name, calls.join("\n            ."));
    }
    text.push_str("    }\n");
    Some(text)
}

fn expr(scope: &mut Scope<'_>, expr: &Expr) -> String {
    match expr {
        Expr::Plain(text) => text.clone(),
        Expr::Variant(ty, variant) => format!("{}::{variant}", scope.spell(ty)),
    }
}
