//! The operations without a tag.
use asp_validation_runtime::tables::*;
/// `putAccount`
pub static PUT_ACCOUNT: Contract = Contract {
    pointer: "/paths/~1accounts/put",
    operation_id: "putAccount",
    method: Method::Put,
    path_template: "/accounts",
    body: Some(
        &Body {
            pointer: "/paths/~1accounts/put/requestBody/required",
            required: true,
            content: &[
                Content {
                    media_type: "application/json",
                    schema: &super::schemas::ACCOUNT,
                    ..Content::NONE
                },
            ],
        },
    ),
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1accounts/put/responses/200",
                headers: &[],
                body: Some(
                    &Body {
                        pointer: "/paths/~1accounts/put/responses/200/content",
                        required: true,
                        content: &[
                            Content {
                                media_type: "application/json",
                                schema: &super::schemas::ACCOUNT,
                                ..Content::NONE
                            },
                        ],
                    },
                ),
            },
        ),
    ],
    ..Contract::NONE
};
/// `putParts`
pub static PUT_PARTS: Contract = Contract {
    pointer: "/paths/~1parts/put",
    operation_id: "putParts",
    method: Method::Put,
    path_template: "/parts",
    body: Some(
        &Body {
            pointer: "/paths/~1parts/put/requestBody/required",
            required: true,
            content: &[
                Content {
                    media_type: "application/json",
                    schema: &super::schemas::SPLIT,
                    ..Content::NONE
                },
            ],
        },
    ),
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1parts/put/responses/200",
                headers: &[],
                body: Some(
                    &Body {
                        pointer: "/paths/~1parts/put/responses/200/content",
                        required: true,
                        content: &[
                            Content {
                                media_type: "application/json",
                                schema: &super::schemas::SPLIT,
                                ..Content::NONE
                            },
                        ],
                    },
                ),
            },
        ),
    ],
    ..Contract::NONE
};
