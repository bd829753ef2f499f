//! The path templates as a tree.
use asp_validation_runtime::tables::*;
use super::operation::Operation;
/// The root: an empty path.
pub static ROOT: RouteNode<Operation> = RouteNode {
    literals: &[
        (
            "fixed",
            &RouteNode {
                methods: &[
                    Method::Get,
                    Method::Put,
                    Method::Post,
                    Method::Delete,
                    Method::Patch,
                    Method::Head,
                    Method::Options,
                ],
                operations: &[
                    Operation::FooBar,
                    Operation::FooBar2,
                    Operation::FooBar3,
                    Operation::FooBar22,
                    Operation::U1f600,
                    Operation::Unnamed,
                    Operation::QuotedHeading,
                ],
                ..RouteNode::NONE
            },
        ),
        (
            "größe",
            &RouteNode {
                parameter: Some(
                    &RouteNode {
                        methods: &[Method::Get, Method::Post],
                        operations: &[Operation::GrUf6UdfE, Operation::N3dModel],
                        ..RouteNode::NONE
                    },
                ),
                ..RouteNode::NONE
            },
        ),
        (
            "self",
            &RouteNode {
                parameter: Some(
                    &RouteNode {
                        methods: &[Method::Get, Method::Put],
                        operations: &[Operation::SelfId, Operation::SelfId2],
                        ..RouteNode::NONE
                    },
                ),
                ..RouteNode::NONE
            },
        ),
        (
            "untagged",
            &RouteNode {
                methods: &[Method::Get, Method::Post],
                operations: &[Operation::GetUntagged, Operation::PostUntagged],
                ..RouteNode::NONE
            },
        ),
    ],
    ..RouteNode::NONE
};
