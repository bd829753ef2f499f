//! The operations without a tag.
use asp_validation_runtime::tables::*;
/// `TRACE /things/latest/parts/{partId}`
pub static TRACE_THINGS_LATEST_PARTS_PART_ID: Contract = Contract {
    pointer: "/paths/~1things~1latest~1parts~1{partId}/trace",
    operation_id: "TRACE /things/latest/parts/{partId}",
    method: Method::Trace,
    path_template: "/things/latest/parts/{partId}",
    path: &[
        PathParameter {
            segment: 3,
            part: None,
            parameter: &Parameter {
                name: "partId",
                pointer: "/paths/~1things~1latest~1parts~1{partId}/trace/parameters/0",
                required: true,
                schema: &Schema {
                    pointer: "/paths/~1things~1latest~1parts~1{partId}/trace/parameters/0/schema",
                    types: Types::STRING,
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
                pointer: "/paths/~1things~1latest~1parts~1{partId}/trace/responses/200",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
/// `optionsOfSpace`
pub static OPTIONS_OF_SPACE: Contract = Contract {
    pointer: "/paths/~1with%20space~1/options",
    operation_id: "optionsOfSpace",
    method: Method::Options,
    path_template: "/with%20space/",
    responses: &[
        (
            204,
            &Response {
                pointer: "/paths/~1with%20space~1/options/responses/204",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
