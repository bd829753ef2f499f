//! `items`, `minItems`, `maxItems`, `uniqueItems`.

use asp_spec::Node;

use super::{Lowering, count};
use crate::ir::ArrayRules;

pub(super) const KEYWORDS: &[&str] = &["items", "minItems", "maxItems", "uniqueItems"];

impl<'a> Lowering<'a> {
    pub(super) fn array_rules(&mut self, node: &Node<'a>) -> Option<ArrayRules> {
        let rules = ArrayRules {
            items: node.get("items").map(|items| self.schema_use(&items)),
            min_items: count(node, "minItems").unwrap_or(0),
            max_items: count(node, "maxItems"),
            unique_items: node.flag("uniqueItems"),
        };
        let constrains =
            rules.items.is_some() || rules.min_items > 0 || rules.max_items.is_some() || rules.unique_items;
        constrains.then_some(rules)
    }
}
