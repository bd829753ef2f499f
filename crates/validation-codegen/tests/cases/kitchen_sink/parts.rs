//! The operations tagged `parts`.
use asp_validation_runtime::tables::*;
/// `updatePart`
pub static UPDATE_PART: Contract = Contract {
    pointer: "/paths/~1things~1{thingId}~1parts~1{partId}/patch",
    operation_id: "updatePart",
    method: Method::Patch,
    path_template: "/things/{thingId}/parts/{partId}",
    tag: Some("parts"),
    path: &[
        PathParameter {
            segment: 1,
            part: None,
            parameter: &super::parameters::THING_ID,
        },
        PathParameter {
            segment: 3,
            part: None,
            parameter: &Parameter {
                name: "partId",
                pointer: "/paths/~1things~1{thingId}~1parts~1{partId}/parameters/0",
                required: true,
                schema: &Schema {
                    pointer: "/paths/~1things~1{thingId}~1parts~1{partId}/parameters/0/schema",
                    types: Types::INTEGER,
                    number: Some(
                        &NumberRules {
                            minimum: Some(Bound {
                                limit: Decimal::literal("1"),
                                exclusive: false,
                            }),
                            format: Some(NumberFormat::Int32),
                            ..NumberRules::NONE
                        },
                    ),
                    ..Schema::ANY
                },
                ..Parameter::NONE
            },
        },
    ],
    body: Some(
        &Body {
            pointer: "/paths/~1things~1{thingId}~1parts~1{partId}/patch/requestBody/required",
            required: false,
            content: &[
                Content {
                    media_type: "application/json",
                    schema: &Schema {
                        pointer: "/paths/~1things~1{thingId}~1parts~1{partId}/patch/requestBody/content/application~1json/schema",
                        types: Types::OBJECT,
                        object: Some(
                            &ObjectRules {
                                properties: &[
                                    Property {
                                        name: "name",
                                        key: "\"name\":",
                                        required: false,
                                        schema: Some(
                                            &Schema {
                                                pointer: "/paths/~1things~1{thingId}~1parts~1{partId}/patch/requestBody/content/application~1json/schema/properties/name",
                                                types: Types::STRING.or(Types::NULL),
                                                string: Some(
                                                    &StringRules {
                                                        max_length: Some(4),
                                                        ..StringRules::NONE
                                                    },
                                                ),
                                                ..Schema::ANY
                                            },
                                        ),
                                        ..Property::NONE
                                    },
                                    Property {
                                        name: "note",
                                        key: "\"note\":",
                                        required: false,
                                        schema: Some(
                                            &Schema {
                                                pointer: "/paths/~1things~1{thingId}~1parts~1{partId}/patch/requestBody/content/application~1json/schema/properties/note",
                                                ..Schema::ANY
                                            },
                                        ),
                                        ..Property::NONE
                                    },
                                ],
                                additional: Additional::Forbidden,
                                min_properties: 1,
                                ..ObjectRules::NONE
                            },
                        ),
                        ..Schema::ANY
                    },
                    ..Content::NONE
                },
            ],
        },
    ),
    responses: &[
        (
            200,
            &Response {
                pointer: "/paths/~1things~1{thingId}~1parts~1{partId}/patch/responses/200",
                headers: &[],
                body: Some(
                    &Body {
                        pointer: "/paths/~1things~1{thingId}~1parts~1{partId}/patch/responses/200/content",
                        required: true,
                        content: &[
                            Content {
                                media_type: "application/json",
                                ..Content::NONE
                            },
                        ],
                    },
                ),
            },
        ),
    ],
    ..Contract::NONE
};
/// `deleteParts`
pub static DELETE_PARTS: Contract = Contract {
    pointer: "/paths/~1things~1{thingId}~1parts~1all/delete",
    operation_id: "deleteParts",
    method: Method::Delete,
    path_template: "/things/{thingId}/parts/all",
    tag: Some("parts"),
    path: &[
        PathParameter {
            segment: 1,
            part: None,
            parameter: &super::parameters::THING_ID,
        },
    ],
    responses: &[
        (
            204,
            &Response {
                pointer: "/paths/~1things~1{thingId}~1parts~1all/delete/responses/204",
                headers: &[],
                body: None,
            },
        ),
    ],
    ..Contract::NONE
};
