//! The operations tagged `things`.
use asp_validation_runtime::tables::*;
/// `listThings`
pub static LIST_THINGS: Contract = Contract {
    pointer: "/paths/~1things/get",
    operation_id: "listThings",
    method: Method::Get,
    path_template: "/things",
    tag: Some("things"),
    query: &[
        &super::parameters::LIMIT,
        &Parameter {
            name: "flag",
            pointer: "/paths/~1things/get/parameters/1",
            schema: &Schema {
                pointer: "/paths/~1things/get/parameters/1/schema",
                types: Types::BOOLEAN,
                ..Schema::ANY
            },
            ..Parameter::NONE
        },
        &Parameter {
            name: "ratio",
            pointer: "/paths/~1things/get/parameters/2",
            schema: &Schema {
                pointer: "/paths/~1things/get/parameters/2/schema",
                types: Types::NUMBER,
                number: Some(
                    &NumberRules {
                        minimum: Some(Bound {
                            limit: Decimal::literal("0"),
                            exclusive: true,
                        }),
                        maximum: Some(Bound {
                            limit: Decimal::literal("1"),
                            exclusive: false,
                        }),
                        ..NumberRules::NONE
                    },
                ),
                ..Schema::ANY
            },
            ..Parameter::NONE
        },
        &Parameter {
            name: "color",
            pointer: "/paths/~1things/get/parameters/3",
            schema: &super::schemas::COLOR,
            ..Parameter::NONE
        },
        &Parameter {
            name: "step",
            pointer: "/paths/~1things/get/parameters/4",
            schema: &Schema {
                pointer: "/paths/~1things/get/parameters/4/schema",
                types: Types::INTEGER,
                number: Some(
                    &NumberRules {
                        minimum: Some(Bound {
                            limit: Decimal::literal("-100"),
                            exclusive: false,
                        }),
                        multiple_of: Some(Decimal::literal("5")),
                        ..NumberRules::NONE
                    },
                ),
                ..Schema::ANY
            },
            ..Parameter::NONE
        },
        &Parameter {
            name: "odd name[]",
            pointer: "/paths/~1things/get/parameters/5",
            schema: &Schema {
                pointer: "/paths/~1things/get/parameters/5/schema",
                types: Types::STRING,
                string: Some(
                    &StringRules {
                        max_length: Some(3),
                        ..StringRules::NONE
                    },
                ),
                ..Schema::ANY
            },
            ..Parameter::NONE
        },
    ],
    headers: &[
        &Parameter {
            name: "X-Tenant",
            pointer: "/paths/~1things/parameters/0",
            required: true,
            schema: &Schema {
                pointer: "/paths/~1things/parameters/0/schema",
                types: Types::STRING,
                string: Some(
                    &StringRules {
                        min_length: 2,
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
            200,
            &Response {
                pointer: "/paths/~1things/get/responses/200",
                headers: &[
                    &Parameter {
                        name: "X-Total",
                        pointer: "/paths/~1things/get/responses/200/headers/X-Total",
                        required: true,
                        schema: &Schema {
                            pointer: "/paths/~1things/get/responses/200/headers/X-Total/schema",
                            types: Types::INTEGER,
                            number: Some(
                                &NumberRules {
                                    minimum: Some(Bound {
                                        limit: Decimal::literal("0"),
                                        exclusive: false,
                                    }),
                                    format: Some(NumberFormat::Int64),
                                    ..NumberRules::NONE
                                },
                            ),
                            ..Schema::ANY
                        },
                        ..Parameter::NONE
                    },
                    &super::headers::REQUEST_ID,
                ],
                body: Some(
                    &Body {
                        pointer: "/paths/~1things/get/responses/200/content",
                        required: true,
                        content: &[
                            Content {
                                media_type: "application/json",
                                schema: &Schema {
                                    pointer: "/paths/~1things/get/responses/200/content/application~1json/schema",
                                    types: Types::ARRAY,
                                    array: Some(
                                        &ArrayRules {
                                            items: Some(&super::schemas::THING),
                                            min_items: 1,
                                            max_items: Some(3),
                                            ..ArrayRules::NONE
                                        },
                                    ),
                                    ..Schema::ANY
                                },
                                ..Content::NONE
                            },
                        ],
                    },
                ),
            },
        ),
        (400, &super::responses::PROBLEM),
    ],
    ..Contract::NONE
};
/// `createThing`
pub static CREATE_THING: Contract = Contract {
    pointer: "/paths/~1things/post",
    operation_id: "createThing",
    method: Method::Post,
    path_template: "/things",
    tag: Some("things"),
    headers: &[
        &Parameter {
            name: "X-Tenant",
            pointer: "/paths/~1things/parameters/0",
            required: true,
            schema: &Schema {
                pointer: "/paths/~1things/parameters/0/schema",
                types: Types::STRING,
                string: Some(
                    &StringRules {
                        min_length: 2,
                        ..StringRules::NONE
                    },
                ),
                ..Schema::ANY
            },
            ..Parameter::NONE
        },
    ],
    body: Some(&super::bodies::NEW_THING),
    responses: &[
        (
            201,
            &Response {
                pointer: "/paths/~1things/post/responses/201",
                headers: &[&super::headers::REQUEST_ID_2],
                body: Some(
                    &Body {
                        pointer: "/paths/~1things/post/responses/201/content",
                        required: true,
                        content: &[
                            Content {
                                media_type: "application/json",
                                schema: &super::schemas::THING,
                                ..Content::NONE
                            },
                        ],
                    },
                ),
            },
        ),
        (
            204,
            &Response {
                pointer: "/paths/~1things/post/responses/204",
                headers: &[],
                body: None,
            },
        ),
        (400, &super::responses::PROBLEM),
    ],
    ..Contract::NONE
};
/// `headThings`
pub static HEAD_THINGS: Contract = Contract {
    pointer: "/paths/~1things/head",
    operation_id: "headThings",
    method: Method::Head,
    path_template: "/things",
    tag: Some("things"),
    headers: &[
        &Parameter {
            name: "X-Tenant",
            pointer: "/paths/~1things/parameters/0",
            required: true,
            schema: &Schema {
                pointer: "/paths/~1things/parameters/0/schema",
                types: Types::STRING,
                string: Some(
                    &StringRules {
                        min_length: 2,
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
            200,
            &Response {
                pointer: "/paths/~1things/head/responses/200",
                headers: &[],
                body: Some(
                    &Body {
                        pointer: "/paths/~1things/head/responses/200/content",
                        required: true,
                        content: &[
                            Content {
                                media_type: "application/json",
                                schema: &Schema {
                                    pointer: "/paths/~1things/head/responses/200/content/application~1json/schema",
                                    types: Types::OBJECT,
                                    ..Schema::ANY
                                },
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
