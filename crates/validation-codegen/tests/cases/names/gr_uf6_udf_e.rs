//! The operations tagged `größe`.
use asp_validation_runtime::tables::*;
/// `größe`
pub static GR_UF6_UDF_E: Contract = Contract {
    pointer: "/paths/~1größe~1{名}/get",
    operation_id: "größe",
    method: Method::Get,
    path_template: "/größe/{名}",
    tag: Some("größe"),
    path: &[
        PathParameter {
            segment: 1,
            part: None,
            parameter: &Parameter {
                name: "名",
                pointer: "/paths/~1größe~1{名}/get/parameters/0",
                required: true,
                schema: &Schema {
                    pointer: "/paths/~1größe~1{名}/get/parameters/0/schema",
                    types: Types::STRING,
                    string: Some(
                        &StringRules {
                            pattern: Some(&super::patterns::PATTERN_4),
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
                pointer: "/paths/~1größe~1{名}/get/responses/200",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
