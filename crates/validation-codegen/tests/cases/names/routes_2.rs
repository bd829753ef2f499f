//! The operations tagged `routes`.
use asp_validation_runtime::tables::*;
/// `fooBar`
pub static FOO_BAR: Contract = Contract {
    pointer: "/paths/~1fixed/put",
    operation_id: "fooBar",
    method: Method::Put,
    path_template: "/fixed",
    tag: Some("routes"),
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1fixed/put/responses/200",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
