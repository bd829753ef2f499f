//! The operations tagged `crate`.
use asp_validation_runtime::tables::*;
/// `😀`
pub static U1F600: Contract = Contract {
    pointer: "/paths/~1fixed/patch",
    operation_id: "😀",
    method: Method::Patch,
    path_template: "/fixed",
    tag: Some("crate"),
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1fixed/patch/responses/200",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
