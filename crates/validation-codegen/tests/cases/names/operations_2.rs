//! The operations tagged `operations`.
use asp_validation_runtime::tables::*;
/// `FooBar2`
pub static FOO_BAR2: Contract = Contract {
    pointer: "/paths/~1fixed/delete",
    operation_id: "FooBar2",
    method: Method::Delete,
    path_template: "/fixed",
    tag: Some("operations"),
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1fixed/delete/responses/200",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
