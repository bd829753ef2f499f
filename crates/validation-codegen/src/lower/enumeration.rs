//! `enum`.

use asp_spec::Node;
use serde_json::Value;

use super::Lowering;
use crate::ir::Constant;

pub(super) const KEYWORDS: &[&str] = &["enum"];

impl<'a> Lowering<'a> {
    /// The values of `enum`; `None` if one of them is refused, since a shorter list would refuse more.
    pub(super) fn enumeration(&mut self, node: &Node<'a>) -> Option<Vec<Constant>> {
        let list = node.get("enum")?;
        let constants: Vec<_> = list.items().map(|item| self.constant(&item)).collect();
        constants.into_iter().collect()
    }

    fn constant(&mut self, node: &Node<'a>) -> Option<Constant> {
        Some(match node.value() {
            Value::Null => Constant::Null,
            Value::Bool(flag) => Constant::Boolean(*flag),
            Value::Number(_) => Constant::Number(self.number(node)?),
            Value::String(text) => Constant::String(text.clone()),
            Value::Array(_) => {
                let items: Option<_> = node.items().map(|item| self.constant(&item)).collect();
                Constant::Array(items?)
            }
            Value::Object(_) => {
                let member = |(key, value): (&str, Node<'a>)| Some((key.to_owned(), self.constant(&value)?));
                let members: Option<_> = node.entries().map(member).collect();
                Constant::Object(members?)
            }
        })
    }
}
