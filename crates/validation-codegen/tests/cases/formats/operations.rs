//! The operations without a tag.
use asp_validation_runtime::tables::*;
/// `getDay`
pub static GET_DAY: Contract = Contract {
    pointer: "/paths/~1days~1{day}/get",
    operation_id: "getDay",
    method: Method::Get,
    path_template: "/days/{day}",
    path: &[
        PathParameter {
            segment: 1,
            part: None,
            parameter: &Parameter {
                name: "day",
                pointer: "/paths/~1days~1{day}/get/parameters/0",
                required: true,
                schema: &Schema {
                    pointer: "/paths/~1days~1{day}/get/parameters/0/schema",
                    types: Types::STRING,
                    string: Some(
                        &StringRules {
                            format: Some(StringFormat::Date),
                            ..StringRules::NONE
                        },
                    ),
                    ..Schema::ANY
                },
                ..Parameter::NONE
            },
        },
    ],
    query: &[
        &Parameter {
            name: "limit",
            pointer: "/paths/~1days~1{day}/get/parameters/1",
            schema: &Schema {
                pointer: "/paths/~1days~1{day}/get/parameters/1/schema",
                types: Types::INTEGER,
                number: Some(
                    &NumberRules {
                        format: Some(NumberFormat::Uint8),
                        ..NumberRules::NONE
                    },
                ),
                ..Schema::ANY
            },
            ..Parameter::NONE
        },
    ],
    headers: &[
        &Parameter {
            name: "X-Request-Id",
            pointer: "/paths/~1days~1{day}/get/parameters/2",
            schema: &Schema {
                pointer: "/paths/~1days~1{day}/get/parameters/2/schema",
                types: Types::STRING,
                string: Some(
                    &StringRules {
                        max_length: Some(36),
                        format: Some(StringFormat::Uuid),
                        ..StringRules::NONE
                    },
                ),
                ..Schema::ANY
            },
            ..Parameter::NONE
        },
    ],
    responses: &[
        (
            204,
            &Response {
                pointer: "/paths/~1days~1{day}/get/responses/204",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
