//! The operations tagged `Type`.
use asp_validation_runtime::tables::*;
/// `Self`
pub static SELF: Contract = Contract {
    pointer: "/paths/~1self~1{type}/put",
    operation_id: "Self",
    method: Method::Put,
    path_template: "/self/{type}",
    tag: Some("Type"),
    path: &[
        PathParameter {
            segment: 1,
            part: None,
            parameter: &Parameter {
                name: "type",
                pointer: "/paths/~1self~1{type}/put/parameters/0",
                required: true,
                schema: &super::schemas::TYPE_2,
                ..Parameter::NONE
            },
        },
    ],
    responses: &[(200, &super::responses::STATIC_2)],
    ..Contract::NONE
};
