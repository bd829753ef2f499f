//! The operations without a tag.
use asp_validation_runtime::tables::*;
/// `GET /untagged`
pub static GET_UNTAGGED: Contract = Contract {
    pointer: "/paths/~1untagged/get",
    operation_id: "GET /untagged",
    method: Method::Get,
    path_template: "/untagged",
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1untagged/get/responses/200",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
/// `POST /untagged`
pub static POST_UNTAGGED: Contract = Contract {
    pointer: "/paths/~1untagged/post",
    operation_id: "POST /untagged",
    method: Method::Post,
    path_template: "/untagged",
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1untagged/post/responses/200",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
