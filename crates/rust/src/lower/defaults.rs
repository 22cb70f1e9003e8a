//! Defaults that can be written as an expression.

use codegen_target::ir::{self, Json, Openness, Shape, Tagging, TypeId};

use super::unions::union_variants;
use super::{Context, enum_variants};
use crate::model::{Default, Expr};
use crate::text::StrLit;

impl Context<'_> {
    /// How the default of a field is read; `None`: only the docs speak of it.
    pub fn default(&self, kind: &ir::Type, json: &Json) -> Option<Default> {
        match (self.behind_aliases(kind), json) {
            (ir::Type::Boolean, Json::Bool(value)) => Some(Default::Copied(Expr::Plain(value.to_string()))),
            (ir::Type::Integer(_), Json::Number(number)) if number.is_i64() || number.is_u64() => {
                Some(Default::Copied(Expr::Plain(number.to_string())))
            }
            (ir::Type::String(_), Json::String(text)) => Some(Default::Text(StrLit::new(text))),
            (ir::Type::Array(_), Json::Array(items)) if items.is_empty() => Some(Default::Empty),
            (ir::Type::Ref(id), Json::String(text)) => self.variant_default(*id, text),
            _ => None,
        }
    }

    fn variant_default(&self, id: TypeId, text: &str) -> Option<Default> {
        let wanted = ir::Literal::String(text.to_owned());
        match &self.protocol.types[id].shape {
            Shape::Enumeration(list) => {
                let index = list.values.iter().position(|value| value.literal == wanted)?;
                let expr = Expr::Variant(self.named(id), enum_variants(list).swap_remove(index));
                let copied = list.openness == Openness::Closed;
                Some(if copied { Default::Copied(expr) } else { Default::Cloned(expr) })
            }
            Shape::Union(union) => {
                let index =
                    union.variants.iter().position(|variant| match (&union.tagging, &variant.content) {
                        (Tagging::External, None) => variant.tags.iter().any(|tag| tag == text),
                        (Tagging::Untagged { .. }, Some(value)) => {
                            value.kind == ir::Type::Literal(wanted.clone())
                        }
                        _ => false,
                    })?;
                Some(Default::Cloned(Expr::Variant(self.named(id), union_variants(union).swap_remove(index))))
            }
            _ => None,
        }
    }
}
