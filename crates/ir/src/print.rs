//! The IR as text, for people and for snapshots.

use std::fmt::{self, Display, Formatter, Write as _};

use crate::model::{
    Direction, Docs, Field, Kinds, MethodKind, Openness, Presence, Protocol, Rest, Rule, Shape, Tagging,
    ToldApart, Type, TypeDef, Union, Value, Width,
};

impl Display for Protocol {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, (_, def)) in self.types.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            Printer { protocol: self }.definition(def, f)?;
        }
        for (index, method) in self.methods.iter().enumerate() {
            if index == 0 && !self.types.is_empty() {
                f.write_str("\n")?;
            }
            let arrow = match method.direction {
                Direction::ToServer => "to-server",
                Direction::ToClient => "to-client",
            };
            let kind = match method.kind {
                MethodKind::Request => "request",
                MethodKind::Notification => "notification",
            };
            write!(f, "{arrow} {kind} {:?}(", method.name)?;
            if let Some(params) = &method.params {
                let mark = if params.presence == Presence::Optional { "?" } else { "" };
                write!(f, "{}{mark}", Printer { protocol: self }.value(&params.value))?;
            }
            f.write_str(")")?;
            if method.kind == MethodKind::Request {
                match &method.result {
                    Some(result) => write!(f, " -> {}", Printer { protocol: self }.value(result))?,
                    None => f.write_str(" -> none")?,
                }
            }
            f.write_str("\n")?;
        }
        Ok(())
    }
}

impl Protocol {
    /// A value in a place, in one line.
    #[must_use]
    pub fn describe(&self, value: &Value) -> String {
        Printer { protocol: self }.value(value)
    }
}

struct Printer<'a> {
    protocol: &'a Protocol,
}

