//! The headers that have a name.
use asp_validation_runtime::tables::*;
/// `/components/headers/RequestId`
pub static REQUEST_ID: Parameter = Parameter {
    name: "X-Request-Id",
    pointer: "/components/headers/RequestId",
    schema: &Schema {
        pointer: "/components/headers/RequestId/schema",
        types: Types::STRING,
        string: Some(
            &StringRules {
                min_length: 1,
                ..StringRules::NONE
            },
        ),
        ..Schema::ANY
    },
    ..Parameter::NONE
};
/// `/components/headers/RequestId`
pub static REQUEST_ID_2: Parameter = Parameter {
    name: "X-Correlation",
    pointer: "/components/headers/RequestId",
    schema: &Schema {
        pointer: "/components/headers/RequestId/schema",
        types: Types::STRING,
        string: Some(
            &StringRules {
                min_length: 1,
                ..StringRules::NONE
            },
        ),
        ..Schema::ANY
    },
    ..Parameter::NONE
};
