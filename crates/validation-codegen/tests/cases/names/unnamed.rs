//! The operations tagged `?`.
use asp_validation_runtime::tables::*;
/// `!`
pub static UNNAMED: Contract = Contract {
    pointer: "/paths/~1fixed/head",
    operation_id: "!",
    method: Method::Head,
    path_template: "/fixed",
    tag: Some("?"),
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1fixed/head/responses/200",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
