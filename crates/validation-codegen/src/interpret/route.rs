//! The tree of path templates.

use asp_validation_runtime::tables::RouteNode;

use super::operation::{LoadedOperation, method};
use super::{Interpretation, leak, leak_list, leak_text};
use crate::ir;

impl Interpretation<'_> {
    /// Builds the tree of which `node` is the root; `operations` are those of the document.
    pub(super) fn route_node(
        &self,
        node: &ir::RouteNode,
        operations: &'static [LoadedOperation],
    ) -> &'static RouteNode<LoadedOperation> {
        let literals =
            node.literals.iter().map(|(text, next)| (leak_text(text), self.route_node(next, operations)));
        let literals = leak_list(literals);
        let mixed = node.mixed.iter().map(|(literals, next)| {
            let literals = leak_list(literals.iter().map(|text| leak_text(text)));
            (literals, self.route_node(next, operations))
        });
        let mixed = leak_list(mixed);
        let parameter = node.parameter.as_ref().map(|next| self.route_node(next, operations));
        let methods = node.operations.iter().filter_map(|index| self.api.operations.get(*index));
        let methods = methods.map(|operation| operation.method).chain(node.left_out.iter().copied());
        let ending = node.operations.iter().filter_map(|index| operations.get(*index).copied());
        leak(RouteNode {
            literals,
            mixed,
            parameter,
            methods: leak_list(methods.map(method)),
            operations: leak_list(ending),
        })
    }
}
