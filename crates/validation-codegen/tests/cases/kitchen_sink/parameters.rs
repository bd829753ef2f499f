//! The parameters that have a name.
use asp_validation_runtime::tables::*;
/// `/components/parameters/Limit`
pub static LIMIT: Parameter = Parameter {
    name: "limit",
    pointer: "/components/parameters/Limit",
    schema: &Schema {
        pointer: "/components/parameters/Limit/schema",
        types: Types::INTEGER,
        number: Some(
            &NumberRules {
                minimum: Some(Bound {
                    limit: Decimal::literal("1"),
                    exclusive: false,
                }),
                maximum: Some(Bound {
                    limit: Decimal::literal("50"),
                    exclusive: false,
                }),
                format: Some(NumberFormat::Int32),
                ..NumberRules::NONE
            },
        ),
        ..Schema::ANY
    },
    ..Parameter::NONE
};
/// `/components/parameters/ThingId`
pub static THING_ID: Parameter = Parameter {
    name: "thingId",
    pointer: "/components/parameters/ThingId",
    required: true,
    schema: &super::schemas::THING_ID,
    ..Parameter::NONE
};
