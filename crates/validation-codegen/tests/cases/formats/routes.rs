//! The path templates as a tree.
use asp_validation_runtime::tables::*;
use super::operation::Operation;
/// The root: an empty path.
pub static ROOT: RouteNode<Operation> = RouteNode {
    literals: &[
        (
            "days",
            &RouteNode {
                parameter: Some(
                    &RouteNode {
                        methods: &[Method::Get],
                        operations: &[Operation::GetDay],
                        ..RouteNode::NONE
                    },
                ),
                ..RouteNode::NONE
            },
        ),
    ],
    ..RouteNode::NONE
};
