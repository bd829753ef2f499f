//! The operations tagged `type`.
use asp_validation_runtime::tables::*;
/// `self`
pub static SELF: Contract = Contract {
    pointer: "/paths/~1self~1{type}/get",
    operation_id: "self",
    method: Method::Get,
    path_template: "/self/{type}",
    tag: Some("type"),
    path: &[
        PathParameter {
            segment: 1,
            parameter: &Parameter {
                name: "type",
                pointer: "/paths/~1self~1{type}/get/parameters/0",
                required: true,
                schema: &super::schemas::TYPE,
            },
        },
    ],
    query: &[],
    headers: &[],
    body: None,
    responses: &[(200, &super::responses::STATIC)],
};
