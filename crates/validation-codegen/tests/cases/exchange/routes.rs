//! The path templates as a tree.
use asp_validation_runtime::tables::*;
use super::operation::Operation;
/// The root: an empty path.
pub static ROOT: RouteNode<Operation> = RouteNode {
    literals: &[
        (
            "alias",
            &RouteNode {
                methods: &[Method::Post, Method::Options],
                operations: &[Operation::PostAlias, Operation::OptionsAlias],
                ..RouteNode::NONE
            },
        ),
        (
            "reports",
            &RouteNode {
                literals: &[
                    (
                        "latest.csv",
                        &RouteNode {
                            methods: &[Method::Get],
                            operations: &[Operation::LatestReport],
                            ..RouteNode::NONE
                        },
                    ),
                ],
                mixed: &[
                    (
                        &["report-", ".csv"],
                        &RouteNode {
                            methods: &[Method::Get],
                            operations: &[Operation::YearReport],
                            ..RouteNode::NONE
                        },
                    ),
                    (
                        &["", ":cancel"],
                        &RouteNode {
                            methods: &[Method::Post],
                            operations: &[Operation::CancelReport],
                            ..RouteNode::NONE
                        },
                    ),
                    (
                        &["", ".", ""],
                        &RouteNode {
                            methods: &[Method::Get],
                            operations: &[Operation::Report],
                            ..RouteNode::NONE
                        },
                    ),
                ],
                parameter: Some(
                    &RouteNode {
                        methods: &[Method::Get, Method::Delete],
                        operations: &[Operation::AnyReport, Operation::DeleteReport],
                        ..RouteNode::NONE
                    },
                ),
                ..RouteNode::NONE
            },
        ),
        (
            "search",
            &RouteNode {
                parameter: Some(
                    &RouteNode {
                        parameter: Some(
                            &RouteNode {
                                parameter: Some(
                                    &RouteNode {
                                        methods: &[Method::Get, Method::Head],
                                        operations: &[Operation::Search, Operation::HeadSearch],
                                        ..RouteNode::NONE
                                    },
                                ),
                                ..RouteNode::NONE
                            },
                        ),
                        ..RouteNode::NONE
                    },
                ),
                ..RouteNode::NONE
            },
        ),
        (
            "upload",
            &RouteNode {
                methods: &[Method::Post, Method::Options],
                operations: &[Operation::Upload, Operation::OptionsUpload],
                ..RouteNode::NONE
            },
        ),
    ],
    ..RouteNode::NONE
};
