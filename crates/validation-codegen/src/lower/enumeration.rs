//! `enum`.

use asp_spec::Node;
use serde_json::Value;

use super::Lowering;
use crate::ir::Constant;

pub(super) const KEYWORDS: &[&str] = &["enum"];

impl<'a> Lowering<'a> {
    pub(super) fn enumeration(&mut self, node: &Node<'a>) -> Option<Vec<Constant>> {
        let list = node.get("enum")?;
        Some(list.items().filter_map(|item| self.constant(&item)).collect())
    }

    fn constant(&mut self, node: &Node<'a>) -> Option<Constant> {
        match node.value() {
            Value::Null => Some(Constant::Null),
            Value::Bool(flag) => Some(Constant::Boolean(*flag)),
            Value::Number(_) => self.number(node).map(Constant::Number),
            Value::String(text) => Some(Constant::String(text.clone())),
            Value::Array(_) | Value::Object(_) => {
                let found = "an array or object among the values of `enum`";
                self.refuse("enum-member", node, found, "list strings, numbers, booleans or null only");
                None
            }
        }
    }
}
