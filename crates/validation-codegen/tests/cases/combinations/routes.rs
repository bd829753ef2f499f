//! The path templates as a tree.
use asp_validation_runtime::tables::*;
use super::operation::Operation;
/// The root: an empty path.
pub static ROOT: RouteNode<Operation> = RouteNode {
    literals: &[
        (
            "pets",
            &RouteNode {
                methods: &[Method::Post],
                operations: &[Operation::CreatePet],
                ..RouteNode::NONE
            },
        ),
    ],
    ..RouteNode::NONE
};
