//! `readOnly`, `writeOnly`: in which direction a member may be sent.

use std::collections::HashSet;

use asp_spec::Node;

use super::Lowering;
use crate::ir::Access;

/// They bear on members of objects only; elsewhere they say nothing (OpenAPI 3.0.3, schema object).
pub(super) const KEYWORDS: &[&str] = &["readOnly", "writeOnly"];

impl<'a> Lowering<'a> {
    /// The access of the member that the schema at `node` describes: what the schema says, or any part of its `allOf`.
    pub(super) fn access(&mut self, node: &Node<'a>) -> Access {
        let (mut read_only, mut write_only) = (false, false);
        let mut waiting = vec![node.resolve()];
        let mut seen = HashSet::new();
        while let Some(part) = waiting.pop() {
            read_only |= part.flag("readOnly");
            write_only |= part.flag("writeOnly");
            // Most schemas have no parts, so that nothing is noted.
            if let Some(parts) = part.get("allOf")
                && seen.insert(part.pointer().clone())
            {
                waiting.extend(parts.items().map(|part| part.resolve()));
            }
        }
        match (read_only, write_only) {
            (false, false) => Access::ReadWrite,
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            (true, true) => {
                let found = "a member that is both `readOnly` and `writeOnly`, so that nobody may send it";
                self.refuse("access", node, found, "keep one of the two");
                Access::ReadWrite
            }
        }
    }
}
