//! `items`, `minItems`, `maxItems`.

use asp_spec::Node;

use super::{Lowering, count};
use crate::ir::ArrayRules;

pub(super) const KEYWORDS: &[&str] = &["items", "minItems", "maxItems"];

impl<'a> Lowering<'a> {
    pub(super) fn array_rules(&mut self, node: &Node<'a>) -> Option<ArrayRules> {
        let rules = ArrayRules {
            items: node.get("items").map(|items| self.schema_use(&items)),
            min_items: count(node, "minItems").unwrap_or(0),
            max_items: count(node, "maxItems"),
        };
        (rules.items.is_some() || rules.min_items > 0 || rules.max_items.is_some()).then_some(rules)
    }
}
