//! Who refers to whom.

use crate::model::{
    Field, Kinds, Literal, Protocol, Rest, Shape, Struct, Tagging, Type, TypeDef, TypeId, Value,
};

impl TypeDef {
    /// Calls `visit` for each use of a type in this definition.
    pub fn each_value<'a>(&'a self, visit: &mut dyn FnMut(&'a Value)) {
        match &self.shape {
            Shape::Struct(Struct { fields, rest, .. }) => {
                for Field { value, .. } in fields {
                    visit(value);
                }
                if let Rest::Typed(value) = rest {
                    visit(value);
                }
            }
            Shape::Enumeration(_) => {}
            Shape::Union(union) => {
                union.variants.iter().filter_map(|variant| variant.content.as_ref()).for_each(visit);
            }
            Shape::Alias(value) => visit(value),
        }
    }

    /// The named types that this definition refers to, each once, in order of appearance.
    #[must_use]
    pub fn references(&self) -> Vec<TypeId> {
        let mut found = Vec::new();
        self.each_value(&mut |value| value.kind.each_reference(&mut |id| found.push(id)));
        let mut seen = std::collections::HashSet::new();
        found.retain(|id| seen.insert(*id));
        found
    }
}

impl Type {
    /// Calls `visit` for each named type that this type refers to.
    pub fn each_reference(&self, visit: &mut dyn FnMut(TypeId)) {
        match self {
            Self::Ref(id) => visit(*id),
            Self::Array(array) => array.items.kind.each_reference(visit),
            Self::Tuple(tuple) => {
                tuple.items.iter().chain(&tuple.rest).for_each(|value| value.kind.each_reference(visit));
            }
            Self::Map(map) => {
                map.keys.each_reference(visit);
                map.values.kind.each_reference(visit);
            }
            _ => {}
        }
    }

    /// Calls `visit` for each named type that a value of this type holds in its own memory: not
    /// behind a list or a map.
    pub fn each_inline_reference(&self, visit: &mut dyn FnMut(TypeId)) {
        match self {
            Self::Ref(id) => visit(*id),
            Self::Tuple(tuple) => {
                tuple.items.iter().for_each(|value| value.kind.each_inline_reference(visit));
            }
            _ => {}
        }
    }
}

impl Protocol {
    /// The groups of types that refer to each other in a cycle, and single types, in an order in
    /// which each group refers only to itself and to groups before it.
    #[must_use]
    pub fn components(&self) -> Vec<Vec<TypeId>> {
        components(self.types.len(), &|id, visit| {
            self.types[id].references().into_iter().for_each(visit);
        })
    }

    /// For each type, by id: whether it lies on a cycle of types that hold each other in their own
    /// memory (not behind a list or a map), so that a language with value types must box it.
    #[must_use]
    pub fn inline_cycles(&self) -> Vec<Option<u32>> {
        let groups = components(self.types.len(), &|id, visit| {
            self.types[id].each_value(&mut |value| value.kind.each_inline_reference(visit));
        });
        let mut found = vec![None; self.types.len()];
        for (number, group) in (0u32..).zip(groups) {
            let own = |id: TypeId| {
                let mut own = false;
                self.types[id].each_value(&mut |value| {
                    value.kind.each_inline_reference(&mut |other| own |= other == id);
                });
                own
            };
            if group.len() > 1 || group.iter().any(|id| own(*id)) {
                for id in group {
                    found[id.0 as usize] = Some(number);
                }
            }
        }
        found
    }

    /// The groups of aliases that hold each other, in lists and maps too, with no type between that is no alias.
    #[must_use]
    pub fn alias_circles(&self) -> Vec<Vec<TypeId>> {
        let edges = |id: TypeId| match &self.types[id].shape {
            Shape::Alias(_) => self.types[id].references(),
            _ => Vec::new(),
        };
        let groups = components(self.types.len(), &|id, visit| edges(id).into_iter().for_each(visit));
        groups.into_iter().filter(|group| group.len() > 1 || edges(group[0]).contains(&group[0])).collect()
    }

