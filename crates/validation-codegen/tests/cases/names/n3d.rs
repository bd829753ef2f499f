//! The operations tagged `3d`.
use asp_validation_runtime::tables::*;
/// `3d-model`
pub static N3D_MODEL: Contract = Contract {
    pointer: "/paths/~1größe~1{名}/post",
    operation_id: "3d-model",
    method: Method::Post,
    path_template: "/größe/{名}",
    tag: Some("3d"),
    path: &[
        PathParameter {
            segment: 1,
            part: None,
            parameter: &Parameter {
                name: "名",
                pointer: "/paths/~1größe~1{名}/post/parameters/0",
                required: true,
                schema: &Schema {
                    pointer: "/paths/~1größe~1{名}/post/parameters/0/schema",
                    types: Types::STRING,
                    string: Some(
                        &StringRules {
                            pattern: Some(&super::patterns::PATTERN_5),
                            ..StringRules::NONE
                        },
                    ),
                    ..Schema::ANY
                },
                ..Parameter::NONE
            },
        },
    ],
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1größe~1{名}/post/responses/200",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
