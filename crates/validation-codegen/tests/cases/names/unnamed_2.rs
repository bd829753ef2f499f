//! The operations tagged ` ][`.
use asp_validation_runtime::tables::*;
/// ` quoted  # heading`
pub static QUOTED_HEADING: Contract = Contract {
    pointer: "/paths/~1fixed/options",
    operation_id: "`quoted`\n# heading",
    method: Method::Options,
    path_template: "/fixed",
    tag: Some("`]["),
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1fixed/options/responses/200",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