    /// Types that lead to themselves before anything of a value is read: by aliases and by unions
    /// without tags.
    #[must_use]
    pub fn unread_circles(&self) -> Vec<TypeId> {
        let edges = |id: TypeId| -> Vec<TypeId> {
            let leads = |value: &Value| match value.kind {
                Type::Ref(next) => Some(next),
                _ => None,
            };
            match &self.types[id].shape {
                Shape::Alias(value) => leads(value).into_iter().collect(),
                Shape::Union(union) if matches!(union.tagging, Tagging::Untagged { .. }) => {
                    union.variants.iter().filter_map(|variant| leads(variant.content.as_ref()?)).collect()
                }
                _ => Vec::new(),
            }
        };
        let groups = components(self.types.len(), &|id, visit| edges(id).into_iter().for_each(visit));
        let circle = |group: &Vec<TypeId>| group.len() > 1 || edges(group[0]).contains(&group[0]);
        groups.into_iter().filter(circle).map(|group| group[0]).collect()
    }

    /// Follows aliases that add nothing but a name, until a type of another kind or a value that may be null.
    #[must_use]
    pub fn resolve<'a>(&'a self, mut kind: &'a Type) -> &'a Type {
        for _ in 0..=self.types.len() {
            match kind {
                Type::Ref(id) => match &self.types[*id].shape {
                    Shape::Alias(value) if !value.nullable => kind = &value.kind,
                    _ => return kind,
                },
                _ => return kind,
            }
        }
        kind
    }

    /// Whether `null` is a value of this type.
    #[must_use]
    pub fn holds_null(&self, kind: &Type) -> bool {
        let mut open = vec![kind];
        let mut seen = std::collections::HashSet::new();
        while let Some(kind) = open.pop() {
            let id = match kind {
                Type::Any | Type::Null | Type::Literal(Literal::Null) => return true,
                Type::Ref(id) if seen.insert(*id) => *id,
                _ => continue,
            };
            let inner: Vec<&Value> = match &self.types[id].shape {
                Shape::Alias(value) => vec![value],
                Shape::Union(union) if union.catch_all.is_some_and(|kinds| kinds.contains(Kinds::NULL)) => {
                    return true;
                }
                // What is behind a key is not the value itself.
                Shape::Union(union) if union.tagging == Tagging::External => continue,
                Shape::Union(union) => {
                    union.variants.iter().filter_map(|variant| variant.content.as_ref()).collect()
                }
                Shape::Enumeration(list)
                    if list.values.iter().any(|value| value.literal == Literal::Null) =>
                {
                    return true;
                }
                Shape::Enumeration(_) | Shape::Struct(_) => continue,
            };
            if inner.iter().any(|value| value.nullable) {
                return true;
            }
            open.extend(inner.into_iter().map(|value| &value.kind));
        }
        false
    }
}

/// Calls back for each type that a type leads to.
type Edges<'a> = dyn Fn(TypeId, &mut dyn FnMut(TypeId)) + 'a;

/// Tarjan's algorithm without recursion: the depth of a schema is not ours to choose.
fn components(count: usize, edges: &Edges<'_>) -> Vec<Vec<TypeId>> {
    const NEW: usize = usize::MAX;
    let mut order = vec![NEW; count];
    let mut low = vec![0; count];
    let mut on_stack = vec![false; count];
    let mut stack = Vec::new();
    let mut next = 0;
    let mut groups = Vec::new();
    for root in 0..count {
        if order[root] != NEW {
            continue;
        }
        let mut work: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut enter = Some(root);
        loop {
            if let Some(node) = enter.take() {
                order[node] = next;
                low[node] = next;
                next += 1;
                stack.push(node);
                on_stack[node] = true;
                let mut targets = Vec::new();
                edges(TypeId(u32::try_from(node).unwrap_or(u32::MAX)), &mut |id| targets.push(id.0 as usize));
                targets.reverse();
                work.push((node, targets));
            }
            let Some((node, targets)) = work.last_mut() else { break };
            let node = *node;
            if let Some(target) = targets.pop() {
                if order[target] == NEW {
                    enter = Some(target);
                } else if on_stack[target] {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            work.pop();
            if let Some((parent, _)) = work.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
            if low[node] == order[node] {
                let mut group = Vec::new();
                while let Some(member) = stack.pop() {
                    on_stack[member] = false;
                    group.push(TypeId(u32::try_from(member).unwrap_or(u32::MAX)));
                    if member == node {
                        break;
                    }
                }
                group.sort_unstable();
                groups.push(group);
            }
        }
    }
    groups
}