impl Printer<'_> {
    fn definition(&self, def: &TypeDef, f: &mut Formatter<'_>) -> fmt::Result {
        docs(&def.docs, "", f)?;
        let mut head = String::new();
        for (is, name) in [(def.directions.to_server, " to-server"), (def.directions.to_client, " to-client")]
        {
            if is {
                head.push_str(name);
            }
        }
        let place = format!("// {}{head}", def.pointer);
        match &def.shape {
            Shape::Struct(body) => {
                writeln!(f, "struct {} {{ {place}", def.name)?;
                for field in &body.fields {
                    self.field(field, f)?;
                }
                match &body.rest {
                    Rest::Open if body.invites => writeln!(f, "  ..: any")?,
                    Rest::Open => writeln!(f, "  ..")?,
                    Rest::Closed => {}
                    Rest::Typed(value) => writeln!(f, "  ..: {}", self.value(value))?,
                }
                for rule in &body.rules {
                    writeln!(f, "  rule {rule}")?;
                }
                if !body.prefixes.is_empty() {
                    writeln!(f, "  rule others begin with {}", body.prefixes.join(" or "))?;
                }
                writeln!(f, "}}")
            }
            Shape::Enumeration(list) => {
                writeln!(f, "enum {} {{ {place}", def.name)?;
                for value in &list.values {
                    docs(&value.docs, "  ", f)?;
                    let name = value.name.as_ref().map(|name| format!("{name:?} = ")).unwrap_or_default();
                    writeln!(f, "  {name}{}", value.literal.to_json())?;
                }
                if list.openness == Openness::Open {
                    writeln!(f, "  ..")?;
                }
                writeln!(f, "}}")
            }
            Shape::Union(union) => self.union(def, union, &place, f),
            Shape::Alias(value) => writeln!(f, "alias {} = {} {place}", def.name, self.value(value)),
        }
    }

    fn union(&self, def: &TypeDef, union: &Union, place: &str, f: &mut Formatter<'_>) -> fmt::Result {
        let how = match &union.tagging {
            Tagging::Internal { tag } => format!("by {tag:?}"),
            Tagging::External => "by key".to_owned(),
            Tagging::Untagged { told_apart: ToldApart::ByKind } => "by kind".to_owned(),
            Tagging::Untagged { told_apart: ToldApart::ByGuard } => "by guard".to_owned(),
            Tagging::Untagged { told_apart: ToldApart::InOrder(a, b) } => {
                let name =
                    |index: &usize| union.variants.get(*index).map_or("", |variant| variant.name.as_str());
                format!("in order ({:?} and {:?} overlap)", name(a), name(b))
            }
        };
        writeln!(f, "union {} {how} {{ {place}", def.name)?;
        if !union.common.is_empty() {
            writeln!(f, "  common {}", union.common.join(", "))?;
        }
        for variant in &union.variants {
            docs(&variant.docs, "  ", f)?;
            write!(f, "  {:?}", variant.name)?;
            if !variant.tags.is_empty() && variant.tags != [variant.name.clone()] {
                write!(
                    f,
                    " = {}",
                    variant.tags.iter().map(|tag| format!("{tag:?}")).collect::<Vec<_>>().join(" | ")
                )?;
            }
            if let Some(content) = &variant.content {
                write!(f, ": {}", self.value(content))?;
            }
            if matches!(union.tagging, Tagging::Untagged { .. }) {
                write!(f, " when {}", guard(&variant.guard))?;
            }
            f.write_str("\n")?;
        }
        if union.openness == Openness::Open {
            writeln!(f, "  ..")?;
        }
        if let Some(kinds) = union.catch_all {
            writeln!(f, "  else {}", self::kinds(kinds))?;
        }
        writeln!(f, "}}")
    }

    fn field(&self, field: &Field, f: &mut Formatter<'_>) -> fmt::Result {
        docs(&field.docs, "  ", f)?;
        let mark = if field.presence == Presence::Optional { "?" } else { "" };
        write!(f, "  {:?}{mark}: {}", field.wire, self.value(&field.value))?;
        if let Some(default) = &field.default {
            write!(f, " = {default}")?;
        }
        f.write_str("\n")
    }

    fn value(&self, value: &Value) -> String {
        let mark = if value.nullable { " | null" } else { "" };
        format!("{}{mark}", self.kind(&value.kind))
    }

    fn kind(&self, kind: &Type) -> String {
        match kind {
            Type::Any => "any".to_owned(),
            Type::Never => "never".to_owned(),
            Type::Null => "null".to_owned(),
            Type::Boolean => "boolean".to_owned(),
            Type::Integer(integer) => {
                let name = match integer.width {
                    Width::Any => "integer".to_owned(),
                    width => format!("{width:?}").to_lowercase(),
                };
                let mut notes =
                    range(integer.min.map(|it| it.to_string()), integer.max.map(|it| it.to_string()));
                if let Some(step) = integer.multiple_of {
                    let _ = write!(notes, " step {step}");
                }
                format!("{name}{notes}")
            }
            Type::Number(number) => {
                let exclusive = [number.min, number.max].into_iter().flatten().any(|bound| bound.exclusive);
                if !exclusive {
                    let at = |bound: Option<crate::Bound>| bound.map(|bound| bound.at.to_string());
                    return format!("number{}", range(at(number.min), at(number.max)));
                }
                let side = |bound: Option<crate::Bound>, sign: char| {
                    let equal = |bound: crate::Bound| if bound.exclusive { "" } else { "=" };
                    bound.map_or_else(String::new, |it| format!(" {sign}{} {}", equal(it), it.at))
                };
                format!("number{}{}", side(number.min, '>'), side(number.max, '<'))
            }
            Type::String(text) => {
                let length =
                    range(text.min_length.map(|it| it.to_string()), text.max_length.map(|it| it.to_string()));
                let patterns = text.pattern.iter().chain(&text.more_patterns);
                let pattern: String = patterns.map(|it| format!(" pattern {it:?}")).collect();
                let format = text.format.as_ref().map(|it| format!(" format {it:?}")).unwrap_or_default();
                format!("string{length}{pattern}{format}")
            }
            Type::Literal(literal) => literal.to_json(),
            Type::Array(array) => {
                let count =
                    range(array.min_items.map(|it| it.to_string()), array.max_items.map(|it| it.to_string()));
                let unique = if array.unique { " unique" } else { "" };
                format!("[{}]{count}{unique}", self.value(&array.items))
            }
            Type::Tuple(tuple) => {
                let mut items: Vec<String> = tuple.items.iter().map(|item| self.value(item)).collect();
                items.extend(tuple.rest.as_ref().map(|rest| format!("..{}", self.value(rest))));
                let max = tuple.max_items.map(|it| it.to_string());
                format!("({}){}", items.join(", "), range(Some(tuple.min_items.to_string()), max))
            }
            Type::Map(map) => {
                let count =
                    range(map.min_members.map(|it| it.to_string()), map.max_members.map(|it| it.to_string()));
                format!("{{{}: {}}}{count}", self.kind(&map.keys), self.value(&map.values))
            }
            Type::Ref(id) => {
                self.protocol.types.get(*id).map_or_else(|| format!("{id:?}"), |def| def.name.clone())
            }
        }
    }
}

