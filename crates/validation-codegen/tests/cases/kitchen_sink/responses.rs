//! The responses that have a name.
use asp_validation_runtime::tables::*;
/// `/components/responses/Problem`
pub static PROBLEM: Response = Response {
    pointer: "/components/responses/Problem",
    headers: &[],
    body: Some(
        &Body {
            pointer: "/components/responses/Problem/content",
            required: true,
            content: &[
                Content {
                    media_type: "application/json",
                    schema: &super::schemas::PROBLEM,
                    ..Content::NONE
                },
            ],
        },
    ),
};
