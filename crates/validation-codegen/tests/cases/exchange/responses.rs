//! The responses that have a name.
use asp_validation_runtime::tables::*;
/// `/components/responses/Found`
pub static FOUND: Response = Response {
    pointer: "/components/responses/Found",
    headers: &[],
    body: Some(
        &Body {
            pointer: "/components/responses/Found/content",
            required: true,
            content: &[
                Content {
                    media_type: "application/json",
                    schema: &super::schemas::COLOR,
                    ..Content::NONE
                },
            ],
        },
    ),
};
