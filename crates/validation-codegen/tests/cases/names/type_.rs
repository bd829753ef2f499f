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
            part: None,
            parameter: &Parameter {
                name: "type",
                pointer: "/paths/~1self~1{type}/get/parameters/0",
                required: true,
                schema: &super::schemas::TYPE,
                ..Parameter::NONE
            },
        },
    ],
    responses: &[(200, &super::responses::STATIC)],
    ..Contract::NONE
};
