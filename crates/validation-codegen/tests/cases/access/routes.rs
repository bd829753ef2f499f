//! The path templates as a tree.
use asp_validation_runtime::tables::*;
use super::operation::Operation;
/// The root: an empty path.
pub static ROOT: RouteNode<Operation> = RouteNode {
    literals: &[
        (
            "accounts",
            &RouteNode {
                methods: &[Method::Put],
                operations: &[Operation::PutAccount],
                ..RouteNode::NONE
            },
        ),
        (
            "parts",
            &RouteNode {
                methods: &[Method::Put],
                operations: &[Operation::PutParts],
                ..RouteNode::NONE
            },
        ),
    ],
    ..RouteNode::NONE
};