fn docs(docs: &Docs, indent: &str, f: &mut Formatter<'_>) -> fmt::Result {
    if let Some(text) = &docs.text {
        for line in text.lines() {
            writeln!(f, "{indent}/// {}", line.escape_debug())?;
        }
    }
    if docs.deprecated {
        let reason = docs.reason.as_ref().map(|reason| format!(" {}", reason.escape_debug()));
        writeln!(f, "{indent}@deprecated{}", reason.unwrap_or_default())?;
    }
    Ok(())
}

fn range(min: Option<String>, max: Option<String>) -> String {
    match (min, max) {
        (None, None) => String::new(),
        (min, max) => format!(" {}..={}", min.unwrap_or_default(), max.unwrap_or_default()),
    }
}

fn kinds(kinds: Kinds) -> String {
    kinds.iter().map(|(_, name)| name).collect::<Vec<_>>().join("|")
}

fn guard(guard: &crate::Guard) -> String {
    let mut parts = vec![kinds(guard.kinds)];
    parts.extend(guard.scalars.as_deref().map(among));
    if !guard.required.is_empty() {
        parts.push(format!("has {}", guard.required.join(", ")));
    }
    parts.extend(guard.literals.iter().map(|(key, list)| format!("{key} {}", among(list))));
    parts.extend(guard.members.iter().map(|(key, some)| match *some {
        Kinds::NONE => format!("no {key}"),
        some => format!("{key} is {}", kinds(some)),
    }));
    parts.extend(guard.elements.iter().map(|one| {
        let list = one.literals.as_deref().map_or_else(String::new, |list| format!(" {}", among(list)));
        format!("[{}] is {}{list}", one.index, kinds(one.kinds))
    }));
    parts.extend(guard.length.map(|(min, max)| format!("has{}", counted(min, max))));
    if let Some(only) = &guard.only {
        parts.push(format!("only {}", only.join(", ")));
    }
    parts.join(", ")
}

fn counted(min: u64, max: Option<u64>) -> String {
    format!("{} elements", range(Some(min.to_string()), max.map(|max| max.to_string())))
}

fn among(list: &[crate::Literal]) -> String {
    format!("in [{}]", list.iter().map(crate::Literal::to_json).collect::<Vec<_>>().join(", "))
}

impl Display for Rule {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let sets =
            |sets: &Vec<Vec<String>>| sets.iter().map(|set| set.join(" + ")).collect::<Vec<_>>().join(" | ");
        match self {
            Self::AnyOf(list) => write!(f, "at least one of {}", sets(list)),
            Self::OneOf(list) => write!(f, "exactly one of {}", sets(list)),
            Self::Requires(name, needs) => write!(f, "{name} requires {}", needs.join(", ")),
            Self::MinMembers(min) => write!(f, "at least {min} members"),
            Self::MaxMembers(max) => write!(f, "at most {max} members"),
        }
    }
}
