//! The operations tagged `schemas`.
use asp_validation_runtime::tables::*;
/// `foo_bar`
pub static FOO_BAR: Contract = Contract {
    pointer: "/paths/~1fixed/post",
    operation_id: "foo_bar",
    method: Method::Post,
    path_template: "/fixed",
    tag: Some("schemas"),
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1fixed/post/responses/200",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
