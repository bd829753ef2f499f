//! The path templates as a tree.
use asp_validation_runtime::tables::*;
use super::operation::Operation;
/// The root: an empty path.
pub static ROOT: RouteNode<Operation> = RouteNode {
    literals: &[
        (
            "things",
            &RouteNode {
                literals: &[
                    (
                        "latest",
                        &RouteNode {
                            literals: &[
                                (
                                    "parts",
                                    &RouteNode {
                                        parameter: Some(
                                            &RouteNode {
                                                methods: &[Method::Trace],
                                                operations: &[Operation::TraceThingsLatestPartsPartId],
                                                ..RouteNode::NONE
                                            },
                                        ),
                                        ..RouteNode::NONE
                                    },
                                ),
                            ],
                            ..RouteNode::NONE
                        },
                    ),
                ],
                parameter: Some(
                    &RouteNode {
                        literals: &[
                            (
                                "parts",
                                &RouteNode {
                                    literals: &[
                                        (
                                            "all",
                                            &RouteNode {
                                                methods: &[Method::Delete],
                                                operations: &[Operation::DeleteParts],
                                                ..RouteNode::NONE
                                            },
                                        ),
                                    ],
                                    parameter: Some(
                                        &RouteNode {
                                            methods: &[Method::Patch],
                                            operations: &[Operation::UpdatePart],
                                            ..RouteNode::NONE
                                        },
                                    ),
                                    ..RouteNode::NONE
                                },
                            ),
                        ],
                        ..RouteNode::NONE
                    },
                ),
                methods: &[Method::Get, Method::Post, Method::Head],
                operations: &[
                    Operation::ListThings,
                    Operation::CreateThing,
                    Operation::HeadThings,
                ],
                ..RouteNode::NONE
            },
        ),
        (
            "with space",
            &RouteNode {
                literals: &[
                    (
                        "",
                        &RouteNode {
                            methods: &[Method::Options],
                            operations: &[Operation::OptionsOfSpace],
                            ..RouteNode::NONE
                        },
                    ),
                ],
                ..RouteNode::NONE
            },
        ),
    ],
    ..RouteNode::NONE
};
