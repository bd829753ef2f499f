//! The operations tagged `operation`.
use asp_validation_runtime::tables::*;
/// `foo-bar`
pub static FOO_BAR: Contract = Contract {
    pointer: "/paths/~1fixed/get",
    operation_id: "foo-bar",
    method: Method::Get,
    path_template: "/fixed",
    tag: Some("operation"),
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1fixed/get/responses/200",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
